"""What encoders are worth, as a section of docs/evaluation.md (Dutch) and as the figures of the model's card (English)."""

import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from eval.encoder_task import LOOSE, OTHER_WORDS, OWN_WORDS, Line
from eval.retrieval_report import Table, as_markdown, told

SECTION, FIGURES = "encoder", "figures"
HEADINGS = "headings MRR"  # one of the public tests
_TIMES, _SECONDS = 5, 60
_OURS = (
    "from pathlib import Path; from index.embedding_static import StaticEncoder as M; "
    "made = lambda p: M(Path(p)).queries(['a'])"
)
_MODEL2VEC = "from model2vec import StaticModel as M; made = lambda p: M.from_pretrained(p).encode(['a'])"
_ENGLISH = {OTHER_WORDS: "in other words", LOOSE: "facts tagged paraphrase or everyday", OWN_WORDS: "other facts"}


@dataclass(frozen=True, slots=True)
class Measured:
    """An encoder: its name, its figures on public tests by name, and passages of 60 words a second."""

    name: str
    public: dict[str, float]
    speed: float


def opening(folder: Path) -> dict[str, float]:
    """Milliseconds from a model's folder to its first vector, in a fresh process after imports: by us and by model2vec.

    The median of five; without the package model2vec only ours.
    """
    made = {}
    for name, code in (("lovp", _OURS), ("model2vec", _MODEL2VEC)):
        timed = f"import sys, time; {code}; t = time.perf_counter(); made(sys.argv[1]); print(time.perf_counter() - t)"
        runs = [
            subprocess.run(  # noqa: S603 - this Python and our own code
                [sys.executable, "-c", timed, str(folder)],
                capture_output=True,
                text=True,
                check=False,
                timeout=_SECONDS,
            )
            for _ in range(_TIMES)
        ]
        if all(run.returncode == 0 for run in runs):
            made[name] = 1000 * median(float(run.stdout) for run in runs)
    return made


def section(measured: Sequence[Measured], lines: Sequence[Line], opened: dict[str, float], command: str) -> str:
    """The section of the report."""
    names = [one.name for one in measured]
    public = Table(
        "De encoder op openbare toetsen",
        f"Gemaakt door `{command}` op {platform.system()} {platform.machine()}, {os.cpu_count()} kernen. SICK-NL en STSb-NL: "
        "rangcorrelatie (Spearman) met het oordeel van mensen over hoe zeer twee zinnen op elkaar lijken. Kopjes: hoe hoog (MRR) "
        "een kopje uit een wet of handleiding zijn eigen alinea vindt, van 1.500. NTREX: of zinnen uit het nieuws in het "
        "Nederlands zo bij elkaar liggen als hun Engelse origineel bij het Engelse model. Geen van deze toetsen is gebruikt om "
        "van te leren. Openen van het ingebouwde model tot het eerste antwoord, na de imports: "
        + ", ".join(f"{name} {time:.0f} ms" for name, time in opened.items())
        + ".",
        ("toets", *names),
        (
            *(
                (
                    "kopjes MRR" if test == HEADINGS else test,
                    *(f"{one.public[test]:.3f}".replace(".", ",") if test in one.public else "–" for one in measured),
                )
                for test in measured[0].public
            ),
            ("passages van 60 woorden per seconde", *(f"{one.speed:.0f}" for one in measured)),
        ),
    )
    task = Table(
        "De encoder op onze eigen vragen",
        "Zoeken op woorden alleen, en wat elke encoder daaraan verandert: per vraag vergeleken, tussen 5000 afleiders, met het "
        "interval van een gepaarde bootstrap over verslagen. De vragen zijn die van de vier ontwikkelsets. "
        f"‘{OTHER_WORDS.capitalize()}’ zijn bekende feiten, anders gevraagd door lezers die het zoeken en de woordenlijst niet "
        "kenden en zo min mogelijk woorden met de passage mochten delen (eval/paraphrases.toml); het gewicht van de ingebouwde "
        "encoder is ermee gekozen. De laatste vijf soorten zijn door regels gemaakt (eval/variants.py).",
        ("vragen", "maat", "aantal", "alleen woorden", *(f"met {name}" for name in names)),
        tuple(
            (
                line.kind,
                line.measure,
                str(line.words.count),
                told(line.words),
                *(told(change, sign=True) for change in line.changes),
            )
            for line in lines
        ),
    )
    return as_markdown([public, task]).strip()


def card(shipped: Measured, lines: Sequence[Line], opened: dict[str, float], folder: Path) -> str:
    """The figures of the first encoder for the model's card."""
    size = sum(path.stat().st_size for path in folder.iterdir() if path.name != "README.md")
    rows = [
        *(
            (test if test == HEADINGS else f"{test}, Spearman", f"{value:.3f}")
            for test, value in shipped.public.items()
        ),
        ("passages of 60 words a second", f"{shipped.speed:.0f}"),
        *((f"folder to first vector, {name}", f"{time:.0f} ms") for name, time in opened.items()),
        ("size, weights and tokenizer", f"{size / 1e6:.1f} MB"),
        *(
            (
                f"our own questions, {_ENGLISH[line.kind]} (n = {line.words.count}), {line.measure}: words alone, added",
                f"{line.words.mean:.3f}, {line.changes[0].mean:+.3f} [{line.changes[0].low:+.3f}, {line.changes[0].high:+.3f}]",
            )
            for line in lines
            if line.kind in _ENGLISH
        ),
    ]
    return "\n".join(["| test | figure |", "|---|---|", *(f"| {test} | {value} |" for test, value in rows)])
