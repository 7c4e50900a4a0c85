"""From an answer and what someone thinks of it to what is kept: their own words, and where the sources stand.

The browser, Slack and the terminal share it, so that none of them keeps more than another. Words of the records don't come
along, nor those of the answer, which are theirs too.
"""

from collections.abc import Sequence
from enum import StrEnum
from hashlib import sha256

from assistant.answer import Answer, Turn
from assistant.ask import QUESTION_CHARS
from assistant.plain import plain
from index.feedback import Face, Feedback, Pointer
from index.inbox import Given

REMARK_CHARS = 1000  # of a remark; the rest is cut off
EARLIER = 10  # questions before it that are kept, the newest


class Reason(StrEnum):
    """What is wrong with an answer, as its user says it."""

    WRONG = "klopt niet"
    MISSED = "niet gevonden terwijl het er staat"
    SOURCE = "verkeerde bron"
    INCOMPLETE = "onvolledig"
    OTHER = "anders"


def given_of(answer: Answer) -> Given:
    """What there is to keep of an answer: where its citations stand (or, when it declined, the places that came nearest)."""
    cited = answer.citations or answer.nearest
    return Given(
        answer.answered,
        answer.composer,
        tuple(
            Pointer(
                citation.passage.record_id,
                citation.span.start,
                citation.span.end,
                sha256(citation.quote.encode(errors="surrogatepass")).hexdigest(),
            )
            for citation in sorted(cited, key=lambda citation: citation.n)
        ),
    )


def feedback_on(
    said: Given,
    *,
    face: Face,
    key: str,
    question: str,
    history: Sequence[Turn] = (),
    good: bool,
    reason: Reason | None = None,
    remark: str = "",
    about: int | None = None,
) -> Feedback:
    """What is kept of someone's verdict on an answer.

    Args:
        said: what the answer was.
        face: where it was given.
        key: tells this answer, and where several people judge it the one who does, from every other of that face.
        question: as the user asked it.
        history: the turns before it; only the user's own are kept.
        good: whether they found it good; then there is no reason or remark.
        reason: what is wrong with it; `Reason.OTHER` when it isn't said.
        remark: in their own words; without characters that steer a screen, and no longer than `REMARK_CHARS`.
        about: the number of the citation that is meant.

    Raises:
        ValueError: `about` is no citation of the answer.
    """
    if about is not None and not 1 <= about <= len(said.sources):
        raise ValueError(f"no citation {about}")
    return Feedback(
        face=face,
        key=key,
        question=_kept(question, QUESTION_CHARS),
        history=tuple(_kept(turn.text, QUESTION_CHARS) for turn in history if turn.role == "user")[-EARLIER:],
        good=good,
        reason=None if good else (reason or Reason.OTHER).value,
        remark="" if good else _kept(remark, REMARK_CHARS),
        answered=said.answered,
        composer=said.composer,
        sources=said.sources,
        about=None if good else about,
    )


def _kept(text: str, longest: int) -> str:
    """`text` fit to be kept and shown; the last characters that don't fit are left out."""
    return plain(text.encode(errors="replace").decode()).strip()[:longest].rstrip()
