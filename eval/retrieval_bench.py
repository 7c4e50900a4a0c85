"""The tables of the retrieval benchmark: over the facts, among distractors beside LlamaIndex, stage by stage, in other words."""

import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from assistant.question import Understood
from eval.distractors import records as distractors
from eval.facts import collapsed, held, read_facts
from eval.found import (
    MEETING_MEASURES,
    PASSAGE_MEASURES,
    SENTENCE_MEASURES,
    Row,
    Search,
    ours,
    plain_bm25,
    run,
    standalone,
)
from eval.gold import Case, Unit, facts_to_cases, matching
from eval.peer import Peer
from eval.ranking import Interval
from eval.retrieval_report import Table, change, figure, told
from eval.speed import Speed, fill, measure
from eval.variants import KINDS
from index.embedding import Encoder
from index.progress import Progress, silent
from index.search import Index
from index.stages import ALL, Stage

_MEASURES = (*PASSAGE_MEASURES, *SENTENCE_MEASURES)
_SHOWN = ("hit@1", "recall@10", "MRR@10", "nDCG@10", "zin hit@1")  # in tables of many rows
_EARNED = ("hit@1", "recall@10", "zin hit@1")  # by each stage
_GOALS = {10_000: (8.0, 20.0), 200_000: (30.0, None)}  # passages: milliseconds p50 and p95, of the issue
_ALONE = {Stage.MEANING: "alleen woorden", Stage.WORDS: "alleen betekenis"}  # what is left without it
_SEED = 20_261_124  # of the variants that the stages are measured on


def mixed(home: Path, into: Path, encoder: Encoder, count: int, progress: Progress = silent) -> Path:
    """Copies the index under `home` to `into` and adds at least `count` passages of distractors to it."""
    shutil.copytree(home, into, ignore=shutil.ignore_patterns("lock", "*-wal", "*-shm"))
    with Index(home, encoder) as index:
        held = sum(index.store.passage_counts().values())
    fill(into, encoder, distractors(count), held + count, progress)
    return into


