"""The kind of answer that a question asks for, read from how it is put: a year, an amount, a person, yes or no, a reason."""

import re
from enum import Enum

from assistant.roles import SPEAKS


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
# What these ask is the measure of something, which must be near.
MEASURING = frozenset(
    {Kind.YEAR, Kind.DATE, Kind.DAY, Kind.AMOUNT, Kind.NUMBER, Kind.EXTENT, Kind.DURATION, Kind.TIME, Kind.PLACE}
)
# What these ask is told of something that is done, which must be near.
DOING = frozenset({Kind.REASON, Kind.PLACE, Kind.BODY})

VERBS_FIRST = (
    "is|zijn|was|waren|wordt|worden|werd|werden|heeft|hebben|had|hadden|kan|kunnen|kon|konden|mag|mogen|mocht|"
    "moet|moeten|moest|moesten|gaat|gaan|ging|gingen|komt|komen|kwam|kwamen|krijgt|krijgen|kreeg|kregen|zal|"
    "zullen|zou|zouden|wil|willen|wilde|wilden|vindt|vinden|vond|vonden|stemt|stemde|stemden|steunt|steunde|"
    "steunden|staat|staan|stond|stonden|blijft|blijven|bleef|geldt|klopt|bestaat|bestaan|deed|deden|doet|doen|"
    "werkt|werken|betaalt|neemt|nam|namen|gaf|gaven|geeft|did|does|has|have|are|were|can"
)
_MONEY_NOUNS = r"bezuiniging|korting|bedrag|budget|bijdrage|kosten|subsidie|tekort|begroting|investering"
MONEY_VERBS = (
    r"kost|kostte|kosten|betaal\w*|bezuinig\w*|reserve\w*|ontvang\w*|investe\w*|uitgetrokken|"
    r"uitge(?:ven|geven)|beschikbaar"
)
_MONEY_FIRST = (
    r"krijg\w*|kreeg|kregen|ontv\w+|reserve\w*|betaal\w*|draagt|levert|leverde|bezuinig\w*|investe\w*|gaat er|ging er|"
    r"is er (?:uit|ge|vrij|beschik)\w*"
)
_NO_MONEY = r"uur|uren|dag(?:en)?|we(?:ek|ken)|maand(?:en)?|ja(?:ar|ren)|tijd|fte(?:[’']?s)?|mankracht|menskracht|mensen|capaciteit"
_MEETING_NOUNS = r"lovp|overleg\w*|vergadering\w*|bijeenkomst\w*|verslag\w*"
_TOLD = (
    r"gezegd|gemeld|genoemd|aangekondigd|gevraagd|gewaarschuwd|toegezegd|afgesproken|besloten|ingestemd|gepresenteerd"
)
_FEW = "twee|drie|vier|vijf|zes|zeven|acht"
_PREPOSITIONS = "van|over|voor|aan|mee|op|uit|toe|bij|om|naar|onder|tegen|door|af"
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (Kind.MEETING, rf"\b(?:in|op|tijdens|bij) welke? (?:{_MEETING_NOUNS})|^welke? (?:lovp|vergadering|overleg)\b"),
        (
            Kind.MEETING,
            r"^wanneer (?:is|werd|werden|zijn|was|kwam) .*\b(?:be|ge)sproken"
            rf"|^wanneer (?:ging het\b.*\bover\b|{SPEAKS})\b|^wanneer (?:heeft|hebben|is|zijn|werd|werden) .*\b(?:{_TOLD})\b"
            r"|^wanneer (?:is|was|kwam|kwamen|stond|stonden) .*\baan (?:de orde|bod)",
        ),
        (Kind.YEAR, r"\bwelke? (?:begrotings|kalender)?ja(?:ar|ren)\b|\bjaartal|\b(?:which|what) years?\b"),
        (Kind.DAY, r"\bwelke (?:datum|dag)\b"),
        (Kind.DATE, r"\bwanneer\b|\bwelke maand\b|^when\b|\btot hoe ?lang\b"),
        (Kind.TIME, r"\bhoe laat\b|\bwelk tijdstip\b"),
        (Kind.AMOUNT, r"\bwelke? bedrag|\bhoeveel (?:geld|euro|miljoen|mln|miljard|budget|middelen|subsidie)\b"),
        (Kind.AMOUNT, r"\bwat (?:kost|kostte|kosten)\b|\bhoe duur\b|\bhow much\b"),
        (
            Kind.AMOUNT,
            r"\bwat (?:heeft|hebben|had|hadden|gaat|gaan|ging|zou|zouden|zal|zullen|mag|moet|moeten|moest)\b"
            + r".*\b(?:gekost|kosten)\W*$",
        ),
        (Kind.AMOUNT, rf"\bhoeveel\b(?! (?:{_NO_MONEY})\b).*\b(?:{MONEY_VERBS}|waard)\b"),
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
        (Kind.PERSON, r"^(?:en |maar |dus |door )?wie\b|^van wie (?:is|was|zijn|waren)\b|^who\b"),
        (Kind.PERSON, r"\bwelke? (?:persoon|personen|bewindspersoon|functionaris)\b"),
        (
            Kind.PLACE,
            r"^(?:en )?waar \w+\b(?!.*\b(?:vandaan|heen|naartoe)\b)"
            rf"(?!.*\b(?:{_PREPOSITIONS})\b(?:\W*$| (?:nodig|gevraagd|gewezen|gedacht|gesproken|verantwoordelijk)\b"
            r"| (?:bij|in|voor) (?:de|het)\b))",
        ),
        (
            Kind.PLACE,
            r"\b(?:in|uit|bij|naar) welke? (?:stad|steden|plaats|plaatsen|gemeenten?|regio|wijk|provincie|land|eenheid)\b|^where\b",
        ),
        (Kind.REASON, r"^waarom\b|^waardoor\b|^hoe ?(?:komt|kwam)\b|\bwat is de reden\b|\bom welke reden|^why\b"),
        (
            Kind.LIST,
            rf"^(?:en )?(?:welke|wat zijn de) (?:(?:{_FEW}) )?(?:\w+e )?(?:[a-z]+en\b|[a-z]+s (?:zijn|waren|hebben|hadden|worden|"
            rf"werden|moeten|kunnen|krijgen|gaan|komen|staan)\b)|^welke (?:{_FEW})\b|^noem\b",
        ),
        (
            Kind.OPEN,
            rf"^(?:en |maar |dus )?(?:{VERBS_FIRST})\b.*\b(?:of niet\b|[\w-]+ of [\w-]+\?*$"
            r"|of (?:juist|toch|is|zijn|blijft|blijven|wordt|worden|komt|gaat)\b)",
        ),
        (Kind.YES_NO, rf"^(?:en |maar |dus )?(?:{VERBS_FIRST})\b"),
    )
)


def asked_for(question: str) -> Kind:
    """What a question asks for, by how it is put."""
    asked = question.partition(" (over ")[0]  # what was added to a follow-up is its subject
    return next((kind for kind, pattern in _KINDS if pattern.search(asked)), Kind.OPEN)
