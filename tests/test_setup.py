"""What is installed is what is pinned, `make` recovers from whatever breaks it off, and tests have no network.

The tests of `make` run the real Makefile with a small program in the place of Python, which notes what it is asked.
"""

import os
import re
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from importlib.metadata import distribution
from pathlib import Path

import pytest
from conftest import NetworkForbiddenError
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PACKAGES = PROJECT["tool"]["setuptools"]["packages"]
DATA = PROJECT["tool"]["setuptools"]["package-data"]
DECLARED = PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["test"]
# Says which version it is (FAKE_VERSION), makes a "virtual environment" of itself, and as pip prints the file `pip`.
# PyTorch's index is reached with FAKE_INDEX; with FAKE_CUDA the ordinary one only has a build with CUDA.
PYTHON = """#!/bin/sh
echo "$*" >> "$CALLS"
case "$*" in
  "-m venv --clear .venv") rm -rf .venv && mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
  "-m pip install"*) cat "$FOLDER/pip"; printf '#!/bin/sh\\nenv\\n' > .venv/bin/lovp; chmod +x .venv/bin/lovp
    [ ! -e "$FOLDER/broken" ] ;;
  "-m pip index"*) [ -n "$FAKE_INDEX" ] ;;
  *'requires("torch")'*) [ -n "$FAKE_CUDA" ] ;;
  *'version("torch")'*) exit 1 ;;
  *ensurepip*) [ "$FAKE_VERSION" != bare ] ;;
  *version_info*) [ "$FAKE_VERSION" != old ] ;;
esac
"""


def pins() -> list[Requirement]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    return [Requirement(line.partition(" #")[0]) for line in lines if line and not line.startswith("#")]


def test_every_pin_is_one_exact_version_of_no_special_build() -> None:
    for pin in pins():
        assert re.fullmatch(r"==[0-9][0-9a-z.]*", str(pin.specifier)), pin
        assert pin.url is None


def test_no_package_is_pinned_twice() -> None:
    names = [canonicalize_name(pin.name) for pin in pins()]
    assert len(names) == len(set(names))


def needed() -> Iterator[str]:
    """The packages that are declared, and those that they ask for in turn, on this Python and this system."""
    waiting, seen = [(Requirement(line), "") for line in DECLARED], set()
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        yield name
        for asked in {"", *requirement.extras}:
            if (name, asked) not in seen:
                seen.add((name, asked))
                waiting += [(Requirement(line), asked) for line in distribution(name).requires or []]


def test_everything_that_is_needed_is_pinned_and_installed_as_pinned() -> None:
    pinned: dict[str, str] = {canonicalize_name(pin.name): str(pin.specifier)[2:] for pin in pins()}
    found = {name: distribution(name).version.partition("+")[0] for name in needed()}
    assert {name: version for name, version in found.items() if pinned.get(name) != version} == {}


def test_every_declared_package_says_why_that_version() -> None:
    lines = (ROOT / "pyproject.toml").read_text("utf-8").splitlines()
    assert [line for line in lines if re.match(r' +"[\w.-]+>=', line) and "  # " not in line] == []


def test_an_installed_copy_has_every_module_and_file() -> None:
    for file in (file for name in ("assistant", "eval", "index", "ui") for file in (ROOT / name).rglob("*")):
        path = file.relative_to(ROOT)
        if file.is_dir() or "__pycache__" in path.parts:
            continue
        if file.suffix == ".py":
            assert ".".join(path.parent.parts) in PACKAGES, f"{path.parent} is no package in pyproject.toml"
        else:
            globs = [f"{package.replace('.', '/')}/{glob}" for package in DATA for glob in DATA[package]]
            assert any(fnmatch(path.as_posix(), glob) for glob in globs), f"{path} is no package data"


