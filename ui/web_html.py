"""A conversation as HTML, and as the plain text that the copy button takes along.

Every text from a record, a question or a model passes through `Markup.format`, which escapes it: nothing that
anyone wrote can become a tag, a link or an image on the page. The only links are our own, from a citation
marker to its source.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from time import perf_counter

from markupsafe import Markup

from assistant.answer import Answer, Citation, ScopePart
from assistant.plain import plain
from ui import web_text
from ui.web_actions import actions, question_actions
from ui.web_chat import Conversation, Exchange, sentence_ends
from ui.web_copied import plain_text
from ui.web_history_panel import asked_on
from ui.web_marked import HELD, MARK, MARKED, held, marked
from ui.web_place import place_of
from ui.web_share import answer_digest, share_link

_MARKER = re.compile(r"\[(\d{1,4})\]")
_REFUSED_SHOWN = 160  # characters of a question that was refused, enough to recognise it by
_WORDS_SHOWN = 4  # other words that were searched; the rest unfolds
_LOG_END = Markup("</div>")


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page tells of the records: how many, from when to when, some questions; and whether a model words answers."""

    records: int
    first: date | None
    last: date | None
    examples: tuple[str, ...] = ()
    model: bool = False


def header(overview: Overview) -> Markup:
    """The top of the page: the way past it, the name and what it searches."""
    top = Markup('<a class="skip" href="#inhoud">{}</a><div class="masthead"><h1>{}</h1><p>{}</p></div>')
    return top.format(web_text.SKIP, web_text.NAME, web_text.about(overview.records, overview.first, overview.last))


def disclosure(overview: Overview) -> Markup:
    """What stands under the question box: a line that is always there, and above it what web.js has to say of the question."""
    words = web_text.AUTOMATED_MODEL if overview.model else web_text.AUTOMATED
    return Markup(
        '<p class="hint" id="hint" role="alert" data-empty="{}" data-sending="{}"></p><p class="disclosure" id="disclosure">{}</p>'
    ).format(web_text.EMPTY_QUESTION, web_text.SENDING, words)


def conversation_html(conversation: Conversation, shown: int | None = None) -> Markup:
    """All exchanges, oldest first; `shown` characters of the last answer's text, None for all of it with its sources."""
    return Markup("").join([_log(conversation, shown), *_drawn(conversation, 0, shown), _LOG_END])


def step_html(conversation: Conversation, shown: int | None = None, *, whole: bool = False) -> Markup:
    """What there is new of a conversation, for web.js, which has the rest of it: the last exchange, or with `whole` all of them.

    So what is sent at each step of an answer doesn't grow with the conversation.
    """
    first = 0 if whole else max(len(conversation) - 1, 0)
    return Markup('<div data-first="{}" data-log="{}" data-end="{}" data-parts="{}" data-moment="{}"></div>').format(
        first,
        str(_log(conversation, shown)),  # as text, to be put together by the script
        str(_LOG_END),
        json.dumps(_drawn(conversation, first, shown), ensure_ascii=False),
        perf_counter(),  # so that the same step sent twice is noticed
    )


def _log(conversation: Conversation, shown: int | None) -> Markup:
    """The start of the conversation; web.js says once what is new in it, so it isn't read aloud by itself."""
    busy = shown is not None or bool(conversation and conversation[-1].pending)
    log = Markup('<div class="log" role="log" aria-label="{}" aria-live="off" aria-busy="{}" tabindex="-1">')
    return log.format(web_text.CONVERSATION, "true" if busy else "false")


def _drawn(conversation: Conversation, first: int, shown: int | None) -> list[Markup]:
    told, last = asked_on(conversation), len(conversation) - 1
    return [
        shown_plain(
            _exchange(turn, conversation[turn], shown if turn == last else None, told.get(turn, Markup(""))).replace(
                HELD, "["
            )
        )
        for turn in range(first, len(conversation))
    ]


def shown_plain(html: Markup) -> Markup:
    """The same without characters that steer a screen; done last, as quotes must keep every character till they are shown."""
    return Markup(plain(html))  # noqa: S704  # taking characters out of escaped text can't make a tag


