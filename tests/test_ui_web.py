"""The browser face without a browser: what is asked and remembered, told and refused."""

import logging
import socket
import subprocess
import sys
from collections.abc import Collection, Sequence
from datetime import date

import pytest
from boats import answer, cite, words

from assistant.answer import Answer, Turn
from assistant.ask import QuestionError
from index.recipe import StoreError
from index.records import Record, RecordKind, Scope, Section, Span
from ui import web_text
from ui.web import warm
from ui.web_chat import Exchange, history, reply, sentence_ends, stopped
from ui.web_html import Overview, conversation_html, header
from ui.web_overview import examples, overview_of
from ui.web_server import CannotListenError, PortInUse, address, listen

# what is asked and remembered


def test_a_reply_shows_the_question_at_once_and_then_sentence_by_sentence() -> None:
    said = answer("Een [1]. Twee [2]. Drie.", cite(1, "De stal blijft."), cite(2, "per jaar 4 mln. in de begroting."))
    steps = list(reply(lambda _message, _history, /, *, scope=None, without=(): said, (), "Hoeveel boten?"))
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

    def ask(
        message: str, before: Sequence[Turn], /, *, scope: Scope | None = None, without: Collection[str] = ()
    ) -> Answer:
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
    def ask(
        message: str, before: Sequence[Turn], /, *, scope: Scope | None = None, without: Collection[str] = ()
    ) -> Answer:
        raise QuestionError("Uw vraag is te lang.")

    (conversation, _) = list(reply(ask, (), "x" * 3000))[-1]
    assert conversation[-1].refused
    html = conversation_html(conversation)
    assert "Uw vraag is te lang." in html
    assert "x" * 200 not in html


def test_an_unexpected_error_gives_a_dutch_apology_and_a_line_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def ask(
        message: str, before: Sequence[Turn], /, *, scope: Scope | None = None, without: Collection[str] = ()
    ) -> Answer:
        raise RuntimeError("geheim wachtwoord")

    with caplog.at_level(logging.ERROR):
        (conversation, _) = list(reply(ask, (), "Hoeveel boten?"))[-1]
    html = conversation_html(conversation)
    assert web_text.SORRY in html
    assert "geheim" not in html
    assert "geheim" in caplog.text


def test_a_lone_surrogate_does_not_stop_the_page() -> None:
    heard: list[str] = []

    def ask(
        message: str, before: Sequence[Turn], /, *, scope: Scope | None = None, without: Collection[str] = ()
    ) -> Answer:
        heard.append(message)
        return answer("Niets.")

    (conversation, _) = list(reply(ask, (), "boten \ud800?"))[-1]
    assert heard == ["boten ??"]
    conversation_html(conversation).encode()


def test_stopping_ends_a_reply_that_was_on_its_way_and_no_other() -> None:
    done = Exchange("Eerste?", answer("Ja."))
    assert stopped((done, Exchange("Tweede?")))[-1].notice == web_text.STOPPED
    assert stopped((done,)) == (done,)
    assert stopped(()) == ()


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
        return Record(f"r{day}", "T", (date(2020, 1, day),), RecordKind.RECORD, "s", "x", spans)

    def ask(
        message: str, before: Sequence[Turn], /, *, scope: Scope | None = None, without: Collection[str] = ()
    ) -> Answer:
        return answer("Ja [1].", cite(1, "De stal blijft.")) if "honden" not in message else answer("Niets.")

    records = [
        about(1, "Invoering stroomstootwapen", "BOA's"),
        about(
            2, "1. Opening en mededelingen", "Aanwezig", "Honden", "3. Nieuwe boten", "Actie | Wie | Gereed", "Paarden"
        ),
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


@pytest.mark.parametrize("port", [-1, 65536, 99999])
def test_a_port_that_is_none_is_refused(port: int) -> None:
    with pytest.raises(CannotListenError, match=str(port)):
        listen("127.0.0.1", port)


def test_one_that_is_stopped_while_it_warms_up_ends_quietly(caplog: pytest.LogCaptureFixture) -> None:
    def closed() -> None:
        raise StoreError("de index is gesloten")

    with caplog.at_level(logging.INFO):
        warm(closed)
    assert [(line.levelno, line.name) for line in caplog.records] == [(logging.INFO, "ui.web")]
