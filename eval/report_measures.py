"""The measures of a set as the report tells them: every figure with its interval, its limit and a word that says how it went."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from assistant.plain import plain_line
from eval.labels import LABELS, written

GOOD, LOW, HIGH, UNKNOWN = "goed", "te laag", "te hoog", "niet gemeten"
_SIGNS = {GOOD: "✓", LOW: "▼", HIGH: "▲", UNKNOWN: "?"}  # beside the word, for who scans the column
_GROUPS: Mapping[str, tuple[str, ...]] = {  # beginnings of names; the longest that fits counts
    "Antwoorden": ("right", "fact_recall", "forbidden", "judged", "words"),
    "Weigeren": ("correct_refusal", "false_answer", "over_refusal", "selective_risk", "risk_area"),
    "Bronnen": ("evidence", "right_record", "quote", "detail", "citation"),
    "Zoeken": ("hit@", "recall@", "precision@", "MRR@", "nDCG@", "MAP@"),
    "Snelheid en betrouwbaarheid": ("crashes", "latency_", "memory_"),
}
_OTHER = "Overig"
_NONE = Markup('<span class="quiet">geen</span>')


@dataclass(frozen=True, slots=True)
class Line:
    """One measure in words; `interval`, `limit` and `word` are "" where there is none."""

    name: str
    label: str
    value: str
    interval: str
    limit: str
    word: str
    scored: str

    @property
    def missed(self) -> bool:
        """Whether it has a limit that isn't reached; silence doesn't reach one."""
        return self.word in {LOW, HIGH, UNKNOWN}


def lines(one: Mapping[str, Any]) -> list[Line]:
    """The measures of a set, in the order of the labels, those without a label after them by their own name."""
    measures: Mapping[str, Mapping[str, Any]] = one["measures"]
    names = dict.fromkeys((*LABELS, *measures, *one["floors"], *one["ceilings"]))
    limited = {*one["floors"], *one["ceilings"]}
    return [_line(one, name, measures.get(name)) for name in names if name in measures or name in limited]


def _line(one: Mapping[str, Any], name: str, measure: Mapping[str, Any] | None) -> Line:
    value, low, high = (measure.get(key) if measure else None for key in ("value", "low", "high"))
    least, most = one["floors"].get(name), one["ceilings"].get(name)
    limits = [f"ten minste {written(name, least)}"] if least is not None else []
    limits += [f"ten hoogste {written(name, most)}"] if most is not None else []
    scored = str(measure["scored"]) if measure else "0"
    if measure and measure["not_scored"]:
        scored += f" ({measure['not_scored']} n.v.t.)"
    return Line(
        name,
        LABELS.get(name, plain_line(name)),
        "–" if value is None else written(name, value),
        "" if low is None or high is None else f"{written(name, low)} tot {written(name, high)}",
        " en ".join(limits),
        _word(value, least, most),
        scored,
    )


def _word(value: float | None, least: float | None, most: float | None) -> str:
    if least is None and most is None:
        return ""
    if value is None:
        return UNKNOWN
    if least is not None and value < least:
        return LOW
    return HIGH if most is not None and value > most else GOOD


def told(line: Line) -> str:
    """A limit that isn't reached, as a sentence."""
    if line.word == UNKNOWN:
        return f"{line.label}: niet gemeten; de grens is {line.limit}."
    return f"{line.label}: {line.value} is {line.word}; de grens is {line.limit}."


def table(title: str, found: Sequence[Line]) -> Markup:
    """The measures as a table by group."""
    body = Markup("").join(
        Markup('<tbody><tr class="group"><th scope="rowgroup" colspan="6">{}</th></tr>{}</tbody>').format(
            group, Markup("").join(_row(line) for line in members)
        )
        for group, members in _grouped(found)
    )
    return Markup(
        '<div class="scroll" role="region" tabindex="0" aria-label="Cijfers: {0}"><table class="measures">'
        '<caption class="unseen">Cijfers van {0}</caption><thead><tr><th scope="col">Maat</th><th scope="col" class="num">'
        'Waarde</th><th scope="col">Oordeel</th><th scope="col">95%-interval</th><th scope="col">Grens</th>'
        '<th scope="col">Aantal</th></tr></thead>{1}</table></div>'
    ).format(title, body)


def _grouped(found: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    for group in (*_GROUPS, _OTHER):
        if members := [line for line in found if _group(line.name) == group]:
            yield group, members


def _group(name: str) -> str:
    fitting = [(len(start), group) for group, starts in _GROUPS.items() for start in starts if name.startswith(start)]
    return max(fitting)[1] if fitting else _OTHER


def _row(line: Line) -> Markup:
    word = Markup('<span class="quiet">{}</span>').format(UNKNOWN if line.value == "–" else "–")
    if line.word:
        word = Markup('<span class="word {}"><span aria-hidden="true">{}</span> {}</span>').format(
            "bad" if line.missed else "good", _SIGNS[line.word], line.word
        )
    return Markup(
        '<tr><th scope="row">{}</th><td class="num">{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>'
    ).format(line.label, line.value, word, line.interval or _NONE, line.limit or _NONE, line.scored)
