"""What a question wants: the kind of answer, and what an answer can't do without. Read from how the question is put."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from assistant.roles import ROLES, SPEAKS
from index.concepts import Concept
from index.dutch import fold


class Kind(Enum):
    """What a question asks for."""

    YEAR = "jaar"
    DATE = "datum"
    DAY = "dag"
    MEETING = "overleg"
    AMOUNT = "bedrag"
    NUMBER = "aantal"
    EXTENT = "omvang"
    DURATION = "duur"
    TIME = "tijdstip"
    PERSON = "persoon"
    PLACE = "plaats"
    LIST = "opsomming"
    BODY = "instantie"
    YES_NO = "ja of nee"
    REASON = "reden"
    OPEN = "open"


# A question for one of these is not answered by a sentence that has none.
DEMANDING = frozenset({Kind.YEAR, Kind.AMOUNT, Kind.NUMBER, Kind.REASON, Kind.BODY, Kind.TIME, Kind.DAY, Kind.DATE})
# For these a sentence that has one is taken before one that has none.
PREFERRING = frozenset({Kind.EXTENT, Kind.DURATION, Kind.PERSON, Kind.PLACE})
# What these ask is the measure, or the truth, of something that must be near.
MEASURING = frozenset(
    {
        Kind.YEAR,
        Kind.DATE,
        Kind.DAY,
        Kind.AMOUNT,
        Kind.NUMBER,
        Kind.EXTENT,
        Kind.DURATION,
        Kind.TIME,
        Kind.PLACE,
        Kind.YES_NO,
    }
)
# What these ask is told of something that is done, which must be near.
DOING = frozenset({Kind.REASON, Kind.PLACE})

_VERBS_FIRST = (
    "is|zijn|was|waren|wordt|worden|werd|werden|heeft|hebben|had|hadden|kan|kunnen|kon|konden|mag|mogen|mocht|"
    "moet|moeten|moest|moesten|gaat|gaan|ging|gingen|komt|komen|kwam|kwamen|krijgt|krijgen|kreeg|kregen|zal|"
    "zullen|zou|zouden|wil|willen|wilde|wilden|vindt|vinden|vond|vonden|stemt|stemde|stemden|steunt|steunde|"
    "steunden|staat|staan|stond|stonden|blijft|blijven|bleef|geldt|klopt|bestaat|bestaan|deed|deden|doet|doen|"
    "werkt|werken|betaalt|neemt|nam|namen|gaf|gaven|geeft|did|does|has|have|are|were|can"
)
_MONEY_NOUNS = r"bezuiniging|korting|bedrag|budget|bijdrage|kosten|subsidie|tekort|begroting|investering"
_MONEY_VERBS = (
    r"kost|kostte|kosten|betaal\w*|bezuinig\w*|reserve\w*|ontvang\w*|investe\w*|uitgetrokken|"
    r"uitge(?:ven|geven)|beschikbaar"
)
_MONEY_FIRST = (
    r"krijg\w*|kreeg|kregen|ontv\w+|reserve\w*|betaal\w*|draagt|levert|leverde|bezuinig\w*|investe\w*|gaat er|ging er|"
    r"is er (?:uit|ge|vrij|beschik)\w*"
)
_MEETING_NOUNS = r"lovp|overleg\w*|vergadering\w*|bijeenkomst\w*|verslag\w*"
_TOLD = (
    r"gezegd|gemeld|genoemd|aangekondigd|gevraagd|gewaarschuwd|toegezegd|afgesproken|besloten|ingestemd|gepresenteerd"
)
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (Kind.MEETING, rf"\b(?:in|op|tijdens|bij) welke? (?:{_MEETING_NOUNS})|^welke? (?:lovp|vergadering|overleg)\b"),
        (
            Kind.MEETING,
            r"^wanneer (?:is|werd|werden|zijn|was|kwam) .*\b(?:be|ge)sproken"
            rf"|^wanneer (?:ging|{SPEAKS})\b|^wanneer (?:heeft|hebben|is|zijn|werd|werden) .*\b(?:{_TOLD})\b"
            r"|^wanneer (?:is|was|kwam|kwamen|stond|stonden) .*\baan (?:de orde|bod)",
        ),
        (Kind.YEAR, r"\bwelke? (?:begrotings|kalender)?ja(?:ar|ren)\b|\bjaartal|\b(?:which|what) years?\b"),
        (Kind.DAY, r"\bwelke (?:datum|dag)\b"),
        (Kind.DATE, r"\bwanneer\b|\bwelke maand\b|^when\b|\btot hoe ?lang\b"),
        (Kind.TIME, r"\bhoe laat\b|\bwelk tijdstip\b"),
        (Kind.AMOUNT, r"\bwelke? bedrag|\bhoeveel (?:geld|euro|miljoen|mln|miljard|budget|middelen|subsidie)\b"),
        (Kind.AMOUNT, r"\bwat (?:kost|kostte|kosten)\b|\bhoe duur\b|\bhow much\b"),
        (Kind.AMOUNT, rf"\bhoeveel\b.*\b(?:{_MONEY_VERBS})\b"),
        (
            Kind.AMOUNT,
            rf"\bhoe (?:groot|hoog) (?:is|was|zijn|waren|wordt|werd) (?:de|het|die|dat) (?:\w+ )?\w*(?:{_MONEY_NOUNS})",
        ),
        (Kind.AMOUNT, rf"\bhoeveel (?:{_MONEY_FIRST})\b"),
        (Kind.NUMBER, r"\bhoeveel\b|\bwelke? (?:aantal|percentage|norm)\b|\bhoe (?:vaak|oud)\b|\bhow many\b"),
        (Kind.DURATION, r"\bhoe ?lang\b|\bhow long\b"),
        (Kind.EXTENT, r"\bhoe (?:ver|zwaar|snel|laag|hoog|groot|sterk|veel)\b|\bhow (?:large|big|high)\b"),
        (
            Kind.BODY,
            r"\bwelke? (?:bedrijf|bedrijven|organisaties?|instanties?|partij|partijen|gemeenten?|leverancier)\b",
        ),
        (Kind.PERSON, r"^hoe heet\b|\bwat is de naam\b"),
        (Kind.PERSON, r"^wie\b|^who\b"),
        (Kind.PERSON, r"\bwelke? (?:persoon|personen|bewindspersoon|functionaris)\b"),
        (
            Kind.PLACE,
            r"^(?:en )?waar \w+\b(?!.*\b(?:vandaan|heen|naartoe)\b)(?!.*\b(?:van|over|voor|aan|mee|op|uit|toe|bij|om|naar|onder|tegen|door|af)\b"
            r"(?:\W*$| (?:nodig|gevraagd|gewezen|gedacht|gesproken|verantwoordelijk)\b| (?:bij|in|voor) (?:de|het)\b))",
        ),
        (
            Kind.PLACE,
            r"\b(?:in|uit|bij|naar) welke? (?:stad|steden|plaats|plaatsen|gemeenten?|regio|wijk|provincie|land|eenheid)\b|^where\b",
        ),
        (Kind.REASON, r"^waarom\b|^waardoor\b|^hoe ?komt\b|\bwat is de reden\b|\bom welke reden|^why\b"),
        (
            Kind.LIST,
            r"^(?:en )?(?:welke|wat zijn de) (?:(?:twee|drie|vier|vijf|zes|zeven|acht) )?(?:\w+e )?[a-z]+(?:en|s)\b|^noem\b",
        ),
        (Kind.OPEN, rf"^(?:en |maar |dus )?(?:{_VERBS_FIRST})\b.*\b(?:of niet\b|[\w-]+ of [\w-]+\?*$)"),
        (Kind.YES_NO, rf"^(?:en |maar |dus )?(?:{_VERBS_FIRST})\b"),
    )
)
# whose words: "wat zei X", "wat heeft X toegezegd", "wat is de reactie van X"
_SPOKEN = (
    r"gezegd|toegezegd|gevraagd|gemeld|beloofd|aangegeven|voorgesteld|geantwoord|verteld|opgemerkt|benadrukt|genoemd|"
    r"geadviseerd"
)
_SPEAKER = (
    re.compile(
        rf"\b(?:wat|hoe|waarom|waarover|waarvoor|waarmee|welke?\s+\S+)\s+(?:{SPEAKS})\s+",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:heeft|hebben|had|hadden)\s+(?=.*\b(?:{_SPOKEN})\b)", re.IGNORECASE),
    re.compile(
        r"\b(?:reactie|mening|standpunt|oordeel|antwoord|visie|woorden|toezegging|belofte)\s+van\s+",
        re.IGNORECASE,
    ),
)
_TITLES = frozenset("de het een mevrouw meneer mevr mevr. dhr dhr. heer nieuwe dan nu er toen el van".split())
_TITLE_WORDS = 4  # words that may stand before a name
_DOER = re.compile(
    r"\b(?:wat|hoe|waarom|waar|waarmee|welke?\s+\S+)\s+(?:heeft|hebben|had|hadden|deed|deden|doet|doen|is|zijn|was|waren|wil|willen)\s+"
    rf"(?:\w+\s+)?((?:de|het)\s+{ROLES})\b",
    re.IGNORECASE,
)
_ACCORDING = re.compile(r"\bvolgens\s+", re.IGNORECASE)
_IS_THERE = r"(?:is|zijn|komt|komen|was|waren) er (?:(?:al|nog|ook|een|geen|nieuwe?|extra) )*"
# a noun right behind these is what must be mentioned: the attribute that is asked for, or the topic that was talked about
_ATTRIBUTE = r"welke?|wat voor|wat (?:is|zijn|was|waren) (?:de|het)"
_ADJECTIVE = re.compile(r"extra|[a-z]{4,}e", re.IGNORECASE)
_MONEY = re.compile(r"^(?:geld|bedrag\w*|budget\w*|kosten|middelen|subsidie)$")
ROLE_ASKED = re.compile(
    r"(?<!van )(?<!aan )(?<!met )(?<!bij )(?<!voor )(?<!door )\b(?:wie (?:is|was|zijn|waren|wordt|worden|werd|werden)|hoe heet)\s+"
    r"(?:(?:nu|momenteel|eigenlijk)\s+)?(?:(?:de|het)\s+|(?=(?:voorzitter|leider|hoofd|baas)\b))(?:nieuwe\s+|huidige\s+)?([\w-]+)",
    re.IGNORECASE,
)
_FIRST_VERB = re.compile(
    rf"\b(?:{_VERBS_FIRST}|{SPEAKS}|{_MONEY_VERBS}|[a-z]{{3,}}(?:t|de|te|den|ten))\b", re.IGNORECASE
)
_IS_ROLE = re.compile(rf"(?:{ROLES}|lovp|jenv)", re.IGNORECASE)
AGREEMENT = "afspraak"
_ACTS = {
    "toezegging": re.compile(
        r"\b(?:toegezegd|toezegging\w*|toezeggen|(?:zegt|zegde|zei)\w*\b.*\btoe\b|beloofd?e?|belofte\w*)\b",
        re.IGNORECASE,
    ),
    AGREEMENT: re.compile(
        r"\b(?:afgesproken|afspra(?:ak|ken)|spr(?:ak|aken|eekt|eken)\b.*\baf|overeengekomen|besloten\s+(?!deel|gedeelte|kring)|"
        r"besluit(?:en)?|besloot|beslist|ingestemd|instemm\w+|stemt?\w*\b.*\bin\b|akkoord|vastgesteld|herbevestigd|goedgekeurd)\b",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question wants. Concepts are named by their number.

    `asked` are the question's own words, folded: they are no answer to it. `required` must be covered; `counted` is
    what is counted ("hoeveel agenten"); `focus` is what a measure is asked of ("hoe groot was de schade"); `speaker` is
    whose words are asked for, and nobody else's will do; `doer`
    is whose deeds or views are asked for, others may tell of them; `named` are the things it names, `verbs` the
    verbs; `act` is the kind of act asked for; `names_role` says that it asks who holds an office.
    """

    question: str
    kind: Kind
    asked: frozenset[str]
    required: frozenset[int]
    counted: int | None
    focus: int | None
    speaker: int | None
    doer: int | None
    named: frozenset[int]
    verbs: frozenset[int]
    act: str | None
    names_role: bool


