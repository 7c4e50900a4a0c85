"""A timeline and a comparison as JSON: the values for programs, and the text that `render.answer_text` shows people."""

from typing import Any

from assistant.answer import Answer
from assistant.compare import Comparison, Spoken
from assistant.places import Place
from assistant.timeline import Moment, Timeline
from index.gaps import Gap


def timeline_json(line: Timeline, answer: Answer, elapsed_ms: float) -> dict[str, Any]:
    """A timeline as one JSON object: the moments for programs, and the text for people.

    Args:
        line: the timeline.
        answer: the same as text with its citations.
        elapsed_ms: how long that took, in milliseconds.
    """
    return {
        "topic": line.topic,
        "names": list(line.names),
        "answered": answer.answered,
        "answer": answer.text,
        "moments": [_moment_json(moment, answer) for moment in line.moments],
        "silent": [day.isoformat() for day in line.silent],
        "aside": [day.isoformat() for day in line.aside],
        "left_out": [day.isoformat() for day in line.left_out],
        "missing": [_gap_json(gap) for gap in line.missing],
        "elapsed_ms": round(elapsed_ms, 1),
    }


def comparison_json(found: Comparison, answer: Answer, elapsed_ms: float) -> dict[str, Any]:
    """A comparison as one JSON object: what is continued, new and dropped, and the text for people."""
    return {
        "first": found.first.isoformat(),
        "second": found.second.isoformat(),
        "answered": answer.answered,
        "answer": answer.text,
        "continued": [
            {
                "first": _spoken_json(pair.first, answer),
                "second": _spoken_json(pair.second, answer),
                "likeness": pair.likeness,
            }
            for pair in found.continued
        ],
        "new": [_spoken_json(one, answer) for one in found.new],
        "dropped": [_spoken_json(one, answer) for one in found.dropped],
        "elapsed_ms": round(elapsed_ms, 1),
    }


def _moment_json(moment: Moment, answer: Answer) -> dict[str, Any]:
    return {
        "date": moment.day.isoformat(),
        "title": moment.title,
        "topic": moment.topic,
        "worth": round(moment.worth, 3),
        "quotes": [_place_json(place, answer) for place in moment.places],
    }


def _spoken_json(one: Spoken, answer: Answer) -> dict[str, Any]:
    return {"topic": one.topic, "quote": _place_json(one.place, answer)}


def _place_json(place: Place, answer: Answer) -> dict[str, Any]:
    """A quote and where it stands; `n` is its number in the text, None for one that the text leaves out."""
    passage = place.passage
    key = passage.record_id, place.span
    return {
        "n": next((c.n for c in answer.citations if (c.passage.record_id, c.span) == key), None),
        "record_id": passage.record_id,
        "date": passage.date.isoformat() if passage.date else None,
        "topic": passage.topic,
        "speaker": place.speaker or passage.speaker,
        "page": passage.page,
        "start": place.span.start,
        "end": place.span.end,
        "quote": place.quote,
    }


def _gap_json(gap: Gap) -> dict[str, Any]:
    return {
        "date": gap.day.isoformat() if gap.day else None,
        "until": gap.until.isoformat() if gap.until else None,
        "record_id": gap.record_id,
        "text": gap.text,
    }
