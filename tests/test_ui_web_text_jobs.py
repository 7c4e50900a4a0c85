"""When a job ended, as it is told."""

from datetime import UTC, datetime, timedelta

from ui import web_text_jobs as text


def test_a_job_of_another_day_says_which() -> None:
    now = datetime.now(UTC).astimezone()
    assert text.ended("Lezen", now, "") == f"Lezen: klaar om {now:%H:%M} uur"
    before = (now - timedelta(days=400)).replace(month=11, day=3, hour=1, minute=49)
    assert (
        text.ended("Lezen", before, "anna")
        == f"Lezen: klaar op 3 november {before.year} om 01:49 uur, gevraagd door anna"
    )
    assert text.failed("Lezen", before, "") == f"Lezen: niet gelukt op 3 november {before.year} om 01:49 uur"
