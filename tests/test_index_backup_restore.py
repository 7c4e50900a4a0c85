"""A backup that is put back: the same answers, records, verdicts and users as before, or nothing changed at all."""

import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from backup_home import changed, copied, lived_in, state
from themes import ThemeEncoder

from index.backup import back_up
from index.backup_archive import Writing, open_archive
from index.backup_manifest import BackupError, UnusableBackupError
from index.backup_restore import check, finish, restore
from index.backup_work import alone
from index.errors import UsageError
from index.files import IngestError
from index.ingest import writing
from index.search import Index, search, store_path
from index.sqlite_backup import has_code
from index.sqlite_inbox import Inbox


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lived_in(tmp_path_factory.mktemp("lived") / "home")


@pytest.fixture(scope="module")
def file(lived: Path) -> Path:
    back_up(lived, lived.parent / "lovp.zip")
    return lived.parent / "lovp.zip"


@pytest.fixture
def home(lived: Path, tmp_path: Path) -> Path:
    return copied(lived, tmp_path / "home")


def answers(home: Path) -> list[tuple[str, float, str]]:
    with Index(home, ThemeEncoder()) as index:
        found = [hit for words in ("plan over drugs", "Minister", "verslag 2") for hit in search(index, words)]
        return [(hit.passage.id, hit.score, hit.passage.text) for hit in found]


def test_in_an_empty_home_folder_all_is_as_it_was(lived: Path, file: Path, tmp_path: Path) -> None:
    home = tmp_path / "nieuw" / "home"
    found = restore(home, file)
    assert found.returned == ()
    assert state(home) == state(lived)
    assert answers(home) == answers(lived) != []
    assert {path.name for path in home.iterdir()} - {"backup.lock", "lock"} == {
        path.name for path in lived.iterdir() if not path.name.endswith("lock")
    }
    for path in home.rglob("*"):
        assert path.name == "lock" or not stat.S_IMODE(path.stat().st_mode) & 0o077


def test_the_records_know_the_added_files_where_they_are_now(file: Path, tmp_path: Path) -> None:
    home = tmp_path / "nieuw"
    restore(home, file)
    with Index(home, ThemeEncoder()) as index:
        places = list(index.store.catalogue().files())
    assert places == [str(home / "verslagen" / f"verslag {n}.md") for n in (1, 2)]
    assert all(Path(place).is_file() for place in places)


def test_in_a_home_folder_with_content_it_takes_force_and_all_of_it_goes(home: Path, file: Path, lived: Path) -> None:
    (home / "chroma").mkdir()
    changed(home)
    with pytest.raises(UsageError, match=r"staan al gegevens \(.*lovp.sqlite3.*--force"):
        restore(home, file)
    assert "Wat kwam er later?" in state(home)["said"]
    found = restore(home, file, force=True)
    assert len(found.returned) == 1
    assert state(home) == state(lived)
    assert not (home / "chroma").exists()
    assert not (home / "terugzetten").exists()


@pytest.mark.parametrize("name", ["users.json", "feedback.sqlite", "slack.sqlite", "verslagen/a.md", "eval/a.json"])
def test_whatever_is_there_is_content(tmp_path: Path, file: Path, name: str) -> None:
    (tmp_path / "home" / name).parent.mkdir(parents=True)
    (tmp_path / "home" / name).touch()
    with pytest.raises(UsageError, match="staan al gegevens"):
        restore(tmp_path / "home", file)


def test_settings_that_are_there_stay_and_are_no_content(tmp_path: Path, file: Path) -> None:
    (tmp_path / "lovp.toml").write_text("port = 7000\n")
    restore(tmp_path, file)
    assert (tmp_path / "lovp.toml").read_text() == "port = 7000\n"


def test_what_the_backup_does_not_have_goes_except_users(home: Path, tmp_path: Path) -> None:
    """Without users everyone at this computer could come in."""
    bare = copied(home, tmp_path / "kaal")
    for name in ("feedback.sqlite", "slack.sqlite", "users.json", "facts.yaml", "lovp.toml"):
        (bare / name).unlink()
    for name in ("eval", "verslagen"):
        shutil.rmtree(bare / name)
    back_up(bare, tmp_path / "kaal.zip")
    with Inbox(home):  # as a bot that runs
        restore(home, tmp_path / "kaal.zip", force=True)
    found = state(home)
    assert (found["said"], found["asked"], set(found["files"])) == ([], [], {"users.json", "lovp.toml"})


