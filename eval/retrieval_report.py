"""Tables of the retrieval benchmark, in Dutch: on the screen and as Markdown."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from eval.found import Row
from eval.ranking import Interval, interval
from index.progress import Progress


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text with its heading and a line on how to read it."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def figure(rows: Sequence[Row], measure: str) -> Interval | None:
    """One measure over the rows to which it applies; None when there are none."""
    scored = [row for row in rows if measure in row.scores]
    return interval([row.scores[measure] for row in scored], [row.case.group for row in scored])


def change(rows: Sequence[Row], other: Sequence[Row], measure: str) -> Interval | None:
    """What a measure changes from `rows` to `other`, question by question, which must be the same questions in the same order."""
    pairs = [
        (two.scores[measure] - one.scores[measure], one.case.group)
        for one, two in zip(rows, other, strict=True)
        if measure in one.scores and measure in two.scores
    ]
    return interval([difference for difference, _ in pairs], [group for _, group in pairs])


def told(value: Interval | None, *, sign: bool = False, count: bool = False) -> str:
    """An interval as text, with a sign or the number of questions when asked for; a dash when nothing was scored."""
    if value is None:
        return "–"
    three = (round(number, 3) + 0.0 for number in (value.mean, value.low, value.high))  # + 0.0: no minus before a zero
    mean, low, high = (f"{number:{'+' if sign else ''}.3f}" for number in three)
    over = f" (n = {value.count})" if count else ""
    return f"{mean} [{low}; {high}]{over}".replace(".", ",")


def as_markdown(tables: Sequence[Table]) -> str:
    """The tables one under another."""
    parts = []
    for table in tables:
        lines = [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in (table.columns, *table.rows)]
        lines.insert(1, f"|{'---|' * len(table.columns)}")
        parts.append("\n".join([f"## {table.title}", "", table.note, "", *lines]))
    return "\n\n".join(parts) + "\n"


def show(tables: Sequence[Table]) -> None:
    """The tables on the screen."""
    from rich.console import Console
    from rich.table import Table as Drawn

    console = Console()
    for table in tables:
        drawn = Drawn(title=table.title, caption=table.note, title_justify="left", caption_justify="left")
        for column in table.columns:
            drawn.add_column(column)
        for row in table.rows:
            drawn.add_row(*row)
        console.print(drawn)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress bar on the error stream; silent when nobody looks."""
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    console = Console(stderr=True)
    with Bars(console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def progress(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield progress
