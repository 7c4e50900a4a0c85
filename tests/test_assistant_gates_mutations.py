"""Mutations: of every sentence of the example records and of good paraphrases, none passes once a word of it is changed.

What is changed: a word, a digit, the source, or two sentences made one. Untouched, all of them pass.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from paraphrases import PARAPHRASES

from assistant.answer import Fault
from assistant.gates import checked
from assistant.gates_words import is_number, words
from index.dates import written
from index.dutch import fold, stems, tokens
from index.records import Passage
from index.search import Index
from index.sentences import sentences

# words of every kind; the one that is put in place of another is never a form of a word of the passage
OTHERS = "olifant beslissen rotterdams tevreden strategie weigerde haven versnelt kamerbrief verkeersbord goedkoop nooit".split()
NEIGHBOURS = 4  # passages before and behind, given as well

Case = tuple[str, list[Passage]]


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def passages(example_index: Index) -> list[Passage]:
    return [passage for _, passage in sorted(example_index.store.passages().items())]


def given(passage: Passage, passages: list[Passage]) -> list[Passage]:
    """The evidence: the passage as number 1, and those around it."""
    at = passages.index(passage)
    around = passages[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]
    return [passage, *(other for other in around if other.id != passage.id)]


@pytest.fixture(scope="module")
def quotes(passages: list[Passage]) -> list[Case]:
    """Every sentence of the records, with its evidence."""
    return [
        (flat(span.of(passage.text)), given(passage, passages))
        for passage in passages
        for span in sentences(passage.text)
    ]


@pytest.fixture(scope="module")
def told(passages: list[Passage]) -> list[Case]:
    """Every paraphrase, with its evidence."""
    return [
        (text, given(next(p for p in passages if flat(p.text).startswith(opening)), passages))
        for opening, text in PARAPHRASES
    ]


def digits_changed(text: str) -> Iterator[str]:
    for digit in re.finditer(r"\d", text):
        yield f"{text[: digit.start()]}{(int(digit[0]) + 3) % 10}{text[digit.end() :]}"


def other_word(passage: Passage, at: int) -> str:
    there = {stem for token in tokens(f"{passage.text} {passage.topic}") for stem in stems(token.folded)}
    row = [*OTHERS[at % len(OTHERS) :], *OTHERS]
    return next(word for word in row if not stems(fold(word)) & there)


def wrong(text: str, evidence: list[Passage], *expected: Fault) -> list[str]:
    """What went through, or was withheld under another class than those."""
    faults = [fault for _, fault in checked(text, evidence) if fault]
    if not faults:
        return [f"passed: {text}"]
    return [] if faults[0].fault in expected else [f"{faults[0].fault.value} ({faults[0].why}): {text}"]


def test_there_are_enough_of_them(quotes: list[Case], told: list[Case]) -> None:
    assert len(quotes) > 150
    assert len(told) >= 40


def test_no_sentence_that_is_untouched_is_withheld(quotes: list[Case], told: list[Case]) -> None:
    texts = [(f"“{text}” [1]", evidence) for text, evidence in quotes]
    texts += [(f"{text} [1]", evidence) for text, evidence in quotes]
    texts += [
        (f"In het LOVP van {written(evidence[0].date)}, onder ‘{evidence[0].topic}’: “{text}” [1]", evidence)
        for text, evidence in quotes
        if evidence[0].date
    ]
    texts += [(f"{text} [1].", evidence) for text, evidence in told]
    assert [fault for text, evidence in texts for _, fault in checked(text, evidence) if fault] == []


def test_a_quote_with_any_one_word_changed_is_withheld(quotes: list[Case]) -> None:
    found = []
    for text, evidence in quotes:
        row = text.split(" ")
        for at, word in enumerate(row):
            core = word.strip(".,;:()‘’“”%")
            if not core:
                continue
            changed = [*row[:at], word.replace(core, other_word(evidence[0], at)), *row[at + 1 :]]
            expected = (Fault.INVENTED, Fault.NUMBER) if is_number(core) else (Fault.INVENTED,)
            found += wrong(f"“{' '.join(changed)}” [1]", evidence, *expected)
    assert found == []


def test_a_quote_with_any_one_word_left_out_is_withheld(quotes: list[Case]) -> None:
    found = []
    for text, evidence in quotes:
        row = text.split(" ")
        for at in range(1, len(row) - 1):
            changed = " ".join([*row[:at], *row[at + 1 :]])
            found += wrong(f"“{changed}” [1]", evidence, Fault.INVENTED, Fault.JOINED)
    assert found == []


def test_a_quote_with_a_digit_changed_is_withheld(quotes: list[Case]) -> None:
    changed = [(other, evidence) for text, evidence in quotes for other in digits_changed(text)]
    assert len(changed) > 100
    assert [one for text, evidence in changed for one in wrong(f"“{text}” [1]", evidence, Fault.NUMBER)] == []


def test_a_quote_with_another_source_is_withheld(quotes: list[Case]) -> None:
    found = []
    for text, evidence in quotes:
        for n, other in enumerate(evidence[1:], 2):
            if text not in flat(other.text):
                found += wrong(f"“{text}” [{n}]", evidence, Fault.MISATTRIBUTED)
                found += wrong(f"{text} [{n}]", evidence, Fault.MISATTRIBUTED)
    assert found == []


def test_a_quote_of_two_places_is_withheld(quotes: list[Case]) -> None:
    found = []
    for (text, evidence), (other, others) in pairwise(quotes):
        if evidence[0].id == others[0].id:
            continue
        half, rest = text.split()[: max(3, len(text.split()) // 2)], other.split()[-max(3, len(other.split()) // 2) :]
        for glued in (f"{text} {other}", " ".join([*half, *rest]), f"{' '.join(half)} ... {' '.join(rest)}"):
            found += wrong(f"“{glued}” [1]", evidence, Fault.JOINED)
    assert found == []


def test_a_quote_of_two_places_in_one_passage_is_withheld(quotes: list[Case]) -> None:
    found = []
    for (text, evidence), _, (other, others) in zip(quotes, quotes[1:], quotes[2:], strict=False):
        if evidence[0].id == others[0].id:
            found += wrong(f"“{text} {other}” [1]", evidence, Fault.JOINED)
    assert found == []


def test_a_paraphrase_with_any_one_content_word_changed_is_withheld(told: list[Case]) -> None:
    found = []
    for text, evidence in told:
        for at, token in enumerate(words(text)):
            for step in (0, 5):
                changed = f"{text[: token.start]}{other_word(evidence[0], at + step)}{text[token.end :]}"
                found += wrong(f"{changed} [1].", evidence, Fault.INVENTED)
    assert found == []


def test_a_paraphrase_with_a_digit_changed_is_withheld(told: list[Case]) -> None:
    changed = [(other, evidence) for text, evidence in told for other in digits_changed(text)]
    assert [one for text, evidence in changed for one in wrong(f"{text} [1].", evidence, Fault.NUMBER)] == []


def test_a_paraphrase_with_another_source_is_withheld(told: list[Case]) -> None:
    found = [
        one
        for text, evidence in told
        for n in range(2, len(evidence) + 1)
        for one in wrong(f"{text} [{n}].", evidence, Fault.MISATTRIBUTED)
    ]
    assert found == []


def test_two_paraphrases_in_one_sentence_with_one_source_are_withheld(told: list[Case]) -> None:
    found = []
    for text, evidence in told:
        for other, others in told:
            if others[0] in evidence[1:]:
                glued = f"{text} en {other[0].lower()}{other[1:]} [1]."
                found += wrong(glued, evidence, Fault.JOINED, Fault.NUMBER)
    assert found == []


def test_a_paraphrase_that_denies_what_was_said_is_withheld(told: list[Case]) -> None:
    """The reverse too: without its "niet" or "geen" a sentence says the opposite."""
    found = []
    for text, evidence in told:
        denied = re.search(r"\b(?:niet|geen)\s", text)
        if denied:
            changed = text[: denied.start()] + text[denied.end() :]
        else:
            verb = re.search(r"\b(?:is|zijn|wordt|worden|krijgt|kost|komt|beslist|zegde|vroegen|houdt|heeft)\s", text)
            if not verb:
                continue
            changed = f"{text[: verb.end()]}niet {text[verb.end() :]}"
        found += wrong(f"{changed} [1].", evidence, Fault.INVENTED)
    assert found == []
