"""What a sentence announces for a meeting to come, and what it says to be done."""

import re

from index.dates import MONTHS
from index.ledger_clause import DENIES, FLAGS, IF, MAY, OFTEN, SOME, SUBORDINATE, Act, EntryKind, clause_of, is_wished
from index.ledger_who import by_when
from index.records import Span

MEETING = (
    r"(?:LOVP|(?:gemeente)?raad|AB|DB|keer|sessie|bijeenkomst|\w*vergadering|\w*overleg|\w*commissie|"
    r"stuurgroep|werkgroep|driehoek|agenda)"
)
_NEXT = (
    rf"(?:(?:eerst)?(?:volgend|komend)e?|eerstkomende|aanstaande)\s+(?:[a-z]+\s+)?{MEETING}|"
    rf"(?:in|op|naar|aan|voor|bij)\s+(?:de|het|"
    rf"een)\s+(?:[a-z]+\s+)?(?:{MEETING})(?:\s+van\s+(?:{'|'.join(MONTHS)}|\d))?"
)
_COMES = re.compile(
    r"\b(?P<verb>(?:kom(?:t|en)|wordt|worden|staa?(?:t|n)|zal|zullen|volgt|volgen|besp(?:reekt|reken))|"
    r"terugkom(?:t|en)|te\s+(?:bespreken|agenderen|behandelen))\b",
    FLAGS,
)
_TREATED = re.compile(
    r"\b(?:aan\s+de\s+orde|aan\s+bod|in\s+het\s+teken|terug(?:\s*kom\w*)?|terugkomen|op\s+de\s+agenda|"
    r"ge?agende(?:erd|ren)|(?:door|na)?(?:ge)?sp?ro?ken|(?:na)?besproken|"
    r"doorgesproken|bespreken|bespreekt|behandeld|behandelen|gepresenteerd|toegelicht|vastgesteld|voorgelegd|"
    r"voortgezet|teruggekoppeld|besluitvorming|"
    r"besloten|geëvalueerd|presentatie|terugkoppeling|doorgeschoven|aangehouden|vervolgd)\b",
    FLAGS,
)
_SCHEDULED = re.compile(
    rf"\b(?P<verb>wordt|worden|zal|zullen|kom(?:t|en)|staa?(?:t|n))\s+{SOME}(?:geagendeerd|terug|op\s+de\s+agenda|"
    rf"aan\s+de\s+orde|voorgelegd|besproken|behandeld|doorgesproken|besloten)\b|"
    rf"\b(?P<verb2>terugkom(?:t|en))\b",
    FLAGS,
)
_DONE_WORDS = (
    r"afgerond|gereed|verstuurd|verzonden|(?:toe|rond|na|op)?gestuurd|toegezonden|uitgevoerd|afgehandeld|afgedaan|"
    r"opgeleverd|aangeboden|gedeeld|"
    r"gepubliceerd|nagekomen|gerealiseerd|opgesteld|besproken|behandeld|gepresenteerd|vastgesteld|ontvangen|"
    r"aangeleverd|gestart|ingevoerd|voltooid|"
    r"aan\s+de\s+orde\s+gekomen|bijgewerkt|aangepast|klaar"
)
_DONE = re.compile(
    rf"\b(?:is|zijn|werd|werden|heeft|hebben)\s+{SOME}(?P<verb>{_DONE_WORDS})\b|"
    rf"(?P<verb2>\b(?:{_DONE_WORDS}))\s+(?:is|zijn)\b",
    FLAGS,
)
_AGREED = re.compile(
    r"\b(?:afgesproken|besloten|besluit|besloot|toegezegd|zeg\w*\b.*\btoe|akkoord|spr\w+\s.*\baf)\b", FLAGS
)
_TOLD = re.compile(r"\b(?:meld\w*|g[ae][ae]?[fv]\w*\b.*\baan|aangegeven|zei|zegt|kondig\w*)\b", FLAGS)
_BACK_FROM = re.compile(r"\bterug\s+(?:op(?!\s+de\s+agenda)|te|naar|van|uit)\b", re.IGNORECASE)
_MEETING_NEXT = re.compile(rf"\b(?:{_NEXT})\b", re.IGNORECASE)
# How words begin without which a sentence does nothing of the kind, see `heads`.
COMING = frozenset("volge komen aanst terug agend geage bespr orde voorg behan doorg eerst beslo".split())
FINISHED = frozenset(word[:5] for word in re.findall(r"[a-z]{5,}", _DONE_WORDS)) | frozenset(
    f"{part}{verb}"[:5] for part in ("toe", "rond", "na", "op", "") for verb in ("gestuurd",)
)


def announced(text: str, begun: frozenset[str]) -> Act | None:
    """What a sentence says to come up in a later meeting, None when it says nothing of the kind; `begun` as in `ledger_deeds`."""
    if COMING.isdisjoint(begun):
        return None
    meeting = _MEETING_NEXT.search(text)
    comes = _COMES.search(text)
    found: re.Match[str] | None = None
    if (
        meeting
        and comes
        and _TREATED.search(text)
        and re.search(r"volgend|komend|aanstaand|terug|agenda|van\s+\w+$", meeting[0] + " " + text)
    ):
        found = comes
    else:
        found = _SCHEDULED.search(text)
        if found is not None and by_when(text) is None:
            found = None
    if found is None or is_wished(text, found.start()):
        return None
    name = "verb" if found["verb"] else "verb2"
    verb = Span(*found.span(name))
    opened, begin, end = clause_of(text, verb)
    agreed = re.match(r"^(?:dat|om)?$", opened) is not None
    if (
        MAY.search(text, begin, end)
        or DENIES.search(text, begin, end)
        or IF.match(opened)
        or (not agreed and SUBORDINATE.match(opened))
    ):
        return None
    if opened.lower() == "dat" and not re.search(
        r"\b(?:afgesproken|besloten|toe(?:gezegd)?|meld\w*|aan)\b", text[:begin], re.IGNORECASE
    ):
        return None
    if verb.of(text)[:3] == "te " and not _AGREED.search(text[: verb.start]):
        return None
    if OFTEN.search(text) or (not meeting and _BACK_FROM.search(text)):
        return None
    return Act(EntryKind.ANNOUNCED, verb)


def completion(text: str, begun: frozenset[str]) -> Act | None:
    """That something is done, as a sentence says outright; None when it doesn't."""
    found = None if FINISHED.isdisjoint(begun) else _DONE.search(text)
    if found is None:
        return None
    verb = Span(*found.span("verb" if found["verb"] else "verb2"))
    opened, begin, end = clause_of(text, verb, found.start())
    if (
        IF.match(opened)
        or DENIES.search(text, begin, end)
        or MAY.search(text, begin, end)
        or is_wished(text, verb.start)
    ):
        return None
    if re.search(r"\b(?:nog|bijna|deels|gedeeltelijk|zodra|grotendeels)\b", text[begin:end], re.IGNORECASE):
        return None
    return Act(EntryKind.DONE, verb)
