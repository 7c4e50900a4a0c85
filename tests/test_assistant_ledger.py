"""Questions for what was decided, promised and announced are answered from the ledger, and others are left alone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant import ledger
from assistant.answer import Answer
from assistant.cite import faults
from assistant.ledger import from_ledger
from assistant.question import Records, understand
from index.concepts import question_concepts
from index.embedding import BUILT_IN, open_encoder
from index.ingest import index_paths
from index.search import Index

FIRST = """# Verslag LOVP 4 juli 2022

## Wapens

De minister zegde toe dat er een gezamenlijke analyse van de wapens komt.

De Korpschef lichtte de cijfers toe. Er zijn nieuwe wapens.

De Staatssecretaris gaf uitleg over het onderzoek. Zij heeft een evaluatie toegezegd van het vuurwerkverbod.

Het LOVP stemde in met de nieuwe wapens. De Minister dankt het LOVP voor de steun bij het voorgenomen besluit over drones.

## Vuurwerk

Besloten is de proef met vuurwerk te stoppen. De aantallen worden in het volgende LOVP besproken.

## Actielijst

| Actie | Wie | Status |
|---|---|---|
| Bonden bellen over vuurwerk | Jan | Open |
"""
LATER = """# Verslag LOVP 26 september 2022

## Wapens

De gezamenlijke analyse van de wapens is in augustus verstuurd.

