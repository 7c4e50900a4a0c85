"""The list of public pages, and the links that are followed from an overview."""

from datetime import date

import pytest

from index.sources import Link, SourceKind, SourcesError, links, public_sources, read_sources

ENTRY = '[[source]]\nurl = "https://a.nl/actueel/?id=1"\nwhat = "Terugkoppeling"\nkind = "record"\n'


def test_the_list_names_every_public_page_once_with_the_meetings_it_tells_of() -> None:
    found = {source.url.rpartition("=")[2]: source for source in public_sources()}
    assert len(public_sources()) == 3 + 9 + 1 + 13
    assert all(source.url.startswith("https://regioburgemeesters.nl/") for source in public_sources())
    assert found["849"].dates == (date(2022, 4, 11),)
    assert found["835"].dates == (date(2021, 11, 29), date(2021, 11, 23))  # trap 5: one record, two meetings
    assert "niet doorging" in found["855"].what
    assert found["741"].kind is SourceKind.NEWSLETTER
    assert [s.dates for s in public_sources() if s.kind is SourceKind.OVERVIEW] == [(), (), ()]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = ", "geen geldige TOML"),
        ('[[bron]]\nurl = ""', "[[source]]"),
        ('source = "x"', "[[source]]"),
        (ENTRY.replace('kind = "record"', ""), "Bron 1 in de lijst moet url, what en kind"),
        (ENTRY + 'title = "x"', "verder alleen dates"),
        (ENTRY.replace("record", "verslag"), "onbekende kind: 'verslag'"),
        (ENTRY.replace("Terugkoppeling", " "), "zegt in what niet"),
        (ENTRY + 'dates = ["2022-04-11"]', "zonder aanhalingstekens"),
        (ENTRY + "dates = [2022-04-11T10:00:00]", "zonder aanhalingstekens"),
        (ENTRY.replace("https://a.nl", "ftp://a.nl"), "onbruikbaar adres"),
        (ENTRY + ENTRY.replace("https://a.nl/actueel/", "http://www.a.nl/actueel"), "staat twee keer"),
    ],
)
def test_an_entry_that_does_not_fit_is_named(text: str, words: str) -> None:
    with pytest.raises(SourcesError) as caught:
        read_sources(text)
    assert words in str(caught.value)


OVERVIEW = """<!DOCTYPE html><title>Terugkoppeling overleg</title>
<nav><a href="/actueel/">Terugkoppelingen LOVP</a></nav>
<ul><li><a href="/actueel/?id=849">Korte terugkoppeling LOVP 11 april 2022</a></li>
<li><a href="https://www.voorbeeld.test/actueel?id=849">nogmaals: LOVP</a></li>
<li><a href="?id=900" title="Terugkoppeling LOVP">26 februari 2024</a></li>
<li><h3>Terugkoppeling LOVP 1 maart 2021</h3><p>Lead.</p><a href="/actueel/?id=796">Lees meer</a></li>
<li><h3>Nieuwe website</h3><a href="/actueel/?id=797">Lees meer</a></li>
<li><a href="/actueel/?id=798">Benoeming burgemeester</a></li>
<li><a href="http://elders.test/actueel/?id=1">LOVP elders</a></li>
<li><a href="/actueel/?id=x">LOVP zonder nummer</a></li>
<li><a href="javascript:alert(1)">LOVP</a><a href="http://[">LOVP</a><a>LOVP</a></li></ul>"""


def test_from_an_overview_only_articles_of_the_same_site_about_the_lovp_are_followed() -> None:
    assert links(OVERVIEW, "https://voorbeeld.test/actueel/") == (
        Link("https://voorbeeld.test/actueel/?id=849", "Korte terugkoppeling LOVP 11 april 2022"),
        Link("https://voorbeeld.test/actueel/?id=900", "26 februari 2024 Terugkoppeling LOVP"),
        Link("https://voorbeeld.test/actueel/?id=796", "Terugkoppeling LOVP 1 maart 2021"),
    )


def test_an_overview_without_end_gives_a_hundred_links() -> None:
    page = "".join(f'<a href="/actueel/?id={n}">LOVP {n}</a>' for n in range(500))
    assert len(links(b"\xef\xbb\xbf" + page.encode(), "https://voorbeeld.test/")) == 100
    assert links(b"", "https://voorbeeld.test/") == ()
