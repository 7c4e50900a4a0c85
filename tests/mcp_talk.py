"""Conversations with an MCP server, by the protocol's own client, and servers that run in a process of their own."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from api_site import ENGLISH, OURS
from conftest import ROOT
from mcp import Client
from mcp.types import CallToolResult, TextContent


@contextmanager
def started(*arguments: str, home: Path | None = None) -> Iterator[str]:
    """A server in a process of its own; the address that it says it has."""
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE, text=True, env=environment(home))
    assert process.stdout is not None
    try:
        found = re.search(
            r"http://127\.0\.0\.1:\d+[/\w]*", process.stdout.readline()
        )  # waits until it is ready, or has ended
        assert found is not None
        yield found[0]
    finally:
        process.terminate()
        process.wait(15)
        process.stdout.close()


def environment(home: Path | None = None) -> dict[str, str]:
    """That of this process, with the settings of the test in place of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LOVP_")}
    return kept | {"PYTHONPATH": str(ROOT)} | ({"LOVP_HOME": str(home)} if home else {})


def talk(to: Any, say: Callable[[Client], Awaitable[Any]], mode: str = "auto") -> Any:
    """What a conversation with a server comes to."""

    async def run() -> Any:
        async with Client(to, mode=mode) as client:
            return await say(client)

    return asyncio.run(run())


def call(to: Any, name: str, mode: str = "auto", **arguments: Any) -> CallToolResult:
    async def say(client: Client) -> Any:
        return await client.call_tool(name, arguments)

    found = talk(to, say, mode)
    assert isinstance(found, CallToolResult)
    return found


def said(result: CallToolResult) -> str:
    """The text of a refusal, which is Dutch."""
    assert result.is_error
    (only,) = result.content
    assert isinstance(only, TextContent)
    assert ENGLISH.findall(OURS.sub("", only.text)) == []
    return only.text
