"""Two meetings side by side: which topics go on, which are new, which are gone.

Topics are matched by what they are about, not by their exact heading: by the words of the heading (other names and compounds count)
in the other heading or text, by the rare words that both texts share, and by meaning. One topic goes on in one other at most.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant import phrases_meetings as phrases
from assistant.answer import Answer, Question
from assistant.evidence import Sentence, hits_to_sentences
from assistant.likeness import CONTINUES, Subject, likeness, subjects
from assistant.meetings import meetings
from assistant.places import Line, Place, lines_to_answer, place_of
from assistant.telling import is_central, telling
from index.concepts import Concept, question_concepts
from index.records import Hit
from index.search import Index

_SHOWN = 6  # topics of each kind that are quoted


@dataclass(frozen=True, slots=True)
class Spoken:
    """A topic of one meeting, and the words that tell most of it."""

    topic: str
    place: Place


@dataclass(frozen=True, slots=True)
class Pair:
    """A topic that both meetings have; `likeness` is how sure that is (0 to 1)."""

    first: Spoken
    second: Spoken
    likeness: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two meetings: `continued` in the order of the later one, `new` in that one only, `dropped` in the earlier one only.

    `subject` is what it was narrowed to, None when it wasn't. `formal` says that opening, closing and the like were left out.
    """

    first: date
    second: date
    continued: tuple[Pair, ...]
    new: tuple[Spoken, ...]
    dropped: tuple[Spoken, ...]
    subject: str | None = None
    formal: bool = False


def compare(
    index: Index, one: date, other: date, subject: str | None = None, concepts: Sequence[Concept] = ()
) -> Comparison:
    """Two meetings laid side by side, the earlier one first.

    Args:
        index: the open index.
        one: the day of a meeting of which there is a record.
        other: that of another one.
        subject: what is compared of them, in words; None for all.
        concepts: what the subject names.
    """
    first, second = sorted((one, other))
    sides = [_side(index, day) for day in (first, second)]
    before, after = (_about(own, concepts) for own, _ in sides)
    pairs = _matched(index, before, after)
    going_on = {id(a) for a, _, _ in pairs} | {id(b) for _, b, _ in pairs}
    return Comparison(
        first,
        second,
        tuple(
            Pair(_spoken(index, a, b, concepts), _spoken(index, b, a, concepts), round(like, 3)) for a, b, like in pairs
        ),
        tuple(_spoken(index, b, None, concepts) for b in after if id(b) not in going_on),
        tuple(_spoken(index, a, None, concepts) for a in before if id(a) not in going_on),
        subject,
        any(formal for _, formal in sides),
    )


def _side(index: Index, day: date) -> tuple[list[Subject], bool]:
    """The topics of a meeting, and whether formal ones were left out; what two records of it both have is one topic."""
    behind = meetings(index).behind
    own = sorted(key for key, days in index.store.record_days().items() if day in days and key not in behind)
    found: list[Subject] = []
    formal = False
    for key in own:
        more = subjects(index, [key])
        formal = formal or more.formal
        same = {id(b): a for a, b, _ in _matched(index, found, more.subjects)}
        merged = {id(a): Subject(a.topic, (*a.passages, *b.passages)) for b in more.subjects if (a := same.get(id(b)))}
        found = [merged.get(id(one), one) for one in found] + [one for one in more.subjects if id(one) not in same]
    return found, formal


def _about(found: Sequence[Subject], concepts: Sequence[Concept]) -> list[Subject]:
    """The topics with a sentence about the concepts; all when there are none."""
    if not concepts:
        return list(found)
    return [one for one in found if any(is_central(s, concepts) for s in _sentences(one, concepts))]


def _sentences(one: Subject, concepts: Sequence[Concept]) -> list[Sentence]:
    return hits_to_sentences([Hit(passage, 0.0) for passage in one.passages], concepts)


def _matched(index: Index, before: Sequence[Subject], after: Sequence[Subject]) -> list[tuple[Subject, Subject, float]]:
    """Which topics go on in which, the likeliest first chosen; in the order of the later meeting."""
    likely = likeness(index, before, after)
    alike = sorted(
        ((float(likely[i, k]), i, k) for i in range(len(before)) for k in range(len(after))),
        key=lambda one: (-round(one[0], 6), one[1], one[2]),
    )
    taken: dict[int, tuple[int, float]] = {}
    for like, i, k in alike:
        if like >= CONTINUES and k not in taken and all(i != other for other, _ in taken.values()):
            taken[k] = i, like
    return [(before[i], after[k], like) for k, (i, like) in sorted(taken.items())]


def _spoken(index: Index, one: Subject, other: Subject | None, concepts: Sequence[Concept]) -> Spoken:
    """The words that tell most of a topic: of the subject that was asked, of what both meetings share, or else of its heading."""
    shared = f"{one.topic} {other.topic}" if other is not None else one.topic
    about = list(concepts) or question_concepts(shared, index.vocabulary)
    found = _sentences(one, about)
    if concepts:
        found = [s for s in found if is_central(s, concepts)] or found
    best = min(found, key=lambda s: (-round(telling(s), 6), s.passage.record_id, s.span.start))
    return Spoken(one.topic, place_of(best, found))


def compare_answer(question: Question, found: Comparison) -> Answer:
    """A comparison as an answer: what goes on, what is new, what is gone; at most some of each with their words."""
    every = [*(pair.second for pair in found.continued), *found.new, *found.dropped]
    title = every[0].place.passage.title if every else ""
    blocks: list[str | Line] = [phrases.comparison(found.first, found.second, title, found.subject)]
    if found.continued:
        blocks.append(phrases.continued(len(found.continued)))
        for pair in found.continued[:_SHOWN]:
            blocks.append(
                Line(
                    f"{phrases.both(pair.first.topic, pair.second.topic)}, {phrases.on(found.first)}",
                    (pair.first.place,),
                )
            )
            blocks.append(Line(_capital(phrases.on(found.second)), (pair.second.place,)))
        blocks += _rest([pair.second.topic for pair in found.continued])
    else:
        blocks.append(phrases.NOTHING_SHARED)
    for heading, spoken in (
        (phrases.new(found.second, len(found.new)), found.new),
        (phrases.dropped(found.first, len(found.dropped)), found.dropped),
    ):
        if spoken:
            blocks.append(heading)
            blocks += [Line(phrases.of_topic(one.topic), (one.place,)) for one in spoken[:_SHOWN]]
            blocks += _rest([one.topic for one in spoken])
    if found.formal:
        blocks.append(phrases.FORMAL)
    return lines_to_answer(question, blocks)


def _rest(topics: Sequence[str]) -> list[str]:
    return [phrases.not_shown(topics[_SHOWN:])] if len(topics) > _SHOWN else []


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