def test_a_home_folder_without_records_of_its_own_is_kept_too(home: Path, tmp_path: Path) -> None:
    """A machine that reads a published copy has verdicts and users."""
    face = copied(home, tmp_path / "gezicht")
    store_path(face).unlink()
    kept = back_up(face, tmp_path / "gezicht.zip")
    assert (kept.manifest.counts["records"], kept.manifest.counts["feedback"]) == (0, 1)
    restore(tmp_path / "nieuw", tmp_path / "gezicht.zip")
    assert not store_path(tmp_path / "nieuw").exists()
    before = state(home)
    (home / "facts.yaml").unlink()
    restore(home, tmp_path / "gezicht.zip", force=True)
    assert state(home) == before


def test_who_has_the_records_open_goes_on_with_those_that_came_back(home: Path, file: Path) -> None:
    with Index(home, ThemeEncoder()) as index, Inbox(home) as inbox:
        before = search(index, "plan over drugs")
        changed(home)
        assert len(search(index, "plan over drugs")) < len(before)
        restore(home, file, force=True)
        assert search(index, "plan over drugs") == before
        assert inbox.waiting() == 1


def test_a_question_that_was_open_is_taken_as_begun_before(home: Path, tmp_path: Path) -> None:
    """It may have been answered since, so the bot looks for its own answer first."""
    with Inbox(home) as inbox:
        assert inbox.take() is not None
        back_up(home, tmp_path / "lovp.zip")
    restore(tmp_path / "nieuw", tmp_path / "lovp.zip")
    with Inbox(tmp_path / "nieuw") as inbox:
        taken = inbox.take()
    assert taken is not None
    assert taken.resumed


@pytest.mark.parametrize("harm", [b"", b"geen database" * 1_000])
def test_damaged_records_are_replaced_and_an_old_log_with_them(
    home: Path, file: Path, lived: Path, harm: bytes
) -> None:
    log = store_path(home).with_name("lovp.sqlite3-wal")
    with closing(sqlite3.connect(store_path(home))) as connection:
        connection.execute("UPDATE records SET title = 'oud'")
        connection.commit()
        kept = log.read_bytes()
    store_path(home).write_bytes(harm)
    log.write_bytes(kept)  # sound by itself, so SQLite would take it for that of the records that came back
    restore(home, file, force=True)
    assert state(home) == state(lived)


def remade(
    file: Path, to: Path, change: Callable[[sqlite3.Connection], object], name: str, version: int | None = None
) -> Path:
    """The same backup with one database changed, and a list that fits; `version` is what the list says of its tables."""
    with open_archive(file) as archive:
        archive.read_all(to / "los", "lezen")
        manifest = archive.manifest
    with closing(sqlite3.connect(to / "los" / name, isolation_level=None)) as connection:
        change(connection)
    with (to / "anders.zip").open("wb") as out, Writing(out, (2026, 1, 1, 0, 0, 0)) as writing_:
        for member in manifest.members:
            with (to / "los" / member.path).open("rb") as content:
                writing_.add(member.path, content)
        schemas = manifest.schemas | ({} if version is None else {name: version})
        writing_.finish(replace(manifest, schemas=schemas, members=tuple(writing_.members)))
    shutil.rmtree(to / "los")
    return to / "anders.zip"


STRANGE = {
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON meta BEGIN DELETE FROM records; END",
    "a view": "CREATE VIEW v AS SELECT 1",
    "a table more": "CREATE TABLE erbij (a)",
    "a column more": "ALTER TABLE records ADD COLUMN b",
    "a table less": "DROP TABLE ledger",
    "a date that is none": "UPDATE records SET dates = 'morgen'",
    "half a vector": "UPDATE passages SET vector = substr(vector, 1, 7)",
    "a record less": "DELETE FROM records WHERE rowid = 1",
    "no version": "DELETE FROM meta",
    "a version that is none": "UPDATE meta SET value = 'zes' WHERE key = 'schema'",
}


