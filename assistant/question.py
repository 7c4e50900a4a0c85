"""A message in a conversation becomes a question that stands on its own, and the meetings that it asks about.

The choice made here: only a date that is tied to a meeting ("in het LOVP van november 2023") limits which meetings are
searched. A bare year is as often what the text is *about* ("de financiering voor 2021"), so it stays a word to find. A day or
a month with its year ("op 28 oktober 2019", "in mei 2020") is tried as a meeting first, and as words when no such meeting
answers.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer import Question, Turn
from assistant.roles import ROLES
from index.concepts import Concept, question_concepts
from index.dates import Found, find_dates, written
from index.records import EVERYTHING, Scope, Span
from index.vocabulary import Vocabulary

_MEETING = r"(?:lovp|artikel\s+19[\s-]*overleg|overleg|vergadering|bijeenkomst|verslag|terugkoppeling|notulen)"
_BEFORE_DATE = re.compile(
    rf"(?:(?:in|op|tijdens|uit|bij|van)\s+)?(?:(?:het|de|dat|die)\s+)?{_MEETING}(?:\s+(?:lovp))?\s*(?:van|op|in|uit|d\.d\.|dd\.?)?\s*$",
    re.IGNORECASE,
)
_ON_DAY = re.compile(r"(?:op|van|d\.d\.|dd\.?)\s*$", re.IGNORECASE)
_HELPING = re.compile(
    r"\b(?:is|zijn|was|waren|wordt|worden|werd|werden|heeft|hebben|had|hadden|kan|kunnen|moet|moeten|gaat|gaan|komt|komen|krijgt|krijgen)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\?|\b(?:wie|wat|waar\w*|wanneer|hoe\w*|welke?|waarom)\b", re.IGNORECASE)
_IN_YEAR = re.compile(r"\b(?:in|uit|van)\s+(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
_IN_MONTH = re.compile(r"\b(?:in|uit|van)\s+$", re.IGNORECASE)
_YEAR_OF_MEETING = re.compile(
    rf"(?:(?:in|op|tijdens|uit|bij|van)\s+)?(?:(?:het|de|alle)\s+)?{_MEETING}(?:en|s)?\s+(?:van|in|uit)\s+(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_OPENS_FOLLOW_UP = re.compile(r"^\s*(?:en|maar|dus|ook|waarom|hoezo|hoe dan|sinds wanneer|door wie)\b", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"\b(?:dat|dit|die|deze|daar(?:aan|bij|door|in|mee|na|om|op|over|uit|van|voor)?|hier(?:aan|bij|door|in|mee|na|om|op|over|uit|van|voor)?"
    r"|ervan|ervoor|erover|hij|zij|ze|hem|haar|hun)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ROLE = re.compile(rf"\b(?:de|het)\s+{ROLES}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it was understood.

    `subject` is the text without the words that only say which meeting; `asked_period` says those in Dutch ("van
    28 oktober 2019"), None when no meeting was named; `tied` is False when the date may also be what the text is about.
    """

    question: Question
    subject: str
    asked_period: str | None
    tied: bool


