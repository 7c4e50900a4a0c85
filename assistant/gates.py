"""The gates: a sentence of a model leaves only if the sources that it names bear out its quotes, numbers, names and words.

A sentence is checked as follows, and the first that is wrong is told:
1. it names a source, and only sources that were given;
2. what it quotes stands there to the letter, after `gates_words.normal`;
3. its numbers, dates, names and words stand in the sources that it names;
4. it does not deny what the source affirms, or the reverse, nor make it surer (`gates_sense`);
5. it gives words and deeds to whom the source gives them (`gates_sense`).
A sentence that is, to the letter, a whole sentence of its source needs no more. Nothing here guesses: a doubt is a no.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant import phrases_gates as phrases
from assistant.answer import Fault, Withheld
from assistant.gates_claims import Claim, Quoted, claims
from assistant.gates_sense import sense
from assistant.gates_words import Day, Number, Words, is_number, names, normal, numbers, words, words_of
from index.dates import written
from index.dutch import fold
from index.records import Passage
from index.sentences import sentences

_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:\.\.\.|…)\s*\]|\(\s*(?:\.\.\.|…)\s*\)|\.\.\.|…)\s*")
_PART = 3  # words of each part of a quote that is put together from two places; fewer stand anywhere
_FEW = 2  # words that the source doesn't have, from which on they may be a claim of their own


def checked(text: str, evidence: Sequence[Passage]) -> list[tuple[Claim, Withheld | None]]:
    """The sentences of an answer in order, each with what is wrong with it, None when nothing is.

    Args:
        text: what a model wrote, with markers [1] to [n].
        evidence: the passages that it was given, in the order of their numbers from 1.
    """
    return [(claim, fault_of(claim, evidence)) for claim in claims(text)]


def fault_of(claim: Claim, evidence: Sequence[Passage]) -> Withheld | None:
    """What is wrong with one sentence; None when the sources that it names bear it out."""
    if not claim.cited:
        return Withheld(claim.text, Fault.UNCITED, phrases.NO_SOURCE)
    for n in claim.cited:
        if not 1 <= n <= len(evidence):
            return Withheld(claim.text, Fault.INVENTED, phrases.no_such_source(n))
    cited = [evidence[n - 1] for n in claim.cited]
    others = [passage for n, passage in enumerate(evidence, 1) if n not in claim.cited]
    if _is_literal(claim.said, cited):
        return None
    found = _quotes(claim, evidence) or _contents(claim, cited, others) or sense(claim, cited)
    return Withheld(claim.text, *found) if found else None


def told_with(passage: Passage) -> str:
    """What is given with a passage: its date, topic, speaker and title."""
    day = f"{written(passage.date)}; {passage.date.isoformat()}" if passage.date else ""
    return " ; ".join(filter(None, (day, passage.topic, passage.speaker, passage.title)))


# --- what is quoted ------------------------------------------------------------------------------------------------


@lru_cache(1024)
def plain_text(passage: Passage) -> str:
    """The text of a passage in the one spelling for quotes."""
    return normal(passage.text)


@lru_cache(1024)
def plain_sentences(passage: Passage) -> tuple[str, ...]:
    """Its sentences in that spelling."""
    return tuple(normal(span.of(passage.text)) for span in sentences(passage.text))


def stands_in(quote: str, text: str) -> bool:
    """Whether a quote stands in a text, both in the one spelling, with whole words at its ends."""
    start = text.find(quote)
    while quote and start >= 0:
        end = start + len(quote)
        if not (start and text[start - 1].isalnum() and quote[0].isalnum()) and not (
            end < len(text) and text[end].isalnum() and quote[-1].isalnum()
        ):
            return True
        start = text.find(quote, start + 1)
    return False


def _is_literal(said: str, cited: Sequence[Passage]) -> bool:
    """Whether a sentence without quotation marks is a run of whole sentences of one source."""
    wanted = normal(said)
    for passage in cited:
        there = plain_sentences(passage)
        starts = [n for n, one in enumerate(there) if wanted.startswith(one)]
        if any(" ".join(there[n : n + size]) == wanted for n in starts for size in range(1, len(there) - n + 1)):
            return True
    return False


def _quotes(claim: Claim, evidence: Sequence[Passage]) -> tuple[Fault, str] | None:
    for quote in claim.quotes:
        if found := _quote(quote, evidence):
            return found
    return None


def _quote(quote: Quoted, evidence: Sequence[Passage]) -> tuple[Fault, str] | None:
    wanted = normal(quote.text)
    if not wanted:
        return None
    cited = [evidence[n - 1] for n in quote.cited]
    if any(stands_in(wanted, plain_text(passage)) for passage in cited):
        return None
    if any(wanted in {normal(passage.topic), normal(passage.title)} for passage in cited):
        return None
    if any(stands_in(wanted, plain_text(passage)) for passage in evidence):
        return Fault.MISATTRIBUTED, phrases.quote_elsewhere(quote.text)
    if _ELLIPSIS.search(wanted):
        pieces = [piece for piece in _ELLIPSIS.split(wanted) if piece]
        if pieces and all(any(stands_in(piece, plain_text(passage)) for passage in evidence) for piece in pieces):
            return Fault.JOINED, phrases.quote_joined(quote.text)
    if _in_parts(wanted.split(), [plain_text(passage) for passage in evidence]):
        return Fault.JOINED, phrases.quote_joined(quote.text)
    without = _without_numbers(wanted)
    if without != wanted and any(stands_in(without, _without_numbers(plain_text(passage))) for passage in cited):
        return Fault.NUMBER, phrases.quote_number(quote.text)
    return Fault.INVENTED, phrases.quote_invented(quote.text)


def _in_parts(row: Sequence[str], texts: Sequence[str]) -> bool:
    """Whether a row of words is put together from two or more places, each giving at least `_PART` words."""
    if not row:
        return True
    for size in range(len(row), _PART - 1, -1):
        piece = " ".join(row[:size])
        if any(stands_in(piece, text) or stands_in(piece.rstrip(".,;:!?"), text) for text in texts):
            return _in_parts(row[size:], texts)  # the longest that fits: what is left is another place
    return False


def _without_numbers(text: str) -> str:
    """The text with each number, in digits or in words, as one sign."""
    return re.sub(r"\d+(?:[.,:]\d+)*|[^\W\d_]+", lambda word: "#" if _is_figure(word[0]) else word[0], text)


def _is_figure(word: str) -> bool:
    return word[0].isdigit() or bool(numbers(word)[0])


# --- what is told --------------------------------------------------------------------------------------------------


class _Source:
    """A passage with what was given with it, made ready to look things up in."""

    def __init__(self, passage: Passage) -> None:
        with_it = told_with(passage)
        self.passage = passage
        self.words: Words = words_of(f"{passage.text}\n;\n{with_it}")
        self.sentences = [(words_of(one), *numbers(one)) for one in plain_sentences(passage)]
        self.numbers, self.days = numbers(f"{passage.text}\n;\n{with_it}")
        self.given = numbers(with_it)


@lru_cache(512)
def _source(passage: Passage) -> _Source:
    return _Source(passage)


def _contents(claim: Claim, cited: Sequence[Passage], others: Sequence[Passage]) -> tuple[Fault, str] | None:
    here = [_source(passage) for passage in cited]
    there = [_source(passage) for passage in others]
    missing = _missing(claim, here)
    if missing:
        if any(not _missing(claim, [source]) for source in there):
            return Fault.MISATTRIBUTED, phrases.other_source(missing)
        figures = [word for word in missing if any(sign.isdigit() for sign in word) or _is_figure(word)]
        if not figures and len(missing) >= _FEW and any(_has_all(missing, source) for source in there):
            return Fault.JOINED, phrases.joined(missing)
        if figures:
            return Fault.NUMBER, phrases.numbers_missing(figures)
        capitals = [word for word in missing if word[0].isupper()]
        if capitals and len(capitals) == len(missing) and any(_has_all(missing, source) for source in there):
            return Fault.MISATTRIBUTED, phrases.other_source(missing)
        return Fault.INVENTED, phrases.words_missing(missing)
    astray = _astray(claim, here)
    return (Fault.NUMBER, phrases.numbers_astray(astray)) if astray else None


def _missing(claim: Claim, sources: Sequence[_Source]) -> list[str]:
    """What the words of a sentence itself say and none of these sources has: numbers, dates, names, words; as written."""
    told, days = numbers(claim.own)
    found = [
        n.text
        for n in told
        if not any(n.same(other) for s in sources for other in s.numbers) and not _a_year(n, sources)
    ]
    found += [day.text for day in days if not any(_has_day(day, source) for source in sources)]
    known = {part for row in names(claim.own) for word in row for part in word.split("-")}
    for row in names(claim.own):
        if not any(source.words.has_name(row) for source in sources):
            found.append(" ".join(word if word in _LOW else word.capitalize() for word in row))
    for token in words(claim.own):
        if token.folded not in known and not any(source.words.has(token) for source in sources):
            found.append(claim.own[token.start : token.end])
    return list(dict.fromkeys(found))


_LOW = frozenset("van de der den ten ter het".split())


def _a_year(number: Number, sources: Sequence[_Source]) -> bool:
    """Whether a number is the year of a date that a source has."""
    return not number.unit and any(day.year == number.value for source in sources for day in source.days)


def _has_day(day: Day, source: _Source) -> bool:
    """Whether a source has a date; one without a year there is of the year of its meeting."""
    meeting = source.passage.date
    return any(
        day.within(other)
        or (
            other.year is None
            and meeting is not None
            and day.within(Day(other.day, other.month, meeting.year, other.text))
        )
        for other in source.days
    )


def _has_all(missing: Sequence[str], source: _Source) -> bool:
    return all(
        source.words.has_name(tuple(fold(part) for part in one.split()))
        or all(source.words.has(token) for token in words(one))
        for one in missing
        if not is_number(one)
    )


def _astray(claim: Claim, sources: Sequence[_Source]) -> list[str]:
    """Numbers that the sources have, but only in sentences about something else."""
    told, _ = numbers(claim.own)
    tokens = words(claim.said)
    if not told or not tokens:
        return []
    scored = [
        (sum(there.has(token) for token in tokens), found, days)
        for source in sources
        for there, found, days in source.sentences
    ]
    best = max((score for score, _, _ in scored), default=0)
    near = [(found, days) for score, found, days in scored if score and score >= min(best, max(2, best * 0.5))]
    near += [source.given for source in sources]
    return [
        n.text
        for n in told
        if not any(n.same(other) for found, _ in near for other in found)
        and not any(day.year == n.value for _, days in near for day in days)
    ]
