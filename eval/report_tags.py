"""The tags of questions, called kinds of questions to readers: how many of each came out right, and the picture of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from assistant.plain import plain_line
from eval.report_plots import Plot, at, percent, picture, text_at

FEW = 5  # below this many questions a share says little: one of three is no third
UNTAGGED = "zonder soort"
_ROW = 42  # pixels for one tag: a line of words with its bar below
_NAME = 32  # characters of a tag that fit beside its count on a phone


@dataclass(frozen=True, slots=True)
class Tag:
    """How many of the questions with a tag came out right."""

    name: str
    right: int
    total: int

    @property
    def few(self) -> bool:
        """Whether it has too few questions to say much."""
        return self.total < FEW

    @property
    def wrong(self) -> int:
        """How many didn't."""
        return self.total - self.right


def tags_of(row: Mapping[str, Any]) -> list[str]:
    """The tags of a question as they are shown; one that has none is counted as such."""
    return [plain_line(str(tag)) for tag in row["tags"]] or [UNTAGGED]


def by_tag(rows: Iterable[Mapping[str, Any]]) -> list[Tag]:
    """The tags of the questions that were scored, the worst share first; those with too few questions come after the others."""
    counts: dict[str, list[int]] = {}
    for row in rows:
        if row["verdict"] in {"right", "wrong"}:
            for tag in dict.fromkeys(tags_of(row)):
                count = counts.setdefault(tag, [0, 0])
                count[0] += row["verdict"] == "right"
                count[1] += 1
    tags = [Tag(name, right, total) for name, (right, total) in counts.items()]
    return sorted(tags, key=lambda tag: (tag.few, tag.right / tag.total, -tag.total, tag.name))


def tag_plot(name: str, tags: Sequence[Tag]) -> Plot:
    """Which share of the questions of each tag is right, worst first; tags without a mistake are told in words."""
    title = "Goed per soort vraag"
    bad = [tag for tag in tags if tag.wrong]
    good = [tag.name for tag in tags if not tag.wrong]
    if not tags:
        return Plot(title, "Er zijn geen beoordeelde vragen.")
    table = tuple(
        (tag.name, str(tag.right), str(tag.wrong), str(tag.total), percent(tag.right / tag.total), _remark(tag))
        for tag in tags
    )
    head = ("Soort vraag", "Goed", "Fout", "Vragen", "Deel goed", "Opmerking")
    faultless = ""
    if good:
        faultless = f"Alles goed bij {len(good)} andere {'soort' if len(good) == 1 else 'soorten'}."
    if not bad:
        return Plot(title, "Bij elke soort vraag is alles goed.", None, head, table)
    says = (
        "De slechtste soort staat bovenaan; rechts in een balk staat wat fout is. Een vraag kan bij meer soorten horen. "
        f"{faultless}"
    ).strip()
    shapes = [shape for number, tag in enumerate(bad) for shape in _bar(number, tag)]
    return Plot(title, says, picture(name, len(bad) * _ROW, title, says, shapes), head, table)


def _remark(tag: Tag) -> str:
    if not tag.few:
        return ""
    return "één vraag" if tag.total == 1 else "weinig vragen"


def _bar(number: int, tag: Tag) -> list[Markup]:
    """The words and the bar of one tag: light for what is right, dark for what is wrong."""
    top = number * _ROW
    shown = tag.name if len(tag.name) <= _NAME else tag.name[: _NAME - 1] + "…"
    count = f"{tag.right} van {tag.total} goed" + (f", {_remark(tag)}" if tag.few else "")
    return [
        text_at("0", str(top + 16), shown, "label"),
        text_at("100%", str(top + 16), count, "tick", "end"),
        Markup('<rect class="wrong" x="0" y="{}" width="100%" height="9"/>').format(top + 23),
        Markup('<rect class="full" x="0" y="{}" width="{}" height="9"/>').format(top + 23, at(tag.right / tag.total)),
    ]
