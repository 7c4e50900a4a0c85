"""What stands around a question in a message that is a letter: a greeting, "kun je uitzoeken:", a list, a name below it."""

import re

_NAMES = r"[^?\n]{0,60}"
_GREETING = re.compile(
    rf"^\s*(?:beste|geachte|hoi|hallo|hai|hey|dag(?=\s*[,!])|goede(?:morgen|middag|navond|ndag))\b(?!\s+(?:wat|wie|hoe|welke?)\b){_NAMES}?[,!]\s*"
    r"(?=\S)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:^|(?<=[?!.\n])|(?<=\w)\s*\n)\s*(?:met\s+(?:vriendelijke|hartelijke|beste)\s+groet(?:en)?|(?:vriendelijke|hartelijke)\s+groet(?:en)?|"
    rf"groet(?:en|jes)?|mvg|m\.v\.g\.|alvast\s+(?:hartelijk\s+)?(?:bedankt|dank)|bedankt\s+alvast)\b{_NAMES}(?:\n.*)?$",
    re.IGNORECASE | re.DOTALL,
)
_PLEA = re.compile(
    r"^\s*(?:(?:kun|kunt|kan|zou|wil|wilt)\s+(?:je|u|jij|iemand)\s+(?:(?:me|mij|ons|voor\s+(?:me|mij|ons))\s+)?(?:(?:misschien|eens|even)\s+)*"
    r"(?:vertellen|zeggen|aangeven|uitzoeken|nagaan|opzoeken|laten\s+weten|kijken)\s*:?|"
    r"(?:ik\s+(?:wil|zou)\s+(?:graag\s+)?(?:willen\s+)?weten|graag\s+(?:wil\s+ik|zou\s+ik)\s+(?:willen\s+)?weten|ik\s+vraag\s+me\s+af|"
    r"weet\s+(?:je|u|jij|iemand))\s*:?)\s+(?=(?:wat|wie|waar\w*|wanneer|hoe\w*|welke?|of|(?:voor|in|op|van|aan|bij|met|door|tot|sinds)\s+w\w+)\b)",
    re.IGNORECASE,
)
_ITEM = re.compile(r"^\s*(?:[-–—•*]|\(?\d{1,2}[.)]|[a-z]\))\s+(?=\S)", re.IGNORECASE)
_LEADS = re.compile(r":\s*$")


def without_courtesies(message: str) -> list[str]:
    """The pieces of a message that ask something: the items of a list when it has one, else the message without what stands around.

    A message that is nothing but courtesies is left as it is.
    """
    body = _CLOSING.sub("", _GREETING.sub("", message, count=1)).strip()
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    items = [_ITEM.sub("", line) for line in lines if _ITEM.match(line)]
    if items and all(_ITEM.match(line) or _LEADS.search(line) for line in lines):
        return [_asked(item) for item in items]
    left = " ".join(lines)
    return [_asked(left)] if re.search(r"\w", left) else [message]


def _asked(piece: str) -> str:
    """A piece that asks, without the plea before it: "Kun je me vertellen wat ..." asks "wat ..."."""
    plea = _PLEA.match(piece)
    if plea is None or re.match(r"of\b", piece[plea.end() :], re.IGNORECASE):
        return piece
    rest = piece[plea.end() :]
    return f"{rest[:1].upper()}{rest[1:].rstrip(' .')}" + ("" if rest.rstrip().endswith("?") else "?")
