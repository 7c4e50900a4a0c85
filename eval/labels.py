"""What the measures are called in Dutch, and how their figures are written."""

from collections.abc import Mapping

LABELS: Mapping[str, str] = {
    "right": "Goed beantwoord of terecht geweigerd",
    "fact_recall": "Feiten in het antwoord",
    "evidence": "Juiste vindplaats aangehaald",
    "quote_faithfulness": "Letterlijke citaten",
    "citation_validity": "Kloppende verwijzingen",
    "citation_recall": "Beweringen die hun bron dekt",
    "citation_precision": "Verwijzingen die nodig en juist zijn",
    "citation_on_target": "Citaten die raak zijn",
    "quoted_facts": "Feiten in een citaat",
    "correct_refusal": "Terecht geweigerd",
    "false_answer": "Ten onrechte beantwoord",
    "over_refusal": "Ten onrechte geweigerd",
    "selective_risk": "Fout van wat beantwoord is",
    "risk_area": "Risico gemiddeld over de dekking",
    "crashes": "Vastgelopen vragen",
    "latency_p50_ms": "Antwoordtijd, de helft binnen",
    "latency_p95_ms": "Antwoordtijd, 95% binnen",
}


def written(name: str, value: float) -> str:
    """A measure's figure the Dutch way: 82,1%, 12 ms or 3."""
    if name.endswith("_ms"):
        return f"{value:.0f} ms"
    if name == "crashes":
        return f"{value:.0f}"
    return f"{value * 100:.1f}%".replace(".", ",")