def asked_for(question: str) -> Kind:
    """What a question asks for, by how it is put."""
    asked = question.partition(" (over ")[0]  # what was added to a follow-up is its subject
    return next((kind for kind, pattern in _KINDS if pattern.search(asked)), Kind.OPEN)


def act(text: str) -> str | None:
    """The kind of act that a text speaks of: an agreement or a promise; None for neither."""
    return next((name for name, pattern in _ACTS.items() if pattern.search(text)), None)


def question_to_wanted(question: str, concepts: Sequence[Concept]) -> Wanted:
    """What a question wants.

    Args:
        question: the question, standing on its own.
        concepts: what it names.
    """
    kind = asked_for(question)
    speaker = next(
        (n for pattern in _SPEAKER for n in [_named_after(pattern, question, concepts)] if n is not None), None
    )
    doer = _named_after(_ACCORDING, question, concepts)
    role = _DOER.search(question)
    if doer is None and role:
        doer = next((n for n, c in enumerate(concepts) if c.noun and role[1].lower().endswith(c.asked.lower())), None)
    return Wanted(
        question=question,
        kind=kind,
        asked=frozenset(fold(word) for word in re.findall(r"[\w’'-]+", question)),
        required=frozenset(_required(question, kind, concepts)),
        counted=_counted(question, concepts),
        focus=_focus(question, kind, concepts),
        speaker=speaker,
        doer=doer,
        named=frozenset(n for n, c in enumerate(concepts) if c.noun and c.known and not (c.light or c.number)),
        verbs=frozenset(n for n, c in enumerate(concepts) if not (c.noun or c.light or c.number)),
        act=act(question),
        names_role=bool(ROLE_ASKED.search(question)),
    )


