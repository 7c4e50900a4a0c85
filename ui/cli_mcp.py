"""`lovp mcp`: the tools for an assistant of the user's own, over standard input and output or over HTTP.

On standard input and output nothing but the protocol is written; what else there is to say goes to the error stream.
"""

import argparse
import sys
from contextlib import redirect_stdout

from index.errors import UsageError
from index.settings import Settings
from ui import web_text_api

PORT = 7861  # beside that of the chat
_HOST = "127.0.0.1"


def serve_mcp(settings: Settings, options: argparse.Namespace) -> int:
    """Serves the tools until the client goes away, or Ctrl+C; the exit code.

    Raises:
        UsageError: an address without --http.
        ui.access.NotProtectedError: others could reach the address, and nobody would have to sign in.
        ui.web_server.CannotListenError: the address can't be used.
        index.store.StoreError: there is no index, or it can't be used.
    """
    if options.http:
        _serve_http(settings, options.host or _HOST, PORT if options.port is None else options.port)
        return 0
    if options.host or options.port is not None:
        raise UsageError(web_text_api.ONLY_WITH_HTTP)
    with redirect_stdout(sys.stderr):  # a library that greets would break the protocol
        from assistant.model import open_model
        from index.retention import tidying
        from index.search import open_index
        from ui.mcp_server import server
        from ui.service import Service

        index = open_index(settings)
        tools = server(Service(index, open_model(settings), settings.public_url or None))
    with index, tidying(settings):
        tools.run("stdio")
    return 0


def _serve_http(settings: Settings, host: str, port: int) -> None:
    from ui.access import access_for
    from ui.web_server import address, listen, serve_on

    listening = listen(host, port)
    try:
        access = access_for(settings, listening.getsockname()[0])
        from assistant.model import open_model
        from index.retention import tidying
        from index.search import open_index
        from ui.service import Service
        from ui.web_mcp import mcp_site

        with open_index(settings) as index, tidying(settings):
            site = mcp_site(Service(index, open_model(settings), settings.public_url or None), settings, access)
            print(web_text_api.MCP_READY.format(url=address(listening)), flush=True)
            serve_on(listening, site)
    finally:
        listening.close()
