"""The text of an answer with signs of our own in it, for what stands inside a quote: the words of the short answer, and brackets.

The signs are replaced when the page is made, after all else was escaped; a text that has them itself loses them.
"""

import re

from assistant.answer import Answer

MARK, MARKED = "\ue000", "\ue001"  # before and behind the words of the short answer
HELD = "\ue002"  # a [ inside a quote: the "[3]" of a record is no marker of ours, and becomes no link


def held(answer: Answer) -> str:
    """The text of an answer with a sign for each [ inside its quotes."""
    text = re.sub(f"[{MARK}{MARKED}{HELD}]", "", answer.text)
    for citation in answer.citations:
        quote = _one_line(citation.quote)
        text = text.replace(quote, quote.replace("[", HELD))
    return text


def marked(answer: Answer) -> str:
    """The text of an answer with two signs of our own around the words of the short answer, where they stand in their quote."""
    text = held(answer)
    place = answer.mark
    citation = next((c for c in answer.citations if place is not None and c.n == place.n), None)
    if place is None or citation is None:
        return text
    quote, start = citation.quote, place.span.start - citation.span.start
    shown, words = (
        _one_line(quote).replace("[", HELD),
        _one_line(quote[start : start + place.span.end - place.span.start]).replace("[", HELD),
    )
    at = text.find(f"“{shown}” [{citation.n}]")
    before = len(_one_line(quote[:start] + "|")) - 1  # a space before it stays
    if at < 0 or shown[before : before + len(words)] != words:
        return text
    at += 1 + before
    return f"{text[:at]}{MARK}{words}{MARKED}{text[at + len(words) :]}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
