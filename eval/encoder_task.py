"""What an encoder adds to searching by words, on our own questions: each question by words alone and with each encoder.

The questions are those of the development sets among made-up minutes of other bodies: facts as they were written, the same facts
asked in other words (eval/paraphrases.toml), and the variants that rules make (eval/variants.py).
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.question import Understood
from eval.bootstrap import Interval, interval
from eval.facts import held, read_facts
from eval.found import Row, ours, run, standalone
from eval.gold import Case, facts_to_cases
from eval.retrieval_bench import mixed
from eval.sets import SETS, FactSet
from eval.variants import KINDS
from index.embedding import Encoder
from index.ingest import index_paths
from index.progress import Progress, silent
from index.search import Index
from index.stages import ALL, Stage, Stages

MEASURES = ("recall@5", "MRR@10")
OTHER_WORDS, LOOSE, OWN_WORDS = "in andere woorden", "feiten met parafrase of alledaags", "overige feiten"
_LOOSE = frozenset({"parafrase", "alledaags"})
_VARIED = ("alledaags", "synoniem", "samenstelling gesplitst", "samenstelling gevormd", "tikfout")
_PARAPHRASES = Path(__file__).with_name("paraphrases.toml")
_DISTRACTORS = 5_000  # passages


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a kind with what it scored by words alone and with each encoder: measures by name."""

    kind: str
    group: str
    words: Mapping[str, float]
    with_encoder: tuple[Mapping[str, float], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One measure over the questions of a kind: by words alone, and what each encoder changes."""

    kind: str
    measure: str
    words: Interval
    changes: tuple[Interval, ...]


def asked_of(
    encoders: Sequence[Encoder],
    base: Path,
    progress: Progress = silent,
    sets: Sequence[FactSet] = SETS,
    distractors: int = _DISTRACTORS,
) -> list[Asked]:
    """Every question of the development sets, searched by words alone and with each encoder.

    Args:
        encoders: at least one.
        base: a folder for the indexes.
        progress: told how far it is.
        sets: the sets; those for testing are passed over.
        distractors: at least so many passages of other bodies are put among the records.

    Raises:
        UserError: a set can't be read or indexed.
    """
    found: list[Asked] = []
    for facts in sets:
        if not facts.test:
            rows = [
                _rows(facts, encoder, base / facts.name / str(n), distractors, progress, words=n == 0)
                for n, encoder in enumerate(encoders)
            ]
            kinds, words = rows[0][0], rows[0][1][1]
            columns = [found_by[0] for _, found_by in rows]
            for n, (kind, row) in enumerate(zip(kinds, words, strict=True)):
                scores = tuple(column[n].scores for column in columns)
                found.append(Asked(kind, f"{facts.name}:{row.case.group}", row.scores, scores))
    return found


def _rows(
    facts: FactSet, encoder: Encoder, base: Path, distractors: int, progress: Progress, *, words: bool
) -> tuple[list[str], list[list[Row]]]:
    """Of each question its kind; and what is found with the encoder and, with `words`, by words alone."""
    records = [facts.records] if facts.records is not None else []
    index_paths(base / "home", encoder, records, progress=progress)
    among = mixed(base / "home", base / "among", encoder, distractors, progress)
    with Index(base / "home", encoder) as small, Index(among, encoder) as index:
        asked = list(_questions(facts, small))
        known: dict[str, Understood] = {}

        def searched(stages: Stages) -> list[Row]:
            done = iter(range(1, len(asked) + 1))
            tick = lambda: progress(facts.title, next(done), len(asked))  # noqa: E731 - it is short
            return run([case for _, case in asked], ours(index, stages, known), tick)

        ways = (ALL, ALL - {Stage.MEANING}) if words else (ALL,)
        return [kind for kind, _ in asked], [searched(stages) for stages in ways]


def paraphrases() -> dict[str, dict[str, str]]:
    """Facts asked in other words: by the name of a set and the id of a fact."""
    read: dict[str, dict[str, str]] = tomllib.loads(_PARAPHRASES.read_text("utf-8"))
    return read


def _questions(facts: FactSet, index: Index) -> Iterator[tuple[str, Case]]:
    """The questions with their kind; those without a passage to be found, and English ones, are left out."""
    passages = list(index.store.passages().values())
    days = index.store.record_days()
    known = read_facts(facts.facts, held(index.store.records(), passages))
    cases = [case for case in facts_to_cases(known, passages, days) if case.passages and not case.english]
    said = paraphrases().get(facts.name, {})
    others = [replace(case, question=said[case.fact.id], history=()) for case in cases if case.fact.id in said]
    yield from ((OTHER_WORDS, case) for case in standalone(index, others))
    for case in standalone(index, cases):
        yield OWN_WORDS if _LOOSE.isdisjoint(case.fact.tags) else LOOSE, case
        for kind in _VARIED:
            yield from ((kind, replace(case, question=text)) for text in KINDS[kind](case.question))


def lines_of(asked: Sequence[Asked]) -> list[Line]:
    """Each kind of question and each measure, with a paired bootstrap over records for what an encoder changes."""
    made = []
    for kind in dict.fromkeys(one.kind for one in asked):
        for measure in MEASURES:
            rows = [one for one in asked if one.kind == kind]
            groups = [one.group for one in rows]
            words = interval([one.words[measure] for one in rows], groups)
            changes = [
                interval([one.with_encoder[n][measure] - one.words[measure] for one in rows], groups)
                for n in range(len(rows[0].with_encoder))
            ]
            if words is not None:
                made.append(Line(kind, measure, words, tuple(change for change in changes if change is not None)))
    return made
