"""A kept account, read as what it is: a file from anywhere, which is checked against its shape before anything looks into it."""

import json
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any

from assistant import phrases_verify as phrases
from assistant.account import FORMAT, FORMAT_VERSION
from assistant.answer import Answer, Citation, Explanation, Fault, Mark, PartKind, Question, Refusal, Turn, Withheld
from index.errors import UsageError
from index.records import Passage, RecordKind, Scope, Span

LONGEST = 8 * 1024 * 1024  # bytes; an account of the longest answer has a hundredth of it
_FARTHEST = 2**40  # characters; no record is as long
_NONE = type(None)
_TEXT, _MAYBE, _WHOLE = (str,), (str, _NONE), (int,)
_DAY = "day"  # a date or null, as YYYY-MM-DD
_FLAT = "flat"  # an object of words and numbers
_SPAN = {"start": _WHOLE, "end": _WHOLE}
_BOUNDS = {"since": _DAY, "until": _DAY, "topic": _MAYBE, "speaker": _MAYBE}
_CITATION = {
    **_SPAN,
    **dict.fromkeys(("record_id", "title", "passage_id", "passage_sha256", "topic", "quote", "context"), _TEXT),
    **dict.fromkeys(("kind", "source", "record_sha256", "speaker"), _MAYBE),
    "n": _WHOLE,
    "date": _DAY,
    "dates": [_DAY],
    "page": (int, _NONE),
    "context_start": _WHOLE,
}
_SHAPE: Any = {
    "format": _TEXT,
    "format_version": _WHOLE,
    **dict.fromkeys(("time", "question", "standalone", "answer", "composer", "sha256"), _TEXT),
    **dict.fromkeys(("short", "refusal", "notice"), _MAYBE),
    "today": _DAY,
    "history": [{"role": _TEXT, "text": _TEXT}],
    "given_scope": _BOUNDS,
    "without": [_TEXT],
    "scope": {
        **_BOUNDS,
        "parts": [{"kind": _TEXT, "value": _TEXT, "label": _TEXT, "words": _TEXT}],
        "note": _MAYBE,
    },
    "answered": (bool,),
    "mark": {"n": _WHOLE, **_SPAN},
    "explanations": [{"n": _WHOLE, "words": _TEXT, "meaning": _TEXT}],
    "confidence": (int, float, _NONE),
    "citations": [_CITATION],
    "nearest": [_CITATION],
    "seen": [{"passage_id": _TEXT, "record_id": _TEXT, **_SPAN, "sha256": _TEXT, "score": (int, float)}],
    "expansions": [{"asked": _TEXT, "searched": _TEXT}],
    "withheld": [{"text": _TEXT, "fault": _TEXT, "why": _TEXT}],
    "versions": _FLAT,
    "index": {
        "recipe": _FLAT,
        "encoder": _TEXT,
        "reranker": _MAYBE,
        "version": _WHOLE,
        "records": _WHOLE,
        "records_sha256": _TEXT,
    },
    "settings": _FLAT,
    "elapsed_ms": (int, float),
}
_MAY_MISS = {"given_scope", "mark", "index.recipe"}  # null where an object may stand


class AccountError(UsageError):
    """The file is no account that can be gone over; the message is Dutch and says why."""


