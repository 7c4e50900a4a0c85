"""The suite asks everything once, survives crashes, and counts what it saw without a silent zero."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

import pytest

from assistant.answer import Answer, Citation, Question, Turn
from eval.facts import KnownFact
from eval.labels import LABELS
from eval.measures import Outcome
from eval.run import Report, run
from index.records import Passage, Span

TEXTS = {
    "taser": "Het stroomstootwapen is betaald voor 2020 en 2021.",
    "vuurwerk": "Het vuurwerkverbod komt in september terug.",
}
DAYS = {"taser": date(2019, 10, 28), "vuurwerk": date(2020, 2, 10)}


class Librarian:
    """An honest small assistant: quotes the record that shares a long word with the conversation, else declines.

    It remembers what it was asked.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []

    def __call__(self, message: str, history: Sequence[Turn]) -> Answer:
        self.asked.append((message, tuple(history)))
        heard = set(re.findall(r"\w{6,}", " ".join([message, *(turn.text for turn in history)]).lower()))
        for name, text in TEXTS.items():
            if heard & set(re.findall(r"\w{6,}", text.lower())):
                return self.quote(name, message)
        return Answer("Dat staat niet in de verslagen.", (), False, None, Question(message))

    def quote(self, name: str, message: str) -> Answer:
        text = TEXTS[name]
        span = Span(0, len(text))
        passage = Passage(f"{name}:0-{len(text)}", name, name, DAYS[name], name, None, None, span, text)
        return Answer(f"{text} [1]", (Citation(1, passage, span, text),), True, None, Question(message))


def known(name: str, question: str, *facts: str, **rest: object) -> KnownFact:
    compiled = tuple(re.compile(fact, re.IGNORECASE) for fact in facts)
    return replace(KnownFact(name, question, facts=compiled, abstain=not facts), **rest)  # type: ignore[arg-type]  # test data


YEARS = known(
    "jaren",
    "Hoe is het stroomstootwapen betaald?",
    "2020",
    "2021",
    evidence=re.compile("betaald"),
    record=(DAYS["taser"],),
)
MONTH = known("maand", "Wanneer komt het vuurwerkverbod terug?", "september", record=(DAYS["vuurwerk"],))
FOLLOWING = known("vervolg", "En wanneer?", "september", history=("Komt er een vuurwerkverbod?",))
ABSENT = known("bodycams", "Welke afspraken zijn er over bodycams?")
SUITE = (YEARS, MONTH, FOLLOWING, ABSENT)


def values(report: Report) -> dict[str, float | None]:
    return {measure.name: measure.value for measure in report.measures}


def breaks_on(word: str) -> Callable[[str, Sequence[Turn]], Answer]:
    honest = Librarian()

    def ask(message: str, history: Sequence[Turn]) -> Answer:
        if word in message:
            raise RuntimeError("de index is stuk")
        return honest(message, history)

    return ask


def test_an_honest_assistant_gets_everything_right() -> None:
    report = run(SUITE, Librarian(), texts=TEXTS)
    found = values(report)
    assert [row.verdict for row in report.rows] == [Outcome.RIGHT] * 4
    for name in (
        "right",
        "fact_recall",
        "evidence",
        "quote_faithfulness",
        "citation_validity",
        "correct_refusal",
    ):
        assert found[name] == 1.0, name
    assert found["false_answer"] == found["over_refusal"] == found["crashes"] == 0.0


def test_every_question_is_asked_once_in_order_in_its_own_conversation() -> None:
    librarian = Librarian()
    run(SUITE, librarian)
    assert librarian.asked == [
        (YEARS.question, ()),
        (MONTH.question, ()),
        (FOLLOWING.question, (Turn("user", "Komt er een vuurwerkverbod?"),)),
        (ABSENT.question, ()),
    ]


def test_what_does_not_apply_is_counted_as_not_scored() -> None:
    counts = {measure.name: (measure.scored, measure.not_scored) for measure in run(SUITE, Librarian()).measures}
    assert counts["right"] == (4, 0)
    assert counts["fact_recall"] == (3, 1)
    assert counts["evidence"] == (2, 2)
    assert counts["correct_refusal"] == (1, 3)
    assert counts["over_refusal"] == (3, 1)
    assert counts["quote_faithfulness"] == (3, 1)


def test_a_crash_is_a_miss_and_the_rest_is_still_asked() -> None:
    report = run(SUITE, breaks_on("stroomstootwapen"))
    assert [row.verdict for row in report.rows] == [
        Outcome.WRONG,
        Outcome.RIGHT,
        Outcome.RIGHT,
        Outcome.RIGHT,
    ]
    assert report.rows[0].error == "RuntimeError: de index is stuk"
    found = values(report)
    assert found["crashes"] == 1
    assert found["right"] == found["citation_validity"] == 0.75
    assert found["fact_recall"] == pytest.approx(2 / 3)
    assert found["over_refusal"] == pytest.approx(1 / 3)
    assert found["evidence"] == 0.5


