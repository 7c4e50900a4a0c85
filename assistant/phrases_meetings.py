"""Every Dutch phrase of an answer over several meetings: a timeline, a stand, differing values, two meetings compared."""

import re
from collections.abc import Sequence
from datetime import date

from assistant.phrases import days, meeting
from assistant.plain import name
from index.dates import MONTHS, written

_SMALL = "nul één twee drie vier vijf zes zeven acht negen tien elf twaalf".split()
_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*[a-z]?[.)]?|[a-zA-Z][.)])\s+(?=\S)")
LATER = "Later gewijzigd:"
LATER_DECIDED = "Later gewijzigd of aangevuld:"
AMOUNTS_DIFFER = "De verslagen noemen verschillende bedragen."
NUMBERS_DIFFER = "De verslagen noemen verschillende aantallen."
SHARES_DIFFER = "De verslagen noemen verschillende percentages."
DATES_DIFFER = "De verslagen noemen verschillende data."
YEARS_DIFFER = "De verslagen noemen verschillende jaren."
FORMAL = "Vaste agendapunten, zoals opening en rondvraag, zijn niet vergeleken."
NOTHING_SHARED = "Geen onderwerp komt in beide vergaderingen terug."
CHOOSE_TWO = "Kies twee verschillende vergaderingen om te vergelijken."
NO_TOPIC = "Noem een onderwerp, bijvoorbeeld: lovp timeline stroomstootwapen"


def count(number: int, one: str, more: str) -> str:
    """A number of things in words: "drie vergaderingen"."""
    return f"{_SMALL[number] if number < len(_SMALL) else number} {one if number == 1 else more}".strip()


def heading(topic: str) -> str:
    """A heading without its number."""
    return _NUMBER.sub("", topic)


def moment(day: date | None, title: str, topic: str) -> str:
    """What stands before the words of one meeting in a timeline."""
    return f"{_capital(written(day)) if day else f'‘{name(title)}’'}, onder ‘{name(heading(topic))}’:"


def said_by(speaker: str) -> str:
    """Who says the words that follow."""
    return f"(aan het woord: {name(speaker)})"


def timeline(topic: str, shown: int, first: date, last: date, more: int) -> str:
    """What a timeline opens with; `more` meetings say something too but aren't shown."""
    text = f"Over ‘{name(topic)}’, van {written(first)} tot en met {written(last)}"
    if more:
        other = count(more, "andere vergadering gaat er ook over", "andere vergaderingen gaan er ook over")
        return (
            f"{text}. Dit zijn de {count(shown, 'vergadering', 'vergaderingen')} die er het meest over zeggen; {other}:"
        )
    return f"{text}, in {count(shown, 'vergadering', 'vergaderingen')}:"


def only_once(topic: str, day: date) -> str:
    """What opens a timeline of one meeting."""
    return f"Over ‘{name(topic)}’ staat alleen iets in het verslag van {written(day)}:"


def silent(number: int, aside: int) -> str:
    """Meetings between two moments that don't mention the topic, and those that mention it by the way."""
    if not number:
        return f"In {count(aside, 'vergadering', 'vergaderingen')} daartussen vond ik het alleen zijdelings."
    return f"In {count(number, 'vergadering', 'vergaderingen')} daartussen vond ik er niets over{_aside(aside)}."


def silent_after(number: int, aside: int, last: date) -> str:
    """The same after the last moment, up to the newest meeting."""
    amount = number or aside
    where = "In de vergadering" if amount == 1 else f"In de {count(amount, '', 'vergaderingen')}"
    until = f"van {written(last)}" if amount == 1 and not (number and aside) else f"tot en met {written(last)}"
    if not number:
        return f"{where} daarna, {until}, vond ik het alleen zijdelings."
    return f"{where} daarna, {until}, vond ik er niets meer over{_aside(aside)}."


def _aside(number: int) -> str:
    return f", in {_SMALL[number] if number < len(_SMALL) else number} alleen zijdelings" if number else ""


