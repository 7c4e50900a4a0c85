"""The button that keeps an answer, in a real Chromium: the file that it gives can be gone over with `lovp verify`."""

import json
import re
import shutil
from pathlib import Path

import pytest
from conftest import Lovp
from playwright.sync_api import Page
from test_browser import TASER, chromium, folder, profile, put, tab, url

from ui import web_text

__all__ = ["chromium", "folder", "profile", "tab", "url"]  # the fixtures that the test below uses

pytestmark = pytest.mark.browser


def test_an_answer_is_kept_as_a_file_that_can_be_gone_over(
    tab: Page,
    folder: Path,
    lovp: Lovp,
    home: Path,
) -> None:
    put(tab, TASER)
    put(tab, "Hoeveel kostte dat?")
    for turn in (1, 1, 0):  # the same one twice
        with tab.expect_download() as kept:
            save = tab.locator(".save").nth(turn)
            if save.get_attribute("open") is None:
                save.locator("summary").click()
            save.get_by_role("button", name=web_text.KEEP).click()
        path = folder / f"bewaard-{turn}.json"
        kept.value.save_as(path)
        assert re.fullmatch(r"lovp-antwoord-[\d-]+\.json", kept.value.suggested_filename)
        assert json.loads(path.read_text("utf-8"))["question"] == ("Hoeveel kostte dat?" if turn else TASER)
    shutil.copytree(folder, home, dirs_exist_ok=True)
    found = lovp("verify", folder / "bewaard-1.json")
    assert found.out.endswith("Alles klopt.\n"), found.out
