"""What every command prints with: JSON, and a progress bar for what takes long enough to see."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from index.progress import Progress


def dumped(value: Any, *, line: bool = False) -> str:
    """A value as JSON, on one line or indented."""
    return json.dumps(value, ensure_ascii=False, indent=None if line else 2)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress bar on the error stream; silent when nobody looks."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks: dict[str, Any] = {}

        def progress(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield progress
