"""What a question asks for, word by word: each with everything it can be found under, and how much it tells.

A question in everyday words must find the official sentence, so a word is looked for as itself, under its other names
(glossary), inside and through compounds of the records' own vocabulary, and, when the records don't know it at all, as
the nearest spelling that they do know. All of that is shown to the user.
"""

import re
from dataclasses import dataclass, replace

from index.dutch import CAPITALS, Token, capital_key, derivations, fold, is_content, is_word, stems, tokens
from index.glossary import Use
from index.lexical import Term, rarity
from index.number_words import NUMBER_WORDS
from index.stages import ALL, Stage, Stages
from index.vocabulary import Vocabulary
from index.wordlists import word_list

HEAD = 0.8  # how much "politiecapaciteit" counts when "capaciteit" was asked: it is a kind of it
COMPOUND = 0.6  # how much "politiechef" counts when "politie" was asked: it has to do with it
PARTS = 0.85  # how much "verbod op vuurwerk" counts when "vuurwerkverbod" was asked
PART = 0.5  # how much "capaciteit" counts when "politiecapaciteit" was asked
SPELLING = 0.7
DERIVED = 0.85  # how much "bezuiniging" counts when "bezuinigd" was asked
SURNAME = 0.85  # how much "Van Essen" or "Essen" counts when "Henk van Essen" was asked
RAREST = 4.0  # weight of a word that stands in a single passage; a common one has 1
UNKNOWN = 2.5  # weight of a word that the records don't have; everyday words may be absent by chance
LIGHT = 0.3  # words that ask rather than name still help to choose between sentences
_COMPOUNDS = 16  # at most so many a word, the commonest first

