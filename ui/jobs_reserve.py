"""Some room on the disk that is let go when it is full, so that erasures can still be accepted: they make room.

It is let go piece by piece, as what an erasure does may take all that is free.
"""

import os
from contextlib import suppress
from pathlib import Path

_PIECES = tuple(f".taken-ruimte-{number}" for number in range(1, 9))  # in LOVP_HOME
_SIZE = 1 << 16  # bytes of a piece; more than the line of jobs mostly takes


def hold(home: Path) -> None:
    """Takes the pieces that are not held yet, as far as there is room."""
    for name in _PIECES:
        if not (home / name).exists():
            with suppress(OSError):
                _take(home / name)


def _take(piece: Path) -> None:
    try:
        with os.fdopen(os.open(piece, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(b"\0" * _SIZE)
            out.flush()
            os.fsync(out.fileno())
    except OSError:
        piece.unlink()
        raise


def let_go(home: Path) -> bool:
    """Gives a piece back; whether one was held."""
    for name in _PIECES:
        with suppress(OSError):
            (home / name).unlink()
            return True
    return False
