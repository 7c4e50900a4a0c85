"""`lovp ask`: one question from the command line, or many from standard input, answered as text, JSON or with all it rests on."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING

from assistant.plain import plain, plain_line
from index.errors import UsageError
from index.records import Scope
from index.settings import Settings
from ui.cli_arguments import UNUSABLE
from ui.cli_output import dumped
from ui.cli_scope import scope_from_json, scope_from_options

if TYPE_CHECKING:
    from assistant.answer import Turn
    from assistant.model import Model
    from index.search import Index

_LINE = 'Schrijf: {"question": "...", "history": ["..."], "scope": {"since": "2021"}}'


@dataclass(frozen=True, slots=True)
class _Asking:
    """How questions are asked, and how their answers are shown."""

    settings: Settings
    index: "Index"
    model: "Model | None"
    without: tuple[str, ...]
    as_json: bool
    full: bool


def ask_questions(settings: Settings, options: argparse.Namespace) -> int:
    """Answers the question, or those on standard input; the exit code."""
    from assistant.model import open_model
    from index.search import open_index

    if options.full and not options.json:
        raise UsageError("--full hoort bij --json: lovp ask --json --full VRAAG > antwoord.json")
    scope = scope_from_options(options)
    without = ("period",) if options.all_meetings else ()
    model = open_model(settings)
    with open_index(settings) as index:
        asking = _Asking(settings, index, model, without, options.json, options.full)
        if options.question == "-":
            failed = [_answer_line(asking, line, scope) for line in sys.stdin if line.strip()]
            return UNUSABLE if any(failed) else 0
        print(_answered(asking, options.question, (), scope, line=False))
    return 0


def _answered(asking: _Asking, question: str, turns: "Sequence[Turn]", scope: Scope | None, *, line: bool) -> str:
    """One answer, as it is shown."""
    from assistant.account import account
    from assistant.stream import answered
    from ui import render

    start = perf_counter()
    answer = answered(asking.index, question, turns, model=asking.model, scope=scope, without=asking.without)
    elapsed = (perf_counter() - start) * 1000
    if asking.full:
        told = account(
            asking.index,
            question,
            turns,
            answer,
            scope=scope,
            without=asking.without,
            elapsed_ms=elapsed,
            now=datetime.now(UTC),
            settings=asking.settings,
        )
        return dumped(told, line=line)
    if asking.as_json:
        return dumped(render.answer_json(question, answer, elapsed), line=line)
    text = render.answer_text(question, answer)
    return f"Vraag: {plain_line(question)}\n{text}\n" if line else text


def _answer_line(asking: _Asking, line: str, scope: Scope | None) -> bool:
    """Answers one line of standard input; whether it could not be used. One line out for every line in.

    The scope of the line itself goes before that of the flags.
    """
    from assistant.answer import Turn
    from ui import render

    question = line.strip()
    try:
        question, history, own = _read_line(question)
        turns = [Turn("user", earlier) for earlier in history]
        print(_answered(asking, question, turns, own or scope, line=True), flush=True)
    except UsageError as error:
        shown = (
            dumped(render.error_json(question, str(error)), line=True) if asking.as_json else f"{plain(str(error))}\n"
        )
        print(shown, flush=True)
        return True
    return False


def _read_line(line: str) -> tuple[str, list[str], Scope | None]:
    """A question, the questions before it and its scope, from plain text or a JSON object."""
    if not line.startswith("{"):
        return line, [], None
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"Deze regel is geen geldige JSON. {_LINE}") from error
    question, history = found.get("question"), found.get("history") or []
    if not isinstance(question, str):
        raise UsageError(f"Deze regel heeft geen vraag. {_LINE}")
    if not isinstance(history, list) or not all(isinstance(earlier, str) for earlier in history):
        raise UsageError(f"De eerdere vragen moeten een lijst van teksten zijn. {_LINE}")
    return question, history, scope_from_json(found.get("scope"))
