"""The HTTP API over a real server: the answers of the command line, and a description that is true."""

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest
from api_site import DOCS, RECORD, TASER, post, told
from conftest import Lovp

# what it answers


def test_an_answer_has_a_link_to_each_quote(api: httpx.Client) -> None:
    reply = post(api, question=TASER)
    assert reply.status_code == 200
    assert reply.json()["citations"][0]["url"].startswith(f"https://lovp.example/verslag/{RECORD}#")


def test_the_api_has_the_json_of_the_command_line(
    api: httpx.Client, lovp: Lovp, examples_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOVP_HOME", str(examples_home))
    asked = {
        "question": "En in 2021?",
        "history": ["Wat is er gezegd over politiecapaciteit?"],
        "scope": {"until": "2022"},
    }
    assert told(post(api, **asked).json()) == told(lovp("ask", "--json", "-", given=json.dumps(asked)).json)
    for path, arguments in (
        ("search?q=taser&k=2&since=2019", ["search", "--json", "-k", "2", "--since", "2019", "taser"]),
        ("records", ["records", "--json"]),
        ("ledger?kind=besluit", ["ledger", "--kind", "besluit", "--json"]),
        ("timeline?topic=taser&until=2022", ["timeline", "taser", "--until", "2022", "--json"]),
        ("compare?first=2019-06-24&second=2019-10-28", ["compare", "2019-06-24", "2019-10-28", "--json"]),
        ("gaps", ["records", "--gaps", "--json"]),
    ):
        assert told(api.get(f"/api/v1/{path}").json()) == told(lovp(*arguments).json), path


def test_a_quote_can_be_read_back(api: httpx.Client) -> None:
    (cited,) = post(api, question=TASER).json()["citations"]
    window = {"start": cited["start"], "end": cited["end"]}
    assert api.get(f"/api/v1/records/{cited['record_id']}/text", params=window).json()["text"] == cited["quote"]
    assert api.get(f"/api/v1/records/{cited['record_id']}").json()["characters"] > cited["end"]


def test_the_scope_of_an_answer_can_be_given_back(api: httpx.Client) -> None:
    first = post(api, question="Wat is er in 2021 gezegd over capaciteit?").json()
    again = post(api, question="Wat is er gezegd over capaciteit?", scope=first["scope"])
    assert again.status_code == 200
    assert (again.json()["scope"]["since"], again.json()["scope"]["until"]) == ("2021-01-01", "2021-12-31")


def test_a_part_of_the_question_can_be_left_out(api: httpx.Client) -> None:
    narrow = post(api, question="Wat is er in 2021 gezegd over capaciteit?").json()
    wide = post(api, question="Wat is er in 2021 gezegd over capaciteit?", without=["period"]).json()
    assert (narrow["scope"]["since"], wide["scope"]["since"]) == ("2021-01-01", None)


# what describes it


def test_the_description_has_our_routes_and_no_others(api: httpx.Client) -> None:
    described = api.get("/api/openapi.json").json()
    assert sorted(described["paths"]) == [
        "/api/v1/ask",
        "/api/v1/compare",
        "/api/v1/gaps",
        "/api/v1/ledger",
        "/api/v1/records",
        "/api/v1/records/{record_id}",
        "/api/v1/records/{record_id}/text",
        "/api/v1/search",
        "/api/v1/timeline",
    ]
    names = {one["name"] for one in described["paths"]["/api/v1/search"]["get"]["parameters"]}
    assert names == {"q", "k", "since", "until", "topic"}
    assert described["components"]["securitySchemes"] == {"token": {"type": "http", "scheme": "bearer"}}
    assert described["security"] == [{"token": []}, {}]
    for path in described["paths"].values():
        for operation in path.values():
            assert {"401", "403", "405", "421", "429"} <= operation["responses"].keys()


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl on this machine")
@pytest.mark.parametrize("command", re.findall(r"^```\n(curl .*?)^```", DOCS, re.MULTILINE | re.DOTALL))
def test_every_curl_example_runs(api_url: str, command: str) -> None:
    words = shlex.split(command.replace("\\\n", " ").replace("http://127.0.0.1:7860", api_url))
    ran = subprocess.run([*words, "--silent", "--fail", "--noproxy", "*"], capture_output=True, timeout=30)
    assert ran.returncode == 0
    assert json.loads(ran.stdout)


def test_the_documentation_names_every_key_of_an_answer_and_every_route(api: httpx.Client) -> None:
    answer = post(api, question=TASER).json()
    assert [key for key in [*answer, *answer["citations"][0]] if f"`{key}`" not in DOCS] == []
    paths = api.get("/api/openapi.json").json()["paths"]
    assert [path for path in paths if path.replace("{record_id}", "ID") not in DOCS] == []
