"""A model over real HTTP: what it says comes through as it comes, and whatever goes wrong is one kind of error, in time."""

import logging
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from scripted_model import NAME, Asked, Reply, ScriptedModel, in_turn, says, scripted_model

from assistant.model import MOST_CHARS, Failure, Message, ModelError, open_model, warm_up
from index.settings import SettingError, Settings, read_settings

ASK = [Message("system", "Antwoord kort."), Message("user", "Hoeveel boten komen er?")]
LATE = 3.0  # seconds in which a model with one second is left, on a busy machine too
KEY = "sk-geheim-0123456789"


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    warm_up()


def written(model: ScriptedModel, **more: object) -> list[str]:
    opened = open_model(model.settings(Path("/nergens"), **more))
    assert opened is not None
    return list(opened.write(ASK))


def failure(model: ScriptedModel, **more: object) -> ModelError:
    with pytest.raises(ModelError) as caught:
        written(model, **more)
    return caught.value


def test_without_an_address_there_is_no_model() -> None:
    assert open_model(Settings(model="iets")) is None


def test_an_address_without_a_name_is_a_mistake_in_the_settings() -> None:
    with pytest.raises(SettingError, match="LOVP_MODEL niet"):
        open_model(Settings(model_url="http://127.0.0.1:1/v1"))


def test_nothing_is_loaded_until_a_model_is_asked() -> None:
    code = (
        "import sys; from assistant.model import open_model; from index.settings import Settings; "
        "assert open_model(Settings(model_url='http://127.0.0.1:1/v1', model='x')); "
        "sys.exit(bool({'llama_index', 'openai', 'httpx'} & {name.partition('.')[0] for name in sys.modules}))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent.parent).returncode == 0


@pytest.mark.parametrize("dialect", ["openai", "ollama", "vllm"])
def test_what_a_model_writes_comes_in_pieces(dialect: str) -> None:
    with scripted_model(says("Er komen ", "12 boten", " [1].", dialect=dialect)) as model:
        assert written(model) == ["Er komen ", "12 boten", " [1]."]


@pytest.mark.parametrize("pieces", [("Er komen ", "12 boten [1]."), ()])
def test_a_model_that_cannot_stream_gives_its_answer_at_once(pieces: tuple[str, ...]) -> None:
    with scripted_model(says(*pieces)) as model:
        assert written(model, model_stream=False) == (["".join(pieces)] if pieces else [])
        assert not model.asked[0].body.get("stream")


def test_the_first_piece_is_there_before_the_last_is_written() -> None:
    with scripted_model(says("Eerst", " later", pause=0.5)) as model:
        opened = open_model(model.settings(Path("/nergens")))
        assert opened is not None
        pieces = opened.write(ASK)
        assert next(pieces) == "Eerst"
        start = time.monotonic()
        assert next(pieces) == " later"
        assert time.monotonic() - start > 0.3


def test_a_model_gets_the_messages_and_no_tools() -> None:
    with scripted_model("empty") as model:
        assert written(model) == []
    [asked] = model.asked
    assert asked.path == "/v1/chat/completions"
    assert asked.body["messages"] == [{"role": m.role, "content": m.text} for m in ASK]
    assert asked.body.keys() == {"model", "messages", "temperature", "max_tokens", "stream"}
    assert (asked.body["model"], asked.body["temperature"]) == (NAME, 0)


def test_only_our_own_key_is_sent_and_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-van-elders")
    monkeypatch.setenv("OPENAI_ORG_ID", "van-elders")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "x-extra: van-elders")
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with scripted_model("empty") as model:
        written(model)
        written(model, model_key=KEY)
    without, with_key = (asked.headers for asked in model.asked)
    assert "authorization" not in without
    assert with_key["authorization"] == f"Bearer {KEY}"
    assert without.keys() <= {"accept", "accept-encoding", "content-type", "content-length", "host"}


REFUSALS = {
    401: Failure.REFUSED,
    403: Failure.REFUSED,
    404: Failure.REFUSED,
    400: Failure.REFUSED,
    429: Failure.BUSY,
    500: Failure.BUSY,
    503: Failure.BUSY,
}


@pytest.mark.parametrize(("status", "expected"), REFUSALS.items())
def test_a_status_is_told_in_our_words_and_the_key_is_nowhere(
    status: int, expected: Failure, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), scripted_model(lambda _: Reply(status=status)) as model:
        error = failure(model, model_key=KEY)
    assert error.failure is expected
    assert len(model.asked) == (3 if expected is Failure.BUSY else 1)
    assert "geheim" not in f"{error!r} {caplog.text} {model.settings(Path('/n'), model_key=KEY)!r}"


def test_a_busy_model_is_tried_again() -> None:
    with scripted_model(in_turn(Reply(status=429), Reply(status=502), Reply(("Toch nog.",)))) as model:
        assert written(model) == ["Toch nog."]


def test_trying_again_has_an_end_too() -> None:
    with scripted_model(lambda _: Reply(status=503, wait=0.8)) as model:
        start = time.monotonic()
        failure(model, model_timeout=1)
        assert time.monotonic() - start < LATE


