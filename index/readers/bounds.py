"""What reading the file at hand may cost: the limits that are in force, and a clock that looks after them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

from index.limits import LIMITS, Limits
from index.readers.document import UnreadableError

LONGEST_WORD = 20_000  # characters without a space; the longest real ones are web addresses of some 2,000
_in_force: ContextVar[tuple[Limits, float]] = ContextVar("limits", default=(LIMITS, 0.0))


@contextmanager
def within(limits: Limits) -> Iterator[None]:
    """Puts limits in force for what is read inside the `with`, and starts its clock."""
    token = _in_force.set((limits, monotonic()))
    try:
        yield
    finally:
        _in_force.reset(token)


def limits() -> Limits:
    """The limits that are in force."""
    return _in_force.get()[0]


def check_time(pictures: int = 0) -> None:
    """Refuses to go on when the time for this file is up; `pictures` of its pages were read by OCR.

    Raises:
        UnreadableError: it takes too long.
    """
    bound, start = _in_force.get()
    allowed = bound.seconds + pictures * bound.ocr_seconds
    if start and monotonic() - start > allowed:
        raise UnreadableError(
            f"het lezen duurt te lang (meer dan {allowed:.0f} seconden); splits het bestand in kleinere delen"
        )


def check_text(text: str, source_factor: int = 1) -> str:
    """The text itself, when it is no longer than allowed and looks like words.

    Args:
        text: what was read.
        source_factor: how many characters of source one of text may take (markup).

    Raises:
        UnreadableError: too long, or one endless word.
    """
    most = limits().characters * source_factor
    if len(text) > most:
        raise UnreadableError(
            f"het bestand bevat te veel tekst ({number(len(text))} tekens, hoogstens {number(most)}); splits het in delen"
        )
    if source_factor == 1 and len(text) > LONGEST_WORD and max(map(len, text.split()), default=0) > LONGEST_WORD:
        raise UnreadableError(
            f"het bestand bevat meer dan {number(LONGEST_WORD)} tekens zonder spatie; dat is geen leesbare tekst"
        )
    return text


def check_pages(pages: int) -> None:
    """Refuses a document of too many pages.

    Raises:
        UnreadableError: more than allowed.
    """
    if pages > limits().pages:
        raise UnreadableError(
            f"het bestand heeft te veel bladzijden ({number(pages)}, hoogstens {number(limits().pages)}); "
            "splits het in delen"
        )


def number(value: float) -> str:
    """A whole number as it is written in Dutch: 12.345."""
    return f"{value:,.0f}".replace(",", ".")


def megabytes(size: float) -> str:
    """Bytes as megabytes in Dutch, rounded up to 0,1: 12,3 MB."""
    return f"{max(size / (1 << 20), 0.1):.1f} MB".replace(".", ",").replace(",0 ", " ")
