"""Which questions go over several meetings: a timeline, a stand on a day, two meetings compared, records that contradict.

Read from how the question is put; what is left without those words is its subject.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from assistant.period import Window, find_period
from assistant.time_unit import Size, Unit, find_units

_TIMELINE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:geef|toon|maak|schets|laat)?\s*(?:me|mij|ons|een|de|het)?\s*(?:\w+e\s+)?(?:tijdlijn|tijdslijn|chronolog\w+(?:\s+overzicht)?)\b(?:\s+zien)?"
        r"(?:\s+(?:van|over|voor|rond|met))?",
        r"\b(?:geschiedenis|historie)\s+van\s+(?:het|de)\s+(?:dossier|onderwerp|thema)\b",
        r"^(?:wat\s+(?:is|was)|schets|geef|beschrijf|toon)\s+(?:(?:me|ons|mij)\s+)?(?:de|een|het\s+verloop\s+en\s+de)\s+ontwikkeling\s+(?:van|rond(?:om)?|in)\b",
        r"\bhet\s+verloop\s+van\s+het\s+(?:dossier|onderwerp|thema|debat|gesprek|traject|project)\b",
        r"^(?:en\s+)?hoe\s+(?:ontwikkel(?:de|den|t|en)|evolueer(?:de|den|t)|verander(?:de|den)|wijzig(?:de|den))\b",
        r"^(?:en\s+)?hoe\s+(?:heeft|hebben|had|hadden)\b(?=.*\bzich\b.*\bontwikkeld\b)",
        r"^(?:en\s+)?hoe\s+(?:is|zijn|was|waren)\b(?=.*\b(?:veranderd|gewijzigd|geëvolueerd)\b)",
        r"^(?:en\s+)?hoe\s+(?:is|ging)\s+het\s+(?:(?:daarna|verder|sindsdien)\s+)?(?=(?:verder\s+)?met\b.*\b(?:gegaan|verlopen|vergaan|verder|heen|jaren|tijd)\b)",
        r"^(?:en\s+)?hoe\s+(?:is|ging)\s+het\s+(?:daarna\s+|sindsdien\s+)?(?:verder\s+)?(?:gegaan\s+|verlopen\s+)?met\b",
        r"^(?:en\s+)?hoe\s+(?:verging\s+het|verliep\s+het\s+(?:dossier|onderwerp|traject))\b",
        r"\b(?:door|over|in)\s+(?:de\s+)?(?:loop\s+(?:der|van\s+de)\s+)?(?:jaren|tijd)\s+heen\b|\bdoor\s+de\s+jaren\b|\bin\s+de\s+loop\s+(?:der|van\s+de)\s+(?:jaren|tijd)\b",
        r"\bper\s+(?:vergadering|overleg|lovp|bijeenkomst|verslag)\b|\bvan\s+(?:vergadering|jaar)\s+tot\s+(?:vergadering|jaar)\b"
        r"|\b(?:vergadering|overleg)\s+(?:voor|na)\s+(?:vergadering|overleg)\b|\bop\s+een\s+rij(?:tje)?\b|\bachtereenvolgens\b",
    )
)
_MAY_BE_ONE = re.compile(r"^(?:en\s+)?hoe\s+(?:is|ging|verging|verliep|zijn|was|waren)\b", re.IGNORECASE)
_UP_TO = re.compile(r"\btot\s+(?!en\s+met\b)", re.IGNORECASE)
_REST = re.compile(
    r"\bzich\b|\b(?:ontwikkeld|veranderd|gewijzigd|geëvolueerd|(?:verder)?gegaan|verlopen|vergaan)\b|\b(?:het|dit|dat)\s+(?:dossier|onderwerp|thema|vraagstuk)\b"
    r"|\b(?:dossier|sindsdien|verder|daarna)\b|^\s*(?:zet|geef|toon|laat)\b|\b(?:zien|te\s+zien)\b",
    re.IGNORECASE,
)
_AS_OF = re.compile(
    r"\b(?:(?:wat|hoe)\s+(?:was|is)\s+)?(?:de\s+|een\s+)?stand(?:\s+van\s+zaken)?\b"
    r"|^(?:en\s+)?wat\s+(?:wist(?:en)?|weten)\s+(?:(?:het|de)\s+\w+|men|we|wij|ze)\b|^(?:en\s+)?wat\s+was\s+(?:er\s+)?(?:al\s+)?(?=.*\bbekend\b)"
    r"|^(?:en\s+)?hoe\s+stond(?:en)?\b(?:\s+het)?(?=.*\b(?:met|voor|ervoor)\b)|\bpeildatum\b",
    re.IGNORECASE,
)
_IN_MEETING = re.compile(
    r"\b(?:in|tijdens|uit|volgens)\s+het\s+(?:verslag\s+van\s+het\s+)?(?:lovp|overleg|verslag)\s+van\b", re.IGNORECASE
)
_AS_OF_REST = re.compile(
    r"\b(?:bekend|per\s+datum|van\s+zaken|destijds|toen|ervoor|al|dan\s+toe)\b|^\s*(?:wat|hoe)\s+(?:was|is|waren)\b|\bop\s+dat\s+moment\b",
    re.IGNORECASE,
)
_BEFORE_DAY = (
    r"(?:(?:zoals\s+die\s+was|naar\s+de\s+stand|tot\s+en\s+met|met|per|op|van|in|tot|rond|vóór|voor|aan\s+het|het|de|datum)"
    r"\s+)*$"
)
_COMPARES = re.compile(
    r"\bverschil(?:len)?\b|\bvergelijk\w*\b|\bnaast\s+elkaar\b|\bten\s+opzichte\s+van\b|\bveranderd\s+(?:tussen|sinds)\b|\bin\s+beide\b|"
    r"\bwat\s+(?:is|was)\s+er\s+(?:nieuw|anders)\b|\bonderwerpen\b.*\b(?:terug|teruggekomen|terugkomen|vervallen|verdwenen)\b",
    re.IGNORECASE,
)
_COMPARED_OF = re.compile(
    r"\b(?:over|rond(?:om)?|wat\s+betreft|als\s+het\s+gaat\s+om|op\s+het\s+gebied\s+van|inzake|qua)\s+(?P<subject>\S.*?)"
    r"(?=\s+(?:is|zijn|werd|werden|was|waren|staat|gezegd|besproken|in|tussen|van\s+het|uit|met|en\s+(?:dat|die))\b|$)",
    re.IGNORECASE,
)
_TWO = re.compile(
    r"\b(?:laatste|vorige)\s+twee\b|\b(?:ten\s+opzichte\s+van|met|sinds)\s+(?:het|de)\s+(?:vorige|voorlaatste)\s+(?:lovp|overleg|vergadering|keer)\b",
    re.IGNORECASE,
)
_CONTRADICTS = re.compile(
    r"\b(?:spreken|spreekt)\b(?=.*\btegen\b)|\btegenstrijdig\w*\b|\btegenspra\w+\b|\bverschillende\s+(?:bedragen|aantallen|data|jaren|cijfers)\b",
    re.IGNORECASE,
)
_CONTRADICTS_REST = re.compile(
    r"\b(?:de|het)\s+(?:verslagen|records|notulen)\b|\belkaar\b|\btegen\b|^\s*(?:zijn|is|staan|worden|noemen|geven)\b|\ber\b|\bgenoemd\b",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"^(?:(?:wat|hoe)\s+(?:is|was|zijn|er)\b|er\b|en\b|de|het|een|met|van|over|rond(?:om)?|voor|in|bij|om|tot|aan|betreft|gezegd|"
    r"besproken|gemeld|hebben|heeft|gesproken|genoemd|wat|welke\s+\w+\s+(?:zijn|is|werden|waren|worden))\s+|\s+(?:er|van|over|in|op|per|met|en|tot|voor|gezegd|besproken|gemeld|gesproken|"
    r"genoemd|gedaan|om|heen|sinds|afgesproken|is|zijn|was|waren|werd|wordt|heeft|hebben)$",
    re.IGNORECASE,
)


class Over(Enum):
    """How a question goes over several meetings."""

    TIMELINE = "tijdlijn"
    AS_OF = "stand per datum"
    COMPARE = "vergelijking"
    CONTRADICTION = "tegenspraak"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question over several meetings: the kind, its subject in words ("" for none), and the times that it names.

    `outright` is False when it may also ask how one thing went ("hoe is het gegaan met de jaarwisseling").

    `windows` bound a timeline; None when the question doesn't. `day` is that of a stand,
    `said` how the question calls it. `units` are what is compared, and `newest`
    says that it is the last two.
    """

    over: Over
    subject: str
    outright: bool = True
    windows: tuple[Window, ...] | None = None
    day: date | None = None
    said: str = ""
    units: tuple[Unit, ...] = ()
    newest: bool = False


