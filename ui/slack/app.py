"""What the bot listens to: Bolt brings what Slack tells here, and it is on disk before Slack hears that it was received.

Bolt runs these functions before it answers (`process_before_response`): what they put into the inbox is safe, or Slack sends it
again. Workers do the rest, so that nothing here waits for an answer to be found.
"""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from ui.slack import text
from ui.slack.answering import may_respond
from ui.slack.blocks import BAD, GOOD, JUDGE, SHARE, SHOW
from ui.slack.calls import QUIET, RefusedError, UnsureError
from ui.slack.desk import SlackDesk
from ui.slack.doctor import COMMAND, EVENTS, OLD_EVENTS
from ui.slack.judging import FORM, form_for, judged_bad, judged_good, thanks_view
from ui.slack.modal import passage_view
from ui.slack.received import hear, share, take_command
from ui.slack.sharing import shared_from
from ui.slack.who import allowed, sender_of

log = logging.getLogger(__name__)

Body = dict[str, Any]

_SECONDS = 3  # for a word to who pressed a button


def bolt_app(desk: SlackDesk, signing_secret: str = "") -> App:
    """The app over the desk; `signing_secret` is what requests over HTTP are checked against, "" for Socket Mode alone."""
    app = App(
        client=desk.client,
        signing_secret=signing_secret,
        request_verification_enabled=bool(signing_secret),
        ssl_check_enabled=False,  # it would answer before the signature is looked at
        process_before_response=True,
        logger=QUIET,
    )
    heard = {
        "app_mention": lambda body: hear(desk, body),
        "message": lambda body: hear(desk, body),
        "app_home_opened": lambda body: _opened(desk, body),
    }
    app.use(_Shaped())
    _old_installs(app, desk)
    for name in EVENTS:
        app.event(name)(_listener(heard.get(name)))
    app.command(COMMAND)(_commanded(desk))
    app.action(JUDGE)(_judged(desk))
    app.action(SHARE)(_shared(desk))
    app.action(SHOW)(_showed(desk))
    app.view(FORM)(_sent(desk))
    return app


class _Shaped(Middleware):
    """Refuses what says that a button was pressed or a form sent, and doesn't say which: Bolt itself breaks off on that."""

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,
        next: Callable[[], BoltResponse],
    ) -> BoltResponse | None:
        """Goes on with what has the shape of what Slack sends."""
        return next() if _is_shaped(req.body) else BoltResponse(status=400)


def _is_shaped(body: Body) -> bool:
    kind = body.get("type")
    if not isinstance(kind, str | None):
        return False
    if kind == "block_actions":
        pressed = body.get("actions")
        return (
            isinstance(pressed, list)
            and bool(pressed)
            and all(isinstance(one, dict) and isinstance(one.get("action_id"), str) for one in pressed)
        )
    if kind in {"view_submission", "view_closed"}:
        view = body.get("view")
        return isinstance(view, dict) and all(isinstance(view.get(key), str) for key in ("type", "callback_id"))
    return True


def suggest(desk: SlackDesk, channel: str, thread: str | None = None) -> None:
    """Offers questions that get an answer in a conversation that was just opened; it may fail."""
    prompts = [{"title": question[:75], "message": question} for question in desk.examples()[:4]]
    if not prompts:
        return
    try:
        desk.call(
            "assistant.threads.setSuggestedPrompts",
            patient=False,
            channel_id=channel,
            thread_ts=thread,
            title=text.PROMPTS_TITLE,
            prompts=prompts,
        )
    except (RefusedError, UnsureError) as error:
        log.info("Slack: de voorbeeldvragen kwamen niet aan (%s)", error)


def _listener(heard: Any) -> Any:
    def listen(body: Body) -> None:
        if heard is not None:
            heard(body)

    return listen


def _old_installs(app: App, desk: SlackDesk) -> None:
    """Installations from before `agent_view` have a thread for each conversation; Bolt's Assistant would hide edits in it."""

    def started(payload: Body) -> None:
        told = payload.get("assistant_thread")
        if isinstance(told, dict):
            suggest(desk, str(told.get("channel_id", "")), str(told.get("thread_ts", "")))

    opened, changed = OLD_EVENTS
    app.event(opened)(started)
    app.event(changed)(_listener(None))


