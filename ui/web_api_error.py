"""The body of a refusal, in the shape that programs expect at an address: ours, or OpenAI's under /v1."""

from typing import Any

_OPENAI = "/v1"
_KINDS = {401: ("invalid_request_error", "invalid_api_key"), 429: ("rate_limit_error", "rate_limit_exceeded")}


def error_body(_status: int, message: str) -> dict[str, Any]:
    """The body of a refusal, `{"error": message}`."""
    return {"error": message}


def openai_body(status: int, message: str, code: str | None = None) -> dict[str, Any]:
    """The same in the shape of OpenAI's API: `{"error": {"message", "type", "param", "code"}}`."""
    kind, known = _KINDS.get(status, ("invalid_request_error" if status < 500 else "server_error", None))
    return {"error": {"message": message, "type": kind, "param": None, "code": code or known}}


def model_body(status: int, message: str) -> dict[str, Any]:
    """That of the addresses where models are, at which 404 means that there is no such model."""
    return openai_body(status, message, "model_not_found" if status == 404 else None)


def body_at(path: str, status: int, message: str) -> dict[str, Any]:
    """The body of a refusal in the shape that belongs to a path."""
    of_openai = path == _OPENAI or path.startswith(_OPENAI + "/")
    return openai_body(status, message) if of_openai else error_body(status, message)
