"""Jobs: one at a time, told of while they run and after, and none that takes the others along."""

import logging
import threading

import pytest

from index.errors import UsageError
from index.progress import Progress
from ui import jobs as jobs_module
from ui.jobs import Jobs, TooManyJobsError
from ui.manage import Report


class Gate:
    """Work that begins, tells how far it is, and goes on when it may."""

    def __init__(self) -> None:
        self.begun, self.may = threading.Event(), threading.Event()

    def __call__(self, progress: Progress) -> Report:
        progress("Verslagen lezen", 1, 3)
        self.begun.set()
        assert self.may.wait(10)
        return Report("klaar")


def test_one_job_runs_and_the_next_waits() -> None:
    jobs, first, second = Jobs(), Gate(), Gate()
    numbers = [jobs.start("een", "anna", first), jobs.start("twee", "bram", second)]
    assert numbers == [1, 2]
    assert first.begun.wait(10)
    standing = jobs.standing()
    assert standing.running is not None
    assert (standing.running.title, standing.running.step, standing.running.done, standing.running.total) == (
        "een",
        "Verslagen lezen",
        1,
        3,
    )
    assert [job.who for job in standing.waiting] == ["bram"]
    assert not second.begun.is_set()
    first.may.set()
    second.may.set()
    ended = jobs.wait(2, 10)
    assert ended.report == Report("klaar")
    assert [job.number for job in jobs.standing().ended] == [2, 1]
    assert jobs.standing().running is None


def test_what_fails_is_told_in_dutch_and_the_next_job_runs(caplog: pytest.LogCaptureFixture) -> None:
    def refuses(progress: Progress) -> Report:
        raise UsageError("Dat kan niet.")

    def breaks(progress: Progress) -> Report:
        raise RuntimeError("geheim pad")

    jobs = Jobs()
    with caplog.at_level(logging.INFO):
        for work in (refuses, breaks, lambda progress: Report("goed")):
            jobs.start("taak", "anna", work)
        last = jobs.wait(3, 10)
    assert last.report == Report("goed")
    _, broken, refused = jobs.standing().ended
    assert refused.failed == "Dat kan niet."
    assert "spijt" in broken.failed
    assert "geheim" not in broken.failed
    assert "geheim pad" in caplog.text  # for who reads the log
    assert "taak (anna) is klaar: goed" in caplog.text


def test_a_job_asked_after_the_line_was_empty_runs_too() -> None:
    jobs = Jobs()
    for n in range(1, 30):
        assert jobs.start("taak", "", lambda progress: Report("goed")) == n
        assert jobs.wait(n, 10).report is not None
    assert len(jobs.standing().ended) == 10


def test_a_line_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "_MOST_WAITING", 2)
    jobs, gate = Jobs(), Gate()
    jobs.start("een", "", gate)
    assert gate.begun.wait(10)
    jobs.start("twee", "", gate)
    jobs.start("drie", "", gate)
    with pytest.raises(TooManyJobsError, match="te veel taken"):
        jobs.start("vier", "", gate)
    gate.may.set()
    assert jobs.wait(3, 10).report is not None


def test_who_waits_too_short_hears_so() -> None:
    jobs, gate = Jobs(), Gate()
    number = jobs.start("een", "", gate)
    with pytest.raises(TimeoutError):
        jobs.wait(number, 0.01)
    gate.may.set()
    jobs.wait(number, 10)
