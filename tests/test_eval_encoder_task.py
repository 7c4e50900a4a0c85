"""What an encoder adds on our own questions: which are asked, what is compared, and what the report says of it."""

from pathlib import Path

import pytest

from eval.encoder_report import Measured, card, section
from eval.encoder_task import OTHER_WORDS, OWN_WORDS, Asked, asked_of, lines_of, paraphrases
from eval.facts import held, read_facts
from eval.sets import SETS, FactSet
from index.embedding import BUILT_IN, LETTERS, open_encoder
from index.ingest import index_paths
from index.search import Index

RECORD = """Verslag LOVP 4 juli 2022

Drones
De korpschef wil tien drones kopen voor het toezicht op demonstraties.

Vuurwerk
De burgemeesters vragen om een verbod op knalvuurwerk.
"""
FACTS = """
- {id: drones, question: 'Hoeveel drones wil de korpschef kopen?', facts: [tien], record: '2022-07-04'}
- {id: los, question: 'Wat vragen burgemeesters over knallers?', facts: [verbod], record: '2022-07-04', tags: [alledaags]}
- {id: mis, question: 'Wat wil de minister?', abstain: true}
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> list[Asked]:
    base = tmp_path_factory.mktemp("taak")
    (base / "verslag.txt").write_text(RECORD, "utf-8")
    (base / "feiten.yaml").write_text(FACTS, "utf-8")
    sets = [FactSet("klein", "Klein", base / "feiten.yaml", base / "verslag.txt"), *(one for one in SETS if one.test)]
    encoders = [open_encoder(BUILT_IN), open_encoder(LETTERS)]
    return asked_of(encoders, base / "indexen", sets=sets, distractors=40)


def test_every_question_that_has_an_answer_is_asked_by_words_and_with_each_encoder(asked: list[Asked]) -> None:
    kinds = [one.kind for one in asked]
    assert kinds.count(OWN_WORDS) == 1
    assert kinds.count("feiten met parafrase of alledaags") == 1
    assert "tikfout" in kinds
    assert {one.group for one in asked} == {"klein:2022-07-04"}
    assert all(len(one.with_encoder) == 2 for one in asked)
    drones = next(one for one in asked if one.kind == OWN_WORDS)
    assert drones.words["recall@5"] == drones.with_encoder[0]["recall@5"] == 1


def test_what_an_encoder_changes_is_compared_question_by_question() -> None:
    scores = [
        ({"recall@5": was, "MRR@10": was}, {"recall@5": now, "MRR@10": was})
        for was, now in ((0, 1), (1, 1), (1, 0), (0, 1))
    ]
    asked = [Asked("soort", f"verslag {n}", was, (now,)) for n, (was, now) in enumerate(scores)]
    recall, rank = lines_of(asked)
    assert (recall.kind, recall.measure, recall.words.mean, recall.words.count) == ("soort", "recall@5", 0.5, 4)
    assert recall.changes[0].mean == 0.25
    assert recall.changes[0].low < 0.25 < recall.changes[0].high
    assert (rank.changes[0].low, rank.changes[0].high) == (0, 0)


def test_the_report_and_the_card_say_the_figures(asked: list[Asked], tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"x" * 1_500_000)
    measured = [
        Measured("statisch", {"SICK-NL": 0.641, "headings MRR": 0.7}, 8000.4),
        Measured("ander", {"SICK-NL": 0.5}, 9.6),
    ]
    lines = lines_of(asked)
    told = section(measured, lines, {"lovp": 88.4}, "python -m x")
    assert "| SICK-NL | 0,641 | 0,500 |" in told
    assert "| kopjes MRR | 0,700 | – |" in told
    assert "lovp 88 ms" in told
    assert f"| {OWN_WORDS} | recall@5 | 1 | 1,000 [1,000; 1,000] | +0,000" in told
    made = card(measured[0], lines, {"lovp": 88.4}, tmp_path)
    assert "| SICK-NL, Spearman | 0.641 |" in made
    assert "| size, weights and tokenizer | 1.5 MB |" in made
    assert (
        "our own questions, other facts (n = 1), recall@5: words alone, added | 1.000, +0.000 [+0.000, +0.000] |"
        in made
    )
    assert OTHER_WORDS not in made


@pytest.mark.parametrize("facts", [one for one in SETS if not one.test], ids=lambda one: one.name)
def test_each_paraphrase_is_another_question_to_a_fact_that_the_records_answer(facts: FactSet, tmp_path: Path) -> None:
    assert facts.records is not None
    index_paths(tmp_path, open_encoder(BUILT_IN), [facts.records])
    with Index(tmp_path, open_encoder(BUILT_IN)) as index:
        days = held(index.store.records(), index.store.passages().values())
        known = {fact.id: fact for fact in read_facts(facts.facts, days)}
    said = paraphrases()[facts.name]
    assert len(said) > 70
    for key, question in said.items():
        assert not known[key].abstain
        assert question.casefold() != known[key].question.casefold()
