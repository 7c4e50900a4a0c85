"""What the fuzzer starts from and what it does to it: small sound files of every format, and slips of bytes and tokens."""

import random
import struct
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

import zoo_documents
import zoo_packed
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from index.ingest import examples

WORDS = """Verslag LOVP 4 juli 2022

Aanwezig: A. de Vries (voorzitter), B. Jansen, C. van den Berg

1. Opening
De voorzitter opent de vergadering om 10.00 uur. Zijn BSN is 123456782 en dat hoort hier niet.

2. Wapens
De Minister: "Er komt 5 mln. voor de taser." De burgemeesters stemmen in, o.a. met het plan van 12 mei jl.
- besloten is te wachten
- toegezegd is een brief vóór 1 september 2022

Actielijst
Wie | Wat | Wanneer
PG | plan | 1 mei
"""
HTML = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Verslag LOVP 4 juli 2022</title></head><body><main>"
    "<h1>Verslag LOVP 4 juli 2022</h1><h2>Wapens</h2><p>De <b>taser</b> komt&nbsp;er &amp; dat kost geld.</p>"
    "<ol start=3><li>een<ul><li>daaronder</li></ul></li></ol><table><tr><th rowspan=2>Wie</th><td>PG</td></tr>"
    "<tr><td>plan</td></tr></table></main><footer>voet</footer></body></html>"
)
MARKDOWN = (
    "---\ntitel: Verslag LOVP\ndatum: 4 juli 2022\n---\n# Verslag LOVP 4 juli 2022\n\n## Wapens\n\nDe *taser* komt er, "
    "zie [hier](http://x.nl 'y') en <b>daar</b>.\n\n1. een\n   - twee\n\n> citaat\n\n| Wie | Wat |\n|---|---|\n| PG | plan |\n"
)
# What is put between the bytes of a file, by its ending; "" is for all. A tilde parts one from the next.
_TOKENS: Mapping[str, bytes] = {
    "": (
        b"\x00~\xff~\xed\xa0\x80~\xf4\x90\x80\x80~\x1b[0m~9999999999999999999999999999999999999999~-1~"
        b"4294967296~1e999~NaN~%s%n~../../../../../../../../../~\r~\xe2\x80\xa8~"
        b"\xcc\x81\xcc\x81\xcc\x81~"
        b"\xe2\x80\xae~31-02-2022~0 januari 0000~123456782"
    ),
    ".pdf": (
        b"<<~>>~[~]~(~)~obj~endobj~stream\n~endstream~3 0 R~0 0 R~-1 0 R~/Kids~/Count 99999~/Length 99999999~"
        b"/Filter /LZWDecode~/Filter [/ASCII85Decode /FlateDecode]~null~/Type /Pages~ Tj~ Do~ q~ Q~ BI ~ ID ~"
        b" EI ~ 1e30 0 0 1e30 0 0 cm ~ 0 Tf ~/Parent 3 0 R~trailer~/Prev 9~/Encrypt 3 0 R~/MediaBox [0 0 0 0]~"
        b"/Rotate 45~<FEFFD800>~beginbfchar <01> <D800> endbfchar"
    ),
    ".docx": (
        b'<w:p>~</w:p>~<w:t>~<w:tbl>~<w:tr><w:tc>~<w:sym w:char="D800"/>~<w:sym w:char="110000"/>~<w:br/>~'
        b'<w:numPr><w:ilvl w:val="99"/><w:numId w:val="-1"/></w:numPr>~<w:outlineLvl w:val="x"/>~<!DOCTYPE a>~'
        b'&x;~w:val=""~<w:vMerge/>~<w:sdt><w:sdtContent>~<!--~]]>~<![CDATA[~&#0;~xmlns:w=""~'
        b'<w:start w:val="99999999999999"/>'
    ),
    ".odt": (
        b'<text:p>~</text:p>~<text:s text:c="99999999"/>~<text:h text:outline-level="x">~<text:list>~'
        b'<text:list-item>~<table:table>~table:number-columns-repeated="99999999"~'
        b'table:number-rows-spanned="-1"~<!DOCTYPE a>~&x;~&#0;~]]>'
    ),
    ".html": (
        b"<div>~</div>~<table>~<tr><td rowspan=99999 colspan=99999>~<ol start=99999999999>~<li value=-5>~"
        b"<script>~<!--~&#xD800;~&#99999999999;~<title>~<meta charset=utf-7>~<meta charset=klingon>~<svg>~"
        b"<template>~<br>~<h1>~<p hidden>"
    ),
    ".md": (b"#~|~|-|~> ~- ~1. ~```\n~[~](~<div>~&#xD800;~***~\\~---\n~\n\n~999999999999. "),
    ".eml": (
        b"Content-Type: multipart/mixed; boundary=x\n~--x\n~charset=klingon~=?utf-8?q?=ED=A0=80?=~=?x?y?z?=~"
        b"Subject: \xe9\n~Content-Transfer-Encoding: base64\n~Content-Type: message/rfc822\n\n~"
        b"filename*=utf-8''%ED%A0%80~filename=\"/../..\"~\n\n~Date: x\n"
    ),
    ".txt": (b"\n\n~\x0c~ | ~Aanwezig: ~1. ~12 mei 2021~De Minister: ~Pagina 1 van 2\n~BSN 123456782~\t~....~\xa0"),
    ".zip": (b"PK\x03\x04~PK\x01\x02~PK\x05\x06~\xff\xff\xff\xff"),
    ".msg": (b"\xff\xff\xff\xfe~__substg1.0_"),
}
TOKENS: Mapping[str, list[bytes]] = {ending: tokens.split(b"~") for ending, tokens in _TOKENS.items()}


