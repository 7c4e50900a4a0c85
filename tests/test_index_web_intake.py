"""Pages of a real site become records under one address each, read again only when they changed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from public_site import ARTICLE, HTML, Site, serving
from themes import ThemeEncoder

from index import probing, web_intake
from index.ingest import Summary, index_paths
from index.records import Record
from index.search import store_path
from index.sources import Source, SourceKind
from index.store import Store
from index.web import Web

OVERVIEW = """<!DOCTYPE html><html lang="nl"><body><main><h1>Terugkoppelingen</h1>
<a href="/actueel/?id=849">Terugkoppeling LOVP 11 april 2022</a>
<a href="/actueel/?id=1">Vacature</a>
<a href="/actueel?id=849">Korte terugkoppeling LOVP 11 april 2022</a></main></body></html>"""


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as opened:
        yield opened


@pytest.fixture
def read(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Summary]:
    """Reads pages in, without the wait between two of them."""
    monkeypatch.setattr(probing, "probe", lambda folder, passages: None)

    def run(*pages: str, prune: bool = False) -> Summary:
        with Web(private=True, pace=0) as web:
            return index_paths(home, ThemeEncoder(), [], pages=pages, web=web, prune=prune)

    return run


def counts(summary: Summary) -> tuple[int, int, int, int, int]:
    return summary.new, summary.changed, summary.unchanged, summary.removed, len(summary.skipped)


def records(home: Path) -> list[Record]:
    store = Store(store_path(home))
    found = store.records()
    store.close()
    return found


def test_a_page_becomes_a_record_with_its_address_as_its_source(
    home: Path, site: Site, read: Callable[..., Summary]
) -> None:
    site.put("/actueel/?id=849", ARTICLE, Content_Type=HTML)
    assert counts(read(f"{site.url}/actueel/?id=849")) == (1, 0, 0, 0, 0)
    (record,) = records(home)
    assert record.source == f"{site.url}/actueel/?id=849"
    assert record.id == "2022-04-11-korte-terugkoppeling-lovp"
    assert record.topics[-2:] == ("Fundament van de politie", "Norm voor wijkagenten")
    assert not any(
        word in section.span.of(record.text) for section in record.sections for word in ("cookies", "Lees meer")
    )


def test_the_addresses_of_one_page_are_one_record(home: Path, site: Site, read: Callable[..., Summary]) -> None:
    for path in ("/actueel/?id=849", "/actueel?id=849"):
        site.put(path, ARTICLE, Content_Type=HTML)
    summary = read(f"{site.url}/actueel/?id=849", f"{site.url}/actueel?id=849#top")
    assert (counts(summary), len(records(home))) == ((1, 0, 0, 0, 0), 1)
    assert site.paths == ["/actueel/?id=849"]


def test_a_page_that_did_not_change_is_not_read_again(home: Path, site: Site, read: Callable[..., Summary]) -> None:
    site.put("/p", ARTICLE, Content_Type=HTML, ETag='"een"')
    read(f"{site.url}/p")
    assert counts(read(f"{site.url}/p")) == (0, 0, 1, 0, 0)
    site.put("/p", b"", 304)
    assert counts(read(f"{site.url}/p")) == (0, 0, 1, 0, 0)
    assert site.asked[-1][1]["If-None-Match"] == '"een"'
    site.put("/p", ARTICLE.replace("200 miljoen", "210 miljoen"), Content_Type=HTML, ETag='"twee"')
    assert counts(read(f"{site.url}/p")) == (0, 1, 0, 0, 0)
    assert ["210 miljoen" in record.text for record in records(home)] == [True]


def test_a_page_that_cannot_be_read_is_a_skip_and_keeps_its_record(
    home: Path, site: Site, read: Callable[..., Summary]
) -> None:
    site.put("/p", ARTICLE, Content_Type=HTML)
    read(f"{site.url}/p")
    site.put("/p", "kapot", 500)
    summary = read(f"{site.url}/p", f"{site.url}/weg", "http://[")
    assert counts(summary) == (0, 0, 0, 0, 3)
    assert [skip.path for skip in summary.skipped] == [f"{site.url}/p", f"{site.url}/weg", "http://["]
    store = Store(store_path(home))
    assert [path for path, _ in store.catalogue().skipped()] == [f"{site.url}/weg"]
    store.close()
    assert len(records(home)) == 1


def test_a_page_that_is_gone_is_removed_when_that_is_asked(
    home: Path, site: Site, read: Callable[..., Summary]
) -> None:
    site.put("/p", ARTICLE, Content_Type=HTML)
    read(f"{site.url}/p")
    site.put("/p", "weg", 410)
    assert counts(read(f"{site.url}/p")) == (0, 0, 0, 0, 1)
    assert counts(read(f"{site.url}/p", prune=True)) == (0, 0, 0, 1, 0)
    assert records(home) == []


def test_an_overview_is_followed_to_the_records_it_links_to(
    home: Path, site: Site, read: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    overview = Source(f"{site.url}/overzicht/", "Overzicht", SourceKind.OVERVIEW)
    monkeypatch.setattr(web_intake, "public_sources", lambda: (overview,))
    site.put("/overzicht/", OVERVIEW, Content_Type=HTML)
    site.put("/actueel/?id=849", ARTICLE, Content_Type=HTML)
    assert counts(read(overview.url)) == (1, 0, 0, 0, 0)
    assert site.paths == ["/overzicht/", "/actueel/?id=849"]
    assert len(records(home)) == 1


def test_the_same_text_from_a_file_and_a_page_is_one_record(
    home: Path, site: Site, read: Callable[..., Summary], tmp_path: Path
) -> None:
    site.put("/p", ARTICLE, Content_Type=HTML)
    read(f"{site.url}/p")
    (tmp_path / "pagina.html").write_text(ARTICLE)
    assert index_paths(home, ThemeEncoder(), [tmp_path / "pagina.html"]).new == 1
    assert len(records(home)) == 1
