"""A follow-up made to stand on its own, in Dutch, from the question before it.

What a follow-up leaves out is taken from that question, in this order: a new period or speaker takes the place of the old one;
a word that points back ("daarvan", "dat") is replaced with the subject; a bare "waarom" or "wanneer" takes the place of the old
question word. Only where none of these gives Dutch, the subject is added behind it (", als het gaat om X"). A message that
names its own subject is left alone, and thanks or a greeting changes nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.anew import BARE, asked_anew
from assistant.naming import named
from assistant.period import Period, find_period
from assistant.roles import ROLES, SPEAKS, agreeing
from assistant.subject import ABOUT, HAS_VERB, subject_of
from assistant.time_unit import find_units
from index.concepts import Concept
from index.dates import written
from index.records import Span
from index.vocabulary import Vocabulary

_LEAD = re.compile(r"^\s*(?:(?:en|maar|dus|ook|oké|ok|goed|nou)\b[\s,]*)+", re.IGNORECASE)
_WH = (
    r"(?:(?:sinds|tot|van|voor|door|met|aan|bij|over|op|in|uit|namens|volgens)\s+)?"
    r"(?:wie|wat|waar\w*|wanneer|hoe(?:veel|zo|lang)?|welke?|waarom)"
)
_ASKS = re.compile(rf"^{_WH}\b", re.IGNORECASE)
_THERE = re.compile(
    r"\b(?P<word>daar|hier|er)\s*(?P<prep>aan|bij|door|in|mee|om|onder|op|over|tegen|tussen|uit|van|voor)\b(?!\s+(?:de|het|een)\b)",
    re.IGNORECASE,
)
_THERE_APART = re.compile(
    r"\b(?:daar|hier)\b\s+(?P<between>(?:\w+\s+){0,3}?)(?P<prep>over|van|voor|aan|bij|mee|tegen|op|door)\b",
    re.IGNORECASE,
)
_THAT = re.compile(
    r"\b(?:hij|zij|ze|hem)\b|\b(?:dat|dit|die|deze|het)\b"
    r"(?!\s+(?:lovp|keer|jaar|(?!(?:voor|over|door|naar|niet|precies|eigenlijk|nodig|mogelijk|klaar|waar|besproken|betaald|ge\w+(?:d|t|n))\b)[a-z]{4,}))",
    re.IGNORECASE,
)
_AT_MEETING = re.compile(
    r"\b(?:(?P<there>daar|toen)|(?:in|op|tijdens|bij)\s+(?:dat|die|dit|deze)\s+(?:overleg|lovp|vergadering|bijeenkomst))\b(?!\s*(?:over|van|voor|mee|bij)\b)",
    re.IGNORECASE,
)
# "Is die toezegging nagekomen?": the one that was asked about
_THAT_THING = re.compile(
    r"\b(?:(?:die|deze)\s+(?P<noun>toezegging(?:en)?|besluiten|afspra(?:ak|ken)|motie|brief|maatregel(?:en)?|plannen)"
    r"|(?:dat|dit)\s+(?P<neuter>besluit|plan|onderzoek|voorstel|bedrag))\b",
    re.IGNORECASE,
)
_DEAD_END = re.compile(
    r"(?<!is )(?<!zijn )\b(?P<word>dat|dit|daar(?:over|van|voor|mee|bij|aan|op|tegen)|hier(?:over|van|voor))"
    r"(?:\s+(?:precies|eigenlijk|nu|toen|gezegd|besloten|gedaan|gebeurd|betaald|geregeld|besproken|afgesproken))*\W*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\b(?:toegezegd|beloofd|besloten|afgesproken|gezegd|gemeld|bekend|zeker|duidelijk|waar)\s+dat\s+\w+", re.IGNORECASE
)
_POINTS = re.compile(
    r"\b(?:dat|dit|die|deze|(?:daar|hier)\w*|ervan|ervoor|erover|erbij|eraan|ermee|hij|zij|ze|hem|hun)\b", re.IGNORECASE
)
_MORE = re.compile(
    r"^(?:(?:kun|kunt|kan|wil)\s+(?:je|u|jij)\b.*\b(?:meer|vertellen|uitleg\w*|toelicht\w*)\b|vertel\b.*\bmeer\b|(?:nog\s+)?meer\s+(?:daar|hier)?over|"
    r"wat\s+nog\s+meer|leg\s+(?:dat|dit)\s+uit)\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"^(?:(?:wat\s+(?:is|werd)\s+er\s+)?(?P<when>daarna|later|nadien|daarvoor|eerder|sindsdien))\b.{0,25}$",
    re.IGNORECASE,
)
_NOT_ASKED = re.compile(
    r"^(?:(?:hartelijk|heel\s+erg|erg|veel)\s+)?(?:dank\w*|bedankt|thanks?|merci|top|prima|fijn|mooi|super|oké?|ok|goed\s+zo|duidelijk|helder|"
    r"hoi|hallo|hey|dag|goede?(?:morgen|middag|navond|dag)|tot\s+ziens)\b[^?]{0,40}$",
    re.IGNORECASE,
)
_ROLE = re.compile(rf"\b(?:de|het)\s+(?:[a-z]+e\s+)?{ROLES}\b", re.IGNORECASE)
_OLD_ROLE = re.compile(
    rf"(?<!door )(?<!op )(?<!over )(?<!voor )(?<!bij )\b(?:de|het)\s+{ROLES}(?:\s+van\s+[A-Z]\w+(?:\s+en\s+[A-Z]\w+)?)?\b"
)
_PREPOSITION = re.compile(
    r"^(?P<prep>voor|bij|binnen|in|met|aan|op|tegen|over|van|door|buiten)\s+(?P<rest>.+)", re.IGNORECASE
)
_VERB_FIRST = re.compile(r"^\w{3,}(?:t|de|te|en)\s+(?:het|dat|dit|er)\b", re.IGNORECASE)
_SAYS = re.compile(rf"\b(?:{SPEAKS})\b", re.IGNORECASE)
_WHO_IS_THAT = re.compile(r"^wie\s+(?:is|was|zijn|waren)\s+(?:dat|die|hij|zij)$", re.IGNORECASE)
_WHO_THEN = re.compile(r"^(wie\s+(?:is|was|waren))\s+(?:dat|die|het)\s+(daarvoor|daarna|eerder|nu)$", re.IGNORECASE)
_LIGHT_PERIOD = re.compile(
    r"^(?:(?:in|op|uit|van|sinds|vanaf|voor|na|tot|tussen|tijdens|het|de|jaar)\s+)*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a period is resolved against: the meetings that there are records of, and today."""

    days: Sequence[date]
    today: date

    def period(self, text: str) -> Period | None:
        """The period that a text names."""
        return find_period(text, self.days, self.today)


