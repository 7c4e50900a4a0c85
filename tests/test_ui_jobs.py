"""Jobs: one at a time, told of while they run and after, none that takes the others along, and none that is lost."""

import json
import logging
import threading
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import UsageError
from index.progress import Progress
from ui import jobs as jobs_module
from ui import jobs_file, web_text_manage
from ui.jobs import Jobs, TooManyJobsError
from ui.jobs_file import ASIDE, FILE, Job, Kind, Task
from ui.manage import Became, Line, Report
from ui.uploads import StorageError
from ui.uploads_placing import Placed, Stored

READ, MAKE = Task(Kind.READ_AGAIN), Task(Kind.MAKE_AGAIN)


class Gate:
    """Work that begins, tells how far it is, and goes on when it may."""

    def __init__(self) -> None:
        self.begun, self.may = threading.Event(), threading.Event()

    def __call__(self, job: Job, progress: Progress) -> Report:
        progress("Verslagen lezen", 1, 3)
        self.begun.set()
        assert self.may.wait(10)
        progress("Verslagen lezen", 2, 3)
        return Report("klaar")


def good(job: Job, progress: Progress) -> Report:
    return Report("goed")


class Doing:
    """Does each job by the next function, the last one time and again."""

    def __init__(self, *does: Callable[[Job, Progress], Report], known: Collection[str] = ()) -> None:
        self.does, self.done, self.there = [*does], list[Job](), known

    def do(self, job: Job, progress: Progress) -> Report:
        self.done.append(job)
        return (self.does.pop(0) if len(self.does) > 1 else self.does[0])(job, progress)

    def known(self) -> Collection[str]:
        return self.there


def test_one_job_runs_and_the_next_waits(tmp_path: Path) -> None:
    first, second = Gate(), Gate()
    jobs = Jobs(tmp_path, Doing(first, second))
    assert [jobs.start(READ, "anna"), jobs.start(MAKE, "bram")] == [1, 2]
    assert first.begun.wait(10)
    standing = jobs.standing()
    running = standing.running
    assert running is not None
    assert (running.title, running.step, running.done, running.total) == ("Opnieuw inlezen", "Verslagen lezen", 1, 3)
    assert [job.who for job in standing.waiting] == ["bram"]
    assert not second.begun.is_set()
    first.may.set()
    second.may.set()
    assert jobs.wait(2, 10).report == Report("klaar")
    assert [job.number for job in jobs.standing().ended] == [2, 1]
    assert jobs.standing().running is None


def test_what_fails_is_told_in_dutch_and_the_next_job_runs(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def refuses(job: Job, progress: Progress) -> Report:
        raise UsageError("Dat kan niet.")

    def breaks(job: Job, progress: Progress) -> Report:
        raise RuntimeError("geheim pad")

    jobs = Jobs(tmp_path, Doing(refuses, breaks, good))
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            jobs.start(READ, "anna")
        last = jobs.wait(3, 10)
    assert last.report == Report("goed")
    _, broken, refused = jobs.standing().ended
    assert refused.failed == "Dat kan niet."
    assert "spijt" in broken.failed
    assert "geheim" not in broken.failed
    assert "geheim pad" in caplog.text  # for who reads the log
    assert "Opnieuw inlezen (anna) is klaar: goed" in caplog.text


def test_a_job_asked_after_the_line_was_empty_runs_too(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, Doing(good))
    for n in range(1, 15):
        assert jobs.start(READ, "") == n
        assert jobs.wait(n, 10).report is not None
    assert [job.number for job in jobs.standing().ended] == [*range(14, 4, -1)]


def test_a_line_that_is_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "_MOST_WAITING", 3)
    gate = Gate()
    jobs = Jobs(tmp_path, Doing(gate, good))
    jobs.start(READ, "")
    assert gate.begun.wait(10)
    jobs.start(READ, "")
    jobs.start(READ, "")
    with pytest.raises(TooManyJobsError, match="te veel taken"):
        jobs.start(READ, "")
    gate.may.set()
    assert jobs.wait(3, 10).report is not None


