"""The values that a sentence can hold, as patterns: years, amounts, numbers, periods, names, places."""

import re

from assistant.roles import ROLES

_AND = r"\s*(?:,|en|of|tot en met|t/m|tot|–|-|/)\s*(?:en\s+)?"
YEARS = re.compile(rf"\b(?:19|20)\d\d(?:{_AND}(?:19|20)\d\d)*\b")
DIGITS = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_SCALE = r"(?:duizend|miljoen|miljard|mln\.?|mld\.?)"
_LASTING = r"(?:\s+(?:aan\s+)?(?:structureel|incidenteel|eenmalig)\b(?!\s+\w+ing))?"
AMOUNTS = re.compile(
    rf"(?:(?:€|EUR|euro)\s*(?:{DIGITS})(?:\s*{_SCALE})?(?:\s+euro)?|(?<![\d.,])(?:{DIGITS})\s*{_SCALE}(?:\s+euro)?|(?<![\d.,])(?:{DIGITS})\s+euro\b){_LASTING}",
    re.IGNORECASE,
)
NUMBER_WORDS = (
    "geen enkele|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|"
    "achttien|negentien|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|honderd|duizend|beide|"
    "een derde|een kwart|de helft"
)
NUMBERS = re.compile(
    rf"(?<![\w.,])(?<!\d[-–/])(?!\d{{1,2}}\.\s)(?:(?:{DIGITS})(?:\s*(?:%|procent\b))?|(?:{NUMBER_WORDS})\b)(?![\d])",
    re.IGNORECASE,
)
PERIODS = re.compile(
    r"\b(?:(?:na|v[oó][oó]r|in|sinds|vanaf|tot)\s+de\s+(?:zomer|winter|herfst|lente)(?:\s+van\s+(?:19|20)\d\d)?"
    r"|(?:na|v[oó][oó]r|sinds|vanaf|tegen|rond)\s+(?:de|het)\s+(?:voorjaar|najaar|jaarwisseling|\w*reces|\w*vakantie)"
    r"|(?:in\s+)?(?:de|het)\s+(?:eerste|tweede|derde|vierde|laatste)\s+(?:kwartaal|helft)(?:\s+van\s+(?:(?:19|20)\d\d|(?:dit|volgend)\s+jaar))"
    r"|(?:eind|begin|medio|halverwege|half|later)\s+(?:dit|volgend|vorig)\s+jaar"
    r"|(?:eind|begin|medio|half|halverwege)\s+(?:\w+\s+)?(?:(?:19|20)\d\d|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)"
    r"|(?:dit|volgend|komend|het)\s+(?:voorjaar|najaar|zomer|winter)(?:\s+van\s+(?:19|20)\d\d)?"
    r"|(?:het\s+)?(?:volgende?|eerstvolgende?)\s+(?:LOVP|overleg|vergadering|jaar|maand|week)|(?:op|binnen)\s+(?:korte|lange|afzienbare)\s+(?:termijn|tijd)|binnen\s+\w+\s+(?:maanden|weken|jaar)|over\s+\w+\s+(?:maanden|weken|jaar))\b",
    re.IGNORECASE,
)
PERCENTAGES = re.compile(rf"(?:{DIGITS})\s*(?:%|procent\b)", re.IGNORECASE)
_UNIT = r"(?:uur|uren|dag(?:en)?|we(?:ek|ken)|maand(?:en)?|jaar|jaren|minuten)"
DURATIONS = re.compile(
    rf"\b(?:(?:{DIGITS}|{NUMBER_WORDS}|een|één|een half|anderhalf|enkele)\s+{_UNIT}"
    r"|tot\s+(?:en\s+met\s+)?(?:eind\s+|begin\s+|medio\s+)?(?:(?:\d{1,2}\s+)?[a-z]+\s+)?(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
TIMES = re.compile(r"\b\d{1,2}[.:]\d{2}(?:\s+uur)?\b|\b\d{1,2}\s+uur\b", re.IGNORECASE)
_CAPITAL = r"[A-Z][\w’'-]*[a-z][\w’'-]*"
_PARTICLE = r"(?:[vV]an|[dD]e|[dD]er|[dD]en|[tT]en|[tT]er|'t|’t|[eE]l|[aA]l|[dD]i)"
NAMES = re.compile(rf"\b(?:{_CAPITAL}|{_PARTICLE}(?=\s))(?:\s+(?:{_CAPITAL}|{_PARTICLE}(?=\s)))*\b")
PERSON = re.compile(
    r"\b(?:advocaat|burgemeester|minister|korpschef|wethouder|mevrouw|meneer|de heer|agent|officier|commissaris|directeur|"
    r"voorzitter|staatssecretaris|hoofdofficier|commandant|inspecteur|journalist)\s+$",
    re.IGNORECASE,
)
NO_NAME = re.compile(
    rf"^(?:{ROLES}|[Dd]e|[Hh]et|[Rr]ijk|[Ss]taat|[Tt]weede|[Ee]erste|[Kk]oninklijke|[Ll]andelijke|[Rr]aad|[Oo]penbaar|"
    r"[Nn]ationale?|[Kk]amer\w*|\w+nota|\w+dagen?|\w+agenda|[Mm]evrouw|[Mm]eneer)$",
    re.IGNORECASE,
)
_NO_PLACE = (
    rf"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|LOVP|Kamer|{ROLES})\b"
)
PLACES = re.compile(
    rf"\b(?:in|te|vanuit|rond|nabij)\s+(?:de\s+|het\s+)?(?P<place>(?!(?i:{_NO_PLACE})){_CAPITAL}(?:[\s-]{_CAPITAL})*)"
)
LISTS = re.compile(
    r"(?::|\b(?:zoals|namelijk|te weten|waaronder|onder meer|onder andere|bijvoorbeeld)\b:?)\s+"
    r"(?P<items>[^:;]{4,200}?(?:,| en )[^:;]{3,160}?)(?:[.;]|$)"
)
CAPITALS = re.compile(r"\b(?!LOVP\b|BOA\b)[A-Z][A-Z0-9&]{1,6}\b(?!-)")
# what says that there is no date yet is an answer to "wanneer"
UNDATED = re.compile(
    r"\bnog\s+(?:niet|geen|te|moet\w*|vast)\b|\bmoet\w*\s+nog\b|\bgeen\s+(?:datum|planning|tijdspad|termijn)\b|\bonbekend\b"
    r"|\b(?:zodra|later|binnenkort|pas\s+als|op\s+tijd|meteen|direct|onmiddellijk|nadat|voordat|(?:vlak\s+)?n[aá]\s+(?:de|het|een))\b",
    re.IGNORECASE,
)
HOW_OFTEN = re.compile(r"\bhoe\s*vaak\s+(?:gebeur|kom|kwam|doet|doen|speel)\w*", re.IGNORECASE)
OFTEN = re.compile(
    r"\b(?:keer|maal|vaker?|zelden|regelmatig|(?:per|elke?|ieder\w*)\s+(?:dag|week|maand|kwartaal|jaar)|"
    r"(?:dage|weke|maande|jaar)lijks)\b",
    re.IGNORECASE,
)
COMPARATIVE = re.compile(
    r"\b(?:beter|slechter|hoger|lager|meer|minder|groter|kleiner|sneller|langzamer|langer|korter|duurder|goedkoper|vaker)e?\b|\bdan\b",
    re.IGNORECASE,
)
COMPARES = re.compile(rf"(?:{COMPARATIVE.pattern.rsplit('|', 1)[0]}).*\bdan\b", re.IGNORECASE)
