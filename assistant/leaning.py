"""Which sentences answer what is asked itself: of a follow-up, and of a question that names something strange.

"Werkt het?" after a question about fireworks becomes "Werkt het, als het gaat om vuurwerk?", and that one word weighs more than all
that the follow-up asks. So a sentence must have something of what was typed, and of what was added. And where a question names what
no record has ("Mogen agenten hoofddoekjes dragen?"), its verb alone makes nothing an answer.
"""

import re
from collections.abc import Collection, Sequence

from assistant.direct import agent, subject
from assistant.evidence import Sentence, names_most
from assistant.kind import MEASURING, Kind, asked_for
from assistant.naming import may_name, named_of
from assistant.question import Understood
from assistant.subject import ABOUT, CLOSING, HAS_VERB
from assistant.values import DURATIONS
from assistant.wanted import act
from index.concepts import Concept
from index.dutch import fold

_SAID = 0.65  # worth from which a sentence says a thing: in its own words, or in the topic above it
_OTHERWISE = 0.5  # the same for another word ("financiering" for "betaalt"), unlike a compound with it ("samenwerkt")
_ROOT = 4  # letters
_MEASURES = frozenset({Kind.AMOUNT, Kind.EXTENT, Kind.DURATION})
_HAS = 0.5  # the same, as in `assistant.choose`
_CLOSES = re.compile(r"\W*Aldus\b", re.IGNORECASE)  # "Aldus vastgesteld": of the minutes, and no decision in them
_FEW = 3  # things that a short question names at most
_NEAR = 0.3  # worth from which a thing is named nearby: in the passage
_ENGLISH = re.compile(
    r"\b(?:the|how|what|which|when|who|why|does|did)\b", re.IGNORECASE
)  # its words are strange anyway
_HOW = re.compile(r"\bhoe\s+$", re.IGNORECASE)  # what stands behind it says the kind of answer


def answering(asked: Understood, concepts: Sequence[Concept], found: Sequence[Sentence]) -> Sequence[Sentence]:
    """The sentences that may answer; all of them when the question names nothing strange and nothing was added to it."""
    strange = any(not one.known for one in named_of(asked.reading, concepts))
    if strange and not _ENGLISH.search(asked.reading):  # the verb beside it is said of anything
        things = {
            n for n, c in enumerate(concepts) if c.known and not (c.light or c.number) and (c.noun or may_name(c.asked))
        }
        found = [s for s in found if things and _has(s, things, _HAS)]
    found = [s for s in found if not _CLOSES.match(s.text)]
    if asked_for(asked.reading) is Kind.YES_NO:
        found = _near_most(concepts, found)
    words, added, _ = asked.question.text.partition(ABOUT)
    if not added:
        return found
    kind, deed = asked_for(asked.reading), act(words)
    typed = {n for n, concept in enumerate(concepts) if _stands_in(concept, words)}
    taken = {n for n, concept in enumerate(concepts) if n not in typed and not (concept.light or concept.number)}
    own = {
        n for n in typed if not (concepts[n].number or act(concepts[n].asked)) and not _only_asks(concepts[n], words)
    }
    if kind in _MEASURES:  # "hoeveel is er beschikbaar": the amount is what it asks for
        own = {n for n in own if concepts[n].noun}
    telling = {n for n in own if not concepts[n].light}
    if not telling and (deed is not None or kind in MEASURING):
        own = set()  # the kind of answer, or the deed, is all that it asks for
    own = telling or own
    found = [s for s in found if _says(s, concepts, own, taken) and _has(s, taken, _NEAR if own else _SAID)]
    if deed is not None and not telling:
        found = [s for s in found if act(s.text) == deed]
    if kind is Kind.DURATION:
        found = [s for s in found if DURATIONS.search(s.text)]
    if kind is Kind.PERSON:
        found = [s for s in found if agent(s.text) or subject(s.text)]
    return found


def _near_most(concepts: Sequence[Concept], found: Sequence[Sentence]) -> Sequence[Sentence]:
    """For a short yes-or-no question, the sentences that come near most of what it names; a longer one names more than is told.

    "Gaat de politie drones kopen?" is not answered by what is said of the police.
    """
    if sum(not (concept.light or concept.number) for concept in concepts) > _FEW:
        return found
    return [s for s in found if names_most(s, concepts)]


def _says(sentence: Sentence, concepts: Sequence[Concept], own: Collection[int], taken: Collection[int]) -> bool:
    """Whether a sentence has something of what was typed, and not only inside a word of the subject ("werkt" in "vuurwerk")."""
    taking = [sentence.own[n].span for n in taken if n in sentence.own]
    for n in own:
        match = sentence.own.get(n)
        if match is None and concepts[n].noun and sentence.covers.get(n, 0.0) >= _SAID:
            return True
        if match is not None and not any(match.span.overlaps(span) for span in taking):
            told = fold(match.span.of(sentence.text))
            if match.worth >= _SAID or (match.worth >= _OTHERWISE and fold(concepts[n].asked)[:_ROOT] not in told):
                return True
    return not own


def _has(sentence: Sentence, some: Collection[int], least: float) -> bool:
    return not some or any(sentence.covers.get(n, 0.0) >= least for n in some)


def _stands_in(concept: Concept, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(concept.asked)}(?!\w)", text, re.IGNORECASE))


def _only_asks(concept: Concept, text: str) -> bool:
    """Whether a word says no more than that something is so, was said, or how much is asked."""
    return bool(
        (HAS_VERB.fullmatch(concept.asked) and not concept.noun)
        or CLOSING.search(f" {concept.asked}")
        or _HOW.search(text[: max(0, text.find(concept.asked))])
    )
