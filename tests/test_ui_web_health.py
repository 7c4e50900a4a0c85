"""`/healthz` says truthfully, cheaply and to anyone whether a question can be answered, and nothing else."""

import asyncio
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from api_site import served
from fastapi import FastAPI
from guarded import GOOD

from index.embedding import BUILT_IN, open_encoder
from index.search import Index
from index.settings import Settings
from ui import health_probe, users
from ui import web_text_operation as text
from ui.access import access_for
from ui.service import Service
from ui.sessions import Sessions
from ui.users import Users, add_user
from ui.web_access import Guard
from ui.web_health import Health, add_health
from ui.web_mcp import mcp_site


class Broken:
    """Something beside the index that goes wrong when told to."""

    said: str | None = None
    looks = 0

    def __call__(self) -> str | None:
        self.looks += 1
        return self.said


@pytest.fixture
def own_index(examples_home: Path, tmp_path: Path) -> Iterator[Index]:
    """An index that may be broken."""
    folder = Path(shutil.copytree(examples_home, tmp_path / "own"))
    with Index(folder, open_encoder(BUILT_IN)) as index:
        yield index


def site(health: Health, settings: Settings, host: str = "127.0.0.1") -> FastAPI:
    made = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    access = access_for(settings, host)
    made.add_middleware(Guard, access=access, users=Users(settings.home), sessions=Sessions())
    add_health(made, health)
    return made


def get(made: FastAPI, host: str, method: str = "GET", **headers: str) -> httpx.Response:
    async def sent() -> httpx.Response:
        transport = httpx.ASGITransport(made, client=("172.17.0.1", 50000))
        async with httpx.AsyncClient(transport=transport) as client:
            return await client.request(method, f"http://{host}/healthz", headers=headers)

    return asyncio.run(sent())


def test_a_server_in_order_says_so_and_nothing_more(example_index: Index, tmp_path: Path) -> None:
    reply = get(site(Health(example_index), Settings(home=tmp_path)), "127.0.0.1:7860")
    assert (reply.status_code, reply.json()) == (200, {"ready": True, "status": "in orde"})
    assert reply.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost:7860", "[::1]:7860"])
def test_where_nobody_signs_in_this_computer_may_ask(example_index: Index, tmp_path: Path, host: str) -> None:
    made = site(Health(example_index), Settings(home=tmp_path))
    assert get(made, host).status_code == 200
    assert get(made, host, "HEAD").status_code == 200
    assert get(made, host, "POST").status_code == 405


def test_where_nobody_signs_in_a_name_that_was_made_to_lead_here_may_not(example_index: Index, tmp_path: Path) -> None:
    assert get(site(Health(example_index), Settings(home=tmp_path)), "kwaad.voorbeeld.nl").status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "172.17.0.2:7860", "web:7860", "lovp.voorbeeld.nl"])
@pytest.mark.parametrize("way", ["users", "proxy"])
def test_a_container_may_be_asked_by_whatever_name_without_signing_in(
    example_index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, way: str
) -> None:
    monkeypatch.setattr(users, "_N", 2**5)
    settings = Settings(home=tmp_path, public_url="https://lovp.voorbeeld.nl")
    if way == "users":
        add_user(tmp_path, "Jan", GOOD)
    else:
        settings = Settings(home=tmp_path, public_url="https://lovp.voorbeeld.nl", proxy_header="X-Forwarded-User")
    made = site(Health(example_index), settings, "0.0.0.0")  # noqa: S104  # nothing listens
    assert get(made, host).status_code == 200
    assert get(made, host, origin="https://kwaad.voorbeeld.nl").status_code == 403


def test_the_guard_of_users_that_cannot_be_read_is_no_good_health(example_index: Index, tmp_path: Path) -> None:
    made = site(Health(example_index), Settings(home=tmp_path))
    (tmp_path / "users.json").write_text("geen json")
    assert get(made, "127.0.0.1:7860").status_code == 503


def test_an_index_that_is_gone_is_told_in_dutch_without_its_place(own_index: Index, tmp_path: Path) -> None:
    own_index.store.path.unlink()
    reply = get(site(Health(own_index), Settings(home=tmp_path)), "127.0.0.1")
    assert reply.status_code == 503
    assert reply.json() == {"ready": False, "status": text.NOT_READY, "reason": text.INDEX_GONE}
    assert str(tmp_path) not in reply.text


def test_an_index_that_is_damaged_or_made_otherwise_is_not_in_order(own_index: Index) -> None:
    recipe = own_index.store.recipe
    assert recipe is not None
    with own_index.store.transaction():
        own_index.store.use_recipe(type(recipe)("een ander", 3))
    assert Health(own_index).trouble() == text.OTHER_RECIPE
    own_index.store.close()
    for file in own_index.store.path.parent.glob("lovp.sqlite3-*"):
        file.unlink()
    own_index.store.path.write_bytes(os.urandom(8192))
    assert Health(own_index).trouble() == text.INDEX_UNUSABLE


def test_it_looks_at_most_once_a_second(example_index: Index) -> None:
    now = [0.0]
    beside = Broken()
    health = Health(example_index, beside, clock=lambda: now[0])
    assert [health.trouble() for _ in range(50)] == [None] * 50
    assert beside.looks == 1
    beside.said = text.SLACK_LOST
    now[0] = 0.99
    assert health.trouble() is None
    now[0] = 1.0
    assert health.trouble() == text.SLACK_LOST
    assert health.told()[0] == 503


def test_the_probe_of_a_container_says_by_its_exit_code_how_it_is(example_index: Index, tmp_path: Path) -> None:
    beside = Broken()
    now = [0.0]
    health = Health(example_index, beside, clock=lambda: now[0])
    with served(site(health, Settings(home=tmp_path))) as url:
        port = url.rpartition(":")[2]
        assert health_probe.main([port]) == 0
        beside.said, now[0] = "stuk", 2.0
        assert health_probe.main([port]) == 1
    assert health_probe.main([port]) == 1
    assert [health_probe.main([said]) for said in ("", "-1", "0", "99999", "iets", "7860 7861")] == [1] * 6


def test_the_tools_by_themselves_have_it_too(example_index: Index, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    made = mcp_site(Service(example_index), settings, access_for(settings, "127.0.0.1"))
    assert get(made, "127.0.0.1:7861").json()["ready"] is True
