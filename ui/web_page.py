"""The page: a Gradio Blocks app whose conversation and source pane are our own HTML.

Not gr.Chatbot: it renders Markdown (so images and links that stand in a text come alive), speaks English to
screen readers, and its messages can't carry citation links that reach Python. gr.HTML can: it patches the
page instead of replacing it, so that focus and reading position stay while an answer grows, and its events
are ordinary ones. What the page does by itself (focus, copying, following the answer) is in web.js; how it
looks is in web.css.
"""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import gradio as gr
from anyio import to_thread

from index.errors import UsageError, UserError
from index.records import Scope
from ui import web_text, web_text_history
from ui.export import Format
from ui.web_actions import file_html, judged_html, voice_html
from ui.web_chat import Conversation, Exchange, asked_again, asked_without, kept_at, reply, stopped
from ui.web_desk import Desk, account_of
from ui.web_feedback import judge_into, verdict_from
from ui.web_history import HistoryError, from_json
from ui.web_history_panel import history_frame, kept_html, opened_html, refused_html
from ui.web_html import conversation_html, disclosure, header, step_html, welcome_html
from ui.web_narrow import FIELDS, Choices, choices, narrow_html, scope_from, scope_of, widened
from ui.web_overview import bare_overview
from ui.web_record import source_frame
from ui.web_share import exchange_from
from ui.web_views import navigation, quality_html, rooms_html, view

log = logging.getLogger(__name__)

_LINKED = "koppeling"  # what web_history.js says it remembers when the page was opened by a link to an answer
_TOGETHER = 16  # people who are answered at once; others wait their turn
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_OUR: dict[str, Any] = {"apply_default_css": False}


