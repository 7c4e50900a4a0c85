"""The part of a passage that bears a sentence out, so that its citation shows that and no more."""

from assistant.gates_claims import Claim
from assistant.gates_source import plain_sentences, source_of, stands_in
from assistant.gates_words import normal, numbers, words
from index.records import Passage, Span
from index.sentences import sentences

_LONGEST = 1_200  # characters; what lies further apart is shown by its best sentence alone


def carrying(claim: Claim, n: int, passage: Passage) -> Span:
    """The sentences of passage number `n`, in a row, that bear a claim out: what it quotes, else what shares most with it.

    The span counts in the record, as every span does.
    """
    spans = sentences(passage.text)
    there = plain_sentences(passage)
    chosen: set[int] = set()
    for quote in claim.quotes:
        if n in quote.cited:
            chosen |= _quoted(normal(quote.text), there)
    if not chosen:
        chosen = _told(claim, passage)
    first, last = min(chosen, default=0), max(chosen, default=len(spans) - 1)
    if chosen and spans[last].end - spans[first].start > _LONGEST:
        first = last = min(chosen, key=lambda at: -len(spans[at].of(passage.text)))
    start = passage.span.start
    return Span(start + spans[first].start, start + spans[last].end)


def _quoted(quote: str, there: tuple[str, ...]) -> set[int]:
    """The shortest row of sentences in which a quote stands."""
    for size in range(1, len(there) + 1):
        for at in range(len(there) - size + 1):
            if stands_in(quote, " ".join(there[at : at + size])):
                return set(range(at, at + size))
    return set()


def _told(claim: Claim, passage: Passage) -> set[int]:
    """The sentences that have the words of a claim, and those that have its numbers."""
    said = normal(claim.said)
    there = plain_sentences(passage)
    whole = {at for at, one in enumerate(there) if one in said and len(one) > 8}
    if whole and " ".join(there[at] for at in sorted(whole)) == said:
        return whole
    source = source_of(passage)
    left = list(words(claim.said))
    chosen: set[int] = set()
    while left:
        scored = [sum(found.has(token) for token in left) for found, *_ in source.sentences]
        most = max(scored, default=0)
        if not most or (chosen and most < 2):
            break
        at = scored.index(most)
        chosen.add(at)
        left = [token for token in left if not source.sentences[at][0].has(token)]
    for number in numbers(claim.own)[0]:
        having = [at for at, (_, found, _) in enumerate(source.sentences) if any(number.same(n) for n in found)]
        if having and not chosen & set(having):
            chosen.add(min(having, key=lambda at: min((abs(at - other) for other in chosen), default=0)))
    return chosen
