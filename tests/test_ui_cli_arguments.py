"""The arguments of `lovp`: every help text and every mistake is told in Dutch, with exit code 2."""

import re
from pathlib import Path

import pytest
from conftest import Lovp

COMMANDS = (
    "index", "watch", "ask", "search", "timeline", "compare", "ledger", "verify", "records", "web", "slack", "user",
    "mcp", "eval", "doctor", "publish", "backup", "restore",
)  # fmt: skip
# What argparse says of itself, and words that would be English in our own.
ENGLISH = re.compile(
    r"\b(usage|options?|positional|arguments?|optional|show|this|help message|and exit|the|following|required|invalid|"
    r"choice|choose|expected|unrecognized|ambiguous|ignored|explicit|error|could|match|default|with|for)\b",
    re.IGNORECASE,
)
OURS = re.compile(r"--[\w-]+|show\|remove|'show'|bij show")  # names of ours that are English


def english(text: str) -> list[str]:
    return ENGLISH.findall(OURS.sub("", text))


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_dutch(lovp: Lovp, command: str) -> None:
    found = lovp(*filter(None, [command]), "--help")
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith(f"gebruik: lovp {command}".rstrip())
    assert "opties:" in found.out
    assert english(found.out) == []


def test_help_names_every_command(lovp: Lovp) -> None:
    assert re.findall(r"^    (\w+)  ", lovp("--help").out, re.MULTILINE) == list(COMMANDS)


def test_short_help_is_the_long_one(lovp: Lovp) -> None:
    assert lovp("ask", "-h").out == lovp("ask", "--help").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "er ontbreekt: OPDRACHT"),
        (["vraag"], "onbekend: 'vraag'. Kies uit: "),
        (["ask"], "er ontbreekt: VRAAG"),
        (["ask", "taser", "--snel"], "onbekend: --snel"),
        (["ask", "taser", "drones"], "onbekend: drones"),
        (["ask", "--json=ja", "taser"], "--json staat op zichzelf, zonder 'ja'"),
        (["search"], "er ontbreekt: WOORDEN"),
        (["search", "taser", "-k"], "-k vraagt om een waarde"),
        (["search", "taser", "-k", "veel"], "-k vraagt om een geheel getal, niet 'veel'"),
        (["records", "wis"], "onbekend: 'wis'. Kies uit: "),
        (["web", "--port", "x"], "--port vraagt om een geheel getal, niet 'x'"),
        (["web", "--h"], "--h kan van alles zijn: --help, --host"),
        (["index", "--json", "--lees"], "onbekend: --lees"),
    ],
)
def test_a_mistake_is_told_in_dutch_with_where_to_find_help(lovp: Lovp, arguments: list[str], said: str) -> None:
    found = lovp(*arguments)
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("gebruik: lovp")
    assert said in found.err
    assert re.search(r"\nHulp: lovp .*--help\n$", found.err)
    assert english(found.err) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["index"], "lovp index --examples"),
        (["search", " "], "Geef woorden"),
        (["search", "taser", "-k", "0"], "aantal van 1 of meer"),
        (["records", "show"], "lovp records show ID"),
        (["records", "remove"], "lovp records remove ID"),
        (["records", "show", "nooit"], "geen verslag met id nooit"),
        (["records", "remove", "nooit"], "geen verslag met id nooit"),
    ],
)
def test_what_is_left_out_or_not_there_is_told_with_what_to_do(filled: Lovp, arguments: list[str], said: str) -> None:
    found = filled(*arguments)
    assert (found.code, found.out) == (2, "")
    assert said in found.err
    assert len(filled("records", "--json").json) == 13


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("LOVP_ENCODR", "ingebouwd", "Onbekende instelling: LOVP_ENCODR"),
        ("LOVP_PORT", "70000", "LOVP_PORT moet een getal van 0 tot en met 65535 zijn"),
    ],
)
def test_a_setting_that_cannot_be_used_is_told(
    lovp: Lovp, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    found = lovp("records")
    assert (found.code, found.out) == (2, "")
    assert said in found.err


def test_the_version_is_told(lovp: Lovp) -> None:
    found = lovp("--version")
    assert found.code == 0
    assert re.fullmatch(r"lovp \d+\.\d+\.\d+\n", found.out)


def test_a_settings_file_with_a_slip_is_told(lovp: Lovp, home: Path) -> None:
    (home / "lovp.toml").write_text("poort = 80\n", "utf-8")
    found = lovp("records")
    assert found.code == 2
    assert "Onbekende instelling in" in found.err
