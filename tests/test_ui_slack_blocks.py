"""An answer in Slack: the browser's words, literal quotes, sources with buttons, within Slack's limits however long it is."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from boats import cite, words
from slack_blocks import problems

from assistant.answer import Answer, Citation, Explanation, Fault, Mark, PartKind, Question, ScopePart, Withheld
from assistant.ask import ask
from index.records import Passage, Span
from index.search import Index
from ui import render, web_text
from ui.slack.blocks import JUDGE, SHARE, SHOW, Message, command_messages, messages, notice_message
from ui.web_chat import Exchange
from ui.web_html import conversation_html
from ui.web_place import place_of

KEY = "T1/C1/1700000000.000100"
SITE = "https://lovp.example"
QUESTIONS = (
    "Wat is er afgesproken over het stroomstootwapen?",
    "Wanneer is gesproken over de jaarwisseling?",
    "Hoeveel agenten komen er bij?",
    "Wanneer komt het besluit?",
    "Wat is er besproken over werkdruk?",
    "Hoe heeft het onderwerp boa's zich ontwikkeld?",
    "Wat is de norm voor wijkagenten?",
    "Wie beslist over de verdeling van agenten?",
    "Wat is er besproken over vuurwerk?",
    "Wat is er afgesproken over afpakken?",
    "Wat is er besproken over evenementen?",
    "Wat is er besproken over de samenwerking met BOA's?",
    "Wat is er afgesproken over het stroomstootwapen en wat zei de minister over de begroting?",
    "Wat is er gezegd over mensenhandel?",
)
DECLINED = (
    "Hoeveel kost een helikopter naar de maan?",
    "Wanneer spraken we over drones?",
    "Wat zijn de toezeggingen van de minister in 2021?",
    "Wat zei de minister over ondermijning?",
)


def parts(blocks: Sequence[dict[str, Any]], kind: str = "") -> Iterator[dict[str, Any]]:
    """The sections and quotes of rich text, or those of one kind."""
    for block in blocks:
        if block["type"] == "rich_text":
            yield from (one for one in block["elements"] if kind in one["type"])


def said(part: dict[str, Any]) -> str:
    return "".join(element["text"] for element in part["elements"])


def everything(made: Sequence[Message]) -> str:
    return " ".join(" ".join(said(part) for message in made for part in parts(message.blocks)).split())


def quotes(made: Sequence[Message]) -> list[str]:
    """The words between the quotation marks of each quote; pieces of one in several messages are joined."""
    joined = "".join(said(part) for message in made for part in parts(message.blocks, "quote"))
    return re.findall(r"“(.*?)”(?=\N{NO-BREAK SPACE}\[\d+\])", joined)


def every(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inside in value.values():
            yield from every(inside)
    elif isinstance(value, list | tuple):
        for inside in value:
            yield from every(inside)


def assert_within_limits(made: Sequence[Message]) -> None:
    """What Slack's documentation and our own margins allow."""
    for message in made:
        assert problems(list(message.blocks)) == []
        assert 0 < len(message.blocks) <= 45
        assert len(written := json.dumps(message.blocks, ensure_ascii=False)) <= 11_000
        assert '"mrkdwn"' not in written
        assert 0 < len(message.text.strip()) <= 1_000
        for one in every(message.blocks):
            assert one.get("type") != "text" or 0 < len(one["text"]) <= 3_000
            assert one.get("type") != "plain_text" or (one["emoji"] is False and len(one["text"]) <= 100)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quote_of_an_answer_is_there_to_the_letter_with_its_source(example_index: Index, question: str) -> None:
    answer = ask(example_index, question)
    made = messages(question, answer, KEY, site=SITE)
    assert_within_limits(made)
    cited = answer.citations or answer.nearest
    assert cited
    assert quotes(made) == [" ".join(one.quote.split()) for one in cited]
    values = [one["value"] for one in every([m.blocks for m in made]) if SHOW.fullmatch(one.get("action_id", ""))]
    assert values == [place_of(one).address for one in cited]
    assert [one["url"] for one in every([m.blocks for m in made]) if "url" in one] == [SITE + one for one in values]


@pytest.mark.parametrize("question", DECLINED)
def test_a_decline_has_the_words_of_the_browser(example_index: Index, question: str) -> None:
    answer = ask(example_index, question)
    assert not answer.answered
    page = words(conversation_html((Exchange(question, answer),)))
    [message] = messages(question, answer, KEY)
    shown = [" ".join(said(part).split()) for part in parts([block for group in message.groups for block in group])]
    assert " ".join(answer.text.split()) in shown
    narrowed = web_text.NARROWED + web_text.labels(answer.question.parts)
    assert (narrowed in shown) == bool(answer.question.parts)
    assert all(part.label in page for part in answer.question.parts)
    for line in shown:
        assert line == narrowed or re.sub(r"^“|”\s\[\d+\]$|:$", "", line) in page
    assert web_text.SOURCES not in everything([message])
    assert len(quotes([message])) == len(answer.nearest)


