"""The page: a Gradio Blocks app whose conversation and source pane are our own HTML.

Not gr.Chatbot: it renders Markdown (so images and links that stand in a text come alive), speaks English to
screen readers, and its messages can't carry citation links that reach Python. gr.HTML can: it patches the
page instead of replacing it, so that focus and reading position stay while an answer grows, and its events
are ordinary ones. What the page does by itself (focus, copying, following the answer) is in web.js; how it
looks is in web.css.
"""

import json
import logging
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import gradio as gr
from anyio import to_thread

from index.records import Record
from ui import web_text
from ui.web_actions import account_html, judged_html
from ui.web_chat import Ask, Conversation, Exchange, Kept, asked_without, citation_at, kept_at, reply, stopped
from ui.web_feedback import Judge, verdict_from
from ui.web_html import Overview, conversation_html, disclosure, header
from ui.web_record import notice_pane, source_pane
from ui.web_views import navigation, quality_html, view

log = logging.getLogger(__name__)

_HERE = Path(__file__).parent
_TOGETHER = 16  # people who are answered at once; others wait their turn
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


def page(
    ask: Ask,
    record: Callable[[str], Record | None],
    overview: Overview,
    account: Callable[[Kept], str],
    judge: Judge,
) -> gr.Blocks:
    """The page, not yet served.

    Args:
        ask: answers a message, given the earlier turns; called from several threads at once.
        record: the record with an id, None when there is none; called from several threads at once.
        overview: what the page tells of the records.
        account: the account of an answer, as the text of a JSON file; called from several threads at once.
        judge: keeps what a user thinks of an answer.
    """
    blocks = gr.Blocks(title=web_text.NAME, analytics_enabled=False, fill_width=True)
    with blocks:
        state = gr.State(())
        with gr.Row(elem_id="top"):
            gr.HTML(header(overview), apply_default_css=False)
            gr.HTML(navigation(), elem_id="views", apply_default_css=False, js_on_load="lovp.views(element);")
            new = gr.Button(web_text.NEW, elem_id="new", elem_classes=view("chat"), size="sm")
        with gr.Row(elem_id="desk", elem_classes=view("chat")):
            with gr.Column(elem_id="chat"):
                conversation = gr.HTML(
                    conversation_html((), overview),
                    elem_id="conversation",
                    apply_default_css=False,
                    js_on_load="lovp.conversation(element, watch,"
                    " (chosen) => trigger('select', chosen), (example) => trigger('submit', example),"
                    " (part) => trigger('delete', part), (one) => trigger('download', one));"
                    " lovpVerdicts.under(element, watch, (said) => trigger('like', said));",
                )
                with gr.Column(elem_id="ask"):
                    with gr.Row(elem_id="ask-row"):
                        box = gr.Textbox(
                            label=web_text.QUESTION,
                            placeholder=web_text.QUESTION_PLACEHOLDER,
                            elem_id="question",
                            lines=1,
                            max_lines=6,
                            autofocus=True,
                        )
                        send = gr.Button(web_text.SEND, elem_id="send", variant="primary")
                        stop = gr.Button(web_text.STOP, elem_id="stop")
                    gr.HTML(disclosure(overview), apply_default_css=False)
            source = gr.HTML(
                "",
                elem_id="source",
                apply_default_css=False,
                js_on_load="lovp.source(element, props, watch);",
            )
        gr.HTML(quality_html(), elem_id="quality", elem_classes=view("kwaliteit"), apply_default_css=False)
        judged = gr.HTML(judged_html(), apply_default_css=False, js_on_load="lovpVerdicts.told(element, watch);")
        file = gr.HTML("", elem_id="kept", apply_default_css=False, js_on_load="lovp.kept(element, watch);")

        async def respond(question: str | Exchange, said: Conversation) -> AsyncIterator[list[Any]]:
            if said and said[-1].pending:
                yield [gr.skip()] * 3  # one at a time: this conversation would lose the reply that is on its way
                return
            steps = reply(ask, said, question)
            typed = isinstance(question, str)
            left: Any = "" if typed else gr.skip()  # who asks again may have typed something already
            # a thread that is left behind when the user stops, so that stopping never waits
            while step := await to_thread.run_sync(next, steps, None, abandon_on_cancel=True):
                now, shown = step
                left = question if typed and now[-1].refused else left
                yield [conversation_html(now, overview, shown), now if shown is None else gr.skip(), left]
                left = gr.skip()  # emptied once; what is typed meanwhile stays

        async def respond_to_example(chosen: gr.EventData, said: Conversation) -> AsyncIterator[list[Any]]:
            async for shown in respond(str(chosen.question), said):
                yield shown

        async def respond_without(chosen: gr.EventData, said: Conversation) -> AsyncIterator[list[Any]]:
            again = asked_without(said, chosen.turn, chosen.kind)
            if again is None:
                gr.Warning(web_text.CONVERSATION_GONE, title=web_text.NOTE_TITLE)
                return
            async for shown in respond(again, said):
                yield shown

        def show(chosen: gr.EventData, said: Conversation) -> str:
            citation = citation_at(said, chosen.turn, chosen.n)
            if citation is None:
                return notice_pane(web_text.CONVERSATION_GONE)
            try:
                return source_pane(citation, record(citation.passage.record_id), f"{chosen.turn}-{chosen.n}")
            except Exception:
                log.exception("een bron in de browser kon niet worden getoond")
                return notice_pane(web_text.SORRY)

        def keep(chosen: gr.EventData, said: Conversation) -> str:
            kept = kept_at(said, chosen.turn)
            if kept is None:
                gr.Warning(web_text.CONVERSATION_GONE, title=web_text.NOTE_TITLE)
                return ""
            return account_html(account(kept), kept.at)

        def weigh(chosen: gr.EventData, said: Conversation) -> str:
            kept, key = kept_at(said, chosen.turn), str(chosen.key)
            if kept is None or kept.key != key:
                return judged_html(web_text.CONVERSATION_GONE, key)
            try:
                verdict = verdict_from(chosen.good, chosen.reason, chosen.remark, chosen.about)
                judge(kept, verdict)
            except Exception:
                log.exception("een oordeel in de browser kon niet worden bewaard")
                return judged_html(web_text.JUDGE_FAILED, key)
            return judged_html(verdict.thanks, key, verdict.good, done=True)

        def end(said: Conversation) -> list[Any]:
            now = stopped(said)
            return [conversation_html(now, overview), now]

        def start_again() -> list[Any]:
            return [conversation_html((), overview), (), "", ""]

        answering = {**_PRIVATE, "outputs": [conversation, state, box], "concurrency_limit": _TOGETHER}
        typed = gr.on([box.submit, send.click], respond, inputs=[box, state], **answering)
        picked = conversation.submit(respond_to_example, inputs=[state], **answering)
        widened = conversation.delete(respond_without, inputs=[state], **answering)
        conversation.select(show, inputs=[state], outputs=[source], concurrency_limit=_TOGETHER, **_PRIVATE)
        conversation.download(keep, inputs=[state], outputs=[file], concurrency_limit=_TOGETHER, **_PRIVATE)
        conversation.like(weigh, inputs=[state], outputs=[judged], concurrency_limit=_TOGETHER, **_PRIVATE)
        running = [typed, picked, widened]
        stop.click(end, inputs=[state], outputs=[conversation, state], cancels=running, **_PRIVATE)
        new.click(
            start_again,
            outputs=[conversation, state, box, source],
            cancels=running,
            js="lovp.fresh",
            **_PRIVATE,
        )
    return blocks


def head() -> str:
    """What the page adds to the document's head: our own styles and script, from beside this file."""
    words = json.dumps(web_text.GRADIO_WORDS).replace("<", "\\u003c")
    style = (_HERE / "web.css").read_text("utf-8")
    scripts = "".join(f"<script>{(_HERE / name).read_text('utf-8')}</script>" for name in ("web.js", "web_feedback.js"))
    return f"<style>{style}</style><script>window.lovpWords = {words};</script>{scripts}"
