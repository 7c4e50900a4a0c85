"""The newest evaluation report as a page of its own, at `/kwaliteit`: made once for each run, served under a policy of its own.

Whoever asks gets the newest run that can be read. A run that is being written or was broken off is passed over, not an error.
"""

import logging
import math
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from eval.run_file import RunFileError, kept_runs, read_run
from ui import web_text

if TYPE_CHECKING:
    from fastapi import FastAPI

log = logging.getLogger(__name__)

PATH = "/kwaliteit"
# nothing from anywhere but what stands in the page, which has no script, and in a frame of ours only
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
_HISTORY = 20  # runs before it that the report can look back on; reading one takes some 20 ms
_STYLE = """
:root { color-scheme: light dark; --paper: #f7f6f2; --ink: #1b2430; }
@media (prefers-color-scheme: dark) { :root { --paper: #12161c; --ink: #e6e9ee; } }
body { margin: 0; padding: 1.25rem 2.5rem; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
@media (max-width: 40rem) { body { padding-inline: 1rem; } }
h1 { margin: 0 0 0.25rem; font-size: 1.25rem; line-height: 1.3; }
p { margin: 0; }
code { font: 1em ui-monospace, monospace; }
p + p, .limits, .limits + p { margin-top: 0.75rem; }
p { max-width: 70ch; }
.limits { overflow-x: auto; }
.limits:focus-visible { outline: 3px solid currentColor; }
table { border-collapse: collapse; font-size: 0.9375rem; line-height: 1.45; }
caption { padding-bottom: 0.375rem; text-align: left; font-weight: 600; }
th, td { padding: 0.5rem 1rem 0.5rem 0; text-align: left; vertical-align: top; border-top: 1px solid; }
th, td { border-color: color-mix(in srgb, currentColor 25%, transparent); }
tbody th { font-weight: 500; }
td { font-variant-numeric: tabular-nums; }
small { display: block; font-size: 0.9375rem; opacity: 0.85; }
"""

Run = dict[str, Any]
Report = Callable[[Run, Sequence[Run]], str]
"""A run and those before it, oldest first and without their rows, to a page."""


class Quality:
    """Holds the page of the newest run, so that it isn't made for every reader."""

    def __init__(self, home: Path, report: Report | None = None) -> None:
        """Reads nothing yet.

        Args:
            home: the folder with `eval/*.json`.
            report: makes the page; `eval.report_html` when None.
        """
        self._home = home
        self._report = report or _report
        self._lock = threading.Lock()
        self._made: tuple[object, str] = (None, "")

    def html(self) -> str:
        """The page; one that says that there is no run when there is none that can be read."""
        with self._lock:
            files = kept_runs(self._home)[::-1]
            newest = _state(files)
            if self._made[0] != newest:
                self._made = newest, self._page(files) or _empty()
            return self._made[1]

    def _page(self, files: Sequence[Path]) -> str | None:
        for n, file in enumerate(files):
            run = _read(file)
            if run is None:
                continue
            try:
                return self._report(run, _before(files[n + 1 :]))
            except Exception:
                log.exception("van de meting %s kon geen verslag worden gemaakt", file.name)
        return None


def _state(files: Sequence[Path]) -> object:
    """Differs when the newest file is another, or was written on."""
    try:
        about = files[0].stat() if files else None
    except OSError:
        about = None
    return (files[0].name, about and (about.st_mtime_ns, about.st_size)) if files else ("", None)


def _read(file: Path) -> Run | None:
    try:
        run = read_run(file)
    except (RunFileError, RecursionError) as error:
        log.warning("de meting %s wordt overgeslagen: %s", file.name, error)
        return None
    return run if all(isinstance(one, dict) for one in run["sets"]) else None


def _before(files: Sequence[Path]) -> list[Run]:
    """The runs in these files, newest first, as a history: oldest first, without the questions, which would fill memory."""
    runs = [run for run in map(_read, files[:_HISTORY]) if run is not None]
    return [{**run, "sets": [{**one, "rows": []} for one in run["sets"]]} for run in reversed(runs)]


def _report(run: Run, history: Sequence[Run]) -> str:
    from eval.report_html import report_html

    return report_html(run, history, reveal=False)


def _empty() -> str:
    return str(
        Markup(
            '<!doctype html><html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            "<title>{}</title><style>{}</style></head><body><main><h1>{}</h1><p>{}<code>{}</code>.</p>{}</main></body></html>"
        ).format(
            web_text.QUALITY,
            Markup(_STYLE),  # noqa: S704  # our own style sheet
            web_text.NO_REPORT,
            web_text.NO_REPORT_HOW,
            web_text.NO_REPORT_COMMAND,
            _limits(),
        )
    )


def _limits() -> Markup:
    """The floors that every change of the program is held to: what can be said of the answers without a run."""
    from eval.floors import read_floors
    from eval.sets import SETS

    floors = read_floors()
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}{}</th><td>{}</td><td>{}</td><td>{}</td></tr>').format(
            one.title,
            Markup("<small>{}</small>").format(web_text.LIMITS_NEW) if one.test else "",
            f"{math.floor(_percent(floors[one.name].floors['right']))}%",
            *(f"{math.ceil(_percent(floors[one.name].ceilings[name]))}%" for name in ("false_answer", "over_refusal")),
        )
        for one in SETS
    )
    heads = Markup("").join(Markup('<th scope="col">{}</th>').format(head) for head in web_text.LIMITS_HEADS)
    return Markup(
        '<p>{}</p><div class="limits" tabindex="0" role="region" aria-label="{}"><table><caption>{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div><p>{}</p>"
    ).format(
        web_text.NO_REPORT_LIMITS,
        web_text.LIMITS_CAPTION,
        web_text.LIMITS_CAPTION,
        heads,
        rows,
        web_text.LIMITS_NOTE,
    )


def _percent(share: float) -> float:
    return round(share * 1000) / 10  # pinned to a thousandth; times 100 would make .29 a little less than 29


def add_quality(site: "FastAPI", quality: Callable[[], str]) -> None:
    """Serves the page that `quality` gives."""
    from fastapi.responses import HTMLResponse

    def shown() -> HTMLResponse:
        return HTMLResponse(quality(), headers={"content-security-policy": _POLICY, "cache-control": "no-store"})

    site.get(PATH)(shown)
