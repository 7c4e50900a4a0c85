"""Where a user says beforehand which meetings, agenda topic and speaker are searched, and what is set stands in sight.

What is chosen is one of what there is, so that nothing can be set that no record has; of a topic a few words will do. The bounds
stay until they are taken away.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from markupsafe import Markup

from assistant.answer import PartKind
from assistant.phrases_meetings import heading
from assistant.question import given_parts
from assistant.roles import SPEAKERS
from assistant.scope_parts import matching_topics
from assistant.telling import is_formal
from index.concepts import question_concepts
from index.dates import written
from index.errors import UsageError
from index.records import EVERYTHING, Scope
from index.search import Index
from index.vocabulary import Vocabulary
from ui import web_text
from ui.web_chat import wider
from ui.web_html import shown_plain
from ui.web_pages import options

_T = TypeVar("_T")
FIELDS = ("meeting", "since", "until", "topic", "speaker")


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from: the days of the meetings, the topics without their numbers, and who speaks; each once."""

    meetings: tuple[date, ...] = ()
    topics: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()


def choices(index: Index) -> Choices:
    """What the records have, as they are now.

    Beside the speakers whom a record names at a topic these are the roles of which it has the word: whose turn it is within a topic
    is worked out when a question is asked.
    """
    snapshot = index.snapshot()
    topics = {" ".join(heading(topic).split()) for topic in snapshot.topics if not is_formal(topic)}
    speakers = {speaker.casefold(): speaker for speaker in SPEAKERS if _is_told_of(speaker, snapshot.vocabulary)}
    speakers |= {speaker.casefold(): speaker for speaker in snapshot.speakers if speaker}
    return Choices(snapshot.meetings, _sorted(topics), _sorted(speakers.values()))


def _is_told_of(speaker: str, vocabulary: Vocabulary) -> bool:
    return all(concept.known for concept in question_concepts(speaker, vocabulary))


def _sorted(words: Iterable[str]) -> tuple[str, ...]:
    """Words by the alphabet, each once whatever its capitals."""
    return tuple(sorted({word.casefold(): word for word in sorted(words)}.values(), key=str.casefold))


def scope_from(chosen: Mapping[str, object], there: Choices) -> Scope | None:
    """The bounds that the form sends; None when all of it is left open.

    Raises:
        UsageError: something that can't be chosen, or a period that ends before it begins.
    """
    values = {name: chosen.get(name) or "" for name in FIELDS}
    if not all(isinstance(value, str) for value in values.values()):
        raise UsageError(web_text.NOT_A_CHOICE)
    days = {day.isoformat(): day for day in there.meetings}
    given = {name: " ".join(str(value).split()) for name, value in values.items()}
    meeting, since, until = (_one(given[name], days) for name in FIELDS[:3])
    if meeting is not None and (since or until):
        raise UsageError(web_text.MEETING_OR_PERIOD)
    if meeting is not None:
        since = until = meeting
    if since is not None and until is not None and since > until:
        raise UsageError(web_text.WRONG_WAY_ROUND)
    if given["topic"] and not matching_topics(given["topic"], there.topics):
        raise UsageError(web_text.NO_SUCH_TOPIC)
    speaker = _one(given["speaker"], {speaker: speaker for speaker in there.speakers})
    scope = Scope(since, until, given["topic"] or None, speaker)
    return None if scope == EVERYTHING else scope


def scope_of(kept: object, there: Choices) -> Scope | None:
    """The bounds that the browser kept of a tab, as the JSON of its form; None for what is no longer there to choose."""
    try:
        told = json.loads(kept) if isinstance(kept, str) else None
        return scope_from(told, there) if isinstance(told, dict) else None
    except (ValueError, RecursionError, UsageError):
        return None


def _one(given: str, there: Mapping[str, _T]) -> _T | None:
    if not given:
        return None
    if given not in there:
        raise UsageError(web_text.NOT_A_CHOICE)
    return there[given]


def narrow_html(there: Choices, scope: Scope | None, notice: str = "") -> Markup:
    """The bounds that are set, each with a button that takes it away, and the form to set them."""
    given = scope or EVERYTHING
    chips = Markup("").join(
        Markup(
            '<li>{}<button type="button" class="without" data-kind="{}" aria-label="{}" title="{}">'
            '<span aria-hidden="true">\N{MULTIPLICATION SIGN}</span></button></li>'
        ).format(part.label, part.kind.value, label, label)
        for part in given_parts(given)
        for label in [web_text.WIDEN + part.label]
    )
    shown = Markup('<div class="scope"><span>{}</span><ul>{}</ul></div>').format(web_text.SEARCHES_IN, chips)
    return shown_plain(
        Markup(
            '<div class="narrow">{}<button type="button" class="open" aria-expanded="false" aria-controls="narrow-form">{}</button>'
            '<form id="narrow-form" hidden aria-label="{}">{}{}<p class="actions">'
            '<button type="submit" class="first">{}</button> <button type="button" class="cancel">{}</button></p></form></div>'
        ).format(
            shown if chips else "",
            web_text.NARROW,
            web_text.NARROW,
            _fields(there, given),
            Markup('<p class="notice" role="alert">{}</p>').format(notice) if notice else "",
            web_text.NARROW_SET,
            web_text.CANCEL,
        )
    )


def _fields(there: Choices, given: Scope) -> Markup:
    days = [(day.isoformat(), written(day)) for day in reversed(there.meetings)]
    since, until = (day.isoformat() if day else "" for day in (given.since, given.until))
    meeting = since if since == until else ""
    if meeting:
        since = until = ""
    topics = Markup("").join(Markup('<option value="{}"></option>').format(topic) for topic in there.topics)
    return Markup("").join(
        (
            _select("meeting", web_text.MEETING, [("", web_text.ALL_MEETINGS), *days], meeting),
            _select("since", web_text.SINCE, [("", web_text.THE_FIRST), *days], since),
            _select("until", web_text.UNTIL, [("", web_text.THE_LAST), *days], until),
            Markup(
                '<div><label for="narrow-topic">{}</label><input id="narrow-topic" name="topic" list="narrow-topics" value="{}" '
                'autocomplete="off" placeholder="{}"><datalist id="narrow-topics">{}</datalist></div>'
            ).format(web_text.TOPIC, given.topic or "", web_text.ALL_TOPICS, topics),
            _select("speaker", web_text.SPEAKER, _speakers(there.speakers), given.speaker or ""),
        )
    )


def _speakers(speakers: Sequence[str]) -> list[tuple[str, str]]:
    return [("", web_text.EVERYBODY), *((speaker, speaker) for speaker in speakers)]


def _select(name: str, label: str, values: Sequence[tuple[str, str]], chosen: str) -> Markup:
    return Markup('<div><label for="narrow-{}">{}</label><select id="narrow-{}" name="{}">{}</select></div>').format(
        name, label, name, name, options(values, chosen)
    )


def widened(scope: Scope | None, kind: object) -> Scope | None:
    """The bounds less those of one kind, as the browser names it; unchanged for what is no kind."""
    return wider(scope, PartKind(kind)) if isinstance(kind, str) and kind in set(PartKind) else scope
