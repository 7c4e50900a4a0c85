"""Minutes made up for measuring: as many as asked, each with its own date, figures and layout, in six formats.

The words are made here and mean little; nothing is taken from a real record. The same seed gives the same files.
"""

import random
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from io import BytesIO
from pathlib import Path
from textwrap import wrap

_WHO = "burgemeester korpschef minister wethouder officier voorzitter beleidsadviseur teamleider wijkagent secretaris".split()
_DOES = "vraagt meldt stelt verwacht bespreekt noemt onderzoekt betwijfelt steunt herhaalt bevestigt weegt".split()
_FIRST = (
    "veiligheid politie jeugd wijk informatie capaciteit vuurwerk verkeer handhaving opsporing evenement grens".split()
)
_LAST = "plan beleid overleg aanpak regeling onderzoek budget netwerk team verslag akkoord register programma".split()
_HOW = "landelijke regionale tijdelijke nieuwe gezamenlijke extra jaarlijkse voorlopige digitale lokale brede".split()
_WHERE = "Noordmeer Oosterwolde-Zuid Rivierenstad Duinrand Veenbroek Heuvelrijk Zandhoven Waterkant Bosrijk".split()
_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()
PAGE_CHARS = 2_600  # of a printed page of minutes
FORMATS = ("txt", "md", "html", "docx", "odt", "pdf")
_FIRST_DAY = date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class Minutes:
    """Made-up minutes: a title, and topics with their paragraphs."""

    title: str
    topics: tuple[tuple[str, tuple[str, ...]], ...]


def write_records(folder: Path, count: int, formats: Sequence[str] = FORMATS, seed: int = 1) -> list[Path]:
    """Writes that many minutes of 2 to 6 pages, the formats by turns.

    Args:
        folder: made when it isn't there.
        count: how many.
        formats: some of `FORMATS`.
        seed: another one gives other minutes.

    Returns:
        The files, in order.
    """
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)  # noqa: S311 - the same minutes every time, no secret
    files = []
    for number in range(count):
        path = folder / f"{number:05d}.{formats[number % len(formats)]}"
        path.write_bytes(_WRITERS[path.suffix[1:]](_minutes(number, chance)))
        files.append(path)
    return files


def _minutes(number: int, chance: random.Random) -> Minutes:
    day = _FIRST_DAY + timedelta(days=7 * number + seed_of(chance))
    title = f"Verslag overleg {chance.choice(_WHERE)} {day.day} {_MONTHS[day.month - 1]} {day.year}"
    size, written = chance.randint(2, 6) * PAGE_CHARS, 0
    topics = []
    while written < size:
        paragraphs = tuple(_paragraph(chance) for _ in range(chance.randint(2, 5)))
        topics.append((f"{chance.choice(_HOW).capitalize()} {_word(chance)}", paragraphs))
        written += sum(map(len, paragraphs))
    return Minutes(title, tuple(topics))


def seed_of(chance: random.Random) -> int:
    """Which day of the week a meeting is on: 0 to 6."""
    return chance.randrange(7)


def _word(chance: random.Random) -> str:
    return f"{chance.choice(_FIRST)}{chance.choice(_LAST)}"


def _paragraph(chance: random.Random) -> str:
    return " ".join(_sentence(chance) for _ in range(chance.randint(3, 7)))


def _sentence(chance: random.Random) -> str:
    who, does = chance.choice(_WHO), chance.choice(_DOES)
    what = f"het {chance.choice(_HOW)} {_word(chance)}"
    return chance.choice(
        (
            f"De {who} {does} {what} in {chance.choice(_WHERE)}.",
            f"Voor {what} is {chance.randint(1, 99)} mln. nodig, o.a. voor {chance.randint(2, 900)} medewerkers.",
            f"Besloten is dat de {who} vóór {chance.randint(1, 28)} {chance.choice(_MONTHS)} met een {_word(chance)} komt.",
            f"De {who} {does} of {what} en het {_word(chance)} elkaar raken; het antwoord volgt in de volgende vergadering.",
            f"In {chance.choice(_WHERE)} daalde het aantal meldingen over {what} met {chance.randint(1, 60)} procent.",
        )
    )


