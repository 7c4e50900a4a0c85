"""Who said it: the speaker of quoted words, for "Wie zei dat?" and for a question that quotes a record itself.

"Dat" is what was just answered, so such a follow-up becomes a question that holds those words, and stands on its own. Its answer
is the speaker that the record names at those very words, or that it names none.
"""

import re

from assistant import phrases
from assistant.answer import Answer, Citation, Mark, Question, Refusal
from assistant.decline import refused
from assistant.direct_answer import Direct
from assistant.evidence import hits_to_sentences
from assistant.extract import Quote, answer_of
from index.records import Hit, Span
from index.search import Index, search
from index.sentences import sentences
from index.speakers import find_turns

_SAID = r"(?:gezegd|gesteld|beweerd|gemeld|toegezegd|beloofd|verteld|gevraagd|gevonden)"
_POINTS = re.compile(
    rf"^\W*(?:en\s+)?(?:wie\s+(?:(?:zei|zegt|zeiden|zeggen|vindt|vond|vinden|vonden|stelt|stelde|beweert|beweerde|meldt|meldde|"
    rf"belooft|beloofde|vraagt|vroeg)\s+(?:dat|dit)|zegde\s+(?:dat|dit)\s+toe|(?:heeft|hebben|had)\s+(?:dat|dit)\s+{_SAID})"
    rf"|(?:door|van)\s+wie\s+(?:is|was|werd|komt|kwam)\s+(?:dat|dit)(?:\s+{_SAID})?)"
    r"(?:\s+(?:precies|eigenlijk|toen|allemaal|dan|ook\s+alweer))?\W*$",
    re.IGNORECASE,
)
_QUOTES = re.compile(
    r"^\W*wie\s+(?:zei|zegt|zeiden|stelde|stelt|heeft\s+gezegd)\W+?(?P<words>[“„\"].+[”\"])\W*$", re.I | re.S
)
_QUOTED = re.compile(r"[“„\"]([^“”„\"]+)[”\"]")
_SIGN = re.compile("[“”„\"‘’']")
_MOST = 3  # quotes that are asked about at once
_LOOKED = 8  # passages in which quoted words are looked for
_LONGEST = 600  # characters of a quote in a question


def points_at_words(message: str) -> bool:
    """Whether a message asks who said what was just answered."""
    return bool(_POINTS.match(message))


def quoted_in(message: str) -> list[str]:
    """The words that a message asks the speaker of; [] when it is another question."""
    found = _QUOTES.match(message)
    return _QUOTED.findall(found["words"])[:_MOST] if found else []


def asked_in_full(answer: Answer) -> str | None:
    """The question that "Wie zei dat?" is after this answer; None when it quotes nothing.

    "Dat" is where the direct answer stands, or else all that was quoted.
    """
    told = [_short(one.quote) for one in answer.citations[:_MOST]]
    if answer.mark is not None:
        told = [_sentence_with(answer.mark, one) for one in answer.citations if one.n == answer.mark.n]
    quotes = [f"“{_SIGN.sub('’', ' '.join(words.split()))}”" for words in told]
    return phrases.who_said(quotes) if quotes else None


def _sentence_with(mark: Mark, cited: Citation) -> str:
    """The sentence of a quote in which the direct answer stands: another one may be somebody else's."""
    place = Span(mark.span.start - cited.span.start, mark.span.end - cited.span.start)
    found = (one.of(cited.quote) for one in sentences(cited.quote) if place.within(one))
    return next(found, _short(cited.quote))


def _short(quote: str) -> str:
    """A quote, or as many of its first sentences as a question can hold."""
    if len(quote) <= _LONGEST:
        return quote
    ends = [one.end for one in sentences(quote) if one.end <= _LONGEST]
    return quote[: ends[-1]] if ends else quote[:_LONGEST]


def said(index: Index, question: str) -> Answer | None:
    """Who said the words that a question quotes, as the record tells; None for another question, or words that no record has."""
    found = [place for words in quoted_in(question) for place in _places(index, words)]
    if not found:
        return None
    asked = Question(question)
    known = [place for place in found if place.main.speaker is not None]
    if not known:
        shown = answer_of(asked, [Quote(place.main, place.span) for place in found]).citations
        return refused(asked, Refusal.MENTIONED, phrases.SPEAKER_NOT_NAMED, shown)
    quotes = [Quote(place.main, _with_speaker(place)) for place in known]
    speakers = {who for place in known for who in _speakers(place)}
    return answer_of(asked, quotes, _named(quotes[0]) if len(speakers) == 1 else None)


def _speakers(place: Quote) -> set[str]:
    """All who speak in the words; who opens a turn in the midst of them too."""
    inside = hits_to_sentences([Hit(place.main.passage, 0.0)], ())
    return {one.speaker.casefold() for one in inside if one.speaker is not None and one.span.overlaps(place.span)}


def _places(index: Index, words: str) -> list[Quote]:
    """Where words stand literally, one place a record; `main` is the sentence that tells who speaks."""
    literal = re.compile(r"\s+".join(_SIGN.sub(_SIGN.pattern, re.escape(word)) for word in words.split()))
    found: dict[str, Quote] = {}
    for hit in search(index, words, limit=_LOOKED):
        match = literal.search(hit.passage.text)
        if match is None or hit.passage.record_id in found:
            continue
        start = hit.passage.span.start
        span = Span(start + match.start(), start + match.end())
        inside = [one for one in hits_to_sentences([hit], ()) if one.span.overlaps(span)]
        if inside:
            main = next((one for one in inside if one.speaker is not None), inside[0])
            found[hit.passage.record_id] = Quote(main, Span(min(span.start, main.span.start), span.end))
    return list(found.values())[:_MOST]


def _with_speaker(place: Quote) -> Span:
    """The words, with what stands before them from where the record names who speaks; the words alone when that is far."""
    passage, span = place.main.passage, place.span
    start = passage.span.start
    for turn in find_turns(passage.text, Span(0, len(passage.text))):
        if turn.span.start <= span.start - start < turn.span.end and span.end - start - turn.span.start <= _LONGEST:
            return Span(start + turn.span.start, span.end)
    return span


def _named(quote: Quote) -> Direct | None:
    """The speaker as the quoted words name him; None when they don't."""
    passage, span = quote.main.passage, quote.span
    words = passage.text[span.start - passage.span.start : span.end - passage.span.start]
    match = re.search(rf"(?:\b(?:de|het)\s+)?(?<!\w){re.escape(str(quote.main.speaker))}(?!\w)", words, re.IGNORECASE)
    if match is None:
        return None
    return Direct(" ".join(match[0].split()), quote.main, Span(span.start + match.start(), span.start + match.end()))
