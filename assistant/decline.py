"""Declining with proof: which of three kinds of no it is, what was searched, and the words that come nearest.

Nothing in the records; mentioned, but not what was asked; or outside the period, topic, speaker or records at hand. The nearest
places are quoted, so that a reader sees why they are no answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant import phrases
from assistant.answer import Answer, Citation, PartKind, Question, Refusal
from assistant.choose import near
from assistant.evidence import Sentence, hits_to_sentences
from assistant.extract import compose, widened
from assistant.leaning import answering
from assistant.meetings import meetings
from assistant.naming import named_of
from assistant.narrow import hits_in
from assistant.question import Understood
from assistant.scope_parts import without_speaker
from assistant.wanted import act
from index.concepts import Concept, question_concepts
from index.legible import legible
from index.passage import context
from index.records import Hit
from index.search import Index

_NEAR = 0.3  # share of the question that a passage must cover to be called about it
_NEAR_STRANGE = 0.4  # the same, when it names something that no record has: the rest may be about anything
_NAMED = 0.5  # worth from which a sentence names a thing
_SHOWN = 3  # places that are quoted
_PASSAGES = 24  # passages looked at outside what was asked
_BEST = 8  # passages whose sentences are laid beside the question by meaning
_NAMED_TOPICS = 6  # topics that are named when the one that was asked for isn't there


@dataclass(frozen=True, slots=True)
class Tried:
    """What was looked for and found in vain: the question as it was understood, what it names, the sentences in scope."""

    asked: Understood
    concepts: Sequence[Concept]
    found: Sequence[Sentence]


def decline(index: Index, tried: Tried) -> Answer:
    """Says that it isn't there, which kind of no it is, what was searched, and what comes nearest."""
    asked, concepts = tried.asked, tried.concepts
    days = index.meetings
    unknown = [concept.asked for concept in concepts if not concept.known and concept.noun and not concept.light]
    if asked.asked_period is not None:
        if not has_meeting(days, asked):
            return refused(
                asked.question, Refusal.OUTSIDE, phrases.no_such_meeting(asked.asked_period, _closest(days, asked))
            )
        if not unknown:
            anywhere = _answered(index, replace(asked, windows=None), concepts)
            elsewhere = sorted({c.passage.date for c in anywhere if c.passage.date})
            text = phrases.not_in_meeting(asked.asked_period, elsewhere, asked.speaker)
            return refused(asked.question, Refusal.OUTSIDE, text, anywhere or _nearest(tried))
    speaker = asked.speaker or _speaker(asked)
    if not unknown and speaker is not None:
        said = _words_of_others(index, tried, speaker)
        if said or asked.speaker is not None:
            text = phrases.not_by_speaker(speaker, others=bool(said))
            return refused(asked.question, Refusal.OUTSIDE, text, said or _nearest(tried))
    if not unknown and asked.topics:
        return refused(asked.question, Refusal.OUTSIDE, phrases.not_under_topic(asked.topics), _nearest(tried))
    unknown = unknown or [one.asked for one in named_of(asked.reading, concepts) if not one.known]
    closest = _nearest(tried)
    searched = phrases.searched(*_looked_in(index, asked))
    if not closest:
        alike = _alike(index, tried)
        told = phrases.maybe_alike(unknown) if alike else phrases.not_found(unknown)
        return refused(asked.question, Refusal.NOTHING, f"{told} {searched}", alike)
    first = closest[0].passage
    text = phrases.only_mentioned(first.date, first.title, first.topic, unknown)
    return refused(asked.question, Refusal.MENTIONED, f"{text} {searched}", closest)


def no_such_topic(asked: Understood, topics: Sequence[str]) -> Answer:
    """Says that no record has the topic under which the question looks."""
    text = phrases.no_such_topic(asked.question.scope.topic or "", some(topics))
    return refused(asked.question, Refusal.OUTSIDE, text)


def some(topics: Sequence[str]) -> list[str]:
    """A few topics to name, each once."""
    return list(dict.fromkeys(topics))[:_NAMED_TOPICS]


def refused(question: Question, why: Refusal, text: str, shown: Sequence[Citation] = ()) -> Answer:
    """An answer that declines."""
    return Answer(text, (), False, None, question, refusal=why, nearest=tuple(shown[:_SHOWN]))


def has_meeting(days: Sequence[date], asked: Understood) -> bool:
    """Whether there is a record of a meeting in the period that was asked about."""
    windows = asked.windows or ()
    return any((since or day) <= day <= (until or day) for day in days for since, until in windows)


