"""The command `lovp`: English verbs, Dutch output.

Exit codes: 0 it went well, 1 something is wrong (a measure below its floor, an index that can't be used), 2 the command or
the question can't be used as it is, 3 files were skipped. What was not found in the records is no error.
"""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from assistant.plain import plain
from index.errors import UsageError, UserError
from index.records import EVERYTHING
from index.settings import Settings, read_settings
from ui.cli_arguments import UNUSABLE, parser
from ui.cli_ask import ask_questions
from ui.cli_backup import finish_restore, make_backup, restore_backup
from ui.cli_candidates import run as use_candidates
from ui.cli_ledger import show_ledger
from ui.cli_meetings import show_comparison, show_timeline
from ui.cli_output import dumped, progress_bar
from ui.cli_publish import publish_copy
from ui.cli_records import index_examples_if_empty, index_files, show_records, watch_folders
from ui.cli_scope import scope_from_options
from ui.cli_slack import ask_for_tokens, serve_slack
from ui.cli_user import run as use_users
from ui.cli_verify import verify_answer
from ui.logs import set_up

log = logging.getLogger(__name__)

WRONG = 1
_SILENT = "FOUT  Het taalmodel {} geeft geen antwoord."


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit code."""
    _quiet()
    _speak_utf8()
    runs = {
        "index": index_files,
        "watch": watch_folders,
        "ask": ask_questions,
        "search": _search,
        "timeline": show_timeline,
        "compare": show_comparison,
        "ledger": show_ledger,
        "verify": verify_answer,
        "records": show_records,
        "web": _web,
        "slack": serve_slack,
        "mcp": _mcp,
        "user": use_users,
        "eval": _eval,
        "candidates": use_candidates,
        "doctor": _doctor,
        "publish": publish_copy,
        "backup": make_backup,
        "restore": restore_backup,
    }
    options = parser(runs).parse_args(arguments)
    try:
        settings = read_settings()
        set_up(settings)
        if options.run is not restore_backup:
            finish_restore(settings)
        code: int = options.run(settings, options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # `lovp records | head` is no error
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still to be printed goes nowhere
        return 0
    except KeyboardInterrupt:
        print("Gestopt.", file=sys.stderr)
        return 130
    except UserError as error:
        print(plain(str(error)), file=sys.stderr)
        return UNUSABLE if isinstance(error, UsageError) else WRONG
    except OSError as error:
        if error.filename is None:  # else a name that is too long, a folder that isn't there, a full disk
            raise
        log.info("een bestand kon niet worden gelezen of geschreven", exc_info=True)
        print(plain(f"{error.filename} kan niet worden gelezen of geschreven ({error.strerror})."), file=sys.stderr)
        return WRONG


def _quiet() -> None:
    """No telemetry of any library, no warnings of theirs on the user's screen."""
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")


def _speak_utf8() -> None:
    """Whatever the terminal is set to, quotes go out to the letter; a sign that is no text becomes a replacement sign."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace", encoding="utf-8" if stream is sys.stdout else None)


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
    if options.slack:
        ask_for_tokens(settings, http=bool(settings.slack_signing_secret and not settings.slack_app_token))
    from ui.web import serve

    index_examples_if_empty(settings)
    serve(
        settings,
        options.host or settings.host,
        settings.port if options.port is None else options.port,
        open_browser=not options.no_browser,
        slack=options.slack,
    )
    return 0


def _mcp(settings: Settings, options: argparse.Namespace) -> int:
    from ui.cli_mcp import serve_mcp

    return serve_mcp(settings, options)


def _eval(settings: Settings, options: argparse.Namespace) -> int:
    from ui.cli_eval import run

    return run(settings, options)


def _doctor(settings: Settings, options: argparse.Namespace) -> int:
    from index.doctor import examine

    healthy = True
    with progress_bar() as progress:
        for check in examine(settings, repair=options.repair, progress=progress):
            healthy = healthy and check.good
            print(f"{'goed ' if check.good else 'FOUT '} {check.text}")
    if settings.slack_bot_token or settings.slack_app_token:
        from ui.slack.doctor import checks

        for check in checks(settings):
            healthy = healthy and check.good
            print(f"{'goed ' if check.good else 'FOUT '} {check.text}")
    if settings.model_url:
        from assistant.model import Message, ModelError, open_model

        model = open_model(settings)
        try:
            said = "".join(model.write([Message("user", "Antwoord met één woord: ja.")])) if model else ""
            print(
                f"goed  Het taalmodel {settings.model} antwoordt." if said.strip() else _SILENT.format(settings.model)
            )
            healthy = healthy and bool(said.strip())
        except ModelError as error:
            healthy = False
            print(f"FOUT  {error}")
    return 0 if healthy else WRONG


if __name__ == "__main__":
    sys.exit(main())
