"""Which of the found sentences answer: first what a question demands, then how much of it a sentence covers."""

import re
from collections.abc import Collection, Sequence

from assistant.direct import agent, candidates, subject, the_one
from assistant.evidence import Sentence
from assistant.kind import DEMANDING, DOING, MEASURING, PREFERRING, Kind
from assistant.values import COMPARATIVE, COMPARES, HOW_OFTEN, OFTEN, UNDATED
from assistant.verdict import denies_promise, gives_reason
from assistant.wanted import Wanted, act, question_to_wanted
from index.concepts import Concept
from index.dutch import fold
from index.records import Span

ENOUGH = 0.2  # less of the question than this is not weighed; what is enough is fitted, see assistant/confidence.py
_NAMED = 0.5  # worth from which a concept counts as mentioned
_ASKED_SPEAKER, _HIS_TURN, _OTHER_SPEAKER, _PREDICATE = 0.3, 0.15, 0.2, 0.25  # what a sentence gains or loses
_ITEM = 0.15  # what it loses for standing in a list of actions or on an agenda: what was said goes first
_PLANNED = re.compile(r"(?:\d+\.?\s*)?(?:actie|agenda|aanwezig)", re.IGNORECASE)
_SAID_OF_IT = 0.3  # what it gains for the plain words of the question, "waar is aandacht voor nodig"
_HAS_IT = 0.3  # what a sentence gains for having the kind of thing that is asked, among those that come near
_MISSING = 0.15  # what it loses for each thing that the question names and that is nowhere near
_TOUCHED = 0.3  # worth from which something is near
# the share of the best sentence's score at which another one is quoted too; for questions that have one answer; of another meeting
_AS_GOOD, _NEARLY, _ELSEWHERE = 0.9, 0.97, 0.85
_MEETING = 0.6  # the same, for a question that asks for all meetings
_STILL_GOOD = 0.75  # the same, for one of a later meeting when the question asks how things are now
_LATEST = re.compile(
    r"\b(?:nu|inmiddels|momenteel|uiteindelijk|tegenwoordig|thans|op dit moment)\b"
    + r"|\b(?:huidige|actuele|laatste|nieuwste|meest recente)\s+(?:\w+\s+)?"
    + r"(?:stand|besluit|cijfers?|planning|raming|voorstel|plan|versie|datum|norm|afspraken?)\b",
    re.IGNORECASE,
)
_CLOSE = 0.7  # share of the best coverage at which a sentence that has what is asked goes before one that hasn't
_OF_SPEAKER = 0.6  # the same, for a sentence of the speaker that was asked for
_OF_ACT = 0.45  # the same, for one that says it was decided or promised: the subject is often named just before
# the one who acts is the subject of the sentence; "Wie is vermoord" asks for another
_ASKS_WHO_ACTS = re.compile(r"\bwie\s+(?!is|was|zijn|waren|wordt|worden|werd|werden)\w", re.IGNORECASE)
_NOW = re.compile(r"\b(?:wie is|wie zijn|wie wordt|hoe heet|nu|momenteel)\b", re.IGNORECASE)
_ABOUT = 0.65  # worth from which a sentence is about a thing: it names it, stands under it, or says "het" of it
_WHICH_PLACE = re.compile(r"\bwelke?\s+(?:stad|steden|plaats|plaatsen|gemeente|land)\b", re.IGNORECASE)
_MORE_THAN_ONE = re.compile(
    r"[,;:]|\ben\b|\b(?:twee|drie|vier|vijf|zes|zeven|acht|enkele|verschillende)\b", re.IGNORECASE
)
_WHO_DID = re.compile(r"^(?:en )?wie\s+(?:heeft|hebben|had|hadden)\b", re.IGNORECASE)
_WHO_DECIDES = re.compile(r"^wie\s+(?:besluit|beslist|besluiten|beslissen)\b", re.IGNORECASE)
_OF = re.compile(r"\bvan\s+(?:de|het|een)\s+$", re.IGNORECASE)
_SOURCE = re.compile(r"(?:Volgens|Namens|Aldus)\b")  # who tells it isn't who does it
_SAYS = re.compile(r"\b(?:volgens|aldus|namens)\s+(?:de\s+|het\s+)?$", re.IGNORECASE)


