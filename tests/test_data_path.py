"""The whole path in one test, from a file to the JSON of an answer; at every step the offsets point into the file's own text."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assistant.ask import ask
from index.embedding import BUILT_IN, open_encoder
from index.generations import current
from index.ingest import Summary, index_paths
from index.parse import document_to_record
from index.passage import record_to_passages
from index.readers import read_file
from index.records import EVERYTHING, Span
from index.search import Index, chroma_root, search, store_path
from index.store import Store
from index.vectors import ChromaSearch
from ui.render import answer_json

# Hard wraps, page starts marked by a space, a heading without a blank line above it, an abbreviation that ends no sentence,
# brackets that look like a marker, and a sign (🚤) that counts as one character here and as two elsewhere.
MAY = "\n".join(
    [
        " Bestuurlijke terugkoppeling LOVP 3 mei 2021 ",
        "",
        "Vaartuigen van de politie 🚤 ",
        "De Korpschef lichtte de aanschaf van vaartuigen toe, zie ook [3] in de bijlage. De financiering van de ",
        "boten is geregeld voor 2022 en 2023. De kosten zijn € 5 mln. per jaar, o.b.v. de ",
        " aanbesteding. De S taatssecretaris heeft een onderzoek naar de haven toegezegd. ",
        " ",
        "Alle leden van het overleg zijn het met elkaar eens. ",
        " Paarden ",
        "De stal van de bereden politie blijft open. ",
        "",
    ]
)
JUNE = """Korte terugkoppeling LOVP 7 juni 2021

Paarden
De stal van de bereden politie blijft open.
"""
QUESTION = "Voor welke jaren is de financiering van de boten geregeld?"


@dataclass(frozen=True, slots=True)
class Indexed:
    """A folder with the two records, the home folder that they were read into, and what that said."""

    files: tuple[Path, Path]
    home: Path
    summary: Summary


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Indexed:
    folder, home = tmp_path_factory.mktemp("verslagen"), tmp_path_factory.mktemp("home")
    files = folder / "2021-05-03 LOVP.txt", folder / "2021-06-07 LOVP.txt"
    for file, text in zip(files, (MAY, JUNE), strict=True):
        file.write_text(text, "utf-8", newline="")
    return Indexed(files, home, index_paths(home, open_encoder(BUILT_IN), [folder]))


def test_a_quote_keeps_its_place_from_the_file_to_the_answer(indexed: Indexed) -> None:
    # file -> pages of text -> record
    document = read_file(indexed.files[0])
    assert document.text == MAY
    record = document_to_record(document, indexed.files[0].stem)
    assert record.text == MAY
    assert record.dates == (date(2021, 5, 3),)
    assert record.topics == ("Vaartuigen van de politie 🚤", "Paarden")
    assert [section.page for section in record.sections] == [1, 2, 3]
    first, over, last = (section.span.of(MAY) for section in record.sections)
    assert first.startswith("De Korpschef lichtte")
    assert first.rstrip().endswith("o.b.v. de \n aanbesteding.")  # to its end, although the page ends before
    assert over.startswith("De S taatssecretaris")
    assert over.endswith("met elkaar eens.")
    assert last == "De stal van de bereden politie blijft open."

    # record -> passages
    passages = record_to_passages(record)
    for section in record.sections:
        inside = [passage for passage in passages if passage.span.within(section.span)]
        assert "".join(passage.text for passage in inside) == section.span.of(MAY)
        assert {passage.topic for passage in inside} == {section.topic}
    for passage in passages:
        assert passage.text == MAY[passage.span.start : passage.span.end]
        assert passage.id == f"{record.id}:{passage.span.start}-{passage.span.end}"

    # passages -> SQLite
    summary = indexed.summary
    assert (summary.new, summary.skipped, summary.passages) == (2, (), len(passages) + 1)
    store = Store(store_path(indexed.home))
    assert store.record(record.id) == record
    stored = store.passages()
    assert [passage for passage in stored.values() if passage.record_id == record.id] == passages
    rows, vectors = store.vectors()
    assert list(rows) == list(stored)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    store.close()

    # passages -> Chroma, which finds the passage again by the words it opens with
    generation = current(chroma_root(indexed.home))
    assert generation is not None
    assert generation.passages == len(stored)
    chroma = ChromaSearch(generation)
    query = open_encoder(BUILT_IN).queries(["vaartuigen van de politie financiering boten"])[0]
    nearest = chroma.search(query, EVERYTHING, len(stored))
    chroma.close()
    assert {row for row, _ in nearest} == set(stored)
    assert stored[nearest[0][0]] == passages[0]

    with Index(indexed.home, open_encoder(BUILT_IN)) as index:
        # question -> hits
        hits = search(index, QUESTION)
        assert hits[0].passage == passages[0]
        assert hits[0].passage.span.of(MAY) == hits[0].passage.text

        # question -> answer
        answer = ask(index, QUESTION)
    (citation,) = answer.citations
    assert answer.short == "2022 en 2023"
    quote = "De financiering van de \nboten is geregeld voor 2022 en 2023."
    assert citation.quote == quote
    assert citation.span == Span(MAY.index(quote), MAY.index(quote) + len(quote))
    assert answer.text.endswith("“De financiering van de boten is geregeld voor 2022 en 2023.” [1]")

    # answer -> JSON of the contract
    line = json.loads(json.dumps(answer_json(QUESTION, answer, 1.0)))
    (cited,) = line["citations"]
    assert MAY[cited["start"] : cited["end"]] == cited["quote"] == quote
    assert cited["passage"] == passages[0].text
    assert (cited["record_id"], cited["date"], cited["topic"]) == (record.id, "2021-05-03", record.topics[0])
    assert (line["answered"], line["short"], line["composer"]) == (True, "2022 en 2023", "extractive")


def test_brackets_of_the_record_itself_are_no_marker(indexed: Indexed) -> None:
    with Index(indexed.home, open_encoder(BUILT_IN)) as index:
        answer = ask(index, "Wat lichtte de korpschef toe over de aanschaf van vaartuigen?")
    assert answer.answered
    assert "[3] in de bijlage" in answer.text
    assert [citation.n for citation in answer.citations] == [1]


def test_a_letter_that_stands_apart_in_the_file_does_so_in_the_quote(indexed: Indexed) -> None:
    with Index(indexed.home, open_encoder(BUILT_IN)) as index:
        answer = ask(index, "Wat heeft de staatssecretaris toegezegd?")
    assert [citation.quote for citation in answer.citations] == [
        "De S taatssecretaris heeft een onderzoek naar de haven toegezegd."
    ]


def test_the_same_sentence_in_two_meetings_stays_two_passages_and_two_citations(indexed: Indexed) -> None:
    sentence = "De stal van de bereden politie blijft open."
    with Index(indexed.home, open_encoder(BUILT_IN)) as index:
        same = [hit.passage for hit in search(index, sentence) if hit.passage.text.strip() == sentence]
        answer = ask(index, "Blijft de stal van de bereden politie open?")
    assert len({passage.id for passage in same}) == 2
    assert {(citation.passage.date, citation.quote) for citation in answer.citations} == {
        (date(2021, 5, 3), sentence),
        (date(2021, 6, 7), sentence),
    }


def test_reading_the_same_files_again_changes_nothing(indexed: Indexed) -> None:
    store = Store(store_path(indexed.home))
    before = store.version, store.passages()
    again = index_paths(indexed.home, open_encoder(BUILT_IN), list(indexed.files))
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    assert (store.version, store.passages()) == before
    store.close()
