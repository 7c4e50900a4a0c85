"""The short direct answer: the literal words of a sentence that are a year, a date, an amount, a number, a person, a place, a list.

It stands on top of an answer, so it is given only when it can't be mistaken: one candidate, or one that the question points at.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.kind import Kind
from assistant.roles import ROLES, SPEAKS
from assistant.values import (
    AMOUNTS,
    CAPITALS,
    DIGITS,
    DURATIONS,
    LISTS,
    NAMES,
    NO_NAME,
    NUMBER_WORDS,
    NUMBERS,
    PERCENTAGES,
    PERIODS,
    PERSON,
    PLACES,
    TIMES,
    YEARS,
)
from assistant.wanted import ROLE_ASKED, Wanted
from index.dates import find_dates
from index.dutch import fold, is_content
from index.records import Span

_A_PIECE = re.compile(r"\béén\b|\bper stuk\b", re.IGNORECASE)
_EACH = re.compile(r"\b(?:per|elk|elke|één|stuk)\b", re.IGNORECASE)
_WISH = re.compile(
    r"\b(?:wil|wilde|wilden|willen|wens\w*|verzocht\w*|vroeg\w*|gevraagd|voorstel\w*|zou|zouden)\b", re.IGNORECASE
)
_OUT_OF = re.compile(rf"(?:{DIGITS}|\b(?:{NUMBER_WORDS}))\s+van\s+de\s+$", re.IGNORECASE)
# "het aantal aanslagen is gestegen tot 214": the number stands at the end, however far
_THE_NUMBER_OF = re.compile(r"\baantal(?:len)?\s+(?:\w+e\s+)?$", re.IGNORECASE)
_OF_MORE = re.compile(rf"\s+van\s+de\s+(?:{DIGITS}|{NUMBER_WORDS})\b", re.IGNORECASE)
_REPORTS = re.compile(rf"\s+(?:{SPEAKS})\b[^.;]*?\bdat\b", re.IGNORECASE)
_BESIDE = 12  # characters between a number and the year it goes with
# "... en ontvangt zij", "..., maar": a new clause with a verb and a subject of its own
_NEW_CLAUSE = re.compile(
    r",?\s+en\s+(?=[a-z]+(?:t|de|te|den|ten|en)\s+(?:zij|hij|ze|het|de|er|men)\b)|,?\s+(?:maar|terwijl)\s+|;\s+|,\s+(?=(?:het\s+aantal|het\s+aandeel|de\s+kosten|het\s+bedrag)\b)",
    re.IGNORECASE,
)
_UNITS = re.compile(r"procent|miljoen|miljard|euro|duizend|jaar|jaren|fte|uur", re.IGNORECASE)
_HOW_OLD = re.compile(r"\bhoe oud\b|\bhow old\b", re.IGNORECASE)
_AGENT = re.compile(rf"\bdoor\s+((?:de|het)\s+(?i:{ROLES}))\b(?=[^,.;]*\b(?:word|werd|is|zijn|ge|in|uit|op|af|aan)\w*)")
_SUBJECT = re.compile(
    rf"^(?:Volgens\s+|Ook\s+|Namens\s+)?((?:[Dd]e|[Hh]et)\s+(?:(?i:{ROLES})|LOVP(?!\s+van))(?:\s+van\s+(?:de\s+|het\s+)?[A-Z][\w-]*(?:\s+[A-Z][\w-]*)*)?)\b"
)


def candidates(wanted: Wanted, sentence: str, matched: Sequence[Span], counted: Span | None) -> list[Span]:
    """The literal words of a sentence that may answer a question, in order.

    Args:
        wanted: what is asked for.
        sentence: the sentence as it stands.
        matched: where in it the words of the question were found.
        counted: where in it that stands which is counted; None when nothing is, or it isn't there.

    Returns:
        Spans in the sentence; words that the question itself has are no answer to it.
    """
    found = _candidates(wanted, sentence, matched, counted)
    return [
        span for span in sorted(set(found), key=lambda s: (s.start, s.end)) if not _is_asked(span.of(sentence), wanted)
    ]


def the_one(wanted: Wanted, sentence: str, found: Sequence[Span], matched: Sequence[Span]) -> Span | None:
    """The candidate that answers beyond doubt; None when there is none or more than one could.

    Of more candidates it is the one that holds a word of the question ("incidenteel" in "5 mln. incidenteel"), the one that stands
    beside the year that was asked about, the one behind the same preposition ("vanaf 2021"), or the one in the clause that has
    most words of the question.
    """
    if _WISH.search(sentence) and not _WISH.search(wanted.question):
        return None  # what somebody wanted is not yet so
    found = [span for span in found if not any(span != other and span.within(other) for other in found)]
    if len({span.of(sentence).lower() for span in found}) > 1:
        telling = [match for match in matched if not _UNITS.fullmatch(match.of(sentence))]
        found = (
            [span for span in found if any(m.within(span) for m in telling)]
            or _beside(wanted, sentence, found)
            or _in_clause(wanted, sentence, found, telling)
        )
    if len(found) != 1 or _goes_with_another_year(wanted, sentence, found[0]):
        return None
    return found[0]


def _goes_with_another_year(wanted: Wanted, sentence: str, span: Span) -> bool:
    """Whether a number stands nearer to another year than to the one that was asked about: "van 212 in 2019 naar 287 in 2020"."""
    if wanted.kind not in {Kind.NUMBER, Kind.AMOUNT, Kind.EXTENT}:
        return False
    years = list(_spans(YEARS, sentence))
    asked = [_gap(span, year) for year in years if year.of(sentence) in wanted.asked]
    others = [_gap(span, year) for year in years if year.of(sentence) not in wanted.asked]
    return bool(asked and others) and min(others) < min(asked)


def _beside(wanted: Wanted, sentence: str, found: Sequence[Span]) -> list[Span]:
    if wanted.kind in {Kind.YEAR, Kind.DATE}:
        preposition = re.search(r"\b(vanaf|sinds|tot|na|voor)\b", wanted.question, re.IGNORECASE)
        before = rf"\b{preposition[1]}(?:\s+en\s+met)?\s+$" if preposition else r"(?!)"
        return [span for span in found if re.search(before, sentence[: span.start], re.IGNORECASE)]
    years = [year for year in _spans(YEARS, sentence) if year.of(sentence) in wanted.asked]
    if len(years) != 1:
        return []
    others = [year for year in _spans(YEARS, sentence) if year != years[0]]
    near = [
        span
        for span in found
        if _gap(span, years[0]) <= _BESIDE and all(_gap(span, years[0]) < _gap(span, other) for other in others)
    ]
    return near if len(near) == 1 else []


def _in_clause(wanted: Wanted, sentence: str, found: Sequence[Span], matched: Sequence[Span]) -> list[Span]:
    """The candidates of the clause with the year that was asked about, else of the one with most words of the question."""
    cuts = [match.end() for match in _NEW_CLAUSE.finditer(sentence)]
    bounds = [Span(start, end) for start, end in zip([0, *cuts], [*cuts, len(sentence)], strict=True)]
    clauses = [bound for bound in bounds if any(span.within(bound) for span in found)]
    if len(clauses) < 2:
        return []
    dated = [c for c in clauses if any(y.within(c) and y.of(sentence) in wanted.asked for y in _spans(YEARS, sentence))]
    if len(dated) == 1 and wanted.kind not in {Kind.YEAR, Kind.DATE}:
        return [span for span in found if span.within(dated[0])]
    words = [sum(match.within(clause) for match in matched) for clause in clauses]
    best = max(words)
    if words.count(best) > 1:
        return []
    return [span for span in found if span.within(clauses[words.index(best)])]


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _is_asked(words: str, wanted: Wanted) -> bool:
    """Whether words are the question's own: all of them, or for a name any part of it."""
    folded = [fold(word) for word in re.findall(r"[\w’'-]+", words)]
    telling = [word for word in folded if is_content(word)]
    if wanted.kind in {Kind.PERSON, Kind.BODY}:
        return any(word in wanted.asked for word in telling)
    return set(folded) <= wanted.asked


