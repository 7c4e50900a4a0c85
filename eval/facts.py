"""A known fact is a question of which we know what a right answer says and where it stands, or that it isn't there.

Facts are read from YAML and checked as they are read: a suite that is wrong would measure nothing, so every mistake in it is
an error that names the fact, and all of them are told at once.
"""

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from index.errors import UserError

_KEYS = ("id", "question", "history", "facts", "evidence", "record", "abstain", "tags")


class FactsError(UserError):
    """A facts file that can't be used; the message is Dutch, one mistake a line, each with the id of its fact."""


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A question with what its answer must say, or, with `abstain`, with nothing because the records don't say.

    `history` holds the user's earlier questions. A right answer matches all of `facts` and cites a passage that matches
    `evidence` (None: not asked) out of a meeting in `record` (empty: any meeting).
    """

    id: str
    question: str
    history: tuple[str, ...] = ()
    facts: tuple[re.Pattern[str], ...] = ()
    evidence: re.Pattern[str] | None = None
    record: tuple[date, ...] = ()
    abstain: bool = False
    tags: tuple[str, ...] = ()


def collapsed(text: str) -> str:
    """`text` with every run of white space made one space, and none around it: what regular expressions look at."""
    return " ".join(text.split())


def read_facts(path: Path, texts: Mapping[date, str] | None = None) -> tuple[KnownFact, ...]:
    """The known facts of a YAML file, checked.

    Args:
        path: a YAML list of mappings.
        texts: the text of the record of each meeting; when given, every fact must stand in the records it names.

    Raises:
        FactsError: the file can't be read, or holds mistakes.
    """
    try:
        entries = yaml.load(path.read_text("utf-8"), Loader=_StrictLoader)  # noqa: S506 - it is a SafeLoader
    except FileNotFoundError as error:
        raise FactsError(f"{path} bestaat niet. Geef een YAML-bestand met bekende feiten.") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise FactsError(f"{path} is niet te lezen als lijst van feiten: {error}") from error
    return parse_facts(entries, texts)


def parse_facts(entries: object, texts: Mapping[date, str] | None = None) -> tuple[KnownFact, ...]:
    """Known facts out of plain lists and mappings; `texts` and errors as in `read_facts`."""
    if not isinstance(entries, list) or not entries:
        raise FactsError("Een feitenbestand is een lijst met ten minste één feit.")
    mistakes: list[str] = []
    facts: list[KnownFact] = []
    for number, entry in enumerate(entries, 1):
        name = _name(entry, number)
        found = list(_mistakes(entry))
        if not found:
            fact = _fact(entry)
            found = list(_unsupported(fact, texts)) if texts is not None else []
            facts.append(fact)
        mistakes += [f"{name}: {mistake}" for mistake in found]
    mistakes += _repeated(facts)
    if mistakes:
        raise FactsError("\n".join(mistakes))
    return tuple(facts)


class _StrictLoader(yaml.SafeLoader):
    """YAML's safe loader that refuses a key given twice, of which it would quietly keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"{key!r} staat er twee keer", node.start_mark)
        return super().construct_mapping(node, deep)


def _name(entry: object, number: int) -> str:
    given = entry.get("id") if isinstance(entry, dict) else None
    return given if isinstance(given, str) and given.strip() else f"feit nummer {number}"


def _mistakes(entry: object) -> Iterator[str]:
    """What is wrong with the form of one entry."""
    if not isinstance(entry, dict):
        yield f"is geen feit met sleutels ({', '.join(_KEYS)})"
        return
    for key in entry:
        if key not in _KEYS:
            yield f"onbekende sleutel {key!r}; bekend zijn {', '.join(_KEYS)}"
    for key in ("id", "question"):
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            yield f"{key} ontbreekt of is geen tekst"
    for key in ("history", "facts", "tags"):
        if not _is_list_of_text(entry.get(key, [])):
            yield f"{key} moet een lijst van teksten zijn"
        elif key == "facts":
            for expression in entry.get(key, []):
                yield from _expression_mistakes(key, expression)
    if "evidence" in entry:
        yield from _expression_mistakes("evidence", entry["evidence"])
    for day in _listed(entry.get("record", [])):
        if _day(day) is None:
            yield f"record {day!r} is geen datum als 2019-10-28"
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
        yield f"{key} {expression!r} is geen tekst"
        return
    try:
        pattern = _compiled(expression)
    except re.error as error:
        yield f"{key} {expression!r} is geen goede reguliere expressie: {error}"
        return
    if any(pattern.search(anything) for anything in ("", "☃")):
        yield f"{key} {expression!r} past op elke tekst"


def _fact(entry: Mapping[str, Any]) -> KnownFact:
    days = [_day(day) for day in _listed(entry.get("record", []))]
    return KnownFact(
        id=entry["id"].strip(),
        question=entry["question"],
        history=tuple(entry.get("history", ())),
        facts=tuple(_compiled(expression) for expression in entry.get("facts", ())),
        evidence=_compiled(entry["evidence"]) if "evidence" in entry else None,
        record=tuple(day for day in days if day is not None),
        abstain=entry.get("abstain", False),
        tags=tuple(entry.get("tags", ())),
    )


def _unsupported(fact: KnownFact, texts: Mapping[date, str]) -> Iterator[str]:
    """What a fact asks for that the records it names don't hold."""
    missing = [day for day in fact.record if day not in texts]
    for day in missing:
        yield f"er is geen verslag van {day.isoformat()}"
    if missing or fact.abstain:
        return
    named = [collapsed(texts[day]) for day in fact.record or texts]
    for pattern in fact.facts:
        if not any(pattern.search(text) for text in named):
            yield f"facts {pattern.pattern!r} past nergens in het genoemde verslag"
    if fact.evidence is not None and not any(fact.evidence.search(text) for text in named):
        yield f"evidence {fact.evidence.pattern!r} past nergens in het genoemde verslag"


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


def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


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
