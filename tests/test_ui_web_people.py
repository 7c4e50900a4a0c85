"""Several people ask at once, through Gradio's queue as their browsers would: all get an answer, none hears of another's."""

from conftest import Site
from people import crowd


def test_people_who_ask_at_once_are_all_answered(site: Site) -> None:
    seen = crowd(site.url, people=6, seconds=4, pause=0.5)
    assert seen.wrong == []
    assert len(seen.waits) >= 6
    assert sorted(seen.waits)[len(seen.waits) // 2] < 1_500
