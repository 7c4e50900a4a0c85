"""What a question wants: the kind of answer, and what an answer can't do without. Read from how the question is put."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.kind import MEASURING, MONEY_VERBS, VERBS_FIRST, Kind, asked_for
from assistant.roles import ROLES, SPEAKS
from assistant.values import NUMBER_WORDS
from index.concepts import Concept
from index.dutch import fold

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
# "volgens de norm" names nobody
_SOURCES = re.compile(
    r"\bvolgens\s+(?:de|het|die|deze|dat|dit)\s+(?:\w+e\s+)?(?:norm\w*|planning|begroting|raming\w*|wet|regels?|afspra\w+|plan\w*|"
    r"cijfers|besluit\w*|verslag\w*|notulen|stukken|brief|nota|notitie|agenda|onderzoek|rapport)\b",
    re.IGNORECASE,
)
_IS_THERE = r"(?:is|zijn|komt|komen|was|waren|worden|wordt|werd|werden) er (?:(?:al|nog|ook|een|geen|nieuwe?|extra) )*"
# a noun right behind these is what must be mentioned: the attribute that is asked for, or the topic that was talked about
_ATTRIBUTE = r"welke?|wat voor|wat (?:is|zijn|was|waren) (?:de|het)"
_ADJECTIVE = re.compile(r"extra|[a-z]{4,}e", re.IGNORECASE)
NUMBER_WORD = re.compile(NUMBER_WORDS, re.IGNORECASE)
# "hoeveel verliezen de gemeenten": what stands behind it is a verb
_COUNTS_NOTHING = re.compile(
    r"\bhoeveel\s+[a-zë]{3,}(?:t|en|de|te|den|ten)\s+(?:de|het|een|die|dat|deze|we|wij|zij|ze|hij|men|er)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"^(?:geld|bedrag\w*|budget\w*|kosten|middelen|subsidie)$")
ROLE_ASKED = re.compile(
    r"(?<!van )(?<!aan )(?<!met )(?<!bij )(?<!voor )(?<!door )\b(?:wie (?:is|was|zijn|waren|wordt|worden|werd|werden)|hoe heet)\s+"
    r"(?:(?:nu|momenteel|eigenlijk)\s+)?(?:(?:de|het)\s+|(?=(?:voorzitter|leider|hoofd|baas)\b))(?:nieuwe\s+|huidige\s+)?([\w-]+)",
    re.IGNORECASE,
)
_FIRST_VERB = re.compile(rf"\b(?:{VERBS_FIRST}|{SPEAKS}|{MONEY_VERBS}|[a-z]{{3,}}(?:t|de|te|den|ten))\b", re.IGNORECASE)
_IS_ROLE = re.compile(rf"(?:{ROLES}|lovp|jenv)", re.IGNORECASE)
AGREEMENT = "afspraak"
_ACTS = {
    "toezegging": re.compile(
        r"\b(?:toegezegd|toezegging\w*|toezeggen|(?:zegt|zegde|zei)\w*\b.*\btoe\b|beloofd?e?|belofte\w*)\b",
        re.IGNORECASE,
    ),
    AGREEMENT: re.compile(
        r"\b(?:afgesproken|afspra(?:ak|ken)|spr(?:ak|aken|eekt|eken)\b.*\baf|overeengekomen|besloten\b(?!\s+(?:deel|gedeelte|kring))|"
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
    verbs; `act` is the kind of act asked for; `names_role` says that it asks who holds an office; `who` are the speaker
    or doer with the title or name beside it.
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
    who: frozenset[int] = frozenset()


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
    doer = None if _SOURCES.search(question) else _named_after(_ACCORDING, question, concepts)
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
        who=frozenset(_with_title(question, concepts, speaker if speaker is not None else doer)),
    )


def _counted(question: str, concepts: Sequence[Concept]) -> int | None:
    """What "hoeveel" counts: the noun behind it, over an adjective ("hoeveel extra wijkagenten")."""
    behind = [
        n
        for n, c in enumerate(concepts)
        if not c.light and _follows(r"(?:hoeveel|how many)\s+(?:\w+\s+)?", c, question)
    ]
    adjacent = [n for n in behind if _follows(r"(?:hoeveel|how many)\s+", concepts[n], question)]
    if _COUNTS_NOTHING.search(question):
        behind = [n for n in behind if n not in adjacent]
    over = [n for n in behind if n not in adjacent and adjacent and _ADJECTIVE.fullmatch(concepts[adjacent[0]].asked)]
    return next(iter(over or behind), None)


def _focus(question: str, kind: Kind, concepts: Sequence[Concept]) -> int | None:
    """What a measure is asked of: the first noun behind the verb that isn't someone who speaks or acts; None when none is."""
    verb = _FIRST_VERB.search(question)
    if (kind not in MEASURING and kind is not Kind.YES_NO) or verb is None:
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
    at = found.end()
    for _ in range(_TITLE_WORDS):
        here = next((n for n, c in enumerate(concepts) if not c.light and _stands(c, question, at)), None)
        word = re.match(r"\S+\s*", question[at:])
        if here is not None and concepts[here].asked.lower() not in _TITLES:
            behind = at + len(concepts[here].asked) + 1
            name = (n for n, c in enumerate(concepts) if c.asked[:1].isupper() and _stands(c, question, behind))
            return next(name, here)  # "voorzitter Bakker" is nobody but Bakker
        if word is None or word[0].strip().lower() not in _TITLES:
            break
        at += word.end()
    return None


