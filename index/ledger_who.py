"""Who, to whom and by when, in the words of a sentence: literal places, or nothing."""

import re

from index.dates import MONTHS
from index.records import Span
from index.wordlists import word_list

BODY = (
    r"(?:LOVP|(?:gemeente|deel)?raad|college(?:\s+van\s+(?:B&W|procureurs-generaal))?|(?:algemeen|"
    r"dagelijks)\s+bestuur|bestuur|[AD]B|"
    r"presidium|(?:stuur|werk|project|regie)groep|\w*commissie|\w*vergadering|\w*overleg|driehoek|kabinet|"
    r"ministerraad|Kamer|"
    r"\w*team|fracties?|leden|aanwezigen|deelnemers|partijen|gemeenten|gezagen|politie|OM|ministerie)"
)
ROLE = (
    r"(?:minister(?:-president)?|staatssecretaris|korpschef|politiechefs?|procureur-generaal|PG|DG|KC|NCTV|"
    r"directeur(?:-generaal)?|"
    r"(?:vice)?voorzitter|(?:regio|loco)?burgemeesters?|(?:hoofd)?officier(?:\s+van\s+justitie)?|commandant|"
    r"wethouders?|secretaris|"
    r"griffier|portefeuillehouders?|\w+leider|projectmanager|leverancier|accountant|gedeputeerden?|dijkgraaf|"
    r"rector|opdrachtgever)"
)
_CAPITAL = r"[A-Z][\w’'-]*"
_LINK = r"(?:van|de|der|den|ten|ter|het|in|’t|'t)"
_NAME = rf"(?:(?:\s+{_LINK}){{0,2}}\s+{_CAPITAL}){{0,3}}"
_OF = rf"(?:\s+(?:van|voor|namens)(?:\s+(?:de|het))?(?:\s+{_CAPITAL})+)?"
_TITLE = r"(?:[Dd]e\s+heer|[Mm]evrouw|[Dd]hr\.|[Mm]evr\.|[Mm]w\.)"
WHO = (
    rf"(?:{_TITLE}{_NAME}(?:\s+\([^)]{{1,40}}\))?|"
    rf"(?:(?:[Dd]e|[Hh]et|[Aa]lle)\s+)?(?:[a-zë]{{4,}}\s+)??(?i:{ROLE}|"
    rf"{BODY})(?![\w-])(?:\s+\([A-Z]{{2,5}}\))?{_OF}{_NAME})"
)
_AT_START = re.compile(rf"^(?:[-–•*]\s+)?(?P<who>{WHO})(?=\s)")
ANYONE = re.compile(rf"(?<![\w-])(?P<who>{WHO})(?![\w-])")
_NOT_NAMES = frozenset(word_list("openers")) | frozenset(
    """Afgesproken Besloten Toegezegd Besluit Actie Ook Niet Geen Verder Daarnaast Hierop Daarop Voor Na Tot Bij Met Aan Om Over
    Uit Wel Alle Men Deze Dit Die Dat Zij Hij Het De Een In Op Er Zo Als Wie Wat Hoe Waarom Wanneer Volgens Vervolgens""".split()
)
NAME_FIRST = re.compile(rf"^(?:[-–•*]\s+)?(?P<who>{_CAPITAL}(?:\s+{_CAPITAL})?)(?=\s+[a-z])")
SHE = re.compile(r"^(?:(?:Ook|Wel|Daarbij|Daarop|Hierop)\s+)?(?P<who>zij|ze|hij)\b", re.IGNORECASE)
_MONTH = "|".join(MONTHS)
_SEASON = (
    r"(?:voorjaar|zomer|najaar|winter|herfst|lente|zomerreces|kerstreces|herfstreces|reces|jaarwisseling|\w*vakantie)"
)
_DAY = (
    rf"(?:\d{{1,2}}\s+(?:{_MONTH})(?:\s+\d{{4}})?|\d{{1,2}}[-/]\d{{1,2}}(?:[-/]\d{{2,4}})?|"
    rf"(?:{_MONTH})(?:\s+\d{{4}})?|"
    r"Q[1-4](?:\s+\d{4})?|(?:het\s+)?(?:eerste|tweede|derde|vierde|laatste)\s+(?:kwartaal|"
    r"halfjaar)(?:\s+(?:van\s+)?\d{4})?|20\d\d)"
)
WHEN = re.compile(
    r"\b(?:op\s+(?:zeer\s+)?korte\s+termijn|zo\s+(?:snel|spoedig)\s+mogelijk|z\.?s\.?m\.?|"
    r"binnen\s+(?:\w+\s+)?(?:dag(?:en)?|week|weken|maand(?:en)?|jaar|kwartaal)|"
    rf"(?:v[óo]{{2}}r|v[óo]or|uiterlijk(?:\s+(?:op|in|eind|begin|medio))?|per|in|eind|begin|medio|halverwege|rond|"
    rf"op|vanaf|na|tegen|(?:nog\s+)?voor)\s+"
    rf"(?:{_DAY}|(?:de|het|deze|dit|komende?|volgend|aankomende?|volgende)\s+{_SEASON}(?:\s+(?:van\s+)?20\d\d)?)|"
    rf"(?:nog\s+)?(?:dit|deze|volgend|komend|volgende|komende|aanstaande?|eind|begin|medio)\s+(?:{_SEASON}|jaar|"
    rf"maand|week|kwartaal|dit\s+jaar|volgend\s+jaar|(?:{_MONTH}))|"
    rf"{_SEASON}\s+20\d\d|"
    r"(?:voor|aan)\s+het\s+eind(?:e)?\s+van\s+(?:het|dit)\s+jaar|"
    r"(?:(?:in|op|tijdens|voor|bij|uiterlijk|tot)\s+)?(?:(?:het|de|een)\s+)?(?:eerst)?(?:volgend|komend)e?\s+"
    r"(?:LOVP|raad|keer|sessie|bijeenkomst|\w*vergadering|\w*overleg)|"
    rf"(?:in|op|voor)\s+(?:de|het)\s+(?:\w*raad|\w*vergadering|\w*overleg|\w*commissie|LOVP|AB|"
    rf"DB)\s+van\s+(?:{_DAY})|"
    rf"Q[1-4](?:\s+\d{{4}})?|{_DAY.replace('|20', '|(?!)20')})(?!\w)",
    re.IGNORECASE,
)
_LOOSE = re.compile(r"(?:^|[(,;:|–-])\s*$")  # a bare date is a deadline only when it stands by itself
_TO = re.compile(
    r"\b(?:aan|naar)\s+(?P<who>(?:(?:de|het|alle|haar|zijn)\s+)?(?:[a-zë]+\s+)?(?:Tweede\s+Kamer|Eerste\s+Kamer|(?i:"
    rf"{ROLE}|{BODY})(?![\w-])))|"
    r"\b(?:zeg(?:t|de|den|gen)|informeert|informeren|be(?:looft|loofde|loofden))\s+(?P<object>(?:de|het|"
    r"alle)\s+(?:Tweede\s+Kamer|(?i:"
    rf"{ROLE}|{BODY})(?![\w-])))(?=[^.;]*\b(?:toe|over|dat|om)\b)|"
    r"\b(?:zal|zullen|heeft|hebben)\s+(?P<after>(?:de|het|alle)\s+(?:Tweede\s+Kamer|(?i:"
    rf"{ROLE}|{BODY}|regio)(?![\w-])))(?=[^.;]*\b(?:informeren|toegezegd|beloofd|berichten)\b)|"
    rf"(?:^|[:]\s+)(?P<gets>(?:[Dd]e|[Hh]et|[Aa]lle)\s+(?i:{ROLE}|{BODY}))(?=\s+(?:ontvang|krijg))"
)


