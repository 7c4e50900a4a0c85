"""A topic that got another name: where a record says so, it is followed under the new one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.about import EVERYWHERE, Bounds, Told, told_about
from assistant.evidence import Sentence
from index.concepts import Concept
from index.dutch import is_content, tokens
from index.lexical import Term
from index.search import Index

_WORTH = 0.9  # what the new name is worth beside the old one
_WORDS = 6  # words of a name at most
_NAMED = r"(?P<name>[^.;:!?()]{3,80})"
_NEW_BEHIND = re.compile(
    rf"\b(?:hee(?:t|ten)\s+(?:vanaf\s+nu|voortaan|sindsdien|inmiddels|nu)|(?:om)gedoopt\s+(?:tot|in)"
    rf"|ga(?:at|an)\s+(?:voortaan\s+)?verder\s+(?:als|onder\s+de\s+naam)|ging(?:en)?\s+(?:voortaan\s+)?verder\s+(?:als|onder\s+de\s+naam)"
    rf"|(?:krijg(?:t|en)|kreeg|kregen)\s+(?:voortaan\s+)?(?:als|de)\s+(?:nieuwe\s+)?naam)\s+{_NAMED}",
    re.IGNORECASE,
)
_NEW_BEFORE = re.compile(
    r"(?P<name>[^.;:!?()]{3,80}?)\s*[,(]\s*(?:voorheen|eerder|vroeger|de\s+opvolger\s+van)\s+", re.IGNORECASE
)
_MAY_RENAME = re.compile(
    r"voortaan|vanaf nu|sindsdien|inmiddels|\bnu\b|gedoopt|verder|naam|voorheen|eerder|vroeger|opvolger", re.IGNORECASE
)
_ENDS = re.compile(r"[,]|\s+(?:en|maar|omdat|zodat|die|dat|genoemd|genaamd|waarbij|waarin)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Followed:
    """What the records say about a topic under all its names; `names` are those that they gave it, as written."""

    told: Told
    concepts: tuple[Concept, ...]
    names: tuple[str, ...] = ()


def followed(index: Index, topic: str, concepts: Sequence[Concept], bounds: Bounds = EVERYWHERE) -> Followed:
    """What the records say about a topic, under the name they gave it too.

    Args:
        index: the open index.
        topic: the topic in words.
        concepts: what it names.
        bounds: where is looked.
    """
    told = told_about(index, topic, concepts, bounds)
    names = tuple(dict.fromkeys(name for sentence in told.sentences for name in _new_names(sentence, concepts)))
    if not names:
        return Followed(told, tuple(concepts))
    wider = tuple(_also_called(concept, names) for concept in concepts)
    return Followed(told_about(index, f"{topic} {' '.join(names)}", wider, bounds), wider, names)


def _new_names(sentence: Sentence, concepts: Sequence[Concept]) -> Iterator[str]:
    """The names that a sentence gives to what the concepts name."""
    naming = [n for n, concept in enumerate(concepts) if not concept.light]
    if not naming or any(n not in sentence.own for n in naming) or not _MAY_RENAME.search(sentence.text):
        return
    places = [sentence.own[n].span for n in naming]
    behind = _NEW_BEHIND.search(sentence.text)
    if behind is not None and all(place.end <= behind.start() for place in places):
        yield from _name(behind["name"])
    elif behind is not None and all(place.start >= behind.start("name") for place in places):
        yield from _name(_last_noun(sentence.text[: behind.start()]))  # asked by the new name: the old one
    before = _NEW_BEFORE.search(sentence.text)
    if before is not None and all(place.start >= before.end() - 1 for place in places):
        yield from _name(_last_words(before["name"]))


def _last_noun(text: str) -> str:
    """The last telling word of the subject of "... heet voortaan"."""
    content = [token for token in tokens(text) if is_content(token.folded)]
    return text[content[-1].start : content[-1].end] if content else ""


def _last_words(text: str) -> str:
    """From the first capital that isn't the sentence's own, else the last two words."""
    words = text.split()
    capital = next((i for i, word in enumerate(words) if i and word[:1].isupper()), max(0, len(words) - 2))
    return " ".join(words[capital:])


def _name(text: str) -> Iterator[str]:
    name = re.sub(r"^(?:de|het)\s+", "", _ENDS.split(text)[0].strip(" ‘’“”\"'"), flags=re.IGNORECASE)
    content = [token for token in tokens(name) if is_content(token.folded)]
    if content and len(name.split()) <= _WORDS:
        yield name


def _also_called(concept: Concept, names: Sequence[str]) -> Concept:
    """The concept, to be found under these names too."""
    if concept.light:
        return concept
    terms = [
        Term(words, _WORTH, apart=len(words) > 1, written=name)
        for name in names
        if (words := tuple(token.folded for token in tokens(name) if is_content(token.folded)))
    ]
    return replace(concept, terms=(*concept.terms, *terms))
