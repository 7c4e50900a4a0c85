"""How long it takes before anything is there: a question on the command line, and the first page of the browser, both cold."""

import os
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx

from eval.bench_figures import Figure
from index.embedding import BUILT_IN, open_encoder
from index.ingest import examples, index_paths

_QUESTION = "Voor welke jaren is de financiering van de taser geregeld?"
_TIMES = 5
_ASK = 3.0  # seconds; the goals
_PAGE = 5.0


def starting(base: Path) -> Iterator[Figure]:
    """Both, over the example records: the median of a few, after one that writes the byte code."""
    home = base / "start"
    index_paths(home, open_encoder(BUILT_IN), [examples()])
    environment = _environment(home)
    asked = [_ask(environment) for _ in range(_TIMES + 1)][1:]
    wall = statistics.median(seconds for seconds, _ in asked)
    yield Figure("lovp ask, koud", wall, "s", "≤ 3", wall <= _ASK)
    yield Figure("lovp ask, koud: processortijd", statistics.median(spent for _, spent in asked), "s")
    pages = [_page(environment, base) for _ in range(_TIMES + 1)][1:]
    first = statistics.median(pages)
    yield Figure("lovp web: eerste pagina", first, "s", "≤ 5", first <= _PAGE)


def _environment(home: Path) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LOVP_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**kept, "LOVP_HOME": str(home)}


def _ask(environment: Mapping[str, str]) -> tuple[float, float]:
    """Wall and processor seconds of one question on the command line."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "ui.cli", "ask", _QUESTION]
    subprocess.run(command, env=environment, check=True, capture_output=True)  # noqa: S603 - this Python, our own module
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _page(environment: Mapping[str, str], folder: Path) -> float:
    """Seconds from starting `lovp web` to a whole first page."""
    start = time.perf_counter()
    command = [sys.executable, "-u", "-m", "ui.cli", "web", "--port", "0", "--no-browser"]
    with subprocess.Popen(  # noqa: S603 - this Python, our own module
        command, env=environment, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as served:
        try:
            url = None
            for line in served.stdout or ():
                url = re.search(r"http://127\.0\.0\.1:\d+", line)
                if url:
                    break
            if url is None:
                raise RuntimeError("lovp web did not say where it is")
            httpx.get(url[0], timeout=60, trust_env=False).raise_for_status()
            return time.perf_counter() - start
        finally:
            served.terminate()