def welcome_html(overview: Overview) -> Markup:
    """What is seen while nothing was asked: what one can do, and example questions."""
    examples = Markup("").join(
        Markup('<li><button type="button" class="example">{}</button></li>').format(question)
        for question in overview.examples
    )
    listed = Markup('<h3>{}</h3><ul class="examples">{}</ul>').format(web_text.EXAMPLES, examples) if examples else ""
    welcome = Markup('<section class="welcome"><h2>{}</h2><p>{}</p>{}</section>').format(
        web_text.WELCOME, web_text.WELCOME_HOW, listed
    )
    return shown_plain(welcome)


def _exchange(turn: int, exchange: Exchange, shown: int | None, when: Markup) -> Markup:
    asked = exchange.asked.strip() or web_text.NOTHING_ASKED
    if exchange.refused and len(asked) > _REFUSED_SHOWN:
        asked = asked[:_REFUSED_SHOWN].rstrip() + " …"
    left_out = _remark(web_text.LEFT_OUT, web_text.labels(exchange.removed)) if exchange.removed else ""
    if exchange.answer is not None:
        reply = _answer(turn, exchange, exchange.answer, shown)
    elif exchange.notice is not None:
        reply = Markup('<p class="notice">{}</p>').format(exchange.notice)
    elif exchange.draft:
        reply = Markup('<div class="answer draft">{}<p>{}</p></div>').format(
            _remark(web_text.UNCHECKED, ""), exchange.draft
        )
    else:
        reply = Markup('<p class="searching">{}</p>').format(web_text.searching(exchange.found))
    busy = exchange.pending or shown is not None
    # the buttons are there from the start, or what comes after would be drawn anew
    again = Markup("") if exchange.refused else question_actions(turn, exchange.asked, hidden=busy)
    return Markup(
        '<article class="exchange{}" aria-labelledby="question-{}" tabindex="-1">'
        '{}<h2 class="question" id="question-{}"><span class="unseen">{}</span>{}</h2>{}{}{}</article>'
    ).format(
        "".join(f" {name}" for name in ("pending", "restored", "refused") if getattr(exchange, name)),
        turn,
        when,
        turn,
        web_text.ASKED,
        asked,
        again,
        left_out,
        reply,
    )


def _answer(turn: int, exchange: Exchange, answer: Answer, shown: int | None) -> Markup:
    by_number = {citation.n: citation for citation in answer.citations}
    parts = []
    if answer.question.text.strip() != exchange.asked.strip():
        parts.append(_remark(web_text.UNDERSTOOD, answer.question.text))
    if exchange.expected:
        same = exchange.expected == answer_digest(answer)
        parts.append(_remark("", web_text.SHARED_SAME if same else web_text.SHARED_OTHER))
    if answer.question.note:
        parts.append(_remark(web_text.NOTE, answer.question.note))
    if answer.question.parts:
        parts.append(_scope(turn, answer.question.parts))
    if answer.short:
        parts.append(
            Markup('<p class="short"><span class="unseen">{}</span>{}</p>').format(web_text.SHORT, answer.short)
        )
    parts.append(_text(turn, marked(answer) if shown is None else held(answer)[:shown], by_number))
    if shown is None:
        parts += _beside(answer)
        parts.append(_sources(turn, answer.citations, web_text.SOURCES))
        parts.append(_sources(turn, answer.nearest, web_text.NEAREST))
        parts.append(actions(turn, exchange.key, answer, plain_text(exchange), share_link(exchange)))
    return Markup('<div class="answer{}">{}</div>').format(
        "" if answer.answered else " declined", Markup("").join(parts)
    )


def _beside(answer: Answer) -> list[Markup]:
    """What stands beside an answer's words: our explanations, what went otherwise, what a model said that the records don't."""
    parts = []
    if answer.explanations:
        parts.append(_remark(web_text.EXPLAINED, web_text.explanations(answer)))
    if answer.notice:
        parts.append(_remark(web_text.NOTE, answer.notice))
    if answer.withheld:
        items = Markup("").join(
            Markup("<li>{} ({}: {})</li>").format(one.text, one.fault.value, one.why) for one in answer.withheld
        )
        parts.append(
            Markup('<details class="remark"><summary><span>{}</span>{}</summary><ul>{}</ul></details>').format(
                web_text.WITHHELD, len(answer.withheld), items
            )
        )
    return [*parts, _expansions(answer.expansions)] if answer.expansions else parts