def understand(message: str, history: Sequence[Turn], vocabulary: Vocabulary) -> Understood:
    """What a message asks, given the user's earlier messages.

    Args:
        message: the question as typed.
        history: the turns before it, oldest first; the assistant's own are not used.
        vocabulary: the words of the records.
    """
    standalone = ""
    for turn in [*(turn.text for turn in history if turn.role == "user"), message]:
        standalone = follow_up(standalone, _one_line(turn), vocabulary) if standalone else _one_line(turn)
    scope, spans, period, tied = _meetings(standalone)
    if period is None:
        scope, spans, period = _year_only(standalone, vocabulary)
        tied = period is not None
    subject = standalone
    for span in sorted(spans, key=lambda span: -span.start):
        subject = f"{subject[: span.start]} {subject[span.end :]}"
    return Understood(Question(standalone, scope), _one_line(subject), period, tied)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def follow_up(before: str, message: str, vocabulary: Vocabulary) -> str:
    """`message` made to stand on its own, when it leans on the question `before`; else `message` itself.

    A new year or a new speaker takes the place of the old one; otherwise the subject of the question before is added.
    """
    naming = _naming(question_concepts(message, vocabulary))
    opens = bool(_OPENS_FOLLOW_UP.match(message))
    points = bool(_POINTS_BACK.search(message))
    bare = not naming and bool(_ASKS.search(message))
    if not (bare or (opens and len(naming) <= 2) or (points and len(naming) <= 1 and len(message.split()) <= 7)):
        return message
    rest = re.sub(r"^\s*(?:en|maar|dus|ook)\b[\s,]*", "", message, flags=re.IGNORECASE).rstrip("?!. ")
    day, old_day = _last_date(rest), _last_date(before)
    if opens and day and old_day and len(rest.split()) <= 5:
        return f"{before[: old_day.start]}{day.of(rest)}{before[old_day.end :]}"
    years, old_years = _YEAR.findall(rest), _YEAR.findall(before)
    if opens and years and old_years and len(rest.split()) <= 4:
        return before.replace(old_years[-1], years[0])
    about, old_about = re.match(r"over\s+(.+)", rest, re.IGNORECASE), re.search(r"\s+over\s+.+$", before, re.IGNORECASE)
    if opens and about:
        start = before[: old_about.start()] if old_about else "Wat is er gezegd"
        return f"{start} over {about[1]}?"
    asks_anew = re.match(r"(?:wat|hoe|wie|waarom|wanneer|hoeveel|welke?)\b", rest, re.IGNORECASE)
    if opens and asks_anew and naming and re.search(r"\bover\b", rest, re.IGNORECASE):
        return f"{rest[0].upper()}{rest[1:]}?"  # a new subject
    role, old_role = _ROLE.search(rest), _ROLE.search(before)
    if opens and role and old_role and not asks_anew and len(rest.split()) <= 4:
        return before[: old_role.start()] + role[0] + before[old_role.end() :]
    subject = _subject(before, vocabulary, without=old_role[0] if role and old_role else "")
    if not subject:
        return message
    return f"{message.rstrip('?!. ')} (over {subject})?"


def _last_date(text: str) -> Span | None:
    """Where the last date with a year stands in a question."""
    return next((found.span for found in reversed(find_dates(text)) if found.year), None)


def _naming(concepts: Sequence[Concept]) -> list[Concept]:
    return [concept for concept in concepts if not concept.light and not concept.number]


def _subject(text: str, vocabulary: Vocabulary, without: str = "") -> str:
    """The stretch of a question that names its subject: from its first to its last telling noun, the words `without` aside."""
    earlier = re.search(r"\(over (.+)\)\?$", text)
    if earlier:
        return earlier[1]
    places = []
    naming = _naming(question_concepts(text, vocabulary))
    naming = [concept for concept in naming if concept.asked not in without.split()]
    for concept in [concept for concept in naming if concept.noun] or naming:
        at = text.find(concept.asked)
        places += [at, at + len(concept.asked)]
    if not places:
        return ""
    stretch = text[min(places) : max(places)]
    # a stretch with a verb in it doesn't read as a subject
    return ", ".join(_asked_in_order(naming, text)) if _HELPING.search(stretch) else stretch


def _asked_in_order(naming: Sequence[Concept], text: str) -> list[str]:
    return sorted((c.asked for c in naming if c.noun), key=text.find) or [c.asked for c in naming]


def _meetings(text: str) -> tuple[Scope, list[Span], str | None, bool]:
    """The meetings that a question names: their scope, the words for them, those in Dutch, and whether they must be meetings."""
    loose: tuple[Scope, list[Span], str | None, bool] | None = None
    for found in find_dates(text):
        if found.year is None:
            continue
        before = _BEFORE_DATE.search(text, 0, found.span.start)
        if before is None:
            without = (_ON_DAY if found.day else _IN_MONTH).search(text, 0, found.span.start)
            if without and loose is None:
                loose = _scope(found), [Span(without.start(), found.span.end)], f"van {_named(found)}", False
            continue
        return _scope(found), [Span(before.start(), found.span.end)], f"van {_named(found)}", True
    year = _YEAR_OF_MEETING.search(text)
    if year:
        number = int(year["year"])
        return Scope(date(number, 1, 1), date(number, 12, 31)), [Span(*year.span())], f"in {number}", True
    return loose or (EVERYTHING, [], None, False)


def _year_only(text: str, vocabulary: Vocabulary) -> tuple[Scope, list[Span], str | None]:
    """A bare year as the meetings of that year, when a question names nothing else ("wat is er besproken in 2021")."""
    found = _IN_YEAR.search(text)
    if found is None or _naming(question_concepts(text, vocabulary)):
        return EVERYTHING, [], None
    number = int(found["year"])
    return Scope(date(number, 1, 1), date(number, 12, 31)), [Span(*found.span())], f"in {number}"


def _scope(found: Found) -> Scope:
    return Scope(found.first, found.last)


def _named(found: Found) -> str:
    if found.exact:
        return written(found.exact)
    first = found.first
    return written(first).split(" ", 1)[1] if first else ""
