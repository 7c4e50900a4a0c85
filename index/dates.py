"""Dates as Dutch minutes write them, found in text with the place where they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from index.number_words import NUMBER_WORDS
from index.records import Span

MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()
_MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS, 1)} | {
    short: number for number, short in enumerate("jan feb mrt apr mei jun jul aug sep okt nov dec".split(), 1)
}
_ENGLISH = {"january": 1, "february": 2, "march": 3, "may": 5, "june": 6, "july": 7, "august": 8, "october": 10}
_MONTH_NUMBERS |= _ENGLISH  # in minutes of meetings with foreigners; the other months are spelled as in Dutch
_MONTH = "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True))
_IN_WORDS = {word: number for word, number in NUMBER_WORDS.items() if number <= 31 and word != "een"} | {"één": 1}
_DAY_WORD = "|".join(sorted(_IN_WORDS, key=len, reverse=True))
_YEAR_WORD = rf"tweeduizend(?:\s*(?:en\s+)?(?P<rest>{_DAY_WORD}))?"
_WRITTEN = re.compile(
    rf"\b(?:(?:(?P<day>\d{{1,2}})(?:e|ste|de)?|(?P<word>{_DAY_WORD}))\s+)?(?P<month>{_MONTH})\b(?:\.(?=\s+(?:19|20)\d\d))?"
    rf"(?:\s+(?:(?P<year>(?:19|20)\d\d)|(?P<said>{_YEAR_WORD})\b))?",
    re.IGNORECASE,
)
_NAMES_MONTH = re.compile(rf"(?<!\w)(?:{_MONTH})", re.IGNORECASE)  # the quick way to see that there is none
_NUMERIC = re.compile(
    r"(?<!\d)(?:(?P<y1>(?:19|20)\d\d)(?P<s1>[-_/.])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})"
    r"|(?P<d2>\d{1,2})(?P<s2>[-_/.])(?P<m2>\d{1,2})(?P=s2)(?P<y2>(?:19|20)\d\d)"
    r"|(?P<y3>(?:19|20)\d\d)(?P<m3>[01]\d)(?P<d3>[0-3]\d))(?!\d)"
)  # one separator in a date: "2024-10-24/2024-4-25" are two
_SHORT = re.compile(r"(?<![\d./-])(?P<day>\d{1,2})(?P<s>[-/.])(?P<month>\d{1,2})(?P=s)(?P<year>\d\d)(?![\d/-]|\.\d)")
_CENTURY = 2000  # of a year in two digits: the first LOVP was long after 2000
_LIKE_A_DATE = re.compile(r"(?<![\d./_-])\d{1,4}(?P<s>[-_.])\d{1,2}(?P=s)\d{1,5}(?![\d/_-])")
_SHARES_MONTH = re.compile(
    r"(?<![\d.,/-])(?<!week )(?<!nr\. )(?<!nummer )(?<!punt )(\d{1,2})(?:\s+(?:en|&)\s+|[-–/])$", re.IGNORECASE
)
_JOINT = re.compile(r"(?<!\d)_|_(?!\d)")


@dataclass(frozen=True, slots=True)
class Found:
    """A date as it stands at `span`; `day` and `year` are None when the text leaves them out."""

    span: Span
    day: int | None
    month: int
    year: int | None

    @property
    def exact(self) -> date | None:
        """The day itself; None when it isn't complete."""
        return date(self.year, self.month, self.day) if self.day and self.year else None

    @property
    def first(self) -> date | None:
        """The first day it can mean; None without a year."""
        return date(self.year, self.month, self.day or 1) if self.year else None

    @property
    def last(self) -> date | None:
        """The last day it can mean; None without a year."""
        if self.year is None:
            return None
        if self.day:
            return date(self.year, self.month, self.day)
        return month_end(self.year, self.month)


def find_dates(text: str, *, short_years: bool = False) -> list[Found]:
    """The dates in `text` in order, written out or in digits; impossible ones are left out.

    Args:
        text: any text.
        short_years: whether "28/10/19" is a date too; in a question it is, in a record it may be a number.
    """
    found = [*_found(text), *(_found_short(text) if short_years else ())]
    return sorted(found, key=lambda one: one.span.start)


def _found_short(text: str) -> Iterator[Found]:
    for match in _SHORT.finditer(text):
        day, month, year = int(match["day"]), int(match["month"]), _CENTURY + int(match["year"])
        if _exists(year, month, day):
            yield Found(Span(match.start(), match.end()), day, month, year)


def _found(text: str) -> Iterator[Found]:
    for match in _WRITTEN.finditer(text) if _NAMES_MONTH.search(text) else ():
        day = int(match["day"]) if match["day"] else _IN_WORDS.get((match["word"] or "").lower())
        month = _MONTH_NUMBERS[match["month"].lower()]
        year = int(match["year"]) if match["year"] else None
        if match["said"]:
            year = _CENTURY + _IN_WORDS.get((match["rest"] or "").lower(), 0)
        if day is None and year is None and (len(match["month"]) <= 3 or match["month"].lower() in _ENGLISH):
            continue  # "mei" alone can be a month, "mrt" alone is too little to go by
        if _exists(year or 2000, month, day or 1):
            yield Found(Span(match.start(), match.end()), day, month, year)
    for match in _NUMERIC.finditer(text):
        year, month, day = (int(match[f"{p}1"] or match[f"{p}2"] or match[f"{p}3"]) for p in "ymd")
        if _exists(year, month, day):
            yield Found(Span(match.start(), match.end()), day, month, year)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def meeting_dates(text: str) -> tuple[date, ...]:
    """The full dates in a title or label, in the order in which they stand, each once.

    A date without a year takes the year of the next one that has it ("23 november en 29 november 2021").
    """
    found = [f for f in _with_shared_months(text, find_dates(text)) if f.day]
    dates = []
    for i, one in enumerate(found):
        year = one.year or next((later.year for later in found[i:] if later.year), None)
        if year and one.day and _exists(year, one.month, one.day):
            dates.append(date(year, one.month, one.day))
    return tuple(dict.fromkeys(dates))


def _with_shared_months(text: str, found: list[Found]) -> Iterator[Found]:
    """The dates of a title, with the days that leave their month to the next one: "3 en 4 april 2023"."""
    for one in found:
        shared = _SHARES_MONTH.search(text, 0, one.span.start)
        if shared and text[one.span.start : one.span.end].rstrip("0123456789. ")[-1:].isalpha():
            day = int(shared[1])
            if one.day and day < one.day and _exists(one.year or 2000, one.month, day):
                yield Found(Span(shared.start(1), shared.end(1)), day, one.month, one.year)
        yield one


def name_dates(name: str) -> tuple[date, ...]:
    """The full dates in the name of a file, of which only the last part of a path counts."""
    return meeting_dates(base_name(name))


def base_name(name: str) -> str:
    """The last part of a file's name, with spaces for the underscores that stand between words."""
    return _JOINT.sub(" ", name.rstrip("/").rsplit("/", 1)[-1])


def impossible_dates(name: str) -> list[str]:
    """What looks like a date in the name of a file and is none ("26-26-2026", "21-1-20256"), as it stands there."""
    base = base_name(name)
    real = [found.span for found in find_dates(base)]
    odd = [match for match in _LIKE_A_DATE.finditer(base) if re.search(r"(?:19|20)\d\d", match[0])]
    return [match[0] for match in odd if not any(Span(*match.span()).overlaps(span) for span in real)]


def written(day: date) -> str:
    """A date in Dutch words: "28 oktober 2019"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