_BEHIND = re.compile(rf"\s+(?:(?:nu|dan|hierop|daarop|vervolgens|ook|er)\s+)?(?P<who>{WHO})(?![\w-])")
_IN_CLAUSE = re.compile(rf"\s*(?P<who>{WHO})(?=\s)")


def starts_with_who(text: str) -> Span | None:
    """The role, body or person with which a sentence opens; None when it opens with something else."""
    found = _AT_START.match(text)
    return Span(*found.span("who")) if found else None


def starts_with_name(text: str) -> Span | None:
    """The bare name with which a sentence opens ("Peter zoekt uit"); None for other words with a capital."""
    found = NAME_FIRST.match(text)
    return Span(*found.span("who")) if found and found["who"].split()[0] not in _NOT_NAMES else None


def nearest_who(text: str, verb: Span) -> Span | None:
    """Who does what the verb at `verb` says: who opens the sentence or clause before it, else who stands behind it."""
    before = starts_with_who(text[: verb.start])
    if before is not None:
        return before
    start = max(text.rfind(",", 0, verb.start), text.rfind(":", 0, verb.start)) + 1
    found = _IN_CLAUSE.match(text, start, verb.start) if start else None
    found = found or _BEHIND.match(text, verb.end)
    return Span(*found.span("who")) if found else None