def test_what_the_browser_shows_beside_an_answer_is_shown_too() -> None:
    part = ScopePart(PartKind.TOPIC, "boten", "agendapunt ‘Boten’")
    answer = Answer(
        "Er komen boten [1].",
        (cite(1, "De politie krijgt 12 nieuwe boten"),),
        True,
        "12",
        Question("Hoeveel boten komen er?", parts=(part,), note="zo gelezen"),
        (("boot", "schip"),),
        "llm:klein",
        Mark(1, Span(cite(1, "De politie krijgt 12").span.start + 18, cite(1, "De politie krijgt 12").span.end)),
        (Explanation(1, "12", "twaalf"),),
        notice="er was iets",
        withheld=(Withheld("geheim gehouden", Fault.INVENTED, "onwaar"),),
    )
    [message] = messages("En de boten?", answer, KEY)
    text = everything([message])
    for expected in (
        web_text.UNDERSTOOD + "Hoeveel boten komen er?",
        web_text.NOTE + "zo gelezen",
        web_text.NARROWED + part.label,
        web_text.EXPLAINED + web_text.explanations(answer),
        web_text.NOTE + "er was iets",
        web_text.SEARCHED_TOO + web_text.expansions(answer.expansions),
        "1 zin van het taalmodel is weggelaten",
        "“De politie krijgt 12 nieuwe boten” [1]",
        "[1] Korte terugkoppeling LOVP 3 mei 2021 · Voertuigen en <b>banden</b> · pagina 1",
    ):
        assert expected in text
    assert "geheim gehouden" not in text
    bold = [one["text"] for one in every(message.blocks) if one.get("style", {}).get("bold")]
    assert bold == ["12", "12", web_text.SOURCES, "[1] "]  # on top, and where it stands in the quote
    assert [said(part) for part in parts(message.groups[0])][1:2] == ["12"]  # before the statements
    assert message.text == "12"
    assert render.MODEL_NOTICE in json.dumps(message.closing, ensure_ascii=False)
    assert render.NOTICE not in json.dumps(message.closing, ensure_ascii=False)


def test_feedback_is_asked_once_and_the_asker_of_a_command_can_share() -> None:
    [message] = command_messages("Hoeveel boten?", small(), KEY)
    [judge] = [one for one in every(message.closing) if one.get("action_id") == JUDGE]
    assert judge["positive_button"]["value"] == f"goed:{KEY}"
    assert judge["negative_button"]["value"] == f"fout:{KEY}"
    assert message.closing[-1]["type"] == "context_actions"
    [share] = [one for one in every(message.closing) if one.get("action_id") == SHARE]
    assert share["value"].startswith(KEY)
    closing = command_messages("x" * 2_000, small(), KEY)[-1].closing
    assert SHARE not in [one.get("action_id") for one in every(closing)]


def small() -> Answer:
    return Answer("“De stal blijft.” [1]", (cite(1, "De stal blijft."),), True, None, Question("Hoeveel boten?"))


def far(n: int, quote: str, title: str = "Verslag", record: str = "2021-05-03-verslag") -> Citation:
    passage = Passage(f"{record}:0-9", record, title, None, title, title, 3, Span(0, len(quote)), quote)
    return Citation(n, passage, Span(0, len(quote)), quote)


