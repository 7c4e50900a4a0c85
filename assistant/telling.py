"""How much a sentence tells of a topic: a decision, an amount, a date or what somebody said goes before a mere mention."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.evidence import Sentence
from assistant.roles import ROLES, SPEAKS
from assistant.scope_parts import announces
from assistant.values import AMOUNTS, NUMBERS, PERCENTAGES, YEARS
from assistant.wanted import act
from index.concepts import Concept
from index.dates import find_dates

CENTRAL = 0.55  # share of the topic that a sentence must cover, itself or by what stands around it
_NAMED = 0.5  # worth from which a part of the topic counts as mentioned
_OWN, _ACT, _VALUE, _DATE, _SAID, _AHEAD = 0.6, 0.35, 0.25, 0.15, 0.2, 0.15  # what a sentence gains
_MENTION, _QUESTION, _LEANS, _LENGTH = 0.35, 0.35, 0.1, 0.1  # what it loses
_SHORT, _LONG = 45, 380  # characters
# "Het LOVP sprak over X", "X is besproken", "Op de agenda stond X": it came up, and no more
_ONLY_MENTIONS = re.compile(
    r"\b(?:(?:sprak|spraken|praatte|praatten)(?:\s+\w+){0,2}\s+over|besprak|bespraken|(?:is|zijn|werd|werden|was|waren|ook|kort)\s+"
    r"(?:kort\s+|uitvoerig\s+|ook\s+)?(?:besproken|behandeld|toegelicht)|op de agenda|aan bod|aan de orde|ter sprake|"
    r"onderwerp van gesprek|ging(?:en)? het over|een presentatie|kennisgenomen|stil gestaan|stilgestaan)\b",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(rf"^(?:Ook\s+|Volgens\s+|Namens\s+)?(?:de|het)\s+{ROLES}\b", re.IGNORECASE)
_REPORTS = re.compile(rf"\b(?:{SPEAKS}|volgens|lichtte\w*|deelde\w*\s+mee|constateer\w*|concludeer\w*|wees|wezen)\b", re.IGNORECASE)


def is_central(sentence: Sentence, concepts: Sequence[Concept]) -> bool:
    """Whether a sentence is about the topic: it covers most of it, and every part that names something stands here or above."""
    naming = [n for n, concept in enumerate(concepts) if not concept.light]
    if any(sentence.covers.get(n, 0.0) < _NAMED for n in naming):
        return False
    return bool(naming) and sentence.coverage >= CENTRAL


def telling(sentence: Sentence) -> float:
    """How much a sentence tells of the topic that it was scored against; about 0 to 3, higher is more."""
    length = len(sentence.text)
    worth = sentence.coverage + _OWN * sentence.own_coverage + _says(sentence.text)
    worth -= _LEANS * sentence.leans + _LENGTH * (length < _SHORT or length > _LONG)
    return worth


def tells_nothing(text: str) -> bool:
    """Whether a sentence only says that something came up."""
    return bool(_ONLY_MENTIONS.search(text)) and not (act(text) or AMOUNTS.search(text) or announces(text))


@lru_cache(maxsize=20_000)
def _says(text: str) -> float:
    """What a sentence says besides naming a topic, whatever the topic."""
    dated = bool(YEARS.search(text) or find_dates(text))
    counted = bool(AMOUNTS.search(text) or PERCENTAGES.search(text) or NUMBERS.search(YEARS.sub(" ", text)))
    said = bool(_SOMEBODY.match(text) and _REPORTS.search(text))
    worth = _ACT * (act(text) is not None) + _VALUE * counted + _DATE * dated + _SAID * said + _AHEAD * announces(text)
    worth -= _QUESTION * text.rstrip().endswith("?")
    return worth - _MENTION * (tells_nothing(text) and not said)
