"""A passage as the gates look at it: its text in the one spelling for quotes, its words, numbers and dates by sentence."""

from functools import lru_cache

from assistant.gates_words import Day, Number, Words, normal, numbers, words_of
from index.dates import written
from index.records import Passage
from index.sentences import sentences


def told_with(passage: Passage) -> str:
    """What is given with a passage: its date, topic, speaker and title."""
    day = f"{written(passage.date)}; {passage.date.isoformat()}" if passage.date else ""
    return " ; ".join(filter(None, (day, passage.topic, passage.speaker, passage.title)))


@lru_cache(1024)
def plain_text(passage: Passage) -> str:
    """The text of a passage in the one spelling for quotes."""
    return normal(passage.text)


@lru_cache(1024)
def plain_sentences(passage: Passage) -> tuple[str, ...]:
    """Its sentences in that spelling."""
    return tuple(normal(span.of(passage.text)) for span in sentences(passage.text))


def stands_in(quote: str, text: str) -> bool:
    """Whether a quote stands in a text, both in the one spelling, with whole words at its ends."""
    start = text.find(quote)
    while quote and start >= 0:
        end = start + len(quote)
        if not (start and text[start - 1].isalnum() and quote[0].isalnum()) and not (
            end < len(text) and text[end].isalnum() and quote[-1].isalnum()
        ):
            return True
        start = text.find(quote, start + 1)
    return False


class Source:
    """A passage with what was given with it, made ready to look things up in; `sentences` are those of the text."""

    def __init__(self, passage: Passage) -> None:
        given = told_with(passage)
        self.passage = passage
        self.words = words_of(f"{passage.text}\n;\n{given}")
        self.numbers, self.days = numbers(f"{passage.text}\n;\n{given}")
        self.given = numbers(given)
        self.sentences: list[tuple[Words, list[Number], list[Day]]] = [
            (words_of(one), *numbers(one)) for one in plain_sentences(passage)
        ]


@lru_cache(512)
def source_of(passage: Passage) -> Source:
    """A passage made ready, once."""
    return Source(passage)
