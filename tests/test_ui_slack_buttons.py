"""What people do with answers in Slack: read on, judge, share, change and delete; and who and what is never answered."""

import pytest
from slack_blocks import view_problems
from slack_read import CUTS, NOTE, TASER, Talk, ask, browser, judge, leave, one_line, sources, start, talk, view
from slack_state import BOT, BOT_ID, Json
from slack_talk import (
    as_message,
    bot_message,
    command,
    deleted,
    dm,
    edited,
    event,
    home_opened,
    mention,
    pressed,
    submitted,
    thread_started,
)  # fmt: skip

from assistant.feedback import Reason
from index.feedback import Entry, Face
from index.search import Index
from index.sqlite_feedback import feedback_entries
from ui.slack import text, text_blocks
from ui.slack.judging import REASON, REMARK

__all__ = ["leave", "start", "talk"]  # the fixtures that the tests below use


def send_form(talk: Talk, form: Json, reason: Reason, remark: str | None, user: str = "U1") -> str:
    """Somebody sends the form; the words that stand in its place."""
    chosen = {"type": "radio_buttons", "selected_option": {"value": reason.value}}
    (told,) = talk.tell(submitted(talk.slack, form, {REASON: {REASON: chosen}, REMARK: {REMARK: remark}}, user))
    assert told.response["response_action"] == "update"
    assert view_problems(told.response["view"]) == []
    return talk.slack.words(told.response["view"])


def kept(talk: Talk) -> list[Entry]:
    """What was said of answers, newest first."""
    return feedback_entries(talk.home)


def test_toon_in_verslag_opens_the_passage_with_the_quote_marked(talk: Talk, example_index: Index) -> None:
    answer = ask(talk)
    talk.tell(pressed(talk.slack, answer, "toon-1", user="U2"))
    (citation,) = sources(browser(example_index, [TASER]))
    parts = [part for block in view(talk)["blocks"] for part in block.get("elements", [])]
    marked = ["".join(one["text"] for one in part["elements"]) for part in parts if part["type"] == "rich_text_quote"]
    assert one_line(" ".join(marked)) == one_line(citation.quote)
    words = talk.slack.words(view(talk))
    assert text_blocks.BEFORE in words
    assert citation.passage.title in words
    assert talk.refused() == []


def test_good_is_kept_with_question_and_sources_and_without_a_name(talk: Talk, example_index: Index) -> None:
    answer = ask(talk)
    judge(talk, answer, "positive_button")
    judge(talk, answer, "positive_button")
    (entry,) = kept(talk)
    said, expected = entry.said, browser(example_index, [TASER]).citations
    assert (said.face, said.question, said.good, said.history, said.reason) == (Face.SLACK, TASER, True, (), None)
    found = [(one.record_id, one.start, one.end) for one in said.sources]
    assert found == [(one.passage.record_id, one.span.start, one.span.end) for one in expected]
    assert found
    assert talk.whispered() == [text.THANKS_GOOD] * 2
    assert "U1" not in f"{entry}"
    judge(talk, answer, "positive_button", "U2")
    assert len(kept(talk)) == 2


def test_bad_opens_a_form_and_the_last_that_someone_sends_counts(talk: Talk) -> None:
    answer = ask(talk)
    judge(talk, answer, "negative_button")
    assert kept(talk) == []
    assert text.JUDGE_KEPT in talk.slack.words(view(talk))
    assert text.THANKS_BAD in send_form(talk, view(talk), Reason.SOURCE, None)
    send_form(talk, view(talk), Reason.INCOMPLETE, NOTE)
    (entry,) = kept(talk)
    assert (entry.said.good, entry.said.reason, entry.said.remark) == (False, Reason.INCOMPLETE, NOTE)
    assert (entry.said.question, entry.said.face) == (TASER, Face.SLACK)
    send_form(talk, view(talk), Reason.OTHER, None, "U2")
    assert len(kept(talk)) == 2


def test_of_a_private_channel_only_who_sends_the_form_has_the_question_kept(talk: Talk) -> None:
    answer = ask(talk, channel="G1")
    judge(talk, answer, "positive_button")
    assert kept(talk) == []
    assert talk.whispered() == [text.THANKS_GOOD_PRIVATE]
    assert TASER.encode() not in b"".join(path.read_bytes() for path in talk.home.iterdir() if path.is_file())
    judge(talk, answer, "negative_button")
    assert text.JUDGE_KEPT_PRIVATE in talk.slack.words(view(talk))
    assert kept(talk) == []
    send_form(talk, view(talk), Reason.WRONG, NOTE)
    assert [(entry.said.question, entry.said.remark) for entry in kept(talk)] == [(TASER, NOTE)]


def test_an_answer_whose_question_was_forgotten_can_not_be_judged(talk: Talk) -> None:
    answer = ask(talk)
    judge(talk, answer, "negative_button")
    form = view(talk)
    talk.bot.desk.inbox.forget(-1)
    judge(talk, answer, "positive_button")
    judge(talk, answer, "negative_button")
    assert talk.whispered() == [text.JUDGE_GONE] * 2
    assert len(talk.slack.workspace.views) == 1
    assert text.JUDGE_GONE in send_form(talk, form, Reason.WRONG, NOTE)
    assert kept(talk) == []


