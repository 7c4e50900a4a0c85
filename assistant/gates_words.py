"""Words, names and numbers of a sentence and of its source, in one spelling, so that they can be laid side by side."""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from assistant.roles import ROLES
from index.dates import find_dates
from index.dutch import Token, derivations, fold, is_content, is_word, join_at_hyphen, parts, tokens
from index.records import Span

_BROKEN = re.compile(r"([^\W\d_]+)[-‐\u00ad][^\S\n]*\n\s*([^\W\d_]+)")
_SINGLE = re.compile("[‘’‚‛‹›`´]")
_DOUBLE = re.compile("[“”„‟«»]")
_MARKER = re.compile(r"\[(\d+)\]")

_DIGITS = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_SCALES = {"duizend": 10**3, "miljoen": 10**6, "mln": 10**6, "mio": 10**6, "miljard": 10**9, "mld": 10**9}
_UNITS = {"%": "%", "procent": "%", "percent": "%", "€": "euro", "eur": "euro", "euro": "euro", "euro's": "euro"}
_NUMBER = re.compile(
    rf"(?P<before>(?:€|\bEUR\b|\beuro\b)\s*)?"
    rf"(?:(?<![\w.,:-])(?P<time>\d{{1,2}}[.:]\d{{2}}(?![\d.]))|(?<![\w.,:])(?<!\w[-–])(?P<digits>{_DIGITS})(?![\w])|(?P<word>\b[^\W\d_]+\b))"
    rf"(?:[\s-]*(?P<scale>duizend|miljoen|mln|mio|miljard|mld)\b\.?)?(?:[\s-]*(?P<after>%|procent\b|percent\b|euro\b|EUR\b|€))?",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![\w’'])[A-ZÀ-Þ][\w&]*(?:[-'’][\w&]+)*|(?<![\w’'])[A-Za-z]+-?\d+\b")
_PARTICLES = frozenset("van de der den ten ter het 't".split())
_ROLE = re.compile(rf"(?:{ROLES})", re.IGNORECASE)
# Words that tell what is told, or tie sentences together: they say nothing that a source must bear out.
_NEUTRAL = frozenset(
    """zeggen zegt zei zeiden gezegd vertellen vertelt vertelde vertelden verteld melden meldt meldde meldden gemeld aangeven
    gaf aangegeven staat staan stond stonden verslag verslagen record overleg vergadering bijeenkomst onderwerp agendapunt punt
    lovp gaat ging gingen gaan betreft betrof namelijk tevens bovendien daarbij daarnaast ten onder blijkt bleek luidt
    aldus volgende zin letterlijk citaat uitleggen legde vermeldt vermeldde vermeld noemt noemen""".split()
)
_UNIT_WORDS = frozenset((*_SCALES, *_UNITS, "euros"))


def normal(text: str) -> str:
    """The one spelling in which quotes are compared: NFC, white space single, words whole again that a line end broke.

    Quotation marks are straight, and a marker such as [3] in a record is (3), as the model gets it. Case, accents and
    punctuation stay as they are.
    """
    whole = unbroken(unicodedata.normalize("NFC", text))
    whole = _DOUBLE.sub('"', _SINGLE.sub("'", whole.replace("\u00ad", "")))
    return _MARKER.sub(r"(\1)", " ".join(whole.split()))


def unbroken(text: str) -> str:
    """The text with words whole again that a line end broke at a hyphen."""
    return _BROKEN.sub(lambda cut: join_at_hyphen(cut[1], cut[2]), text)


@dataclass(frozen=True, slots=True)
class Number:
    """A number and what it counts ("%", "euro", "time" or "" when it isn't said); 5 mln. euro is 5,000,000 euro."""

    value: Fraction
    unit: str
    text: str

    def same(self, other: "Number") -> bool:
        """Whether both may be the same: a unit that one leaves out is no difference, except for a percentage."""
        if self.value != other.value:
            return False
        return self.unit == other.unit or ("%" not in (self.unit, other.unit) and "" in (self.unit, other.unit))


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is told; None where it isn't."""

    day: int | None
    month: int | None
    year: int | None
    text: str

    def within(self, other: "Day") -> bool:
        """Whether all that this date tells, the other tells too."""
        mine, others = (self.day, self.month, self.year), (other.day, other.month, other.year)
        return all(one is None or one == there for one, there in zip(mine, others, strict=True))


def numbers(text: str) -> tuple[list[Number], list[Day]]:
    """The numbers and the dates of a text; in digits and in words, dates in figures and written out."""
    days = []
    rest = text
    for found in find_dates(text):
        days.append(Day(found.day, found.month, found.year, found.span.of(text)))
        rest = rest[: found.span.start] + ";" * (found.span.end - found.span.start) + rest[found.span.end :]
    told = []
    at = 0
    while match := _NUMBER.search(rest, at):
        number = _number(match)
        at = match.end() if number is not None else (match.end("word") if match["word"] else match.end())
        if number is not None:
            told.append(number)
    return told, days


def _number(match: re.Match[str]) -> Number | None:
    scale = match["scale"]
    if match["time"]:
        hour, minute = re.split("[.:]", match["time"])
        return Number(Fraction(int(hour) * 100 + int(minute)), "time", match[0].strip())
    if match["word"]:
        value = _value(match["word"], counted=scale is not None)
        if value is None:
            return None
    else:
        value = Fraction(match["digits"].replace(".", "").replace(",", "."))
    if scale:
        value *= _SCALES[scale.lower()]
    unit = (match["after"] or match["before"] or "").strip().lower()
    return Number(value, _UNITS.get(unit, ""), match[0].strip())


def _value(word: str, *, counted: bool) -> Fraction | None:
    if word in {"één", "Eén", "ÉÉN"} or (counted and word.lower() == "een"):
        return Fraction(1)
    value = _WORDS.get(fold(word))
    if value is None and "duizend" in word.lower():
        head, _, tail = fold(word).partition("duizend")
        thousands = _WORDS.get(head) if head else Fraction(1)
        rest = _WORDS.get(tail.removeprefix("en")) if tail else Fraction(0)
        value = None if thousands is None or rest is None else thousands * 1000 + rest
    return None if value is None else Fraction(value)


def _number_words() -> dict[str, Fraction]:
    units = "nul een twee drie vier vijf zes zeven acht negen".split()
    teens = "tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien".split()
    tens = ["", "", *"twintig dertig veertig vijftig zestig zeventig tachtig negentig".split()]
    below = units + teens
    for ten in tens[2:]:
        below += [ten, *(f"{unit}en{ten}" for unit in units[1:])]
    found = {word: Fraction(n) for n, word in enumerate(below) if word != "een"}
    for n in range(1, 10):
        hundred = "honderd" if n == 1 else f"{units[n]}honderd"
        found[hundred] = Fraction(100 * n)
        for rest, word in enumerate(below[1:], 1):
            found[f"{hundred}{word}"] = found[f"{hundred}en{word}"] = Fraction(100 * n + rest)
    return found | {"anderhalf": Fraction(3, 2), "anderhalve": Fraction(3, 2)}


_WORDS = _number_words()


def is_number(token: str) -> bool:
    """Whether a word is a number or part of an amount, so that it is checked as such."""
    return (
        token[0].isdigit()
        or _value(token, counted=False) is not None
        or fold(token) in _UNIT_WORDS
        or bool(find_dates(f"1 {token}"))
    )


@lru_cache(2048)
def words(text: str) -> tuple[Token, ...]:
    """The words of a text that say something: no numbers, no words that tell or tie."""
    return tuple(
        token
        for token in tokens(text)
        if is_content(token.folded)
        and not (token.keys | {token.folded}) & _NEUTRAL
        and not token.loose
        and not is_number(text[token.start : token.end])
    )


def names(text: str) -> list[tuple[str, ...]]:
    """The names of a text as rows of folded words: ("hans", "van", "eck"). A word that only opens a sentence is none."""
    found: list[tuple[str, ...]] = []
    row: list[str] = []
    end = -1
    for match in _NAME.finditer(text):
        word = match[0]
        between = text[end : match.start()] if end >= 0 else None
        folded = fold(word)
        if not is_content(folded) or (_opens(text, match.start()) and is_word(folded)):
            continue
        if _ROLE.fullmatch(word) or is_number(word):
            end = -1
            row = _ended(row, found)
            continue
        links = between.split() if between is not None and re.fullmatch(r"\s(?:[\w']+\s){0,2}", between) else None
        if row and links is not None and all(link in _PARTICLES for link in links):
            row += [fold(link) for link in links]
        else:
            row = _ended(row, found)
        row.append(folded)
        end = match.end()
    _ended(row, found)
    return found


def _ended(row: list[str], found: list[tuple[str, ...]]) -> list[str]:
    if row:
        found.append(tuple(row))
    return []


def _opens(text: str, at: int) -> bool:
    before = text[:at].rstrip()
    return not before or before[-1] in ".!?:\"'“”‘«„(;" or text[:at].endswith("\n")


@dataclass(frozen=True, slots=True)
class Words:
    """What a source is made of: the keys of its words, and their folded spellings in order."""

    keys: frozenset[str]
    row: tuple[str, ...]
    folded: frozenset[str]
    telling: frozenset[str]  # those that tell or tie: "gaat" in "Het gaat om 7 miljoen"

    def has(self, token: Token) -> bool:
        """Whether the source has a word: in another form, as the noun of a verb, or as part of a compound."""
        if token.keys & self.keys or derivations(token.folded) & self.keys:
            return True
        return bool(parts(token.folded, self.folded)) or _ends_compound(token.folded, self.folded)

    def has_name(self, name: tuple[str, ...]) -> bool:
        """Whether its words stand there in that order, next to each other."""
        if len(name) == 1 and (name[0] in self.folded or name[0] in self.keys):
            return True
        row = tuple(part for word in name for part in word.split("-"))
        return any(self.row[at : at + len(row)] == row for at in range(len(self.row) - len(row) + 1))


@lru_cache(2048)
def words_of(text: str) -> Words:
    """The words of a text."""
    found = tokens(text)
    keys = frozenset(key for token in found for key in token.keys)
    names_too = [fold(match[0]) for match in _NAME.finditer(text)]  # "B8-aanvragen" and "COVID-19" whole
    row = tuple(token.folded for token in found)
    return Words(keys, row, frozenset((*row, *names_too)), _NEUTRAL & set(row))


@lru_cache(20_000)
def _ends_compound(word: str, folded: frozenset[str]) -> bool:
    return (
        len(word) >= 5
        and is_word(word)
        and any(len(whole) > len(word) + 2 and whole.endswith(word) for whole in folded)
    )


def roles(text: str) -> list[tuple[str, Span]]:
    """The roles that a text names, in order: one word for each, in the singular."""
    found = re.finditer(rf"(?<![\w-])(?:{ROLES})(?![\w-])", text, re.IGNORECASE)
    return [
        (_singular(match[0].lower()), Span(*match.span()))
        for match in found
        if match[0] not in {"om", "Om", "rb", "kc"}  # as a word it isn't the OM
    ]


def _singular(role: str) -> str:
    return {"gemeenten": "gemeente", "pg": "procureur-generaal", "dg": "directeur-generaal", "kc": "korpschef"}.get(
        role, role.removesuffix("s") if role.endswith(("burgemeesters", "wethouders")) else role
    )
