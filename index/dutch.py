"""One spelling of "word" for building and for asking: folding, both Dutch stemmers, lemmas, compounds.

No Dutch stemmer can be relied on alone: Snowball's newer one (Kraaij-Pohlmann) keeps "wapen" and "wapens" apart, the older
one (Porter) "motie" and "moties", and neither knows that "besproken" comes from "bespreken", which the lemma list does. So
a word has several forms, and two words are the same when they share one.
"""

import re
import threading
import unicodedata
from collections.abc import Container
from functools import lru_cache
from typing import NamedTuple

import simplemma
import Stemmer

from index.wordlists import word_list

TERMS_VERSION = 4  # part of the recipe: raise it when the same text would give other terms

_WORD = re.compile(
    r"\d+(?:[.,]\d+)*(?=[^\w]|$)"  # 144 and 7,1 and 12.625
    r"|[^\W_]++(?:&[^\W_]++)+"  # B&B
    r"|[^\W_]++(?:(?:[\u00ad\u200b\u0300-\u036f]|['’‘`´](?=[^\W_]))[^\W_]*+)*"  # BOA's; soft hyphens and loose accents inside
)
_GAP = re.compile(r"(?<![\w'’])([A-TV-Z]) ([a-zà-ÿ]{3,})")  # "S taatssecretaris": a gap left by a PDF's kerning
_BROKEN = re.compile(r"(?<![\w'’-])([^\W\d_]+)[-‐\u00ad][^\S\n]*\n\s*([^\W\d_]+)(?![\w'’-])")  # a hyphen at a line end
_LOOSE_PIECE = re.compile(r"(?<![\w'’-])([^\W\d_]{1,4})(?=[ \u00a0]([a-zà-ÿ]{3,})(?![\w'’-]))")  # "ve rwerkt"
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+(?:(?<=[-/_.=&?])[^\S\n]*\n[^\S\n]*[\w%-]+[/.?=&#-]\S*)?|(?<!\S)[^\s@]{1,80}@[^\s@]{1,120}\.\w+"
)
_APOSTROPHES = str.maketrans("", "", "'’‘`´\u00ad\u200b()/")  # and what a sign such as "㈱" falls apart into
_LINKS = ("", "s", "en", "e", "n")  # between the parts of a Dutch compound
_SEPARABLE = word_list("separable")
_LOOSE = word_list("loose")
_AFTER_CLAUSE = frozenset("dat om of en maar met als zodat waarbij aan".split())
_ENDS_CLAUSE = re.compile(r"[.;:!?]")
_OF_PARTICIPLE = "ge"  # which the stemmers take off whatever begins so
_PLURAL_CAPITALS = re.compile(r"[A-Z]{2,}s")  # BOAs
_CLAUSE_WORDS = 14  # words between the parts of a verb, at most
_PART = 4  # characters; shorter parts split words that aren't compounds

STOP_WORDS = word_list("stop")
CAPITALS = "hoofdletters"  # what the key of an abbreviation ends in


class Token(NamedTuple):  # a tuple is made in a third of the time, and a passage has a hundred
    """A word as it stands at `start:end` of a text, its folded spelling, and whether it is written in capitals.

    `verb` is the whole verb when it stands apart ("zegde ... toe": toezeggen); `loose` marks the part that stands apart.
    """

    start: int
    end: int
    folded: str
    capitals: bool = False
    verb: str = ""
    loose: bool = False

    @property
    def keys(self) -> frozenset[str]:
        """All that this word can be found under: its folded spelling, its stems, and itself as an abbreviation."""
        keys = _keys(self.verb) | {self.folded} if self.verb else _keys(self.folded)  # "draagt ... over" is no "dragen"
        return keys | {capital_key(self.folded)} if self.capitals else keys


def capital_key(folded: str) -> str:
    """What an abbreviation is kept under besides its letters, because OM is not "om" and LE not "le"."""
    return f"{folded}{CAPITALS}"


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """`word` in lower case, without accents, apostrophes and invisible hyphens; a closing 's is gone.

    Example: "BOA’s" gives "boa", "coördinatie" gives "coordinatie", "B&B" gives "benb".
    """
    plain = word.casefold()
    if not plain.isascii():
        plain = plain.replace("´", "'")  # first, for it decomposes into a space and a loose accent
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c)).casefold()
        plain = plain.replace("’", "'").replace("‘", "'")
    plain = plain.replace("`", "'")
    if plain.endswith("'s"):
        plain = plain[:-2]
    return plain.translate(_APOSTROPHES).replace("&", "en")


