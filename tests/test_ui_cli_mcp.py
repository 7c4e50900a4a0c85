"""`lovp mcp`: over standard input and output, where nothing but the protocol is written, and over HTTP."""

import json
import subprocess
import sys
from pathlib import Path

import httpx
from api_site import TASER, told
from conftest import ROOT, Lovp
from mcp.client.stdio import StdioServerParameters
from mcp_talk import call, environment, started

from ui import web_text_api

# on standard input and output


def stdio(home: Path) -> StdioServerParameters:
    return StdioServerParameters(
        command=sys.executable,
        args=["-m", "ui.cli", "mcp"],
        env={"LOVP_HOME": str(home), "PYTHONPATH": str(ROOT)},
        cwd=str(home),
    )


def test_a_client_that_starts_the_server_itself_gets_the_answer_of_the_command_line(
    examples_home: Path, filled: Lovp
) -> None:
    result = call(stdio(examples_home), "ask", question=TASER)
    assert told(result.structured_content) == told(filled("ask", "--json", TASER).json)
    assert result.structured_content is not None
    assert all((one["url"] or "").startswith("https://") for one in result.structured_content["citations"])


def test_nothing_but_the_protocol_goes_to_standard_output(examples_home: Path) -> None:
    lines = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
            "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "gaps", "arguments": {}}},
        {"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {"name": "weg", "arguments": {}}},
    ]  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "-m", "ui.cli", "mcp"],
        input="".join(json.dumps(line) + "\n" for line in lines) + "geen json\n",
        capture_output=True,
        text=True,
        timeout=120,
        env=environment(examples_home),
    )
    replies = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.returncode == 0
    assert {reply["jsonrpc"] for reply in replies} == {"2.0"}
    assert any(reply.get("id") == 1 and "result" in reply for reply in replies)
    assert "Traceback" not in ran.stderr


def test_without_an_index_it_says_what_to_do_and_stops(lovp: Lovp) -> None:
    found = lovp("mcp")
    assert (found.code, found.out) == (1, "")
    assert "lovp index" in found.err


# the command


def test_an_address_that_others_can_reach_is_refused_until_access_is_set_up(filled: Lovp) -> None:
    found = filled("mcp", "--http", "--host", "0.0.0.0", "--port", "0")  # noqa: S104  # it is refused
    assert (found.code, found.out) == (1, "")
    assert "lovp user add" in found.err


def test_an_address_belongs_to_http(lovp: Lovp) -> None:
    for option in (["--port", "7861"], ["--host", "127.0.0.1"]):
        found = lovp("mcp", *option)
        assert (found.code, found.out, found.err.strip()) == (2, "", web_text_api.ONLY_WITH_HTTP)


def test_the_command_serves_over_http_until_it_is_ended(examples_home: Path) -> None:
    with started("-m", "ui.cli", "mcp", "--http", "--port", "0", home=examples_home) as url:
        assert url.endswith("/mcp")
        assert not call(url, "list_records").is_error
        elsewhere = httpx.get(url.removesuffix("/mcp"), trust_env=False)
        assert (elsewhere.status_code, elsewhere.json()) == (404, {"error": web_text_api.ONLY_MCP})
        for reply in (elsewhere, httpx.get(url, trust_env=False), httpx.post(url, json={}, trust_env=False)):
            assert reply.headers["x-content-type-options"] == "nosniff"
            assert "default-src 'none'" in reply.headers["content-security-policy"]
