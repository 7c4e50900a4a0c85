"""The addresses under `/beheer`, where records are managed by those who may.

Nothing is changed by looking (GET). What takes long is a job in another thread; a script hears its number, a browser without one
goes back to the page, which tells how far it is. What was accepted is on disk before that is said (`ui.jobs`), and is done also
when the process ends before it was.
"""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import anyio.to_thread
from markupsafe import Markup

from index.personal import blot
from index.published import ELSEWHERE
from index.search import Index
from index.settings import Settings
from ui import web_text_manage as text
from ui.access import User
from ui.jobs import Jobs
from ui.jobs_file import Kind, Task
from ui.manage_erase import Held, added_file, erasure, records_in
from ui.manage_tasks import Tasks, settle, tidy
from ui.uploads import folder_of
from ui.uploads_placing import Stored, store
from ui.web_manage_answers import SCRIPT, RefusedError, begun, form_of, guarded, none_kept, shown_page
from ui.web_manage_html import held, manage_html, stand_html
from ui.web_manage_jobs_html import ADD, FILE, MAKE_AGAIN, PATH, READ_AGAIN, RECORD, REMOVE, TASK, task_json
from ui.web_manage_removal import remove_file_html, remove_record_html
from ui.web_manage_upload import REPLACE, Sent, receive_files
from ui.web_pages import PART, Page

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response

log = logging.getLogger(__name__)

STAND = "stand"  # the part of the page that changes by itself
_SENDING_AT_ONCE = 4


class Managed(Protocol):
    """What is managed: an open index, with the settings that bound what may be sent."""

    @property
    def index(self) -> Index:
        """The open index, as the chat asks it."""

    @property
    def settings(self) -> Settings:
        """The settings."""


def add_manage(site: "FastAPI", desk: Managed, jobs: Jobs | None = None) -> Jobs:
    """Serves `/beheer` and what lies below it; the site must stand behind the guard.

    Args:
        site: what is served.
        desk: the index that is managed, and the settings.
        jobs: where jobs run; a line of its own when None. What was accepted before the start is done at once.

    Returns:
        Where jobs run; to be stopped when the site stops.
    """
    jobs = jobs or Jobs(desk.index.home, Tasks(desk.index))
    room = _Managing(desk, jobs)
    looks = {PATH: room.page, REMOVE: room.ask_removal, TASK: room.task, SCRIPT: room.script}
    changes = {ADD: room.add, REMOVE: room.remove, READ_AGAIN: room.read_again, MAKE_AGAIN: room.make_again}
    if desk.settings.published is not None:
        looks |= dict.fromkeys((PATH, REMOVE), room.elsewhere)
        changes = dict.fromkeys(changes, room.elsewhere)
    else:
        settle(desk.index)
        tidy(desk.index.home)
        jobs.resume()
    for path, answer in looks.items():
        site.get(path, include_in_schema=False, response_model=None)(guarded(answer, changes=False))
    for path, answer in changes.items():
        site.post(path, include_in_schema=False, response_model=None)(guarded(answer, changes=True))
    return jobs


