"""Connections go to checked addresses, and an answer has a bound on everything, against a real server on loopback."""

import datetime as dt
import gzip
import ssl
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from public_site import ARTICLE, HTML, Reply, Site, fetch, gzip_bomb, reason, serving

from index.limits import Limits
from index.web import Web


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def web() -> Iterator[Web]:
    with Web(private=True, pace=0, limits=Limits(seconds=5, size=200_000)) as web:
        yield web


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/",
        "http://0xa9fea9fe/",
        "http://[::ffff:169.254.169.254]/",
        "http://rebind.test/",
        "file:///etc/passwd",
        "http://user:pass@127.0.0.1/",
        "http://127.0.0.1:22/",
    ],
)
def test_a_redirect_is_checked_like_the_address_that_was_asked_for(site: Site, target: str) -> None:
    site.put("/p", "", 302, Location=target)
    with Web(private=True, pace=0, resolve={"rebind.test": ["127.0.0.1", "169.254.169.254"]}.__getitem__) as web:
        assert reason(web, f"{site.url}/p")
    assert site.paths == ["/p"]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]", "name.test"],
)
def test_internal_addresses_are_refused_without_the_setting_however_they_are_written(site: Site, host: str) -> None:
    site.put("/p", ARTICLE)
    with Web(pace=0, resolve={"name.test": ["93.184.216.34", "10.0.0.1"]}.__getitem__) as web:
        assert "LOVP_PRIVATE_ADDRESSES" in reason(web, f"http://{host}:{site.server_port}/p")
    assert site.asked == []


def test_a_name_is_looked_up_once_a_request_and_the_address_that_was_checked_is_connected_to(site: Site) -> None:
    site.put("/p", ARTICLE, Content_Type=HTML)
    asked: list[str] = []

    def resolve(host: str) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with Web(private=True, pace=0, resolve=resolve) as web:
        page = fetch(web, f"http://www.pagina.test:{site.server_port}/p")
    assert asked == ["www.pagina.test"] * 2  # once for robots.txt
    assert site.asked[-1][1]["Host"] == f"www.pagina.test:{site.server_port}"
    assert page.stamp.url == f"http://www.pagina.test:{site.server_port}/p"


def test_a_second_address_of_a_site_is_tried_when_nobody_is_at_the_first(site: Site) -> None:
    site.put("/p", ARTICLE, Content_Type=HTML)
    with Web(private=True, pace=0, resolve=lambda host: ["127.0.0.2", "::1", "127.0.0.1"]) as web:
        assert fetch(web, f"http://pagina.test:{site.server_port}/p").suffix == ".html"


def test_a_site_that_is_unknown_or_silent_is_a_reason(web: Web) -> None:
    def unknown(host: str) -> list[str]:
        raise OSError("no such name")

    with Web(resolve=unknown) as other:
        assert "niet te vinden" in reason(other, "https://bestaat-niet.test/")
    with serving() as site:
        address = site.url
    assert "geen verbinding" in reason(web, address)


@pytest.mark.parametrize(
    "reply",
    [Reply(b"a" * 10_000, drip=0.02), Reply(drip=0.02, slow_headers=True)],
    ids=["body", "headers"],
)
def test_a_slow_drip_is_cut_off(site: Site, reply: Reply) -> None:
    site.pages["/p"] = reply
    start = time.monotonic()
    with Web(private=True, pace=0, limits=Limits(seconds=0.5)) as web:
        assert "te langzaam" in reason(web, f"{site.url}/p")
    assert time.monotonic() - start < 3


def test_an_answer_without_end_and_a_gzip_bomb_are_cut_off(web: Web, site: Site) -> None:
    site.pages["/p"] = Reply(b"<p>verslag</p>" * 1000, endless=True)
    site.put("/q", gzip_bomb(50_000_000), Content_Type=HTML, Content_Encoding="gzip")
    site.put("/r", ARTICLE, Content_Type=HTML, Content_Encoding="br")
    assert "te groot" in reason(web, f"{site.url}/p")
    tracemalloc.start()
    try:
        assert "te groot" in reason(web, f"{site.url}/q")
        assert tracemalloc.get_traced_memory()[1] < 5_000_000  # bytes: it was never unpacked as a whole
    finally:
        tracemalloc.stop()
    assert "inpakking (br)" in reason(web, f"{site.url}/r")


def test_a_packed_page_is_unpacked_and_a_broken_one_refused(web: Web, site: Site) -> None:
    packed = gzip.compress(ARTICLE.encode())
    site.put("/p", packed, Content_Type=HTML, Content_Encoding="gzip")
    site.put("/q", packed[:-20], Content_Type=HTML, Content_Encoding="gzip")
    site.put("/r", b"geen gzip", Content_Type=HTML, Content_Encoding="gzip")
    assert b"LOVP" in fetch(web, f"{site.url}/p").data
    assert "brak af" in reason(web, f"{site.url}/q")
    assert "brak af" in reason(web, f"{site.url}/r")


def test_a_connection_serves_one_request(web: Web, site: Site) -> None:
    site.put("/p", ARTICLE, Content_Type=HTML)
    fetch(web, f"{site.url}/p")
    fetch(web, f"{site.url}/p")
    assert site.connections == len(site.asked) == 3  # another site at this address has to prove itself


def test_no_cookie_is_given_back(web: Web, site: Site) -> None:
    site.put("/p", ARTICLE, Content_Type=HTML, Set_Cookie="wie=ik")
    fetch(web, f"{site.url}/p")
    fetch(web, f"{site.url}/p")
    assert all("Cookie" not in headers for _, headers in site.asked)


def test_behind_a_proxy_nothing_is_read_unless_internal_addresses_are_allowed(
    web: Web, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", site.url)  # a proxy is asked for whole addresses
    site.put("http://pagina.test/p", ARTICLE, Content_Type=HTML)
    with Web(pace=0) as wary:
        assert "HTTP_PROXY" in reason(wary, "http://pagina.test/p")
    assert site.asked == []
    assert fetch(web, "http://pagina.test/p").stamp.url == "http://pagina.test/p"
    assert "nooit" in reason(web, "http://169.254.169.254/latest/")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for pagina.test that only its own maker vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "pagina.test")])
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now - dt.timedelta(1)).not_valid_after(now + dt.timedelta(1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("pagina.test")]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    pem = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path / "pagina.pem"
    path.write_bytes(key.private_bytes(*form) + pem)
    return path


def test_a_certificate_that_nobody_vouches_for_is_refused_and_one_of_the_office_is_not(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(certificate)
    with serving(trust) as site:
        site.put("/p", ARTICLE, Content_Type=HTML)
        site.put("/q", "", 302, Location=f"http://pagina.test:{site.server_port}/p")
        address = f"https://pagina.test:{site.server_port}/p"
        with Web(private=True, pace=0, resolve=lambda host: ["127.0.0.1"]) as web:
            assert "certificaat" in reason(web, address)
        assert site.asked == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))  # as an office makes its own authority known
        with Web(private=True, pace=0, resolve=lambda host: ["127.0.0.1"]) as web:
            assert fetch(web, address).suffix == ".html"
            assert "certificaat" in reason(web, address.replace("pagina.test", "andere.test"))
            assert "onbeveiligd" in reason(web, address.removesuffix("/p") + "/q")