def is_small_talk(message: str) -> bool:
    """Whether a message thanks or greets and asks nothing."""
    return bool(_NOT_ASKED.match(message.strip()))


def left_open(text: str, vocabulary: Vocabulary) -> str | None:
    """The word that points at something a question doesn't name ("Wie leidt dat?"); None when it names what it is about."""
    that = _DEAD_END.search(text)
    if that is None or "," in text:  # "BTK, wat betekent dat?"
        return None
    return None if named(text, vocabulary) else that["word"].lower()


def standalone(before: str, message: str, vocabulary: Vocabulary, calendar: Calendar) -> str:
    """`message` made to stand on its own, when it leans on the question `before`; else `message` itself."""
    if not before or is_small_talk(message):
        return message
    lead = _LEAD.match(message)
    rest = message[lead.end() if lead else 0 :].strip().rstrip("?!. ")
    before = before.rstrip("?!. ")
    naming = named(rest, vocabulary)
    if _CLAUSE.search(rest) and naming:
        return message  # "is toegezegd dat BOA's ...": its own clause says what it is about
    made = _made(before, rest, naming, bool(lead), vocabulary, calendar)
    if made is None:
        return message
    made = " ".join(made.split())
    return f"{made[:1].upper()}{made[1:]}?"


def _made(
    before: str, rest: str, naming: Sequence[Concept], opens: bool, vocabulary: Vocabulary, calendar: Calendar
) -> str | None:
    old = calendar.period(before)
    subject = subject_of(before, vocabulary, old)
    when = f" {_adjunct(old)}" if old is not None and old.tied else ""
    if _MORE.match(rest):
        return f"Wat is er gezegd over {subject}{when}" if subject else None
    later = _LATER.match(rest)
    if later:
        return _later(before, later["when"].lower(), subject, old)
    fragment = not (_ASKS.match(rest) or HAS_VERB.search(rest) or _VERB_FIRST.match(rest))
    if fragment and not opens and not re.match(r"(?:en|in|over|voor|sinds)\b", rest, re.IGNORECASE):
        return None
    if fragment:
        return _with_fragment(before, rest, subject, old, when, calendar)
    if _WHO_IS_THAT.match(rest) and re.match(r"(?:wie|welke|aan wie|door wie)\b", before, re.IGNORECASE):
        return before
    bare = BARE.match(rest)
    if bare:
        swapped = asked_anew(before, bare["wh"], bool(bare["not"] or bare["not2"]))
        return swapped or (f"{rest}{ABOUT}{subject}{when}" if subject else None)
    return _with_clause(rest, naming, opens, subject, when, calendar)


