"""Every Dutch phrase that an answer itself is made of; the rest of an answer is quotes."""

from collections.abc import Sequence
from datetime import date

from assistant.plain import name
from index.dates import written

EMPTY_QUESTION = "Stel een vraag, bijvoorbeeld: Wat is er afgesproken over het stroomstootwapen?"
NO_RECORDS = "Er zijn nog geen verslagen ingelezen. Lees ze in met: lovp index MAP"
MODEL_NOT_USED = "De tekst van het taalmodel klopte niet met de verslagen. U ziet daarom de letterlijke citaten."
NO_OPINION = "Ik heb geen mening en doe geen voorspellingen. Ik zoek alleen op wat er in de verslagen staat."
ONLY_RECORDS = "Ik voer geen opdrachten uit. Ik beantwoord alleen vragen over wat er in de verslagen staat."
GREETING = (
    "Ik beantwoord vragen over wat er in de verslagen staat, met zinnen uit die verslagen. Vraag bijvoorbeeld naar een "
    "onderwerp, een overleg, een besluit of een toezegging."
)
NO_ADVICE = "Ik geef geen advies over uw eigen situatie. Ik zoek alleen op wat er in de verslagen staat."
NO_SUBJECT = (
    "Ik weet niet waar ‘{word}’ in uw vraag over gaat. Noem het onderwerp, bijvoorbeeld: Wat is er besloten over het "
    "stroomstootwapen?"
)
SPEAKER_NOT_NAMED = "In het verslag staat niet wie dit zei."
YES = "Ja"
NO = "Nee"


def too_long(length: int, most: int) -> str:
    """A question that is longer than is read."""
    return f"Uw vraag is {length} tekens lang; ik lees er hoogstens {most}. Maak de vraag korter en stel hem opnieuw."


def who_said(quotes: Sequence[str]) -> str:
    """The question who said these words, each with its quotation marks."""
    return f"Wie zei {_listed(quotes)}?"


def what_was_said(about: str) -> str:
    """The question what was said about something."""
    return f"Wat is er gezegd over {about}?"


def meeting(day: date | None, title: str) -> str:
    """How a meeting is named: by its date, or by the record's title when it has none."""
    what = "het LOVP" if "LOVP" in title or "Landelijk Overleg Veiligheid" in title else "het overleg"
    return f"{what} van {written(day)}" if day else f"‘{name(title)}’"


def introduction(day: date | None, title: str, topic: str, speaker: str | None = None, *, another: bool = False) -> str:
    """What stands before the quotes of one topic of one meeting.

    Args:
        day: the day of the meeting.
        title: the title of the record.
        topic: the topic.
        speaker: who says them, when they don't tell.
        another: whether another record of the same meeting, with the same title, was quoted before it.
    """
    who = f" (aan het woord: {name(speaker)})" if speaker else ""
    where = f"een ander verslag van {meeting(day, title)}" if another else meeting(day, title)
    return f"In {where}, onder ‘{name(topic)}’{who}:"


def explained(n: int, words: str, meaning: str) -> str:
    """What we say of a time that the record counts from its own day."""
    return f"‘{words}’ [{n}] betekent hier: {meaning}."


def days(found: Sequence[date]) -> str:
    """Meeting dates as a list in words."""
    return _listed([written(day) for day in found])


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} en {words[-1]}"


def part_not_found(question: str) -> str:
    """One of two questions in a message is not answered."""
    return f"Op de vraag ‘{name(question)}’ kan ik geen antwoord vinden in de verslagen."


def searched(records: int, first: date | None, last: date | None) -> str:
    """What was searched: how many records, of which time."""
    amount = "1 verslag" if records == 1 else f"{records} verslagen"
    if first is None or last is None:
        return f"Ik heb gezocht in {amount}."
    if first == last:
        return f"Ik heb gezocht in {amount}, van {written(first)}."
    return f"Ik heb gezocht in {amount}, van {written(first)} tot en met {written(last)}."


def not_found(words: Sequence[str]) -> str:
    """The records don't say; `words` of the question don't stand in them at all."""
    text = "Dat kan ik niet vinden in de verslagen."
    if not words:
        return text
    quoted = [f"‘{name(word)}’" for word in words]
    if len(quoted) == 1:
        return f"{text} Het woord {quoted[0]} komt er niet in voor."
    return f"{text} De woorden {', '.join(quoted[:-1])} en {quoted[-1]} komen er niet in voor."


