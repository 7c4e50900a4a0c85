"""The retrieval benchmark: whether the right passage and sentence come first, stage by stage, beside LlamaIndex and plain BM25.

`python -m eval.retrieval` runs it over the known facts that come along, in an index of its own; see `--help`.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from eval.found import Row
from eval.retrieval_bench import Benchmark, mixed
from eval.retrieval_report import Table, as_markdown, progress_bar, show
from eval.sections import kept
from eval.sets import SETS
from index.embedding import BUILT_IN, Encoder, open_encoder
from index.errors import UserError
from index.ingest import examples, index_paths
from index.recipe import Recipe
from index.search import Index

_LIBRARIES = ("chromadb", "llama-index-core", "numpy", "PyStemmer", "simplemma")
_DISTRACTORS, _SAMPLE = 5_000, 400  # passages; variants that the stages are measured on, so that all takes minutes
_READING = """## Hoe dit te lezen

- Een getal is een gemiddelde over vragen. Tussen rechte haken staat waarbinnen het ligt bij 95 % van 2000 herhaalde
  trekkingen van verslagen (bootstrap): vragen over één verslag hangen samen.
- hit@k: er staat een goede passage bij de eerste k. recall@10: welk deel van de goede passages bij de eerste tien staat.
  MRR@10 en nDCG@10: hoe hoog ze staan. "zin": hetzelfde, maar dan voor de zin die het antwoord geeft. LlamaIndex en BM25
  zoeken geen zinnen, vandaar de streepjes.
- De tabel "Tussen afleiders" telt. De voorbeeldverslagen zijn zo klein dat de eerste tien passages er een flink deel van
  zijn; recall@10 is daar bij elke manier van zoeken bijna 1. De afleiders zijn gemaakt door een regel, dus eenvormiger dan
  echte verslagen.
- "Verkeerde vergadering" is het deel van de eerste tien passages uit een verslag zonder vergadering in de periode die de
  vraag noemt, "verkeerde eerst" of de eerste daarbij hoort. Alleen vragen die een periode noemen waarin een vergadering was
  tellen mee, zoals de assistent de vraag leest; n is hoeveel dat er zijn. Een afleider uit die periode is niet verkeerd. Een
  vraag die niets vindt telt hier niet mee.
- De vragen zijn ontwikkelvragen: wie het zoeken bouwde kende ze. De cijfers zeggen dus hoe goed het op deze vragen gaat, en
  niet hoe goed op nieuwe.
- De varianten zijn door regels gemaakt en soms geen natuurlijk Nederlands ("capaciteit bij de politie", trefwoorden
  achterstevoren); een samenstelling vormen of splitsen kan de betekenis veranderen. Synoniemen en afkortingen komen uit onze
  eigen woordenlijst: zij meten of die wordt gebruikt, niet of hij volledig is. De alledaagse en ambtelijke woorden
  (eval/everyday.toml) komen daar niet uit, maar wie ze schreef had de eerste ongeveer twintig feiten gezien.

