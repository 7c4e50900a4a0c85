"""The browser face without a browser: what is escaped, marked, copied, remembered and refused."""

import logging
import re
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Citation, Question, Turn
from assistant.ask import QuestionError
from index.records import Passage, Record, Section, Span
from ui import web_text
from ui.web import examples, overview_of
from ui.web_chat import Conversation, Exchange, citation_at, history, reply, sentence_ends, stopped
from ui.web_html import Overview, conversation_html, header, plain_text
from ui.web_record import blocks, record_html, source_pane
from ui.web_server import CannotListenError, PortInUse, address, listen

TEXT = (
    "Korte terugkoppeling LOVP 3 mei 2021\n"
    "Gepubliceerd op 10 mei 2021\n"
    "\n"
    "Voertuigen en <b>banden</b>\n"
    "De politie krijgt 12 nieuwe boten, die voor het \n"
    "eind van het jaar varen. De kosten zijn\n"
    "\n"
    "per jaar 4 mln. in de begroting.\n"
    "\n"
    "De burgemeesters zijn tevreden.\n"
    "Honden en paarden\n"
    "- Er komen vier honden\n"
    "  en een paard.\n"
    "- De stal blijft.\n"
)


def section(topic: str, first: str, last: str, page: int | None) -> Section:
    return Section(topic, None, page, Span(TEXT.index(first), TEXT.index(last) + len(last)))


RECORD = Record(
    "2021-05-03-verslag",
    "Korte terugkoppeling LOVP 3 mei 2021",
    (date(2021, 5, 3),),
    "record",
    "verslag.txt",
    TEXT,
    (
        section("Voertuigen en <b>banden</b>", "De politie", "tevreden.", 1),
        section("Honden en paarden", "- Er komen", "blijft.", 2),
    ),
)
OVERVIEW = Overview(13, date(2019, 6, 24), date(2023, 4, 24), ("Wat is er besproken over <i>boten</i>?",))


def cite(n: int, quote: str, record: Record = RECORD) -> Citation:
    start = record.text.index(quote)
    span = Span(start, start + len(quote))
    around = next((s for s in record.sections if span.within(s.span)), record.sections[0])
    passage = Passage(
        f"{record.id}:{around.span.start}-{around.span.end}",
        record.id,
        record.title,
        record.dates[0],
        around.topic,
        around.speaker,
        around.page,
        around.span,
        around.span.of(record.text),
    )
    return Citation(n, passage, span, quote)


def answer(text: str, *citations: Citation, short: str | None = None, asked: str = "Hoeveel boten?") -> Answer:
    return Answer(text, citations, bool(citations), short, Question(asked))


def talk(said: Answer, asked: str = "Hoeveel boten?") -> Conversation:
    return (Exchange(asked, said),)


def words(html: str) -> str:
    """The text that a page shows, with all white space as one space."""
    seen = re.sub(r'<span class="unseen">.*?</span>|<span class="page">.*?</span>', "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", seen)).split())


def marked(html: str) -> list[str]:
    return [unescape(found) for found in re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL)]


# the record and its mark


def test_the_marked_words_of_a_wrapped_quote_are_exactly_the_quote() -> None:
    quote = "De politie krijgt 12 nieuwe boten, die voor het \neind van het jaar varen."
    assert marked(source_pane(cite(1, quote), RECORD, "0-1")) == [" ".join(quote.split())]


def test_a_quote_over_two_paragraphs_is_marked_in_both() -> None:
    quote = "per jaar 4 mln. in de begroting.\n\nDe burgemeesters zijn tevreden."
    assert marked(source_pane(cite(1, quote), RECORD, "0-1")) == [
        "per jaar 4 mln. in de begroting.",
        "De burgemeesters zijn tevreden.",
    ]


