"""The same facts with several encoders, each without and with a language model, as one table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from eval.compare import compare
from eval.labels import LABELS, written
from eval.suite import Plan, evaluate
from index.progress import Progress, silent
from index.settings import Settings

_SHOWN = ("right", "fact_recall", "evidence", "MRR@10", "false_answer", "over_refusal", "latency_p95_ms")


@dataclass(frozen=True, slots=True)
class Cell:
    """One way of answering, with its run."""

    encoder: str
    composer: str
    run: dict[str, Any]


def matrix(settings: Settings, plan: Plan, encoders: Sequence[str], progress: Progress = silent) -> list[Cell]:
    """Runs the plan with every encoder, and again with the model of the settings when there is one.

    Raises:
        UserError: as `eval.suite.evaluate`; an encoder that can't be opened.
    """
    cells = []
    for encoder in encoders:
        for with_model in (False, True) if settings.model_url else (False,):
            run = evaluate(replace(settings, encoder=encoder), replace(plan, with_model=with_model), progress).run
            cells.append(Cell(run["recipe"]["encoder"], run["composer"], run))
    return cells


def lines(cells: Sequence[Cell]) -> list[str]:
    """A table a set, and what each way gets wrong and right that the first doesn't."""
    told: list[str] = []
    for place, one in enumerate(cells[0].run["sets"]):
        rows = [("Encoder", "Antwoord", *(LABELS[name] for name in _SHOWN))]
        for cell in cells:
            measures = cell.run["sets"][place]["measures"]
            figures = ((name, measures[name]["value"]) for name in _SHOWN)
            rows.append((cell.encoder, cell.composer, *("–" if v is None else written(name, v) for name, v in figures)))
        turned = list(zip(*rows, strict=True))  # a line a measure: the labels are long, the ways few
        widths = [max(len(line[column]) for line in turned) for column in range(len(turned[0]))]
        told.append(f"{one['title']} ({len(one['rows'])} vragen)")
        told += ["  " + "  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in turned]
        for cell in cells[1:]:
            change = compare(cells[0].run, cell.run)[place]
            told.append(
                f"  {cell.encoder}, {cell.composer}: {len(change.failing)} nieuw fout"
                f"{_ids(change.failing)}, {len(change.fixed)} nu goed{_ids(change.fixed)}"
            )
        told.append("")
    return told[:-1]


def _ids(rows: Sequence[Any]) -> str:
    return f" ({', '.join(str(row['id']) for row in rows)})" if rows else ""