@pytest.mark.parametrize("case", STRANGE)
def test_records_that_are_not_ours_are_refused(file: Path, tmp_path: Path, case: str) -> None:
    strange = remade(file, tmp_path, lambda connection: connection.execute(STRANGE[case]), "lovp.sqlite3")
    for act in (lambda: check(strange), lambda: restore(tmp_path / "nieuw", strange)):
        with pytest.raises(UnusableBackupError, match=r"lovp\.sqlite3"):
            act()
    assert [path.name for path in (tmp_path / "nieuw").iterdir()] == ["backup.lock"]


def test_what_would_run_code_is_known_before_it_is_opened_to_be_written(tmp_path: Path) -> None:
    for n, made in enumerate(("CREATE VIEW v AS SELECT 1", "CREATE VIRTUAL TABLE v USING rtree(a, b, c)")):
        with closing(sqlite3.connect(tmp_path / f"{n}")) as connection:
            connection.execute(made)
        assert has_code(tmp_path / f"{n}")


def test_a_damaged_database_with_the_right_hash_is_refused(file: Path, tmp_path: Path) -> None:
    def harm(connection: sqlite3.Connection) -> None:
        path = Path(connection.execute("PRAGMA database_list").fetchone()[2])
        connection.close()
        content = bytearray(path.read_bytes())
        content[4096 * 3 : 4096 * 6] = b"\xff" * 4096 * 3
        path.write_bytes(content)

    with pytest.raises(UnusableBackupError, match=r"lovp.sqlite3 is (beschadigd|niet te lezen)"):
        check(remade(file, tmp_path, harm, "lovp.sqlite3"))


@pytest.mark.parametrize("name", ["lovp", "feedback", "slack"])
def test_a_database_of_a_newer_version_is_refused(file: Path, tmp_path: Path, name: str) -> None:
    queries = {"lovp": "UPDATE meta SET value = '99' WHERE key = 'schema'"}
    query = queries.get(name, "PRAGMA user_version = 99")
    newer = remade(file, tmp_path, lambda one: one.execute(query), f"{name}.sqlite{'3' * (name == 'lovp')}", 99)
    with pytest.raises(UnusableBackupError, match=r"nieuwere versie.*99.*Werk lovp bij"):
        check(newer)


def test_records_of_an_older_version_are_brought_up_to_date(file: Path, lived: Path, tmp_path: Path) -> None:
    def older(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TABLE seals")
        connection.execute("UPDATE meta SET value = '4' WHERE key = 'schema'")

    with pytest.raises(UnusableBackupError, match="andere versie dan de lijst"):
        check(remade(file, tmp_path, older, "lovp.sqlite3"))
    restore(tmp_path / "nieuw", remade(file, tmp_path, older, "lovp.sqlite3", 4))
    assert answers(tmp_path / "nieuw") == answers(lived)
    assert state(tmp_path / "nieuw") == state(lived)


def test_while_another_process_reads_in_nothing_changes(
    home: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.ingest._LOCK_SECONDS", 0)
    before = state(home)
    with writing(home), pytest.raises(IngestError):
        restore(home, file, force=True)
    assert state(home) == before
    assert not (home / "terugzetten").exists()


def test_a_restore_that_is_going_on_is_left_alone(home: Path, file: Path) -> None:
    (home / "terugzetten").mkdir()
    with alone(home):
        assert not finish(home)
    assert (home / "terugzetten").is_dir()
    assert not finish(home)
    assert not (home / "terugzetten").exists()


def test_a_list_that_cannot_be_read_is_told_and_putting_back_again_mends_it(
    home: Path, file: Path, lived: Path
) -> None:
    (home / "terugzetten").mkdir()
    (home / "terugzetten" / "lijst.json").write_text('{"put": ["../weg"], "away": []}')
    with pytest.raises(BackupError, match=r"half teruggezet.*lovp restore BESTAND --force"):
        finish(home)
    restore(home, file, force=True)
    assert state(home) == state(lived)


def test_going_over_it_changes_nothing(home: Path, file: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    check(file)
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before