def outlook(subject: str, body: str) -> bytes:
    """A message of Outlook: a compound file (MS-CFB, sectors of 512 bytes) with a subject, a body and nothing else."""
    entries = struct.pack("<IIIIII", 0, 0, 0, 0, 0, 0) + bytes(8)
    entries += struct.pack("<IIQ", 0x0037001F, 6, 2 * len(subject) + 2) + struct.pack(
        "<IIQ", 0x1000001F, 6, 2 * len(body) + 2
    )
    streams = [
        ("__properties_version1.0", entries.ljust(4096, b"\0")),  # short streams would need a second table
        ("__substg1.0_0037001F", subject.ljust(2048).encode("utf-16-le")),
        ("__substg1.0_1000001F", body.ljust(2048).encode("utf-16-le")),
    ]
    fat, data, places = [0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE], b"", []
    fat[1] = 2  # the directory takes sectors 1 and 2
    for _, content in streams:
        places.append(len(fat))
        count = -(-len(content) // 512)
        fat += [*range(len(fat) + 1, len(fat) + count), 0xFFFFFFFE]
        data += content.ljust(512 * count, b"\0")
    entry = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBBIII", 2 * len(name) + 2, kind, 1, left, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
        for name, kind, left, right, child, start, size in [
            ("Root Entry", 5, 0xFFFFFFFF, 0xFFFFFFFF, 2, 0xFFFFFFFE, 0),
            *((name, 2, 1 if number == 1 else 0xFFFFFFFF, 3 if number == 1 else 0xFFFFFFFF, 0xFFFFFFFF, place, len(content))
              for number, ((name, content), place) in enumerate(zip(streams, places, strict=True))),
        ]
    )  # fmt: skip
    numbers = 62, 3, 0xFFFE, 9, 6, 0, 0, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHHHIIIIIIIIII", *numbers)
    head += struct.pack("<I", 0) + b"\xff" * 432
    table = b"".join(struct.pack("<I", number) for number in fat).ljust(512, b"\xff")
    return head + table + entry.ljust(1024, b"\0") + data


