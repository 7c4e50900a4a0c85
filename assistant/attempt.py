"""One try at answering a question as it was understood: by several meetings, the ledger, an overview, or the sentences that fit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, PartKind, Question
from assistant.evidence import Sentence, hits_to_sentences
from assistant.extract import MOST_TOPICS, all_acts, compose, overview
from assistant.kind import Kind, asked_for
from assistant.leaning import answering
from assistant.ledger import from_ledger
from assistant.narrow import announced, announced_in, by_speaker, hits_in, openings_in
from assistant.question import Understood
from assistant.scope_parts import ANNOUNCED
from assistant.wanted import act
from index.concepts import Concept, question_concepts
from index.records import Hit
from index.search import Index

_OVERVIEW = re.compile(
    r"\b(?:besproken|onderwerpen|samenvat\w*|hoofdpunten|agendapunten|waar\w* ging|overzicht)\b", re.IGNORECASE
)
_ON_THE_AGENDA = re.compile(r"\b(?:op de agenda|aan de orde|aan bod|ter sprake|geagendeerd)\b", re.IGNORECASE)
_ABSENT = re.compile(r"\b(?:afwezig\w*|verhinderd|kennisgeving|afgemeld|afmelding\w*|ontbr\w+)\b", re.IGNORECASE)
_PRESENT = re.compile(
    rf"\b(?:aanwezig\w*|vervangt|vervangen|vertegenwoordigd|welkom|voorzitter)\b|{_ABSENT.pattern}", re.IGNORECASE
)
_ASKS_ABSENT = re.compile(r"\b(?:niet|afwezig|ontbr\w+|misten?|verhinderd|afgemeld)\b", re.IGNORECASE)
_PASSAGES = 24  # passages whose sentences are weighed
_ALL = 200  # the same, for a question that asks for every promise or decision


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was looked for, what was found, and the answer that it gives (None: none)."""

    concepts: Sequence[Concept]
    found: Sequence[Sentence]
    answer: Answer | None
    hits: Sequence[Hit] = ()


def attempt(index: Index, asked: Understood) -> Attempt:
    """What there is for a question, and the answer that it gives."""
    which_meeting = asked_for(asked.reading) is Kind.MEETING
    concepts = question_concepts(
        _ON_THE_AGENDA.sub(" ", asked.subject) if which_meeting else asked.subject, index.vocabulary
    )
    told = from_ledger(index, asked, concepts)
    if told is not None:
        return Attempt(concepts, (), told)
    reading = replace(asked.question, text=asked.reading)
    acts = any(part.kind is PartKind.ACT for part in asked.question.parts)
    subject = [concept for concept in concepts if not (concept.light or (acts and act(concept.asked)))]
    if asked_for(asked.reading) is Kind.PERSON and all(_PRESENT.fullmatch(concept.asked) for concept in subject):
        subject = []  # "Wie waren er aanwezig?" names nothing but the meeting
    to_come = any(part.value == ANNOUNCED and part.kind is PartKind.ACT for part in asked.question.parts)
    bounded = asked.windows is not None or asked.topics is not None
    if not subject and not to_come and asked.speaker is None and not act(asked.subject):
        days = index.meetings
        if not bounded and _OVERVIEW.search(asked.subject) and days:
            newest = replace(asked, windows=((days[-1], days[-1]),))  # nothing more was said, so the newest meeting
            return _overview(index, newest, concepts, reading)
        if bounded:
            return _overview(index, asked, concepts, reading)
    if to_come and not subject:
        found = announced_in(index, asked, concepts, MOST_TOPICS)
        return Attempt(concepts, found, overview(reading, found))
    hits = hits_in(index, asked, concepts, _PASSAGES if subject else _ALL)
    found = hits_to_sentences(hits, concepts)
    if asked.speaker is not None:
        found = by_speaker(index, asked, concepts, _PASSAGES)
    if to_come:
        found = announced(found)
    answer = (
        compose(reading, concepts, found, answering(asked, concepts, found)) if subject else all_acts(reading, found)
    )
    return Attempt(concepts, found, answer, hits)


def _overview(index: Index, asked: Understood, concepts: Sequence[Concept], reading: Question) -> Attempt:
    everything = hits_to_sentences(openings_in(index, asked), concepts)
    if asked_for(asked.reading) is Kind.PERSON:  # "Wie waren erbij?": what the meeting was about is no answer
        told = _ABSENT if _ASKS_ABSENT.search(asked.reading) else _PRESENT
        everything = [s for s in everything if told.search(f"{s.passage.topic}: {s.text}")]
    return Attempt(concepts, everything, overview(reading, everything))
