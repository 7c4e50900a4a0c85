"""How questions came out, in five kinds, each with a sign of its own: a square for every question, and the numbers in words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

_OUTCOMES = {  # how a question came out, from good to worst
    "right": "goed beantwoord of terecht geweigerd",
    "partly": "beantwoord, maar niet goed genoeg",
    "refused": "geweigerd, terwijl de verslagen het zeggen",
    "false": "beantwoord, terwijl de verslagen het niet zeggen",
    "crashed": "vastgelopen",
}
_MOST_SQUARES = 600  # more would be a texture, no picture


def outcome(row: Mapping[str, Any]) -> str:
    """How a scored question came out: "right", "partly", "refused", "false" or "crashed"."""
    if row["verdict"] == "right":
        return "right"
    if row["answer"] is None:
        return "crashed"
    if not row["answered"]:
        return "refused"
    return "false" if row["abstain"] else "partly"


def outcomes(rows: Sequence[Mapping[str, Any]]) -> Markup:
    """How every question came out: a square for each, and the numbers in words."""
    counts = Counter(outcome(row) for row in rows if row["verdict"] in {"right", "wrong"})
    total = counts.total()
    if not total:
        return Markup("<p>Geen enkele vraag is beoordeeld.</p>")
    items = Markup("").join(
        Markup('<li><i class="sq {}" aria-hidden="true"></i><span><b>{}</b> {}</span></li>').format(
            kind, counts[kind], words
        )
        for kind, words in _OUTCOMES.items()
        if counts[kind]
    )
    squares = Markup("").join(Markup('<i class="sq {}"></i>').format(kind) * counts[kind] for kind in _OUTCOMES)
    shown = Markup('<div class="squares" aria-hidden="true">{}</div>').format(squares) if total <= _MOST_SQUARES else ""
    return Markup('<div class="outcomes"><p><b>{} vragen.</b> Elk blokje is een vraag.</p>{}<ul>{}</ul></div>').format(
        total, shown, items
    )
