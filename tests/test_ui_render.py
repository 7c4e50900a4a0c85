"""What the terminal shows, as Dutch text and as JSON of the contract."""

import json
from dataclasses import replace
from datetime import date

import pytest

from assistant.answer import Answer, Citation, PartKind, Question, ScopePart
from index.ingest import Summary
from index.intake import Skipped
from index.records import Hit, Note, NoteKind, Passage, Record, RecordKind, Scope, Section, Span
from ui import render, render_records

TITLE = "Korte terugkoppeling LOVP 3 mei 2021"
TEXT = f"{TITLE}\n\nVaartuigen\nDe boten\nvaren uit. De haven blijft open.\n"
SECTION = Section("Vaartuigen", "Korpschef", 2, Span(TEXT.index("De boten"), len(TEXT)))
RECORD = Record(
    "mei", TITLE, (date(2021, 5, 3), date(2021, 5, 4)), RecordKind.RECORD, "https://voorbeeld.nl", TEXT, (SECTION,)
)


def passage(span: Span = SECTION.span) -> Passage:
    return Passage(
        f"mei:{span.start}-{span.end}",
        "mei",
        TITLE,
        date(2021, 5, 3),
        "Vaartuigen",
        "Korpschef",
        2,
        span,
        span.of(TEXT),
    )


def cite(n: int, quote: str) -> Citation:
    start = TEXT.index(quote)
    return Citation(n, passage(), Span(start, start + len(quote)), quote)


QUESTION = Question("Varen de boten uit?", Scope(date(2021, 5, 1), date(2021, 5, 31)))
ANSWER = Answer(
    "“De boten varen uit.” [1] “De haven blijft open.” [2]",
    (cite(1, "De boten\nvaren uit."), cite(2, "De haven blijft open.")),
    True,
    "Ja",
    QUESTION,
    (("boten", "vaartuigen"), ("boten", "schepen"), ("haven", "kade")),
)
DECLINED = Answer("Dat kan ik niet vinden.", (), False, None, Question("Hoeveel paarden?"))
KEYS = [
    "question",
    "standalone",
    "answered",
    "answer",
    "short",
    "citations",
    "scope",
    "expansions",
    "composer",
    "elapsed_ms",
    "mark",
    "explanations",
    "refusal",
    "nearest",
    "notice",
    "withheld",
    "confidence",
]


def test_an_answer_as_json_has_the_keys_of_the_contract_in_order() -> None:
    found = render.answer_json("varen ze uit?", ANSWER, 12.345)
    assert list(found) == KEYS
    assert found | {"citations": [], "expansions": []} == {
        "question": "varen ze uit?",
        "standalone": "Varen de boten uit?",
        "answered": True,
        "answer": ANSWER.text,
        "short": "Ja",
        "citations": [],
        "scope": {
            "since": "2021-05-01",
            "until": "2021-05-31",
            "topic": None,
            "speaker": None,
            "parts": [],
            "note": None,
        },
        "expansions": [],
        "composer": "extractive",
        "elapsed_ms": 12.3,
        "mark": None,
        "explanations": [],
        "refusal": None,
        "nearest": [],
        "notice": None,
        "withheld": [],
        "confidence": None,
    }
    assert found["expansions"][0] == {"asked": "boten", "searched": "vaartuigen"}
    assert json.loads(json.dumps(found)) == found


def test_a_citation_as_json_says_where_its_quote_stands() -> None:
    first, second = render.answer_json("", ANSWER, 0)["citations"]
    assert first == {
        "n": 1,
        "record_id": "mei",
        "title": TITLE,
        "date": "2021-05-03",
        "topic": "Vaartuigen",
        "speaker": "Korpschef",
        "page": 2,
        "start": TEXT.index("De boten"),
        "end": TEXT.index(" De haven"),
        "quote": "De boten\nvaren uit.",
        "passage": "De boten\nvaren uit. De haven blijft open.\n",
    }
    assert TEXT[second["start"] : second["end"]] == second["quote"]


def test_a_citation_without_a_date_has_null_there() -> None:
    undated = replace(ANSWER.citations[0], passage=replace(passage(), date=None))
    assert render.answer_json("", replace(ANSWER, citations=(undated,)), 0)["citations"][0]["date"] is None


def test_an_error_has_the_shape_of_an_answer_and_says_why() -> None:
    found = render.error_json("x" * 3, "Uw vraag is te lang.")
    assert list(found) == [*KEYS, "error"]
    assert (found["question"], found["answered"], found["citations"], found["short"]) == ("xxx", False, [], None)
    assert found["answer"] == found["error"] == "Uw vraag is te lang."
    assert found["scope"] == {
        "since": None, "until": None, "topic": None, "speaker": None, "parts": [], "note": None,
    }  # fmt: skip


def test_an_answer_in_the_terminal_has_its_short_answer_its_sources_and_a_notice() -> None:
    assert render.answer_text("varen ze uit?", ANSWER) == "\n".join(
        [
            "Ja",
            "",
            "“De boten varen uit.” [1] “De haven blijft open.” [2]",
            "",
            "Bronnen:",
            "[1] Korte terugkoppeling LOVP 3 mei 2021, onder ‘Vaartuigen’, bladzijde 2",
            "[2] Korte terugkoppeling LOVP 3 mei 2021, onder ‘Vaartuigen’, bladzijde 2",
            "",
            "Begrepen als: Varen de boten uit?",
            "",
            "Ook gezocht op: boten → vaartuigen, schepen; haven → kade",
            "",
            render.NOTICE,
        ]
    )


