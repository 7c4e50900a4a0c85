"""Weights are judged on meetings that they haven't seen, and a threshold is what costs least, not what looks good."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.confidence import FEATURES, read_weights
from eval import calibrate
from eval.candidates import Candidate
from eval.coverage import Judged, risk_coverage
from eval.facts import KnownFact
from eval.fitting import NothingToLearnError, cheapest, cost, curve_of, fit, ruled, sure, unseen
from eval.sections import kept, replaced

RECORD = """# Verslag Havenoverleg {day} {month} 2021

## Boten

De havenmeester meldt dat de nieuwe boten {price} miljoen euro kosten. De gemeente koopt {count} boten.

## Strand

De burgemeester zegt toe dat het strand in {month} wordt schoongemaakt.
"""
FACTS = """
- id: prijs-{n}
  question: Hoeveel kosten de nieuwe boten volgens het overleg van {day} {month} 2021?
  facts: ['\\b{price} miljoen']
  record: "{iso}"
- id: aantal-{n}
  question: Hoeveel boten koopt de gemeente volgens het overleg van {day} {month} 2021?
  facts: ['\\b{count} boten']
  record: "{iso}"
- id: kleur-{n}
  question: Welke kleur kregen de nieuwe boten in {month} 2021?
  abstain: true
- id: jaarlijks-{n}
  question: Hoeveel miljoen euro kosten de nieuwe boten van {month} 2021 per jaar?
  abstain: true
- id: naam-{n}
  question: Hoe heet de havenmeester van {month} 2021?
  abstain: true
