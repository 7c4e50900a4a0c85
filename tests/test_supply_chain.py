"""No package is installed in a version with a hole that is known here, and each lowest version says which hole it leaves behind.

`make audit` asks a database of today; this table is what was known when a version was last looked at, and needs no network.
"""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
# the lowest version without the hole that is named
MINIMA: dict[str, tuple[str, str]] = {
    "aiohttp": ("3.13.3", "CVE-2025-69223: a packed request fills the memory"),
    "certifi": ("2024.7.4", "CVE-2024-39689: a root that is not to be trusted"),
    "cryptography": ("44.0.1", "CVE-2024-12797: a peer with a raw key is not checked"),
    "fastapi": ("0.109.1", "CVE-2024-24762: a header keeps the parser busy"),
    "filelock": ("3.20.3", "CVE-2025-68146, CVE-2026-22701: a link in the place of a lock file"),
    "gradio": ("6.24.0", "async auth_dependency let everyone in; before 6.20 CVE-2026-59806, before 6.16 CVE-2026-49119, "
               "before 6.7 CVE-2026-28414, before 6.6 CVE-2026-28415, -28416 and -27167"),
    "h11": ("0.16.0", "CVE-2025-43859: two servers read one request differently"),
    "idna": ("3.7", "CVE-2024-3651: a name that takes for ever"),
    "jinja2": ("3.1.6", "CVE-2025-27516: a way out of the sandbox"),
    "llama-index-core": ("0.12.28", "CVE-2025-1793: SQL injection; before 0.12.3 CVE-2024-12911, before 0.11.7 CVE-2024-14021"),
    "lxml": ("5.0", "external entities are read by default"),
    "mcp": ("1.23.0", "CVE-2025-66416: a page of another site reaches a server on this machine"),
    "nltk": ("3.9.1", "CVE-2024-39705: data that runs code"),
    "pdfminer-six": ("20251230", "CVE-2025-64512, CVE-2025-70559: a PDF names a pickle that is loaded"),
    "pillow": ("12.3.0", "pictures of any origin; the newest that was known to be safe"),
    "pypdf": ("6.10.2", "CVE-2026-33699, CVE-2026-40260, CVE-2026-28351 and others: loops and memory"),
    "python-multipart": ("0.0.27", "CVE-2026-42561: headers of a part keep the parser busy"),
    "requests": ("2.32.4", "CVE-2024-47081: a password for one site goes to another"),
    "setuptools": ("78.1.1", "CVE-2025-47273: a package writes outside its folder"),
    "starlette": ("0.49.1", "CVE-2025-62727: a range keeps the server busy"),
    "torch": ("2.6.0", "CVE-2025-32434: weights that run code"),
    "transformers": ("4.53.0", "CVE-2025-3933 and others: text that keeps a tokenizer busy"),
    "urllib3": ("2.6.3", "CVE-2025-66418, CVE-2025-66471, CVE-2026-21441: a packed answer fills the memory"),
}  # fmt: skip
# of these we say ourselves what the lowest version is; of the others what needs them does
OURS = {"gradio", "llama-index-core", "lxml", "mcp", "pdfminer-six", "pillow", "python-multipart", "torch"}
# holes that no release mends, with what we do instead: the test that shows it
UNMENDED = {
    "chromadb": ("CVE-2026-45829, CVE-2026-45833, CVE-2026-45830, CVE-2026-45831: its server in Python runs code of strangers "
                 "and mixes up tenants; only the server of `chroma run` is let in",
                 "tests/test_index_chroma_server.py::test_the_server_in_python_is_refused"),
}  # fmt: skip


def pins() -> dict[str, Version]:
    found: dict[str, Version] = {}
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines():
        match = re.match(r"([A-Za-z0-9._-]+)==([^ ;#]+)", line)
        if match:
            found[canonicalize_name(match[1])] = Version(match[2])
    return found


def floors() -> dict[str, Version]:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*told["dependencies"], *(one for more in told["optional-dependencies"].values() for one in more)]
    found: dict[str, Version] = {}
    for requirement in map(Requirement, lines):
        lowest = [Version(one.version) for one in requirement.specifier if one.operator in {">=", "=="}]
        found[canonicalize_name(requirement.name)] = max(lowest, default=Version("0"))
    return found


@pytest.mark.parametrize("name", MINIMA)
def test_what_is_installed_has_none_of_the_holes_that_are_known(name: str) -> None:
    pinned = pins().get(canonicalize_name(name))
    assert pinned is None or pinned >= Version(MINIMA[name][0]), MINIMA[name][1]


@pytest.mark.parametrize("name", sorted(OURS))
def test_what_we_ask_for_ourselves_is_asked_for_without_the_hole(name: str) -> None:
    assert floors()[name] >= Version(MINIMA[name][0]), MINIMA[name][1]


def test_the_table_names_holes_and_most_of_it_is_installed() -> None:
    assert all(re.search(r"CVE-\d{4}-\d+|GHSA-|by default|newest", why) for _, why in MINIMA.values())
    assert len(pins().keys() & set(MINIMA)) >= len(MINIMA) - 2


@pytest.mark.parametrize("name", UNMENDED)
def test_a_hole_that_nobody_mends_is_walked_around(name: str) -> None:
    file, _, test = UNMENDED[name][1].partition("::")
    assert f"def {test}(" in (ROOT / file).read_text("utf-8")
    for path in (one for room in ("assistant", "eval", "index", "ui") for one in (ROOT / room).rglob("*.py")):
        assert not re.search(
            r"^\s*(?:from|import) chromadb\.(?:server|app)\b", path.read_text("utf-8"), re.MULTILINE
        ), path


def test_a_reader_of_pdf_with_a_long_row_of_holes_is_not_installed() -> None:
    assert "pypdf" not in pins()
    assert "pypdf2" not in pins()