class Benchmark:
    """An index and the same one among distractors, with the cases of the facts; each method is a table."""

    def __init__(self, index: Index, among: Index, facts: Path, progress: Progress) -> None:
        """Reads the facts, finds what is gold for them, and asks them of both.

        Args:
            index: the records that the facts are about.
            among: the same records among distractors; `index` itself when there are none.
            facts: a YAML file of known facts.
            progress: told how far it is.
        """
        self.index, self.among, self.progress = index, among, progress
        self.passages = list(index.store.passages().values())
        self.days = index.store.record_days()
        self.added = sum(among.store.passage_counts().values()) - len(self.passages)
        days = held(index.store.records(), self.passages)
        cases = standalone(index, facts_to_cases(read_facts(facts, days), self.passages, self.days))
        self.cases = [case for case in cases if not case.english]
        self.english = [case for case in cases if case.english]
        self.goals: list[tuple[str, str, bool]] = []
        self._known: dict[str, Understood] = {}  # in `among`
        self.rows = self.asked("Vragen", self.cases, ours(index))
        self.mixed = (
            self.asked("Tussen afleiders", self.cases, ours(among, known=self._known)) if self.added else self.rows
        )

    def asked(self, step: str, cases: Sequence[Case], search: Search) -> list[Row]:
        """Asks all cases, with a progress bar."""
        done = iter(range(1, len(cases) + 1))
        return run(cases, search, lambda: self.progress(step, next(done), len(cases)))

    @cached_property
    def varied(self) -> dict[str, list[tuple[Row, Row]]]:
        """Of each kind of variant: the row of the question as it was, and that of the variant, both among distractors."""
        made = {}
        for kind, vary in KINDS.items():
            pairs = [(row, replace(row.case, question=text)) for row in self.mixed for text in vary(row.case.question)]
            rows = self.asked(kind, [case for _, case in pairs], ours(self.among, known=self._known))
            made[kind] = list(zip((row for row, _ in pairs), rows, strict=True))
        return made

    def overall(self) -> Table:
        """Every measure over the facts and nothing but their records, beside plain BM25."""
        plain = self.asked("BM25", self.cases, plain_bm25(_units(self.index)))
        self._goal("recall@10 ≥ 0,97", figure(self.rows, "recall@10"), low=0.97)
        self._goal("zin hit@1 ≥ 0,85", figure(self.rows, "zin hit@1"), low=0.85)
        for name in MEETING_MEASURES:
            self._goal(f"{name}: 0", figure(self.rows, name), high=0.0)
        english = {"Engels": self.asked("Engels", self.english, ours(self.index))} if self.english else {}
        return Table(
            "Zonder afleiders",
            f"{len(self.cases)} vragen over {len(self.passages)} passages. Tien van de {len(self.passages)} is al veel: "
            "recall@10 loopt hier bij elke manier van zoeken tegen de 1 en onderscheidt niets. "
            f"Zonder goede passage: {sum(not row.case.passages for row in self.rows)} vragen; per zin niet te "
            f"beoordelen: {sum(not row.case.sentences for row in self.rows)}. Engelse vragen apart: {len(self.english)}.",
            ("maat", "LOVP", "gewone BM25", *english),
            _lines((*_MEASURES, *MEETING_MEASURES), self.rows, plain, *english.values()),
        )

    def compared(self, base: Path) -> Table:
        """Ours, LlamaIndex as its examples use it, and plain BM25, over the same records."""
        held = {record.id for record in self.index.store.records()}
        others = [record for record in self.among.store.records() if record.id not in held]
        peer = Peer(base / "peer", self.index.store.records(), self.index.encoder, others)
        try:
            cases = [
                replace(case, passages=matching(case.fact, peer.units), sentences=frozenset()) for case in self.cases
            ]
            theirs = self.asked("LlamaIndex", cases, peer.search)
        finally:
            peer.close()
        return Table(
            f"Tussen {self.added} afleiders" if self.added else "Naast LlamaIndex",
            "Dit is de tabel die telt. "
            f"{len(self.cases)} vragen over {len(self.passages)} passages en {self.added} gemaakte passages van andere "
            "organisaties (eval/distractors.py), voor alle drie dezelfde. LlamaIndex heeft dezelfde encoder en knipt zelf: "
            f"SentenceSplitter, {peer.pieces} stukken waarvan {len(peer.units)} van de verslagen, VectorStoreIndex op Chroma, "
            "de eerste 10. Die stukken zijn groter dan onze passages, dus bewijs erin is makkelijker te vinden, niet "
            "moeilijker. Chroma zoekt benaderend, dus de cijfers van LlamaIndex verschillen enkele honderdsten van keer tot keer. "
            "Gewone BM25 zoekt in onze passages, met kleine letters en hele woorden.",
            ("maat", "LOVP", "LlamaIndex", "gewone BM25"),
            _lines((*_MEASURES, *MEETING_MEASURES), self.mixed, theirs, self._plain(self.cases)),
        )

    def distracted(self) -> Table:
        """What the distractors cost."""
        for name in ("recall@10", "zin hit@1"):
            self._goal(f"afleiders, daling {name} ≤ 0,03", change(self.rows, self.mixed, name), low=-0.03)
        for name in MEETING_MEASURES:
            self._goal(f"afleiders, {name}: 0", figure(self.mixed, name), high=0.0)
        return Table(
            "Wat de afleiders kosten",
            f"Onze eigen zoekmachine zonder en met de {self.added} afleiders; de verandering is per vraag vergeleken.",
            ("maat", "zonder", "met", "verandering"),
            tuple(
                (*line, told(change(self.rows, self.mixed, name), sign=True))
                for name, line in zip(_MEASURES, _lines(_MEASURES, self.rows, self.mixed), strict=True)
            ),
        )

    def ablation(self, most: int) -> Table:
        """Each stage off in turn, and plain BM25, over the questions with up to `most` of their variants; 0: none."""
        rows = [*self.mixed, *self._some_variants(most)]
        cases = [row.case for row in rows]
        found = {
            _ALONE.get(stage, f"zonder {stage.value}"): self.asked(
                f"Zonder {stage.value}", cases, ours(self.among, ALL - {stage}, self._known)
            )
            for stage in Stage
        }
        found["gewone BM25"] = self._plain(cases)
        return Table(
            "Wat elk onderdeel oplevert",
            f"{len(self.mixed)} vragen en {len(rows) - len(self.mixed)} varianten ervan (steekproef), tussen {self.added} "
            "afleiders. De eerste regel is de stand met alles aan; de andere zeggen wat er verandert als een onderdeel uit "
            "staat, per vraag vergeleken. Ligt 0 in het interval, dan is van dat onderdeel hier niet aangetoond dat het iets "
            "doet.",
            ("onderdeel", *_EARNED),
            (
                ("alles aan", *(told(figure(rows, name)) for name in _EARNED)),
                *(
                    (label, *(told(change(rows, other, name), sign=True) for name in _EARNED))
                    for label, other in found.items()
                ),
            ),
        )

    def _some_variants(self, most: int) -> list[Row]:
        every = [row for pairs in self.varied.values() for _, row in pairs] if most else []
        chance = random.Random(_SEED)  # noqa: S311 - it draws a sample, no secret
        return chance.sample(every, min(most, len(every)))

    def variants(self) -> Table:
        """The same questions, put in other ways."""
        lines = []
        for kind, pairs in self.varied.items():
            rows = [row for _, row in pairs]
            lost = [change([row for row, _ in pairs], rows, name) for name in ("recall@10", "zin hit@1")]
            figures = [told(figure(rows, name)) for name in _SHOWN]
            lines.append((kind, str(len(rows)), *figures, *(told(one, sign=True) for one in lost)))
        return Table(
            "Dezelfde vragen, anders gesteld",
            f"Tussen {self.added} afleiders; gemaakt door regels in eval/variants.py. De laatste twee kolommen zijn de "
            "verandering tegenover dezelfde vragen zoals ze waren.",
            ("soort", "vragen", *_SHOWN, "verandering recall@10", "verandering zin hit@1"),
            tuple(lines),
        )

    def _plain(self, cases: Sequence[Case]) -> list[Row]:
        return self.asked("BM25 tussen afleiders", cases, plain_bm25(_units(self.among)))

    def speed(self, sizes: Sequence[int], keep: Path) -> Table:
        """Question to ranked passages at each size."""
        questions = [case.question for case in self.cases]
        questions += [text for case in self.cases for vary in KINDS.values() for text in vary(case.question)[:1]]
        found: list[Speed] = []
        for size in sizes:
            found.append(measure(keep / str(size), self.index.encoder, size, questions, self.progress))
            for limit, value, name in zip(
                _GOALS.get(size, ()), (found[-1].p50, found[-1].p95), ("p50", "p95"), strict=False
            ):
                if limit is not None:
                    self.goals.append(
                        (f"{name} bij {size} passages ≤ {limit:.0f} ms", f"{value:.1f} ms", value <= limit)
                    )
        return Table(
            "Snelheid",
            "Van vraag tot gerangschikte passages, en tot een heel antwoord uit citaten, warm, in milliseconden.",
            ("passages", "vragen", "p50", "p95", "antwoord p50", "antwoord p95"),
            tuple(
                (str(s.passages), str(s.questions), *(f"{t:.1f}" for t in (s.p50, s.p95, s.answer_p50, s.answer_p95)))
                for s in found
            ),
        )

    def goal_table(self) -> Table:
        """What was to be reached, and whether it was."""
        return Table(
            "Doelen",
            "Uit de opdracht.",
            ("doel", "gemeten", "gehaald"),
            tuple((name, value, "ja" if met else "NEE") for name, value, met in self.goals),
        )

    def _goal(self, name: str, value: Interval | None, *, low: float = -1.0, high: float = 1.0) -> None:
        if value is not None:
            self.goals.append((name, told(value, count=True), low <= value.mean <= high))

    def misses(self) -> Iterator[str]:
        """The questions whose gold passages are not all in the first ten, or whose gold sentence is not first."""
        texts = {record.id: record.text for record in self.index.store.records()}
        for row in self.mixed:
            if row.scores.get("recall@10", 1.0) == 1.0 and row.scores.get("zin hit@1", 1.0) == 1.0:
                continue
            passage = next((n for n, one in enumerate(row.found.passages, 1) if one in row.case.passages), None)
            places = row.found.sentences or ()
            sentence = next((n for n, one in enumerate(places, 1) if one in row.case.sentences), None)
            wanted = [collapsed(texts[key][start:end]) for key, start, end in sorted(row.case.sentences)]
            yield (
                f"{row.case.fact.id}: {row.case.question}\n  passage op plaats {passage or '–'}, zin op plaats {sentence or '–'}"
                f"\n  kwam: {collapsed(row.found.first)[:200] or '(niets)'}\n  moest: {' | '.join(wanted)[:300]}"
            )


def _units(index: Index) -> list[Unit]:
    days = index.store.record_days()
    return [Unit(passage.id, days[passage.record_id], passage.text) for passage in index.store.passages().values()]


def _lines(names: Sequence[str], *columns: Sequence[Row]) -> tuple[tuple[str, ...], ...]:
    """A line for each measure; those of meetings say over how many questions, because few name one."""
    return tuple(
        (name, *(told(figure(rows, name), count=name in MEETING_MEASURES) for rows in columns)) for name in names
    )