def _looked_in(index: Index, asked: Understood) -> tuple[int, date | None, date | None]:
    """How many records were searched, and the days of their first and last meeting; those of the question's period alone."""
    days = index.meetings
    if asked.windows is None:
        return index.snapshot().records, days[0] if days else None, days[-1] if days else None
    held = meetings(index).days
    inside = [
        found
        for found in held.values()
        if any((since or day) <= day <= (until or day) for day in found for since, until in asked.windows)
    ]
    ours = sorted(day for found in inside for day in found)
    return len(inside), ours[0] if ours else None, ours[-1] if ours else None


def _closest(days: Sequence[date], asked: Understood) -> list[date]:
    """The two meetings nearest to those that were asked about; the newest when nothing says where those lie."""
    edges = [day.toordinal() for window in asked.windows or () for day in window if day is not None]
    if not edges:
        return list(days[-2:])
    return sorted(sorted(days, key=lambda day: min(abs(day.toordinal() - edge) for edge in edges))[:2])


def _nearest(tried: Tried) -> tuple[Citation, ...]:
    """The sentences that come nearest, when they are about what the question names for a good part."""
    naming = {n for n, concept in enumerate(tried.concepts) if not concept.light and concept.noun}
    strange = any(c.noun and not (c.known or c.light) for c in tried.concepts)
    least = _NEAR_STRANGE if strange else _NEAR
    about = [
        s
        for s in tried.found
        if s.coverage >= least and naming & {n for n, worth in s.covers.items() if worth >= _NAMED}
    ]
    cited: list[Citation] = []
    for sentence in near(tried.asked.reading, tried.concepts, about):
        citation = _citation(len(cited) + 1, sentence, tried.found)
        here = [c for c in cited if c.passage.record_id == citation.passage.record_id]
        if not any(citation.span.overlaps(other.span) for other in here):
            cited.append(citation)
        if len(cited) == _SHOWN:
            break
    return tuple(cited)


def _alike(index: Index, tried: Tried) -> tuple[Citation, ...]:
    """The sentences that mean most nearly what is asked, whatever their words, one a passage; () when none comes near."""
    looked = [sentence for sentence in tried.found if sentence.rank < _BEST]
    named = [concept.asked for concept in tried.concepts if not (concept.light or act(concept.asked))]
    encoder = index.encoder
    if not looked or not named or encoder.alike > 1:
        return ()
    vectors = encoder.passages([f"{context(sentence.passage)}\n{legible(sentence.text)}" for sentence in looked])
    likeness = vectors @ encoder.queries([" ".join(named)])[0]
    best: dict[str, Sentence] = {}
    for n in sorted(range(len(looked)), key=lambda n: (-round(float(likeness[n]), 6), n)):
        if likeness[n] >= encoder.alike:
            best.setdefault(looked[n].passage.id, looked[n])
    return tuple(_citation(n, sentence, tried.found) for n, sentence in enumerate(list(best.values())[:_SHOWN], 1))


def _citation(n: int, sentence: Sentence, found: Sequence[Sentence]) -> Citation:
    passage, span = sentence.passage, widened(sentence, found)
    literal = passage.text[span.start - passage.span.start : span.end - passage.span.start]
    return Citation(n, passage, span, literal, sentence.speaker)


def _answered(index: Index, asked: Understood, concepts: Sequence[Concept]) -> tuple[Citation, ...]:
    """What would answer the question if it were asked so."""
    hits: Sequence[Hit] = hits_in(index, asked, concepts, _PASSAGES)
    found = hits_to_sentences(hits, concepts)
    answer = compose(replace(asked.question, text=asked.reading), concepts, found, answering(asked, concepts, found))
    return answer.citations if answer else ()


def _speaker(asked: Understood) -> str | None:
    return next((part.value for part in asked.question.parts if part.kind is PartKind.SPEAKER), None)


def _words_of_others(index: Index, tried: Tried, speaker: str) -> tuple[Citation, ...]:
    """What others than the speaker said of what was asked."""
    text = without_speaker(tried.asked.reading, speaker)
    concepts = question_concepts(text, index.vocabulary)
    if text == tried.asked.reading or not any(not concept.light for concept in concepts):
        return ()
    asked = replace(tried.asked, subject=text, reading=text, speaker=None)
    return _answered(index, asked, concepts)