def _plain_pdf() -> bytes:
    """A PDF whose page is not packed, so that a slip reaches what draws."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pageCompression=0, invariant=1)
    for number, line in enumerate(WORDS.splitlines()):
        canvas.setFont("Helvetica-Bold" if line[:1].isdigit() else "Helvetica", 11)
        canvas.drawString(60, 780 - 16 * number, line)
        canvas.line(50, 775 - 16 * number, 300, 775 - 16 * number)
    canvas.showPage()
    canvas.drawString(60, 700, "Tweede bladzijde met nog een zin.")
    canvas.save()
    return buffer.getvalue()


def _picture(kind: str) -> bytes:
    picture, buffer = Image.new("L", (320, 60), 255), BytesIO()
    ImageDraw.Draw(picture).text((10, 20), "Verslag LOVP: er komt een plan.", 0, font_size=18)
    picture.save(buffer, kind)
    return buffer.getvalue()


def seeds() -> dict[str, list[bytes]]:
    """Sound files by ending; the example records among them."""
    found: dict[str, list[bytes]] = {
        ".txt": [WORDS.encode(), WORDS.encode("utf-16"), WORDS.encode("cp1252")],
        ".md": [MARKDOWN.encode(), WORDS.encode()],
        ".html": [HTML.encode(), HTML.encode("cp1252", "replace")],
        ".docx": [zoo_documents.word(WORDS)],
        ".odt": [zoo_documents.odt(WORDS)],
        ".pdf": [_plain_pdf(), zoo_documents.pdf(WORDS)],
        ".eml": [zoo_packed.mail(WORDS), zoo_packed.mail(WORDS, _attach)],
        ".msg": [outlook("Verslag LOVP 4 juli 2022", WORDS)],
        ".zip": [zoo_documents.zipped({"a/verslag.txt": WORDS, "b.html": HTML, "c.zip": zoo_documents.zipped({"d.md": MARKDOWN})})],
        ".png": [_picture("PNG")],
        ".jpg": [_picture("JPEG")],
        ".tif": [_picture("TIFF")],
    }  # fmt: skip
    for path in sorted(examples().iterdir()):
        if path.suffix in found:
            found[path.suffix].append(path.read_bytes())
    return found


def _attach(message: object) -> None:
    add = message.add_attachment  # type: ignore[attr-defined]  # it is an EmailMessage
    add(zoo_documents.word(WORDS), maintype="application", subtype="octet-stream", filename="verslag.docx")
    add(HTML.encode(), maintype="text", subtype="html", filename="verslag.html")


def _flip(data: bytearray, chance: random.Random, _: list[bytes], __: bytes) -> None:
    for _n in range(chance.choice((1, 1, 3, 20))):
        data[chance.randrange(len(data))] = chance.choice((0, 255, chance.randrange(256), 0x20, 0x3C))


def _cut(data: bytearray, chance: random.Random, _: list[bytes], __: bytes) -> None:
    start = chance.randrange(len(data))
    del data[start : start + chance.choice((1, 10, 200, len(data)))]


def _insert(data: bytearray, chance: random.Random, tokens: list[bytes], _: bytes) -> None:
    at = chance.randrange(len(data) + 1)
    data[at:at] = chance.choice(tokens) * chance.choice((1, 1, 1, 5, 300))


def _repeat(data: bytearray, chance: random.Random, _: list[bytes], __: bytes) -> None:
    start = chance.randrange(len(data))
    piece = data[start : start + chance.choice((1, 8, 60, 700))]
    data[start:start] = piece * chance.choice((1, 2, 50))


def _splice(data: bytearray, chance: random.Random, _: list[bytes], other: bytes) -> None:
    start, take = chance.randrange(len(data)), chance.randrange(len(other))
    data[start : start + chance.choice((0, 50, len(data)))] = other[take : take + chance.choice((20, 500, len(other)))]


_SLIPS: list[Callable[[bytearray, random.Random, list[bytes], bytes], None]] = [
    _flip,
    _cut,
    _insert,
    _insert,
    _repeat,
    _splice,
]


def mutant(found: Mapping[str, list[bytes]], ending: str, chance: random.Random) -> bytes:
    """A sound file of this ending with a few slips; in what is packed as a ZIP mostly inside one of its parts."""
    seed, other = chance.choice(found[ending]), chance.choice(found[ending])
    if ending in {".docx", ".odt", ".zip"} and chance.random() < 0.8:
        return _inside(seed, ending, chance)
    return _slipped(seed, other, ending, chance)


def _slipped(seed: bytes, other: bytes, ending: str, chance: random.Random) -> bytes:
    data = bytearray(seed)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        if data:
            chance.choice(_SLIPS)(data, chance, [*TOKENS[""], *TOKENS.get(ending, [])], other or b"x")
    return bytes(data[: 2 << 20])


def _inside(seed: bytes, ending: str, chance: random.Random) -> bytes:
    with zipfile.ZipFile(BytesIO(seed)) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    texts = [name for name in members if name.endswith((".xml", ".txt", ".html", ".md"))]
    likely = [name for name in texts if name.endswith(("document.xml", "content.xml", "numbering.xml", "styles.xml"))]
    name = chance.choice(likely or texts)
    members[name] = _slipped(members[name], members[chance.choice(texts)], ending, chance)
    return zoo_documents.zipped(members)