def _scope(turn: int, parts: tuple[ScopePart, ...]) -> Markup:
    """What the question was narrowed to, each part with a button that asks again without it."""
    chips = Markup("").join(
        Markup(
            '<li>{}<button type="button" class="without" data-turn="{}" data-kind="{}" aria-label="{}" title="{}">'
            '<span aria-hidden="true">\N{MULTIPLICATION SIGN}</span></button></li>'
        ).format(part.label, turn, part.kind.value, label, label)
        for part in parts
        for label in [web_text.ASK_WITHOUT + part.label]
    )
    return Markup('<div class="scope"><span>{}</span><ul>{}</ul></div>').format(web_text.NARROWED, chips)


def _remark(label: str, text: str) -> Markup:
    return Markup('<p class="remark"><span>{}</span>{}</p>').format(label, text)


def _expansions(pairs: tuple[tuple[str, str], ...]) -> Markup:
    words = web_text.expansions(pairs)
    brief = web_text.expansions_in_short(pairs, _WORDS_SHOWN)
    if brief is None:
        return _remark(web_text.SEARCHED_TOO, words)
    return Markup('<details class="remark"><summary><span>{}</span>{}</summary>{}</details>').format(
        web_text.SEARCHED_TOO, brief, words
    )


def _text(turn: int, text: str, by_number: dict[int, Citation]) -> Markup:
    """The answer's text: blank lines part paragraphs, lines that open with "- " are a list."""
    blocks: list[tuple[str, list[Markup]]] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        for piece in re.split(r"\n(?=[-•] )", paragraph):
            item = re.match(r"[-•] ", piece)
            tag = "ul" if item else "p"
            words = _sentences(turn, piece[item.end() :] if item else piece, by_number)
            if tag == "ul" and blocks and blocks[-1][0] == "ul":
                blocks[-1][1].append(words)
            else:
                blocks.append((tag, [words]))
    return Markup("").join(
        Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(words) for words in inside))
        if tag == "ul"
        else Markup("<p>{}</p>").format(inside[0])
        for tag, inside in blocks
    )


def _sentences(turn: int, text: str, by_number: dict[int, Citation]) -> Markup:
    ends = sentence_ends(text)
    return Markup("").join(
        Markup('<span class="sentence">{}</span>').format(_with_links(turn, text[start:end], by_number))
        for start, end in zip([0, *ends], ends, strict=False)  # the starts have one more, behind the last end
    )


def _with_links(turn: int, text: str, by_number: dict[int, Citation]) -> Markup:
    parts: list[Markup | str] = []
    done = 0
    for match in _MARKER.finditer(text):
        citation = by_number.get(int(match[1]))
        if citation is None:
            continue  # brackets that no citation stands behind are just text
        before = text[done : match.start()]
        if before.endswith(" "):
            before = before[:-1] + "\N{NO-BREAK SPACE}"  # no marker alone on a line
        parts += [
            before,
            _link(turn, citation, f"[{citation.n}]", "marker", web_text.marker(citation)),
        ]
        done = match.end()
    words = Markup("").join([*parts, text[done:]])
    return Markup(str(words).replace(MARK, "<mark>").replace(MARKED, "</mark>"))  # noqa: S704 - escaped above


def _link(turn: int, citation: Citation, words: str, kind: str, label: str | None = None) -> Markup:
    name = Markup(' aria-label="{}"').format(label) if label else ""
    return Markup('<a class="cite {}" href="{}" data-turn="{}" data-n="{}"{}>{}</a>').format(
        kind, place_of(citation).address, turn, citation.n, name, words
    )


def _sources(turn: int, citations: tuple[Citation, ...], title: str) -> Markup:
    if not citations:
        return Markup("")
    items = Markup("").join(
        Markup('<li id="source-{}-{}"><span class="number">{}</span><div>{}<q>{}</q></div></li>').format(
            turn,
            citation.n,
            citation.n,
            _link(turn, citation, web_text.place(citation), "place"),
            one_line(citation.quote),
        )
        for citation in citations
    )
    return Markup('<section class="sources"><h3>{}</h3><ol>{}</ol></section>').format(title, items)


def one_line(text: str) -> str:
    """`text` with every run of white space, line ends included, as one space."""
    return " ".join(text.split())
