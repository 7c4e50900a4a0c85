"""The Dutch verbs of deciding and promising, as patterns: active, passive, turned round and in two parts.

The group `verb` is the verb itself. What a verb must have is looked for as plain letters first, because that is quick.
"""

import re

from index.ledger_clause import FLAGS, IN, SOME, EntryKind
from index.ledger_who import BODY, ROLE, WHO

_IS = r"(?:is|zijn|wordt|worden|werd|werden|heeft|hebben)"
_PARTICIPLES = {
    EntryKind.DECISION: r"besloten|afgesproken|overeengekomen|ingestemd|vastgesteld|goedgekeurd|herbevestigd|"
    r"bekrachtigd|"
    r"akkoord\s+(?:gegaan|bevonden|verklaard)|aangenomen|verworpen|afgewezen|herroepen|(?:besluit(?:en)?|afspra(?:ak|"
    r"ken))\s+(?:genomen|gemaakt)",
    EntryKind.PROMISE: r"toegezegd|beloofd|(?:toezegging(?:en)?|belofte)\s+(?:gedaan|gegeven)",
}
PARTICIPLE = {
    kind: re.compile(
        rf"\b{_IS}\s+{SOME}(?P<verb>{words})\b|(?P<verb2>\b(?:{words}))\s+(?:{_IS})\b|"
        rf"^(?P<verb3>{words})(?=\s+(?:om|dat)\b|\s*[.:]?$)",
        FLAGS,
    )
    for kind, words in _PARTICIPLES.items()
}
# a verb in the present or past, and words of which it must have one, looked for first because that is quick
FINITE: tuple[tuple[EntryKind, tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (kind, hints, re.compile(pattern, FLAGS))
    for kind, hints, pattern in (
        (EntryKind.PROMISE, ("zeg",), rf"\b(?P<verb>zeg(?:t|de|den|gen)?)\s+{SOME}(?P<part>toe)\b(?!\s+te\b)"),
        (EntryKind.PROMISE, ("belo",), r"\b(?P<verb>be(?:loof|looft|loofde|loofden|loven))\b"),
        (EntryKind.PROMISE, ("toezegging","belofte",), rf"\b(?P<verb>d(?:oet|oen|eed|"
            rf"eden))\s+{SOME}(?:toezegging(?:en)?|belofte)\b"),
        (EntryKind.PROMISE, ("uitnodiging","verzoek",), r"\b(?P<verb>ga(?:at|an)|"
            r"ging(?:en)?)\s+(?:\w+\s+){0,2}(?:in\s+op\s+(?:de|die|deze|het)\s+(?:uitnodiging|verzoek))\b"),
        (EntryKind.PROMISE, ("uitnodiging",), rf"\b(?P<verb>ne(?:emt|men)|na(?:m|"
            rf"men))\s+{SOME}uitnodiging\b{SOME}\s?aan\b"),
        (EntryKind.DECISION, ("stem",), r"\b(?P<verb>stem(?:t|de|den|men))\s+(?:\w+\s+){0,4}?(?:(?:er|hier|"
            r"daar)mee\s+)?(?:\w+\s+){0,3}?in\b(?=\s+met\b|\s+dat\b|\s+om\b|\s*[,.;:]|\s*$)"),
        (EntryKind.DECISION, ("stem",), rf"\b(?P<verb>stem(?:t|de|den|"
            rf"men))\s+(?:\w+\s+)?met\s+{IN}{{1,140}}?\s+in\b(?=\s*[,.;]|\s*$|\s+(?:en|maar)\b)"),
        (EntryKind.DECISION, ("akkoord",), r"\b(?P<verb>ga(?:at|an)|ging(?:en)?)\s+(?:\w+\s+){0,5}?akkoord\b"),
        (EntryKind.DECISION, ("akkoord",), r"\b(?P<verb>(?:is|zijn)\s+(?:\w+\s+){0,3}?akkoord)\b(?=\s+met\b|"
            r"\s*[,.;]|\s*$)"),
        (EntryKind.DECISION, ("spr",), rf"\b(?P<verb>spre(?:ekt|ken)|spra(?:k|ken))\s+{SOME}af\b"),
        (EntryKind.DECISION, ("overeen",), r"\b(?P<verb>kom(?:t|en)|kwam(?:en)?)\s+(?:\w+\s+){0,3}overeen\b"),
        (EntryKind.DECISION, ("vast",), rf"\b(?P<verb>ste(?:lt|llen|lde|lden))\s+{SOME}vast\b(?!\s+dat\b)"),
        (EntryKind.DECISION, ("goed",), rf"\b(?P<verb>keur(?:t|de|den|en))\s+{SOME}goed\b"),
        (EntryKind.DECISION, ("besluit",), r"\b(?P<verb>ne(?:emt|men)|na(?:m|"
            r"men))\s+(?:\w+\s+){0,3}?besluit(?:en)?\b(?=\s+(?:om|dat|tot|over)\b|\s*[:.]|\s*$)"),
        (EntryKind.DECISION, ("beslo",), rf"\b(?P<verb>be(?:sloot|sloten))\b(?=\s+(?:{WHO}|om|tot|dat|unaniem|met|"
            rf"het\s|de\s|een\s|in\s+te|niet|{IN}{{0,120}}\bte\b))"),
        (EntryKind.DECISION, ("besluit","benoemt","benoemde","kiest","koos",), rf"(?P<subject>(?:(?:de|het|"
            rf"alle)\s+)?(?:[a-zë]+\s+)?(?:{BODY}|{ROLE}))\s+(?:\w+\s+){{0,2}}?(?P<verb>besluit(?:en)?|benoemt|"
            rf"benoemde|kiest\s+ervoor|koos\s+ervoor)\b(?!\s+(?:van|over|is|wordt|werd|gaat|moet|kan|volgt)\b)"),
        (EntryKind.DECISION, ("besluit",), rf"^(?:\w+\s+){{1,3}}(?P<verb>besluit(?:en)?)\s+(?:de|het|"
            rf"alle)\s+(?:[a-zë]+\s+)?(?:{BODY}|{ROLE})\b"),
    )
)  # fmt: skip
WHOLE = re.compile(
    r"^(?:[-–•*]\s+)?(?P<verb>akkoord|conform(?:\s+(?:voorstel|besloten))?|hamerstuk)\s*\.?$", re.IGNORECASE
)
CLOSED = re.compile(
    r"\bbesloten\s+(?:deel|gedeelte|vergadering|zitting|overleg|bijeenkomst|karakter|sessie|kring|groep|raads\w*|"
    r"commissie\w*|stukken?)\b",
    FLAGS,
)
_DELIVER = (
    r"informer|terugkoppel|terug\s+(?:te\s+)?koppel|stu(?:ur|ren)|toestur|rondstur|nasturen|uitzoek|uitwerk|"
    r"nagaan|navra|navragen|delen|aanlever|opleveren|"
    r"beantwoord|terugkom|opstell|agender|zorgen|voorlegg|toezend|zenden|verstur|aankaarten|oppakken|organiser|"
    r"regel|inplan|publicer|meenemen|"
    r"contact\s+op|in\s+gesprek|bespreken|rapporter|aanpassen|maken"
)
WILL = re.compile(rf"\b(?P<verb>za(?:l)|zullen)\s+{SOME}\w*(?:{_DELIVER})\w*", FLAGS)
RETURNS = re.compile(
    rf"\b(?P<verb>kom(?:t|en))\s+(?:\w+\s+){{0,4}}?(?:(?:hier|daar|er)op\s+(?:\w+\s+){{0,3}}?terug|(?:hier|daar|"
    rf"er)\s+(?:\w+\s+){{0,6}}?op\s+terug|(?:terug\s+op|op\s+{IN}{{1,60}}\s+terug))\b",
    FLAGS,
)
SEEKS = re.compile(
    rf"\b(?P<verb>zoek(?:t|en)\s+{SOME}uit|ga(?:at|an)\s+(?:\w+\s+){{0,3}}na|vra(?:agt|gen)\s+{SOME}na(?!\s+te\b)|"
    rf"koppel(?:t|en)\s+{SOME}terug)\b",
    FLAGS,
)
DOES = re.compile(
    rf"\b(?P<verb>stu(?:urt|ren)|werk(?:t|en)\s+{SOME}uit|lever(?:t|en)\s+{SOME}(?:aan|op)|informe(?:ert|ren)|"
    rf"ste(?:lt|llen)\s+{SOME}op|deelt|maakt|"
    rf"verzorgt|organiseert|regelt|past\s+{SOME}aan|leg(?:t|gen)\s+{SOME}voor|rond(?:t|en)\s+{SOME}af|ne(?:emt|"
    rf"men)\s+{SOME}contact\s+op|presenteert|zend(?:t|en))\b",
    FLAGS,
)
SENT_LATER = re.compile(
    rf"\b(?:wordt|worden|zal|zullen)\s+{SOME}(?P<verb>teruggekoppeld|nagezonden|nagestuurd|toegestuurd|"
    rf"toegezonden|rondgestuurd|uitgezocht|schriftelijk\s+beantwoord)\b",
    FLAGS,
)
# How words begin without which a sentence does nothing of the kind, see `heads`.
STEMS = {
    EntryKind.DECISION: frozenset(
        """beslo beslu afges afspr overe inges vastg goedg herbe bekra akkoo aange verwo beves afgew herro""".split()
    ),
    EntryKind.PROMISE: frozenset("toege beloo belof toeze".split()),
}
DECIDING = frozenset(
    """zeg zegt zegde zegge uitno verzo stem stemt stemd stemm spree sprek sprak spra vast goed benoe kiest koos confo hamer belov
    doet deed doen""".split()
).union(*STEMS.values())
UNDERTAKING = frozenset(
    """zal zulle terug zoekt zoeke gaat gaan vraag vrage koppe komt komen stuur sture werkt werke lever infor stelt stell
    deelt maakt verzo organ regel past legt legge rondt ronde neemt nemen prese zendt zende toege nagez nages rondg uitge
    besch schri""".split()
)
