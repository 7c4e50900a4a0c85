"""The public pages about the LOVP: where they are, what they are and which meeting they tell of, from `sources.toml`."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from html.parser import HTMLParser
from importlib import resources
from typing import Any

import httpx

from index.errors import UsageError
from index.web_address import FetchError, canonical, web_url

_MOST_LINKS = 100  # followed from one overview
_ARTICLE = re.compile(r"/actueel/?")
_ABOUT = re.compile(r"\bLOVP\b|terugkoppeling", re.IGNORECASE)
_VAGUE = re.compile(r"\s*(lees (meer|verder)|meer|bekijk|download)?\W*", re.IGNORECASE)
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


class SourcesError(UsageError):
    """The list of public pages can't be used; the message is Dutch and says which entry, and why."""


class SourceKind(StrEnum):
    """What a public page is."""

    RECORD = "record"  # feedback of a meeting
    NEWSLETTER = "newsletter"
    ARTICLE = "article"
    OVERVIEW = "overview"  # only links to others; it is no record itself


@dataclass(frozen=True, slots=True)
class Source:
    """A public page: its address, what it is (Dutch), and the meetings it tells of as far as known, the main one first."""

    url: str
    what: str
    kind: SourceKind
    dates: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A link on an overview: the address in full, and the words by which it was chosen."""

    url: str
    text: str


@cache
def public_sources() -> tuple[Source, ...]:
    """All public pages that the list names, in its order."""
    return read_sources(resources.files("index").joinpath("sources.toml").read_text("utf-8"))


def read_sources(text: str) -> tuple[Source, ...]:
    """A list of pages, checked.

    Args:
        text: TOML, a `[[source]]` for each page with `url`, `what`, `kind` and if known `dates`.

    Raises:
        SourcesError: an entry that doesn't fit, or a page that is named twice.
    """
    try:
        kept = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SourcesError(f"De lijst met bronnen is geen geldige TOML: {error}") from error
    entries = kept.get("source")
    if set(kept) != {"source"} or not isinstance(entries, list):
        raise SourcesError("De lijst met bronnen bestaat uit [[source]]-blokken, en uit niets anders.")
    sources = tuple(_source(entry, number) for number, entry in enumerate(entries, 1))
    seen = set()
    for source in sources:
        if canonical(source.url) in seen:
            raise SourcesError(f"De bron {source.url} staat twee keer in de lijst.")
        seen.add(canonical(source.url))
    return sources


def _source(entry: Any, number: int) -> Source:
    where = f"Bron {number} in de lijst"
    if not isinstance(entry, dict) or not {"url", "what", "kind"} <= set(entry) <= {"url", "what", "kind", "dates"}:
        raise SourcesError(f"{where} moet url, what en kind hebben, en verder alleen dates.")
    url, what, kind, dates = entry["url"], entry["what"], entry["kind"], entry.get("dates", [])
    if not isinstance(what, str) or not what.strip():
        raise SourcesError(f"{where} zegt in what niet wat het is.")
    if kind not in list(SourceKind):
        raise SourcesError(f"{where} heeft een onbekende kind: {kind!r}. Bekend zijn: {', '.join(SourceKind)}.")
    if not isinstance(dates, list) or not all(type(day) is date for day in dates):
        raise SourcesError(f"{where} heeft in dates iets anders dan datums (jjjj-mm-dd, zonder aanhalingstekens).")
    try:
        web_url(url if isinstance(url, str) else "")
    except FetchError as error:
        raise SourcesError(f"{where} heeft een onbruikbaar adres: {error}.") from error
    return Source(url, what, SourceKind(kind), tuple(dates))


def links(page: str | bytes, url: str) -> tuple[Link, ...]:
    """The articles about the LOVP that an overview page links to, each once, at most 100.

    Only articles of the same site (`/actueel/?id=N`) whose link says so in its words or title; when it says no more than
    "Lees meer", the heading above it speaks for it.

    Args:
        page: the HTML; bytes are UTF-8.
        url: where the page was found.
    """
    here = web_url(url)
    reader = _LinkReader()
    reader.feed(page if isinstance(page, str) else page.decode("utf-8-sig", "replace"))
    reader.close()
    found: dict[str, Link] = {}
    for place, text in reader.links:
        try:
            target = web_url(str(here.join(place.strip())))
        except (FetchError, httpx.InvalidURL, ValueError):
            continue
        is_article = _ARTICLE.fullmatch(target.path) and re.fullmatch(r"[0-9]{1,9}", target.params.get("id", ""))
        if is_article and _same_site(here, target) and _ABOUT.search(text):
            found.setdefault(canonical(str(target)), Link(str(target), text))
    return tuple(found.values())[:_MOST_LINKS]


def _same_site(one: httpx.URL, other: httpx.URL) -> bool:
    host, other_host = (url.host.removeprefix("www.") for url in (one, other))
    return host == other_host and one.port == other.port


class _LinkReader(HTMLParser):
    """Collects where links lead, and the words that say what is there."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self._heading = ""
        self._in_heading = False
        self._place: str | None = None
        self._title = self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in _HEADINGS:
            self._heading, self._in_heading = "", True
        elif tag == "a":
            self._end_link()  # links don't nest
            self._place = said.get("href")
            self._title = f"{said.get('title') or ''} {said.get('aria-label') or ''}"
            self._text = ""

    def handle_data(self, data: str) -> None:
        self._heading += data if self._in_heading else ""
        self._text += data if self._place is not None else ""

    def handle_endtag(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._in_heading = False
        elif tag == "a":
            self._end_link()

    def _end_link(self) -> None:
        if self._place is not None:
            words = (
                f"{self._text} {self._title}" if not _VAGUE.fullmatch(self._text) else f"{self._title} {self._heading}"
            )
            self.links.append((self._place, " ".join(words.split())))
        self._place = None
