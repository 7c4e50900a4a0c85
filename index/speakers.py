"""Who is speaking: turns of text that a record gives to someone by role.

A turn opens with a sentence whose subject is a role that says something ("De PG gaf aan"), with "Volgens de Korpschef", or with a
label ("Minister: ..."). It goes on to the end of the paragraph, unless a sentence has another subject that acts or decides;
after thanks or a question it goes on only with "hij", "zij" or "volgens hem". A speech on one line behind a label, in which someone
says "ik" or "wij", is his to the end of that line.
Where it is not plain who speaks nobody does: words in the wrong mouth are worse than words in nobody's. A speaker is named as
printed, without the article; an abbreviation that stands in brackets behind the role takes its place.
"""

import re
from dataclasses import dataclass

from index.lines import one_line
from index.records import Span
from index.sentences import sentences

_ROLE = (
    r"(?:minister(?:-president)?|staatssecretaris|(?:plaatsvervangend )?korpschef|politiechef|procureur-generaal|PG|DG|KC|NCTV|"
    r"directeur-generaal|(?:plaatsvervangend )?voorzitter|regioburgemeesters?|burgemeesters?|"
    r"hoofdofficier(?: van justitie)?|commandant|wethouder)"
)
_OF = (
    r"(?:\s+van\s+(?:(?:de|het)\s+)?[A-Z][\w-]*(?:\s+(?:(?:en|van)\s+)?[A-Z][\w-]*|\s+van\s+procureurs-generaal){0,4})?"
)
_NAME = r"(?:\s+(?:van\s+(?:de[nr]?\s+)?)?[A-Z][\w’'-]+){0,3}"
_WHO = rf"(?:(?:[Dd]e|[Hh]et)\s+)?(?P<role>(?i:{_ROLE}){_OF}{_NAME})(?:\s+\((?P<short>[A-Z]{{2,4}})\))?"
_PERSON = (
    r"(?P<person>(?:[Dd]e heer|[Mm]evrouw|[Dd]hr\.|[Mm]evr\.|[Mm]w\.)(?:\s+(?:van|de|der|den|ten|ter)\b)*"
    r"(?:\s+[A-Z][\w’'-]+){1,3})(?:\s+\([^)]{1,40}\))?"
)
_SAYS = (
    r"(?:zei(?:den)?|zegt|zeggen|stel(?:t|de|den|len)|mel(?:dt|dde|dden|den)|benadruk(?:t|te|ten|ken)|antwoord(?:t|de|den|en)|"
    r"vertel(?:t|de|den|len)|wijst|wijzen|we(?:es|zen)|merk(?:t|te|ten|en)\s+(?:\w+\s+)?op|gaf(?:\s+\w+){0,2}\s+aan|gaven(?:\s+\w+){0,2}\s+aan|"
    r"geeft(?:\s+\w+){0,2}\s+aan|geven(?:\s+\w+){0,2}\s+aan|heeft(?:\s+\w+){0,4}\s+aangegeven|hebben(?:\s+\w+){0,4}\s+aangegeven|"
    r"licht(?:te|ten|en)?(?:\s+\w+){0,6}\s+toe|legt?(?:den?|gen)?(?:\s+\w+){0,3}\s+uit|vul(?:t|de|den|len)(?:\s+\w+){0,2}\s+aan|"
    r"voeg(?:t|de|den|en)(?:\s+\w+){0,2}\s+toe|zeg(?:t|de)(?:\s+\w+){0,6}\s+toe|waarschuw(?:t|de|den|en)|noem(?:t|de|den|en)|"
    r"vra(?:agt|gen)|vroeg(?:en)?|vind(?:t|en)|vond(?:en)?|refere(?:ert|erde|erden|ren)|dank(?:t|te|ten|en)|bedank(?:t|te|ten|en)|"
    r"bea(?:amt|amde|men)|bevestig(?:t|de|den|en)|reagee?r(?:t|de|den|en)|pleit(?:te|ten|en)?|deel(?:t|de|den)(?:\s+\w+){0,2}\s+mee|"
    r"verklaar(?:t|de|den)|herken(?:t|de|den|nen)|schets(?:t|te|ten|en)|nodig(?:t|de|den|en)(?:\s+\S+){0,4}\s+uit|"
    r"hiel(?:d|den)(?:\s+\S+){0,4}\s+voor|praatte(?:\s+\S+){0,4}\s+bij|constatee?r(?:t|de|den|en)|concludee?r(?:t|de|den|en)|"
    r"vre(?:es|esde|esden|est|zen)|meen(?:t|de|den)|menen|hoop(?:t|te|ten)|hopen|betwijfel(?:t|de|den|en)|adviseer(?:t|de|den)|stel(?:t|de|den|len)(?:\s+\w+){0,3}\s+voor)"
)
_BODY = r"(?:[Hh]et\s+|[Dd]e\s+)?(?P<body>OM|Openbaar Ministerie|VNG|KMar)"
_OPENS = re.compile(rf"^(?:Ook\s+)?(?:{_PERSON}|{_BODY}|{_WHO})\s+{_SAYS}\b")
_ACCORDING = re.compile(rf"^(?:Volgens|Aldus)\s+(?:{_PERSON}|{_BODY}|{_WHO})(?=\s)")
_LABEL = re.compile(rf"^[*_]*(?:{_PERSON}|{_BODY}|{_WHO})[*_]*\s*:\s*[*_]*\s*(?=\S)")
# A sentence that isn't the speaker's: it decides, it is nobody's, or someone else acts in it.
_ELSE = re.compile(
    r"^(?:[-–•*]\s*)?(?:(?:Ook|Daarnaast|Verder|Vervolgens|Daarop|Daarna|Tot slot|Ten slotte|Tevens)\s+)?"
    r"(?:(?:zijn|is|wordt|worden|werd|werden)\s+)?"
    r"(?:Afgesproken|Besloten|Besluit|Gevraagd|Geconstateerd|Geconcludeerd|Ingestemd|Toegezegd|Actie|Conclusie|Toezegging|Afspraak|"
    r"Men|Er\s+(?:is|zijn|was|waren|wordt|werd|werden)|Het\s+(?:LOVP|overleg|College|Openbaar)|Dit overleg|"
    r"(?:De|Alle|Enkele|Sommige)\s+(?:leden|aanwezigen|vergadering|raad|fracties?|Kamer|bonden|gemeenten|politie|commissie|deelnemers|gezagen)|"
    r"Iedereen|Niemand|Hierover|Hierop|Hiermee|Daarmee|Desgevraagd|In reactie)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(rf"(?<![\w-])(?i:{_ROLE})(?![\w-])|(?:[Dd]e heer|[Mm]evrouw)\s+[A-Z]|\bLOVP\b")
# "De vakbonden vinden", "Utrecht meldt": somebody else says it, also where it is no role that is known
_OTHER_SAYS = re.compile(
    rf"^(?!(?:Hij|Zij|Ze|Wij|We|Ik|Dit|Dat|Deze|Die|Er|Het|Daar\w*|Hier\w*|Verder|Ook|Tevens|Vervolgens|Daarna|Wel|Toch|Zo)\s+{_SAYS})"
    rf"(?:(?:Ook|Daarnaast|Verder)\s+)?(?:(?:De|Het|Een)\s+)?[\w’'-]+(?:\s+(?:van|uit|in)\s+(?:(?:de|het)\s+)?[\w’'-]+)?\s+{_SAYS}\b"
    r"(?!\s+(?:hij|zij|ze|men|de|het|wij|we)\b)"
)
# Who thanks, asks, invites or finds says that one thing; who tells goes on telling.
_ONCE = re.compile(
    r"\b(?:be)?dank|\bvra(?:agt|gen)\b|\bvroeg(?:en)?\b|\bnodig(?:t|de|den|en)\b|\badviseer|\bbevestig|\bherken"
)
_HIS = re.compile(r"^(?:\S+\s+){0,3}(?:hij|zij|ze)\b|\bvolgens\s+(?:hem|haar|hen)\b", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:ik|wij|we|mij|mijn|ons|onze)\b", re.IGNORECASE)
_LINE_END = re.compile(r"\n")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
_ITEM = re.compile(r"^(?:[-–—•·▪◦*\uf0b7]|\(?\d{1,2}[.)]|[a-z]\))\s")


_VERB_BEFORE = 60  # characters in which a sentence's verb stands


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says: whole sentences that follow each other in one paragraph."""

    speaker: str
    span: Span


def find_turns(text: str, span: Span) -> list[Turn]:
    """The turns in a part of a text, in order; sentences that are nobody's are in none.

    Args:
        text: a record's text.
        span: the part to look at; the turns lie in it.
    """
    turns: list[Turn] = []
    speaker: str | None = None
    tells = verbatim = False
    begin = end = span.start
    for sentence in sentences(text, span):
        words = one_line(sentence.of(text))
        opened = opens_with_speaker(words)
        border = _LINE_END if verbatim else _PARAGRAPH
        fresh = border.search(text, end, sentence.start) is not None
        if verbatim and not fresh and not _LABEL.match(words):
            opened = None  # a speech speaks of others: "De minister zei vorige week dat ..."
        follows = speaker is not None and not fresh and opened in (None, speaker)
        if not (follows and (opened or _is_his(words, tells=tells, verbatim=verbatim))):
            if speaker is not None:
                turns.append(Turn(speaker, Span(begin, end)))
            speaker, begin = opened, sentence.start
            verbatim = bool(opened) and _LABEL.match(words) is not None and _is_verbatim(text, sentence)
        if opened:
            tells = not _ONCE.search(words[:_VERB_BEFORE])
        end = sentence.end
    if speaker is not None:
        turns.append(Turn(speaker, Span(begin, end)))
    return turns


def _is_verbatim(text: str, opening: Span) -> bool:
    """Whether what stands on one line behind a label is a speech: someone says "ik" or "wij" in it."""
    end = text.find("\n", opening.end)
    return _FIRST_PERSON.search(text, opening.start, end if end >= 0 else len(text)) is not None


def opens_with_speaker(sentence: str) -> str | None:
    """Who says a sentence, when its opening tells: "PG", "Minister", "mevrouw De Vries"; None when it doesn't."""
    match = _OPENS.match(sentence) or _ACCORDING.match(sentence) or _LABEL.match(sentence)
    return _named(match) if match else None


def _named(match: re.Match[str]) -> str:
    person = match["person"]
    if match["body"]:
        return match["body"]
    if person:
        return f"{person[0].lower()}{person[1:]}" if person[0] == "M" else re.sub(r"^[Dd]e heer", "de heer", person)
    name = match["short"] or one_line(match["role"])
    return name[0].upper() + name[1:]


def _is_his(sentence: str, *, tells: bool, verbatim: bool) -> bool:
    """Whether a sentence without an opening of its own is still the speaker's: he tells on, or it speaks of him."""
    if verbatim and not _ITEM.match(sentence):
        return True
    return (tells or bool(_HIS.search(sentence))) and not _is_another(sentence)


def _is_another(sentence: str) -> bool:
    """Whether a sentence has a subject of its own that may not be the speaker: it then closes the turn."""
    if _ELSE.match(sentence) or _ITEM.match(sentence) or _OTHER_SAYS.match(sentence):
        return True
    return _ANOTHER.search(sentence) is not None
