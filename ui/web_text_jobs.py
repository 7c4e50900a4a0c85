"""How far a job is and when it ended, in Dutch."""

from datetime import datetime

from index.dates import written
from ui.web_text_manage import STARTS, counted


def running(title: str, step: str, done: int, total: int) -> str:
    """How far a job is."""
    if not step:
        return f"{title}: {STARTS.lower()}"
    return f"{title}: {step.lower()}, {done} van {total}" if total else f"{title}: {step.lower()}"


def waiting(number: int) -> str:
    """How many jobs wait."""
    return f"Daarna nog {counted(number, 'taak', 'taken')}." if number else ""


def ended(title: str, at: datetime, who: str) -> str:
    """When a job ended, and who asked for it."""
    return f"{title}: klaar {_moment(at)}{_by(who)}"


def failed(title: str, at: datetime, who: str) -> str:
    """When a job failed, and who asked for it."""
    return f"{title}: niet gelukt {_moment(at)}{_by(who)}"


def _moment(at: datetime) -> str:
    """The time, with the day when that is not today."""
    day = "" if at.date() == datetime.now(at.tzinfo).date() else f"op {written(at.date())} "
    return f"{day}om {at:%H:%M} uur"


def _by(who: str) -> str:
    return f", gevraagd door {who}" if who else ""