def test_an_assistant_that_only_crashes_is_good_at_nothing() -> None:
    found = values(run(SUITE, breaks_on("")))
    assert found["false_answer"] == found["over_refusal"] == 1.0
    assert found["right"] == found["fact_recall"] == found["correct_refusal"] == found["citation_validity"] == 0.0
    assert found["quote_faithfulness"] is None


def test_an_assistant_that_always_declines_is_right_about_the_absent_only() -> None:
    def shy(message: str, history: Sequence[Turn]) -> Answer:
        return Answer("Dat staat niet in de verslagen.", (), False, None, Question(message))

    found = values(run(SUITE, shy))
    assert (found["right"], found["over_refusal"], found["correct_refusal"]) == (0.25, 1.0, 1.0)


def test_an_assistant_that_always_quotes_the_same_is_caught() -> None:
    librarian = Librarian()
    report = run(SUITE, lambda message, history: librarian.quote("taser", message))
    assert [row.verdict for row in report.rows] == [
        Outcome.RIGHT,
        Outcome.WRONG,
        Outcome.WRONG,
        Outcome.WRONG,
    ]
    assert values(report)["false_answer"] == 1.0


def test_facts_that_stand_in_a_refusal_are_not_recalled() -> None:
    librarian = Librarian()
    report = run([YEARS], lambda message, history: replace(librarian(message, history), answered=False))
    assert values(report)["fact_recall"] == 0.0


def test_a_quote_that_the_record_does_not_hold_is_counted() -> None:
    changed_record = {**TEXTS, "taser": TEXTS["taser"].replace("2021", "2022")}
    report = run(SUITE, Librarian(), texts=changed_record)
    assert values(report)["quote_faithfulness"] == pytest.approx(2 / 3)
    assert values(run(SUITE, Librarian(), texts={}))["quote_faithfulness"] == 0.0


def test_something_that_is_no_answer_is_a_crash() -> None:
    report = run([YEARS], lambda message, history: cast(Answer, "Ja hoor"))
    assert report.rows[0].error == "TypeError: asked for an Answer, got str"


def test_stopping_the_run_by_hand_stops_it() -> None:
    def interrupted(message: str, history: Sequence[Turn]) -> Answer:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(SUITE, interrupted)


def test_time_is_measured_per_question_and_progress_is_told() -> None:
    ticks = iter([0.0, 0.010, 1.0, 1.020, 2.0, 2.030, 3.0, 3.999])
    told: list[tuple[int, int]] = []
    report = run(SUITE, Librarian(), progress=lambda done, total: told.append((done, total)), clock=lambda: next(ticks))
    assert values(report)["latency_p50_ms"] == pytest.approx(20)
    assert values(report)["latency_p95_ms"] == pytest.approx(999)
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_no_questions_give_no_figures_rather_than_zeros() -> None:
    assert set(values(run([], Librarian())).values()) == {None}


def test_every_measure_has_a_dutch_name() -> None:
    assert [measure.name for measure in run([], Librarian()).measures] == list(LABELS)


def test_a_quote_that_answers_is_on_target_and_bears_out_what_is_said() -> None:
    found = values(run(SUITE, Librarian(), texts=TEXTS))
    assert found["citation_on_target"] == found["quoted_facts"] == 1.0
    assert found["selective_risk"] == found["risk_area"] == 0.0


def test_literal_quotes_out_of_the_wrong_record_are_faithful_but_not_on_target() -> None:
    librarian = Librarian()
    found = values(run(SUITE, lambda message, history: librarian.quote("taser", message), texts=TEXTS))
    assert found["quote_faithfulness"] == 1.0
    assert found["citation_on_target"] == 0.25
    assert found["quoted_facts"] == pytest.approx(1 / 3)
    assert found["selective_risk"] == 0.75


def test_a_quote_that_its_record_does_not_hold_bears_out_nothing() -> None:
    found = values(run([YEARS], Librarian(), texts={}))
    assert found["citation_recall"] == found["citation_precision"] == found["citation_on_target"] == 0.0


def test_citation_recall_counts_what_an_answer_says_beside_its_quotes() -> None:
    honest = Librarian()

    def chatty(message: str, history: Sequence[Turn]) -> Answer:
        answer = honest(message, history)
        return replace(answer, text=f"De Kamer gaf 9 miljoen euro. {answer.text}", composer="llm:klein")

    found = values(run([YEARS], chatty, texts=TEXTS))
    assert (found["citation_recall"], found["citation_precision"]) == (0.5, 1.0)


def test_the_curve_ranks_answers_by_how_sure_they_were() -> None:
    honest = Librarian()
    sure = {YEARS.question: 0.9, MONTH.question: 0.4}

    def ask(message: str, history: Sequence[Turn]) -> Answer:
        return replace(honest(message, history), confidence=sure.get(message))

    report = run([YEARS, MONTH, replace(ABSENT, question="Komt er een taserverbod op het stroomstootwapen?")], ask)
    assert [(point.threshold, point.answered) for point in report.curve.points] == [(1.0, 1), (0.9, 2), (0.4, 3)]
    assert report.curve.points[0].false == 1  # what doesn't say how sure it is is given anyhow
    assert report.curve.points[-1].coverage == 1.0
