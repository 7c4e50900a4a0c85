"""Personal numbers: what is blotted out, what is left alone, and that no offset moves."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.ingest import examples
from index.personal import blot, contact_spans, has_bsn, without_bsn
from index.readers import read_file
from index.readers.document import Document, Heading
from index.records import Note, NoteKind, Span

BSN = "123456782"  # passes the eleven test, as does 111222333; neither was ever given out


@pytest.mark.parametrize(
    ("text", "blotted"),
    [
        ("Jansen, 123456782.", "Jansen, █████████."),
        ("123 456 782", "███ ███ ███"),
        ("1234.56.782", "████.██.███"),
        ("123-456-782", "███-███-███"),
        ("123 456 \n782 staat", "███ ███ \n███ staat"),
        ("12345\u00ad6782", "█████\u00ad████"),
        ("123456782,111222333", "█████████,█████████"),
        ("verslag_123456782_v2", "verslag_█████████_v2"),
        ("123456782¹", "█████████¹"),  # a footnote's mark is no letter
        ("BSN 12345678", "BSN ████████"),
        ("BSN: 123456789", "BSN: █████████"),  # a typing error is still about somebody
        ("bsn-nr. 12345678", "bsn-nr. ████████"),
        ("Burgerservicenummer\n123456789", "Burgerservicenummer\n█████████"),
        ("burgerservicenummer is 12345\n6789", "burgerservicenummer is █████\n████"),
        ("sofinummer 1234.56.789", "sofinummer ████.██.███"),
        ("BSN 123.456.789", "BSN ███.███.███"),
        ("B.S.N. (12345678)", "B.S.N. (████████)"),
        ("BSN's: 123456789, 123456788 en 12345678", "BSN's: █████████, █████████ en ████████"),
        ("het BSN van de heer Jansen is 12345672.", "het BSN van de heer Jansen is ████████."),
        ("| BSN | 123456789 |", "| BSN | █████████ |"),
    ],
)
def test_a_citizen_service_number_is_blotted_out_digit_for_digit(text: str, blotted: str) -> None:
    assert blot(text) == blotted
    assert has_bsn(text)
    assert not has_bsn(blotted)


@pytest.mark.parametrize(
    "text",
    [
        "123456789",  # fails the eleven test
        "000000000",
        "€ 123456782",
        "€ 123 456 782",
        "123456782 euro",
        "123456782,-",
        "123456782,50",
        "0,123456782",
        "123.456.782",
        "1.123.456.782",
        "1123456782",
        "123 456 782 111",
        "111 123 456 782",
        "123\n456\n782\n",  # a column of numbers
        "978-123-456-782",
        "06 12345678",
        "+31 123456782",
        "+31 123 456 782",
        "0031 123456782",
        "(0)123456782",
        "tel. 123456782",
        "NL91ABNA0417164300",
        "NL91 ABNA 0417 1643 00",
        "KvK 12345678",
        "RSIN 123456782",
        "rekeningnummer 123456782",
        "SLG123456782",
        "123456782B01",
        "20220411",
        "12345678",
        "BSN",
        "Het BSN is sinds 20071127 in gebruik, 12 of 13 keer",
        "De BSN-koppeling kost 12345678 euro",
        "",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert blot(text) == text
    assert not has_bsn(text)


def test_a_document_keeps_its_offsets_and_says_how_many_numbers_went() -> None:
    text = f"Kop\n\nBSN {BSN} en 111222333\nTabel"
    document = Document(text, (0,), (Heading(Span(0, 3), 1),), (), (Note(NoteKind.OCR, "gelezen van een plaatje"),))
    found = without_bsn(document)
    assert found.text == "Kop\n\nBSN █████████ en █████████\nTabel"
    assert found.headings == document.headings
    assert found.notes == (*document.notes, Note(NoteKind.HIDDEN, "2 burgerservicenummers onleesbaar gemaakt"))
    assert without_bsn(found) is found
    assert without_bsn(Document(BSN)).notes[0].text == "1 burgerservicenummer onleesbaar gemaakt"


PIECES = st.sampled_from(
    [
        BSN,
        "111222333",
        "123 456 782",
        "1234.56.782",
        "12345678",
        "7",
        "45",
        "BSN",
        "bsn-nr.",
        "sofinummer",
        "Jansen",
        " ",
        "\n",
        ", ",
        " en ",
        "€ ",
        "-",
        ".",
        ":",
        "+31 ",
        "█",
        "\xad",
        "a",
        "_",
        " euro",
    ]
)


@example("123456782 111 222 333")  # the first block must not make the others a number of their own
@given(st.lists(PIECES, max_size=14).map("".join))
def test_blotting_keeps_the_length_and_finds_nothing_more_the_second_time(text: str) -> None:
    blotted = blot(text)
    assert len(blotted) == len(text)
    assert all(new in (old, "█") for old, new in zip(text, blotted, strict=True))
    assert blot(blotted) == blotted


def eleven(digits: list[int]) -> bool:
    """The eleven test by the book, apart from ours."""
    return (sum((9 - i) * digit for i, digit in enumerate(digits[:8])) - digits[8]) % 11 == 0 and any(digits)


@given(
    st.lists(st.integers(0, 9), min_size=9, max_size=9),
    st.booleans(),
    st.sampled_from(["", "Jansen ", "(", "geboren 1-1-1970, ", "\n", "nr. ", "2021 ", "; "]),
    st.sampled_from(["", ".", " woont", ")", "\n", ", 12 jaar", "; "]),
)
def test_nine_digits_go_when_they_pass_the_eleven_test_and_only_then(
    digits: list[int], passing: bool, before: str, after: str
) -> None:
    if passing:  # by chance it would be one in eleven
        last = sum((9 - i) * digit for i, digit in enumerate(digits[:8])) % 11
        digits = [*digits[:8], last % 10]
    kept = f"{before}{''.join(map(str, digits))}{after}"
    assert blot(kept) == (f"{before}█████████{after}" if eleven(digits) else kept)


@pytest.mark.parametrize("path", sorted(p for p in examples().iterdir() if p.suffix != ".py"), ids=lambda p: p.stem)
def test_no_number_in_the_examples_is_taken_for_a_personal_one(path: Path) -> None:
    document = read_file(path)
    assert without_bsn(document) == document
    assert contact_spans(document.text, Span(0, len(document.text))) == []


def test_no_number_in_the_real_record_is_taken_for_a_personal_one(real_record: Path) -> None:
    document = read_file(real_record)
    assert without_bsn(document) == document
    assert contact_spans(document.text, Span(0, len(document.text))) == []


@pytest.mark.parametrize(
    "contact",
    [
        "naam@domein.nl",
        "jan.de-vries+lovp@minjenv.overheid.nl",
        "naam [at] domein.nl",
        "naam(at)domein.nl",
        "naam [at] domein [punt] nl",
        "06-12345678",
        "06 12 34 56 78",
        "06 - 12 34 56 78",
        "0612345678",
        "070-3456789",
        "(070) 345 67 89",
        "0341 - 12 34 56",
        "088-1234567",
        "+31 (0)6 12345678",
        "+31 6 12345678",
        "+31 70 345 67 89",
        "0031 6 12345678",
        "0800-1351",
        "0900 8844",
        "+32 2 123 45 67",
    ],
)
def test_contact_details_are_found_where_they_stand(contact: str) -> None:
    text = f"Inlichtingen bij: J. Jansen, {contact}, 10 mei 2022"
    start = text.index(contact)
    assert contact_spans(text, Span(0, len(text))) == [Span(start, start + len(contact))]
    assert contact_spans(text, Span(start + len(contact), len(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "€ 12.625 miljoen",
        "12.814.046.000",
        "06-12-2022",
        "06-12-2022 10:00",
        "2019-2022",
        "06 2019-2022",
        "09:30 uur",
        "art. 10.2.3",
        "artikel 0312-12",
        "144 miljoen",
        "+ 144 miljoen",
        "2021-06-12345678",
        "20220411",
        "112",
        "0,5",
        "NL91 ABNA 0417 1643 00",
        "BSN 123456782",
        "1 2 3 4 5 6 7",
        "5 @ 10",
        "€ 0612345678",
    ],
)
def test_dates_amounts_and_article_numbers_are_no_contact_details(text: str) -> None:
    assert contact_spans(text, Span(0, len(text))) == []


@pytest.mark.parametrize("piece", ["1", "1 ", "bsn ", "BSN 123456782, ", "123 ", "a@", "+1 ", "0 ", "06-"])
def test_a_long_text_takes_no_time_out_of_proportion(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert len(blot(text)) == len(text)
    contact_spans(text, Span(0, len(text)))
