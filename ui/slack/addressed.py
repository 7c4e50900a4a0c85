"""Whether a message in a thread is to us, though it doesn't name us: a question about the records, not talk among people.

It goes by how people address each other, not by a list of sentences. With one person in the thread, whatever asks or goes on
is to us. With more, a message must ask in full what records can tell, and nothing in it may point at a colleague: a word for
"you" or "we", a name in front, somebody who is mentioned, a search for volunteers, or what is still to come. When in doubt we are
silent: who wants an answer can name us.
"""

import re

from assistant.follow_up import is_small_talk

_LEAD = re.compile(
    r"^(?:(?:en|maar|dus|ook|oké|oke|ok|goed|nou|eh|hm+|ja|nee|dank\w*(?:\s+(?:je|u)(?:\s+wel)?)?|bedankt|top|mooi|helder|duidelijk)"
    r"\b[\s,.!]*)+",
    re.IGNORECASE,
)
_WH = (
    r"(?:(?:sinds|tot|van|voor|door|met|aan|bij|over|op|in|uit|namens|volgens|onder|naar|tegen|om|tijdens)\s+)?"
    r"(?:wie|wiens|wat|waar\w*|wanneer|hoe\w*|welke?|waarom)\b"
)
_ASKS = re.compile(rf"^{_WH}", re.IGNORECASE)
_DO = r"(?:vertel|leg|licht|noem|geef|toon|laat(?!\s+maar)|som|zoek|vergelijk|herhaal|citeer|beschrijf|verklaar)"
_TELL = re.compile(
    rf"^(?:{_DO}\b|(?:(?:nog|wat|iets|graag)\s+)*meer\b|idem\b|hetzelfde\b|uitleg\b|toelichting\b|graag\b.*\b(?:meer|uitleg|toelichting)\b|doe\s+(?:hetzelfde|dat|dit)\b|"
    r"ik\s+(?:wil|zou)\s+(?:graag\s+|nog\s+|ook\s+)*(?:weten|horen|zien|willen\s+weten)\b|ik\s+(?:zoek|bedoel)\b)",
    re.IGNORECASE,
)
_PLEASE = re.compile(r"^\S+\s+\S+.*\s(?:graag|alsjeblieft|alstublieft|a\.?u\.?b|s\.?v\.?p)[.!]*$", re.IGNORECASE)
_VERB_FIRST = re.compile(
    r"^(?:is|zijn|was|waren|wordt|worden|werd|werden|heeft|hebben|had|hadden|kan|kon|konden|mag|mocht|moet|moest\w*|gaat|ging\w*|"
    r"komt|kwam\w*|staat|stond\w*|geldt|gold\w*|krijgt|krijgen|kreeg\w*|zegt|zei|zeiden|doet|deed|deden|zou|zouden|zal|blijft|bleef|"
    r"kun|kunt|wil|klopt|bestaat|ligt|lag|gebeurt|gebeurde)\b(?=\s+\w)",
    re.IGNORECASE,
)
# "en de burgemeesters", "sinds 2021": what goes on from the question before
_GOES_ON = re.compile(
    r"^(?:en\s+|ook\s+)?(?:(?:in|over|voor|bij|sinds|vanaf|na|van|door|tijdens|met|tussen|tot|op|namens|volgens)\s+.+|"
    r"(?:de|het|een|die|dat|dit|daar\w*|daarna|daarvoor|eerder|later|sindsdien|nu|toen|\d{4})\b.*)$",
    re.IGNORECASE,
)
_AND = re.compile(
    r"^(?:(?:ok|oké|oke|ja|goed|nou)\b[\s,]*|(?:dank\w*|bedankt|top|mooi|helder)\b[^.!?]{0,12}[.!,]\s*)?(?:en|maar|dus)\s+",
    re.IGNORECASE,
)
_FINITE = re.compile(  # with a subject and a verb of its own it is a statement, not a part of a question
    r"\b(?:ik|wij|we|jij|jullie|mij|mijn|ons|onze|is|zijn|was|waren|heeft|hebben|had|ga|gaan|gaat|moet\w*|klopt|werkt|lijkt|vind\w*|"
    r"denk\w*|zal|zou)\b",
    re.IGNORECASE,
)
_THAT_IS = re.compile(r"^(?:dat|dit)\s+(?:\w*[^a\W]t|\w+(?:de|te))\b", re.IGNORECASE)  # "dat valt tegen"
_TAG = re.compile(r",\s*(?:toch|hè|he|niet|niet waar|of niet|ja|oké|ok)\s*[?!.]*$", re.IGNORECASE)
_OFFICE = re.compile(  # what a workplace has and records of an administrative consultation have not
    r"\b(?:printer|laptop|deadline|koffie|lunch|borrel|taart|vakantie|weekend|vergader(?:zaal|kamer)|kantoor|bijlage|mailtje|mail|"
    r"link|bestand|mapje|map|concept(?:versie)?|sjabloon|excel|word|teams|kopje)\b",
    re.IGNORECASE,
)
_YOU = re.compile(r"\b(?:je|jij|jou|jouw|jullie|jouwe|joh|jongens|allen|allemaal|collega'?s|u|uw)\b", re.IGNORECASE)
_POLITE = re.compile(r"^(?:kunt|kun|kan|wilt|wil|zou|zoudt)\s+(?:u|je|jij)\b", re.IGNORECASE)
_WE = re.compile(r"\b(?:ik|wij|we|ons|onze|mij|me|mijn|m'n)\b", re.IGNORECASE)
_NAME_FIRST = re.compile(
    r"^(?:(?:hoi|hee|hé|hey|hi|hallo|dag|ha|goede\w+|beste|ja|nee|ok|oké)\s+)?@?[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?\s*[,:]\s",
)
_NAME_LAST = re.compile(r",\s*@?[A-Z][\w'’-]+\s*[?!.]*$")
_ANYONE = re.compile(
    r"\biedereen\s+(?:akkoord|mee|erbij|het|klaar|er)\b|\b(?:iemand|niemand)\b(?!\s+(?:is|werd|wordt|van|uit)\b)|\bwie\s+(?:pakt|heeft\s+(?:er\s+)?tijd|kan|wil|gaat|doet|neemt|regelt|"
    r"belt|mailt|schrijft|zoekt|vraagt|stuurt|is\s+er\s+(?:bij|morgen|straks))\b",
    re.IGNORECASE,
)
_AGENDA = re.compile(
    r"\b(?:hoe\s+laat|morgen\w*|overmorgen|vanmiddag|vanmorgen|vanochtend|vanavond|vandaag|straks|zometeen|zo\s+meteen|"
    r"(?:volgende|komende|deze)\s+(?:week|maand|keer)|(?:maan|dins|woens|donder|vrij|zater|zon)dag\w*|lunch|koffie|agenda\s+vrij)\b(?!\s+\d)",
    re.IGNORECASE,
)
_NO_RECORDS = re.compile(
    r"^(?:toch|echt|serieus|zeker|hè|oh|o|huh|pardon|sorry|weet|hoezo|waarom|wat|wie|hoe)\s*[?!.]*$", re.I
)
_LONGEST = 2_000  # characters: a longer message is a text that is shared, not a question


