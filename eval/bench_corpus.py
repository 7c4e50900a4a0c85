"""Made-up minutes in any number for measuring how costs grow: common words come back everywhere, rare names keep coming.

The words of a real archive grow with it (Heaps' law), and so must those of a made-up one, or tables that grow with words
would cost nothing. Each record is made from its number alone, so that many processes can make them side by side.
"""

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.distractors import WORLDS, sentence
from index.embedding import BUILT_IN, Encoder, open_encoder
from index.found import Found, record_to_found
from index.ingest import examples, index_paths, writing
from index.intake import hash_of_text
from index.lexical import Columns, columns
from index.linking import relink
from index.passage import context, encoded, record_to_passages
from index.progress import Progress, silent
from index.records import Passage, Record, RecordKind, Section, Span
from index.search import store_path
from index.store import Store

PER_RECORD = 20  # passages
_SENTENCES = 5  # in each
_FIRST = date(1960, 1, 4)
_DAYS = 24_000
_NAMES = 2_000_000  # that could be made; the n-th is used n times as seldom as the first (Zipf's law)
_SYLLABLES = "ka lo mi ster dam huis berg veld we zan tor ni pel gra vos ij den mo ru bakk es wol tin ha".split()
_SAID = (
    "{name} gaf aan dat {what} meer aandacht vraagt.",
    "Namens {name} is gevraagd naar de stand van {what}.",
    "Het stuk van {name} over {what} is besproken.",
)
_QUESTIONS = (
    "Wat is er afgesproken over {what}?",
    "Hoeveel {things} worden er vervangen bij {place}?",
    "Wat zei {who} over {what}?",
    "Wanneer wordt {what} opnieuw besproken?",
    "Wat is het budget voor {what} in {year}?",
    "Is de financiering van {what} voor {year} rond?",
    "Wat gaf {name} aan over {what}?",
    "Welk stuk van {name} is besproken?",
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record with all that the store wants of it: passages, vectors float32 (passages, dimension), words, and what it does."""

    record: Record
    text_hash: str
    passages: list[Passage]
    vectors: NDArray[np.float32]
    words: list[Columns]
    found: Found


def made(number: int) -> Record:
    """The record of this number, of `PER_RECORD` passages."""
    chance = random.Random(f"bench-{number}")  # noqa: S311 - it makes filler, not secrets
    world = chance.choice(sorted(WORLDS))
    day = _FIRST + timedelta(days=chance.randrange(_DAYS))
    title = f"Verslag {world} {day.isoformat()}"
    text, sections = f"{title}\n\n", []
    topics = [topic.removeprefix("de ").removeprefix("het ") for topic in WORLDS[world][1].split("|")]
    for part in range(PER_RECORD):
        start = len(text)
        said = [sentence(world, chance) for _ in range(_SENTENCES)]
        said.insert(chance.randrange(_SENTENCES), chance.choice(_SAID).format(**_words(world, chance)))
        text += " ".join(said) + "\n\n"
        sections.append(Section(topics[part % len(topics)].capitalize(), None, None, Span(start, len(text))))
    key = f"proef-{number}"
    return Record(key, title, (day,), RecordKind.MINUTES, f"{key}.txt", text, tuple(sections))


def questions(count: int, seed: int = 1) -> list[str]:
    """Questions about made-up minutes: of common words, of names that are rare, and of names that no record has."""
    chance = random.Random(f"vragen-{seed}")  # noqa: S311 - as above
    worlds = sorted(WORLDS)
    return [_QUESTIONS[n % len(_QUESTIONS)].format(**_words(chance.choice(worlds), chance)) for n in range(count)]


def _words(world: str, chance: random.Random) -> dict[str, str]:
    who, what, things, place = (chance.choice(words.split("|")) for words in WORLDS[world])
    year = str(chance.randrange(2019, 2026))
    return {"who": who, "what": what, "things": things, "place": place, "year": year, "name": _name(chance)}


def _name(chance: random.Random) -> str:
    rank = int(_NAMES ** chance.random())
    syllables = []
    while rank:
        rank, syllable = divmod(rank, len(_SYLLABLES))
        syllables.append(_SYLLABLES[syllable])
    return "".join(syllables).capitalize()


@cache
def _encoder() -> Encoder:
    return open_encoder(BUILT_IN)


def prepared(numbers: Sequence[int]) -> list[Prepared]:
    """The records of these numbers, cut and encoded as the reading processes do."""
    found = []
    encoder = _encoder()
    for number in numbers:
        record = made(number)
        passages = record_to_passages(record)
        words = [columns(passage.text, context(passage)) for passage in passages]
        vectors = encoder.passages([encoded(passage) for passage in passages])
        found.append(Prepared(record, hash_of_text(record), passages, vectors, words, record_to_found(record)))
    return found


def fill(home: Path, passages: int, processes: int = 2, progress: Progress = silent) -> int:
    """Adds made-up records to the index of the example records under `home` until it holds this many passages.

    Goes on where it was broken off. There is no Chroma folder afterwards; `index.ingest.refresh_chroma` makes it.

    Returns:
        How many passages it then holds.
    """
    store = Store(store_path(home), create=True)
    if not store.passage_counts():
        index_paths(home, open_encoder(BUILT_IN), [examples()])
    try:
        with writing(home), ProcessPoolExecutor(processes, get_context("spawn")) as pool:
            counts = store.passage_counts()
            have = sum(counts.values())
            first = sum(key.startswith("proef-") for key in counts)
            numbers = range(first, first + -(-(passages - have) // PER_RECORD))
            for done in _ahead(pool, [numbers[at : at + 25] for at in range(0, len(numbers), 25)]):
                with store.transaction():
                    for one in done:
                        store.put(one.record, one.text_hash, one.passages, one.vectors, one.words, one.found)
                        have += len(one.passages)
                progress("Index vullen", min(have, passages), passages)
            relink(store)
    finally:
        store.close()
    return have


def _ahead(pool: ProcessPoolExecutor, batches: Sequence[Sequence[int]]) -> Iterator[list[Prepared]]:
    """What the pool makes of each batch, in order, never more than a few ahead of what is taken."""
    coming = iter(batches)
    waiting = [pool.submit(prepared, batch) for batch in islice(coming, 6)]
    while waiting:
        yield waiting.pop(0).result()
        waiting += [pool.submit(prepared, batch) for batch in islice(coming, 1)]
