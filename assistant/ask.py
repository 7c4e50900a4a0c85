"""A question in, an answer out that rests on the records: the same for every face."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant import phrases
from assistant.answer import Answer, Question, Turn
from assistant.cite import faults
from assistant.evidence import Sentence, hits_to_sentences
from assistant.extract import all_acts, compose, overview
from assistant.question import Understood, understand
from assistant.wanted import act
from index.concepts import COMPOUND, HEAD, PART, Concept, question_concepts
from index.dutch import tokens
from index.errors import UsageError
from index.records import EVERYTHING, Scope
from index.search import Index, opening_passages, search_concepts

QUESTION_CHARS = 2_000  # a longer message is no question; also a limit on the work one message can cause
HISTORY_TURNS = 20  # earlier turns that are looked at, the newest
_OVERVIEW = re.compile(
    r"\b(?:besproken|onderwerpen|samenvat\w*|hoofdpunten|agendapunten|waar\w* ging|overzicht)\b", re.IGNORECASE
)
_NEAR = 0.4  # share of the question that a passage must cover to be called about it
_PASSAGES = 24  # passages whose sentences are weighed


class QuestionError(UsageError):
    """A message that can't be answered as it is; the text of the error is Dutch and says what to do."""


def ask(index: Index, message: str, history: Sequence[Turn] = ()) -> Answer:
    """Answers a message from the records in the index.

    Args:
        index: the open index.
        message: what the user typed.
        history: the turns before it, oldest first.

    Returns:
        An answer whose every quote is literal, or one that says it can't be found. The same index, message and history
        give the same answer.

    Raises:
        QuestionError: an empty message, or one of over `QUESTION_CHARS` characters.
    """
    printable = _printable(message)
    if not printable.strip():
        raise QuestionError(phrases.EMPTY_QUESTION)
    if len(message) > QUESTION_CHARS:
        raise QuestionError(phrases.too_long(len(message), QUESTION_CHARS))
    vocabulary = index.vocabulary
    if not vocabulary.documents:
        return Answer(phrases.NO_RECORDS, (), False, None, Question(" ".join(message.split())))
    asked = understand(printable, [_clean(turn) for turn in history[-HISTORY_TURNS:]], vocabulary)
    attempt = _attempt(index, asked)
    if attempt.answer is None and asked.asked_period is not None and not asked.tied:
        # "in mei 2020" was no meeting that answers, so it is read as what the text is about
        words = replace(asked, question=Question(asked.question.text), subject=asked.question.text, asked_period=None)
        again = _attempt(index, words)
        if again.answer is not None or _has_meeting(index, asked.question.scope):
            asked, attempt = words, again
    answer = attempt.answer
    if answer is None or faults(answer, lambda record_id: _text(index, record_id)):
        answer = _decline(index, asked, attempt)
    return replace(answer, expansions=_expansions(attempt.concepts, answer))


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What was looked for, what was found, and the answer that it gives (None: none)."""

    concepts: Sequence[Concept]
    found: Sequence[Sentence]
    answer: Answer | None


def _attempt(index: Index, asked: Understood) -> _Attempt:
    concepts = question_concepts(asked.subject, index.vocabulary)
    scope = asked.question.scope
    subject = [concept for concept in concepts if not concept.light]
    if not subject and not act(asked.subject):
        days = index.store.meeting_days()
        if asked.asked_period is None and _OVERVIEW.search(asked.subject) and days:
            scope = Scope(days[-1], days[-1])  # nothing more was said, so the newest meeting
        if scope != EVERYTHING:
            everything = hits_to_sentences(opening_passages(index, scope), concepts)
            return _Attempt(concepts, everything, overview(asked.question, everything))
    found = hits_to_sentences(search_concepts(index, asked.subject, concepts, scope, _PASSAGES), concepts)
    answer = compose(asked.question, concepts, found) if subject else all_acts(asked.question, found)
    return _Attempt(concepts, found, answer)


def _has_meeting(index: Index, scope: Scope) -> bool:
    return any((scope.since or day) <= day <= (scope.until or day) for day in index.store.meeting_days())


def _printable(text: str) -> str:
    """The text without control characters and characters that turn the direction of reading."""
    return "".join(char for char in text if char.isprintable() or char in "\n\t ").replace("\u202e", "")


def _clean(turn: Turn) -> Turn:
    return Turn(turn.role, _printable(turn.text)[:QUESTION_CHARS])


def _text(index: Index, record_id: str) -> str | None:
    record = index.store.record(record_id)
    return record.text if record else None


def _expansions(concepts: Sequence[Concept], answer: Answer) -> tuple[tuple[str, str], ...]:
    """The other words searched for: other names and spellings, and those compounds that the answer rests on."""
    quoted = {
        key
        for citation in answer.citations
        for token in tokens(f"{citation.passage.topic} {citation.quote}")
        for key in token.keys
    }
    return tuple(
        (concept.asked, other)
        for concept in concepts
        if not concept.light
        for other, term in zip(concept.others, concept.terms[1:], strict=True)
        if term.weight not in {COMPOUND, HEAD, PART} or term.words[0] in quoted
    )


def _decline(index: Index, asked: Understood, attempt: _Attempt) -> Answer:
    """Says that it isn't there, what was searched, and what comes nearest."""
    days = index.store.meeting_days()
    scope = asked.question.scope
    concepts = attempt.concepts
    unknown = [concept.asked for concept in concepts if not concept.known and concept.noun and not concept.light]
    near = _nearest(attempt.found, concepts)
    if asked.asked_period is not None and scope.since and scope.until:
        if not _has_meeting(index, scope):
            middle = scope.since.toordinal()
            closest = sorted(sorted(days, key=lambda day: abs(day.toordinal() - middle))[:2])
            return _declined(asked.question, phrases.no_such_meeting(asked.asked_period, closest))
        elsewhere = _elsewhere(index, asked, concepts)
        if not unknown:
            return _declined(asked.question, phrases.not_in_meeting(asked.asked_period, elsewhere))
    text = (
        phrases.only_mentioned(near.passage.date, near.passage.title, near.passage.topic)
        if near is not None and not unknown
        else phrases.not_found(unknown)
    )
    records = len(index.store.passage_counts())
    return _declined(
        asked.question,
        f"{text} {phrases.searched(records, days[0] if days else None, days[-1] if days else None)}",
    )


def _declined(question: Question, text: str) -> Answer:
    return Answer(text, (), False, None, question)


def _nearest(found: Sequence[Sentence], concepts: Sequence[Concept]) -> Sentence | None:
    """The sentence that comes nearest, when it is about what the question names for a good part."""
    naming = {n for n, concept in enumerate(concepts) if not concept.light and concept.noun}
    near = [s for s in found if s.coverage >= _NEAR and naming & {n for n, worth in s.covers.items() if worth >= 0.5}]
    return max(near, key=lambda s: (s.coverage, -s.rank), default=None)


def _elsewhere(index: Index, asked: Understood, concepts: Sequence[Concept]) -> list[date]:
    """Meetings outside the one that was asked about in which the question would be answered."""
    found = hits_to_sentences(search_concepts(index, asked.subject, list(concepts), EVERYTHING, _PASSAGES), concepts)
    answer = compose(asked.question, concepts, found)
    days = {citation.passage.date for citation in answer.citations if citation.passage.date} if answer else set()
    return sorted(days)
