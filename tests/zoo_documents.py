"""PDF, Word and ODF files for the zoo of `zoo.py`: cut off, locked, empty, hostile, or under each other's names."""

import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import docx
from odf.opendocument import OpenDocumentText
from odf.text import P
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas
from zoo import OLE, READ, Odd, of

Make = Callable[[Path, str], object]
_GONE = b"<< /Type /Catalog /Pages 2 0 R >>"
_ONE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
)
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_O = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
_ODT_KIND = "application/vnd.oasis.opendocument.text"


def pdf(words: str, encrypt: StandardEncryption | None = None) -> bytes:
    """A page with these lines."""
    buffer = BytesIO()
    canvas = Canvas(buffer, encrypt=encrypt, invariant=1)
    for number, line in enumerate(words.splitlines()):
        canvas.drawString(60, 780 - 16 * number, line)
    canvas.save()
    return buffer.getvalue()


def raw_pdf(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
        len(objects) + 1,
        len(out),
    )


def stream(data: bytes, filters: bytes = b"", more: bytes = b"") -> bytes:
    """A stream object."""
    name = b"/Filter [%s] " % filters if filters else b""
    return b"<< /Length %d %s%s >>\nstream\n%s\nendstream" % (len(data), name, more, data)


def one_page(contents: bytes, *more: bytes, page: bytes = _PAGE) -> bytes:
    """A PDF of one page with this contents object; `more` objects are numbered from 6."""
    return raw_pdf([_GONE, _ONE, page, contents, _FONT, *more])


def _lines(words: str) -> bytes:
    """What draws lines of text."""
    return (
        b"BT /F1 11 Tf 60 780 Td 14 TL " + b"".join(b"(%s) Tj T* " % x.encode() for x in words.splitlines()) + b"ET\n"
    )


def _truncated(path: Path, words: str) -> None:
    whole = pdf(words * 40)
    path.write_bytes(whole[: len(whole) // 3])


def _image_only(path: Path, _: str) -> None:
    picture = BytesIO()
    Image.new("L", (700, 900), 128).save(picture, "JPEG")
    picture.seek(0)
    Image.open(picture).save(path, "PDF")


def _twice_packed(megabytes: int) -> bytes:
    """Spaces, packed twice: a million for each byte. A piece that was packed once is repeated, which saves packing it."""
    piece = b" " * (1 << 20)
    packer = zlib.compressobj(9)
    packed = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    once = packed[:2] + packed[2:] * megabytes + zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    check = 1
    for _ in range(megabytes):
        check = zlib.adler32(piece, check)
    return zlib.compress(once + check.to_bytes(4, "big"), 9)


def _page_tree(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 3 + count))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    return raw_pdf([_GONE, b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count), *[page] * count])


def _deep_tree(depth: int) -> bytes:
    nodes = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R >>" % (n + 1, n - 1) for n in range(2, 2 + depth)]
    return raw_pdf([_GONE, *nodes, b"<< /Type /Page /MediaBox [0 0 595 842] >>"])


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these members."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word(words: str) -> bytes:
    """A Word document with these paragraphs."""
    document, buffer = docx.Document(), BytesIO()
    for line in words.splitlines():
        document.add_paragraph(line)
    document.save(buffer)
    return buffer.getvalue()


def odt(words: str) -> bytes:
    """An ODF text with these paragraphs."""
    document, buffer = OpenDocumentText(), BytesIO()
    for line in words.splitlines():
        document.text.addElement(P(text=line))
    document.write(buffer)
    return buffer.getvalue()


def word_xml(body: str, before: str = "") -> bytes:
    """A Word document of this XML alone."""
    return zipped({"word/document.xml": f"{before}<w:document {_W}><w:body>{body}</w:body></w:document>"})


def odt_xml(body: str, before: str = "") -> bytes:
    """An ODF text of this XML alone."""
    content = f"{before}<office:document-content {_O}><office:body><office:text>{body}</office:text></office:body>"
    return zipped({"mimetype": _ODT_KIND, "content.xml": f"{content}</office:document-content>"})


def _p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


_C = _p("c")
_LAUGHS = '<!DOCTYPE x [<!ENTITY a "haha">' + "".join(
    f'<!ENTITY {one} "{f"&{before};" * 10}">' for before, one in zip("abcdefghi", "bcdefghij", strict=True)
)
_FILE = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/hostname">]>'


def made(function: Callable[[str], bytes]) -> Make:
    """Lays down what a function makes of the minutes."""
    return lambda path, words: path.write_bytes(function(words))


