"""The extractive composer: the sentences that answer, literally, under the meeting and topic where they stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant import phrases
from assistant.answer import Answer, Citation, Mark, Question
from assistant.choose import choose
from assistant.confidence import confidence, sure_enough
from assistant.contradictions import contradicted
from assistant.direct_answer import Direct, direct_answer
from assistant.evidence import Sentence, leans
from assistant.kind import Kind
from assistant.relative_time import explanations
from assistant.verdict import denies_promise, intended
from assistant.wanted import act, question_to_wanted
from index.concepts import Concept
from index.records import Span

_MOST = 4  # places quoted in one answer
MOST_TOPICS = 8  # topics in an overview of a meeting
_LONGEST = 900  # characters of one quote
_BLANK = re.compile(r"\n[^\S\n]*\n")
_ITEM = re.compile(
    r"^(?:ten\s+(?:eerste|tweede|derde|vierde|vijfde|zesde|slotte)\b|tot\s+slot\b|[-–•]\s|\(?\d{1,2}[.)]|[a-z]\))|[;:,.]\s*\d{1,2}\.\s",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^[-–—•·▪◦*\uf0b7]\s+")
_ASKS = re.compile(
    r"\b(?:gevraagd (?:werd|is|wordt)|vroeg(?:en)?|vraagt|vragen|de vraag)\b.*\bof\b", re.IGNORECASE | re.DOTALL
)
_BUT = re.compile(r"^(?:Maar|Echter|Wel|Alleen|Toch|Daarentegen)\b|^\w+(?:\s+\w+)?\s+echter\b")
_DENIES = re.compile(r"\b(?:niet|geen|nooit|evenmin|onvoldoende)\b", re.IGNORECASE)
_PRESENTING = 140  # characters of a sentence that may only present
_PRESENTED = re.compile(
    r"\b(?:gepresenteerd|toegelicht|uiteengezet|voorgelegd|aangeboden|presenteer\w+|lichtt?e?n?\b.*\btoe|zett?e?n?\b.*\buiteen)\W*$",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\bnog\b.*\b(?:nodig|moet|moeten|volgt|onderzocht|uitgewerkt|besproken|overleg)\b", re.IGNORECASE
)
_ANNOUNCES = re.compile(r":\s*$|\b(?:twee|drie|vier|vijf|zes|zeven|acht|negen|tien)\s+(?:\w+\s+)?\w+(?:en|s)\b")


@dataclass(frozen=True, slots=True)
class Quote:
    """Sentences that stand next to each other, quoted as one; `main` is the one that answers."""

    main: Sentence
    span: Span


def compose(
    question: Question, concepts: Sequence[Concept], found: Sequence[Sentence], may: Sequence[Sentence] | None = None
) -> Answer | None:
    """The answer that these sentences give, None when they give none.

    Args:
        question: the question, standing on its own.
        concepts: what it names.
        found: the sentences of the found passages, scored.
        may: those of them that may answer; None for all.
    """
    wanted = question_to_wanted(question.text, concepts)
    chosen = choose(wanted, concepts, found if may is None else may)
    sure = confidence(wanted, concepts, chosen, found)
    if not chosen or not sure_enough(sure):
        return None
    differing = contradicted(question, wanted.kind, chosen, found)
    if differing is not None:
        return replace(differing, confidence=sure)
    if wanted.kind is Kind.MEETING:
        chosen = list({sentence.passage.record_id: sentence for sentence in reversed(chosen)}.values())[::-1]
    quotes = _quotes(chosen, found, MOST_TOPICS if wanted.kind is Kind.MEETING else _MOST)
    answer = answer_of(question, quotes, direct_answer(wanted, concepts, [quote.main for quote in quotes], found))
    return replace(answer, confidence=sure)


def overview(question: Question, found: Sequence[Sentence]) -> Answer | None:
    """What a meeting was about, for a question that only names the meeting: how each topic opens; None when nothing is found."""
    opening: dict[tuple[str, str], Sentence] = {}
    for sentence in sorted(found, key=lambda s: (s.passage.record_id, s.span.start)):
        opening.setdefault((sentence.passage.record_id, sentence.passage.topic), sentence)
    told = list(opening.values())[:MOST_TOPICS]
    kept = {(one.passage.record_id, one.passage.topic) for one in told}
    told += [one for one in _acts(found) if (one.passage.record_id, one.passage.topic) in kept and one not in told]
    return answer_of(question, [Quote(sentence, sentence.span) for sentence in told]) if told else None


def _acts(found: Sequence[Sentence]) -> list[Sentence]:
    """Of each topic the first sentence that decides or promises something."""
    first: dict[tuple[str, str], Sentence] = {}
    for sentence in sorted(found, key=lambda s: (s.passage.record_id, s.span.start)):
        if act(sentence.text) and not (denies_promise(sentence.text) or intended(sentence.text) or sentence.leans):
            first.setdefault((sentence.passage.record_id, sentence.passage.topic), sentence)
    return list(first.values())


def all_acts(question: Question, found: Sequence[Sentence]) -> Answer | None:
    """Agreements or promises in general, newest first, for a question that names no subject; None when there are none."""
    asked = act(question.text)
    told = [s for s in found if asked is not None and act(s.text) == asked and not denies_promise(s.text)]
    told.sort(key=lambda s: (-(s.passage.date.toordinal() if s.passage.date else 0), s.passage.record_id, s.span.start))
    quotes = _quotes(told, found, MOST_TOPICS)
    return answer_of(question, quotes) if quotes else None


def _quotes(chosen: Sequence[Sentence], found: Sequence[Sentence], most: int = _MOST) -> list[Quote]:
    quotes: list[Quote] = []
    for sentence in chosen:
        if len(quotes) == most:
            break
        span = widened(sentence, found)
        if not any(sentence.passage.record_id == q.main.passage.record_id and span.overlaps(q.span) for q in quotes):
            quotes.append(Quote(sentence, span))
    return quotes


def widened(sentence: Sentence, found: Sequence[Sentence]) -> Span:
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
        here = inside[last].text
        opens = _ANNOUNCES.search(here) or (_ITEM.search(here) and not (last == first and _BULLET.match(here)))
        if not (opens and _ITEM.search(following)):
            break
        last += 1
    if (
        last + 1 < len(inside)
        and last == first
        and (inside[last + 1].leans or _presents(inside[last].text))
        and not _new_paragraph(inside[last], inside[last + 1])
    ):
        last += 1
    if last + 1 < len(inside) and _is_taken_back(inside[last].text, inside[last + 1].text):
        last += 1
    start = inside[first].span.start
    bullet = _BULLET.match(inside[first].text)
    return Span(start + (bullet.end() if bullet else 0), inside[last].span.end)


def _new_paragraph(sentence: Sentence, following: Sentence) -> bool:
    """Whether a sentence begins another paragraph than the one before it."""
    start = sentence.passage.span.start
    return bool(_BLANK.search(sentence.passage.text, sentence.span.end - start, following.span.start - start))


def _presents(text: str) -> bool:
    """Whether a sentence only says that something was presented, so that what it was comes next."""
    return len(text) <= _PRESENTING and bool(_PRESENTED.search(text))


def _is_taken_back(text: str, following: str) -> bool:
    """Whether the next sentence limits, denies or answers this one, so that leaving it out would mislead."""
    if text.rstrip().endswith("?") or _ASKS.search(text):
        return True
    if _BUT.match(following):
        return True
    return leans(following) and bool(_DENIES.search(following) or _NOT_YET.search(following))


def _opens_midway(text: str) -> bool:
    """Whether a sentence holds a later item of a numbered list, but not the first."""
    numbers = [int(number) for number in re.findall(r"(?:^|[;:,]\s+)(\d{1,2})\.\s", text)]
    return bool(numbers) and numbers[0] > 1


def answer_of(question: Question, quotes: Sequence[Quote], short: Direct | None = None) -> Answer:
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
    above: tuple[str, str, str | None] | None = None
    told: dict[tuple[date | None, str], str] = {}  # the record that was quoted first of each meeting, by day and title
    for n, quote in enumerate(ordered, 1):
        passage = quote.main.passage
        literal = passage.text[quote.span.start - passage.span.start : quote.span.end - passage.span.start]
        citations.append(Citation(n, passage, quote.span, literal, quote.main.speaker))
        shown = f"“{' '.join(literal.split())}” [{n}]"
        speaker = _unnamed(quote.main.speaker, literal)
        if above == (passage.record_id, passage.topic, speaker):
            lines[-1] += f" {shown}"
        else:
            another = told.setdefault((passage.date, passage.title), passage.record_id) != passage.record_id
            where = phrases.introduction(passage.date, passage.title, passage.topic, speaker, another=another)
            lines.append(f"{where} {shown}")
        above = (passage.record_id, passage.topic, speaker)
    return Answer(
        "\n\n".join(lines),
        tuple(citations),
        True,
        short.text if short else None,
        question,
        mark=_mark(short, citations),
        explanations=explanations(citations),
    )


def _unnamed(speaker: str | None, quote: str) -> str | None:
    """The speaker of a quote that doesn't name him itself."""
    return None if speaker is None or speaker.casefold() in quote.casefold() else speaker


def _mark(short: Direct | None, citations: Sequence[Citation]) -> Mark | None:
    if short is None or short.sentence is None or short.span is None:
        return None
    record = short.sentence.passage.record_id
    return next(
        (Mark(c.n, short.span) for c in citations if c.passage.record_id == record and short.span.within(c.span)), None
    )
