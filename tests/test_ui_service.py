"""What programs can do with the records: the same as the command line tells, with a link at every place."""

import shutil
from pathlib import Path

import pytest
from api_site import RECORD, TASER, told
from conftest import Lovp
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assistant.ask import QuestionError
from index.embedding import BUILT_IN, open_encoder
from index.errors import UsageError, UserError
from index.ingest import index_paths
from index.search import Index
from ui import service_types, web_text_api
from ui.access import ANYONE
from ui.limits import TooManyError
from ui.service import Service, answer, ask, bounds, comparison, ledger, over_time, search
from ui.service_records import WINDOW_CHARS, NoRecordError, missing, record, records, text
from ui.service_refusal import ShapeError, asker, refused
from ui.web_place import place_of, record_address


@pytest.fixture(scope="session")
def service(example_index: Index) -> Service:
    """The example records, with a browser face at a public address."""
    return Service(example_index, site="https://lovp.example")


# the same as the command line


@pytest.mark.parametrize(
    "question",
    [TASER, "Hoeveel walvissen zijn er geteld?", "Welke toezeggingen zijn er gedaan?", "Wat zei de minister in 2021?"],
)
def test_an_answer_is_that_of_the_command_line(filled: Lovp, service: Service, question: str) -> None:
    assert told(ask(service, question)) == told(filled("ask", "--json", question).json)


def test_an_answer_within_bounds_is_that_of_the_command_line(filled: Lovp, service: Service) -> None:
    given = filled("ask", "--json", "--since", "2020", "--topic", "capaciteit", "Wat is er gezegd?").json
    assert told(ask(service, "Wat is er gezegd?", scope=bounds("2020", topic="capaciteit"))) == told(given)


def test_an_answer_after_other_questions_is_that_of_the_command_line(filled: Lovp, service: Service) -> None:
    line = '{"question": "En in 2021?", "history": ["Wat is er gezegd over politiecapaciteit?"]}'
    given = filled("ask", "--json", "-", given=line).json
    assert told(ask(service, "En in 2021?", ["Wat is er gezegd over politiecapaciteit?"])) == told(given)


def test_the_other_operations_are_those_of_the_command_line(filled: Lovp, service: Service) -> None:
    assert told(search(service, "taser", 3)) == told(filled("search", "-k", "3", "--json", "taser").json)
    assert told(records(service)) == told(filled("records", "--json").json)
    assert told(missing(service)) == told(filled("records", "--gaps", "--json").json)
    assert told(ledger(service, "besluit", scope=bounds("2020"))) == told(
        filled("ledger", "--kind", "besluit", "--since", "2020", "--json").json
    )
    assert told(over_time(service, "taser")) == told(filled("timeline", "taser", "--json").json)
    assert told(comparison(service, "2019-06-24", "2019-10-28")) == told(
        filled("compare", "2019-06-24", "2019-10-28", "--json").json
    )
    whole = filled("records", "show", RECORD, "--json").json
    described = told(record(service, RECORD))
    assert {key: described[key] for key in whole if key not in {"places", "text"}} == {
        key: value for key, value in whole.items() if key not in {"places", "text"}
    }
    assert described["characters"] == len(whole["text"])


def test_a_key_that_the_shapes_do_not_know_is_a_defect() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        service_types.Expansion.model_validate({"asked": "boa", "searched": "opsporingsambtenaar", "score": 1})


# links


def test_every_place_has_the_link_of_its_words(service: Service) -> None:
    found, out = answer(service, TASER)
    assert [one.url for one in out.citations] == [
        f"https://lovp.example{place_of(citation).address}" for citation in found.citations
    ]
    for one in search(service, "taser"):
        assert one.url
        assert one.url.startswith(f"https://lovp.example{record_address(one.record_id)}#{one.start}-{one.end}.")
    assert all(entry.url and f"#{entry.start}-{entry.end}." in entry.url for entry in ledger(service))
    assert all(quote.url for moment in over_time(service, "taser").moments for quote in moment.quotes)
    assert all(one.quote.url for one in comparison(service, "2019-06-24", "2019-10-28").new)
    assert [one.url is None for one in missing(service)] == [one.start is None for one in missing(service)]


def test_without_a_face_in_the_browser_a_link_is_the_page_that_a_record_came_from(service: Service) -> None:
    alone = Service(service.index)
    sources = {one.id: one.source for one in records(alone)}
    assert sources[RECORD].startswith("https://")
    assert {one.url for one in ask(alone, TASER).citations} == {sources[RECORD]}
    assert {one.id: one.url for one in records(alone)} == {
        key: source if source.startswith("https://") else None for key, source in sources.items()
    }


def test_where_files_lie_is_not_told(tmp_path: Path) -> None:
    folder = tmp_path / "geheime map"
    folder.mkdir()
    (folder / "Verslag LOVP 3 maart 2021.txt").write_text("LOVP 3 maart 2021\n\nDe stal blijft open.\n" * 9, "utf-8")
    (folder / "kapot.pdf").write_bytes(b"%PDF-1.7 en verder niets")
    index_paths(tmp_path / "home", open_encoder(BUILT_IN), [folder])
    with Index(tmp_path / "home", open_encoder(BUILT_IN)) as index:
        service = Service(index)
        out = [*missing(service), *records(service), *(record(service, one.id) for one in records(service))]
        said = " ".join(one.model_dump_json() for one in out)
    assert "kapot.pdf" in said
    assert "geheim" not in said
    assert str(tmp_path) not in said


