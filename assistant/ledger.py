"""Questions for decisions, promises and announced items, answered from the ledger: each quoted whole, under its meeting."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, PartKind
from assistant.evidence import Sentence
from assistant.extract import Quote, answer_of
from assistant.ledger_near import entries_near, read, settled
from assistant.matching import Match, Sought, find, matches, sought
from assistant.narrow import scopes
from assistant.question import Understood
from assistant.scope_parts import ANNOUNCED
from assistant.wanted import act
from index.concepts import Concept
from index.ledger import Status
from index.ledger_clause import EntryKind
from index.ledger_status import Item
from index.passage import passage_id
from index.records import Passage, Record, Scope, Span
from index.search import Index

_FARTHER = 0.15  # in worth: entries in words that lie farther off than that are not told beside those in nearer ones
_MOST = 8  # entries quoted in one answer
_READ = 1_000  # entries read at once
_NO_WORD_SAYS = "Geen verslag zegt of dit gedaan is, en geen actielijst noemt het open:"
_LISTS = re.compile(
    r"\b(?:welke?|alle|overzicht|lijst\w*|noem|toon|geef|wat\s+(?:zijn|waren)|wat\s+voor)\b.*?"
    r"\b(?P<what>besluit(?:en)?|toezegging(?:en)?|beloftes?|beloften|afspra(?:ak|ken)|acties?|actiepunt(?:en)?|"
    r"aankondigingen|agendapunten)\b",
    re.IGNORECASE,
)
_WHAT_WAS = re.compile(
    r"^(?:en\s+)?(?:wat|waarmee|waartoe|waar)\b.*?\b(?:toegezegd|beloofde?n?|besloten|besloot|besluit|afgesproken|"
    r"overeengekomen|ingestemd|aangekondigd|"
    r"goedgekeurd|zeg(?:t|de|den|gen)\b.*\btoe|spre(?:ekt|ken)\b.*\baf|spra(?:k|ken)\b.*\baf|stem(?:t|de|den|"
    r"men)\b.*\bin)\b",
    re.IGNORECASE,
)
_INTENDED = re.compile(r"\b(?:voorgenomen|voornemen\w*|voornemens)\b", re.IGNORECASE)
_WHEN_OR_WHY = re.compile(
    r"^(?:en\s+)?(?:wanneer|waarom|hoe|in\s+welk\w*|op\s+welk\w*|sinds|tot)\b|"
    r"\bwat\s+(?:houdt|betekent|kost)\b",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(r"^(?:en\s+)?(?:wat|welke?)\b.*\baan(?:ge)?kondig\w*", re.IGNORECASE)
_OPEN = re.compile(
    r"\b(?:open(?:staan\w*)?|openstaand\w*|nog\s+niet\s+(?:nagekomen|gedaan|uitgevoerd|afgerond)|"
    r"lopend\w*)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:nagekomen|afgerond|afgehandeld|afgedaan|uitgevoerd|gereed|waargemaakt|al\s+gedaan|klaar)\b", re.IGNORECASE
)
_FIRST_PERSON = re.compile(r"\b(?:ik|wij|we)\b", re.IGNORECASE)
_ACTION = re.compile(r"\bactie(?:s|punt(?:en)?)?\b", re.IGNORECASE)
_ASKING = re.compile(
    r"^(?:besluit\w*|toezegg\w*|toegezegd|belof\w*|beloo\w*|afspra\w*|afgesproken|acties?|actiepunt\w*|"
    r"aankondig\w*|aangekondigd\w*|agendapunt\w*|"
    r"open|openstaand\w*|lopend\w*|nagekomen|afgerond\w*|afgehandeld|afgedaan|uitgevoerd|gereed|waargemaakt|klaar|"
    r"gedaan|genomen|gemaakt|overzicht|lijst|"
    r"zegde\w*|zegt|stemde\w*|ingestemd|overeengekomen|besloot|besloten|lovp|overleg\w*|vergadering\w*|volgend\w*|"
    r"komend\w*|agenda)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question asks of the ledger; `status` None for any."""

    kind: EntryKind
    status: Status | None


def from_ledger(index: Index, asked: Understood, concepts: Sequence[Concept]) -> Answer | None:
    """The entries that a question for decisions, promises or announced items asks for, quoted.

    Args:
        index: the open index.
        asked: the question as it was understood; its days, topics and speaker bound what is told.
        concepts: what it names.

    Returns:
        An answer with at most eight quotes, the newest; None when the question asks for no acts or the ledger has none that fit.
    """
    wanted = _asked(asked)
    if wanted is None:
        return None
    bounds = scopes(asked)
    speaker = next((part.value for part in asked.question.parts if part.kind is PartKind.SPEAKER), asked.speaker)
    subject = [
        c
        for c in concepts
        if not (
            c.light
            or (c.year and asked.windows is not None)
            or _ASKING.match(c.asked)
            or act(c.asked)
            or c.asked == speaker
        )
    ]
    who = [c for c in concepts if c.asked == speaker]
    ready = sought(subject)
    near = entries_near(index, wanted.kind, subject, bounds).tolist()
    before, left, unread = "", 0, False
    if not subject and speaker is None and wanted.status is None and all(scope.topic is None for scope in bounds):
        chosen, left = read(index, near[-_MOST:]), max(0, len(near) - _MOST)  # each of them fits
    else:
        found: list[Item] = []
        while near and (wanted.status is not None or len(found) <= _MOST):  # the newest first, until there is enough
            found = [
                item
                for item in read(index, near[-_READ:])
                if any(_inside(item, scope) for scope in bounds) and _is_about(item, ready, len(subject))
                and (speaker is None or _is_by(item, speaker, who))
            ] + found  # fmt: skip
            near = near[:-_READ]
        found = _in_its_words(found, ready)
        unread = bool(near)
        chosen, before = (found, "") if wanted.status is None else _of_status(settled(index, found), wanted.status)
    if not chosen:
        return None
    told = settled(index, chosen[-_MOST:])
    quotes = _quotes(index, told)
    answer = answer_of(asked.question, quotes)
    lines = [before, answer.text, _more(left + len(chosen) - len(told), wanted.kind, unread=unread)]
    return replace(answer, text="\n\n".join(line for line in lines if line))


