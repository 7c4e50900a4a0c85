"""Serves Gradio with a guard before it, as the real site has them, in a process of its own: `python guarded_site.py HOME EMPTY`.

It prints three ports: of a site with the users of HOME, of one with those of EMPTY (none), and of one without a guard.
In the process of the tests Gradio would leave event loops behind, which they would take for their own.
"""

import asyncio
import os
import socket
import sys
from pathlib import Path

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
import uvicorn
from fastapi import FastAPI, WebSocket

from index.settings import Settings
from ui import users as users_of_home
from ui.access import access_for, user_of
from ui.sessions import Sessions
from ui.users import Users
from ui.web_access import Guard, username
from ui.web_sign_in import SignIn, add_sign_in


def echo(text: str, request: gr.Request) -> str:
    """Says back what it got, and to whom: as Gradio knows them, and as the guard does."""
    assert request.request is not None
    return f"{text} van {request.username!r}, {user_of(request.request.scope).name!r}"


async def socket_of_ours(opened: WebSocket) -> None:
    """Says who opened it."""
    await opened.accept()
    await opened.send_text(user_of(opened.scope).name)
    await opened.close()


def site(home: Path, *, bare: bool) -> FastAPI:
    """The site over the users in a folder."""
    access, users, sessions = access_for(Settings(home=home), "127.0.0.1"), Users(home), Sessions()
    with gr.Blocks() as blocks:
        box = gr.Textbox()
        box.submit(echo, box, gr.Textbox(), api_name="echo")
        gr.File()
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    add_sign_in(app, SignIn(access, users, sessions))
    app.add_api_websocket_route("/socket", socket_of_ours)
    gr.mount_gradio_app(app, blocks, path="/", auth_dependency=username, ssr_mode=False, mcp_server=False)
    if not bare:
        app.add_middleware(Guard, access=access, users=users, sessions=sessions)
    return app


async def serve(sites: list[FastAPI], listening: list[socket.socket]) -> None:
    """Answers until the process is killed."""
    servers = [uvicorn.Server(uvicorn.Config(one, log_level="error", proxy_headers=False)) for one in sites]
    await asyncio.gather(*(server.serve([one]) for server, one in zip(servers, listening, strict=True)))


if __name__ == "__main__":
    users_of_home._N = 2**5  # as the tests have it
    listening = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
    print(*(one.getsockname()[1] for one in listening), flush=True)
    home, empty = map(Path, sys.argv[1:])
    asyncio.run(serve([site(home, bare=False), site(empty, bare=False), site(home, bare=True)], listening))
