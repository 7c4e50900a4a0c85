"""A link to an answer: the question as it was understood, its bounds, and a hash of what was quoted.

Nothing of it is kept on the server: who opens the link asks the question again, and is told whether the same words come back. It
stands behind the # of the address, which a browser sends to nobody. What a user took away from a question is no part of it any
more: as it was understood it no longer holds those words.
"""

import hashlib
import re
from datetime import date
from urllib.parse import parse_qsl, urlencode

from assistant.answer import Answer
from assistant.ask import QUESTION_CHARS
from index.records import EVERYTHING, Scope
from ui.web_chat import Exchange

QUESTION = "vraag"  # the key that a link opens with, as web_ask.js knows it
_LONGEST = 4 * QUESTION_CHARS  # characters of a link that is read
_DIGEST = re.compile(r"[0-9a-f]{16}")
_KEYS = ("vraag", "vanaf", "tot", "agendapunt", "spreker", "antwoord")


def share_link(exchange: Exchange) -> str:
    """What stands behind the # of the address; "" while there is no answer."""
    answer = exchange.answer
    if answer is None:
        return ""
    scope = exchange.scope or EVERYTHING
    values = (
        answer.question.text,
        scope.since.isoformat() if scope.since else "",
        scope.until.isoformat() if scope.until else "",
        scope.topic or "",
        scope.speaker or "",
        answer_digest(answer),
    )
    return urlencode([(key, value) for key, value in zip(_KEYS, values, strict=True) if value], errors="replace")


def exchange_from(link: object) -> Exchange | None:
    """The question of a link, to be asked; None for what is no link of ours."""
    if not isinstance(link, str) or len(link) > _LONGEST:
        return None
    given = dict(parse_qsl(link, keep_blank_values=True))
    if given.keys() - set(_KEYS) or not given.get(QUESTION, "").strip():
        return None
    try:
        since, until = (date.fromisoformat(given[key]) if key in given else None for key in ("vanaf", "tot"))
    except ValueError:
        return None
    if not _DIGEST.fullmatch(given.get("antwoord", "")):
        return None
    scope = Scope(since, until, given.get("agendapunt") or None, given.get("spreker") or None)
    return Exchange(given[QUESTION], scope=None if scope == EVERYTHING else scope, expected=given["antwoord"])


def answer_digest(answer: Answer) -> str:
    """A hash of what is answered: whether it is, and the words that are quoted, of which records."""
    told = [str(answer.answered), *(f"{c.passage.record_id}\n{' '.join(c.quote.split())}" for c in answer.citations)]
    return hashlib.sha256("\x00".join(told).encode(errors="replace")).hexdigest()[:16]
