"""What a sentence measures: its one amount, share, number or time, what that is of, and the words that bound it.

Two sentences measure the same thing only when that is plain: the same head words around the value, the same names, years and
bounds ("extra", "per jaar", "in totaal"). A part isn't the whole and one year isn't another.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from assistant.roles import ROLES, SPEAKS
from assistant.scope_parts import announces
from assistant.time_unit import find_units
from assistant.values import AMOUNTS, DIGITS, NUMBERS, PERCENTAGES
from index.dutch import is_content, tokens
from index.records import Span

_ALIKE = 0.6  # share of the words of the shorter clause that both have
_SHARED = 2  # words at least
_SCALES = {"duizend": 10**3, "miljoen": 10**6, "mln": 10**6, "miljard": 10**9, "mld": 10**9}
_WORDS = {
    word: number
    for number, word in enumerate(
        "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien "
        "negentien twintig".split(),
        1,
    )
} | dict(
    zip(
        "dertig veertig vijftig zestig zeventig tachtig negentig honderd duizend".split(),
        [*range(30, 101, 10), 1000],
        strict=True,
    )
)
_CLAUSE = re.compile(r"[;:]|,\s+(?:maar|terwijl|waarvan|waarbij)\b|\s+(?:maar|terwijl)\s+", re.IGNORECASE)
_BOUNDS = re.compile(
    r"\b(?:extra|structureel|incidenteel|eenmalig|jaarlijks|per|elk|elke|totaal|deel|gedeelte|rest|restant|helft|minder|meer|erbij|maximaal|"
    r"minimaal|minstens|hoogstens|bijna|ruim|eerste|tweede|derde|laatste|andere?|overige|nieuwe|tekort\w*|overschot\w*|bezuinig\w*|"
    r"niet|geen|man|vrouwen?)\b",
    re.IGNORECASE,
)
_BELONGS = {  # words for one side of money, and for beginning and ending
    "§kost": frozenset("kosten kost kostte kostten geraamd raming begroot prijs".split()),
    "§krijgt": frozenset(
        "beschikbaar gereserveerd uitgetrokken budget krijgt ontvangt kreeg ontving vrijgemaakt bijdrage".split()
    ),
    "§begint": frozenset("start starten begint beginnen gestart begonnen invoering ingevoerd ingaat aanvang".split()),
    "§eindigt": frozenset("eindigt eindigen stopt stoppen afgerond klaar gereed loopt opgeleverd oplevering".split()),
}
_SIDES = {word: side for side, words in _BELONGS.items() for word in words}
# what comes back, or counts a change, is measured anew every time: another value is no other account of the same thing
_EACH_TIME = re.compile(
    r"\b(?:jaarwisseling\w*|oud en nieuw|koningsdag|afgelopen|vorige?|voorbije|kwartaal|deze (?:week|maand|zomer|winter)|dit jaar|"
    r"steeg|stegen|gestegen|stijging|daalde\w*|gedaald|daling|toegenomen|toename|afgenomen|afname|gegroeid|groeide\w*)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[a-z,)’] )(?:[A-Z][\w’'-]+)(?:\s+[A-Z][\w’'-]+)*")
_NO_NAME = re.compile(rf"^(?:{ROLES}|LOVP|Kamer|Rijk|Minister\w*)$", re.IGNORECASE)
_SAID_WORDS = re.compile(
    rf"^(?:{SPEAKS}|{ROLES}|lovp|meldde|jaar|jaren|euro|miljoen|mln|miljard|duizend|procent|ongeveer|circa|naar|verwachting)$",
    re.IGNORECASE,
)
_RUN = 4  # words behind a number within which what it counts stands


class Measure(StrEnum):
    """What kind of value it is."""

    AMOUNT = "bedrag"
    SHARE = "percentage"
    NUMBER = "aantal"
    TIME = "tijd"


@dataclass(frozen=True, slots=True)
class Measured:
    """One value of a sentence.

    `value` is a number, or the first and last day of a time; `span` is where it stands in the sentence. `words` are the keys of the
    other telling words of its clause, one set each; `counted` those of what a number counts. `bounds` are names and words that
    say of which part, year or side it is.
    """

    measure: Measure
    value: Decimal | tuple[date, date]
    span: Span
    words: tuple[frozenset[str], ...]
    counted: frozenset[str]
    bounds: frozenset[str]


def differ(one: Measured, other: Measured) -> bool:
    """Whether two sentences give another value for what is plainly the same thing."""
    if one.measure is not other.measure or one.bounds != other.bounds or not _are_other(one, other):
        return False
    if one.measure is Measure.NUMBER and one.counted.isdisjoint(other.counted):
        return False
    shorter, longer = sorted((one.words, other.words), key=len)
    shared = sum(any(word & another for another in longer) for word in shorter)
    return shared >= _SHARED and shared >= _ALIKE * len(shorter)


def _are_other(one: Measured, other: Measured) -> bool:
    if isinstance(one.value, tuple) and isinstance(other.value, tuple):
        return one.value[1] < other.value[0] or other.value[1] < one.value[0]
    return one.value != other.value


@lru_cache(maxsize=4096)
def measured(text: str, day: date) -> tuple[Measured, ...]:
    """What a sentence of a meeting measures; of each kind only when it has one value of it in a clause.

    Args:
        text: the sentence.
        day: the day of its meeting.
    """
    found: list[Measured] = []
    start = 0
    for end in [*(cut.start() for cut in _CLAUSE.finditer(text)), len(text)]:
        found += _in_clause(text, Span(start, end), day)
        start = end
    return tuple(found)


def _in_clause(text: str, clause: Span, day: date) -> list[Measured]:
    rest = " " * clause.start + clause.of(text)
    units = [unit for unit in find_units(rest, day) if unit.first and unit.last]
    values: list[tuple[Measure, Decimal | tuple[date, date], Span]] = []
    for measure, pattern in ((Measure.AMOUNT, AMOUNTS), (Measure.SHARE, PERCENTAGES)):
        for match in pattern.finditer(rest):
            values.append((measure, _number(match[0]), Span(*match.span())))
        rest = pattern.sub(lambda match: " " * len(match[0]), rest)
    for unit in units:
        if unit.first and unit.last and not unit.relative:
            values.append((Measure.TIME, (unit.first, unit.last), unit.span))
        rest = f"{rest[: unit.span.start]}{' ' * (unit.span.end - unit.span.start)}{rest[unit.span.end :]}"
    values += [(Measure.NUMBER, _number(match[0]), Span(*match.span())) for match in NUMBERS.finditer(rest)]
    times = [span.of(text).lower() for measure, _, span in values if measure is Measure.TIME]
    found = []
    for measure, value, span in values:
        if sum(other is measure for other, _, _ in values) > 1:
            continue
        if (announces(text) or len(values) > 1) if measure is Measure.TIME else _EACH_TIME.search(text):
            continue  # a time beside a number says when that holds
        others = [one for _, _, one in values if one != span]
        bounds = _bounds(text, clause, [span, *others]) | frozenset(() if measure is Measure.TIME else times)
        found.append(
            Measured(measure, value, span, _words(text, clause, [span, *others]), _counted(text, clause, span), bounds)
        )
    return found


def _number(words: str) -> Decimal:
    """The number that is written, in figures or as a word; scales count."""
    digits = re.search(DIGITS, words)
    scale = next((value for name, value in _SCALES.items() if re.search(rf"{name}\b", words, re.IGNORECASE)), 1)
    if digits is None:
        return Decimal(_WORDS.get(words.strip().lower(), -1))
    return Decimal(digits[0].replace(".", "").replace(",", ".")) * scale


def _bounds(text: str, clause: Span, values: list[Span]) -> frozenset[str]:
    bounds = {match[0].lower() for match in _BOUNDS.finditer(text, clause.start, clause.end)}
    for match in _NAME.finditer(text, clause.start, clause.end):
        if not _NO_NAME.match(match[0]) and not any(Span(*match.span()).overlaps(value) for value in values):
            bounds.add(match[0].casefold())
    sides = {_SIDES[token.folded] for token in tokens(clause.of(text)) if token.folded in _SIDES}
    return frozenset(bounds | sides)


def _words(text: str, clause: Span, values: list[Span]) -> tuple[frozenset[str], ...]:
    found = []
    for token in tokens(clause.of(text)):
        here = Span(clause.start + token.start, clause.start + token.end)
        if (
            is_content(token.folded)
            and not any(here.overlaps(value) for value in values)
            and not _SAID_WORDS.match(token.folded)
        ):
            found.append(frozenset({_SIDES[token.folded]}) if token.folded in _SIDES else token.keys)
    return tuple(found)


def _counted(text: str, clause: Span, value: Span) -> frozenset[str]:
    """The keys of the last word of the run behind a number: "drie nieuwe wijkagenten" counts those."""
    last: frozenset[str] = frozenset()
    for token in tokens(text[value.end : clause.end])[:_RUN]:
        if not is_content(token.folded) or token.folded[0].isdigit():
            break
        last |= token.keys if not token.folded.endswith("e") else frozenset()
    return last
