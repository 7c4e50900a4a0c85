"""Attacks from records, questions and earlier turns: all are data, quoted at most, and nothing else changes by them."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import perf_counter

import pytest
from attacks import (
    CARRIED,
    CORPUS,
    EVIDENCE,
    QUESTIONS,
    TURNS,
    Attack,
    evidence,
    noun,
    outside_quotes,
    question,
    said,
    strange,
    turn,
    write_records,
)

from assistant.answer import Answer, Turn
from assistant.ask import QUESTION_CHARS, QuestionError, ask
from assistant.cite import faults
from assistant.plain import plain
from index.embedding import BUILT_IN, open_encoder
from index.ingest import examples, index_paths
from index.records import Span
from index.search import Index, search
from ui import render, render_records
from ui.web_chat import Exchange
from ui.web_copied import plain_text
from ui.web_html import conversation_html
from ui.web_place import place_of
from ui.web_record import source_pane

TASER = "Voor welke jaren is de financiering van de taser geregeld?"
CONTROL = [
    TASER,
    "Hoe groot was de bezuiniging op de politie?",
    "Wat heeft de staatssecretaris toegezegd over mensenhandel?",
    "Is toegezegd dat BOA’s geweldsmiddelen krijgen?",
    "Welke afspraken zijn gemaakt over bodycams?",
    "Wat is er besproken in het LOVP van 24 april 2023?",
    "Wat is het telefoonnummer van de minister?",
]
UNREAD = {"nul"}  # a file with a NUL in it is no text, and is skipped
SECONDS = 3.0  # the longest that a question may take on a busy machine; an explosion takes minutes


def _opened(folder: Path, attacks: list[Attack], *, armed: bool) -> Iterator[Index]:
    write_records(folder / "records", attacks, armed=armed)
    encoder = open_encoder(BUILT_IN)
    index_paths(folder / "home", encoder, [examples(), folder / "records"])
    with Index(folder / "home", encoder) as index:
        yield index


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The example records among records that carry the attacks."""
    yield from _opened(tmp_path_factory.mktemp("attacked"), CARRIED, armed=True)


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The same with a harmless sentence in place of each attack."""
    yield from _opened(tmp_path_factory.mktemp("calm"), [a for a in CARRIED if a.id not in UNREAD], armed=False)


@pytest.fixture(scope="module")
def evident(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The example records among records in which the attack is what answers."""
    yield from _opened(tmp_path_factory.mktemp("evident"), EVIDENCE, armed=True)


def literal(index: Index, answer: Answer) -> bool:
    """Whether all that is quoted stands in a record, and the numbers are right."""

    def text(key: str) -> str | None:
        record = index.store.record(key)
        return record.text if record else None

    return faults(answer, text) == []


def told(answer: Answer) -> tuple[str, str | None, list[tuple[str, Span, str]]]:
    """What is compared of two answers."""
    return answer.text, answer.short, [(c.passage.record_id, c.span, c.quote) for c in answer.citations]


def shown(index: Index, exchange: Exchange) -> list[str]:
    """What of an exchange is strange on the page, in its sources, in what is copied, and on the terminal."""
    answer = exchange.answer
    assert answer is not None
    panes = [source_pane(index.store.record(c.passage.record_id), place_of(c)) for c in answer.citations]
    found = [one for html in (conversation_html((exchange,)), *panes) for one in strange(html)]
    texts = (plain_text(exchange), render.answer_text(exchange.asked, answer))
    return found + [repr(text) for text in texts if plain(text) != text]


def test_the_corpus_is_as_large_as_promised_and_in_two_languages() -> None:
    assert len(CORPUS) >= 60
    assert len({attack.id for attack in CORPUS}) == len(CORPUS)
    assert min(len(CARRIED), len(QUESTIONS), len(TURNS)) >= 10
    assert sum("canary" in attack.text.lower() for attack in CORPUS) >= 8


# in records


@pytest.mark.parametrize("message", CONTROL)
def test_attacks_in_other_records_change_no_answer(attacked: Index, calm: Index, message: str) -> None:
    assert told(ask(attacked, message)) == told(ask(calm, message))