def test_only_the_quoted_place_is_marked_when_the_same_words_stand_elsewhere() -> None:
    text = "Titel\nHet blijft zo. Toch. Het blijft zo."
    record = Record("r", "Titel", (), "record", "t", text, (Section("X", None, None, Span(6, len(text))),))
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
    record = Record("r", "Titel", (), "record", "Titel", text, (Section("T", None, None, Span(6, len(text))),))
    html = record_html(record, Span(first, last))
    without = re.sub(r'<span class="unseen">.*?</span>', "", html)
    shown = unescape(re.sub(r"</?(?:p|h3|mark)[^>]*>", "", without))
    assert "".join(shown.split()) == "".join(body.split())
    assert "".join("".join(marked(html)).split()) == "".join(text[first:last].split())


def test_a_pane_names_the_meeting_the_topic_and_the_page() -> None:
    shown = words(source_pane(cite(1, "De stal blijft."), RECORD, "0-1"))
    assert "Overleg van 3 mei 2021 · Honden en paarden · pagina 2" in shown
    assert shown.startswith("Verslag Sluiten Korte terugkoppeling LOVP 3 mei 2021")


def test_a_record_that_changed_since_the_answer_is_shown_without_a_mark_and_says_so() -> None:
    old = cite(1, "De stal blijft.")
    moved = replace(RECORD, text="x" + TEXT, sections=())
    pane = source_pane(old, moved, "0-1")
    assert not marked(pane)
    assert web_text.RECORD_CHANGED in pane


def test_a_record_that_is_gone_gives_a_reason() -> None:
    assert web_text.RECORD_GONE in source_pane(cite(1, "De stal blijft."), None, "0-1")


# the conversation


def test_nothing_that_anyone_wrote_becomes_a_tag() -> None:
    evil = "<img src=x onerror=alert(1)> [x](https://x.nl) \"' `${1}` {{value}}"
    said = Answer(f"{evil} [1]", (cite(1, "Voertuigen en <b>banden</b>"),), True, evil, Question(evil), ((evil, evil),))
    pages = [
        conversation_html((Exchange("<i>vraag</i>", said), Exchange(evil, notice=evil)), OVERVIEW),
        conversation_html((), OVERVIEW),
        source_pane(said.citations[0], RECORD, "0-1"),
        header(OVERVIEW),
    ]
    for page in pages:
        assert not re.search(r"<(?:img|b|i|script)\b|href=\"(?!#source-)", page)
    assert "alert(1)" in words(pages[0])


def test_each_marker_links_to_its_source_and_other_brackets_stay_text() -> None:
    html = conversation_html(talk(answer("Twaalf [1]. Zie ook [7].", cite(1, "De stal blijft."))), OVERVIEW)
    assert re.findall(r'<a class="cite marker" href="#source-0-1"[^>]*>(.*?)</a>', html) == ["[1]"]
    assert 'id="source-0-1"' in html
    assert "Zie ook [7]." in html


def test_a_source_lists_date_topic_page_and_quote() -> None:
    shown = words(conversation_html(talk(answer("Ja [1].", cite(1, "De stal blijft."))), OVERVIEW))
    assert "3 mei 2021 · Honden en paarden · pagina 2 De stal blijft." in shown


def test_the_short_answer_comes_before_the_text() -> None:
    html = conversation_html(talk(answer("Er zijn er twaalf [1].", cite(1, "De stal blijft."), short="12")), OVERVIEW)
    assert html.index('class="short"') < html.index("Er zijn er twaalf")


@pytest.mark.parametrize(("typed", "shown"), [("En de boten?", True), (" Hoeveel boten? ", False)])
def test_what_was_understood_is_shown_when_it_differs_from_what_was_typed(typed: str, shown: bool) -> None:
    html = conversation_html(talk(answer("Niets."), typed), OVERVIEW)
    assert (web_text.UNDERSTOOD in html) == shown


def test_many_other_words_unfold_and_few_are_simply_shown() -> None:
    few = Answer("Niets.", (), False, None, Question("x"), (("taser", "stroomstootwapen"),))
    many = Answer("Niets.", (), False, None, Question("x"), tuple(("geld", f"woord{n}") for n in range(9)))
    assert "taser → stroomstootwapen" in conversation_html(talk(few), OVERVIEW)
    unfolding = conversation_html(talk(many), OVERVIEW)
    assert re.search(r"<summary>.*woord3 en nog 5</summary>.*woord8</details>", unfolding)


