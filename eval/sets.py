"""The sets of known facts that come along, each over records of its own.

A set is for development, or for testing only. Whoever builds the assistant reads the questions of the first kind and may learn
from every miss. Those of the test set are for counting: nothing is tuned on them, and tables and reports don't show them unless
asked to, so that their figure stays one for questions that nobody knew. The sets share no record.
"""

import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from index.ingest import examples
from index.settings import Settings

_HERE = Path(__file__).parent
DEVELOPMENT, TEST = "development", "test"


@dataclass(frozen=True, slots=True)
class FactSet:
    """Facts over records: `name` for programs, `title` in Dutch, a file or folder of each, and what it is for (`split`).

    `records` is None for facts about whatever is in the user's own index.
    """

    name: str
    title: str
    facts: Path
    records: Path | None
    split: str = DEVELOPMENT

    @property
    def test(self) -> bool:
        """Whether nothing may be tuned on it."""
        return self.split == TEST


SETS = (
    FactSet("examples", "Voorbeeldverslagen", _HERE / "facts" / "examples.yaml", examples()),
    FactSet("elsewhere", "Regionaal overleg (verzonnen)", _HERE / "facts" / "elsewhere.yaml", _HERE / "records"),
    FactSet("police", "Politieberaad (verzonnen)", _HERE / "facts" / "police.yaml", _HERE / "police_records"),
    FactSet("youth", "Jeugdberaad (verzonnen)", _HERE / "facts" / "youth.yaml", _HERE / "youth_records"),
    FactSet("unseen", "Havenoverleg (verzonnen)", _HERE / "facts" / "unseen.yaml", _HERE / "test_records", TEST),
)


def own_facts(settings: Settings) -> Path:
    """Where a user's own facts are, or will be once there are any."""
    return settings.facts or settings.home / "facts.yaml"


def digest(path: Path) -> str:
    """A sha256 in hexadecimal over a file's bytes, or over the names and bytes of all files in a folder and below.

    Hidden files don't count, nor do those that an office program or Python leaves.
    """
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    total = hashlib.sha256()
    found = [(file.relative_to(path), file) for file in path.rglob("*") if file.is_file()]
    # Some file systems give names back in decomposed letters.
    named = {unicodedata.normalize("NFC", inside.as_posix()): file for inside, file in found if not _is_hidden(inside)}
    for name in sorted(named):
        total.update(f"{name}\0".encode())
        total.update(hashlib.sha256(named[name].read_bytes()).digest())
    return total.hexdigest()


def _is_hidden(inside: Path) -> bool:
    return any(part.startswith((".", "~$", "__")) for part in inside.parts)
