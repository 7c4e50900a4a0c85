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
from dataclasses import replace

from assistant import phrases_gates as phrases
from assistant.answer import Fault, Withheld
from assistant.gates_claims import Claim, Quoted, claims
from assistant.gates_sense import sense
from assistant.gates_source import Source, plain_sentences, plain_text, source_of, stands_in
from assistant.gates_words import Day, Number, names, normal, numbers, words, words_of
from index.dutch import fold
from index.records import Passage

_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:\.\.\.|…)\s*\]|\(\s*(?:\.\.\.|…)\s*\)|\.\.\.|…)\s*")
_PART = 3  # words of each part of a quote that is put together from two places; fewer stand anywhere
_JOINT = re.compile(r"\s+(?:en|terwijl|maar)\s+|[;,]\s*")  # where a sentence may be glued
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
    if is_literal(claim.said, cited):
        return None
    if not claim.quotes and not _weight(claim) and not names(claim.own):
        return Withheld(claim.text, Fault.INVENTED, phrases.SAYS_NOTHING)
    found = _quotes(claim, evidence) or _told(claim, cited, others)
    if found and not claim.quotes:
        found = _elsewhere(claim, cited, others) or found
    return Withheld(claim.text, *found) if found else None


def _told(claim: Claim, cited: Sequence[Passage], others: Sequence[Passage] = ()) -> tuple[Fault, str] | None:
    return _contents(claim, cited, others) or sense(claim, cited)


def _elsewhere(claim: Claim, cited: Sequence[Passage], others: Sequence[Passage]) -> tuple[Fault, str] | None:
    """Whether a sentence that its sources don't bear out is borne out by another: as a whole, or one part of it."""
    if is_literal(claim.said, others):
        return Fault.MISATTRIBUTED, phrases.ELSEWHERE
    for joint in _JOINT.finditer(claim.own):
        halves = [_part(claim, half) for half in (claim.own[: joint.start()], claim.own[joint.end() :])]
        lost = [half for half in halves if _told(half, cited)]
        if len(lost) != 1 or any(_weight(half) < _FEW for half in halves):
            continue
        least = _coverage(lost[0], cited) + 1
        if any(_coverage(lost[0], [passage]) >= least and not _told(lost[0], [passage]) for passage in others):
            return Fault.JOINED, phrases.joined([lost[0].own.rstrip(".")])
    least = max(1, _coverage(claim, cited))
    if any(_coverage(claim, [passage]) >= least and not _told(claim, [passage]) for passage in others):
        return Fault.MISATTRIBUTED, phrases.ELSEWHERE
    return None


# --- what is quoted ------------------------------------------------------------------------------------------------


def is_literal(said: str, cited: Sequence[Passage]) -> Passage | None:
    """The passage of which a sentence without quotation marks is, to the letter, a run of whole sentences; None when none."""
    wanted = normal(said)
    for passage in cited:
        there = plain_sentences(passage)
        starts = [n for n, one in enumerate(there) if wanted.startswith(one)]
        if any(" ".join(there[n : n + size]) == wanted for n in starts for size in range(1, len(there) - n + 1)):
            return passage
    return None


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
    without = _without_numbers(wanted)
    if without != wanted and any(stands_in(without, _without_numbers(plain_text(passage))) for passage in cited):
        return Fault.NUMBER, phrases.quote_number(quote.text)
    if _in_parts(wanted.casefold().split(), [plain_text(passage).casefold() for passage in evidence]):
        return Fault.JOINED, phrases.quote_joined(quote.text)
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
    return word[0].isdigit() or any(numbers(word))


# --- what is told --------------------------------------------------------------------------------------------------


def _contents(claim: Claim, cited: Sequence[Passage], others: Sequence[Passage]) -> tuple[Fault, str] | None:
    here = [source_of(passage) for passage in cited]
    there = [source_of(passage) for passage in others]
    missing = _missing(claim, here)
    if missing:
        if figures := [word for word in missing if _is_figure(word) or re.fullmatch(r"\S*\d\S*", word)]:
            return Fault.NUMBER, phrases.numbers_missing(figures)
        if all(word[0].isupper() and _has_all([word], there) for word in missing):
            return Fault.MISATTRIBUTED, phrases.other_source(missing)
        return Fault.INVENTED, phrases.words_missing(missing)
    astray = _astray(claim, here)
    return (Fault.NUMBER, phrases.numbers_astray(astray)) if astray else None


def _missing(claim: Claim, sources: Sequence[Source]) -> list[str]:
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


def _a_year(number: Number, sources: Sequence[Source]) -> bool:
    """Whether a number is the year of a date that a source has."""
    return not number.unit and any(day.year == number.value for source in sources for day in source.days)


def _has_day(day: Day, source: Source) -> bool:
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


def _has_all(missing: Sequence[str], sources: Sequence[Source]) -> bool:
    return all(
        any(
            source.words.has_name(tuple(fold(part) for part in one.split()))
            or (bool(words(one)) and all(source.words.has(token) for token in words(one)))
            for source in sources
        )
        for one in missing
    )


def _part(claim: Claim, text: str) -> Claim:
    return replace(claim, text=text, said=text, own=text)


def _weight(part: Claim) -> int:
    """How many words, numbers and dates a part of a sentence has."""
    told, days = numbers(part.own)
    return len(words(part.own)) + len(told) + len(days)


def _coverage(claim: Claim, sources: Sequence[Passage]) -> int:
    """The most words of a sentence that one sentence of these sources has."""
    found = words(claim.own)
    return max(
        (sum(there.has(token) for token in found) for source in sources for there, *_ in source_of(source).sentences),
        default=0,
    )


def _astray(claim: Claim, sources: Sequence[Source]) -> list[str]:
    """Numbers that the sources have, but only in sentences about something else."""
    told, _ = numbers(claim.own)
    found = words(claim.said)
    if not told or not found:
        return []
    near = [source.given for source in sources]
    scores = {
        source: [sum(there.has(token) for token in found) for there, *_ in source.sentences] for source in sources
    }
    best = max(max(row, default=0) for row in scores.values())
    for source, row in scores.items():
        for n, (there, found_there, days_there) in enumerate(source.sentences):
            ties = row[n] >= _FEW or words_of(claim.own).telling & there.telling
            beside = ties and max(row[max(0, n - 1) : n + 2]) == best
            if (row[n] and row[n] >= min(best, max(2, best * 0.7))) or beside:
                near.append((found_there, days_there))
    return [
        n.text
        for n in told
        if not any(n.same(other) for found, _ in near for other in found)
        and not any(day.year == n.value for _, days in near for day in days)
    ]
