"""Whatever stands in a file of known facts: facts, or Dutch mistakes; soon, and never a crash, whatever YAML can do."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fuzz_entrances import changed, check_shown, often, soon, texts, values
from hypothesis import given
from hypothesis import strategies as st

from eval.facts import FactsError, Held, parse_facts, read_facts
from eval.patterns import PatternError, compiled

TEXT = "De financiering is geregeld voor de jaren 2020 en 2021, aldus de minister. " * 60 + "a" * 5_000
DAYS = {date(2019, 10, 28): Held((TEXT,), (TEXT[:900],))}
FACT = {
    "id": "jaren",
    "question": "Voor welke jaren?",
    "history": ["Wat kost het?"],
    "facts": ["2020 en 2021"],
    "forbidden": ["2030"],
    "evidence": "geregeld voor de jaren",
    "record": ["2019-10-28"],
    "tags": ["geld"],
}
ONE = "- id: a\n  question: b\n  facts: [{}]\n"
TRAPS = {
    "an alias that doubles": "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a, *a]\n" for n in range(9)),
    "a bomb of aliases": "- &a0 [x]\n" + "".join(f"- &a{n + 1} [{', '.join([f'*a{n}'] * 9)}]\n" for n in range(9)),
    "a bomb inside a fact": "- id: a\n  question: b\n  tags: &a0 [x]\n"
    + "".join(f"  k{n}: &a{n + 1} [{', '.join([f'*a{n}'] * 9)}]\n" for n in range(9)),
    "a list that holds itself": "- &a [*a]\n",
    "a fact that holds itself": "- &a {id: x, question: y, facts: *a}\n",
    "a day that is none": ONE.format("2019-13-45"),
    "a moment that is none": ONE.format("2019-10-28T25:61:61Z"),
    "a zone that is none": ONE.format("2001-12-14t21:59:43.10-99:99"),
    "a number without end": ONE.format("9" * 6000),
    "a number in sixties": ONE.format("1:" * 3000 + "1"),
    "a number of another kind": ONE.format("0b, 0x, 0o8, 1e999, .inf, .nan, !!int '', !!float x"),
    "no number at all": ONE.format("!!int ''"),
    "no float at all": ONE.format("!!float x"),
    "no bool at all": ONE.format("!!bool x"),
    "no moment at all": ONE.format("!!timestamp x"),
    "no base 64": ONE.format("!!binary '*'"),
    "half a letter": ONE.format('"\\ud800"'),
    "deep lists": "[" * 1200,
    "deep mappings": "".join(" " * n + "a:\n" for n in range(900)),
    "code": "- !!python/object/apply:os.system ['touch x']\n",
    "code by name": "- !!python/name:os.system\n",
    "a key that is a list": "- ? [a]\n  : b\n",
    "a key that is a mapping": "- ? {a: b}\n  : c\n",
    "a merge of no mapping": "- <<: 3\n  id: a\n",
    "a merge of itself": "- &a\n  <<: *a\n  id: a\n",
    "a set": "- !!set {a, b}\n",
    "pairs": "- !!omap [a: 1]\n",
    "no text": "\x00\x01",
    "two documents": "- a\n---\n- b\n",
    "many keys": "- {" + ", ".join(f"k{n}: 1" for n in range(6000)) + "}\n",
    "a deep pattern": ONE.format("'" + "(" * 2000 + "a" + ")" * 2000 + "'"),
    "a wide pattern": ONE.format("'" + "a?" * 4000 + "'"),
    "a huge count": ONE.format("'a{99999999999}'"),
    "a large count of counts": ONE.format("'((a{1,5000}){1,5000}){1,5000}b'"),
    **{
        f"the pattern {pattern}": ONE.format(json.dumps(pattern))
        for pattern in (
            "(a+)+$", "(a*)*b", "([a-z]+)*!", "(a|aa)+$", "(a|a)*b", "(.*a){20}b", "(?:(?:a+)?)+b", "(.*)*x",
            "(?=(a+)+$)", "((a+){2,})+c", "(a?){30}a{30}", "(\\w+\\s?)*!", "(x+x+)+y", "(?:a+){9,}b", "(.+)+\\1z",
        )
    },
}  # fmt: skip


def read(folder: Path, text: str) -> None:
    file = folder / "feiten.yaml"
    file.write_bytes(text.encode(errors="surrogatepass"))
    with soon():
        try:
            read_facts(file, DAYS)
        except FactsError as error:
            said = str(error)
            check_shown(said)
            assert len(said) < 100_000


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_a_mistake_that_is_told_soon(tmp_path: Path, name: str) -> None:
    read(tmp_path, TRAPS[name])
    assert not (tmp_path / "x").exists()


PIECES = """- |: |? |&a |*a|*b|!!int |!!set |!x |!!python/x |<<: |[|]|{|}|, |\n|\n  |\n- |'|"|>|#|%YAML 9\n|---\n|...\n|@|`|\t
|id: |question: |facts: |record: |abstain: |true|2019-10-28|2019-02-30|1:99|.inf|0x|é|\x00|\x85|\u2028|\ufeff"""
YAML = st.lists(st.sampled_from(PIECES.split("|")) | texts(6), max_size=14).map("".join)


@given(text=YAML)
@often(60)
def test_any_yaml_gives_facts_or_mistakes(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    read(tmp_path_factory.getbasetemp(), text)


@given(entry=changed(FACT) | values(6))
@often(30)
def test_a_fact_with_anything_in_a_place_is_a_fact_or_a_mistake(entry: Any) -> None:
    with soon(2):
        try:
            parse_facts([entry], DAYS)
        except FactsError as error:
            check_shown(str(error))


def test_the_fact_that_is_meddled_with_is_sound() -> None:
    assert parse_facts([FACT], DAYS)[0].id == "jaren"


def test_a_quote_of_any_length_may_be_evidence_and_a_row_of_open_repeats_may_not() -> None:
    words = 'De "eerste" (van) drie wijk-teams begint, zo is gezegd: op 1 mei; de rest volgt.'.split()
    compiled(r"\s+".join(map(re.escape, words)))
    for slow in (r"\s+" * 8 + "x", ".*a" * 7, r"(\s+)+x"):
        with pytest.raises(PatternError):
            compiled(slow)