def test_who_waits_too_short_hears_so(tmp_path: Path) -> None:
    gate = Gate()
    jobs = Jobs(tmp_path, Doing(gate))
    number = jobs.start(READ, "")
    with pytest.raises(TimeoutError):
        jobs.wait(number, 0.01)
    gate.may.set()
    jobs.wait(number, 10)


def test_what_was_accepted_is_done_by_the_next_process_in_order_and_results_are_still_told(tmp_path: Path) -> None:
    gate, line = Gate(), Line("a.txt", Became.READ, "", "id", "Verslag A")
    before = Jobs(tmp_path, Doing(lambda job, progress: Report("1 gelezen.", (line,)), gate, known={"id"}))
    before.wait(before.start(READ, "anna", (Line("virus.exe", Became.REFUSED, "soort"),)), 10)
    before.start(MAKE, "bram")
    before.start(Task(Kind.ADD, stored=(Stored("b.txt", "b (2).txt", Placed.BESIDE),)), "carla")
    before.start(Task(Kind.REMOVE_RECORD, "weg"), "dirk")
    assert gate.begun.wait(10)
    before.stop(0)
    gate.may.set()
    before.stop()
    doing = Doing(good, known={"id"})
    after = Jobs(tmp_path, doing)
    after.resume()
    after.wait(4, 10)
    assert [(job.number, job.tries, job.task.kind) for job in doing.done] == [
        (2, 2, Kind.MAKE_AGAIN),
        (3, 1, Kind.ADD),
        (4, 1, Kind.REMOVE_RECORD),
    ]
    assert doing.done[1].task.stored == (Stored("b.txt", "b (2).txt", Placed.BESIDE),)
    assert doing.done[2].task.what == "weg"
    oldest = after.standing().ended[-1]
    assert (oldest.report, [one.name for one in oldest.lines]) == (Report("1 gelezen.", (line,)), ["virus.exe"])
    assert after.start(READ, "") == 5
    after.wait(5, 10)


def test_two_processes_share_one_line_and_each_job_is_done_once(tmp_path: Path) -> None:
    gate = Gate()
    doing = Doing(gate, good), Doing(good)
    first, second = (Jobs(tmp_path, one) for one in doing)
    first.start(READ, "anna")
    assert gate.begun.wait(10)
    assert second.start(MAKE, "bram") == 2
    second.resume()
    assert [job.number for job in second.standing().waiting] == [1, 2]
    gate.may.set()
    for jobs in (first, second):
        assert jobs.wait(2, 10).report is not None
    assert sorted(job.number for one in doing for job in one.done) == [1, 2]


def test_what_was_erased_is_named_nowhere_on_disk(tmp_path: Path) -> None:
    lines = (
        Line("geheim.txt", Became.READ, "", "geheim-id", "Geheim verslag"),
        Line("ander.txt", Became.SAME, "dezelfde tekst staat ook in geheim.txt", "geheim-id"),
        Line("los.txt", Became.READ, "dezelfde tekst staat ook in geheim.txt", "los-id"),
        Line("goed.txt", Became.READ, "", "goed-id"),
    )
    erased = Report(
        "Verwijderd: Geheim verslag.",
        (Line("geheim.txt", Became.ERASED),),
        "Verwijderd.",
        frozenset({"geheim-id", "Geheim verslag", "geheim.txt"}),
    )
    everything = {"geheim-id", "los-id", "goed-id"}
    jobs = Jobs(tmp_path, Doing(lambda *_: Report("4 gelezen.", lines), lambda *_: erased, known=everything))
    jobs.wait(jobs.start(Task(Kind.ADD, stored=(Stored("geheim.txt", "geheim.txt", Placed.NEW),)), "anna"), 10)
    (tmp_path / ASIDE).write_text("geheim")
    assert "geheim" in (tmp_path / FILE).read_text()
    jobs.wait(jobs.start(Task(Kind.REMOVE_RECORD, "geheim-id"), "anna"), 10)
    jobs.stop()
    assert "eheim" not in (tmp_path / FILE).read_text()
    assert not (tmp_path / ASIDE).exists()
    now, before = jobs.standing().ended
    assert now.report == erased  # as long as this process lasts
    assert before.report == Report("4 gelezen.", (lines[3],))
    told, before = Jobs(tmp_path, Doing(good)).standing().ended
    assert told.report == Report("Verwijderd.")
    assert before.report == Report("4 gelezen.", (lines[3],))