def choose(wanted: Wanted, concepts: Sequence[Concept], found: Sequence[Sentence]) -> list[Sentence]:
    """The sentences that answer, best first; [] when none does.

    Args:
        wanted: what the question wants.
        concepts: what it names.
        found: the sentences of the found passages.
    """
    scored = _best_first(wanted, concepts, _fit(wanted, concepts, found))
    if not scored:
        return []
    if _LATEST.search(wanted.question):
        scored = _newest_first(scored)
    best, first = scored[0]
    if wanted.kind is Kind.MEETING:  # every meeting is asked for
        return [sentence for score, sentence in scored if score >= best * _MEETING]
    strict = wanted.kind in DEMANDING | PREFERRING or wanted.kind is Kind.YES_NO
    share = _NEARLY if strict else _AS_GOOD
    elsewhere = _ELSEWHERE if wanted.kind in DEMANDING else share
    return [
        sentence
        for score, sentence in scored
        if score >= best * (share if sentence.passage.record_id == first.passage.record_id else elsewhere)
    ]


def _newest_first(scored: list[tuple[float, Sentence]]) -> list[tuple[float, Sentence]]:
    """Those of the newest meeting that has one nearly as good as the best; nothing else says how things are now."""
    least = scored[0][0] * _STILL_GOOD
    days = [s.passage.date for score, s in scored if score >= least and s.passage.date is not None]
    return [(score, s) for score, s in scored if s.passage.date == max(days)] if days else scored


def near(question: str, concepts: Sequence[Concept], found: Sequence[Sentence]) -> list[Sentence]:
    """All sentences found, what comes nearest to an answer first, whatever the rules let through: for where nothing answers."""
    wanted = question_to_wanted(question, concepts)
    asks = wanted.kind in DEMANDING | PREFERRING
    scored = [
        (_score(sentence, wanted, concepts) + (_HAS_IT if asks and _offers(wanted, sentence) else 0.0), sentence)
        for sentence in found
    ]
    scored.sort(key=lambda pair: (-round(pair[0], 6), pair[1].rank, pair[1].span.start))
    return [sentence for _, sentence in scored]


def ranked(question: str, concepts: Sequence[Concept], found: Sequence[Sentence]) -> list[Sentence]:
    """All sentences found, best first: those that `choose` would weigh, then the others; nothing is declined."""
    wanted = question_to_wanted(question, concepts)
    fit = [sentence for _, sentence in _best_first(wanted, concepts, _fit(wanted, concepts, found))]
    places = {(sentence.passage.id, sentence.span) for sentence in fit}
    rest = [sentence for sentence in found if (sentence.passage.id, sentence.span) not in places]
    return fit + [sentence for _, sentence in _best_first(wanted, concepts, rest)]


def _fit(wanted: Wanted, concepts: Sequence[Concept], found: Sequence[Sentence]) -> list[Sentence]:
    """The sentences that may answer."""
    if wanted.kind in MEASURING and _of_nothing_known(wanted, concepts):
        return []
    fit = [sentence for sentence in found if enough(sentence, concepts, wanted.required, wanted.who)]
    if wanted.kind is Kind.YES_NO and COMPARES.search(wanted.question):
        fit = [s for s in fit if COMPARATIVE.search(s.text)]
    if wanted.kind in {Kind.DATE, Kind.YEAR}:  # the date of something else is none
        fit = [s for s in fit if all(s.covers.get(n, 0.0) >= _TOUCHED for n in wanted.named if concepts[n].known)]
    names = _names(wanted, concepts)
    fit = [s for s in fit if all(s.covers.get(n, 0.0) >= _TOUCHED for n in names)]
    if HOW_OFTEN.search(wanted.question):  # any other number of it is none
        fit = [s for s in fit if OFTEN.search(s.text)]
    if wanted.kind is Kind.YES_NO and wanted.focus is not None and concepts[wanted.focus].known:
        fit = [s for s in fit if s.covers.get(wanted.focus, 0.0) >= _TOUCHED]
    if wanted.kind in DOING:  # a reason for something that isn't said to be done is none
        fit = [s for s in fit if all(s.covers.get(n, 0.0) >= _TOUCHED for n in wanted.verbs)]
    return _by_whom_and_what(wanted, _that_have_it(wanted, concepts, fit))


def _of_nothing_known(wanted: Wanted, concepts: Sequence[Concept]) -> bool:
    """Whether the measure is asked of something that no record has, also as "de financiering van de zeppelin"."""
    strange = [wanted.question.find(c.asked) for c in concepts if c.noun and not c.known]
    of_it = any(_OF.search(wanted.question, 0, at) for at in strange if at > 0)
    return of_it or (wanted.focus is not None and not concepts[wanted.focus].known)


