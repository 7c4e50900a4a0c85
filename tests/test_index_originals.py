"""An original is opened only as the plain file whose bytes were read, and only plain addresses are followed to a website."""

import hashlib
import os
from pathlib import Path

import pytest

from index.originals import Fault, NoOriginalError, Original, open_original, web_host

WORDS = b"%PDF-1.4 woorden"


def original(path: Path, content: bytes = WORDS, fault: Fault | None = None) -> Original:
    return Original(str(path), hashlib.sha256(content).hexdigest(), fault)


def fault_of(one: Original) -> Fault:
    with pytest.raises(NoOriginalError) as refusal, open_original(one):
        pass
    return refusal.value.fault


def test_the_bytes_are_given_from_their_start(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(WORDS)
    with open_original(original(tmp_path / "a.pdf")) as opened:
        assert (opened.file.read(), opened.name, opened.size, opened.is_pdf) == (WORDS, "a.pdf", len(WORDS), True)
    assert opened.file.closed


def test_a_file_is_a_pdf_by_its_name_and_its_bytes_together(tmp_path: Path) -> None:
    for name, content in (("a.pdf", b"<script>"), ("a.html", WORDS)):
        (tmp_path / name).write_bytes(content)
        with open_original(original(tmp_path / name, content)) as opened:
            assert not opened.is_pdf


def test_what_came_in_its_place_at_the_last_moment_is_not_opened(tmp_path: Path) -> None:
    path, other = tmp_path / "a.pdf", tmp_path / "zelfde.pdf"
    other.write_bytes(WORDS)
    assert fault_of(original(path)) is Fault.GONE
    path.symlink_to(other)
    assert fault_of(original(path)) is Fault.ODD
    path.unlink()
    os.mkfifo(path)
    assert fault_of(original(path)) is Fault.ODD  # without waiting for who writes to it
    path.unlink()
    path.mkdir()
    assert fault_of(original(path)) is Fault.ODD
    path.rmdir()
    path.write_bytes(WORDS + b" anders")
    assert fault_of(original(path)) is Fault.CHANGED
    assert fault_of(original(tmp_path / "a\0.pdf")) is Fault.ODD


def test_what_is_known_against_it_is_not_tried(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(WORDS)
    for fault in Fault:
        assert fault_of(original(tmp_path / "a.pdf", fault=fault)) is fault


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.voorbeeld.nl/a?b=c", "www.voorbeeld.nl"),
        ("HTTP://Voorbeeld.NL", "voorbeeld.nl"),
        ("https://pаypal.nl/", "xn--pypal-4ve.nl"),  # with a Cyrillic letter
        ("javascript:alert(1)", None),
        ("https://voorbeeld.nl@elders.nl/", None),
        ("https://voorbeeld.nl\\@elders.nl/", None),
        ("https://voorbeeld.nl/\nx", None),
        ("https://", None),
        ("ftp://voorbeeld.nl", None),
        ("//voorbeeld.nl", None),
        ("verslag.txt", None),
    ],
)
def test_only_a_plain_address_of_a_website_becomes_a_link(address: str, host: str | None) -> None:
    assert web_host(address) == host
