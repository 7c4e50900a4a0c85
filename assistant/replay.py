"""Going over a kept answer: is the file untouched, is every quote literal, are the records the same, and the answer again?

Each question is answered on its own, so that the report says what holds and what doesn't. Without an index the first two can be
answered still. An answer that a model worded is not asked again, for a model needn't say the same twice: its
sentences go through the gates once more.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant import phrases_verify as phrases
from assistant.account import about, digest, sha256, versions
from assistant.account_file import account_to_answer, day_of, history_of, scope_of
from assistant.answer import Answer, Citation
from assistant.ask import QuestionError, ask
from assistant.gates import checked
from index.records import Span
from index.search import Index

MODEL = "llm:"  # how the composer of an answer begins that a model worded
_MARKER = re.compile(r"\[(\d{1,4})\]")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `good` is None when it couldn't be; `text` says it in Dutch, `check` names it to programs."""

    check: str
    good: bool | None
    text: str


def verify(told: dict[str, Any], index: Index | None, why_not: str = phrases.NO_INDEX) -> list[Finding]:
    """What holds of an account, and what doesn't.

    Args:
        told: the account, of the right shape (`account_file.read_account`).
        index: the records as they are now; None when there are none at hand.
        why_not: what to say when there are none, in Dutch.
    """
    answer = account_to_answer(told)
    worded = answer.composer.startswith(MODEL) and answer.answered
    found = [_untouched(told), *_offline(told, answer), *(_gated(answer) if worded else ())]
    if index is None:
        return [*found, Finding("index", None, why_not)]
    found += [_record(index, one, citation, near) for one, citation, near in _places(told, answer)]
    return found if worded else [*found, _again(index, told, answer)]


def _untouched(told: dict[str, Any]) -> Finding:
    same = digest(told) == told["sha256"]
    return Finding("hash", same, phrases.UNTOUCHED if same else phrases.TOUCHED)


def _places(told: dict[str, Any], answer: Answer) -> Iterator[tuple[dict[str, Any], Citation, bool]]:
    """Each quote as it was told and as a value, and whether it only comes near."""
    for name, citations in (("citations", answer.citations), ("nearest", answer.nearest)):
        for one, citation in zip(told[name], citations, strict=True):
            yield one, citation, name == "nearest"


def _offline(told: dict[str, Any], answer: Answer) -> Iterator[Finding]:
    """What the file itself shows: the numbers, the quotes in their context, the short answer in its quote."""
    if answer.answered == (not answer.citations):
        yield Finding("markers", False, phrases.NO_QUOTES_WRONG if answer.answered else phrases.MARKERS_WRONG)
    elif not answer.citations:
        yield Finding("markers", True, phrases.NO_QUOTES)
    else:
        right = _markers(answer)
        yield Finding("markers", right, phrases.MARKERS if right else phrases.MARKERS_WRONG)
    for _, citation, near in _places(told, answer):
        name = phrases.quote(citation.n, near)
        right = bool(citation.quote.strip()) and _at(citation, citation.passage.span.start) == citation.quote
        yield Finding("quote", right, phrases.literal(name) if right else phrases.not_literal(name))
    if answer.mark is not None:
        right = _marked(answer)
        yield Finding("short", right, phrases.SHORT if right else phrases.SHORT_WRONG)
    quotes = {citation.n: _single(citation.quote) for citation in answer.citations}
    if not all(one.words.strip() and _single(one.words) in quotes.get(one.n, "") for one in answer.explanations):
        yield Finding("explanation", False, phrases.EXPLAINED_WRONG)


def _at(citation: Citation, offset: int) -> str:
    """What stands at a citation's span in its context, which begins at that character of the record."""
    start = citation.span.start - offset
    return citation.passage.text[start : citation.span.end - offset] if start >= 0 else ""


def _markers(answer: Answer) -> bool:
    """Whether the numbers of an answer are 1 to m in order of first use, each with one citation whose words are in it."""
    text = answer.text
    for citation in answer.citations:
        text = text.replace(_single(citation.quote), "")  # a record may hold "[3]" itself
    used = list(dict.fromkeys(int(n) for n in _MARKER.findall(text)))
    right = used == list(range(1, len(used) + 1)) == [citation.n for citation in answer.citations]
    quoted = all(f"{_single(citation.quote)}” [{citation.n}]" in answer.text for citation in answer.citations)
    return right and (quoted or answer.composer.startswith(MODEL))


