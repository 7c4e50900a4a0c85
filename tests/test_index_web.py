"""Visiting sites politely: their pace, their rules, their redirects, and only what changed."""

from collections.abc import Iterator, Mapping

import pytest
from public_site import ARTICLE, HTML, Reply, Site, fetch, reason, serving

from index.limits import Limits
from index.web import Web
from index.web_page import Stamp, Unchanged


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def web() -> Iterator[Web]:
    with Web(private=True, pace=0, limits=Limits(seconds=5, size=200_000)) as web:
        yield web


def test_a_site_that_is_asked_too_often_is_left_alone_for_as_long_as_it_says(site: Site) -> None:
    site.put("/p", "te vaak", 429, Retry_After="120")
    site.put("/q", ARTICLE)
    clock = Clock()
    with Web(private=True, clock=clock, sleep=clock.sleep) as web:
        assert "over 120 seconden" in reason(web, f"{site.url}/p")
        assert "probeer het over 120 seconden opnieuw" in reason(web, f"{site.url}/q")
        assert site.paths == ["/p"]
        clock.now += 119
        assert fetch(web, f"{site.url}/q").suffix == ".html"
        assert clock.slept[-1] == pytest.approx(1)


def test_a_site_is_asked_once_a_second_and_by_a_truthful_name(site: Site) -> None:
    for path in ("/1", "/2", "/3"):
        site.put(path, ARTICLE)
    clock = Clock()
    with Web(private=True, clock=clock, sleep=clock.sleep) as web:
        for path in ("/1", "/2", "/3"):
            fetch(web, site.url + path)
    assert clock.slept == [1.0, 1.0, 1.0]  # robots.txt is a request too
    assert all(headers["User-Agent"].startswith("lovp-assistent/") for _, headers in site.asked)


def test_robots_txt_forbids_a_page_and_slows_the_visit(site: Site) -> None:
    rules = "User-agent: andere\nDisallow: /\n\nUser-agent: *\nDisallow: /intern/\nCrawl-delay: 7\n"
    site.put("/robots.txt", rules, Content_Type="text/plain")
    site.put("/intern/p", ARTICLE)
    site.put("/p", ARTICLE)
    clock = Clock()
    with Web(private=True, clock=clock, sleep=clock.sleep) as web:
        assert "robots.txt" in reason(web, f"{site.url}/intern/p")
        fetch(web, f"{site.url}/p")
        fetch(web, f"{site.url}/p")
    assert site.paths == ["/p", "/p"]
    assert clock.slept[-1] == 7.0
    assert [path for path, _ in site.asked].count("/robots.txt") == 1


@pytest.mark.parametrize(("status", "read"), [(404, True), (403, True), (500, False), (429, False), (503, False)])
def test_rules_that_cannot_be_read_forbid_everything_unless_there_are_none(
    web: Web, site: Site, status: int, read: bool
) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /", status)
    site.put("/p", ARTICLE)
    if read:
        assert fetch(web, f"{site.url}/p").suffix == ".html"
    else:
        assert "robots.txt) zijn niet te lezen" in reason(web, f"{site.url}/p")
        assert site.paths == []


def test_a_redirected_page_is_known_by_both_addresses(web: Web, site: Site) -> None:
    for i in range(5):
        site.put(f"/{i}", "", 302, Location=f"/{i + 1}")
    site.put("/5", ARTICLE, Content_Type=HTML)
    page = fetch(web, f"{site.url}/0")
    assert (page.address[-2:], page.found[-2:], page.stamp.url) == ("/0", "/5", f"{site.url}/5")


def test_redirects_without_end_or_in_a_circle_stop(web: Web, site: Site) -> None:
    for i in range(9):
        site.put(f"/{i}", "", 301, Location=f"/{i + 1}")
    site.put("/a", "", 307, Location="/b")
    site.put("/b", "", 308, Location="/a")
    site.put("/c", "", 302)
    assert "meer dan 5 keer" in reason(web, f"{site.url}/0")
    assert "kring" in reason(web, f"{site.url}/a")
    assert "waarheen" in reason(web, f"{site.url}/c")


def test_a_page_is_only_sent_again_when_it_changed(web: Web, site: Site) -> None:
    def answer(headers: Mapping[str, str]) -> Reply:
        same = (
            headers.get("If-None-Match") == '"1"'
            and headers.get("If-Modified-Since") == "Tue, 19 Apr 2022 08:00:00 GMT"
        )
        marks = {"ETag": '"1"', "Last-Modified": "Tue, 19 Apr 2022 08:00:00 GMT", "Content-Type": HTML}
        return Reply(b"", 304) if same else Reply(ARTICLE.encode(), headers=marks)

    site.pages["/p"] = answer
    known = fetch(web, f"{site.url}/p").stamp
    assert isinstance(web.fetch(f"{site.url}/p", known), Unchanged)
    site.put("/p", ARTICLE, Content_Type=HTML, ETag='"2"')  # new marks, the same page
    again = web.fetch(f"{site.url}/p", known)
    assert isinstance(again, Unchanged)
    assert again.stamp.etag == '"2"'
    site.put("/p", ARTICLE + "<p>aangevuld</p>", Content_Type=HTML)
    assert fetch(web, f"{site.url}/p", known).stamp.sha256 != known.sha256


def test_marks_of_one_page_are_not_sent_with_another(web: Web, site: Site) -> None:
    site.put("/p", ARTICLE, Content_Type=HTML)
    fetch(web, f"{site.url}/p", Stamp(f"{site.url}/elders", '"1"', None, ""))
    assert "If-None-Match" not in site.asked[-1][1]
