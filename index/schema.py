"""The tables of the store and the file they lie in: made, brought up to date from an older version, checked, wiped."""

import re
import sqlite3
from importlib import resources

from index import lexical

VERSION = 5
_WORDS = 3  # the version that made the words tables of now
NOTHING_YET = "Er zijn nog geen verslagen ingelezen. Lees ze in met: lovp index MAP"
OLDER = frozenset(str(version) for version in range(1, VERSION))


def is_made(connection: sqlite3.Connection) -> bool:
    """Whether the tables are there."""
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone() is not None


def is_empty(connection: sqlite3.Connection) -> bool:
    """Whether there are no tables at all, as in a file that was made and never filled."""
    return connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None


def create(connection: sqlite3.Connection) -> None:
    """Makes the tables; inside a transaction. Raises `sqlite3.DatabaseError` in a file of another program."""
    if not is_empty(connection):
        raise sqlite3.DatabaseError("het is van een ander programma")
    _run(connection, _sql("schema.sql"))
    lexical.create(connection)
    connection.execute("INSERT INTO meta VALUES ('schema', ?), ('version', '0')", (str(VERSION),))


def refusal(version: str | None) -> str | None:
    """Why tables of this version can't be used as they are, as a Dutch sentence about the index ends; None when they can.

    "" when it is no version at all: the file is damaged.
    """
    if version in OLDER:
        return "is van een oudere versie. Werk hem bij met: lovp index --rebuild"
    if version == str(VERSION):
        return None
    return (
        "is gemaakt door een nieuwere versie van dit programma. Werk lovp bij." if (version or "").isdecimal() else ""
    )


def upgrade(connection: sqlite3.Connection, version: str) -> None:
    """Turns the tables of an older version into those of now; inside a transaction."""
    steps = re.split(r"^-- to \d+.*$", _sql("upgrades.sql"), flags=re.MULTILINE)[1:]
    for step in steps[int(version) - 1 :]:
        _run(connection, step)
    if int(version) < _WORDS:
        lexical.create(connection)  # that step drops the old ones; the words come back with `lovp index --rebuild`
    connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(VERSION),))


def without_words(connection: sqlite3.Connection) -> None:
    """Empties the words tables, to be filled anew; inside a transaction."""
    connection.execute("DROP TABLE lexicon")
    connection.execute("DROP TABLE vocabulary")
    lexical.create(connection)


def faults(connection: sqlite3.Connection) -> list[str]:
    """What is wrong inside the file, in Dutch; [] when nothing is."""
    try:
        wrong = [row for (row,) in connection.execute("PRAGMA integrity_check") if row != "ok"]
        (passages,) = connection.execute("SELECT count(*) FROM passages").fetchone()
        words = lexical.count(connection)
    except sqlite3.DatabaseError as error:
        return [f"het bestand is beschadigd ({error})"]
    if passages != words:
        wrong.append(f"{passages} passages, maar {words} daarvan met woorden")
    return wrong


def empty_log(connection: sqlite3.Connection) -> bool:
    """Brings all changes from the log into the file and empties the log; False while a reader needs an older one.

    Pages that became free were overwritten already: every connection has `secure_delete` on.
    """
    (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _run(connection: sqlite3.Connection, statements: str) -> None:
    for statement in statements.split(";"):  # executescript() would end the transaction
        connection.execute(statement)


def _sql(name: str) -> str:
    return resources.files("index").joinpath(name).read_text("utf-8")
