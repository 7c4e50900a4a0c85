"""Other systems answer the same known facts over the same records, and are judged by the same measures.

`python -m eval.peers` asks three: the assistant, LlamaIndex's CitationQueryEngine (eval/peer.py) and plain BM25. The last two are
also judged with a threshold below which they decline (eval/declining.py). With `--report` the figures go into docs/evaluation.md,
between marks that keep the rest as it is.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from assistant.answer import Answer, Turn
from assistant.ask import ask
from assistant.question import Records, understand
from eval.bm25 import quoting
from eval.declining import Threshold, declining, fairest
from eval.facts import KnownFact, held, read_facts
from eval.peer import Peer
from eval.peers_report import Block, System, as_section, lost, seen
from eval.retrieval_report import progress_bar
from eval.run import Ask, run
from eval.sections import replaced
from eval.sets import SETS, FactSet
from index.embedding import BUILT_IN, Encoder, open_encoder
from index.errors import UserError
from index.ingest import index_paths
from index.progress import Progress
from index.search import Index

EVALUATION = Path("docs") / "evaluation.md"
SECTION = "andere systemen"
OURS, LLAMA, BM25 = "LOVP", "LlamaIndex", "gewone BM25"
_TODAY = date(2026, 11, 24)  # what "vorig jaar" counts from: fixed, so that the same questions give the same figures
_WARM_UP = 5  # questions before the clock counts

Texts = Mapping[str, str]
T = TypeVar("T")


def compared(chosen: FactSet, base: Path, encoder: Encoder, progress: Progress) -> tuple[list[System], Texts]:
    """The three systems over one set of facts, and the texts of its records by id.

    A question that leans on earlier ones is put to the other two as we make it stand on its own: they would need a model for it.

    Args:
        chosen: what is asked, over which records.
        base: an empty folder for the indexes.
        encoder: of all systems that have one.
        progress: told how far it is.

    Raises:
        FactsError, IngestError: with a Dutch message.
    """
    if chosen.records is None:
        raise ValueError(f"the facts {chosen.name} have no records of their own to make an index of")
    sources = [chosen.records]
    _, reading = _timed(lambda: index_paths(base / "home", encoder, sources, progress=progress))
    with Index(base / "home", encoder) as index:
        records, passages = index.store.records(), list(index.store.passages().values())
        facts = read_facts(chosen.facts, held(records, passages))
        alone = _standalone(index, facts)
        texts = {record.id: record.text for record in records}

        def asked(name: str, system: Ask, seconds: float) -> System:
            for fact in facts[:_WARM_UP]:
                system(fact.question, _turns(fact))
            step = f"{chosen.title}: {name}"
            return System(name, run(facts, system, texts=texts, progress=partial(progress, step)).rows, seconds)

        def ours(message: str, history: Sequence[Turn]) -> Answer:
            return ask(index, message, history, today=_TODAY)

        def other(answers: Callable[[str], Answer]) -> Ask:
            return lambda message, history: answers(alone[message, tuple(turn.text for turn in history)])

        found = [asked(OURS, ours, reading)]
        peer, cutting = _timed(lambda: Peer(base / "peer", records, encoder))
        with closing(peer):
            found.append(asked(LLAMA, other(peer.ask), cutting))
        words, counting = _timed(lambda: quoting(passages, {record.id: record for record in records}))
        found.append(asked(BM25, other(words), counting))
    return found, texts


def _standalone(index: Index, facts: Sequence[KnownFact]) -> dict[tuple[str, tuple[str, ...]], str]:
    """Each question with its history, and how it reads on its own; a question without history stays as it is."""
    known = Records(index.vocabulary, index.store.meeting_days(), index.snapshot().topics, _TODAY)
    return {
        (fact.question, fact.history): understand(fact.question, _turns(fact), known).question.text
        if fact.history
        else fact.question
        for fact in facts
    }


def _turns(fact: KnownFact) -> list[Turn]:
    return [Turn("user", text) for text in fact.history]


def _timed(make: Callable[[], T]) -> tuple[T, float]:
    """What is made, and in how many seconds."""
    started = time.perf_counter()
    made = make()
    return made, time.perf_counter() - started


def blocks(sets: Sequence[FactSet], base: Path, encoder: Encoder, progress: Progress) -> tuple[Block, ...]:
    """The systems over the sets for development together, and over each test set by itself.

    Thresholds are chosen on the first, and hold for the second too.
    """
    encoder.passages(["opwarmen"])  # reading it from disk is no part of building an index
    for one in sets:
        (base / one.name).mkdir()
    gathered = {one.name: compared(one, base / one.name, encoder, progress) for one in sets}
    every = {key: text for _, texts in gathered.values() for key, text in texts.items()}
    learned = [gathered[one.name][0] for one in sets if not one.test]
    joined = [_joined(systems) for systems in zip(*learned, strict=True)]
    limits = {one.name: fairest(one.rows) for one in joined if one.name != OURS}
    sizes = {one.name: (one.title, len(gathered[one.name][0][0].rows)) for one in sets}
    known = tuple(sizes[one.name] for one in sets if not one.test)
    development = Block(False, known, _with_limits(joined, limits, every), limits)
    tests = [
        Block(True, (sizes[one.name],), _with_limits(gathered[one.name][0], limits, every), limits)
        for one in sets
        if one.test
    ]
    return (development, *tests)


def _joined(systems: Sequence[System]) -> System:
    rows = tuple(row for one in systems for row in one.rows)
    return System(systems[0].name, rows, sum(one.seconds for one in systems))


def _with_limits(systems: Sequence[System], limits: Mapping[str, Threshold], texts: Texts) -> tuple[System, ...]:
    found: list[System] = []
    for one in systems:
        found.append(one)
        if one.name in limits:
            rows = declining(one.rows, limits[one.name], texts)
            found.append(System(f"{one.name}, met drempel", rows, one.seconds))
    return tuple(found)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval.peers", description="Zet de assistent naast LlamaIndex en gewone BM25, op dezelfde feiten."
    )
    parser.add_argument(
        "--report",
        type=Path,
        nargs="?",
        const=EVALUATION,
        metavar="BESTAND",
        help=f"zet de cijfers in een rapport ({EVALUATION})",
    )
    parser.add_argument("--show", type=int, default=0, metavar="N", help="druk van N vragen af wat elk antwoordde")
    parser.add_argument(
        "--misses", action="store_true", help="noem de vragen die een ander systeem goed heeft en wij niet"
    )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Compares; 2 when it can't."""
    options = _parser().parse_args(arguments)
    encoder = open_encoder(BUILT_IN)
    try:
        with tempfile.TemporaryDirectory(prefix="lovp-peers-") as folder, progress_bar() as progress:
            found = blocks(SETS, Path(folder), encoder, progress)
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    section = as_section(found, encoder)
    print(section)
    if options.misses:
        print("\n" + "\n".join(lost(found[0])))
    print("\n" + "\n\n".join(seen(found[0], options.show)))
    if options.report is not None:
        whole = options.report.read_text("utf-8") if options.report.exists() else ""
        options.report.write_text(replaced(whole, SECTION, section), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
