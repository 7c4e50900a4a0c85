"""`lovp eval`: the known facts, as a table, a file or a page; runs side by side."""

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from index.errors import UsageError
from index.settings import Settings
from ui.cli_output import dumped, progress_bar

_LAST, _BEFORE = "laatste", "vorige"
_KEPT = "Bewaard: {path}"


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Runs the known facts, or compares runs that were kept; the exit code is that of the gate."""
    _check(options)
    if options.compare:
        return _compare(settings, options)
    from eval.suite import Plan

    plan = Plan(
        facts=options.facts,
        records=options.records,
        sets=tuple(options.set or ()),
        pin=options.pin,
        lower=options.allow_regression,
        reveal=options.reveal,
        with_model=options.model,
        judge=_judge(settings) if options.judge else None,
        jobs=options.jobs,
    )
    if plan.with_model and not settings.model_url:
        raise UsageError("Er is geen taalmodel ingesteld. Geef LOVP_MODEL_URL en LOVP_MODEL.")
    if options.matrix:
        return _matrix(settings, plan, options)
    from eval.run_file import keep, write
    from eval.suite import evaluate

    with progress_bar() as progress:
        outcome = evaluate(settings, plan, progress)
    kept = keep(settings.home, outcome.run, own=bool(options.facts or options.records))
    if options.json == Path("-"):
        print(dumped(outcome.run))
    else:
        print(outcome.text)
        print(_KEPT.format(path=kept), file=sys.stderr)
        if options.json:
            write(options.json, outcome.run)
    if options.html:
        _write_page(settings, options, outcome.run)
    return outcome.code


def _check(options: argparse.Namespace) -> None:
    """Refuses options that say nothing together, and a place for the outcome that isn't there, before anything is measured."""
    for target in (options.json, options.html):
        if target is not None and not os.path.isdir(target.parent):  # noqa: PTH112 - that of Path fails on a name too long
            raise UsageError(f"De map {target.parent} is er niet. Maak haar eerst, of kies een andere.")
    own = options.facts or options.records
    for wrong, why in (
        (own and options.set, "--set kiest uit de feiten die meekomen, dus niet samen met --facts of --records."),
        (own and options.pin, "--pin geldt voor de feiten die meekomen, dus niet samen met --facts of --records."),
        (options.allow_regression and not options.pin, "--allow-regression hoort bij --pin."),
        (options.pin and (options.model or options.matrix), "--pin gaat over antwoorden zonder taalmodel."),
        (options.matrix and (options.json or options.html), "--matrix schrijft elke meting zelf weg."),
        (options.compare and options.html, "--compare heeft geen pagina; gebruik --json."),
        (options.jobs < 0, "--jobs is een aantal processen: 1 of meer."),
    ):
        if wrong:
            raise UsageError(why)


def _judge(settings: Settings) -> Any:
    from assistant.model import open_model

    if settings.judge_url and not settings.judge:
        raise UsageError(
            "LOVP_JUDGE_URL is ingevuld, maar LOVP_JUDGE niet: geef de naam van het taalmodel op dat adres."
        )
    if settings.judge_url:
        chosen = replace(settings, model_url=settings.judge_url, model=settings.judge, model_key=settings.judge_key)
    else:
        chosen = settings
    model = open_model(chosen)
    if model is None:
        raise UsageError("Er is geen taalmodel om te oordelen. Geef LOVP_JUDGE_URL en LOVP_JUDGE.")
    return model


def _matrix(settings: Settings, plan: Any, options: argparse.Namespace) -> int:
    from eval.matrix import lines, matrix
    from eval.run_file import keep

    own = bool(options.facts or options.records)
    with progress_bar() as progress:
        cells = matrix(settings, plan, options.matrix, progress)
    print("\n".join(lines(cells)))
    for cell in cells:
        print(_KEPT.format(path=keep(settings.home, cell.run, own=own)), file=sys.stderr)
    return 0


def _compare(settings: Settings, options: argparse.Namespace) -> int:
    from eval.compare import as_json, compare, lines
    from eval.run_file import read_run
    from eval.sets import TEST

    old, new = (read_run(_run(settings, one)) for one in options.compare)
    changes = compare(old, new)
    if options.json == Path("-"):
        print(dumped(as_json(changes)))
        return 0
    hidden = frozenset() if options.reveal else frozenset(one["name"] for one in new["sets"] if one["split"] == TEST)
    print("\n".join(lines(changes, hidden)))
    if options.json:
        options.json.write_text(dumped(as_json(changes)) + "\n", "utf-8")
    return 0


def _run(settings: Settings, name: str) -> Path:
    """The file of a run: as it is given, or the last or last but one that was kept."""
    from eval.run_file import kept_runs

    if name not in {_LAST, _BEFORE}:
        return Path(name)
    runs, back = kept_runs(settings.home), 1 if name == _LAST else 2
    if len(runs) < back:
        raise UsageError(f"Er is nog geen {name} meting. Draai eerst: lovp eval")
    return runs[-back]


def _write_page(settings: Settings, options: argparse.Namespace, run_: dict[str, Any]) -> None:
    from eval.report_html import report_html
    from eval.run_file import history

    earlier = [one for one in history(settings.home) if one["at"] < run_["at"]]
    options.html.write_text(report_html(run_, earlier, reveal=options.reveal), "utf-8")