def test_blank_lines_part_paragraphs_and_dashes_make_a_list() -> None:
    html = conversation_html(talk(answer("Eerst.\n\n- een\n- twee\n\nDaarna\ndoor.")), OVERVIEW)
    plain = re.sub(r"</?span[^>]*>", "", html)
    assert "<p>Eerst.</p><ul><li>een</li><li>twee</li></ul><p>Daarna\ndoor.</p>" in plain


def test_what_is_copied_holds_question_answer_and_every_source() -> None:
    quote = "De politie krijgt 12 nieuwe boten, die voor het \neind van het jaar varen."
    said = answer("Twaalf [1], en meer [2].", cite(1, quote), cite(2, "De stal blijft."), short="12")
    copied = plain_text(Exchange("Hoeveel boten?", said))
    assert copied.startswith("Vraag: Hoeveel boten?\n\nAntwoord: 12\nTwaalf [1], en meer [2].\n\nBronnen:\n")
    assert (
        "[1] Korte terugkoppeling LOVP 3 mei 2021 (3 mei 2021, Voertuigen en <b>banden</b>, pagina 1): "
        "“De politie krijgt 12 nieuwe boten, die voor het eind van het jaar varen.”\n"
    ) in copied
    assert "[2] Korte terugkoppeling LOVP 3 mei 2021 (3 mei 2021, Honden en paarden, pagina 2): “De stal" in copied


# what is asked and remembered


def test_a_reply_shows_the_question_at_once_and_then_sentence_by_sentence() -> None:
    said = answer("Een [1]. Twee [2]. Drie.", cite(1, "De stal blijft."), cite(2, "per jaar 4 mln. in de begroting."))
    steps = list(reply(lambda _message, _history: said, (), "Hoeveel boten?"))
    assert [said.text[:shown] if now[-1].answer else None for now, shown in steps] == [
        None,
        "Een [1].",
        "Een [1]. Twee [2].",
        "Een [1]. Twee [2]. Drie.",
    ]
    assert [now[-1].pending for now, _ in steps] == [True, False, False, False]


def test_sentence_ends_cover_the_whole_text() -> None:
    assert sentence_ends("Zonder bron.") == [12]
    assert sentence_ends("") == []


def test_history_holds_the_plain_texts_of_answered_turns_only() -> None:
    heard: list[Sequence[Turn]] = []

    def ask(message: str, before: Sequence[Turn]) -> Answer:
        heard.append(before)
        return answer("Twaalf.")

    said = (
        Exchange("Eerste?", answer("Ja [1].", cite(1, "De stal blijft."))),
        Exchange("Mis?", notice="Te lang."),
    )
    list(reply(ask, said, "Tweede?"))
    assert heard == [[Turn("user", "Eerste?"), Turn("assistant", "Ja [1].")]]
    assert history(()) == []


def test_a_refused_question_is_answered_with_the_reason() -> None:
    def ask(message: str, before: Sequence[Turn]) -> Answer:
        raise QuestionError("Uw vraag is te lang.")

    (conversation, _) = list(reply(ask, (), "x" * 3000))[-1]
    assert conversation[-1].refused
    html = conversation_html(conversation, OVERVIEW)
    assert "Uw vraag is te lang." in html
    assert "x" * 200 not in html


def test_an_unexpected_error_gives_a_dutch_apology_and_a_line_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def ask(message: str, before: Sequence[Turn]) -> Answer:
        raise RuntimeError("geheim wachtwoord")

    with caplog.at_level(logging.ERROR):
        (conversation, _) = list(reply(ask, (), "Hoeveel boten?"))[-1]
    html = conversation_html(conversation, OVERVIEW)
    assert web_text.SORRY in html
    assert "geheim" not in html
    assert "geheim" in caplog.text


def test_a_lone_surrogate_does_not_stop_the_page() -> None:
    heard: list[str] = []

    def ask(message: str, before: Sequence[Turn]) -> Answer:
        heard.append(message)
        return answer("Niets.")

    (conversation, _) = list(reply(ask, (), "boten \ud800?"))[-1]
    assert heard == ["boten ??"]
    conversation_html(conversation, OVERVIEW).encode()


