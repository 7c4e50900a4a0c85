"""What a sentence does with the words of its source: denying, promising more, giving them to somebody else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant import phrases_gates as phrases
from assistant.answer import Fault
from assistant.gates_claims import MARKER, Claim
from assistant.gates_words import Words, names, normal, roles, words, words_of
from index.dutch import Token, fold
from index.records import Passage
from index.sentences import sentences

_CLAUSE = re.compile(
    r"[,;:]|(?<![\w-])(?:en|dat|die|omdat|doordat|terwijl|zodat|waarbij|maar|of|als|wanneer|zolang|om|want|tenzij|mits|indien)(?![\w-])",
    re.IGNORECASE,
)
_LEANS = frozenset(("dat", "of", "om"))  # what follows rests on what is said before it
_DENIES = frozenset("niet geen nooit niemand niets evenmin noch nergens".split())
_HEDGES = frozenset(
    """mogelijk misschien wellicht eventueel eventuele voorgenomen voornemen voornemens verwachting verwacht verwachten verwachtte
    lijkt lijken leek zou zouden waarschijnlijk vermoedelijk indien mits tenzij streven streeft beoogd beoogde zolang""".split()
)
_MODALS = {
    **dict.fromkeys(("moet", "moeten", "moest", "moesten", "dient", "dienen"), "moeten"),
    **dict.fromkeys(("mag", "mogen", "mocht", "mochten"), "mogen"),
    **dict.fromkeys(("kan", "kunt", "kunnen", "kon", "konden"), "kunnen"),
    **dict.fromkeys(("wil", "willen", "wilde", "wilden"), "willen"),
    **dict.fromkeys(("hoeft", "hoeven", "hoefde"), "hoeven"),
}
# Small words that change what is true, so that the sentence of the source must have them too.
_WEIGHTY = frozenset(
    """alle alleen altijd elke elk iedere ieder enkele slechts meer minder meest minst beide allebei sommige na bijna ongeveer
    circa pas al reeds behalve zonder tegen uitsluitend tot vanaf vooral nog zelfs opnieuw steeds direct meteen""".split()
)
_PRONOUNS = frozenset("hij zij ze hem haar hen hun zijn".split())
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9&]+(?:[’'-]?\w+)*\b")  # no pronoun stands for the AVIM
_PASSIVE = re.compile(r"\b(?:door|aan|volgens|van)\s+(?:de\s+|het\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Clause:
    words: tuple[Token, ...]
    denies: bool
    hedges: bool
    modals: frozenset[str]
    asks: bool


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a source; `referents` are the roles and names nearest before it, for its pronouns."""

    text: str
    words: Words
    clauses: tuple[_Clause, ...]
    roles: tuple[str, ...]
    referents: frozenset[str]


def sense(claim: Claim, cited: Sequence[Passage]) -> tuple[Fault, str] | None:
    """What is wrong with what a sentence makes of its sources; None when nothing is."""
    titles = {normal(name) for passage in cited for name in (passage.topic, passage.title)}
    text = claim.text
    for quote in claim.quotes:
        if normal(quote.text) in titles:  # a topic that is named is no statement
            text = text.replace(quote.text, "")
    text = " ".join(MARKER.sub("", text).split())
    there = [sentence for passage in cited for sentence in _sentences(passage)]
    best = _nearest(words(text), there)
    if not best:
        return None
    return _certainty(text, best) or _doer(claim, text, best, cited)


def _nearest(found: Sequence[Token], there: Sequence[_Sentence]) -> list[_Sentence]:
    """The sentences that share most with a sentence, and those that give it at least two more words; [] when none shares any."""
    left = list(found)
    chosen: list[_Sentence] = []
    while left:
        scored = [(sum(sentence.words.has(token) for token in left), sentence) for sentence in there]
        most = max((score for score, _ in scored), default=0)
        if not most or (chosen and most < 2):
            break
        tied = [sentence for score, sentence in scored if score == most]
        chosen += tied
        left = [token for token in left if not any(sentence.words.has(token) for sentence in tied)]
    return chosen


def _certainty(text: str, best: Sequence[_Sentence]) -> tuple[Fault, str] | None:
    small = {token for sentence in best for token in sentence.words.row}
    told = words_of(text).row
    weighty = [word for word in told if word in _WEIGHTY and word not in small]
    if weighty:
        return Fault.INVENTED, phrases.words_missing(weighty)
    clauses = [clause for sentence in best for clause in sentence.clauses]
    for mine in _clauses(text):
        if not mine.words:
            continue
        scored = [(_shared(mine, clause), clause) for clause in clauses]
        most = max((score for score, _ in scored), default=0)
        if not most:
            continue
        near = [clause for score, clause in scored if score == most]
        named = [text[token.start : token.end] for token in mine.words]
        if not any(clause.denies == mine.denies for clause in near):
            return Fault.INVENTED, phrases.denied(named)
        same = [clause for clause in near if clause.denies == mine.denies]
        if not any(clause.hedges == mine.hedges and (mine.asks or not clause.asks) for clause in same):
            return Fault.INVENTED, phrases.surer(named)
        if not any(clause.modals == mine.modals for clause in same):
            return Fault.INVENTED, phrases.surer(named)
    return None


