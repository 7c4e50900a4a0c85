"""What became of every file, and which records go together, is kept beside the records."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.rows import FileState
from index.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "lovp.sqlite3", create=True)
    yield opened
    opened.close()


def test_what_became_of_a_file_is_kept_until_it_is_forgotten(store: Store) -> None:
    good, bad = FileState("1", "juli", None), FileState("2", None, "het bestand is leeg")
    with store.transaction():
        for path, state in (("/b.txt", good), ("/a.txt", good), ("/c.txt", bad), ("/c.txt", bad)):
            store.catalogue().put_file(path, state)
    assert store.catalogue().files() == {"/a.txt": good, "/b.txt": good, "/c.txt": bad}
    assert store.catalogue().places("juli") == ["/a.txt", "/b.txt"]
    assert store.catalogue().skipped() == [("/c.txt", "het bestand is leeg")]
    with store.transaction():
        store.catalogue().forget_file("/a.txt")
    assert store.catalogue().places("juli") == ["/b.txt"]


def test_links_change_the_version_only_when_they_change(store: Store) -> None:
    before = store.version
    store.put_links([("anders", "juli", "concept")], [1])
    assert store.version == before + 1
    store.put_links([("anders", "juli", "concept")], [1])
    assert store.version == before + 1
    assert store.catalogue().links() == {"anders": ("juli", "concept")}
    assert store.catalogue().echoes() == {1}
