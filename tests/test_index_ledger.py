"""What a record decides, promises and announces is found with its words, and nothing that only looks like it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from themes import record_of

from index.ledger import Entry, Status, record_to_entries
from index.ledger_acts import acts_of
from index.ledger_clause import EntryKind
from index.records import Record, RecordKind, Section, SectionKind, Span

DAY = date(2023, 11, 20)


def found_in(*paragraphs: str, kind: SectionKind = SectionKind.TEXT) -> tuple[Record, list[Entry]]:
    record = record_of({"Onderwerp": "\n\n".join(paragraphs)}, DAY)
    (section,) = record.sections
    record = Record(
        record.id,
        record.title,
        record.dates,
        RecordKind.RECORD,
        record.source,
        record.text,
        (Section(section.topic, None, None, section.span, kind),),
    )
    return record, [entry for entry in record_to_entries(record) if entry.kind is not EntryKind.DONE]


def parts(*paragraphs: str, kind: SectionKind = SectionKind.TEXT) -> list[tuple[str | None, ...]]:
    """Of each entry its kind, who, what, to whom and by when, as they stand in the record."""
    record, entries = found_in(*paragraphs, kind=kind)

    def words(span: Span | None) -> str | None:
        return None if span is None else span.of(record.text)

    return [(e.kind.value, words(e.who), words(e.what), words(e.to_whom), words(e.by_when)) for e in entries]


def kinds(sentence: str) -> list[str]:
    return [act.kind.value for act in acts_of(sentence) if act.kind is not EntryKind.DONE]


# what counts


@pytest.mark.parametrize(
    "sentence",
    [
        "De minister zegde de Kamer toe om voor het zomerreces een brief te sturen.",
        "Op verzoek van de regioburgemeesters zegt de korpschef toe om de cijfers te delen.",
        "Daarop zegden de bewindslieden toe het rapport te publiceren.",
        "Door de wethouder is toegezegd dat er een onderzoek komt.",
        "Toegezegd wordt een evaluatie in het najaar.",
        "Het college doet de toezegging dat de huur niet stijgt.",
        "De voorzitter: ik zeg toe dat ik dat uitzoek.",
        "De burgemeester komt hier in de volgende vergadering op terug.",
        "De DG stuurt de notitie voor 1 december aan de leden.",
        "De korpschef zal dit nader uitwerken en de leden informeren.",
        "Zij gaat in op de uitnodiging om het plan te bespreken.",
        "Toezegging wethouder Jansen: de raad ontvangt een overzicht.",
        "Actie: planning rondsturen.",
    ],
)
def test_a_promise_is_found_however_it_is_put(sentence: str) -> None:
    assert "toezegging" in kinds(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Het LOVP besluit om de pilot te verlengen.",
        "Besloten is de proef niet te verlengen.",
        "Na discussie besluit de raad met 12 stemmen voor het voorstel aan te nemen.",
        "De raad stelt de begroting vast.",
        "De commissie keurt het verslag goed.",
        "Het LOVP is akkoord met de nieuwe verdeling.",
        "Partijen zijn overeengekomen dat de kosten worden gedeeld.",
        "Er wordt besloten om een werkgroep in te stellen.",
        "Men spreekt af dat de DG de brief opstelt.",
        "Hiermee stemt de vergadering in.",
        "Het bestuur stemde met de nieuwe werkwijze in.",
        "Het LOVP stemt in met de cijfers zolang er geen nieuwe zijn.",
        "De burgemeesters hebben afgesproken dat er geen vergunningen komen.",
        "De motie wordt met 14 tegen 9 stemmen verworpen.",
        "Besluit 2: de communicatie gaat van start.",
    ],
)
def test_a_decision_is_found_however_it_is_put(sentence: str) -> None:
    assert "besluit" in kinds(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Het volgend LOVP komt het meerjarenplan aan de orde.",
        "Over de aantallen wordt volgend LOVP doorgesproken.",
        "De evaluatie komt in het LOVP van september terug.",
        "Op de agenda van de volgende vergadering staat de jaarrekening.",
        "Dit punt wordt doorgeschoven naar de volgende vergadering.",
        "Besluitvorming is aangehouden en komt terug in de raad van februari.",
        "Afgesproken is dat dit onderwerp in september terugkomt.",
    ],
)
def test_an_announced_item_is_found(sentence: str) -> None:
    assert "aankondiging" in kinds(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        # denied
        "De minister zegde niet toe dat er extra geld komt.",
        "Daarmee is nadrukkelijk niet toegezegd dat er geld komt.",
        "Dat mag niet worden opgevat als toezegging voor extra geld.",
        "Er is nog geen besluit genomen.",
        "Het onderwerp komt niet terug in het volgende LOVP.",
        "Besluit: geen.",
        # asked and wished
        "Heeft de minister toegezegd dat er geld komt?",
        "Aan de regioburgemeesters is niet gevraagd of zij ermee instemmen.",
        "De regioburgemeesters vroegen om een toezegging.",
        "De regioburgemeesters hopen op afspraken over capaciteit.",
        "De raad wordt gevraagd te besluiten over het plan.",
        "De burgemeesters vroegen het onderwerp in het volgende LOVP te bespreken.",
        "Het OM wil dat er snel wordt besloten.",
        # possible, imagined, to come
        "Als de minister toezegt dat er geld komt, kunnen we beginnen.",
        "De wethouder zou de raad informeren.",
        "Er zou zijn toegezegd dat er geld komt.",
        "De begroting kan in het volgende LOVP aan de orde komen.",
        "Het kabinet moet nog besluiten over de begroting.",
        "Over een maand wordt besloten of het doorgaat.",
        # intended
        "De Minister dankt het LOVP voor de steun bij het voorgenomen besluit.",
        "Het bestuur is voornemens om twee kazernes te sluiten.",
        "Het LOVP stemt in met het voorgenomen besluit.",
        # put off
        "De besluitvorming is aangehouden.",
        # of an earlier time
        "In 2018 had de minister toegezegd dat er geld zou komen.",
        "De directeur heeft eerder toegezegd dat niemand wordt ontslagen.",
        "Zoals afgesproken is de notitie vooraf gedeeld.",
        "De campagne is later begonnen dan beloofd.",
        # only mentioned
        "De kwantitatieve afspraken liggen op schema.",
        "De procesafspraken zijn toegelicht.",
        "In het besloten deel van de vergadering is gesproken.",
        "Vastgesteld is dat de cijfers dalen.",
        "De reserves dalen tot 5 miljoen euro, de ondergrens die is afgesproken.",
        "Het definitieve besluit gaat naar de Tweede Kamer.",
        "De politie stuurt elk jaar een brief aan alle gemeenten.",
        "Het volgende LOVP is op 14 februari 2022.",
        "De agenten komen in mei terug van missie.",
        "Het regeerakkoord bevat extra geld.",
    ],
)
def test_what_only_looks_like_it_is_no_entry(sentence: str) -> None:
    assert kinds(sentence) == []


def test_what_was_decided_on_an_earlier_date_is_told_and_not_decided_now() -> None:
    assert parts("In december 2022 heeft het overleg besloten te stoppen.") == []
    assert parts("Het plan is op 28 september 2021 vastgesteld.") == []
    assert [part[0] for part in parts("Het verslag van 14 december 2020 wordt vastgesteld.")] == ["besluit"]


# who, what, to whom, by when


def test_the_parts_of_a_promise_are_those_of_the_sentence() -> None:
    assert parts("Toezegging wethouder Jansen: de raad ontvangt vóór 1 maart 2024 een overzicht.") == [
        (
            "toezegging",
            "wethouder Jansen",
            "de raad ontvangt vóór 1 maart 2024 een overzicht",
            "de raad",
            "vóór 1 maart 2024",
        )
    ]
    assert parts("De minister heeft de regio beloofd om nog voor de zomer met een regeling te komen.") == [
        ("toezegging", "De minister", "met een regeling te komen", "de regio", "nog voor de zomer")
    ]


def test_what_a_sentence_does_not_say_is_none() -> None:
    assert parts("Er is toegezegd dat er een onderzoek komt.") == [
        ("toezegging", None, "een onderzoek komt", None, None)
    ]


def test_zij_is_the_one_with_whom_the_sentence_before_opens() -> None:
    record, (entry,) = found_in("De Staatssecretaris gaf uitleg. Zij zegde toe dat er een analyse komt.")
    assert entry.who is not None
    assert entry.who.of(record.text) == "De Staatssecretaris"
    assert entry.span.of(record.text).startswith("De Staatssecretaris gaf uitleg.")


@pytest.mark.parametrize(
    "before",
    [
        "De regioburgemeesters gaven uitleg.",  # they are more, and "zegde" is one
        "Er was uitleg van de Staatssecretaris.",  # not who the sentence is about
        "Men gaf uitleg.",
    ],
)
def test_zij_is_nobody_when_it_is_not_plain_who_is_meant(before: str) -> None:
    _, (entry,) = found_in(f"{before} Zij zegde toe dat er een analyse komt.")
    assert entry.who is None


def test_who_invites_is_not_who_accepts() -> None:
    _, (entry,) = found_in("De burgemeesters nodigden haar uit, en zij nam die uitnodiging aan.")
    assert entry.who is None


def test_the_sentence_before_comes_along_only_when_it_is_needed() -> None:
    record, entries = found_in("Er ligt een rapport. Het wordt op 19 april besproken. Besloten is te wachten.")
    assert [entry.span.of(record.text) for entry in entries] == [
        "Er ligt een rapport. Het wordt op 19 april besproken.",
        "Besloten is te wachten.",
    ]


PIECES = [
    "De minister",
    "zegde toe",
    "Zij",
    "besluit:",
    "1.",
    "Besluit:",
    ".",
    "|",
    "\n",
    "niet",
    "komt terug",
    "de raad",
    "- ",
]


@given(
    st.lists(
        st.sampled_from([*PIECES, "wordt volgend LOVP besproken", "vóór 1 maart", "Actie Jan: x y", ", gereed"]),
        max_size=25,
    )
)
def test_every_part_is_a_literal_place_and_lies_in_its_quote(pieces: list[str]) -> None:
    for kind in (SectionKind.TEXT, SectionKind.ACTIONS):
        record, entries = found_in(" ".join(pieces) or "leeg", kind=kind)
        for entry in entries:
            assert 0 <= entry.span.start < entry.span.end <= len(record.text)
            assert entry.span.of(record.text).strip()
            for part in (entry.what, entry.to_whom, entry.by_when):
                assert part is None or (part.within(entry.span) and part.of(record.text).strip())


# lists


def test_a_numbered_list_of_decisions_is_quoted_whole_with_the_line_above_it() -> None:
    record, (entry,) = found_in("Het algemeen bestuur besluit:\n1. de begroting vast te stellen;\n2. te stoppen.\n")
    assert entry.kind is EntryKind.DECISION
    assert entry.span.of(record.text).startswith("Het algemeen bestuur besluit:\n1. de begroting")
    assert entry.span.of(record.text).endswith("2. te stoppen.")


def test_the_rows_of_a_table_of_actions_have_their_state() -> None:
    table = (
        "Nr | Actie | Wie | Wanneer | Status\n"
        "1 | Handleiding bijwerken | Frank | 1 april | Open\n"
        "2 | Notitie sturen aan de leden | Ingrid | 15 februari | Gereed\n"
        "3 | Proefomgeving regelen | Peter |  | nog niet gereed\n"
        "4 | Geen | | |"
    )
    _, entries = found_in(table, kind=SectionKind.ACTIONS)
    assert [entry.status for entry in entries] == [Status.OPEN, Status.DONE, Status.UNKNOWN]
    assert parts(table, kind=SectionKind.ACTIONS)[0] == (
        "toezegging",
        "Frank",
        "Handleiding bijwerken",
        None,
        "1 april",
    )


def test_the_items_of_a_list_of_actions_tell_who_what_and_whether_it_is_done() -> None:
    items = "- Wethouder De Boer: overzicht naar de raad, gereed.\n[ ] Notitie maken (Ingrid)\n[x] Zaal regelen\nGeen"
    record, entries = found_in(items, kind=SectionKind.ACTIONS)
    assert [entry.status for entry in entries] == [Status.DONE, Status.OPEN, Status.DONE]
    assert [entry.who and entry.who.of(record.text) for entry in entries] == ["Wethouder De Boer", "Ingrid", None]


def test_who_was_there_and_what_was_planned_are_passed_over() -> None:
    for kind in (SectionKind.AGENDA, SectionKind.ATTENDANCE):
        assert found_in("Besluit: het plan gaat door.", kind=kind)[1] == []
