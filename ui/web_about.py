"""What the assistant is, how it works, what it can't, what is kept of its users, and how accessible it is.

Figures come from the newest kept run, never from here; what is told of the settings is what is set.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from assistant.plain import plain_line
from eval.labels import written
from eval.run_file import RunFileError, kept_runs, read_run
from index.settings import Settings
from ui import web_text, web_text_about
from ui.web_desk import Desk
from ui.web_manual import PATH as MANUAL
from ui.web_pages import Asked, Draw, Page
from ui.web_quality import PATH as QUALITY

_MEASURES = ("right", "false_answer", "over_refusal")
_HEADS = (
    web_text_about.SET,
    web_text_about.SPLIT,
    web_text_about.RIGHT,
    web_text_about.FALSE,
    web_text_about.OVER_REFUSAL,
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What the newest run says: its day, and a row for each set of questions, in the order of the heads of the table."""

    day: date | None
    rows: tuple[tuple[str, ...], ...]


def about_page(desk: Desk) -> Draw:
    """Draws the page; nothing is asked of it."""

    def draw(asked: Asked) -> Page:
        settings, overview = desk.settings, desk.overview()
        host = model_host(settings)
        sections = (
            (web_text_about.FOR_WHOM, _texts(web_text_about.FOR_WHOM_TEXT)),
            (web_text_about.AUTOMATED, _texts(web_text_about.AUTOMATED_TEXT)),
            (web_text_about.STEPS, _listed(web_text_about.STEPS_LIST, "ol") + _texts([_model(host)])),
            (web_text_about.LIMITS, _listed(web_text_about.LIMITS_LIST)),
            (web_text_about.FIGURES, _figures(newest_figures(settings.home))),
            (
                web_text_about.PRIVACY,
                _listed(
                    [
                        *_sent(settings, host),
                        *web_text_about.PRIVACY_LIST,
                        *_kept(settings),
                    ]
                ),
            ),
            (web_text_about.ACCESS, _accessibility()),
            (web_text_about.CONTACT, _contact(settings.contact)),
            (web_text_about.MANUAL, _manual()),
            (
                web_text_about.VERSION,
                _facts(
                    (
                        (web_text_about.VERSION_OF, _version()),
                        (web_text_about.RECORDS, str(desk.index.snapshot().records)),
                        (web_text_about.PERIOD, web_text_about.between(overview.first, overview.last)),
                        (web_text_about.WRITER, f"{settings.model} ({host})" if host else web_text_about.NONE),
                    )
                ),
            ),
        )
        inside = Markup("").join(Markup("<h3>{}</h3>{}").format(title, body) for title, body in sections)
        body = Markup('<section class="room about"><h2 tabindex="-1">{}</h2>{}</section>')
        return Page(web_text.OVER, body.format(web_text.OVER, inside))

    return draw


def _sent(settings: Settings, host: str | None) -> list[str]:
    """What goes to other machines, and that nothing else does."""
    server = urlsplit(settings.chroma_url).hostname if settings.chroma_url else None
    sent = [web_text_about.sent_to(host)] if host else []
    sent += [web_text_about.kept_on(server)] if server else []
    sent += [web_text_about.by_slack(settings.slack_days)] if settings.slack_bot_token else []
    return [*sent, web_text_about.NOTHING_ELSE] if sent else [web_text_about.NOTHING_SENT]


def _kept(settings: Settings) -> list[str]:
    """How long what is kept, and what the log has."""
    kept = [web_text_about.verdicts_kept(settings.feedback_days)] if settings.feedback_days else []
    kept += [web_text_about.conversations_kept(settings.history_days)] if settings.history_days else []
    kept += [web_text_about.BACKUPS, web_text_about.COUNTED]
    return [*kept, web_text_about.LOGGED] if settings.log_questions else kept


def model_host(settings: Settings) -> str | None:
    """Where the language model is that words the answers; None when there is none."""
    return urlsplit(settings.model_url).hostname if settings.model_url and settings.model else None


def _model(host: str | None) -> str:
    return web_text_about.with_model(host) if host else web_text_about.WITHOUT_MODEL


