"""A topic meeting by meeting: one literal line each, in order, with what isn't there; and the stand on a day."""

from collections.abc import Iterator
from datetime import date
from time import process_time

import merendam
import pytest
from themes import record_of

from assistant import phrases_meetings
from assistant.about import Bounds
from assistant.answer import Question, Refusal
from assistant.as_of import as_of, as_of_answer
from assistant.cite import faults
from assistant.evidence import hits_to_sentences
from assistant.places import place_of
from assistant.several import said_on, topic_concepts
from assistant.telling import telling
from assistant.timeline import Timeline, timeline, timeline_answer
from index.embedding import BUILT_IN, open_encoder
from index.passage import record_to_passages
from index.records import Hit
from index.search import Index

MARCH, OCTOBER, APRIL, NOVEMBER, MAY = (
    date(2021, 3, 9),
    date(2021, 10, 12),
    date(2022, 4, 5),
    date(2022, 11, 15),
    date(2023, 5, 23),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The minutes of Merendam, open to be asked."""
    with Index(merendam.indexed(tmp_path_factory.mktemp("merendam")), open_encoder(BUILT_IN)) as opened:
        yield opened


def line_of(index: Index, topic: str, bounds: Bounds | None = None, most: int = 12) -> Timeline:
    return timeline(index, topic, topic_concepts(index, topic), bounds or Bounds(), most)


def text_of(index: Index, topic: str) -> str:
    return timeline_answer(Question(topic), line_of(index, topic), said_on(index)).text


def quotes(line: Timeline) -> list[str]:
    return [" ".join(place.shown for place in moment.places) for moment in line.moments]


# which meetings


def test_every_meeting_that_says_something_has_one_line_in_order_of_date(index: Index) -> None:
    assert [moment.day for moment in line_of(index, "cameratoezicht").moments] == [MARCH, OCTOBER, APRIL, MAY]


def test_a_newsletter_behind_the_record_of_its_meeting_gives_no_line(index: Index) -> None:
    line = line_of(index, "cameratoezicht")
    assert {"nieuwsbrief" in place.passage.record_id for moment in line.moments for place in moment.places} == {False}


def test_two_records_of_one_meeting_give_one_line(example_index: Index) -> None:
    days = [moment.day for moment in line_of(example_index, "bewaken en beveiligen").moments]
    assert len(days) == len(set(days)) == 4


def test_a_meeting_that_does_not_mention_it_is_counted_where_it_lies(index: Index) -> None:
    assert line_of(index, "cameratoezicht").silent == (NOVEMBER,)
    assert text_of(index, "cameratoezicht").split("\n\n")[-2] == "In één vergadering daartussen vond ik er niets over."


def test_meetings_after_the_last_mention_are_counted_too(index: Index) -> None:
    told = "In de twee vergaderingen daarna, tot en met 23 mei 2023, vond ik er niets meer over."
    assert text_of(index, "kermis").endswith(told)


def test_a_meeting_known_to_be_missing_is_named_with_the_record_that_tells(index: Index) -> None:
    gap = "Van een vergadering op 14 december 2021 is er geen verslag; het verslag van 12 oktober 2021 noemt die."
    assert gap in text_of(index, "cameratoezicht")


def test_a_meeting_that_was_called_off_is_neither_silent_nor_missing(example_index: Index) -> None:
    line = line_of(example_index, "stroomstootwapen")
    assert date(2022, 6, 20) not in line.silent
    assert date(2022, 6, 20) not in {gap.day for gap in line.missing}


def test_a_period_bounds_what_is_told_and_what_is_counted(index: Index) -> None:
    line = line_of(index, "cameratoezicht", Bounds(((APRIL, NOVEMBER),)))
    assert [moment.day for moment in line.moments] == [APRIL]
    assert line.silent == (NOVEMBER,)


def test_of_more_meetings_than_fit_the_first_and_last_stay_and_the_rest_is_counted(index: Index) -> None:
    line = line_of(index, "cameratoezicht", most=3)
    assert (line.moments[0].day, line.moments[-1].day, len(line.moments)) == (MARCH, MAY, 3)
    assert len(line.left_out) == 1
    text = timeline_answer(Question("cameratoezicht"), line).text
    assert "de drie vergaderingen die er het meest over zeggen; één andere vergadering gaat er ook over" in text


# which words


def test_an_amount_goes_before_a_mention(index: Index) -> None:
    told = quotes(line_of(index, "cameratoezicht"))
    assert [amount in quote for amount, quote in zip(("180.000", "235.000"), told, strict=False)] == [True, True]


def test_a_decision_goes_before_that_it_was_discussed(index: Index) -> None:
    assert quotes(line_of(index, "cameratoezicht"))[2].endswith(
        "Afgesproken is het cameratoezicht op het stationsplein met twee jaar te verlengen."
    )
    assert "kort besproken" not in quotes(line_of(index, "cameratoezicht"))[2]


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("Het LOVP stemde in met de wijkbus.", "Het LOVP is in de wijkbus geweest."),
        ("De wijkbus kost 4 miljoen euro meer.", "De wijkbus kost een hoop geld meer."),
        ("De wijkbus rijdt vanaf 1 mei 2021 rond.", "De wijkbus rijdt vanaf nu overal rond."),
        ("De korpschef meldde dat de wijkbus rijdt.", "Bij de haven in Zuid staat de wijkbus leeg."),
        ("De wijkbus wordt in het volgende LOVP besproken.", "De wijkbus is uitvoerig in dat overleg besproken."),
        ("De wijkbus staat in de garage van de gemeente.", "Het LOVP sprak kort en goed over de wijkbus."),
        ("De wijkbus staat in de garage van de gemeente.", "Staat de wijkbus in de garage van de gemeente?"),
        ("Besloten is dat de wijkbus blijft rijden.", "Het voorgenomen besluit over de wijkbus ligt er."),
        ("De minister legde de wijkbus aan de raad voor.", "De minister bedankte de raad voor de wijkbus."),
    ],
)
def test_what_says_more_is_worth_more(index: Index, more: str, less: str) -> None:
    concepts = topic_concepts(index, "wijkbus")
    passages = record_to_passages(record_of({"Rondje": f"{more} {less}"}, MARCH))
    one, other = hits_to_sentences([Hit(passage, 1.0) for passage in passages], concepts)
    assert telling(one) > telling(other)


def test_an_item_of_a_list_of_actions_is_worth_less_and_is_quoted_without_its_bullet(index: Index) -> None:
    record = record_of(
        {"Actielijst": "- De wijkbus kost 4 miljoen euro.", "Wijk": "De wijkbus kost 4 miljoen euro."}, MARCH
    )
    concepts = topic_concepts(index, "wijkbus")
    found = hits_to_sentences([Hit(passage, 1.0) for passage in record_to_passages(record)], concepts)
    assert telling(found[0]) < telling(found[1])
    assert place_of(found[0], found).quote == "De wijkbus kost 4 miljoen euro."


def test_words_that_follow_from_the_sentence_before_are_quoted_with_it(example_index: Index) -> None:
    first = quotes(line_of(example_index, "bewaken en beveiligen"))[0]
    assert first.startswith("Na de moord")
    assert "vraagt daardoor veel meer capaciteit" in first


def test_a_topic_that_a_record_renames_is_followed_under_its_new_name(index: Index) -> None:
    line = line_of(index, "hangjongeren")
    assert [moment.day for moment in line.moments] == [MARCH, OCTOBER, NOVEMBER]
    assert line.names == ("Jongerenaanpak Vogelbuurt",)


def test_a_topic_asked_for_by_its_new_name_is_followed_back_under_the_old_one(index: Index) -> None:
    line = line_of(index, "jongerenaanpak")
    assert [moment.day for moment in line.moments] == [MARCH, OCTOBER, NOVEMBER]
    assert line.names == ("hangjongeren",)


def test_a_synonym_is_the_same_topic(example_index: Index) -> None:
    assert [moment.day for moment in line_of(example_index, "taser").moments] == [date(2019, 10, 28)]


def test_an_only_meeting_gets_more_of_its_words(example_index: Index) -> None:
    assert "staat alleen iets in het verslag van 28 oktober 2019" in text_of(example_index, "stroomstootwapen")
    assert len(quotes(line_of(example_index, "stroomstootwapen"))[0]) > 200


def test_a_topic_that_no_record_has_declines(index: Index) -> None:
    answer = timeline_answer(Question("zeppelin"), line_of(index, "zeppelin"))
    assert (answer.answered, answer.citations, answer.refusal) == (False, (), Refusal.NOTHING)
    assert answer.text == "Over ‘zeppelin’ staat niets in de verslagen."


@pytest.mark.parametrize("topic", ["cameratoezicht", "hangjongeren", "opvang", "kermis", "meldkamer"])
def test_every_quote_of_a_timeline_passes_the_gate(index: Index, topic: str) -> None:
    answer = timeline_answer(Question(topic), line_of(index, topic), said_on(index))
    assert answer.answered
    assert faults(answer, lambda key: record.text if (record := index.store.record(key)) else None) == []


def test_a_warm_timeline_takes_little_time(example_index: Index) -> None:
    topics = ("bewaken en beveiligen", "wijkagenten", "politiecapaciteit")
    for topic in topics:
        text_of(example_index, topic)
    start = process_time()
    for topic in topics:
        text_of(example_index, topic)
    assert (process_time() - start) / len(topics) < 0.06


# the stand on a day


def stand_text(index: Index, topic: str, day: date) -> str:
    return as_of_answer(Question(topic), as_of(index, topic, topic_concepts(index, topic), day)).text


def test_a_stand_quotes_no_record_after_the_day_but_as_a_later_change(index: Index) -> None:
    stand = as_of(index, "cameratoezicht", topic_concepts(index, "cameratoezicht"), date(2021, 12, 31))
    assert [moment.day for moment in stand.moments] == [MARCH, OCTOBER]
    assert all(change.day > date(2021, 12, 31) for change in stand.changes)


def test_a_later_amount_for_the_same_thing_is_a_warning_with_its_quote(index: Index) -> None:
    where = "Later gewijzigd: in het overleg van 23 mei 2023, onder ‘Cameratoezicht’"
    assert f"{where}: “Het cameratoezicht kost 260.000 euro per jaar.”" in stand_text(
        index, "cameratoezicht", date(2021, 4, 1)
    )


def test_a_later_decision_about_it_is_a_warning(index: Index) -> None:
    told = "Later gewijzigd of aangevuld: in het overleg van 23 mei 2023, onder ‘Opvang Oekraïners’"
    assert told in stand_text(index, "opvang van Oekraïners", date(2022, 12, 1))


def test_later_words_that_change_nothing_are_no_warning(index: Index) -> None:
    assert "Later" not in stand_text(index, "kermis", date(2021, 4, 1))
    assert "Later" not in stand_text(index, "cameratoezicht", date(2023, 6, 1))


def test_a_stand_before_anything_was_said_declines_and_names_the_first_meeting(index: Index) -> None:
    answer = as_of_answer(Question("opvang"), as_of(index, "opvang", topic_concepts(index, "opvang"), MARCH))
    assert (answer.answered, answer.refusal) == (False, Refusal.OUTSIDE)
    assert answer.text.endswith("Het komt het eerst voor in het verslag van 5 april 2022.")
    assert answer.nearest[0].passage.date == APRIL


def test_a_topic_cannot_end_the_name_that_it_stands_in() -> None:
    hostile = "De taser’: “De minister treedt af.” [1]"
    shown = "‘De taser': 'De minister treedt af.' (1)’"
    said = [
        phrases_meetings.timeline(hostile, 2, MARCH, MAY, 0),
        phrases_meetings.only_once(hostile, MARCH),
        phrases_meetings.unknown_topic(hostile),
        phrases_meetings.moment(MARCH, "Verslag", hostile),
        phrases_meetings.stand(hostile, MARCH, "", 1, MARCH),
        phrases_meetings.not_yet(hostile, MARCH, MAY),
        phrases_meetings.changed(MARCH, "Verslag", hostile, value=True),
        phrases_meetings.comparison(MARCH, MAY, "Verslag", hostile),
        phrases_meetings.not_shown([hostile]),
        phrases_meetings.of_topic(hostile),
        phrases_meetings.both(hostile, hostile),
    ]
    assert all(shown in text and "[1]" not in text and "“" not in text for text in said), said
    assert phrases_meetings.moment(None, hostile, "Taser").startswith(shown)
