"""What passages are filed under, as numbers: each name is kept once, each passage has its place in the list of names."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """Of every passage, in the order of its row number: its record, topic and speaker, and where it starts.

    `record_of`, `topic_of`, `speaker_of` are places in `records`, `topics`, `speakers`, which have each name once in the order
    in which it comes; int32 (n,), as is `starts`. `rows` is int64 (n,).
    """

    rows: NDArray[np.int64]
    records: tuple[str, ...]
    record_of: NDArray[np.int32]
    topics: tuple[str, ...]
    topic_of: NDArray[np.int32]
    speakers: tuple[str | None, ...]
    speaker_of: NDArray[np.int32]
    starts: NDArray[np.int32]


def rows_to_labels(found: Iterable[tuple[int, str, str, str | None, int]]) -> Labels:
    """The labels of passages given as (row number, record, topic, speaker, start), in the order of the row numbers."""
    rows, starts = array("q"), array("i")
    codes = array("i"), array("i"), array("i")
    records: dict[str, int] = {}
    topics: dict[str, int] = {}
    speakers: dict[str | None, int] = {}
    for row, record, topic, speaker, start in found:
        rows.append(row)
        starts.append(start)
        codes[0].append(records.setdefault(record, len(records)))
        codes[1].append(topics.setdefault(topic, len(topics)))
        codes[2].append(speakers.setdefault(speaker, len(speakers)))
    record_of, topic_of, speaker_of = (np.array(numbers, np.int32) for numbers in codes)
    return Labels(
        np.array(rows, np.int64),
        tuple(records), record_of, tuple(topics), topic_of, tuple(speakers), speaker_of,
        np.array(starts, np.int32),
    )  # fmt: skip
