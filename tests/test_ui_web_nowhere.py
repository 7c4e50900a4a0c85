"""An address that isn't there is told in Dutch, to people with a way back; and what can be got has a head."""

import httpx
import pytest
from conftest import Site

FOR_PEOPLE = {"accept": "text/html,application/xhtml+xml"}
HEADERS = ("content-security-policy", "x-content-type-options", "referrer-policy")


def got(url: str, method: str, path: str, **headers: str) -> httpx.Response:
    return httpx.request(method, url + path, headers=headers, timeout=30, trust_env=False)


@pytest.mark.parametrize(
    "path", ["/verslagenn", "/verslagen/", "/gradio_api/info", "/assets/x.js", "/login", "/%00", "/afmelden"]
)
def test_somebody_at_a_wrong_address_gets_a_dutch_page_with_a_way_back(site: Site, path: str) -> None:
    reply = got(site.url, "GET", path, **FOR_PEOPLE)
    assert reply.status_code == 404
    assert '<html lang="nl">' in reply.text
    assert "Deze pagina bestaat niet." in reply.text
    assert '<a href="/">Naar de beginpagina</a>' in reply.text
    assert 'href="/verslagen"' in reply.text  # the way to the other pages
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert all(len(reply.headers.get_list(name)) == 1 for name in HEADERS)


def test_what_can_not_be_done_at_an_address_is_told_too(site: Site) -> None:
    reply = got(site.url, "POST", "/theme.css", **FOR_PEOPLE)
    assert reply.status_code == 405
    assert reply.headers["allow"]
    assert "Dit adres kan niet zo worden geopend." in reply.text
    assert "Naar de beginpagina" in reply.text


@pytest.mark.parametrize(("path", "status"), [("/verslagenn", 404), ("/afmelden", 404), ("/gradio_api/info", 404)])
def test_a_program_gets_json_in_dutch(site: Site, path: str, status: int) -> None:
    reply = got(site.url, "GET", path, accept="*/*")
    assert (reply.status_code, reply.headers["content-type"]) == (status, "application/json")
    assert set(reply.json()) == {"error"}
    assert reply.json()["error"].startswith("Deze pagina bestaat niet.")
    assert all(name in reply.headers for name in HEADERS)


def test_what_we_say_ourselves_stays_as_it_is(site: Site) -> None:
    assert "openapi.json" in got(site.url, "GET", "/api/x", **FOR_PEOPLE).json()["error"]
    assert "verslag" in got(site.url, "GET", "/verslag/onbekend", **FOR_PEOPLE).text
    assert "Deze pagina bestaat niet." not in got(site.url, "GET", "/verslag/onbekend", **FOR_PEOPLE).text


@pytest.mark.parametrize(
    "path", ["/", "/verslagen", "/aanmelden", "/stijl.css", "/api/v1/records", "/v1/models", "/verslagenn", "/healthz"]
)
def test_what_can_be_got_has_a_head(site: Site, path: str) -> None:
    whole, head = got(site.url, "GET", path), got(site.url, "HEAD", path)
    assert head.status_code == whole.status_code
    assert head.content == b""
    assert head.headers.get("content-length") == whole.headers.get("content-length")
    assert head.headers.get("content-type") == whole.headers.get("content-type")


def test_a_stream_of_the_page_has_none(site: Site) -> None:
    assert got(site.url, "HEAD", "/gradio_api/heartbeat/x").status_code == 405
