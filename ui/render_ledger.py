"""The ledger as a user sees it: Dutch text by meeting, JSON for programs, CSV for a spreadsheet."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from assistant.plain import name, plain_line
from index.dates import written
from index.ledger import Status
from index.ledger_clause import EntryKind
from index.ledger_status import Item

NOTHING = "Niets gevonden: geen besluiten, toezeggingen of aankondigingen die hieraan voldoen."
UNKNOWN = " Status ‘onbekend’: geen verslag zegt of het gedaan is."
_BOM = "\ufeff"  # by which a spreadsheet knows that the file is UTF-8
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = {
    "kind": "soort",
    "date": "datum",
    "record_id": "verslag",
    "title": "titel",
    "topic": "agendapunt",
    "page": "bladzijde",
    "who": "wie",
    "what": "wat",
    "to_whom": "aan wie",
    "by_when": "wanneer",
    "status": "status",
    "start": "begin",
    "end": "einde",
    "quote": "citaat",
}
_DONE_COLUMNS = {"date": "gedaan: datum", "record_id": "gedaan: verslag", "quote": "gedaan: citaat"}
_PARTS = (("Wie", "who"), ("Wat", "what"), ("Aan wie", "to_whom"), ("Wanneer", "by_when"))


def ledger_json(items: Sequence[Item]) -> list[dict[str, Any]]:
    """The entries as JSON; `quote` is the record's text at [start:end], to the letter, and so is that of `fulfilled`."""
    return [_json(item) for item in items]


def _json(item: Item) -> dict[str, Any]:
    entry, done = item.entry, item.fulfilled
    return {
        "kind": entry.kind,
        "date": item.date.isoformat() if item.date else None,
        "record_id": entry.record_id,
        "title": item.title,
        "topic": entry.topic,
        "page": entry.page,
        "speaker": entry.speaker,
        "who": item.who,
        "what": item.what,
        "to_whom": item.to_whom,
        "by_when": item.by_when,
        "status": item.status,
        "start": entry.span.start,
        "end": entry.span.end,
        "quote": item.quote,
        "fulfilled": done
        and {
            "record_id": done.record_id,
            "date": done.date.isoformat() if done.date else None,
            "start": done.span.start,
            "end": done.span.end,
            "quote": done.quote,
        },
    }


def ledger_csv(items: Sequence[Item]) -> str:
    """The entries as CSV that a Dutch spreadsheet opens: semicolons, a byte order mark, no cell that it takes for a formula."""
    written_to = io.StringIO()
    rows = csv.writer(written_to, delimiter=";", lineterminator="\r\n")
    rows.writerow([*_COLUMNS.values(), *_DONE_COLUMNS.values()])
    for one in map(_json, items):
        done = one["fulfilled"] or {}
        rows.writerow([_cell(one[key]) for key in _COLUMNS] + [_cell(done.get(key)) for key in _DONE_COLUMNS])
    return _BOM + written_to.getvalue()


def _cell(value: Any) -> str:
    text = "" if value is None else plain_line(str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text


def ledger_text(items: Sequence[Item]) -> str:
    """The entries for the terminal, by meeting."""
    if not items:
        return NOTHING
    lines: list[str] = []
    for (day, title), group in groupby(items, key=lambda item: (item.date, item.title)):
        lines += ["", _meeting(title, day)]
        for item in group:
            page = f", bladzijde {item.entry.page}" if item.entry.page else ""
            lines += [
                "",
                f"  {item.entry.kind.capitalize()}{_state(item)}, onder ‘{name(item.entry.topic)}’{page}",
                f"    “{plain_line(item.quote)}”",
            ]
            told = [f"{label}: {plain_line(text)}" for label, name in _PARTS if (text := getattr(item, name))]
            lines += [f"    {'; '.join(told)}"] if told else []
            done = item.fulfilled
            if done is not None and (done.record_id, done.span) != (item.entry.record_id, item.entry.span):
                when = f" van {written(done.date)}" if done.date else ""
                lines.append(f"    Gedaan, volgens het verslag{when}: “{plain_line(done.quote)}”")
    return "\n".join([*lines[1:], "", count(items)])


def _meeting(title: str, day: date | None) -> str:
    """The name of a meeting, with its day when that isn't in it."""
    title = plain_line(title)
    return title if day is None or written(day) in title else f"{title}, {written(day)}"


def _state(item: Item) -> str:
    """The status in brackets; a decision is made, so that nothing is said of one of which nothing more is known."""
    silent = item.entry.kind is EntryKind.DECISION and item.status is Status.UNKNOWN
    return "" if silent else f" ({item.status})"


def count(items: Sequence[Item]) -> str:
    """How many entries of each kind there are."""
    told = []
    for kind, one, more in (
        ("besluit", "besluit", "besluiten"),
        ("toezegging", "toezegging", "toezeggingen"),
        ("aankondiging", "aankondiging", "aankondigingen"),
    ):
        amount = sum(item.entry.kind == kind for item in items)
        if amount:
            told.append(f"{amount} {one if amount == 1 else more}")
    unknown = any(item.status is Status.UNKNOWN for item in items)
    return f"{', '.join(told)}.{UNKNOWN if unknown else ''}"