def test_what_was_erased_in_another_way_is_forgotten_at_the_start(tmp_path: Path) -> None:
    lines = (
        Line("weg.txt", Became.READ, "", "weg-id", "Weg"),
        Line("kapot.pdf", Became.SKIPPED, "kapot"),
        Line("a.txt", Became.READ, "", "id"),
        Line("virus.exe", Became.REFUSED),
    )
    jobs = Jobs(tmp_path, Doing(lambda *_: Report("", lines), known={"weg-id", "kapot.pdf", "id"}))
    jobs.wait(jobs.start(READ, ""), 10)
    jobs.stop()
    Jobs(tmp_path, Doing(good, known={"id"})).resume()
    (kept,) = jobs_file.read_kept(tmp_path).ended
    assert kept.report is not None
    assert [line.name for line in kept.report.lines] == ["a.txt", "virus.exe"]


def broken(content: str) -> str:
    return content[: len(content) // 2]


def newer(content: str) -> str:
    return json.dumps({"version": 2, "wachtrij": []})


def leads_out(content: str) -> str:
    return content.replace('"a.txt"', '"../users.json"')


@pytest.mark.parametrize("spoilt", [broken, newer, leads_out])
def test_a_file_that_makes_no_sense_is_set_aside_and_told(
    tmp_path: Path, spoilt: Callable[[str], str], caplog: pytest.LogCaptureFixture
) -> None:
    jobs_file.change(
        tmp_path,
        lambda kept: replace(
            kept, waiting=(Job(1, Task(Kind.ADD, stored=(Stored("a.txt", "a.txt", Placed.NEW),)), "", NOW),)
        ),
    )
    (tmp_path / FILE).write_text(spoilt((tmp_path / FILE).read_text()))
    doing = Doing(good)
    jobs = Jobs(tmp_path, doing)
    assert jobs.standing().ended == ()
    jobs.resume()
    assert "opzijgezet" in caplog.text
    assert jobs.standing().trouble == web_text_manage.JOBS_SET_ASIDE
    assert jobs.wait(jobs.start(READ, ""), 10).report is not None
    assert [job.task.kind for job in doing.done] == [Kind.READ_AGAIN]


NOW = jobs_module._now()


def test_a_job_that_ends_the_process_each_time_is_given_up(tmp_path: Path) -> None:
    jobs_file.change(tmp_path, lambda kept: replace(kept, last=1, waiting=(Job(1, READ, "anna", NOW, tries=5),)))
    doing = Doing(good)
    jobs = Jobs(tmp_path, doing)
    jobs.resume()
    assert jobs.wait(1, 10).failed == web_text_manage.BROKEN_OFF
    assert doing.done == []


def test_what_can_not_be_kept_is_not_accepted_and_what_was_done_is_not_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    gate = Gate()
    doing = Doing(gate, good)
    jobs = Jobs(tmp_path, doing)
    jobs.start(READ, "")
    assert gate.begun.wait(10)
    with monkeypatch.context() as patch:
        patch.setattr(jobs_file, "_write", full)
        with pytest.raises(StorageError, match="De schijf is vol"):
            jobs.start(READ, "")
        gate.may.set()
        assert jobs.wait(1, 10).report == Report("klaar")
    assert jobs.wait(jobs.start(MAKE, ""), 10).report is not None
    assert [job.task.kind for job in doing.done] == [Kind.READ_AGAIN, Kind.MAKE_AGAIN]
    assert [job.number for job in jobs_file.read_kept(tmp_path).ended] == [1, jobs.standing().ended[0].number]
