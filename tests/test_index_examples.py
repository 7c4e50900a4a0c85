"""The example records are records, in words of their own."""

import re
from datetime import date
from pathlib import Path

import pytest

from eval.facts import collapsed
from index.parse import document_to_record
from index.readers import READERS, read_file
from index.records import Record

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "index" / "examples"
REAL = ROOT.parent / "shared" / "records"
FILES = sorted(EXAMPLES.iterdir())
NOTE = "Voorbeeldverslag, in eigen woorden opgesteld uit openbare bronnen; geen officieel verslag."
RUN = 9  # words in a row that no example may share with a real record


def record(file: Path) -> Record:
    return document_to_record(read_file(file), file.stem)


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return [record(file) for file in FILES]


@pytest.fixture(scope="module")
def texts(records: list[Record]) -> dict[date, str]:
    return {day: record.text for record in records for day in record.dates}


def runs_of_words(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def test_there_are_examples_of_at_least_twelve_meetings_of_2019_to_2023(texts: dict[date, str]) -> None:
    assert len(texts) >= 12
    assert {day.year for day in texts} == {2019, 2020, 2021, 2022, 2023}


def test_no_meeting_has_two_records(records: list[Record]) -> None:
    days = [day for record in records for day in record.dates]
    assert len(days) == len(set(days))


def test_the_examples_come_in_every_format_and_are_nothing_but_records() -> None:
    assert {file.suffix for file in FILES} == {".txt", ".md", ".html", ".docx", ".pdf"} <= READERS.keys()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_an_example_says_under_its_title_that_it_is_one_and_where_it_comes_from(file: Path) -> None:
    example = record(file)
    head = [line.strip() for line in example.text.splitlines() if line.strip()][:3]
    assert head[0] == example.title
    assert re.match(r"(Bestuurlijke|Korte) terugkoppeling LOVP \d", head[0])
    assert head[1] == NOTE
    assert re.match(r"Bron: https://regioburgemeesters\.nl/\S+$", head[2])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_date_in_the_name_of_the_file_is_a_meeting_of_the_record(file: Path) -> None:
    assert date.fromisoformat(file.name[:10]) in record(file).dates


@pytest.mark.skipif(not REAL.is_dir(), reason="the real records lie outside the repository")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_an_example_shares_no_nine_words_in_a_row_with_a_real_record(file: Path) -> None:
    own = runs_of_words(read_file(file).text)
    for real in REAL.glob("*LOVP*.txt"):
        assert not own & runs_of_words(real.read_text("utf-8"))


def test_the_meeting_that_did_not_take_place_says_so_and_nothing_more() -> None:
    (file,) = EXAMPLES.glob("2022-06-20*")
    example = record(file)
    assert example.topics == ("Inleiding",)
    assert example.sections[0].span.of(example.text) == "Het LOVP van 20 juni 2022 is niet doorgegaan."


def test_the_financing_of_the_taser_stands_under_its_own_topic() -> None:
    (file,) = EXAMPLES.glob("2019-10-28*")
    example = record(file)
    topics = {section.topic for section in example.sections if "2020 en 2021" in section.span.of(example.text)}
    assert topics == {"Voorgenomen besluit stroomstootwapen"}


def test_the_pdf_has_two_pages_and_a_sentence_that_runs_on_over_them() -> None:
    (file,) = EXAMPLES.glob("*.pdf")
    document = read_file(file)
    assert len(document.pages) == 2
    assert "Die houdt in dat regionale eenheden" in collapsed(document.text)
