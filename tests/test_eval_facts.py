"""A facts file that is wrong is refused, with the name of every fact that is."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eval.facts import FactsError, Held, collapsed, held, parse_facts, read_facts
from index.records import Passage, Record, RecordKind, Section, Span

TASER = "De financiering van het stroomstootwapen is\n   geregeld voor 2020 en 2021."
OTHER = "Het vuurwerkverbod komt in september terug."


def whole(text: str) -> Held:
    """A day of which the record is one passage."""
    return Held((collapsed(text),), (collapsed(text),))


DAYS = {date(2019, 10, 28): whole(TASER), date(2020, 2, 10): whole(OTHER)}


def fact(**changes: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": "taser",
        "question": "Voor welke jaren is de taser betaald?",
        "facts": [r"\b2020 en 2021\b"],
        "evidence": "stroomstootwapen is geregeld",
        "record": "2019-10-28",
    }
    entry.update(changes)
    return {key: value for key, value in entry.items() if value is not None}


def mistakes(*entries: object, days: dict[date, Held] | None = None) -> str:
    with pytest.raises(FactsError) as caught:
        parse_facts(list(entries), days)
    return str(caught.value)


def test_a_good_fact_is_read_and_stands_in_its_record() -> None:
    (known,) = parse_facts([fact(history=["Hoe zit het met de taser?"], tags=["wanneer"])], DAYS)
    assert known.record == (date(2019, 10, 28),)
    assert known.history == ("Hoe zit het met de taser?",)
    assert known.facts[0].search("VOOR 2020 EN 2021")
    assert not known.abstain


def test_white_space_in_the_record_does_not_hide_a_fact() -> None:
    assert parse_facts([fact(evidence="stroomstootwapen is geregeld voor")], DAYS)


def test_a_date_without_quotes_is_the_same_day(tmp_path: Path) -> None:
    file = tmp_path / "feiten.yaml"
    file.write_text("- {id: a, question: b, facts: [c], record: [2019-10-28, '2020-02-10']}", "utf-8")
    assert read_facts(file)[0].record == (date(2019, 10, 28), date(2020, 2, 10))


def test_a_broken_expression_is_named_with_its_fact() -> None:
    told = mistakes(fact(facts=["(2020"]))
    assert told.startswith("taser: ")
    assert "'(2020'" in told
    assert "'[x'" in mistakes(fact(evidence="[x"))


@pytest.mark.parametrize("expression", [" *", ".*", r"\w*", "2020|", r"\S", ".+"])
def test_an_expression_that_fits_every_answer_is_refused(expression: str) -> None:
    assert "past op elke tekst" in mistakes(fact(facts=[expression]))


def test_an_unknown_key_is_refused() -> None:
    assert "onbekende sleutel 'fact'" in mistakes(fact(fact="2020"))


def test_a_key_given_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "feiten.yaml"
    file.write_text("- id: a\n  question: b\n  facts: [eerste]\n  facts: [tweede]\n", "utf-8")
    with pytest.raises(FactsError, match="staat er twee keer"):
        read_facts(file)


def test_one_id_for_two_facts_is_refused() -> None:
    assert "taser: deze id komt twee keer voor" in mistakes(fact(), fact(question="En de kosten?"))


def test_the_same_question_in_other_capitals_and_spaces_is_refused() -> None:
    assert "tweede: dezelfde vraag als taser" in mistakes(
        fact(), fact(id="tweede", question="voor welke  jaren is de TASER betaald?")
    )


def test_the_same_words_after_another_question_are_another_question() -> None:
    first = fact(question="En wanneer?", history=["Wat kost de taser?"])
    second = fact(id="tweede", question="En wanneer?", history=["Wat is er met het vuurwerk?"])
    assert len(parse_facts([first, second])) == 2


def test_declining_goes_with_neither_facts_nor_evidence() -> None:
    assert "gaat niet samen" in mistakes(fact(abstain=True, evidence=None))
    assert "gaat niet samen" in mistakes(fact(abstain=True, facts=None))


def test_a_question_without_a_right_answer_is_refused() -> None:
    assert "facts of abstain: true is nodig" in mistakes(fact(facts=None))
    assert "facts of abstain: true is nodig" in mistakes(fact(facts=[]))


def test_abstain_as_a_word_is_refused_rather_than_taken_for_true() -> None:
    assert "true of false" in mistakes(fact(abstain="nee", facts=None, evidence=None))


@pytest.mark.parametrize("key", ["facts", "history", "tags"])
def test_a_lone_text_where_a_list_belongs_is_refused(key: str) -> None:
    assert f"{key} moet een lijst van teksten zijn" in mistakes(fact(**{key: "2020"}))


def test_a_year_without_quotes_in_facts_is_refused() -> None:
    assert "facts moet een lijst van teksten zijn" in mistakes(fact(facts=[2020]))


@pytest.mark.parametrize("day", ["28-10-2019", "2019-13-01", "20191028", 2019, None])
def test_a_record_that_is_no_day_is_refused(day: object) -> None:
    entry = fact()
    entry["record"] = day
    assert "is geen datum" in mistakes(entry)


def test_a_fact_that_stands_nowhere_in_its_record_is_refused() -> None:
    told = mistakes(fact(facts=[r"\b2025\b"]), days=DAYS)
    assert told == r"taser: facts '\\b2025\\b' past nergens in het genoemde verslag"


def test_evidence_from_another_record_is_refused() -> None:
    assert "evidence 'vuurwerkverbod' past nergens" in mistakes(fact(evidence="vuurwerkverbod"), days=DAYS)


def test_a_missing_record_is_refused() -> None:
    assert "er is geen verslag van 2018-01-01" in mistakes(fact(record="2018-01-01"), days=DAYS)


def test_all_mistakes_are_told_at_once_and_an_entry_without_id_by_its_number() -> None:
    told = mistakes(fact(facts=["("]), "geen feit", fact(id=None), fact(id="later", evidence="["))
    assert [line.split(":")[0] for line in told.splitlines()] == [
        "taser",
        "feit nummer 2",
        "feit nummer 3",
        "later",
    ]


@pytest.mark.parametrize("content", ["", "[]", "id: taser", "- [", "\x00"])
def test_a_file_without_a_list_of_facts_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "feiten.yaml"
    file.write_text(content, "utf-8")
    with pytest.raises(FactsError):
        read_facts(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FactsError, match="bestaat niet"):
        read_facts(tmp_path / "nergens.yaml")


def test_a_folder_of_files_is_one_list_in_which_ids_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("- {id: a, question: b, facts: [c]}", "utf-8")
    (tmp_path / "b.yml").write_text("- {id: d, question: e, abstain: true}", "utf-8")
    (tmp_path / "lees.txt").write_text("geen feiten", "utf-8")
    assert [fact.id for fact in read_facts(tmp_path)] == ["a", "d"]
    (tmp_path / "c.yaml").write_text("- {id: a, question: f, facts: [c]}", "utf-8")
    with pytest.raises(FactsError, match="a: deze id komt twee keer voor"):
        read_facts(tmp_path)


def test_a_folder_without_facts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FactsError, match="geen YAML-bestand"):
        read_facts(tmp_path)


def test_evidence_that_runs_over_two_passages_is_refused_for_no_answer_can_cite_it() -> None:
    cut = Held((collapsed(TASER),), ("De financiering van het stroomstootwapen is", "geregeld voor 2020 en 2021."))
    told = mistakes(fact(), days={date(2019, 10, 28): cut})
    assert told.startswith(
        "taser: evidence 'stroomstootwapen is geregeld' past in geen enkele passage: het loopt over twee heen"
    )


def test_evidence_beside_which_no_fact_stands_is_refused() -> None:
    apart = Held((collapsed(TASER),), ("het stroomstootwapen is geregeld", "voor 2020 en 2021"))
    assert "geen van de facts staat in een passage met de evidence" in mistakes(
        fact(), days={date(2019, 10, 28): apart}
    )


def test_the_date_of_the_meeting_is_a_fact_that_need_not_stand_beside_the_evidence() -> None:
    held_apart = {date(2019, 10, 28): Held(("28 oktober 2019 " + collapsed(TASER),), (collapsed(TASER),))}
    assert parse_facts([fact(facts=["28 oktober 2019"])], held_apart)


def test_what_is_forbidden_is_read_and_must_be_a_list_of_expressions() -> None:
    (known,) = parse_facts([fact(forbidden=[r"\b2019\b"])], DAYS)
    assert known.forbidden[0].search("in 2019")
    assert "forbidden moet een lijst van teksten zijn" in mistakes(fact(forbidden="2019"))
    assert "past op elke tekst" in mistakes(fact(forbidden=[".*"]))


def test_what_is_forbidden_in_the_evidence_itself_is_refused() -> None:
    told = mistakes(fact(forbidden=["stroomstootwapen"]), days=DAYS)
    assert told == "taser: forbidden 'stroomstootwapen' past op de evidence zelf: geen antwoord kan goed zijn"


def test_a_record_of_two_meetings_counts_for_both_and_its_passages_too() -> None:
    days = (date(2019, 10, 28), date(2020, 2, 10))
    record = Record(
        "r", "LOVP", days, RecordKind.RECORD, "r.txt", OTHER, (Section("Vuurwerk", None, None, Span(0, 43)),)
    )
    passage = Passage("r:0-43", "r", "LOVP", days[0], "Vuurwerk", None, None, Span(0, 43), OTHER)
    found = held([record], [passage])
    assert found == dict.fromkeys(days, whole(OTHER))


def test_facts_about_the_same_record_are_of_one_group() -> None:
    first, second, absent = parse_facts(
        [fact(), fact(id="b", question="Andere vraag?"), {"id": "c", "question": "d", "abstain": True}]
    )
    assert first.group == second.group == "2019-10-28"
    assert absent.group == "c"
