"""Whatever is sent to the HTTP API: never a defect, never English, never the text of an exception."""

import json
from typing import Any
from urllib.parse import quote, urlencode

import httpx
from api_site import RECORD, refusal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

# hostile input

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=40),
    lambda one: st.lists(one, max_size=4) | st.dictionaries(st.text(max_size=12), one, max_size=4),
    max_leaves=12,
)
nearly = st.fixed_dictionaries(
    {},
    optional={
        "question": st.text(max_size=80) | anything,
        "history": st.lists(st.text(max_size=40) | anything, max_size=3) | anything,
        "scope": st.dictionaries(st.sampled_from(["since", "until", "topic", "speaker", "parts", "x"]), anything)
        | anything,
        "without": st.lists(st.sampled_from(["period", "speaker", "kind", "topic", "x"]), max_size=3) | anything,
        "messages": st.lists(
            st.fixed_dictionaries({"role": st.sampled_from(["user", "system"]) | anything, "content": anything}),
            max_size=3,
        ),
        "stream": st.booleans() | anything,
        "n": anything,
    },
)
hostile = settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])


def holds(reply: httpx.Response) -> None:
    """What holds of any reply to anything."""
    assert reply.status_code in {200, 400, 404, 405, 413, 415, 422}
    if reply.status_code != 200:
        refusal(reply)


@hostile
@given(body=anything | nearly, path=st.sampled_from(["/api/v1/ask", "/v1/chat/completions"]))
def test_no_body_breaks_it(api: httpx.Client, body: Any, path: str) -> None:
    holds(api.post(path, content=json.dumps(body), headers={"content-type": "application/json"}))


@hostile
@given(
    path=st.sampled_from(["search", "records", "ledger", "timeline", "compare", "gaps", f"records/{RECORD}/text"]),
    query=st.lists(
        st.tuples(
            st.sampled_from("q k since until topic kind status first second start end x".split()),
            st.text(max_size=30) | st.integers().map(str) | st.sampled_from(["2021", "taser", "besluit", "2019-10-28"]),
        ),
        max_size=4,
    ),
)
def test_no_query_breaks_it(api: httpx.Client, path: str, query: list[tuple[str, str]]) -> None:
    holds(api.get(f"/api/v1/{path}?{urlencode(query)}"))


@hostile
@given(record_id=st.text(min_size=1, max_size=40).filter(lambda text: text.strip("./") == text))
def test_no_id_breaks_it(api: httpx.Client, record_id: str) -> None:
    holds(api.get(f"/api/v1/records/{quote(record_id, safe='')}"))
