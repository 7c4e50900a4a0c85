"""From use to facts: what someone said of an answer becomes a question that every later version is asked.

A candidate holds no words of the records, so what was cited is quoted again here, from the records as they are now. A fact is
checked against them before anything is written, and comes behind what stands in the file, which stays as it is to the byte.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from eval.facts import Days, FactsError, KnownFact, collapsed, parse_facts, read_facts
from eval.sets import own_facts
from index.dutch import fold, is_content
from index.feedback import Feedback, Pointer
from index.records import Record, Span
from index.settings import Settings

_ID_WORDS = 6  # of a question, in the id that is made from it
_IN_FOLDER = "uit-gebruik.yaml"  # the file for facts from use, where the setting names a folder


@dataclass(frozen=True, slots=True)
class Cited:
    """A source of an answer, looked up again: `record` is None when it was removed, `quote` when its words changed."""

    n: int
    pointer: Pointer
    record: Record | None
    quote: str | None

    @property
    def topic(self) -> str | None:
        """The topic under which the words stand, None when they don't any more."""
        if self.record is None or self.quote is None:
            return None
        span = Span(self.pointer.start, self.pointer.end)
        return next((part.topic for part in self.record.sections if span.overlaps(part.span)), None)


def cited_again(said: Feedback, record: Callable[[str], Record | None]) -> tuple[Cited, ...]:
    """The sources of an answer as they stand in the records now."""
    return tuple(_cited(n, pointer, record(pointer.record_id)) for n, pointer in enumerate(said.sources, 1))


def _cited(n: int, pointer: Pointer, record: Record | None) -> Cited:
    words = record.text[pointer.start : pointer.end] if record is not None else ""
    same = sha256(words.encode(errors="surrogatepass")).hexdigest() == pointer.sha256
    return Cited(n, pointer, record, words if record is not None and same else None)


def meant(said: Feedback, sources: Sequence[Cited]) -> Cited | None:
    """The source that the feedback is about, else the first whose words still stand; None when there is none."""
    standing = [one for one in sources if one.quote is not None]
    return next((one for one in standing if one.n == said.about), standing[0] if standing else None)


def literal(quote: str) -> str:
    """The regular expression of exactly these words, with any white space between them; "" for none."""
    return r"\s+".join(re.escape(word) for word in quote.split())


def new_id(question: str, taken: Iterable[str]) -> str:
    """An id out of the words of a question, unlike all that are taken: "jaren-financiering-taser-geregeld"."""
    words = re.findall(r"[a-z0-9]+", fold(question))
    telling = [word for word in words if is_content(word)] or words
    name = "-".join(telling[:_ID_WORDS]) or "vraag"
    used = {*taken}
    numbered = (f"{name}-{n}" for n in range(2, len(used) + 3))
    return name if name not in used else next(other for other in numbered if other not in used)


def new_entry(
    question: str,
    history: Sequence[str],
    *,
    name: str,
    facts: Sequence[str] = (),
    evidence: str | None = None,
    record: Sequence[str] = (),
    abstain: bool = False,
    tags: Sequence[str] = (),
) -> dict[str, Any]:
    """A known fact as a mapping, in the form of `eval.facts`, without the keys that it has no use for."""
    whole: dict[str, Any] = {
        "id": name,
        "question": collapsed(question),
        "history": [collapsed(text) for text in history if text.strip()],
        "facts": [*facts],
        "evidence": evidence,
        "record": [*record],
        "abstain": abstain,
        "tags": [*tags],
    }
    return {key: value for key, value in whole.items() if value not in ([], None, False)}


def facts_place(settings: Settings) -> Path:
    """Where accepted facts go: the file (or a file in the folder) of `LOVP_FACTS`, else one in the home folder."""
    place = own_facts(settings)
    return place / _IN_FOLDER if place.is_dir() else place


def known_facts(settings: Settings) -> tuple[KnownFact, ...]:
    """The facts that are there already; () while there are none. `FactsError` when they can't be read."""
    place = facts_place(settings)
    beside = sorted(place.parent.glob("*.y*ml")) if settings.facts is not None and settings.facts.is_dir() else [place]
    return tuple(fact for file in beside if not _is_empty(file) for fact in read_facts(file))


