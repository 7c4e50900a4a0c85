"""Pictures of the timeline and the comparison as SVG: no script, nothing fetched, colours by class for light and dark.

Places along a picture are percentages and letters are of the page's own size, so that a picture fits a phone. Every picture has a
name; what it shows is told in the caption under it, and the same figures stand in a table beside it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from markupsafe import Markup

from eval.report_plots import at, line_across, text_at

_YEARS = 6  # names along the axis at most, so that a phone can show them side by side
_TOP = 0.94  # of the height, that the highest dot reaches
_BASE = 0.12  # of the height, where meetings without the topic stand: above the axis


class Speaks(StrEnum):
    """What a meeting has to do with a topic; the values are the CSS classes of its sign."""

    ABOUT = "about"
    ASIDE = "aside"
    SILENT = "silent"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Point:
    """A meeting along the axis of time; `until` is another day than `day` for a missing one of which the day isn't known."""

    day: date
    until: date
    speaks: Speaks
    height: int = 0


def timeline_svg(name: str, title: str, points: Sequence[Point], unit: str) -> Markup:
    """Meetings along an axis of time: a dot on a stem for one that speaks of the topic, an open dot for one that doesn't.

    Args:
        name: its own on the page; becomes part of ids.
        title: what the picture is.
        points: at least one, in any order.
        unit: what the heights count.
    """
    first, last = min(point.day for point in points), max(point.until for point in points)
    most = max(max(point.height for point in points), 1)
    x = _along(first, last)
    shapes = [
        *_years(first, last),
        line_across(0, "axis-line"),
        *(line_across(_high(height, most)) for height in {most, -(-most // 2)}),
        *(
            text_at("0", at(1 - _high(height, most)), str(height), anchor="end", dx=-10, dy=4)
            for height in sorted({most, -(-most // 2)})
        ),
        text_at("0", "0", unit, "axis", dx=-28, dy=-12),
    ]
    order = {Speaks.MISSING: 0, Speaks.SILENT: 1, Speaks.ASIDE: 2, Speaks.ABOUT: 3}
    for point in sorted(points, key=lambda one: (order[one.speaks], one.day)):
        shapes.append(_sign(x(point.day), x(point.until), point, most))
    return _picture(name, title, shapes)


def _along(first: date, last: date) -> Callable[[date], float]:
    """From a day to its place along the axis, with room at both ends."""
    span = max((last - first).days, 1)
    return lambda day: 0.03 + 0.94 * (day - first).days / span if last > first else 0.5


def _high(height: int, most: int) -> float:
    return _BASE + (_TOP - _BASE) * height / most


def _sign(x: float, until: float, point: Point, most: int) -> Markup:
    if point.speaks is Speaks.MISSING:
        middle = (x + until) / 2
        return Markup(
            '<line class="missing" x1="{}" x2="{}" y1="{}" y2="{}"/>'
            '<text class="missing" x="{}" y="{}" dy="-8" text-anchor="middle">?</text>'
        ).format(at(x), at(max(until, x + 0.012)), at(1 - _BASE), at(1 - _BASE), at(middle), at(1 - _BASE))
    if point.speaks is not Speaks.ABOUT:
        return Markup('<circle class="{}" cx="{}" cy="{}" r="5"/>').format(point.speaks, at(x), at(1 - _BASE))
    top = at(1 - _high(point.height, most))
    return Markup(
        '<line class="stem" x1="{}" x2="{}" y1="100%" y2="{}"/><circle class="about" cx="{}" cy="{}" r="6"/>'
    ).format(at(x), at(x), top, at(x), top)


def _years(first: date, last: date) -> Iterable[Markup]:
    """Where years begin, with the names of at most `_YEARS` of them; the day itself when all is one day."""
    x = _along(first, last)
    starts = list(range(first.year + 1, last.year + 1))
    step = -(-len(starts) // _YEARS) or 1
    for year in starts:
        yield Markup('<line class="tick" x1="{}" x2="{}" y1="100%" y2="98%"/>').format(
            at(x(date(year, 1, 1))), at(x(date(year, 1, 1)))
        )
    named = starts[::step] if starts else [first.year]
    for year in named:
        yield text_at(at(x(max(date(year, 1, 1), first))), "100%", str(year), anchor="middle", dy=20)


def sign_svg(speaks: Speaks) -> Markup:
    """The sign of a kind of meeting by itself, for the words that explain it."""
    shape = Markup('<circle class="{}" cx="50%" cy="50%" r="5"/>').format(speaks)
    if speaks is Speaks.MISSING:
        shape = Markup('<line class="missing" x1="0" x2="100%" y1="50%" y2="50%"/>')
    return Markup('<svg class="plot sign" width="20" height="14" aria-hidden="true" focusable="false">{}</svg>').format(
        shape
    )


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of a bar: from where to where (of 0 to 1), its CSS class and its words."""

    start: float
    end: float
    kind: str
    words: str


def bands_svg(name: str, title: str, rows: Sequence[tuple[str, Sequence[Band]]]) -> Markup:
    """Bars of bands under each other, each with its name above it; equal places lie under each other."""
    shapes: list[Markup] = []
    for number, (label, bands) in enumerate(rows):
        top = number * 64
        shapes.append(text_at("0", str(top + 14), label, "label"))
        for band in bands:
            if band.end <= band.start:
                continue
            middle = (band.start + band.end) / 2
            shapes.append(
                Markup('<rect class="{}" x="{}" width="{}" y="{}" height="30"/>').format(
                    band.kind, at(band.start), at(band.end - band.start), top + 22
                )
            )
            shapes.append(text_at(at(middle), str(top + 42), band.words, f"on-{band.kind}", "middle"))
    return _picture(name, title, shapes)


def _picture(name: str, title: str, shapes: Iterable[Markup]) -> Markup:
    return Markup(
        '<svg class="plot" width="100%" role="img" aria-labelledby="{}-t"><title id="{}-t">{}</title>{}</svg>'
    ).format(name, name, title, Markup("").join(shapes))
