"""What a question is about, in words that can stand in another question: a noun with its article and what belongs to it."""

import re

from assistant.period import Period
from assistant.roles import ROLES, SPEAKS
from index.concepts import question_concepts
from index.vocabulary import Vocabulary

ABOUT = ", als het gaat om "  # what stands before the subject where it could only be added
VERBS = (
    r"is|zijn|was|waren|wordt|worden|werd|werden|heeft|hebben|had|hadden|kan|kun|kunnen|kon|konden|mag|mogen|moet|moeten|gaat|gaan|ging|gingen|"
    r"komt|komen|kwam|kwamen|krijgt|krijgen|kreeg|kregen|zal|zullen|zou|zouden|wil|willen|wilde|geldt|gelden|gold|klopt|kost|kosten|kostte|"
    r"staat|staan|stond|blijft|deed|doet|doen|betekent|weet|duurt|duurde|gebeurt|gebeurde|hangt|hangen|vertel"
)
HAS_VERB = re.compile(rf"\b(?:{VERBS}|{SPEAKS})\b", re.IGNORECASE)
_THOUGHT_OF = re.compile(
    rf"\b(?:vind|vond|denk|dacht)\w*\s+(?:de|het)\s+(?:[a-z]+e\s+)?{ROLES}\s+van\s+(?P<what>.+)$", re.IGNORECASE
)
CLOSING = re.compile(
    r"\s+(?:gezegd|besproken|afgesproken|besloten|toegezegd|genoemd|gemeld|gedaan|gemaakt|genomen|geregeld|verteld|gevraagd|aangekondigd)$",
    re.IGNORECASE,
)


def subject_of(text: str, vocabulary: Vocabulary, period: Period | None) -> str:
    """What a question is about, with its article: what stands behind "over", or from its first to its last telling noun."""
    added = text.rfind(ABOUT)
    if added >= 0:
        return text[added + len(ABOUT) :].rstrip("?!. ")
    if period is not None and (period.tied or period.span.end >= len(text.rstrip("?!. "))):
        text = f"{text[: period.span.start]} {text[period.span.end :]}"
    text = " ".join(text.split()).rstrip("?!. ")
    about = re.search(r"\bover\s+(?=\S*[^\W\d_])(?P<what>.+)$", text, re.IGNORECASE) or _THOUGHT_OF.search(text)
    if about and not re.match(r"(?:gezegd|besproken)\b", about["what"]):
        what = CLOSING.sub("", about["what"])
        what = re.sub(rf"\s+(?:door|volgens|van)\s+(?:de|het)\s+{ROLES}$", "", what, flags=re.IGNORECASE)
        if question_concepts(what, vocabulary):
            return what
    concepts = [c for c in question_concepts(text, vocabulary) if not c.light and not c.number]
    nouns = [c for c in concepts if c.noun and not HAS_VERB.fullmatch(c.asked)] or concepts
    places = [(at, at + len(c.asked)) for c in nouns for at in [text.find(c.asked)] if at >= 0]
    if not places:
        return ""
    start, end = min(places)[0], max(end for _, end in places)
    if HAS_VERB.search(text[start:end]):
        start, end = max(places)  # a stretch with a verb in it doesn't read as a subject
    behind = re.match(r"\s+(?P<noun>[^\W\d_]{4,})", text[end:])
    if text[start:end].endswith("e") and behind and not HAS_VERB.match(behind["noun"]) and not CLOSING.match(behind[0]):
        end += behind.end()  # "het definitieve besluit": an adjective has its noun behind it
    article = re.search(r"\b(?:de|het|een|die|dat)\s+$", text[:start], re.IGNORECASE)
    return f"{article[0].lower() if article else ''}{text[start:end]}"