def asked_over(text: str, days: Sequence[date], today: date) -> Asked | None:
    """How a question goes over several meetings; None when it doesn't.

    Args:
        text: the question, standing on its own, with its period.
        days: the meetings that there are records of, in order.
        today: what "vorig jaar" counts from.
    """
    text = " ".join(text.split()).rstrip("?!. ")
    units = [unit for unit in find_units(text, today) if unit.first and unit.last]
    return _compared(text, units) or _stand(text, units) or _contradicting(text) or _timeline(text, days, today)


def _compared(text: str, units: Sequence[Unit]) -> Asked | None:
    if not _COMPARES.search(text):
        return None
    newest = bool(_TWO.search(text))
    if len(units) != 2 and not newest:
        return None
    if any(unit.size is Size.YEAR for unit in units):
        return None
    bare = " ".join(_TWO.sub(" ", _without(text, units, "")).split())
    about = _COMPARED_OF.search(bare)
    subject = _tidy(about["subject"]) if about else ""
    return Asked(Over.COMPARE, subject, units=tuple(units[:2]), newest=newest)


def _stand(text: str, units: Sequence[Unit]) -> Asked | None:
    if not _AS_OF.search(text) or len(units) != 1 or _IN_MEETING.search(text):
        return None
    rest = _AS_OF_REST.sub(" ", _AS_OF.sub(" ", _without(text, units, _BEFORE_DAY)))
    return Asked(Over.AS_OF, _tidy(rest), day=units[0].last, said=units[0].said)


