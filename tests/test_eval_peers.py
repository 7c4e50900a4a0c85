"""Other systems beside ours: what stands in for a model, what an answer of theirs becomes, when they decline, and the report."""

from datetime import date
from pathlib import Path

import pytest

from eval.bm25 import bm25, quoting
from eval.cited import Piece, cited, declined, where
from eval.declining import Threshold, declining, fairest
from eval.extractive import CANNOT, PromptError, chosen, completion, covered, read_prompt
from eval.facts import parse_facts
from eval.found import plain_bm25
from eval.gold import Unit, facts_to_cases
from eval.judged import Row, judged
from eval.measures import Outcome, has_valid_citations, is_faithful
from eval.peers import BM25, LLAMA, OURS, SECTION, blocks
from eval.peers_report import as_section, lost, seen
from eval.sections import kept, replaced
from eval.sets import SETS, TEST, FactSet
from index.embedding import BUILT_IN, open_encoder
from index.passage import record_to_passages
from index.progress import silent
from index.records import Record, RecordKind, Section, Span

PROMPT = """Cite your sources. For example:
Source 1:
The sky is red in the evening and blue in the morning.
Query: When is water wet?
Answer: Water will be wet when the sky is red [2].
Now it's your turn. Below are several numbered sources of information:
------
Source 1:
De brug is dicht. De kosten van de brug bedragen ca. 3 miljoen euro.

Source 2:
De kosten zijn
hoog.
------
Query: Wat kostte de brug?
Answer: """


def a_record(text: str, day: date = date(2022, 4, 11)) -> Record:
    whole = Span(0, len(text))
    return Record("r", "Verslag", (day,), RecordKind.RECORD, "r.txt", text, (Section("Brug", None, None, whole),))


# --- the reader that stands in for a model


def test_the_reader_reads_the_sources_and_the_query_and_not_the_example() -> None:
    query, sources = read_prompt(PROMPT)
    assert query == "Wat kostte de brug?"
    assert [n for n, _ in sources] == [1, 2]
    assert "sky" not in str(sources)
    assert sources[1][1] == "De kosten zijn\nhoog."


@pytest.mark.parametrize(
    "prompt", ["", "Query: wat?\nAnswer: ", "\n------\ngeen bronnen\n------\nQuery: wat?\nAnswer: "]
)
def test_a_prompt_of_another_make_is_an_error_and_no_refusal(prompt: str) -> None:
    with pytest.raises(PromptError):
        completion(prompt)


def test_the_reader_copies_whole_sentences_with_most_of_the_words_first() -> None:
    assert completion(PROMPT) == (
        "De kosten van de brug bedragen ca. 3 miljoen euro. [1] De brug is dicht. [1] De kosten zijn hoog. [2]"
    )


def test_the_reader_declines_only_when_no_source_has_a_word() -> None:
    assert completion(PROMPT.replace("Wat kostte de brug?", "Wie is de burgemeester?")) == CANNOT
    assert completion(PROMPT.replace("Wat kostte de brug?", "Wat is dat?")) == CANNOT
    assert completion(PROMPT.replace("Wat kostte de brug?", "Wie sloot alle bruggen?")) != CANNOT


def test_a_rare_word_counts_for_more_and_a_repeated_sentence_once() -> None:
    sources = [(1, "De brug is oud. De brug is lang. De brug is smal."), (2, "Het sluisje lekt. De brug is oud.")]
    assert chosen("brug sluisje", sources, 2) == [(2, "Het sluisje lekt."), (1, "De brug is oud.")]
    assert sum(text == "De brug is oud." for _, text in chosen("brug", sources, 9)) == 1


def test_a_heading_comes_after_every_sentence() -> None:
    text = "De brug in Zwolle\n\nDe brug is dicht. (Zwolle doet mee.)"
    assert [said for _, said in chosen("brug Zwolle", [(1, text)])] == [
        "De brug is dicht.",
        "(Zwolle doet mee.)",
        "De brug in Zwolle",
    ]


def test_coverage_is_the_share_of_the_words_of_the_question() -> None:
    assert covered("Wat kostte de brug?", "De kosten van de bruggen.") == 1.0
    assert covered("Wat kostte de brug in Zwolle?", "De brug.") == pytest.approx(1 / 3)
    assert covered("Wat is dat?", "De brug.") == 0.0


# --- their answers as ours