def _adjunct(old: Period) -> str:
    """The words of a period as they can stand at the end of a question."""
    return (
        old.words
        if re.match(r"(?:in|op|tijdens|uit|bij|van|sinds|vanaf|na|voor|vóór|tot|tussen)\b", old.words, re.I)
        else f"in {old.words}"
    )


def _with_fragment(
    before: str, rest: str, subject: str, old: Period | None, when: str, calendar: Calendar
) -> str | None:
    """ "En in 2021?", "En de minister?", "En voor boa's?": takes the place of its like, or is added."""
    units, old_units = find_units(rest, calendar.today), find_units(before, calendar.today)
    new = calendar.period(f"Wat is er besproken {rest}") or calendar.period(f"Wat is er {rest} besproken")
    if (
        units and _LIGHT_PERIOD.match(f"{rest[: units[0].span.start].strip()} ".lstrip()) and len(rest.split()) <= 6
    ) or (new and new.words == rest):
        if old is not None:
            place = old.span
            return f"{before[: place.start]}{_like(old.words, rest)}{before[place.end :]}"
        if old_units:
            place = Span(old_units[0].span.start, old_units[-1].span.end)
            bare = rest[units[0].span.start :] if units else rest
            return f"{before[: place.start]}{bare}{before[place.end :]}"
        if not rest.lower().startswith("voor ") or not subject:
            return f"{before} {rest}"
        return f"Hoe zit het {rest} met {subject}"
    about = re.match(r"over\s+(.+)", rest, re.IGNORECASE)
    if about:
        start = re.search(r"\s+over\s+.+$", before, re.IGNORECASE)
        if not start and not subject:
            return f"{before} over {about[1]}"  # "Welke besluiten zijn er genomen" and now those about one thing
        return f"{before[: start.start()] if start else 'Wat is er gezegd'} over {about[1]}{when if start else ''}"
    role = _ROLE.fullmatch(rest)
    if role:
        said = _OLD_ROLE.search(before)
        if said and not before[: said.start()].rstrip().lower().endswith(("wie is", "wie was")):
            return agreeing(before[: said.start()], said[0], rest) + rest + before[said.end() :]
        return f"Wat zei {rest} over {subject}{when}" if subject else None
    prep = _PREPOSITION.match(rest)
    if prep:
        same = re.search(rf"\s{prep['prep']}\s+(?:(?:de|het|een)\s+)?[\w’'-]+", before, re.IGNORECASE)
        if same and (old is None or not Span(*same.span()).overlaps(old.span)) and not _ASKS.match(same[0].strip()):
            return f"{before[: same.start()]} {rest}{before[same.end() :]}"
        return f"Hoe zit het {rest} met {subject}{when}" if subject else None
    return None if not subject else f"Wat is er gezegd over {rest}{ABOUT}{subject}{when}"


def _like(old: str, new: str) -> str:
    """A new period in the place of an old one: "in het LOVP van" stays before a bare date."""
    if old[:1].isupper():
        new = new[:1].upper() + new[1:]
    head = re.match(
        r"(?P<head>(?:in|op|tijdens|uit|bij|van)?\s*(?:het|de)?\s*(?:lovp|overleg|vergadering|verslag)\s+van\s+)",
        old,
        re.IGNORECASE,
    )
    date_alone = re.match(
        r"(?:in|op|van)\s+(?P<date>\d.*|(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december).*)$",
        new,
        re.I,
    )
    if head and date_alone:
        return f"{head['head']}{date_alone['date']}"
    return new


