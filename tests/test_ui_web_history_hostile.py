"""What comes back from a browser is hostile: what the page cannot have kept is refused in Dutch, and words stay words."""

import copy
import json
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_ui_web_history import conversation, told

from assistant.answer import PartKind, ScopePart
from assistant.ask import QUESTION_CHARS
from assistant.feedback import feedback_on, given_of
from index.feedback import Face
from index.records import Scope, Span
from index.search import Index
from ui import web_text_history
from ui.web_chat import Conversation, history, kept_at
from ui.web_copied import plain_text
from ui.web_history import LONGEST, MOST_EXCHANGES, HistoryError, from_json, to_json
from ui.web_history_panel import history_frame, kept_html, opened_html, refused_html
from ui.web_html import conversation_html

__all__ = ["conversation", "told"]  # the fixtures that the tests below use


def refused(told: Any, index: Index) -> bool:
    try:
        from_json(told if isinstance(told, str) else json.dumps(told), index)
    except HistoryError as error:
        return str(error) in {web_text_history.DAMAGED, web_text_history.OTHER_VERSION}
    return False


ANSWER, CITATION = ("exchanges", 0, "answer"), ("exchanges", 0, "answer", "citations", 0)
FORGED: list[tuple[tuple[Any, ...], Any]] = [
    (("v",), 2),
    (("v",), True),
    (("v",), [1]),
    (("meer",), 1),
    (("exchanges",), []),
    (("exchanges",), {}),
    (("exchanges", 0, "asked"), "x" * (QUESTION_CHARS + 1)),
    (("exchanges", 0, "asked"), None),
    (("exchanges", 0, "asked"), "\ud800"),
    (("exchanges", 0, "restored"), True),
    (("exchanges", 0, "draft"), "half"),
    (("exchanges", 0, "again"), 0),
    (("exchanges", 1, "again"), -1),
    (("exchanges", 1, "again"), True),
    (("exchanges", 0, "at"), "2026-11-29T01:00:00"),
    (("exchanges", 0, "at"), "1026-11-29T01:00:00+00:00"),
    (("exchanges", 0, "at"), "9999-12-31T23:59:59-12:00"),
    (("exchanges", 0, "at"), "2026-11-29"),
    (("exchanges", 0, "at"), 5),
    (("exchanges", 0, "elapsed_ms"), 1e999),
    (("exchanges", 0, "elapsed_ms"), float("nan")),
    (("exchanges", 0, "elapsed_ms"), -1),
    (("exchanges", 0, "elapsed_ms"), 10**400),
    (("exchanges", 0, "key"), "sleutel"),
    (("exchanges", 0, "notice"), "en een antwoord"),
    (("exchanges", 0, "expected"), "<b>"),
    (("exchanges", 0, "scope"), {"since": "vandaag"}),
    (("exchanges", 0, "scope"), {"since": "20190101"}),
    (("exchanges", 0, "removed"), [{"kind": "anders", "value": "", "label": ""}]),
    ((*ANSWER, "text"), 1),
    ((*ANSWER, "text"), f"[{'1' * 5000}]"),
    ((*ANSWER, "answered"), 1),
    ((*ANSWER, "answered"), False),
    ((*ANSWER, "short"), ["2020"]),
    ((*ANSWER, "composer"), "mens"),
    ((*ANSWER, "composer"), "llm:" + "x" * 500),
    ((*ANSWER, "confidence"), 2),
    ((*ANSWER, "refusal"), "nothing"),
    ((*ANSWER, "mark"), {"n": 9, "span": [1, 2]}),
    ((*ANSWER, "explanations"), [{"n": 2, "words": "a", "meaning": "b"}]),
    ((*ANSWER, "expansions"), [["een"]]),
    ((*ANSWER, "expansions"), [["een", "twee", "drie"]]),
    ((*ANSWER, "withheld"), [{"text": "a", "fault": "zomaar", "why": ""}]),
    ((*ANSWER, "seen"), [["x", 1]]),
    ((*ANSWER, "citations"), {}),
    ((*ANSWER, "nearest"), [{}]),
    ((*CITATION, "n"), 0),
    ((*CITATION, "n"), 2),
    ((*CITATION, "n"), 1.0),
    ((*CITATION, "span"), [5, 5]),
    ((*CITATION, "span"), [-5, 5]),
    ((*CITATION, "span"), [5, 10**10]),
    ((*CITATION, "span"), [5]),
    ((*CITATION, "span"), {"start": 5, "end": 6}),
    ((*CITATION, "quote"), " "),
    ((*CITATION, "passage", "text"), "verzonnen"),
    ((*CITATION, "passage", "id"), "verzonnen"),
    ((*CITATION, "passage", "date"), "2019-13-01"),
    ((*CITATION, "passage", "page"), "3"),
]


@pytest.mark.parametrize(("place", "value"), FORGED, ids=lambda part: str(part)[:60])
def test_what_the_page_cannot_have_kept_is_refused(
    place: tuple[Any, ...], value: Any, told: Any, example_index: Index
) -> None:
    told = copy.deepcopy(told)
    inside = told
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = value
    assert refused(told, example_index)


