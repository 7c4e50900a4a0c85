"""The peer finds and answers from what it holds, by the encoder and the reader that it was given and no others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from llama_index.core import Settings

from eval import peer as module
from eval.distractors import records
from eval.extractive import CANNOT
from eval.facts import parse_facts
from eval.gold import facts_to_cases
from eval.measures import has_valid_citations, is_faithful
from eval.peer import Peer
from index.search import Index

NORM = "Wat is de norm voor wijkagenten?"


@pytest.fixture(scope="module")
def peer(example_index: Index, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    """LlamaIndex over the example records."""
    opened = Peer(tmp_path_factory.mktemp("peer") / "chroma", example_index.store.records(), example_index.encoder)
    yield opened
    opened.close()


def test_the_peer_finds_a_piece_of_the_right_record(peer: Peer) -> None:
    (case,) = facts_to_cases(parse_facts([{"id": "x", "question": NORM, "facts": ["wijkagent"]}]), [], {})
    found = peer.search(case)
    texts = {unit.id: unit.text for unit in peer.units}
    assert len(found.passages) == len(set(found.passages)) == 10
    assert "wijkagent" in texts[found.passages[0]]


def test_the_peer_searches_distractors_too_in_which_nothing_is_gold(example_index: Index, tmp_path: Path) -> None:
    others = list(records(40))
    said = " ".join(others[0].text[:400].split())
    (case,) = facts_to_cases(parse_facts([{"id": "x", "question": said, "facts": ["z"]}]), [], {})
    peer = Peer(tmp_path / "peer", example_index.store.records(), example_index.encoder, others)
    try:
        found = peer.search(case)
    finally:
        peer.close()
    ours = {unit.id for unit in peer.units}
    assert peer.pieces > len(ours)
    assert found.passages[0] not in ours
    assert found.days[0] in {other.dates for other in others}


def test_the_peer_answers_with_sentences_that_stand_where_it_says(peer: Peer, example_index: Index) -> None:
    answer = peer.ask(NORM)
    texts = {record.id: record.text for record in example_index.store.records()}
    assert "De norm is één wijkagent per 5.000 inwoners. [2]" in answer.text
    assert answer.answered
    assert has_valid_citations(answer)
    assert all(is_faithful(citation, texts[citation.passage.record_id]) for citation in answer.citations)
    assert len({citation.passage.id for citation in answer.citations}) <= 2  # what its engine finds by default
    assert answer.confidence is not None
    assert 0 < answer.confidence < 1


def test_the_peer_declines_when_no_source_has_a_word_of_the_question(peer: Peer) -> None:
    answer = peer.ask("Qwrtx zxcvb?")
    assert (answer.answered, answer.text, answer.citations) == (False, CANNOT, ())


def test_the_reader_gets_its_prompt_with_the_sources_and_without_what_is_hidden(
    peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts: list[str] = []

    def remembering(prompt: str) -> str:
        prompts.append(prompt)
        return "Dat weet ik [7]."

    monkeypatch.setattr(module, "completion", remembering)
    answer = peer.ask(NORM)
    (prompt,) = prompts
    assert prompt.startswith("Please provide an answer based solely on the provided sources.")
    assert "\nSource 1:\nKorte terugkoppeling LOVP 11 april 2022" in prompt
    assert "file_name" not in prompt
    assert answer.text == "Dat weet ik [7] ."
    assert answer.citations == ()
    assert not has_valid_citations(answer)


def test_nothing_is_taken_from_or_left_in_the_global_settings(peer: Peer) -> None:
    peer.ask(NORM)
    assert Settings._llm is None
    assert Settings._embed_model is None
    assert Settings._node_parser is None
    assert Settings._prompt_helper is None
