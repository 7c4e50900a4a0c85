"""What the browser says of an answer, read as what it is (anything at all), and kept."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.feedback import Reason, feedback_on, given_of
from index.feedback import Face
from index.sqlite_feedback import keep_feedback, withdraw_feedback
from ui import metrics, web_text
from ui.metrics import count_verdict
from ui.web_chat import Kept


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a user thinks of an answer: `good` is None when it is taken back; `about` is the number of the source that is meant."""

    good: bool | None
    reason: Reason | None = None
    remark: str = ""
    about: int | None = None

    @property
    def thanks(self) -> str:
        """What is said when it is kept."""
        if self.good is None:
            return web_text.WITHDRAWN
        return web_text.JUDGED_GOOD if self.good else web_text.JUDGED_BAD


Judge = Callable[[Kept, Verdict], None]
"""Keeps a verdict on an answer, for good when it returns; called from several threads at once."""


def verdict_from(good: object, reason: object = None, remark: object = None, about: object = None) -> Verdict:
    """The verdict that the browser sends; ValueError for what the page can't have sent."""
    if good is not None and not isinstance(good, bool):
        raise ValueError("good is no verdict")
    if not isinstance(remark, str | None) or isinstance(about, bool) or not isinstance(about, int | None):
        raise ValueError("remark or about is of another kind")
    return Verdict(good, None if reason is None else Reason(str(reason)), remark or "", about)


def judge_into(home: Path) -> Judge:
    """What keeps verdicts in this home folder."""

    def judge(kept: Kept, verdict: Verdict) -> None:
        if verdict.good is None:
            withdraw_feedback(home, Face.BROWSER, kept.key)
            count_verdict(metrics.Face.WEB, None)
            return
        asked = kept.answer.question.text if kept.without else kept.question  # as in the history of what follows
        said = feedback_on(
            given_of(kept.answer),
            face=Face.BROWSER,
            key=kept.key,
            question=asked,
            history=kept.history,
            good=verdict.good,
            reason=verdict.reason,
            remark=verdict.remark,
            about=verdict.about,
        )
        keep_feedback(home, said)
        count_verdict(metrics.Face.WEB, verdict.good)

    return judge
