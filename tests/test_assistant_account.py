"""A kept answer and its account: what is in it, what going over it finds, and files that are none."""

import copy
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from scripted_model import scripted_model

from assistant.account import account, digest
from assistant.account_file import AccountError, account_from_json
from assistant.answer import Answer, Turn
from assistant.ask import ask
from assistant.generate import rewritten
from assistant.model import open_model
from assistant.replay import Finding, verify
from index.embedding import BUILT_IN, open_encoder
from index.ingest import examples, index_paths
from index.records import Scope
from index.removal import remove_record
from index.search import Index
from index.settings import Settings

TASER = "Voor welke jaren is de financiering van de taser geregeld?"
RECORD = "2019-10-28-bestuurlijke-terugkoppeling-lovp"
NOW = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
HISTORY = (Turn("user", TASER), Turn("assistant", "Voor 2020 en 2021."))
ASKED: list[tuple[str, tuple[Turn, ...], dict[str, Any]]] = [
    (TASER, (), {}),
    ("Hoeveel kostte dat?", HISTORY, {}),
    ("Welke toezeggingen zijn in 2022 gedaan over werving?", (), {"without": ("period",)}),
    ("Wat is er gezegd over bewaken en beveiligen?", (), {"scope": Scope(topic="Bewaken en beveiligen")}),
    ("Wat is er besproken in het LOVP van 24 april 2023?", (), {}),
    ("Welke afspraken zijn gemaakt over bodycams?", (), {}),
]


def kept(index: Index, message: str = TASER, history: tuple[Turn, ...] = (), **how: Any) -> dict[str, Any]:
    """The account of an answer that is given now, through a file and back."""
    answer = ask(index, message, history, today=NOW.astimezone().date(), **how)
    told = account(index, message, history, answer, elapsed_ms=4.2, now=NOW, **how)
    return account_from_json(json.dumps(told, ensure_ascii=False, indent=2).encode())


def wrong(found: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.check, finding.text) for finding in found if finding.good is False]


def counted(told: dict[str, Any]) -> dict[str, Any]:
    """A forged account: its hash counted anew."""
    return {**told, "sha256": digest(told)}


@pytest.fixture
def own(examples_home: Path, tmp_path: Path) -> Iterator[Index]:
    """The example records, to be changed."""
    home = Path(shutil.copytree(examples_home, tmp_path / "own"))
    with Index(home, open_encoder(BUILT_IN)) as index:
        yield index


# the same again


@pytest.mark.parametrize(("message", "history", "how"), ASKED)
def test_what_was_just_answered_is_good_through_and_through(
    example_index: Index, message: str, history: tuple[Turn, ...], how: dict[str, Any]
) -> None:
    found = verify(kept(example_index, message, history, **how), example_index)
    assert [finding.text for finding in found if not finding.good] == []
    assert found[-1].check == "replay"


def test_an_account_stands_on_its_own(example_index: Index) -> None:
    told = kept(example_index, "Hoeveel kostte dat?", HISTORY)
    assert (told["question"], told["answered"]) == ("Hoeveel kostte dat?", True)
    assert told["standalone"] == "Hoeveel kostte de financiering van de taser?"
    assert [turn["text"] for turn in told["history"]] == [turn.text for turn in HISTORY]
    (citation, *_) = told["citations"]
    text = example_index.store.record(RECORD).text  # type: ignore[union-attr]  # it is there
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert citation["quote"] in citation["context"]
    assert citation["dates"] == ["2019-10-28"]
    assert told["index"]["records"] == 13
    assert told["versions"].keys() >= {"python", "lovp-assistant", "numpy"}
    assert told["time"] == "2026-11-24T21:00:00+00:00"


def test_the_same_records_read_again_elsewhere_give_the_same(example_index: Index, tmp_path: Path) -> None:
    told = kept(example_index)
    index_paths(tmp_path / "home", open_encoder(BUILT_IN), [examples()])
    with Index(tmp_path / "home", open_encoder(BUILT_IN)) as again:
        assert wrong(verify(told, again)) == []


def test_without_records_the_file_alone_is_gone_over(example_index: Index) -> None:
    found = verify(kept(example_index), None)
    assert wrong(found) == []
    assert [finding.check for finding in found if finding.good is None] == ["index"]
    assert {finding.check for finding in found} >= {"hash", "markers", "quote"}


def test_a_key_or_password_is_never_kept(example_index: Index) -> None:
    class Model:
        """Settings with a model, as they will be."""

        encoder, reranker, model, model_key = "ingebouwd", "", "taalmodel", "sk-geheim"
        model_url = "https://piet:wachtwoord@model.example:8443/v1?token=geheim"

    settings: Any = Model()
    told = account(example_index, TASER, (), ask(example_index, TASER), now=NOW, settings=settings)
    assert told["settings"]["model_url"] == "https://model.example:8443/v1"
    for secret in ("geheim", "piet", "wachtwoord"):
        assert secret not in json.dumps(told)
    assert account(example_index, TASER, (), ask(example_index, TASER), now=NOW, settings=Settings())["settings"]


def test_halves_of_characters_in_a_question_are_no_trouble(example_index: Index) -> None:
    told = kept(example_index, f"{TASER} \ud83d")
    assert wrong(verify(told, example_index)) == []


def test_a_moment_without_a_time_zone_is_refused(example_index: Index) -> None:
    with pytest.raises(ValueError, match="time zone"):
        account(example_index, TASER, (), ask(example_index, TASER), now=datetime(2026, 1, 1))  # noqa: DTZ001  # on purpose


# what is changed


