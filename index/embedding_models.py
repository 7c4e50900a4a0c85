"""What a model wants to be given: the prefixes that it was trained with, from the first source that knows.

The sources, in this order: the table of known models (`encoders.toml`, by the exact name of the repository), what the model
says in its own configuration, the model that it was made from, the family that its name tells. When none of them knows, there
is no prefix, and `lovp doctor` says so.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

_HUB_CACHE = "models--"  # "models--owner--name/snapshots/revision": how Huggingface's library keeps a model
_OWN_PASSAGE = ("document", "passage")  # the names under which models keep the prefix of a passage


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model of the table: its prefixes, numbers a vector, tokens that it reads, licence, size and Dutch figure."""

    name: str
    query: str
    passage: str
    dimension: int
    tokens: int
    licence: str
    megabytes: int
    ndcg: float
    own_code: bool = False


@dataclass(frozen=True, slots=True)
class Prefixes:
    """What goes before a question and before a passage, and who said so (Dutch)."""

    query: str
    passage: str
    source: str


@dataclass(frozen=True, slots=True)
class _Family:
    words: list[str]
    without: list[str]
    query: str
    passage: str


@dataclass(frozen=True, slots=True)
class Claims:
    """What a model is called: `names` by itself and by where it lies, `origin` the model that it was made from, if any."""

    names: tuple[str, ...]
    origin: str = ""
    licence: str = ""
    prompts: Mapping[str, str] = field(default_factory=dict)


@cache
def known_models() -> tuple[KnownModel, ...]:
    """The models of the table."""
    return tuple(KnownModel(**entry) for entry in _table()["known"])


@cache
def _families() -> tuple[_Family, ...]:
    return tuple(_Family(**entry) for entry in _table()["family"])


def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files("index").joinpath("encoders.toml").read_text("utf-8"))


def known_model(name: str) -> KnownModel | None:
    """The known model of this name ("owner/name"; a bare name fits too, since a folder has no owner), None when there is none."""
    asked = name.lower()
    for model in known_models():
        full = model.name.lower()
        if asked in (full, full.partition("/")[2]):
            return model
    return None


def recognised(claims: Claims, dimension: int) -> KnownModel | None:
    """The known model that this is, None when it is another; a namesake with vectors of another length is another."""
    found = (known_model(name) for name in claims.names)
    return next((model for model in found if model is not None and model.dimension == dimension), None)


def prefixes(claims: Claims, known: KnownModel | None) -> Prefixes:
    """What goes before questions and passages."""
    if known is not None:
        return Prefixes(known.query, known.passage, "bekend model")
    query = claims.prompts.get("query") or ""
    passage = next((claims.prompts[name] for name in _OWN_PASSAGE if claims.prompts.get(name)), "")
    if query or passage:
        return Prefixes(query, passage, "het model zegt het zelf")
    origin = known_model(claims.origin) if claims.origin else None
    if origin is not None:
        return Prefixes(origin.query, origin.passage, f"gemaakt van {origin.name}")
    for name in (*claims.names, claims.origin):
        words = set(re.split(r"[-_.\s]+", name.lower().rpartition("/")[2]))
        for family in _families():
            if words.issuperset(family.words) and not words & set(family.without):
                return Prefixes(family.query, family.passage, f"naar de naam: {'-'.join(family.words)}")
    return Prefixes("", "", "")


def hub_claims(name: str, prompts: Mapping[str, str]) -> Claims:
    """What is known of a model that was asked for by name."""
    return Claims((name,), prompts=prompts)


def folder_claims(folder: Path, prompts: Mapping[str, str]) -> Claims:
    """What a model in a folder says of itself, beside what the folder is called.

    A file that can't be read says nothing: whether the model is whole, its loader tells.
    """
    names = [_cached_name(folder) or folder.name]
    try:
        said = json.loads((folder / "config.json").read_text("utf-8")).get("_name_or_path")
        names += [said] if isinstance(said, str) and said else []
    except (OSError, ValueError, AttributeError):
        pass
    card = _card(folder / "README.md")
    return Claims(tuple(names), card.get("base_model", ""), card.get("license", ""), prompts)


def _cached_name(folder: Path) -> str:
    """The name of a model in the cache of Huggingface's library, "" when the folder isn't there."""
    kept = next((part for part in reversed(folder.parts) if part.startswith(_HUB_CACHE)), "")
    return kept.removeprefix(_HUB_CACHE).replace("--", "/")


def _card(path: Path) -> dict[str, str]:
    """Single values at the head of a model card; of a list the only item. Not all of YAML, which a card needn't be."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    head = re.match(r"---\n(.*?)\n---", text, re.DOTALL)
    found = {}
    for key in ("base_model", "license"):
        value = re.search(rf"^{key}:[ \t]*(?:\n-[ \t]+)?([^\s\[\]]+)[ \t]*$", head[1] if head else "", re.MULTILINE)
        if value:
            found[key] = value[1].strip("\"'")
    return found
