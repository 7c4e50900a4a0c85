"""What calibration found, in English for who runs it and as a Dutch section of docs/evaluation.md."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.confidence import Weights
from eval.candidates import Candidate
from eval.coverage import Curve, Point, as_plot, as_rows
from eval.fitting import FALSE_ANSWER, MOST_FALSE, cheapest, cost

SECTION = "antwoorden"  # the name of its part of the report, see `eval.sections`
_READING = f"""- Dekking: welk deel van de vragen waarop de verslagen antwoord geven een antwoord krijgt. De rest is ten onrechte
  geweigerd.
- Risico: welk deel van de gegeven antwoorden fout is. Elk antwoord op een vraag die de verslagen niet beantwoorden is
  fout, en ook een antwoord waaraan een feit of de vindplaats ontbreekt.
- De regels beslissen of een zin mag antwoorden. Zekerheid, een getal van 0 tot 1 (logistische regressie, zie
  assistant/confidence.py), beslist daarna of het antwoord wordt gegeven. Zij kijkt hoeveel van de vraag de zin dekt, met wat
  eromheen staat en op zichzelf. Meer kenmerken maken het op ongeziene vragen slechter.
- De cijfers komen van gewichten die de vergadering van de vraag niet hebben gezien (één vergadering tegelijk weggelaten). "Op een
  ander overleg geleerd": gewichten van het ene soort verslagen, gemeten op het andere.
- De drempel kost het minst (het deel ten onrechte geweigerd plus {FALSE_ANSWER:.0f} keer het deel ten onrechte beantwoord) van
  de drempels waarbij hoogstens {MOST_FALSE * 100:.0f} % ten onrechte wordt beantwoord; is die er niet, dan van alle.
- Het zijn ontwikkelvragen: wie de regels maakte kende ze. De regels zelf zijn dus niet op ongeziene vragen gemeten, de gewichten
  wel. Met zo weinig onbeantwoordbare vragen is één fout antwoord bijna een procentpunt; kleine verschillen zeggen niets."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A way to decide what is answered, named in English and in Dutch, with what comes of it."""

    name: str
    label: str
    curve: Curve


def as_english(
    weights: Weights,
    compared: Sequence[Comparison],
    candidates: Sequence[Candidate],
    before: Curve,
    after: Curve,
    chosen: Point,
    fitted: Point,
) -> str:
    """The whole outcome as lines of text."""
    lines = [
        f"{len(candidates)} questions: {after.answerable} answerable, {after.unanswerable} not; "
        f"{sum(one.values is not None for one in candidates)} of them weighed by sentence.",
        "",
        f"{'out of sample':32}{'area':>8}{'all that is given':>24}{'at least cost':>24}{'cost':>8}{'threshold':>11}",
    ]
    for one in compared:
        best = cheapest(one.curve)
        lines.append(
            f"{one.name:32}{one.curve.area or 0:8.4f}{_rates(one.curve, one.curve.points[-1]):>24}"
            f"{_rates(one.curve, best):>24}{cost(one.curve, best):8.3f}{best.threshold:11.3f}"
        )
    lines += [
        "(rates: over-refusal / false answer; area = mean risk over the coverage; cost = over-refusal + "
        f"{FALSE_ANSWER:.0f} x false answer, the least with at most {MOST_FALSE * 100:.0f} % false answers where that can be had)",
        "",
        f"chosen threshold {weights.threshold}: {_rates(after, chosen)}, risk {chosen.risk:.3f} on unseen meetings; "
        f"{_rates(after, fitted)}, risk {fitted.risk:.3f} on the questions fitted on",
        f"weights: bias {weights.bias}, "
        + ", ".join(f"{name} {weight}" for name, weight in weights.weights.items() if weight),
        "",
        "o rules, coverage   # rules, confidence",
        as_plot([("o", before), ("#", after)]),
    ]
    return "\n".join(lines)


def _rates(curve: Curve, point: Point) -> str:
    return f"{(1 - point.coverage) * 100:.1f} % / {point.false / max(1, curve.unanswerable) * 100:.1f} %"


def as_section(
    compared: Sequence[Comparison],
    candidates: Sequence[Candidate],
    before: Curve,
    after: Curve,
    chosen: Point,
    fitted: Point,
) -> str:
    """The outcome as a section of Markdown."""
    rows = [
        (
            "manier",
            "risico over de dekking",
            "ten onrechte geweigerd",
            "ten onrechte beantwoord",
            "risico",
            "kosten",
            "drempel",
        )
    ]
    for one in compared:
        best = cheapest(one.curve)
        area = _number(one.curve.area or 0.0)
        rows.append(
            (one.label, area, *_cells(one.curve, best), _number(cost(one.curve, best)), _number(best.threshold))
        )
    answerable = f"{after.answerable} vragen waarop de verslagen antwoord geven en {after.unanswerable} waarop niet"
    return "\n\n".join(
        [
            "## Antwoorden: risico en dekking",
            "Gemaakt door `python -m eval.calibrate --report`. Niet met de hand veranderen: draai dat opnieuw.",
            f"{len(candidates)} bekende feiten: {answerable}.",
            _READING,
            "Elke manier bij de drempel die het minst kost:",
            _table(rows),
            f"Gekozen: regels en zekerheid, met drempel {_number(chosen.threshold)}. Op ongeziene vergaderingen: "
            f"{_told(after, chosen)}. Met de gewichten die meekomen, op de vragen waarvan zij geleerd zijn: "
            f"{_told(after, fitted)}.",
            "De zekerheid als drempel, bij oplopende dekking:",
            _table(as_rows(after)),
            "Risico (omhoog) tegen dekking (naar rechts). `o`: regels, dekking; `#`: regels, zekerheid.",
            f"```text\n{as_plot([('o', before), ('#', after)])}\n```",
        ]
    )


def _cells(curve: Curve, point: Point) -> tuple[str, str, str]:
    shares = 1 - point.coverage, point.false / max(1, curve.unanswerable), point.risk
    one, two, three = (f"{_number(share * 100, 1)} %" for share in shares)
    return one, two, three


def _told(curve: Curve, point: Point) -> str:
    refused, false, risk = _cells(curve, point)
    return f"{refused} ten onrechte geweigerd, {false} ten onrechte beantwoord, {risk} van de antwoorden fout"


def _number(value: float, decimals: int = 3) -> str:
    return f"{value:.{decimals}f}".replace(".", ",")


def _table(rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], f"|{'---|' * len(rows[0])}", *lines[1:]])
