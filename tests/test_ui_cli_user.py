"""`lovp user`: Dutch, with the password from a terminal or from standard input."""

import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from conftest import Lovp
from guarded import GOOD, quick

from ui.access import Right
from ui.cli import main
from ui.users import (
    Users,
)

__all__ = ["quick"]  # the fixtures that the tests below use

OTHER = "een heel ander woord"


@pytest.mark.usefixtures("quick")
def test_the_command_adds_lists_changes_and_removes(lovp: Lovp, home: Path) -> None:
    assert lovp("user").out == "Er zijn nog geen gebruikers. Voeg er een toe met: lovp user add NAAM\n"
    added = lovp("user", "add", "Jan", given=f"{GOOD}\nnog een regel\n")
    assert (added.code, added.err) == (0, "")
    assert "ook op deze computer" in added.out
    assert lovp("user", "add", "Els", "--manage", given=GOOD).out == "Toegevoegd: Els mag vragen en beheren.\n"
    token = lovp("user", "token", "els")
    assert "niet opnieuw te tonen" in token.err
    assert Users(home).with_token(token.out.strip())
    assert lovp("user", "list").out == "Els: mag vragen en beheren; 1 token\nJan: mag vragen\n"
    assert lovp("user", "list", "--json").json == [
        {"name": "Els", "rights": ["ask", "manage"], "tokens": 1},
        {"name": "Jan", "rights": ["ask"], "tokens": 0},
    ]
    assert lovp("user", "token", "Els", "--revoke").out == "Ingetrokken: 1 token.\n"
    assert lovp("user", "password", "Jan", given=OTHER + "\r\n").code == 0
    assert Users(home).signed_in("Jan", OTHER)
    assert "geen gebruikers meer" not in lovp("user", "remove", "Jan").out
    assert "geen gebruikers meer" in lovp("user", "remove", "ELS").out


def test_rights_are_given_and_taken_and_all_else_stays(lovp: Lovp, home: Path) -> None:
    lovp("user", "add", "Els", given=GOOD)
    token = lovp("user", "token", "els").out.strip()
    users = Users(home)
    before = users.named("Els")
    assert before is not None
    assert lovp("user", "rights", "ELS", "--manage").out == "ELS mag nu vragen en beheren.\n"
    now = users.signed_in("Els", GOOD)
    assert now is not None
    assert now.user.may(Right.MANAGE)
    assert (now.stamp, now.tokens) == (before.stamp, before.tokens)
    assert users.with_token(token) == now
    taken = lovp("user", "rights", "Els", "--ask").out
    assert taken.startswith("Els mag nu alleen vragen.\nEr is nu niemand meer die mag beheren.")
    assert users.named("Els") == before


def test_adding_who_is_there_already_says_how_to_change_them_before_a_password_is_asked(lovp: Lovp) -> None:
    lovp("user", "add", "Els", given=GOOD)
    found = lovp("user", "add", "els", "--manage")
    assert (found.code, found.out) == (2, "")
    assert "Er is al een gebruiker Els." in found.err
    assert "lovp user rights NAAM --manage" in found.err


@pytest.mark.parametrize(
    ("arguments", "given", "said"),
    [
        (["add", "Jan"], "kort\n", "minstens 12"),
        (["add", "Jan"], "", "minstens 12"),
        (["add", "a:b"], GOOD, "Een naam heeft"),
        (["password", "Jan"], GOOD, "Er is geen gebruiker Jan"),
        (["remove", "Jan"], "", "Er is geen gebruiker Jan"),
        (["rights", "Jan", "--manage"], "", "Er is geen gebruiker Jan"),
        (["rights", "Jan"], "", "--manage (ook beheren) of --ask (alleen vragen)"),
        (["rights", "Jan", "--ask", "--manage"], "", "--manage (ook beheren) of --ask (alleen vragen)"),
        (["add", "Jan"], "password1234\n", "te makkelijk te raden"),
        (["add", "Jan Jansen"], "jan jansen 1\n", "de eigen naam"),
        (["token", "Jan"], "", "Er is geen gebruiker Jan"),
        (["token", "Jan", "--revoke"], "", "Er is geen gebruiker Jan"),
        (["add"], "", "er ontbreekt: NAAM"),
        (["weg"], "", "onbekend: 'weg'"),
    ],
)
def test_the_command_says_in_dutch_what_is_wrong(lovp: Lovp, arguments: list[str], given: str, said: str) -> None:
    found = lovp("user", *arguments, given=given)
    assert (found.code, found.out) == (2, "")
    assert said in found.err
    assert GOOD not in found.err


def test_the_command_tells_of_a_damaged_file(lovp: Lovp, home: Path) -> None:
    home.mkdir(exist_ok=True)
    (home / "users.json").write_text("{")
    found = lovp("user", "list")
    assert (found.code, found.out) == (1, "")
    assert "is beschadigd" in found.err


class Terminal(TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("typed", "said"),
    [([GOOD, GOOD], "Toegevoegd"), ([GOOD, OTHER], "niet gelijk"), (["kort"], "minstens 12"), ([], "geen wachtwoord")],
)
def test_on_a_terminal_the_password_is_asked_for_twice_and_not_shown(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: list[str], said: str
) -> None:
    answers = iter(typed)

    def asked(prompt: str) -> str:
        try:
            return next(answers)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr(sys, "stdin", Terminal(BytesIO()))
    monkeypatch.setattr("getpass.getpass", asked)
    code = main(["user", "add", "Jan"])
    told = capsys.readouterr()
    assert said in told.out + told.err
    assert (code == 0) is (home / "users.json").exists() is (typed == [GOOD, GOOD])
