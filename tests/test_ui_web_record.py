"""A record as the page shows it: laid out to be read, with exactly the quoted words marked."""

import re
from dataclasses import replace
from html import unescape

from boats import RECORD, TEXT, cite, marked, words
from hypothesis import given
from hypothesis import strategies as st

from index.records import Note, NoteKind, Record, RecordKind, Section, Span
from ui import web_text
from ui.web_place import place_of
from ui.web_record import blocks, record_html, source_frame, source_pane


def test_the_marked_words_of_a_wrapped_quote_are_exactly_the_quote() -> None:
    quote = "De politie krijgt 12 nieuwe boten, die voor het \neind van het jaar varen."
    assert marked(source_pane(RECORD, place_of(cite(1, quote)))) == [" ".join(quote.split())]


def test_a_quote_over_two_paragraphs_is_marked_in_both() -> None:
    quote = "per jaar 4 mln. in de begroting.\n\nDe burgemeesters zijn tevreden."
    assert marked(source_pane(RECORD, place_of(cite(1, quote)))) == [
        "per jaar 4 mln. in de begroting.",
        "De burgemeesters zijn tevreden.",
    ]


def test_only_the_quoted_place_is_marked_when_the_same_words_stand_elsewhere() -> None:
    text = "Titel\nHet blijft zo. Toch. Het blijft zo."
    record = Record("r", "Titel", (), RecordKind.RECORD, "t", text, (Section("X", None, None, Span(6, len(text))),))
    html = record_html(record, Span(text.rindex("Het"), len(text)))
    assert html.count("<mark>") == 1
    assert html.index("Toch") < html.index("<mark>")


def test_wrapped_lines_are_one_paragraph_and_an_empty_line_inside_a_sentence_parts_nothing() -> None:
    found = [(block.kind, words(" ".join(s.of(TEXT) for s in block.lines))) for block in blocks(RECORD)]
    assert found == [
        ("front", "Gepubliceerd op 10 mei 2021"),
        ("heading", "Voertuigen en banden"),
        (
            "paragraph",
            "De politie krijgt 12 nieuwe boten, die voor het eind van het jaar varen. "
            "De kosten zijn per jaar 4 mln. in de begroting.",
        ),
        ("paragraph", "De burgemeesters zijn tevreden."),
        ("heading", "Honden en paarden"),
        ("item", "- Er komen vier honden en een paard."),
        ("item", "- De stal blijft."),
    ]


@given(
    st.lists(st.sampled_from(["Een zin.", "twee", " \n", "\n", "\n\n", " ", "<i>&", "- ", "De X"]), min_size=1),
    st.tuples(st.integers(0, 60), st.integers(0, 60)),
)
def test_layout_changes_white_space_only_and_the_mark_is_the_span(pieces: list[str], ends: tuple[int, int]) -> None:
    body = "".join(pieces)
    text = f"Titel\n{body}"
    first, last = (min(6 + end, len(text)) for end in sorted(ends))
    record = Record("r", "Titel", (), RecordKind.RECORD, "Titel", text, (Section("T", None, None, Span(6, len(text))),))
    html = record_html(record, Span(first, last))
    without = re.sub(r'<span class="unseen">.*?</span>', "", html)
    shown = unescape(re.sub(r"</?(?:p|h3|mark)[^>]*>", "", without))
    assert "".join(shown.split()) == "".join(body.split())
    assert "".join("".join(marked(html)).split()) == "".join(text[first:last].split())


def test_a_pane_names_the_meeting_the_topic_and_the_page() -> None:
    shown = words(source_pane(RECORD, place_of(cite(1, "De stal blijft."))))
    assert "Overleg van 3 mei 2021 · Honden en paarden · pagina 2" in shown
    assert shown.startswith("Verslag ‹ › Sluiten Korte terugkoppeling LOVP 3 mei 2021")


def test_a_record_that_changed_since_the_answer_is_shown_without_a_mark_and_says_so() -> None:
    old = cite(1, "De stal blijft.")
    moved = replace(RECORD, text=TEXT.replace("stal blijft", "stal gaat"), sections=())
    pane = source_pane(moved, place_of(old))
    assert not marked(pane)
    assert web_text.RECORD_CHANGED in pane


def test_words_that_moved_are_marked_where_they_stand_now_and_that_is_said() -> None:
    moved = replace(RECORD, text="Nieuw voorblad. " + TEXT, sections=())
    pane = source_pane(moved, place_of(cite(1, "De stal blijft.")))
    assert marked(pane) == ["De stal blijft."]
    assert web_text.RECORD_MOVED in pane


def test_a_record_that_is_gone_gives_a_reason() -> None:
    assert web_text.RECORD_GONE in source_pane(None, place_of(cite(1, "De stal blijft.")))


def test_a_pane_says_what_the_record_is_and_what_to_know_about_it() -> None:
    scan = replace(RECORD, kind=RecordKind.MINUTES, notes=(Note(NoteKind.OCR, "Gelezen met tekstherkenning."),))
    shown = words(source_pane(scan, place_of(cite(1, "De stal blijft."))))
    assert shown.startswith("Notulen ‹ › Sluiten")
    assert "Let op: gelezen met tekstherkenning." in shown


def test_page_numbers_and_addresses_between_sections_are_no_headings() -> None:
    text = "Titel\n\nWapens\nDe stal blijft.\nPagina 2 van 3\ngriffie@voorbeeld.nl\n\nWijk\nDe wijk is veilig."
    parts = [("Wapens", "De stal blijft."), ("Wijk", "De wijk is veilig.")]
    sections = tuple(Section(topic, None, None, Span(text.index(s), text.index(s) + len(s))) for topic, s in parts)
    record = Record("r", "Titel", (), RecordKind.RECORD, "t", text, sections)
    kinds = [(block.kind, text[block.lines[0].start : block.lines[-1].end]) for block in blocks(record)]
    assert kinds == [
        ("heading", "Wapens"),
        ("paragraph", "De stal blijft."),
        ("front", "Pagina 2 van 3"),
        ("front", "griffie@voorbeeld.nl"),
        ("heading", "Wijk"),
        ("paragraph", "De wijk is veilig."),
    ]


def test_what_is_shown_when_a_source_can_not_be_fetched_is_text_for_the_script() -> None:
    frame = str(source_frame())
    assert frame.count("<") == 2  # one element, with nothing in it
    assert "&lt;section class=" in frame
