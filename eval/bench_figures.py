"""What a benchmark comes to: figures in Dutch with their goals, as lines of a table, and the machine they were measured on."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from timeit import repeat

_LIBRARIES = ("chromadb", "llama-index-core", "pdfplumber", "pdfminer.six", "python-docx", "lxml", "numpy")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in Dutch, with its goal ("" when there is none) and whether it was met."""

    name: str
    value: float
    unit: str
    goal: str = ""
    met: bool | None = None


MARKS = {True: "gehaald", False: "NIET GEHAALD", None: ""}


def lines(figures: Sequence[Figure]) -> list[str]:
    """The table as plain text, one figure a line."""
    width = max(len(figure.name) for figure in figures)
    return [f"{f.name:{width}}  {number(f.value):>9} {f.unit:3} {f.goal:7} {MARKS[f.met]}".rstrip() for f in figures]


def number(value: float) -> str:
    """A number as it is written in Dutch: 1.234 and 5,67."""
    text = f"{value:,.0f}" if abs(value) >= 1000 or value == int(value) else f"{value:.2f}"
    return text.translate(str.maketrans(",.", ".,"))


def machine() -> list[str]:
    """What it was measured on, in Dutch."""
    versions = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    load = f"; belasting vooraf {os.getloadavg()[0]:.1f}".replace(".", ",") if hasattr(os, "getloadavg") else ""
    kind = f"{platform.system()} {platform.machine()}, {os.cpu_count()} kernen, Python {platform.python_version()}"
    today = datetime.now().astimezone().date().isoformat()
    return [f"{today}, {kind}{load}; een vaste rekentaak: {number(_errand())} s", versions]


def _errand() -> float:
    """The seconds of a fixed piece of arithmetic, the best of three: how fast this machine is beside another."""
    return min(repeat(lambda: sum(n * n % 7 for n in range(2_000_000)), number=1, repeat=3))
