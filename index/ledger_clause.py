"""The clause that a verb stands in, and the words that make what it says denied, asked, wished, imagined or intended."""

import re
from dataclasses import dataclass
from enum import StrEnum

from index.records import Span


class EntryKind(StrEnum):
    """What an entry of the ledger is; the values are what a user sees and asks for."""

    DECISION = "besluit"
    PROMISE = "toezegging"
    ANNOUNCED = "aankondiging"
    DONE = "afronding"  # something is said to be done; no entry of its own


@dataclass(frozen=True, slots=True)
class Act:
    """What a sentence does. `verb` is where its words say so, `content` where what it is about begins, when that is behind it."""

    kind: EntryKind
    verb: Span
    content: int | None = None
    label: bool = False


FLAGS = re.IGNORECASE | re.DOTALL
IN = r"[^.;:?!]"  # within a sentence
SOME = rf"(?:{IN}{{0,140}}?\s)?"
OFTEN = re.compile(
    r"\b(?:maandelijks|wekelijks|jaarlijks|dagelijks|altijd|steeds|regelmatig|elke?|iedere?|telkens|doorgaans|"
    r"normaal)\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"[;:]|,|\b(?:zolang|omdat|doordat|wanneer|nadat|voordat|totdat|zodra|als|dat|die|maar|terwijl|zodat|waarbij|"
    r"of|indien|mits|tenzij|waarin|waarover)\b|"
    r"\bom\b(?=[^,;.]*\bte\b)",
    FLAGS,
)
SUBORDINATE = re.compile(
    r"^(?:als|indien|wanneer|zodra|nadat|voordat|totdat|tenzij|mits|of|dat|die|waarin|waarover|waarbij)$", re.IGNORECASE
)
IF = re.compile(r"^(?:als|indien|wanneer|zodra|nadat|voordat|totdat|tenzij|mits|of)$", re.IGNORECASE)
DENIES = re.compile(r"\b(?:niet|geen|nooit|niets|evenmin|noch|niemand|nauwelijks)\b", re.IGNORECASE)
MAY = re.compile(
    r"\b(?:kan|kunnen|kon|konden|moet|moeten|moest|moesten|zou|zouden|wil|willen|wilde|wilden|mag|mogen|dient|"
    r"dienen|hoopt|hopen|hoopte|hoopten|"
    r"mogelijk|misschien|wellicht|eventueel|zodra|hypothetisch|stel)\b",
    re.IGNORECASE,
)
WISHES = re.compile(
    r"\b(?:vra(?:agt|gen)|vroeg(?:en)?|gevraagd|verzo(?:ekt|eken|cht|chten)|verzocht|wens(?:t|en|te|ten)?|"
    r"hoop(?:t|te|ten)?|hopen|wil(?:len|de|den)?|"
    r"verwacht(?:te|ten|en)?|verwachting|stel(?:t|de|den|len)\s+(?:\w+\s+){0,2}voor|advise(?:ert|erde|ren)|"
    r"pleit(?:te|ten|en)?|roept|riep(?:en)?|dringt|drong(?:en)?|"
    r"nodig|noodzakelijk|belang(?:rijk)?|wenselijk|onduidelijk|onbekend|bepleit\w*|suggere\w+|uitnodig\w*|nodigt)\b"
    r"[^.;]*?(?P<link>\b(?:om|of|dat|wat|wie|hoe|wanneer|welke|waarom|op)\b)",
    FLAGS,
)
INTENDED = re.compile(
    r"\b(?:voorgenomen|voornemen(?:s)?|voornemens|intentie|beoogd|concept-?besluit|voorlopig(?:e)?\s+besluit|"
    r"ontwerpbesluit)\b",
    re.IGNORECASE,
)


def clause_of(text: str, verb: Span, start: int | None = None) -> tuple[str, int, int]:
    """What opens the clause that a verb stands in ("" for the sentence itself), and where it begins and ends."""
    opened, begin = "", 0
    for cut in _CUT.finditer(text, 0, verb.start if start is None else min(start, verb.start)):
        opened, begin = cut[0], cut.end()
    end = next((cut.start() for cut in _CUT.finditer(text, verb.end)), len(text))
    return opened, begin, end


def is_wished(text: str, before: int) -> bool:
    return any(True for _ in WISHES.finditer(text, 0, before))


_HEAD = re.compile(r"\b\w{2,5}")


def heads(text: str) -> frozenset[str]:
    """The first five letters of every word, in lower case: a quick way to see that a sentence can't have certain verbs."""
    return frozenset(_HEAD.findall(text.lower()))