def _names(wanted: Wanted, concepts: Sequence[Concept]) -> list[int]:
    """What a question names with a capital, past its first word: an answer about something else is none."""
    return [
        n
        for n, concept in enumerate(concepts)
        if concept.asked[:1].isupper()
        and concept.known
        and not (concept.light or n in wanted.who or wanted.question.startswith(concept.asked))
    ]


def _best_first(
    wanted: Wanted, concepts: Sequence[Concept], sentences: Sequence[Sentence]
) -> list[tuple[float, Sentence]]:
    return sorted(
        ((_score(sentence, wanted, concepts), sentence) for sentence in sentences),
        key=lambda pair: (-round(pair[0], 6), pair[1].rank, pair[1].span.start),
    )


def enough(
    sentence: Sentence, concepts: Sequence[Concept], required: Collection[int] = (), who: Collection[int] = ()
) -> bool:
    """Whether a sentence covers enough of the question, what it can't do without, and something that it names by itself."""
    if any(sentence.covers.get(n, 0.0) < _NAMED for n in required):
        return False
    naming = [n for n, concept in enumerate(concepts) if not concept.light]
    strict = [n for n in naming if concepts[n].strict]
    years = [n for n in strict if concepts[n].year]
    if len(years) > 1:  # "tussen 2019 en 2023": a sentence tells of one of them
        strict = [n for n in strict if n not in years]
        if not any(n in sentence.covers for n in years):
            return False
    if any(n not in sentence.covers for n in strict):
        return False
    # "welke toezeggingen over werving": that it is a promise is not enough, nor who says it
    telling = [n for n in naming if not act(concepts[n].asked) and n not in who] or naming
    least = _NAMED if telling == naming or not who else _TOUCHED  # who speaks needn't name the subject again
    return sentence.coverage >= ENOUGH and any(sentence.covers.get(n, 0.0) >= least for n in telling)


def _that_have_it(wanted: Wanted, concepts: Sequence[Concept], fit: list[Sentence]) -> list[Sentence]:
    """Those that have the kind of thing that is asked for; others only where the kind allows it."""
    offering = [sentence for sentence in fit if _offers(wanted, sentence)]
    if wanted.kind is Kind.DATE:
        return [s for s in offering if answers_in(wanted, s)] or offering
    if wanted.kind in DEMANDING or _WHICH_PLACE.search(wanted.question):
        return offering
    if wanted.kind is Kind.LIST and wanted.act is None:
        return [sentence for sentence in fit if _MORE_THAN_ONE.search(sentence.text)] or (fit if len(fit) > 1 else [])
    if wanted.kind not in PREFERRING:
        return fit
    most = max((sentence.coverage for sentence in fit), default=0.0)
    close = [sentence for sentence in offering if sentence.coverage >= _CLOSE * most]
    if close or wanted.kind is not Kind.PERSON:
        return close or fit
    if wanted.names_role or _WHO_DID.search(wanted.question):
        return []
    return [sentence for sentence in fit if _says_it(wanted, concepts, sentence)]


def _by_whom_and_what(wanted: Wanted, fit: list[Sentence]) -> list[Sentence]:
    """Those of the speaker that is asked for, and of the act; a speaker whose words are asked for can't be replaced."""
    most = max((sentence.coverage for sentence in fit), default=0.0)
    if wanted.speaker is not None:
        fit = [sentence for sentence in fit if _speaks(sentence, wanted.speaker)]
    if wanted.doer is not None:
        his = [
            s
            for s in fit
            if (wanted.doer in s.opens_with or wanted.doer in s.in_turn_of) and s.coverage >= _OF_SPEAKER * most
        ]
        fit = his if wanted.act == "toezegging" else his or fit  # a promise of somebody else is not his
    if wanted.act is not None:
        told = [s for s in fit if act(s.text) == wanted.act and s.coverage >= _OF_ACT * most]
        if wanted.kind is not Kind.YES_NO:  # whether something was promised may be answered by a denial
            told = [s for s in told if not denies_promise(s.text)]
        # what isn't called a promise is no promise; agreements are put in more ways than can be listed
        fit = told if wanted.act == "toezegging" or _WHO_DECIDES.match(wanted.question) else told or fit
    return fit


