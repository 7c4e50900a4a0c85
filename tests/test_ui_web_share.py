"""A link to an answer: it gives the same question in the same bounds back, and tells whether the answer is the same."""

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import pytest
from boats import answer, cite, words
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Question
from index.records import Scope
from ui import web_text
from ui.web_chat import Exchange
from ui.web_html import conversation_html
from ui.web_share import answer_digest, exchange_from, share_link

SAID = answer("Ja [1].", cite(1, "De stal blijft."))


@given(
    st.text(min_size=1, max_size=300).filter(str.strip),
    st.none() | st.dates(),
    st.none() | st.dates(),
    st.none() | st.text(min_size=1, max_size=60),
    st.none() | st.text(min_size=1, max_size=60),
)
def test_a_link_gives_its_question_and_bounds_back(
    asked: str, since: date | None, until: date | None, topic: str | None, speaker: str | None
) -> None:
    asked = asked.encode(errors="replace").decode()
    scope = Scope(since, until, topic, speaker)
    told = Exchange("En dan?", replace(SAID, question=Question(asked)), scope=None if scope == Scope() else scope)
    again = exchange_from(share_link(told))
    assert again is not None
    assert (again.asked, again.scope) == (asked, told.scope)
    assert again.expected == answer_digest(SAID)


@pytest.mark.parametrize(
    "link",
    [
        None,
        7,
        "",
        "vraag=",
        "vraag=x",
        "vraag=x&antwoord=zzz",
        f"vraag=x&antwoord={'0' * 16}&onbekend=1",
        f"vraag=x&antwoord={'0' * 16}&vanaf=gisteren",
        f"vraag={'x' * 9000}&antwoord={'0' * 16}",
        f"antwoord={'0' * 16}",
    ],
)
def test_what_is_no_link_of_ours_asks_nothing(link: object) -> None:
    assert exchange_from(link) is None


@given(st.text(max_size=200) | st.dictionaries(st.text(max_size=9), st.text(max_size=20)).map(urlencode))
def test_whatever_stands_in_an_address_never_breaks_anything(link: str) -> None:
    asked = exchange_from(link)
    assert asked is None or asked.asked


def test_who_opens_a_link_is_told_whether_the_answer_is_the_same() -> None:
    same = Exchange("Blijft de stal?", SAID, expected=answer_digest(SAID))
    other = replace(same, answer=answer("Nee [1].", cite(1, "- Er komen vier honden")))
    assert web_text.SHARED_SAME in words(conversation_html((same,)))
    assert web_text.SHARED_OTHER in words(conversation_html((other,)))
    assert "koppeling" not in words(conversation_html((replace(same, expected=""),))).replace(web_text.SHARE, "")


def test_there_is_no_link_without_an_answer() -> None:
    assert share_link(Exchange("Nog bezig")) == ""
