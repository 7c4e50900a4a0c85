"""The command `lovp`: English verbs, Dutch output.

Exit codes: 0 it went well, 1 something is wrong (a measure below its floor, an index that can't be used), 2 the command or
the question can't be used as it is, 3 files were skipped. What was not found in the records is no error.
"""

import argparse
import json
import logging
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from time import perf_counter
from typing import Any

from index.errors import UsageError, UserError
from index.records import EVERYTHING, Scope
from index.settings import Settings, read_settings
from ui.cli_arguments import UNUSABLE, parser
from ui.cli_ledger import show_ledger
from ui.cli_meetings import show_comparison, show_timeline
from ui.cli_output import dumped, progress_bar
from ui.cli_records import index_examples_if_empty, index_files, show_records, watch_folders
from ui.cli_scope import scope_from_json, scope_from_options
from ui.cli_verify import verify_answer

WRONG = 1
_LINE = 'Schrijf: {"question": "...", "history": ["..."], "scope": {"since": "2021"}}'


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit code."""
    _quiet()
    _speak_utf8()
    runs = {
        "index": index_files,
        "watch": watch_folders,
        "ask": _ask,
        "search": _search,
        "timeline": show_timeline,
        "compare": show_comparison,
        "ledger": show_ledger,
        "verify": verify_answer,
        "records": show_records,
        "web": _web,
        "eval": _eval,
        "doctor": _doctor,
    }
    options = parser(runs).parse_args(arguments)
    try:
        code: int = options.run(read_settings(), options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # `lovp records | head` is no error
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still to be printed goes nowhere
        return 0
    except KeyboardInterrupt:
        print("Gestopt.", file=sys.stderr)
        return 130
    except UserError as error:
        print(error, file=sys.stderr)
        return UNUSABLE if isinstance(error, UsageError) else WRONG


def _quiet() -> None:
    """No telemetry of any library, no warnings of theirs on the user's screen."""
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")


def _speak_utf8() -> None:
    """Whatever the terminal is set to, quotes go out to the letter; a sign that is no text becomes a replacement sign."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace", encoding="utf-8" if stream is sys.stdout else None)


def _ask(settings: Settings, options: argparse.Namespace) -> int:
    from index.search import open_index

    scope = scope_from_options(options)
    without = ("period",) if options.all_meetings else ()
    with open_index(settings) as index:
        if options.question == "-":
            failed = [_answer_line(index, line, options.json, scope, without) for line in sys.stdin if line.strip()]
            return UNUSABLE if any(failed) else 0
        from assistant.ask import ask
        from ui import render

        start = perf_counter()
        answer = ask(index, options.question, scope=scope, without=without)
        elapsed = (perf_counter() - start) * 1000
    print(
        dumped(render.answer_json(options.question, answer, elapsed))
        if options.json
        else render.answer_text(options.question, answer)
    )
    return 0


def _answer_line(index: Any, line: str, as_json: bool, scope: Scope | None, without: Sequence[str]) -> bool:
    """Answers one line of standard input; whether it could not be used. One line out for every line in.

    The scope of the line itself goes before that of the flags.
    """
    from assistant.answer import Turn
    from assistant.ask import ask
    from ui import render

    start = perf_counter()
    question = line.strip()
    try:
        question, history, own = _read_line(question)
        turns = [Turn("user", earlier) for earlier in history]
        answer = ask(index, question, turns, scope=own or scope, without=without)
    except UsageError as error:
        print(
            dumped(render.error_json(question, str(error)), line=True) if as_json else f"{error}\n",
            flush=True,
        )
        return True
    elapsed = (perf_counter() - start) * 1000
    if as_json:
        print(dumped(render.answer_json(question, answer, elapsed), line=True), flush=True)
    else:
        print(f"Vraag: {question}\n{render.answer_text(question, answer)}\n", flush=True)
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


def _search(settings: Settings, options: argparse.Namespace) -> int:
    from assistant.narrow import search_in
    from index.search import open_index
    from ui import render

    text = " ".join(options.words)
    if not text.strip() or options.k < 1:
        raise UsageError("Geef woorden om op te zoeken, en een aantal van 1 of meer.")
    scope = scope_from_options(options)
    with open_index(settings) as index:
        hits = search_in(index, text, scope or EVERYTHING, options.k)
    print(
        dumped([render.hit_json(rank, hit) for rank, hit in enumerate(hits, 1)])
        if options.json
        else render.hits_text(hits)
    )
    return 0


def _web(settings: Settings, options: argparse.Namespace) -> int:
    from ui.web import serve

    index_examples_if_empty(settings)
    serve(
        settings,
        options.host or settings.host,
        settings.port if options.port is None else options.port,
        open_browser=not options.no_browser,
    )
    return 0


def _eval(settings: Settings, options: argparse.Namespace) -> int:
    from eval.suite import evaluate

    with progress_bar() as progress:
        outcome = evaluate(settings, options.facts, options.records, repin=options.pin, progress=progress)
    print(outcome.text)
    if options.json:
        options.json.write_text(dumped(outcome.json) + "\n", "utf-8")
    return outcome.code


def _doctor(settings: Settings, options: argparse.Namespace) -> int:
    from index.doctor import examine

    healthy = True
    with progress_bar() as progress:
        for check in examine(settings, repair=options.repair, progress=progress):
            healthy = healthy and check.good
            print(f"{'goed ' if check.good else 'FOUT '} {check.text}")
    return 0 if healthy else WRONG


if __name__ == "__main__":
    sys.exit(main())
