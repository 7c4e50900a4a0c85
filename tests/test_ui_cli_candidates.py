"""`lovp eval candidates`: from "klopt niet" in the chat to a known fact, by options or step by step."""

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from conftest import Lovp

from assistant.answer import Turn
from assistant.ask import ask
from assistant.feedback import Reason, feedback_on, given_of
from eval.facts import Days, FactsError, held, read_facts
from eval.from_use import cited_again
from index.errors import UsageError
from index.feedback import Face, State
from index.removal import remove_record
from index.search import Index
from index.settings import Settings
from index.sqlite_feedback import NoSuchFeedbackError, feedback_entries, feedback_entry, keep_feedback
from ui.cli_candidate_steps import ask_for_fact
from ui.cli_candidates import candidate_arguments, run

TASER = "Voor welke jaren is de financiering van de taser geregeld?"
BODYCAMS = "Welke afspraken zijn gemaakt over bodycams?"
EARLIER = "Wat is er besproken over het stroomstootwapen?"
FACT, DAY = r"2020\s+en\s+2021", "2019-10-28"

Candidates = Callable[..., str]


@pytest.fixture
def used(tmp_path: Path, examples_home: Path, example_index: Index) -> Settings:
    """The example records, with three answers that were judged: 1 wrong, 2 declined, 3 good."""
    home = Path(shutil.copytree(examples_home, tmp_path / "home"))
    answers = [ask(example_index, question, ()) for question in (TASER, BODYCAMS, TASER)]
    before = [Turn("user", EARLIER), Turn("assistant", "Iets [1].")]
    for said in (
        feedback_on(given_of(answers[0]), face=Face.BROWSER, key="1", question=TASER, history=before, good=False,
                    reason=Reason.INCOMPLETE, remark="Ook\n2022 \x1b[31mtoch?", about=1),
        feedback_on(given_of(answers[1]), face=Face.SLACK, key="2", question=BODYCAMS, good=False, reason=Reason.MISSED),
        feedback_on(given_of(answers[2]), face=Face.BROWSER, key="3", question=TASER, good=True),
    ):  # fmt: skip
        keep_feedback(home, said)
    return Settings(home=home)


@pytest.fixture
def candidates(used: Settings, capsys: pytest.CaptureFixture[str]) -> Candidates:
    """Runs `lovp eval candidates` with these arguments; what it prints."""

    def command(*arguments: str | Path) -> str:
        parser = argparse.ArgumentParser()
        candidate_arguments(parser.add_subparsers(), run)
        options = parser.parse_args(["candidates", *map(str, arguments)])
        assert options.run(used, options) == 0
        return capsys.readouterr().out

    return command


def numbers(listed: str) -> list[str]:
    return [block.split(" · ")[0] for block in listed.split("\n\n")]


def test_candidates_are_listed_newest_first_with_what_was_answered_then(candidates: Candidates) -> None:
    listed = candidates()
    assert numbers(listed) == ["2", "1"]
    assert "· slack · niet gevonden terwijl het er staat" in listed
    assert f"  Vraag:      {TASER}\n  Eerder:     {EARLIER}\n  Opmerking:  Ook 2022 [31mtoch?" in listed
    assert "    [1] 28 oktober 2019, onder ‘" in listed
    assert "2020 en 2021" in listed
    assert candidates("list") == listed
    assert numbers(candidates("--all")) == ["3", "2", "1"]


def test_the_list_as_json_has_every_part(candidates: Candidates) -> None:
    found = json.loads(candidates("--json"))
    assert [one["id"] for one in found] == [2, 1]
    assert found[1]["reason"] == "onvolledig"
    assert found[1]["history"] == [EARLIER]
    first = found[1]["citations"][0]
    assert (first["status"], first["date"]) == ("same", DAY)
    assert "2020 en 2021" in first["quote"]
    assert json.loads(candidates("show", "1", "--json")) == found[1]
    assert len(json.loads(candidates("list", "--all", "--json"))) == 3