def _speaks(sentence: Sentence, speaker: int) -> bool:
    """Whether a sentence tells what somebody said: as its subject, or "volgens" him."""
    if speaker in sentence.opens_with or speaker in sentence.in_turn_of:
        return True
    own = sentence.own.get(speaker)
    return own is not None and (own.span.start == 0 or bool(_SAYS.search(sentence.text, 0, own.span.start)))


def _score(sentence: Sentence, wanted: Wanted, concepts: Sequence[Concept]) -> float:
    score = sentence.coverage + 0.35 * sentence.own_coverage - 0.004 * sentence.rank
    who = wanted.speaker if wanted.speaker is not None else wanted.doer
    if who is not None:
        if who in sentence.opens_with:
            score += _ASKED_SPEAKER
        elif who in sentence.in_turn_of:
            score += _HIS_TURN
        elif subject(sentence.text):
            score -= _OTHER_SPEAKER
    if _PLANNED.match(sentence.passage.topic):
        score -= _ITEM
    if wanted.verbs & sentence.own.keys():
        score += _PREDICATE
    plain = [n for n, concept in enumerate(concepts) if concept.light and not concept.number]
    if plain:
        score += _SAID_OF_IT * sum(n in sentence.own for n in plain) / len(plain)
    if wanted.focus is not None and wanted.focus in sentence.own:
        score += _PREDICATE
    score -= _MISSING * sum(sentence.covers.get(n, 0.0) < _TOUCHED for n in wanted.named)
    if sentence.text.rstrip().endswith("?"):
        score -= _OTHER_SPEAKER  # a question in the minutes is no answer
    return score


def _offers(wanted: Wanted, sentence: Sentence) -> bool:
    if wanted.kind is Kind.REASON:
        return gives_reason(sentence.text)
    if wanted.kind is Kind.DATE and UNDATED.search(" ".join(sentence.text.split())):
        return True
    if wanted.kind is Kind.PERSON and wanted.verbs and not wanted.verbs & sentence.own.keys():
        return False
    return bool(answers_in(wanted, sentence)) or _subject(wanted, sentence) is not None


def _says_it(wanted: Wanted, concepts: Sequence[Concept], sentence: Sentence) -> bool:
    """Whether a sentence has the verb of the question and something that it is about."""
    about = any(concepts[n].noun and not concepts[n].light for n in sentence.own)
    return about and (not wanted.verbs or bool(wanted.verbs & sentence.own.keys()))


def answers_in(wanted: Wanted, sentence: Sentence) -> list[Span]:
    """Where in a sentence there is something of the kind that is asked for."""
    counted = sentence.own.get(wanted.counted) if wanted.counted is not None else None
    return candidates(wanted, sentence.text, sentence.matched, counted.span if counted else None)


def _subject(wanted: Wanted, sentence: Sentence) -> Span | None:
    """The role that does what a question with "wie" asks, None when the question or the sentence names another."""
    if wanted.kind is not Kind.PERSON or not _ASKS_WHO_ACTS.search(wanted.question) or _SOURCE.match(sentence.text):
        return None
    doer = agent(sentence.text) or subject(sentence.text)
    if (
        doer is None
        or not wanted.verbs <= sentence.own.keys()
        or fold(doer.of(sentence.text).split()[-1]) in wanted.asked
    ):
        return None
    return None if any(match.span.overlaps(doer) for match in sentence.own.values()) else doer


def short(wanted: Wanted, sentence: Sentence) -> Span | None:
    """Where the direct answer stands in a sentence; None when there is none beyond doubt."""
    if wanted.kind in {Kind.BODY, Kind.REASON, Kind.OPEN}:
        return None
    if wanted.kind is Kind.LIST and not wanted.required <= sentence.own.keys():
        return None  # "Welke moties zijn aangenomen?": the list of something else below that heading
    if wanted.names_role and _NOW.search(wanted.question):
        return None  # who holds an office changes; the records tell of their own day
    if (
        wanted.kind in {Kind.DATE, Kind.YEAR}
        and wanted.focus is not None
        and sentence.covers.get(wanted.focus, 0.0) < _ABOUT
    ):
        return None  # the date of something else
    named = [match.span for n, match in sentence.own.items() if n in wanted.named or wanted.kind is not Kind.NUMBER]
    return _subject(wanted, sentence) or the_one(wanted, sentence.text, answers_in(wanted, sentence), named)