def test_stopping_ends_a_reply_that_was_on_its_way_and_no_other() -> None:
    done = Exchange("Eerste?", answer("Ja."))
    assert stopped((done, Exchange("Tweede?")))[-1].notice == web_text.STOPPED
    assert stopped((done,)) == (done,)
    assert stopped(()) == ()


@pytest.mark.parametrize(("turn", "n"), [("0", 1), (-1, 1), (1, 1), (0, 2), (None, None), (0, "1")])
def test_a_citation_that_the_browser_makes_up_is_none(turn: object, n: object) -> None:
    said = talk(answer("Ja [1].", cite(1, "De stal blijft.")))
    assert citation_at(said, turn, n) is None
    assert citation_at(said, 0, 1) is not None


# what the page tells


@pytest.mark.parametrize(
    ("count", "first", "last", "told"),
    [
        (
            13,
            date(2019, 6, 24),
            date(2023, 4, 24),
            "13 verslagen van het LOVP, van 24 juni 2019 tot en met 24 april 2023",
        ),
        (1, date(2019, 6, 24), date(2019, 6, 24), "zoekt in één verslag van het LOVP, van 24 juni 2019"),
        (2, None, None, "zoekt in 2 verslagen van het LOVP"),
        (0, None, None, "lovp index MAP"),
    ],
)
def test_the_header_says_what_is_searched(count: int, first: date | None, last: date | None, told: str) -> None:
    assert words(header(Overview(count, first, last))).endswith(told)


def test_examples_are_questions_on_topics_that_get_an_answer() -> None:
    def about(day: int, *topics: str) -> Record:
        spans = tuple(Section(topic, None, None, Span(0, 1)) for topic in topics)
        return Record(f"r{day}", "T", (date(2020, 1, day),), "record", "s", "x", spans)

    def ask(message: str, before: Sequence[Turn]) -> Answer:
        return answer("Ja [1].", cite(1, "De stal blijft.")) if "honden" not in message else answer("Niets.")

    records = [
        about(1, "Invoering stroomstootwapen", "BOA's"),
        about(2, "Opening", "Honden", "Nieuwe boten", "Paarden"),
    ]
    assert examples(records, ask) == (
        "Voor welke jaren is de financiering van de taser geregeld?",
        "Wat is er besproken over nieuwe boten?",
        "Wat is er besproken over BOA's?",
        "Wat is er besproken over paarden?",
    )
    assert examples([], ask) == ()
    assert overview_of(records, ask).last == date(2020, 1, 2)


# where it is served


def test_a_port_in_use_is_said_in_dutch_with_what_to_do() -> None:
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(PortInUse, match=rf"Poort {port} .* al in gebruik.*--port"):
            listen("127.0.0.1", port)


def test_an_address_of_another_computer_is_said_in_dutch(monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = (socket.AF_INET, socket.SOCK_STREAM, 0, "", ("192.0.2.1", 0))  # TEST-NET-1: nobody's, by RFC 5737
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: [elsewhere])
    with pytest.raises(CannotListenError, match="elders hoort niet bij deze computer"):
        listen("elders", 0)


def test_a_name_that_is_no_address_is_said_in_dutch(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: object, **_more: object) -> None:
        raise socket.gaierror("onbekend")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)  # no name is looked up in a test
    with pytest.raises(CannotListenError, match="nergens hoort niet bij deze computer"):
        listen("nergens", 0)


def test_the_address_is_one_that_a_browser_on_this_computer_can_open() -> None:
    with listen("0.0.0.0", 0) as everywhere:  # noqa: S104  # closed at once; nothing answers on it
        assert address(everywhere) == f"http://127.0.0.1:{everywhere.getsockname()[1]}"


def test_gradio_is_not_imported_before_a_page_is_made() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import sys, ui.web; print('gradio' in sys.modules)"],
        capture_output=True,
        text=True,
    )
    assert said.stdout == "False\n"
