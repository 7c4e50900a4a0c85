"""A model may word what was found, never what wasn't; its drafts come first, the checked answer last."""

from collections.abc import Iterator, Sequence

from assistant.answer import Answer, Draft
from assistant.ask import ask
from assistant.model import Failure, Message, ModelError
from assistant.stream import answered, steps
from index.search import Index

TASER = "Voor welke jaren is de financiering van de taser geregeld?"


class Scripted:
    """A model that says what it was told to say, in pieces, and remembers what it was asked."""

    name = "geheugen"

    def __init__(self, *pieces: str, breaks: bool = False) -> None:
        self._pieces, self._breaks = pieces, breaks
        self.asked: list[Sequence[Message]] = []

    def write(self, messages: Sequence[Message]) -> Iterator[str]:
        self.asked.append(messages)
        yield from self._pieces
        if self._breaks:
            raise ModelError(Failure.SLOW, "Wacht langer.")


def test_without_a_model_there_is_one_step(example_index: Index) -> None:
    assert list(steps(example_index, TASER, model=None)) == [ask(example_index, TASER)]


def test_drafts_come_first_and_the_checked_answer_last(example_index: Index) -> None:
    model = Scripted("Voor 2020 en 2021 is de financiering ", "van het stroomstootwapen geregeld. [1]")
    found = list(steps(example_index, TASER, model=model))
    assert all(isinstance(step, Draft) for step in found[:-1])
    assert len(found) > 1
    last = found[-1]
    assert isinstance(last, Answer)
    assert last.composer == "llm:geheugen"
    assert last.short == "2020 en 2021"
    assert last.citations[0].quote.startswith("De financiering van het")


def test_what_was_not_found_is_not_put_to_a_model(example_index: Index) -> None:
    model = Scripted("De bodycams komen er. [1]")
    assert not answered(example_index, "Wat is er afgesproken over bodycams?", model=model).answered
    assert model.asked == []


def test_a_list_of_literal_lines_is_not_worded(example_index: Index) -> None:
    model = Scripted("Er is veel gebeurd. [1]")
    found = answered(example_index, "Hoe ontwikkelde het onderwerp bewaken en beveiligen zich?", model=model)
    assert found.composer == "extractive"
    assert model.asked == []


def test_a_lie_leaves_the_quotes_with_a_notice(example_index: Index) -> None:
    model = Scripted("De financiering van de taser is geregeld voor 2033. [1]")
    found = answered(example_index, TASER, model=model)
    assert found.composer == "extractive"
    assert found.text == ask(example_index, TASER).text
    assert found.notice
    assert [one.fault.value for one in found.withheld] == ["getal niet in bron"]


def test_a_model_that_breaks_off_leaves_the_quotes(example_index: Index) -> None:
    found = answered(example_index, TASER, model=Scripted("De fin", breaks=True))
    assert found.text == ask(example_index, TASER).text
    assert found.notice is not None
    assert "te langzaam" in found.notice
