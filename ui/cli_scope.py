"""The bounds that a user sets on what is searched, from flags or from a JSON line."""

import argparse
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from index.errors import UsageError
from index.records import Scope

_KEYS = ("since", "until", "topic", "speaker")
_SHAPE = '"scope" mag hebben: since, until, topic en speaker, elk een tekst of null'
_MONTH = re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>0?[1-9]|1[0-2])")


def scope_from_options(options: argparse.Namespace) -> Scope | None:
    """The scope that the flags of `ask` or `search` set, None when there are none."""
    if options.since and getattr(options, "all_meetings", False):
        raise UsageError("Kies: --since of --all-meetings, niet allebei.")
    if options.until and getattr(options, "all_meetings", False):
        raise UsageError("Kies: --until of --all-meetings, niet allebei.")
    return _scope({key: getattr(options, key, None) for key in _KEYS})


def scope_from_json(found: Any) -> Scope | None:
    """The scope of a line of JSON, None when it has none; what an answer says in "scope" can be given back."""
    if found is None:
        return None
    if not isinstance(found, dict) or any(not isinstance(found.get(key), str | None) for key in _KEYS):
        raise UsageError(f"Deze regel heeft geen goede scope: {_SHAPE}.")
    unknown = sorted(found.keys() - {*_KEYS, "parts", "note"})
    if unknown:
        raise UsageError(f"Onbekend in de scope: {', '.join(unknown)}. {_SHAPE}.")
    return _scope(found)


def _scope(given: Mapping[str, str | None]) -> Scope | None:
    since, until = given.get("since"), given.get("until")
    scope = Scope(
        _edge("since", since)[0] if since is not None else None,
        _edge("until", until)[1] if until is not None else None,
        _name("topic", given.get("topic")),
        _name("speaker", given.get("speaker")),
    )
    return None if scope == Scope() else scope


def _name(key: str, text: str | None) -> str | None:
    if text is not None and not text.strip():
        raise UsageError(f"{key} is leeg. Noem een {'agendapunt' if key == 'topic' else 'spreker'}, of laat het weg.")
    return " ".join(text.split()) if text else None


def _edge(key: str, text: str) -> tuple[date, date]:
    """The first and the last day that a year, month or day can mean."""
    from assistant.time_unit import find_units
    from index.dates import month_end

    month = _MONTH.fullmatch(text.strip())
    if month:
        year, number = int(month["year"]), int(month["month"])
        return date(year, number, 1), month_end(year, number)
    units = find_units(text.strip(), datetime.now().astimezone().date())
    if len(units) == 1 and units[0].span.of(text.strip()) == text.strip() and units[0].first and units[0].last:
        return units[0].first, units[0].last
    raise UsageError(f"‘{text}’ is geen datum voor {key}. Schrijf bijvoorbeeld 2021, 2022-06, 28-10-2019 of juni 2022.")