class _Managing:
    """Holds what the addresses share: the index, the jobs, and how many are sending."""

    def __init__(self, desk: Managed, jobs: Jobs) -> None:
        self._index, self._jobs = desk.index, jobs
        self._held = Held(desk.index.home, desk.index.store, desk.index.server)
        self._megabytes = desk.settings.upload_mb
        self._sending = 0

    async def page(self, request: "Request", user: User) -> "Response":
        sought = request.query_params.get("zoek", "")[:100].replace("\x00", "").strip()
        part = request.query_params.get(PART, "")

        def made() -> Markup:
            standing = self._jobs.standing()
            there = held(self._index, standing)
            return (
                stand_html(there, standing, sought)
                if part == STAND
                else manage_html(there, standing, sought, self._megabytes)
            )

        return shown_page(Page(text.TITLE, await anyio.to_thread.run_sync(made)), part, user)

    async def ask_removal(self, request: "Request", user: User) -> "Response":
        asked = dict(request.query_params)

        def made() -> Page:
            if asked.get(FILE):
                path = added_file(self._held, asked[FILE])
                return Page(text.REMOVE_FILE, remove_file_html(path, asked[FILE], records_in(self._held, path)))
            return Page(text.REMOVE_RECORD, remove_record_html(erasure(self._held, asked.get(RECORD, ""))))

        return shown_page(await anyio.to_thread.run_sync(made), asked.get(PART, ""), user)

    async def task(self, request: "Request", user: User) -> "Response":
        from fastapi.responses import JSONResponse

        return JSONResponse(task_json(self._jobs.standing()), headers={"cache-control": "no-store"})

    async def script(self, request: "Request", user: User) -> "Response":
        from fastapi import Response

        words = Path(__file__).with_name("web_manage.js").read_text("utf-8")
        return Response(words, media_type="text/javascript", headers={"cache-control": "no-cache"})

    async def add(self, request: "Request", user: User) -> "Response":
        if self._sending >= _SENDING_AT_ONCE:
            raise RefusedError(503, text.TOO_BUSY)
        self._sending += 1
        try:
            folder = await anyio.to_thread.run_sync(folder_of, self._index.home)
            await anyio.to_thread.run_sync(tidy, self._index.home)
            sent = await receive_files(request.scope, request.receive, folder, self._megabytes)
        finally:
            self._sending -= 1
        return await anyio.to_thread.run_sync(self._taken_in, request, user, folder, sent)

    def _taken_in(self, request: "Request", user: User, folder: Path, sent: Sent) -> "Response":
        numbers: list[int] = []

        def accept(stored: Sequence[Stored]) -> None:
            numbers.append(self._jobs.start(Task(Kind.ADD, stored=tuple(stored)), user.name, tuple(sent.refused)))

        try:
            stored = store(
                folder,
                sent.files,
                replace=sent.fields.get(REPLACE) == "ja",
                awaited=lambda: self._jobs.awaited()[1],
                accept=accept,
            )
        finally:
            sent.drop()
        for one in stored:
            log.info("beheer: %s voegt toe: %s (%s)", user.name, blot(one.name), one.placed.value)
        if not stored and not sent.refused:
            raise RefusedError(400, text.CHOSEN_NONE)
        if not stored:
            return none_kept(request, sent)
        return begun(request, numbers[0], text.RECEIVED)

    async def remove(self, request: "Request", user: User) -> "Response":
        form = await form_of(request)
        name, record_id = form.get(FILE, ""), form.get(RECORD, "")
        if name:
            await anyio.to_thread.run_sync(added_file, self._held, name)
            log.info("beheer: %s verwijdert het bestand %s", user.name, blot(name))
            return await self._begin(request, user, Task(Kind.REMOVE_FILE, name))
        going = await anyio.to_thread.run_sync(erasure, self._held, record_id)
        log.info("beheer: %s verwijdert het verslag %s", user.name, going.record.id)
        return await self._begin(request, user, Task(Kind.REMOVE_RECORD, record_id))

    async def elsewhere(self, request: "Request", user: User) -> "Response":
        raise RefusedError(403, ELSEWHERE)

    async def read_again(self, request: "Request", user: User) -> "Response":
        await form_of(request)
        log.info("beheer: %s leest opnieuw in", user.name)
        return await self._begin(request, user, Task(Kind.READ_AGAIN))

    async def make_again(self, request: "Request", user: User) -> "Response":
        await form_of(request)
        log.info("beheer: %s maakt de index opnieuw", user.name)
        return await self._begin(request, user, Task(Kind.MAKE_AGAIN))

    async def _begin(self, request: "Request", user: User, task: Task) -> "Response":
        return begun(request, await anyio.to_thread.run_sync(self._jobs.start, task, user.name))
