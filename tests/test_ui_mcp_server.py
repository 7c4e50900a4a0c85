"""The MCP server with the protocol's own client: over standard input and output, over HTTP, and beside the browser face."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from api_site import DOCS, RECORD, TASER, WITHHELD, Broken, api_site, served, told
from conftest import ROOT, Lovp
from hypothesis import given, settings
from hypothesis import strategies as st
from mcp import Client
from mcp.types import TextContent, Tool
from mcp_talk import call, said, started, talk

from index.search import Index
from ui import web_text_api
from ui.access import OPEN, PROXY, USERS, Access
from ui.limits import Limits
from ui.mcp_server import Server, server
from ui.service import Service
from ui.users import add_token, add_user
from ui.web_mcp import security

TOOLS = ["ask", "search", "list_records", "read_record", "ledger", "timeline", "compare", "gaps"]
MODES = ["auto", "legacy"]  # the protocol of 2026, and the one with a handshake before it


@pytest.fixture(scope="module")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder without users."""
    return tmp_path_factory.mktemp("mcp")


@pytest.fixture(scope="module")
def service(example_index: Index) -> Service:
    """The example records."""
    return Service(example_index, site="https://lovp.example")


@pytest.fixture(scope="module")
def tools(service: Service) -> Server:
    """The tools, not served."""
    return server(service)


@pytest.fixture(scope="module")
def site(examples_home: Path, nobody: Path) -> Iterator[str]:
    """The API and /mcp with a page of Gradio on every path that is left, as in the browser face."""
    with started(str(ROOT / "tests" / "api_site.py"), str(examples_home), str(nobody)) as said:
        yield said


# over HTTP, beside the browser face


@pytest.mark.parametrize("mode", MODES)
def test_a_tool_gives_the_json_of_the_command_line_and_of_the_api(site: str, filled: Lovp, mode: str) -> None:
    result = call(f"{site}/mcp", "ask", mode, question=TASER)
    api = httpx.post(f"{site}/api/v1/ask", json={"question": TASER}, trust_env=False).json()
    assert told(result.structured_content) == told(api) == told(filled("ask", "--json", TASER).json)
    assert result.structured_content is not None
    assert result.structured_content["citations"] == api["citations"]
    (text,) = result.content
    assert isinstance(text, TextContent)
    assert json.loads(text.text) == result.structured_content


def test_the_page_is_still_there_beside_it(site: str) -> None:
    assert "gradio" in httpx.get(site, trust_env=False).text
    assert httpx.get(f"{site}/api/nergens", trust_env=False).json() == {"error": web_text_api.NO_SUCH_ADDRESS}


def test_the_other_tools_give_what_the_command_line_gives(site: str, filled: Lovp) -> None:
    async def say(client: Client) -> dict[str, Any]:
        calls: dict[str, dict[str, Any]] = {
            "search": {"query": "taser", "limit": 2, "since": "2019"},
            "list_records": {},
            "ledger": {"kind": "besluit", "since": "2020"},
            "timeline": {"topic": "taser"},
            "compare": {"first": "2019-06-24", "second": "2019-10-28"},
            "gaps": {},
            "read_record": {"record_id": RECORD, "start": 10, "end": 60},
        }
        return {name: (await client.call_tool(name, given)).structured_content for name, given in calls.items()}

    found = talk(f"{site}/mcp", say)
    for name, arguments in (
        ("search", ["search", "-k", "2", "--since", "2019", "--json", "taser"]),
        ("list_records", ["records", "--json"]),
        ("ledger", ["ledger", "--kind", "besluit", "--since", "2020", "--json"]),
        ("gaps", ["records", "--gaps", "--json"]),
    ):
        assert told(found[name]["result"]) == told(filled(*arguments).json), name
    assert told(found["timeline"]) == told(filled("timeline", "taser", "--json").json)
    assert told(found["compare"]) == told(filled("compare", "2019-06-24", "2019-10-28", "--json").json)
    assert found["read_record"]["text"] == filled("records", "show", RECORD, "--text").out[10:60]


