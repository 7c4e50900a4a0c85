"""What the measures are called in Dutch, which of them should be low, and how their figures are written."""

from collections.abc import Mapping

LABELS: Mapping[str, str] = {
    "right": "Goed beantwoord of terecht geweigerd",
    "fact_recall": "Feiten in het antwoord",
    "evidence": "Juiste vindplaats aangehaald",
    "evidence_shown": "Juiste vindplaats getoond, ook onder een weigering",
    "right_record": "Eerste citaat uit het juiste verslag",
    "forbidden": "Antwoorden met een verboden waarde",
    "quote_faithfulness": "Letterlijke citaten",
    "detail_faithfulness": "Getallen, datums en namen die in de bron staan",
    "citation_validity": "Kloppende verwijzingen",
    "citation_recall": "Beweringen die hun bron dekt",
    "citation_precision": "Verwijzingen die nodig en juist zijn",
    "citation_on_target": "Citaten die raak zijn",
    "quoted_facts": "Feiten in een citaat",
    "hit@1": "Gezochte passage staat bovenaan",
    "hit@5": "Gezochte passage staat bij de eerste vijf",
    "recall@10": "Gezochte passages bij de eerste tien",
    "MRR@10": "Hoogte van de eerste goede passage (MRR@10)",
    "nDCG@10": "Volgorde van de passages (nDCG@10)",
    "correct_refusal": "Terecht geweigerd",
    "false_answer": "Ten onrechte beantwoord",
    "over_refusal": "Ten onrechte geweigerd",
    "selective_risk": "Fout van wat beantwoord is",
    "risk_area": "Risico gemiddeld over de dekking",
    "judged": "Goed volgens het beoordelende taalmodel",
    "crashes": "Vastgelopen vragen",
    "words": "Woorden per antwoord",
    "latency_p50_ms": "Antwoordtijd, de helft binnen",
    "latency_p95_ms": "Antwoordtijd, 95% binnen",
    "latency_p99_ms": "Antwoordtijd, 99% binnen",
    "memory_mb": "Geheugen van één proces, hoogste stand",
}
LOW = frozenset(
    {"forbidden", "false_answer", "over_refusal", "selective_risk", "risk_area", "crashes", "words", "memory_mb"}
    | {name for name in LABELS if name.endswith("_ms")}
)
"""Measures of which less is better."""
MACHINE = frozenset({"memory_mb"} | {name for name in LABELS if name.endswith("_ms")})
"""Measures that depend on the machine, so that the same run twice differs."""


def written(name: str, value: float) -> str:
    """A measure's figure the Dutch way: 82,1%, 12 ms or 3."""
    if name.endswith("_ms"):
        return f"{value:.0f} ms"
    if name == "memory_mb":
        return f"{value:.0f} MB"
    if name in {"crashes", "words"}:
        return f"{value:.0f}"
    return f"{value * 100:.1f}%".replace(".", ",")


def change(name: str, value: float) -> str:
    """A difference in a measure's figure, with its sign: +1,2 procentpunt, -3 ms."""
    if name in {"crashes", "words", "memory_mb"} or name.endswith("_ms"):
        return f"{'+' if value > 0 else ''}{written(name, value)}"
    return f"{value * 100:+.1f} procentpunt".replace(".", ",")
