"""An answer as the plain text that the copy button takes along."""

from assistant.answer import Citation
from assistant.plain import plain
from ui import web_text
from ui.web_chat import Exchange
from ui.web_place import place_of

BEFORE_ADDRESS = "    "  # web.js puts the address of the site behind it


def plain_text(exchange: Exchange) -> str:
    """An answer with its question and sources, to paste into a document; "" while there is no answer."""
    answer = exchange.answer
    if answer is None:
        return ""
    words = f"{answer.short}\n{answer.text}" if answer.short else answer.text
    lines = [web_text.COPY_QUESTION + exchange.asked.strip()]
    if answer.question.text.strip() != exchange.asked.strip():
        lines.append(web_text.UNDERSTOOD + answer.question.text)
    if exchange.removed:
        lines.append(web_text.LEFT_OUT + web_text.labels(exchange.removed))
    if answer.question.parts:
        lines.append(web_text.NARROWED + web_text.labels(answer.question.parts))
    if answer.question.note:
        lines.append(web_text.NOTE + answer.question.note)
    lines += ["", web_text.COPY_ANSWER + words, ""]
    if answer.explanations:
        lines += [web_text.EXPLAINED + web_text.explanations(answer), ""]
    if answer.nearest:
        lines.append(f"{web_text.NEAREST}:")
        lines += [_plain_source(citation) for citation in answer.nearest]
        lines.append("")
    if answer.citations:
        lines.append(f"{web_text.SOURCES}:")
        lines += [_plain_source(citation) for citation in answer.citations]
        lines.append("")
    return plain("\n".join([*lines, web_text.COPY_ORIGIN]))


def _plain_source(citation: Citation) -> str:
    where = web_text.place(citation).replace(" · ", ", ")
    quote = " ".join(citation.quote.split())
    return f"[{citation.n}] {citation.passage.title} ({where}): “{quote}”\n{BEFORE_ADDRESS}{place_of(citation).address}"
