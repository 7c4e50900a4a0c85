"""When the meeting was: a vote among the places that tell, for none of them can be trusted alone.

A label ("Vergaderdatum") and the title weigh most, then "Datum", then the file's name, then a sentence that says when the meeting
was held. Dates of publication, adoption, earlier meetings, deadlines and folders have no vote; a folder can lend its year. Whoever
reads a record is told when the places disagree, and when the date is a guess.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.dates import Found, base_name, find_dates, impossible_dates, meeting_dates, name_dates, written
from index.head import Head
from index.records import Note, NoteKind, RecordKind, Span
from index.sentences import sentences

_LABEL = re.compile(
    r"^[*_]*(?:vergaderdatum|datum (?:van (?:de |het )?)?(?:vergadering|overleg|bijeenkomst)|"
    r"(?:vergadering |bijeenkomst |overleg )?gehouden (?:op|d\.?d\.?)|vergadering(?: van)?(?: d\.?d\.?)?|d\.?d\.?)"
    r"[*_]*\s*[:|]?\s*(?P<rest>.+)$",
    re.IGNORECASE,
)
_DATUM = re.compile(r"^[*_]*datum(?:/tijd| en tijd)?[*_]*\s*[:|]?\s*(?P<rest>.+)$", re.IGNORECASE)
_LETTER = re.compile(r"^(?:inlichtingen bij|(?:ons |uw )?kenmerk|postbus|contactpersoon|bezoekadres)\b", re.IGNORECASE)
_HELD = re.compile(
    r"\b(?:LOVP|Landelijk Overleg Veiligheid en Politie|overleg|vergadering|bijeenkomst|bijeen|vergaderden?)\b",
    re.IGNORECASE,
)
_NOT_THIS = re.compile(
    r"\b(?:vorige?|vorig|volgende?|eerstvolgende?|komende?|eerdere?|vastgesteld|uiterlijk|vóór|v[óo]{2}r|deadline|gepubliceerd|geplaatst|"
    r"verslag van|notulen van|brief van|tot en met|op de agenda van|wordt|zal|zullen)\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"^(?:gepubliceerd|publicatiedatum|geplaatst|vastgesteld|status|versie|bron)\b", re.IGNORECASE)
_PAST_TITLE = re.compile(r"\b(?:vastgesteld|gepubliceerd|geplaatst)\b.*$", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NEAR = 1500  # characters of the text that are its opening
_GAP = 60  # characters between "LOVP" and the date of that meeting
_WEIGHTS = {"vergaderdatum": 5, "titel": 4, "datum": 3, "bestandsnaam": 2, "tekst": 1}
_NAMES = {
    "vergaderdatum": "het label voor de vergaderdatum",
    "titel": "de titel",
    "datum": "het label ‘Datum’",
    "bestandsnaam": "de bestandsnaam",
    "tekst": "de tekst",
}


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    dates: tuple[date, ...]


def meeting_dates_of(
    head: Head, kind: RecordKind, text: str, name: str, folder: str
) -> tuple[tuple[date, ...], list[Note]]:
    """The meetings that a record is about, and what there is to know about their dates.

    Args:
        head: what stands above its text.
        kind: what the record is; a newsletter has the dates of the meetings that it tells about, not its own.
        text: the whole text.
        name: the file's name; only the last part counts.
        folder: the folder's name, "" when it has none; it lends its year, and its date when nothing else has one.

    Returns:
        The dates, () when nothing tells, and notes of kind DATE in Dutch.
    """
    odd = [
        Note(NoteKind.DATE, f"In de bestandsnaam staat een datum die niet bestaat: {words}.")
        for words in impossible_dates(name)
    ]
    if kind is RecordKind.NEWSLETTER:
        return _reported(head, text), odd
    places = list(_places(head, text, name))
    strong = [place for place in places if place.name != "tekst"]
    if strong or places:
        taken = _elected(places)
        return taken.dates, [*_disagreements(taken, strong), *_from_text(taken), *odd]
    dates, why = _guess(head, text, name, folder)
    return dates, [*([Note(NoteKind.DATE, why)] if dates else []), *odd]


def _places(head: Head, text: str, name: str) -> Iterator[_Place]:
    lines = [line.text for line in head.front]
    opening = [line.strip() for line in text[:_NEAR].split("\n") if line.strip()]
    for words in dict.fromkeys((*lines, *opening)):
        label = _LABEL.match(words)
        found = meeting_dates(label["rest"][:40]) if label else ()
        if found and len(words) <= 90:
            yield _Place("vergaderdatum", found)
            break
    titled = meeting_dates(_PAST_TITLE.sub("", head.title)) if head.title_span is not None else ()
    if titled:
        yield _Place("titel", titled)
    if not any(_LETTER.match(words) for words in lines):
        dated = [(label["rest"], words) for words in lines if (label := _DATUM.match(words))]
        found = next((meeting_dates(rest) for rest, _ in dated if meeting_dates(rest)), ())
        if found:
            yield _Place("datum", found)
    named = name_dates(name)
    if named:
        yield _Place("bestandsnaam", named)
    told = _told(text)
    if told:
        yield _Place("tekst", told)


def _told(text: str) -> tuple[date, ...]:
    """The day on which a sentence of the opening says that this meeting was held."""
    for span in sentences(text, Span(0, min(len(text), _NEAR))):
        words = span.of(text)
        if _HELD.search(words) and not _NOT_THIS.search(words) and len(words) > 30:
            found = [day.exact for day in find_dates(words) if day.exact]
            if len(found) == 1:
                return (found[0],)
    return ()


def _elected(places: Sequence[_Place]) -> _Place:
    """The place whose dates the heaviest places agree on; of those, the one that names most meetings."""
    votes: dict[date, int] = {}
    for place in places:
        for day in place.dates:
            votes[day] = votes.get(day, 0) + _WEIGHTS[place.name]
    best = max(votes, key=lambda day: votes[day])
    return max((place for place in places if best in place.dates), key=lambda p: (len(p.dates), _WEIGHTS[p.name]))


def _disagreements(taken: _Place, strong: Sequence[_Place]) -> Iterator[Note]:
    # "Datum" beside a label of the meeting is the document's own date
    labelled = any(place.name == "vergaderdatum" for place in strong)
    for place in strong:
        if not set(place.dates) & set(taken.dates) and not (labelled and place.name == "datum"):
            yield Note(
                NoteKind.DATE,
                f"De datums verschillen: {_NAMES[taken.name]} noemt {_list(taken.dates)}, {_NAMES[place.name]} noemt "
                f"{_list(place.dates)}. Aangehouden is {_list(taken.dates)}.",
            )


def _from_text(taken: _Place) -> list[Note]:
    if taken.name != "tekst":
        return []
    why = f"De datum {_list(taken.dates)} is afgeleid uit een zin in de tekst; titel en bestandsnaam noemen geen datum."
    return [Note(NoteKind.DATE, why)]


def _list(dates: Sequence[date]) -> str:
    return " en ".join(written(day) for day in dates)


def _guess(head: Head, text: str, name: str, folder: str) -> tuple[tuple[date, ...], str]:
    """A date when no place has a whole one, and in Dutch what it was made from."""
    bare = [f for line in head.front if not _PUBLISHED.match(line.text) for f in find_dates(line.text) if f.exact]
    years = [*_YEAR.findall(base_name(name)), *_YEAR.findall(folder), *_YEAR.findall(text[:_NEAR])]
    for place, where in ((head.title, "de titel"), (base_name(name), "de bestandsnaam")):
        found = [one for one in find_dates(place) if one.day and one.year is None]
        if found and years:
            day = _with_year(found[0], int(years[0]))
            if day is not None:
                return (
                    day,
                ), f"De datum is een aanname: {where} noemt geen jaar; het jaar {day.year} is elders gevonden."
    if bare and bare[0].exact:
        day = bare[0].exact
        return (day,), f"De datum {written(day)} is een aanname: het kan ook de datum van publicatie zijn."
    for span in sentences(text, Span(0, min(len(text), _NEAR))):
        words = span.of(text)
        first = next((one.exact for one in find_dates(words) if one.exact), None)
        if first and not _NOT_THIS.search(words) and not _PUBLISHED.match(words):
            return (first,), f"De datum {written(first)} is een aanname: het is de eerste datum in de tekst."
    filed = meeting_dates(base_name(folder)) if folder else ()
    if filed:
        return filed[:1], f"De datum {written(filed[0])} is een aanname: alleen de map noemt een datum."
    return (), ""


def _with_year(found: Found, year: int) -> date | None:
    try:
        return replace(found, year=year).exact
    except ValueError:
        return None


def _reported(head: Head, text: str) -> tuple[date, ...]:
    """The meetings of the LOVP that a newsletter tells about; a year that is left out is that of the newsletter."""
    issued = next((found.last for found in find_dates(head.title) if found.last), None)
    days: list[date] = []
    for span in sentences(text):
        words = span.of(text)
        if re.search(r"\b(?:volgende?|eerstvolgende?|komende?|aanstaande?|vindt|gepland)\b", words, re.IGNORECASE):
            continue
        for match in re.finditer(r"\bLOVP\b|\bLandelijk Overleg Veiligheid en Politie\b", words):
            for found in find_dates(words):
                near = 0 <= found.span.start - match.end() <= _GAP or 0 <= match.start() - found.span.end <= _GAP / 2
                day = found.exact or (_with_year(found, issued.year) if issued and found.day else None)
                if near and day is not None and (issued is None or day <= issued):
                    days.append(day)
    return tuple(dict.fromkeys(days))
