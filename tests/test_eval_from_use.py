"""What someone said of an answer becomes a known fact: quoted again, checked, and put behind the others without harm."""

import errno
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from boats import RECORD, answer, cite
from hypothesis import given
from hypothesis import strategies as some

from assistant.answer import Turn
from assistant.feedback import REMARK_CHARS, Reason, feedback_on, given_of
from eval import from_use
from eval.facts import FactsError, KnownFact, held, read_facts
from eval.from_use import (
    append_fact,
    cited_again,
    facts_place,
    known_facts,
    literal,
    meant,
    new_entry,
    new_id,
    to_yaml,
)
from index.feedback import Face, Feedback
from index.passage import record_to_passages
from index.records import Record
from index.settings import Settings

BOATS = "12 nieuwe boten"
COSTS = "De kosten zijn\n\nper jaar 4 mln. in de begroting."
DAYS = held([RECORD], record_to_passages(RECORD))
OLD = b"# van ons\r\n- {id: oud, question: 'Wie is tevreden?', facts: [burgemeesters]}   # let op de spaties  \r\n\r\n# slot"


def judged(**more: Any) -> Feedback:
    said = answer("Twaalf [1]. Kosten [2].", cite(1, BOATS), cite(2, COSTS))
    asked: dict[str, Any] = {"face": Face.BROWSER, "key": "k", "question": "Hoeveel boten?", "good": False}
    return feedback_on(given_of(said), **{**asked, **more})


def entry(**changes: Any) -> dict[str, Any]:
    whole: dict[str, Any] = {"name": "boten", "facts": [r"\b12\b"], "evidence": literal(BOATS)}
    return new_entry("Hoeveel boten?", (), **{**whole, **changes})


def settings(tmp_path: Path, facts: Path | None = None) -> Settings:
    return Settings(home=tmp_path / "home", facts=facts)


# what is kept


def test_no_word_of_a_record_or_an_answer_is_kept() -> None:
    said = judged(history=[Turn("user", "Welke?"), Turn("assistant", "De stal blijft [1].")], remark="Het zijn er 13.")
    assert (said.question, said.history, said.remark) == ("Hoeveel boten?", ("Welke?",), "Het zijn er 13.")
    assert not any(word in repr(said) for word in ("nieuwe", "mln", "stal", "Twaalf", "Kosten"))


def test_a_remark_is_bounded_and_steers_no_screen() -> None:
    said = judged(remark="\x1b[31mrood\ud800 \u202ekeer\n" + "x" * 5000, reason=Reason.INCOMPLETE)
    assert len(said.remark) <= REMARK_CHARS
    assert said.remark.startswith("[31mrood? keer\nxxx")
    assert said.reason == "onvolledig"


def test_a_good_answer_carries_no_reason_and_a_bad_one_always_does() -> None:
    said = judged(good=True, reason=Reason.WRONG, remark="toch niet", about=1)
    assert (said.reason, said.remark, said.about) == (None, "", None)
    assert judged().reason == "anders"


def test_feedback_on_a_source_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no citation 3"):
        judged(about=3)


def test_of_a_declined_answer_the_places_that_came_nearest_are_kept() -> None:
    said = replace(answer("Niet gevonden."), nearest=(cite(1, COSTS),))
    kept = feedback_on(
        given_of(said), face=Face.SLACK, key="k", question="Kosten?", good=False, reason=Reason.MISSED, about=1
    )
    assert (kept.answered, len(kept.sources), kept.about) == (False, 1, 1)


# quoted again


def changed(text: str) -> Record:
    return replace(RECORD, text=text)


def test_what_was_cited_is_quoted_again_from_the_records() -> None:
    first, second = cited_again(judged(), lambda _: RECORD)
    assert (first.quote, first.topic) == (BOATS, "Voertuigen en <b>banden</b>")
    assert second.quote == COSTS


def test_words_that_changed_or_went_are_not_quoted() -> None:
    moved, _ = cited_again(judged(), lambda _: changed("Nieuw. " + RECORD.text))
    assert (moved.quote, moved.topic) == (None, None)
    assert [one.record for one in cited_again(judged(), lambda _: None)] == [None, None]


def test_what_the_feedback_is_about_is_proposed_else_the_first_that_still_stands() -> None:
    sources = cited_again(judged(), lambda _: RECORD)
    assert meant(judged(about=2), sources) == sources[1]
    assert meant(judged(), sources) == sources[0]
    later = changed(RECORD.text.replace(BOATS, "13 nieuwe boten"))
    shown = cited_again(judged(about=1), lambda _: later)
    assert meant(judged(about=1), shown) == shown[1]
    assert meant(judged(), cited_again(judged(), lambda _: None)) is None


# the new fact


def test_the_literal_words_of_a_quote_match_it_however_it_is_wrapped() -> None:
    assert DAYS[RECORD.dates[0]].passages[0].count("De kosten zijn per jaar 4 mln. in de begroting.") == 1
    append = new_entry("Wat kost het?", (), name="k", facts=["4 mln"], evidence=literal(COSTS))
    assert append["evidence"].startswith(r"De\s+kosten\s+zijn\s+per")
    assert r"mln\." in append["evidence"]
    assert literal("  ") == ""