def _asked(asked: Understood) -> _Asked | None:
    text = asked.question.text
    to_come = any(part.kind is PartKind.ACT and part.value == ANNOUNCED for part in asked.question.parts)
    asks = _LISTS.search(text) or _WHAT_WAS.search(text) or to_come or _ANNOUNCED.search(text)
    if not asks or _INTENDED.search(text) or _WHEN_OR_WHY.search(text):
        return None
    status = Status.OPEN if _OPEN.search(text) else Status.DONE if _DONE.search(text) else None
    if to_come or _ANNOUNCED.search(text):
        return _Asked(EntryKind.ANNOUNCED, status)
    kind = act(text)
    if kind == "toezegging" or (kind is None and _ACTION.search(text)):
        return _Asked(EntryKind.PROMISE, status)
    return None if kind is None else _Asked(EntryKind.DECISION, status)


def _inside(item: Item, scope: Scope) -> bool:
    if scope.topic is not None and item.entry.topic != scope.topic:
        return False
    if scope.since is None and scope.until is None:
        return True
    return item.date is not None and (scope.since or item.date) <= item.date <= (scope.until or item.date)


def _is_about(item: Item, ready: Sought, number: int) -> bool:
    """Whether everything that the question names stands in the entry or in the topic above it."""
    return not number or len(_named(item, ready)) == number


def _named(item: Item, ready: Sought) -> Mapping[int, Match]:
    return find(f"{item.entry.topic}. {item.quote} {item.who or ''}", ready)


def _in_its_words(found: Sequence[Item], ready: Sought) -> list[Item]:
    """The entries that name it in the words of the question, or those in nearest words: "bezetting" before "tekort"."""
    worths = [min((match.worth for match in _named(item, ready).values()), default=1.0) for item in found]
    best = max(worths, default=0.0)
    return [item for item, worth in zip(found, worths, strict=True) if worth >= best - _FARTHER]


def _is_by(item: Item, speaker: str, who: Sequence[Concept]) -> bool:
    """Whether the speaker who was asked for is the one who did it."""
    doer = item.who or (item.entry.speaker if _FIRST_PERSON.search(item.quote) else None) or ""
    return speaker.lower() in doer.lower() or bool(who and len(matches(doer, who)) == len(who))


def _of_status(found: Sequence[Item], status: Status) -> tuple[list[Item], str]:
    """The entries of the status that was asked for, and what is said before them.

    For "open" those of which nothing is known will do when no list calls any open, and that is then said.
    """
    exact = [item for item in found if item.status is status]
    if exact or status is not Status.OPEN:
        return exact, ""
    return [item for item in found if item.status is Status.UNKNOWN], _NO_WORD_SAYS


def _more(left: int, kind: EntryKind, *, unread: bool) -> str:
    return (
        f"En nog {'ten minste ' if unread else ''}{left}. Alle staan onder ‘Toezeggingen en besluiten’ (in de terminal: "
        f"lovp ledger --kind {kind})."
        if left > 0
        else ""
    )


def _quotes(index: Index, told: Sequence[Item]) -> list[Quote]:
    """What is quoted, oldest first: entries that overlap as one, and after them who says that they were done."""
    places: list[tuple[str, Span, str | None]] = []
    for item in told:
        outside = item.who if item.who is not None and item.who not in item.quote else None
        places.append((item.entry.record_id, item.entry.span, outside))
        if item.fulfilled is not None:
            places.append((item.fulfilled.record_id, item.fulfilled.span, None))
    merged: list[tuple[str, Span, str | None]] = []
    for record_id, span, who in sorted(places, key=lambda place: (place[0], place[1].start)):
        if merged and merged[-1][0] == record_id and merged[-1][1].overlaps(span):
            last = merged.pop()
            merged.append((record_id, Span(last[1].start, max(last[1].end, span.end)), last[2]))
        else:
            merged.append((record_id, span, who))
    found: list[Quote] = []
    for record_id in dict.fromkeys(place[0] for place in merged):
        record = index.store.record(record_id)
        if record is None:
            continue
        passages = list(index.store.passages_of([record_id]).values())
        for key, span, who in merged:
            if key == record_id and (passage := _around(record, passages, span)) is not None:
                found.append(Quote(_sentence(passage, span, who), span))
    return sorted(
        found,
        key=lambda quote: (quote.main.passage.date is None, quote.main.passage.date, quote.main.passage.record_id),
    )


def _around(record: Record, passages: Sequence[Passage], span: Span) -> Passage | None:
    """The passage that has the span, or the ones that have it together as one; None when none has."""
    touched = [passage for passage in passages if passage.span.overlaps(span)]
    if not touched:
        return None
    whole = Span(min(p.span.start for p in touched), max(p.span.end for p in touched))
    return replace(touched[0], id=passage_id(record.id, whole), span=whole, text=whole.of(record.text))


def _sentence(passage: Passage, span: Span, speaker: str | None) -> Sentence:
    text = passage.text[span.start - passage.span.start : span.end - passage.span.start]
    return Sentence(passage, span, text, 0, {}, frozenset(), frozenset(), {}, 1.0, 1.0, speaker)