def _counted(question: str, concepts: Sequence[Concept]) -> int | None:
    """What "hoeveel" counts: the noun behind it, over an adjective ("hoeveel extra wijkagenten")."""
    behind = [n for n, c in enumerate(concepts) if not c.light and _follows(r"hoeveel\s+(?:\w+\s+)?", c, question)]
    adjacent = [n for n in behind if _follows(r"hoeveel\s+", concepts[n], question)]
    over = [n for n in behind if n not in adjacent and adjacent and _ADJECTIVE.fullmatch(concepts[adjacent[0]].asked)]
    return next(iter(over or behind), None)


def _focus(question: str, kind: Kind, concepts: Sequence[Concept]) -> int | None:
    """What a measure is asked of: the first noun behind the verb that isn't someone who speaks or acts; None when none is."""
    verb = _FIRST_VERB.search(question)
    if kind not in MEASURING or verb is None:
        return None
    behind = question[verb.end() :].lower()
    places = [
        (behind.find(c.asked.lower()), n)
        for n, c in enumerate(concepts)
        if c.noun and not (c.light or c.number or c.year or _IS_ROLE.fullmatch(c.asked))
    ]
    return min(((at, n) for at, n in places if at >= 0), default=(0, None))[1]


def _named_after(pattern: re.Pattern[str], question: str, concepts: Sequence[Concept]) -> int | None:
    """The concept that stands right behind a pattern."""
    found = pattern.search(question)
    if not found:
        return None
    rest = question[found.end() :].lower()
    for _ in range(_TITLE_WORDS):
        here = next((n for n, c in enumerate(concepts) if not c.light and rest.startswith(c.asked.lower())), None)
        if here is not None:
            return here
        word, _, rest = rest.partition(" ")
        if word not in _TITLES:
            break
    return None


