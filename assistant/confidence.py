"""How sure it is that the best sentence answers the question, from 0 to 1: a logistic regression over things that can be read.

What decides whether a sentence may answer at all is rules (`assistant.choose`); this says how far to trust what they let
through. The weights are fitted on questions of which it is known whether the records answer them (`python -m eval.calibrate`), and
so is the confidence below which nothing is answered. They stand in confidence.json, with what they were fitted on. That few
features carry a weight is on purpose: with all of them, meetings that weren't seen are judged worse (docs/evaluation.md).
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.direct import agent, candidates, subject
from assistant.evidence import Sentence
from assistant.kind import DEMANDING, PREFERRING, Kind
from assistant.verdict import gives_reason
from assistant.wanted import Wanted
from index.concepts import Concept

WEIGHTS = Path(__file__).with_name("confidence.json")

_NAMED = 0.5  # worth from which a concept counts as mentioned, as in `assistant.choose`
_OWN = 0.35  # what the words in the sentence itself add to what it covers, as there
_DECIMALS = 4  # of a confidence: the same on every machine


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature adds to the log-odds that a sentence answers; `threshold` is the confidence that an answer must have.

    `facts` are the sha256 digests of the questions that it was fitted on, by the name of their file.
    """

    bias: float
    weights: Mapping[str, float]
    threshold: float
    facts: Mapping[str, str]


def features(
    wanted: Wanted, concepts: Sequence[Concept], best: Sentence, found: Sequence[Sentence]
) -> dict[str, float]:
    """What there is to know of a sentence as the answer to a question, by name; more is better for all but the last four.

    Args:
        wanted: what the question wants.
        concepts: what it names.
        best: the sentence that would be quoted first.
        found: all sentences that were weighed, that one too.
    """
    naming = [n for n, concept in enumerate(concepts) if not concept.light]
    total = sum(concepts[n].weight for n in naming)
    missing = sum(concepts[n].weight for n in naming if best.covers.get(n, 0.0) < _NAMED)
    others = [_weight(sentence) for sentence in found if sentence.passage.id != best.passage.id]
    who = wanted.speaker if wanted.speaker is not None else wanted.doer
    return {
        "coverage": best.coverage,
        "offers": float(wanted.kind not in DEMANDING | PREFERRING or _offers(wanted, best)),
        "least": min((best.covers.get(n, 0.0) for n in naming), default=0.0),
        "required": min((best.covers.get(n, 0.0) for n in wanted.required), default=1.0),
        "speaker": float(who is None or who in best.opens_with or who in best.in_turn_of),
        "score": _weight(best),
        "margin": _weight(best) - max(others, default=0.0),
        "missing": missing / total if total else 1.0,
        "rank": math.log1p(best.rank),
        "few": 1 / max(1, len(naming)),
        "list": float(wanted.kind is Kind.LIST),
    }


def _weight(sentence: Sentence) -> float:
    return sentence.coverage + _OWN * sentence.own_coverage


def _offers(wanted: Wanted, sentence: Sentence) -> bool:
    """Whether a sentence has the kind of thing that is asked for."""
    if wanted.kind is Kind.REASON:
        return gives_reason(sentence.text)
    counted = sentence.own.get(wanted.counted) if wanted.counted is not None else None
    if candidates(wanted, sentence.text, sentence.matched, counted.span if counted else None):
        return True
    return wanted.kind is Kind.PERSON and (agent(sentence.text) or subject(sentence.text)) is not None


def confidence(
    wanted: Wanted,
    concepts: Sequence[Concept],
    chosen: Sequence[Sentence],
    found: Sequence[Sentence],
    *,
    weights: Weights | None = None,
) -> float:
    """How sure it is that what was chosen answers the question: 0 to 1, the same every time; 0 when nothing was chosen.

    Args:
        wanted: what the question wants.
        concepts: what it names.
        chosen: the sentences that would be quoted, best first.
        found: all sentences that were weighed.
        weights: those that come along when None.
    """
    if not chosen:
        return 0.0
    using = weights or shipped()
    found_out = features(wanted, concepts, chosen[0], found)
    odds = using.bias + sum(weight * found_out[name] for name, weight in using.weights.items())
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), _DECIMALS)


def sure_enough(sure: float) -> bool:
    """Whether a confidence is enough to answer."""
    return sure >= shipped().threshold


@lru_cache(maxsize=1)
def shipped() -> Weights:
    """The weights that come along."""
    return read_weights(WEIGHTS)


def read_weights(path: Path) -> Weights:
    """The weights in a JSON file.

    Raises:
        OSError: it can't be read.
        ValueError: it holds no weights, or for other features than there are.
    """
    read = json.loads(path.read_text("utf-8"))
    try:
        found = Weights(
            float(read["bias"]),
            {str(name): float(weight) for name, weight in read["weights"].items()},
            float(read["threshold"]),
            {str(name): str(digest) for name, digest in read["facts"].items()},
        )
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"{path} holds no weights: {error!r}") from error
    numbers = (found.bias, found.threshold, *found.weights.values())
    if not set(found.weights) <= FEATURES or not all(map(math.isfinite, numbers)):
        raise ValueError(f"{path} has weights for {sorted(found.weights)}, not for {sorted(FEATURES)}")
    return found


def write_weights(weights: Weights, path: Path) -> None:
    """Writes weights so that `read_weights` reads them back."""
    kept = {
        "facts": dict(sorted(weights.facts.items())),
        "threshold": weights.threshold,
        "bias": weights.bias,
        "weights": dict(weights.weights),
    }
    path.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")


FEATURES = frozenset("coverage offers least required speaker score margin missing rank few list".split())
