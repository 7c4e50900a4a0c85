"""Pictures of text (scans, photos) read with Tesseract in Dutch, with how sure it was."""

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean

import pypdfium2  # type: ignore[import-untyped]  # comes without types
import pytesseract
from PIL import Image, ImageOps, ImageSequence

from index.readers.bounds import check_pages, check_time, limits, number
from index.readers.document import Document, UnreadableError
from index.records import Note, NoteKind

INSTALL = "installeer daarvoor Tesseract met Nederlands (Debian en Ubuntu: apt install tesseract-ocr tesseract-ocr-nld)"
_LANGUAGE = "nld"
_DOTS = 300  # per inch; Tesseract is trained on some 300
_PIXELS = 20_000_000  # of what is read; an A4 at 300 dots per inch has 8.7 million
_MOST_PIXELS = (
    89_000_000  # of a picture that is opened; a bomb of a few kB may unpack to gigabytes. Pillow warns from here
)
_SMALL = 1_000  # pixels of width below which letters are too low to read, so the picture is doubled
_GARBAGE = 40.0  # per cent; mean confidence below it is what photos without text give


@dataclass(frozen=True, slots=True)
class Recognised:
    """The words of one picture, an empty line between blocks, and the mean confidence of the words, 0 to 100.

    The text is "" when what was recognised is no text.
    """

    text: str
    confidence: float


@cache
def missing() -> str:
    """What lacks for reading pictures, in Dutch; "" when nothing does."""
    try:
        languages = pytesseract.get_languages()
    except (OSError, RuntimeError, ValueError):  # TesseractNotFoundError is an OSError
        return f"tekst in scans en foto's wordt op deze computer niet gelezen; {INSTALL}"
    if _LANGUAGE not in languages:
        return f"Tesseract kent op deze computer geen Nederlands; {INSTALL}"
    return ""


def read_picture(path: Path) -> Document:
    """The text on a photo or scan; each picture in a TIFF is a page.

    Raises:
        UnreadableError: no picture, a bomb, no Tesseract, or no text on it.
    """
    if missing():
        raise UnreadableError(f"dit is een afbeelding; {missing()}")
    pages: list[Recognised] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of every slip in a picture
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=["PNG", "JPEG", "TIFF"]) as image:
                check_pages(getattr(image, "n_frames", 1))
                for frame in ImageSequence.Iterator(image):
                    _check_size(frame)
                    pages.append(recognise(frame))
                    check_time(len(pages))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadableError(_too_large()) from error
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:  # Pillow raises many kinds on bytes that are no whole picture
        raise UnreadableError("het bestand is geen (hele) afbeelding") from error
    if not any(page.text for page in pages):
        raise UnreadableError("geen leesbare tekst gevonden op de afbeelding; is de foto scherp en recht?")
    text, starts = "", []
    for page in pages:
        text += "\n\n" if text else ""
        starts.append(len(text))
        text += page.text
    return Document(text, tuple(starts), notes=(note([page for page in pages if page.text]),))


def scanned_pages(path: Path, numbers: Sequence[int]) -> Iterator[tuple[int, Recognised]]:
    """What stands on pages of a PDF, counted from 1, read from their pictures.

    Raises:
        UnreadableError: it takes too long.
    """
    with pypdfium2.PdfDocument(path) as pdf:
        for done, page_number in enumerate(numbers, 1):
            page = pdf[page_number - 1]
            width, height = page.get_size()
            scale = min(_DOTS / 72, (_PIXELS / max(width * height, 1)) ** 0.5)
            image = page.render(scale=scale).to_pil()
            page.close()
            yield page_number, recognise(image)
            check_time(done)


def recognise(image: Image.Image) -> Recognised:
    """The words on a picture.

    Raises:
        UnreadableError: it takes longer than is allowed for one page.
    """
    try:
        data = pytesseract.image_to_data(
            _prepared(image),
            lang=_LANGUAGE,
            timeout=limits().ocr_seconds,
            output_type=pytesseract.Output.DICT,
        )
    except pytesseract.TesseractError:  # a RuntimeError too: it can make nothing of this picture
        return Recognised("", 0.0)
    except RuntimeError as error:  # how pytesseract tells that time is up
        raise UnreadableError(
            f"de tekstherkenning duurt te lang (meer dan {number(limits().ocr_seconds)} seconden voor een bladzijde)"
        ) from error
    text = ""
    sure = []
    last = None
    for i, word in enumerate(data["text"]):
        if not word.strip():
            continue
        place = data["block_num"][i], data["par_num"][i], data["line_num"][i]
        if last is not None:
            text += " " if place == last else "\n" if place[:2] == last[:2] else "\n\n"
        text += word.strip()
        sure.append(float(data["conf"][i]))
        last = place
    confidence = fmean(sure) if sure else 0.0
    words = re.findall(r"[^\W\d_]{3,}", text)
    return Recognised(text if confidence >= _GARBAGE and len(words) * 4 >= len(sure) else "", confidence)


def note(pages: Sequence[Recognised], which: str = "") -> Note:
    """What a reader should know about text that was recognised; `which` names the pages when not all were."""
    sure = fmean(page.confidence for page in pages)
    return Note(
        NoteKind.OCR,
        f"{which}gelezen met tekstherkenning (OCR), gemiddeld {sure:.0f}% zeker; controleer citaten bij het origineel",
    )


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > _MOST_PIXELS:
        raise UnreadableError(_too_large())


def _too_large() -> str:
    return f"de afbeelding is te groot (meer dan {_MOST_PIXELS // 1_000_000} miljoen beeldpunten); maak hem kleiner"


def _prepared(image: Image.Image) -> Image.Image:
    """Upright, in greys, not larger than is useful and not too small to read."""
    upright = ImageOps.exif_transpose(image)
    if upright.mode in {"RGBA", "LA", "P"}:  # what is transparent is paper
        upright = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright)
    grey = upright.convert("L")
    factor = min(2.0 if grey.width < _SMALL else 1.0, (_PIXELS / (grey.width * grey.height)) ** 0.5)
    if factor != 1.0:
        grey = grey.resize((max(1, int(grey.width * factor)), max(1, int(grey.height * factor))))
    return grey