def _candidates(wanted: Wanted, sentence: str, matched: Sequence[Span], counted: Span | None) -> Iterator[Span]:
    match wanted.kind:
        case Kind.YEAR:
            yield from _spans(YEARS, sentence)
        case Kind.AMOUNT if not _A_PIECE.search(wanted.question) or _EACH.search(sentence):
            yield from _spans(AMOUNTS, sentence)
        case Kind.NUMBER if _HOW_OLD.search(wanted.question):
            yield from _spans(DURATIONS, sentence)
        case Kind.NUMBER if wanted.counted is None:
            yield from _spans(AMOUNTS, sentence)
            yield from _numbers(sentence, matched)
        case Kind.NUMBER:
            yield from _numbers(sentence, [counted] if counted else [])
            if counted is not None and _THE_NUMBER_OF.search(sentence, 0, counted.start):
                yield from [number for number in _plain_numbers(sentence) if number.start > counted.end][-1:]
            if re.search(r"procent|percentage|%", wanted.question):
                yield from _spans(PERCENTAGES, sentence)
        case Kind.DATE:
            yield from _days(sentence)
        case Kind.DAY:
            yield from (found.span for found in find_dates(sentence) if found.day)
        case Kind.DURATION:
            yield from _spans(DURATIONS, sentence)
        case Kind.TIME:
            yield from _spans(TIMES, sentence)
        case Kind.PERSON:
            yield from _people(wanted, sentence)
        case Kind.BODY:
            bodies = [name for name in _names(sentence) if not PERSON.search(sentence, 0, name.start)]
            for body in (*bodies, *_spans(CAPITALS, sentence)):
                if not any(
                    body.overlaps(match) for match in matched
                ):  # what the question itself names is no answer to it
                    yield body
        case Kind.PLACE:
            yield from (Span(*match.span("place")) for match in PLACES.finditer(sentence))
        case Kind.LIST:
            yield from (Span(*match.span("items")) for match in LISTS.finditer(sentence))
        case Kind.EXTENT:
            amounts = list(_spans(AMOUNTS, sentence))
            yield from amounts
            yield from _spans(PERCENTAGES, sentence)
            yield from (number for number in _plain_numbers(sentence) if not any(number.within(a) for a in amounts))