def test_an_id_comes_from_the_question_and_is_taken_by_none() -> None:
    assert new_id("Voor welke jaren is de financiering geregeld?", ()) == "jaren-financiering-geregeld"
    assert new_id("Hoeveel boten?", {"hoeveel-boten", "boten", "boten-2"}) not in {"hoeveel-boten", "boten", "boten-2"}
    assert new_id("???", {"vraag"}) == "vraag-2"


def test_a_fact_comes_behind_the_others_which_stay_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "feiten.yaml"
    file.write_bytes(OLD)
    file.chmod(0o640)
    fact = append_fact(settings(tmp_path, file), entry(record=["2021-05-03"], tags=["gebruik"]), DAYS)
    assert file.read_bytes().startswith(OLD + b"\n- id: 'boten'\n")
    assert read_facts(file, DAYS) == (known_facts(settings(tmp_path, file))[0], fact)
    assert file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["feiten.yaml"]


def test_without_a_setting_the_facts_lie_in_the_home_folder(tmp_path: Path) -> None:
    assert known_facts(settings(tmp_path)) == ()
    fact = append_fact(settings(tmp_path), entry(), DAYS)
    assert facts_place(settings(tmp_path)) == tmp_path / "home" / "facts.yaml"
    assert known_facts(settings(tmp_path)) == (fact,)


def test_in_a_folder_of_facts_those_from_use_have_a_file_of_their_own(tmp_path: Path) -> None:
    folder = tmp_path / "feiten"
    folder.mkdir()
    (folder / "oud.yaml").write_bytes(OLD)
    append_fact(settings(tmp_path, folder), entry(), DAYS)
    assert (folder / "oud.yaml").read_bytes() == OLD
    assert [fact.id for fact in read_facts(folder)] == ["oud", "boten"]
    with pytest.raises(FactsError, match="oud"):
        append_fact(settings(tmp_path, folder), {**entry(name="b2"), "question": "wie is  TEVREDEN?"}, DAYS)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"facts": ["13"]}, "past nergens in het genoemde verslag"),
        ({"facts": ["(12"]}, "geen goede reguliere expressie"),
        ({"facts": []}, "facts of abstain: true is nodig"),
        ({"evidence": "14 nieuwe boten"}, "past nergens"),
        ({"record": ["2022-05-03"]}, "er is geen verslag van 2022-05-03"),
        ({"record": ["3 mei"]}, "is geen datum"),
        ({"abstain": True}, "abstain gaat niet samen met facts"),
        ({"name": "oud"}, "deze id is er al"),
    ],
)
def test_what_is_no_good_fact_leaves_the_file_as_it_was(tmp_path: Path, changes: dict[str, Any], told: str) -> None:
    file = tmp_path / "feiten.yaml"
    file.write_bytes(OLD)
    with pytest.raises(FactsError, match=told):
        append_fact(settings(tmp_path, file), entry(**changes), DAYS)
    assert file.read_bytes() == OLD
    assert len([*tmp_path.iterdir()]) == 1


@pytest.mark.parametrize("old", [b"[{id: a, question: b, facts: [c]}]\n", b"  - {id: a, question: b, facts: [c]}\n"])
def test_a_file_of_another_form_is_told_of_and_left_alone(tmp_path: Path, old: bytes) -> None:
    file = tmp_path / "feiten.yaml"
    file.write_bytes(old)
    with pytest.raises(FactsError, match="Er is niets gewijzigd"):
        append_fact(settings(tmp_path, file), entry(), DAYS)
    assert file.read_bytes() == old
    assert len([*tmp_path.iterdir()]) == 1


def test_a_fact_that_would_not_come_back_as_it_was_given_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(from_use, "to_yaml", lambda entry: "- {id: boten, question: 'Hoeveel boten?', facts: ['1']}\n")
    with pytest.raises(FactsError, match="komt niet zo terug"):
        append_fact(settings(tmp_path), entry(), DAYS)
    assert [*(tmp_path / "home").iterdir()] == []


def test_a_full_disk_is_said_in_dutch_and_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "geen ruimte meer")

    file = tmp_path / "feiten.yaml"
    file.write_bytes(OLD)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FactsError, match=r"kan niet in .* worden gezet: geen ruimte meer"):
        append_fact(settings(tmp_path, file), entry(), DAYS)
    assert file.read_bytes() == OLD
    assert len([*tmp_path.iterdir()]) == 1


def test_a_question_that_must_be_declined_is_a_fact_too(tmp_path: Path) -> None:
    fact = append_fact(settings(tmp_path), entry(facts=[], evidence=None, abstain=True), DAYS)
    assert fact == KnownFact("boten", "Hoeveel boten?", abstain=True)


@given(some.text(some.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_every_text_comes_back_from_the_file_as_it_went_in(text: str) -> None:
    import yaml

    assert yaml.safe_load(to_yaml({"id": text, "facts": [text], "tags": [text]})) == [
        {"id": text, "facts": [text], "tags": [text]}
    ]