"""


def _heading(encoder: Encoder, chosen: argparse.Namespace) -> str:
    """What was run, on what, and how to read it; without any path, so that it says the same on every machine."""
    recipe = {**asdict(Recipe(encoder.name, encoder.dimension)), "encoder": Path(encoder.name).name}
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    usual = _parser().parse_args([])
    other = [
        f"--{name.replace('_', '-')}" + (f" {value}" if isinstance(value, int | str) and value is not True else "")
        for name, value in vars(chosen).items()
        if name not in {"markdown", "json", "misses", "keep"} and value != getattr(usual, name)
    ]
    # a folder or file of one's own is named by its option alone
    command = " ".join(["python -m eval.retrieval", *(option for option in other if "/" not in option)])
    return (
        "# Hoe goed het zoeken is\n\n"
        f"Gemaakt op {datetime.now(UTC).date().isoformat()} door `{'make retrieval' if not other else command}`"
        f"{'' if other else f', dat `{command}` draait'}. Niet met de hand veranderen: draai dat opnieuw.\n\n"
        f"Machine: {platform.system()} {platform.machine()}, {os.cpu_count()} kernen, Python {platform.python_version()}. "
        f"Bibliotheken: {libraries}.\n\n"
        f"Recept: {', '.join(f'{key} {value}' for key, value in recipe.items() if value != '')}.\n\n" + _READING
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval.retrieval", description="Meet hoe goed en hoe snel het zoeken is."
    )
    parser.add_argument(
        "--facts", type=Path, default=SETS[0].facts, metavar="BESTAND", help="bekende feiten (die van de voorbeelden)"
    )
    parser.add_argument("--records", type=Path, default=examples(), metavar="MAP", help="verslagen (de voorbeelden)")
    parser.add_argument("--encoder", default=BUILT_IN, metavar="NAAM", help="encoder, naam of map")
    parser.add_argument(
        "--distractors",
        type=int,
        default=_DISTRACTORS,
        metavar="N",
        help=f"meng N vreemde passages erbij ({_DISTRACTORS})",
    )
    parser.add_argument(
        "--sample", type=int, default=_SAMPLE, metavar="N", help=f"meet de onderdelen ook op N varianten ({_SAMPLE})"
    )
    parser.add_argument("--no-peer", action="store_true", help="zet LlamaIndex er niet naast")
    parser.add_argument("--no-variants", action="store_true", help="stel de vragen niet ook anders")
    parser.add_argument("--no-ablation", action="store_true", help="zet de onderdelen niet een voor een uit")
    parser.add_argument("--misses", action="store_true", help="druk af wat niet goed ging")
    parser.add_argument("--sizes", default="", metavar="N,N", help="meet de snelheid bij zoveel passages")
    parser.add_argument("--keep", type=Path, metavar="MAP", help="bewaar de gevulde indexen van --sizes hier")
    parser.add_argument("--markdown", type=Path, metavar="BESTAND", help="schrijf het rapport")
    parser.add_argument("--json", type=Path, metavar="BESTAND", help="schrijf de cijfers per vraag als JSON")
    return parser


def _as_json(tables: Sequence[Table], rows: Sequence[Row]) -> dict[str, Any]:
    each = [{"id": r.case.fact.id, "question": r.case.question, "scores": dict(r.scores)} for r in rows]
    return {"tables": [asdict(table) for table in tables], "questions": each}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the benchmark; 1 when a goal was missed, 2 when it can't run."""
    chosen = _parser().parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="lovp-retrieval-") as folder, progress_bar() as progress:
            base = Path(folder)
            encoder = open_encoder(chosen.encoder)
            index_paths(base / "home", encoder, [chosen.records], progress=progress)
            among = base / "home"
            if chosen.distractors:
                among = mixed(base / "home", base / "afleiders", encoder, chosen.distractors, progress)
            with Index(base / "home", encoder) as index, Index(among, encoder) as other:
                bench = Benchmark(index, other, chosen.facts, progress)
                overall = bench.overall()
                tables = [] if chosen.no_peer else [bench.compared(base)]
                tables += [bench.distracted()] if bench.added else []
                tables += [overall]
                tables += [] if chosen.no_variants else [bench.variants()]
                tables += [] if chosen.no_ablation else [bench.ablation(0 if chosen.no_variants else chosen.sample)]
                sizes = [int(size) for size in chosen.sizes.split(",") if size]
                tables += [bench.speed(sizes, chosen.keep or base / "sizes")] if sizes else []
                tables.insert(0, bench.goal_table())
                misses = list(bench.misses())
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    show(tables)
    if chosen.misses:
        print("\n\n".join(misses))
    if chosen.markdown is not None:
        old = kept(chosen.markdown.read_text("utf-8")) if chosen.markdown.exists() else ""
        text = _heading(encoder, chosen) + as_markdown(tables) + (f"\n{old}\n" if old else "")
        chosen.markdown.write_text(text, "utf-8")
    if chosen.json is not None:
        chosen.json.write_text(json.dumps(_as_json(tables, bench.mixed), ensure_ascii=False, indent=2) + "\n", "utf-8")
    return int(not all(met for _, _, met in bench.goals))


if __name__ == "__main__":
    sys.exit(main())
