"""What stands around a question in a message that is a letter: a greeting, "kun je uitzoeken:", a list, a name below it."""

import re

from assistant import phrases

_NAMES = r"[^?\n]{0,60}"
_GREETING = re.compile(
    rf"^\s*(?:geachte\s+(?:heer|mevrouw|dames)\s*(?:,|/|en|of)\s*(?:mevrouw|heer|heren)|beste|geachte|hoi|hallo|hai|hey|dag(?=\s*[,!])|goede(?:morgen|middag|navond|ndag))\b(?!\s+(?:wat|wie|hoe|welke?)\b){_NAMES}?[,!]\s*"
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
# "Graag een overzicht van alles over X": what was said about it
_EVERYTHING = re.compile(
    r"^\s*(?:(?:ik\s+wil|ik\s+zou|graag|geef|toon|vertel|zoek|laat|kun\s+je|kunt\s+u)\b[^?]{0,40}?\s)?alles\s+(?:(?:zien|horen|weten|opzoeken)\s+)?"
    r"(?:wat\s+(?:er\s+)?(?:gezegd|besproken)\s+is\s+)?over\s+(?P<what>[^?]{3,200}?)(?:\s+(?:zien|horen|weten|opzoeken))?\s*[?.!]*$",
    re.IGNORECASE,
)
_VERBS = (
    r"is|zijn|was|waren|wordt|worden|werd|werden|heeft|hebben|had|hadden|kan|kunnen|moet|moeten|gaat|gaan|komt|komen|krijgt|krijgen|"
    r"zei|zegt|vindt|vinden|vond|vonden|wil|willen|zal|zullen"
)
_WORD = rf"(?!(?:{_VERBS}|van|voor|in|op|aan|bij|met|door|over|uit)\b)\w+"
# "wat de minister heeft gezegd", as a clause: its verb comes second when it is asked by itself
_ORDERED_BACK = re.compile(
    rf"^(?P<asks>(?:(?:voor|in|op|van|aan|bij|met|door|tot|sinds|uit)\s+)?(?:wat|wie|waar\w*|wanneer|hoe(?:\s+{_WORD})?|hoeveel\s+{_WORD}|welke?\s+{_WORD}(?:\s+{_WORD})?))\s+"
    r"(?P<who>(?:er|de|het|een|zij|ze|hij|we|wij|dit|dat|die|deze)\b[^?]*?)\s+"
    rf"(?P<verb>{_VERBS})(?P<more>(?:\s[^?]*)?)[?.]*$",
    re.IGNORECASE,
)
_OF_HIMSELF = re.compile(
    r"^(?:ik|wij|we|graag|namens|mijn|hierbij|voor\s+(?:een|mijn|ons|onze))\b[^?\n]*[.!:]$", re.IGNORECASE
)
_ITEM = re.compile(r"^\s*(?:[-–—•*]|\(?\d{1,2}[.)]|[a-z]\))\s+(?=\S)", re.IGNORECASE)
_LEADS = re.compile(r":\s*$")


def without_courtesies(message: str) -> list[str]:
    """The pieces of a message that ask something: the items of a list when it has one, else the message without what stands around.

    A message that is nothing but courtesies is left as it is.
    """
    body = _CLOSING.sub("", _GREETING.sub("", message, count=1)).strip()
    if body != message.strip() and "?" in body:  # what the writer of a letter tells of himself is none of its questions
        body = " ".join(line for line in re.split(r"(?<=[.!?])\s+(?=\S)", body) if not _OF_HIMSELF.match(line)) or body
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    items = [_ITEM.sub("", line) for line in lines if _ITEM.match(line)]
    if items and all(_ITEM.match(line) or _LEADS.search(line) for line in lines):
        return [_asked(item, clause=True) for item in items]
    left = " ".join(lines)
    return [_asked(left)] if re.search(r"\w", left) else [message]


def _asked(piece: str, *, clause: bool = False) -> str:
    """A piece that asks, without the plea before it: "Kun je me vertellen wat er besloten is" asks "Wat is er besloten?".

    With `clause` it may be one without a plea of its own, as in a list behind "Kun je uitzoeken:".
    """
    everything = _EVERYTHING.match(piece)
    if everything is not None:
        return phrases.what_was_said(everything["what"])
    plea = _PLEA.match(piece)
    if not (plea or clause) or (plea and re.match(r"of\b", piece[plea.end() :], re.IGNORECASE)):
        return piece
    rest = (piece[plea.end() :] if plea else piece).strip().rstrip("?.; ")
    turned = _ORDERED_BACK.match(rest)
    if turned is None and not plea:
        return piece
    if turned is not None:
        rest = f"{turned['asks']} {turned['verb']} {turned['who']}{turned['more']}"
    return f"{rest[:1].upper()}{rest[1:]}?"
