"""Questions as people put them, over meetings of a harbour: numbers, who was there, decisions, and words that point nowhere."""

from collections.abc import Iterator
from datetime import date

import pytest

from assistant.answer import Answer, Turn
from assistant.ask import ask
from assistant.cite import faults
from index.embedding import open_encoder
from index.ingest import index_paths
from index.records import Scope
from index.search import Index, open_index
from index.settings import Settings

MAY = """Verslag LOVP 6 mei 2024

Aanwezig: mevrouw T. Zandbank (minister), de heer O. van der Vliet (korpschef)

1. Nachtboten
De nachtboten varen weer. Besloten wordt dat elke nachtboot een omroeper krijgt.
De minister kan op dit moment geen extra nachtboten toezeggen.

2. Aanvaringen
Het aantal aanvaringen met pontons is in de eerste vier maanden van 2024 gestegen tot 87.
De inzet van de sleepboten kostte in het voorjaar 3.400 uren.

3. Havenloodsen
De korpschef zegt toe voor de zomer van 2025 met een plan voor de havenloodsen te komen.
"""
JUNE = """Verslag LOVP 3 juni 2024

1. Kademuren
De kademuren zijn hersteld. Het duurt tot 2027 voordat de vloot weer groeit.

2. Smokkel
Elke container wordt door de politie gecontroleerd op smokkel. Het kost de politie moeite om genoeg mensen te vinden.
"""
AGAIN = """Verslag LOVP 3 juni 2024

1. Kademuren
De kademuren zijn hersteld en geverfd.
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("haven")
    (folder / "verslagen").mkdir()
    for name, text in (("2024-05-06 LOVP", MAY), ("2024-06-03 LOVP", JUNE), ("2024-06-03 LOVP bis", AGAIN)):
        (folder / "verslagen" / f"{name}.txt").write_text(text, "utf-8")
    settings = Settings(home=folder / "home")
    index_paths(settings.home, open_encoder(settings.encoder), [folder / "verslagen"])
    with open_index(settings) as index:
        yield index


def asked(index: Index, *messages: str, scope: Scope | None = None) -> Answer:
    *before, last = messages
    answer = ask(index, last, [Turn("user", one) for one in before], scope=scope, today=date(2024, 7, 1))
    assert not faults(answer, index.text_of)
    return answer


def quotes(answer: Answer) -> list[str]:
    return [" ".join(one.quote.split()) for one in answer.citations]


def test_the_number_of_something_may_stand_far_behind_it(harbour: Index) -> None:
    told = asked(harbour, "Hoeveel aanvaringen waren er in 2024?")
    assert told.short == "87"
    assert quotes(told) == ["Het aantal aanvaringen met pontons is in de eerste vier maanden van 2024 gestegen tot 87."]


def test_hours_are_a_number_and_no_amount_of_money(harbour: Index) -> None:
    assert asked(harbour, "Hoeveel uren kostte de inzet van de sleepboten?").short == "3.400 uren"


def test_who_was_there_is_told_by_the_list_of_those_present(harbour: Index) -> None:
    assert quotes(asked(harbour, "Wie waren er aanwezig op 6 mei 2024?")) == [
        "Aanwezig: mevrouw T. Zandbank (minister), de heer O. van der Vliet (korpschef)"
    ]


def test_what_could_not_be_promised_is_no_promise(harbour: Index) -> None:
    assert quotes(asked(harbour, "Welke toezeggingen zijn er gedaan?")) == [
        "De korpschef zegt toe voor de zomer van 2025 met een plan voor de havenloodsen te komen."
    ]


def test_a_summary_of_a_meeting_tells_what_was_decided_and_promised(harbour: Index) -> None:
    told = quotes(asked(harbour, "Maak een samenvatting van het LOVP van 6 mei 2024"))
    assert "Besloten wordt dat elke nachtboot een omroeper krijgt." in told
    assert not any("geen extra nachtboten" in quote for quote in told)


def test_besloten_is_asked_for_also_at_the_end(harbour: Index) -> None:
    told = asked(harbour, "Wat is er gezegd over de nachtboten?", "Wat is daarover besloten?")
    assert quotes(told) == ["De nachtboten varen weer. Besloten wordt dat elke nachtboot een omroeper krijgt."] or (
        quotes(told) == ["Besloten wordt dat elke nachtboot een omroeper krijgt."]
    )


@pytest.mark.parametrize("messages", [["Wie leidt dat?"], ["Welke besluiten zijn er genomen?", "Wie leidt dat?"]])
def test_a_word_that_points_at_nothing_is_asked_about(harbour: Index, messages: list[str]) -> None:
    told = asked(harbour, *messages)
    assert told.refusal is not None
    assert told.text.startswith("Ik weet niet waar ‘dat’ in uw vraag over gaat.")


def test_the_word_once_more_names_nothing(harbour: Index) -> None:
    assert asked(harbour, "Wanneer komt het LOVP weer bij elkaar?").refusal is not None
    assert asked(harbour, "Tot wanneer duurt het voordat de vloot weer groeit?").short == "2027"


def test_what_costs_somebody_something_is_not_done_by_them(harbour: Index) -> None:
    (told,) = quotes(asked(harbour, "Wat doet de politie tegen smokkel?"))
    assert told.startswith("Elke container wordt door de politie gecontroleerd op smokkel.")


def test_a_decline_tells_where_was_looked(harbour: Index) -> None:
    everywhere = asked(harbour, "Wat is er gezegd over ruimteschepen?")
    assert "Ik heb gezocht in 3 verslagen, van 6 mei 2024 tot en met 3 juni 2024." in everywhere.text
    one = asked(harbour, "Wat is er gezegd over ruimteschepen?", scope=Scope(since=date(2024, 6, 1)))
    assert "Ik heb gezocht in 2 verslagen, van 3 juni 2024." in one.text


def test_two_records_of_one_meeting_are_told_apart(harbour: Index) -> None:
    told = asked(harbour, "Wat is er besproken over kademuren?")
    assert len({one.passage.record_id for one in told.citations}) == 2
    assert told.text.count("In het LOVP van 3 juni 2024, onder") == 1
    assert told.text.count("In een ander verslag van het LOVP van 3 juni 2024, onder") == 1


def test_a_promise_is_due_in_a_season_of_a_year(harbour: Index) -> None:
    (entry,) = [one for one in harbour.store.catalogue().entries() if one.kind == "toezegging"]
    text = harbour.text_of(entry.record_id)
    assert text is not None
    assert [span.of(text) for span in (entry.by_when, entry.what) if span] == [
        "voor de zomer van 2025",
        "met een plan voor de havenloodsen te komen",
    ]