@pytest.mark.parametrize("channel", ["C1", "C2"])  # in C2 the bot is no member
def test_a_command_is_answered_to_its_asker_and_shared_once(talk: Talk, channel: str) -> None:
    (told,) = talk.tell(command(talk.slack, f"vraag {TASER}", channel=channel))
    assert told.response["text"] == text.STILL_SEARCHING
    assert told.response["response_type"] == "ephemeral"
    (answer,) = talk.slack.workspace.ephemeral
    assert answer.ephemeral_to == "U1"
    assert "2020 en 2021" in talk.slack.words(answer)
    assert talk.slack.answers(channel) == []
    for _ in range(3):
        talk.tell(pressed(talk.slack, answer, "deel"))
    (shared,) = talk.slack.answers(channel)
    assert TASER in talk.slack.words(shared)
    assert "2020 en 2021" in talk.slack.words(shared)
    assert "@U1" in talk.slack.words(shared)
    assert talk.whispered()[1:] == [text.SHARE_LATER, text.ALREADY_SHARED, text.ALREADY_SHARED]
    judge(talk, answer, "positive_button")
    assert [entry.said.question for entry in kept(talk)] == [TASER]


@pytest.mark.parametrize("said", ["", "help", "vraag", "vraag  ", "?", "<@UBOT>"])
def test_a_command_without_a_question_gets_help(talk: Talk, said: str) -> None:
    (told,) = talk.tell(command(talk.slack, said))
    assert told.response["text"] == text.COMMAND_HELP
    assert talk.slack.called("respond") == []


@pytest.mark.parametrize("place", ["mention", "dm", "dm thread"])
def test_a_changed_question_changes_its_answer_and_a_deleted_one_takes_it_away(talk: Talk, place: str) -> None:
    thread = ""
    if place == "dm thread":
        first = dm(talk.slack, "Wat is er gezegd over mensenhandel?")
        talk.tell(first)
        thread = first["event"]["ts"]
    name = f"<@{BOT}> " if place == "mention" else ""
    asked = mention(talk.slack, TASER) if name else dm(talk.slack, TASER, thread=thread)
    talk.tell(asked, *([as_message(talk.slack, asked)] if name else []))
    channel, ts = asked["event"]["channel"], asked["event"]["ts"]
    standing = talk.slack.workspace.message(channel, ts)
    assert standing is not None
    standing.thread = thread or ts  # as Slack has it of a message with answers below it
    (answer,) = talk.answers(asked)
    talk.tell(edited(talk.slack, channel, ts, name + TASER))
    assert answer.edited == 0, "an edit that adds nothing"
    talk.tell(edited(talk.slack, channel, ts, name + CUTS))
    assert [m.ts for m in talk.answers(asked)] == [answer.ts]
    assert answer.edited == 1
    assert "144 miljoen" in talk.slack.words(answer)
    assert "2020 en 2021" not in talk.slack.words(answer)
    talk.tell(deleted(talk.slack, channel, ts))
    assert talk.answers(asked) == []
    assert talk.bot.desk.inbox.entry(f"T1/{channel}/{ts}") is None
    assert CUTS.encode() not in b"".join(path.read_bytes() for path in talk.home.iterdir() if path.is_file())
    assert talk.refused() == []


def test_questions_are_suggested_where_a_conversation_is_opened(talk: Talk) -> None:
    talk.tell(home_opened(talk.slack, "home"))
    assert talk.slack.workspace.prompts == {}
    started = thread_started(talk.slack)
    talk.tell(home_opened(talk.slack), started)
    new = started["event"]["assistant_thread"]["thread_ts"]
    assert set(talk.slack.workspace.prompts) == {("D1", ""), ("D1", new)}
    for told in talk.slack.workspace.prompts.values():
        assert told["title"] == text.PROMPTS_TITLE
        assert len(told["prompts"]) == 2
    asked = dm(talk.slack, TASER, thread=new)
    talk.tell(asked)
    assert "2020 en 2021" in talk.words(talk.answers(asked))


def test_what_no_person_wrote_is_never_answered(talk: Talk) -> None:
    answer = ask(talk)
    own = {**answer.as_json(), "channel": "C1", "channel_type": "channel"}
    here = {"type": "message", "channel": "D1", "channel_type": "im", "text": TASER}
    loud = bot_message(talk.slack, f"<@{BOT}> {TASER}", thread=answer.thread)
    talk.tell(
        event(talk.slack, own),
        event(talk.slack, {**own, "text": TASER, "bot_id": None, "ts": talk.slack.workspace.ts()}),
        loud,
        event(talk.slack, {**loud["event"], "type": "app_mention", "subtype": None, "ts": talk.slack.workspace.ts()}),
        event(talk.slack, {**here, "user": "USLACKBOT", "ts": talk.slack.workspace.ts()}),
        event(talk.slack, {**here, "user": BOT, "bot_id": BOT_ID, "ts": talk.slack.workspace.ts()}),
        event(talk.slack, {**here, "subtype": "bot_message", "bot_id": "BX", "ts": talk.slack.workspace.ts()}),
        event(talk.slack, {**here, "subtype": "channel_join", "user": "U1", "ts": talk.slack.workspace.ts()}),
    )
    assert [m for m in talk.slack.workspace.said if m.user == BOT] == [answer]
    assert talk.whispered() == []
