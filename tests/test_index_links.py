"""Records of one meeting stand in their order: the better one first, what only repeats it behind."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from themes import ThemeEncoder

from index import probing
from index.ingest import index_paths
from index.links import AGENDA, DRAFT, NEWSLETTER, VERSION, Link, echoes, links
from index.passage import record_to_passages
from index.records import Note, NoteKind, Record, RecordKind, Section, Span
from index.search import Index, search, store_path
from index.store import Store

DAY = date(2022, 7, 4)
TEXT = (
    "De Minister lichtte het plan voor de wijkagenten toe en vroeg de burgemeesters om een reactie voor de zomer. "
    "De Korpschef vertelde dat er in het noorden van het land te weinig agenten zijn om alle roosters te vullen. "
    "Afgesproken is dat het plan in september terugkomt, samen met een overzicht van de kosten per eenheid."
)
OTHER = (
    "De brandweer oefent dit jaar vaker met de veiligheidsregio, en de gemeenten betalen mee aan het nieuwe oefencentrum. "
    "Over de vergunningen voor grote evenementen is nog geen besluit genomen, dat volgt na overleg met de provincies."
)


def record(
    name: str, text: str = TEXT, kind: RecordKind = RecordKind.RECORD, day: date = DAY, *notes: NoteKind
) -> Record:
    section = Section("Wijk", None, None, Span(0, len(text)))
    return Record(name, f"Verslag {name}", (day,), kind, name, text, (section,), tuple(Note(n, "x") for n in notes))


def test_a_newsletter_stands_behind_the_record_of_its_meeting() -> None:
    found = links([record("a-nieuwsbrief", OTHER, RecordKind.NEWSLETTER), record("verslag")])
    assert found == [Link("a-nieuwsbrief", "verslag", NEWSLETTER)]


def test_an_agenda_stands_behind_the_record_of_its_meeting() -> None:
    assert links([record("agenda", OTHER, RecordKind.AGENDA), record("verslag")]) == [Link("agenda", "verslag", AGENDA)]


def test_a_draft_stands_behind_the_adopted_text_though_it_is_longer() -> None:
    adopted = TEXT.replace("te weinig agenten", "te weinig mensen")
    found = links(
        [record("concept", TEXT + " Nog een zin.", RecordKind.RECORD, DAY, NoteKind.DRAFT), record("x", adopted)]
    )
    assert found == [Link("concept", "x", DRAFT)]


def test_the_same_text_in_another_format_stands_behind_the_fuller_one() -> None:
    scanned = record("scan", TEXT + " Pagina 1.", RecordKind.RECORD, DAY, NoteKind.OCR)
    assert links([scanned, record("tekst")]) == [Link("scan", "tekst", VERSION)]
    assert links([record("kort"), record("lang", TEXT + " En dit kwam erbij.")]) == [Link("kort", "lang", VERSION)]


def test_the_higher_version_is_preferred() -> None:
    found = links([replace(record("a"), title="Verslag v1.2"), replace(record("b"), title="Verslag v1.10")])
    assert found == [Link("a", "b", VERSION)]


def test_two_records_of_one_meeting_that_say_different_things_are_both_records() -> None:
    assert links([record("a"), record("b", OTHER)]) == []


def test_the_same_words_in_two_meetings_are_two_records() -> None:
    assert links([record("a"), record("b", TEXT, RecordKind.RECORD, date(2022, 9, 26))]) == []


def test_three_versions_stand_behind_one() -> None:
    found = links([record("a"), record("b", TEXT + " Meer."), record("c", TEXT + " Nog veel meer woorden.")])
    assert found == [Link("a", "c", VERSION), Link("b", "c", VERSION)]


def test_a_record_without_a_date_stands_behind_none() -> None:
    assert links([replace(record("a"), dates=()), replace(record("b"), dates=())]) == []


def test_only_passages_that_repeat_the_better_record_are_echoes() -> None:
    both = f"{TEXT}\n{OTHER}"
    sections = tuple(
        Section("X", None, None, Span(both.index(part), both.index(part) + len(part))) for part in (TEXT, OTHER)
    )
    letter = replace(record("brief", both, RecordKind.NEWSLETTER), sections=sections)
    better = record("verslag")
    passages = dict(enumerate(record_to_passages(letter)))
    assert len(passages) == 2
    assert list(echoes(passages.items(), links([letter, better]), [letter, better])) == [0]
    assert list(echoes(passages.items(), [], [letter, better])) == []


@pytest.fixture
def linked(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record, its draft, and a newsletter about it that says more about tasers than the record does."""
    monkeypatch.setattr(probing, "probe", lambda folder, passages: None)
    folder = tmp_path / "verslagen"
    folder.mkdir()
    title = "Terugkoppeling LOVP 4 juli 2022"
    (folder / "verslag.md").write_text(f"# {title}\n\n## Wijk\n\n{TEXT}\n\n## Wapens\n\nDe taser is besproken.\n")
    (folder / "concept.md").write_text(f"# Concept {title}\n\n## Wijk\n\n{TEXT.replace('september', 'oktober')}\n")
    (folder / "brief.md").write_text(
        "# Nieuwsbrief Bureau Regioburgemeesters juli 2022\n\n## LOVP\n\nHet LOVP van 4 juli 2022 ging over de wijk. "
        f"{TEXT}\n\n## Taser\n\nDe taser: alles over de taser. De taser is duur en de taser is nieuw.\n"
    )
    index_paths(home, ThemeEncoder(), [folder])
    return folder


def test_a_newsletter_never_outranks_its_record(home: Path, linked: Path) -> None:
    with Index(home, ThemeEncoder()) as index:
        hits = search(index, "taser", limit=10)
        assert [hit.passage.title.split()[0] for hit in hits][:1] == ["Terugkoppeling"]
        assert "Nieuwsbrief" in [hit.passage.title.split()[0] for hit in hits]
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_what_only_repeats_the_record_is_no_second_source(home: Path, linked: Path) -> None:
    with Index(home, ThemeEncoder()) as index:
        hits = search(index, "te weinig agenten in het noorden om alle roosters te vullen", limit=10)
    assert [hit.passage.title for hit in hits if "roosters" in hit.passage.text] == ["Terugkoppeling LOVP 4 juli 2022"]


def test_the_others_are_found_again_when_the_record_goes(home: Path, linked: Path) -> None:
    (linked / "verslag.md").unlink()
    index_paths(home, ThemeEncoder(), [linked], prune=True)
    store = Store(store_path(home))
    kept = store.catalogue().links()
    assert [relation for _, relation in kept.values()] == [NEWSLETTER]
    store.close()
