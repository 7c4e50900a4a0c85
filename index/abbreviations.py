"""Abbreviations that a text explains itself: "Koninklijke Marechaussee (KMar)", found by laying letters beside letters.

After Schwartz and Hearst (2003): the letters of the abbreviation must stand in the words before it, in order, the first at
the beginning of a word. Stricter here: each next letter too, or inside the word of the letter before ("KMar").
"""

import re

_SHORT = r"[A-Z][A-Za-z&-]*[A-Z][A-Za-z&-]*"
_IN_BRACKETS = re.compile(rf"\((?:de |het |afgekort |hierna:? |verder:? )?[\"'“‘]?({_SHORT})[\"'”’]?\)")
_BEFORE_BRACKETS = re.compile(rf"(?<![\w-])({_SHORT})\s*\(((?:de |het )?[^()\n]{{6,90}})\)")  # "KMar (Koninklijke ...)"
_WORD = re.compile(r"[^\W\d_][\w’'&-]*")
_ENDS = re.compile(r"[.;:!?()]\s|\n\s*\n")  # a name doesn't run over these
_SMALL = frozenset("van de der den het een en voor in op ter ten tot bij aan".split())
_LONGEST, _MOST_WORDS = 10, 10


def abbreviations(text: str) -> list[tuple[str, str]]:
    """The abbreviations that a text explains, in order, each pair once.

    Returns:
        (abbreviation, what it stands for), both as written, white space made single spaces; [] when none is explained.
    """
    found: dict[tuple[str, str], None] = {}
    for match in _IN_BRACKETS.finditer(text):
        if len(match[1]) > _LONGEST:
            continue
        long = _stands_for(match[1], text[max(0, match.start() - 160) : match.start()])
        if long:
            found.setdefault((match[1], long))
    for match in _BEFORE_BRACKETS.finditer(text):
        long = re.sub(r"^(?:de|het) ", "", match[2].strip())
        if len(match[1]) <= _LONGEST and _stands_for(match[1], long) == " ".join(long.split()):
            found.setdefault((match[1], long))
    return list(found)


def _stands_for(short: str, before: str) -> str:
    """The end of `before` that a short form abbreviates, "" when none does."""
    cut = max((end.end() for end in _ENDS.finditer(before)), default=0)
    words = list(_WORD.finditer(before, cut))[-_MOST_WORDS:]
    if not words or before[words[-1].end() :].strip():
        return ""
    letters = [letter for letter in short.casefold() if letter.isalpha()]
    for first in range(len(words) - 1, -1, -1):
        if words[first][0].casefold()[0] != letters[0] or words[first][0].casefold() in _SMALL:
            continue
        own = [word[0].casefold() for word in words[first:]]
        if _fits(letters, own) and len(own) > 1:
            return " ".join(before[words[first].start() :].split())
    return ""


def _fits(letters: list[str], words: list[str]) -> bool:
    """Whether the letters can be laid over the words: each at the start of a word or of a part, or behind the one before.

    Only small words may be passed over.
    """

    def lay(n: int, w: int, at: int) -> bool:
        if n == len(letters):
            return all(word in _SMALL for word in words[w + 1 :])
        for place in range(at, len(words[w])):  # further inside the same word
            if words[w][place] == letters[n] and (place > 0) and lay(n + 1, w, place + 1):
                return True
        for following in range(w + 1, len(words)):
            if words[following][0] == letters[n] and lay(n + 1, following, 1):
                return True
            if words[following] not in _SMALL:
                break
        return False

    return words[0][0] == letters[0] and lay(1, 0, 1)