def _later(before: str, word: str, subject: str, old: Period | None) -> str | None:
    """ "En daarna?": after the meeting that was asked about, or later in general."""
    backward = word in {"daarvoor", "eerder"}
    if old is not None and old.tied and old.windows:
        edge = old.windows[0][0] if backward else old.windows[-1][1]
        if edge is not None and subject:
            return f"Wat is er {'vóór' if backward else 'na'} {written(edge)} gezegd over {subject}"
    return f"Wat is er {'eerder' if backward else 'daarna'} gezegd over {subject}" if subject else None


def _with_clause(
    rest: str, naming: Sequence[Concept], opens: bool, subject: str, when: str, calendar: Calendar
) -> str | None:
    """A whole question that points back, or leaves its subject out."""
    role = _ROLE.search(rest)
    own = [c for c in naming if not (role and c.asked.lower() in role[0].lower())]
    timed = calendar.period(rest) is not None
    when = "" if timed else when
    before_or_after = _WHO_THEN.match(rest)
    if subject and before_or_after:
        return f"{before_or_after[1]} {before_or_after[2]} {subject}"
    at_meeting = _AT_MEETING.search(rest)
    if not subject and when and at_meeting:  # "Wat is er besproken in het LOVP van 12 juni" asks about nothing else
        return f"{rest[: at_meeting.start()]}{_er(rest, at_meeting)}{rest[at_meeting.end() :]}{when}"
    thing = _THAT_THING.search(rest)
    if subject and thing:
        named = f"de {thing['noun']}" if thing["noun"] else f"het {thing['neuter']}"
        return f"{rest[: thing.start()]}{named} over {subject}{rest[thing.end() :]}{when}"
    there = _THERE.search(rest)
    apart = _THERE_APART.search(rest)
    if subject and there and there["word"].lower() != "er":
        return f"{_with_er(rest[: there.start()])}{_prep(there['prep'])} {subject}{rest[there.end() :]}{when}"
    if subject and apart:
        return f"{_with_er(rest[: apart.start()])}{apart['between']}{_prep(apart['prep'])} {subject}{rest[apart.end() :]}{when}"
    if re.match(r"(?:hoe|waar)\s+zit\s+(?:het|dat|dit)\s+(?:dan\s+)?(?:met|bij|in)\b", rest, re.IGNORECASE):
        return re.sub(r"\bzit\s+(?:dat|dit)\b", "zit het", rest, count=1) if own else None
    that = _THAT.search(rest)
    pointing = bool(_POINTS.search(rest)) and (that is None or that[0].lower() != "het")
    if subject and pointing and that and len(own) <= 2 and len(rest.split()) <= 9:
        if _SAYS.search(rest):
            return f"{rest} over {subject}{when}"
        return f"{rest[: that.start()]}{subject}{rest[that.end() :]}{when}"
    if not pointing and not opens and (timed or (role and not _SAYS.search(rest))):
        return None  # it names a meeting, or asks about somebody, by itself
    if not subject or (own and not opens) or _own_subject(rest, own):
        return rest if opens and _own_subject(rest, own) else None
    if _SAYS.search(rest):
        return f"{rest} over {subject}{when}"
    return f"{rest}{ABOUT}{subject}{when}"


def _er(rest: str, at_meeting: re.Match[str]) -> str:
    """ "Wat is daar besloten" becomes "wat is er besloten in het LOVP van ..."."""
    return "er" if at_meeting["there"] and not re.search(r"\ber\b", rest, re.IGNORECASE) else ""


def _with_er(opening: str) -> str:
    """ "Is daar geld voor" becomes "is er geld voor ...": the place of "daar" doesn't stay empty behind "is"."""
    empty = re.fullmatch(
        r"(?:wat\s+)?(?:is|zijn|was|waren|wordt|worden|werd|werden|komt|komen)\s+", opening, re.IGNORECASE
    )
    return f"{opening}er " if empty else opening


def _prep(there: str) -> str:
    return "met" if there.lower() == "mee" else there.lower()


def _own_subject(rest: str, own: Sequence[Concept]) -> bool:
    """Whether a question names what it is about itself."""
    return bool(own) and (bool(re.search(r"\b(?:over|met|rond)\s+\S", rest, re.IGNORECASE)) or len(own) > 1)
