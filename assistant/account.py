"""An account of an answer: everything it rested on and saw, in one JSON object that stands on its own.

Whoever keeps the file can go over the answer later (`assistant.replay`): every quote comes with the words around it and with
hashes of its record, so that most can be checked without the records and without this program. The hash at its end shows
that the file is as it was made. It is no signature: who forges a file can count a new one, and only the records show that.
"""

import hashlib
import json
import platform
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import urlsplit

from assistant.answer import Answer, Citation, Question, Turn
from assistant.ask import HISTORY_TURNS
from index.records import Hit, Record, Scope, Span
from index.search import Index
from index.settings import Settings

FORMAT = "lovp-antwoord"
FORMAT_VERSION = 1
_PACKAGES = (  # those that have a say in which passages are found, and how they are worded
    "lovp-assistant",
    "numpy",
    "chromadb",
    "llama-index-core",
    "PyStemmer",
    "simplemma",
    "sentence-transformers",
)


def account(
    index: Index,
    message: str,
    history: Sequence[Turn],
    answer: Answer,
    *,
    scope: Scope | None = None,
    without: Collection[str] = (),
    elapsed_ms: float = 0.0,
    now: datetime,
    settings: Settings | None = None,
) -> dict[str, Any]:
    """One answer with what it rests on, as JSON.

    Args:
        index: the index that it came from, as it still is.
        message: the question as typed.
        history: the turns before it, oldest first; those that are looked at are kept.
        answer: what was answered.
        scope: what the user set by hand.
        without: the kinds of part without which the question was read.
        elapsed_ms: how long answering took, in milliseconds.
        now: the moment, with a time zone; its day where this computer stands is the day that "vorig jaar" counts from.
        settings: the settings in force; those that bear on an answer are kept, never a key or a password.

    Raises:
        ValueError: `now` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("the moment of an account has a time zone")
    records = _records(index, answer)
    told: dict[str, Any] = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "time": now.astimezone(UTC).isoformat(timespec="seconds"),
        "today": now.astimezone().date().isoformat(),
        "question": message,
        "history": [{"role": turn.role, "text": turn.text} for turn in history[-HISTORY_TURNS:]],
        "given_scope": scope and _scope(scope),
        "without": sorted(without),
        "standalone": answer.question.text,
        "scope": _scope(answer.question.scope) | _parts(answer.question),
        "answered": answer.answered,
        "answer": answer.text,
        "short": answer.short,
        "mark": answer.mark and {"n": answer.mark.n, **_span(answer.mark.span)},
        "explanations": [{"n": one.n, "words": one.words, "meaning": one.meaning} for one in answer.explanations],
        "refusal": answer.refusal and answer.refusal.value,
        "notice": answer.notice,
        "confidence": answer.confidence if answer.confidence is None else round(answer.confidence, 6),
        "citations": [_citation(one, records.get(one.passage.record_id)) for one in answer.citations],
        "nearest": [_citation(one, records.get(one.passage.record_id)) for one in answer.nearest],
        "seen": [_seen(hit) for hit in answer.seen],
        "expansions": [{"asked": asked, "searched": searched} for asked, searched in answer.expansions],
        "composer": answer.composer,
        "withheld": [{"text": one.text, "fault": one.fault.value, "why": one.why} for one in answer.withheld],
        "versions": versions(),
        "index": about(index),
        "settings": _settings(settings),
        "elapsed_ms": round(elapsed_ms, 1),
    }
    written = json.dumps(told, ensure_ascii=False, allow_nan=False).encode(errors="ignore")
    told = json.loads(written)  # as it will be read: no halves of characters, which no file can hold
    return {**told, "sha256": digest(told)}


def digest(told: dict[str, Any]) -> str:
    """The hash over an account, less the hash itself; white space and the order of keys in the file don't count."""
    return sha256(_canonical({key: value for key, value in told.items() if key != "sha256"}))


def _canonical(value: Any) -> str:
    """One spelling for each value: sorted keys, no white space, plain ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256(text: str) -> str:
    """The hash of a text, of its UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def about(index: Index) -> dict[str, Any]:
    """How an index was made, and one hash for all the records in it."""
    recipe = index.store.recipe
    return {
        "recipe": json.loads(recipe.to_json()) if recipe else None,
        "encoder": index.encoder.name,
        "reranker": index.reranker.name if index.reranker else None,
        "version": index.store.version,
        **_holdings(index, index.store.version),
    }


def versions() -> dict[str, str]:
    """The program, Python, and the packages that have a say in an answer; what isn't there is left out."""
    found = {"python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


@lru_cache(1)
def _holdings(index: Index, _version: int) -> dict[str, Any]:
    """How many records there are, and a hash over their ids and texts, made once for each version of an index."""
    records = filter(None, map(index.store.record, index.store.record_days()))
    texts = sorted(f"{record.id} {sha256(record.text)}" for record in records)
    return {"records": len(texts), "records_sha256": sha256("\n".join(texts))}


def _records(index: Index, answer: Answer) -> dict[str, Record]:
    wanted = {one.passage.record_id for one in (*answer.citations, *answer.nearest)}
    return {record.id: record for record in map(index.store.record, sorted(wanted)) if record is not None}


def _citation(citation: Citation, record: Record | None) -> dict[str, Any]:
    """A quote, where it stands, and the words around it; of a record that went meanwhile the passage alone is left."""
    passage = citation.passage
    around = Span(min(passage.span.start, citation.span.start), max(passage.span.end, citation.span.end))
    if record is None:
        around = passage.span
    return {
        "n": citation.n,
        "record_id": passage.record_id,
        "title": passage.title,
        "date": _day(passage.date),
        "dates": [day.isoformat() for day in record.dates] if record else [],
        "kind": record.kind.value if record else None,
        "source": record.source if record else None,
        "record_sha256": sha256(record.text) if record else None,
        "passage_id": passage.id,
        "passage_sha256": sha256(passage.text),
        "topic": passage.topic,
        "speaker": citation.speaker or passage.speaker,
        "page": passage.page,
        **_span(citation.span),
        "quote": citation.quote,
        "context_start": around.start,
        "context": around.of(record.text) if record else passage.text,
    }


def _seen(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "passage_id": passage.id,
        "record_id": passage.record_id,
        **_span(passage.span),
        "sha256": sha256(passage.text),
        "score": round(hit.score, 6),
    }


def _scope(scope: Scope) -> dict[str, Any]:
    return {
        "since": _day(scope.since),
        "until": _day(scope.until),
        "topic": scope.topic,
        "speaker": scope.speaker,
    }


def _parts(question: Question) -> dict[str, Any]:
    return {
        "parts": [
            {"kind": part.kind.value, "value": part.value, "label": part.label, "words": part.words}
            for part in question.parts
        ],
        "note": question.note,
    }


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _settings(settings: Settings | None) -> dict[str, Any]:
    """What bears on an answer, by name: never a key, and of an address no user, password or query."""
    if settings is None:
        return {}
    found = {name: getattr(settings, name, None) for name in ("encoder", "reranker", "model")}
    address = urlsplit(str(getattr(settings, "model_url", None) or ""))
    host = f"{address.hostname or ''}{f':{address.port}' if address.port else ''}"
    return {**found, "model_url": f"{address.scheme}://{host}{address.path}" if host else None}