def read_account(path: Path) -> dict[str, Any]:
    """The account in a file.

    Raises:
        AccountError: it isn't there, is too long, is no JSON, or has another shape than an account of this version.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LONGEST + 1)
    except OSError as error:
        raise AccountError(phrases.unreadable(str(path), _why_not(path))) from error
    except ValueError as error:  # a name with a NUL in it
        raise AccountError(phrases.unreadable(str(path), "")) from error
    if len(data) > LONGEST:
        raise AccountError(phrases.TOO_LONG)
    return account_from_json(data)


def _why_not(path: Path) -> str:
    """Why a file can't be read, in Dutch; "" when that isn't plain."""
    try:
        if path.is_dir():
            return phrases.FOLDER
        return "" if path.exists() else phrases.NOT_THERE
    except OSError:  # a name that is too long to be one
        return phrases.NOT_THERE


def account_from_json(data: bytes) -> dict[str, Any]:
    """The account that these bytes of UTF-8 hold; `AccountError` as `read_account`."""
    try:
        found = json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_once, parse_float=_finite, parse_constant=_no_constant
        )
    except (ValueError, RecursionError) as error:
        raise AccountError(phrases.NO_JSON) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise AccountError(phrases.NO_ACCOUNT)
    if found.get("format_version") != FORMAT_VERSION or isinstance(found["format_version"], bool):
        raise AccountError(phrases.OTHER_VERSION)
    wrong = _misshapen(found, _SHAPE, "")
    if wrong is not None:
        raise AccountError(phrases.misshapen(wrong))
    return found


def account_to_answer(told: dict[str, Any]) -> Answer:
    """The answer that an account tells of; a passage's text is the context that was kept."""
    bounds, mark = told["scope"], told["mark"]
    return Answer(
        text=told["answer"],
        citations=tuple(map(_citation, told["citations"])),
        answered=told["answered"],
        short=told["short"],
        question=Question(told["standalone"], scope_of(bounds), note=bounds["note"]),
        composer=told["composer"],
        mark=Mark(mark["n"], Span(mark["start"], mark["end"])) if mark else None,
        explanations=tuple(Explanation(one["n"], one["words"], one["meaning"]) for one in told["explanations"]),
        refusal=Refusal(told["refusal"]) if told["refusal"] else None,
        nearest=tuple(map(_citation, told["nearest"])),
        notice=told["notice"],
        withheld=tuple(Withheld(one["text"], Fault(one["fault"]), one["why"]) for one in told["withheld"]),
    )


def history_of(told: dict[str, Any]) -> list[Turn]:
    """The turns before the question."""
    return [Turn(one["role"], one["text"]) for one in told["history"]]


def scope_of(bounds: dict[str, Any]) -> Scope:
    """A scope from its JSON."""
    return Scope(day_of(bounds["since"]), day_of(bounds["until"]), bounds["topic"], bounds["speaker"])


def day_of(text: str | None) -> date | None:
    """A day from YYYY-MM-DD."""
    return None if text is None else date.fromisoformat(text)


def _citation(one: dict[str, Any]) -> Citation:
    start = one["context_start"]
    passage = Passage(
        id=one["passage_id"],
        record_id=one["record_id"],
        title=one["title"],
        date=day_of(one["date"]),
        topic=one["topic"],
        speaker=one["speaker"],
        page=one["page"],
        span=Span(start, start + len(one["context"])),
        text=one["context"],
    )
    return Citation(one["n"], passage, Span(one["start"], one["end"]), one["quote"], one["speaker"])


def _misshapen(value: Any, shape: Any, where: str) -> str | None:
    """Where a value isn't of that shape ("citations[2].quote"), None when it is all through."""
    if value is None and where in _MAY_MISS:
        return None
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return where
        strange = next(iter(value.keys() - shape.keys()), None)
        if strange is not None:
            return f"{where}.{strange[:40]}".lstrip(".")
        below = (
            _misshapen(value[name], inner, f"{where}.{name}".lstrip(".")) if name in value else name
            for name, inner in shape.items()
        )
        return next(filter(None, below), None) or (_ill_ordered(value, where) if _SPAN.keys() <= shape.keys() else None)
    if isinstance(shape, list):
        if not isinstance(value, list):
            return where
        inside = (_misshapen(one, shape[0], f"{where}[{n}]") for n, one in enumerate(value))
        return next(filter(None, inside), None)
    if shape == _FLAT:
        flat = isinstance(value, dict) and all(isinstance(one, str | int | float | _NONE) for one in value.values())
        return None if flat else where
    if shape == _DAY:
        return where if value is not None and not _is_day(value) else None
    right = isinstance(value, shape) and (bool in shape or not isinstance(value, bool))
    if right and isinstance(value, int) and not 0 <= value <= _FARTHEST and int in shape and float not in shape:
        return where
    return None if right and _is_known(value, where) else where


def _ill_ordered(span: dict[str, Any], where: str) -> str | None:
    return None if span["start"] <= span["end"] else where


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_known(value: Any, where: str) -> bool:
    """Whether a word from a list of ours is in that list."""
    kinds = {"refusal": Refusal, "fault": Fault, "kind": PartKind if where.startswith("scope") else RecordKind}
    name = where.rpartition(".")[2]
    if where.startswith("without["):
        return value in set(PartKind)
    return name not in kinds or value is None or value in set(kinds[name])


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose every key stands once: a second one could hide the first from who reads the file."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _finite(number: str) -> float:
    """A number; `1e999` is none."""
    if not isfinite(float(number)):
        raise ValueError(number)
    return float(number)


def _no_constant(name: str) -> Any:
    """NaN and Infinity are no JSON."""
    raise ValueError(name)
