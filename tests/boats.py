"""A small record about boats and horses, and answers about it: what the tests of the browser face show."""

import re
from datetime import date
from html import unescape

from assistant.answer import Answer, Citation, Question
from index.records import Passage, Record, RecordKind, Section, Span
from ui.web_chat import Conversation, Exchange
from ui.web_html import Overview

TEXT = (
    "Korte terugkoppeling LOVP 3 mei 2021\n"
    "Gepubliceerd op 10 mei 2021\n"
    "\n"
    "Voertuigen en <b>banden</b>\n"
    "De politie krijgt 12 nieuwe boten, die voor het \n"
    "eind van het jaar varen. De kosten zijn\n"
    "\n"
    "per jaar 4 mln. in de begroting.\n"
    "\n"
    "De burgemeesters zijn tevreden.\n"
    "Honden en paarden\n"
    "- Er komen vier honden\n"
    "  en een paard.\n"
    "- De stal blijft.\n"
)


def section(topic: str, first: str, last: str, page: int | None) -> Section:
    return Section(topic, None, page, Span(TEXT.index(first), TEXT.index(last) + len(last)))


RECORD = Record(
    "2021-05-03-verslag",
    "Korte terugkoppeling LOVP 3 mei 2021",
    (date(2021, 5, 3),),
    RecordKind.RECORD,
    "verslag.txt",
    TEXT,
    (
        section("Voertuigen en <b>banden</b>", "De politie", "tevreden.", 1),
        section("Honden en paarden", "- Er komen", "blijft.", 2),
    ),
)
OVERVIEW = Overview(13, date(2019, 6, 24), date(2023, 4, 24), ("Wat is er besproken over <i>boten</i>?",))


def cite(n: int, quote: str, record: Record = RECORD) -> Citation:
    start = record.text.index(quote)
    span = Span(start, start + len(quote))
    around = next((s for s in record.sections if span.within(s.span)), record.sections[0])
    passage = Passage(
        f"{record.id}:{around.span.start}-{around.span.end}",
        record.id,
        record.title,
        record.dates[0],
        around.topic,
        around.speaker,
        around.page,
        around.span,
        around.span.of(record.text),
    )
    return Citation(n, passage, span, quote)


def answer(text: str, *citations: Citation, short: str | None = None, asked: str = "Hoeveel boten?") -> Answer:
    return Answer(text, citations, bool(citations), short, Question(asked))


def talk(said: Answer, asked: str = "Hoeveel boten?") -> Conversation:
    return (Exchange(asked, said),)


def words(html: str) -> str:
    """The text that a page shows, with all white space as one space."""
    seen = re.sub(r'<span class="unseen">.*?</span>|<span class="page">.*?</span>', "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", seen)).split())


def marked(html: str) -> list[str]:
    return [unescape(found) for found in re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL)]
