"""What the page tells of the records: how many there are, from when to when, and questions that they answer.

It is told anew when the records have changed: the version of the store says when that is.
"""

import itertools
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answer import Answer, Turn
from assistant.phrases_meetings import heading
from assistant.telling import is_formal
from index.records import Record
from index.search import Index
from ui import web_text
from ui.web_html import Overview

Answering = Callable[[str, Sequence[Turn]], Answer]
"""A message and the turns before it, to the whole answer."""

_EXAMPLES = 4
_LONGEST_TOPIC = 48  # characters; longer ones make no question that one would type
_TASER = re.compile(r"\b(stroomstootwapens?|tasers?)\b", re.IGNORECASE)
_TASER_QUESTION = "Voor welke jaren is de financiering van de taser geregeld?"
_NO_TOPIC = re.compile(r"^(overig\w*|tot slot|vervolg)\b", re.IGNORECASE)


class Overviews:
    """Holds the overview of the records as they are, so that it isn't made for every reader."""

    def __init__(self, index: Index, ask: Answering, *, model: bool = False) -> None:
        """Reads nothing yet.

        Args:
            index: the open index.
            ask: gives the whole answer to an example question, so that none is shown that gets no answer.
            model: whether a model words the answers.
        """
        self._index = index
        self._ask = ask
        self._model = model
        self._lock = threading.Lock()
        self._made: tuple[int, Overview] | None = None

    def now(self) -> Overview:
        """The overview of the records as they are now; equal ones while nothing changed."""
        with self._lock:
            version = self._index.store.version
            if self._made is None or self._made[0] != version:
                made = overview_of(self._index.store.records(), self._ask)
                self._made = version, replace(made, model=self._model)
            return self._made[1]


def bare_overview(index: Index) -> Overview:
    """The overview without examples: what can be told before the first question warms everything up."""
    days = index.store.record_days()
    first, *_, last = sorted(day for dates in days.values() for day in dates) or (None, None)
    return Overview(len(days), first, last)


def overview_of(records: Sequence[Record], ask: Answering) -> Overview:
    """What the page tells of these records, with example questions that `ask` can answer."""
    days = sorted(day for record in records for day in record.dates)
    return Overview(len(records), days[0] if days else None, days[-1] if days else None, examples(records, ask))


def examples(records: Sequence[Record], ask: Answering) -> tuple[str, ...]:
    """Up to four questions on topics of the records, each tried: none is shown that gets no answer.

    Topics of the newest records come first, one of each record, so that the examples show what there is.
    """
    topics = [
        [
            t
            for t in map(heading, record.topics)
            if len(t) <= _LONGEST_TOPIC and not (_NO_TOPIC.match(t) or is_formal(t))
        ]
        for record in reversed(records)
    ]
    asked = [_TASER_QUESTION] if any(map(_TASER.search, itertools.chain.from_iterable(topics))) else []
    rounds = itertools.chain.from_iterable(itertools.zip_longest(*topics))
    asked += [
        web_text.topic_question(_inside_sentence(topic)) for topic in rounds if topic and not _TASER.search(topic)
    ]
    answered = (question for question in dict.fromkeys(asked) if ask(question, ()).answered)
    return tuple(itertools.islice(answered, _EXAMPLES))


def _inside_sentence(topic: str) -> str:
    """A topic as written inside a sentence: with a small first letter, if not an abbreviation."""
    first = topic.split()[0]
    return topic if any(c.isupper() for c in first[1:]) or len(first) == 1 else topic[0].lower() + topic[1:]
