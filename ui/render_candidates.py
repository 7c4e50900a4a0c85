"""Candidates for the known facts as text and as JSON: what was asked, what was wrong, and what was cited, quoted again."""

from collections.abc import Sequence
from typing import Any

from assistant.plain import plain, plain_line
from eval.from_use import Cited
from index.dates import written
from index.feedback import Entry, State

NONE = "Er zijn geen kandidaten. Ze ontstaan als iemand in de chat ‘Klopt niet’ kiest."
NONE_OPEN = "Er zijn geen open kandidaten. Toon ook goede antwoorden en wat is afgehandeld met: --all"
CHANGED = "tekst gewijzigd sinds dit antwoord"
REMOVED = "verslag verwijderd"
GOOD = "goed antwoord"
STATES = {State.OPEN: "open", State.ACCEPTED: "overgenomen", State.DROPPED: "weggelegd"}


def candidates_text(found: Sequence[tuple[Entry, Sequence[Cited]]]) -> str:
    """Candidates for the terminal, one block each."""
    return "\n\n".join(candidate_text(entry, sources) for entry, sources in found)


def candidate_text(entry: Entry, sources: Sequence[Cited]) -> str:
    """One candidate: a line that says what it is, then what was asked, said of it, and answered then."""
    said = entry.said
    at = entry.at.astimezone()
    head = [str(entry.id), f"{written(at.date())} {at:%H:%M}", said.face, said.reason or GOOD]
    if entry.state is not State.OPEN:
        head.append(STATES[entry.state] + (f" als {entry.fact}" if entry.fact else ""))
    lines = [" · ".join(head), f"  Vraag:      {plain_line(said.question)}"]
    lines += [f"  Eerder:     {plain_line(question)}" for question in said.history]
    if said.remark:
        lines.append(f"  Opmerking:  {plain_line(said.remark)}")
    if said.about is not None:
        lines.append(f"  Gaat over:  bron [{said.about}]")
    lines.append(f"  Antwoord:   {_answered(entry, sources)}")
    lines += [f"    [{one.n}] {source_text(one)}" for one in sources]
    return plain("\n".join(lines))


def _answered(entry: Entry, sources: Sequence[Cited]) -> str:
    if not entry.said.answered:
        return "niet gevonden; het dichtst bij kwam" if sources else "niet gevonden"
    model = entry.said.composer.removeprefix("llm:")
    return "zinnen uit de verslagen" if model == "extractive" else f"geschreven door taalmodel {plain_line(model)}"


def source_text(one: Cited) -> str:
    """Where a source stands and its words, or why they can't be shown."""
    if one.record is None:
        return f"{REMOVED} ({plain_line(one.pointer.record_id)})"
    where = written(one.record.dates[0]) if one.record.dates else plain_line(one.record.title)
    if one.quote is None:
        return f"{where}: {CHANGED}"
    under = f", onder ‘{plain_line(one.topic)}’" if one.topic else ""
    return f"{where}{under}: “{plain_line(one.quote)}”"


def candidate_json(entry: Entry, sources: Sequence[Cited]) -> dict[str, Any]:
    """A candidate as JSON."""
    said = entry.said
    return {
        "id": entry.id,
        "at": entry.at.isoformat(timespec="seconds"),
        "face": said.face,
        "question": said.question,
        "history": [*said.history],
        "good": said.good,
        "reason": said.reason,
        "remark": said.remark,
        "answered": said.answered,
        "composer": said.composer,
        "about": said.about,
        "state": entry.state,
        "fact": entry.fact,
        "citations": [_source_json(one) for one in sources],
    }


def _source_json(one: Cited) -> dict[str, Any]:
    return {
        "n": one.n,
        "record_id": one.pointer.record_id,
        "start": one.pointer.start,
        "end": one.pointer.end,
        "sha256": one.pointer.sha256,
        "status": "removed" if one.record is None else "changed" if one.quote is None else "same",
        "title": one.record.title if one.record is not None else None,
        "date": one.record.dates[0].isoformat() if one.record is not None and one.record.dates else None,
        "topic": one.topic,
        "quote": one.quote,
    }