def _opened(desk: SlackDesk, body: Body) -> None:
    event = body.get("event")
    if isinstance(event, dict) and event.get("tab") == "messages":
        suggest(desk, str(event.get("channel", "")))


def _commanded(desk: SlackDesk) -> Any:
    def commanded(ack: Ack, body: Body) -> BoltResponse:
        return ack(text=take_command(desk, body), response_type="ephemeral")

    return commanded


def _judged(desk: SlackDesk) -> Any:
    def judged(ack: Ack, body: Body, action: Body, client: WebClient) -> None:
        ack()
        if (why := _refusal(desk, body)) is not None:
            _tell(desk, body, why)
            return
        value = str(action.get("value", ""))
        if value.startswith(GOOD):
            _tell(desk, body, judged_good(desk, value.removeprefix(GOOD), _user(body)))
        elif value.startswith(BAD):
            form = form_for(desk, value.removeprefix(BAD))
            if form is None:
                _tell(desk, body, text.JUDGE_GONE)
            else:
                _open(desk, body, form)

    return judged


def _sent(desk: SlackDesk) -> Any:
    def sent(ack: Ack, body: Body, view: Body) -> BoltResponse:
        why = _refusal(desk, body)
        said = judged_bad(desk, view, _user(body)) if why is None else why
        return ack(response_action="update", view=thanks_view(said))

    return sent


def _shared(desk: SlackDesk) -> Any:
    def shared(ack: Ack, body: Body, action: Body) -> None:
        ack()
        told = shared_from(action.get("value"))
        if told is not None:
            _tell(desk, body, share(desk, body, *told))

    return shared


def _showed(desk: SlackDesk) -> Any:
    def showed(ack: Ack, body: Body, action: Body) -> None:
        ack()
        if (why := _refusal(desk, body)) is not None:
            _tell(desk, body, why)
        else:
            _open(desk, body, passage_view(desk.index, str(action.get("value", "")), site=desk.site))

    return showed


def _refusal(desk: SlackDesk, body: Mapping[str, Any]) -> str | None:
    """Why who pressed or sent something may not; None when they may."""
    sender = sender_of(body)
    why = text.SORRY if sender is None else allowed(desk.settings, sender)
    return text.SORRY if why == "" else why


def _user(body: Body) -> str:
    user = body.get("user")
    return str(user.get("id", "")) if isinstance(user, dict) else ""


def _open(desk: SlackDesk, body: Body, view: Body) -> None:
    """Opens a window for who pressed a button; Slack allows that for three seconds."""
    try:
        desk.call(
            "views.open",
            patient=False,
            trigger_id=str(body.get("trigger_id", "")),
            view=view,
        )
    except (RefusedError, UnsureError) as error:
        log.warning("Slack: een venster ging niet open (%s)", error)
        _tell(desk, body, text.SORRY)


def _tell(desk: SlackDesk, body: Body, words: str) -> None:
    """Says something to who pressed a button alone; it may fail. Where we are no member, the button's own address is used."""
    channel, message = body.get("channel"), body.get("message")
    try:
        desk.call(
            "chat.postEphemeral",
            patient=False,
            channel=str(channel.get("id", "")) if isinstance(channel, dict) else "",
            user=_user(body),
            thread_ts=message.get("thread_ts") if isinstance(message, dict) else None,
            text=words,
        )
    except (RefusedError, UnsureError) as error:
        address = body.get("response_url")
        if isinstance(error, RefusedError) and isinstance(address, str) and may_respond(desk, address):
            hook = WebhookClient(address, timeout=_SECONDS, logger=QUIET)
            with suppress(OSError):
                hook.send(text=words, response_type="ephemeral", replace_original=False)
            return
        log.info("Slack: een bericht aan wie drukte kwam niet aan (%s)", error)
