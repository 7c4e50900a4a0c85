"""Asks a server on this computer whether it is in order: `python -m ui.health_probe [PORT [PATH]]`, for a container or a watchman.

It takes nothing but Python's own library, so that asking costs little; exit code 0 for yes, 1 for no.
"""

import http.client
import re
import sys
from collections.abc import Sequence

_PORT = "7860"
_PATH = "/healthz"
_SECONDS = 5


def healthy(port: int, path: str = _PATH) -> bool:
    """Whether the server at this port says that a question can be answered; it is asked at a path of its own, or at ours."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def main(arguments: Sequence[str]) -> int:
    """The exit code."""
    port, path = (*arguments, *(_PORT, _PATH)[len(arguments) :])[:2]
    usable = (
        port.isascii() and port.isdecimal() and 0 < int(port) <= 65535 and re.fullmatch(r"/[\w./-]*", path, re.ASCII)
    )
    return 0 if usable and healthy(int(port), path) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
