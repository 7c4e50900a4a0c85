"""A known fact is a question of which we know what a right answer says and where it stands, or that it isn't there.

Facts are read from YAML and checked as they are read: a suite that is wrong would measure nothing, so every mistake in it is
an error that names the fact, and all of them are told at once. Laid beside the records, a fact must stand in them, and its
evidence inside one passage: what is spread over two can be cited by no answer.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from eval.facts_file import FactsError, entries_of, shown, shown_name
from eval.patterns import PatternError, compiled
from index.dates import written
from index.records import Passage, Record

_KEYS = ("id", "question", "history", "facts", "forbidden", "evidence", "record", "abstain", "tags")
_EXPRESSIONS = ("facts", "forbidden")
_MOST_MISTAKES = 200  # that are told at once

__all__ = ["Days", "FactsError", "Held", "KnownFact", "collapsed", "held", "parse_facts", "read_facts"]


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A question with what its answer must say, or, with `abstain`, with nothing because the records don't say.

    `history` holds the user's earlier questions. A right answer matches all of `facts` and none of `forbidden`, and cites a
    passage that matches `evidence` (None: not asked) out of a meeting in `record` (empty: any meeting).
    """

    id: str
    question: str
    history: tuple[str, ...] = ()
    facts: tuple[re.Pattern[str], ...] = ()
    forbidden: tuple[re.Pattern[str], ...] = ()
    evidence: re.Pattern[str] | None = None
    record: tuple[date, ...] = ()
    abstain: bool = False
    tags: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """What it is about, as far as it says: questions about the same record are not independent of each other."""
        return ",".join(day.isoformat() for day in self.record) or self.id


@dataclass(frozen=True, slots=True)
class Held:
    """What the records say of one day: their texts, and the passages that can be cited, white space collapsed."""

    texts: tuple[str, ...]
    passages: tuple[str, ...]


Days = Mapping[date, Held]


def collapsed(text: str) -> str:
    """`text` with every run of white space made one space, and none around it: what regular expressions look at."""
    return " ".join(text.split())


def held(records: Iterable[Record], passages: Iterable[Passage]) -> dict[date, Held]:
    """What there is to ask about, day by day; a record of several meetings counts for each, one without a date for none."""
    cut: dict[str, list[str]] = {}
    for passage in passages:
        cut.setdefault(passage.record_id, []).append(collapsed(passage.text))
    found: dict[date, Held] = {}
    for record in records:
        for day in record.dates:
            before = found.get(day, Held((), ()))
            found[day] = Held((*before.texts, collapsed(record.text)), (*before.passages, *cut.get(record.id, ())))
    return found


def read_facts(path: Path, days: Days | None = None) -> tuple[KnownFact, ...]:
    """The known facts of a YAML file, or of all in a folder, checked.

    Args:
        path: a YAML list of mappings, or a folder of such files (`*.yaml` and `*.yml`, in the order of their names).
        days: what the records hold, see `held`; when given, every fact must stand in the records that it names.

    Raises:
        FactsError: a file can't be read, or holds mistakes.
    """
    files = _files(path)
    if not files:
        raise FactsError(f"In {path} staat geen YAML-bestand met bekende feiten.")
    return parse_facts([entry for file in files for entry in entries_of(file)], days)


def _files(path: Path) -> list[Path]:
    """The files in a folder, or the file itself; also when what it is can't be seen, for opening it says why."""
    try:
        return sorted(file for file in path.iterdir() if file.suffix in {".yaml", ".yml"}) if path.is_dir() else [path]
    except OSError:  # no rights, or a name that is too long to be one
        return [path]


def parse_facts(entries: Sequence[object], days: Days | None = None) -> tuple[KnownFact, ...]:
    """Known facts out of plain mappings; `days` and errors as in `read_facts`."""
    mistakes: list[str] = []
    facts: list[KnownFact] = []
    for number, entry in enumerate(entries, 1):
        name = _name(entry, number)
        found = list(_mistakes(entry))
        if not found:
            fact = _fact(dict(entry))  # type: ignore[call-overload]  # no mistakes: it is a mapping
            found = list(_unsupported(fact, days)) if days is not None else []
            facts.append(fact)
        mistakes += [f"{name}: {mistake}" for mistake in found]
    mistakes += _repeated(facts)
    if len(mistakes) > _MOST_MISTAKES:
        mistakes = [*mistakes[:_MOST_MISTAKES], f"en nog {len(mistakes) - _MOST_MISTAKES} fouten"]
    if mistakes:
        raise FactsError("\n".join(mistakes))
    return tuple(facts)


def _name(entry: object, number: int) -> str:
    given = entry.get("id") if isinstance(entry, dict) else None
    return (shown_name(given) if isinstance(given, str) else "") or f"feit nummer {number}"