def _marked(answer: Answer) -> bool:
    """Whether the short answer is what stands at its mark."""
    mark = answer.mark
    citation = next((one for one in answer.citations if mark is not None and one.n == mark.n), None)
    if mark is None or citation is None or not mark.span.within(citation.span):
        return False
    words = Span(mark.span.start - citation.span.start, mark.span.end - citation.span.start).of(citation.quote)
    return _single(words).casefold() == _single(answer.short or "").casefold() != ""


def _gated(answer: Answer) -> list[Finding]:
    """The sentences of a model through the gates once more, by the words that were kept around each quote."""
    told = checked(answer.text, [citation.passage for citation in answer.citations])
    wrong = [Finding("gates", False, phrases.withheld_now(fault.text, fault.why)) for _, fault in told if fault]
    return wrong or [Finding("gates", True, phrases.SAME_GATES)]


def _record(index: Index, one: dict[str, Any], citation: Citation, near: bool) -> Finding:
    """Whether the record of a quote is as it was, and else what became of the words."""
    name, title = phrases.quote(citation.n, near), one["title"]
    if one["record_sha256"] is None:
        return Finding("record", None, phrases.unknown_record(name, title))
    record = index.store.record(one["record_id"])
    if record is None:
        return Finding("record", False, phrases.gone(name, title))
    if sha256(record.text) != one["record_sha256"]:
        there = _single(citation.quote) in _single(record.text)
        return Finding("record", False, phrases.moved(name, title) if there else phrases.changed(name, title))
    around = citation.passage.span
    if citation.span.of(record.text) != citation.quote or around.of(record.text) != citation.passage.text:
        return Finding("record", False, phrases.not_there(name, title))
    if [title, one["dates"]] != [record.title, [day.isoformat() for day in record.dates]]:
        return Finding("record", False, phrases.other_label(name, title))
    return Finding("record", True, phrases.same_record(name, title))


def _again(index: Index, told: dict[str, Any], before: Answer) -> Finding:
    """The same question once more, with the scope, history and day of then."""
    try:
        now = ask(
            index,
            told["question"],
            history_of(told),
            scope=scope_of(told["given_scope"]) if told["given_scope"] else None,
            without=told["without"],
            today=day_of(told["today"]),
        )
    except QuestionError as error:
        return Finding("replay", False, f"{phrases.CANT_ASK} {error}")
    differ = [
        what
        for what, then, today in (
            (phrases.TEXT, before.text, now.text),
            (phrases.QUOTES, _keys(before), _keys(now)),
            (phrases.SHORT_ANSWER, before.short, now.short),
        )
        if then != today
    ]
    if not differ:
        return Finding("replay", True, phrases.SAME_ANSWER)
    return Finding("replay", False, phrases.other_answer(differ, _reasons(index, told) or [_else(told)]))


def _else(told: dict[str, Any]) -> str:
    """Why an answer differs when nothing it hangs on does."""
    return phrases.UNKNOWN_REASON if _untouched(told).good else phrases.FILE_CHANGED


def _keys(answer: Answer) -> list[tuple[int, str, Span, str]]:
    return [(one.n, one.passage.record_id, one.span, one.quote) for one in (*answer.citations, *answer.nearest)]


def _reasons(index: Index, told: dict[str, Any]) -> list[str]:
    """What is otherwise than it was, that an answer hangs on."""
    then, now = told["index"], about(index)
    found = []
    if _less(then["recipe"]) != _less(now["recipe"]) or then["reranker"] != now["reranker"]:
        found.append(phrases.OTHER_RECIPE)
    if then["records_sha256"] != now["records_sha256"]:
        found.append(phrases.OTHER_RECORDS)
    if told["versions"] != versions():
        found.append(phrases.OTHER_PROGRAM)
    return found


def _less(recipe: dict[str, Any] | None) -> dict[str, Any]:
    """A recipe without the setting that its encoder was opened with, which makes no difference."""
    return {name: value for name, value in (recipe or {}).items() if name != "opened_as"}


def _single(text: str) -> str:
    return " ".join(text.split())
