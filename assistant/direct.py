"""The short direct answer: the literal words of a sentence that are a year, a date, an amount, a number or a person.

It stands on top of an answer, so it is given only when it can't be mistaken: one candidate, or one that the question points at.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.roles import ROLES, SPEAKS
from assistant.wanted import ROLE_ASKED, Kind, Wanted
from index.dates import find_dates
from index.dutch import fold, is_content
from index.records import Span

_AND = r"\s*(?:,|en|of|tot en met|t/m|tot|–|-|/)\s*(?:en\s+)?"
_YEARS = re.compile(rf"\b(?:19|20)\d\d(?:{_AND}(?:19|20)\d\d)*\b")
_DIGITS = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_SCALE = r"(?:duizend|miljoen|miljard|mln\.?|mld\.?)"
_LASTING = r"(?:\s+(?:aan\s+)?(?:structureel|incidenteel|eenmalig)\b(?!\s+\w+ing))?"
_AMOUNTS = re.compile(
    rf"(?:(?:€|EUR|euro)\s*(?:{_DIGITS})(?:\s*{_SCALE})?(?:\s+euro)?|(?<![\d.,])(?:{_DIGITS})\s*{_SCALE}(?:\s+euro)?|(?<![\d.,])(?:{_DIGITS})\s+euro\b){_LASTING}",
    re.IGNORECASE,
)
_NUMBER_WORDS = (
    "geen enkele|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|"
    "achttien|negentien|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|honderd|duizend|beide|"
    "een derde|een kwart|de helft"
)
_NUMBERS = re.compile(
    rf"(?<![\w.,])(?!\d{{1,2}}\.\s)(?:(?:{_DIGITS})(?:\s*(?:%|procent\b))?|(?:{_NUMBER_WORDS})\b)(?![\d])",
    re.IGNORECASE,
)
_PERIODS = re.compile(
    r"\b(?:(?:na|v[oó][oó]r|in|sinds|vanaf|tot)\s+de\s+(?:zomer|winter|herfst|lente)(?:\s+van\s+(?:19|20)\d\d)?"
    r"|(?:eind|begin|medio|halverwege|half|later)\s+(?:dit|volgend|vorig)\s+jaar"
    r"|(?:eind|begin|medio|half|halverwege)\s+(?:\w+\s+)?(?:(?:19|20)\d\d|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)"
    r"|(?:dit|volgend|komend|het)\s+(?:voorjaar|najaar|zomer|winter)(?:\s+van\s+(?:19|20)\d\d)?"
    r"|(?:het\s+)?(?:volgende?|eerstvolgende?)\s+(?:LOVP|overleg|vergadering|jaar|maand|week)|op\s+(?:korte|lange)\s+termijn)\b",
    re.IGNORECASE,
)
_PERCENTAGES = re.compile(rf"(?:{_DIGITS})\s*(?:%|procent\b)", re.IGNORECASE)
_UNIT = r"(?:uur|uren|dag(?:en)?|we(?:ek|ken)|maand(?:en)?|jaar|jaren|minuten)"
_DURATIONS = re.compile(
    rf"\b(?:(?:{_DIGITS}|{_NUMBER_WORDS}|een|één|een half|anderhalf|enkele)\s+{_UNIT}"
    r"|tot\s+(?:en\s+met\s+)?(?:eind\s+|begin\s+|medio\s+)?(?:(?:\d{1,2}\s+)?[a-z]+\s+)?(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_TIMES = re.compile(r"\b\d{1,2}[.:]\d{2}(?:\s+uur)?\b|\b\d{1,2}\s+uur\b", re.IGNORECASE)
_CAPITAL = r"[A-Z][\w’'-]*[a-z][\w’'-]*"
_PARTICLE = r"(?:[vV]an|[dD]e|[dD]er|[dD]en|[tT]en|[tT]er|'t|’t|[eE]l|[aA]l|[dD]i)"
_NAMES = re.compile(rf"\b(?:{_CAPITAL}|{_PARTICLE}(?=\s))(?:\s+(?:{_CAPITAL}|{_PARTICLE}(?=\s)))*\b")
_PERSON = re.compile(
    r"\b(?:advocaat|burgemeester|minister|korpschef|wethouder|mevrouw|meneer|de heer|agent|officier|commissaris|directeur|"
    r"voorzitter|staatssecretaris|hoofdofficier|commandant|inspecteur|journalist)\s+$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    rf"^(?:{ROLES}|[Dd]e|[Hh]et|[Rr]ijk|[Ss]taat|[Tt]weede|[Ee]erste|[Kk]oninklijke|[Ll]andelijke|[Rr]aad|[Oo]penbaar|"
    r"[Nn]ationale?|[Kk]amer\w*|\w+nota|\w+dagen?|\w+agenda|[Mm]evrouw|[Mm]eneer)$",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"\b(?!LOVP\b|BOA\b)[A-Z][A-Z0-9&]{1,6}\b")
_A_PIECE = re.compile(r"\béén\b|\bper stuk\b", re.IGNORECASE)
_EACH = re.compile(r"\b(?:per|elk|elke|één|stuk)\b", re.IGNORECASE)
_WISH = re.compile(
    r"\b(?:wil|wilde|wilden|willen|wens\w*|verzocht\w*|vroeg\w*|gevraagd|voorstel\w*|zou|zouden)\b", re.IGNORECASE
)
_OUT_OF = re.compile(rf"(?:{_DIGITS}|\b(?:{_NUMBER_WORDS}))\s+van\s+de\s+$", re.IGNORECASE)
_OF_MORE = re.compile(rf"\s+van\s+de\s+(?:{_DIGITS}|{_NUMBER_WORDS})\b", re.IGNORECASE)
_REPORTS = re.compile(rf"\s+(?:{SPEAKS})\b[^.;]*?\bdat\b", re.IGNORECASE)
_BESIDE = 12  # characters between a number and the year it goes with
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


def the_one(wanted: Wanted, sentence: str, found: Sequence[Span], matched: Sequence[Span]) -> str | None:
    """The candidate that answers beyond doubt, its white space made single; None when there is none or more than one could.

    Of more candidates it is the one that holds a word of the question ("incidenteel" in "5 mln. incidenteel"), the one that stands
    beside the year that was asked about, or the one behind the same preposition ("vanaf 2021").
    """
    if _WISH.search(sentence) and not _WISH.search(wanted.question):
        return None  # what somebody wanted is not yet so
    found = [span for span in found if not any(span != other and span.within(other) for other in found)]
    if len({span.of(sentence).lower() for span in found}) > 1:
        found = [span for span in found if any(m.within(span) for m in matched)] or _beside(wanted, sentence, found)
    if len(found) != 1 or _goes_with_another_year(wanted, sentence, found[0]):
        return None
    return " ".join(found[0].of(sentence).split())


def _goes_with_another_year(wanted: Wanted, sentence: str, span: Span) -> bool:
    """Whether a number stands nearer to another year than to the one that was asked about: "van 212 in 2019 naar 287 in 2020"."""
    if wanted.kind not in {Kind.NUMBER, Kind.AMOUNT, Kind.EXTENT}:
        return False
    years = list(_spans(_YEARS, sentence))
    asked = [_gap(span, year) for year in years if year.of(sentence) in wanted.asked]
    others = [_gap(span, year) for year in years if year.of(sentence) not in wanted.asked]
    return bool(asked and others) and min(others) < min(asked)


def _beside(wanted: Wanted, sentence: str, found: Sequence[Span]) -> list[Span]:
    if wanted.kind in {Kind.YEAR, Kind.DATE}:
        preposition = re.search(r"\b(vanaf|sinds|tot|na|voor)\b", wanted.question, re.IGNORECASE)
        before = rf"\b{preposition[1]}(?:\s+en\s+met)?\s+$" if preposition else r"(?!)"
        return [span for span in found if re.search(before, sentence[: span.start], re.IGNORECASE)]
    years = [year for year in _spans(_YEARS, sentence) if year.of(sentence) in wanted.asked]
    if len(years) != 1:
        return []
    others = [year for year in _spans(_YEARS, sentence) if year != years[0]]
    near = [
        span
        for span in found
        if _gap(span, years[0]) <= _BESIDE and all(_gap(span, years[0]) < _gap(span, other) for other in others)
    ]
    return near if len(near) == 1 else []


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
            yield from _spans(_YEARS, sentence)
        case Kind.AMOUNT if not _A_PIECE.search(wanted.question) or _EACH.search(sentence):
            yield from _spans(_AMOUNTS, sentence)
        case Kind.NUMBER if wanted.counted is None:
            yield from _spans(_AMOUNTS, sentence)
            yield from _numbers(sentence, matched)
        case Kind.NUMBER:
            yield from _numbers(sentence, [counted] if counted else [])
            if re.search(r"procent|percentage|%", wanted.question):
                yield from _spans(_PERCENTAGES, sentence)
        case Kind.DATE:
            yield from _days(sentence)
        case Kind.DAY:
            yield from (found.span for found in find_dates(sentence) if found.day)
        case Kind.DURATION:
            yield from _spans(_DURATIONS, sentence)
        case Kind.TIME:
            yield from _spans(_TIMES, sentence)
        case Kind.PERSON:
            yield from _people(wanted, sentence)
        case Kind.BODY:
            yield from _names(sentence)
            yield from _spans(_CAPITALS, sentence)
        case Kind.EXTENT:
            amounts = list(_spans(_AMOUNTS, sentence))
            yield from amounts
            yield from _spans(_PERCENTAGES, sentence)
            yield from (number for number in _plain_numbers(sentence) if not any(number.within(a) for a in amounts))


def _days(sentence: str) -> Iterator[Span]:
    dates = find_dates(sentence)
    spans = [found.span for found in dates]
    yield from spans
    yield from _spans(_PERIODS, sentence)
    yield from (years for years in _spans(_YEARS, sentence) if not any(years.within(day) for day in spans))


def _people(wanted: Wanted, sentence: str) -> Iterator[Span]:
    """Names of people; for "wie is de korpschef" only one that stands beside that role."""
    role = ROLE_ASKED.search(wanted.question)
    for name in _names(sentence):
        if _REPORTS.match(sentence, name.end):
            continue  # who tells it isn't who does it
        if role is None:
            if _PERSON.search(sentence, 0, name.start) or len(name.of(sentence).split()) > 1:
                yield name
        elif re.search(rf"\b{re.escape(role[1])}\s+$", sentence[: name.start], re.IGNORECASE) or re.match(
            rf",?\s+(?:de\s+|het\s+)?{re.escape(role[1])}\b", sentence[name.end :], re.IGNORECASE
        ):
            yield name


def _names(sentence: str) -> list[Span]:
    """Names: words with capitals that do more than open the sentence, without the role before them."""
    found = []
    for match in _NAMES.finditer(sentence):
        words = [(word[0], match.start() + word.start()) for word in re.finditer(r"\S+", match[0])]
        while words and not _opens_name(*words[0]):
            words.pop(0)
        while words and words[-1][0].islower():
            words.pop()
        if words and not _NO_NAME.match(words[-1][0]):
            found.append(Span(words[0][1], words[-1][1] + len(words[-1][0])))
    return found


def _opens_name(word: str, start: int) -> bool:
    opens_sentence = start == 0 and not is_content(fold(word)) and word != "Van"  # "Van Eck wees op": a name
    return word[0].isupper() and not _NO_NAME.match(word) and not opens_sentence


def _spans(pattern: re.Pattern[str], sentence: str) -> Iterator[Span]:
    return (Span(*match.span()) for match in pattern.finditer(sentence))


def _plain_numbers(sentence: str) -> Iterator[Span]:
    """Numbers that are no years and no part of a date."""
    taken = [found.span for found in find_dates(sentence)] + list(_spans(_YEARS, sentence))
    return (number for number in _spans(_NUMBERS, sentence) if not any(number.within(other) for other in taken))


def _numbers(sentence: str, matched: Sequence[Span]) -> Iterator[Span]:
    """Numbers that stand close before or behind what is counted; with it when it follows."""
    amounts = list(_spans(_AMOUNTS, sentence))
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


def is_subject(sentence: str) -> str | None:
    """The role with which a sentence opens ("De Korpschef"), None when it opens otherwise."""
    found = _SUBJECT.search(sentence)
    return " ".join(found[1].split()) if found else None