def _mistakes(entry: object) -> Iterator[str]:
    """What is wrong with the form of one entry."""
    if not isinstance(entry, dict):
        yield f"is geen feit met sleutels ({', '.join(_KEYS)})"
        return
    for key in entry:
        if key not in _KEYS:
            yield f"onbekende sleutel {shown(key)}; bekend zijn {', '.join(_KEYS)}"
    for key in ("id", "question"):
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            yield f"{key} ontbreekt of is geen tekst"
    for key in ("history", "facts", "forbidden", "tags"):
        if not _is_list_of_text(entry.get(key, [])):
            yield f"{key} moet een lijst van teksten zijn"
        elif key in _EXPRESSIONS:
            for expression in entry.get(key, []):
                yield from _expression_mistakes(key, expression)
    if "evidence" in entry:
        yield from _expression_mistakes("evidence", entry["evidence"])
    for day in _listed(entry.get("record", [])):
        if _day(day) is None:
            yield f"record {shown(day)} is geen datum als 2019-10-28"
    yield from _sense_mistakes(entry)


def _sense_mistakes(entry: Mapping[str, object]) -> Iterator[str]:
    abstain = entry.get("abstain", False)
    if not isinstance(abstain, bool):
        yield "abstain moet true of false zijn"
    elif abstain and (entry.get("facts") or "evidence" in entry):
        yield "abstain gaat niet samen met facts of evidence"
    elif not abstain and not entry.get("facts"):
        yield "facts of abstain: true is nodig"


def _expression_mistakes(key: str, expression: object) -> Iterator[str]:
    if not isinstance(expression, str):
        yield f"{key} {shown(expression)} is geen tekst"
        return
    try:
        pattern = compiled(expression)
    except PatternError as error:
        yield f"{key} {shown(expression)} {error}"
        return
    if any(pattern.search(anything) for anything in ("", "☃")):
        yield f"{key} {shown(expression)} past op elke tekst"


def _fact(entry: Mapping[str, Any]) -> KnownFact:
    days = [_day(day) for day in _listed(entry.get("record", []))]
    return KnownFact(
        id=entry["id"].strip(),
        question=entry["question"],
        history=tuple(entry.get("history", ())),
        facts=tuple(compiled(expression) for expression in entry.get("facts", ())),
        forbidden=tuple(compiled(expression) for expression in entry.get("forbidden", ())),
        evidence=compiled(entry["evidence"]) if "evidence" in entry else None,
        record=tuple(day for day in days if day is not None),
        abstain=entry.get("abstain", False),
        tags=tuple(entry.get("tags", ())),
    )


def _unsupported(fact: KnownFact, days: Days) -> Iterator[str]:
    """What a fact asks for that the records it names don't hold."""
    missing = [day for day in fact.record if day not in days]
    for day in missing:
        yield f"er is geen verslag van {day.isoformat()}"
    if missing or fact.abstain:
        return
    named = [days[day] for day in fact.record or days]
    texts = [text for one in named for text in one.texts]
    nowhere = [pattern for pattern in fact.facts if not any(pattern.search(text) for text in texts)]
    for pattern in nowhere:
        yield f"facts {shown(pattern.pattern)} past nergens in het genoemde verslag"
    if fact.evidence is None:
        return
    telling = [text for one in named for text in one.passages if fact.evidence.search(text)]
    if not telling:
        apart = any(fact.evidence.search(text) for text in texts)
        where = (
            "in geen enkele passage: het loopt over twee heen, of staat in de kop"
            if apart
            else "nergens in het genoemde verslag"
        )
        yield f"evidence {shown(fact.evidence.pattern)} past {where}"
    beside = [*telling, *(written(day) for day in fact.record or days)]  # "in welk overleg" is answered by the date
    if telling and not nowhere and not any(pattern.search(text) for pattern in fact.facts for text in beside):
        yield "geen van de facts staat in een passage met de evidence"
    literal = [match[0] for text in telling if (match := fact.evidence.search(text))]
    for pattern in fact.forbidden:
        if literal and all(pattern.search(text) for text in literal):
            yield f"forbidden {shown(pattern.pattern)} past op de evidence zelf: geen antwoord kan goed zijn"


def _repeated(facts: Sequence[KnownFact]) -> Iterator[str]:
    """Facts that have the id, or the question and history, of an earlier one."""
    ids: set[str] = set()
    asked: dict[tuple[str, ...], str] = {}
    for fact in facts:
        if fact.id in ids:
            yield f"{fact.id}: deze id komt twee keer voor"
        ids.add(fact.id)
        words = tuple(collapsed(text).casefold() for text in (*fact.history, fact.question))
        if words in asked:
            yield f"{fact.id}: dezelfde vraag als {asked[words]}"
        asked.setdefault(words, fact.id)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _is_list_of_text(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)


def _day(value: object) -> date | None:
    """YAML reads a bare 2019-10-28 as a date and a quoted one as text; both mean that day."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