LIGHT_WORDS = word_list("light")
_PARTICIPLE = re.compile(
    r"^(?:aan|achter|af|bij|door|in|mee|na|om|onder|op|over|samen|tegen|terug|toe|uit|vast|voor|weg)?ge\w{2,}(?:d|t|en)$"
)
_PREFIXED = re.compile(r"^(?:be|ver|ont|her|er)\w{3,}(?:d|t)$")  # participles without ge-: betaald, verhoogd
_OFFICES = word_list("offices")
_OPINIONS = frozenset("vind vindt vinden vond vonden denkt dachten dacht wil wilde".split())
_KIND_NOUNS = word_list("kinds")
_NUMBER_WORDS = {fold(word): str(number) for word, number in NUMBER_WORDS.items() if number > 1}
_PARTICLES = frozenset("van de der den ten ter het el al".split())
_NOUN_MARKERS = word_list("markers")
_BEFORE_WEATHER = frozenset("het dit dat voor welk mooi slecht goed zwaar".split())  # else "weer" is once more


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that a question names.

    `asked` is what was typed; `terms` is what it can be found under, the asked word first. `rarity` is its idf over the
    passages, 1 for a word of a single passage, and `weight` what it counts in a question. `light`: it asks rather than names.
    `number`: a year or a number.
    """

    asked: str
    terms: tuple[Term, ...]
    rarity: float
    known: bool
    light: bool
    number: bool
    noun: bool

    @property
    def year(self) -> bool:
        """Whether it is a year."""
        return self.number and len(self.asked) == 4 and self.asked[:2] in {"19", "20"}

    @property
    def strict(self) -> bool:
        """Whether it must be found: an answer about another year or amount is no answer."""
        return self.number and len(self.asked) > 1 and self.asked not in {"10", "11", "12"}

    @property
    def weight(self) -> float:
        """What finding it is worth: rarer words tell more, words that only ask tell little."""
        if self.light and not self.known:
            return 0.0  # a word that asks and that no record has
        if self.light:
            return LIGHT * 2.0
        if not self.known and not self.number:
            return UNKNOWN * (1.0 if self.noun else 0.4)
        return max(1.0, RAREST * self.rarity) * (1.0 if self.noun or self.number else 0.6)

    @property
    def others(self) -> tuple[str, ...]:
        """The other words it is looked for under, readable."""
        return tuple(term.written or " ".join(term.words).removesuffix(CAPITALS) for term in self.terms[1:])


def question_concepts(text: str, vocabulary: Vocabulary, stages: Stages = ALL) -> list[Concept]:
    """What a question names, in order, each once.

    Args:
        text: the question.
        vocabulary: the words of the records.
        stages: which ways of finding other words are on.

    Returns:
        A concept for every content word, or for every phrase that the glossary knows; [] for a question without any.
    """
    words = [token._replace(folded=token.verb or token.folded) for token in tokens(text) if not token.loose]
    known_uses = vocabulary.names.uses(text, learned=Stage.LEARNED in stages, given=Stage.GLOSSARY in stages)
    concepts: dict[str, Concept] = {}
    either: Concept | None = None
    i = 0
    while i < len(words):
        here = [use for use in known_uses if use.first == i]
        longest = max(_office(words, i), _name(text, words, i), max((use.end for use in here), default=i + 1))
        named = _name(text, words, i) > i + 1
        if here or named or is_content(words[i].folded):
            concept = _concept(text, words, i, longest, [use for use in here if use.end == longest], vocabulary, stages)
            if either is not None:
                concept = _either(either, concept)
                concepts.pop(_key(either), None)
            concepts.setdefault(_key(concept), concept)
            alternative = (
                longest + 1 < len(words) and words[longest].folded == "of" and is_content(words[longest + 1].folded)
            )
            either = concept if alternative else None
        elif words[i].folded != "of":
            either = None
        i = longest
    return list(concepts.values())


def _key(concept: Concept) -> str:
    return " ".join(concept.terms[0].words)


def _either(one: Concept, other: Concept) -> Concept:
    """Two alternatives ("blijvend of eenmalig") as one concept: finding either answers the question."""
    return replace(
        one,
        asked=f"{one.asked} of {other.asked}",
        terms=(*one.terms, *(term for term in other.terms if term.words not in {t.words for t in one.terms})),
        rarity=min(one.rarity, other.rarity),
        known=one.known or other.known,
        light=one.light and other.light,
        number=one.number and other.number,
    )


def _name(text: str, words: list[Token], i: int) -> int:
    """The end of a proper name that starts here ("Henk van Essen"); `i` + 1 when none does."""
    if i == 0 or not text[words[i].start].isupper():
        return i + 1
    end = i + 1
    while end < len(words) and text[words[end - 1].end : words[end].start] == " ":
        if text[words[end].start].isupper():
            end += 1
            continue
        ahead = end
        while ahead < len(words) and words[ahead].folded in _PARTICLES:
            ahead += 1
        if ahead == end or ahead == len(words) or not text[words[ahead].start].isupper():
            break
        end = ahead + 1
    return end


def _office(words: list[Token], i: int) -> int:
    """The end of an office that starts here ("minister van Defensie"); `i` + 1 when none does."""
    end = i + 1
    if words[i].folded not in _OFFICES or end >= len(words) or words[end].folded != "van":
        return i + 1
    if any(word.folded in _OPINIONS for word in words[:i]):
        return i + 1  # "wat vindt de korpschef van ...": not the chief of that
    end += 1
    while end < len(words) and words[end].folded in {"de", "het"}:
        end += 1
    return end + 1 if end < len(words) and is_content(words[end].folded) and not words[end].folded.isdigit() else i + 1


def _concept(
    text: str, words: list[Token], i: int, end: int, here: list[Use], vocabulary: Vocabulary, stages: Stages
) -> Concept:
    asked = text[words[i].start : words[end - 1].end]
    phrase = tuple(token.folded for token in words[i:end])
    word = phrase[0]
    terms = {phrase: 1.0}
    shown: dict[tuple[str, ...], str] = {}
    single = len(phrase) == 1
    if single and words[i].capitals and Stage.CAPITALS in stages:
        terms = {(capital_key(word),): 1.0, **({phrase: 1.0} if len(word) > 3 else {})}
    if any(use.form.abbreviation for use in here) and Stage.CAPITALS in stages:
        terms = {(capital_key(word),): 1.0}
    for use in here:
        for form in use.entry.forms:
            capitals = form.abbreviation and Stage.CAPITALS in stages
            key = (capital_key(form.words[0]),) if capitals else form.words
            terms.setdefault(key, 1.0 if form is use.form else use.entry.weight)
            shown.setdefault(key, form.shown)
    number = single and word[0].isdigit()
    if single:
        terms.update({(other,): 1.0 for other, digits in _NUMBER_WORDS.items() if digits == word})
        terms.update({(_NUMBER_WORDS[word],): 1.0} if word in _NUMBER_WORDS else {})
    elif not here and text[words[i].start].isupper():
        terms.setdefault((phrase[-1],), SURNAME)
    if single and not number:
        for other, worth in _relatives(word, vocabulary, stages).items():
            terms.setdefault((other,), worth)
    unseen = not any(vocabulary.frequency(Term(key)) for key in terms)
    if single and not number and unseen and not is_word(word) and Stage.SPELLING in stages:
        terms.update(dict.fromkeys(_misspelled_name(word, vocabulary), SPELLING))
    found = tuple(Term(key, worth, written=shown.get(key, "")) for key, worth in terms.items())
    frequency = sum(vocabulary.frequency(term) for term in found if term.weight >= SPELLING)
    split = vocabulary.parts_of(word) if single and not number and Stage.COMPOUNDS in stages else ()
    if split:
        found += (Term(split, PARTS, apart=True, written=" + ".join(split)),)
    anywhere = any(vocabulary.frequency(term) for term in found)
    return Concept(
        asked=asked,
        terms=found,
        rarity=_relative(max(vocabulary.documents, 1), min(frequency, vocabulary.documents)),
        known=anywhere,
        light=single
        and (
            word in LIGHT_WORDS
            or fold(text[words[i].start : words[i].end]) in LIGHT_WORDS
            or (word in _KIND_NOUNS and _follows_which(words, i))
            or (word == "weer" and i > 0 and words[i - 1].folded not in _BEFORE_WEATHER)
        ),
        number=number,
        noun=_is_noun(text, words, i) or len(phrase) > 1,
    )


def _relative(documents: int, frequency: int) -> float:
    """How telling a word is beside one that stands in a single passage, 0 to 1: the same in few records and in many."""
    return min(1.0, rarity(documents, frequency) / rarity(documents, 1))


def _follows_which(words: list[Token], i: int) -> bool:
    before = [words[k].folded for k in (i - 1, i - 2) if k >= 0]
    return not {"welk", "welke", "hoeveel"}.isdisjoint(before) or before[:2] == ["voor", "wat"]


def _is_noun(text: str, words: list[Token], i: int) -> bool:
    token = words[i]
    if token.capitals or (i > 0 and text[token.start].isupper()):
        return True
    before = [words[k] for k in range(i - 1, max(-1, i - 4), -1)]
    if before and _is_marker(before[0]):
        return True
    if _PARTICIPLE.match(token.folded) or _PREFIXED.match(token.folded):
        return False
    # adjectives may stand between: "van extra structureel geld"
    for earlier in before:
        if _is_marker(earlier):
            return True
        if not is_content(earlier.folded):
            return False
    return False


def _is_marker(token: Token) -> bool:
    return token.folded in _NOUN_MARKERS and not token.capitals


def _relatives(word: str, vocabulary: Vocabulary, stages: Stages) -> dict[str, float]:
    """Words of the records related to `word` by compounding; the nearest spelling when there is nothing else."""
    if word in LIGHT_WORDS:
        return {}
    stemmed, split = Stage.STEMS in stages, Stage.COMPOUNDS in stages
    derived = {
        other
        for other in (derivations(word) if stemmed else ())
        if vocabulary.frequency(Term((other,))) or (split and vocabulary.compounds_of(other))
    }
    bases = {word} | {stem for stem in stems(word) if len(stem) >= 4} | derived
    compounds = [
        other
        for other in {other for base in (bases if split else ()) for other in vocabulary.compounds_of(base)}
        if is_content(other) and stems(other).isdisjoint(stems(word))
    ]
    compounds.sort(key=lambda other: (-vocabulary.frequencies[other], other))
    found = {
        other: HEAD if any(other.endswith(base) for base in bases) else COMPOUND for other in compounds[:_COMPOUNDS]
    }
    found.update({other: DERIVED for other in derived if vocabulary.frequency(Term((other,)))})
    known = any(stem in vocabulary.by_stem for stem in stems(word))
    if not known and split:
        for part in vocabulary.parts_of(word):
            if part not in LIGHT_WORDS:
                found.setdefault(part, PART)
    if not known and not found and not is_word(word) and Stage.SPELLING in stages:
        found.update(dict.fromkeys(vocabulary.spelling.near(word), SPELLING))
    return found


def _misspelled_name(word: str, vocabulary: Vocabulary) -> list[tuple[str, ...]]:
    """All names of what a word misspells, when the records don't know it under that one ("tazer" for "taser")."""
    names = vocabulary.names
    return [
        (capital_key(form.words[0]),) if form.abbreviation else form.words
        for near in names.spelling.near(word)
        for form in names.by_name[near].forms
    ]
