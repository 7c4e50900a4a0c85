"""How much one file may ask of this machine, so that no file can stop the others."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for reading one file, far above any real minutes; what goes past one is skipped with the reason."""

    seconds: float = 60.0  # of the clock, OCR apart
    ocr_seconds: float = 30.0  # more, for each page that is read from a picture
    memory: int = 1 << 30  # bytes of address space that reading may add
    size: int = 100 << 20  # bytes of a file
    pages: int = 2_000
    characters: int = 5_000_000  # of text in one file
    unpacked: int = 300 << 20  # bytes that a ZIP, Word or ODF file may hold unpacked
    ratio: float = 200.0  # unpacked bytes for each packed one
    members: int = 2_000  # files in one ZIP or mail
    depth: int = 3  # archives within archives


LIMITS = Limits()
