"""What a disk changed is made again from the records; a record that was changed itself is noted, to be read again from its file."""

import numpy as np

from index.embedding import Encoder
from index.intake import hash_of_text
from index.lexical import columns
from index.passage import context, encoded, record_to_passages
from index.records import Passage, Record
from index.sqlite_seals import Damage
from index.store import Store


def mend(store: Store, encoder: Encoder, damage: Damage) -> None:
    """Makes again what can be made; the caller holds the writer's lock.

    Args:
        store: the open store.
        encoder: the one that the index was made with.
        damage: what was found.
    """
    with store.transaction():
        if damage.words:
            store.seals().without_words()
            for record_id in store.record_days().keys() - {*damage.records}:
                kept = store.passages_of([record_id])
                store.seals().put_words(list(kept), [_words(passage) for passage in kept.values()])
        for record_id in damage.made:
            record = store.record(record_id)
            if record is not None:
                _make(store, encoder, record)
        for record_id in damage.records:
            store.seals().read_again(record_id)


def _make(store: Store, encoder: Encoder, record: Record) -> None:
    passages = record_to_passages(record)
    vectors = encoder.passages([encoded(passage) for passage in passages])
    words = [_words(passage) for passage in passages]
    store.put(record, hash_of_text(record), passages, np.asarray(vectors, np.float32), words)


def _words(passage: Passage) -> tuple[str, str, str]:
    return columns(passage.text, context(passage))