def is_for_us(text: str, *, mentioned: tuple[str, ...], people: int) -> bool:
    """Whether a message in a thread where we answered before is a question to us, or goes on from one.

    Args:
        text: the message in plain characters; who is mentioned in it may have been taken out.
        mentioned: who else is mentioned in it.
        people: how many people wrote in the thread, the sender among them.
    """
    said = " ".join(text.split())
    if not said or mentioned or len(said) > _LONGEST or not re.search(r"\w", said) or "@" in said:
        return False
    return _alone(said) if people <= 1 else _among_people(said)


def _alone(said: str) -> bool:
    if (_AGENDA.search(said) and _YOU.search(said) and not _POLITE.match(said)) or _OFFICE.search(said):
        return False
    last = _bare(_sentences(said)[-1])
    if _asks(said) or _PLEASE.match(said) or any(_TELL.match(_bare(sentence)) for sentence in _sentences(said)):
        return bool(last)
    if is_small_talk(said):
        return False
    if _AND.match(said) and not _FINITE.search(last):
        return True
    return len(last.split()) <= 6 and bool(_GOES_ON.match(last)) and not (_FINITE.search(last) or _THAT_IS.match(last))


def _among_people(said: str) -> bool:
    if _NAME_FIRST.match(said) or _NAME_LAST.search(said) or _NO_RECORDS.match(said) or not said.endswith("?"):
        return False
    if any(talk.search(said) for talk in (_YOU, _WE, _ANYONE, _AGENDA, _OFFICE, _TAG)):
        return False
    last = _bare(_sentences(said)[-1])
    return bool(_ASKS.match(last) or _VERB_FIRST.match(last) or _AND.match(said)) and len(said.split()) >= 3


def _asks(said: str) -> bool:
    """Whether any sentence asks: by its mark, or by how it opens."""
    for sentence in _sentences(said):
        bare = _bare(sentence)
        opens = _ASKS.match(bare) or (_VERB_FIRST.match(bare) and len(bare.split()) >= 3)
        if sentence.endswith("?") or opens:
            return True
    return False


def _bare(sentence: str) -> str:
    lead = _LEAD.match(sentence)
    return sentence[lead.end() :] if lead else sentence


def _sentences(said: str) -> list[str]:
    return re.findall(r"[^.!?]+[.!?]*", said) or [said]
