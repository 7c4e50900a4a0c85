"""How much a sentence tells of a topic: a decision, an amount, a date or what somebody said goes before a mere mention."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.evidence import Sentence
from assistant.roles import ROLES, SPEAKS
from assistant.scope_parts import announces
from assistant.values import AMOUNTS, NUMBERS, PERCENTAGES, YEARS
from assistant.verdict import intended
from index.concepts import Concept
from index.dates import find_dates

CENTRAL = 0.55  # share of the topic that a sentence must cover, itself or by what stands around it
NAMED = (
    0.6  # worth from which a sentence names a part of the topic: a compound of it will do, a word of like meaning won't
)
LOOSELY = 0.5  # the same where no meeting names it outright
_NEARBY = 0.65  # the same for the heading above it, or for the sentence before when this one leans on that
_OWN, _OWN_UNDER_TOPIC = 0.6, 0.3  # what naming the topic itself gains; less where the heading names it
_DECIDES, _VALUE, _DATE, _SAID, _AHEAD, _STATES = 0.4, 0.25, 0.15, 0.15, 0.15, 0.1  # what else it gains
_MENTION, _QUESTION, _THANKS, _POINTS, _LENGTH, _OPENS, _LISTED = 0.5, 0.35, 0.3, 0.4, 0.1, 0.4, 0.4  # what it loses
_SHORT, _LONG = 45, 380  # characters
_UNDER_TOPIC = 0.6  # worth of a part of the topic that its heading alone gives
# "Het LOVP sprak over X", "X is besproken", "Op de agenda stond X": it came up, and no more
_ONLY_MENTIONS = re.compile(
    r"\b(?:(?:sprak|spraken|praatte|praatten)\b[^.;]*\bover|besprak|bespraken|(?:is|zijn|werd|werden|was|waren)\b[^.;]*\b"
    r"(?:besproken|behandeld|toegelicht)|op de agenda|aan bod|aan de orde|ter sprake|onderwerp van gesprek|een van de onderwerpen|"
    r"ging(?:en)? het over|(?:gaf|geeft|gaven|kreeg|kregen) een (?:presentatie|toelichting)|kennisgenomen|stilgestaan)\b",
    re.IGNORECASE,
)
_DECIDED = re.compile(
    r"\b(?:afgesproken|spr(?:ak|aken) af|overeengekomen|besloten|besloot|beslist|ingestemd|stemde\w*\b[^.;]*\bin|akkoord|"
    r"vastgesteld|goedgekeurd|toegezegd|zegde\w*\b[^.;]*\btoe|geregeld|toegekend|gestopt|gestart|ingevoerd|afgeschaft|verhoogd|"
    r"verlaagd|uitgesteld|gesloten|beëindigd|geopend|opgeheven|ingetrokken|geschrapt|vervallen|verlengd|afgewezen|begonnen|"
    r"afgerond|opgeleverd)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^Besluit\b[^:]{0,30}:")
_MATTERS = re.compile(
    r"\b(?:nodig|moet|moeten|geen|niet|blijft|blijven|achter|meer|minder|structure\w+|tekort\w*|eerst\w*|omdat|doordat)\b",
    re.IGNORECASE,
)
_THANKED = re.compile(r"\b(?:dankt?e?n?|bedankt?e?n?|feliciteer\w*|complimenten|verwelkom\w*)\b", re.IGNORECASE)
_POINTS_BACK = re.compile(r"\b(?:dit|deze|hier\w*|daar(?:mee|van|aan|op|bij|over|toe|voor|door))\b", re.IGNORECASE)
_FORMAL = re.compile(
    r"^(?:\d+[a-z]?[.)]?\s*|[a-z][.)]\s*)?(?:inleiding|opening\b.*|welkom\b.*|mededelingen\b.*|rondvraag\b.*|(?:en\s+)?sluiting|afsluiting|"
    r"w\.?v\.?t\.?t\.?k\.?|wat verder ter tafel.*|ingekomen stukken|actie(?:lijst|punten|s)?(?:\s*\|.*)?|"
    r"besluitenlijst|agenda(?:punten)?|"
    r"(?:vaststell\w+|goedkeur\w+)\s.*\b(?:verslag|notulen|agenda)\b.*|(?:concept)?(?:verslag|notulen)\b.*(?:vorige?|\d{4}).*|"
    r"(?:voorzitter|secretaris|notulist|aanwezig\w*|afwezig\w*|datum|plaats|locatie)\b.*|"
    r"volgende? (?:vergadering|overleg|lovp|keer))$",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(rf"^(?:Ook\s+|Volgens\s+|Namens\s+)?(?:de|het)\s+{ROLES}\b", re.IGNORECASE)
_REPORTS = re.compile(
    rf"\b(?:{SPEAKS}|volgens|lichtte\w*|deelde\w*\s+mee|constateer\w*|concludeer\w*|wees|wezen)\b", re.IGNORECASE
)


def is_formal(topic: str) -> bool:
    """Whether a heading is one that every meeting has, such as opening, list of actions and next meeting."""
    return bool(_FORMAL.match(topic.strip()))


def is_central(sentence: Sentence, concepts: Sequence[Concept], least: float = NAMED) -> bool:
    """Whether a sentence is about the topic: it covers most of it, and names each part that names something, or its heading does.

    Args:
        sentence: the sentence, scored against the topic.
        concepts: what the topic names.
        least: worth from which a part counts as named by the sentence itself.
    """
    naming = [n for n, concept in enumerate(concepts) if not concept.light]
    for n in naming:
        itself = sentence.own[n].worth if n in sentence.own else 0.0
        if itself < least and sentence.covers.get(n, 0.0) < _NEARBY:
            return False
    return bool(naming) and (len(naming) == 1 or sentence.coverage >= CENTRAL)


def telling(sentence: Sentence) -> float:
    """How much a sentence tells of the topic that it was scored against; about 0 to 3, higher is more."""
    length, text = len(sentence.text), sentence.text
    under = min(sentence.covers.values(), default=0.0) >= _UNDER_TOPIC
    own = (_OWN_UNDER_TOPIC if under else _OWN) * sentence.own_coverage
    lost = _POINTS * (not sentence.own and bool(_POINTS_BACK.search(text))) + _LENGTH * (
        length < _SHORT or length > _LONG
    )
    lost += _OPENS * text.rstrip().endswith(":") + _LISTED * is_formal(sentence.passage.topic)
    return sentence.coverage + own + _says(text) - lost


def tells_nothing(text: str) -> bool:
    """Whether a sentence only says that something came up."""
    return bool(_ONLY_MENTIONS.search(text)) and not (decides(text) or AMOUNTS.search(text) or announces(text))


def decides(text: str) -> bool:
    """Whether a sentence says that something was decided, agreed, promised or changed; a plan is no decision."""
    return bool(_DECIDED.search(text) or _NUMBERED.match(text)) and intended(text) is None


@lru_cache(maxsize=20_000)
def _says(text: str) -> float:
    """What a sentence says besides naming a topic, whatever the topic."""
    dated = bool(YEARS.search(text) or find_dates(text))
    counted = bool(AMOUNTS.search(text) or PERCENTAGES.search(text) or NUMBERS.search(YEARS.sub(" ", text)))
    said = bool(_SOMEBODY.match(text) and _REPORTS.search(text))
    worth = _DECIDES * decides(text) + _VALUE * counted + _DATE * dated + _SAID * said + _AHEAD * announces(text)
    worth += _STATES * bool(_MATTERS.search(text)) - _THANKS * bool(_THANKED.search(text))
    return worth - _QUESTION * text.rstrip().endswith("?") - _MENTION * tells_nothing(text)
