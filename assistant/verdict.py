"""Whether a sentence affirms, denies or gives a reason, in so many words."""

import re

from index.records import Span

NEGATION = re.compile(r"\b(?:niet|niets|geen|nooit|niemand|noch|evenmin)\b", re.IGNORECASE)
_RESERVED = re.compile(
    r"\b(?:van\s+plan|plannen|verzoek\w*|verzocht\w*|vraagt|vragen|vroeg\w*|wil|wilde|wilden|willen|hoop\w*|hopen|voorwaarde|voorstel\w*|"
    r"voorgesteld|stel\w*\s+voor|moet|moeten|moest\w*|streven|streeft|pleit\w*|wens\w*|verwacht\w*|verwachting|mogelijk|misschien|wellicht|eventueel|zou|zouden|voorgenomen|voornemen|voorbehoud|indien|mits|tenzij|als|of|afhankelijk|onderzocht|zonder|behalve|behoudens|voordat|totdat|zolang|uitgezonderd)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[,;:]|\b(?:zolang|omdat|doordat|als|wanneer|dat|die|en|maar|terwijl|zodat|waarbij|of)\b"
    r"|\bom\b(?=(?:(?!\bom\b)[^,;.:])*\bte\s)",
    re.IGNORECASE,
)
_NO_PROMISE = re.compile(
    r"\b(?:geen|niets?|nooit)\b(?:\s+\w+){0,6}\s+(?:toegezegd|toezegg\w*|toe\s+te\s+zeggen|beloofd|beloven|belofte\w*)\b"
    r"|\b(?:zeg(?:t|de)|belooft|beloofde)\b(?:\s+\w+){0,4}\s+(?:geen|niets?|nooit)\b",
    re.IGNORECASE,
)
_INTENDED = re.compile(
    r"\b(?:voorgenomen\s+\w+|(?:het\s+|zijn\s+|haar\s+|hun\s+)?voornemen\b|(?:is|zijn|was|waren)\s+(?:\w+\s+)?(?:voornemens|van\s+plan)\b)",
    re.IGNORECASE,
)
_BECAUSE = re.compile(
    r"\b(?:omdat|doordat|want|aangezien|immers|vanwege|wegens|daarom|daardoor|waardoor|zodat|oorzaak|oorzaken|reden|redenen|aanleiding|"
    r"gevolg van|verband met|op verzoek|op initiatief|op aandringen|naar aanleiding|ten gevolge|te wijten|te danken|"
    r"komt doordat|dankzij|door|nu\s+(?:de|het|een|er|dit|deze|dat|zij|men)\b|om(?=[^,;.:]*\s(?:\w+)?te\s)|gelet op|gezien|"
    r"met het oog op|ingegeven|toe\s*(?:te\s*)?schrij\w+|wijt\w*|"
    r"schr(?:ij\w*|eef|even)\b.{1,40}\btoe\s+aan)\b|^(?:Met(?!\s+(?:ingang|name|uitzondering|dank|terugwerkende|\w+\s+stemmen))|Na)\b|,\s+daar\s+(?:de|het|een|er|dit|deze|dat|die|zij|hij|men|nog)\b",
    re.IGNORECASE,
)


def yes_or_no(sentence: str, predicate: Span | None) -> bool | None:
    """Whether a sentence that says what was asked affirms or denies it; None when it does neither outright.

    Args:
        sentence: the sentence.
        predicate: where its verb stands, the one that was asked about; None when it isn't there.
    """
    if predicate is None or _RESERVED.search(sentence):
        return None
    if not NEGATION.search(sentence):
        return True
    return False if denied(sentence, predicate) else None


def denied(sentence: str, place: Span) -> bool:
    """Whether the clause around a place in a sentence denies something."""
    start = max((cut.end() for cut in _CLAUSE.finditer(sentence, 0, place.start)), default=0)
    end = min((cut.start() for cut in _CLAUSE.finditer(sentence, place.end)), default=len(sentence))
    return NEGATION.search(sentence, start, end) is not None


def intended(sentence: str) -> Span | None:
    """Where a sentence calls something intended ("voorgenomen besluit"), so not decided; None when it doesn't."""
    found = _INTENDED.search(sentence)
    return Span(*found.span()) if found else None


def denies_promise(sentence: str) -> bool:
    """Whether a sentence says in so many words that something was not promised."""
    return bool(_NO_PROMISE.search(sentence))


def gives_reason(sentence: str) -> bool:
    """Whether a sentence gives a reason in so many words."""
    return bool(_BECAUSE.search(" ".join(sentence.split())))
