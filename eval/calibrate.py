"""When to decline, from questions of which we know whether the records answer them; not by eye.

`python -m eval.calibrate` fits the weights of `assistant.confidence` and the confidence that an answer must have, and writes both
to assistant/confidence.json. With `--report` the figures go into docs/evaluation.md, between two marks that keep the rest as it is.
"""

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.confidence import FEATURES, WEIGHTS, Weights, write_weights
from eval.calibration_report import SECTION, Comparison, as_english, as_section
from eval.candidates import Candidate, candidates_of
from eval.coverage import Curve, Point
from eval.facts import held, read_facts
from eval.fitting import NothingToLearnError, cheapest, curve_of, fit, ruled, sure, unseen
from eval.parallel import TODAY
from eval.sections import replaced
from eval.sets import SETS
from index.embedding import BUILT_IN, open_encoder
from index.errors import UserError
from index.ingest import index_paths
from index.search import Index

EVALUATION = Path("docs") / "evaluation.md"
_TOO_FEW = (
    "Deze feiten zijn te weinig om van te leren: zonder elke vergadering moeten er goede en foute antwoorden overblijven. "
    "Geef meer feiten, ook vragen die de verslagen niet beantwoorden."
)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Fitted weights, what they were compared with on unseen meetings, and what comes of the threshold."""

    weights: Weights
    candidates: tuple[Candidate, ...]
    compared: tuple[Comparison, ...]
    before: Curve
    after: Curve
    chosen: Point
    fitted: Point


def calibrate(candidates: Sequence[Candidate], digests: dict[str, str]) -> Calibration:
    """Fits weights on all candidates, and chooses the threshold on what each gets from weights that haven't seen its meeting.

    The threshold costs least, see `eval.fitting.cost`; only what the rules let through is ever answered.

    Raises:
        NothingToLearnError: there is nothing to fit on.
    """
    given = ruled(candidates)
    covered = [sure(one, 0.0, {"coverage": 1.0}) for one in given]  # in the order of coverage, so the same curve
    before, after = curve_of(given, covered), curve_of(given, unseen(given))
    compared = [
        Comparison(
            "coverage, no rules", "dekking, zonder regels", curve_of(candidates, unseen(candidates, {"coverage"}))
        ),
        Comparison(
            "all features, no rules",
            "alle kenmerken, zonder regels",
            curve_of(candidates, unseen(candidates, FEATURES)),
        ),
        Comparison("rules, all features", "regels, alle kenmerken", curve_of(given, unseen(given, FEATURES))),
        Comparison("rules, coverage", "regels, dekking", curve_of(given, unseen(given, {"coverage"}))),
        Comparison("rules, confidence", "regels, zekerheid", after),
    ]
    if len({one.group.partition("/")[0] for one in candidates}) > 1:
        other = curve_of(given, unseen(given, corpora=True))
        compared.append(Comparison("the same, other corpus unseen", "hetzelfde, op een ander overleg geleerd", other))
    chosen = cheapest(after)
    bias, fitted = fit(given)
    threshold = round(chosen.threshold, 4)
    return Calibration(
        Weights(bias, fitted, threshold, digests),
        tuple(candidates),
        tuple(compared),
        before,
        after,
        chosen,
        curve_of(given, [sure(one, bias, fitted) for one in given]).at(threshold),
    )


def gather(pairs: Sequence[tuple[Path, Path]]) -> list[Candidate]:
    """A candidate for every known fact.

    Args:
        pairs: files of facts, each with the folder or file of the records that they are about.

    Raises:
        FactsError, IngestError: with a Dutch message.
    """
    found: list[Candidate] = []
    encoder = open_encoder(BUILT_IN)
    for facts, records in pairs:
        with tempfile.TemporaryDirectory(prefix="lovp-calibrate-") as folder:
            index_paths(Path(folder), encoder, [records])
            with Index(Path(folder), encoder) as index:
                days = held(index.store.records(), index.store.passages().values())
                found += candidates_of(index, read_facts(facts, days), facts.stem, TODAY)
    return found


def digests_of(pairs: Sequence[tuple[Path, Path]]) -> dict[str, str]:
    """The sha256 of each file of facts, by its name."""
    return {facts.name: hashlib.sha256(facts.read_bytes()).hexdigest() for facts, _ in pairs}


def development() -> list[tuple[Path, Path]]:
    """The facts that come along and may be learnt from, with their records."""
    return [(one.facts, one.records) for one in SETS if not one.test and one.records is not None]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval.calibrate", description="IJkt wanneer de assistent een antwoord weigert."
    )
    parser.add_argument("--facts", type=Path, action="append", metavar="BESTAND", help="bekende feiten (die meekomen)")
    parser.add_argument(
        "--records", type=Path, action="append", metavar="MAP", help="de verslagen daarbij; even vaak als --facts"
    )
    parser.add_argument("--weights", type=Path, default=WEIGHTS, metavar="BESTAND", help="waar de gewichten komen")
    parser.add_argument("--dry-run", action="store_true", help="schrijf geen gewichten")
    parser.add_argument(
        "--report",
        type=Path,
        nargs="?",
        const=EVALUATION,
        metavar="BESTAND",
        help=f"zet de cijfers in een rapport ({EVALUATION})",
    )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Calibrates; 2 when it can't."""
    parser = _parser()
    options = parser.parse_args(arguments)
    facts, records = options.facts or [], options.records or []
    if len(facts) != len(records):
        parser.error("geef bij elke --facts een --records")
    pairs = list(zip(facts, records, strict=True)) or development()
    try:
        found = calibrate(gather(pairs), digests_of(pairs))
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    except NothingToLearnError:
        print(_TOO_FEW, file=sys.stderr)
        return 2
    print(
        as_english(
            found.weights, found.compared, found.candidates, found.before, found.after, found.chosen, found.fitted
        )
    )
    if not options.dry_run:
        write_weights(found.weights, options.weights)
    if options.report is not None:
        section = as_section(found.compared, found.candidates, found.before, found.after, found.chosen, found.fitted)
        whole = options.report.read_text("utf-8") if options.report.exists() else ""
        options.report.write_text(replaced(whole, SECTION, section), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
