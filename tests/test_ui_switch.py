"""Another encoder takes over when it answers the known facts as well as the one before, or when it is forced to."""

import argparse
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest
from conftest import Lovp, Run
from small_models import save_static

from assistant.answer import Answer, Citation, Question, Turn
from index.search import Index, search
from index.settings import read_settings
from ui.cli_records import index_files

FACTS = """
- {id: op-betekenis, question: query, facts: [plan over drugs], record: "2022-09-26"}
- {id: op-woorden, question: taser, facts: [taser komt], record: "2022-07-04"}
"""

Use = Callable[..., Run]


def first_hit(index: Index, message: str, history: Sequence[Turn]) -> Answer:
    """A small honest assistant: it quotes the passage that is found first."""
    hits = search(index, message)
    if not hits:
        return Answer("Niets.", (), False, None, Question(message))
    passage = hits[0].passage
    return Answer(
        f"{passage.text} [1]", (Citation(1, passage, passage.span, passage.text),), True, None, Question(message)
    )


@pytest.fixture
def encoders(tmp_path: Path) -> dict[str, Path]:
    """Two models: to the good one "query" means drugs, to the bad one a neighbourhood."""
    return {
        "goed": save_static(tmp_path / "goed", means={"query": "drugs"}),
        "slecht": save_static(tmp_path / "slecht", means={"query": "wijk"}),
    }


@pytest.fixture
def use(lovp: Lovp, tmp_path: Path, encoders: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Use:
    """Runs `lovp index --rebuild` with an encoder over an index made with another; `--force` goes past the command line."""
    monkeypatch.setattr("ui.switch.asker", lambda index, *_, **__: partial(first_hit, index))
    monkeypatch.setattr("index.probing.probe", lambda folder, passages: None)
    folder = tmp_path / "verslagen"
    folder.mkdir()
    (folder / "a.md").write_text("# Verslag LOVP 4 juli 2022\n\n## Wapens\n\nDe taser komt in de wijk .\n")
    (folder / "b.md").write_text("# Verslag LOVP 26 september 2022\n\n## Middelen\n\nEr is een plan over drugs .\n")
    (tmp_path / "feiten.yaml").write_text(FACTS)

    def switched(old: str, new: str, *, facts: bool = True, lost: bool = False) -> Run:
        monkeypatch.setenv("LOVP_ENCODER", str(encoders[old]))
        assert lovp("index", folder).code == 0
        if facts:
            monkeypatch.setenv("LOVP_FACTS", str(tmp_path / "feiten.yaml"))
        if lost:
            shutil.move(encoders[old], tmp_path / "weg")
        monkeypatch.setenv("LOVP_ENCODER", str(encoders[new]))
        return lovp("index", "--rebuild")

    return switched


def answers(lovp: Lovp, encoder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The topic that is found first for a word that only a meaning leads to; what is wrong, when it is."""
    monkeypatch.setenv("LOVP_ENCODER", str(encoder))
    run = lovp("search", "query", "--json")
    return str(run.json[0]["topic"]) if run.code == 0 else run.err


def test_an_encoder_with_which_facts_get_worse_is_refused_and_the_old_index_answers(
    use: Use, lovp: Lovp, home: Path, encoders: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = use("goed", "slecht")
    assert run.code == 1
    assert "1 bekende feiten goed, met de oude 2" in run.err
    assert "op-betekenis: query" in run.err
    assert "op-woorden" not in run.err
    assert "De oude index blijft in gebruik." in run.err
    assert not (home / "wissel").exists()
    assert answers(lovp, encoders["goed"], monkeypatch) == "Middelen"
    assert "lovp index --rebuild" in answers(lovp, encoders["slecht"], monkeypatch)


def test_a_forced_switch_is_made_and_says_what_got_worse(
    use: Use, lovp: Lovp, encoders: dict[str, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use("goed", "slecht")
    options = argparse.Namespace(
        paths=[], examples=False, public=False, prune=False, rebuild=True, json=False, force=True
    )
    assert index_files(read_settings(), options) == 0
    assert "Toch gewisseld (--force)." in capsys.readouterr().out
    assert answers(lovp, encoders["slecht"], monkeypatch) == "Wapens"
    assert "lovp index --rebuild" in answers(lovp, encoders["goed"], monkeypatch)


def test_an_encoder_that_answers_better_takes_over(
    use: Use, lovp: Lovp, encoders: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = use("slecht", "goed")
    assert run.code == 0
    assert "2 van de 2 bekende feiten goed, met de oude index 1." in run.out
    assert answers(lovp, encoders["goed"], monkeypatch) == "Middelen"


def test_without_facts_about_these_records_the_switch_is_made_and_said_to_be_unchecked(
    use: Use, lovp: Lovp, encoders: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = use("goed", "slecht", facts=False)
    assert run.code == 0
    assert "De wissel is niet getoetst" in run.out
    assert answers(lovp, encoders["slecht"], monkeypatch) == "Wapens"


def test_the_same_encoder_makes_the_index_again_without_asking_facts(use: Use) -> None:
    run = use("slecht", "slecht")
    assert run.code == 0
    assert "feiten" not in run.out


def test_an_old_encoder_that_is_gone_cannot_be_compared_with_and_that_is_said(use: Use) -> None:
    run = use("goed", "slecht", lost=True)
    assert run.code == 0
    assert "1 van de 2 bekende feiten goed; de oude index kan niet meer worden gevraagd." in run.out


def test_a_facts_file_that_is_not_there_stops_the_switch(
    use: Use, lovp: Lovp, tmp_path: Path, encoders: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    use("goed", "goed", facts=False)
    monkeypatch.setenv("LOVP_FACTS", str(tmp_path / "geen.yaml"))
    monkeypatch.setenv("LOVP_ENCODER", str(encoders["slecht"]))
    run = lovp("index", "--rebuild")
    assert run.code == 1
    assert "geen.yaml bestaat niet" in run.err
    monkeypatch.delenv("LOVP_FACTS")
    assert answers(lovp, encoders["goed"], monkeypatch) == "Middelen"
