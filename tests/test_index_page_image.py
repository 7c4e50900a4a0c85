"""A page of a PDF as a picture: drawn in a process that is not trusted, with words found by their letters."""

from io import BufferedReader, BytesIO
from pathlib import Path
from typing import cast

import pytest
from PIL import Image
from zoo_documents import pdf

from index import page_image
from index.page_image import NoPictureError, Pictures, draw_page
from index.readers.page_image import JOB, chars_to_letters, find_runs


def test_a_picture_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []

    def draw(*asked: object) -> page_image.Picture:
        made.append(asked)
        return page_image.Picture(b"\x89PNG" + b"x" * (10 << 20), 3, 1.0)

    monkeypatch.setattr(page_image, "draw_page", draw)
    kept, file = Pictures(), cast(BufferedReader, None)
    for pages in ([2, 3], [2, 3], [3]):
        assert kept.page(file, "a", pages, "woorden").page == 3
    assert len(made) == 1
    for sha256 in "bcd":
        kept.page(file, sha256, [3], "woorden")
    kept.page(file, "a", [3], "woorden")  # what is kept is bounded
    assert len(made) == 5


BROKEN = [b"", b"%PDF-1.4\n", b"geen pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<</Root 1 0 R>>"]


@pytest.mark.parametrize("content", BROKEN)
def test_what_is_no_pdf_gives_no_picture(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.pdf").write_bytes(content)
    with (tmp_path / "x.pdf").open("rb") as file, pytest.raises(NoPictureError):
        draw_page(file, [1], "woorden")


def test_a_page_of_absurd_size_is_made_to_fit(tmp_path: Path) -> None:
    huge = pdf("woorden").replace(b"[ 0 0 595.2756 841.8898 ]", b"[ 0 0 9 14400.0000000000 ]")
    assert b"14400" in huge
    (tmp_path / "x.pdf").write_bytes(huge)
    with (tmp_path / "x.pdf").open("rb") as file:
        image = Image.open(BytesIO(draw_page(file, [1], "").png))
    assert image.height <= 4_000
    assert image.width <= 1_400


ANSWERS = [
    *(b"", b"{}\n", b"[1]\nx", b"\xff\n", b"[" * 9_000 + b"\n", b'{"page": 1, "share": 1}\n<svg/>'),
    *(b'{"page": 9, "share": 1}\n\x89PNG\r\n\x1a\n', b'{"page": 1, "share": NaN}\n\x89PNG\r\n\x1a\n'),
]


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_the_drawing_process_sends_is_not_believed(answer: bytes) -> None:
    with pytest.raises(NoPictureError):
        page_image._picture(answer, [1])


def test_a_process_that_hangs_or_floods_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.pdf").write_bytes(b"x")
    monkeypatch.setattr(page_image, "_SECONDS", 1.0)
    for start in ("import time; time.sleep(60)", "while True: print('x' * 9999)"):
        monkeypatch.setattr(page_image, "_START", start)
        with (tmp_path / "x.pdf").open("rb") as file, pytest.raises(NoPictureError):
            draw_page(file, [1], "woorden")


@pytest.mark.parametrize(
    ("page", "words", "share"),
    [
        ("De politie krijgt een over\ufffe\r\nzicht.", "De politie krijgt een over-\nzicht.", 1.0),
        ("De efﬁciënte aanpak", "de efficiënte  aanpak", 1.0),
        (
            "Het einde van de zin staat hier. Voettekst 3. En dan gaat deze door.",
            "van de zin staat hier. En dan gaat deze door.",
            0.99,
        ),
        ("Iets heel anders staat hier te lezen", "De politie krijgt twaalf boten", 0.0),
        ("", "woorden", 0.0),
        ("kort", "kort", 1.0),
    ],
)
def test_words_are_found_on_a_page_by_their_letters(page: str, words: str, share: float) -> None:
    _, found = find_runs(chars_to_letters(page), words)
    assert found >= share if share else found == 0


def test_both_sides_call_the_job_the_same() -> None:
    assert page_image._JOB == JOB


def test_runs_are_places_on_the_page() -> None:
    page = "Vooraf. De politie\r\nkrijgt twaalf boten. Daarna."
    ((first, last),), _ = find_runs(chars_to_letters(page), "De politie krijgt twaalf boten.")
    assert page[first : last + 1] == "De politie\r\nkrijgt twaalf boten"
