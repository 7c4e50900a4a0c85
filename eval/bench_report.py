"""The report of a benchmark run, docs/performance.md: the figures of each part, with the machine and what they mean."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.bench_figures import MARKS, Figure, number

_HEAD = """# Hoe snel het is

Gemaakt met `make bench BENCH='--markdown docs/performance.md'`. Elk deel is in één keer gemeten op één machine, met verzonnen
verslagen; onder elk deel staat wanneer en waarop. Een verhouding tussen twee dingen die na elkaar zijn gemeten zegt meer dan een
getal: machines verschillen, en één machine verschilt van uur tot uur.
"""
_PARTS = {
    "start": (
        "Tot er iets is",
        "Een vraag op de opdrachtregel en de eerste pagina in de browser, elk met een nieuw proces; de middelste van vijf. "
        "`lovp ask` laadt geen Gradio, geen Chroma en geen LlamaIndex.",
    ),
    "inlezen": (
        "Inlezen",
        "Bestanden tot en met een doorzoekbare index. Chroma alleen krijgt dezelfde vectoren, teksten en gegevens, in "
        "dezelfde porties. De bibliotheken alleen lezen dezelfde bestanden, in evenveel processen.",
    ),
    "naast": (
        "Naast LlamaIndex",
        "Beide met dezelfde encoder over dezelfde passages: wij uit bestanden, met woorden, vectoren, besluitenlijst en "
        "Chroma; LlamaIndex met teksten uit het geheugen en Chroma. Zijn antwoord komt van CitationQueryEngine met een lezer "
        "die niets kost in de plaats van een taalmodel. Hoe goed de antwoorden van beide zijn staat in "
        "[evaluation.md](evaluation.md).",
    ),
    "omvang": (
        "Naar omvang",
        "Dezelfde vragen over indexen van verzonnen verslagen: over de voorbeeldverslagen, over veel voorkomende woorden, over "
        "namen die zelden voorkomen en over namen die nergens staan. Elke index wordt in een eigen proces gemeten. Tot 50.000 "
        "passages vergelijkt exact zoeken de vraag met elke passage, daarboven zoekt Chroma.",
    ),
}


def write(path: Path, about: Sequence[str], figures: Mapping[str, Sequence[Figure]]) -> None:
    """Writes the report; parts that weren't measured now keep what the report says of them."""
    kept = _kept(path)
    sections = {part: _section(part, about, found) for part, found in figures.items()}
    whole = [sections.get(part, kept.get(part, "")) for part in _PARTS]
    path.write_text(_HEAD + "".join(f"\n{section.strip()}\n" for section in whole if section), "utf-8")


def _section(part: str, about: Sequence[str], figures: Sequence[Figure]) -> str:
    title, means = _PARTS[part]
    rows = [f"| {one.name} | {number(one.value)} {one.unit} | {one.goal} | {MARKS[one.met]} |" for one in figures]
    table = ["| | gemeten | doel | |", "|---|---:|---|---|", *rows]
    return "\n".join([f"## {title}", "", means, "", *table, "", *(f"*{line}*  " for line in about)])


def _kept(path: Path) -> dict[str, str]:
    """The sections that the report has now, by their part."""
    if not path.is_file():
        return {}
    text = path.read_text("utf-8")
    titles = {title: part for part, (title, _) in _PARTS.items()}
    sections = (f"## {section}" for section in text.split("\n## ")[1:])
    found = {section.partition("\n")[0].removeprefix("## "): section for section in sections}
    return {titles[title]: section for title, section in found.items() if title in titles}
