"""The same question put in other ways: another name, a slip of the keyboard, everyday words, keywords only.

Each function makes variants of one kind by rule, seeded by the question itself; a question to which a kind doesn't apply has
none. The right passage stays the same, so what is lost on variants is what searching can't bridge.
"""

import random
import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from index.dutch import fold, is_content, is_word, parts, tokens
from index.glossary import glossary

_AT_MOST = 2  # variants of one kind and question, so that long questions don't outweigh the others
_LONG = 6  # letters; a typing error in a shorter word makes another word
_LETTERS = "abcdefghijklmnoprstuvwyz"
_STRESSED = {"een": "één", "voor": "vóór", "alle": "álle", "wel": "wél"}  # accents that Dutch puts for stress
_EVERYDAY = Path(__file__).with_name("everyday.toml")
_OF = re.compile(r"\b(\w{4,}) (?:van|bij|voor) (?:de |het )?(\w{4,})\b")


class _DutchWords:
    """The words of Dutch, as far as they are listed, to split compounds by."""

    def __contains__(self, folded: object) -> bool:
        return isinstance(folded, str) and is_word(folded)


def synonyms(question: str) -> list[str]:
    """Names replaced by another name of the glossary; abbreviations are a kind of their own."""
    return _renamed(question, abbreviated=False)


def abbreviations(question: str) -> list[str]:
    """Abbreviations written out, and written-out names abbreviated."""
    return _renamed(question, abbreviated=True)


def _renamed(question: str, *, abbreviated: bool) -> list[str]:
    words = [token for token in tokens(question) if not token.loose]
    found = []
    for use in glossary().uses(question):
        start, end = words[use.first].start, words[use.end - 1].end
        for form in use.entry.forms:
            short = _is_short(form.written) != _is_short(use.form.written)
            if form != use.form and short == abbreviated:
                found.append(f"{question[:start]}{form.written}{question[end:]}")
    return _some(question, found)


def _is_short(written: str) -> bool:
    return " " not in written and sum(char.isupper() for char in written) > 1


def split_compounds(question: str) -> list[str]:
    """ "politiecapaciteit" as "capaciteit van de politie" and "capaciteit bij de politie"."""
    found = []
    for token in tokens(question):
        split = parts(token.folded, _DutchWords()) if len(token.folded) >= 2 * _LONG - 2 else ()
        if len(split) == 2:
            head, tail = split
            found += [
                f"{question[: token.start]}{tail} {word} de {head}{question[token.end :]}" for word in ("van", "bij")
            ]
    return _some(question, found)


def joined_compounds(question: str) -> list[str]:
    """ "capaciteit van de politie" as "politiecapaciteit"; with a linking letter when that makes a word that is listed."""
    found = []
    for match in _OF.finditer(question):
        tail, head = match[1].lower(), match[2].lower()
        if all(is_word(fold(word)) and is_content(fold(word)) for word in (head, tail)):
            made = [head + link + tail for link in ("", "s", "en")]
            whole = next((word for word in made if is_word(fold(word))), made[0])
            found.append(f"{question[: match.start()]}{whole}{question[match.end() :]}")
    return _some(question, found)


def without_accents(question: str) -> list[str]:
    """Every accent gone: "coördinatie" as "coordinatie"."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", question) if not unicodedata.combining(char))
    return _some(question, [bare])


def with_accents(question: str) -> list[str]:
    """Accents where Dutch puts them for stress."""
    return _some(question, [re.sub(r"\b\w+\b", lambda m: _STRESSED.get(m[0], m[0]), question)])


def typos(question: str) -> list[str]:
    """One slip in one long word each: letters swapped, dropped, doubled or replaced, never the first."""
    chance = random.Random(question)  # noqa: S311 - it makes test questions, not secrets
    words = [t for t in tokens(question) if len(t.folded) >= _LONG and is_content(t.folded) and t.folded.isalpha()]
    slips = [_swapped, _dropped, _doubled, _replaced]
    found = []
    for token in chance.sample(words, min(len(words), _AT_MOST)):
        word = question[token.start : token.end]
        slip = chance.choice(slips)
        found.append(f"{question[: token.start]}{slip(word, chance)}{question[token.end :]}")
    return _some(question, found)


def _swapped(word: str, chance: random.Random) -> str:
    places = [i for i in range(1, len(word) - 1) if word[i] != word[i + 1]]
    if not places:
        return _dropped(word, chance)
    i = chance.choice(places)
    return word[:i] + word[i + 1] + word[i] + word[i + 2 :]


def _dropped(word: str, chance: random.Random) -> str:
    i = chance.randrange(1, len(word))
    return word[:i] + word[i + 1 :]


def _doubled(word: str, chance: random.Random) -> str:
    i = chance.randrange(1, len(word))
    return word[:i] + word[i] + word[i:]


def _replaced(word: str, chance: random.Random) -> str:
    i = chance.randrange(1, len(word))
    return word[:i] + chance.choice([letter for letter in _LETTERS if letter != word[i].lower()]) + word[i + 1 :]


def everyday(question: str) -> list[str]:
    """Official words replaced by everyday ones."""
    return _reworded(question, dict(_pairs()))


def official(question: str) -> list[str]:
    """Everyday words replaced by official ones."""
    back: dict[str, str] = {}
    for formal, plain in _pairs():
        back.setdefault(plain, formal)
    return _reworded(question, back)


def _reworded(question: str, other: Mapping[str, str]) -> list[str]:
    found = []
    for word, instead in other.items():
        match = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", question, re.IGNORECASE)
        if match:
            found.append(f"{question[: match.start()]}{instead}{question[match.end() :]}")
    return _some(question, found)


@cache
def _pairs() -> tuple[tuple[str, str], ...]:
    """Official words with what people say instead."""
    return tuple((formal, plain) for formal, plain in tomllib.loads(_EVERYDAY.read_text("utf-8"))["pairs"])


def careless(question: str) -> list[str]:
    """Lower case, without punctuation."""
    return _some(question, [" ".join(re.sub(r"[^\w\s'’-]", " ", question.lower()).split())])


def keywords(question: str) -> list[str]:
    """The words that say something, last first, as in a search box."""
    told = [question[t.start : t.end] for t in tokens(question) if is_content(t.folded)]
    return _some(question, [" ".join(reversed(told))] if len(told) > 1 else [])


def _some(question: str, found: list[str]) -> list[str]:
    return [text for text in dict.fromkeys(found) if text.strip() and text != question][:_AT_MOST]


KINDS: Mapping[str, Callable[[str], list[str]]] = {
    "synoniem": synonyms,
    "afkorting": abbreviations,
    "samenstelling gesplitst": split_compounds,
    "samenstelling gevormd": joined_compounds,
    "zonder accenten": without_accents,
    "met accenten": with_accents,
    "tikfout": typos,
    "alledaags": everyday,
    "ambtelijk": official,
    "slordig": careless,
    "trefwoorden": keywords,
}
