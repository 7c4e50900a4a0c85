"""Whether a sentence decides or promises: outright, affirmed, now and in earnest.

What is denied, asked, wished, imagined, intended, put off, or told of an earlier time is neither. In doubt it isn't either.
"""

import re

from index.dates import MONTHS
from index.ledger_clause import DENIES, FLAGS, INTENDED, MAY, OFTEN, SUBORDINATE, WISHES, Act, EntryKind, clause_of
from index.ledger_coming import MEETING
from index.ledger_verbs import (
    CLOSED,
    DECIDING,
    DOES,
    FINITE,
    PARTICIPLE,
    RETURNS,
    SEEKS,
    SENT_LATER,
    STEMS,
    UNDERTAKING,
    WHOLE,
    WILL,
)
from index.ledger_who import by_when, starts_with_name, starts_with_who
from index.records import Span

_SHALL = re.compile(r"\b(?:zal|zullen)\b", re.IGNORECASE)
_BEFORE = re.compile(
    r"\b(?:had|hadden|was|waren|eerder|destijds|indertijd|voorheen|vorige?\s+\w+|zoals|conform\s+(?:de|het|"
    r"eerdere?|afspraak|afspraken)|volgens\s+de|herinner\w*|inmiddels|al\s+eerder)\b",
    re.IGNORECASE,
)
_CONTENT = re.compile(
    r"\s*(?:(?:is|wordt|werd|zijn|worden|werden)\s+)?(?::\s*|(?:(?:er|hier|daar)mee\s+)?(?:,?\s*(?:dat|om)|met|"
    r"tot)\s+)",
    FLAGS,
)
_LATER = re.compile(
    rf"\b(?:nog|later|binnenkort|straks|t\.?z\.?t|te\s+zijner\s+tijd|volgend\w*|komend\w*|najaar|voorjaar|zomer|"
    rf"(?:in|op|eind|begin|medio)\s+(?:\d{{1,2}}\s+)?(?:{'|'.join(MONTHS)}))\b",
    re.IGNORECASE,
)
_PUT_OFF = re.compile(
    r"\b(?:besluit(?:vorming)?|stuk|voorstel|agendapunt|punt|behandeling|bespreking|dit)\b[^.;]*\b(?:aangehouden|"
    r"uitgesteld|verdaagd|doorgeschoven|opgeschort)\b",
    FLAGS,
)
_ADJECTIVE = re.compile(r"\b(?:de|het|een|deze|die|alle|dit|dat|zijn|haar|hun|wat|welke)\s+$", re.IGNORECASE)
_ASKS = re.compile(r"\b(?:welke|wat|wie|hoe|waarom|wanneer)\b", re.IGNORECASE)
_THAN = re.compile(r"\b(?:dan|als)\s+(?:is\s+|was\s+)?\Z")
_NOT_NOW = re.compile(rf"^(?:{_LATER.pattern})(?:\s+\d{{4}})?\s+(?:wordt|worden)\b", re.IGNORECASE)
_TO_BE = re.compile(rf"\b(?:wordt|worden)\s[^,;]*?(?:{_LATER.pattern})", re.IGNORECASE)


def decision_or_promise(text: str, begun: frozenset[str]) -> Act | None:
    """The decision or promise that a sentence makes, None when it makes neither; `begun` are the heads of its words."""
    if DECIDING.isdisjoint(begun):
        return _undertaken(text, begun)
    whole = WHOLE.match(text)
    if whole:
        return Act(EntryKind.DECISION, Span(*whole.span("verb")))
    low = text.lower()
    if _PUT_OFF.search(text):
        return None
    for kind in (EntryKind.PROMISE, EntryKind.DECISION):
        for found in PARTICIPLE[kind].finditer(text) if not STEMS[kind].isdisjoint(begun) else ():
            verb = Span(*found.span(next(name for name in ("verb", "verb2", "verb3") if found[name])))
            if _holds(text, kind, verb, found.start(), participle=True):
                return Act(kind, verb, _content(text, verb.end))
        for what, hints, pattern in FINITE:
            if what is not kind or not any(hint in low for hint in hints):
                continue
            for found in pattern.finditer(text):
                if _holds(text, kind, Span(*found.span("verb")), found.end()):
                    return Act(kind, Span(found.start("verb"), found.end()), _content(text, found.end()))
    return _undertaken(text, begun)


