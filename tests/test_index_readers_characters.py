"""Characters are made clean in one place, and every place that points into the text moves along."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.readers import Document, read_file
from index.readers.characters import clean
from index.readers.document import Heading
from index.records import NoteKind, Span


def read(path: Path, content: bytes) -> Document:
    path.write_bytes(content)
    return read_file(path)


@pytest.mark.parametrize(
    ("spoilt", "good"),
    [
        ("financiƫn", "financiën"),  # UTF-8 through two code pages
        ("ministeriĆ«le", "ministeriële"),  # UTF-8 as Baltic
        ("coÃ¶rdinatie", "coördinatie"),  # UTF-8 as western European
        ("â‚¬ 5 miljoen", "€ 5 miljoen"),
        ("â¬ 5 miljoen", "€ 5 miljoen"),  # with its middle byte lost
        ("BOAâ€™s", "BOA’s"),
        ("Ã©Ã©n", "één"),
    ],
)
def test_mojibake_is_mended_and_noted(spoilt: str, good: str) -> None:
    """Trap 23."""
    document = clean(Document(f"Over {spoilt} is gesproken."))
    assert document.text == f"Over {good} is gesproken."
    assert [note.kind for note in document.notes] == [NoteKind.REPAIRED]
    assert "vergelijk bij twijfel met het origineel" in document.notes[0].text


@pytest.mark.parametrize(
    "text",
    [
        "CAFÉ”",
        "“Å” is een letter",
        "één – geïnformeerd",
        "São Paulo en Łódź",
        "Ƒ 5 of ƒ 5",
        "«citaat» à 5",
        "Čapek, ā en ī",
        "ÅÄÖ’s",
    ],
)
def test_what_may_be_meant_stays_as_it_is(text: str) -> None:
    assert clean(Document(text)) == Document(text)


def test_loose_accents_are_joined_to_their_letters() -> None:
    """Trap 22."""
    document = clean(Document(unicodedata.normalize("NFD", "coördinatie één")))
    assert document.text == "coördinatie één"
    assert document.notes == ()


@pytest.mark.parametrize(
    ("odd", "plain"),
    [
        ("af\u00adspraak", "afspraak"),
        ("woning\u00ad\nmarkt", "woning-\nmarkt"),  # printed at the end of the line
        ("€\u00a05\u202fmiljoen", "€ 5 miljoen"),
        ("ge\u200bheim\u200d \u202eomgekeerd\u202c", "geheim omgekeerd"),
        ("gewoon\U000e0041\U000e0042\ufe0f", "gewoon"),
        ("regel\u2028volgende\x0bderde", "regel\nvolgende\nderde"),
        ("\uf0b7 punt\n\uf0a7 nog een", "• punt\n• nog een"),
        ("e\u2011mail", "e-mail"),
        ("o\ufb03cieel \ufb01nancieel", "officieel financieel"),
        ("bel\x07 en nul\x00teken", "bel en nulteken"),
    ],
)
def test_what_no_reader_sees_goes_and_odd_spaces_and_bullets_become_plain(odd: str, plain: str) -> None:
    """Trap 24, and D4: invisible characters may hide instructions."""
    assert clean(Document(odd)).text == plain


def test_places_move_along_with_the_text() -> None:
    text = "\ufeffTi\u00adtel\n\nEe\u0301n\u200b rij | twee\n\nSlot"
    rij = text.index("Ee")
    marked = Document(
        text,
        (0, text.index("Slot")),
        (Heading(Span(1, text.index("\n")), 1), Heading(Span(0, 1), 2)),
        (Span(rij, text.index("\n\nSlot")),),
    )
    document = clean(marked)
    assert document.text == "Titel\n\nEén rij | twee\n\nSlot"
    assert [document.text[page:][:4] for page in document.pages] == ["Tite", "Slot"]
    assert [heading.span.of(document.text) for heading in document.headings] == ["Titel"]  # the other one is empty now
    assert [table.of(document.text) for table in document.tables] == ["Eén rij | twee"]


@given(st.text(st.sampled_from("ab \n\u00ad\u0301\u200b\u00a0\ufb01\uf0b7Ã©ëĆ«â‚¬"), max_size=40))
def test_cleaning_twice_is_cleaning_once_and_pages_never_leave_the_text(text: str) -> None:
    document = clean(Document(text, tuple(range(len(text) + 1))))
    assert list(document.pages) == sorted(document.pages)
    assert all(0 <= page <= len(document.text) for page in document.pages)
    assert not set(document.text) & set("\u00ad\u200b\u00a0\ufb01")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_read_by_its_mark(tmp_path: Path, encoding: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    text = "De geïnformeerde driehoek – één plan."
    assert read(tmp_path / "verslag.txt", mark + text.encode(encoding)).text == text


def test_utf8_cut_off_inside_its_last_letter_is_still_utf8(tmp_path: Path) -> None:
    assert read(tmp_path / "verslag.txt", "Geïnformeerd over één".encode()[:-2]).text == "Geïnformeerd over é"