Afgesproken is dat de wapens worden gecontroleerd.
"""
MANY = "# Verslag LOVP 6 maart 2023\n\n## Wijk\n\n" + "\n\n".join(
    f"De korpschef zegde toe dat wijk {name} een agent krijgt."
    for name in "Aa Bos Cel Dal Esp Fort Gein Hof Ilp Jut".split()
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("verslagen")
    for name, text in {"eerst": FIRST, "later": LATER, "veel": MANY}.items():
        Path(folder / f"{name}.md").write_text(text)
    home = tmp_path_factory.mktemp("home")
    index_paths(home, open_encoder(BUILT_IN), [folder])
    with Index(home, open_encoder(BUILT_IN)) as opened:
        yield opened


def answered(index: Index, question: str) -> Answer | None:
    days, topics = index.store.meeting_days(), index.snapshot().topics
    asked = understand(question, [], Records(index.vocabulary, days, topics, date(2024, 1, 1)))
    answer = from_ledger(index, asked, question_concepts(asked.subject, index.vocabulary))

    def text(record_id: str) -> str | None:
        record = index.store.record(record_id)
        return record.text if record else None

    assert answer is None or (answer.answered and faults(answer, text) == [])
    return answer


def quotes(index: Index, question: str) -> list[str]:
    answer = answered(index, question)
    return [citation.quote for citation in answer.citations] if answer else []


def test_promises_about_a_subject_are_quoted_with_who_says_that_they_were_kept(index: Index) -> None:
    assert quotes(index, "Welke toezeggingen zijn gedaan over wapens?") == [
        "De minister zegde toe dat er een gezamenlijke analyse van de wapens komt.",
        "De Staatssecretaris gaf uitleg over het onderzoek. Zij heeft een evaluatie toegezegd van het vuurwerkverbod.",
        "De gezamenlijke analyse van de wapens is in augustus verstuurd.",
    ]


def test_what_one_speaker_promised_is_told_without_the_others(index: Index) -> None:
    assert quotes(index, "Wat heeft de staatssecretaris toegezegd?") == [
        "De Staatssecretaris gaf uitleg over het onderzoek. Zij heeft een evaluatie toegezegd van het vuurwerkverbod."
    ]
    assert quotes(index, "Wat heeft de minister toegezegd over vuurwerk?") == []


def test_decisions_are_those_that_were_taken_in_the_period_that_was_asked(index: Index) -> None:
    assert quotes(index, "Welke besluiten nam het LOVP in juli 2022?") == [
        "Het LOVP stemde in met de nieuwe wapens.",
        "Besloten is de proef met vuurwerk te stoppen.",
    ]
    assert quotes(index, "Wat is er in september 2022 afgesproken?") == [
        "Afgesproken is dat de wapens worden gecontroleerd."
    ]
    assert quotes(index, "Wat is er besloten over vuurwerk?") == ["Besloten is de proef met vuurwerk te stoppen."]


def test_what_is_intended_is_not_told_as_decided(index: Index) -> None:
    assert answered(index, "Wat is er besloten over drones?") is None
    assert answered(index, "Wat is het voorgenomen besluit over drones?") is None


def test_what_is_announced_is_told(index: Index) -> None:
    assert quotes(index, "Wat is aangekondigd voor het volgende LOVP?") == [
        "De aantallen worden in het volgende LOVP besproken."
    ]


def test_open_means_that_a_list_says_so(index: Index) -> None:
    assert quotes(index, "Welke toezeggingen staan nog open?") == ["Bonden bellen over vuurwerk | Jan | Open"]


def test_when_no_list_says_open_those_of_which_nothing_is_known_are_told_as_such(index: Index) -> None:
    answer = answered(index, "Welke toezeggingen van de staatssecretaris staan nog open?")
    assert answer is not None
    assert answer.text.startswith("Geen verslag zegt of dit gedaan is, en geen actielijst noemt het open:\n\n")
    assert "Zij heeft een evaluatie toegezegd" in answer.text


def test_kept_promises_are_told_with_the_words_that_say_so(index: Index) -> None:
    assert quotes(index, "Welke toezeggingen zijn nagekomen?") == [
        "De minister zegde toe dat er een gezamenlijke analyse van de wapens komt.",
        "De gezamenlijke analyse van de wapens is in augustus verstuurd.",
    ]


def test_at_most_eight_are_quoted_and_the_rest_is_counted(index: Index) -> None:
    answer = answered(index, "Welke toezeggingen deed de korpschef?")
    assert answer is not None
    assert len(answer.citations) == 8
    assert answer.text.endswith(
        "\n\nEn nog 2. Alle staan onder ‘Toezeggingen en besluiten’ (in de terminal: lovp ledger --kind toezegging)."
    )


def test_of_very_many_the_newest_are_read_until_there_is_enough(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    question = "Welke toezeggingen deed de korpschef?"
    whole = quotes(index, question)
    monkeypatch.setattr(ledger, "_READ", 3)
    answer = answered(index, question)
    assert answer is not None
    assert quotes(index, question) == whole
    assert answer.text.endswith(
        "\n\nEn nog ten minste 1. Alle staan onder ‘Toezeggingen en besluiten’ (in de terminal: lovp ledger --kind toezegging)."
    )


@pytest.mark.parametrize(
    "question",
    [
        "Is toegezegd dat er een analyse komt?",  # yes or no: answered by what is said
        "Wanneer is besloten over vuurwerk?",
        "Waarom is besloten de proef te stoppen?",
        "Wat zei de minister over wapens?",
        "Welke wapens zijn er?",
        "Welke besluiten zijn genomen over vliegtuigen?",
        "Wat is er besloten in 2019?",
    ],
)
def test_other_questions_and_those_it_knows_nothing_of_are_left_to_the_search(index: Index, question: str) -> None:
    assert answered(index, question) is None


def test_a_year_that_is_read_as_words_must_stand_in_the_entry(index: Index) -> None:
    records = Records(index.vocabulary, index.store.meeting_days(), index.snapshot().topics, date(2024, 1, 1))
    asked = understand("Welke besluiten nam het LOVP in 2019?", [], records).as_words()
    assert from_ledger(index, asked, question_concepts(asked.subject, index.vocabulary)) is None


def test_the_real_record_gives_its_promise_decisions_and_announcements(real_index: Index) -> None:
    (promise,) = quotes(real_index, "Welke toezeggingen zijn gedaan over mensenhandel?")
    assert "gezamenlijke analyse toegezegd" in promise
    told = " ".join(" ".join(quotes(real_index, "Welke besluiten nam het LOVP?")).split())
    assert "stemt in met de monitoring" in told
    assert "doelstellingen op strafrechtelijk afpakken" in told
    assert "oorgenomen" not in told
    coming = " ".join(quotes(real_index, "Wat is aangekondigd voor het volgende LOVP?"))
    assert "meerjarenbeleidsplan" in coming
    assert "aantallen" in coming
    assert quotes(real_index, "Welke toezeggingen zijn gedaan over geweldsmiddelen?") == []


def test_what_is_called_as_in_the_question_goes_before_what_is_only_near(tmp_path: Path) -> None:
    text = """# Verslag LOVP 6 mei 2024

## Sluizen

De minister zegt toe het tekort aan sluiswachters te melden.

De wethouder zegt toe de bezetting van de sluizen te tellen.
"""
    (tmp_path / "een.md").write_text(text)
    index_paths(tmp_path / "home", open_encoder(BUILT_IN), [tmp_path / "een.md"])
    with Index(tmp_path / "home", open_encoder(BUILT_IN)) as both:
        for asked, who in (("de bezetting", "De wethouder"), ("het tekort", "De minister")):
            (quote,) = quotes(both, f"Wat is er toegezegd over {asked}?")
            assert quote.startswith(who)
