"""What the tests of the pages beside the chat share: a page drawn over an index, and read back as a browser would."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from assistant.answer import Answer
from index.embedding import BUILT_IN, open_encoder
from index.ingest import index_paths
from index.search import Index
from index.settings import Settings
from ui.access import access_for
from ui.limits import Limits
from ui.service import Service
from ui.web_desk import Desk
from ui.web_html import Overview
from ui.web_pages import Asked, Draw, document
from ui.web_place import find, place_from

# what a record may hold: its words must stay words on every page
EVIL = "<b>vet</b> <img src=x onerror=alert(1)> [1] javascript:alert(2)"
_WRITTEN = EVIL.replace("<", "&lt;")  # as Markdown keeps it as words
HOSTILE = f"""# Verslag LOVP 4 juli 2022 {_WRITTEN}

## Wapens {_WRITTEN}

De minister zegde toe dat de lijst van wapens {_WRITTEN} in mei naar de Kamer gaat.

Het LOVP stemde ermee in dat 12 wapens worden gekocht.

## Drones {_WRITTEN}

De korpschef meldde dat drones {_WRITTEN} zijn gekocht voor 5 miljoen euro.
"""
HOSTILE_LATER = f"""# Verslag LOVP 26 september 2022 {_WRITTEN}

## Wapens {_WRITTEN}

De lijst van wapens {_WRITTEN} is in augustus verstuurd naar de Kamer.

## Drones {_WRITTEN}

De korpschef meldde dat drones {_WRITTEN} zijn gekocht voor 7 miljoen euro.
"""


def _unasked(*_: object, **__: object) -> Answer:
    raise AssertionError("these pages ask no questions")


def desk_over(index: Index, **given: str) -> Desk:
    """A desk over an open index, with these settings."""
    days = index.meetings
    told = Overview(index.snapshot().records, days[0] if days else None, days[-1] if days else None)
    settings = Settings(home=index.home, **given)  # type: ignore[arg-type]  # those that are given are texts
    access, limits = access_for(settings, "127.0.0.1"), Limits(1, 1)
    return Desk(index, settings, _unasked, lambda: told, access, limits, Service(index))


def indexed(home: Path, texts: dict[str, str]) -> Path:
    """A home folder with these files (name to text) read into it; none at all leaves the index empty."""
    folder = home.parent / f"{home.name}-verslagen"
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    home.mkdir(exist_ok=True)
    index_paths(home, open_encoder(BUILT_IN), [folder], prune=not texts)
    return home


def opened(home: Path) -> Index:
    return Index(home, open_encoder(BUILT_IN))


@dataclass
class Seen(HTMLParser):
    """A page as it was read: its tags with their attributes, its words, and its quotes each with the link behind it."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: str = ""
    quotes: list[tuple[str, str]] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _quote: str | None = None

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        self._open.append(tag)
        if tag == "q":
            self._quote = ""
        elif tag == "a" and "cite" in given.get("class", "").split() and self._quote is not None:
            self.quotes.append((self._quote, given["href"]))
            self._quote = None

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.words += data
        if "q" in self._open and self._quote is not None:
            self._quote += data

    def with_tag(self, tag: str) -> list[dict[str, str]]:
        """The attributes of all tags of that name."""
        return [given for name, given in self.tags if name == tag]

    @property
    def line(self) -> str:
        """The words on one line."""
        return " ".join(self.words.split())


def drawn(draw: Draw, path: str, /, **values: str) -> Seen:
    """A page by itself, as a browser reads it."""
    seen = Seen()
    seen.feed(str(document(draw(Asked(path, values)), path)))
    return seen


def assert_literal(seen: Seen, index: Index) -> int:
    """Every quote is the text of its record at the place of its link, to the letter; how many there were."""
    for quote, address in seen.quotes:
        path, _, written = address.partition("#")
        record = index.store.record(unquote(path.removeprefix("/verslag/")))
        assert record is not None
        place = place_from(record.id, written)
        assert place is not None
        assert quote == place.span.of(record.text)
        assert find(record, place).span == place.span
    assert len(seen.quotes) == len(seen.with_tag("q"))
    return len(seen.quotes)


def assert_harmless(seen: Seen) -> None:
    """Nothing that a record says became a tag, a handler, a style or a link of its own."""
    assert not {tag for tag, _ in seen.tags} & {"b", "img", "iframe", "object", "style"}
    assert [given["src"] for given in seen.with_tag("script")] == ["/pagina.js"]
    for _, given in seen.tags:
        assert not [name for name in given if name.startswith("on") or name == "style"]
        assert given.get("href", "/").startswith(("/", "#"))


def assert_tied(seen: Seen, wrong: list[str], filled: dict[str, str]) -> None:
    """These fields and no others are wrong, each tied to the words that say why, and what was typed is still there."""
    fields = [given for tag in ("input", "select") for given in seen.with_tag(tag)]
    (notice,) = [given for given in seen.with_tag("p") if given.get("class") == "notice"]
    tied = [given for given in fields if given.get("aria-invalid") == "true"]
    assert {given["name"] for given in tied} == set(wrong)
    assert all(notice["id"] in given["aria-describedby"].split() for given in tied)
    focused = [given for _, given in seen.tags if "data-focus" in given]
    assert focused == ([given for given in fields if given["name"] == wrong[0]] if wrong else [notice])
    for given in seen.with_tag("input"):
        assert given["value"] == filled.get(given["name"], "")
