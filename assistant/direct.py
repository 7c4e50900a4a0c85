"""The short direct answer: the literal words of a quote that are a year, a date, an amount, a number or a person.

What a question asks for is read from how it opens; what a sentence offers, from patterns. Where a sentence offers more than one,
the one nearest to the words that were asked about is taken.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum

from assistant.question import ROLES
from index.dates import find_dates
from index.dutch import fold, is_content
from index.records import Span


class Kind(Enum):
    """What a question asks for."""

    YEAR = "jaar"
    DATE = "datum"
    MEETING = "overleg"
    AMOUNT = "bedrag"
    NUMBER = "aantal"
    EXTENT = "omvang"
    PERSON = "persoon"
    BODY = "instantie"
    YES_NO = "ja of nee"
    REASON = "reden"
    OPEN = "open"


# A question for one of these is not answered by a sentence that has none.
DEMANDING = frozenset({Kind.YEAR, Kind.AMOUNT, Kind.NUMBER, Kind.REASON, Kind.BODY})
# For these a sentence that has one is taken before one that has none.
PREFERRING = frozenset({Kind.DATE, Kind.EXTENT, Kind.PERSON})

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
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (Kind.MEETING, rf"\b(?:in|op|tijdens|bij) welke? (?:{_MEETING_NOUNS})|^welke? (?:lovp|vergadering|overleg)\b"),
        (
            Kind.MEETING,
            r"^wanneer (?:is|werd|werden|zijn|was|kwam) .*\b(?:be|ge)sproken|^wanneer .*\baan (?:de orde|bod)",
        ),
        (Kind.YEAR, r"\bwelke? (?:begrotings|kalender)?ja(?:ar|ren)\b|\bjaartal|\b(?:which|what) years?\b"),
        (Kind.DATE, r"\bwanneer\b|\bwelke (?:datum|dag|maand)\b|\bhoe laat\b|^when\b|\btot hoe ?lang\b"),
        (Kind.AMOUNT, r"\bwelke? bedrag|\bhoeveel (?:geld|euro|miljoen|mln|miljard|budget|middelen|subsidie)\b"),
        (Kind.AMOUNT, r"\bwat (?:kost|kostte|kosten)\b|\bhoe duur\b|\bhow much\b"),
        (Kind.AMOUNT, rf"\bhoeveel\b.*\b(?:{_MONEY_VERBS})\b"),
        (
            Kind.AMOUNT,
            rf"\bhoe (?:groot|hoog) (?:is|was|zijn|waren|wordt|werd) (?:de|het|die|dat) (?:\w+ )?\w*(?:{_MONEY_NOUNS})",
        ),
        (Kind.AMOUNT, rf"\bhoeveel (?:{_MONEY_FIRST})\b"),
        (Kind.NUMBER, r"\bhoeveel\b|\bwelke? (?:aantal|percentage|norm)\b|\bhoe (?:vaak|oud)\b|\bhow many\b"),
        (
            Kind.EXTENT,
            r"\bhoe (?:lang|ver|zwaar|snel|laag|hoog|groot|sterk|veel)\b|^hoelang\b|\bhow (?:long|large|big|high)\b",
        ),
        (
            Kind.BODY,
            r"\bwelke? (?:bedrijf|bedrijven|organisaties?|instanties?|partij|partijen|gemeenten?|leverancier)\b",
        ),
        (Kind.PERSON, r"^(?:\w+ )?wie\b|^(?:van|aan|met|bij) wie\b|^who\b"),
        (Kind.PERSON, r"\bwelke? (?:persoon|personen|bewindspersoon|functionaris)\b"),
        (Kind.REASON, r"^waarom\b|^waardoor\b|^hoe ?komt\b|\bwat is de reden\b|\bom welke reden|^why\b"),
        (Kind.YES_NO, rf"^(?:en |maar |dus )?(?:{_VERBS_FIRST})\b"),
    )
)
_AND = r"\s*(?:,|en|of|tot en met|t/m|tot|–|-|/)\s*(?:en\s+)?"
_YEARS = re.compile(rf"\b(?:19|20)\d\d(?:{_AND}(?:19|20)\d\d)*\b")
_DIGITS = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_SCALE = r"(?:duizend|miljoen|miljard|mln\.?|mld\.?)"
_LASTING = r"(?:\s+(?:aan\s+)?(?:structurele?|incidentele?|structureel|incidenteel|eenmalig)\b(?!\s+\w+ing))?"
_AMOUNTS = re.compile(
    rf"(?:(?:€|EUR|euro)\s*(?:{_DIGITS})(?:\s*{_SCALE})?(?:\s+euro)?|(?<![\d.,])(?:{_DIGITS})\s*{_SCALE}(?:\s+euro)?|(?<![\d.,])(?:{_DIGITS})\s+euro\b){_LASTING}",
    re.IGNORECASE,
)
_NUMBER_WORDS = (
    "geen enkele|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|"
    "achttien|negentien|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|honderd|duizend|beide|"
    "een derde|een kwart|de helft"
)
_NUMBERS = re.compile(
    rf"(?<![\w.,])(?!\d{{1,2}}\.\s)(?:(?:{_DIGITS})(?:\s*(?:%|procent\b))?|(?:{_NUMBER_WORDS})\b)(?![\d])",
    re.IGNORECASE,
)
_PERIODS = re.compile(
    r"\b(?:(?:na|voor|in|sinds|vanaf|tot)\s+de\s+(?:zomer|winter|herfst|lente)(?:\s+van\s+(?:19|20)\d\d)?"
    r"|(?:eind|begin|medio|halverwege|half|later)\s+(?:dit|volgend|vorig)\s+jaar"
    r"|(?:eind|begin|medio|half|halverwege)\s+(?:\w+\s+)?(?:(?:19|20)\d\d|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)"
    r"|(?:dit|volgend|komend|het)\s+(?:voorjaar|najaar|zomer|winter)(?:\s+van\s+(?:19|20)\d\d)?"
    r"|(?:het\s+)?(?:volgende?|eerstvolgende?)\s+(?:LOVP|overleg|vergadering|jaar|maand|week)|op\s+(?:korte|lange)\s+termijn)\b",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"\b(?:[A-Z][\w’'-]*[a-z][\w’'-]*)(?:\s+(?:van|de|der|den|ten|ter|het|'t|’t|el|al|di|van\s+de[nr]?))*\s+[A-Z][\w’'-]*[a-z][\w’'-]*"
    r"(?:\s+[A-Z][\w’'-]*[a-z][\w’'-]*)*"
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z’'-]+[a-z]\b")  # one capitalised word inside a sentence
_NO_NAME = re.compile(
    rf"^(?:{ROLES}|Rijk|Staat|Tweede|Eerste|Koninklijke|Landelijke|Raad|Openbaar|Nationale?|Kamer\w*|\w+nota|\w+dagen?|\w+agenda)$",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"\b(?!LOVP\b|BOA\b)[A-Z][A-Z0-9&]{1,6}\b")
_SUBJECT = re.compile(
    rf"^(?:Volgens\s+|Ook\s+|Namens\s+)?((?:[Dd]e|[Hh]et)\s+(?:(?i:{ROLES})|LOVP(?!\s+van))(?:\s+van\s+(?:de\s+|het\s+)?[A-Z][\w-]*(?:\s+[A-Z][\w-]*)*)?)\b"
)
_NEGATION = re.compile(r"\b(?:niet|geen|nooit|niemand|noch|evenmin)\b", re.IGNORECASE)
_RESERVED = re.compile(
    r"\b(?:mogelijk|misschien|wellicht|eventueel|zou|zouden|voorgenomen|voornemen|voorbehoud|indien|mits|tenzij|als|of|afhankelijk|onderzocht)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[,;:]|\b(?:zolang|omdat|doordat|als|wanneer|dat|die|en|maar|terwijl|zodat|waarbij|of|om)\b",
    re.IGNORECASE,
)
_ACTS = {
    "toezegging": re.compile(
        r"\b(?:toegezegd|toezegging\w*|toezeggen|(?:zegt|zegde|zei)\w*\b.*\btoe\b|beloofd?e?|belofte\w*)\b",
        re.IGNORECASE,
    ),
    "afspraak": re.compile(
        r"\b(?:afgesproken|afspra(?:ak|ken)|spr(?:ak|aken|eekt|eken)\b.*\baf|overeengekomen|besloten\s+(?!deel|gedeelte|kring)|besluit(?:en)?|beslist|ingestemd|instemm\w+|stemt?\w*\b.*\bin\b"
        r"|akkoord|vastgesteld|herbevestigd|goedgekeurd)\b",
        re.IGNORECASE,
    ),
}
_NO_PROMISE = re.compile(
    r"\b(?:geen|niet)\b(?:\s+\w+){0,6}\s+(?:toegezegd|toezegging\w*|beloofd|belofte\w*)\b", re.IGNORECASE
)
_BECAUSE = re.compile(
    r"\b(?:omdat|doordat|want|aangezien|immers|vanwege|wegens|daarom|daardoor|waardoor|zodat|oorzaak|oorzaken|reden|redenen|aanleiding|"
    r"gevolg van|verband met|dankzij|door|na|nu|om)\b|^Met\b",
    re.IGNORECASE,
)


def asked_for(question: str) -> Kind:
    """What a question asks for, by how it is put."""
    return next((kind for kind, pattern in _KINDS if pattern.search(question)), Kind.OPEN)


def offers(kind: Kind, sentence: str, matched: Sequence[Span], asked: Sequence[str]) -> str | None:
    """The literal words of a sentence that answer a question of this kind, None when it has none.

    Args:
        kind: what is asked for.
        sentence: the sentence as it stands.
        matched: where in the sentence the words of the question were found.
        asked: the words and numbers of the question itself, folded; they are no answer to it.

    Returns:
        Words of the sentence, its white space made single.
    """
    found = [
        span
        for span in _candidates(kind, sentence, matched)
        if not set(span.of(sentence).lower().split()) <= set(asked)
    ]
    if not found:
        return None
    best = min(found, key=lambda span: (_distance(span, matched), span.start))
    return " ".join(best.of(sentence).split())


def _candidates(kind: Kind, sentence: str, matched: Sequence[Span]) -> Iterator[Span]:
    match kind:
        case Kind.YEAR:
            yield from _spans(_YEARS, sentence)
        case Kind.AMOUNT:
            yield from _spans(_AMOUNTS, sentence)
        case Kind.NUMBER:
            yield from _numbers(sentence, matched)
        case Kind.DATE:
            dates = [found.span for found in find_dates(sentence) if found.day or found.year]
            yield from dates
            yield from _spans(_PERIODS, sentence)
            yield from (years for years in _spans(_YEARS, sentence) if not any(years.within(day) for day in dates))
            if not dates:
                yield from (found.span for found in find_dates(sentence))
        case Kind.PERSON:
            yield from _names(sentence)
        case Kind.BODY:
            yield from _names(sentence)
            yield from _spans(_CAPITALS, sentence)
        case Kind.EXTENT:
            amounts = list(_spans(_AMOUNTS, sentence))
            yield from amounts
            for number in [*_spans(_YEARS, sentence), *_spans(_NUMBERS, sentence)]:
                if not any(number.within(amount) for amount in amounts):
                    yield number


def _names(sentence: str) -> list[Span]:
    """Names of people and bodies: words with capitals, less the capital that only opens the sentence."""
    longer = [name for name in _spans(_NAMES, sentence) if is_content(fold(name.of(sentence).split()[0]))]
    return longer or [name for name in _spans(_NAME, sentence) if not _NO_NAME.match(name.of(sentence))]


def _spans(pattern: re.Pattern[str], sentence: str) -> Iterator[Span]:
    return (Span(*match.span()) for match in pattern.finditer(sentence))


def _numbers(sentence: str, matched: Sequence[Span]) -> Iterator[Span]:
    """Numbers that stand close before or behind a word that was asked about, with that word; years are no numbers."""
    for number in _NUMBERS.finditer(sentence):
        if _YEARS.fullmatch(number[0]):
            continue
        if any(amount.start <= number.start() < amount.end for amount in _spans(_AMOUNTS, sentence)):
            continue
        behind = [
            m for m in matched if m.start - number.end() >= 0 and len(sentence[number.end() : m.start].split()) <= 2
        ]
        before = [
            m for m in matched if number.start() - m.end >= 0 and len(sentence[m.end : number.start()].split()) <= 3
        ]
        if behind:
            yield Span(number.start(), min(behind, key=lambda m: m.start).end)
        elif before or "%" in number[0] or "procent" in number[0]:
            yield Span(*number.span())


def _distance(span: Span, matched: Sequence[Span]) -> int:
    """Characters to the nearest matched word, none when one lies inside; what follows a word is nearer than what precedes it."""
    if any(m.within(span) for m in matched):
        return 0
    gaps = [m.start - span.end + 5 if m.start >= span.end else span.start - m.end for m in matched]
    return 1 + min((gap for gap in gaps if gap >= 0), default=0)


_ACTOR = re.compile(
    r"\b(?:wat|hoe|waarom|waarover|waarvoor|waarmee|waar|welke?\s+\S+)\s+(?:\S+\s+){0,1}?"
    r"(?:zei\w*|zegt|zeggen|vind\w*|vond\w*|wil\w*|vroeg\w*|vraagt|vragen|gaf|gaven|geeft|geven|antwoord\w*|reageer\w*|heeft|hebben|had|hadden|"
    r"beloofde\w*|noemde\w*|noemt|deed|deden|doet|doen|dacht\w*|denkt|meld\w*|benadruk\w*|wees|wezen|stelde\w*|maakt\w*|is|zijn|was|waren|"
    r"belooft|beloven|adviseer\w*|pleit\w*|reageert|staat)\s+(?:\w+\s+)?((?:de|het)\s+(?:\S+\s+)?"
    rf"{ROLES})\b",
    re.IGNORECASE,
)


def actor(question: str) -> str | None:
    """The role whose words or deeds a question asks for ("wat zei de korpschef"), None when it asks for nobody's."""
    found = _ACTOR.search(question)
    return found[1] if found else None