def _stands(concept: Concept, question: str, at: int) -> bool:
    return question[at : at + len(concept.asked)].lower() == concept.asked.lower()


def _with_title(question: str, concepts: Sequence[Concept], who: int | None) -> set[int]:
    """The concept that is someone, with those that stand right beside it: "dijkgraaf Hoekema"."""
    if who is None:
        return set()
    place = question.find(concepts[who].asked)
    found = {who}
    for n, concept in enumerate(concepts):
        at = question.find(concept.asked)
        if at >= 0 and (at + len(concept.asked) + 1 == place or place + len(concepts[who].asked) + 1 == at):
            found.add(n)
    return found


def _required(question: str, kind: Kind, concepts: Sequence[Concept]) -> set[int]:
    nouns = {n: c for n, c in enumerate(concepts) if not (c.light or c.number or NUMBER_WORD.fullmatch(c.asked))}
    required = {n for n, c in nouns.items() if c.noun and _follows(rf"(?:{_ATTRIBUTE})\s+", c, question)}
    if kind is Kind.NUMBER:
        if _COUNTS_NOTHING.search(question):  # "hoeveel weegt een stroomstootwapen": what it does is what is asked
            required |= {n for n, c in nouns.items() if _follows(r"hoeveel\s+", c, question)}
        counted = _counted(question, concepts)
        required |= {n for n in nouns if n == counted and _follows(r"hoeveel\s+(?:\w+\s+)?", nouns[n], question)}
    if kind is Kind.AMOUNT:  # "wat kost de aanbesteding": an amount for something else is no answer
        required |= {
            n for n, c in nouns.items() if _follows(r"(?:kost|kostte|kosten)\s+(?:de|het|een|één)\s+", c, question)
        }
    if kind is Kind.OPEN:  # "wat verdient een agent": the verb is what is asked
        required |= {n for n, c in nouns.items() if _follows(r"^(?:en )?wat\s+", c, question)}
    required |= {n for n, c in nouns.items() if _follows(rf"^{_IS_THERE}", c, question)}
    required |= {
        n for n, c in nouns.items() if _follows(r"^(?:en )?hoe zit het\s+\w+\s+(?:de\s+|het\s+)?", c, question)
    }
    new, leaning, _ = question.partition(" (over ")
    if leaning:  # a follow-up: what it adds must be there, not only the subject of the question before
        required |= {n for n, c in nouns.items() if c.noun and c.asked in new}
    return {n for n in required if kind is Kind.OPEN or not _MONEY.match(concepts[n].asked.lower())}


def _follows(before: str, concept: Concept, question: str) -> bool:
    """Whether a concept stands right behind a pattern."""
    pattern = re.compile(rf"(?:{before if before.startswith('^') else chr(92) + 'b' + before})$", re.IGNORECASE)
    lowered, asked = question.lower(), concept.asked.lower()
    at = lowered.find(asked)
    while at >= 0:
        if pattern.search(question[:at]):
            return True
        at = lowered.find(asked, at + 1)
    return False
