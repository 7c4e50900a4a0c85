"""Runs of the suite made up for tests of the report, and the page that comes of them, parsed."""

from typing import Any

from bs4 import BeautifulSoup, Tag

from eval.report_html import report_html

Run = dict[str, Any]
QUOTE = "De financiering van het stroomstootwapen is geregeld voor de jaren 2020 en 2021."
TOPIC = "Voorgenomen besluit stroomstootwapen"


def row(name: str, tags: str, reason: str = "", **other: Any) -> Run:
    """A question as it stands in a run file; wrong when there is a reason."""
    return {
        "id": name,
        "question": f"Vraag over {name}?",
        "history": [],
        "tags": tags.split(),
        "abstain": False,
        "group": "2019-10-28",
        "verdict": "wrong" if reason else "right",
        "reasons": [reason] if reason else [],
        "recall": 0.0 if reason else 1.0,
        "quotes": 1,
        "faithful": 1,
        "on_target": 1,
        "support": {"statements": 1, "supported": 1, "cited": 1, "precise": 1},
        "details": {"said": 2, "borne": 2},
        "ranking": {"hit@1": 1.0, "MRR@10": 0.5},
        "confidence": 0.9,
        "elapsed_ms": 10.0 + len(name),
        "error": None,
        "answered": True,
        "short": "2020 en 2021",
        "answer": f"In het LOVP van 28 oktober 2019, onder ‘{TOPIC}’: “{QUOTE}” [1]",
        "citations": [{"n": 1, "record_id": "r", "date": "2019-10-28", "title": "T", "topic": TOPIC, "quote": QUOTE}],
        "wanted": [{"date": "2019-10-28", "topic": TOPIC, "text": f"Zin met het bewijs van {name}."}],
        "seen": ["r:0-700"],
    } | other


def rows() -> list[Run]:
    """Fifteen questions: "waar" does worst (3 of 5), then "wanneer" (5 of 7); of "lijst" there is one, and it is wrong."""
    declined = {
        "answered": False,
        "answer": "Dat kan ik niet vinden in de verslagen.",
        "short": None,
        "citations": [],
        "quotes": 0,
    }
    crashed: Run = {
        "answer": None,
        "answered": None,
        "short": None,
        "citations": [],
        "error": "ValueError: kapot",
        "quotes": 0,
    }
    return [
        row("onvolledig", "wanneer waar", "mist feiten (0,0% gevonden)", history=["Wat is een taser?"]),
        row("geweigerd", "waar", "geweigerd, terwijl de verslagen het wel zeggen", **declined),
        row("verzonnen", "wanneer", "beantwoord, terwijl de verslagen het niet zeggen", abstain=True, wanted=[]),
        row("vastgelopen", "lijst", "vastgelopen", **crashed),
        *(row(f"waar-{n}", "waar") for n in range(3)),
        *(row(f"wanneer-{n}", "wanneer") for n in range(5)),
        *(row(f"goed-{n}", "goed") for n in range(3)),
    ]


def measure(value: float | None, low: float | None = None, high: float | None = None, scored: int = 15) -> Run:
    """One measure of a run file."""
    return {"value": value, "low": low, "high": high, "scored": scored, "not_scored": 0}


def one_set(name: str = "examples", split: str = "development", asked: list[Run] | None = None, **other: Any) -> Run:
    """A set of questions of a run file, by default with floors that are reached."""
    asked = rows() if asked is None else asked
    points = [
        {"threshold": 0.95, "coverage": 0.4, "risk": 0.0, "answered": 5, "wrong": 0, "false": 0},
        {"threshold": 0.5, "coverage": 0.857, "risk": 0.1538, "answered": 13, "wrong": 2, "false": 1},
    ]
    return {
        "name": name,
        "title": f"Vragen van {name}",
        "split": split,
        "facts": "f" * 64,
        "records": "a" * 64,
        "measures": {
            "right": measure(11 / 15, 0.512, 0.874),
            "evidence": measure(0.9, 0.8, 1.0),
            "false_answer": measure(0.05, 0.0, 0.1),
            "latency_p95_ms": measure(21.0),
            "een-nieuwe-maat": measure(0.25),
        },
        "floors": {"right": 0.7},
        "ceilings": {"false_answer": 0.1},
        "below": [],
        "curve": {"points": points, "answerable": 14, "unanswerable": 1, "area": 0.02},
        "rows": asked,
    } | other


def a_run(*sets: Run, at: str = "2026-11-28T21:50:00+00:00", **other: Any) -> Run:
    """A whole run file."""
    return {
        "format": 1,
        "at": at,
        "seconds": 21.3,
        "commit": "76623701234567",
        "changed": False,
        "versions": {"lovp": "0.1.0", "torch": None},
        "machine": {"system": "Linux x86_64", "cores": 2, "memory_mb": 24000},
        "recipe": {"encoder": "letterreeksen-512-v1", "dimension": 512},
        "composer": "extractive",
        "judge": None,
        "jobs": 2,
        "gate": {"code": 0, "told": []},
        "sets": list(sets) or [one_set()],
    } | other


def page(run: Run, *history: Run, reveal: bool = False) -> BeautifulSoup:
    """The report, parsed."""
    return BeautifulSoup(report_html(run, history, reveal=reveal), "html.parser")


def one(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    """The only element that fits."""
    found = soup.select(selector)
    assert len(found) == 1, (selector, len(found))
    return found[0]


def cells(table: Tag) -> list[list[str]]:
    """The body of a table as text."""
    return [[cell.get_text(" ", strip=True) for cell in line.select("th, td")] for line in table.select("tbody tr")]


def figures(soup: BeautifulSoup, title: str) -> Tag:
    """The picture with that title."""
    return next(figure for figure in soup.select("figure") if one(figure, "h3, h4").get_text() == title)
