"""The counts say how many questions there were and how they ended, to Prometheus alone, and hold nothing of who asked what."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from api_site import TASER, Broken, api_site
from api_site import served as api_served
from prometheus_client.parser import text_string_to_metric_families as plain_metrics

from assistant.answer import Answer, Draft, Fault
from assistant.ask import QuestionError, ask
from assistant.feedback import Reason
from assistant.model import Failure, Message, ModelError
from assistant.stream import answered
from index.search import Index
from index.settings import Settings
from ui import metrics
from ui import service as operations
from ui.access import OPEN, Access
from ui.limits import Limits, TooManyError
from ui.metrics import Face, Outcome, page
from ui.service import Service
from ui.tally import counted, outcome_of, question
from ui.web_chat import reply
from ui.web_desk import Desk
from ui.web_feedback import judge_into, verdict_from
from ui.web_html import Overview

Count = dict[tuple[str, ...], float]


def counts() -> Count:
    """Every series of the page by its name and the values of its labels."""
    found: Count = {}
    for family in plain_metrics(page()[0].decode()):
        for sample in family.samples:
            found[(sample.name, *sample.labels.values())] = sample.value
    return found


@contextmanager
def rising(*series: str, by: float = 1) -> Iterator[None]:
    """Expects that one series rises meanwhile, and of the questions no other."""
    before = counts()
    yield
    after = counts()
    assert after.get(series, 0) - before.get(series, 0) == by
    risen = {key for key in after if key[0] == "lovp_questions_total" and after[key] != before.get(key, 0)}
    assert series[0] != "lovp_questions_total" or risen == {series}


def test_the_age_of_the_index_starts_again_when_it_changes_and_only_then(examples_home: Path, tmp_path: Path) -> None:
    from index.embedding import BUILT_IN, open_encoder

    folder = Path(shutil.copytree(examples_home, tmp_path / "own"))
    with Index(folder, open_encoder(BUILT_IN)) as index, metrics.following(index):
        name = ("lovp_index_changed_timestamp_seconds",)
        first = counts()[name]
        index.store.path.touch()
        assert counts()[name] == first
        index.store.remove(next(iter(index.store.record_days())))
        assert counts()[name] > first
        index.store.path.unlink()
        assert counts()[("lovp_index_up",)] in {0, 1}


def test_a_question_of_a_program_is_counted_with_how_it_ended(example_index: Index) -> None:
    service = Service(example_index)
    with rising("lovp_questions_total", "api", "answered"):
        operations.ask(service, TASER)
    with rising("lovp_answers_total", "quotes"):
        operations.ask(service, TASER)
    with rising("lovp_questions_total", "mcp", "declined_nothing"):
        operations.ask(replace(service, face=Face.MCP), "Hoeveel kost een olifant op de Zuidpool?")
    with rising("lovp_questions_total", "api", "unusable"), pytest.raises(QuestionError):
        operations.ask(service, "")
    with rising("lovp_answer_seconds_count", "api"):
        operations.ask(service, TASER)


def test_what_is_one_too_many_and_what_fails_is_counted_too(example_index: Index, tmp_path: Path) -> None:
    with api_served(api_site(Service(example_index, Broken()), tmp_path, Limits(1, 1))) as url:
        with rising("lovp_questions_total", "api", "failed"):
            assert httpx.post(f"{url}/api/v1/ask", json={"question": TASER}, trust_env=False).status_code == 500
        with rising("lovp_questions_total", "api", "limited"):
            assert httpx.post(f"{url}/api/v1/ask", json={"question": TASER}, trust_env=False).status_code == 429


def test_a_question_in_the_browser_is_counted_once_however_it_ends(example_index: Index, tmp_path: Path) -> None:
    def steps(message: str, *_: object, **__: object) -> Iterator[Draft | Answer]:
        yield Draft("een begin")
        yield ask(example_index, message)

    def unasked() -> Overview:
        raise AssertionError

    desk = Desk(
        example_index, Settings(home=tmp_path), steps, unasked, Access(OPEN), Limits(3, 9), Service(example_index)
    )
    with rising("lovp_questions_total", "web", "answered"):
        assert len(list(reply(desk.asked_by("Jan"), (), TASER))) > 1
    with rising("lovp_questions_total", "web", "stopped"):
        shown = reply(desk.asked_by("Jan"), (), TASER)
        assert [next(shown), next(shown)]
        shown.close()  # type: ignore[attr-defined]  # it is a generator
    with rising("lovp_questions_total", "web", "unusable"):
        list(reply(desk.asked_by("Jan"), (), " "))
    with rising("lovp_questions_total", "web", "limited"):
        list(reply(desk.asked_by("Jan"), (), TASER))


def test_every_way_to_end_has_a_name() -> None:
    declined = {outcome_of(answer_that(refusal), None) for refusal in ("nothing", "mentioned", "outside", "")}
    assert declined == {Outcome.NOTHING, Outcome.MENTIONED, Outcome.OUTSIDE, Outcome.DECLINED}
    assert outcome_of(None, TooManyError("te veel", 1)) is Outcome.LIMITED
    assert outcome_of(None, GeneratorExit()) is Outcome.STOPPED
    assert outcome_of(None, RuntimeError()) is outcome_of(None, None) is Outcome.FAILED


def answer_that(refusal: str) -> Answer:
    from assistant.answer import Question, Refusal

    return Answer("niet gevonden", (), False, None, Question("?"), refusal=Refusal(refusal) if refusal else None)


def test_sentences_that_the_gates_withheld_are_counted_by_what_was_wrong(example_index: Index) -> None:
    class Liar:
        name = "leugenaar"

        def write(self, messages: object) -> Iterator[str]:
            yield "Het kabinet trekt hiervoor 987 miljoen euro extra uit [1]. Iedereen krijgt morgen een olifant [1]. "
            yield "Dit is in alle overleggen bevestigd [99]. Dat is algemeen bekend."

    before = counts()
    with question(Face.API, TASER) as asking:
        asking.answer = answered(example_index, TASER, model=counted(Liar()))
    assert asking.answer.withheld
    after = counts()
    for fault in Fault:
        series = ("lovp_withheld_sentences_total", fault.name.lower())
        assert after[series] - before[series] == sum(one.fault is fault for one in asking.answer.withheld)
    assert after[("lovp_model_seconds_count",)] == before[("lovp_model_seconds_count",)] + 1


def test_a_model_that_fails_is_counted_by_its_kind_and_let_go() -> None:
    class Failing:
        name = "stuk"
        closed = False

        def write(self, messages: object) -> Iterator[str]:
            try:
                yield "een"
                raise ModelError(Failure.BUSY, "Later nog eens.")
            finally:
                self.closed = True

    model = Failing()
    watched = counted(model)
    assert watched is not None
    assert watched.name == "stuk"
    with rising("lovp_model_errors_total", "busy"), pytest.raises(ModelError):
        list(watched.write([Message("user", "?")]))
    model.closed = False
    with rising("lovp_model_errors_total", "busy", by=0):
        pieces = watched.write([Message("user", "?")])
        assert next(pieces) == "een"
        pieces.close()  # type: ignore[attr-defined]  # it is a generator
    assert model.closed
    assert counted(None) is None


def test_verdicts_are_counted(example_index: Index, tmp_path: Path) -> None:
    from datetime import UTC, datetime

    from ui.web_chat import Kept

    kept = Kept(TASER, (), ask(example_index, TASER), (), datetime.now(UTC), 1.0, "een sleutel")
    judge = judge_into(tmp_path)
    with rising("lovp_feedback_total", "web", "bad"):
        judge(kept, verdict_from(False, next(iter(Reason)).value))
    with rising("lovp_feedback_total", "web", "good"):
        judge(kept, verdict_from(True))
    with rising("lovp_feedback_total", "web", "withdrawn"):
        judge(kept, verdict_from(None))


def test_no_label_can_hold_what_somebody_typed(example_index: Index) -> None:
    typed = "Wat zei mevrouw Jansen-Pietersen over zwavelzuur?"
    operations.ask(Service(example_index), typed)
    told = page()[0].decode()
    assert not re.search("jansen|zwavelzuur", told, re.IGNORECASE)
    labels = {key[1:] for key in counts() if key[0] == "lovp_questions_total"}
    assert labels == {(face.value, outcome.value) for face in Face for outcome in Outcome}