def said_or_failed(model: ScriptedModel, **more: object) -> list[str] | Failure:
    try:
        return written(model, **more)
    except ModelError as error:
        return error.failure


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("raw", [b"<html>Welkom</html>", b"{", b"data: {kapot\n\n", b'{"choices": []}', b"\xff\xfe"])
def test_garbage_is_no_answer(raw: bytes, stream: bool) -> None:
    with scripted_model(lambda _: Reply(raw=raw)) as model:
        assert said_or_failed(model, model_stream=stream) in ([], Failure.BROKEN)


def test_a_model_that_breaks_off_midway_is_an_error_and_is_not_asked_again() -> None:
    with scripted_model(says("Er komen ", "12 ", "boten.", drop_after=2, pause=0.05)) as model:
        error = failure(model)
    assert error.failure in {Failure.UNREACHABLE, Failure.BROKEN}
    assert len(model.asked) == 1


SLOW = {
    "never answers": Reply(("Laat.",), wait=60),
    "keeps the line busy": Reply(("Laat.",), comments=500),
    "drips": Reply(("a ",), pause=0.2, endless=True),
}


@pytest.mark.parametrize("reply", SLOW.values(), ids=SLOW)
def test_a_model_that_takes_too_long_is_left(reply: Reply) -> None:
    with scripted_model(lambda _: reply) as model:
        start = time.monotonic()
        assert failure(model, model_timeout=1).failure is Failure.SLOW
        assert time.monotonic() - start < LATE


def test_headers_that_drip_are_too_slow_as_well() -> None:
    over = threading.Event()

    def drip(server: socket.socket) -> None:
        line, _ = server.accept()
        with line, suppress(OSError):
            line.sendall(b"HTTP/1.1 200 OK\r\nX-Lang: ")
            while not over.wait(0.1):
                line.sendall(b"a")

    with socket.create_server(("127.0.0.1", 0)) as server:
        dripping = threading.Thread(target=drip, args=(server,))
        dripping.start()
        opened = open_model(
            Settings(model_url=f"http://127.0.0.1:{server.getsockname()[1]}/v1", model=NAME, model_timeout=1)
        )
        assert opened is not None
        start = time.monotonic()
        with pytest.raises(ModelError) as caught:
            list(opened.write(ASK))
        assert time.monotonic() - start < LATE
        over.set()
        dripping.join()
    assert caught.value.failure is Failure.SLOW


def test_endless_output_is_cut_off() -> None:
    with scripted_model(says("woord " * 50, endless=True)) as model:
        assert failure(model).failure is Failure.BROKEN


def test_a_line_without_an_end_does_not_fill_the_memory() -> None:
    with scripted_model(lambda _: Reply(raw=b"data: " + b"a" * 5_000_000)) as model:
        assert failure(model).failure is Failure.BROKEN


def test_an_answer_as_long_as_allowed_comes_through() -> None:
    with scripted_model(says("a" * MOST_CHARS)) as model:
        assert len("".join(written(model))) == MOST_CHARS


def test_nobody_listens_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    opened = open_model(Settings(model_url=f"http://127.0.0.1:{port}/v1", model=NAME))
    assert opened is not None
    with pytest.raises(ModelError) as caught:
        list(opened.write(ASK))
    assert caught.value.failure is Failure.UNREACHABLE


def test_a_redirect_is_not_followed_with_our_question() -> None:
    with scripted_model("obedient") as other:
        with scripted_model(lambda _: Reply(status=307, location=f"{other.url}/chat/completions")) as model:
            assert failure(model, model_key=KEY).failure is Failure.REFUSED
        assert other.asked == []


def test_who_stops_listening_lets_the_server_go() -> None:
    gone: list[Asked] = []
    with scripted_model(says("een ", endless=True, pause=0.01)) as model:
        opened = open_model(model.settings(Path("/nergens")))
        assert opened is not None
        pieces = opened.write(ASK)
        assert next(pieces) == "een "
        pieces.close()  # type: ignore[attr-defined]  # a generator, behind the protocol's iterator
        gone += model.asked
    assert len(gone) == 1


REFUSED = {
    "LOVP_MODEL_TIMEOUT": ("0", "601", "1.5", "snel"),
    "LOVP_MODEL_STREAM": ("soms",),
    "LOVP_MODEL_URL": ("ftp://a/v1", "a/v1", "http://ik:geheim@a/v1", "http://a/v1?key=geheim", "http://a:x/v1"),
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, row in REFUSED.items() for value in row])
def test_a_setting_that_cannot_be_is_refused_without_telling_a_secret(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=name) as caught:
        read_settings({name: value}, tmp_path)
    assert "geheim" not in str(caught.value)


def test_an_address_loses_its_closing_slash(tmp_path: Path) -> None:
    assert read_settings({"LOVP_MODEL_URL": "http://[::1]:8080/v1/"}, tmp_path).model_url == "http://[::1]:8080/v1"