def is_subject(sentence: str) -> str | None:
    """The role with which a sentence opens ("De Korpschef"), None when it opens otherwise."""
    found = _SUBJECT.search(sentence)
    return " ".join(found[1].split()) if found else None


def yes_or_no(sentence: str, predicate: Span | None) -> bool | None:
    """Whether a sentence that says what was asked affirms or denies it; None when it does neither outright.

    Args:
        sentence: the sentence.
        predicate: where its verb stands, the one that was asked about; None when it isn't there.
    """
    if predicate is None or _RESERVED.search(sentence):
        return None
    if not _NEGATION.search(sentence):
        return True
    start = max((cut.end() for cut in _CLAUSE.finditer(sentence, 0, predicate.start)), default=0)
    end = min((cut.start() for cut in _CLAUSE.finditer(sentence, predicate.end)), default=len(sentence))
    return False if _NEGATION.search(sentence, start, end) else None


def denies_promise(sentence: str) -> bool:
    """Whether a sentence says in so many words that something was not promised."""
    return bool(_NO_PROMISE.search(sentence))


def act(text: str) -> str | None:
    """The kind of act that a text speaks of: an agreement or a promise; None for neither."""
    return next((name for name, pattern in _ACTS.items() if pattern.search(text)), None)


def gives_reason(sentence: str) -> bool:
    """Whether a sentence gives a reason in so many words."""
    return bool(_BECAUSE.search(sentence))
