"""A language model that words an answer: any that speaks OpenAI's API, through LlamaIndex, within a bounded time and length.

It gets messages and gives text: no tools, no functions, nothing from the environment but our own settings. What goes wrong is a
`ModelError`, whatever the library calls it, and never carries the text of a server. LlamaIndex is loaded at the first
answer, because it takes seconds.
"""

import queue
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from index.settings import SettingError, Settings

if TYPE_CHECKING:
    from llama_index.core.base.llms.types import ChatMessage
    from llama_index.llms.openai_like import OpenAILike

    from assistant.model_connection import Connection

MOST_CHARS = 6_000  # of one answer; a good one has a tenth of it
_MOST_TOKENS = 900  # about as much Dutch as an answer may have
_MOST_BYTES = 2_000_000  # of one reply: each token of a stream is wrapped in some 300 bytes
_FIRST = 0.6  # the part of the time within which the first words must come
_TRIES = 3
_PAUSE = 0.4  # seconds before the second try; twice as long before the third
_ADDRESS = "Kijk of LOVP_MODEL_URL klopt en of het daar draait."
_NO_KEY = "geen"  # the library insists on one; the real key is added where the request leaves


@dataclass(frozen=True, slots=True)
class Message:
    """What is put to a model; `role` is "system" or "user"."""

    role: str
    text: str


class Failure(StrEnum):
    """What went wrong with a model; the value is what a reader of the answer is told."""

    SLOW = "Het taalmodel was te langzaam."
    UNREACHABLE = "Het taalmodel is niet bereikbaar."
    REFUSED = "Het taalmodel weigerde de vraag."
    BUSY = "Het taalmodel heeft het te druk."
    BROKEN = "Het taalmodel gaf geen bruikbaar antwoord."


class ModelError(Exception):
    """A model that didn't give an answer; the text is Dutch and tells who set it up what to do, `failure` tells readers."""

    def __init__(self, failure: Failure, advice: str) -> None:
        super().__init__(f"{failure.value} {advice}")
        self.failure = failure


class Model(Protocol):
    """Whatever words an answer."""

    @property
    def name(self) -> str:
        """What it is called in an answer: the composer is "llm:NAME"."""

    def write(self, messages: Sequence[Message]) -> Iterator[str]:
        """The answer in pieces as they come, none of them empty; nothing at all when it has nothing to say.

        Raises:
            ModelError: it can't be reached, refuses, is too slow, or breaks off.
        """


def open_model(settings: Settings) -> Model | None:
    """The model that is set, None when none is; nothing is loaded or asked yet.

    Raises:
        SettingError: an address without the name of a model.
    """
    if not settings.model_url:
        return None
    if not settings.model:
        raise SettingError(
            "LOVP_MODEL_URL is ingevuld, maar LOVP_MODEL niet: geef de naam van het taalmodel op dat adres."
        )
    return _OpenAICompatible(settings)