def long_answer(length: int, each: int) -> Answer:
    """So many characters, in quotes of `each`."""
    made = []
    for n in range(1, length // each + 1):
        quote = " ".join(f'woord{n}x{at} & "zo" [3].' for at in range(each // 20))
        made.append(far(n, quote))
    text = "\n\n".join(f"In het overleg, onder ‘Punt {c.n}’: “{c.quote}” [{c.n}]" for c in made)
    return Answer(text, tuple(made), True, None, Question("Wat?"))


@pytest.mark.parametrize(
    ("length", "each"), [(8_000, 400), (8_000, 8_000), (20_000, 5_000), (40_000, 400), (40_000, 5_000), (40_000, 8_000)]
)
def test_a_long_answer_loses_nothing_and_no_quote_is_cut_that_fits_in_a_message(length: int, each: int) -> None:
    answer = long_answer(length, each)
    made = command_messages("Wat? " + '"' * 1_800, answer, KEY, site=SITE)
    assert len(made) > 1 or length == 8_000
    assert_within_limits(made)
    joined = "".join(said(part) for message in made for part in parts(message.blocks, "quote"))
    assert joined == "".join(f"“{one.quote}”\N{NO-BREAK SPACE}[{one.n}]" for one in answer.citations)
    for message in made:
        body = " ".join(said(part) for part in parts([block for group in message.groups for block in group]))
        ending = " ".join(said(part) for part in parts(message.closing))
        for one in answer.citations:
            assert (f"”\N{NO-BREAK SPACE}[{one.n}]" in body) == (f"[{one.n}] Verslag" in ending)
            if each < 8_000:
                assert (f"“{one.quote}”" in body) == (f"”\N{NO-BREAK SPACE}[{one.n}]" in body)
                assert (f"‘Punt {one.n}’: “" in body) == (
                    f"‘Punt {one.n}’" in body
                )  # what leads up to it stays with it
    assert [JUDGE in json.dumps(message.blocks) for message in made] == [False] * (len(made) - 1) + [True]


def test_a_quote_longer_than_a_message_goes_on_in_the_next_and_says_so() -> None:
    answer = long_answer(24_000, 24_000)
    made = messages("Wat?", answer, KEY)
    assert len(made) > 2
    assert_within_limits(made)
    first, *_, last = made
    assert "(gaat verder in het volgende bericht)" in everything([first])
    assert "(vervolg)" in everything([last])
    assert "(vervolg)" not in everything([first])
    pieces = ["".join(said(part) for part in parts(message.blocks, "quote")) for message in made]
    assert "".join(pieces) == f"“{answer.citations[0].quote}”\N{NO-BREAK SPACE}[1]"
    assert all(piece.endswith(" ") for piece in pieces[:-1])  # cut between words


def test_the_words_that_a_model_rests_on_are_quoted_behind_its_paragraph() -> None:
    cited = (cite(1, "De stal blijft."), cite(2, "De burgemeesters zijn tevreden."))
    answer = Answer("De stal blijft bestaan [1].\n\nZij zijn blij [2].", cited, True, None, Question("Wat?"))
    [message] = messages("Wat?", answer, KEY)
    assert [[said(part).replace("\N{NO-BREAK SPACE}", " ") for part in parts(group)] for group in message.groups] == [
        ["De stal blijft bestaan [1].", "“De stal blijft.” [1]"],
        ["Zij zijn blij [2].", "“De burgemeesters zijn tevreden.” [2]"],
    ]


@pytest.mark.parametrize("text", ["x" * 9_000, "Zin met woorden. " * 1_500, '\\"' * 5_000])
def test_long_text_without_quotes_loses_nothing_either(text: str) -> None:
    answer = Answer(text, (), False, None, Question("Wat?", note=text), notice=text)
    made = messages("Wat?", answer, KEY)
    assert_within_limits(made)
    squeezed = (
        "".join(everything(made).split()).replace("(vervolg)", "").replace("(gaatverderinhetvolgendebericht)", "")
    )
    assert squeezed.count("".join(text.split())) == 3


def test_a_statement_with_more_sources_than_fit_has_them_all_in_the_next_messages() -> None:
    cited = tuple(far(n, f"woord {n}.", '"' * 400, "r" * 1_500) for n in range(1, 41))
    answer = Answer("Zo is het " + "".join(f"[{n}]" for n in range(1, 41)), cited, True, None, Question("Wat?"))
    made = messages("Wat?", answer, KEY, site=SITE)
    assert_within_limits(made)
    values = {one["value"] for one in every([m.blocks for m in made]) if "value" in one}
    assert {place_of(one).address for one in cited} <= values
    assert quotes(made) == [one.quote for one in cited]


def test_hostile_words_arrive_as_they_are_and_never_as_markup() -> None:
    evil = "<!channel> *_~`x`~_* <https://evil.example|click> <@U1> :tada: &lt; [7] \u202e@here"
    literal = evil.replace("\u202e", "")
    answer = Answer(
        f"{evil}: “{evil}” [1]",
        (far(1, evil, evil),),
        True,
        evil,
        Question(evil, note=evil),
        ((evil, evil),),
        notice=evil,
    )
    [message] = command_messages("iets anders", answer, KEY)
    assert_within_limits([message])
    assert quotes([message]) == [literal]
    assert everything([message]).count(literal) == 11
    assert {
        one["type"] for one in every(message.blocks) if one.get("type") in {"link", "user", "emoji", "broadcast"}
    } == set()
    for one in every(message.blocks):
        assert one.get("type") != "plain_text" or "evil" not in one["text"]
    assert not re.search(r"[<>\n\u202e]|@here", message.text)


def test_a_button_that_cannot_carry_its_address_is_left_out() -> None:
    answer = Answer("Ja [1].", (far(1, "Ja.", record="r" * 2_100),), True, None, Question("Wat?"))
    [message] = messages("Wat?", answer, KEY, site=SITE)
    assert_within_limits([message])
    assert not [one for one in every(message.blocks) if one.get("type") in {"button", "link"}]


def test_a_notice_is_one_message_of_plain_words() -> None:
    message = notice_message("Het is druk. <!here>\nProbeer het *zo* nog eens.")
    assert everything([message]) == "Het is druk. <!here> Probeer het *zo* nog eens."
    assert message.closing == ()
    assert_within_limits([message])