TEXT = "Inleiding.\n\nDe brug  is\ndicht. De pont vaart niet. Slot."
PIECE = Piece(a_record(TEXT), "De brug is dicht.\nDe pont vaart niet.")


def test_a_sentence_becomes_a_quote_at_its_place_whatever_the_white_space() -> None:
    answer = cited("v", "De brug is dicht. [4] De pont vaart niet. [4]", {4: PIECE}, "x", 0.5)
    assert answer.text == "De brug is dicht. [1] De pont vaart niet. [2]"
    assert [citation.quote for citation in answer.citations] == ["De brug  is\ndicht.", "De pont vaart niet."]
    assert all(is_faithful(citation, TEXT) for citation in answer.citations)
    assert has_valid_citations(answer)
    assert answer.citations[0].passage.text == "De brug  is\ndicht. De pont vaart niet."
    assert answer.citations[0].passage.date == date(2022, 4, 11)


@pytest.mark.parametrize("said", ["De brug is open.", "Slot."])
def test_a_sentence_that_the_piece_has_not_becomes_no_literal_quote(said: str) -> None:
    (citation,) = cited("v", f"{said} [1]", {1: PIECE}, "x").citations
    assert citation.quote == said
    assert not is_faithful(citation, TEXT)


def test_a_marker_to_nowhere_makes_the_citations_invalid() -> None:
    answer = cited("v", "De brug is dicht. [1] De pont vaart niet. [2]", {1: PIECE}, "x")
    assert len(answer.citations) == 1
    assert not has_valid_citations(answer)
    assert not has_valid_citations(cited("v", "De brug is dicht.", {1: PIECE}, "x"))


def test_nothing_stands_nowhere() -> None:
    assert where(" ", TEXT) is None
    assert where("pont (", TEXT) is None


# --- BM25

LINES = ["De brug in Zwolle is dicht.", "De brug is open. De brug lekt.", "De pont vaart.", ""]


@pytest.mark.parametrize("question", ["brug Zwolle", "de brug lekt", "is de pont open", "zebra", ""])
def test_the_scores_rank_as_the_plain_search_of_the_retrieval_benchmark(question: str) -> None:
    search = plain_bm25([Unit(str(n), (), text) for n, text in enumerate(LINES)])
    (case,) = facts_to_cases(parse_facts([{"id": "x", "question": question or " ?", "facts": ["z"]}]), [], {})
    ranked = bm25(LINES)(question)
    assert tuple(str(place) for place, _ in ranked) == search(case).passages
    assert [score for _, score in ranked] == sorted((score for _, score in ranked), reverse=True)


def test_bm25_quotes_the_best_sentence_of_the_best_passage_and_else_declines() -> None:
    record = a_record("De pont vaart. De brug in Zwolle is dicht. De brug is oud.")
    passages = record_to_passages(record)
    answers = quoting(passages, {record.id: record})
    found = answers("Is de brug in Zwolle dicht?")
    assert found.text == "De brug in Zwolle is dicht. [1]"
    assert is_faithful(found.citations[0], record.text)
    assert answers("zebra") == declined("zebra", CANNOT, "BM25")


def test_a_higher_score_of_bm25_is_a_higher_confidence() -> None:
    record = a_record("De brug in Zwolle is dicht.")
    answers = quoting(record_to_passages(record), {record.id: record})
    less, more = (answers(question).confidence or 0.0 for question in ("brug", "brug in Zwolle"))
    assert 0 < less < more < 1


# --- declining


def a_row(name: str, sure: float, *, abstain: bool = False, right: bool = True) -> Row:
    entry = {
        "id": name,
        "question": name,
        **({"abstain": True} if abstain else {"facts": ["dicht" if right else "open"]}),
    }
    (fact,) = parse_facts([entry])
    return judged(fact, cited("q", "De brug is dicht. [1]", {1: PIECE}, "x", sure), None, 5.0, {"r": TEXT})


ROWS = [a_row("a", 0.9), a_row("b", 0.6), a_row("c", 0.5, abstain=True), a_row("d", 0.2), a_row("e", 0.1, abstain=True)]


def test_the_threshold_is_the_one_with_the_fewest_errors() -> None:
    assert fairest(ROWS) == Threshold("zijn eigen score", 0.2, 1)  # 0.6 costs d, so as many: the lowest answers most


