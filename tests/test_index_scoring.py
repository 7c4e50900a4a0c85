"""Passages are ranked by how much of a question they say, best of all in one sentence; stages switch parts of that off."""

import sqlite3
from collections.abc import Sequence

import numpy as np
import pytest

from index import lexical, scoring
from index.concepts import question_concepts
from index.lexical import Lexicon, Term
from index.scoring import CLOSELY, Postings, score
from index.stages import ALL, Stage, Stages
from index.vocabulary import Vocabulary


class Table:
    """A words table with a question asked of it."""

    def __init__(self, *passages: str | tuple[str, str]) -> None:
        self.connection = sqlite3.connect(":memory:")
        lexical.create(self.connection)
        texts = [passage if isinstance(passage, tuple) else (passage, "Overleg") for passage in passages]
        self.rows = np.arange(10, 10 + len(texts), dtype=np.int64)
        lexical.add(self.connection, [int(row) for row in self.rows], [lexical.columns(*text) for text in texts])
        self.vocabulary = Vocabulary.of_known(*Lexicon(self.connection).known())
        self.postings = Postings(self.rows)

    def scores(
        self,
        question: str,
        *,
        allowed: Sequence[bool] | None = None,
        also: Sequence[int] = (),
        most: int = CLOSELY,
        stages: Stages = ALL,
    ) -> dict[int, float]:
        mask = None if allowed is None else np.array(allowed, np.bool_)
        concepts = question_concepts(question, self.vocabulary, stages)
        lexicon = Lexicon(self.connection)
        found = score(
            lexicon, self.postings, self.vocabulary, concepts, mask, [int(self.rows[n]) for n in also], most, stages
        )
        return {row - 10: value for row, value in found.items()}

    def order(
        self, question: str, *, allowed: Sequence[bool] | None = None, most: int = CLOSELY, stages: Stages = ALL
    ) -> list[int]:
        found = self.scores(question, allowed=allowed, most=most, stages=stages)
        return sorted(found, key=lambda n: (-found[n], n))


FILLER = ("Er is thee gedronken.", "Men sprak over het weer.", "De zaal was koud.")


def test_a_word_is_found_in_its_other_forms_and_less_is_made_of_them() -> None:
    table = Table("De moties zijn besproken.", "De motie kwam langs.", *FILLER)
    assert table.order("Welke motie?") == [1, 0]
    assert table.order("Welke motie?", stages=ALL - {Stage.STEMS}) == [1]


def test_a_compound_is_found_by_its_part_and_a_word_that_only_begins_alike_is_not() -> None:
    table = Table("De politiecapaciteit is krap.", "De bureaucratie is groot.", *FILLER)
    assert table.order("Hoe staat het met de capaciteit?")[0] == 0
    assert table.order("Hoe staat het met de capaciteit?", stages=ALL - {Stage.COMPOUNDS}) == []
    assert table.order("Welk bureau?") == []


def test_a_compound_is_found_where_its_parts_stand_apart_in_one_sentence() -> None:
    table = Table("Er komt een verbod op jacht.", "Jacht is duur. Een verbod helpt niet.", *FILLER)
    found = table.scores("Komt er een jachtverbod?")
    assert found[0] > found.get(1, 0.0)
    assert table.scores("Komt er een jachtverbod?", stages=ALL - {Stage.COMPOUNDS}) == {}


def test_capitals_tell_an_abbreviation_from_a_word() -> None:
    table = Table("Men gaat om de tafel.", "Het OM vervolgt.", *FILLER)
    assert table.order("Wat doet het OM?") == [1]
    assert set(table.order("Wat doet het OM?", stages=ALL - {Stage.CAPITALS, Stage.GLOSSARY})) != {1}