def test_a_client_sees_dutch_tools_that_only_read(site: str) -> None:
    async def say(client: Client) -> tuple[list[Tool], str | None]:
        return (await client.list_tools()).tools, client.instructions

    tools, instructions = talk(f"{site}/mcp", say)
    assert [tool.name for tool in tools] == TOOLS
    assert instructions == web_text_api.INSTRUCTIONS
    for tool in tools:
        assert (tool.title, tool.description) == web_text_api.TOOLS[tool.name]
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint is True
        assert tool.annotations.open_world_hint is False
        assert tool.input_schema["additionalProperties"] is False
        assert all(one["description"][0].isupper() for one in tool.input_schema["properties"].values())
        assert tool.output_schema is not None
        assert not re.search(r'"(?:title|description)": "', json.dumps(tool.output_schema))
        (row,) = re.findall(rf"^\| `{tool.name}` \| (.*?) ?\|$", DOCS, re.MULTILINE)
        assert re.findall(r"`(\w+)`", row) == list(tool.input_schema["properties"])


def protocol_error(code: int, message: str, number: int | None = None) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": message}}


RPC = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
CALL = '{"jsonrpc": "2.0", "id": 7, "method": "%s", "params": %s}'


@pytest.mark.parametrize(
    ("content", "headers", "status", "code", "said", "number"),
    [
        ("{", RPC, 400, -32700, web_text_api.NO_JSON, None),
        ("[1, 2]", RPC, 400, -32602, web_text_api.NO_RPC, None),
        ('{"id": 7, "method": "x"}', RPC, 400, -32602, web_text_api.NO_RPC, None),
        (CALL % ("nergens/x", "{}"), RPC, 200, -32601, web_text_api.NO_RPC_METHOD, 7),
        (CALL % ("tools/call", "{}"), RPC, 200, -32602, web_text_api.WRONG_RPC_VALUES, 7),
        ("{}", RPC | {"accept": "text/html"}, 406, -32600, web_text_api.NOT_ACCEPTABLE, None),
        ("{}", RPC | {"content-type": "text/plain"}, 400, -32600, web_text_api.NOT_JSON, None),
    ],
)
def test_what_is_wrong_in_the_protocol_is_told_in_dutch_with_its_code(
    site: str, content: str, headers: dict[str, str], status: int, code: int, said: str, number: int | None
) -> None:
    reply = httpx.post(f"{site}/mcp", content=content, headers=headers, trust_env=False)
    assert (reply.status_code, reply.json()) == (status, protocol_error(code, said, number))


def test_nothing_but_a_post_from_a_page_of_ours_is_heard(site: str, nobody: Path) -> None:
    with httpx.Client(base_url=site, trust_env=False) as client:
        for method in ("GET", "DELETE", "PUT"):
            reply = client.request(method, "/mcp")
            assert (reply.status_code, reply.json()) == (405, protocol_error(-32600, "Dit adres kent alleen: POST."))
            assert reply.headers["allow"] == "POST"
        assert client.post("/mcp", json={}, headers={"host": "evil.example"}).status_code == 421
        assert client.post("/mcp", json={}, headers={"origin": "http://evil.example"}).status_code == 403
        assert (
            client.post("/mcp", content=b" " * 70_000, headers={"content-type": "application/json"}).status_code == 413
        )


def test_the_library_s_own_door_lets_in_who_the_guard_lets_in() -> None:
    here = security(Access(OPEN))
    assert here.enable_dns_rebinding_protection
    assert "127.0.0.1:*" in here.allowed_hosts
    public = security(Access(PROXY, public_url="https://lovp.example:8443", proxy_header="x-user"))
    assert public.enable_dns_rebinding_protection
    assert "lovp.example:8443" in public.allowed_hosts
    assert "https://lovp.example:8443" in public.allowed_origins
    assert not any("evil" in host or host in {"*", ""} for host in public.allowed_hosts)
    assert not security(Access(USERS)).enable_dns_rebinding_protection  # any name may lead here; the guard decides


def test_where_there_are_users_a_token_lets_in_and_a_browser_without_one_is_kept_out(
    service: Service, tmp_path: Path
) -> None:
    add_user(tmp_path, "An", "een heel lang wachtwoord")
    token = add_token(tmp_path, "An")
    ping = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    headers = {"accept": "application/json, text/event-stream"}
    with (
        served(api_site(service, tmp_path)) as url,
        httpx.Client(base_url=url, trust_env=False, headers=headers) as one,
    ):
        assert one.post("/mcp", json=ping).status_code == 401
        reply = one.post("/mcp", json=ping, headers={"authorization": f"Bearer {token}"})
        assert [tool["name"] for tool in reply.json()["result"]["tools"]] == TOOLS


