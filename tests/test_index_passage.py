"""Passages together are their section to the letter, say where they stand, and are cut between sentences."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from themes import record_of

from index.passage import PASSAGE_CHARS, context, encoded, passage_id, record_to_passages
from index.records import Record, Span
from index.sentences import sentences

DAY = date(2022, 7, 4)
SENTENCE = "De Minister lichtte het besluit over de politie in de wijk uitvoerig toe. "
WORDS = st.sampled_from(
    [SENTENCE, "Ja. ", "5 mln. ", "geen einde ", "\n", "\n\n", " \n \n", "- punt\n", "woord" * 40, "é "]
)
RECORDS = st.dictionaries(
    st.sampled_from(["Wapens", "Geld", "Wijk"]), st.lists(WORDS, min_size=1, max_size=60).map("".join), max_size=3
).map(lambda topics: record_of(topics, DAY))


@given(RECORDS)
def test_a_passage_is_the_text_of_its_record_where_it_says_it_stands(record: Record) -> None:
    for passage in record_to_passages(record):
        assert passage.text == record.text[passage.span.start : passage.span.end]
        assert passage.id == f"{record.id}:{passage.span.start}-{passage.span.end}"
        assert passage.record_id == record.id


@given(RECORDS)
def test_the_passages_of_a_section_join_to_the_section(record: Record) -> None:
    passages = record_to_passages(record)
    for section in record.sections:
        inside = [passage for passage in passages if passage.span.within(section.span)]
        assert "".join(passage.text for passage in inside) == section.span.of(record.text)
        assert {passage.topic for passage in inside} == {section.topic}
    assert sum(len(passage.text) for passage in passages) == sum(s.span.end - s.span.start for s in record.sections)


@given(RECORDS)
def test_a_passage_is_never_empty_and_never_longer_than_four_times_the_usual(record: Record) -> None:
    assert all(0 < len(passage.text) <= 4 * PASSAGE_CHARS for passage in record_to_passages(record))


@given(RECORDS)
def test_the_same_record_gives_the_same_ids_and_no_id_twice(record: Record) -> None:
    ids = [passage.id for passage in record_to_passages(record)]
    assert ids == [passage.id for passage in record_to_passages(replace(record))]
    assert len(ids) == len(set(ids))


@given(st.integers(1, 60))
def test_prose_is_cut_between_sentences_only(times: int) -> None:
    record = record_of({"Wijk": (SENTENCE * times).strip()}, DAY)
    begins = {span.start for span in sentences(record.text, record.sections[0].span)}
    assert {passage.span.start for passage in record_to_passages(record)} <= begins


def test_long_prose_is_cut_into_pieces_of_about_the_usual_size() -> None:
    passages = record_to_passages(record_of({"Wijk": (SENTENCE * 60).strip()}, DAY))
    assert all(0.3 * PASSAGE_CHARS <= len(passage.text) <= 2 * PASSAGE_CHARS for passage in passages)


def test_a_long_text_is_cut_at_a_paragraph_rather_than_halfway_one() -> None:
    paragraph = SENTENCE * 7
    text = f"{paragraph}\n\n{paragraph}\n\n{paragraph}".strip()
    begins = [passage.text[:10] for passage in record_to_passages(record_of({"Wijk": text}, DAY))]
    assert begins == [SENTENCE[:10]] * 3


def test_no_stub_is_left_behind_at_the_end() -> None:
    text = f"{SENTENCE * 16}\n\nDat was het."
    (passage,) = record_to_passages(record_of({"Wijk": text}, DAY))
    assert passage.text.endswith("Dat was het.")


def test_text_without_sentence_ends_is_cut_between_words() -> None:
    record = record_of({"Wijk": "woord " * 2000 + "slot"}, DAY)
    passages = record_to_passages(record)
    assert len(passages) > 3
    assert all(passage.text.startswith("woord") for passage in passages)
    assert all(passage.text.endswith(" ") for passage in passages[:-1])


def test_text_without_spaces_is_cut_all_the_same() -> None:
    passages = record_to_passages(record_of({"Wijk": "x" * 10_000}, DAY))
    assert "".join(passage.text for passage in passages) == "x" * 10_000
    assert len(passages) > 1


def test_the_same_sentence_in_two_meetings_is_two_passages() -> None:
    one = record_of({"Wijk": SENTENCE}, DAY, name="een")
    other = record_of({"Wijk": SENTENCE}, date(2022, 9, 26), name="twee")
    found = [*record_to_passages(one), *record_to_passages(other)]
    assert [passage.text for passage in found] == [SENTENCE, SENTENCE]
    assert len({passage.id for passage in found}) == 2
    assert [passage.date for passage in found] == [DAY, date(2022, 9, 26)]


def test_a_passage_carries_the_main_meeting_topic_speaker_and_page() -> None:
    record = record_of({"Wijk": SENTENCE}, DAY, date(2022, 7, 1), page=3, speaker="De Minister")
    (passage,) = record_to_passages(record)
    assert (passage.title, passage.date, passage.topic) == ("Verslag LOVP", DAY, "Wijk")
    assert (passage.page, passage.speaker) == (3, "De Minister")
    assert context(passage) == "Verslag LOVP\nWijk\nDe Minister"
    assert context(replace(passage, speaker=None)) == "Verslag LOVP\nWijk"


def test_a_record_without_a_date_or_without_sections_gives_what_there_is() -> None:
    (passage,) = record_to_passages(record_of({"Wijk": SENTENCE}))
    assert passage.date is None
    assert record_to_passages(record_of({}, DAY)) == []


def test_an_id_says_where_a_passage_stands() -> None:
    assert passage_id("2022-07-04-verslag", Span(7, 19)) == "2022-07-04-verslag:7-19"


def test_an_encoder_gets_broken_words_whole_and_in_their_context_while_the_passage_stays_literal() -> None:
    broken = "De S taatssecretaris kwam naar de verga-\ndering."
    (passage,) = record_to_passages(record_of({"Wijk": broken}, DAY))
    assert passage.text == broken
    assert encoded(passage) == "Verslag LOVP\nWijk\nDe Staatssecretaris kwam naar de vergadering."
