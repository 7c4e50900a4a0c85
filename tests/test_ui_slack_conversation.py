"""Conversations with the bot in Slack over a real websocket: where it answers, and with the citations of the browser."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
import yaml
from slack_read import Talk, as_cited, as_posted, browser, left_together, one_line, quotes, sources, talking
from slack_talk import as_message, dm, mention, thread_message

from assistant import phrases
from assistant.ask import QUESTION_CHARS
from index.embedding import BUILT_IN, open_encoder
from index.ingest import index_paths
from index.search import Index
from ui import web_text
from ui.slack import text

ROOT = Path(__file__).parents[1]
TASER = "Voor welke jaren is het stroomstootwapen gefinancierd?"
NOTHING = "Wat is er besloten over bodycams?"
TEN = (
    TASER,
    "En voor 2021?",
    "Wie zei dat?",
    "vertel meer",
    "Wat is er gezegd over de meldkamer?",
    "en de burgemeesters?",
    "Wat zei de minister over capaciteit?",
    NOTHING,
    "Welke toezeggingen zijn er gedaan?",
    "En in 2021?",
)


Leave = Callable[[AbstractContextManager[Talk]], None]


@pytest.fixture(scope="module")
def leave() -> Iterator[Leave]:
    """Leaves conversations, all together."""
    with left_together() as found:
        yield found


@pytest.fixture
def talk(example_index: Index, tmp_path: Path, leave: Leave) -> Iterator[Talk]:
    """The bot over the example records."""
    here = talking(example_index, tmp_path)
    yield here.__enter__()
    leave(here)


def test_a_mention_is_answered_in_its_thread_and_streamed(talk: Talk) -> None:
    asked = mention(talk.slack, TASER)
    talk.tell(asked)
    (answer,) = talk.answers(asked)
    assert answer.thread == asked["event"]["ts"]
    assert talk.slack.answers("C1") == [answer]
    assert "2020 en 2021" in talk.slack.words(answer)
    methods = [call.method for call in talk.slack.calls if call.method.startswith("chat.")]
    assert (methods[0], methods[-1]) == ("chat.startStream", "chat.stopStream")
    assert "chat.postMessage" not in methods
    assert [call.told["status"] for call in talk.slack.called("assistant.threads.setStatus")] == [text.SEARCHING]
    assert talk.refused() == []


def test_the_same_mention_told_twice_as_two_events_is_answered_once(talk: Talk) -> None:
    asked = mention(talk.slack, TASER)
    beside = as_message(talk.slack, asked)
    talk.tell(asked, beside, asked, beside)
    assert len(talk.slack.answers("C1")) == 1
    other = mention(talk.slack, "Wat is er gezegd over de meldkamer?")
    talk.tell(as_message(talk.slack, other), other)  # in the other order
    assert len(talk.answers(other)) == 1
    assert len(talk.slack.answers("C1")) == 2


@pytest.mark.parametrize("place", ["D1", "C1"])
def test_ten_turns_cite_what_the_browser_cites(talk: Talk, example_index: Index, place: str) -> None:
    thread = ""
    cited = 0
    for turn, said in enumerate(TEN):
        if place == "D1":
            asked = dm(talk.slack, said, thread=thread)
        else:
            asked = thread_message(talk.slack, said, thread) if thread else mention(talk.slack, said)
        thread = thread or asked["event"]["ts"]
        talk.tell(asked)
        answer, expected = talk.answers(asked), browser(example_index, TEN[: turn + 1])
        words = talk.words(answer)
        print(f"\n> {said}\n{words}")
        assert as_posted(answer) == as_cited(expected), said
        for citation in sources(expected):
            assert one_line(citation.quote) in one_line(words)
            assert citation.span.of(example_index.text_of(citation.passage.record_id) or "") == citation.quote
        cited += len(sources(expected))
    assert cited >= 12
    assert talk.refused() == []
    assert {message.thread for message in talk.slack.answers(place)} == {thread}


def test_thirty_questions_cite_what_the_browser_cites(talk: Talk, example_index: Index) -> None:
    facts = yaml.safe_load((ROOT / "eval" / "facts" / "examples.yaml").read_text())
    asked = list(dict.fromkeys(fact["question"] for fact in (facts if isinstance(facts, list) else facts["facts"])))
    asked = asked[:: len(asked) // 30][:30]
    told = [mention(talk.slack, question) for question in asked]
    talk.tell(*told)
    answered = 0
    for question, payload in zip(asked, told, strict=True):
        expected, found = browser(example_index, [question]), talk.answers(payload)
        assert as_posted(found) == as_cited(expected), question
        answered += expected.answered
    assert len(asked) == 30
    assert answered >= 15
    assert talk.refused() == []


def test_a_direct_message_is_answered_in_its_thread_and_the_next_one_goes_on(talk: Talk, example_index: Index) -> None:
    first = dm(talk.slack, TASER)
    talk.tell(first)
    second = dm(talk.slack, "Wie zei dat?")
    talk.tell(second)
    for asked, before in ((first, [TASER]), (second, [TASER, "Wie zei dat?"])):
        (answer,) = talk.answers(asked)
        assert answer.thread == asked["event"]["ts"]
        assert as_posted([answer]) == as_cited(browser(example_index, before))


def test_people_who_talk_in_its_thread_are_left_alone_until_one_of_them_asks(talk: Talk) -> None:
    asked = mention(talk.slack, TASER)
    thread = asked["event"]["ts"]
    talk.tell(asked)
    for said in ("Dank je, ik neem het mee naar het overleg.", "Zullen we dit morgen bespreken?", "Goed verhaal toch?"):
        talk.tell(thread_message(talk.slack, said, thread, "U2"))
    talk.tell(thread_message(talk.slack, "ok", thread), thread_message(talk.slack, "<@U2> klopt dit?", thread))
    assert len(talk.slack.answers("C1")) == 1
    question = "Wat zei de minister over capaciteit?"
    talk.tell(thread_message(talk.slack, question, thread, "U2"))  # who never asked it anything here asks the others
    assert len(talk.slack.answers("C1")) == 1
    for said, user, ask in (
        (question, "U1", thread_message),
        ("Wat is er gezegd over mensenhandel?", "U2", mention),
        ("Hoe groot was de bezuiniging op de politie?", "U2", thread_message),
    ):
        asked = ask(talk.slack, said, user=user, thread=thread)
        talk.tell(asked)
        assert len(talk.answers(asked)) == 1
    talk.tell(thread_message(talk.slack, NOTHING, thread, "U2"), thread_message(talk.slack, NOTHING, thread))
    assert len(talk.slack.answers("C1")) == 4
    assert not talk.slack.workspace.ephemeral


def test_a_thread_where_it_never_answered_is_none_of_its_business(talk: Talk) -> None:
    opened = thread_message(talk.slack, "Ik zoek iets.", "")
    talk.tell(opened, thread_message(talk.slack, TASER, opened["event"]["ts"]), thread_message(talk.slack, TASER, ""))
    assert talk.slack.answers("C1") == []
    assert not talk.slack.workspace.ephemeral


@pytest.mark.parametrize("question", [NOTHING, "Wat vind jij van de minister?", "Wat is het salaris van de korpschef?"])
def test_it_declines_in_the_words_of_the_browser(talk: Talk, example_index: Index, question: str) -> None:
    expected = browser(example_index, [question])
    assert not expected.answered
    asked = dm(talk.slack, question)
    talk.tell(asked)
    words = one_line(talk.words(talk.answers(asked)))
    for part in expected.text.split("\n\n"):
        assert one_line(part) in words
    assert as_posted(talk.answers(asked)) == as_cited(expected)
    assert web_text.SOURCES.strip() not in words.split("\n")


@pytest.mark.parametrize("said", ["", "   ", "<@UBOT>"])
def test_a_mention_without_a_question_is_greeted(talk: Talk, said: str) -> None:
    asked = mention(talk.slack, said)
    talk.tell(asked, as_message(talk.slack, asked))
    assert [talk.slack.words(message) for message in talk.answers(asked)] == [text.GREETING]


def test_a_question_of_eight_thousand_characters_is_refused_in_one_answer(talk: Talk) -> None:
    asked = dm(talk.slack, "Wat is er gezegd? " * 445)
    talk.tell(asked)
    (answer,) = talk.answers(asked)
    said = talk.slack.words(answer)
    start, end = phrases.too_long(1234, QUESTION_CHARS).split(
        "1.234" if "1.234" in phrases.too_long(1234, 1) else "1234"
    )
    assert said.startswith(start)
    assert said.endswith(end)
    assert talk.refused() == []


def test_a_long_answer_is_several_messages_and_no_quote_is_cut(tmp_path: Path) -> None:
    words = (
        "de verdeling van de capaciteit over de eenheden",
        "het toezicht op de wijkteams",
        "de opleiding van agenten",
    )
    for year in range(2010, 2024):
        tail = "; ".join(f"{word} in gebied {n} van {year}" for n in range(9) for word in words)
        (tmp_path / f"{year}-05-25 Korte terugkoppeling LOVP.txt").write_text(
            f"Korte terugkoppeling LOVP 25 mei {year}\n\nDrones\n\nDe minister zei over drones dat hij let op {tail}.\n"
        )
    index_paths(tmp_path / "home", open_encoder(BUILT_IN), [tmp_path])
    with (
        Index(tmp_path / "home", open_encoder(BUILT_IN)) as index,
        talking(index, tmp_path / "home") as talk,
    ):
        question = "Hoe heeft het onderwerp drones zich ontwikkeld?"
        expected = browser(index, [question])
        assert len(expected.text) > 8_000
        asked = dm(talk.slack, question)
        talk.tell(asked)
        answer = talk.answers(asked)
        assert len(answer) > 1
        assert talk.refused() == []
        assert sorted(quotes(answer)) == sorted(one_line(citation.quote) for citation in expected.citations)
        assert as_posted(answer) == as_cited(expected)