def maybe_alike(words: Sequence[str]) -> str:
    """As `not_found`, where something is shown that may be about the same in other words."""
    return f"{not_found(words)} Misschien helpt wat het dichtst bij uw vraag komt, maar een zeker antwoord is het niet."


def only_mentioned(day: date | None, title: str, topic: str, words: Sequence[str] = ()) -> str:
    """The subject is there, but not what was asked about it; `words` of the question don't stand in the records at all."""
    if words:
        return f"{not_found(words)} Het dichtst erbij komt {meeting(day, title)} onder ‘{name(topic)}’."
    return (
        f"{not_found(words)} Het onderwerp komt wel aan de orde, "
        f"bijvoorbeeld in {meeting(day, title)} onder ‘{name(topic)}’, maar een zin die uw vraag zeker beantwoordt, vind ik niet."
    )


def no_such_meeting(asked: str, near: Sequence[date]) -> str:
    """The meeting or period that was asked about has no record; `near` are the meetings closest to it."""
    text = f"Ik heb geen verslag van een LOVP {asked}."
    return f"{text} Wel van {days(near)}." if near else text


def not_in_meeting(asked: str, elsewhere: Sequence[date], who: str | None = None) -> str:
    """The meeting is there but doesn't say, or not in the words of `who`; `elsewhere`: meetings with something about it."""
    words = f" als woorden van ‘{name(who)}’" if who else ""
    text = f"Dat kan ik niet vinden in de verslagen van het LOVP {asked}{words}."
    where = "het verslag" if len(elsewhere) == 1 else "de verslagen"
    return f"{text} Er staat wel iets over in {where} van {days(elsewhere)}." if elsewhere else text


def between(since: date | None, until: date | None) -> str:
    """A period that was set by hand."""
    if since is not None and until is not None:
        return f"van {written(since)} tot en met {written(until)}" if since != until else f"van {written(since)}"
    return f"vanaf {written(since)}" if since is not None else f"tot en met {written(until)}" if until else ""


def period_label(said: str) -> str:
    """What a period is called where it can be removed."""
    return f"LOVP {said}"


def topic_label(topic: str) -> str:
    """What a topic is called where it can be removed."""
    return f"agendapunt ‘{name(topic)}’"


def speaker_label(who: str) -> str:
    """What a speaker is called where it can be removed."""
    return f"spreker: {name(who)}"


def read_as_words(words: str, asked: str) -> str:
    """A date that may be a meeting was none that answers, so that it was read as what the question is about."""
    return (
        f"Ik heb ‘{words}’ gelezen als iets waar uw vraag over gaat, want een LOVP {asked} geeft geen antwoord. "
        "Ik heb in alle verslagen gezocht."
    )


def set_by_hand(words: str) -> str:
    """What the user set goes before what the question says."""
    return f"Uw eigen keuze gaat voor ‘{words}’ in de vraag."


def no_such_topic(asked: str, near: Sequence[str]) -> str:
    """No record has a topic of that name; `near` are some that there are."""
    text = f"Ik heb geen agendapunt ‘{name(asked)}’ gevonden in de verslagen."
    return f"{text} Agendapunten die er wel zijn: {', '.join(map(name, near))}." if near else text


def no_such_speaker(asked: str) -> str:
    """Nobody of that name is in the records."""
    text = f"Ik heb geen spreker ‘{name(asked)}’ gevonden in de verslagen."
    return f"{text} Noem iemand die erin voorkomt, bijvoorbeeld: de minister."


def wrong_way_round(since: date, until: date) -> str:
    """A period that ends before it begins."""
    return f"De periode eindigt ({written(until)}) voordat hij begint ({written(since)}). Draai de datums om."


def not_by_speaker(who: str, *, others: bool = False) -> str:
    """The records don't tell of that speaker what was asked; `others`: they do tell of somebody else."""
    text = f"Dat kan ik niet vinden in de verslagen als woorden van ‘{name(who)}’."
    return f"{text} Anderen zeiden er wel iets over." if others else text


def not_under_topic(topics: Sequence[str]) -> str:
    """The topics are there but don't say."""
    named = ", ".join(f"‘{name(topic)}’" for topic in topics[:3])
    return f"Dat kan ik niet vinden onder {named}."


NOT_PUT_AS_AGREEMENT = (
    "Geciteerd wordt wat erover gezegd is; het staat er niet met zoveel woorden als afspraak of besluit."
)