PDFS = [
    Odd("afgekapt.pdf", "PDF waarvan het einde ontbreekt", "geen (hele) PDF", _truncated),
    Odd("rommel.pdf", "PDF-kop met ruis", "geen (hele) PDF", of(b"%PDF-1.7\n" + bytes(range(256)) * 40)),
    Odd("slot.pdf", "PDF met een wachtwoord om te openen", "wachtwoord",
        made(lambda w: pdf(w, StandardEncryption("geheim", "baas")))),
    Odd("eigenaar.pdf", "PDF met alleen een wachtwoord van de eigenaar", READ,
        made(lambda w: pdf(w, StandardEncryption("", "baas", canPrint=0, canCopy=0)))),
    Odd("bom.pdf", "PDF van 1 kB die tot 1 GB uitpakt", "beschadigd of te veel geheugen", lambda p, _: p.write_bytes(
        one_page(stream(_twice_packed(1 << 10), b"/FlateDecode /FlateDecode")))),
    Odd("inkt.pdf", "PDF van 40 kB met tien miljoen letters", "duurde te lang of te veel geheugen", lambda p, _: p.write_bytes(
        one_page(stream(zlib.compress(b"BT /F1 9 Tf 60 700 Td " + b"(abcdefghij) Tj " * 1_000_000 + b"ET", 9), b"/FlateDecode")))),
    Odd("lijnen.pdf", "PDF met een miljoen lijnen", "duurde te lang", made(lambda w:
        one_page(stream(zlib.compress(_lines(w) + b"0 0 m 9 9 l S " * 1_000_000, 9), b"/FlateDecode")))),
    Odd("leeg 3000.pdf", "PDF met 3.000 lege bladzijden", "te veel bladzijden", lambda p, _: p.write_bytes(_page_tree(3_000))),
    Odd("leeg 1500.pdf", "PDF met 1.500 lege bladzijden", "geen tekst gevonden", lambda p, _: p.write_bytes(_page_tree(1_500))),
    Odd("miljard.pdf", "PDF die zegt een miljard bladzijden te hebben", "te veel bladzijden", lambda p, _: p.write_bytes(
        raw_pdf([_GONE, b"<< /Type /Pages /Kids [] /Count 1000000000 >>"]))),
    Odd("geen blad.pdf", "PDF zonder bladzijden", "geen tekst gevonden", lambda p, _: p.write_bytes(
        raw_pdf([_GONE, b"<< /Type /Pages /Kids [] /Count 0 >>"]))),
    Odd("boomkring.pdf", "PDF met een kring van bladzijden", "geen tekst gevonden", lambda p, _: p.write_bytes(
        raw_pdf([_GONE, b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]))),
    Odd("diepe boom.pdf", "PDF met 5.000 geneste takken", "geen (hele) PDF", lambda p, _: p.write_bytes(_deep_tree(5_000))),
    Odd("kring.pdf", "PDF met objecten die naar elkaar verwijzen", "duurde te lang of geen (hele) PDF", lambda p, _: p.write_bytes(
        raw_pdf([_GONE, b"3 0 R", b"2 0 R"]))),
    Odd("lengte.pdf", "PDF met een lengte die naar zichzelf verwijst", "geen (hele) PDF", made(lambda w:
        one_page(b"<< /Length 4 0 R >>\nstream\n" + _lines(w) + b"endstream"))),
    Odd("vorm.pdf", "PDF met een vorm die zichzelf tekent", READ, made(lambda w: one_page(
        stream(_lines(w) + b"/X Do "),
        stream(b"/X Do /X Do ", more=b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"),
        page=_PAGE.replace(b"/Resources <<", b"/Resources << /XObject << /X 6 0 R >>")))),
    Odd("haken.pdf", "PDF met 200.000 geneste haken", READ, made(lambda w: one_page(stream(_lines(w) + b"[" * 200_000)))),
    Odd("breed.pdf", "PDF met rijen van een miljard kolommen", "beschadigd of te veel geheugen", made(lambda w: one_page(
        stream(zlib.compress(_lines(w)), b"/FlateDecode", b"/DecodeParms << /Predictor 12 /Columns 1000000000 >>")))),
    Odd("plaatje.pdf", "PDF met alleen een foto", "tekst gevonden; is het een scan", _image_only),
    Odd("reus.pdf", "PDF met een blad van een miljoen meter", READ, made(lambda w: one_page(
        stream(_lines(w)), page=_PAGE.replace(b"595 842", b"3000000000 3000000000")))),
    Odd("scheef.pdf", "PDF met een letter van oneindige grootte", READ, made(lambda w: one_page(
        stream(b"BT /F1 1e300 Tf 1e300 0 0 1e300 1e300 1e300 Tm (a) Tj ET " + _lines(w))))),
    Odd("foto.pdf", "JPEG met de naam van een PDF", "geen leesbare tekst gevonden of dit is een afbeelding",
        lambda p, _: Image.new("L", (400, 300), 128).save(p, "JPEG")),
    Odd("pdf.docx", "PDF met de naam van Word", READ, made(pdf)),
    Odd("word.pdf", "Word met de naam van een PDF", READ, made(word)),
]  # fmt: skip

DOCUMENTS = [
    Odd("geen zip.docx", "Word dat geen ZIP is", "geen (heel) Word-document", of("zomaar tekst")),
    Odd("half.docx", "Word waarvan het einde ontbreekt", "geen (heel) Word-document",
        made(lambda w: word(w)[:9_000])),
    Odd("bom.docx", "Word dat tot 100 MB uitpakt", "zipbom", lambda p, _: p.write_bytes(word_xml(_p(" " * (100 << 20))))),
    Odd("miljard.docx", "Word met miljard keer lachen", "geen (heel) Word-document",
        lambda p, _: p.write_bytes(word_xml(_p("&j;"), _LAUGHS + "]>"))),
    Odd("sluip.docx", "Word dat een bestand van de machine wil insluiten", "(DTD)",
        lambda p, _: p.write_bytes(word_xml(_p("&j;"), _FILE))),
    Odd("zonder tekst.docx", "Word zonder document.xml", "geen (heel) Word-document", lambda p, _: p.write_bytes(
        zipped({"[Content_Types].xml": "<Types/>", "word/styles.xml": "<x/>"}))),
    Odd("leeg.docx", "Word zonder een woord", "geen tekst", lambda p, _: p.write_bytes(word(""))),
    Odd("nesten.docx", "Word met 3.000 geneste tabellen", "geen (heel) Word-document", made(lambda w: word_xml(
        _p(w) + "<w:tbl><w:tr><w:tc>" * 3_000 + _p("x") + "</w:tc></w:tr></w:tbl>" * 3_000))),
    Odd("alineas.docx", "Word met 400.000 alinea's van één letter", "zipbom", lambda p, _: p.write_bytes(
        word_xml("".join(_p("abcdefghijklmnop"[n % 16]) for n in range(400_000))))),
    Odd("half teken.docx", "Word met een half teken (een losse surrogaat)", READ, made(lambda w: word_xml(
        "".join(map(_p, w.splitlines())) + '<w:p><w:r><w:sym w:font="x" w:char="D800"/><w:t>Slot.</w:t></w:r></w:p>'))),
    Odd("kolommen.docx", "Word met een tabel van 50.000 cellen in één rij", "zipbom", made(lambda w: word_xml(
        "".join(map(_p, w.splitlines())) + f"<w:tbl><w:tr>{f'<w:tc>{_C}</w:tc>' * 50_000}</w:tr></w:tbl>"))),
    Odd("slot.docx", "Word met een wachtwoord", "wachtwoord",
        of(OLE + "EncryptedPackage".encode("utf-16-le"))),
    Odd("lijst.xlsx", "rekenblad", "een rekenblad", lambda p, _: p.write_bytes(zipped({"xl/workbook.xml": "<x/>"}))),
    Odd("stuk.odt", "ODF met XML die ophoudt", "geen (hele) ODF-tekst", lambda p, _: p.write_bytes(
        zipped({"mimetype": _ODT_KIND, "content.xml": f"<office:document-content {_O}><office:body><text:p>Half"}))),
    Odd("miljard.odt", "ODF met miljard keer lachen", "geen (hele) ODF-tekst",
        lambda p, _: p.write_bytes(odt_xml("<text:p>&j;</text:p>", _LAUGHS + "]>"))),
    Odd("diep.odt", "ODF met 3.000 geneste secties", "geen (hele) ODF-tekst", made(lambda w: odt_xml(
        f"<text:p>{w}</text:p>" + "<text:section>" * 3_000 + "<text:p>x</text:p>" + "</text:section>" * 3_000))),
    Odd("spaties.odt", "ODF die een miljard spaties vraagt", READ, made(lambda w: odt_xml(
        "".join(f"<text:p>{line}</text:p>" for line in w.splitlines() if line)
        + '<text:p>a<text:s text:c="1000000000"/>b</text:p>'))),
    Odd("herhaald.odt", "ODF die een cel een miljard keer herhaalt", READ, made(lambda w: odt_xml(
        "".join(f"<text:p>{line}</text:p>" for line in w.splitlines() if line)
        + '<table:table xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><table:table-row '
        'table:number-rows-repeated="1000000000"><table:table-cell table:number-columns-repeated="1000000000">'
        "<text:p>c</text:p></table:table-cell></table:table-row></table:table>"))),
    Odd("zonder inhoud.odt", "ODF zonder content.xml", "geen (hele) ODF-tekst",
        lambda p, _: p.write_bytes(zipped({"mimetype": _ODT_KIND}))),
]  # fmt: skip
