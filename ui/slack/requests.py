"""What Slack sends over HTTP, checked before it is read: a signature of now, made with our secret, over these very bytes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from slack_bolt import App, BoltRequest

_UNSIGNED = 401
_UNREADABLE = 400
_DIGITS = 12  # of a moment in seconds, which is enough for 30,000 years


@dataclass(frozen=True, slots=True)
class Answered:
    """What goes back to Slack."""

    status: int
    body: str
    content_type: str


Answer = Callable[[bytes, Mapping[str, str]], Answered]
"""Answers the body of a request with these headers (names in small letters); called from several threads at once."""


def answering(app: App) -> Answer:
    """What answers Slack's requests with `app`, which was made with the signing secret."""

    def answer(body: bytes, headers: Mapping[str, str]) -> Answered:
        moment, signature = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
        # the library takes the moment for a number without looking
        if not (
            moment.isascii() and moment.isdecimal() and len(moment) <= _DIGITS and signature.isascii() and signature
        ):
            return Answered(_UNSIGNED, "", "text/plain")
        try:
            request = BoltRequest(body=body.decode(), headers=dict(headers))
        except (
            ValueError,
            TypeError,
            LookupError,
            AttributeError,
            RecursionError,
        ):  # no text, no JSON, or of another shape
            return Answered(_UNREADABLE, "", "text/plain")
        if not _is_well_formed(request.body):
            return Answered(_UNREADABLE, "", "text/plain")
        answered = app.dispatch(request)
        kind = answered.first_headers().get("content-type", "text/plain")
        return Answered(answered.status, answered.body, kind)

    return answer


def _is_well_formed(body: Mapping[str, object]) -> bool:
    """Whether what the library reads without looking is what it takes it for."""
    actions = body.get("actions", [])
    return (
        isinstance(body.get("event", {}), dict)
        and isinstance(actions, list)
        and all(isinstance(action, dict) for action in actions)
    )