class _OpenAICompatible:
    """A model at an address that speaks OpenAI's chat completions."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def name(self) -> str:
        return self._settings.model

    def write(self, messages: Sequence[Message]) -> Iterator[str]:
        # In a thread of its own: a server that gives a byte now and then would hold up who waits for it past any time-out.
        from assistant.model_connection import Connection

        warm_up()
        start = monotonic()  # loading the library is not the model's time
        deadline = start + self._settings.model_timeout
        connection = Connection(self._settings.model_key, deadline, _MOST_BYTES)
        pieces: queue.SimpleQueue[str | ModelError | None] = queue.SimpleQueue()
        left = threading.Event()
        fill = (list(messages), connection, deadline, pieces, left)
        threading.Thread(target=self._fill, args=fill, name="taalmodel", daemon=True).start()
        length = 0
        try:
            while True:
                until = deadline if length else start + _FIRST * self._settings.model_timeout
                try:
                    piece = pieces.get(timeout=max(0.0, until - monotonic()))
                except queue.Empty:
                    raise ModelError(Failure.SLOW, "Meer tijd geeft LOVP_MODEL_TIMEOUT.") from None
                if piece is None:
                    return
                if isinstance(piece, ModelError):
                    raise piece
                length += len(piece)
                if length > MOST_CHARS:
                    raise ModelError(Failure.BROKEN, f"Het antwoord was langer dan {MOST_CHARS} tekens.")
                yield piece
        finally:
            left.set()
            connection.close()

    def _fill(
        self,
        messages: Sequence[Message],
        connection: "Connection",
        deadline: float,
        pieces: "queue.SimpleQueue[str | ModelError | None]",
        left: threading.Event,
    ) -> None:
        """Puts the pieces of the answer in the queue, and None or an error behind them; tries again as long as there are none."""
        for attempt in range(_TRIES):
            begun = False
            try:
                for piece in self._pieces(messages, connection):
                    if left.is_set():
                        return
                    begun = True
                    pieces.put(piece)
            except Exception as error:  # whatever a library raises is told in our words, and the thread ends well
                told = _translated(error, self._settings.model)
                pause = _PAUSE * 2**attempt
                again = told.failure in {Failure.BUSY, Failure.UNREACHABLE} and not begun and attempt + 1 < _TRIES
                if not again or monotonic() + pause > deadline:
                    pieces.put(told)
                    return
                if left.wait(pause):
                    return
            else:
                pieces.put(None)
                return

    def _pieces(self, messages: Sequence[Message], connection: "Connection") -> Iterator[str]:
        llm, asked = _library(self._settings, messages, connection)
        if self._settings.model_stream:
            for reply in llm.stream_chat(asked):
                if reply.delta:
                    yield reply.delta
        elif whole := llm.chat(asked).message.content:
            yield whole


def warm_up() -> None:
    """Loads the library, some seconds the first time; who keeps running does it before the first question."""
    import openai.resources.chat.completions  # noqa: F401 - loaded at the first use otherwise

    from assistant.model_connection import Connection

    _library(Settings(model_url="http://127.0.0.1/v1", model="-"), (), Connection("", 0.0, 0))


def _library(
    settings: Settings, messages: Sequence[Message], connection: "Connection"
) -> "tuple[OpenAILike, list[ChatMessage]]":
    """LlamaIndex's model and its messages; it tries once, for the bounds on time and tries are ours."""
    from llama_index.core.base.llms.types import ChatMessage, MessageRole
    from llama_index.llms.openai_like import OpenAILike

    from assistant.model_connection import client

    llm = OpenAILike(
        model=settings.model,
        api_base=settings.model_url,
        api_key=_NO_KEY,
        api_version="-",  # otherwise looked for in the environment; no request carries it
        is_chat_model=True,
        is_function_calling_model=False,
        temperature=0.0,
        max_tokens=_MOST_TOKENS,
        max_retries=0,
        timeout=float(settings.model_timeout),
        http_client=client(connection),  # type: ignore[call-arg]  # of its parent, which takes it
    )
    return llm, [ChatMessage(role=MessageRole(message.role), content=message.text) for message in messages]


def _translated(error: Exception, name: str) -> ModelError:
    """What the library raised, in our words; the words of the server stay behind: they may hold a key."""
    from openai import APIConnectionError, APIStatusError, APITimeoutError

    if isinstance(error, APIStatusError):
        return _of_status(error.status_code, name)
    causes = [error, error.__cause__, error.__context__]
    if isinstance(error, APITimeoutError) or any("Timeout" in type(cause).__name__ for cause in causes):
        if any(type(cause).__name__ == "ConnectTimeout" for cause in causes):
            return ModelError(Failure.UNREACHABLE, _ADDRESS)
        return ModelError(Failure.SLOW, "Meer tijd geeft LOVP_MODEL_TIMEOUT.")
    if any(type(cause).__name__ == "TooMuchError" for cause in causes):
        return ModelError(Failure.BROKEN, "Het antwoord was te lang.")
    if isinstance(error, APIConnectionError):
        return ModelError(Failure.UNREACHABLE, _ADDRESS)
    return ModelError(Failure.BROKEN, "Kijk of het adres in LOVP_MODEL_URL OpenAI's API spreekt.")


def _of_status(status: int, name: str) -> ModelError:
    if status in {401, 403}:
        return ModelError(Failure.REFUSED, "Kijk of de sleutel in LOVP_MODEL_KEY klopt.")
    if status == 404:
        return ModelError(
            Failure.REFUSED, f"Kijk of LOVP_MODEL_URL klopt en of daar een model ‘{name}’ is (LOVP_MODEL)."
        )
    if status == 429:
        return ModelError(Failure.BUSY, "Probeer het later nog eens.")
    if status >= 500:
        return ModelError(Failure.BUSY, f"Het gaf een storing (HTTP {status}).")
    if 300 <= status < 400:
        return ModelError(Failure.REFUSED, "Het verwijst naar een ander adres; zet dat zelf in LOVP_MODEL_URL.")
    return ModelError(Failure.REFUSED, f"De vraag past het niet (HTTP {status}).")