@pytest.mark.parametrize("name", ["asked", "at"])
def test_what_is_missing_is_refused(name: str, told: Any, example_index: Index) -> None:
    told = copy.deepcopy(told)
    del told["exchanges"][0][name]
    assert refused(told, example_index)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nee",
        "null",
        "[]",
        '{"v":1}',
        "[" * 500_000,
        '{"a":' * 100_000,
        '{"v":1,"exchanges":[NaN]}',
        f'{{"v":{"9" * 5000},"exchanges":[]}}',
        " " * (LONGEST + 1),
        None,
        7,
        b"{}",
    ],
    ids=lambda text: str(text)[:20],
)
def test_text_that_is_no_conversation_is_refused(text: object, example_index: Index) -> None:
    with pytest.raises(HistoryError):
        from_json(text, example_index)


def test_more_exchanges_or_citations_than_there_can_be_are_refused(told: Any, example_index: Index) -> None:
    short = {"asked": "?", "notice": "mis"}
    assert not refused({"v": 1, "exchanges": [short] * MOST_EXCHANGES}, example_index)
    assert refused({"v": 1, "exchanges": [short] * (MOST_EXCHANGES + 1)}, example_index)
    told = copy.deepcopy(told)
    answer = told["exchanges"][0]["answer"]
    answer["citations"] = [{**answer["citations"][0], "n": n + 1} for n in range(201)]
    assert refused(told, example_index)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["taser", "2019-10-28", "[1]"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(JSON)
def test_arbitrary_json_gives_a_dutch_refusal(example_index: Index, value: Any) -> None:
    assert refused({"v": 1, "exchanges": value}, example_index)
    assert refused(value, example_index)


@given(st.data())
def test_a_conversation_that_was_meddled_with_is_refused_or_can_be_used(
    example_index: Index, told: Any, data: st.DataObject
) -> None:
    told = copy.deepcopy({"v": 1, "exchanges": told["exchanges"][:4]})
    for _ in range(data.draw(st.integers(1, 3))):
        inside = told["exchanges"]
        while True:
            keys = sorted(inside) if isinstance(inside, dict) else range(len(inside))
            if not keys:
                break
            step = data.draw(st.sampled_from(keys))
            if isinstance(inside[step], dict | list) and data.draw(st.booleans()):
                inside = inside[step]
                continue
            deed = data.draw(st.sampled_from(["drop", "change", "swap"]))
            if deed == "drop":
                del inside[step]
            elif deed == "change":
                same = st.text(max_size=30) if isinstance(inside[step], str) else st.integers(-2, 10**6)
                inside[step] = data.draw(JSON | same)
            else:
                other = data.draw(st.sampled_from(keys))
                inside[step], inside[other] = inside[other], inside[step]
            break
    try:
        found = from_json(json.dumps(told), example_index)
    except HistoryError:
        return
    used(found)
    assert from_json(to_json(found) or json.dumps(told), example_index)


def used(conversation: Conversation) -> None:
    """All that the page does with a conversation."""
    conversation_html(conversation)
    history(conversation)
    for turn, exchange in enumerate(conversation):
        plain_text(exchange)
        kept = kept_at(conversation, turn)
        if kept is not None and exchange.key:
            feedback_on(
                given_of(kept.answer),
                face=Face.BROWSER,
                key=kept.key,
                question=kept.question,
                history=kept.history,
                good=True,
            )


EVIL = "</div><script>alert(1)</script><img src=x onerror=alert(2)> [1] “"


class Tags(HTMLParser):
    """Which tags there are, and which attributes that would run something."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.handlers: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]


def test_words_of_a_stranger_stay_words(told: Any, example_index: Index) -> None:
    def poisoned(value: Any) -> Any:
        if isinstance(value, dict):
            fixed = {"at", "key", "composer", "date", "kind", "refusal", "fault", "since", "until", "expected"}
            return {name: one if name in fixed else poisoned(one) for name, one in value.items()}
        if isinstance(value, list):
            return [poisoned(one) for one in value]
        return EVIL if isinstance(value, str) else value

    found = from_json(json.dumps({"v": 1, "exchanges": poisoned(told["exchanges"])}), example_index)
    page = Tags(conversation_html(found))
    assert {"script", "img"} & page.tags == set()
    assert page.handlers == []
    for html in (kept_html(found), refused_html(EVIL), opened_html(found)):
        assert Tags(html).tags == {"div"}


def test_a_part_of_every_kind_comes_back(example_index: Index, conversation: Conversation) -> None:
    parts = tuple(ScopePart(kind, "waarde", "woorden", "x") for kind in PartKind)
    first = replace(conversation[0], removed=parts, scope=Scope(date(2019, 1, 1), date(2020, 1, 1), "a", "b"))
    (found,) = from_json(to_json((first,)), example_index)
    assert (found.removed, found.scope) == (parts, first.scope)


def test_a_span_past_the_end_of_a_record_is_shown_and_marks_nothing(told: Any, example_index: Index) -> None:
    told = copy.deepcopy(told)
    told["exchanges"][0]["answer"]["citations"][0]["span"] = [999_999, 1_000_009]
    (first, *_) = from_json(json.dumps(told), example_index)
    assert first.answer is not None
    assert first.answer.citations[0].span == Span(999_999, 1_000_009)
    assert first.key == ""


def test_the_panel_has_every_phrase_and_nothing_that_runs() -> None:
    page = Tags(history_frame())
    assert page.handlers == []
    assert {"dialog", "template", "input", "h2"} <= page.tags
