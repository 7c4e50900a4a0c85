"""Times that a record counts from its own day ("eind dit jaar"), and what they mean: our explanation, not the record's words.

Only what the meeting's date settles is explained. "Op korte termijn" and "het volgende LOVP" stay as they are.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from assistant.answer import Citation, Explanation
from index.dates import MONTHS, find_dates, written
from index.records import Span

_PART = r"(?:(?P<part>eind|begin|medio|halverwege|in de loop van|later|eerder|aan het eind van)\s+)?"
_WHICH = r"(?P<which>dit|deze|volgende?|komende?|aankomende?|aanstaande?|vorige?|afgelopen)"
_UNIT = r"(?P<unit>jaar|kalenderjaar|begrotingsjaar|voorjaar|zomer|najaar|herfst|winter|maand|week|kwartaal)"
_RELATIVE = re.compile(rf"\b{_PART}(?:(?:het|de)\s+)?{_WHICH}\s+{_UNIT}\b", re.IGNORECASE)
_NUMBERS = {"een": 1, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "tien": 10}
_AFTER = re.compile(
    rf"\b(?P<how>over|binnen)\s+(?P<n>\d{{1,2}}|{'|'.join(_NUMBERS)})\s+(?P<unit>jaar|maanden|maand|weken|week)\b",
    re.IGNORECASE,
)
_DAYS = {"vandaag": 0, "gisteren": -1, "morgen": 1}
_DAY = re.compile(rf"\b(?P<day>{'|'.join(_DAYS)})\b", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:volgt|volgen|wordt|worden|zal|zullen|komt|komen|kan|kunnen|moet|moeten|terug\w*|verwacht\w*|verwachting|uiterlijk|streven|vanaf|"
    r"start|gaat|gaan|afgesproken|besproken|gepland|voorzien|beoogd)\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:vorige?|eerdere?|jl\.?|afgelopen|was|waren|werd|werden|vond|(?:is|zijn)\s+(?:\w+\s+){1,8}?\w*ge\w{2,}(?:d|t|en)|heeft|hebben|sinds)\b",
    re.IGNORECASE,
)
_STARTS = {"voorjaar": 3, "zomer": 6, "najaar": 9, "herfst": 9, "winter": 12}
_BACKWARD = ("vorig", "afgelopen")
_FORWARD = ("volgend", "komend", "aankomend", "aanstaand")


def explanations(citations: Sequence[Citation]) -> tuple[Explanation, ...]:
    """What the relative times in the quotes mean, counted from the meeting; each wording of a quote once."""
    found = []
    for citation in citations:
        if citation.passage.date is None:
            continue
        for span, meaning in meanings(citation.quote, citation.passage.date):
            found.append(Explanation(citation.n, " ".join(span.of(citation.quote).split()), meaning))
    return tuple(dict.fromkeys(found))


def meanings(text: str, day: date) -> list[tuple[Span, str]]:
    """The relative times in a text of a day, in order, each with its meaning in Dutch ("eind 2019").

    Args:
        text: a quote.
        day: the day of its meeting.
    """
    found = [*_named(text, day), *_counted(text, day), *_days(text, day), *_months(text, day)]
    return sorted(found, key=lambda pair: pair[0].start)


def _named(text: str, day: date) -> Iterator[tuple[Span, str]]:
    """ "eind dit jaar", "volgende maand", "komend najaar"."""
    for match in _RELATIVE.finditer(text):
        unit, which = match["unit"].lower(), match["which"].lower()
        meaning = _meaning(unit, -1 if which.startswith(_BACKWARD) else which.startswith(_FORWARD), which, day)
        if meaning is None:
            continue
        part = match["part"]
        if part and not unit.endswith("jaar"):
            continue
        if part and part.lower() in {"later", "eerder"}:
            meaning = f"{part.lower()} in {meaning}"
        elif part:
            meaning = f"{part.lower()} {meaning}"
        yield Span(*match.span()), meaning


def _meaning(unit: str, step: int, which: str, day: date) -> str | None:
    if unit in {"jaar", "kalenderjaar", "begrotingsjaar"}:
        if which.startswith(("komend", "aankomend", "afgelopen")):
            return None  # "het komende jaar" may be the twelve months ahead
        return str(day.year + step)
    if unit in _STARTS:
        return _season(unit, step, day)
    if unit == "maand":
        if which.startswith(("komend", "aankomend", "afgelopen")):
            return None
        month = day.year * 12 + day.month - 1 + step
        return f"{MONTHS[month % 12]} {month // 12}"
    if unit == "kwartaal":
        quarter = day.year * 4 + (day.month - 1) // 3 + step
        return f"het {('eerste', 'tweede', 'derde', 'vierde')[quarter % 4]} kwartaal van {quarter // 4}"
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=step)
    return f"de week van {written(monday)}"


def _season(unit: str, step: int, day: date) -> str:
    """A season: this one or the next that begins, the last that began; "dit" is that of the year."""
    starts = _STARTS[unit]
    year = day.year
    if step > 0 and day.month >= starts:
        year += 1
    if step < 0 and day.month < starts + 3:
        year -= 1
    return f"{unit} {year}" if unit != "winter" else f"winter {year}-{year + 1}"


def _counted(text: str, day: date) -> Iterator[tuple[Span, str]]:
    """ "over twee jaar", "binnen drie maanden"."""
    for match in _AFTER.finditer(text):
        number = int(match["n"]) if match["n"].isdigit() else _NUMBERS[match["n"].lower()]
        unit = match["unit"].lower()
        before = "vóór " if match["how"].lower() == "binnen" else ""
        if unit == "jaar" and not before:
            if _is_span(text, match):
                continue
            yield Span(*match.span()), str(day.year + number)
        elif before and unit.startswith("maand"):
            month = day.year * 12 + day.month - 1 + number
            last = min(day.day, 28)
            yield Span(*match.span()), f"{before}{written(date(month // 12, month % 12 + 1, last))}"
        elif before and unit.startswith("we"):
            yield Span(*match.span()), f"{before}{written(day + timedelta(weeks=number))}"


def _is_span(text: str, match: re.Match[str]) -> bool:
    """Whether "over drie jaar" says how long and not when: "verspreid over drie jaar"."""
    return bool(
        re.search(
            r"\b(?:verspreid\w*|verdeeld\w*|uitgesmeerd\w*|gespreid\w*|gerekend)\s+$",
            text[: match.start()],
            re.IGNORECASE,
        )
    )


def _days(text: str, day: date) -> Iterator[tuple[Span, str]]:
    for match in _DAY.finditer(text):
        yield Span(*match.span()), written(day + timedelta(days=_DAYS[match["day"].lower()]))


def _months(text: str, day: date) -> Iterator[tuple[Span, str]]:
    """A day or month without its year ("in september"), where the sentence tells whether it lies ahead or behind."""
    for found in find_dates(text):
        if found.year is not None or _shares_year(text, found.span):
            continue
        before = re.search(
            r"\b(in|op|eind|begin|medio|half|vanaf|voor|vóór|uiterlijk|sinds|per|van)\s+$",
            text[: found.span.start],
            re.IGNORECASE,
        )
        if not before:
            continue
        ahead, back = bool(_AHEAD.search(text)), bool(_BACK.search(text))
        if ahead == back:
            continue
        this = date(day.year, found.month, min(found.day or day.day, 28))
        year = day.year + (ahead and this < day) - (back and this > day)
        name = f"{found.day} {MONTHS[found.month - 1]} {year}" if found.day else f"{MONTHS[found.month - 1]} {year}"
        yield found.span, name


def _shares_year(text: str, span: Span) -> bool:
    """Whether the year follows further on: "23 en 29 november 2021", "tussen maart en juni 2020"."""
    return bool(
        re.match(r"\s*(?:,|en|tot|tot en met|t/m|–|-)\s*(?:\d{1,2}\s+)?[a-z]*\s*(?:19|20)\d\d\b", text[span.end :])
    )
