"""What a sentence of a record does: decide, promise, announce for a next meeting, or say that something is done."""

import re
from collections.abc import Iterator

from index.ledger_clause import DENIES, FLAGS, INTENDED, Act, EntryKind, heads
from index.ledger_coming import COMING, FINISHED, announced, completion
from index.ledger_deeds import decision_or_promise
from index.ledger_verbs import DECIDING, UNDERTAKING
from index.records import Span

_LABEL = re.compile(
    r"^(?:(?:[-–•*]|\d{1,2}[.)])\s+)?\**(?:Conclusies?\s+en\s+)?(?P<label>Toezegging(?:en)?|Actie(?:punt)?|"
    r"Afspraak|Afspraken|Besluit(?:en)?|Besloten|Afgesproken|"
    r"Toegezegd)\b(?P<rest>[^:.\n]{0,60}):\**\s*(?P<content>\S.*)?$",
    FLAGS,
)
_NONE = re.compile(
    r"^(?:geen\b|niet\b|n\.?v\.?t|nihil|-+$|aangehouden|uitgesteld|volgt)|\b(?:aangehouden|verdaagd)\b", re.IGNORECASE
)
_ADOPTED = re.compile(r"^Aldus\b", re.IGNORECASE)
_LABELS = frozenset("toeze actie afspr beslu beslo afges toege".split())
_TELLING = DECIDING | UNDERTAKING | COMING | FINISHED | _LABELS


def may_act(text: str) -> bool:
    """Whether any sentence of a text may do anything; most text is passed over so."""
    return not _TELLING.isdisjoint(heads(text))


def acts_of(text: str) -> list[Act]:
    """What a sentence does: at most one decision or promise, one announcement; [] for most sentences.

    Args:
        text: the sentence as it stands in the record.
    """
    begun = heads(text)
    if _TELLING.isdisjoint(begun) or text.rstrip().endswith("?") or _ADOPTED.match(text):
        return []
    label = None if _LABELS.isdisjoint(begun) else _LABEL.match(text)
    if label is not None and label["content"] is not None:
        coming = announced(text, begun)
        return list(_labelled(label)) or ([coming] if coming else [])
    main = decision_or_promise(text, begun)
    coming = announced(text, begun)
    if main is None and coming is None:
        done = completion(text, begun)
        return [done] if done else []
    return [one for one in (main, coming) if one is not None]


def opens_list(text: str) -> Act | None:
    """The decision that a sentence opens whose content are the items below it ("De raad besluit:"); None when it doesn't."""
    if not text.rstrip(" *").endswith(":"):
        return None
    label = _LABEL.match(text)
    if label is not None:
        kind = _label_kind(label)
        return (
            Act(kind, Span(*label.span("label")), len(text), label=True) if not DENIES.search(label["rest"]) else None
        )
    act = decision_or_promise(text, heads(text))
    return Act(act.kind, act.verb, len(text)) if act else None


def _label_kind(label: re.Match[str]) -> EntryKind:
    promised = label["label"].lower().startswith(("toe", "actie"))
    return EntryKind.PROMISE if promised else EntryKind.DECISION


def _labelled(label: re.Match[str]) -> Iterator[Act]:
    content = label["content"]
    if _NONE.search(content) or content.rstrip().endswith("?") or INTENDED.search(label[0]):
        return
    yield Act(_label_kind(label), Span(*label.span("label")), label.start("content"), label=True)