def to_whom(text: str, who: Span | None) -> Span | None:
    """To whom something is promised or sent; None when the sentence doesn't say."""
    for found in _TO.finditer(text):
        name = next(key for key in ("who", "object", "after", "gets") if found[key])
        span = Span(*found.span(name))
        if who is None or not span.overlaps(who):
            return span
    return None


def by_when(text: str, start: int = 0) -> Span | None:
    """By when, as it is written; None when the sentence doesn't say. The last one counts when there are more."""
    found = [
        m
        for m in WHEN.finditer(text, start)
        if (not m[0][0].isdigit() and m[0][0] != "Q") or _LOOSE.search(text[: m.start()])
    ]
    return Span(*found[-1].span()) if found else None


_POINTS_BACK = re.compile(
    r"^(?:(?:Dit|Dat|Deze|Die|Hier\w*|Daar(?!naast|bij\s)\w*|Hun|Haar)\b|Het\s+(?:gaat|betreft|wordt|werd|is|komt|"
    r"zal|staat)\b|"
    r"(?:[\w’'-]+\s+){1,7}?(?:dit|deze|die|dat)\s+(?!jaar|moment|keer|week|maand|periode|tijd|voorjaar|najaar|"
    r"zomer|winter|manier|wijze|dag)[a-z]{4,}|"
    r"(?:Afgesproken|Besloten|Toegezegd)\s+(?:is|wordt|werd)\s+(?:om\s+)?(?:het|dit|deze|die)\s+(?:te|in|op|voor|"
    r"nog|verder|opnieuw)\b)"
)
_PLURAL = re.compile(
    r"^[^()]*?(?:\b(?:alle|leden|aanwezigen|deelnemers|partijen|gemeenten|gezagen|fracties)\b|(?:burgemeesters|"
    r"wethouders|chefs|officieren|houders)\b)",
    re.IGNORECASE,
)
_SINGULAR_VERB = re.compile(
    r"^(?:\w+\s+)?(?:zij|ze|hij)\s+(?:\w+t|zegde|zei|heeft|had|is|gaat|ging|nam|zal|doet|deed|beloofde|komt|sprak|"
    r"stemde)\b",
    re.IGNORECASE,
)


def leans(text: str) -> bool:
    """Whether a sentence can't be understood without the one before it."""
    return SHE.match(text) is not None or points_back(text)


def points_back(text: str) -> bool:
    """Whether a sentence is about a thing that only the one before names: "Dit wordt", "deze analyse"."""
    return _POINTS_BACK.match(text) is not None


def names_someone(text: str) -> bool:
    """Whether a role, body or person stands in a sentence as one that can be meant by "zij"."""
    return any(re.match(r"de|het|alle|mevr|mw|dhr", found["who"], re.IGNORECASE) for found in ANYONE.finditer(text))


def is_plural(who: str) -> bool:
    """Whether someone is more than one: "de regioburgemeesters"."""
    return _PLURAL.match(who) is not None


def is_plural_she(text: str) -> bool:
    """Whether "zij" opens a sentence about more than one."""
    return _SINGULAR_VERB.match(text) is None
