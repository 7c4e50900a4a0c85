"""Whether the numbers, dates and names of an answer stand in what it cites: a detector of made-up detail that asks no model.

Cruder than `eval.support`, which takes an answer apart by statement; this one counts what the whole answer names, and also sees the
direct answer on top and what introduces a quote.
"""

from assistant.answer import Answer
from eval.measures import said
from eval.tokens import stands, told

_OURS = frozenset({"lovp"})  # what an answer may call the meeting, whatever its title


def borne(answer: Answer) -> tuple[int, int]:
    """How many numbers, dates and names an answer says, and how many of those stand in the cited passages or are of the meeting.

    An answer that declines says none.
    """
    if not answer.answered:
        return 0, 0
    says = told(said(answer))
    passages = [citation.passage for citation in answer.citations]
    known = [text for p in passages for text in (p.text, p.title, p.topic, p.speaker or "")]
    known += [citation.speaker or "" for citation in answer.citations]
    holds = told("\n".join(known))
    days = {(day.day, day.month, day.year) for day in (p.date for p in passages) if day}
    years = {year for _, _, year in days}
    names = says.names - _OURS
    return (
        len(says.numbers) + len(says.dates) + len(names),
        len(says.numbers & (holds.numbers | {float(year) for year in years}))
        + sum(stands(one, holds.dates | days, years) for one in says.dates)
        + len(names & holds.words),
    )
