"""Records, what was read and what is missing, as JSON and as Dutch text for the terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.plain import plain
from index.dates import written
from index.gaps import Gap
from index.ingest import Summary
from index.personal import blot
from index.records import Record, RecordKind
from ui.manage import Became, Report, shown_name
from ui.manage_erase import Erasure

KINDS = {
    RecordKind.RECORD: "terugkoppeling",
    RecordKind.MINUTES: "notulen",
    RecordKind.DECISIONS: "besluitenlijst",
    RecordKind.NEWSLETTER: "nieuwsbrief",
    RecordKind.AGENDA: "agenda",
}


def record_json(record: Record, passages: int) -> dict[str, Any]:
    """A record as it stands in the list of records."""
    return {
        "id": record.id,
        "title": record.title,
        "dates": [day.isoformat() for day in record.dates],
        "kind": record.kind,
        "topics": list(record.topics),
        "passages": passages,
        "source": record.source,
    }


def whole_record_json(record: Record, passages: int, places: Sequence[str]) -> dict[str, Any]:
    """A record with its text, what to know about it, and the files that hold it."""
    notes = [{"kind": note.kind, "text": note.text} for note in record.notes]
    return record_json(record, passages) | {
        "places": [blot(place) for place in places],
        "notes": notes,
        "text": record.text,
    }


def record_text(record: Record, passages: int, places: Sequence[str] = ()) -> str:
    """A record for the terminal: what it is, where it came from, what to know about it, and its topics."""
    when = " en ".join(written(day) for day in record.dates) or "onbekend"
    lines = [
        record.title,
        f"  id:           {record.id}",
        f"  soort:        {KINDS[record.kind]}",
        f"  vergadering:  {when}",
        f"  bron:         {record.source}",
        f"  passages:     {passages}",
        *(f"  bestand:      {blot(place)}" for place in places),
        *(f"  let op:       {note.text}" for note in record.notes),
        "  onderwerpen:",
    ]
    return plain("\n".join(lines + [f"    - {topic}" for topic in record.topics]))


def records_text(
    records: Sequence[Record], counts: Mapping[str, int], links: Mapping[str, tuple[str, str]] | None = None
) -> str:
    """The list of records for the terminal."""
    if not records:
        return "Er zijn nog geen verslagen ingelezen."
    lines = []
    for record in records:
        about = [
            *([] if record.kind == RecordKind.RECORD else [KINDS[record.kind]]),
            _count(len(record.topics), "onderwerp", "onderwerpen"),
            _count(counts.get(record.id, 0), "passage", "passages"),
        ]
        if links and record.id in links:
            preferred, relation = links[record.id]
            about.append(f"{relation} bij {preferred}")
        day = record.dates[0].isoformat() if record.dates else "geen datum"
        lines.append(f"{day}  {record.id}  ({', '.join(about)})")
    return plain("\n".join([*lines, f"\n{_count(len(records), 'verslag', 'verslagen')}"]))


def skipped_json(skipped: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """The files without a record."""
    return [{"path": blot(path), "reason": reason} for path, reason in skipped]


def skipped_text(skipped: Sequence[tuple[str, str]]) -> str:
    """The files without a record, for the terminal."""
    if not skipped:
        return "Er zijn geen bestanden overgeslagen."
    lines = [f"{blot(path)}: {reason}" for path, reason in skipped]
    return plain("\n".join([*lines, f"\n{_count(len(skipped), 'bestand', 'bestanden')} overgeslagen"]))


def gaps_json(found: Sequence[Gap], records: Sequence[Record]) -> list[dict[str, Any]]:
    """What is missing or not well read, each with the words of the record that say so."""
    texts = {record.id: record.text for record in records}
    return [
        {
            "kind": gap.kind,
            "text": gap.text,
            "date": gap.day.isoformat() if gap.day else None,
            "until": gap.until.isoformat() if gap.until else None,
            "record_id": gap.record_id,
            "start": gap.quote.start if gap.quote else None,
            "end": gap.quote.end if gap.quote else None,
            "quote": gap.quote.of(texts[gap.record_id]) if gap.quote and gap.record_id else None,
        }
        for gap in found
    ]


def gaps_text(found: Sequence[Gap], records: Sequence[Record]) -> str:
    """What is missing or not well read, for the terminal."""
    if not found:
        return "Er is niets bekend dat ontbreekt."
    texts = {record.id: record.text for record in records}
    lines = []
    for gap in found:
        lines.append(f"- {gap.text}")
        if gap.quote is not None and gap.record_id is not None:
            lines.append(f"  {gap.record_id}: “{' '.join(gap.quote.of(texts[gap.record_id]).split())}”")
    return plain("\n".join(lines))


def removal_text(going: Erasure, report: Report) -> str:
    """What became of a record that was erased, and of the files that it came from; `going` was looked up before."""
    title = going.record.title
    lines = [report.told.replace(title, f"{title} ({going.record.id})", 1)]
    lines += [f"Gewist: het bestand {line.name}." for line in report.lines if line.became is Became.ERASED]
    lines += [
        f"Let op: {blot(place)} staat er nog en wordt bij een volgende lovp index weer gelezen."
        for place in going.elsewhere
    ]
    files = {line.name: line.why for line in report.lines if line.became is Became.LEFT}
    here = [shown_name(str(path)) for path in (*going.files, *going.shared)]
    lines += [f"Let op: {name}: {files[name]}." for name in here if name in files]
    return plain("\n".join(lines))


def summary_json(summary: Summary) -> dict[str, Any]:
    """What an indexing run did, by the contract."""
    return {
        "new": summary.new,
        "changed": summary.changed,
        "unchanged": summary.unchanged,
        "removed": summary.removed,
        "skipped": [{"path": blot(one.path), "reason": one.reason} for one in summary.skipped],
        "passages": summary.passages,
        "seconds": summary.seconds,
    }


def summary_text(summary: Summary) -> str:
    """What an indexing run did, for the terminal."""
    seconds = f"{summary.seconds:.1f}".replace(".", ",")
    lines = [
        f"Nieuw: {summary.new}, gewijzigd: {summary.changed}, ongewijzigd: {summary.unchanged}, "
        f"verwijderd: {summary.removed}, overgeslagen: {len(summary.skipped)}.",
        f"De index heeft nu {_count(summary.passages, 'passage', 'passages')}. Dat duurde {seconds} seconden.",
    ]
    return plain("\n".join(lines + [f"Overgeslagen: {blot(one.path)}: {one.reason}" for one in summary.skipped]))


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
