"""The extractive composer: the sentences that answer, literally, under the meeting and topic where they stand."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant import phrases
from assistant.answer import Answer, Citation, Question
from assistant.direct import (
    DEMANDING,
    PREFERRING,
    Kind,
    act,
    actor,
    asked_for,
    denies_promise,
    gives_reason,
    is_subject,
    offers,
    yes_or_no,
)
from assistant.evidence import Sentence
from index.concepts import Concept
from index.dates import written
from index.dutch import fold
from index.records import Span

ENOUGH = 0.55  # share of the question that must be covered; calibrated in DECISIONS.md
SURE = 0.8  # worth that each word of a yes-or-no question must have in the sentence before it is read as an answer
_REQUIRED = 0.5  # worth of what a question can't do without
_ASKED_SPEAKER, _OTHER_SPEAKER, _PREDICATE = 0.3, 0.2, 0.15  # what a sentence gains or loses
_AS_GOOD = 0.9  # share of the best sentence's score at which another one is quoted too
_CLOSE = 0.7  # share of the best coverage at which a sentence that has what is asked goes before one that hasn't
_ACT_CLOSE = (
    0.6  # the same, for a sentence of the speaker, or that speaks of an agreement or promise, that was asked for
)
_NEARLY = 0.97  # the same, for questions that have one answer
_MOST = 3  # places quoted in one answer
_MOST_TOPICS = 8  # topics in an overview of a meeting
_LONGEST = 900  # characters of one quote
# "Wie vroeg ...": the one who acts, so the subject of the sentence; "Wie is vermoord" asks for another
_ASKS_WHO_ACTS = re.compile(r"\bwie\s+(?!is|was|zijn|waren|wordt|worden|werd|werden)\w", re.IGNORECASE)
_IS_THERE = r"(?:is|zijn|komt|komen|was|waren) er (?:(?:al|nog|ook|een|geen|nieuwe?|extra) )*"
_ITEM = re.compile(
    r"^(?:ten\s+(?:eerste|tweede|derde|vierde|vijfde|zesde|slotte)\b|tot\s+slot\b|[-–•]\s|\(?\d{1,2}[.)]|[a-z]\))|[;:,.]\s*\d{1,2}\.\s",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(r":\s*$|\b(?:twee|drie|vier|vijf|zes|zeven|acht|negen|tien)\s+(?:\w+\s+)?\w+(?:en|s)\b")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a question wants: the kind of answer, the words it uses itself, and by the number of their concept, what must be
    covered, what is counted, whose words or deeds are asked for, and the verbs.
    """

    question: str
    kind: Kind
    asked: tuple[str, ...]
    required: frozenset[int]
    counted: int | None
    who: int | None
    verbs: frozenset[int]


@dataclass(frozen=True, slots=True)
class Quote:
    """Sentences that stand next to each other, quoted as one; `main` is the one that answers."""

    main: Sentence
    span: Span
    short: str | None


def compose(question: Question, concepts: Sequence[Concept], found: Sequence[Sentence]) -> Answer | None:
    """The answer that these sentences give, None when they give none.

    Args:
        question: the question, standing on its own.
        concepts: what it names.
        found: the sentences of the found passages, scored.
    """
    wanted = _wanted(question.text, concepts)
    kind = wanted.kind
    fit = [sentence for sentence in found if enough(sentence, concepts, wanted.required)]
    offering = [sentence for sentence in fit if _offers(sentence, wanted)]
    if kind in DEMANDING:
        fit = offering
    elif kind in PREFERRING:
        most = max((sentence.coverage for sentence in fit), default=0.0)
        fit = [sentence for sentence in offering if sentence.coverage >= _CLOSE * most] or [
            sentence for sentence in fit if kind is not Kind.PERSON or _says_it(sentence, wanted, concepts)
        ]
    done = act(question.text)
    most = max((sentence.coverage for sentence in fit), default=0.0)
    if wanted.who is not None:
        fit = [s for s in fit if wanted.who in s.opens_with and s.coverage >= _ACT_CLOSE * most] or fit
    if done is not None:
        fit = [s for s in fit if act(s.text) == done and s.coverage >= _ACT_CLOSE * most] or fit
    scored = sorted(
        ((_score(sentence, wanted, concepts), sentence) for sentence in fit),
        key=lambda pair: (-round(pair[0], 6), pair[1].rank, pair[1].span.start),
    )
    if not scored:
        return None
    best = scored[0][0]
    strict = kind in DEMANDING | PREFERRING or kind is Kind.YES_NO
    chosen = [sentence for score, sentence in scored if score >= (_NEARLY if strict else _AS_GOOD) * best]
    quotes = _quotes(chosen, found, wanted)
    short = _short(wanted, quotes[0], concepts)
    return _answer(question, quotes, short)


