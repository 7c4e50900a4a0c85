"""A run as plain data: every figure, every question with what was seen, and on what it was measured."""

import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from eval import coverage
from eval.facts import collapsed
from eval.floors import Floors, gate
from eval.gold import Case
from eval.judged import Row
from eval.run import Report
from eval.sets import FactSet
from eval.table import reasons
from index.recipe import Recipe
from index.records import Passage

FORMAT = 1  # of what `as_run` gives; eval.run_file reads no other
_LIBRARIES = ("chromadb", "llama-index-core", "numpy", "PyStemmer", "sentence-transformers", "simplemma")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words of a record that hold the evidence of a fact, with where they stand."""

    date: str | None
    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A set of facts as it was asked: its report, the digests of facts and records, and what had to be found, by id of the fact."""

    set: FactSet
    report: Report
    facts: str
    records: str
    wanted: Mapping[str, tuple[Wanted, ...]]


def wanted_of(case: Case, passages: Mapping[str, Passage]) -> tuple[Wanted, ...]:
    """The sentences that hold the evidence of a fact, or whole passages when no sentence does by itself."""
    texts = {(p.record_id, p.span.start, p.span.end): p for key, p in passages.items() if key in case.passages}
    places = sorted(case.sentences) or sorted(texts)
    found = []
    for record_id, start, end in places:
        inside = next(
            (p for p in texts.values() if p.record_id == record_id and p.span.start <= start and end <= p.span.end),
            None,
        )
        if inside is not None:
            text = inside.text[start - inside.span.start : end - inside.span.start]
            day = inside.date.isoformat() if inside.date else None
            found.append(Wanted(day, inside.topic, collapsed(text)))
    return tuple(dict.fromkeys(found))


def as_run(
    measured: Sequence[Measured],
    floors: Mapping[str, Floors],
    *,
    at: datetime,
    seconds: float,
    recipe: Recipe,
    composer: str,
    judge: str | None,
    jobs: int,
    code: int,
    told: Sequence[str],
) -> dict[str, Any]:
    """A run as plain data for `json.dumps`.

    Args:
        measured: the sets, in the order in which they were asked.
        floors: those of each set, by its name; a set without has none.
        at: when it began.
        seconds: how long it took.
        recipe: how the index was made.
        composer: "extractive" or "llm:NAME".
        judge: the model that judged, None when none did.
        jobs: how many processes asked.
        code: what the gate says: 0 good, 1 below a floor, 2 facts or records have changed.
        told: the same in Dutch, line by line.
    """
    commit, changed = _commit()
    kept = {**asdict(recipe), "encoder": Path(recipe.encoder).name}  # a folder of one's own by its name alone
    return {
        "format": FORMAT,
        "at": at.isoformat(timespec="seconds"),
        "seconds": round(seconds, 2),
        "commit": commit,
        "changed": changed,
        "versions": {"lovp": _version("lovp-assistant"), "python": platform.python_version()}
        | {name: _version(name) for name in _LIBRARIES},
        "machine": {
            "system": f"{platform.system()} {platform.machine()}",
            "cores": os.cpu_count(),
            "memory_mb": _memory_mb(),
        },
        "recipe": {key: value for key, value in kept.items() if key != "opened_as"},
        "composer": composer,
        "judge": judge,
        "jobs": jobs,
        "gate": {"code": code, "told": list(told)},
        "sets": [_set(one, floors.get(one.set.name)) for one in measured],
    }


def _set(one: Measured, floors: Floors | None) -> dict[str, Any]:
    measures = one.report.measures
    return {
        "name": one.set.name,
        "title": one.set.title,
        "split": one.set.split,
        "facts": one.facts,
        "records": one.records,
        "measures": {
            m.name: {"value": m.value, "low": m.low, "high": m.high, "scored": m.scored, "not_scored": m.not_scored}
            for m in measures
        },
        "floors": dict(floors.floors) if floors else {},
        "ceilings": dict(floors.ceilings) if floors else {},
        "below": gate(measures, floors) if floors else [],
        "curve": coverage.as_json(one.report.curve),
        "rows": [_row(row, one.wanted.get(row.fact.id, ())) for row in one.report.rows],
    }


def _row(row: Row, wanted: Sequence[Wanted]) -> dict[str, Any]:
    answer = row.answer
    return {
        "id": row.fact.id,
        "question": row.fact.question,
        "history": list(row.fact.history),
        "tags": list(row.fact.tags),
        "abstain": row.fact.abstain,
        "group": row.fact.group,
        "verdict": row.verdict.value,
        "reasons": reasons(row),
        "recall": row.recall,
        "evidence": row.evidence.value,
        "shown": row.shown.value,
        "right_record": row.right_record.value,
        "forbidden": row.forbidden.value,
        "valid": row.valid.value,
        "judged": row.opinion.value,
        "quotes": row.quotes,
        "faithful": row.faithful,
        "quoted": row.quoted,
        "on_target": row.on_target,
        "support": asdict(row.support),
        "details": {"said": row.said, "borne": row.borne},
        "ranking": dict(row.ranking) if row.ranking is not None else None,
        "confidence": answer.confidence if answer else None,
        "elapsed_ms": round(row.elapsed_ms, 3),
        "words": row.words,
        "error": row.error,
        "answered": answer.answered if answer else None,
        "short": answer.short if answer else None,
        "answer": answer.text if answer else None,
        "citations": [
            {
                "n": citation.n,
                "record_id": citation.passage.record_id,
                "date": citation.passage.date.isoformat() if citation.passage.date else None,
                "title": citation.passage.title,
                "topic": citation.passage.topic,
                "start": citation.span.start,
                "end": citation.span.end,
                "quote": citation.quote,
            }
            for citation in (answer.citations if answer else ())
        ],
        "nearest": [citation.quote for citation in (answer.nearest if answer else ())],
        "wanted": [asdict(one) for one in wanted],
        "seen": [hit.passage.id for hit in answer.seen] if answer else [],
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _memory_mb() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1_000_000
    except (AttributeError, OSError, ValueError):  # Windows
        return None


def _commit() -> tuple[str | None, bool | None]:
    """The commit of the checkout that this program runs from, and whether its files differ; (None, None) when it is none."""
    here = Path(__file__).parent.parent
    if not (here / ".git").exists():
        return None, None
    try:
        head = _git(here, "rev-parse", "HEAD")
        return head, bool(_git(here, "status", "--porcelain", "--untracked-files=no"))
    except (OSError, subprocess.SubprocessError):
        return None, None


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=10).stdout.strip()  # noqa: S603 - fixed words
