"""What is decided, promised or announced, and by whom: the words of the sentence itself, or nothing where they aren't plain."""

import re

from index.ledger_clause import Act, EntryKind
from index.ledger_who import WHEN, WHO, nearest_who, starts_with_name, starts_with_who
from index.records import Span

_ACTIVE = re.compile(rf"\b(?:heeft|hebben)\s+(?:(?:er|hierop|daarop|ook|nu)\s+)?(?P<who>{WHO})(?![\w-])")
_BY = re.compile(rf"\bdoor\s+(?P<who>{WHO})(?![\w-])")
_PASSIVE = re.compile(r"\b(?P<verb>is|zijn|wordt|worden|werd|werden)\b", re.IGNORECASE)
_HAS = re.compile(r"\b(?:heeft|hebben)\b", re.IGNORECASE)
_ACTIVELY_IS = re.compile(r"\b(?:akkoord|overeengekomen)\b", re.IGNORECASE)
_PARTICIPLE = re.compile(
    r"(?:ge\w+|besloten|overeengekomen|vastgesteld|herbevestigd|bekrachtigd|toegezegd|beloofd|verworpen|\w+ge\w+)$",
    re.IGNORECASE,
)
_LABEL_NAME = re.compile(
    r"^(?:Toezegging(?:en)?|Actie(?:punt)?|Afspraak|Besluit(?:en)?)\s+(?:door\s+|"
    r"van\s+)?(?P<who>[^:]*[A-Za-z][^:]*?)\s*:",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^(?:nr\.?\s*)?[\d./-]*$", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[-–—•·▪◦*\uf0b7]|\(?\d{1,2}[.)]|[a-z][.)])\s+")
_TREATED = re.compile(
    r"\s+(?:(?:weer|opnieuw|verder|nader|nog)\s+)?(?:aan\s+de\s+orde|aan\s+bod|terug|op\s+de\s+agenda|geagendeerd|"
    r"besproken|doorgesproken|behandeld|gepresenteerd|"
    r"toegelicht|vastgesteld|voorgelegd|voortgezet|(?:aan|in|op|tijdens|bij)\s+(?:de|het)\s)",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:zij|hij|ze|wie|die)\s+(?:\w+\s+){0,1}$", re.IGNORECASE)
_INNER = re.compile(
    r"^\w+\s+(?P<inner>.*\S)\s+(?:toe|in|uit|af|vast|goed|aan|terug|na|op|voor|akkoord)$", re.IGNORECASE | re.DOTALL
)
_POINTER = re.compile(
    r"^(?:het|dit|dat|deze|die|er|(?:hier|daar|er)\w*|afgesproken|besloten|toegezegd|mede|ook|nog)$", re.IGNORECASE
)
_DANGLING = re.compile(r"^(?:daar|hier)\b.*\b(?:mee|op|over)$", re.IGNORECASE | re.DOTALL)
_WHEN_FIRST = re.compile(rf"\s*{WHEN.pattern}", re.IGNORECASE)
_WHEN_LAST = re.compile(rf"\s+{WHEN.pattern}$", re.IGNORECASE)
_FILLER = re.compile(
    r"^(?:(?:ook|dan|nu|er|weer|opnieuw|verder|nog|eerst|daarom|vervolgens|echter|wel)\s+)+", re.IGNORECASE
)
_LEFT = re.compile(r"^(?:(?:en|maar|dat|over|ook|waarbij|met|is|zijn|wordt)\s+|[\s,:;]+)+", re.IGNORECASE)
_EDGE = " \t\n.,;:*"


def label_who(words: str, act: Act) -> Span | None:
    """Whom a label names ("Toezegging minister: ..."), or with whom what stands behind it opens; None for neither."""
    named = _LABEL_NAME.match(_unmarked(words))
    if named and not _NUMBERED.match(named["who"]):
        shift = len(words) - len(_unmarked(words))
        return Span(shift + named.start("who"), shift + named.end("who"))
    if act.kind is EntryKind.DECISION or act.content is None:
        return None
    opening = starts_with_who(words[act.content :]) or starts_with_name(words[act.content :])
    receives = opening and re.match(r"\s+(?:ontvang|krijg|word|is\b|zijn\b)", words[act.content + opening.end :])
    return None if opening is None or receives else Span(act.content + opening.start, act.content + opening.end)


def doer(words: str, act: Act) -> Span | None:
    """Who decides or promises; None in a passive sentence that doesn't name them, and for what is announced."""
    if act.kind is EntryKind.ANNOUNCED or act.kind is EntryKind.DONE:
        return None
    by = _BY.search(words)
    if _is_passive(words, act):
        return Span(*by.span("who")) if by else None
    active = _ACTIVE.search(words)
    if active is not None:
        return Span(*active.span("who"))
    if _PRONOUN.search(words[: act.verb.start]):
        return None
    found = nearest_who(words, act.verb)
    return found or (starts_with_name(words) if act.kind is EntryKind.PROMISE else None)


