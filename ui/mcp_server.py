"""The operations of `ui.service` as tools of the Model Context Protocol: they only read, and their errors are Dutch.

The library's own server does the protocol. What it says of wrong arguments is English and it passes over arguments it doesn't
know, so that calling a tool is ours.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any, Literal

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp.types import CallToolResult, InputRequiredResult, TextContent, ToolAnnotations
from pydantic import Field

from assistant.answer import PartKind
from index.ledger import Status
from ui import service as operations
from ui import service_records as reading
from ui import service_types as shapes
from ui import service_types_records as record_shapes
from ui import web_text_api as words
from ui.limits import Limits, TooManyError
from ui.metrics import Face, count_limited
from ui.service import LedgerKind, Service
from ui.service_refusal import ShapeError, asker, check_text, refused

VERSION = "1.0"
_MOST_TURNS = 200  # earlier questions in one call; the newest twenty count
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)

Question = Annotated[str, Field(description=words.QUESTION)]
History = Annotated[list[str] | None, Field(max_length=_MOST_TURNS, description=words.HISTORY)]
Since = Annotated[str | None, Field(max_length=60, description=words.SINCE)]
Until = Annotated[str | None, Field(max_length=60, description=words.UNTIL)]
Topic = Annotated[str | None, Field(max_length=200, description=words.TOPIC)]
Speaker = Annotated[str | None, Field(max_length=200, description=words.SPEAKER)]
Without = Annotated[list[PartKind] | None, Field(max_length=10, description=words.WITHOUT)]
Words = Annotated[str, Field(description=words.WORDS)]
Limit = Annotated[int, Field(ge=1, le=operations.MOST_HITS, description=words.LIMIT)]
RecordId = Annotated[str, Field(max_length=500, description=words.RECORD_ID)]
Start = Annotated[int, Field(ge=0, le=1_000_000_000, description=words.START)]
End = Annotated[int | None, Field(ge=0, le=1_000_000_000, description=words.END)]
Kind = Annotated[LedgerKind | None, Field(description=words.KIND)]
State = Annotated[Literal["open", "gedaan", "onbekend"] | None, Field(description=words.STATUS)]
Subject = Annotated[str, Field(max_length=200, description=words.SUBJECT)]
First = Annotated[str, Field(max_length=60, description=words.FIRST)]
Second = Annotated[str, Field(max_length=60, description=words.SECOND)]


class Server(MCPServer[Any]):
    """Holds the tools; calls them within the limits, and tells in Dutch what goes wrong."""

    def __init__(self, tools: list[Tool], limits: Limits | None) -> None:
        """Is not yet served; without limits for the one user of a process."""
        super().__init__(
            "lovp",
            title=words.NAME,
            description=words.ABOUT,
            instructions=words.INSTRUCTIONS,
            version=VERSION,
            tools=tools,
            log_level="ERROR",
            subscriptions=False,
        )
        self._known = {tool.name: tool for tool in tools}
        self._limits = limits

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Calls a tool; whatever goes wrong is a result with `is_error` and a Dutch text."""
        try:
            tool = self._known.get(name)
            if tool is None:
                raise ShapeError(words.NO_SUCH_TOOL.format(known=", ".join(self._known)))
            check_text(arguments)
            known = tool.parameters["properties"].keys()
            unknown = [argument for argument in arguments if argument not in known]
            if unknown:
                raise ShapeError(words.unknown(unknown[0], sorted(known)))
            if self._limits is None or context is None:
                return _told(await super().call_tool(name, arguments, context))
            request = context.request_context.request
            with self._limits.admitted(asker(request.scope if request is not None else {})):
                return _told(await super().call_tool(name, arguments, context))
        except ToolError as error:
            return _failed(error.__cause__ or error)
        except Exception as error:  # whatever it is, the caller gets Dutch
            if isinstance(error, TooManyError):
                count_limited(Face.MCP)
            return _failed(error)


def server(service: Service, limits: Limits | None = None) -> Server:
    """The tools over these records, ready to be served.

    Args:
        service: the records at hand.
        limits: counts the calls of each user, who must have passed the guard; None on stdio, where there is one user.
    """
    return Server([_tool(one) for one in _functions(replace(service, face=Face.MCP))], limits)


def _functions(service: Service) -> list[Callable[..., Any]]:
    """The tools as functions; their parameters are what a caller may give, and their result is what it gets."""

    def ask(
        question: Question,
        history: History = None,
        since: Since = None,
        until: Until = None,
        topic: Topic = None,
        speaker: Speaker = None,
        without: Without = None,
    ) -> shapes.Answered:
        scope = operations.bounds(since, until, topic, speaker)
        return operations.ask(service, question, history or (), scope=scope, without=without or ())

    def search(
        query: Words, limit: Limit = 5, since: Since = None, until: Until = None, topic: Topic = None
    ) -> list[shapes.Found]:
        return operations.search(service, query, limit, operations.bounds(since, until, topic))

    def list_records() -> list[record_shapes.Listed]:
        return reading.records(service)

    def read_record(record_id: RecordId, start: Start = 0, end: End = None) -> record_shapes.Text:
        return reading.text(service, record_id, start, end)

    def ledger(kind: Kind = None, status: State = None, since: Since = None, until: Until = None) -> list[shapes.Entry]:
        return operations.ledger(service, kind, status and Status(status), operations.bounds(since, until))

    def timeline(topic: Subject, since: Since = None, until: Until = None) -> shapes.Timeline:
        return operations.over_time(service, topic, operations.bounds(since, until))

    def compare(first: First, second: Second) -> shapes.Comparison:
        return operations.comparison(service, first, second)

    def gaps() -> list[record_shapes.Gap]:
        return reading.missing(service)

    return [ask, search, list_records, read_record, ledger, timeline, compare, gaps]


def _tool(function: Callable[..., Any]) -> Tool:
    title, about = words.TOOLS[function.__name__]
    tool = Tool.from_function(function, title=title, description=about, annotations=_READS, structured_output=True)
    tool.parameters = _bare(tool.parameters) | {"additionalProperties": False}
    tool.fn_metadata.output_schema = _bare(tool.fn_metadata.output_schema)
    return tool


def _bare(schema: Any, *, ours: bool = False) -> Any:
    """A schema without the names and descriptions that the library takes from our code, which are English; `ours`: a parameter."""
    if isinstance(schema, list):
        return [_bare(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    gone = {"title"} if ours else {"title", "description"}
    kept = {key: value for key, value in schema.items() if key not in gone or not isinstance(value, str)}
    properties = {name: _bare(one, ours=True) for name, one in kept.get("properties", {}).items()}
    rest = {key: _bare(value) for key, value in kept.items() if key != "properties"}
    return rest | ({"properties": properties} if "properties" in kept else {})


def _told(result: CallToolResult | InputRequiredResult) -> CallToolResult | InputRequiredResult:
    """The result, with a word for who reads only the text when nothing was found."""
    if isinstance(result, CallToolResult) and not result.content:
        return result.model_copy(update={"content": [TextContent(type="text", text=words.NOTHING_FOUND)]})
    return result


def _failed(error: BaseException) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=refused(error).message)], is_error=True)
