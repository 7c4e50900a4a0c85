"""The pictures of the report as SVG: how one is drawn, risk against coverage, and how long answers take; each with its figures.

Places along a picture are percentages and letters are of the page's own size, so that a picture fits a phone and a sheet of
paper without its words shrinking. A line is drawn in a box of 100 by 100 that is stretched; its stroke isn't.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from eval.labels import written
from eval.measures import percentile

_HIGH = 240  # pixels of a picture with axes
_BINS = 30  # at most
_TAIL = 1.6  # times p95: what took longer would press all others together
_HEADROOM = 1.3  # of the axis of risk, for the words above the dot
_STEPS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)  # coverages that the table tells


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture with what it says in one or two sentences, and the same figures as rows of text under `head`.

    `svg` is None when there is nothing to draw; then `says` tells why.
    """

    title: str
    says: str
    svg: Markup | None = None
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def kind(self) -> str:
        """The class of its place: a picture with axes needs room around it."""
        return "axes" if self.svg and "grid" in self.svg else ""


def percent(share: float) -> str:
    """A share of 0 to 1 the Dutch way."""
    return written("right", share)


def picture(name: str, height: int, title: str, says: str, shapes: Iterable[Markup]) -> Markup:
    """An SVG as wide as its place and `height` pixels high; `name` is its own on the page."""
    return Markup(
        '<svg class="plot" width="100%" height="{}" role="img" aria-labelledby="{}-t {}-d">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>'
    ).format(height, name, name, name, title, name, says, Markup("").join(shapes))


def text_at(x: str, y: str, words: str, kind: str = "tick", anchor: str = "start", dx: int = 0, dy: int = 0) -> Markup:
    """Words at a place; `dx` and `dy` shift them by pixels."""
    return Markup('<text class="{}" x="{}" y="{}" dx="{}" dy="{}" text-anchor="{}">{}</text>').format(
        kind, x, y, dx, dy, anchor, words
    )


def at(share: float) -> str:
    """A place along an axis, of 0 to 1."""
    return f"{min(max(share, 0.0), 1.0) * 100:.2f}%"


def line_across(y: float, kind: str = "grid") -> Markup:
    """A line from side to side, at `y` from the bottom."""
    return Markup('<line class="{}" x1="0" x2="100%" y1="{}" y2="{}"/>').format(kind, at(1 - y), at(1 - y))


def line_up(x: float, kind: str) -> Markup:
    """A line from bottom to top."""
    return Markup('<line class="{}" x1="{}" x2="{}" y1="0" y2="100%"/>').format(kind, at(x), at(x))


def path(points: Sequence[tuple[float, float]], kind: str = "line") -> Markup:
    """A line through points of 0 to 1, from the bottom left."""
    drawn = " ".join(f"{x * 100:.2f},{100 - y * 100:.2f}" for x, y in points)
    return Markup(
        '<svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%" overflow="visible">'
        '<polyline class="{}" vector-effect="non-scaling-stroke" points="{}"/></svg>'
    ).format(kind, drawn)


def dot(x: float, y: float, radius: float, kind: str = "dot") -> Markup:
    """A dot at a point of 0 to 1, `radius` pixels large."""
    return Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>').format(kind, at(x), at(1 - y), radius)


def curve_plot(name: str, curve: Mapping[str, Any]) -> Plot:
    """Which share of the answers is wrong as less sure ones are given too, and where the assistant stands: at the last point."""
    title = "Meer antwoorden, meer fouten?"
    points = [point for point in curve["points"] if point["answered"]]
    if not points or not curve["answerable"]:
        return Plot(title, "Er is geen vraag beantwoord die te beantwoorden is, dus er is niets te tekenen.")
    now = points[-1]
    says = (
        f"De assistent (de stip) beantwoordt {percent(now['coverage'])} van de vragen waarop de verslagen antwoord geven. "
        f"Van alles wat hij beantwoordt is {percent(now['risk'])} fout. De lijn laat zien hoe dat zou zijn als hij alleen "
        "antwoordt wanneer hij zekerder is."
    )
    most = max(point["risk"] for point in points)
    top = min(1.0, max(0.04, math.ceil(most * _HEADROOM * 50) / 50))
    shapes = [
        *(line_across(share) for share in (0, 0.5, 1)),
        *(text_at("0", at(1 - share), _round(share * top), anchor="end", dx=-8, dy=4) for share in (0, 0.5, 1)),
        *(text_at(at(share), "100%", _round(share), anchor="middle", dy=20) for share in (0, 0.25, 0.5, 0.75, 1)),
        text_at("0", "0", "deel van de antwoorden dat fout is", "axis", dx=-34, dy=-17),
        text_at("100%", "100%", "deel van de vragen dat antwoord krijgt", "axis", "end", dy=40),
        path([(point["coverage"], point["risk"] / top) for point in points]),
        dot(now["coverage"], now["risk"] / top, 6, "now"),
    ]
    left = now["coverage"] > 0.5
    low = now["risk"] / top < 0.75
    shapes.append(
        text_at(
            at(now["coverage"]),
            at(1 - now["risk"] / top),
            f"nu: {percent(now['risk'])} fout",
            "label",
            "end" if left else "start",
            0 if left else 10,
            -14 if low else 24,
        )
    )
    head = ("Beantwoord", "Ten onrechte geweigerd", "Antwoorden", "Waarvan fout", "Deel fout", "Zekerheid vanaf")
    told = [next((p for p in points if p["coverage"] >= least), None) for least in _STEPS]
    kept = {point["threshold"]: point for point in [*told, now] if point is not None}
    return Plot(
        title,
        says,
        picture(name, _HIGH, title, says, shapes),
        head,
        tuple(
            (
                percent(point["coverage"]),
                percent(1 - point["coverage"]),
                str(point["answered"]),
                str(point["wrong"]),
                percent(point["risk"]),
                f"{point['threshold']:.3f}".replace(".", ","),
            )
            for point in kept.values()
        ),
    )


