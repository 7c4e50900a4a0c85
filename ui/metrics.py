"""What a server counts, for Prometheus: how many, how long and how it ended, and never who asked or what.

The labels are words from the lists in this module, so that no question, name or address can become one, and their number is
bounded. Everything is counted from the start of the process; what is told of the index is looked up when the page is read.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from assistant.answer import Answer, Fault
from assistant.model import Failure
from index.errors import UserError
from index.search import Index
from ui import web_text_operation as text


class Face(StrEnum):
    """Where a question was asked."""

    WEB = "web"
    API = "api"
    MCP = "mcp"
    SLACK = "slack"


class Outcome(StrEnum):
    """How a question ended; what was not found is no failure."""

    ANSWERED = "answered"
    NOTHING = "declined_nothing"
    MENTIONED = "declined_mentioned"
    OUTSIDE = "declined_outside"
    DECLINED = "declined_other"
    UNUSABLE = "unusable"  # too long, empty, or with bounds that can't be
    LIMITED = "limited"  # the user asks more than one may
    STOPPED = "stopped"  # the user no longer waits for it
    FAILED = "failed"


class SignInEvent(StrEnum):
    """What happened at the door."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    FAILED = "failed"
    LOCKED = "locked"  # a mistake after which there must be waited
    REFUSED = "refused"  # a try while there must be waited, or in a crowd


# when each was first counted: nobody asks, and it doubles the page
disable_created_metrics()  # type: ignore[no-untyped-call]  # this one has no types
_SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 40.0)
_REGISTRY = CollectorRegistry()
_QUESTIONS = Counter("lovp_questions", text.QUESTIONS, ["face", "outcome"], registry=_REGISTRY)
_ANSWER_SECONDS = Histogram("lovp_answer_seconds", text.ANSWER_SECONDS, ["face"], buckets=_SECONDS, registry=_REGISTRY)
_ANSWERS = Counter("lovp_answers", text.ANSWERS, ["composer"], registry=_REGISTRY)
_WITHHELD = Counter("lovp_withheld_sentences", text.WITHHELD, ["fault"], registry=_REGISTRY)
_MODEL_ERRORS = Counter("lovp_model_errors", text.MODEL_ERRORS, ["failure"], registry=_REGISTRY)
_MODEL_SECONDS = Histogram("lovp_model_seconds", text.MODEL_SECONDS, buckets=_SECONDS, registry=_REGISTRY)
_FEEDBACK = Counter("lovp_feedback", text.FEEDBACK, ["face", "verdict"], registry=_REGISTRY)
_SIGN_INS = Counter("lovp_sign_in", text.SIGN_INS, ["event"], registry=_REGISTRY)

ProcessCollector(registry=_REGISTRY)
PlatformCollector(registry=_REGISTRY)
GCCollector(registry=_REGISTRY)

for _face in Face:  # a series that is there from the start shows its first event as an increase
    _ANSWER_SECONDS.labels(_face.value)
    for _outcome in Outcome:
        _QUESTIONS.labels(_face.value, _outcome.value)
for _fault in Fault:
    _WITHHELD.labels(_fault.name.lower())
for _failure in Failure:
    _MODEL_ERRORS.labels(_failure.name.lower())
for _event in SignInEvent:
    _SIGN_INS.labels(_event.value)
for _composer in ("quotes", "model"):
    _ANSWERS.labels(_composer)


def count_question(face: Face, outcome: Outcome, seconds: float, answer: Answer | None = None) -> None:
    """Counts a question that is over, and what its answer was made of."""
    _QUESTIONS.labels(face.value, outcome.value).inc()
    if answer is None:
        return
    _ANSWER_SECONDS.labels(face.value).observe(seconds)
    if answer.answered:
        _ANSWERS.labels("quotes" if answer.composer == "extractive" else "model").inc()
    for one in answer.withheld:
        _WITHHELD.labels(one.fault.name.lower()).inc()


def count_limited(face: Face) -> None:
    """Counts a request that was one too many."""
    _QUESTIONS.labels(face.value, Outcome.LIMITED.value).inc()


def count_model(seconds: float, failure: Failure | None = None) -> None:
    """Counts that a model was asked, how long that took, and what went wrong."""
    _MODEL_SECONDS.observe(seconds)
    if failure is not None:
        _MODEL_ERRORS.labels(failure.name.lower()).inc()


def count_verdict(face: Face, good: bool | None) -> None:
    """Counts a verdict; None is one that is taken back."""
    _FEEDBACK.labels(face.value, "withdrawn" if good is None else "good" if good else "bad").inc()


def count_sign_in(event: SignInEvent) -> None:
    """Counts what happened at the door."""
    _SIGN_INS.labels(event.value).inc()


def page(accept: str = "") -> tuple[bytes, str]:
    """The page of counts in the form that the reader accepts, with its content type."""
    encode, kind = choose_encoder(accept)
    return encode(_REGISTRY), kind


@contextmanager
def following(index: Index) -> Iterator[None]:
    """Tells of this index on the page as long as the block runs."""
    figures = _IndexFigures(index)
    _REGISTRY.register(figures)
    try:
        yield
    finally:
        _REGISTRY.unregister(figures)


class _IndexFigures(Collector):
    """Looks the index up when the page is read."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._lock = threading.Lock()
        self._since: tuple[int, float] | None = None  # a version, and when the file last changed when it was first seen

    def describe(self) -> Iterator[Metric]:
        """Nothing: the names are free, and looking the index up is not for registering."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """How big and how old it is, and by what is searched."""
        yield _gauge("lovp_build_info", text.BUILD, 1, ("version", _version()))
        try:
            snapshot = self._index.snapshot()
            changed = self._changed(snapshot.version)
        except (UserError, OSError):
            yield _gauge("lovp_index_up", text.INDEX_UP, 0)
            return
        yield _gauge("lovp_index_up", text.INDEX_UP, 1)
        yield _gauge("lovp_index_changed_timestamp_seconds", text.INDEX_CHANGED, changed)
        yield _gauge("lovp_index_age_seconds", text.INDEX_AGE, max(0.0, time.time() - changed))
        yield _gauge("lovp_index_records", text.INDEX_RECORDS, snapshot.records)
        yield _gauge("lovp_index_passages", text.INDEX_PASSAGES, len(snapshot.rows))
        yield _gauge("lovp_index_chroma", text.INDEX_CHROMA, snapshot.chroma is not None)

    def _changed(self, store_version: int) -> float:
        """When the store last changed: its files say so, and of a version that is known already nothing later counts."""
        with self._lock:
            if self._since is None or self._since[0] != store_version:
                path = self._index.store.path
                files = [path, path.with_name(path.name + "-wal")]
                self._since = store_version, max(_modified(file) for file in files)
            return self._since[1]


def _modified(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _gauge(name: str, about: str, value: float, label: tuple[str, str] | None = None) -> Metric:
    family = GaugeMetricFamily(name, about, labels=[label[0]] if label else [])
    family.add_metric([label[1]] if label else [], value)
    return family


def _version() -> str:
    try:
        return version("lovp-assistant")
    except PackageNotFoundError:  # run from a folder
        return "?"
