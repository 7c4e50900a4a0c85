"""Whether a message names by itself what it is about, so that it does not lean on the question before it.

A noun that shows as one (by its article, preposition or capital) names. Two things show only by their place and their form:
"mayonaise" in "Hoe maak je mayonaise?" names though nothing stands before it, and "haalbaar" in "Is dat haalbaar?" does not
though "dat" does. A bare word that the records have ("Wie houdt toezicht?") may ask something of the subject at hand, so it
is left to that; one that no record has is taken to name something else.
"""

import re
from collections.abc import Sequence

from assistant.subject import HAS_VERB
from index.concepts import Concept, question_concepts
from index.dutch import fold, is_word, lemma
from index.vocabulary import Vocabulary

_COPULA = r"(?:is|zijn|was|waren|wordt|worden|werd|werden|blijft|blijven|lijkt|lijken|heet)"
_VERB_FORM = re.compile(
    r"(?:\w+(?:eerd|eert|eren|eerden?|eerde)|(?:\w{2,})?ge\w{2,}(?:d|t)|(?:be|ver|ont|her)\w{3,}(?:d|t))$"
)
_ADJECTIVE = re.compile(r"\w{2,}(?:lijk|baar|ig|isch|zaam|loos|achtig|end|matig|vol|(?<!d)eel)e?$")
_PREDICATES = frozenset(
    "klaar rond nodig genoeg voldoende bekend goed zover zeker waar vast wettig akkoord oneens eens gezond dood open dicht zomaar "
    "duur veilig geheim nieuw af over uit op mis zwaar snel laat vroeg vaak ver hoog laag groot klein krom recht sterk zwak".split()
)
_ANYONE = frozenset("iedereen niemand iemand allen allemaal niets iets alles jij jullie wij".split())
_TAIL = 5  # letters; shorter ends of a word are too often a word by chance
_OF_SOMETHING = re.compile(
    r"gevolg(?:en)?|oorza(?:ak|ken)|redenen?|argumenten|kosten|knelpunten|risico(?:['’]s)?|(?:voor|na)delen|resulta(?:at|ten)|"
    r"uitkomst(?:en)?|cijfers|plannen|planning|maatregelen|conclusies?|bedoeling|doel(?:en)?|stappen|alternatieven|bezwaren|voorwaarden",
    re.IGNORECASE,
)
_OF_WHAT = re.compile(r"\b(?:van|voor|bij|over|rond|rondom|tegen|door|na|met|op|in)\s+\w", re.IGNORECASE)
_IT_IS = re.compile(r"\b(?:het|dat|dit)\s+$", re.IGNORECASE)
_HOW = re.compile(r"\bhoe\s+$", re.IGNORECASE)
_WHO_IS = re.compile(rf"^(?:wie\s+{_COPULA}|{_COPULA}\s+er)\b[^,]*$", re.IGNORECASE)
_SAID_OF = re.compile(rf"\b{_COPULA}\s+(?:\w+\s+)+$", re.IGNORECASE)


def named(text: str, vocabulary: Vocabulary) -> list[Concept]:
    """What a message names by itself, in order: without what only asks, numbers, verbs and what is said of "het" or "dat"."""
    return named_of(text, question_concepts(text, vocabulary))


def named_of(text: str, concepts: Sequence[Concept]) -> list[Concept]:
    """The same of concepts that are at hand."""
    concepts = [c for c in concepts if not c.light and not c.number]
    if all(_OF_SOMETHING.fullmatch(c.asked) for c in concepts if c.noun) and not _OF_WHAT.search(text):
        concepts = [c for c in concepts if not c.noun]  # "Wat zijn de gevolgen?" of the subject at hand
    return [c for c in concepts if (_noun_after_all(text, c) if c.noun else _bare_noun(text, c, concepts))]


def _noun_after_all(text: str, concept: Concept) -> bool:
    """Whether what looks like a noun is one, and not what is said of "het": "Is het goedgekeurd?", "Is dat haalbaar?"."""
    at = text.find(concept.asked)
    return at < 0 or not (_IT_IS.search(text[:at]) and not may_name(concept.asked))


def _bare_noun(text: str, concept: Concept, concepts: Sequence[Concept]) -> bool:
    """Whether a word with nothing before it to show it is a noun, and that no record has, names something."""
    word, at = concept.asked, text.find(concept.asked)
    if concept.known or at <= 0 or _HOW.search(text[:at]) or HAS_VERB.fullmatch(word) or not may_name(word):
        return False
    if _WHO_IS.match(text):
        return False  # "Wie is trekker?", "Is er draagvlak?": of the subject at hand
    others = any(not c.known and text.find(c.asked) < at and may_name(c.asked) for c in concepts if c is not concept)
    return not (others and _SAID_OF.search(text[:at]))


def may_name(word: str) -> bool:
    """Whether a word can be a noun by its form: no form of a verb, no adjective, nobody in general."""
    folded = fold(word)
    if folded in _PREDICATES or folded in _ANYONE or _VERB_FORM.match(folded) or _ADJECTIVE.match(folded):
        return False
    if is_word(folded) or not folded.endswith("en"):
        return not lemma(folded).endswith("en")
    # a compound that no list has is what its last part is: "beschermingsmiddelen" as "middelen"
    tails = (folded[at:] for at in range(3, len(folded) - _TAIL + 1))
    known = next((tail for tail in tails if is_word(tail)), folded)
    return not lemma(known).endswith("en")