"""


def candidate(
    name: str, *, useful: bool, group: str = "a/1", answerable: bool = True, fits: bool = True, **values: float
) -> Candidate:
    known = KnownFact(name, name, facts=(re.compile("x"),) if answerable else (), abstain=not answerable)
    features = dict.fromkeys(FEATURES, 0.5) | values
    return Candidate(known, features, fits, useful, useful, group)


def plain() -> list[Candidate]:
    """Two meetings in which what is missing tells whether an answer is right, and being first tells nothing."""
    return [
        candidate(
            f"{group}{n}", useful=n % 3 > 0, answerable=n % 3 > 0, group=group, missing=float(n % 3 == 0), rank=n % 2
        )
        for group in ("a/1", "a/2", "b/1")
        for n in range(12)
    ]


def test_what_tells_right_from_wrong_gets_the_weight() -> None:
    _, weights = fit(plain(), FEATURES)
    assert weights.keys() == FEATURES
    assert weights["missing"] < -1
    assert all(abs(weight) < 0.2 for name, weight in weights.items() if name != "missing")


def test_a_feature_never_counts_against_its_own_direction() -> None:
    turned = [replace(one, values=dict(one.values or {}) | {"least": (one.values or {})["missing"]}) for one in plain()]
    _, weights = fit(turned, FEATURES)  # the least covered thing is covered best where the answer is wrong: chance
    assert weights["least"] == 0.0
    assert weights["missing"] < -1


def test_only_the_features_that_are_used_get_a_weight() -> None:
    _, weights = fit(plain(), {"rank", "missing"})
    assert weights.keys() == {"rank", "missing"}


def test_nothing_can_be_learned_from_right_answers_alone() -> None:
    with pytest.raises(NothingToLearnError, match="questions that are answered"):
        fit([candidate("a", useful=True), candidate("b", useful=True)])


def test_a_meeting_that_was_not_seen_does_not_choose_its_own_weights() -> None:
    odd = [replace(one, useful=not one.useful, right=not one.useful) if one.group == "a/1" else one for one in plain()]
    judged = [one for one in zip(odd, unseen(odd, FEATURES), strict=True) if one[0].group == "a/1"]
    assert all((sure_of or 0) < 0.5 for one, sure_of in judged if one.useful)
    fitted = fit(odd, FEATURES)
    assert [sure_of for _, sure_of in judged] != [sure(one, *fitted) for one, _ in judged]


def test_of_two_corpora_each_is_judged_by_the_other() -> None:
    both = plain()
    per_corpus, per_meeting = unseen(both, FEATURES, corpora=True), unseen(both, FEATURES)
    assert per_corpus[24:] == per_meeting[24:]  # b has one meeting, so leaving out either is the same
    assert per_corpus[:12] != per_meeting[:12]


def test_what_is_given_or_declined_without_weighing_stays_so() -> None:
    overview = replace(candidate("overzicht", useful=True), values=None)
    declined = replace(overview, fits=False)
    assert (sure(overview, 0.0, {}), sure(declined, 0.0, {})) == (1.0, None)


def test_what_the_rules_do_not_let_through_is_neither_given_nor_learned_from() -> None:
    two = [candidate("door", useful=True), candidate("niet", useful=True, fits=False)]
    assert [sure(one, 0.0, {}) for one in ruled(two)] == [0.5, None]
    assert curve_of(two, [sure(one, 0.0, {}) for one in ruled(two)]).points[-1].answered == 1
    unfit = [candidate(f"n{n}", useful=True, fits=False, missing=1.0) for n in range(40)]
    assert fit(ruled([*plain(), *unfit]), FEATURES) == fit(plain(), FEATURES)


def test_the_cheapest_point_weighs_a_false_answer_twice_and_answers_most_among_equals() -> None:
    rows = [Judged(0.9, True, True), Judged(0.8, False, False), Judged(0.7, True, True), Judged(None, False, False)]
    found = risk_coverage(rows)
    assert [cost(found, point) for point in found.points] == [0.5, 1.5, 1.0]
    assert cheapest(found).threshold == 0.9
    both = [Judged(0.7, True, True), Judged(0.7, False, False)]
    declined = [*[Judged(None, True, False)] * 2, *[Judged(None, False, False)] * 7]
    equal = risk_coverage([Judged(0.9, True, True), *both, *declined])
    assert {cost(equal, point) for point in equal.points} == {0.75}
    assert cheapest(equal).threshold == 0.9  # 1 of 8 is over the limit
    always = [Judged(0.95, False, False)] * 8
    assert cheapest(risk_coverage([*always, Judged(0.9, True, True), *[Judged(0.7, True, False)] * 3])).threshold == 0.7
    tied = risk_coverage([Judged(0.9, True, True), Judged(0.7, True, True), *[Judged(None, False, False)] * 8])
    assert cheapest(tied).threshold == 0.7
    with pytest.raises(NothingToLearnError, match="nothing is answered"):
        cheapest(risk_coverage([]))


def test_a_section_replaces_the_one_before_it_and_nothing_else() -> None:
    begin, end = "<!-- deel: begin -->", "<!-- deel: einde -->"
    whole = replaced("# Zoeken\n\ntekst\n", "deel", "eerste")
    assert whole == f"# Zoeken\n\ntekst\n\n{begin}\n\neerste\n\n{end}\n"
    assert (
        replaced(f"{whole}\nslot\n", "deel", "tweede") == f"# Zoeken\n\ntekst\n\n{begin}\n\ntweede\n\n{end}\n\nslot\n"
    )
    assert kept(whole) == f"{begin}\n\neerste\n\n{end}"
    assert kept("# Zoeken\n") == kept(f"{begin} zonder einde") == ""
    assert replaced("", "deel", "eerste").startswith(begin)


def test_facts_and_records_of_ones_own_give_weights_and_a_report_twice_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "verslagen").mkdir()
    entries = []
    for n, (day, month, price, count) in enumerate(((12, "maart", 7, 4), (14, "juni", 9, 6))):
        iso = f"2021-{'03' if month == 'maart' else '06'}-{day}"
        filled = {"n": n, "day": day, "month": month, "price": price, "count": count, "iso": iso}
        (tmp_path / "verslagen" / f"{iso} Verslag.md").write_text(RECORD.format(**filled), "utf-8")
        entries.append(FACTS.format(**filled))
    (tmp_path / "feiten.yaml").write_text("".join(entries), "utf-8")
    arguments = ["--facts", f"{tmp_path}/feiten.yaml", "--records", f"{tmp_path}/verslagen"]
    written = []
    for name in ("een", "twee"):
        report, weights = tmp_path / f"{name}.md", tmp_path / f"{name}.json"
        assert calibrate.main([*arguments, "--weights", str(weights), "--report", str(report)]) == 0
        written.append((report.read_text("utf-8"), weights.read_text("utf-8")))
    assert written[0] == written[1]
    assert "10 bekende feiten: 4 vragen waarop de verslagen antwoord geven en 6 waarop niet" in written[0][0]
    assert read_weights(tmp_path / "een.json").facts.keys() == {"feiten.yaml"}
    assert "10 questions: 4 answerable, 6 not" in capsys.readouterr().out


def test_right_answers_alone_are_told_to_be_too_few(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "2021-03-12 Verslag.md").write_text(RECORD.format(day=12, month="maart", price=7, count=4), "utf-8")
    only = "- id: prijs\n  question: Hoeveel kosten de nieuwe boten?\n  facts: ['7 miljoen']\n"
    (tmp_path / "feiten.yaml").write_text(only, "utf-8")
    arguments = ["--facts", f"{tmp_path}/feiten.yaml", "--records", f"{tmp_path}/2021-03-12 Verslag.md", "--dry-run"]
    assert calibrate.main(arguments) == 2
    assert "te weinig om van te leren" in capsys.readouterr().err


def test_facts_that_cannot_be_read_are_told_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("Verslag LOVP 12 maart 2021\n\nDe boten zijn nieuw.\n", "utf-8")
    assert calibrate.main(["--facts", f"{tmp_path}/weg.yaml", "--records", str(tmp_path), "--dry-run"]) == 2
    assert "bestaat niet" in capsys.readouterr().err
