"""A known fact made of a candidate in the terminal, step by step: each step is asked again until what was typed is good."""

from collections.abc import Callable, Sequence
from typing import Any

from assistant.plain import plain
from eval.facts import Days, FactsError, KnownFact
from eval.from_use import Cited, check_entry, literal, meant, new_entry, to_yaml
from index.errors import UsageError
from index.feedback import Entry
from ui import render_candidates as render

Read = Callable[[str], str]
"""Asks for a line with these words, as `input` does; raises EOFError when there is none."""

_NONE = "-"  # typed where Enter would take what is proposed
_ABSENT = "niet"  # typed where the records don't hold the answer
_HOW = (
    "\nWat moet een goed antwoord zeggen? Geef op elke regel woorden of een getal zoals ze in het verslag staan (een "
    f"reguliere expressie mag ook).\nEen lege regel is klaar. Staat het antwoord niet in de verslagen, typ dan: {_ABSENT}"
)
_EVIDENCE = (
    f"\nIn welke woorden van het verslag staat het? Enter neemt de voorgestelde, {_NONE} is geen.\nVoorstel: {{}}"
)


def ask_for_fact(
    entry: Entry,
    sources: Sequence[Cited],
    days: Days,
    known: Sequence[KnownFact],
    *,
    question: str,
    name: str,
    tags: Sequence[str] = (),
    read: Read = input,
) -> dict[str, Any] | None:
    """Asks step by step for what makes a fact of a candidate, each step until it is good.

    Returns:
        The fact, None when the user gives up. EOFError comes through.

    Raises:
        UsageError: the question is a known fact already, or the name is taken.
    """
    print(render.candidate_text(entry, sources))
    so_far: dict[str, Any] = {"name": name, "tags": tags}

    def wrong(**more: Any) -> str | None:
        return _wrong(new_entry(question, entry.said.history, **{**so_far, **more}), known, days)

    if (mistake := wrong(abstain=True)) is not None:  # the question or the name itself: no answer will mend it
        raise UsageError(mistake)
    facts = _facts_typed(read, wrong)
    if facts is None:
        return None
    so_far["facts"], so_far["abstain"] = facts, not facts
    source = meant(entry.said, sources)
    if facts:
        proposed = literal(source.quote) if source and source.quote else _NONE
        print(_EVIDENCE.format(proposed))
        so_far["evidence"] = _typed(read, "Bewijs: ", proposed, lambda text: wrong(evidence=text))
        day = source.record.dates[0].isoformat() if source and source.record and source.record.dates else _NONE
        print(
            f"\nUit welk overleg? Datums als 2019-10-28. Enter neemt de voorgestelde, {_NONE} is elk.\nVoorstel: {day}"
        )
        chosen = _typed(read, "Overleg: ", day, lambda text: wrong(record=text.split()))
        so_far["record"] = chosen.split() if chosen else ()
    print(f"\nNaam van het feit. Enter neemt de voorgestelde.\nVoorstel: {name}")
    so_far["name"] = _typed(read, "Naam: ", name, lambda text: wrong(name=text)) or name
    return new_entry(question, entry.said.history, **so_far)


def _facts_typed(read: Read, wrong: Callable[..., str | None]) -> list[str] | None:
    """The expressions that were typed; [] when the records don't hold the answer, None when nothing was typed."""
    print(_HOW)
    facts: list[str] = []
    while text := read(f"Feit {len(facts) + 1}: ").strip():
        if text.casefold() == _ABSENT and not facts:
            return []
        if (mistake := wrong(facts=[*facts, text])) is not None:
            print(mistake)
        else:
            facts.append(text)
    return facts or None


def _typed(read: Read, prompt: str, proposed: str, wrong: Callable[[str], str | None]) -> str | None:
    """What was typed, or proposed; None for none. Asked again until it is good."""
    while True:
        text = read(prompt).strip() or proposed
        if text == _NONE:
            return None
        if (mistake := wrong(text)) is None:
            return text
        print(mistake)


def _wrong(entry: dict[str, Any], known: Sequence[KnownFact], days: Days) -> str | None:
    try:
        check_entry(entry, known, days)
    except FactsError as error:
        return plain(str(error))
    return None


def agreed(entry: dict[str, Any], place: str, read: Read = input) -> bool:
    """Whether the user wants the fact that is shown added to that file; not when nothing is typed any more."""
    print(plain(f"\n{to_yaml(entry)}"))
    try:
        return read(f"Zo toevoegen aan {place}? [J/n] ").strip().casefold() in {"", "j", "ja"}
    except EOFError:
        print()
        return False
