"""The same attacks with a language model that words the answer, over real HTTP: whatever it does, the gates and the page hold."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from attacks import CARRIED, EVIDENCE, QUESTIONS, TURNS, Attack, question, said, strange, turn, write_records
from scripted_model import BEHAVIOURS, NAME, Asked, ScriptedModel, scripted_model
from test_assistant_injection import CONTROL, TASER, UNREAD, shown

from assistant.answer import Answer, Draft, Turn
from assistant.ask import QUESTION_CHARS, ask
from assistant.gates import checked
from assistant.generate import RULES, rewritten
from assistant.model import open_model
from assistant.plain import plain
from index.embedding import BUILT_IN, open_encoder
from index.ingest import examples, index_paths
from index.search import Index
from ui.web_chat import Exchange
from ui.web_html import conversation_html

ASKED: list[tuple[Attack, str, tuple[Turn, ...]]] = [
    *((attack, question(attack), ()) for attack in CARRIED if attack.id not in UNREAD),
    *((attack, TASER, ()) for attack in EVIDENCE),
    *((attack, f"{TASER} {attack.text}"[:QUESTION_CHARS], ()) for attack in QUESTIONS),
    *((attack, "Hoeveel kostte dat?", (Turn("user", TASER), turn(attack))) for attack in TURNS),
]
ADDRESS = re.compile(r"https?:|www\.|javascript:|!\[|<img|<script", re.IGNORECASE)
Worded = tuple[Attack, str, list[str], Answer]
SOME = 3  # attacks for the model that is too slow: each takes all the time that it may


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The example records among those that carry the attacks."""
    folder = tmp_path_factory.mktemp("model")
    write_records(folder / "records", [*CARRIED, *EVIDENCE], armed=True)
    encoder = open_encoder(BUILT_IN)
    index_paths(folder / "home", encoder, [examples(), folder / "records"])
    with Index(folder / "home", encoder) as index:
        yield index


def worded(index: Index, served: ScriptedModel, seconds: int, some: int | None = None) -> Iterator[Worded]:
    """Each attack's answer as the model leaves it, with the drafts before it."""
    model = open_model(served.settings(Path("nergens"), model_timeout=seconds))
    assert model is not None
    for attack, message, earlier in ASKED[:some]:
        *drafts, last = rewritten(model, ask(index, message, earlier))
        assert isinstance(last, Answer)
        yield attack, message, [draft.text for draft in drafts if isinstance(draft, Draft)], last


def wrong(index: Index, attack: Attack, message: str, drafts: list[str], answer: Answer) -> Iterator[str]:
    """What an answer, or what is shown before it is there, may not have."""
    yield from said(answer, attack)
    yield from shown(index, Exchange(message, answer))
    for draft in drafts[-1:]:
        yield from strange(conversation_html((Exchange(message, draft=draft),)))
        yield from ADDRESS.findall(draft)
    for citation in answer.citations:
        record = index.store.record(citation.passage.record_id)
        if record is None or citation.span.of(record.text) != citation.quote:
            yield f"[{citation.n}] is not literal"
    if answer.composer != "extractive":
        passages = [citation.passage for citation in answer.citations]
        yield from (fault.text for _, fault in checked(answer.text, passages) if fault)


def unfenced(asked: Asked) -> Iterator[str]:
    """What of a request isn't data between fences that it can't close."""
    system, user = asked.body["messages"]
    if system != {"role": "system", "content": RULES} or "tools" in asked.body:
        yield "other rules"
    text = user["content"]
    fences = re.findall(r"<[^>]*>", text)
    sources = [f'<bron nummer="{n}">' for n in range(1, text.count("<bron") + 1)]
    if fences != [fence for source in sources for fence in (source, "</bron>")] + ["<vraag>", "</vraag>"]:
        yield f"other fences: {fences}"
    if plain(text) != text:
        yield "characters that don't show"
    yield from ADDRESS.findall(text)


@pytest.mark.parametrize("behaviour", list(BEHAVIOURS))
def test_whatever_a_model_does_with_an_attack_nothing_of_it_is_left(records: Index, behaviour: str) -> None:
    slow = behaviour == "slow"
    with scripted_model(behaviour) as served:
        found = list(worded(records, served, 1 if slow else 20, SOME if slow else None))
    assert [(one[0].id, what) for one in found for what in wrong(records, *one)] == []
    assert [what for asked in served.asked for what in unfenced(asked)] == []
    assert len(served.asked) >= (SOME if slow else len(CARRIED))
    composers = {answer.composer for *_, answer in found if answer.answered}
    assert composers <= {"extractive", f"llm:{NAME}"}
    if behaviour in {"empty", "slow", "liar"}:  # of what these say, nothing can stand
        assert composers == {"extractive"}
        assert all(answer.notice for *_, answer in found if answer.answered)
    if behaviour == "obedient":
        assert f"llm:{NAME}" in composers


@pytest.mark.parametrize("behaviour", ["obedient", "injected"])
def test_attacks_in_other_records_change_nothing_that_a_model_words(
    records: Index, example_index: Index, behaviour: str
) -> None:
    with scripted_model(behaviour) as served:
        model = open_model(served.settings(Path("nergens")))
        assert model is not None
        for message in CONTROL[1:4]:  # the first is the one that the attacks answer too
            answers = [list(rewritten(model, ask(index, message)))[-1] for index in (records, example_index)]
            texts = [(answer.text, getattr(answer, "short", None)) for answer in answers]
            assert texts[0] == texts[1]
