"""A page of a PDF as a picture with words marked on it; this runs in a process of its own, which a bad PDF may take down.

The words are those of a record, the page has its own: hyphens at line ends, ligatures, other white space. So both are compared
by their letters and digits alone.
"""

import json
import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

import pypdfium2  # type: ignore[import-untyped]  # comes without types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # comes without types
from PIL import Image, ImageChops, ImageDraw

JOB = "LOVP_PAGE"  # the variable of the environment that says what is wanted, as JSON
WIDTH = 1_400  # pixels at most
_HEIGHT = 4_000  # pixels at most
_MOST_CHARS = 40_000  # on a page; a full one has some 5,000
_RUN = 12  # letters; fewer stand on a page by chance
_ENOUGH = 0.5  # share of the words' letters by which a page is taken for the one that they are on
_MARK = (255, 226, 140)  # as --mark in ui/web_colours.css
_MEMORY = 1 << 30  # bytes of address space that this process may add
_SECONDS = 20  # of the processor


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters and digits of a page, as they are compared, and which of its characters each comes from."""

    plain: str
    places: tuple[int, ...]


def plain_letters(text: str) -> str:
    """The letters and digits of a text, small, ligatures taken apart and without accents: those may come loose in a PDF."""
    return "".join(char for char in unicodedata.normalize("NFKD", text).casefold() if char.isalnum())


def chars_to_letters(chars: Sequence[str]) -> Letters:
    """The letters of a page that has these characters."""
    pieces = [(letter, n) for n, char in enumerate(chars) for letter in plain_letters(char)]
    return Letters("".join(letter for letter, _ in pieces), tuple(n for _, n in pieces))


def find_runs(page: Letters, words: str) -> tuple[list[tuple[int, int]], float]:
    """Where words stand on a page: runs of its characters, first and last, and which share of the words' letters they are.

    The words may go on behind something else (a footer, another column) or on another page: then there are more runs, or less
    than all of them.
    """
    wanted = plain_letters(words)
    runs: list[tuple[int, int]] = []
    marked = at = after = 0
    while at < len(wanted):
        length, start = _longest(page.plain, wanted[at:], after)
        if length < min(_RUN, len(wanted)):
            at += 1 + _RUN // 2  # what is not on the page is passed over
            continue
        runs.append((page.places[start], page.places[start + length - 1]))
        at, after, marked = at + length, start + length, marked + length
    return runs, marked / max(len(wanted), 1)


def _longest(plain: str, wanted: str, after: int) -> tuple[int, int]:
    """How many of the wanted letters, from the first on, stand together on the page, and where; 0 when none do."""
    low, high = 0, len(wanted)
    while low < high:
        middle = (low + high + 1) // 2
        if plain.find(wanted[:middle], after) >= 0:
            low = middle
        else:
            high = middle - 1
    return low, plain.find(wanted[:low], after)


def draw(file: BinaryIO, pages: Sequence[int], words: str) -> tuple[bytes, int, float]:
    """The page on which the words stand, as PNG.

    Args:
        file: the PDF, open.
        pages: the pages to look on, counted from 1; the first is drawn when the words are on none.
        words: the words; "" marks nothing.

    Returns:
        The picture, which page it is, and which share of the words is marked, 0 to 1.
    """
    with pypdfium2.PdfDocument(file) as pdf:
        there = [number for number in pages if 1 <= number <= len(pdf)]
        best, found, share = there[0], [], 0.0
        for number in there if words else ():
            boxes, part = _boxes(pdf, number, words)
            if part > share:
                best, found, share = number, boxes, part
            if share > _ENOUGH:
                break
        page = pdf[best - 1]
        width, height = page.get_size()
        bitmap = page.render(scale=min(WIDTH / width, _HEIGHT / height))
        turned = bitmap.get_posconv(page)
        image = bitmap.to_pil().convert("RGB")
        corners = [(turned.to_bitmap(left, bottom), turned.to_bitmap(right, top)) for left, bottom, right, top in found]
        marked = _with_marks(image, [(*one, *other) for one, other in corners])
        out = BytesIO()
        marked.thumbnail((WIDTH, _HEIGHT))  # rounding may have made it a pixel wider
        marked.save(out, "PNG")
        return out.getvalue(), best, share


def _boxes(pdf: "pypdfium2.PdfDocument", number: int, words: str) -> tuple[list[tuple[float, ...]], float]:
    """Where the words stand on a page, in its own measure: left, bottom, right and top of each piece of a line."""
    text = pdf[number - 1].get_textpage()
    chars = [_char(text, n) for n in range(min(text.count_chars(), _MOST_CHARS))]
    runs, share = find_runs(chars_to_letters(chars), words)
    boxes = []
    for first, last in runs:
        count = text.count_rects(first, last - first + 1)
        boxes += [text.get_rect(n) for n in range(count)]
    return boxes, share


def _char(text: "pypdfium2.PdfTextPage", n: int) -> str:
    code = pdfium.FPDFText_GetUnicode(text, n)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


def _with_marks(image: Image.Image, boxes: Sequence[tuple[float, float, float, float]]) -> Image.Image:
    """The picture with boxes coloured as by a marker, so that what stands in them stays as black as it was."""
    if not boxes:
        return image
    marks = Image.new("RGB", image.size, "white")
    pen = ImageDraw.Draw(marks)
    for left, bottom, right, top in boxes:
        x, y = sorted((left, right)), sorted((top, bottom))
        pen.rectangle((x[0] - 2, y[0] - 3, x[1] + 2, y[1] + 3), fill=_MARK)
    return ImageChops.multiply(image, marks)


def main() -> None:
    """Draws what the environment says of the PDF on standard input: a line of JSON, then the picture."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    _limit()
    job = json.loads(os.environ[JOB])
    picture, page, share = draw(sys.stdin.buffer, job["pages"], job["words"])
    out.write(json.dumps({"page": page, "share": share}).encode() + b"\n" + picture)
    out.close()


def _limit() -> None:
    """Bounds the memory and the time of this process, where the system can be told so; it writes no file."""
    try:
        import resource
    except ImportError:
        return  # not Linux: the clock of who started it still guards
    for what, most in _bounds(resource):
        try:
            resource.setrlimit(what, (most, most))
        except (OSError, ValueError):
            continue


def _bounds(resource: object) -> Iterator[tuple[int, int]]:
    used = 0
    try:
        with open("/proc/self/statm", encoding="ascii") as told:  # noqa: PTH123 - one number of the kernel's
            used = int(told.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        pass
    for name, most in (("AS", used + _MEMORY), ("CPU", _SECONDS), ("CORE", 0), ("FSIZE", 0)):
        yield getattr(resource, f"RLIMIT_{name}"), most