def test_a_change_of_any_character_is_found(example_index: Index) -> None:
    """Only white space between values says nothing: there is one way to write each value, and a hash over all."""
    written = json.dumps(kept(example_index), ensure_ascii=False)
    unfound = []
    for at in range(len(written)):
        other = written[:at] + ("1" if written[at] != "1" else "2") + written[at + 1 :]
        try:
            told = account_from_json(other.encode())
        except AccountError:
            continue
        if verify(told, None)[0].good:
            unfound.append(other[at - 20 : at + 20])
    assert unfound == []


def test_an_untouched_answer_with_a_forged_quote_is_found_in_the_file_and_in_the_records(example_index: Index) -> None:
    told = kept(example_index)
    forged = json.loads(json.dumps(told).replace("2020 en 2021", "2020 en 2024"))
    assert ("hash", "Het bestand is gewijzigd sinds het gemaakt is: de controlesom klopt niet.") in wrong(
        verify(forged, None)
    )
    assert wrong(verify(counted(forged), None)) == []  # who counts a new hash is found by the records only
    assert {check for check, _ in wrong(verify(counted(forged), example_index))} == {"record", "replay"}


@pytest.mark.parametrize(
    ("place", "value", "check"),
    [
        (("citations", 0, "quote"), "De minister treedt af.", "quote"),
        (("citations", 0, "start"), 5, "quote"),
        (("citations", 0, "n"), 2, "markers"),
        (("citations",), [], "markers"),
        (("answer",), "De minister treedt af. [1]", "markers"),
        (("answered",), False, "markers"),
        (("mark",), {"n": 1, "start": 0, "end": 4}, "short"),
        (("explanations",), [{"n": 1, "words": "eind dit jaar", "meaning": "eind 2019"}], "explanation"),
        (("explanations",), [{"n": 9, "words": "", "meaning": ""}], "explanation"),
    ],
)
def test_what_does_not_fit_together_is_found_without_the_records(
    example_index: Index, place: tuple[str | int, ...], value: object, check: str
) -> None:
    told = copy.deepcopy(kept(example_index))
    inside: Any = told
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = value
    assert check in {check for check, _ in wrong(verify(counted(told), None))}


def test_a_record_that_went_is_named(own: Index) -> None:
    told = kept(own)
    remove_record(own.home, RECORD)
    found = wrong(verify(told, own))
    assert [check for check, _ in found] == ["record", "replay"]
    assert found[0][1].endswith("het verslag ‘Bestuurlijke terugkoppeling LOVP 28 oktober 2019’ is er niet meer.")
    assert "er zijn nu andere verslagen dan toen" in found[1][1]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2020 en 2021", "2020 en 2024", "gewijzigd sinds dit antwoord"),
        ("Voorgenomen besluit stroomstootwapen", "Stroomstootwapen", "verplaatst"),
    ],
)
def test_a_record_that_changed_says_whether_the_words_are_still_there(
    own: Index, tmp_path: Path, old: str, new: str, said: str
) -> None:
    told = kept(own)
    (file,) = examples().glob("2019-10-28*.txt")
    changed = tmp_path / file.name
    changed.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    remove_record(own.home, RECORD)
    index_paths(own.home, own.encoder, [changed])
    assert said in dict(wrong(verify(told, own)))["record"]


def test_another_program_or_recipe_is_named_as_the_reason(example_index: Index) -> None:
    told = copy.deepcopy(kept(example_index))
    told["short"], told["mark"] = "2020", None
    told["versions"]["numpy"] = "1.0"
    told["index"]["recipe"]["terms"] = 0
    assert dict(wrong(verify(counted(told), example_index)))["replay"] == (
        "Opnieuw gevraagd: anders zijn kort antwoord. Reden: de index is anders gemaakt dan toen "
        "en het programma is van een andere versie."
    )


def test_a_question_that_can_no_longer_be_asked_says_why(example_index: Index) -> None:
    told = counted({**kept(example_index), "question": " "})
    assert dict(wrong(verify(told, example_index)))["replay"].startswith("De vraag kan nu niet opnieuw worden gesteld")


# odd files


@pytest.mark.parametrize("odd", [None, True, -1, 10**30, 1.5, "x", "", [], {}, [[]], [None], {"a": {"b": []}}])
def test_a_value_of_another_kind_anywhere_is_refused_or_gone_over(example_index: Index, odd: object) -> None:
    told = kept(example_index)
    places = [(told, name) for name in told]
    inner = [told["citations"][0], told["scope"], told["index"], told["versions"], told["history"] or told]
    places += [(one, name) for one in inner if isinstance(one, dict) for name in one]
    for inside, name in places:
        before = inside[name]
        inside[name] = odd
        try:
            found = verify(account_from_json(json.dumps(told).encode()), example_index)
            assert before == odd or wrong(found) != []
        except AccountError:
            pass
        inside[name] = before


# worded by a model


def test_what_a_model_worded_goes_through_the_gates_again_and_is_not_asked_again(
    example_index: Index, tmp_path: Path
) -> None:
    with scripted_model("obedient") as served:
        model = open_model(served.settings(tmp_path))
        assert model is not None
        *_, answer = rewritten(model, ask(example_index, TASER))
        assert isinstance(answer, Answer)
        told = account(example_index, TASER, (), answer, now=NOW, settings=served.settings(tmp_path))
        told = account_from_json(json.dumps(told).encode())
        for index in (example_index, None):
            found = verify(told, index)
            assert wrong(found) == []
            assert "gates" in {finding.check for finding in found if finding.good}
        lie = counted({**told, "answer": told["answer"] + " Het kabinet trekt 987 miljoen euro uit [1]."})
        assert [check for check, _ in wrong(verify(lie, None))] == ["gates"]
        assert len(served.asked) == 1
    assert told["composer"] == "llm:proefmodel"
    assert told["settings"]["model"] == "proefmodel"