def _round(share: float) -> str:
    """A share on an axis, without decimals where it has none."""
    return f"{share * 100:.1f}".removesuffix(".0").replace(".", ",") + "%"


def latency_plot(name: str, rows: Iterable[Mapping[str, Any]]) -> Plot:
    """How many answers took how long, with p50, p95 and p99; what took far longer than nearly all goes into the last bar."""
    title = "Hoe lang een antwoord duurt"
    times = [float(row["elapsed_ms"]) for row in rows if row.get("elapsed_ms") is not None]
    marks = [(label, percentile(times, share)) for label, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))]
    known = [(label, value) for label, value in marks if value is not None]
    if not known:
        return Plot(title, "Er is geen antwoordtijd gemeten.")
    told = [_time(value) for _, value in known]
    says = f"De helft van de antwoorden is er binnen {told[0]} (p50), 95% binnen {told[1]} (p95) en 99% binnen {told[2]} (p99)."
    step, bins = _bins(times, min(known[-1][1], known[-2][1] * _TAIL))
    most, wide = max(bins), 1 / len(bins)
    marked = [(f"{label} {_time(value)}", _along(value, step, len(bins))) for label, value in known]
    shapes = [
        *(line_across(share) for share in (0, 1)),
        *(text_at("0", at(1 - share), str(round(share * most)), anchor="end", dx=-8, dy=4) for share in (0, 1)),
        *(
            text_at(at(number * wide), "100%", _time(number * step) if number else "0", anchor="middle", dy=20)
            for number in range(0, round(len(bins) * 0.8), max(1, round(len(bins) / 4)))
        ),
        text_at("100%", "100%", "langer", anchor="end", dy=20),
        text_at("0", "0", "aantal vragen", "axis", dx=-34, dy=-17),
        text_at("100%", "100%", "tijd tot het antwoord", "axis", "end", dy=40),
        *(
            Markup('<rect class="full" x="{}" width="{}" y="{}" height="{}"/>').format(
                at(number * wide), at(wide * 0.86), at(1 - count / most), at(count / most)
            )
            for number, count in enumerate(bins)
            if count
        ),
        *(line_up(x, "mark") for _, x in marked),
        *(_beside(x, 14 + 20 * number, words) for number, (words, x) in enumerate(marked)),
    ]
    table = [(label, f"binnen {_time(value)}") for label, value in known]
    table += [
        (f"{count} {'vraag' if count == 1 else 'vragen'}", _span(number, step, len(bins)))
        for number, count in enumerate(bins)
        if count
    ]
    return Plot(title, says, picture(name, _HIGH, title, says, shapes), ("Wat", "Hoe lang"), tuple(table))


def _bins(times: Sequence[float], reach: float) -> tuple[float, list[int]]:
    """How wide a bin is, and how many of the times fall in each; the last holds all that lies past the bin of `reach`."""
    step = _nice(reach / _BINS)
    bins = [0] * (int(reach / step) + 2)
    for value in times:
        bins[min(int(value / step), len(bins) - 1)] += 1
    return step, bins


def _along(value: float, step: float, bins: int) -> float:
    """Where a time stands along the axis: what fell in the last bin, in the middle of it."""
    return min(value / step, bins - 0.5) / bins


def _beside(x: float, y: int, words: str) -> Markup:
    """Words beside a line at `x`, on the side where there is room."""
    return (
        text_at(at(x), str(y), words, "label", "end", -5) if x > 0.6 else text_at(at(x), str(y), words, "label", dx=5)
    )


def _span(number: int, step: float, bins: int) -> str:
    """Which times fall in a bin, in words."""
    if number == bins - 1:
        return f"{_time(number * step)} of langer"
    return f"{_time(number * step)} tot {_time((number + 1) * step)}"


def _time(value: float) -> str:
    """Milliseconds as they are written; below 10 with a decimal, or neighbouring bars would have one name."""
    return f"{value:.1f} ms".replace(".", ",").replace(",0 ", " ") if value < 10 else written("latency_p50_ms", value)


def _nice(least: float) -> float:
    """The first of 1, 2, 5, 10, 20 and so on, and of their tenths, that is at least `least`; 0.1 for less than that."""
    if least <= 0.1:
        return 0.1
    power: float = 10 ** math.floor(math.log10(least))
    return next(times * power for times in (1, 2, 5, 10) if times * power >= least * (1 - 1e-9))