def test_make_accepts_the_versions_of_python_that_the_project_does() -> None:
    low, high = re.findall(r"3\.(\d+)", PROJECT["project"]["requires-python"])
    assert f"(3, {low}) <= sys.version_info[:2] < (3, {high})" in (ROOT / "Makefile").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Checkout:
    """A folder with the project's Makefile and a Python that only notes what it is asked."""

    folder: Path
    environ: dict[str, str] = field(default_factory=dict)

    def make(self, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
        self.calls_file.write_text("")
        told = {"PATH": os.environ["PATH"], "CALLS": str(self.calls_file), "FOLDER": str(self.folder.parent)}
        python = [] if "PATH" in environ else [f"PYTHON={self.folder.parent / 'python'}"]
        return subprocess.run(
            ["make", *words, *python], cwd=self.folder, env=told | environ, capture_output=True, text=True, timeout=60
        )

    @property
    def calls_file(self) -> Path:
        return self.folder.parent / "calls"

    def asked(self, what: str) -> bool:
        """Whether Python was asked to do this in the last `make`."""
        return any(line.startswith(what) for line in self.calls_file.read_text().splitlines())

    def pip_says(self, *lines: str, breaks: bool = False) -> None:
        (self.folder.parent / "pip").write_text("".join(f"{line}\n" for line in lines))
        (self.folder.parent / "broken").touch() if breaks else (self.folder.parent / "broken").unlink(missing_ok=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    folder = tmp_path / "a checkout"
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "python").write_text(PYTHON)
    (tmp_path / "python").chmod(0o755)
    made = Checkout(folder)
    made.pip_says("Collecting numpy", "Installing collected packages: numpy")
    return made


def test_make_alone_explains_itself_and_does_nothing(checkout: Checkout) -> None:
    done = checkout.make()
    assert "make chat" in done.stdout
    assert not checkout.asked("-m")


def test_the_first_chat_installs_and_the_second_only_starts(checkout: Checkout) -> None:
    assert checkout.make("chat").returncode == 0
    assert checkout.asked("-m venv")
    assert checkout.asked("-m pip install --no-compile -c constraints.txt -e .")
    assert checkout.make("chat").returncode == 0
    assert checkout.calls_file.read_text() == ""


def test_chat_runs_without_telemetry(checkout: Checkout) -> None:
    said = checkout.make("chat", PYTHONDONTWRITEBYTECODE="1").stdout
    for setting in (
        "ANONYMIZED_TELEMETRY=False",
        "GRADIO_ANALYTICS_ENABLED=False",
        "HF_HUB_OFFLINE=1",
        "DO_NOT_TRACK=1",
    ):
        assert setting in said.splitlines()
    assert "PYTHONDONTWRITEBYTECODE" not in said  # else every start would compile everything anew


def test_a_download_that_breaks_off_is_taken_up_again(checkout: Checkout) -> None:
    checkout.pip_says("Collecting numpy", "ERROR: no route to host", breaks=True)
    failed = checkout.make("chat")
    assert failed.returncode != 0
    assert "ERROR: no route to host" in failed.stderr
    assert "pip.log" in failed.stderr
    checkout.pip_says("Collecting numpy", "Installing collected packages: numpy")
    assert checkout.make("chat").returncode == 0
    assert checkout.asked("-m pip install")
    assert not checkout.asked("-m venv")


def test_packages_that_were_half_copied_are_copied_again_from_nothing(checkout: Checkout) -> None:
    checkout.pip_says("Installing collected packages: numpy", breaks=True)
    assert checkout.make("chat").returncode != 0
    checkout.pip_says("Installing collected packages: numpy")
    assert checkout.make("chat").returncode == 0
    assert checkout.asked("-m venv --clear")


def test_new_pins_are_installed_at_the_next_start(checkout: Checkout) -> None:
    checkout.make("chat")
    later = (checkout.folder / ".venv" / ".chat").stat().st_mtime + 5
    os.utime(checkout.folder / "constraints.txt", (later, later))
    checkout.make("chat")
    assert checkout.asked("-m pip install")
    assert not checkout.asked("-m venv")


def test_an_environment_without_its_python_is_made_again(checkout: Checkout) -> None:
    checkout.make("chat")
    (checkout.folder / ".venv" / "bin" / "python").unlink()
    assert checkout.make("chat").returncode == 0
    assert checkout.asked("-m venv --clear")


def test_an_environment_that_was_moved_is_made_again(checkout: Checkout) -> None:
    checkout.make("chat")
    moved = Checkout(checkout.folder.rename(checkout.folder.with_name("elsewhere")))
    assert moved.make("chat").returncode == 0
    assert moved.asked("-m venv --clear")


@pytest.mark.skipif(sys.platform != "linux", reason="the ordinary PyTorch brings CUDA on Linux only")
def test_pytorch_without_cuda_comes_from_its_own_index(checkout: Checkout) -> None:
    checkout.make("chat", FAKE_INDEX="yes")
    torch = next(
        line for line in checkout.calls_file.read_text().splitlines() if "torch==" in line and "install" in line
    )
    assert "--no-deps --index-url https://download.pytorch.org/whl/cpu" in torch


def test_an_index_that_is_out_of_reach_is_done_without(checkout: Checkout) -> None:
    done = checkout.make("chat")
    assert checkout.asked("-m pip install --no-compile -c constraints.txt --no-deps torch==")
    assert "Let op" not in done.stdout


def test_cuda_that_comes_along_all_the_same_is_announced(checkout: Checkout) -> None:
    assert "Let op: PyTorch zonder CUDA was niet te krijgen" in checkout.make("chat", FAKE_CUDA="yes").stdout


def test_cuda_comes_only_when_asked_for(checkout: Checkout) -> None:
    checkout.make("chat")
    assert not checkout.asked("-m pip install --no-compile -c constraints.txt --no-deps --force-reinstall")
    checkout.make("chat", "GPU=1")
    assert checkout.asked("-m pip install --no-compile -c constraints.txt --no-deps --force-reinstall torch==")
    checkout.make("chat")
    assert checkout.calls_file.read_text() == ""


@pytest.mark.parametrize(("version", "says"), [("old", "Er is geen Python 3.11"), ("bare", "python3-venv")])
def test_a_python_that_will_not_do_is_said_in_dutch(checkout: Checkout, version: str, says: str) -> None:
    done = checkout.make("chat", FAKE_VERSION=version)
    assert done.returncode != 0
    assert says in done.stderr
    assert not checkout.asked("-m pip install")


def test_a_python_that_only_seems_to_be_there_is_passed_over(checkout: Checkout) -> None:
    # pyenv's python3.13 is there and fails when that version isn't chosen
    names = checkout.folder.parent / "bin"
    names.mkdir()
    (names / "python3.13").write_text("#!/bin/sh\nexit 127\n")
    (names / "python3.12").write_text(PYTHON)
    for file in names.iterdir():
        file.chmod(0o755)
    assert checkout.make("chat", PATH=f"{names}:{os.environ['PATH']}").returncode == 0
    assert checkout.asked("-m venv")


@pytest.mark.parametrize("host", ["203.0.113.7", "2001:db8::7", "lovp.example"])
def test_no_test_reaches_another_host(host: str, refused_hosts: list[str]) -> None:
    with pytest.raises(NetworkForbiddenError, match=re.escape(host)):
        socket.create_connection((host, 80), timeout=1)
    assert refused_hosts == [host]
    refused_hosts.clear()


@pytest.mark.parametrize("host", ["203.0.113.7", "2001:db8::7"])
def test_no_test_reaches_another_address_without_looking_it_up(host: str, refused_hosts: list[str]) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as sender, pytest.raises(NetworkForbiddenError, match=re.escape(host)):
        sender.connect_ex((host, 80))
    with (
        socket.socket(family, socket.SOCK_DGRAM) as sender,
        pytest.raises(NetworkForbiddenError, match=re.escape(host)),
    ):
        sender.sendto(b"", (host, 53))
    assert refused_hosts == [host, host]
    refused_hosts.clear()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_tests_reach_servers_of_their_own(host: str) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection((host, server.getsockname()[1]), timeout=5) as reached,
    ):
        assert reached.getpeername() == server.getsockname()


def test_a_home_is_empty_and_the_only_setting(home: Path) -> None:
    assert {name: value for name, value in os.environ.items() if name.startswith("LOVP_")} == {"LOVP_HOME": str(home)}
    assert list(home.iterdir()) == []