def _txt(minutes: Minutes) -> bytes:
    blocks = [minutes.title]
    for topic, paragraphs in minutes.topics:
        blocks += [topic, *("\n".join(wrap(paragraph, 90)) for paragraph in paragraphs)]
    return ("\n\n".join(blocks) + "\n").encode()


def _md(minutes: Minutes) -> bytes:
    topics = (f"## {topic}\n\n" + "\n\n".join(paragraphs) for topic, paragraphs in minutes.topics)
    return (f"# {minutes.title}\n\n" + "\n\n".join(topics) + "\n").encode()


def _html(minutes: Minutes) -> bytes:
    topics = (
        f"<h2>{escape(topic)}</h2>" + "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
        for topic, paragraphs in minutes.topics
    )
    head = f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{escape(minutes.title)}</title></head>"
    return f"{head}<body><main><h1>{escape(minutes.title)}</h1>{''.join(topics)}</main></body></html>".encode()


def _docx(minutes: Minutes) -> bytes:
    def paragraph(text: str, style: str = "Normal") -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>'

    body = paragraph(minutes.title, "Title")
    for topic, paragraphs in minutes.topics:
        body += paragraph(topic, "Heading1") + "".join(map(paragraph, paragraphs))
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/></w:style>'
        for style, name in (("Normal", "Normal"), ("Title", "Title"), ("Heading1", "heading 1"))
    )
    word, office = "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "application/vnd.openxmlformats-"
    kinds = {"document": "document.main", "styles": "styles"}
    parts = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{office}officedocument.wordprocessingml.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    package = f'<Default Extension="rels" ContentType="{office}package.relationships+xml"/>'
    return _zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{types}">{package}{parts}</Types>',
            "_rels/.rels": _relation("officeDocument", "word/document.xml"),
            "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>',
            "word/styles.xml": f'<w:styles xmlns:w="{word}">{styles}</w:styles>',
            "word/_rels/document.xml.rels": _relation("styles", "styles.xml"),
        }
    )


def _relation(kind: str, target: str) -> str:
    to = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    names = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{names}"><Relationship Id="r1" Type="{to}" Target="{target}"/></Relationships>'


def _zipped(parts: dict[str, str]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _odt(minutes: Minutes) -> bytes:
    body = f'<text:h text:outline-level="1">{escape(minutes.title)}</text:h>'
    for topic, paragraphs in minutes.topics:
        body += f'<text:h text:outline-level="2">{escape(topic)}</text:h>'
        body += "".join(f"<text:p>{escape(paragraph)}</text:p>" for paragraph in paragraphs)
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3" '
    names += 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    content = f"<office:document-content {names}><office:body><office:text>{body}</office:text></office:body>"
    kind = "application/vnd.oasis.opendocument.text"
    return _zipped({"mimetype": kind, "content.xml": f"{content}</office:document-content>"})


def _pdf(minutes: Minutes) -> bytes:
    """A PDF as printing makes one: packed pages of lines in Helvetica, headings in bold, a number at the foot."""
    lines: list[tuple[str, bool]] = [(minutes.title, True), ("", False)]
    for topic, paragraphs in minutes.topics:
        lines.append((topic, True))
        for paragraph in paragraphs:
            lines += [*((line, False) for line in wrap(paragraph, 88)), ("", False)]
    pages = [lines[start : start + 48] for start in range(0, len(lines), 48)]
    kids = b" ".join(b"%d 0 R" % (5 + 2 * number) for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        *(
            b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % name
            for name in (b"Helvetica", b"Helvetica-Bold")
        ),
    ]
    for number, page in enumerate(pages):
        drawn = b"BT 60 790 Td 15 TL " + b"".join(
            b"/F%d 11 Tf (%s) Tj T* " % (1 + bold, line.encode("cp1252", "replace").translate(_ESCAPED))
            for line, bold in page
        )
        packed = zlib.compress(drawn + b"ET BT /F1 9 Tf 290 30 Td (%d) Tj ET" % (number + 1))
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % (6 + 2 * number),
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
        ]
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    count, table = len(objects) + 1, b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table) + tail


_ESCAPED = bytes.maketrans(b"()\\", b"[]/")  # brackets and backslashes mean something else in a PDF
_WRITERS: dict[str, Callable[[Minutes], bytes]] = {
    "txt": _txt,
    "md": _md,
    "html": _html,
    "docx": _docx,
    "odt": _odt,
    "pdf": _pdf,
}