def test_words_of_a_removed_record_are_not_quoted_any_more(candidates: Candidates, used: Settings) -> None:
    record = feedback_entry(used.home, 1).said.sources[0].record_id
    assert not any(b"2020 en 2021" in path.read_bytes() for path in used.home.glob("feedback*"))
    remove_record(used.home, record)
    shown = candidates("show", "1")
    assert f"[1] verslag verwijderd ({record})" in shown
    assert "2020 en 2021" not in shown
    assert json.loads(candidates("show", "1", "--json"))["citations"][0]["status"] == "removed"


def test_accepting_by_options_writes_a_fact_that_can_be_read(candidates: Candidates, used: Settings) -> None:
    said = candidates(
        "accept", "1", "--fact", FACT, "--fact", "jaar", "--evidence", FACT, "--record", DAY, "--tag", "gebruik"
    )
    assert said == f"Overgenomen als jaren-financiering-taser-geregeld in {used.home / 'facts.yaml'}.\n"
    (fact,) = read_facts(used.home / "facts.yaml")
    assert (fact.question, fact.history, fact.tags) == (TASER, (EARLIER,), ("gebruik",))
    assert [pattern.pattern for pattern in fact.facts] == [FACT, "jaar"]
    entry = feedback_entry(used.home, 1)
    assert (entry.state, entry.fact) == (State.ACCEPTED, fact.id)
    assert numbers(candidates()) == ["2"]
    assert f"overgenomen als {fact.id}" in candidates("--all")
    with pytest.raises(UsageError, match="al overgenomen"):
        candidates("accept", "1", "--fact", FACT, "--id", "anders", "--question", "Welke jaren dan?")


def test_a_question_is_put_in_other_words_and_a_declined_one_is_a_fact(candidates: Candidates, used: Settings) -> None:
    candidates("accept", "2", "--abstain", "--question", "Zijn er bodycams afgesproken?", "--id", "bodycams")
    (fact,) = read_facts(used.home / "facts.yaml")
    assert (fact.id, fact.question, fact.abstain) == ("bodycams", "Zijn er bodycams afgesproken?", True)


def test_a_fact_that_is_not_in_the_records_is_refused_and_nothing_is_written(
    candidates: Candidates, used: Settings
) -> None:
    with pytest.raises(FactsError, match="past nergens"):
        candidates("accept", "1", "--fact", "1871")
    assert not (used.home / "facts.yaml").exists()
    assert feedback_entry(used.home, 1).state is State.OPEN


def test_without_options_and_without_a_terminal_it_says_what_to_give(candidates: Candidates) -> None:
    with pytest.raises(UsageError, match="--fact"):
        candidates("accept", "1")


def test_a_candidate_is_set_aside_or_erased_with_its_words(candidates: Candidates, used: Settings) -> None:
    assert "--erase" in candidates("drop", "1")
    assert [entry.id for entry in feedback_entries(used.home) if entry.state is State.DROPPED] == [1]
    assert "gewist" in candidates("drop", "1", "--erase")
    assert "gewist" in candidates("drop", "2", "--erase")
    assert candidates() == "Er zijn geen open kandidaten. Toon ook goede antwoorden en wat is afgehandeld met: --all\n"
    for words in (b"toch?", BODYCAMS.encode(), EARLIER.encode()):
        assert not any(words in path.read_bytes() for path in used.home.glob("feedback*"))
    with pytest.raises(NoSuchFeedbackError, match="geen kandidaat 1"):
        candidates("show", "1")


# step by step


@pytest.fixture
def days(example_index: Index) -> Days:
    return held(example_index.store.records(), example_index.store.passages().values())


def typed(*lines: str) -> Callable[[str], str]:
    left: Iterator[str] = iter(lines)

    def read(_prompt: str) -> str:
        line = next(left, None)
        if line is None:
            raise EOFError
        return line

    return read


def answered(used: Settings, index: Index, days: Days, number: int, *lines: str) -> dict[str, Any] | None:
    entry = feedback_entry(used.home, number)
    sources = cited_again(entry.said, index.store.record)
    return ask_for_fact(entry, sources, days, (), question=entry.said.question, name="naam", read=typed(*lines))


def test_enter_takes_the_cited_words_and_their_meeting(used: Settings, example_index: Index, days: Days) -> None:
    fact = answered(used, example_index, days, 1, "2020 en 2021", "", "", "", "")
    assert fact is not None
    assert (fact["id"], fact["facts"], fact["record"]) == ("naam", ["2020 en 2021"], [DAY])
    assert r"2020\s+en\s+2021" in fact["evidence"]
    assert fact["history"] == [EARLIER]