def page(desk: Desk) -> gr.Blocks:
    """The page, not yet served."""
    # the rest comes when the page is opened: this is made before anything is warm
    overview = replace(bare_overview(desk.index), model=desk.service.model is not None)
    judge = judge_into(desk.settings.home)
    blocks = gr.Blocks(title=web_text.NAME, analytics_enabled=False, fill_width=True)
    with blocks:
        state = gr.State(())
        within = gr.State(None)
        with gr.Row(elem_id="top"):
            about = gr.HTML(header(overview), **_OUR)
            new = gr.Button(web_text.NEW, elem_id="new", elem_classes=view("chat"), size="sm")
            earlier = gr.HTML(
                history_frame(desk.settings.history_days),
                elem_id="history",
                elem_classes=view("chat"),
                js_on_load="lovpHistory.panel(element, trigger);",
                **_OUR,
            )
            gr.HTML(navigation(desk.access.way_out), elem_id="views", js_on_load="lovpViews.views(element);", **_OUR)
        with gr.Row(elem_id="desk", elem_classes=view("chat")), gr.Column(elem_id="chat"):
            welcome = gr.HTML(
                welcome_html(overview),
                elem_id="welcome",
                js_on_load="lovpAsk.examples(element, trigger);",
                **_OUR,
            )
            conversation = gr.HTML(
                conversation_html(()),
                elem_id="conversation",
                js_on_load="lovp.conversation(element, props, trigger); lovpAsk.change(element, lovp.drawn, trigger);"
                " lovpAsk.shared(element, trigger); lovpBox.watch();"
                " lovpVerdicts.under(element, lovp.drawn, (said) => trigger('like', said));",
                **_OUR,
            )
            with gr.Column(elem_id="ask"):
                narrow = gr.HTML(
                    narrow_html(Choices(), None),
                    elem_id="narrow",
                    js_on_load="lovpAsk.narrow(element, watch, trigger);",
                    **_OUR,
                )
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
                gr.HTML(disclosure(overview), **_OUR)
        gr.HTML(rooms_html(), elem_id="rooms", **_OUR)
        gr.HTML(quality_html(), elem_id="quality", elem_classes=view("kwaliteit"), **_OUR)
        gr.HTML(source_frame(), elem_id="source", js_on_load="lovpSource.source(element);", **_OUR)
        steps = gr.HTML("", elem_id="steps", js_on_load="lovp.steps(element, watch);", **_OUR)
        gr.HTML(voice_html(), **_OUR)
        judged = gr.HTML(judged_html(), js_on_load="lovpVerdicts.told(element, watch);", **_OUR)
        memory = gr.HTML("", elem_id="memory", js_on_load="lovpHistory.told(element, watch);", **_OUR)
        file = gr.HTML("", elem_id="kept", js_on_load="lovp.kept(element, watch);", **_OUR)

        async def respond(
            question: str | Exchange | None, said: Conversation, request: gr.Request, scope: Scope | None = None
        ) -> AsyncIterator[list[Any]]:
            if question is None:
                gr.Warning(web_text.CONVERSATION_GONE, title=web_text.NOTE_TITLE)
                yield [gr.skip()] * 4
                return
            if isinstance(question, str) and not question.strip():
                yield [gr.skip()] * 4  # the page says under the box that it is empty
                return
            if isinstance(question, str) and scope is not None:
                question = Exchange(question, scope=scope)
            if said and said[-1].pending:
                yield [gr.skip()] * 4  # one at a time: this conversation would lose the reply that is on its way
                return
            replying = reply(desk.asked_by(request.username or str(request.session_hash)), said, question)
            words = question if isinstance(question, str) else question.asked
            typed = isinstance(question, str) or question.again is None
            left: Any = gr.skip()  # web_box.js empties the box, as only the page knows what was typed since
            # a thread that is left behind when the user stops, so that stopping never waits
            while step := await to_thread.run_sync(next, replying, None, abandon_on_cancel=True):
                now, shown = step
                left = words if typed and now[-1].refused else left
                done = shown is None and not now[-1].pending
                yield [
                    step_html(now, shown),
                    now if shown is None else gr.skip(),
                    left,
                    kept_html(now) if done else gr.skip(),
                ]
                left = gr.skip()

        async def respond_to_example(
            chosen: gr.EventData, said: Conversation, request: gr.Request, scope: Scope | None
        ) -> AsyncIterator[list[Any]]:
            async for shown in respond(str(_of(chosen, "question") or ""), said, request, scope):
                yield shown

        async def respond_to_link(
            chosen: gr.EventData, said: Conversation, request: gr.Request
        ) -> AsyncIterator[list[Any]]:
            question = exchange_from(_of(chosen, "link"))
            scope = question.scope if question else None  # it holds for what is asked next too
            bounds = [narrow_html(choices(desk.index), scope), scope]
            if question is None:
                gr.Warning(web_text.SHARED_BROKEN, title=web_text.NOTE_TITLE)
                yield [*[gr.skip()] * 4, *bounds]
                return
            async for shown in respond(question, said, request):
                yield [*shown, *bounds]
                bounds = [gr.skip()] * 2

        async def respond_without(
            chosen: gr.EventData, said: Conversation, request: gr.Request
        ) -> AsyncIterator[list[Any]]:
            async for shown in respond(asked_without(said, _of(chosen, "turn"), _of(chosen, "kind")), said, request):
                yield shown

        async def respond_again(
            chosen: gr.EventData, said: Conversation, request: gr.Request
        ) -> AsyncIterator[list[Any]]:
            async for shown in respond(asked_again(said, _of(chosen, "turn"), _of(chosen, "question")), said, request):
                yield shown

        def keep(chosen: gr.EventData, said: Conversation, request: gr.Request) -> str:
            turn, format = _of(chosen, "turn"), str(_of(chosen, "format") or "")
            kept = kept_at(said, turn)
            if kept is None:
                gr.Warning(web_text.CONVERSATION_GONE, title=web_text.NOTE_TITLE)
                return ""
            if not format and said[turn].restored:
                gr.Warning(web_text_history.NO_PROOF, title=web_text.NOTE_TITLE)
                return ""
            try:
                if not format:
                    return file_html(account_of(desk, kept))
                part = said if _of(chosen, "all") is True else said[turn : turn + 1]
                return file_html(desk.exported(part, Format(format), str(request.headers.get("host", ""))))
            except UserError as error:
                gr.Warning(str(error), title=web_text.NOTE_TITLE)
            except Exception:
                log.exception("een gesprek in de browser kon niet worden bewaard")
                gr.Warning(web_text.SORRY, title=web_text.NOTE_TITLE)
            return ""

        def set_bounds(chosen: gr.EventData, scope: Scope | None) -> list[Any]:
            there = choices(desk.index)
            try:
                asked = {name: _of(chosen, name) or "" for name in FIELDS}
                scope = scope_from(asked, there)
            except UsageError as error:
                return [narrow_html(there, scope, str(error)), scope]
            return [narrow_html(there, scope), scope]

        def lift_bound(chosen: gr.EventData, scope: Scope | None) -> list[Any]:
            scope = widened(scope, _of(chosen, "kind"))
            return [narrow_html(choices(desk.index), scope), scope]

        def weigh(chosen: gr.EventData, said: Conversation) -> str:
            kept, key = kept_at(said, _of(chosen, "turn")), str(_of(chosen, "key") or "")
            if kept is None or not key or kept.key != key:
                return judged_html(web_text.CONVERSATION_GONE, key)
            try:
                verdict = verdict_from(
                    _of(chosen, "good"), _of(chosen, "reason"), _of(chosen, "remark"), _of(chosen, "about")
                )
                judge(kept, verdict)
            except Exception:
                log.exception("een oordeel in de browser kon niet worden bewaard")
                return judged_html(web_text.JUDGE_FAILED, key)
            return judged_html(verdict.thanks, key, verdict.good, done=True)

        def end(said: Conversation) -> list[Any]:
            now = stopped(said)
            return [step_html(now), now, kept_html(now)]

        def start_again(given: Scope | None) -> list[Any]:
            now = desk.overview()  # records may have come or gone since the page was opened
            return [header(now), welcome_html(now), narrow_html(choices(desk.index), given), step_html(()), (), ""]

        def reopened(text: object) -> list[Any]:
            """The conversation that the browser kept: what is shown of it, itself, what is told of it, and its last bounds."""
            try:
                now = from_json(text, desk.index)
            except HistoryError as error:
                return [gr.skip(), gr.skip(), refused_html(str(error)), gr.skip(), gr.skip()]
            scope = now[-1].scope
            return [step_html(now, whole=True), now, opened_html(now), narrow_html(choices(desk.index), scope), scope]

        def whole(said: Conversation) -> str:
            return step_html(said, whole=True)

        def reopen(chosen: gr.EventData) -> list[Any]:
            return reopened(_of(chosen, "conversation"))

        def open_page(remembered: str, bounds: str) -> list[Any]:
            now, there = desk.overview(), choices(desk.index)
            kept = reopened(remembered) if remembered and remembered != _LINKED else [gr.skip()] * 5
            if bounds or not remembered:  # those of this tab go before those of the conversation; a link brings its own
                scope = scope_of(bounds, there)
                kept[3:] = [narrow_html(there, scope), scope]
            return [header(now), welcome_html(now), *kept]

        answering = {**_PRIVATE, "outputs": [steps, state, box, memory], "concurrency_limit": _TOGETHER}
        running = [
            gr.on([box.submit, send.click], respond, inputs=[box, state, within], **answering),
            welcome.submit(respond_to_example, inputs=[state, within], **answering),
            conversation.example_select(
                respond_to_link, inputs=[state], **{**answering, "outputs": [*answering["outputs"], narrow, within]}
            ),
            conversation.delete(respond_without, inputs=[state], **answering),
            conversation.edit(respond_again, inputs=[state], **answering),
        ]
        conversation.expand(whole, inputs=[state], outputs=[steps], concurrency_limit=_TOGETHER, **_PRIVATE)
        conversation.download(keep, inputs=[state], outputs=[file], concurrency_limit=_TOGETHER, **_PRIVATE)
        conversation.like(weigh, inputs=[state], outputs=[judged], concurrency_limit=_TOGETHER, **_PRIVATE)
        narrow.apply(set_bounds, inputs=[within], outputs=[narrow, within], **_PRIVATE)
        narrow.clear(lift_bound, inputs=[within], outputs=[narrow, within], **_PRIVATE)
        stop.click(end, inputs=[state], outputs=[steps, state, memory], cancels=running, **_PRIVATE)
        earlier.apply(
            reopen,
            outputs=[steps, state, memory, narrow, within],
            cancels=running,
            concurrency_limit=_TOGETHER,
            **_PRIVATE,
        )
        emptied = {
            **_PRIVATE,
            "inputs": [within],
            "outputs": [about, welcome, narrow, steps, state, box],
            "cancels": running,
            "concurrency_limit": _TOGETHER,
        }
        earlier.clear(start_again, **emptied)  # the one that was open is deleted
        new.click(start_again, js="() => { lovpHistory.fresh(); return lovp.fresh(); }", **emptied)
        blocks.load(
            open_page,
            inputs=[memory, narrow],
            outputs=[about, welcome, steps, state, memory, narrow, within],
            js="lovpHistory.remembered",
            concurrency_limit=_TOGETHER,
            **_PRIVATE,
        )
    return blocks


def _of(chosen: Any, name: str) -> Any:
    """A part of what a browser tells of what was chosen; None when it isn't there, as when the browser makes it up."""
    told = getattr(chosen, "_data", None)
    return told.get(name) if isinstance(told, dict) else None
