"""What a user typed in Slack, without its notation; our own words where Slack reads that notation."""

import re
import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ui.slack.elements import pieces
from ui.slack.written import as_typed, escaped, mentions, notified

ME = "U0BOT"
NOTATION = st.text(alphabet=st.sampled_from("<>@#!|&;ltgmp*_~`U0BOT \n\u202e\ue000\ue0011é“"), max_size=60)
WORDS = st.text(alphabet=string.ascii_letters + " .,?!“”‘’é<>&", max_size=60)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("<@U0BOT> Wat is er afgesproken?", "Wat is er afgesproken?"),
        ("<@U0BOT|lovp> wat zei <@U123|jan> of <@W9>?", "wat zei @jan of @iemand?"),
        ("Zie <#C1|algemeen> en <#C2>", "Zie #algemeen en #kanaal"),
        ("<https://x.nl/a?b=1&amp;c=2|het stuk> op <https://x.nl/a?b=1&amp;c=2>", "het stuk op https://x.nl/a?b=1&c=2"),
        ("mail <mailto:a@b.nl|a@b.nl> of <tel:112>", "mail a@b.nl of 112"),
        ("<!here> <!channel> <!subteam^S1|@boa> <!subteam^S2>", "@here @channel @boa @subteam"),
        ("op <!date^1392734382^{date}|18 februari 2014>", "op 18 februari 2014"),
        ("&lt;@U0BOT&gt; &amp;lt; &amp;amp;", "<@U0BOT> &lt; &amp;"),
        ("*vet* _schuin_ ~weg~ `code` *_beide_*", "vet schuin weg code beide"),
        ("2 * 3 * 4, snake_case_naam, 5~6~7, *", "2 * 3 * 4, snake_case_naam, 5~6~7, *"),
        ("&gt; Wat is dit?\n&gt;&gt;&gt; en dat?", "Wat is dit? en dat?"),
        ("```blok\nvan code```", "blok van code"),
        ("“Wat”  zei\n\n de ‘minister’\u202e\u200b?\x00", "“Wat” zei de ‘minister’?"),
        ("", ""),
        ("<@U0BOT>", ""),
        ("a < b > c <> <", "a < b > c <> <"),
        ("boa*s of *boa’s*?", "boa*s of boa’s?"),
    ],
)
def test_the_notation_of_slack_becomes_what_was_typed(text: str, typed: str) -> None:
    assert as_typed(text, ME) == typed


def test_who_is_mentioned_is_told_once_and_typed_signs_mention_nobody() -> None:
    assert mentions("<@U1> <@U0BOT|lovp> <@U1> <@W2> &lt;@U3&gt; @U4 <#C1>") == ("U1", "U0BOT", "W2")


@settings(max_examples=60)
@given(WORDS)
def test_what_slack_escaped_comes_back_once(words: str) -> None:
    sent = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    expected = re.sub(r"^\s*>+\s?", "", words)
    assert as_typed(sent, ME) == " ".join(expected.split())


@settings(max_examples=100)
@given(NOTATION)
def test_any_text_becomes_one_plain_line(text: str) -> None:
    typed = as_typed(text, ME)
    assert typed == " ".join(typed.split())
    assert not re.search("[\u202e\ue000\ue001\n]", typed)
    assert isinstance(mentions(text), tuple)


@settings(max_examples=100)
@given(NOTATION)
def test_nothing_in_escaped_words_is_notation_and_all_of_them_are_left(text: str) -> None:
    safe = escaped(text)
    assert not re.search(r"[<>]|&(?!(?:lt|gt|amp);)", safe)
    assert escaped("<!channel> & @here @Channel") == "&lt;!channel&gt; &amp; @\u2060here @\u2060Channel"


def test_a_notification_is_short_whole_words_on_one_line() -> None:
    told = notified("Een <b>woord</b>\nen nog " + "een " * 100, 60)
    assert told.startswith("Een &lt;b&gt;woord&lt;/b&gt; en nog een")
    assert told.endswith("een…")
    assert "\n" not in told
    assert len(notified("x" * 500, 200)) == 200


def test_hostile_length_is_read_in_no_time() -> None:
    began = time.process_time()
    for text in (
        "<" * 100_000,
        "*" * 100_000,
        "*a" * 50_000,
        "_ ~" * 30_000,
        "<@" * 50_000,
        "`" * 99_999,
        "&gt;" * 25_000,
    ):
        as_typed(text, ME)
        mentions(text)
    assert time.process_time() - began < 5


def test_a_long_text_is_cut_behind_a_sentence_or_else_a_word() -> None:
    assert pieces("een twee drie vier vijf", 12) == ("een twee ", "drie vier ", "vijf")
    assert pieces("Dit is een zin. En nog een.", 20) == ("Dit is een zin. ", "En nog een.")
    assert pieces("x" * 25, 10) == ("x" * 10, "x" * 10, "x" * 5)
    assert pieces("", 10) == ()
