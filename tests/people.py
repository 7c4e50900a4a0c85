"""People who ask at once: each opens the page as a browser does, asks its question through Gradio's queue, reads, and asks another.

A program, not a test: `python tests/people.py URL --people 20 --seconds 120` prints how long they waited, in milliseconds, from
sending a question until the whole answer was there. test_ui_web_people.py has a few of them ask for some seconds.
"""

import argparse
import json
import random
import statistics
import threading
import time
from dataclasses import dataclass, field
from uuid import uuid4

import httpx

QUESTIONS = (
    "Voor welke jaren is de financiering van de taser geregeld?",
    "Wat is er gezegd over bodycams?",
    "Welke afspraken zijn er gemaakt over vuurwerk?",
    "Hoeveel agenten komen erbij?",
    "Wat zei de korpschef in 2021?",
    "Wat is het salaris van de korpschef?",
    "Hoe ontwikkelde het stroomstootwapen zich?",
    "Welke toezeggingen zijn er gedaan?",
)


@dataclass
class Seen:
    """What people saw: how long each answer took, in milliseconds, and what went wrong."""

    waits: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def told(self) -> str:
        """The figures in one line."""
        if not self.waits:
            return f"no answers; wrong: {self.wrong[:3]}"
        ordered = sorted(self.waits)
        p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
        return (
            f"{len(ordered)} answers, {len(self.wrong)} wrong, p50 {statistics.median(ordered):.0f} ms, "
            f"p95 {p95:.0f} ms, most {ordered[-1]:.0f} ms"
        )


def person(url: str, until: float, pause: float, seen: Seen, number: int) -> None:
    """Asks until the time is up, reading for `pause` seconds, give or take half, after each answer."""
    chance = random.Random(number)  # noqa: S311 - which question, no secret
    with httpx.Client(base_url=url, timeout=30, headers={"origin": url}) as client:
        config = client.get("/config").json()
        asking = next(
            one for one in config["dependencies"] if [kind for _, kind in one["targets"]] == ["submit", "click"]
        )
        while time.monotonic() < until:
            time.sleep(pause * chance.uniform(0.5, 1.5))
            question = chance.choice(QUESTIONS)
            started = time.monotonic()
            try:
                said = _ask(client, asking, question)
            except (httpx.HTTPError, ValueError, KeyError) as error:
                said = repr(error)
            waited = (time.monotonic() - started) * 1000
            with seen.lock:
                if said:
                    seen.wrong.append(said)
                else:
                    seen.waits.append(waited)


def _ask(client: httpx.Client, asking: dict[str, object], question: str) -> str:
    """Asks one question in a conversation of its own; what went wrong, "" when there is an answer."""
    session = uuid4().hex
    inputs = asking["inputs"]
    data = [question, *[None] * (len(inputs) - 1 if isinstance(inputs, list) else 2)]
    joined = client.post(
        "/gradio_api/queue/join",
        json={"data": data, "fn_index": asking["id"], "session_hash": session, "trigger_id": None},
    )
    joined.raise_for_status()
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as events:
        for line in events.iter_lines():
            if not line.startswith("data:"):
                continue
            event = json.loads(line[5:])
            if event["msg"] == "process_completed":
                return "" if event["success"] else "no success"
            if event["msg"] in {"unexpected_error", "close_stream"}:
                return str(event)
    return "the stream ended"


def crowd(url: str, people: int, seconds: float, pause: float = 2.0) -> Seen:
    """What so many people see who ask for so many seconds."""
    seen = Seen()
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=person, args=(url, until, pause, seen, n)) for n in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--pause", type=float, default=2.0, help="seconds that one reads before asking on")
    options = parser.parse_args()
    print(crowd(options.url, options.people, options.seconds, options.pause).told())
