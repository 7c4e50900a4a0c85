"""Which meetings a question asks about, by the words for a period in it.

The rule, for every stretch of time in a question:

1. Beside the word for a meeting ("in het LOVP van november 2023", "de vergaderingen sinds 2021", "het laatste overleg") it says
   which meetings, and nothing else will do: it is *tied*.
2. In a question after what was said or decided ("wat is er in 2021 besproken over X", "wat zei de PG in mei 2020") it is tied too
   when it stands with the saying: behind no complement ("over X", "voor X", "dat ..."), or right before the participle, or
   when it opens with "sinds".
   Behind the complement ("besproken over de kosten in 2021") it may belong to either; so may what looks ahead
   ("afgesproken vanaf 2022"), a "voor" with a month or season, and all that "hoeveel" counts. Those are *loose*: tried
   as meetings first, and read as words of the question when no such meeting answers.
3. In any other question a day or a month with its preposition ("op 28 oktober 2019", "in mei 2020") is loose, and a year is only
   what the text is about ("wat kost het in 2021").
4. Never a period: a year behind "voor", "over" or "per", behind a noun ("de begroting 2022", "het jaar 2020"), or by itself.

"Het laatste" and "het vorige LOVP" are the newest meeting that has a record and isn't still to come. "Voor" and "na de zomer"
count from the recess of July and August. A day or month without a year means that of every year with a meeting then.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.roles import ROLES
from assistant.time_unit import NUMBERS, Size, Unit, counted, find_units
from index.dates import MONTHS, written
from index.records import EVERYTHING, Scope, Span

Window = tuple[date | None, date | None]  # first and last day; None leaves that side open

_MEETING = (
    r"(?:lovp(?:['’]?s)?|(?:artikel\s+19[\s-]*)?overleg(?:gen)?|vergadering(?:en)?|bijeenkomst(?:en)?|verslag(?:en)?|"
    r"terugkoppeling(?:en)?|notulen)"
)
_ARTICLE = r"(?:(?:het|de|dat|die|alle|deze|elk|elke|onze)\s+)?"
_IN = r"(?:(?:in|op|tijdens|uit|bij|van|aan|volgens)\s+)?"
_BEFORE = re.compile(
    rf"\b{_IN}{_ARTICLE}(?:(?:bestuurlijke?|korte)\s+)?{_MEETING}(?:\s+lovp)?\s*(?:d\.d\.|dd\.?)?\s*$",
    re.IGNORECASE,
)
_U = "\ue000\ue001*"  # a stretch of time, in the text with those blotted out
_SINCE_MEETING = rf"(?:(?:het|de|dat)\s+{_MEETING}\s+(?:van|in|op|uit)\s+)?"
_YEARS = r"(?:(?:de\s+)?(?:maand(?:en)?|periode|jaren)\s+|het\s+jaar\s+)?"
_TO = r"(?:tot\s+en\s+met|t\s*/\s*m|t\.?e\.?m\.?|tot|[-–])"
_AND = r"\s*(?:,|\ben\b|\bof\b|&)\s*(?:(?:in|op|van)\s+)?"
_EXPRESSION = re.compile(
    rf"\b(?P<between>tussen)\s+{_SINCE_MEETING}{_YEARS}{_U}\s+en\s+{_SINCE_MEETING}{_YEARS}{_U}"
    rf"|(?:\b(?P<pre>van|vanaf|sinds|in|uit|over)\s+)?{_SINCE_MEETING}{_YEARS}{_U}\s*(?P<to>{_TO})\s*(?:het\s+jaar\s+)?{_U}"
    rf"|(?<!\w)(?P<open>sinds|vanaf|sedert|na|tot\s+en\s+met|t\s*/\s*m|tot|vóór|voor)\s+{_SINCE_MEETING}{_YEARS}{_U}"
    rf"|(?:\b(?P<in>in|op|uit|van|tijdens|rond|gedurende)\s+)?{_YEARS}{_U}(?:{_AND}{_U})*",
    re.IGNORECASE,
)
_ORDINAL = (
    r"(?P<newest>laatste|laatst\s+gehouden|meest\s+recente|recentste|nieuwste|vorige|afgelopen)"
    r"|(?P<before>voorlaatste|(?:op\s+)?[eé][eé]n[\s-]+na[\s-]+laatste)|(?P<nth>eerste|tweede|derde|vierde|vijfde|[1-5](?:e|ste|de))"
)
_BY_ORDER = re.compile(
    rf"\b{_IN}(?:het|de|dat|die|ons|onze)\s+(?:{_ORDINAL})\s+(?:(?P<n>twee|drie|vier|vijf|zes|[2-6])\s+)?"
    rf"(?:{_MEETING}|(?<=[et]\s)keer)\b(?!\s+(?:met|tussen)\b)(?:\s+(?:van|in|uit)\s+(?P<of>{_U}))?",
    re.IGNORECASE,
)
_IMPOSSIBLE = re.compile(
    rf"\s*(?:van|op|in)?\s*(?P<day>\d{{1,2}}\s+(?:{'|'.join(MONTHS)})\s+(?:19|20)\d\d)\b", re.IGNORECASE
)
_LOOKS_AHEAD = re.compile(
    r"\b(?:toegezegd|toezegg\w+|beloofd|afgesproken|afsprak?en|beslo\w+|besluit\w*|afspraken)\b", re.IGNORECASE
)
_SAID = (
    r"besproken|gezegd|genoemd|gemeld|verteld|gevraagd|toegezegd|beloofd|afgesproken|besloten|vastgesteld|ingestemd|"
    r"goedgekeurd|opgemerkt|benadrukt|aangekondigd|toegelicht|gepresenteerd|behandeld|overlegd|gesproken|mee?degedeeld|"
    r"meegedeeld|geadviseerd|gerapporteerd|aangegeven|ingebracht|geagendeerd|vergaderd|gedaan|gemaakt|genomen|overeengekomen|aangekaart"
)
_SAYING = re.compile(
    rf"\b(?:{_SAID.replace('|gedaan|gemaakt|genomen', '')}|zei(?:den)?|zegt|zeggen|besprak(?:en)?|bespreekt|"
    r"sprak(?:en)?|vroeg(?:en)?|vraagt|"
    r"meld(?:t|de|den)|vertel(?:t|de|den)|beloofden?|zegden?|besloot|noemd?en?|noemt|benadrukte?n?|vond(?:en)?|antwoord(?:t|den?)|"
    r"vergaderden?|bijeen\w*|(?:welke|alle|de|hoeveel)\s+(?:toezeggingen|besluiten|afspraken|agendapunten|onderwerpen)|"
    r"standpunt|reactie|aan\s+de\s+orde|op\s+de\s+agenda|ter\s+sprake|aan\s+bod)\b"
    rf"|\bging(?:en)?\s+(?:het|de)\s+{_MEETING}\b",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"\bhoeveel\s+(?!toezegg|besluit|afspra|vergader|overleg|lovp|bijeenk|keer)|\bhoe\s+(?:groot|hoog|lang|ver)\b|\bwat\s+kost",
    re.IGNORECASE,
)
_COMPLEMENT = re.compile(
    r"\b(?:over|rond|inzake|omtrent|betreffende|voor|tegen|naar|dat|of|om|van|bij|met|aan)\b", re.IGNORECASE
)
_NO_COMPLEMENT = re.compile(
    rf"\baan\s+(?:de\s+orde|bod)\b|\b(?:van\s+)?(?:de|het)\s+{ROLES}(?:\s+van\s+(?:de\s+|het\s+)?\w+(?:\s+en\s+\w+)?)?"
    rf"|\bvan\s+(?:het|de)\s+{_MEETING}\b|^\W*(?:of|om)\b",
    re.IGNORECASE,
)
_BEFORE_PARTICIPLE = re.compile(
    rf"\s*(?:(?:al|ook|nog|iets|niets)\s+)*(?:{_SAID}|aan\s+de\s+orde|ter\s+sprake|aan\s+bod)\b", re.IGNORECASE
)
_RECESS = 7, 8  # July and August


@dataclass(frozen=True, slots=True)
class Period:
    """The meetings that a question names.

    `windows` are the days between which they lie, none when nothing can be meant; `said` names them in Dutch ("van 28 oktober
    2019", "sinds 2021"). `words` are those of the question, at `span`. `tied` is False when they may be what the text
    is about.
    """

    windows: tuple[Window, ...]
    span: Span
    said: str
    words: str
    tied: bool

    @property
    def scope(self) -> Scope:
        """From the first day of all windows to the last."""
        if not self.windows:
            return EVERYTHING
        since = [first for first, _ in self.windows]
        until = [last for _, last in self.windows]
        return Scope(
            None if None in since else min(day for day in since if day),
            None if None in until else max(day for day in until if day),
        )


def find_period(text: str, days: Sequence[date], today: date) -> Period | None:
    """The period that a question names, None when it names none.

    Args:
        text: the question, standing on its own.
        days: the meetings that there are records of, in order.
        today: what "vorig jaar" counts from.
    """
    units = find_units(text, today)
    shadow = text.replace("\ue000", " ").replace("\ue001", " ")
    for unit in units:
        blot = "\ue000".ljust(unit.span.end - unit.span.start, "\ue001")
        shadow = shadow[: unit.span.start] + blot + shadow[unit.span.end :]
    found = [
        *_by_order(text, shadow, units, days, today),
        *_expressions(text, shadow, units, days, today),
        *_impossible(text),
    ]
    return next((one for one in found if one.tied), None) or next(iter(found), None)


def _by_order(text: str, shadow: str, units: Sequence[Unit], days: Sequence[date], today: date) -> Iterator[Period]:
    """ "Het laatste LOVP", "de laatste twee vergaderingen", "het eerste overleg van 2022"."""
    for match in _BY_ORDER.finditer(shadow):
        held = [day for day in days if day <= today] or list(days)
        of = next((unit for unit in units if match["of"] and unit.span.start == match.start("of")), None)
        if of is not None and of.first and of.last:
            held = [day for day in held if of.first <= day <= of.last]
        count = NUMBERS[match["n"].lower()] if match["n"] else 1
        if match["newest"]:
            chosen = held[-count:]
        elif match["before"]:
            chosen = held[-2:-1]
        else:
            at = NUMBERS[match["nth"].lower()] - 1
            chosen = held[:count] if match["n"] else held[at : at + 1]
        words = " ".join(text[match.start() : match.end()].split())
        bare = re.sub(rf"^{_IN}", "", words, flags=re.IGNORECASE)
        if chosen:
            said = written(chosen[0]) if len(chosen) == 1 else f"{written(chosen[0])} tot en met {written(chosen[-1])}"
            windows: tuple[Window, ...] = ((chosen[0], chosen[-1]),)
            yield Period(windows, Span(*match.span()), f"van {said} ({bare})", words, True)
        else:
            windows = ((of.first, of.last),) if of is not None and of.first else ()
            said = f"in {of.said}" if of is not None else f"({bare})"
            yield Period(windows if not held else (), Span(*match.span()), said, words, True)


def _expressions(text: str, shadow: str, units: Sequence[Unit], days: Sequence[date], today: date) -> Iterator[Period]:
    for match in _EXPRESSION.finditer(shadow):
        inside = [unit for unit in units if match.start() <= unit.span.start < match.end()]
        before = _BEFORE.search(shadow, 0, match.start())
        inner = bool(re.search(_MEETING, shadow[match.start() : match.end()], re.IGNORECASE))
        standing = True if before or inner else _standing(shadow, match, inside)
        if standing is None:
            continue
        windows, said = _windows(match, _in_their_years(inside), days, tied=standing)
        if windows is None:
            continue
        if any(unit.relative for unit in inside):
            said = counted(said, today)
        start = before.start() if before else match.start()
        yield Period(windows, Span(start, match.end()), said, " ".join(text[start : match.end()].split()), standing)


def _standing(shadow: str, match: re.Match[str], units: Sequence[Unit]) -> bool | None:
    """Whether a stretch of time without a meeting beside it is tied (True), loose (False) or none (None): rules 2 to 4."""
    preposition = (match["open"] or match["in"] or match["pre"] or match["between"] or "").lower()
    first = units[0]
    adverb = first.relative or re.match(r"(?:begin|medio|midden|halverwege|eind)", first.said)
    if (not preposition and not adverb) or preposition == "over":
        return None
    if preposition == "voor" and all(unit.size is Size.YEAR for unit in units):
        return None  # "financiering voor 2021"
    elsewhere = f"{shadow[: match.start()]} {shadow[match.end() :]}"
    if not _SAYING.search(elsewhere) and not (_BEFORE_PARTICIPLE.match(shadow, match.end()) and _said_deed(elsewhere)):
        single = preposition in {"in", "op", "van", "uit"} and first.size is not Size.YEAR and not match["to"]
        fits = preposition != "op" or first.size is Size.DAY
        return False if single and fits and all(unit.first for unit in units) else None
    if preposition == "voor" or _COUNTS.search(elsewhere):
        return False
    ahead = preposition != "sinds" and (match["open"] or match["to"]) and _LOOKS_AHEAD.search(elsewhere)
    if ahead:
        return False
    if preposition in {"sinds", "sedert"} or _BEFORE_PARTICIPLE.match(shadow, match.end()):
        return True
    return not _COMPLEMENT.search(_NO_COMPLEMENT.sub(" ", shadow[: match.start()]))


def _said_deed(text: str) -> bool:
    """Whether what was "gedaan", "gemaakt" or "genomen" is a promise, an agreement or a decision."""
    return bool(re.search(r"\b(?:toezegging|belofte|afspra(?:ak|k)|besluit|uitspra)\w*", text, re.IGNORECASE))


def _in_their_years(units: Sequence[Unit]) -> list[Unit]:
    """The units, those without a year in the year of the next one that has it ("tussen maart en juni 2021")."""
    found: list[Unit] = []
    year: int | None = None
    for unit in reversed(units):
        if unit.first is not None:
            year = unit.first.year
        found.insert(0, unit.in_year(year) if year is not None else unit)
    return found


def _windows(
    match: re.Match[str], units: Sequence[Unit], days: Sequence[date], *, tied: bool
) -> tuple[tuple[Window, ...] | None, str]:
    """The days that are meant, and how they are called; None when the words don't say enough."""
    if any(unit.first is None for unit in units):
        if not tied or len(units) > 1 or match["open"]:
            return None, ""
        unit = units[0]
        fit = [day for day in days if day.month == unit.month and unit.day in {None, day.day}]
        whole = {(day, day) if unit.day else (day.replace(day=1), unit.in_year(day.year).last) for day in fit}
        return tuple(sorted(whole, key=str)), f"{'van' if unit.day else 'in'} {unit.said}"
    first, last = units[0], units[-1]
    if first.first and last.first and first.first > last.first:
        first, last = last, first  # "tussen 2021 en 2020"
    if match["between"]:
        return ((first.first, last.last),), f"tussen {first.said} en {last.said}"
    if match["to"]:
        exclusive = match["to"].lower() == "tot"
        until = last.first - timedelta(days=1) if exclusive and last.first else last.last
        return ((first.first, until),), f"van {first.said} {'tot' if exclusive else 'tot en met'} {last.said}"
    if match["open"]:
        return _open(" ".join(match["open"].lower().split()), first)
    pre = "van" if first.size in {Size.DAY, Size.MONTH} else "in"
    pre = "in" if first.said.startswith("de afgelopen") else "" if first.said.split()[0] in {"begin", "eind"} else pre
    names = [unit.said for unit in units]
    said = f"{', '.join(names[:-1])} en {names[-1]}" if len(names) > 1 else names[0]
    return _joined([(unit.first, unit.last) for unit in units]), f"{pre} {said}".strip()


def _open(preposition: str, unit: Unit) -> tuple[tuple[Window, ...], str]:
    """A period with one open side. "Voor" and "na de zomer" leave the recess out, and June to "voor"."""
    first, last = unit.first, unit.last
    if first is None or last is None:
        return (), unit.said
    if unit.season == "zomer" and preposition in {"voor", "vóór", "na"}:
        first = first.replace(month=_RECESS[0])
    if preposition in {"sinds", "sedert", "vanaf"}:
        return ((first, None),), f"{'sinds' if preposition == 'sedert' else preposition} {unit.said}"
    if preposition == "na":
        return ((last + timedelta(days=1), None),), f"na {unit.said}"
    if preposition in {"voor", "vóór", "tot"}:
        return ((None, first - timedelta(days=1)),), f"{'tot' if preposition == 'tot' else 'vóór'} {unit.said}"
    return ((None, last),), f"tot en met {unit.said}"


def _joined(windows: Sequence[tuple[date | None, date | None]]) -> tuple[Window, ...]:
    """Windows in order, those that touch as one."""
    joined: list[tuple[date, date]] = []
    for first, last in sorted((first, last) for first, last in windows if first and last):
        if joined and first <= joined[-1][1] + timedelta(days=1):
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    return tuple(joined)


def _impossible(text: str) -> Iterator[Period]:
    """A meeting on a day that doesn't exist ("het LOVP van 30 februari 2020"): no meeting at all."""
    for match in _IMPOSSIBLE.finditer(text):
        before = _BEFORE.search(text, 0, match.start())
        if before and not any(unit.day for unit in find_units(match["day"], date.max)):
            span = Span(before.start(), match.end())
            yield Period((), span, f"van {match['day']}", " ".join(span.of(text).split()), True)
