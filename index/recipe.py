"""How an index was made, and what is said when it can't be used for what is asked now."""

import json
from dataclasses import dataclass, field, replace

from index.dutch import TERMS_VERSION
from index.embedding import LETTERS
from index.errors import UserError
from index.passage import PASSAGE_CHARS


class StoreError(UserError):
    """The index can't be used; the message is Dutch and says what to do."""


class IndexMissingError(StoreError):
    """There is no index yet."""


class RecipeError(StoreError):
    """The index was made in another way than is asked for now."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an index was made. Vectors of two recipes can't be compared, so an index has exactly one.

    `opened_as` is the setting that its encoder was opened with ("" when it isn't known): a way back to it, no part of what must
    be equal.
    """

    encoder: str
    dimension: int
    passage_chars: int = PASSAGE_CHARS
    terms: int = TERMS_VERSION
    opened_as: str = field(default="", compare=False)

    def to_json(self) -> str:
        """The recipe as it is kept in the store."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__}, sort_keys=True)

    @classmethod
    def from_json(cls, kept: str) -> "Recipe":
        """The recipe that was kept."""
        recipe = cls(**json.loads(kept))
        before_models = recipe.encoder.startswith(f"{LETTERS}-")  # it was the built-in encoder then
        return replace(recipe, opened_as=LETTERS) if before_models else recipe


def difference(kept: Recipe, asked: Recipe) -> str:
    """What differs between two recipes, in Dutch."""
    names = {
        "encoder": "encoder",
        "dimension": "dimensie",
        "passage_chars": "passagelengte",
        "terms": "woordvormen",
    }
    return "; ".join(
        f"{dutch}: {getattr(kept, name)} in de index, {getattr(asked, name)} gevraagd"
        for name, dutch in names.items()
        if getattr(kept, name) != getattr(asked, name)
    )


def refusal(kept: Recipe, asked: Recipe) -> str:
    """What differs between the recipe of an index and the one asked for, and what mends it (Dutch)."""
    told = (
        f"De index is gemaakt met een andere instelling ({difference(kept, asked)}). "
        "Maak hem opnieuw met: lovp index --rebuild."
    )
    if (kept.encoder, kept.dimension) == (asked.encoder, asked.dimension):
        return told
    return f"{told} Of zet de instelling terug: LOVP_ENCODER={kept.opened_as or kept.encoder}"
