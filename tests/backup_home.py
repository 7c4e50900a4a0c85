"""A home folder that was lived in: records, added files, verdicts, questions from Slack, users, facts, settings and runs."""

import hashlib
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from themes import ThemeEncoder, record_of

from eval.run_file import keep
from index import sqlite_backup
from index.feedback import Face, Feedback
from index.inbox import Asked, Given, Way
from index.intake import hash_of_text
from index.lexical import columns
from index.passage import context, record_to_passages
from index.recipe import Recipe
from index.rows import FileState
from index.search import store_path
from index.sqlite_feedback import feedback_entries, keep_feedback
from index.sqlite_inbox import Inbox
from index.store import Store
from ui.users import add_user

PASSWORD = "vier woorden achter elkaar"  # noqa: S105  # of a user who is made up here


def lived_in(home: Path) -> Path:
    """Makes one, with two records in its folder of added files."""
    added = home / "verslagen"
    added.mkdir(parents=True)
    with closing(Store(store_path(home), create=True)) as store, store.transaction():
        store.use_recipe(Recipe(ThemeEncoder.name, ThemeEncoder.dimension))
        for n in (1, 2):
            path = added / f"verslag {n}.md"
            path.write_text(f"Het plan over drugs, {n}")
            put(store, path)
    say(home, "Hoe vaak is het plan genoemd?")
    with Inbox(home) as inbox:
        for n, way in enumerate((Way.MENTION, Way.DIRECT)):
            inbox.put(Asked(f"sleutel {n}", "T1", "C1", "U1", f"{n}.0", f"{n}.0", "Hoe vaak?", way), f"gebeurtenis {n}")
        taken = inbox.take()
        assert taken is not None
        inbox.replied(taken.number, 0, ["9.0"])
        inbox.done(taken.number, 0, Given(True, "extractive", ()))
    add_user(home, "Jan", PASSWORD, manage=True)
    (home / "facts.yaml").write_text("- {id: een, question: Hoe vaak?, facts: [drie]}\n")
    (home / "lovp.toml").write_text('contact = "lovp@voorbeeld.nl"\n')
    keep(home, {"format": 1, "sets": []}, own=True)
    return home


def put(store: Store, path: Path) -> None:
    """Puts a file in as reading it in does, inside a transaction."""
    topics = {"Drugs": f"De Minister noemde het plan over drugs in {path.stem}. Dat was veel."}
    record = record_of(topics, date(2022, 7, 4), name=path.stem)
    passages = record_to_passages(record)
    words = [columns(one.text, context(one)) for one in passages]
    vectors = ThemeEncoder().passages([one.text for one in passages])
    store.put(record, hash_of_text(record), passages, vectors, words)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    store.catalogue().put_file(str(path), FileState(digest, record.id, None))


def say(home: Path, question: str) -> None:
    """Gives a verdict."""
    keep_feedback(home, Feedback(Face.BROWSER, question, question, (), False, None, "nee", True, "extractive", ()))


def copied(home: Path, to: Path) -> Path:
    """The same elsewhere, whose records know the added files where they lie now; without Chroma, which isn't needed here."""
    shutil.copytree(home, to, ignore=shutil.ignore_patterns("chroma", "*.lock", "lock"))
    version = sqlite_backup.held(store_path(to)).version
    sqlite_backup.settle(store_path(to), version, str(home / "verslagen"), str(to / "verslagen"))
    return to


def changed(home: Path) -> Path:
    """Changes everything in it: one record and its file less, a verdict, a user, a run and a question more."""
    (home / "verslagen" / "verslag 2.md").unlink()
    (home / "verslagen" / "later.md").write_text("later")
    with closing(Store(store_path(home), create=True)) as store, store.transaction():
        store.remove(next(iter(store.record_days())))
    say(home, "Wat kwam er later?")
    (home / "facts.yaml").write_text("[]\n")
    add_user(home, "Piet", PASSWORD)
    keep(home, {"format": 1, "sets": [], "later": True}, own=True)
    return home


def state(home: Path) -> dict[str, Any]:
    """All that counts in a home folder, without the version of the records."""
    with closing(Store(store_path(home))) as store:
        records = sorted(store.records(), key=lambda record: record.id)
        files = store.catalogue().files()
        vectors = store.vectors()[1].tobytes()
        ledger = store.catalogue().entries()
    with closing(sqlite3.connect(home / "slack.sqlite")) as slack:
        asked = slack.execute("SELECT key, text, state FROM entry ORDER BY id").fetchall()
    plain = [path for folder in ("verslagen", "eval") for path in (home / folder).glob("[!.]*")]
    plain += [home / name for name in ("users.json", "facts.yaml", "lovp.toml")]
    return {
        "records": hashlib.sha256(repr((records, ledger)).encode() + vectors).hexdigest(),
        "places": {Path(place).name: one.record_id for place, one in files.items()},
        "said": [one.said.question for one in feedback_entries(home)],
        "asked": asked,
        "files": {path.relative_to(home).as_posix(): path.read_bytes() for path in sorted(plain) if path.exists()},
    }