def overview(question: Question, found: Sequence[Sentence]) -> Answer | None:
    """What a meeting was about, for a question that only names the meeting: how each topic opens; None when nothing is found."""
    opening: dict[tuple[str, str], Sentence] = {}
    for sentence in sorted(found, key=lambda s: (s.passage.record_id, s.span.start)):
        opening.setdefault((sentence.passage.record_id, sentence.passage.topic), sentence)
    quotes = [Quote(sentence, sentence.span, None) for sentence in opening.values()][:_MOST_TOPICS]
    return _answer(question, quotes, None) if quotes else None


def enough(sentence: Sentence, concepts: Sequence[Concept], required: Collection[int] = ()) -> bool:
    """Whether a sentence covers enough of the question, what it can't do without, and something that it names by itself."""
    if any(sentence.covers.get(n, 0.0) < _REQUIRED for n in required):
        return False
    naming = [n for n, concept in enumerate(concepts) if not concept.light]
    if not naming:
        return False
    if any(concepts[n].strict and n not in sentence.covers for n in naming):
        return False
    return sentence.coverage >= ENOUGH and any(sentence.covers.get(n, 0.0) >= 0.5 for n in naming)


def _wanted(question: str, concepts: Sequence[Concept]) -> _Wanted:
    nouns = {n: concept for n, concept in enumerate(concepts) if concept.noun and not concept.light}
    text = question.lower()
    kind = asked_for(question)
    counted = next(
        (n for n, c in nouns.items() if re.search(rf"\bhoeveel\s+(?:\w+\s+)?{re.escape(c.asked.lower())}", text)),
        None,
    )
    which = "welke?|wat voor|hoeveel" if kind is Kind.NUMBER else "welke?|wat voor"
    required = {n for n, c in nouns.items() if re.search(rf"\b(?:{which})\s+{re.escape(c.asked.lower())}", text)}
    required |= {n for n, c in nouns.items() if re.search(rf"^{_IS_THERE}{re.escape(c.asked.lower())}", text)}
    new, leaning, _ = question.partition(" (over ")
    if leaning:  # a follow-up: what it adds must be there, not only the subject of the question before
        required |= {n for n, c in nouns.items() if c.asked in new}
    role = actor(question)
    who = next((n for n, c in nouns.items() if role and role.lower().endswith(c.asked.lower())), None)
    verbs = frozenset(n for n, c in enumerate(concepts) if not (c.noun or c.light or c.number))
    asked = tuple(fold(word) for word in re.findall(r"\w+", question))
    return _Wanted(question, kind, asked, frozenset(required), counted, who, verbs)


def _score(sentence: Sentence, wanted: _Wanted, concepts: Sequence[Concept]) -> float:
    score = sentence.coverage + 0.35 * sentence.own_coverage - 0.004 * sentence.rank
    if wanted.who is not None:
        if wanted.who in sentence.opens_with:
            score += _ASKED_SPEAKER
        elif is_subject(sentence.text):
            score -= _OTHER_SPEAKER
    if wanted.verbs & sentence.own.keys():
        score += _PREDICATE
    if sentence.text.rstrip().endswith("?"):
        score -= _OTHER_SPEAKER  # a question in the minutes is no answer
    return score


def _offers(sentence: Sentence, wanted: _Wanted) -> bool:
    return gives_reason(sentence.text) if wanted.kind is Kind.REASON else _offer(sentence, wanted) is not None


def _says_it(sentence: Sentence, wanted: _Wanted, concepts: Sequence[Concept]) -> bool:
    """Whether a sentence has the verb of the question and something that it is about."""
    about = any(concepts[n].noun and not concepts[n].light for n in sentence.own)
    return about and (not wanted.verbs or bool(wanted.verbs & sentence.own.keys()))


