"""What a site answers becomes a file for a reader, or a reason in Dutch, against a real server on loopback."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as WordDocument
from public_site import ARTICLE, HTML, Reply, Site, fetch, reason, serving
from reportlab.pdfgen.canvas import Canvas

from index.limits import Limits
from index.readers import READERS
from index.web import Web
from index.web_address import FetchError, GoneError
from index.web_page import page_file


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def web() -> Iterator[Web]:
    with Web(private=True, pace=0, limits=Limits(seconds=5, size=200_000)) as web:
        yield web


def test_a_public_page_becomes_a_file_that_the_reader_of_pages_reads(web: Web, site: Site) -> None:
    site.put("/actueel/?id=849", ARTICLE, Content_Type=HTML, ETag='"1"')
    page = fetch(web, f"{site.url}/actueel/?id=849")
    assert page.address == page.found == f"http://127.0.0.1:{site.server_port}/actueel?id=849"
    assert (page.suffix, page.stem, page.stamp.etag) == (".html", "actueel id=849", '"1"')
    with page_file(page) as path:
        text = READERS[path.suffix](path).text
    assert "De norm is één wijkagent per 5.000 inwoners." in text
    assert not path.exists()


def test_a_pdf_and_a_word_document_get_the_suffix_of_their_reader(web: Web, site: Site) -> None:
    pdf, word = BytesIO(), BytesIO()
    canvas = Canvas(pdf)
    canvas.drawString(72, 700, "Verslag van het LOVP")
    canvas.save()
    document = WordDocument()
    document.add_paragraph("Verslag van het LOVP")
    document.save(word)
    site.put("/a/verslag%202022.pdf", pdf.getvalue(), Content_Type="application/octet-stream")
    site.put("/b", word.getvalue(), Content_Disposition='attachment; filename="../../Verslag LOVP.docx"')
    site.put("/c", "Verslag van het LOVP", Content_Type="text/plain; charset=iso-8859-1")
    found = [fetch(web, site.url + path) for path in ("/a/verslag%202022.pdf", "/b", "/c")]
    assert [(page.stem, page.suffix) for page in found] == [
        ("verslag 2022", ".pdf"),
        ("Verslag LOVP", ".docx"),
        ("c", ".txt"),
    ]
    for page in found:
        with page_file(page) as path:
            assert path.parent != Path.cwd()
            assert READERS[path.suffix](path).text.strip() == "Verslag van het LOVP"


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (ARTICLE.encode("cp1252"), "iso-8859-1"),  # the page's own meta tag lies, the header tells
        (ARTICLE.encode(), "iso-8859-1"),  # the header lies, as many servers do
        (ARTICLE.encode(), "zlib_codec"),  # no charset at all
        (ARTICLE.replace('charset="utf-8"', 'charset="windows-1252"').encode(), "utf-8"),  # the meta tag lies
        (ARTICLE.encode("utf-16"), "utf-16"),
        (ARTICLE.replace('charset="utf-8"', 'charset="windows-1252"').encode("cp1252"), ""),
    ],
)
def test_letters_survive_whatever_the_site_says_of_them(web: Web, site: Site, body: bytes, charset: str) -> None:
    site.put("/p", body, Content_Type=f"text/html; charset={charset}")
    with page_file(fetch(web, f"{site.url}/p")) as path:
        text = READERS[path.suffix](path).text
    assert "De financiën zijn geregeld." in text
    assert "één wijkagent" in text


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "bestaat niet (foutcode 404)"),
        (410, "bestaat niet meer"),
        (401, "ingelogd"),
        (403, "geen toegang"),
        (500, "storing"),
        (503, "storing"),
        (451, "mag deze pagina niet tonen"),
        (204, "gaf geen pagina"),
    ],
)
def test_each_error_of_a_site_is_a_reason_in_dutch(web: Web, site: Site, status: int, words: str) -> None:
    site.put("/p", "<p>fout</p>" if status != 204 else "", status)
    with pytest.raises(FetchError) as caught:
        web.fetch(f"{site.url}/p")
    assert words in str(caught.value)
    assert isinstance(caught.value, GoneError) == (status in {404, 410})


@pytest.mark.parametrize("kind", ["image/png", "application/json", "video/mp4", "application/vnd.ms-excel"])
def test_other_kinds_are_named_and_not_downloaded(web: Web, site: Site, kind: str) -> None:
    site.pages["/p"] = Reply(b"x" * 1000, headers={"Content-Type": kind}, endless=True)
    assert kind in reason(web, f"{site.url}/p")


def test_a_page_in_the_place_of_a_document_and_a_page_to_log_in_are_no_records(web: Web, site: Site) -> None:
    form = "<!DOCTYPE html><title>Inloggen</title><form><input name=u><input type='password' name=p></form>"
    site.put("/v.pdf", ARTICLE, Content_Type="application/pdf")
    site.put("/p", "", 302, Location="/account/login?return=/p")
    site.put("/account/login?return=/p", form, Content_Type=HTML)
    site.put("/q", "<!DOCTYPE html><title>404 - Pagina niet gevonden</title><p>Helaas</p>", Content_Type=HTML)
    site.put("/leeg", " ", Content_Type=HTML)
    site.put("/r", ARTICLE.replace("<nav>", "<nav><input type='password'>"), Content_Type=HTML)
    assert "belooft een pdf" in reason(web, f"{site.url}/v.pdf")
    assert "moet worden ingelogd" in reason(web, f"{site.url}/p")
    assert "pagina niet bestaat" in reason(web, f"{site.url}/q")
    assert "lege pagina" in reason(web, f"{site.url}/leeg")
    assert fetch(web, f"{site.url}/r").suffix == ".html"  # a box to log in beside an article is no obstacle