def _shared(mine: _Clause, theirs: _Clause) -> float:
    """How many words two clauses share; a clause that has little else goes first."""
    keys = frozenset(key for token in theirs.words for key in token.keys)
    shared = sum(bool(token.keys & keys) for token in mine.words)
    return shared + shared / (len(theirs.words) + 1) if shared else 0.0


def _clauses(text: str) -> tuple[_Clause, ...]:
    """The clauses of a sentence; one that leans on the one before it shares its denial and its doubt."""
    cuts = list(_CLAUSE.finditer(text))
    starts = [0, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), len(text)]
    found: list[_Clause] = []
    for n, (start, end) in enumerate(zip(starts, ends, strict=True)):
        opener = cuts[n - 1][0].lower() if n else ""
        inside = words_of(text[start:end]).row
        denies = any(word in _DENIES for word in inside)
        hedges = any(word in _HEDGES for word in (*inside, opener))
        modals = frozenset(_MODALS[word] for word in inside if word in _MODALS)
        asks = opener == "of"
        if found and opener in _LEANS:
            above = found[-1]
            denies, hedges, asks = denies != above.denies, hedges or above.hedges, asks or above.asks
        row = tuple(token for token in words(text) if start <= token.start < end)
        found.append(_Clause(row, denies, hedges, modals, asks))
    return tuple(found)


@lru_cache(512)
def _sentences(passage: Passage) -> tuple[_Sentence, ...]:
    made: list[_Sentence] = []
    before = _people(passage.speaker or "")
    for span in sentences(passage.text):
        text = normal(span.of(passage.text))
        found = words_of(text)
        people = _people(text)
        persons = _people(_ACRONYM.sub("", text)) | {role for role, _ in roles(text)}
        spoken = before if _PRONOUNS & set(found.row) or not persons else frozenset()
        made.append(_Sentence(text, found, _clauses(text), _in_order(text, spoken), people | spoken))
        before = persons or before
    return tuple(made)


def _in_order(text: str, spoken: frozenset[str]) -> tuple[str, ...]:
    """The roles of a sentence in order; for a pronoun that opens it, the role that it stands for."""
    named = tuple(role for role, _ in roles(text))
    opening = words_of(text).row[:1]
    meant = tuple(sorted(role for role in spoken if roles(role)))
    return (*meant, *named) if opening and opening[0] in _PRONOUNS and len(meant) == 1 else named


def _people(text: str) -> frozenset[str]:
    """The roles and the names of a text, in one spelling."""
    return frozenset((*(role for role, _ in roles(text)), *(word for row in names(text) for word in row)))


def _doer(claim: Claim, text: str, best: Sequence[_Sentence], cited: Sequence[Passage]) -> tuple[Fault, str] | None:
    there = frozenset(one for sentence in best for one in sentence.referents)
    speakers = frozenset(one for passage in cited for one in _people(passage.speaker or ""))
    given = " ; ".join(passage.topic for passage in cited)
    mine = [role for role, _ in roles(text)]
    strange = [role for role in mine if role not in there | speakers and role not in _people(given)]
    strange += [
        " ".join(row)
        for row in names(claim.own)
        if not any(
            word in there | speakers or any(word in sentence.words.folded for sentence in best) for word in row[-1:]
        )
        and not words_of(given).has_name(row)
        and not _of_meeting(row, cited)
    ]
    if strange:
        return Fault.MISATTRIBUTED, phrases.other_doer(strange)
    for sentence in best:
        common = [role for role in dict.fromkeys(mine) if role in sentence.roles]
        order = sorted(common, key=sentence.roles.index)
        if len(common) > 1 and common != order and not _turned(text, sentence.text):
            return Fault.MISATTRIBUTED, phrases.other_doer(common[:1])
    return None


def _of_meeting(row: Sequence[str], cited: Sequence[Passage]) -> bool:
    return all(any(word in words_of(passage.title).folded for passage in cited) or word == fold("LOVP") for word in row)


def _turned(text: str, other: str) -> bool:
    """Whether one of two sentences names somebody with "door", "aan" or "volgens" and the other doesn't."""
    return _behind(text) != _behind(other)


def _behind(text: str) -> int:
    return sum(bool(_PASSIVE.search(text[: span.start])) for _, span in roles(text))