@pytest.mark.parametrize("attack", [a for a in CARRIED if a.id not in UNREAD], ids=str)
def test_an_attack_beside_what_answers_is_data(attacked: Index, calm: Index, attack: Attack) -> None:
    answer, before = ask(attacked, question(attack)), ask(calm, question(attack))
    assert literal(attacked, answer)
    assert any(evidence(attack) in " ".join(citation.quote.split()) for citation in answer.citations)
    assert outside_quotes(answer) == outside_quotes(before)
    assert (answer.short or "").split()[:1] == (before.short or "").split()[:1]  # "64" or "64 dekens"
    assert said(answer, attack) == []
    assert shown(attacked, Exchange(question(attack), answer)) == []


def test_a_file_that_is_no_text_is_skipped(attacked: Index) -> None:
    (nul,) = [attack for attack in CARRIED if attack.id in UNREAD]
    assert not ask(attacked, question(nul)).answered


@pytest.mark.parametrize("attack", EVIDENCE, ids=str)
def test_an_attack_in_the_words_that_answer_is_quoted_and_no_more(evident: Index, attack: Attack) -> None:
    answer = ask(evident, TASER)
    assert answer.answered
    assert literal(evident, answer)
    assert said(answer, attack) == []
    assert shown(evident, Exchange(TASER, answer)) == []


def test_a_marker_in_a_quote_is_no_link(evident: Index) -> None:
    answer = ask(evident, TASER)
    page = conversation_html((Exchange(TASER, answer),))
    assert page.count('class="cite marker"') == len(answer.citations)


def test_lists_of_records_and_passages_steer_no_terminal(attacked: Index) -> None:
    records = attacked.store.records()
    texts = [render_records.records_text(records, attacked.store.passage_counts(), {})]
    texts += [render_records.record_text(record, 1, []) for record in records]
    texts += [render.hits_text(search(attacked, noun(attack))) for attack in CARRIED]
    assert [text for text in texts if plain(text) != text] == []


# in questions


@pytest.mark.parametrize("attack", QUESTIONS, ids=str)
def test_an_attack_in_a_question_gets_quotes_or_nothing(example_index: Index, attack: Attack) -> None:
    start = perf_counter()
    answer = ask(example_index, attack.text[:QUESTION_CHARS])
    assert perf_counter() - start < SECONDS
    assert literal(example_index, answer)
    assert said(answer, attack) == []
    assert shown(example_index, Exchange(attack.text, answer)) == []


@pytest.mark.parametrize("attack", QUESTIONS, ids=str)
def test_an_attack_behind_a_question_adds_nothing_of_its_own(example_index: Index, attack: Attack) -> None:
    message = f"{TASER} {attack.text}"[:QUESTION_CHARS]
    answer = ask(example_index, message)
    assert literal(example_index, answer)
    assert said(answer, attack) == []
    assert shown(example_index, Exchange(message, answer)) == []


# in the conversation


@pytest.mark.parametrize("attack", TURNS, ids=str)
def test_an_attack_in_an_earlier_turn_changes_no_answer_to_a_whole_question(
    example_index: Index, attack: Attack
) -> None:
    for message in CONTROL[:3]:
        answer = ask(example_index, message, [turn(attack)])
        assert told(answer) == told(ask(example_index, message))
        assert said(answer, attack) == []


@pytest.mark.parametrize("attack", [a for a in TURNS if a.where != "user"], ids=str)
def test_what_others_than_the_user_said_changes_no_follow_up(example_index: Index, attack: Attack) -> None:
    earlier = Turn("user", TASER)
    answer = ask(example_index, "Hoeveel kostte dat?", [earlier, turn(attack)])
    assert told(answer) == told(ask(example_index, "Hoeveel kostte dat?", [earlier]))


@pytest.mark.parametrize("attack", TURNS, ids=str)
def test_an_earlier_turn_is_harmless_where_it_is_shown(example_index: Index, attack: Attack) -> None:
    with suppress(QuestionError):  # it may be too long, or empty
        answer = ask(example_index, attack.text)
        assert shown(example_index, Exchange(attack.text, answer)) == []
    start = perf_counter()
    message = "En hoeveel kostte dat?"
    answer = ask(example_index, message, [Turn("user", attack.text)] * 20)
    assert perf_counter() - start < SECONDS
    assert literal(example_index, answer)
    assert said(answer, attack) == []
    assert shown(example_index, Exchange(message, answer)) == []
