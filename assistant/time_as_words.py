"""A time in a question that was no meeting that answers: read as what the text is about, if the quotes bear that out."""

import re
from collections.abc import Sequence
from datetime import date

from assistant.answer import Answer, Citation, PartKind
from assistant.attempt import Attempt
from assistant.decline import has_meeting
from assistant.matching import matches
from assistant.question import Understood
from assistant.wanted import act
from index.dates import MONTHS, find_dates
from index.dutch import fold

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def may_be_words(asked: Understood, days: Sequence[date]) -> bool:
    """Whether the period that a question names can also be what the text is about."""
    named = any(part.kind is PartKind.PERIOD and part.words for part in asked.question.parts)
    return asked.asked_period is not None and named and not (asked.tied and has_meeting(days, asked))


def names_period(answer: Answer, asked: Understood) -> bool:
    """Whether the quotes name the time that was asked about: its month and day, or its year."""
    words = next(part.words for part in asked.question.parts if part.kind is PartKind.PERIOD)
    dates = find_dates(words, short_years=True)
    if not dates:
        return all(any(year in c.quote for c in answer.citations) for year in _YEAR.findall(words))
    return any(
        (found.month, found.day or date.day) == (date.month, date.day or found.day)
        and date.year in {found.year, None, *_years(c)}
        for c in answer.citations
        for found in find_dates(c.quote)
        for date in dates
    )


def names_subject(attempt: Attempt) -> bool:
    """Whether the quotes name a thing that is asked about, besides a time; True when none is asked about, but no act either."""
    named = [c for c in attempt.concepts if c.noun and not (c.light or c.number) and fold(c.asked) not in MONTHS]
    if not named:
        return not any(act(concept.asked) for concept in attempt.concepts)
    citations = attempt.answer.citations if attempt.answer else ()
    return any(matches(citation.quote, named) for citation in citations)


def _years(citation: Citation) -> set[int]:
    """The years that a date without one may mean in a quote: that of the meeting and the next."""
    day = citation.passage.date
    return {day.year, day.year + 1} if day else set()
