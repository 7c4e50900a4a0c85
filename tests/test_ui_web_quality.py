"""The newest evaluation report in the browser: made once a run, whatever else lies in the folder."""

import json
import logging
import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from eval.floors import read_floors
from eval.sets import SETS
from ui.web_quality import Quality, Run
from ui.web_views import VIEWS, navigation, quality_html, view


def kept(home: Path, name: str, at: str, **more: object) -> Path:
    run = {"format": 1, "at": at, "sets": [{"name": "s", "measures": {"right": {"value": 1}}, "rows": [{"id": "r"}]}]}
    path = home / "eval" / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({**run, **more}), "utf-8")
    return path


class Reporter:
    """A report that tells which runs it is about, and remembers how often it was made."""

    def __init__(self) -> None:
        self.made: list[tuple[str, list[str]]] = []
        self.history: Sequence[Run] = ()

    def __call__(self, run: Run, history: Sequence[Run]) -> str:
        if run.get("breaks"):
            raise KeyError("rows")
        self.made.append((run["at"], [one["at"] for one in history]))
        self.history = history
        return f"verslag van {run['at']}"


def test_without_a_run_it_says_how_to_make_one(tmp_path: Path) -> None:
    page = Quality(tmp_path, Reporter()).html()
    assert "Er is nog geen meting." in page
    assert "De beheerder kan meten met het commando <code>lovp eval</code>." in page
    assert '<html lang="nl">' in page


def test_without_a_run_it_tells_the_limits_that_every_change_is_held_to(tmp_path: Path) -> None:
    floors = read_floors()
    page = Quality(tmp_path, Reporter()).html()
    rows = dict(re.findall(r"<tr><th scope=\"row\">([^<]+).*?</th>(.*?)</tr>", page))
    assert list(rows) == [one.title for one in SETS]
    for one in SETS:
        good, answered, refused = (int(value) for value in re.findall(r"<td>(\d+)%</td>", rows[one.title]))
        limits = floors[one.name]
        assert good <= 100 * limits.floors["right"] < good + 1
        assert answered - 1 < 100 * limits.ceilings["false_answer"] <= answered
        assert refused - 1 < 100 * limits.ceilings["over_refusal"] <= refused


def test_the_newest_run_is_shown_with_the_ones_before_it_and_without_their_questions(tmp_path: Path) -> None:
    for day in ("1", "2", "3"):
        kept(tmp_path, f"2026112{day}", day)
    reporter = Reporter()
    assert Quality(tmp_path, reporter).html() == "verslag van 3"
    assert reporter.made == [("3", ["1", "2"])]
    assert [one["sets"][0]["rows"] for one in reporter.history] == [[], []]
    assert reporter.history[0]["sets"][0]["measures"] == {"right": {"value": 1}}


def test_the_report_is_made_once_for_each_run(tmp_path: Path) -> None:
    kept(tmp_path, "1", "1")
    quality = Quality(tmp_path, reporter := Reporter())
    assert {quality.html() for _ in range(3)} == {"verslag van 1"}
    assert len(reporter.made) == 1
    kept(tmp_path, "2", "2")
    assert {quality.html() for _ in range(3)} == {"verslag van 2"}
    assert len(reporter.made) == 2


@pytest.mark.parametrize(
    "broken",
    [b"", b'{"format": 1, "sets": [', b"[]", b'{"format": 2, "sets": []}', b"\xff\xfe", b"[" * 100_000],
)
def test_a_run_that_is_broken_off_is_passed_over(
    tmp_path: Path, broken: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    kept(tmp_path, "1", "1")
    (tmp_path / "eval" / "2.json").write_bytes(broken)
    with caplog.at_level(logging.WARNING):
        assert Quality(tmp_path, Reporter()).html() == "verslag van 1"
    assert "2.json" in caplog.text


def test_a_run_that_was_being_written_is_shown_once_it_is_whole(tmp_path: Path) -> None:
    path = kept(tmp_path, "1", "1")
    whole = path.read_bytes()
    path.write_bytes(whole[:20])
    quality = Quality(tmp_path, Reporter())
    assert "nog geen meting" in quality.html()
    path.write_bytes(whole)
    os.utime(path, ns=(1, 1))  # whatever the clock of the disk says
    assert quality.html() == "verslag van 1"


def test_a_run_of_which_no_report_can_be_made_is_passed_over_and_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept(tmp_path, "1", "1")
    kept(tmp_path, "2", "2", breaks=True)
    assert Quality(tmp_path, Reporter()).html() == "verslag van 1"
    assert "2.json" in caplog.text


def test_every_view_has_a_link_and_only_views_have_parts() -> None:
    links = re.findall(r'<a href="#([a-z]+)"[^>]* aria-current="(\w+)">([\w ]+)</a>', navigation())
    assert [name for name, _, _ in links] == [one.name for one in VIEWS]
    assert links[0] == ("chat", "page", "Chat")
    assert [one.name for one in VIEWS] == [name for name, _, _ in links]
    assert view("kwaliteit") == ["view", "view-kwaliteit"]
    with pytest.raises(ValueError, match="no view"):
        view("elders")
    assert re.search(r'<iframe title="[^"]+" data-src="/kwaliteit">', quality_html())