def test_calls_are_counted_with_the_questions_of_the_same_user(service: Service, nobody: Path) -> None:
    with served(api_site(service, nobody, Limits(2, 10))) as url:
        assert httpx.get(f"{url}/api/v1/gaps", trust_env=False).status_code == 200
        assert not call(f"{url}/mcp", "gaps").is_error
        assert "Wacht" in said(call(f"{url}/mcp", "gaps")) or "seconde" in said(call(f"{url}/mcp", "gaps"))
        assert httpx.get(f"{url}/api/v1/gaps", trust_env=False).status_code == 429


# what is refused; in this process


@pytest.mark.parametrize(
    ("name", "arguments", "told_of"),
    [
        ("ask", {}, "‘question’ ontbreekt."),
        ("ask", {"question": " "}, "Stel een vraag"),
        ("ask", {"question": "x" * 2001}, "hoogstens 2000"),
        ("ask", {"question": "taser", "period": "2021"}, "‘period’ is hier onbekend. Bekend zijn: history, question"),
        ("ask", {"question": "taser", "since": "nooit"}, "‘nooit’ is geen datum"),
        ("ask", {"question": "taser", "without": ["alles"]}, "‘without.0’ kent deze waarde niet."),
        ("ask", {"question": 5}, "‘question’ moet een tekst zijn."),
        ("ask", {"question": "taser \ud800"}, web_text_api.NO_JSON),
        ("search", {"query": "taser", "limit": 51}, "‘limit’ mag hoogstens 50 zijn."),
        ("search", {"query": ""}, "Geef woorden"),
        ("read_record", {"record_id": "nooit"}, "Er is geen verslag met id ‘nooit’."),
        ("read_record", {"record_id": RECORD, "start": 0, "end": 20_001}, "hoogstens 20000 tekens"),
        ("ledger", {"kind": "afronding"}, "Kies uit: 'besluit', 'toezegging' of 'aankondiging'."),
        ("timeline", {"topic": " "}, "Noem een onderwerp"),
        ("compare", {"first": "zomaar", "second": "2019-10-28"}, "‘zomaar’ is geen datum."),
        ("list_records", {"year": 2021}, "‘year’ is hier onbekend. Hier hoort niets bij."),
        ("remove_record", {"record_id": RECORD}, "Dit gereedschap bestaat niet. Er is: ask, search"),
    ],
)
def test_a_call_that_cannot_be_used_is_refused_in_dutch(
    tools: Server, name: str, arguments: dict[str, Any], told_of: str
) -> None:
    assert told_of in said(call(tools, name, **arguments))


def test_a_search_that_finds_nothing_says_so_to_who_reads_only_the_text(tools: Server) -> None:
    result = call(tools, "search", query="zzzzzz", since="2030")
    assert result.structured_content == {"result": []}
    assert result.content == [TextContent(type="text", text=web_text_api.NOTHING_FOUND)]


def test_what_goes_wrong_here_is_told_without_its_text(example_index: Index, caplog: pytest.LogCaptureFixture) -> None:
    result = call(server(Service(example_index, Broken())), "ask", question=TASER)
    assert said(result) == web_text_api.SORRY
    assert WITHHELD in caplog.text


def test_without_the_guard_nothing_is_answered(service: Service) -> None:
    assert said(call(server(service, Limits(10, 10)), "gaps")) == web_text_api.SORRY


@settings(max_examples=30)
@given(
    calls=st.lists(
        st.tuples(
            st.sampled_from(TOOLS),
            st.dictionaries(
                st.sampled_from(
                    "question history since until topic speaker without query limit record_id start end x".split()
                ),
                st.none()
                | st.booleans()
                | st.integers()
                | st.text(max_size=30)
                | st.lists(st.text(max_size=9), max_size=3),
                max_size=4,
            ),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_no_arguments_break_it(tools: Server, calls: list[tuple[str, dict[str, Any]]]) -> None:
    async def say(client: Client) -> list[Any]:
        return [await client.call_tool(name, given) for name, given in calls]

    for result in talk(tools, say):
        if result.is_error:
            assert said(result) != web_text_api.SORRY