def _days(sentence: str) -> Iterator[Span]:
    dates = find_dates(sentence)
    spans = [found.span for found in dates]
    yield from spans
    yield from _spans(PERIODS, sentence)
    yield from (years for years in _spans(YEARS, sentence) if not any(years.within(day) for day in spans))


def _people(wanted: Wanted, sentence: str) -> Iterator[Span]:
    """Names of people; for "wie is de korpschef" only one that stands beside that role."""
    role = ROLE_ASKED.search(wanted.question)
    for name in _names(sentence):
        if _REPORTS.match(sentence, name.end):
            continue  # who tells it isn't who does it
        if role is None:
            if PERSON.search(sentence, 0, name.start) or len(name.of(sentence).split()) > 1:
                yield name
        elif re.search(rf"\b{re.escape(role[1])}\s+$", sentence[: name.start], re.IGNORECASE) or re.match(
            rf",?\s+(?:de\s+|het\s+)?{re.escape(role[1])}\b", sentence[name.end :], re.IGNORECASE
        ):
            yield name


def _names(sentence: str) -> list[Span]:
    """Names: words with capitals that do more than open the sentence, without the role before them."""
    found = []
    for match in NAMES.finditer(sentence):
        words = [(word[0], match.start() + word.start()) for word in re.finditer(r"\S+", match[0])]
        while words and not _opens_name(*words[0]):
            words.pop(0)
        while words and words[-1][0].islower():
            words.pop()
        if words and not NO_NAME.match(words[-1][0]):
            found.append(Span(words[0][1], words[-1][1] + len(words[-1][0])))
    return found


def _opens_name(word: str, start: int) -> bool:
    opens_sentence = start == 0 and not is_content(fold(word)) and word != "Van"  # "Van Eck wees op": a name
    return word[0].isupper() and not NO_NAME.match(word) and not opens_sentence


def _spans(pattern: re.Pattern[str], sentence: str) -> Iterator[Span]:
    return (Span(*match.span()) for match in pattern.finditer(sentence))


def _plain_numbers(sentence: str) -> Iterator[Span]:
    """Numbers that are no years and no part of a date."""
    taken = [found.span for found in find_dates(sentence)] + list(_spans(YEARS, sentence))
    return (number for number in _spans(NUMBERS, sentence) if not any(number.within(other) for other in taken))


def _numbers(sentence: str, matched: Sequence[Span]) -> Iterator[Span]:
    """Numbers that stand close before or behind what is counted; with it when it follows."""
    amounts = list(_spans(AMOUNTS, sentence))
    for number in _plain_numbers(sentence):
        if any(number.within(amount) for amount in amounts) or _OUT_OF.search(sentence, 0, number.start):
            continue
        if _OF_MORE.match(sentence, number.end):
            yield number  # "twee van de negen posten": two are meant
            continue
        behind = [m for m in matched if m.start >= number.end and _words_between(sentence, number.end, m.start) <= 2]
        before = [m for m in matched if number.start >= m.end and _words_between(sentence, m.end, number.start) <= 3]
        if behind:
            yield Span(number.start, min(behind, key=lambda m: m.start).end)
        elif before:
            yield number


def _words_between(sentence: str, start: int, end: int) -> int:
    """How many words stand between two places; many when a clause ends there."""
    between = sentence[start:end]
    return 99 if re.search(r"[:;.,()]", between) else len(between.split())


def agent(sentence: str) -> Span | None:
    """The role by which something is done in a passive sentence ("door de Minister wordt ingediend"), None when there is none."""
    found = _AGENT.search(sentence)
    return Span(*found.span(1)) if found else None


def subject(sentence: str) -> Span | None:
    """The role with which a sentence opens ("De Korpschef"), None when it opens otherwise."""
    found = _SUBJECT.search(sentence)
    return Span(*found.span(1)) if found else None
