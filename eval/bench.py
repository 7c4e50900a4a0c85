"""How fast it all is, in one run beside what its parts and its peer take alone: `make bench` prints the tables.

Everything runs on made-up minutes in a temporary folder; starting processes and loading libraries counts, on both sides of a
comparison. A ratio between two things that were measured one after the other says more than either: machines differ, and so
does one machine from hour to hour.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from eval import bench_report
from eval.bench_figures import Figure, lines, machine
from eval.bench_peer import beside_peer
from eval.bench_reading import reading
from eval.bench_records import FORMATS
from eval.bench_sizes import sizes
from eval.bench_start import starting
from eval.retrieval_report import progress_bar

_PARTS = ("start", "inlezen", "naast", "omvang")
_SIZES = "1000,10000,100000,200000"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints the tables, writes the report when asked, and says 1 when a goal was missed."""
    parser = argparse.ArgumentParser(
        prog="make bench", description="Meet hoe snel alles is, naast wat de delen alleen kosten."
    )
    parser.add_argument(
        "--part", choices=_PARTS, action="append", metavar="DEEL", help=f"alleen dit deel ({', '.join(_PARTS)})"
    )
    parser.add_argument(
        "--records", type=int, default=1_000, metavar="N", help="verslagen in de gemengde stapel (1000)"
    )
    parser.add_argument("--passages", type=int, default=10_000, metavar="N", help="passages naast LlamaIndex (10000)")
    parser.add_argument("--sizes", default=_SIZES, metavar="N,N", help=f"omvang van de indexen, in passages ({_SIZES})")
    parser.add_argument("--keep", type=Path, metavar="MAP", help="bewaar de indexen hier, voor een volgende keer")
    parser.add_argument("--json", type=Path, metavar="BESTAND", help="schrijf de cijfers ook als JSON")
    parser.add_argument("--markdown", type=Path, metavar="BESTAND", help="schrijf de tabellen in dit verslag")
    chosen = parser.parse_args(arguments)
    if chosen.records < len(FORMATS):
        parser.error(f"--records: ten minste {len(FORMATS)}, een van elke soort")
    try:
        counts = sorted({int(size) for size in chosen.sizes.split(",")})
    except ValueError:
        parser.error("--sizes: getallen met komma's ertussen")
    about = machine()
    print("\n".join(about), flush=True)
    figures: dict[str, list[Figure]] = {}
    with tempfile.TemporaryDirectory(prefix="lovp-bench-") as name, progress_bar() as progress:
        base = Path(name)
        parts: dict[str, Callable[[], Iterator[Figure]]] = {
            "start": lambda: starting(base / "start"),
            "inlezen": lambda: reading(base / "inlezen", chosen.records),
            "naast": lambda: beside_peer(base / "naast", chosen.passages),
            "omvang": lambda: sizes(chosen.keep or base / "omvang", counts, progress),
        }
        for part in chosen.part or _PARTS:
            found = figures[part] = list(parts[part]())
            print("\n".join(lines(found)), flush=True)
    if chosen.json is not None:
        kept = {"machine": about, "figures": {part: [asdict(one) for one in found] for part, found in figures.items()}}
        chosen.json.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", "utf-8")
    if chosen.markdown is not None:
        bench_report.write(chosen.markdown, about, figures)
    return int(any(one.met is False for found in figures.values() for one in found))


if __name__ == "__main__":
    sys.exit(main())
