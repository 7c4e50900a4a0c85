"""A zoo of bad and odd files: texts, pages, names and things that are no files, each with what must become of it.

The PDF, Word and ODF files of the zoo are in `zoo_documents.py`, its archives and mails in `zoo_packed.py`.
"""

import os
import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

READ = "gelezen"
PASSED_OVER = "niet genoemd"  # as hidden files are


@dataclass(frozen=True, slots=True)
class Odd:
    """One kind: the name of its file, what is odd (Dutch, for the table) and what must become of it.

    `outcome` is `READ`, `PASSED_OVER` or words of the reason ("a of b": one of them). `make` lays it at a path, given a text
    of minutes that no other file has. `inside` is the place within it that is judged, for a folder, ZIP or mail.
    """

    name: str
    what: str
    outcome: str
    make: Callable[[Path, str], object]
    inside: str = ""


def minutes(topic: str) -> str:
    """Minutes about a topic, one sentence under one heading; every topic makes another record."""
    return f"Verslag LOVP 4 juli 2022\n\nWapens\nDe burgemeester vroeg naar {topic}. Daar komt een plan voor.\n"


def of(content: str | bytes) -> Callable[[Path, str], object]:
    """Lays down always the same bytes."""
    return lambda path, _: path.write_bytes(content if isinstance(content, bytes) else content.encode())


def text(encoding: str = "utf-8", before: str = "", after: str = "") -> Callable[[Path, str], object]:
    """Lays down the minutes as text, with something before or after."""
    return lambda path, words: path.write_bytes(f"{before}{words}{after}".encode(encoding))


def page(before: str, after: str = "") -> Callable[[Path, str], object]:
    """Lays down the minutes as a web page."""
    return lambda path, words: path.write_text(
        f"<html><body>{before}{''.join(f'<p>{line}</p>' for line in words.splitlines() if line)}{after}</body></html>"
    )


def _sparse(path: Path, words: str) -> None:
    with path.open("wb") as file:
        file.write(words.encode())
        file.truncate(101 << 20)


def _forbidden(path: Path, words: str) -> None:
    path.write_text(words)
    path.chmod(0)


def _folder(path: Path, words: str) -> None:
    path.mkdir()
    (path / "binnen.txt").write_text(words)


def _beside(path: Path) -> Path:
    """A place outside the folder that is read."""
    outside = path.parent.with_name("elders")
    outside.mkdir(exist_ok=True)
    return outside / path.name


def _link_to_folder(path: Path, words: str) -> None:
    _folder(_beside(path), words)
    path.symlink_to(_beside(path))


def _link_to_file(path: Path, words: str) -> None:
    _beside(path).write_text(words)
    path.symlink_to(_beside(path))


def _in_folder(path: Path, words: str) -> None:
    path.parent.mkdir()
    path.write_text(words)


def _bytes_name(path: Path, words: str) -> None:
    with open(os.fsencode(path), "w") as file:  # noqa: PTH123 - a name of bytes that are no UTF-8
        file.write(words)


NOISE = random.Random(7).randbytes(20_000)  # noqa: S311 - the same noise every time, no secret
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 12345\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)  # how files of the old Office start
_DEEP = 100_000