def test_a_system_that_only_errs_declines_all_but_its_surest() -> None:
    rows = [a_row("a", 0.3, abstain=True), a_row("b", 0.4, abstain=True), a_row("c", 0.7), a_row("d", 0.8, right=False)]
    assert fairest(rows) == Threshold("zijn eigen score", 0.7, 1)


def test_what_lies_below_the_threshold_is_judged_as_a_refusal() -> None:
    rows = declining(ROWS, Threshold("zijn eigen score", 0.6, 1), {"r": TEXT})
    assert [row.verdict for row in rows] == [Outcome.RIGHT, Outcome.RIGHT, Outcome.RIGHT, Outcome.WRONG, Outcome.RIGHT]
    assert [row.no_over_refusal is Outcome.WRONG for row in rows] == [False, False, False, True, False]
    assert [row.quotes for row in rows] == [1, 1, 0, 0, 0]
    assert {row.elapsed_ms for row in rows} == {5.0}
    assert sum(row.verdict is Outcome.WRONG for row in rows) == 1


def test_a_crash_stays_a_miss_under_any_threshold() -> None:
    (fact,) = parse_facts([{"id": "x", "question": "x", "abstain": True}])
    crashed = judged(fact, None, "boom", 1.0)
    limit = fairest([crashed])
    assert limit.errors == 1
    assert declining([crashed], limit, {}) == (crashed,)


# --- sections of a report


def test_a_section_replaces_only_itself_and_all_are_kept() -> None:
    whole = replaced(replaced("# Kop\n", "een", "eerste"), "twee", "tweede")
    again = replaced(whole, "een", "anders")
    assert "eerste" not in again
    assert again.startswith("# Kop\n\n<!-- een: begin -->\n\nanders\n\n<!-- een: einde -->")
    assert kept(again) == again.removeprefix("# Kop\n\n").rstrip()
    assert replaced(again, "een", "anders") == again
    assert kept("# Kop\n") == ""


# --- the whole


RECORD = "2022-05-16 Besluitenlijst Regionaal Veiligheidsoverleg Noorderland.txt"
FACTS = """
- id: lang
  question: Hoe lang duurde de evacuatie van Lage Veen?
  facts: ['5 uur']
  evidence: '5 uur'
  record: "2022-05-16"
- id: nee
  question: Hoeveel zebra's wonen er in Lage Veen?
  abstain: true
"""
HELD_BACK = """
- id: geheim
  question: Tot hoeveel euro dalen de reserves?
  facts: ['5,1 miljoen']
  record: "2022-05-16"
"""


def test_the_systems_are_asked_the_same_and_the_report_says_how_it_went(tmp_path: Path) -> None:
    sets = []
    for name, text, split in (("open", FACTS, "development"), ("dicht", HELD_BACK, TEST)):
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
        records = (SETS[1].records or tmp_path) / RECORD
        sets.append(FactSet(name, name.title(), tmp_path / f"{name}.yaml", records, split))
    (tmp_path / "work").mkdir()
    encoder = open_encoder(BUILT_IN)
    development, test = found = blocks(sets, tmp_path / "work", encoder, silent)
    names = [OURS, LLAMA, f"{LLAMA}, met drempel", BM25, f"{BM25}, met drempel"]
    assert [one.name for one in development.systems] == [one.name for one in test.systems] == names
    assert all([row.fact.id for row in one.rows] == ["lang", "nee"] for one in development.systems)
    assert all(row.error is None for one in development.systems for row in one.rows)
    assert [row.verdict for row in development.systems[0].rows] == [Outcome.RIGHT, Outcome.RIGHT]
    assert [one.rows[1].no_false_answer for one in development.systems[1:4:2]] == [Outcome.WRONG, Outcome.WRONG]
    section = as_section(found, encoder)
    assert "| Ten onrechte beantwoord (laag is goed) | 0,0% [0,0%; 0,0%] | 100,0% [100,0%; 100,0%] |" in section
    assert "geheim" not in section
    assert str(tmp_path) not in section
    assert "\n".join(seen(development, 1)).startswith("lang: Hoe lang")
    assert list(seen(development, 0)) == []
    assert next(iter(lost(development))) == "LlamaIndex goed, LOVP fout: geen"
    assert "| LOVP goed, het andere systeem fout | 1 | 0 |" in section
    assert kept(replaced("", SECTION, section)).startswith(f"<!-- {SECTION}: begin -->")
