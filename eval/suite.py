"""The whole suite in one go: records into an index of their own, every fact asked, the outcome laid beside the floors."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answer import Answer, Turn
from assistant.ask import ask
from eval.facts import KnownFact, read_facts
from eval.floors import FACTS, changed, facts_digest, gate, pin, read_floors, records_digest, write_floors
from eval.run import Report, run
from eval.table import as_json, lines, missed
from index.embedding import Encoder, open_encoder
from index.ingest import examples, index_paths
from index.progress import Progress, silent
from index.search import Index, open_index
from index.settings import Settings

BELOW, CHANGED = 1, 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of the suite says: text for people, JSON with every answer, and the exit code."""

    text: str
    json: dict[str, Any]
    code: int


def evaluate(
    settings: Settings,
    facts: Path | None,
    records: Path | None,
    *,
    repin: bool = False,
    progress: Progress = silent,
) -> Outcome:
    """Runs known facts over records.

    Args:
        settings: which encoder to use; its index is asked when facts are given without records.
        facts: the YAML file; those that come with the example records when None.
        records: the file or folder that the facts are about; the example records when both are None.
        repin: take this run's figures as the new floors (only for the facts that come along).
        progress: told how far it is.

    Raises:
        FactsError, FloorsError, IngestError: with a Dutch message.
    """
    if facts is not None and records is None:
        with open_index(settings) as index:
            return _outcome(_report(index, read_facts(facts, _texts_by_day(index)), progress))
    with tempfile.TemporaryDirectory(prefix="lovp-eval-") as folder:
        home = Path(folder)
        encoder: Encoder = open_encoder(settings.encoder)
        index_paths(home, encoder, [records or examples()], progress=progress)
        with Index(home, encoder) as index:
            report = _report(index, read_facts(facts or FACTS, _texts_by_day(index)), progress)
    if facts is not None or records is not None:
        return _outcome(report)
    return _gated(report, repin=repin)


def _texts_by_day(index: Index) -> dict[Any, str]:
    return {day: record.text for record in index.store.records() for day in record.dates}


def _report(index: Index, facts: Sequence[KnownFact], progress: Progress) -> Report:
    def asked(message: str, history: Sequence[Turn]) -> Answer:
        return ask(index, message, history)

    return run(
        facts,
        asked,
        texts={record.id: record.text for record in index.store.records()},
        progress=lambda done, total: progress("Feiten toetsen", done, total),
    )


def _outcome(report: Report) -> Outcome:
    """The outcome on somebody's own facts: there are no floors for those."""
    return Outcome("\n".join(["\n\n".join(missed(report)), "", *lines(report)]).strip(), as_json(report), 0)


def _gated(report: Report, *, repin: bool) -> Outcome:
    floors = read_floors()
    digests = facts_digest(), records_digest(examples())
    if repin:
        floors = pin(floors, report, *digests)
        write_floors(floors)
    stale = changed(floors, *digests)
    below = gate(report, floors)
    text = "\n".join(["\n\n".join(missed(report)), "", *lines(report, floors), "", *stale, *below]).strip()
    return Outcome(text, as_json(report, floors), CHANGED if stale else BELOW if below else 0)
