"""Two meetings side by side: topics that go on whatever they are called, new ones, dropped ones; and values that differ."""

from collections.abc import Iterator
from datetime import date

import merendam
import pytest
from themes import record_of

from assistant.answer import Question
from assistant.cite import faults
from assistant.compare import Comparison, compare, compare_answer
from assistant.contradictions import contradicted, contradictions
from assistant.evidence import Sentence, hits_to_sentences
from assistant.kind import Kind
from assistant.measured import differ, measured
from assistant.several import topic_concepts
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


def continued(found: Comparison) -> list[tuple[str, str]]:
    return [(pair.first.topic, pair.second.topic) for pair in found.continued]


# two meetings


def test_topics_go_on_under_another_heading(index: Index) -> None:
    assert continued(compare(index, MARCH, OCTOBER)) == [
        ("Cameratoezicht stationsplein", "Proef camera's station"),
        ("Hangjongeren in de Vogelbuurt", "Jongerenaanpak Vogelbuurt"),
    ]


def test_what_one_meeting_has_alone_is_new_or_dropped(index: Index) -> None:
    found = compare(index, MARCH, OCTOBER)
    assert [one.topic for one in found.new] == ["Ondermijning op bedrijventerreinen"]
    assert [one.topic for one in found.dropped] == ["Kermis"]


def test_the_order_in_which_two_meetings_are_named_does_not_matter(index: Index) -> None:
    assert compare(index, OCTOBER, MARCH) == compare(index, MARCH, OCTOBER)


def test_opening_and_closing_are_no_topics(index: Index) -> None:
    found = compare(index, MARCH, MAY)
    topics = {one.topic for one in (*found.new, *found.dropped)}
    assert topics.isdisjoint({"Opening", "Rondvraag"})
    assert "Vaste agendapunten" in compare_answer(Question("vergelijk"), found).text


def test_topics_that_share_only_a_plain_word_do_not_go_on(example_index: Index) -> None:
    found = compare(example_index, date(2020, 2, 10), date(2020, 4, 20))
    assert found.continued == ()
    assert "Geen onderwerp komt in beide vergaderingen terug." in compare_answer(Question("vergelijk"), found).text


def test_a_comparison_of_one_subject_leaves_the_rest_out(index: Index) -> None:
    found = compare(index, APRIL, NOVEMBER, "opvang", topic_concepts(index, "opvang"))
    assert continued(found) == [("Opvang Oekraïners", "Opvang Oekraïners")]
    assert (found.new, found.dropped) == ((), ())


def test_a_newsletter_of_a_meeting_adds_no_topics(index: Index) -> None:
    assert "Camera's bij het station" not in {one.topic for one in compare(index, OCTOBER, APRIL).dropped}


@pytest.mark.parametrize("days", [(MARCH, OCTOBER), (OCTOBER, APRIL), (NOVEMBER, MAY), (MARCH, MAY)])
def test_every_quote_of_a_comparison_passes_the_gate(index: Index, days: tuple[date, date]) -> None:
    answer = compare_answer(Question("vergelijk"), compare(index, *days))
    assert answer.answered
    assert faults(answer, lambda key: record.text if (record := index.store.record(key)) else None) == []


# values that differ


