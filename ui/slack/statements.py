"""An answer as what it says, one thing after another: remarks, the short answer, statements, literal quotes, notes.

The words are those of the browser, in its order. A citation whose words aren't in the text itself, as under a model's sentence, is
quoted behind the paragraph that rests on it: every quote can be read in Slack, to the letter.
"""

import re
from collections.abc import Iterator

from assistant.answer import Answer, Citation
from ui import web_text
from ui.slack import text_blocks
from ui.slack.elements import Run, shown
from ui.slack.split import Bundle, Kind, Unit, cut
from ui.web_chat import sentence_ends
from ui.web_marked import HELD, held

_MARKER = re.compile(r"\s?\[(\d{1,4})\]")
_ENDS = (".", "!", "?", "]")
OPENING = 1  # the last paragraph that stands before the text
NARROW = "\N{NO-BREAK SPACE}"  # before a marker, so that none stands alone on a line


def statements(asked: str, answer: Answer) -> list[Bundle]:
    """What an answer to what was `asked` says, in pieces that may each stand in another message."""
    units = [*_opening(asked, answer), *_body(answer)]
    return [tuple(piece for unit in bundle for piece in cut(unit)) for bundle in [*units, *_notes(answer)]]


def _opening(asked: str, answer: Answer) -> Iterator[Bundle]:
    question = answer.question
    remarks = []
    if question.text.strip() != asked.strip():
        remarks.append((web_text.UNDERSTOOD, question.text))
    if question.note:
        remarks.append((web_text.NOTE, question.note))
    if question.parts:
        remarks.append((web_text.NARROWED, web_text.labels(question.parts)))
    runs: list[Run] = []
    for label, words in remarks:
        runs += [Run("\n" if runs else ""), Run(label, italic=True), Run(shown(words).strip())]
    if runs:
        yield (Unit(Kind.TEXT, tuple(runs)),)
    if answer.short:
        yield (Unit(Kind.TEXT, (Run(shown(answer.short).strip(), bold=True),), paragraph=OPENING),)


def _body(answer: Answer) -> Iterator[Bundle]:
    by_number = {citation.n: citation for citation in answer.citations}
    quoted: set[int] = set()
    paragraph = OPENING
    for part in re.split(r"\n\s*\n", held(answer).strip()):
        for piece in re.split(r"\n(?=[-•] )", part):
            paragraph += 1
            item = re.match(r"[-•] ", piece)
            used: list[int] = []
            for bundle in _paragraph(
                piece[item.end() :] if item else piece, answer, by_number, paragraph, item is not None
            ):
                used += [n for unit in bundle for n in unit.numbers]
                quoted |= {n for unit in bundle if unit.kind is Kind.QUOTE for n in unit.numbers[:1]}
                yield bundle
            for n in dict.fromkeys(used):
                if n not in quoted:
                    quoted.add(n)
                    yield (_quote(by_number[n], answer, paragraph),)
    for n in [n for n in by_number if n not in quoted]:
        yield (_quote(by_number[n], answer, paragraph),)
    if answer.nearest:
        before: Bundle = (Unit(Kind.TEXT, (Run(f"{web_text.NEAREST}:", bold=True),), paragraph=paragraph + 1),)
        for citation in answer.nearest:
            yield (*before, _quote(citation, answer, paragraph + 1, nearest=True))
            before = ()


def _paragraph(
    text: str, answer: Answer, by_number: dict[int, Citation], paragraph: int, item: bool
) -> Iterator[Bundle]:
    """The statements of a paragraph; words that lead up to a quote stay with it."""
    words: dict[str, list[Citation]] = {}
    for citation in by_number.values():
        words.setdefault(_one_line(citation.quote).replace("[", HELD), []).append(citation)
    longest = "|".join(re.escape(quote) for quote in sorted(words, key=len, reverse=True))
    lead: list[Unit] = []
    bullet, done = "• " if item else "", 0
    for match in re.finditer(rf"“({longest})”((?:\s?\[\d{{1,4}}\])+[.,;!?]?|)", text) if words else ():
        numbers = [int(n) for n in re.findall(r"\[(\d{1,4})\]", match[2]) if int(n) in by_number]
        for unit in _prose(text[done : match.start()], by_number, paragraph, bullet):
            if lead:
                yield tuple(lead)
            lead, bullet = [unit], ""
        if lead and lead[0].runs[-1].text.rstrip().endswith(_ENDS):
            yield tuple(lead)
            lead = []
        citation = next((by_number[n] for n in numbers if by_number[n] in words[match[1]]), words[match[1]][0])
        runs = _quote_runs(citation, answer, match[2].strip())
        yield (*lead, Unit(Kind.QUOTE, runs, tuple(dict.fromkeys(numbers)), paragraph))
        lead, done = [], match.end()
    for unit in _prose(text[done:], by_number, paragraph, bullet):
        yield (unit,)


def _quote_runs(citation: Citation, answer: Answer, markers: str) -> tuple[Run, ...]:
    """A quote between quotation marks, the words of the short answer in it bold."""
    words, mark = shown(citation.quote).strip(), answer.mark
    inside = [Run(words)]
    if mark is not None and mark.n == citation.n and mark.span.within(citation.span):
        start, end = mark.span.start - citation.span.start, mark.span.end - citation.span.start
        first = shown(citation.quote[:start]).lstrip()
        bold = shown(citation.quote[start:end])
        last = shown(citation.quote[end:]).rstrip()
        if first + bold + last == words:
            inside = [Run(first), Run(bold, bold=True), Run(last)]
    return (Run("“"), *inside, Run(f"”{NARROW if markers else ''}{markers}"))


def _prose(text: str, by_number: dict[int, Citation], paragraph: int, bullet: str) -> Iterator[Unit]:
    start = 0
    for end in sentence_ends(text):
        sentence, start = text[start:end], end
        numbers = [int(n) for n in _MARKER.findall(sentence) if int(n) in by_number]
        words = _MARKER.sub(lambda m: f"{NARROW}{m[0].strip()}" if int(m[1]) in by_number else m[0], sentence)
        words = _shown_keeping(words).strip(" ")
        if words:
            yield Unit(Kind.TEXT, (Run(bullet + words),), tuple(dict.fromkeys(numbers)), paragraph)
            bullet = ""


def _shown_keeping(words: str) -> str:
    """The same as `shown`, with the spaces kept that hold a marker to its word."""
    return NARROW.join(shown(part) for part in words.replace(HELD, "[").split(NARROW))


def _quote(citation: Citation, answer: Answer, paragraph: int, *, nearest: bool = False) -> Unit:
    runs = _quote_runs(citation, answer, f"[{citation.n}]")
    return Unit(Kind.QUOTE, runs, (-citation.n if nearest else citation.n,), paragraph)


def _notes(answer: Answer) -> Iterator[Bundle]:
    notes = []
    if answer.explanations:
        notes.append((web_text.EXPLAINED, web_text.explanations(answer)))
    if answer.notice:
        notes.append((web_text.NOTE, answer.notice))
    if answer.withheld:
        notes.append((web_text.NOTE, text_blocks.withheld(len(answer.withheld))))
    if answer.expansions:
        notes.append((web_text.SEARCHED_TOO, web_text.expansions(answer.expansions)))
    for label, words in notes:
        yield (Unit(Kind.NOTE, (Run(label, italic=True), Run(shown(words).strip()))),)


def _one_line(text: str) -> str:
    return " ".join(text.split())
