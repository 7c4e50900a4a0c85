"""What the HTTP API refuses: each request that it can't use or may not answer, in Dutch, and nothing ignored silently."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from api_site import RECORD, TASER, WITHHELD, Broken, api_site, post, refusal, served

from index.embedding import BUILT_IN, open_encoder
from index.search import Index
from ui import web_text_api
from ui.limits import Limits
from ui.service import Service
from ui.users import add_token, add_user
from ui.web_api_route import MOST_BYTES

# what it refuses


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("search", 400, "‘q’ ontbreekt."),
        ("search?q=taser&speaker=minister", 400, "‘speaker’ is hier onbekend. Bekend zijn: k, q, since, topic, until."),
        ("search?q=taser&k=1&k=2", 400, "‘k’ staat er meer dan één keer."),
        ("search?q=taser&k=0", 400, "‘k’ moet minstens 1 zijn."),
        ("search?q=taser&k=51", 400, "‘k’ mag hoogstens 50 zijn."),
        ("search?q=taser&k=veel", 400, "‘k’ moet een geheel getal zijn."),
        ("search?q=taser&since=nooit", 422, "‘nooit’ is geen datum"),
        ("search?q=taser&since=2022&until=2021", 422, ""),
        ("search?q=" + "x" * 2001, 422, "hoogstens 2000"),
        ("search?q=taser&topic=" + "x" * 201, 400, "‘topic’ is te lang: hoogstens 200 tekens."),
        ("records?kind=minutes", 400, "‘kind’ is hier onbekend. Hier hoort niets bij."),
        ("records/nooit", 404, "Er is geen verslag met id ‘nooit’."),
        ("records/nooit/text", 404, "Er is geen verslag met id ‘nooit’."),
        (f"records/{RECORD}?full=1", 400, "‘full’ is hier onbekend."),
        (f"records/{RECORD}/text?start=0&end=20001", 422, "hoogstens 20000 tekens"),
        (f"records/{RECORD}/text?start=-1", 400, "‘start’ moet minstens 0 zijn."),
        (f"records/{RECORD}/text?start=9&end=3", 422, "Draai start en end om."),
        (
            "ledger?kind=afronding",
            400,
            "‘kind’ kent deze waarde niet. Kies uit: 'besluit', 'toezegging' of 'aankondiging'.",
        ),
        ("ledger?status=klaar", 400, "‘status’ kent deze waarde niet. Kies uit: 'open', 'gedaan' of 'onbekend'."),
        ("timeline", 400, "‘topic’ ontbreekt."),
        ("timeline?topic=%20", 422, "Noem een onderwerp"),
        ("compare?first=2019-10-28", 400, "‘second’ ontbreekt."),
        ("compare?first=zomaar&second=2019-10-28", 422, "‘zomaar’ is geen datum."),
        ("nergens", 404, "Dit adres bestaat niet."),
        ("ask", 405, "Dit adres kent alleen: POST."),
    ],
)
def test_a_request_that_cannot_be_used_is_refused_in_dutch(
    api: httpx.Client, path: str, status: int, said: str
) -> None:
    reply = api.get(f"/api/v1/{path}")
    assert reply.status_code == status
    assert said in refusal(reply)


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({}, 400, "‘question’ ontbreekt."),
        ([], 400, "het verzoek"),
        ({"question": 3}, 400, "‘question’ moet een tekst zijn."),
        ({"question": "taser", "since": "2021"}, 400, "‘since’ is hier onbekend."),
        ({"question": "taser", "scope": {"from": "2021"}}, 400, "‘scope.from’ is hier onbekend."),
        ({"question": "taser", "scope": []}, 400, "‘scope’ moet een JSON-object zijn."),
        ({"question": "taser", "history": "eerder"}, 400, "‘history’ moet een lijst zijn."),
        ({"question": "taser", "history": ["x"] * 201}, 400, "‘history’ heeft te veel onderdelen: hoogstens 200."),
        ({"question": "taser", "without": ["alles"]}, 400, "‘without.0’ kent deze waarde niet."),
        ({"question": " "}, 422, "Stel een vraag"),
        ({"question": "x" * 2001}, 422, "hoogstens 2000"),
        ({"question": "taser", "scope": {"since": "nooit"}}, 422, "‘nooit’ is geen datum"),
        ({"question": "taser", "scope": {"speaker": "walvis"}}, 422, "walvis"),
    ],
)
def test_a_question_that_cannot_be_used_is_refused_in_dutch(
    api: httpx.Client, body: Any, status: int, said: str
) -> None:
    reply = api.post("/api/v1/ask", json=body)
    assert reply.status_code == status
    assert said in refusal(reply)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe", b"[" * 30_000, b'{"question": ' + b"9" * 5_000 + b"}", b'{"question": "taser \\ud800"}'],
)
def test_a_body_that_is_no_json_is_refused_in_dutch(api: httpx.Client, body: bytes) -> None:
    reply = api.post("/api/v1/ask", content=body, headers={"content-type": "application/json"})
    assert reply.status_code == 400
    refusal(reply)


def test_a_body_of_another_kind_is_refused_so_that_no_form_of_another_site_can_ask(api: httpx.Client) -> None:
    reply = api.post("/api/v1/ask", content=b'{"question": "taser"}', headers={"content-type": "text/plain"})
    assert (reply.status_code, refusal(reply)) == (415, web_text_api.NOT_JSON)
    assert api.post("/api/v1/ask?since=2021", json={"question": "taser"}).status_code == 400


def test_a_body_that_is_too_large_is_refused_also_when_it_does_not_say_so(api: httpx.Client) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(20):
            yield b" " * 8_192

    for content in (b" " * (MOST_BYTES + 1), pieces()):
        reply = api.post("/api/v1/ask", content=content, headers={"content-type": "application/json"})
        assert reply.status_code == 413
        assert "te groot" in refusal(reply)


def test_the_largest_conversation_still_fits(api: httpx.Client) -> None:
    reply = post(api, question="é" * 1_000 + "?", history=["Wat is er gezegd over de taser? " + "é" * 450] * 20)
    assert reply.status_code == 200


def test_a_method_that_an_address_does_not_know_is_told_with_what_it_knows(api: httpx.Client) -> None:
    reply = api.delete(f"/api/v1/records/{RECORD}")
    assert (reply.status_code, reply.headers["allow"]) == (405, "GET, HEAD")
    assert refusal(reply) == "Dit adres kent alleen: GET, HEAD."
    assert api.get("/v1/nergens").status_code == 404


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b'{"question": "taser", "question": "drones"}', "question"),
        (b'{"question": "taser", "scope": {"since": "2019", "since": "2021"}}', "since"),
        (b'{"question": "taser", "qu\\u0065stion": "drones"}', "question"),
    ],
)
def test_a_key_that_is_there_twice_is_refused_as_one_of_them_would_be_ignored(
    api: httpx.Client, body: bytes, name: str
) -> None:
    reply = api.post("/api/v1/ask", content=body, headers={"content-type": "application/json"})
    assert (reply.status_code, refusal(reply)) == (400, f"‘{name}’ staat er meer dan één keer.")


# who may ask, and how much


def test_a_name_that_leads_here_by_force_or_another_site_gets_nothing(api: httpx.Client) -> None:
    assert api.get("/api/v1/gaps", headers={"host": "evil.example"}).status_code == 421
    assert api.get("/api/v1/gaps", headers={"origin": "https://evil.example"}).status_code == 403


def test_where_there_are_users_only_a_token_lets_in(example_index: Index, tmp_path: Path) -> None:
    add_user(tmp_path, "An", "een heel lang wachtwoord")
    token = add_token(tmp_path, "An")
    with served(api_site(Service(example_index), tmp_path)) as url, httpx.Client(base_url=url, trust_env=False) as api:
        for path in ("/api/v1/records", "/api/openapi.json", "/v1/models", "/api/x"):
            assert api.get(path).status_code == 401
            assert isinstance(api.get(path).json()["error"], dict) == path.startswith("/v1")
            assert api.get(path, headers={"authorization": f"Bearer {token}x"}).status_code == 401
            assert api.get(path, headers={"authorization": f"Bearer {token}"}).status_code in {200, 404}


def test_too_many_questions_are_refused_with_when_to_ask_again(example_index: Index, nobody: Path) -> None:
    site = api_site(Service(example_index), nobody, Limits(2, 10))
    with served(site) as url, httpx.Client(base_url=url, trust_env=False) as api:
        assert [api.get("/api/v1/records").status_code for _ in range(3)] == [200, 200, 429]
        reply = post(api, question=TASER)
        assert reply.status_code == 429
        assert 1 <= int(reply.headers["retry-after"]) <= 60
        refusal(reply)
        told = api.get("/v1/models")
        assert (told.status_code, told.json()["error"]["type"]) == (429, "rate_limit_error")
        assert told.json()["error"]["code"] == "rate_limit_exceeded"


def test_what_goes_wrong_here_is_told_without_its_text(
    example_index: Index, nobody: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        served(api_site(Service(example_index, Broken()), nobody)) as url,
        httpx.Client(base_url=url, trust_env=False) as api,
    ):
        reply = post(api, question=TASER)
        chat = api.post("/v1/chat/completions", json={"messages": [{"role": "user", "content": TASER}]})
    assert (reply.status_code, refusal(reply)) == (500, web_text_api.SORRY)
    assert (chat.status_code, refusal(chat)) == (500, web_text_api.SORRY)
    assert WITHHELD in caplog.text


def test_an_index_that_cannot_be_used_is_told_without_where_it_is(
    examples_home: Path, nobody: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(examples_home, tmp_path / "home"))
    with Index(copy, open_encoder(BUILT_IN)) as index:
        (copy / "lovp.sqlite3").write_bytes(b"geen database" * 1_000)
        for beside in copy.glob("lovp.sqlite3-*"):
            beside.unlink()
        with served(api_site(Service(index), nobody)) as url, httpx.Client(base_url=url, trust_env=False) as api:
            reply = api.get("/api/v1/records")
    assert reply.status_code in {500, 503}
    assert refusal(reply) in {web_text_api.SORRY, web_text_api.UNAVAILABLE}
