"""Who said the words that were just quoted, or that a question quotes: the speaker that the record names there, or nobody."""

from collections.abc import Iterator

import pytest

from assistant.answer import Answer, Turn
from assistant.ask import ask
from assistant.cite import faults
from index.embedding import open_encoder
from index.ingest import index_paths
from index.search import Index, open_index
from index.settings import Settings

RECORD = """Verslag LOVP 6 mei 2024

Havenpoort
De minister stelt 12 miljoen euro beschikbaar voor de havenpoort. Dat geld is er vanaf januari.

Nachtboten
De burgemeester van Merendam noemt de nachtboten onmisbaar. Het OM wijst erop dat de nachtboten geen kaartjes controleren.

Steigers
De steigers zijn in maart geverfd.

Drijfnetten
De korpschef meldt dat er drie drijfnetten zijn. De wethouder vindt dat er te weinig drijfnetten zijn.
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("haven")
    (folder / "2024-05-06 LOVP.txt").write_text(RECORD, "utf-8")
    settings = Settings(home=folder / "home")
    index_paths(settings.home, open_encoder(settings.encoder), [folder / "2024-05-06 LOVP.txt"])
    with open_index(settings) as index:
        yield index


def asked(index: Index, *messages: str) -> Answer:
    *before, last = messages
    answer = ask(index, last, [Turn("user", one) for one in before])
    assert not faults(answer, index.text_of)
    return answer


@pytest.mark.parametrize(
    ("before", "message", "who"),
    [
        ("Hoeveel geld is er voor de havenpoort?", "Wie zei dat?", "De minister"),
        ("Vanaf wanneer is het geld voor de havenpoort er?", "Wie heeft dat gezegd?", "De minister"),
        ("Controleren de nachtboten kaartjes?", "Wie zegt dat?", "Het OM"),  # not the burgemeester before it
        ("Zijn de nachtboten onmisbaar?", "En wie vindt dat?", "De burgemeester van Merendam"),
        ("Hoeveel drijfnetten zijn er volgens de korpschef?", "Door wie is dat gezegd?", "De korpschef"),
    ],
)
def test_that_is_what_was_just_quoted(harbour: Index, before: str, message: str, who: str) -> None:
    told = asked(harbour, before, message)
    assert told.short == who
    assert told.mark is not None
    assert told.mark.span.of(RECORD.strip() + "\n").lower() == who.lower()
    quoted = {one.passage.topic for one in asked(harbour, before).citations}
    assert {one.passage.topic for one in told.citations} <= quoted


def test_words_of_two_people_are_not_put_in_one_mouth(harbour: Index) -> None:
    both = "De korpschef meldt dat er drie drijfnetten zijn. De wethouder vindt dat er te weinig drijfnetten zijn."
    told = asked(harbour, f"Wie zei “{both}”?")
    assert (told.answered, told.short) == (True, None)
    assert told.citations[0].quote == both


def test_words_of_which_the_record_names_no_speaker_are_nobodys(harbour: Index) -> None:
    told = asked(harbour, "Wanneer zijn de steigers geverfd?", "Wie zei dat?")
    assert (told.answered, told.text) == (False, "In het verslag staat niet wie dit zei.")
    assert [one.quote for one in told.nearest] == ["De steigers zijn in maart geverfd."]


def test_the_question_as_understood_stands_on_its_own(harbour: Index) -> None:
    """Whoever opens a link to the answer, or asks it as it is shown, gets the same."""
    first = asked(harbour, "Hoeveel geld is er voor de havenpoort?", "Wie zei dat?")
    again = asked(harbour, first.question.text)
    assert first.question.text.startswith("Wie zei “De minister stelt 12 miljoen")
    assert (again.text, again.short, again.citations) == (first.text, first.short, first.citations)
    assert asked(harbour, "Hoeveel geld is er voor de havenpoort?", "Dank je", "Wie zei dat?") == first
    assert asked(harbour, "Hoeveel geld is er voor de havenpoort?", "Wie zei dat?", "Wie zei dat?").short == first.short


def test_a_user_can_quote_a_record_and_words_that_no_record_has_are_an_ordinary_question(harbour: Index) -> None:
    assert asked(harbour, 'Wie zei "de nachtboten onmisbaar"?').short == "De burgemeester van Merendam"
    assert asked(harbour, "Wie zei “de maan is van kaas”?").refusal is not None


def test_without_anything_before_it_it_is_a_question_as_any_other(harbour: Index) -> None:
    assert asked(harbour, "Wie zei dat?").short is None
    assert asked(harbour, "Wat kost een olifant?", "Wie zei dat?").refusal is not None


def test_of_the_real_record_the_speaker_is_the_one_who_promised(real_index: Index) -> None:
    told = asked(real_index, "Wat heeft de staatssecretaris toegezegd over mensenhandel?", "Wie zei dat?")
    assert told.short == "De Staatssecretaris"