@pytest.mark.parametrize(
    ("one", "other", "different"),
    [
        (
            "De kosten van het cameratoezicht zijn geraamd op 2,1 miljoen euro.",
            "Het cameratoezicht kost 2,4 mln. euro.",
            True,
        ),
        ("Het cameratoezicht kost 2,4 miljoen euro.", "Het cameratoezicht kost 2.400.000 euro.", False),
        ("Er komen twaalf boa's bij.", "Er komen 15 boa's bij.", True),
        ("Er komen twaalf boa's bij.", "Er komen 12 boa's bij.", False),
        ("De norm is één wijkagent per 5.000 inwoners.", "De norm is één wijkagent per 4.500 inwoners.", True),
        ("De opkomst was 45 procent bij de verkiezing.", "De opkomst was 47% bij de verkiezing.", True),
        ("De proef met bodycams start in 2021.", "De proef met bodycams begint in 2022.", True),
        ("De proef met bodycams start in 2021.", "De proef met bodycams start in maart 2021.", False),
        ("De proef met bodycams start in 2021.", "De proef met bodycams eindigt in 2022.", False),
        ("Er zijn 42 wijkagenten in dienst in Noord.", "Er zijn 38 wijkagenten in dienst in Zuid.", False),
        (
            "In 2020 is 5 miljoen euro voor de taser beschikbaar.",
            "In 2021 is 6 miljoen euro voor de taser beschikbaar.",
            False,
        ),
        ("De bezuiniging is 144 miljoen euro.", "Een deel van de bezuiniging is 111 miljoen euro.", False),
        ("Voor drugs is 3 miljoen euro nodig.", "Voor drugs is 2 miljoen euro beschikbaar.", False),
        ("Er komen 12 extra boa's.", "Er komen 15 boa's.", False),
        ("Het aantal aangiften steeg met 10 procent.", "Het aantal aangiften steeg met 5 procent.", False),
        ("Bij de jaarwisseling waren er 30 incidenten.", "Bij de jaarwisseling waren er 45 incidenten.", False),
        ("Het onderwerp komt in maart 2021 terug.", "Het onderwerp komt in september 2022 terug.", False),
        ("Het gaat om 135 fte.", "Het gaat om 140 fte.", False),
    ],
)
def test_values_differ_only_for_what_is_plainly_the_same_thing(one: str, other: str, different: bool) -> None:
    first, second = measured(one, date(2021, 3, 1)), measured(other, date(2021, 9, 1))
    assert any(differ(a, b) for a in first for b in second) is different
    assert any(differ(b, a) for a in first for b in second) is different


def sentences(index: Index, topic: str, *texts: tuple[str, date]) -> list[Sentence]:
    passages = [
        passage
        for n, (text, day) in enumerate(texts)
        for passage in record_to_passages(record_of({"Wijk": text}, day, name=f"verslag-{n}"))
    ]
    return hits_to_sentences([Hit(passage, 1.0) for passage in passages], topic_concepts(index, topic))


COSTS = ("Het wijkbureau kost 300.000 euro.", MARCH), ("De kosten van het wijkbureau zijn 450.000 euro.", OCTOBER)


def test_two_meetings_with_different_amounts_stand_side_by_side_without_a_short_answer(index: Index) -> None:
    found = sentences(index, "wijkbureau", *COSTS)
    answer = contradicted(Question("Wat kost het wijkbureau?"), Kind.AMOUNT, found[::-1], found)
    assert answer is not None
    assert answer.short is None
    assert answer.text.split("\n\n")[0] == "De verslagen noemen verschillende bedragen."
    assert [citation.passage.date for citation in answer.citations] == [MARCH, OCTOBER]


def test_a_question_for_something_else_than_what_differs_is_not_contradicted(index: Index) -> None:
    found = sentences(index, "wijkbureau", *COSTS)
    assert contradicted(Question("Wanneer opent het wijkbureau?"), Kind.DATE, found, found) is None
    assert contradicted(Question("Wat is er gezegd?"), Kind.OPEN, found, found) is None


def test_one_meeting_does_not_contradict_itself(index: Index) -> None:
    found = sentences(index, "wijkbureau", COSTS[0], (COSTS[1][0], MARCH))
    assert contradictions(found) == ()


def test_years_that_differ_are_called_years(index: Index) -> None:
    found = sentences(
        index, "wijkbureau", ("Het wijkbureau opent in 2021.", MARCH), ("Het wijkbureau opent in 2023.", OCTOBER)
    )
    answer = contradicted(Question("In welk jaar opent het wijkbureau?"), Kind.YEAR, found, found)
    assert answer is not None
    assert answer.text.startswith("De verslagen noemen verschillende jaren.")
