"""What the terminal shows: answers, passages, records and summaries, as Dutch text or as JSON of the contracts."""

from collections.abc import Sequence
from typing import Any

from assistant import phrases
from assistant.answer import Answer, Citation, Question
from assistant.plain import plain
from index.dates import written
from index.records import Hit, Passage, Scope

NOTICE = "Dit is een geautomatiseerd antwoord. Het bestaat alleen uit zinnen uit de verslagen."
MODEL_NOTICE = "Dit is een geautomatiseerd antwoord van een taalmodel. Elke zin is nagegaan in de verslagen."
EXPLAINED = "Toelichting van ons, niet uit het verslag:"
NEAREST = "Dit komt er het dichtst bij:"


def answer_json(message: str, answer: Answer, elapsed_ms: float) -> dict[str, Any]:
    """One answer as one JSON object, by the contract.

    Args:
        message: the question as typed.
        answer: what was answered.
        elapsed_ms: how long that took, in milliseconds.
    """
    return {
        "question": message,
        "standalone": answer.question.text,
        "answered": answer.answered,
        "answer": answer.text,
        "short": answer.short,
        "citations": [_citation_json(citation) for citation in answer.citations],
        "scope": scope_json(answer.question.scope, answer.question),
        "expansions": [{"asked": asked, "searched": searched} for asked, searched in answer.expansions],
        "composer": answer.composer,
        "elapsed_ms": round(elapsed_ms, 1),
        "mark": answer.mark and {"n": answer.mark.n, "start": answer.mark.span.start, "end": answer.mark.span.end},
        "explanations": [{"n": one.n, "words": one.words, "meaning": one.meaning} for one in answer.explanations],
        "refusal": answer.refusal,
        "nearest": [_citation_json(citation) for citation in answer.nearest],
        "notice": answer.notice,
        "withheld": [{"text": one.text, "fault": one.fault, "why": one.why} for one in answer.withheld],
        "confidence": answer.confidence and round(answer.confidence, 3),
    }


def error_json(message: str, error: str) -> dict[str, Any]:
    """A question that can't be answered as it is, in the shape of an answer; `error` says why, in Dutch."""
    return {
        "question": message,
        "standalone": message,
        "answered": False,
        "answer": error,
        "short": None,
        "citations": [],
        "scope": scope_json(Scope()),
        "expansions": [],
        "composer": "extractive",
        "elapsed_ms": 0.0,
        "mark": None,
        "explanations": [],
        "refusal": None,
        "nearest": [],
        "notice": None,
        "withheld": [],
        "confidence": None,
        "error": error,
    }


def _citation_json(citation: Citation) -> dict[str, Any]:
    passage = citation.passage
    return {
        "n": citation.n,
        "record_id": passage.record_id,
        "title": passage.title,
        "date": passage.date.isoformat() if passage.date else None,
        "topic": passage.topic,
        "speaker": citation.speaker or passage.speaker,
        "page": passage.page,
        "start": citation.span.start,
        "end": citation.span.end,
        "quote": citation.quote,
        "passage": passage.text,
    }


def scope_json(scope: Scope, question: Question | None = None) -> dict[str, Any]:
    """The scope with its dates as YYYY-MM-DD, and the parts by which a question is narrowed; open sides are null."""
    parts = question.parts if question is not None else ()
    return {
        "since": scope.since.isoformat() if scope.since else None,
        "until": scope.until.isoformat() if scope.until else None,
        "topic": scope.topic,
        "speaker": scope.speaker,
        "parts": [{"kind": part.kind, "value": part.value, "label": part.label, "words": part.words} for part in parts],
        "note": question.note if question is not None else None,
    }


def answer_text(message: str, answer: Answer) -> str:
    """An answer for the terminal: the short answer, the quotes, their sources, and how the question was understood."""
    lines = []
    if answer.short:
        lines += [answer.short, ""]
    lines.append(answer.text)
    if answer.citations:
        lines += ["", "Bronnen:"]
        lines += [f"[{citation.n}] {source(citation.passage)}" for citation in answer.citations]
    if answer.explanations:
        lines += ["", EXPLAINED]
        lines += [phrases.explained(one.n, one.words, one.meaning) for one in answer.explanations]
    if answer.nearest:
        lines += ["", NEAREST]
        lines += [f"- “{' '.join(near.quote.split())}” ({source(near.passage)})" for near in answer.nearest]
    if answer.notice:
        lines += ["", f"Let op: {answer.notice}"]
    if answer.withheld:
        lines += ["", withheld(len(answer.withheld))]
    if answer.question.text != " ".join(message.split()):
        lines += ["", f"Begrepen als: {answer.question.text}"]
    if answer.question.parts:
        lines += ["", f"Beperkt tot: {'; '.join(part.label for part in answer.question.parts)}"]
    if answer.question.note:
        lines += ["", f"Let op: {answer.question.note}"]
    if answer.expansions:
        lines += ["", f"Ook gezocht op: {expansions(answer)}"]
    return plain("\n".join([*lines, "", NOTICE if answer.composer == "extractive" else MODEL_NOTICE]))


def withheld(number: int) -> str:
    """That sentences of a model were left out, and how to see them."""
    what = (
        "1 zin van het taalmodel is weggelaten" if number == 1 else f"{number} zinnen van het taalmodel zijn weggelaten"
    )
    return f"{what}: de verslagen zeggen het niet zo. Zie --json."


def expansions(answer: Answer) -> str:
    """The words that were searched besides those of the question, as one line."""
    return "; ".join(
        f"{asked} → {', '.join(other for one, other in answer.expansions if one == asked)}"
        for asked in dict.fromkeys(asked for asked, _ in answer.expansions)
    )


def source(passage: Passage) -> str:
    """Where a passage stands, in one line: record, topic, page."""
    parts = [passage.title]
    if passage.date and written(passage.date) not in passage.title:
        parts.append(written(passage.date))
    parts.append(f"onder ‘{passage.topic}’")
    if passage.page:
        parts.append(f"bladzijde {passage.page}")
    return ", ".join(parts)


def hit_json(rank: int, hit: Hit) -> dict[str, Any]:
    """A found passage as JSON."""
    passage = hit.passage
    return {
        "rank": rank,
        "score": round(hit.score, 6),
        "passage_id": passage.id,
        "record_id": passage.record_id,
        "title": passage.title,
        "date": passage.date.isoformat() if passage.date else None,
        "topic": passage.topic,
        "speaker": passage.speaker,
        "page": passage.page,
        "start": passage.span.start,
        "end": passage.span.end,
        "text": passage.text,
    }


def hits_text(hits: Sequence[Hit]) -> str:
    """Found passages for the terminal."""
    if not hits:
        return "Niets gevonden."
    return plain(
        "\n\n".join(
            f"{rank}. {source(hit.passage)}\n   {' '.join(hit.passage.text.split())}"
            for rank, hit in enumerate(hits, 1)
        )
    )