def tokens(text: str) -> list[Token]:
    """The words and numbers of `text` in order; a word that a line end or a gap broke counts as one, an address as none."""
    found: list[Token] = []
    broken = _broken_words(text)
    skip = -1
    last = before = ""  # the folded words just found
    for match in _WORD.finditer(text):
        start, end = match.span()
        if start < skip:
            continue
        if start in broken:
            whole = broken[start]
            if whole.folded:
                found.append(whole)
                before, last = last, whole.folded
            skip = whole.end
            continue
        folded, capitals = _spelled(match[0])
        if last == "te" and before in _SEPARABLE:
            folded = before + folded  # "aan te passen" is a form of "aanpassen"
        if folded:
            found.append(Token(start, end, folded, capitals))
            before, last = last, folded
    _join_verbs(text, found)
    return found


@lru_cache(maxsize=512)
def known_tokens(text: str) -> tuple[Token, ...]:
    """As `tokens`, kept for a while: the words of a passage are wanted for the words table and for its vector."""
    return tuple(tokens(text))


@lru_cache(maxsize=100_000)
def _spelled(word: str) -> tuple[str, bool]:
    """A word or number as it is folded, and whether it is an abbreviation in capitals."""
    folded = _number(word) if word[0].isdigit() else fold(word)
    return folded[:-1] if _PLURAL_CAPITALS.fullmatch(word) else folded, _in_capitals(word)


def _broken_words(text: str) -> dict[int, Token]:
    """By where they start: words that stand in two pieces, as one; addresses, as a token without letters."""
    whole: dict[int, Token] = {}
    for piece in _LOOSE_PIECE.finditer(text):
        if is_broken(piece[1], piece[2]):
            whole[piece.start()] = Token(piece.start(), piece.end(2), fold(piece[1] + piece[2]))
    for gap in _GAP.finditer(text):
        whole[gap.start()] = Token(gap.start(), gap.end(), fold(gap[1] + gap[2]))
    for cut in _BROKEN.finditer(text) if "\n" in text else ():
        joined = join_at_hyphen(cut[1], cut[2])
        if "-" not in joined:
            whole[cut.start()] = Token(cut.start(), cut.end(), fold(joined), _in_capitals(joined))
    for address in _ADDRESS.finditer(text) if any(sign in text for sign in ("@", "://", "www.")) else ():
        first = _WORD.search(text, address.start())
        if first is not None:
            whole[first.start()] = Token(first.start(), address.end(), "")
    return whole


def join_at_hyphen(head: str, tail: str) -> str:
    """Two parts of a word that a line end parted behind a hyphen, with the hyphen only when it is the word's own.

    It is its own when the first part is an abbreviation or the second a name ("OM-capaciteit", "Noord-Holland"), and when
    the joined word is not known while both parts are.
    """
    if tail in {"en", "of"}:
        return f"{head}- {tail}"  # "wijk- en basisteams"
    if tail[0].isupper() or (len(head) > 1 and head.isupper()):
        return f"{head}-{tail}"
    parts_known = len(head) >= _PART and is_word(fold(head)) and is_word(fold(tail))
    return f"{head}-{tail}" if parts_known and not is_word(fold(head + tail)) else head + tail


@lru_cache(maxsize=100_000)
def is_broken(head: str, tail: str) -> bool:
    """Whether a gap between two bits of text stands inside a word: the whole is known, and a part is not ("u" is)."""
    if head in {"u", "U"} or head in STOP_WORDS or (len(head) > 1 and not head[1:].islower()):
        return False
    parts_known = len(head) > 1 and is_word(fold(head)) and is_word(fold(tail))
    return not parts_known and is_word(fold(head + tail))


def _join_verbs(text: str, words: list[Token]) -> None:
    """Marks verbs whose first part stands apart at the end of their clause: "zegde ... toe" is a form of "toezeggen"."""
    for i, last in enumerate(words):
        if last.folded not in _SEPARABLE or not i:
            continue
        behind = text[last.end : words[i + 1].start] if i + 1 < len(words) else "."
        closes = bool(behind.strip(" \n\t\"'”’)")) or i + 1 == len(words) or words[i + 1].folded in _AFTER_CLAUSE
        if not closes and last.folded not in _LOOSE:
            continue
        for k in range(i - 1, max(-1, i - _CLAUSE_WORDS), -1):
            if _ENDS_CLAUSE.search(text, words[k].end, words[k + 1].start):
                break
            verb = _whole_verb(last.folded, words[k].folded)
            if verb:
                words[k] = words[k]._replace(verb=verb)
                words[i] = last._replace(loose=True)
                break


