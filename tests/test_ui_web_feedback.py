"""What the browser says of an answer, without a browser: read with suspicion, kept, and drawn so that it can be found."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from boats import answer, cite, words

from assistant.answer import Answer, PartKind, Question, ScopePart, Turn
from assistant.feedback import Reason
from index.sqlite_feedback import feedback_entries
from ui import web_text
from ui.web_chat import Exchange, kept_at
from ui.web_feedback import Verdict, judge_into, verdict_from
from ui.web_html import conversation_html

SAID = answer("De stal blijft [1].", cite(1, "De stal blijft."))
EARLIER = Exchange("Zijn er paarden?", answer("Ja [1].", cite(1, "een paard")), at=datetime.now(UTC), key="eerder")


def asked(said: Answer = SAID, **more: object) -> tuple[Exchange, ...]:
    exchange = Exchange("Blijft de stal?", said, at=datetime.now(UTC), key="sleutel")
    return EARLIER, replace(exchange, **more)  # type: ignore[arg-type]  # fields of an exchange


def test_a_verdict_is_kept_with_the_question_and_what_was_asked_before(tmp_path: Path) -> None:
    kept = kept_at(asked(), 1)
    assert kept is not None
    judge_into(tmp_path)(kept, Verdict(False, Reason.SOURCE, "Niet dit verslag.", 1))
    (entry,) = feedback_entries(tmp_path)
    assert (entry.said.face, entry.said.question, entry.said.history) == (
        "browser",
        "Blijft de stal?",
        ("Zijn er paarden?",),
    )
    assert (entry.said.good, entry.said.reason, entry.said.remark, entry.said.about) == (
        False,
        "verkeerde bron",
        "Niet dit verslag.",
        1,
    )
    judge_into(tmp_path)(kept, Verdict(True))
    assert [one.said.good for one in feedback_entries(tmp_path)] == [True]
    judge_into(tmp_path)(kept, Verdict(None))
    assert feedback_entries(tmp_path) == []


def test_a_question_asked_without_a_part_of_it_is_kept_as_it_was_asked_then(tmp_path: Path) -> None:
    removed = (ScopePart(PartKind.PERIOD, "2021-01-01/2021-12-31", "2021", "in 2021"),)
    kept = kept_at(
        asked(replace(SAID, question=Question("Blijft de stal?")), asked="In 2021, blijft?", removed=removed), 1
    )
    assert kept is not None
    judge_into(tmp_path)(kept, Verdict(True))
    assert feedback_entries(tmp_path)[0].said.question == "Blijft de stal?"
    assert kept.history == (Turn("user", "Zijn er paarden?"), Turn("assistant", "Ja [1]."))


@pytest.mark.parametrize(
    ("good", "reason", "remark", "about"),
    [
        ("ja", None, "", None),
        (0, None, "", None),
        (False, "zomaar", "", None),
        (False, ["klopt niet"], "", None),
        (False, None, {"x": 1}, None),
        (False, None, "", "1"),
        (False, None, "", True),
    ],
)
def test_what_the_page_cannot_have_sent_is_refused(good: object, reason: object, remark: object, about: object) -> None:
    with pytest.raises(ValueError, match=r"no verdict|another kind|is not a valid Reason"):
        verdict_from(good, reason, remark, about)


def test_what_the_page_sends_is_a_verdict() -> None:
    assert verdict_from(False, "onvolledig", "Meer.", 2) == Verdict(False, Reason.INCOMPLETE, "Meer.", 2)
    assert verdict_from(True, None, "", None) == Verdict(True)
    assert verdict_from(None).good is None


def test_an_answer_can_be_judged_and_says_what_is_kept() -> None:
    html = conversation_html(asked())
    assert html.count('data-key="sleutel"') == 1
    assert web_text.REMARK_KEPT in words(html)
    assert 'value="klopt niet" checked' in html.partition('data-key="sleutel"')[2]
    assert '<option value="1">[1] 3 mei 2021' in html


def test_of_an_answer_that_declined_it_is_first_asked_whether_it_is_there_all_the_same() -> None:
    html = conversation_html(asked(answer("Niet gevonden."))).partition('data-key="sleutel"')[2]
    assert 'value="niet gevonden terwijl het er staat" checked' in html
    assert "<select" not in html


def test_an_answer_that_is_still_growing_cannot_be_judged_yet() -> None:
    assert 'data-key="sleutel"' not in conversation_html(asked(), 4)


def test_nothing_in_the_form_can_become_a_tag() -> None:
    evil = answer("Ja [1].", cite(1, "12 nieuwe boten"))  # under a topic with <b> in it
    html = conversation_html(asked(evil, key='"><i>'))
    assert "<b>" not in html
    assert "<i>" not in html