def _contradicting(text: str) -> Asked | None:
    if not _CONTRADICTS.search(text):
        return None
    return Asked(Over.CONTRADICTION, _tidy(_CONTRADICTS_REST.sub(" ", _CONTRADICTS.sub(" ", text))))


def _timeline(text: str, days: Sequence[date], today: date) -> Asked | None:
    if not any(pattern.search(text) for pattern in _TIMELINE):
        return None
    rest, left = text, ""
    while rest != left:  # taking out one may bring another together
        left = rest
        for pattern in _TIMELINE:
            rest = " ".join(pattern.sub(" ", rest).split())
    rest = " ".join(_REST.sub(" ", rest).split())
    rest = _UP_TO.sub("tot en met ", rest)  # "van november tot juni": who asks for a course wants both ends
    asked = f"wat is er {rest} besproken"
    period = find_period(asked, days, today)
    outright = not _MAY_BE_ONE.search(text) or sum(bool(pattern.search(text)) for pattern in _TIMELINE) > 1
    if period is None or not period.windows:
        return Asked(Over.TIMELINE, _tidy(rest), outright)
    rest = f"{asked[: period.span.start]} {asked[period.span.end :]}".removeprefix("wat is er ").removesuffix(
        " besproken"
    )
    return Asked(Over.TIMELINE, _tidy(rest), outright, windows=period.windows)


def _without(text: str, units: Sequence[Unit], before: str) -> str:
    """The text without its times, and without what stands before those."""
    for unit in sorted(units, key=lambda unit: -unit.span.start):
        head = text[: unit.span.start]
        text = f"{re.sub(before, ' ', head, flags=re.IGNORECASE) if before else head} {text[unit.span.end :]}"
    return text


def _tidy(text: str) -> str:
    """A subject without what joined it to the rest of the question."""
    text = " ".join(re.sub(r"[,;:?!]", " ", text).split())
    while (shorter := _JOINED.sub("", text).strip()) != text:
        text = shorter
    return text
