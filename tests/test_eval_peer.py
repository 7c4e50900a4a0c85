"""The peer finds what it holds, by the encoder that it was given and no other."""

from pathlib import Path

from eval.distractors import records
from eval.facts import parse_facts
from eval.gold import facts_to_cases
from eval.peer import Peer
from index.search import Index


def test_the_peer_finds_a_piece_of_the_right_record(example_index: Index, tmp_path: Path) -> None:
    fact = {"id": "x", "question": "Wat is de norm voor wijkagenten?", "facts": ["wijkagent"]}
    (case,) = facts_to_cases(parse_facts([fact]), [], {})
    peer = Peer(tmp_path / "peer", example_index.store.records(), example_index.encoder)
    try:
        found = peer.search(case)
    finally:
        peer.close()
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
