"""What holds in every test: no network but loopback, no telemetry, no settings from outside, nothing random.

The network is closed by an audit hook, which sees every connection that Python makes, through whatever library and
from whatever thread. A library that swallows the refusal still fails the test it happened in.
"""

import ipaddress
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import hypothesis
import pytest
from warm import probes

from index import child, probing
from index.embedding import BUILT_IN, open_encoder
from index.ingest import examples, index_paths
from index.search import Index
from ui.cli import main

ROOT = Path(__file__).resolve().parent.parent
REAL_RECORD = ROOT.parent / "shared" / "records" / "2019-10-28 Bestuurlijke terugkoppeling LOVP.txt"

os.environ.update(
    ANONYMIZED_TELEMETRY="False",
    DO_NOT_TRACK="1",
    GRADIO_ANALYTICS_ENABLED="False",
    HF_HUB_DISABLE_TELEMETRY="1",
    HF_HUB_OFFLINE="1",
)
# the processes that share the tests must give them the same names, and a name may have a set in it
os.environ.setdefault("PYTHONHASHSEED", str(os.getpid()))
for name in [name for name in os.environ if name.startswith("LOVP_")]:
    del os.environ[name]  # a developer's own settings are no part of a test

hypothesis.settings.register_profile("here", deadline=None)  # a busy machine is no defect
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, max_examples=60)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


_WAITING = ("test_index_crash", "test_index_bad_files", "test_browser", "test_ui")


def pytest_report_header() -> str:
    """Which order sets had, for who wants to see a failure again."""
    return f"PYTHONHASHSEED={os.environ['PYTHONHASHSEED']}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits for disks, browsers and other programs goes first: no process is left with it when the others are done."""
    items.sort(key=lambda item: not item.path.name.startswith(_WAITING))


class NetworkForbiddenError(Exception):
    """A test asked for a host that is not this machine."""


_refused: list[str] = []


def _is_here(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or name in {"", "localhost"}:
        return True
    try:
        address = ipaddress.ip_address(str(name).partition("%")[0])
    except ValueError:
        return str(name).endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def _watch(event: str, args: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = args[0]
    elif event in {"socket.connect", "socket.sendto", "socket.sendmsg"} and isinstance(args[1], tuple):
        host = args[1][0]  # addresses of a Unix socket are no tuples
    else:
        return
    if not _is_here(host):
        _refused.append(str(host))
        raise NetworkForbiddenError(f"tests have no network, and {host} is not this machine")


sys.addaudithook(_watch)


@pytest.fixture
def refused_hosts() -> list[str]:
    """The hosts that were refused so far in this test; one that expects a refusal empties the list."""
    return _refused


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Fails a test in which a host elsewhere was asked for, even when a library hid the refusal."""
    _refused.clear()
    yield
    assert _refused == [], f"hosts elsewhere were asked for: {', '.join(_refused)}"


@pytest.fixture(scope="session", autouse=True)
def warm_processes() -> Iterator[None]:
    """Keeps the processes that read files and that try Chroma folders from test to test; starting them took half the time."""
    with child.kept_open(), probes() as warm, pytest.MonkeyPatch.context() as patch:
        if sys.platform == "linux":  # a process copies itself safely
            patch.setattr(probing, "probe", warm)
        yield


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty `LOVP_HOME` of this test's own, and no other setting."""
    for name in [name for name in os.environ if name.startswith("LOVP_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("LOVP_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def real_record() -> Path:
    """The real public record, which lies beside the repository and not in it."""
    if not REAL_RECORD.is_file():
        pytest.skip("the real record is not beside this checkout")
    return REAL_RECORD


@pytest.fixture(scope="session")
def examples_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with the example records in it, made once; a test that changes something takes a copy."""
    return _indexed(examples(), tmp_path_factory.mktemp("examples"))


@pytest.fixture(scope="session")
def example_index(examples_home: Path) -> Iterator[Index]:
    """The example records, open to be asked."""
    with Index(examples_home, open_encoder(BUILT_IN)) as index:
        yield index


@pytest.fixture(scope="session")
def real_index(real_record: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The real record and nothing else, open to be asked."""
    with Index(_indexed(real_record, tmp_path_factory.mktemp("real")), open_encoder(BUILT_IN)) as index:
        yield index


def _indexed(path: Path, home: Path) -> Path:
    index_paths(home, open_encoder(BUILT_IN), [path])
    return home


class Site(NamedTuple):
    """The real page over the example records as it is served: its home folder and where it is."""

    folder: Path
    url: str


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, examples_home: Path) -> Iterator[Site]:
    """The page, started once for all tests in a browser: that takes most of their time. Who leaves something in its folder takes
    it away again.
    """
    folder = Path(shutil.copytree(examples_home, tmp_path_factory.mktemp("browser") / "home"))
    command = [sys.executable, str(ROOT / "tests" / "example_site.py"), str(folder)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LOVP_")}
    environment["PYTHONPATH"] = str(ROOT)  # as nothing of the project is in the folder that it runs in
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
    assert server.stdout is not None
    said = server.stdout.readline()  # waits until it is ready, or has ended
    found = re.search(r"http://127\.0\.0\.1:\d+", said)
    if found is None:
        server.kill()
        server.wait()
        pytest.fail(f"de chat startte niet: {(folder / 'log').read_text()}")
    yield Site(folder, found[0])
    server.terminate()
    assert server.wait(15) in {0, -15}
    server.stdout.close()


@pytest.fixture(scope="session")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder without users."""
    return tmp_path_factory.mktemp("api")


@pytest.fixture(scope="session")
def api_url(example_index: Index, nobody: Path) -> Iterator[str]:
    """Where the API over the example records is, with nobody who has to sign in."""
    from api_site import api_site, served

    from ui.service import Service

    with served(api_site(Service(example_index, site="https://lovp.example"), nobody)) as url:
        yield url


@pytest.fixture(scope="session")
def api(api_url: str) -> Iterator[httpx.Client]:
    """A client of it."""
    with httpx.Client(base_url=api_url, trust_env=False, timeout=30) as client:
        yield client


class Run(NamedTuple):
    """What a command of `lovp` came back with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object that was printed."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The objects that were printed, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


Lovp = Callable[..., Run]


@pytest.fixture
def lovp(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Lovp:
    """Runs `lovp` with these arguments, and `given` on standard input; the home folder is empty at first."""

    def run(*arguments: str | Path, given: str | bytes = b"") -> Run:
        typed = given.encode() if isinstance(given, str) else given
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(typed), "utf-8"))
        capsys.readouterr()
        try:
            code: Any = main([str(argument) for argument in arguments])
        except SystemExit as left:  # argparse leaves this way
            code = left.code
        return Run(int(code), *capsys.readouterr())

    return run


@pytest.fixture
def filled(lovp: Lovp, home: Path, examples_home: Path) -> Lovp:
    """As `lovp`, with the example records in the home folder."""
    shutil.copytree(examples_home, home, dirs_exist_ok=True)
    return lovp
