"""What happens, as HTML and for the script: the job that runs, and what came of those that have ended, file by file."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from index.dates import written
from ui import web_text_jobs
from ui import web_text_manage as text
from ui.jobs import Standing
from ui.jobs_file import Job
from ui.manage import Line
from ui.web_access import SIGN_IN
from ui.web_place import record_address

PATH = "/beheer"
ADD, READ_AGAIN, MAKE_AGAIN, REMOVE, TASK = (
    PATH + step for step in ("/bestanden", "/lees", "/index", "/verwijder", "/taak")
)
RECORD, FILE = "verslag", "bestand"  # what is to be removed
_EMPTY = Markup("")


def told_without() -> Markup:
    """What the script says when there is no answer, or none for who isn't signed in any more, as attributes of the page."""
    return Markup(
        'data-lost="{}" data-found="{}" data-unsure="{}" data-out="{}" data-sign-in="{}" data-enter="{}"'
    ).format(
        text.LOST, text.FOUND, text.UNSURE, text.SIGNED_OUT, text.SIGN_IN, f"{SIGN_IN}?{urlencode({'verder': PATH})}"
    )


LOST = Markup('<p class="lost notice" role="alert" hidden></p>')


def latest(standing: Standing) -> int:
    """The number of the job that ended last; 0 when there is none."""
    return standing.ended[0].number if standing.ended else 0


def busy_html(standing: Standing) -> Markup:
    """How far the job is that runs. Only the step and the end are read aloud, not each file."""
    job = standing.running or (standing.waiting[0] if standing.waiting else None)
    bar = Markup('<progress aria-label="{}"{}></progress>').format(
        job.title if job else text.NOW,
        Markup(' value="{}" max="{}"').format(job.done, job.total) if job and job.total else "",
    )
    return Markup(
        '<div class="busy"{}><p class="doing">{}</p>{}<p class="small then">{}</p>'
        '<noscript><form method="get" action="{}"><button type="submit">{}</button></form></noscript></div>'
        '<p class="small idle">{}</p><p class="unseen said" role="status"></p>'
    ).format(
        "" if job else Markup(" hidden"),
        doing(standing),
        bar,
        web_text_jobs.waiting(len(standing.waiting) if standing.running else max(0, len(standing.waiting) - 1)),
        PATH,
        text.LOOK_AGAIN,
        text.IDLE,
    )


def doing(standing: Standing) -> str:
    """What happens now, in a sentence; "" when nothing does."""
    job = standing.running or (standing.waiting[0] if standing.waiting else None)
    return web_text_jobs.running(job.title, job.step, job.done, job.total) if job else ""


def task_json(standing: Standing) -> dict[str, Any]:
    """The same for the script: what happens, how far it is, and the number of the job that ended last with what came of it."""
    job = standing.running
    last = standing.ended[0] if standing.ended else None
    return {
        "doing": doing(standing),
        "step": f"{job.title}: {job.step.lower()}" if job and job.step else "",
        "done": job.done if job else 0,
        "total": job.total if job else 0,
        "waiting": web_text_jobs.waiting(len(standing.waiting)) if job else "",
        "latest": latest(standing),
        "told": (last.failed or (last.report.told if last.report else "")) if last else "",
    }


def ended_html(jobs: Sequence[Job]) -> Markup:
    """What came of the jobs that have ended; all but the last are folded away."""
    if not jobs:
        return _EMPTY
    newest, *older = jobs
    earlier = Markup("").join(Markup("<div>{}</div>").format(_job(job)) for job in older)
    folded = Markup("<details><summary>{}</summary>{}</details>").format(text.EARLIER, earlier) if older else _EMPTY
    return Markup('<div class="result">{}</div>{}').format(_job(newest), folded)


def _job(job: Job) -> Markup:
    words = (web_text_jobs.failed if job.failed else web_text_jobs.ended)(job.title, job.at, job.who)
    said = job.failed or (job.report.told if job.report else "")
    lines = [*job.lines, *(job.report.lines if job.report else ())]
    return Markup('<p><strong>{}</strong></p><p class="{}">{}</p>{}').format(
        words, "notice" if job.failed else "told", said, lines_html(lines)
    )


def lines_html(lines: Sequence[Line]) -> Markup:
    """What became of each file, as a table."""
    if not lines:
        return _EMPTY
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}</th><td><span class="tag {}">{}</span></td><td>{}</td></tr>').format(
            line.name, line.became.value, text.BECAME[line.became.name], _about(line)
        )
        for line in lines
    )
    return table_html(text.RESULT, (text.FILE, text.RESULT, text.RECORD), rows)


def _about(line: Line) -> Markup:
    parts = []
    if line.record_id:
        link = Markup('<a href="{}">{}</a>').format(record_address(line.record_id), line.title)
        parts.append(
            Markup("{}<br>{}, {}").format(link, days(line.dates), text.counted(line.passages, "passage", "passages"))
        )
    if line.why:
        parts.append(Markup("{}").format(line.why[0].upper() + line.why[1:].rstrip(".") + "."))
    return Markup("<br>").join(parts)


def days(dates: Sequence[date]) -> str:
    """The days of the meetings of a record."""
    return ", ".join(map(written, dates)) or text.NO_DATE


def table_html(caption: str, heads: Sequence[str], rows: Markup) -> Markup:
    """A table in a box that scrolls by itself."""
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(one) for one in heads)
    return Markup(
        '<div class="scroll" tabindex="0" role="group" aria-label="{}"><table><caption class="unseen">{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(caption, caption, head, rows)