def test_a_step_is_asked_again_until_it_is_good(
    used: Settings, example_index: Index, days: Days, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["1871", "(2020", "2020 en 2021", "", "nergens te lezen", FACT, "3 mei", DAY, "taser-jaren"]
    fact = answered(used, example_index, days, 1, *lines)
    assert fact is not None
    assert (fact["id"], fact["evidence"]) == ("taser-jaren", FACT)
    told = capsys.readouterr().out
    for mistake in ("'1871' past nergens", "geen goede reguliere expressie", "'nergens te lezen'", "geen datum"):
        assert mistake in told


def test_what_is_not_in_the_records_is_said_in_one_word(used: Settings, example_index: Index, days: Days) -> None:
    fact = answered(used, example_index, days, 2, "niet", "bodycams")
    assert fact == {"id": "bodycams", "question": BODYCAMS, "abstain": True}


def test_a_hyphen_leaves_evidence_and_meeting_open(used: Settings, example_index: Index, days: Days) -> None:
    fact = answered(used, example_index, days, 1, "2020 en 2021", "", "-", "-", "")
    assert fact is not None
    assert fact.keys() & {"evidence", "record"} == set()


def test_who_types_nothing_adds_nothing(used: Settings, example_index: Index, days: Days) -> None:
    assert answered(used, example_index, days, 1, "") is None
    with pytest.raises(EOFError):
        answered(used, example_index, days, 1, "2020 en 2021")


class Keyboard(StringIO):
    """Standard input as a terminal has it."""

    def isatty(self) -> bool:
        return True


def test_in_a_terminal_it_asks_shows_what_it_will_add_and_adds_it(
    candidates: Candidates, used: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Keyboard("2020 en 2021\n\n\n\n\nn\n"))
    assert candidates("accept", "1").endswith("Er is niets toegevoegd.\n")
    monkeypatch.setattr(sys, "stdin", Keyboard("2020 en 2021\n"))  # and then Ctrl+D
    assert candidates("accept", "1").endswith("Er is niets toegevoegd.\n")
    assert not (used.home / "facts.yaml").exists()
    monkeypatch.setattr(sys, "stdin", Keyboard("2020 en 2021\n\n\n\n\n\n"))
    said = candidates("accept", "1", "--tag", "gebruik")
    assert f"- id: 'jaren-financiering-taser-geregeld'\n  question: '{TASER}'\n" in said
    (fact,) = read_facts(used.home / "facts.yaml")
    assert (fact.record, fact.tags) == ((date(2019, 10, 28),), ("gebruik",))


def test_a_question_that_is_a_fact_already_is_not_asked_about_again(
    candidates: Candidates, used: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidates("accept", "1", "--fact", FACT, "--id", "eerst")
    monkeypatch.setattr(sys, "stdin", Keyboard(""))
    with pytest.raises(UsageError, match="al overgenomen, als feit eerst"):
        candidates("accept", "1")
    (used.home / "facts.yaml").write_text(f"- {{id: b, question: '{BODYCAMS}', abstain: true}}\n", "utf-8")
    with pytest.raises(UsageError, match="dezelfde vraag is al een bekend feit, b"):
        candidates("accept", "2")


def test_the_command_stands_beside_the_options_of_eval(filled: Lovp, home: Path, example_index: Index) -> None:
    answer = ask(example_index, TASER, ())
    keep_feedback(
        home, feedback_on(given_of(answer), face=Face.BROWSER, key="1", question=TASER, good=False, reason=Reason.WRONG)
    )
    found = filled("eval", "candidates", "--json")
    assert (found.code, [one["question"] for one in found.json]) == (0, [TASER])
    told = filled("eval", "candidates", "accept", "1", "--fact", FACT, "--record", DAY)
    assert told.code == 0
    assert read_facts(home / "facts.yaml")[0].question == TASER
    assert str(home / "facts.yaml") in told.out
    assert filled("eval", "--jobs", "1", "--facts", home / "facts.yaml").code == 0