# reading a record


@given(width=st.integers(1, WINDOW_CHARS))
def test_windows_join_to_the_whole_text(service: Service, width: int) -> None:
    width = max(width, 200)
    start: int | None = 0
    read = ""
    while start is not None:
        window = text(service, RECORD, start, start + width)
        assert window.text == service.index.text_of(RECORD)[window.start : window.end]  # type: ignore[index]  # it is there
        read, start = read + window.text, window.next
    assert read == service.index.text_of(RECORD)


def test_a_quote_is_read_back_to_the_letter_with_its_topic(service: Service) -> None:
    (cited,) = ask(service, TASER).citations
    window = text(service, cited.record_id, cited.start, cited.end)
    assert window.text == cited.quote
    assert [part.topic for part in window.sections] == [cited.topic]
    assert window.characters == len(service.index.text_of(RECORD) or "")


def test_a_window_without_an_end_has_as_much_as_one_may_get(tmp_path: Path) -> None:
    file = tmp_path / "Verslag LOVP 3 maart 2021.txt"
    file.write_text("Verslag LOVP 3 maart 2021\n\n" + "De stal blijft open voor wie dat wil. " * 1_000, "utf-8")
    index_paths(tmp_path / "home", open_encoder(BUILT_IN), [file])
    with Index(tmp_path / "home", open_encoder(BUILT_IN)) as index:
        (only,) = records(Service(index))
        first = text(Service(index), only.id)
        assert (len(first.text), first.next) == (WINDOW_CHARS, WINDOW_CHARS)
        assert text(Service(index), only.id, first.characters).text == ""


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (-1, None, "Kies een start"),
        (10**9, None, "Kies een start"),
        (9, 8, "Draai"),
        (0, WINDOW_CHARS + 1, "20000 tekens"),
    ],
)
def test_a_window_that_cannot_be_is_refused(service: Service, start: int, end: int | None, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        text(service, RECORD, start, end)


# what can't be used


def test_what_cannot_be_used_is_told_in_dutch(service: Service) -> None:
    for call, said in (
        (lambda: ask(service, " "), "Stel een vraag"),
        (lambda: ask(service, "x" * 2_001), "hoogstens 2000"),
        (lambda: search(service, ""), "Geef woorden"),
        (lambda: search(service, "taser", scope=bounds(topic="walvissen")), "walvissen"),
        (lambda: over_time(service, "\u200b "), "Noem een onderwerp"),
        (lambda: comparison(service, "gisteren", "2019-10-28"), "geen datum|verslag|LOVP"),
        (lambda: comparison(service, "zomaar", "2019-10-28"), "geen datum"),
        (lambda: comparison(service, "2019-10-28", "2019-10"), "verschillende"),
        (lambda: comparison(service, "2019-10-28", "1999"), "1999"),
        (lambda: bounds("2021", "2020"), "periode|eind"),
        (lambda: bounds("nooit"), "geen datum"),
        (lambda: record(service, "nooit"), "geen verslag met id ‘nooit’"),
    ):
        with pytest.raises(UsageError, match=said):
            call()


def test_too_many_words_to_search_are_no_search(service: Service) -> None:
    with pytest.raises(QuestionError, match="hoogstens 2000"):
        search(service, "taser " * 400)


# refusals


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (TooManyError("Wacht even.", 7), 429, "Wacht even."),
        (NoRecordError("Er is geen verslag."), 404, "Er is geen verslag."),
        (UsageError("Dat is geen datum."), 422, "Dat is geen datum."),
        (ShapeError("Onbekend."), 400, "Onbekend."),
        (UserError("/srv/geheim is stuk"), 503, web_text_api.UNAVAILABLE),
        (RuntimeError("geheim"), 500, web_text_api.SORRY),
        (PermissionError("geheim"), 500, web_text_api.SORRY),
    ],
)
def test_a_refusal_tells_only_what_is_meant_for_the_reader(error: Exception, status: int, message: str) -> None:
    found = refused(error)
    assert (found.status, found.message) == (status, message)
    assert found.wait == (7 if status == 429 else None)


def test_who_asks_is_counted_by_name_or_else_by_address_and_never_without_the_guard() -> None:
    passed = {"state": {"user": ANYONE}, "client": ("127.0.0.1", 5)}
    assert asker(passed) == "127.0.0.1"
    with pytest.raises(PermissionError):
        asker({"client": ("127.0.0.1", 5)})


def test_a_name_from_outside_is_repeated_short_and_without_hidden_signs() -> None:
    fault = {"type": "extra_forbidden", "loc": ("body", "a\u202eb\n" + "x" * 500)}
    said = web_text_api.wrong([fault])
    assert "\u202e" not in said
    assert len(said) < 100
    assert web_text_api.wrong([]) == web_text_api.UNUSABLE


def test_the_home_folder_of_the_examples_is_left_as_it_was(examples_home: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(examples_home, tmp_path / "home"))
    before = (copy / "lovp.sqlite3").read_bytes()
    with Index(copy, open_encoder(BUILT_IN)) as index:
        service = Service(index)
        ask(service, TASER)
        search(service, "taser")
        ledger(service)
        over_time(service, "taser")
        missing(service)
        text(service, RECORD)
    assert (copy / "lovp.sqlite3").read_bytes() == before
