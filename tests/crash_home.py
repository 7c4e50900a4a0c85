"""A small home to harm: what is done to it, and all that can be known of the state it is in."""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from themes import ThemeEncoder

from index import search as searching
from index.doctor import examine
from index.errors import UserError
from index.ingest import index_paths
from index.recipe import IndexMissingError, StoreError
from index.removal import remove_record
from index.search import Index, search, store_path
from index.settings import Settings
from index.store import Store

State = dict[str, Any]
EMPTY: State = {}
OLDER: State = {"refused": "made by an older version"}
QUESTIONS = ("Wat kost de taser?", "Wat is het plan over drugs?", "vuurwerk in de wijk")
_TASER = "# Verslag LOVP 4 juli 2022\n\n## Wapens\n\nDe taser komt er. Besloten is dat de korpschef geld vraagt voor de taser."
_RECORDS = {
    "taser.md": _TASER,
    "drugs.md": "# Verslag LOVP 26 september 2022\n\n## Drugs\n\nEr is een plan over drugs. De minister zegt geld toe.",
}
# a draft of a meeting that is there already: it gets a link too, and passages that only repeat the record
_DRAFT = {
    "concept.md": "# Conceptverslag LOVP 4 juli 2022\n\n## Wapens\n\nDe taser komt er. Het vuurwerk in de wijk ook."
}
_CHANGED = {"taser.md": _TASER.replace("komt er", "komt er niet") + "\n\n## Vuurwerk\n\nIn de wijk komt een verbod."}


def write(folder: Path, texts: dict[str, str]) -> None:
    """Files with these texts."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text + "\n")


def _index(home: Path, **how: Any) -> None:
    index_paths(home, ThemeEncoder(), [home.parent / "verslagen"], **how)


def _rebuild(home: Path) -> None:
    index_paths(home, ThemeEncoder(), [], rebuild=True)


def _remove(home: Path) -> None:
    assert remove_record(home, "2022-07-04-verslag-lovp") is not None


def _repair(home: Path) -> None:
    wrong = [check.text for check in examine(Settings(home), repair=True) if not check.good]
    if wrong:
        raise UserError("; ".join(wrong))


def _unlink(folder: Path) -> None:
    (folder / "drugs.md").unlink()


def _made_older(folder: Path) -> None:
    with sqlite3.connect(folder.parent / "home" / "lovp.sqlite3") as connection:
        connection.execute("DROP TABLE seals")
        connection.execute("UPDATE meta SET value = '4' WHERE key = 'schema'")
    connection.close()


# what is done, whether records are there before, and what becomes of the files or the home just before it
OPERATIONS: dict[str, tuple[Callable[[Path], None], bool, Callable[[Path], None]]] = {
    "first": (_index, False, lambda folder: write(folder, _RECORDS)),
    "add": (_index, True, lambda folder: write(folder, _DRAFT)),
    "change": (_index, True, lambda folder: write(folder, _CHANGED)),
    "prune": (lambda home: _index(home, prune=True), True, _unlink),
    "remove": (_remove, True, lambda folder: None),
    "rebuild": (_rebuild, True, lambda folder: None),
    "repair": (_repair, True, lambda folder: shutil.rmtree(folder.parent / "home" / "chroma")),
    "upgrade": (_index, True, _made_older),
}


def prepare(place: Path, operation: str) -> Path:
    """A home in a fresh folder, as it is before an operation; the files to read lie beside it."""
    run, filled, before = OPERATIONS[operation]
    home = place / "home"
    home.mkdir(parents=True)
    if filled:
        write(place / "verslagen", _RECORDS | (_DRAFT if run is _remove else {}))
        _index(home)
    before(place / "verslagen")
    return home


def state(home: Path) -> State:
    """All that is known and answered, without row numbers; equal for homes that hold the same. Raises what opening raises."""
    try:
        store = Store(store_path(home))
    except IndexMissingError:
        return EMPTY
    except StoreError as error:
        if "oudere versie" in str(error):
            return OLDER
        raise
    try:
        with store.moment():
            records = store.records()
            if not records and not store.catalogue().files():
                return EMPTY
            rows, vectors = store.vectors()
            passages = store.passages()
            words = store.lexicon().words(passages)
            files = {Path(path).name: (f.sha256, f.record_id) for path, f in store.catalogue().files().items()}
            known: State = {
                "records": [repr(record) for record in records],
                "passages": {
                    passages[int(row)].id: (
                        repr(passages[int(row)]),
                        _hash(vector.tobytes()),
                        repr(words.get(int(row))),
                    )
                    for row, vector in zip(rows, vectors, strict=True)
                },
                "vocabulary": sorted(map(repr, store.lexicon().known()[1])),
                "explained": sorted(map(repr, store.catalogue().explained().items())),
                "files": files,
                "ledger": [repr(entry) for entry in store.catalogue().entries()],
                "links": sorted(store.catalogue().links().items()),
                "echoes": sorted(passages[row].id for row in store.catalogue().echoes()),
            }
    finally:
        store.close()
    known["answers"] = answers(home)
    as_sent: State = json.loads(json.dumps(known))
    return as_sent


def answers(home: Path, *, chroma: bool = False) -> list[list[tuple[str, float]]]:
    """What is found for some questions: passages and scores; `chroma`: by Chroma where it is whole, else exactly."""
    with pytest.MonkeyPatch.context() as patch:
        if chroma:
            patch.setattr(searching, "EXACT_BELOW", 0)
        with Index(home, ThemeEncoder()) as index:
            return [[(hit.passage.id, round(hit.score, 4)) for hit in search(index, asked)] for asked in QUESTIONS]


def asked_until(home: Path, stop: Path) -> list[list[str]]:
    """The different answers to each question, asked again and again by one that stays open and by ones that are opened anew."""
    heard: list[set[str]] = [set() for _ in QUESTIONS]
    times = 0
    with Index(home, ThemeEncoder()) as kept:
        while not stop.exists() or not times:
            times += 1
            for n, asked in enumerate(QUESTIONS):
                heard[n].add(json.dumps([(hit.passage.text, round(hit.score, 4)) for hit in search(kept, asked)]))
            with Index(home, ThemeEncoder()) as fresh:
                for n, asked in enumerate(QUESTIONS):
                    heard[n].add(json.dumps([(hit.passage.text, round(hit.score, 4)) for hit in search(fresh, asked)]))
    return [[str(times)], *map(sorted, heard)]


def wrong(home: Path, *, repair: bool = False) -> list[str]:
    """What the check-up finds."""
    return [check.text for check in examine(Settings(home), repair=repair) if not check.good]


def checked(home: Path) -> dict[str, Any]:
    """All that is to be known after a fault: the state, what the check-up says, and both again after its repair."""
    found: dict[str, Any] = {"state": state(home)}
    if found["state"] not in (EMPTY, OLDER):
        found["by_chroma"] = json.loads(json.dumps(answers(home, chroma=True)))
    found["wrong"] = wrong(home)
    found["unmended"] = wrong(home, repair=True) if found["wrong"] else []
    found["mended"] = state(home) if found["wrong"] else found["state"]
    found["left"] = sorted(path.name for path in home.rglob("*") if path.name.startswith((".CURRENT", "wissel")))
    return found


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
