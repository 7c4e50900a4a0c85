"""Where a record came from: a file, a web page, or a file in a ZIP or mail."""

INSIDE = "!/"  # between a ZIP or mail and a file in it: "/map/stukken.zip!/verslag.pdf"


def inside(container: str, member: str) -> str:
    """The place of a file in a ZIP or mail."""
    return f"{container}{INSIDE}{member}"


def container_of(path: str) -> str:
    """The file on disk, or page, that a place lies in: itself when it lies in none."""
    return path.partition(INSIDE)[0]
