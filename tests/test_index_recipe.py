"""An index made in another way is refused, with what differs and the command that mends it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.dutch import TERMS_VERSION
from index.embedding import BUILT_IN, LETTERS, open_encoder
from index.ingest import index_paths
from index.passage import PASSAGE_CHARS
from index.recipe import Recipe, RecipeError, difference
from index.search import Index, search
from index.store import Store

KEPT = Recipe("letterreeksen-512-v1", 512)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "lovp.sqlite3", create=True)
    with opened.transaction():
        opened.use_recipe(KEPT)
    yield opened
    opened.close()


def test_a_recipe_says_how_passages_are_cut_and_words_are_spelled() -> None:
    assert (KEPT.passage_chars, KEPT.terms) == (PASSAGE_CHARS, TERMS_VERSION)


def test_a_recipe_is_kept_and_read_back(store: Store) -> None:
    assert Recipe.from_json(KEPT.to_json()) == KEPT
    assert store.recipe == KEPT
    store.check_recipe(KEPT)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (Recipe("ander", 512), "encoder: letterreeksen-512-v1 in de index, ander gevraagd"),
        (Recipe(KEPT.encoder, 384), "dimensie: 512 in de index, 384 gevraagd"),
        (Recipe(KEPT.encoder, 512, PASSAGE_CHARS + 1), f"passagelengte: {PASSAGE_CHARS} in de index"),
        (Recipe(KEPT.encoder, 512, terms=TERMS_VERSION + 1), f"woordvormen: {TERMS_VERSION} in de index"),
    ],
)
def test_another_recipe_is_refused_with_what_differs_and_the_command_that_mends_it(
    store: Store, asked: Recipe, says: str
) -> None:
    with pytest.raises(RecipeError) as caught:
        store.check_recipe(asked)
    assert says in str(caught.value)
    assert "lovp index --rebuild" in str(caught.value)
    same_encoder = (asked.encoder, asked.dimension) == (KEPT.encoder, KEPT.dimension)
    assert ("LOVP_ENCODER" in str(caught.value)) is not same_encoder


def test_all_that_differs_is_named_and_nothing_else() -> None:
    assert difference(KEPT, KEPT) == ""
    assert difference(KEPT, Recipe("ander", 3)).count(" gevraagd") == 2


def test_an_index_without_a_recipe_yet_refuses_none(tmp_path: Path) -> None:
    store = Store(tmp_path / "leeg.sqlite3", create=True)
    store.check_recipe(KEPT)
    store.close()


def test_how_an_encoder_was_opened_is_kept_and_makes_no_other_recipe(store: Store) -> None:
    asked = Recipe("statisch-256@1", 256, opened_as="ingebouwd")
    assert Recipe.from_json(asked.to_json()).opened_as == "ingebouwd"
    before_models = Recipe(KEPT.encoder, KEPT.dimension, opened_as="ingebouwd")
    assert Recipe.from_json(before_models.to_json()).opened_as == "letterreeksen"
    assert Recipe.from_json('{"dimension": 3, "encoder": "x"}').opened_as == ""  # as older versions kept it
    store.check_recipe(before_models)
    assert difference(KEPT, before_models) == ""


def test_an_index_of_before_there_was_a_model_says_how_its_encoder_is_asked_for(tmp_path: Path) -> None:
    text = tmp_path / "verslag.txt"
    text.write_text("Verslag LOVP 4 juli 2022\n\nDrones\nDe korpschef wil tien drones.\n", "utf-8")
    index_paths(tmp_path / "home", open_encoder(LETTERS), [text])
    with pytest.raises(RecipeError, match=f"terug: LOVP_ENCODER={LETTERS}$"):
        Index(tmp_path / "home", open_encoder(BUILT_IN))
    with Index(tmp_path / "home", open_encoder(LETTERS)) as index:
        assert search(index, "drones", limit=1)