def newest_figures(home: Path) -> Figures | None:
    """The figures of the newest run that can be read; None when there is none."""
    for path in reversed(kept_runs(home)):
        try:
            about = path.stat()
        except OSError:
            continue
        found = _read(path, about.st_mtime_ns, about.st_size)
        if found is not None:
            return found
    return None


@lru_cache(maxsize=8)
def _read(path: Path, changed: int, size: int) -> Figures | None:
    """The figures in a file as it was written at a moment; None when it holds none."""
    try:
        run = read_run(path)
    except RunFileError:
        return None
    rows = [row for one in run["sets"] if isinstance(one, dict) and (row := _row(one)) is not None]
    return Figures(_day(run.get("at")), tuple(rows)) if rows else None


def _day(at: Any) -> date | None:
    try:
        return datetime.fromisoformat(at).date()
    except (TypeError, ValueError):
        return None


def _row(one: dict[str, Any]) -> tuple[str, ...] | None:
    measures = one.get("measures")
    right = measures.get("right") if isinstance(measures, dict) else None
    if not isinstance(measures, dict) or not isinstance(right, dict) or not isinstance(right.get("scored"), int):
        return None
    name = plain_line(str(one.get("title") or one.get("name") or web_text_about.UNKNOWN))
    split = web_text_about.SPLITS.get(str(one.get("split")), web_text_about.UNKNOWN)
    return (
        web_text_about.questions(name, right["scored"]),
        split,
        *(_figure(key, measures.get(key)) for key in _MEASURES),
    )


def _figure(key: str, measure: Any) -> str:
    value = measure.get("value") if isinstance(measure, dict) else None
    return written(key, value) if isinstance(value, int | float) else "–"


def _figures(found: Figures | None) -> Markup:
    more = Markup('<p><a href="{}">{}</a></p>').format(QUALITY, web_text_about.FIGURES_MORE)
    if found is None:
        return _texts([web_text_about.NO_FIGURES])
    heads = Markup("").join(Markup('<th scope="col">{}</th>').format(head) for head in _HEADS)
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            row[0], Markup("").join(Markup("<td>{}</td>").format(cell) for cell in row[1:])
        )
        for row in found.rows
    )
    return Markup(
        '<p>{}</p><div class="scroll" tabindex="0" role="region" aria-label="{}"><table><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>{}"
    ).format(web_text_about.measured(found.day), web_text_about.FIGURES, heads, rows, more)


def _accessibility() -> Markup:
    return Markup("").join(
        [
            _texts(web_text_about.ACCESS_TEXT),
            _listed(web_text_about.ACCESS_TESTED),
            _texts([web_text_about.ACCESS_LIMITS]),
            _listed(web_text_about.ACCESS_LIMITS_LIST),
            _texts([web_text_about.ACCESS_REPORT]),
        ]
    )


def _contact(contact: str) -> Markup:
    """Where to turn to; the setting was checked to be an e-mail or https address when it was read."""
    where = Markup("{}").format(web_text_about.CONTACT_NONE)
    if contact:
        address = contact if contact.startswith("https://") else f"mailto:{contact}"
        where = Markup('<a href="{}" rel="noreferrer">{}</a>').format(address, contact)
    return Markup("<p>{}{}</p><p>{}</p>").format(web_text_about.CONTACT_TEXT, where, web_text_about.CONTACT_WRONG)


def _manual() -> Markup:
    return Markup('<p>{}<a href="{}">{}</a>.</p>').format(
        web_text_about.MANUAL_TEXT, MANUAL, web_text_about.MANUAL_LINK
    )


def _version() -> str:
    try:
        return version("lovp-assistant")
    except PackageNotFoundError:
        return web_text_about.UNKNOWN


def _texts(texts: Iterable[str]) -> Markup:
    return Markup("").join(Markup("<p>{}</p>").format(text) for text in texts)


def _listed(items: Iterable[str], tag: str = "ul") -> Markup:
    inside = Markup("").join(Markup("<li>{}</li>").format(item) for item in items)
    return Markup("<{}>{}</{}>").format(tag, inside, tag)


def _facts(pairs: Iterable[tuple[str, str]]) -> Markup:
    return Markup("<dl>{}</dl>").format(
        Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(name, value) for name, value in pairs)
    )
