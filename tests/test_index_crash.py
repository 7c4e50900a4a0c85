"""An index survives whatever ends its writer: faults at changes of files, kills, damage; `make crash` tries them all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from crash_damage import damaged
from crash_kills import killed
from crash_power import power_fails
from crash_series import OPERATIONS, Found, Series, Server, served
from crash_shim import Fault

SOME = 6  # faults of each series; where they fall differs by operation, and all of them are tried by `make crash`


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[Server, Path]]:
    with served() as made:
        yield made


def tried(server: tuple[Server, Path], operation: str, fault: Fault, times: int = SOME) -> Found:
    """Some faults, spread over an operation from the first change of a file to the last."""
    series = Series(*server, operation)
    found = series.with_faults(fault, every=max(1, series.changes // times), first=1 + len(operation))
    assert found.faults >= times - 1
    return found


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_kill_leaves_the_state_before_or_after(server: tuple[Server, Path], operation: str) -> None:
    found = tried(server, operation, Fault.KILL)
    assert found.problems == []
    assert all(outcome.startswith("killed") for outcome in found.outcomes)


@pytest.mark.parametrize("fault", [Fault.HALF, Fault.EIO, Fault.FULL, Fault.BROKEN, Fault.SHORT])
def test_a_disk_that_fails_is_told_in_dutch_and_nothing_is_half(server: tuple[Server, Path], fault: Fault) -> None:
    found = tried(server, "add", fault)
    assert found.problems == []
    assert all("lovp" in said or "schijf" in said or "bijgewerkt" in said for said in found.said)


def test_a_home_lives_through_many_kills(server: tuple[Server, Path]) -> None:
    tally = killed(*server, kills=12, seed=3)
    assert tally.problems == []
    assert tally.kills == 12


def test_damaged_files_give_a_right_answer_or_are_named(server: tuple[Server, Path]) -> None:
    home = damaged(*server, flips=1, seed=5)
    assert home.problems == []
    assert sum(home.outcomes.values()) > 15


@pytest.mark.parametrize("operation", ["add", "rebuild"])
def test_a_power_cut_loses_nothing_that_was_acknowledged(server: tuple[Server, Path], operation: str) -> None:
    outcomes, problems = power_fails(*server, operation, trials=6, seed=5)
    assert problems == []
    assert sum(outcomes.values()) == 6


def test_two_that_write_at_once_take_turns(server: tuple[Server, Path]) -> None:
    asking, place = server[0], server[1] / "together"
    asking.ask("prepare", place, operation="change")  # two records, one of which is now another
    done = asking.ask("together", place, acts=["index", "rebuild", "index"], readers=0)["gave"]
    assert any("gave" in act for act in done["acts"])
    for act in done["acts"]:
        assert "gave" in act or "door een ander proces" in act["error"]
    account = asking.ask("check", place)["gave"]
    assert account["wrong"] == []
    assert sorted(account["state"]["files"]) == ["drugs.md", "taser.md"]


@pytest.mark.parametrize(
    ("act", "operation"), [("index", "add"), ("rebuild", "rebuild"), ("remove drugs.md", "remove")]
)
def test_who_asks_meanwhile_gets_the_answer_of_before_or_of_after(
    server: tuple[Server, Path], act: str, operation: str
) -> None:
    asking, place = server[0], server[1] / f"asked {operation}"
    asking.ask("prepare", place, operation=operation)

    def heard(acts: list[str]) -> list[set[str]]:
        found = asking.ask("together", place, acts=acts, readers=2)["gave"]
        assert all("gave" in one for one in [*found["acts"], *found["readers"]]), found
        assert all(int(reader["gave"][0][0]) >= 1 for reader in found["readers"])
        return [set().union(*(reader["gave"][n] for reader in found["readers"])) for n in range(1, 4)]

    before = heard([])
    meanwhile = heard([act])
    after = heard([])
    for old, seen, new in zip(before, meanwhile, after, strict=True):
        assert len(old) == len(new) == 1
        assert seen <= old | new
