"""Whether a sentence holds a second number that could be the one asked for, so that the first is no direct answer beyond doubt."""

import re

from index.dates import MONTHS

_NUMBER = r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?(?![.,]?\d)"
# "meldde er 63, in Limburg 21", "zijn er 9 gevuld", "komen er 20 bij": of the thing that was counted just before
_ENDS = r"(?:ver|be|ont|her)\w+[dtn]|\w{0,20}ge\w{1,20}[dtn]"
_BARE = re.compile(
    rf"(?<![\w.,/€(\[-])(?P<value>{_NUMBER})(?=\s*(?:[.;,:)]|$)|\s+(?:en|of|bij|af|in|van|over|{_ENDS})\b)",
    re.IGNORECASE,
)
# "1.320, in plaats van 1.500": which is which, the words of a question seldom tell
_COMPARED = re.compile(
    rf"\b(?:tegen|tegenover|in\s+plaats\s+van)\s+(?:[\w’'-]+\s+){{0,4}}?{_NUMBER}(?![\w-])", re.IGNORECASE
)
_MORE_THAN = re.compile(rf"{_NUMBER}\s+(?:\w+\s+)?(?:meer|minder|hoger|lager)\s+dan\s+(?P<when>[^,.;]+)", re.IGNORECASE)
_DATE = re.compile(rf"(?:{'|'.join(MONTHS)})\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_BEFORE = re.compile(
    r"\b(?:jaar|jaren|maand|maanden|week|keer|periode)\s+(?:eerder|ervoor|daarvoor|tevoren)\b|\b(?:vorige?|voorgaande?)\s+(?:jaar|maand|week|keer|periode)\b",
    re.IGNORECASE,
)
_BY_HOW_MUCH = re.compile(r"^(?:en\s+)?met\s+hoeveel\b", re.IGNORECASE)
_NAMED_NUMBER = re.compile(
    r"\b(?:nummer|nr\.?|artikel|punt|bijlage|pagina|fase|agendapunt|vraag|lid|week|A|N|E)\s*$", re.IGNORECASE
)


def has_rival(question: str, sentence: str, answer: str) -> bool:
    """Whether another number of a sentence may be what a question for a number asks.

    Args:
        question: asks how many or how much.
        sentence: of the records.
        answer: the words of it that would be the direct answer.
    """
    at = sentence.find(answer.split()[0])
    if _BY_HOW_MUCH.match(question):
        before = sentence[:at].rstrip().lower()
        return before.endswith((" van", " naar", " tot"))
    if any(_BEFORE.search(question) or _same_year(question, found["when"]) for found in _MORE_THAN.finditer(sentence)):
        return True
    if _BEFORE.search(question) and _BEFORE.search(sentence):
        return True
    if _same_year(question, sentence) and len({*_YEAR.findall(sentence)}) > 1:
        return False  # the year tells which
    return _is_compared(sentence) or any(
        _is_another(question, sentence, answer, found) for found in _BARE.finditer(sentence)
    )


def _is_compared(sentence: str) -> bool:
    """Whether a number is set against one that stands before it."""
    found = _COMPARED.search(sentence)
    return found is not None and re.search(r"\d", sentence[: found.start()]) is not None


def _same_year(question: str, when: str) -> bool:
    return bool({*_YEAR.findall(question)} & {*_YEAR.findall(when)})


def _is_another(question: str, sentence: str, answer: str, found: re.Match[str]) -> bool:
    """Whether a bare number stands outside the answer and is no year, date or name, and not told by the question itself."""
    value = found["value"]
    return not (
        value in re.findall(_NUMBER, answer)
        or _YEAR.fullmatch(value)
        or _NAMED_NUMBER.search(sentence, 0, found.start())
        or _DATE.match(sentence[found.end() :].lstrip())
        or re.search(rf"(?<![\w.,]){re.escape(value)}(?![\w])", question)
    )