def _is_passive(words: str, act: Act) -> bool:
    verb = act.verb.of(words)
    if not _PARTICIPLE.search(verb) or _ACTIVELY_IS.search(verb):
        return False
    return _HAS.search(words) is None


def what(words: str, act: Act, who: Span | None) -> Span | None:
    """What it is about, as far as it stands in one piece; None when it doesn't."""
    if act.kind is EntryKind.DONE:
        return act.verb
    if act.content is not None:
        return _trimmed(words, act.content, len(words), whole=act.label)
    if act.kind is EntryKind.ANNOUNCED:
        return _coming(words, act)
    if _is_passive(words, act):
        verb = next(iter(_PASSIVE.finditer(words)), None)
        if verb is None or verb.start() >= act.verb.end:
            return _trimmed(words, act.verb.end, len(words))
        before = _trimmed(words, 0, verb.start())
        between = _trimmed(words, verb.end(), act.verb.start)
        return before if before and not WHEN.fullmatch(before.of(words)) else between
    inner = _INNER.match(act.verb.of(words))
    if inner:
        span = _trimmed(words, act.verb.start + inner.start("inner"), act.verb.start + inner.end("inner"))
        if span is not None and not (who and span.overlaps(who)):
            return span
    if act.verb.of(words).lower().endswith("akkoord"):
        return None if who else _trimmed(words, 0, act.verb.start)
    has = _HAS.search(words)
    start = act.verb.start
    if has is not None and has.start() < act.verb.start:
        start = max(has.end(), who.end if who and who.start >= has.end() else 0)
        if not _trimmed(words, start, act.verb.start):
            start = act.verb.end
    elif who is not None and who.start >= act.verb.start:
        start = who.end
    else:
        start = (
            act.verb.end
            if not words[act.verb.start :].split()[1:]
            else act.verb.start + len(words[act.verb.start :].split()[0])
        )
    particle = re.compile(r"\s*(?:toe|in\s+op|in|uit|af|vast)\b[\s,]*(?:dat\b|om\b)?").match(words, start)
    return _trimmed(words, particle.end() if particle else start, len(words))


def _coming(words: str, act: Act) -> Span | None:
    start = 0
    for cut in re.finditer(r"[,;:]\s|\bdat\s", words[: act.verb.start]):
        start = cut.end()
    ends = re.compile(r"\s(?:is|zijn|werd|werden|wordt|worden)\s").search(words, start, act.verb.start)
    subject = _trimmed(words, start, ends.start() if ends else act.verb.start, coming=True)
    rest = words[subject.start : subject.end] if subject else ""
    if subject and not WHEN.search(rest) and not re.match(r"(?:hier|daar)\w*$|er$", rest, re.IGNORECASE):
        return subject
    if (
        subject
        and (when := WHEN.search(rest))
        and len(rest) - len(when[0]) > 12
        and not rest.lower().startswith(("in ", "op ", "tijdens ", "bij "))
    ):
        return subject
    verb_end = act.verb.start + len(re.split(r"\s", words[act.verb.start :])[0])
    when = _WHEN_FIRST.match(words, verb_end)
    verb_end = when.end() if when else verb_end
    treated = _TREATED.search(words, verb_end)
    return _trimmed(words, verb_end, treated.start() if treated else len(words), coming=True)


def _trimmed(words: str, start: int, end: int, *, coming: bool = False, whole: bool = False) -> Span | None:
    """The place without white space, marks, fillers and a time in front; None when nothing telling is left."""
    piece = words[start:end]
    for pattern in () if whole else (_LEFT, _BULLET, _FILLER):
        found = pattern.match(piece)
        if found:
            start, piece = start + found.end(), piece[found.end() :]
    when = WHEN.match(piece.lstrip())
    if when and not whole and len(piece.lstrip()) > when.end() + 8:
        start += len(piece) - len(piece.lstrip()) + when.end()
        piece = words[start:end]
    trimmed = piece.strip(_EDGE)
    last = _WHEN_LAST.search(trimmed)
    if last and coming:
        trimmed = trimmed[: last.start()]
    if _POINTER.match(trimmed) or _DANGLING.match(trimmed) or not re.search(r"\w{3,}", trimmed):
        return None
    start += piece.index(trimmed)
    return Span(start, start + len(trimmed))


def _unmarked(words: str) -> str:
    found = re.match(r"^(?:(?:[-–•*]|\d{1,2}[.)])\s+)?\**", words)
    return words[found.end() :] if found else words
