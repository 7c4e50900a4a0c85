"""Web addresses: one spelling for one page, and where a connection may go."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.web_address import FetchError, allowed, canonical, is_address, web_url

PAGE = "https://regioburgemeesters.nl/actueel?id=731"


@pytest.mark.parametrize(
    "address",
    [
        "https://regioburgemeesters.nl/actueel/?id=731",
        "http://regioburgemeesters.nl/actueel?id=731",
        "https://www.regioburgemeesters.nl/actueel?id=731",
        "http://WWW.Regioburgemeesters.NL:80/actueel/?id=731#top",
        "https://regioburgemeesters.nl:443/actueel?utm_source=nieuwsbrief&id=731&utm_medium=mail",
        "https://regioburgemeesters.nl./%61ctueel/?id=%37%331&fbclid=x",
        "https://regioburgemeesters.nl/lovp/../actueel/?id=731",
        "https://regioburgemeesters.nl/lovp/%2e%2e/actueel/?id=731",
        " HTTPS://regioburgemeesters.nl/actueel?id=731 ",
    ],
)
def test_all_addresses_of_one_page_are_one(address: str) -> None:
    assert canonical(address) == PAGE


@pytest.mark.parametrize(
    "address",
    [
        "https://regioburgemeesters.nl/actueel?id=732",
        "https://regioburgemeesters.nl/Actueel?id=731",  # capitals in a path may mean something
        "https://regioburgemeesters.nl/actueel?id=731&deel=2",
        "https://regioburgemeesters.nl/actueel/731",
        "https://regioburgemeesters.nl/actueel%3Fid=731",
        "https://regioburgemeesters.nl/actueel?id=7%2631",
        "https://nieuws.regioburgemeesters.nl/actueel?id=731",
        "http://regioburgemeesters.nl:8080/actueel?id=731",
    ],
)
def test_different_pages_stay_different(address: str) -> None:
    assert canonical(address) != PAGE


def test_the_order_of_parameters_and_a_slash_make_no_other_page() -> None:
    assert canonical("http://a.nl?b=2&a=1") == canonical("https://www.a.nl/?a=1&b=2")
    assert canonical("https://a.nl") == canonical("https://a.nl/") == "https://a.nl/"
    assert canonical("https://a.nl/?a=2&a=1") != canonical("https://a.nl/?a=1&a=2")  # of one name the order may count
    assert canonical("https://münchen.nl/é") == canonical("https://xn--mnchen-3ya.nl/%c3%a9")
    assert canonical("http://0x7f.1/") == canonical("http://127.0.0.1/")


@given(
    path=st.text(alphabet="ab/.%2eE~?&=+1 é", max_size=20),
    host=st.sampled_from(["www.a.nl", "A.NL", "www.www.nl", "127.1", "[::1]"]),
    port=st.sampled_from(["", ":80", ":443", ":8443"]),
)
def test_the_one_spelling_of_an_address_is_its_own(path: str, host: str, port: str) -> None:
    once = canonical(f"http://{host}{port}/{path}")
    assert canonical(once) == once


@pytest.mark.parametrize(
    "address",
    [
        "ftp://a.nl/",
        "file:///etc/passwd",
        "https:/a.nl",
        "https://",
        "//a.nl/x",
        "verslag.pdf",
        "https://ik:pw@a.nl/",
        "https://a.nl\\@b.nl/",
        "https://a b.nl/",
        "https://a.nl:0/",
        "https://a.nl:25/",
        "https://a.nl:99999/",
        "",
        "https://a.nl%00.b.nl/",
        "http://[fe80::1%25eth0]/",
        "http://１２７.0.0.1/",
        "http://0177.0.0.1/",
        "http://a\n.nl/",
    ],
)
def test_what_is_no_plain_web_address_is_refused(address: str) -> None:
    with pytest.raises(FetchError):
        web_url(address)


def test_a_file_is_no_web_address() -> None:
    assert [is_address(text) for text in ("https://a.nl", "HTTP://a.nl", "https verslag.pdf", "C:/a", "./http:x")] == [
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("address", "public", "private"),
    [
        ("93.184.216.34", True, True),
        ("2606:4700::1111", True, True),
        ("64:ff9b::5db8:d822", True, True),  # an IPv6-only network reaches 93.184.216.34 so
        ("127.0.0.1", False, True),
        ("10.1.2.3", False, True),
        ("192.168.1.1", False, True),
        ("::1", False, True),
        ("fd00::1", False, True),
        ("::ffff:10.0.0.1", False, True),
        ("64:ff9b::a00:1", False, True),
        ("2002:a00:1::", False, True),
        ("100.64.0.1", False, False),
        ("169.254.169.254", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("fe80::1", False, False),
        ("0.0.0.0", False, False),  # noqa: S104 - nothing listens there, it is refused
        ("::", False, False),
        ("224.0.0.1", False, False),
        ("239.1.1.1", False, False),
        ("ff0e::1", False, False),
        ("255.255.255.255", False, False),
        ("240.0.0.1", False, False),
        ("::127.0.0.1", False, False),
        ("fec0::1", False, False),
    ],
)
def test_connections_go_to_public_addresses_and_to_internal_ones_only_when_allowed(
    address: str, public: bool, private: bool
) -> None:
    assert allowed(ip_address(address), private=False) == public
    assert allowed(ip_address(address), private=True) == private
