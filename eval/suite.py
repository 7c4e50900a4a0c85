"""The whole suite in one go: records into an index of their own, every fact asked, the outcome laid beside the floors."""

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.model import Model, open_model
from eval.facts import FactsError, KnownFact, held, read_facts
from eval.floors import Floors, changed, gate, pin, read_floors, write_floors
from eval.gold import facts_to_cases
from eval.judge import with_opinions
from eval.parallel import Setup, ask_all
from eval.run import Report
from eval.run_json import Measured, Wanted, as_run, wanted_of
from eval.sets import SETS, FactSet, digest
from eval.table import lines, missed
from index.embedding import open_encoder
from index.ingest import index_paths
from index.progress import Progress, silent
from index.recipe import Recipe
from index.search import Index
from index.settings import Settings

BELOW, CHANGED = 1, 2


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run.

    `facts` and `records` are somebody's own; when both are None the sets that come along are asked, or those of `sets`.
    `pin` takes this run's figures as the new floors, `lower` also where they are worse. `reveal` shows the questions of a test set
    that went wrong. `judge` is who gives an opinion beside the measures. `jobs` is how many processes ask (0: as many as
    there are processors).
    """

    facts: Path | None = None
    records: Path | None = None
    sets: tuple[str, ...] = ()
    pin: bool = False
    lower: bool = False
    reveal: bool = False
    with_model: bool = False
    judge: Model | None = None
    jobs: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of the suite says: text for people, the run as plain data, and the exit code."""

    text: str
    run: dict[str, Any]
    code: int


def evaluate(settings: Settings, plan: Plan, progress: Progress = silent) -> Outcome:
    """Runs known facts over records.

    Args:
        settings: which encoder and model to use; its index is asked when facts are given without records.
        plan: what to run.
        progress: told how far it is.

    Raises:
        FactsError, FloorsError, IngestError, StoreError: with a Dutch message.
    """
    at, started = datetime.now(UTC), time.perf_counter()
    own = plan.facts is not None or plan.records is not None
    with ExitStack() as homes:
        ready = [homes.enter_context(_ready(settings, plan, one, progress)) for one in chosen_sets(plan)]
        reports = ask_all(
            [(one.setup, one.facts) for one in ready],
            plan.jobs or _processors(),
            lambda done, total: progress("Feiten toetsen", done, total),
        )
    measured = [_measured(one, report, plan, progress) for one, report in zip(ready, reports, strict=True)]
    floors = {} if own else read_floors()
    if plan.pin and not own:
        floors = {**floors, **{one.set.name: _pinned(one, floors.get(one.set.name), plan.lower) for one in measured}}
        write_floors(floors)
    told, code = _gated(measured, floors)
    model = open_model(settings) if plan.with_model else None
    encoder = open_encoder(settings.encoder)
    run = as_run(
        measured,
        floors,
        at=at,
        seconds=time.perf_counter() - started,
        recipe=Recipe(encoder.name, encoder.dimension),
        composer=f"llm:{model.name}" if model is not None else "extractive",
        judge=f"llm:{plan.judge.name}" if plan.judge is not None else None,
        jobs=plan.jobs or _processors(),
        code=code,
        told=told,
    )
    parts = [_text(one, floors.get(one.set.name), plan.reveal) for one in measured]
    return Outcome("\n\n".join([*parts, *(["\n".join(told)] if told else [])]), run, code)


def chosen_sets(plan: Plan) -> Sequence[FactSet]:
    """The sets that a plan asks.

    Raises:
        FactsError: there is no set with such a name.
    """
    if plan.facts is not None or plan.records is not None:
        facts = plan.facts or SETS[0].facts
        return [FactSet(facts.stem, "Eigen feiten" if plan.facts else SETS[0].title, facts, plan.records)]
    unknown = sorted(set(plan.sets) - {one.name for one in SETS})
    if unknown:
        names = ", ".join(one.name for one in SETS)
        raise FactsError(f"Er is geen verzameling feiten {unknown[0]!r}. Er zijn: {names}.")
    return [one for one in SETS if not plan.sets or one.name in plan.sets]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A set that can be asked: its facts, where they are asked, what the records say, and the digest of those."""

    set: FactSet
    setup: Setup
    facts: Sequence[KnownFact]
    wanted: Mapping[str, tuple[Wanted, ...]]
    records: str


@contextmanager
def _ready(settings: Settings, plan: Plan, of: FactSet, progress: Progress) -> Iterator[_Ready]:
    with _indexed(settings, of, progress) as (home, records):
        with Index(home, open_encoder(settings.encoder)) as index:
            passages = {passage.id: passage for passage in index.store.passages().values()}
            found = index.store.records()
            facts = read_facts(of.facts, held(found, passages.values()))
            cases = facts_to_cases(facts, list(passages.values()), index.store.record_days())
        wanted = {case.fact.id: wanted_of(case, passages) for case in cases}
        told = digest(records) if records is not None else _digest((one.id, one.text) for one in found)
        gold = {case.fact.id: case.passages for case in cases}
        yield _Ready(of, Setup(home, settings, plan.with_model, gold), facts, wanted, told)


def _measured(ready: _Ready, report: Report, plan: Plan, progress: Progress) -> Measured:
    if plan.judge is not None:
        step = f"Oordeel vragen ({ready.set.name})"
        report = with_opinions(report, ready.wanted, plan.judge, lambda done, total: progress(step, done, total))
    return Measured(ready.set, report, digest(ready.set.facts), ready.records, ready.wanted)


@contextmanager
def _indexed(settings: Settings, of: FactSet, progress: Progress) -> Iterator[tuple[Path, Path | None]]:
    """A home folder with the records of a set in it, and where they come from; the user's own index when it names none."""
    if of.records is None:
        yield settings.home, None
        return
    with tempfile.TemporaryDirectory(prefix="lovp-eval-") as folder:
        index_paths(Path(folder), open_encoder(settings.encoder), [of.records], progress=progress)
        yield Path(folder), of.records


def _digest(texts: Iterator[tuple[str, str]]) -> str:
    total = hashlib.sha256()
    for key, text in sorted(texts):
        total.update(f"{key}\0{text}\0".encode())
    return total.hexdigest()


def _processors() -> int:
    return min(os.cpu_count() or 1, 8)


def _pinned(one: Measured, floors: Floors | None, lower: bool) -> Floors:
    return pin(floors, one.report.measures, one.facts, one.records, lower=lower)


def _gated(measured: Sequence[Measured], floors: Mapping[str, Floors]) -> tuple[list[str], int]:
    """What is not as it should be, in Dutch, and the exit code; a set without floors is not held to any."""
    stale: list[str] = []
    below: list[str] = []
    for one in measured:
        least = floors.get(one.set.name)
        if least is not None:
            stale += [f"{one.set.title}: {line}" for line in changed(least, one.facts, one.records)]
            below += [f"{one.set.title}: {line}" for line in gate(one.report.measures, least)]
    return [*stale, *below], CHANGED if stale else BELOW if below else 0


def _text(one: Measured, floors: Floors | None, reveal: bool) -> str:
    hidden = one.set.test and not reveal
    found = missed(one.report, hidden=hidden)
    parts = [f"{one.set.title} ({len(one.report.rows)} vragen)"]
    if found and hidden:
        parts.append("Fout (alleen de naam: op deze vragen wordt niets afgestemd):\n" + "\n".join(found))
    elif found:
        parts.append("\n\n".join(found))
    return "\n\n".join([*parts, "\n".join(lines(one.report, floors))])
