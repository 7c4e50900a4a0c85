"""Stretches of time as a question writes them, each with its first and last day: a day, month, season, quarter, half or year.

Seasons are those of whole months (summer is June to August, winter December to February), "begin", "medio" and "eind" of a
year its first, second and last four months, and two figures make a year of this century. "Vorig jaar", "afgelopen maand" and
"28 oktober jl." count from today, which is passed in, and say so in `said`, because the same words mean something else tomorrow.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from index.dates import MONTHS, Found, find_dates, month_end, written
from index.records import Span

NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "een één eerste 1e 1ste 1",
            "twee tweede 2e 2de 2",
            "drie derde 3e 3de 3",
            "vier vierde 4e 4de 4",
            "vijf vijfde 5e 5de 5",
            "zes zesde 6e 6de 6",
        ),
        1,
    )
    for word in words.split()
}
_YEAR = r"(?<![\d.,])(?P<year>(?:19[5-9]|20\d)\d)(?![\d%]|[.,]\d)"
_COUNT = "|".join(sorted(NUMBERS, key=len, reverse=True))
_SEASONS = {"voorjaar": 3, "lente": 3, "zomer": 6, "najaar": 9, "herfst": 9, "winter": 12}  # first month
_SEASON = rf"(?:(?:de|het)\s+)?(?P<season>{'|'.join(_SEASONS)})"
_THIRDS = {"begin": 1, "medio": 5, "midden": 5, "halverwege": 5, "eind": 9, "einde": 9}  # first month of four
_JL = re.compile(r"\s*(?:,\s*)?(?:jl\.?|l\.l\.|jongstleden|laatstleden)(?!\w)", re.IGNORECASE)
_OF_YEAR = re.compile(r"\s+(?:van\s+)?(?P<which>vorig|dit)\s+jaar\b", re.IGNORECASE)
_EDGE = re.compile(rf"\b(?:{'|'.join(_THIRDS)})\s+(?:van\s+)?$", re.IGNORECASE)
_OF = r"\s+(?:van\s+|in\s+)?(?:het\s+jaar\s+)?"


class Size(StrEnum):
    """How long a stretch of time is."""

    DAY = "day"
    MONTH = "month"
    PART = "part"  # of a year: a season, a quarter, a half, its beginning or end
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of time at `span` of a question.

    `first` and `last` are both None when the year is left out ("28 oktober"); `month` and `day` then say what is known.
    `said` names it in Dutch. `season`: one by name, so that "voor de zomer" can mean before its recess. `relative`: it counts
    from today.
    """

    span: Span
    size: Size
    first: date | None
    last: date | None
    said: str
    month: int = 0
    day: int | None = None
    season: str | None = None
    relative: bool = False

    def in_year(self, year: int) -> "Unit":
        """The same day or month, in a year; itself when it has one or when that year has no such day."""
        if self.first is not None or not self.month:
            return self
        try:
            first = date(year, self.month, self.day or 1)
        except ValueError:
            return self
        last = first if self.day else month_end(year, self.month)
        return Unit(self.span, self.size, first, last, f"{self.said} {year}", self.month, self.day)


def find_units(text: str, today: date) -> list[Unit]:
    """The stretches of time in `text`, in order, none inside another."""
    found: list[Unit] = []
    for unit in sorted(_all(text, today), key=lambda unit: (unit.span.start - unit.span.end, unit.span.start)):
        if not any(unit.span.overlaps(other.span) for other in found):
            found.append(unit)
    return sorted(found, key=lambda unit: unit.span.start)


def _all(text: str, today: date) -> Iterator[Unit]:
    for found in find_dates(text, short_years=True):
        yield _dated(text, found, today)
    for pattern, made in _PATTERNS:
        for match in pattern.finditer(text):
            unit = made(match, today)
            if unit is not None:
                yield unit


def _dated(text: str, found: Found, today: date) -> Unit:
    """A day or a month, with the words behind it that tell the year, and those before it that hardly change it ("eind mei")."""
    size = Size.DAY if found.day else Size.MONTH
    name = f"{found.day} {MONTHS[found.month - 1]}" if found.day else MONTHS[found.month - 1]
    start, end = found.span.start, found.span.end
    edge = _EDGE.search(text, 0, start)
    start = edge.start() if edge and size is Size.MONTH else start
    jl, of_year = _JL.match(text, end), _OF_YEAR.match(text, end)
    bare = Unit(Span(start, end), size, None, None, name, found.month, found.day)
    if found.year:
        end = jl.end() if jl else end
        return Unit(Span(start, end), size, found.first, found.last, f"{name} {found.year}", found.month, found.day)
    if not jl and not of_year:
        return bare
    if of_year:
        bare = Unit(Span(start, of_year.end()), size, None, None, name, found.month, found.day)
        return bare.in_year(today.year - (of_year["which"].lower() == "vorig"))
    bare = Unit(Span(start, jl.end() if jl else end), size, None, None, name, found.month, found.day)
    this = bare.in_year(today.year)
    return this if this.first is not None and this.first <= today else bare.in_year(today.year - 1)


def _months(match: re.Match[str], year: int, month: int, count: int, name: str, season: str | None = None) -> Unit:
    last_year, last = year + (month + count - 2) // 12, (month + count - 2) % 12 + 1
    first = date(year, month, 1)
    return Unit(Span(*match.span()), Size.PART, first, month_end(last_year, last), name, season=season)