TEXTS = [
    Odd("leeg.txt", "leeg bestand", "het bestand is leeg", of(b"")),
    Odd("leeg.pdf", "leeg bestand met de naam van een PDF", "het bestand is leeg", of(b"")),
    Odd("wit.txt", "alleen spaties en regeleinden", "het bestand bevat geen tekst", of(" \n\t\r\n \n" * 500)),
    Odd("cijfers.md", "geen enkele letter", "het bestand bevat geen tekst", of("12 - 34 | 56\n" * 50)),
    Odd("ruis.txt", "willekeurige bytes", "binaire inhoud", of(NOISE)),
    Odd("ruis.html", "willekeurige bytes als webpagina", "binaire inhoud", of(b"\0" + NOISE)),
    Odd("utf16.txt", "UTF-16 met kenmerk vooraan", READ, text("utf-16")),
    Odd("utf16 kaal.txt", "UTF-16 zonder kenmerk", "binaire inhoud", text("utf-16-le")),
    Odd("nul vooraan.txt", "NUL-tekens vooraan", "binaire inhoud", text(before="a\0b\0")),
    Odd("nul achteraan.txt", "NUL-tekens ver achterin", "binaire inhoud", text(after="En zo voort. " * 500 + "\0\0 slot.")),
    Odd("half teken.txt", "UTF-8 dat midden in een teken ophoudt", READ, lambda p, w: p.write_bytes(w.encode() + b"\xc3")),
    Odd("onzichtbaar.txt", "stuurtekens, tekens zonder breedte, omgekeerde richting", READ,
        text(before="\u202e\u200b\ufeff\x1b[31m")),
    Odd("lang.txt", "één regel van 20 MB", "te veel tekst", of("woord " * (20_000_000 // 6))),
    Odd("een woord.txt", "één woord van 1 MB", "zonder spatie", of("a" * 1_000_000)),
    Odd("groot.txt", "101 MB", "het bestand is te groot", _sparse),
    Odd("wijzer.pdf", "verwijzing van Git LFS", "Git LFS", of(LFS)),
    Odd("leesmij.md", "leesmij-bestand", "geen verslag", text()),
    Odd("~$verslag.docx", "slot van Office", "tijdelijk bestand van Office", of(b"\x05Naam" + bytes(150))),
    Odd("desktop.ini", "bestand van Windows", "hulpbestand van het besturingssysteem", text()),
    Odd("film.mp4", "ander soort bestand", "bestandssoort .mp4 wordt niet gelezen", of(b"\0\0\0\x18ftypmp42" + bytes(50))),
    Odd("oud.doc", "Word van voor 2007", "oud Word-document", of(OLE + "WordDocument".encode("utf-16-le"))),
    Odd("brief.rtf", "RTF", "een RTF-document", of(rb"{\rtf1\ansi De burgemeester sprak.}")),
    Odd("brief.docx", "RTF met de naam van Word", "een RTF-document", of(rb"{\rtf1\ansi De burgemeester sprak.}")),
    Odd("diep.html", "100.000 geneste blokken", "te diep genest", page("<div>" * _DEEP)),
    Odd("lijsten.html", "20.000 geneste lijsten", "te diep genest", page("<ul><li>" * 20_000)),
    Odd("tabellen.html", "5.000 geneste tabellen", "te diep genest", page("<table><tr><td>" * 5_000)),
    Odd("script.html", "alleen scripts", "tekst", of("<html><body><script>" + "var a = 1;" * 9_999 + "</script></body></html>")),
    Odd("codering.html", "webpagina in een onmogelijke codering", READ, page('<meta charset="\x01klingon">')),
    Odd("stuk.html", "webpagina die midden in een kenmerk ophoudt", READ, page("", '<p class="a><b><!-- ')),
    Odd("kenmerken.html", "één element met 100.000 kenmerken", READ,
        page("<div " + " ".join(f"a{i}=1" for i in range(_DEEP)) + ">")),
    Odd("entiteiten.xhtml", "miljard keer lachen", READ, lambda p, w: p.write_text(
        '<!DOCTYPE html [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        f"<html><body><p>{w}</p><p>&b;</p></body></html>")),
    Odd("haken.md", "20.000 geneste haken", READ, text(after="\n\n" + "[ " * 20_000 + "x" + " ](y)" * 20_000)),
    Odd("haken aaneen.md", "50.000 geneste haken zonder spatie", "zonder spatie", text(after="\n" + "[" * 50_000)),
    Odd("citaten.md", "50.000 geneste citaten", READ, text(after="\n\n" + "> " * 50_000 + "x\n")),
    Odd("sterren.md", "30.000 sterretjes door elkaar", READ, text(after="\n\n" + "*a **b " * 10_000 + "\n")),
    Odd("backticks.md", "8.000 reeksen backticks van verschillende lengte", READ,
        text(after="\n\n" + " ".join("`" * (1 + i % 90) for i in range(8_000)) + "\n")),
    Odd("tabel.md", "tabel van 2.000 kolommen", READ,
        text(after="\n\n" + "".join(f"|{cell * 2_000}\n" for cell in ("a|", "-|", "b|", "b|")))),
]  # fmt: skip

NAMES = [
    Odd("verslag 26-26-2026.txt", "onmogelijke datum in de naam", READ, text()),
    Odd("verslag 21-1-20256.txt", "jaar van vijf cijfers in de naam", READ, text()),
    Odd("verslag 00-00-0000.txt", "datum van nullen in de naam", READ, text()),
    Odd(unicodedata.normalize("NFD", "één geïnformeerd coördinatie.txt"), "losse accenten in de naam (macOS)", READ, text()),
    Odd("v" * 251 + ".txt", "naam van 255 tekens", READ, text()),
    Odd("\"kop\" 'staart' [1] (2) {3} $x; `y` & <z> *.txt", "aanhalingstekens en haken in de naam", READ, text()),
    Odd("regel\nregel\ttab.txt", "regeleinde in de naam", READ, text()),
    Odd("koffie \U0001f375 \u202e.txt", "emoji en omgekeerde richting in de naam", READ, text()),
    Odd("archief!/binnen.txt", "naam van een map die op een plaats in een ZIP lijkt", READ,
        _in_folder),
    Odd("-rf --help.txt", "naam die op een optie lijkt", READ, text()),
    Odd(os.fsdecode(b"caf\xe9 notulen.txt"), "naam in bytes die geen UTF-8 zijn", "onleesbare tekens", _bytes_name),
    Odd("zonder ending", "naam zonder extensie", READ, text()),
]  # fmt: skip

THINGS = [
    Odd("kring.txt", "verwijzing naar zichzelf", "geen gewoon bestand", lambda p, _: p.symlink_to(p.name)),
    Odd("nergens.txt", "verwijzing naar niets", "geen gewoon bestand", lambda p, _: p.symlink_to("er-is-niets.txt")),
    Odd("elders.txt", "verwijzing naar een bestand buiten de map", READ, _link_to_file),
    Odd("elders", "verwijzing naar een map buiten de map", PASSED_OVER, _link_to_folder, "/binnen.txt"),
    Odd("terug", "verwijzing naar de map zelf", PASSED_OVER, lambda p, _: p.symlink_to("."), "/leeg.txt"),
    Odd("dicht.txt", "geen leesrechten", "geen leesrechten", _forbidden),
    Odd("pijp.txt", "pijp waar niemand in schrijft", "geen gewoon bestand", lambda p, _: os.mkfifo(p)),
    Odd("map.pdf", "map met de naam van een PDF", READ, _folder, "/binnen.txt"),
    Odd(".verborgen.txt", "verborgen bestand", PASSED_OVER, text()),
    Odd("zz verdwijnt.txt", "verdwijnt terwijl er gelezen wordt", "niet te lezen", text()),
    Odd("zz groeit.txt", "groeit terwijl er gelezen wordt", READ, text()),
]  # fmt: skip
