"""The same answers for programs that speak OpenAI's chat API: /v1/chat/completions and /v1/models, with one model, "lovp".

The last message of the user is the question, those before it are the history. System messages and the settings of a language
model (temperature and its like) are read past on purpose: the answer rests on the records and on nothing that a caller says of it.
"""

import json
import time
from collections.abc import Iterator
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, Field

from assistant.answer import Answer, Citation
from assistant.ask import HISTORY_TURNS
from assistant.plain import plain, plain_line
from index.errors import UsageError
from ui import render, service_types, web_text_api
from ui import service as operations
from ui.limits import Limits
from ui.service import Service
from ui.service_refusal import NoModelError
from ui.web_api_error import model_body
from ui.web_api_route import route_class

MODEL = "lovp"


class Part(BaseModel):
    """A part of a message; only text can be read."""

    type: str
    text: str = ""


class Message(BaseModel):
    """What somebody said; other keys are of no use here."""

    role: str
    content: str | list[Part] | None = None


class Chat(BaseModel):
    """A conversation; other keys, such as a temperature, mean nothing to the records."""

    model: Annotated[str, Field(max_length=200)] = MODEL
    messages: Annotated[list[Message], Field(max_length=400)]
    stream: bool = False
    n: int | None = None


def chat_routes(service: Service, limits: Limits) -> APIRouter:
    """The routes under /v1; each answer counts as a question, as elsewhere."""
    routes = APIRouter(prefix="/v1", route_class=route_class(limits, model_body), include_in_schema=False)

    one = {"id": MODEL, "object": "model", "created": 0, "owned_by": "lovp"}

    @routes.get("/models")
    def models() -> JSONResponse:
        return JSONResponse({"object": "list", "data": [one]})

    @routes.get("/models/{name}")
    def model(name: str) -> JSONResponse:
        _check_model(name)
        return JSONResponse(one)

    @routes.post("/chat/completions")
    def completions(chat: Chat) -> Response:
        _check_model(chat.model)
        if chat.n not in {None, 1}:
            raise UsageError(web_text_api.ONE_CHOICE)
        *before, question = _questions(chat)
        answer, told = operations.answer(service, question, before[-HISTORY_TURNS:])
        text = _text(answer, told)
        if chat.stream:
            return StreamingResponse(
                _events(text, told), media_type="text/event-stream", headers={"cache-control": "no-store"}
            )
        message = {"role": "assistant", "content": text}
        return JSONResponse(_frame("chat.completion", {"message": message, "finish_reason": "stop"}) | _lovp(told))

    return routes


def _check_model(name: str) -> None:
    if name != MODEL:
        raise NoModelError(web_text_api.NO_SUCH_MODEL.format(name=web_text_api.shown(name), known=MODEL))


def _questions(chat: Chat) -> list[str]:
    """What the user said, oldest first; the last is the question."""
    if not chat.messages or chat.messages[-1].role != "user":
        raise UsageError(web_text_api.NO_QUESTION)
    return [_said(message) for message in chat.messages if message.role == "user"]


def _said(message: Message) -> str:
    if isinstance(message.content, list):
        if any(part.type != "text" for part in message.content):
            raise UsageError(web_text_api.ONLY_TEXT)
        return "\n".join(part.text for part in message.content)
    return message.content or ""


def _text(answer: Answer, told: service_types.Answered) -> str:
    """An answer for people: the short answer, the text, and each source with its literal words and its link."""
    blocks = [answer.short, answer.text]
    for heading, citations, cited in (
        (web_text_api.SOURCES, answer.citations, told.citations),
        (render.NEAREST, answer.nearest, told.nearest),
    ):
        if citations:
            sources = [_source(one, other.url) for one, other in zip(citations, cited, strict=True)]
            blocks.append("\n".join([heading, *sources]))
    blocks += [answer.notice, answer.question.note]
    blocks.append(render.NOTICE if answer.composer == "extractive" else render.MODEL_NOTICE)
    return plain("\n\n".join(block for block in blocks if block))


def _source(citation: Citation, url: str | None) -> str:
    words = f"[{citation.n}] {plain_line(render.source(citation.passage))}: “{plain_line(citation.quote)}”"
    return f"{words} {url}" if url else words


def _frame(kind: str, choice: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{uuid4().hex}",
        "object": kind,
        "created": int(time.time()),
        "model": MODEL,
        "choices": [{"index": 0, "logprobs": None, **choice}],
        "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
    }


def _lovp(told: service_types.Answered) -> dict[str, Any]:
    return {"lovp": told.model_dump(mode="json")}


def _events(text: str, told: service_types.Answered) -> Iterator[str]:
    """The same as a stream of one piece: the answer is checked as a whole before any of it goes out."""
    first = _frame("chat.completion.chunk", {"delta": {"role": "assistant", "content": text}, "finish_reason": None})
    last = first | {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]} | _lovp(told)
    for chunk in (first, last):
        yield f"data: {json.dumps({**chunk, 'usage': None}, ensure_ascii=False)}\n\n"
    yield "data: [DONE]\n\n"