def _required(question: str, kind: Kind, concepts: Sequence[Concept]) -> set[int]:
    nouns = {n: concept for n, concept in enumerate(concepts) if not concept.light and not concept.number}
    required = {n for n, c in nouns.items() if c.noun and _follows(rf"(?:{_ATTRIBUTE})\s+", c, question)}
    if kind is Kind.NUMBER:
        required |= {n for n, c in nouns.items() if _follows(r"hoeveel\s+", c, question)}
    if kind is Kind.AMOUNT:  # "wat kost de aanbesteding": an amount for something else is no answer
        required |= {
            n for n, c in nouns.items() if _follows(r"(?:kost|kostte|kosten)\s+(?:de|het|een|één)\s+", c, question)
        }
    if kind is Kind.OPEN:  # "wat verdient een agent": the verb is what is asked
        required |= {n for n, c in nouns.items() if _follows(r"^(?:en )?wat\s+", c, question)}
    required |= {n for n, c in nouns.items() if _follows(rf"^{_IS_THERE}", c, question)}
    new, leaning, _ = question.partition(" (over ")
    if leaning:  # a follow-up: what it adds must be there, not only the subject of the question before
        required |= {n for n, c in nouns.items() if c.noun and c.asked in new}
    return {n for n in required if not _MONEY.match(concepts[n].asked.lower())}


def _follows(before: str, concept: Concept, question: str) -> bool:
    start = before if before.startswith("^") else rf"\b{before}"
    return bool(re.search(rf"{start}{re.escape(concept.asked)}", question, re.IGNORECASE))
