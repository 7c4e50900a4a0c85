"""A bare "waarom" or "wanneer", and the question before it: that question with another question word."""

import re

from assistant.subject import VERBS

_ADJUNCT = (
    r"(?:wanneer|waarom|waar(?!\w)|hoe(?!\w)|hoezo|sinds\s+wanneer|hoe\s*lang|tot\s+wanneer|door\s+wie|voor\s+wie|"
    r"met\s+wie|waardoor)"
)
BARE = re.compile(
    rf"^(?P<wh>{_ADJUNCT})(?:\s+(?P<not>niet))?(?:\s+dan)?(?:\s+(?:is|was|gebeurde|gebeurt|komt)\s+(?:dat|dit)(?:\s+(?:dan|precies|zo))?)?(?:\s+(?P<not2>niet))?$",
    re.IGNORECASE,
)
_YES_NO = re.compile(rf"^(?P<verb>{VERBS}|krijg\w*)\s+(?P<rest>.+)$", re.IGNORECASE)
_PLACED = re.compile(
    rf"^(?:(?:voor|in|op|bij|tijdens|uit|met|over|van)\s+welke?\s+\w+|{_ADJUNCT})\s+(?P<verb>{VERBS}|\w{{3,}}t|\w+(?:de|te)n?)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_HOW_MUCH = re.compile(rf"^hoe\s+(?P<adjective>\w+)\s+(?P<verb>{VERBS})\s+(?P<rest>.+)$", re.IGNORECASE)
_SOMEONE = re.compile(r"^wie\s+(?P<verb>(?!zijn\b|waren\b)\w+)\s+(?P<rest>.+)$", re.IGNORECASE)
_SOMETHING = re.compile(r"^wat\s+(?P<verb>is|werd|wordt)\s+er\s+(?P<rest>.+)$", re.IGNORECASE)


def asked_anew(before: str, wh: str, negated: bool) -> str | None:
    """The question before with another question word: "Krijgen boa's dat?" gives "Waarom krijgen boa's dat niet?"."""
    wh = wh[:1].upper() + wh[1:]
    end = " niet" if negated else ""
    much = _HOW_MUCH.match(before)
    if much:
        return f"{wh} {much['verb'].lower()} {much['rest']}{end} zo {much['adjective'].lower()}"
    for pattern, filling in ((_PLACED, ""), (_YES_NO, ""), (_SOMEONE, "iemand "), (_SOMETHING, "er iets ")):
        match = pattern.match(before)
        if match:
            rest = match["rest"]
            that = re.search(r"\bdat\b", rest)
            if negated and filling == "" and that:
                return f"{wh} {match['verb'].lower()} niet {rest}"
            if filling.startswith("er"):
                return f"{wh} {match['verb'].lower()} {'er niets ' if negated else filling}{rest}"
            return f"{wh} {match['verb'].lower()} {filling}{rest}{end}"
    return None
