"""The comparison with other systems, in Dutch, for docs/evaluation.md: how each was set up, what favours whom, the figures."""

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from eval.bootstrap import interval
from eval.declining import Threshold
from eval.extractive import MOST
from eval.judged import Row
from eval.labels import LABELS, LOW, change, written
from eval.measures import Outcome
from eval.summary import Measure, summary
from index.embedding import Encoder

_MEASURES = (
    "right",
    "fact_recall",
    "evidence",
    "right_record",
    "forbidden",
    "false_answer",
    "over_refusal",
    "selective_risk",
    "risk_area",
    "quote_faithfulness",
    "detail_faithfulness",
    "citation_validity",
    "citation_recall",
    "citation_precision",
    "citation_on_target",
    "words",
    "crashes",
    "latency_p50_ms",
    "latency_p95_ms",
)
_CHANGES = ("right", "fact_recall", "evidence", "false_answer", "over_refusal")
_LIBRARIES = ("chromadb", "llama-index-core", "llama-index-vector-stores-chroma", "numpy")


@dataclass(frozen=True, slots=True)
class System:
    """One system as it went: its rows, and how many seconds its index took."""

    name: str
    rows: tuple[Row, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Block:
    """Systems over the same questions in the same order, ours first, and the thresholds of those that have one.

    `sets` are the sets of facts that were asked, in order: the title of each and how many questions it has.
    """

    test: bool
    sets: tuple[tuple[str, int], ...]
    systems: tuple[System, ...]
    limits: Mapping[str, Threshold]


def as_section(blocks: Sequence[Block], encoder: Encoder) -> str:
    """The whole section, without its marks and without any path."""
    return "\n\n".join(["## Naast andere systemen", _made(encoder), _READING, *map(_block, blocks)])


def _made(encoder: Encoder) -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return (
        f"Gemaakt op {datetime.now(UTC).date().isoformat()} door `python -m eval.peers --report`. Niet met de hand veranderen: "
        f"draai dat opnieuw.\n\nMachine: {platform.system()} {platform.machine()}, {os.cpu_count()} kernen, Python "
        f"{platform.python_version()}. Bibliotheken: {libraries}. Encoder van LOVP en LlamaIndex: {Path(encoder.name).name}."
    )


_READING = f"""Drie systemen beantwoorden dezelfde bekende feiten uit dezelfde verslagen, zonder netwerk en zonder
taalmodel, en worden met dezelfde maten beoordeeld. Tussen haken staat het 95%-interval (bootstrap over verslagen).

- **LOVP**: de assistent zoals hij is, zonder taalmodel. Zijn index wordt uit de bestanden gemaakt; het lezen telt mee.
- **LlamaIndex**: de `CitationQueryEngine` met alles op de standaard: `SentenceSplitter` (1024 tokens, 200 overlap),
  `VectorStoreIndex` op Chroma, de eerste 2 stukken, bronnen van 512 tokens, de eigen Engelse opdracht. De gegevens van het
  bestand, ook de datum in de naam, zijn verborgen voor encoder en model, zoals de eigen lezer van mappen doet.
- Op de plaats van het taalmodel staat een **invaller die geen taalmodel is** (eval/extractive.py). Hij krijgt de opdracht zoals
  LlamaIndex die maakt, neemt de {MOST} zinnen uit de bronnen met de meeste woorden van de vraag (zeldzame woorden tellen
  zwaarder, koppen komen het laatst), en schrijft ze letterlijk over met het nummer erachter. Hij weigert alleen als geen bron
  een woord van de vraag heeft. De goede antwoorden ziet hij niet.
- **Gewone BM25**: kleine letters en hele woorden, over onze passages. De beste zin van de beste passage is het antwoord. Het
  weigert alleen als geen passage een woord van de vraag heeft.
- **Met drempel**: hetzelfde systeem, dat weigert onder een drempel. Het krijgt de drempel waarmee het op de ontwikkelvragen de
  minste fouten maakt; op toetsvragen geldt diezelfde.

Wat de andere systemen helpt: de verslagen zijn gelezen door onze lezers; een vervolgvraag krijgen zij zoals wij die zelfstandig
maken; de invaller knipt zinnen en vergelijkt woorden met onze Nederlandse regels; hij mag {MOST} zinnen geven, en te veel
zeggen kost bij geen maat iets behalve "{LABELS["citation_on_target"]}"; een stuk van LlamaIndex is groter dan onze passage, dus
bewijs valt er eerder in; BM25 krijgt onze passages; de drempels zijn gekozen op dezelfde vragen.

Wat LOVP helpt: de assistent is gebouwd met een deel van de ontwikkelvragen ernaast. Een goed taalmodel op de plaats van de
invaller zou beter kiezen, beter formuleren en vaker weigeren. Het zou ook woorden en nummers kunnen verzinnen, wat de invaller
niet kan. Daarom zijn letterlijke citaten en kloppende verwijzingen bij LlamaIndex en BM25 hier waar door de manier waarop wij
hen opzetten; bewezen is daar niets mee. Een encoder die Nederlands echt kent zou LlamaIndex beter laten zoeken.

De antwoordtijd van LlamaIndex is die van de invaller; een taalmodel kost seconden. Een index van LlamaIndex of BM25 begint bij
gelezen tekst, die van LOVP bij het bestand.

Een streepje betekent: niet gemeten, omdat er niets te meten viel."""


def _block(block: Block) -> str:
    ours = block.systems[0]
    declining = sum(row.fact.abstain for row in ours.rows)
    about = (
        f"{len(ours.rows)} vragen: {len(ours.rows) - declining} waarop de verslagen antwoord geven en {declining} waarop niet. "
        + ("Op deze vragen is niets afgesteld." if block.test else "Wie aan de assistent werkt mag ze kennen.")
    )
    heading = "Toetsvragen" if block.test else "Ontwikkelvragen"
    parts = [f"### {heading} naast andere systemen", about, _table(list(_figures(block)))]
    if not block.test:
        told = "; ".join(
            f"{name} weigert onder {one.value:.3f} van {one.signal}".replace(".", ",")
            for name, one in block.limits.items()
        )
        parts.append(f"Drempels: {told}.")
    parts += [
        "Verschil per vraag in procentpunten, LOVP min het andere systeem. Bij de laatste twee is een min goed voor LOVP:",
        _table(list(_changes(block))),
    ]
    if len(block.sets) > 1:
        parts += [f"Per verzameling, “{LABELS['right']}”:", _table(list(_per_set(block)))]
    parts += ["Vragen die de een goed heeft en de ander niet:", _table(list(_won_and_lost(block)))]
    return "\n\n".join(parts)


def _figures(block: Block) -> Iterator[tuple[str, ...]]:
    yield ("maat", *(one.name for one in block.systems))
    found = [{one.name: one for one in summary(system.rows)} for system in block.systems]
    for name in _MEASURES:
        if all(measures[name].value is None for measures in found):
            continue  # no question has what it measures
        label = LABELS[name] + (" (laag is goed)" if name in LOW and not name.startswith("latency") else "")
        yield (label, *(_told(measures[name]) for measures in found))
    yield ("Index bouwen", *(f"{one.seconds:.1f} s".replace(".", ",") for one in block.systems))


def _told(measure: Measure) -> str:
    if measure.value is None:
        return "–"
    value = written(measure.name, measure.value)
    if measure.low is None or measure.high is None:
        return value
    return f"{value} [{written(measure.name, measure.low)}; {written(measure.name, measure.high)}]"


def _changes(block: Block) -> Iterator[tuple[str, ...]]:
    ours, *others = block.systems
    yield ("maat", *(one.name for one in others))
    for name in _CHANGES:
        yield (LABELS[name], *(_change(name, ours, other) for other in others))


def _change(name: str, ours: System, other: System) -> str:
    pairs = [
        (one - two, row.fact.group)
        for row, beside in zip(ours.rows, other.rows, strict=True)
        if (one := _value(name, row)) is not None and (two := _value(name, beside)) is not None
    ]
    found = interval([difference for difference, _ in pairs], [group for _, group in pairs])
    if found is None:
        return "–"
    mean, low, high = (change(name, one).removesuffix(" procentpunt") for one in (found.mean, found.low, found.high))
    return f"{mean} [{low}; {high}]"


def _value(name: str, row: Row) -> float | None:
    """One measure of one row; None where it isn't scored."""
    if name == "fact_recall":
        return row.recall
    outcome = {
        "right": row.verdict,
        "evidence": row.evidence,
        "false_answer": row.no_false_answer,
        "over_refusal": row.no_over_refusal,
    }[name]
    if outcome is Outcome.NOT_SCORED:
        return None
    return float(outcome is (Outcome.WRONG if name in LOW else Outcome.RIGHT))


def _per_set(block: Block) -> Iterator[tuple[str, ...]]:
    yield ("verzameling", "vragen", *(one.name for one in block.systems))
    start = 0
    for title, count in block.sets:
        parts = [summary(one.rows[start : start + count])[0] for one in block.systems]
        yield (title, str(count), *(_told(part) for part in parts))
        start += count


def _won_and_lost(block: Block) -> Iterator[tuple[str, ...]]:
    ours, *others = block.systems
    yield ("", *(one.name for one in others))
    yield ("LOVP goed, het andere systeem fout", *(str(len(only(ours, other))) for other in others))
    yield ("LOVP fout, het andere systeem goed", *(str(len(only(other, ours))) for other in others))


def only(one: System, other: System) -> list[str]:
    """The ids of the questions that `one` has right and `other` hasn't."""
    return [
        row.fact.id
        for row, beside in zip(one.rows, other.rows, strict=True)
        if row.verdict is Outcome.RIGHT and beside.verdict is not Outcome.RIGHT
    ]


def _table(rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], f"|{'---|' * len(rows[0])}", *lines[1:]])


def lost(block: Block) -> Iterator[str]:
    """The questions that another system has right and we haven't, by their ids."""
    ours, *others = block.systems
    for other in others:
        yield f"{other.name} goed, {ours.name} fout: {', '.join(only(other, ours)) or 'geen'}"


def seen(block: Block, count: int) -> Iterator[str]:
    """`count` questions spread over the block, each with what every system made of it, to be read by eye."""
    rows = list(zip(*(one.rows for one in block.systems), strict=True))
    for beside in rows[:: max(1, len(rows) // count)][:count] if count else []:
        lines = [f"{beside[0].fact.id}: {beside[0].fact.question}"]
        lines += [
            f"  {system.name} ({row.verdict.value}): {' '.join(row.answer.text.split()) if row.answer else row.error}"
            for system, row in zip(block.systems, beside, strict=True)
        ]
        yield "\n".join(lines)