def test_what_narrows_a_question_is_told_with_what_to_know_of_it() -> None:
    part = ScopePart(PartKind.PERIOD, "2021-05-01/2021-05-31", "LOVP van mei 2021", "in mei 2021")
    narrowed = replace(ANSWER, question=replace(QUESTION, parts=(part,), note="Gelezen als woorden."))
    lines = render.answer_text(QUESTION.text, narrowed).splitlines()
    assert "Beperkt tot: LOVP van mei 2021" in lines
    assert "Let op: Gelezen als woorden." in lines
    scope = render.answer_json("", narrowed, 0)["scope"]
    assert scope["parts"] == [
        {"kind": "period", "value": "2021-05-01/2021-05-31", "label": "LOVP van mei 2021", "words": "in mei 2021"}
    ]
    assert scope["note"] == "Gelezen als woorden."
    assert json.loads(json.dumps(scope)) == scope


def test_a_refusal_in_the_terminal_has_no_sources() -> None:
    assert render.answer_text("Hoeveel   paarden?", DECLINED) == f"Dat kan ik niet vinden.\n\n{render.NOTICE}"


def test_the_notice_says_that_it_is_automated() -> None:
    assert "geautomatiseerd" in render.NOTICE


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (passage(), f"{TITLE}, onder ‘Vaartuigen’, bladzijde 2"),
        (replace(passage(), page=None), f"{TITLE}, onder ‘Vaartuigen’"),
        (replace(passage(), title="Verslag"), "Verslag, 3 mei 2021, onder ‘Vaartuigen’, bladzijde 2"),
        (replace(passage(), title="Verslag", date=None, page=None), "Verslag, onder ‘Vaartuigen’"),
    ],
)
def test_a_source_is_one_line_that_names_its_day_once(one: Passage, line: str) -> None:
    assert render.source(one) == line


def test_hits_are_numbered_from_the_best() -> None:
    hits = [Hit(passage(), 0.0123456789), Hit(replace(passage(), page=None), 0.01)]
    lines = render.hits_text(hits).split("\n\n")
    assert lines[0] == f"1. {TITLE}, onder ‘Vaartuigen’, bladzijde 2\n   De boten varen uit. De haven blijft open."
    assert lines[1].startswith("2. ")
    assert render.hits_text([]) == "Niets gevonden."
    found = render.hit_json(1, hits[0])
    assert (found["rank"], found["score"], found["passage_id"]) == (1, 0.012346, passage().id)
    assert TEXT[found["start"] : found["end"]] == found["text"]


def test_a_record_as_json_has_the_keys_of_the_contract() -> None:
    assert render_records.record_json(RECORD, 4) == {
        "id": "mei",
        "title": TITLE,
        "dates": ["2021-05-03", "2021-05-04"],
        "kind": "record",
        "topics": ["Vaartuigen"],
        "passages": 4,
        "source": "https://voorbeeld.nl",
    }


def test_a_record_in_the_terminal_tells_what_it_is() -> None:
    noted = replace(RECORD, notes=(Note(NoteKind.DRAFT, "dit is een concept"),))
    shown = render_records.record_text(noted, 4, ["/map/mei.pdf"])
    assert shown.startswith(f"{TITLE}\n")
    for line in (
        "id:           mei",
        "3 mei 2021 en 4 mei 2021",
        "https://voorbeeld.nl",
        "soort:        terugkoppeling",
        "bestand:      /map/mei.pdf",
        "let op:       dit is een concept",
        "passages:     4",
        "- Vaartuigen",
    ):
        assert line in shown
    assert "onbekend" in render_records.record_text(replace(RECORD, dates=()), 4)


def test_the_list_of_records_counts_them() -> None:
    assert render_records.records_text([RECORD], {"mei": 4}).splitlines() == [
        "2021-05-03  mei  (1 onderwerp, 4 passages)",
        "",
        "1 verslag",
    ]
    two = render_records.records_text([RECORD, replace(RECORD, id="brief", dates=())], {"mei": 1})
    assert "(1 onderwerp, 1 passage)" in two
    assert "geen datum  brief  (1 onderwerp, 0 passages)" in two
    assert two.endswith("\n2 verslagen")
    assert render_records.records_text([], {}) == "Er zijn nog geen verslagen ingelezen."


SUMMARY = Summary(2, 1, 3, 0, (Skipped("/map/a.pdf", "het bestand is leeg"),), 1, 12.34)


def test_a_summary_as_json_has_the_keys_of_the_contract() -> None:
    assert render_records.summary_json(SUMMARY) == {
        "new": 2,
        "changed": 1,
        "unchanged": 3,
        "removed": 0,
        "skipped": [{"path": "/map/a.pdf", "reason": "het bestand is leeg"}],
        "passages": 1,
        "seconds": 12.34,
    }


def test_a_summary_in_the_terminal_names_every_file_that_was_skipped() -> None:
    assert render_records.summary_text(SUMMARY).splitlines() == [
        "Nieuw: 2, gewijzigd: 1, ongewijzigd: 3, verwijderd: 0, overgeslagen: 1.",
        "De index heeft nu 1 passage. Dat duurde 12,3 seconden.",
        "Overgeslagen: /map/a.pdf: het bestand is leeg",
    ]