def _half(match: re.Match[str], _: date) -> Unit | None:
    n, year = NUMBERS[match["n"].lower()], int(match["year"])
    return None if n > 2 else _months(match, year, 6 * n - 5, 6, f"de {('eerste', 'tweede')[n - 1]} helft van {year}")


def _quarter(match: re.Match[str], _: date) -> Unit | None:
    n = int(match["q"]) if match["q"] else NUMBERS.get((match["n"] or "").lower(), 4)
    year = int(match["year"])
    name = ("eerste", "tweede", "derde", "vierde")[n - 1] if n <= 4 else ""
    return _months(match, year, 3 * n - 2, 3, f"het {name} kwartaal van {year}") if name else None


def _season(match: re.Match[str], _: date) -> Unit:
    return _of_season(match, int(match["year"]))


def _of_season(match: re.Match[str], year: int) -> Unit:
    name = match["season"].lower()
    month = _SEASONS[name]
    article = "het" if name.endswith("jaar") else "de"
    return _months(match, year - (month == 12), month, 3, f"{article} {name} van {year}", name)


def _third(match: re.Match[str], _: date) -> Unit:
    part, year = match["third"].lower(), int(match["year"])
    return _months(match, year, _THIRDS[part], 4, f"{part} {year}")


def _year(match: re.Match[str], _: date) -> Unit:
    return _whole_year(match, int(match["year"]), match["year"])


def _may(match: re.Match[str], _: date) -> Unit:
    return Unit(Span(*match.span()), Size.MONTH, None, None, "mei", 5)


def _whole_year(match: re.Match[str], year: int, said: str, *, relative: bool = False) -> Unit:
    whole = date(year, 1, 1), date(year, 12, 31)
    return Unit(Span(*match.span()), Size.YEAR, *whole, said, relative=relative)


def counted(said: str, today: date) -> str:
    """What counts from today, with that day."""
    return f"{said} (geteld vanaf {written(today)})"


def _near_year(match: re.Match[str], today: date) -> Unit:
    which = match["which"].lower()
    if which == "afgelopen":
        return _back(match, 12, today, "de afgelopen 12 maanden")
    return _whole_year(match, today.year - (which == "vorig"), str(today.year - (which == "vorig")), relative=True)


def _near_month(match: re.Match[str], today: date) -> Unit:
    first = today.replace(day=1)
    if match["which"].lower() != "deze":
        first = (first - timedelta(days=1)).replace(day=1)
    said = f"{MONTHS[first.month - 1]} {first.year}"
    last = month_end(first.year, first.month)
    return Unit(Span(*match.span()), Size.MONTH, first, last, said, first.month, relative=True)


def _near_season(match: re.Match[str], today: date) -> Unit:
    years = (today.year + 1, today.year, today.year - 1)
    units = [_of_season(match, year) for year in years]
    last = next(unit for unit in units if unit.first is not None and unit.first <= today)
    return Unit(last.span, last.size, last.first, last.last, last.said, season=last.season, relative=True)


def _past(match: re.Match[str], today: date) -> Unit:
    number = NUMBERS[match["n"].lower()]
    years = match["what"].lower().startswith("ja")
    what = "jaar" if years else "maand" if number == 1 else "maanden"
    return _back(match, number * (12 if years else 1), today, f"de afgelopen {number} {what}")


def _back(match: re.Match[str], months: int, today: date, said: str) -> Unit:
    month = today.year * 12 + today.month - 1 - months
    first = date(month // 12, month % 12 + 1, min(today.day, month_end(month // 12, month % 12 + 1).day))
    return Unit(Span(*match.span()), Size.PART, first, today, said, relative=True)


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Unit | None]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), made)
    for pattern, made in (
        (rf"(?:\bde\s+)?\b(?P<n>{_COUNT})\s+(?:helft|halfjaar){_OF}{_YEAR}", _half),
        (rf"(?:\bhet\s+)?\b(?P<n>{_COUNT}|laatste)\s+kwartaal{_OF}(?P<q>(?!))?{_YEAR}", _quarter),
        (rf"\b(?P<n>(?!))?[qk](?P<q>[1-4])\s*[-/ ]?\s*{_YEAR.replace('(?<![0-9.,])', '')}", _quarter),
        (rf"\b{_SEASON}{_OF}{_YEAR}", _season),
        (rf"\b(?P<third>{'|'.join(_THIRDS)}){_OF}{_YEAR}", _third),
        (_YEAR, _year),
        (r"\bmei\b", _may),  # too short a word for a record, but in a question it is the month
        (r"\b(?:het\s+)?(?P<which>vorig|dit|afgelopen)\s+jaar\b", _near_year),
        (r"\b(?:de\s+)?(?P<which>vorige|deze|afgelopen)\s+maand\b", _near_month),
        (rf"\b(?:(?:de|het)\s+)?afgelopen\s+{_SEASON.replace('(?:(?:de|het)', '(?:(?!)(?:de|het)')}\b", _near_season),
        (rf"\b(?:de\s+)?(?:afgelopen|laatste|voorbije)\s+(?P<n>{_COUNT})\s+(?P<what>jaar|jaren|maanden?)\b", _past),
    )
)