def missing(first: date, last: date, told: date | None) -> str:
    """A meeting that a record speaks of, without a record."""
    who = f"het verslag van {written(told)} noemt die" if told else "die wordt wel genoemd"
    if first == last:
        return f"Van een vergadering op {written(first)} is er geen verslag; {who}."
    if (first.year, first.month) == (last.year, last.month):
        return f"Van een vergadering in {MONTHS[first.month - 1]} {first.year} is er geen verslag; {who}."
    return f"Van de vergadering die na {written(told or first)} zou volgen is er geen verslag."


def stand(topic: str, day: date, said: str, records: int, last: date) -> str:
    """What the stand on a day opens with."""
    until = f"de laatste van {written(last)}" if records > 1 else f"van {written(last)}"
    when = f"op {written(day)}" if said in {"", written(day)} else f"tot en met {written(day)} ({said})"
    return (
        f"De stand van ‘{name(topic)}’ {when}, uit {count(records, 'vergadering', 'vergaderingen')} tot dan ({until}):"
    )


def not_yet(topic: str, day: date, first: date) -> str:
    """Nothing was said by then; `first` is the meeting in which it comes up."""
    return (
        f"Tot en met {written(day)} staat er niets over ‘{name(topic)}’ in de verslagen. "
        f"Het komt het eerst voor in het verslag van {written(first)}."
    )


def changed(day: date | None, title: str, topic: str, *, value: bool) -> str:
    """A later record gives another value, or decides about it."""
    return f"{LATER if value else LATER_DECIDED} in {meeting(day, title)}, onder ‘{name(heading(topic))}’:"


def comparison(first: date, second: date, title: str, subject: str | None) -> str:
    """What a comparison opens with; `title` is that of a record, which tells what the meeting is called."""
    about = f", over ‘{name(subject)}’" if subject else ""
    return f"{_capital(meeting(first, title))} en dat van {written(second)} naast elkaar{about}."


def continued(number: int) -> str:
    """What opens the topics of both meetings."""
    return f"In beide ({number}):"


def new(day: date, number: int) -> str:
    """What opens the topics of the later meeting only."""
    return f"Nieuw op {written(day)} ({number}):"


def dropped(day: date, number: int) -> str:
    """What opens the topics of the earlier meeting only."""
    return f"Alleen op {written(day)} ({number}):"


def not_shown(topics: Sequence[str]) -> str:
    """Topics that are named without a quote, because there are too many."""
    return f"Verder nog: {', '.join(f'‘{name(heading(topic))}’' for topic in topics)}."


def both(topic: str, later: str) -> str:
    """The name of a topic in both meetings."""
    topic, later = heading(topic), heading(later)
    return f"‘{name(topic)}’" if topic.casefold() == later.casefold() else f"‘{name(topic)}’, later ‘{name(later)}’"


def on(day: date) -> str:
    """The day before a quote."""
    return f"{written(day)}:"


def of_topic(topic: str) -> str:
    """The topic before a quote."""
    return f"‘{name(heading(topic))}’:"


def called_off(day: date) -> str:
    """A meeting that didn't take place can't be compared."""
    return f"Het LOVP van {written(day)} is niet doorgegaan. Er is dus niets om te vergelijken."


def more_than_one(asked: str, found: Sequence[date]) -> str:
    """What was asked for may be more than one meeting."""
    return f"Er zijn {count(len(found), '', 'vergaderingen')} {asked}: {days(found)}. Noem de dag."


def no_date(text: str) -> str:
    """A date that can't be read."""
    return f"‘{name(text)}’ is geen datum. Schrijf bijvoorbeeld 2019-10-28, 28-10-2019 of 28 oktober 2019."


def unknown_topic(topic: str) -> str:
    """No record says anything about it."""
    return f"Over ‘{name(topic)}’ staat niets in de verslagen."


def not_in_period(topic: str) -> str:
    """Nothing about it was found in the period that was asked for."""
    return (
        f"In deze periode heb ik niets gevonden over ‘{name(topic)}’. "
        "Zoek zonder periode om te zien of het eerder of later ter sprake kwam."
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