def _content(text: str, end: int) -> int | None:
    """Where what follows a verb begins: behind "dat", "om", "met" or a colon; None when nothing of the kind follows."""
    found = _CONTENT.match(text, end)
    return found.end() if found and re.search(r"\w{3,}", text[found.end() :]) else None


def _holds(text: str, kind: EntryKind, verb: Span, edge: int, *, participle: bool = False) -> bool:
    """Whether a verb of deciding or promising affirms what it says, now and in earnest."""
    opened, begin, end = clause_of(text, verb, edge if participle else None)
    clause = text[begin:end]
    if kind is EntryKind.DECISION and (INTENDED.search(text) or CLOSED.match(text, verb.start)):
        return False
    if SUBORDINATE.match(opened) and not (participle and opened.lower() == "dat"):
        return False
    if participle and (_THAN.search(text[: verb.start]) or _NOT_NOW.match(text)):
        return False
    if participle and _ADJECTIVE.search(text[: verb.start]) and not text[verb.end :].strip(" .:"):
        return False
    if (
        participle
        and _ADJECTIVE.search(text[: verb.start])
        and re.match(r"\s+(?!is|zijn|wordt|werd|dat|om)\w", text[verb.end :])
    ):
        return False
    wish = next((m for m in WISHES.finditer(text, 0, verb.start)), None)
    if wish is not None:
        return False
    if re.match(
        r"vastgesteld(?:\s+(?:is|wordt|werd))?\s+dat\b|\w+(?:\s+(?:is|wordt))?\s+of\b", text[verb.start :], FLAGS
    ):
        return False  # seen, not decided; or still to be decided
    if MAY.search(clause) or _BEFORE.search(text[begin : verb.end]) or _ASKS.search(text[begin : verb.start]):
        return False
    if participle:
        if DENIES.search(text, begin, verb.end):
            return False
        coming = _TO_BE.search(text, begin, verb.start)
        return not (_SHALL.search(clause) or (kind is EntryKind.DECISION and coming))
    if _SHALL.search(text[begin : verb.start]):
        return False
    denial = DENIES.search(text, begin, max(edge, verb.end))
    return denial is None and not re.match(r"\s+(?:nog\s+)?niet\b(?![^,;.]*\bte\b)", text[edge:])


def _undertaken(text: str, begun: frozenset[str]) -> Act | None:
    """A promise without the word: someone says what they will do, or come back to."""
    if UNDERTAKING.isdisjoint(begun):
        return None
    who = starts_with_who(text) or starts_with_name(text)
    begins = re.match(r"^(?:[-–•*]\s+)?(?:zij|hij|ze)\s", text, re.IGNORECASE)
    if OFTEN.search(text) or INTENDED.search(text):
        return None
    if who is not None or begins:
        for pattern in (WILL, RETURNS, SEEKS, DOES):
            found = pattern.search(text)
            if found is None or not _plain(text, found):
                continue
            if pattern is DOES and (by_when(text) is None or begins):
                continue
            if who is None or found.start() - who.end < 25:
                return Act(EntryKind.PROMISE, Span(*found.span("verb")), None)
    found = SENT_LATER.search(text)
    if found is not None and _plain(text, found) and not _NEXT_ONLY.search(text):
        return Act(EntryKind.PROMISE, Span(*found.span("verb")))
    return None


_NEXT_ONLY = re.compile(rf"\b(?:in|op|tijdens|bij)\s+(?:het|de)\s+(?:volgende|komende)\s+{MEETING}", re.IGNORECASE)


def _plain(text: str, found: re.Match[str]) -> bool:
    """Whether a verb stands in the sentence itself, affirmed."""
    verb = Span(*found.span())
    opened, begin, end = clause_of(text, Span(verb.start, verb.start + 1))
    clause = text[begin : max(end, verb.end)]
    return not (opened and SUBORDINATE.match(opened)) and not (
        MAY.search(clause) or DENIES.search(text, begin, verb.end) or WISHES.search(text, 0, verb.end)
    )
