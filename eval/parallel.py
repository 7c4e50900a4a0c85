"""Facts asked in several processes at once, each with the index opened for itself. A process that dies costs one question."""

import contextlib
import multiprocessing
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from assistant.answer import Answer, Turn
from assistant.model import open_model
from assistant.stream import answered
from eval.facts import KnownFact
from eval.judged import Row, judged
from eval.run import Ask, Gold, Report, asked, peak_memory_mb
from index.embedding import open_encoder
from index.search import Index
from index.settings import Settings

TODAY = date(2026, 11, 24)  # what "vorig jaar" counts from: fixed, so that the same facts give the same figures
_FIRST = "Wat is er besproken?"
_DIED = "het proces dat deze vraag beantwoordde, is gestopt"


@dataclass(frozen=True, slots=True)
class Setup:
    """What a process needs to ask facts: where the index is, the settings for its encoder and model, and what must be found."""

    home: Path
    settings: Settings
    with_model: bool = False
    gold: Gold = field(default_factory=dict)


Asking = tuple[Setup, Sequence[KnownFact]]
"""Facts with where they are asked."""
_Place = tuple[int, int]  # which of the askings, and which of its facts


def asker(index: Index, settings: Settings, with_model: bool) -> Ask:
    """What answers a message from this index, worded by the model of the settings when that is asked for."""
    model = open_model(settings) if with_model else None

    def ask(message: str, history: Sequence[Turn]) -> Answer:
        return answered(index, message, history, model=model, today=TODAY)

    return ask


def ask_all(
    askings: Sequence[Asking], jobs: int = 1, progress: Callable[[int, int], None] = lambda *_: None
) -> list[Report]:
    """Asks every fact once, in `jobs` processes (1: in this one), and judges the answers; a report for each asking, in order."""
    total = sum(len(facts) for _, facts in askings)
    rows: dict[_Place, Row] = {}
    most = 0.0
    for place, row, memory in _spread(askings, jobs) if jobs > 1 else _here(askings):
        rows[place] = row
        most = max(most, memory or 0.0)
        progress(len(rows), total)
    return [
        Report(tuple(rows[which, n] for n in range(len(facts))), most or None)
        for which, (_, facts) in enumerate(askings)
    ]


def texts_of(index: Index) -> Mapping[str, str]:
    """The text of every record, to lay quotes beside."""
    return {record.id: record.text for record in index.store.records()}


def _warm(ask: Ask) -> None:
    """Asks once for nothing: what is read from disk at the first question is no part of how long an answer takes."""
    with contextlib.suppress(Exception):  # what is wrong shows at the first real question
        ask(_FIRST, ())


def _here(askings: Sequence[Asking]) -> Iterator[tuple[_Place, Row, float | None]]:
    for which, (setup, facts) in enumerate(askings):
        with Index(setup.home, open_encoder(setup.settings.encoder)) as index:
            ask, texts = asker(index, setup.settings, setup.with_model), texts_of(index)
            _warm(ask)
            for n, fact in enumerate(facts):
                row = asked(fact, ask, texts, setup.gold.get(fact.id, ()))
                yield (which, n), row, peak_memory_mb()


def _spread(askings: Sequence[Asking], jobs: int) -> Iterator[tuple[_Place, Row, float | None]]:
    """The place of each fact with its row and the memory of the process that asked it, as they come.

    When a process dies, nobody can tell on which of the questions that were under way; those are asked again one by one.
    """
    left = {(which, n): fact for which, (_, facts) in enumerate(askings) for n, fact in enumerate(facts)}
    setups = [setup for setup, _ in askings]
    while left:
        died = False
        with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _open, (setups,)) as pool:
            waiting: dict[Future[tuple[Row, float | None]], _Place] = {}
            todo = list(left)
            while todo or waiting:
                while todo and len(waiting) < jobs and not died:
                    try:
                        waiting[pool.submit(_ask, todo[0][0], left[todo[0]])] = todo[0]
                        del todo[0]
                    except BrokenProcessPool:
                        died = True
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    place = waiting.pop(future)
                    try:
                        row, memory = future.result()
                    except BrokenProcessPool:
                        died = True
                        if jobs > 1:
                            continue
                        gold = setups[place[0]].gold.get(left[place].id, ())  # it was this one
                        row, memory = judged(left[place], None, _DIED, 0.0, {}, gold), None
                    del left[place]
                    yield place, row, memory
                if died and not waiting:
                    break
        jobs = 1 if died else jobs


_setups: list[Setup] = []  # of this process, filled when it starts
_opened: dict[int, tuple[Ask, Mapping[str, str]]] = {}  # by asking, filled when it is first asked


def _open(setups: Sequence[Setup]) -> None:
    _setups.extend(setups)


def _ask(which: int, fact: KnownFact) -> tuple[Row, float | None]:
    setup = _setups[which]
    if which not in _opened:
        index = Index(setup.home, open_encoder(setup.settings.encoder))
        _opened[which] = asker(index, setup.settings, setup.with_model), texts_of(index)
        _warm(_opened[which][0])
    ask, texts = _opened[which]
    return asked(fact, ask, texts, setup.gold.get(fact.id, ())), peak_memory_mb()
