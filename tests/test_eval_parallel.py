"""Asked in several processes the facts get the same answers, and a process that dies costs one question."""

import os
import signal
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answer, Turn
from eval import parallel
from eval.facts import KnownFact, parse_facts
from eval.measures import Outcome
from eval.parallel import Setup, ask_all
from eval.run import Ask
from index.search import Index
from index.settings import Settings

ENTRIES = [
    {
        "id": "taser",
        "question": "Voor welke jaren is de financiering van de taser geregeld?",
        "facts": ["2020 en 2021"],
    },
    {"id": "bezuiniging", "question": "Hoe groot was de bezuiniging op de politie?", "facts": ["144 miljoen"]},
    {"id": "bodycams", "question": "Welke afspraken zijn gemaakt over bodycams?", "abstain": True},
]
LETHAL = "Welk proces stopt hier?"


def killing_asker(index: Index, settings: Settings, with_model: bool) -> Ask:
    """As the real one, but one question ends the process that it is asked in."""
    honest = REAL(index, settings, with_model)

    def ask(message: str, history: Sequence[Turn]) -> Answer:
        if message == LETHAL:
            os.kill(os.getpid(), signal.SIGKILL)
        return honest(message, history)

    return ask


REAL = parallel.asker


def initialised(setups: Sequence[Setup]) -> None:
    parallel.asker = killing_asker
    OPEN(setups)


OPEN = parallel._open


@pytest.fixture
def facts() -> Sequence[KnownFact]:
    return parse_facts(ENTRIES)


def test_two_processes_give_what_one_gives_in_the_order_of_the_facts(
    examples_home: Path, facts: Sequence[KnownFact]
) -> None:
    setup = Setup(examples_home, Settings(home=examples_home))
    told: list[tuple[int, int]] = []
    (alone,) = ask_all([(setup, facts)])
    (together,) = ask_all([(setup, facts)], 2, lambda *done: told.append(done))
    assert [row.verdict for row in together.rows] == [Outcome.RIGHT] * 3
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert [replace(row, elapsed_ms=0) for row in together.rows] == [replace(row, elapsed_ms=0) for row in alone.rows]
    assert together.memory_mb is not None
    assert together.memory_mb > 50


def test_a_process_that_dies_is_a_miss_of_that_question_alone(
    examples_home: Path, facts: Sequence[KnownFact], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "_open", initialised)
    (lethal,) = parse_facts([{"id": "dood", "question": LETHAL, "facts": ["x"]}])
    setup = Setup(examples_home, Settings(home=examples_home))
    first, second = ask_all([(setup, [facts[0], lethal]), (setup, facts[1:])], 2)
    assert [row.verdict for row in first.rows] == [Outcome.RIGHT, Outcome.WRONG]
    assert [row.verdict for row in second.rows] == [Outcome.RIGHT, Outcome.RIGHT]
    assert first.rows[1].error is not None
    assert "gestopt" in first.rows[1].error