def test_an_abbreviation_is_found_by_its_full_name_and_the_other_way_round() -> None:
    table = Table("Het Openbaar Ministerie vervolgt.", "Het ministerie is openbaar.", "Het OM vervolgt.", *FILLER)
    assert set(table.order("Wat doet het OM?")) == {0, 2}
    assert set(table.order("Wat doet het Openbaar Ministerie?")) >= {0, 2}
    assert 2 not in table.order("Wat doet het Openbaar Ministerie?", stages=ALL - {Stage.GLOSSARY})


def test_a_phrase_must_stand_as_one_in_any_of_its_forms() -> None:
    table = Table("De buitengewone opsporingsambtenaren.", "Opsporingsambtenaren, buitengewoon goed.", *FILLER)
    assert table.order("Hoeveel boa's zijn er?") == [0]


def test_what_stands_above_a_passage_tells_what_it_is_about() -> None:
    table = Table(("Dat komt later terug.", "Wijk"), ("Dat komt later terug.", "Taser"), *FILLER)
    found = table.scores("Wanneer komt de taser terug?", also=[0, 1])
    assert found[1] > found[0]
    without = table.scores("Wanneer komt de taser terug?", also=[0, 1], stages=ALL - {Stage.CONTEXT})
    assert without[0] == without[1]


def test_a_sentence_that_says_all_goes_before_a_passage_that_says_it_here_and_there() -> None:
    spread = "De burgemeester opent. " + "De vergadering is lang. " * 3 + "De drugs komen later. Men drinkt thee."
    one = "De burgemeester spreekt over drugs. " + "De vergadering is lang. " * 3 + "Later meer. Men drinkt thee."
    table = Table(spread, one, *FILLER)
    assert table.order("Wat zegt de burgemeester over drugs?") == [1, 0]
    apart = table.scores("Wat zegt de burgemeester over drugs?", stages=ALL - {Stage.SENTENCES})
    assert apart[0] == pytest.approx(apart[1])


def test_only_passages_in_scope_are_found() -> None:
    table = Table("De taser komt.", "De taser blijft.", *FILLER)
    allowed = [False, True, True, True, True]
    assert table.order("taser", allowed=allowed) == [1]


def test_what_was_found_otherwise_is_scored_too_even_without_a_word() -> None:
    table = Table("De taser komt.", *FILLER)
    assert table.scores("taser", also=[2])[2] == 0.0


def test_nothing_is_found_for_words_that_stand_nowhere_or_no_words_at_all() -> None:
    table = Table(*FILLER)
    assert table.scores("Waar is de giraffe?") == {}
    assert table.scores("???") == {}
    assert Table().scores("taser") == {}


def test_the_lists_of_a_word_are_kept_within_bounds_and_give_the_same_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "_KEPT", 12)
    table = Table("De taser komt.", "De taser blijft.", "Drugs en tasers.", *FILLER)
    first = table.scores("tasers en drugs")
    assert all(table.scores("tasers en drugs") == first for _ in range(3))
    assert table.postings._bytes <= 12 or len(table.postings._kept) == 1


def test_rows_of_another_moment_are_left_out() -> None:
    table = Table("De taser komt.", "De taser blijft.", *FILLER)
    table.postings = Postings(table.rows[1:])
    assert table.order("taser") == [1]
    some = Postings(table.rows[[0, 2, 3]])
    assert some.places(Lexicon(table.connection), "taser", "words").tolist() == [0]


def test_more_candidates_than_are_read_closely_keep_the_best() -> None:
    table = Table(*["De drugs."] * 20, "De burgemeester en de drugs.", *FILLER)
    found = table.order("burgemeester drugs", most=3)
    assert found[0] == 20
    assert len(found) == 3
    assert table.order("burgemeester drugs", most=3) == found


def test_a_term_of_less_weight_counts_less() -> None:
    table = Table("Er is geld.", "Er zijn middelen.", *FILLER)
    found = table.scores("Is er geld?")
    assert found[0] > found[1] > 0
    assert Term(("geld",)).weight == 1.0
