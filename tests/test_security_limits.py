"""How much may be asked at once is bounded at each entrance that no other test measures."""

import httpx
import pytest
from api_site import refusal

from assistant.ask import QUESTION_CHARS, ask
from index.errors import UsageError
from index.limits import LIMITS
from index.search import Index
from ui.web_api_route import MOST_BYTES


def test_a_question_of_more_than_its_length_is_refused(example_index: Index) -> None:
    assert QUESTION_CHARS == 2_000
    ask(example_index, "w" * QUESTION_CHARS)
    with pytest.raises(UsageError):
        ask(example_index, "w" * (QUESTION_CHARS + 1))


@pytest.mark.parametrize("path", ["/api/v1/ask", "/v1/chat/completions", "/mcp"])
def test_a_body_that_is_too_large_is_refused_by_every_program_address(api: httpx.Client, path: str) -> None:
    headers = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
    reply = api.post(path, content=b'"' + b"x" * MOST_BYTES + b'"', headers=headers)
    assert reply.status_code == 413
    if path != "/mcp":  # the refusal of that library is its own
        assert str(MOST_BYTES) in refusal(reply)


def test_what_a_file_may_ask_is_what_the_documents_say() -> None:
    assert (LIMITS.size >> 20, LIMITS.seconds, LIMITS.memory >> 30, LIMITS.pages) == (100, 60.0, 1, 2_000)
    assert (LIMITS.characters, LIMITS.unpacked >> 20, LIMITS.ratio, LIMITS.members, LIMITS.depth) == (
        5_000_000,
        300,
        200.0,
        2_000,
        3,
    )