def _offer(sentence: Sentence, wanted: _Wanted) -> str | None:
    matched = sentence.matched
    if wanted.counted is not None and wanted.kind is Kind.NUMBER:
        matched = [sentence.own[wanted.counted].span] if wanted.counted in sentence.own else []
    elif wanted.kind is Kind.NUMBER and wanted.counted is None:
        amount = offers(Kind.AMOUNT, sentence.text, matched, wanted.asked)
        if amount is not None:
            return amount
    if wanted.kind is Kind.PERSON and _ASKS_WHO_ACTS.search(wanted.question):
        subject = is_subject(sentence.text)
        acts = not wanted.verbs or wanted.verbs & sentence.own.keys()
        if subject is not None and acts and fold(subject.split()[-1]) not in wanted.asked:
            return subject
    return offers(wanted.kind, sentence.text, matched, wanted.asked)


def _quotes(chosen: Sequence[Sentence], found: Sequence[Sentence], wanted: _Wanted) -> list[Quote]:
    quotes: list[Quote] = []
    for sentence in chosen:
        if any(sentence.passage.record_id == q.main.passage.record_id and sentence.span.within(q.span) for q in quotes):
            continue
        if len(quotes) == _MOST:
            break
        quotes.append(Quote(sentence, _widened(sentence, found), _offer(sentence, wanted)))
    return quotes


def _widened(sentence: Sentence, found: Sequence[Sentence]) -> Span:
    """The sentence with what it can't do without: the one it leans on, and the rest of a list that it opens."""
    inside = sorted((s for s in found if s.passage.id == sentence.passage.id), key=lambda s: s.span.start)
    first = last = next(i for i, s in enumerate(inside) if s.span == sentence.span)
    while (
        first
        and (inside[first].leans or _opens_midway(inside[first].text))
        and sentence.span.end - inside[first - 1].span.start <= _LONGEST
    ):
        first -= 1
    while last + 1 < len(inside) and inside[last + 1].span.end - inside[first].span.start <= _LONGEST:
        following = inside[last + 1].text
        opens = _ANNOUNCES.search(inside[last].text) or _ITEM.search(inside[last].text)
        if not (opens and _ITEM.search(following)):
            break
        last += 1
    return Span(inside[first].span.start, inside[last].span.end)


def _opens_midway(text: str) -> bool:
    """Whether a sentence holds a later item of a numbered list, but not the first."""
    numbers = [int(number) for number in re.findall(r"(?:^|[;:,]\s+)(\d{1,2})\.\s", text)]
    return bool(numbers) and numbers[0] > 1


def _short(wanted: _Wanted, quote: Quote, concepts: Sequence[Concept]) -> str | None:
    if wanted.kind is Kind.MEETING:
        day = quote.main.passage.date
        return written(day) if day else None
    if wanted.kind is Kind.YES_NO:
        if act(wanted.question) == "toezegging" and denies_promise(quote.main.text):
            return phrases.NO
        naming = [n for n, concept in enumerate(concepts) if not concept.light]
        if not naming or any(n not in quote.main.own or quote.main.own[n].worth < SURE for n in naming):
            return None
        verb = next((quote.main.own[n].span for n in naming if n in wanted.verbs), None)
        verdict = yes_or_no(quote.main.text, verb)
        return None if verdict is None else phrases.YES if verdict else phrases.NO
    return quote.short


def _answer(question: Question, quotes: Sequence[Quote], short: str | None) -> Answer:
    """The quotes in a readable order: by meeting, in each as they stand; the record of the best one first."""
    first = quotes[0].main.passage.record_id
    ordered = sorted(
        quotes,
        key=lambda q: (
            q.main.passage.record_id != first,
            q.main.passage.date.toordinal() if q.main.passage.date else 0,
            q.main.passage.record_id,
            q.span.start,
        ),
    )
    lines: list[str] = []
    citations: list[Citation] = []
    above: tuple[str, str] | None = None
    for n, quote in enumerate(ordered, 1):
        passage = quote.main.passage
        literal = passage.text[quote.span.start - passage.span.start : quote.span.end - passage.span.start]
        citations.append(Citation(n, passage, quote.span, literal))
        shown = f"“{' '.join(literal.split())}” [{n}]"
        if above == (passage.record_id, passage.topic):
            lines[-1] += f" {shown}"
        else:
            lines.append(f"{phrases.introduction(passage.date, passage.title, passage.topic)} {shown}")
        above = (passage.record_id, passage.topic)
    return Answer("\n\n".join(lines), tuple(citations), True, short, question)