@lru_cache(maxsize=50_000)
def _whole_verb(part: str, finite: str) -> str:
    """The verb of which these are the parts, "" when there is none."""
    if len(finite) < 3 or finite in STOP_WORDS:
        return ""
    verb = part + str(simplemma.lemmatize(finite, "nl")).replace("_", "")
    return verb if verb.endswith("n") and simplemma.is_known(verb, "nl") else ""


def _in_capitals(word: str) -> bool:
    letters = re.split("['’‘`´]", word)[0]
    return len(letters) > 1 and (letters.isupper() or bool(_PLURAL_CAPITALS.fullmatch(letters)))


def _number(digits: str) -> str:
    """Digits in one spelling: 12.625 and 12625 are the same, 7,1 stays a decimal."""
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", digits):
        digits = digits.replace(".", "")
    return fold(digits)


class _Stemmers(threading.local):
    """PyStemmer's objects may not be shared between threads."""

    def __init__(self) -> None:
        self.both = (Stemmer.Stemmer("dutch"), Stemmer.Stemmer("dutch_porter"))


_stemmers = _Stemmers()


@lru_cache(maxsize=200_000)
def stems(folded: str) -> frozenset[str]:
    """The forms of a folded word: its stems by both Snowball stemmers, and its lemma; numbers stay whole."""
    if len(folded) < 4 or folded[0].isdigit():
        return frozenset((folded,))
    whole = lemma(folded)
    found = {whole, *(stemmer.stemWord(folded) for stemmer in _stemmers.both)}
    if folded.startswith(_OF_PARTICIPLE) and whole.startswith(_OF_PARTICIPLE):  # "gebied" is no form of "bieden"
        found |= {stemmer.stemWord(whole) for stemmer in _stemmers.both}  # "gebruikt" is one of "gebruik"
        found = {form for form in found if form.startswith(_OF_PARTICIPLE)}
    return frozenset(found)


@lru_cache(maxsize=200_000)
def _keys(folded: str) -> frozenset[str]:
    """The forms of a folded word, and that word."""
    return stems(folded) | {folded}


@lru_cache(maxsize=50_000)
def lemma(folded: str) -> str:
    """The form of a folded word that stands in a dictionary ("gingen": "gaan"); the word itself when it isn't known."""
    return fold(str(simplemma.lemmatize(folded, "nl")).replace("_", ""))


@lru_cache(maxsize=100_000)
def is_word(folded: str) -> bool:
    """Whether a folded word is in the list of Dutch words, so that it is no slip of the keyboard."""
    return bool(simplemma.is_known(folded, "nl"))


def derivations(folded: str) -> frozenset[str]:
    """The noun on -ing of a verb, and the verb of such a noun ("bezuinigd" and "bezuiniging"), as far as they are words."""
    whole = lemma(folded)
    made = {f"{whole[:-2]}ing"} if whole.endswith("en") and len(whole) > 4 else set()
    if whole.endswith("ing") and len(whole) > 5:
        made.add(f"{whole[:-3]}en")
    return frozenset(word for word in made if is_word(word) and word != folded)


def is_content(folded: str) -> bool:
    """Whether a folded word says anything by itself (no article, preposition, pronoun or helping verb)."""
    return folded not in STOP_WORDS and (len(folded) > 1 or folded.isdigit())


def parts(folded: str, vocabulary: Container[str]) -> tuple[str, ...]:
    """The parts of a compound that are words of `vocabulary`, or () when it is no compound of known words.

    Splits in two or three, with the linking letters of Dutch between them; the split with the longest shortest part wins
    (after Koehn and Knight 2003, without their frequencies).
    """
    best: tuple[str, ...] = ()
    for cut in range(_PART, len(folded) - _PART + 1):
        head, tail = folded[:cut], folded[cut:]
        for link in _LINKS:
            if not head.endswith(link) or len(head) - len(link) < _PART:
                continue
            stem = head[: len(head) - len(link)]
            if stem not in vocabulary:
                continue
            split: tuple[str, ...] = (stem, tail) if tail in vocabulary else ()
            if not split and len(tail) >= 2 * _PART:
                rest = parts(tail, vocabulary)
                split = (stem, *rest) if rest else ()
            if split and (not best or min(map(len, split)) > min(map(len, best))):
                best = split
    return best


def is_compound_of(compound: str, part: str) -> bool:
    """Whether the folded word `compound` opens or closes with the folded word `part` as a compound does.

    "politiecapaciteit" is one of "capaciteit" and of "politie". What is left must be long enough to be a word.
    """
    if len(part) < _PART or len(compound) < len(part) + 3:
        return False
    return compound.endswith(part) or compound.startswith(part)
