"""How sure an answer is follows from what can be read of it; the weights that come along belong to the facts that come along."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.choose import choose, ranked
from assistant.confidence import (
    FEATURES,
    WEIGHTS,
    Weights,
    confidence,
    features,
    read_weights,
    shipped,
    sure_enough,
    write_weights,
)
from assistant.evidence import Sentence, hits_to_sentences
from assistant.wanted import Wanted, question_to_wanted
from eval.calibrate import development, digests_of
from index.concepts import Concept, question_concepts
from index.records import Hit, Passage, Span
from index.vocabulary import Vocabulary

TEXT = "De nieuwe boten kosten 12 miljoen euro. De havenmeester is blij met de boten. Het strand is breed."
ELSEWHERE = "Over vissers is niets gezegd."
WORDS = "nieuwe boten kosten miljoen euro havenmeester blij strand breed vissers gezegd kleur".split()
PLAIN = Weights(-1.0, {"required": 1.0, "offers": 1.0, "missing": -2.0}, 0.5, {})


def read(question: str) -> tuple[Wanted, list[Concept], list[Sentence]]:
    concepts = question_concepts(question, Vocabulary.of(20, dict.fromkeys(WORDS, 1)))
    passages = [
        Passage(f"a:{n}", f"a{n}", "Verslag", None, "Overig", None, None, Span(0, len(text)), text)
        for n, text in enumerate((TEXT, ELSEWHERE))
    ]
    return (
        question_to_wanted(question, concepts),
        concepts,
        hits_to_sentences([Hit(p, 1.0) for p in passages], concepts),
    )


def best(question: str) -> dict[str, float]:
    wanted, concepts, found = read(question)
    fits = choose(wanted, concepts, found)
    return features(wanted, concepts, (fits or ranked(question, concepts, found))[0], found)


def sure(question: str, weights: Weights = PLAIN) -> float:
    wanted, concepts, found = read(question)
    fits = choose(wanted, concepts, found)
    chosen: Sequence[Sentence] = fits or ranked(question, concepts, found)
    return confidence(wanted, concepts, chosen, found, weights=weights)


def test_what_the_records_say_is_surer_than_what_they_only_mention() -> None:
    said, mentioned = sure("Hoeveel kosten de nieuwe boten?"), sure("Welke kleur hebben de nieuwe boten?")
    assert 0 < mentioned < 0.5 < said < 1


def test_features_tell_what_a_sentence_lacks() -> None:
    said, mentioned = best("Hoeveel kosten de nieuwe boten?"), best("Welke kleur hebben de nieuwe boten?")
    assert (said["coverage"], said["offers"], said["missing"]) == (1.0, 1.0, 0.0)
    assert (mentioned["required"], mentioned["least"]) == (0.0, 0.0)
    assert 0 < mentioned["missing"] < 1
    assert said["margin"] > 0


def test_an_amount_is_offered_only_by_a_sentence_that_has_one() -> None:
    wanted, concepts, found = read("Hoeveel kosten de nieuwe boten?")
    assert features(wanted, concepts, found[0], found)["offers"] == 1.0
    assert features(wanted, concepts, found[1], found)["offers"] == 0.0


def test_every_feature_has_a_name_and_a_question_without_content_has_them_too() -> None:
    wanted, concepts, found = read("en dan?")
    assert features(wanted, concepts, found[0], found).keys() == FEATURES
    assert best("Hoeveel kosten de nieuwe boten?").keys() == FEATURES


def test_nothing_chosen_is_not_sure_at_all() -> None:
    wanted, concepts, found = read("Hoeveel kosten de nieuwe boten?")
    assert confidence(wanted, concepts, [], found) == 0.0


def test_the_same_question_is_as_sure_every_time_and_wild_weights_stay_between_0_and_1() -> None:
    question = "Hoeveel kosten de nieuwe boten?"
    assert len({sure(question) for _ in range(20)}) == 1
    assert sure(question, replace(PLAIN, bias=1e9)) == 1.0
    assert sure(question, replace(PLAIN, bias=-1e9)) == 0.0


def test_weights_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    kept = replace(PLAIN, facts={"a.yaml": "f" * 64})
    write_weights(kept, tmp_path / "w.json")
    assert read_weights(tmp_path / "w.json") == kept


@pytest.mark.parametrize(
    "change",
    [{"weights": {"magic": 1.0}}, {"weights": None}, {"bias": float("nan")}, {"threshold": "hoog"}, {"facts": []}],
)
def test_weights_for_other_features_or_that_are_no_numbers_are_refused(
    tmp_path: Path, change: dict[str, object]
) -> None:
    write_weights(PLAIN, tmp_path / "w.json")
    written = json.loads((tmp_path / "w.json").read_text("utf-8"))
    (tmp_path / "w.json").write_text(json.dumps(written | change), "utf-8")
    with pytest.raises(ValueError, match=r"w\.json|hoog"):
        read_weights(tmp_path / "w.json")


def test_the_weights_that_come_along_count_in_their_own_direction_and_can_be_met() -> None:
    found = shipped()
    assert 0 < found.threshold < 1
    assert sure_enough(found.threshold)
    assert not sure_enough(found.threshold - 0.001)
    assert all(weight <= 0 for name, weight in found.weights.items() if name in {"missing", "rank", "few", "list"})
    assert all(weight >= 0 for name, weight in found.weights.items() if name not in {"missing", "rank", "few", "list"})


def test_the_weights_that_come_along_were_fitted_on_the_facts_that_come_along() -> None:
    assert read_weights(WEIGHTS).facts == digests_of(development()), "facts changed: run python -m eval.calibrate"