def _is_empty(file: Path) -> bool:
    """Whether a file of facts isn't there yet, or holds only remarks."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return True
    except (OSError, UnicodeDecodeError):
        return False  # whoever reads it tells what is wrong
    return all(not line.strip() or line.startswith(("#", "---")) for line in lines)


def check_entry(entry: Mapping[str, Any], known: Sequence[KnownFact], days: Days) -> KnownFact:
    """The fact that an entry is.

    Raises:
        FactsError: it is no good fact, doesn't stand in the records, or is there already; Dutch, one mistake a line.
    """
    (fact,) = parse_facts([dict(entry)], days)
    if any(other.id == fact.id for other in known):
        raise FactsError(f"{fact.id}: deze id is er al. Kies een andere met --id.")
    same = next((other.id for other in known if _asked(other) == _asked(fact)), None)
    if same is not None:
        raise FactsError(f"{fact.id}: dezelfde vraag is al een bekend feit, {same}.")
    return fact


def _asked(fact: KnownFact) -> tuple[str, ...]:
    return tuple(collapsed(text).casefold() for text in (*fact.history, fact.question))


def append_fact(settings: Settings, entry: Mapping[str, Any], days: Days) -> KnownFact:
    """Puts a fact behind those that are there, all at once or not at all.

    Args:
        settings: say which file, see `facts_place`.
        entry: the fact, see `new_entry`.
        days: what the records hold, see `eval.facts.held`.

    Raises:
        FactsError: as `check_entry`; or the file can't be read or written, or can't be read with the fact behind it. It is then
            as it was.
    """
    fact = check_entry(entry, known_facts(settings), days)
    place = facts_place(settings).resolve()  # a link stays a link
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        before = place.read_bytes() if place.exists() else b""
        with tempfile.NamedTemporaryFile(dir=place.parent, prefix=".feit-", suffix=".tmp", delete=False) as beside:
            try:
                beside.write(
                    before + (b"" if before.endswith(b"\n") or not before else b"\n") + to_yaml(entry).encode()
                )
                beside.flush()
                os.fsync(beside.fileno())
                beside.close()
                _take_over(Path(beside.name), place, before, fact)
            except BaseException:
                Path(beside.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise FactsError(f"Het feit kan niet in {place} worden gezet: {error.strerror or error}.") from error
    return fact


def _take_over(beside: Path, place: Path, before: bytes, fact: KnownFact) -> None:
    """Puts the new file in the place of the old one, if it says what it must and nobody changed the old one meanwhile."""
    try:
        read = read_facts(beside)[-1]
    except FactsError as error:
        told = str(error).replace(str(beside), "zo")
        raise FactsError(
            f"Achter {place} past geen feit: het bestand is geen gewone lijst met streepjes vooraan. Er is niets gewijzigd.\n{told}"
        ) from error
    if read != fact:
        raise FactsError(f"Het feit komt niet zo terug uit {place} als het is gegeven. Er is niets gewijzigd.")
    if (place.read_bytes() if place.exists() else b"") != before:
        raise FactsError(f"{place} is intussen gewijzigd. Er is niets toegevoegd; probeer het opnieuw.")
    if place.exists():
        shutil.copymode(place, beside)
    beside.replace(place)
    if os.name == "posix":  # so that the new name survives a power cut too
        folder = os.open(place.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def to_yaml(entry: Mapping[str, Any]) -> str:
    """One fact as an item of a YAML list, every text in quotation marks."""
    lines = []
    for key, value in entry.items():
        if isinstance(value, list) and key == "facts":
            lines += [f"{key}:", *(f"  - {_quoted(one)}" for one in value)]
        elif isinstance(value, list):
            lines.append(f"{key}: [{', '.join(map(_quoted, value))}]")
        else:
            lines.append(f"{key}: {'true' if value is True else _quoted(value)}")
    return "".join(f"{'  ' if n else '- '}{line}\n" for n, line in enumerate(lines))


def _quoted(text: str) -> str:
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    shown = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in shown) + '"'
