"""Where a published copy is read, nothing is managed: the page says where that is done, and no request changes anything."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
from fastapi import FastAPI
from manage_site import ACCESS, MANAGER, READER, Managed, served

from index.embedding import BUILT_IN, open_encoder
from index.published import ELSEWHERE, publish
from index.search import Index, store_path
from index.settings import Settings
from index.sqlite_published import copy_published
from ui.jobs_file import Job, Kind, Task, change
from ui.sessions import Sessions
from ui.users import Users
from ui.web_access import Guard
from ui.web_manage import add_manage
from ui.web_manage_jobs_html import ADD, MAKE_AGAIN, PATH, READ_AGAIN, REMOVE
from ui.web_pages import add_pages


def test_managing_is_refused_with_where_to_do_it(examples_home: Path, tmp_path: Path) -> None:
    folder, home = tmp_path / "kopie", tmp_path / "home"
    publish(folder, lambda target: copy_published(store_path(examples_home), target))
    home.mkdir()
    waiting = (Job(1, Task(Kind.READ_AGAIN), "anna", datetime.now(UTC)),)
    change(home, lambda kept: replace(kept, waiting=waiting))
    (home / "taken.json").chmod(0o400)
    asked = (home / "taken.json").read_bytes()
    with Index(home, open_encoder(BUILT_IN), published=folder) as index:
        inner = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        add_pages(inner, {})
        add_manage(inner, Managed(index, Settings(home=home, published=folder)))
        before = index.store.version
        with (
            served(Guard(inner, ACCESS, Users(home), Sessions())) as url,
            httpx.Client(base_url=url, trust_env=False, headers={"origin": url}) as client,
        ):
            for method, path in (
                ("GET", PATH),
                ("GET", REMOVE),
                ("POST", ADD),
                ("POST", REMOVE),
                ("POST", READ_AGAIN),
                ("POST", MAKE_AGAIN),
            ):
                reply = client.request(method, path, headers={**MANAGER, "accept": "application/json"})
                assert (reply.status_code, reply.json()) == (403, {"error": ELSEWHERE}), path
                reply = client.request(method, path, headers={**READER, "accept": "application/json"})
                assert reply.status_code == 403
                assert ELSEWHERE not in reply.text
            page = client.get(PATH, headers=MANAGER)
        assert "deze machine leest een gepubliceerde kopie" in page.text
        assert index.store.version == before
        assert not (home / "verslagen").exists()
        assert (home / "taken.json").read_bytes() == asked  # it is done where records are managed
