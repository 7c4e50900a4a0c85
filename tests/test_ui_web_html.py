"""The conversation as the page shows it: what is escaped, linked, unfolded and copied."""

import json
import re
from html import unescape

import pytest
from boats import OVERVIEW, RECORD, answer, cite, talk, words

from assistant.answer import Answer, PartKind, Question, ScopePart
from ui import web_text
from ui.web_chat import Exchange
from ui.web_copied import plain_text
from ui.web_html import conversation_html, header, step_html, welcome_html
from ui.web_place import place_of
from ui.web_record import source_pane


def test_nothing_that_anyone_wrote_becomes_a_tag() -> None:
    evil = "<img src=x onerror=alert(1)> [x](https://x.nl) \"' `${1}` {{value}}"
    part = ScopePart(PartKind.TOPIC, evil, evil, evil)
    asked = Question(evil, parts=(part,), note=evil)
    said = Answer(f"{evil} [1]", (cite(1, "Voertuigen en <b>banden</b>"),), True, evil, asked, ((evil, evil),))
    pages = [
        conversation_html((Exchange("<i>vraag</i>", said, removed=(part,)), Exchange(evil, notice=evil))),
        welcome_html(OVERVIEW),
        source_pane(RECORD, place_of(said.citations[0])),
        header(OVERVIEW),
    ]
    for page in pages:
        assert not re.search(r"<(?:img|b|i|script)\b|href=\"(?!/verslag/2021-05-03-verslag[#?\"]|#inhoud\")", page)
    assert "alert(1)" in words(pages[0])


@pytest.mark.parametrize("shown", [None, 3])
def test_a_step_brings_the_last_exchange_and_with_the_rest_makes_the_conversation(shown: int | None) -> None:
    """What is sent at each step of an answer doesn't grow with the conversation."""
    evil = "<img src=x> \"' &quot; ${1} {{value}} \\"
    said = tuple(Exchange(f"Vraag {n} {evil}", answer(f"Er zijn er {n} {evil}.")) for n in range(9))
    kept: list[str] = []
    for so_far in range(1, 10):
        first, parts, whole = _read(step_html(said[:so_far], shown), kept)
        assert (first, len(parts)) == (so_far - 1, 1)
        kept = [*kept[:first], *parts]
        assert whole == conversation_html(said[:so_far], shown)
        kept[-1] = _read(step_html(said[:so_far]), kept)[1][0]
    assert _read(step_html(said, whole=True), []) == (0, kept, conversation_html(said))
    assert _read(step_html(()), kept) == (0, [], conversation_html(()))


def _read(step: str, kept: list[str]) -> tuple[int, list[str], str]:
    """What web.js reads in a step: from where, the exchanges, and the conversation that it makes of them with those before."""
    found = re.fullmatch(r'<div data-first="(\d+)" data-log="(.*?)" data-end="(.*?)" data-parts="(.*?)" .*', step)
    assert found is not None
    parts = json.loads(unescape(found[4]))
    first = int(found[1])
    return first, parts, "".join([unescape(found[2]), *kept[:first], *parts, unescape(found[3])])


def test_each_marker_links_to_its_source_and_other_brackets_stay_text() -> None:
    html = conversation_html(talk(answer("Twaalf [1]. Zie ook [7].", cite(1, "De stal blijft."))))
    assert re.findall(r'<a class="cite marker" href="/verslag/2021-05-03-verslag#[^"]+"[^>]*>(.*?)</a>', html) == [
        "[1]"
    ]
    assert 'id="source-0-1"' in html
    assert "Zie ook [7]." in html


def test_a_source_lists_date_topic_page_and_quote() -> None:
    shown = words(conversation_html(talk(answer("Ja [1].", cite(1, "De stal blijft.")))))
    assert "3 mei 2021 · Honden en paarden · pagina 2 De stal blijft." in shown


def test_the_short_answer_comes_before_the_text() -> None:
    html = conversation_html(talk(answer("Er zijn er twaalf [1].", cite(1, "De stal blijft."), short="12")))
    assert html.index('class="short"') < html.index("Er zijn er twaalf")


@pytest.mark.parametrize(("typed", "shown"), [("En de boten?", True), (" Hoeveel boten? ", False)])
def test_what_was_understood_is_shown_when_it_differs_from_what_was_typed(typed: str, shown: bool) -> None:
    html = conversation_html(talk(answer("Niets."), typed))
    assert (web_text.UNDERSTOOD in html) == shown


def test_many_other_words_unfold_and_few_are_simply_shown() -> None:
    few = Answer("Niets.", (), False, None, Question("x"), (("taser", "stroomstootwapen"),))
    many = Answer("Niets.", (), False, None, Question("x"), tuple(("geld", f"woord{n}") for n in range(9)))
    assert "taser → stroomstootwapen" in conversation_html(talk(few))
    unfolding = conversation_html(talk(many))
    assert re.search(r"<summary>.*woord3 en nog 5</summary>.*woord8</details>", unfolding)


def test_blank_lines_part_paragraphs_and_dashes_make_a_list() -> None:
    html = conversation_html(talk(answer("Eerst.\n\n- een\n- twee\n\nDaarna\ndoor.")))
    plain = re.sub(r"</?span[^>]*>", "", html)
    assert "<p>Eerst.</p><ul><li>een</li><li>twee</li></ul><p>Daarna\ndoor.</p>" in plain


def test_what_is_copied_holds_question_answer_and_every_source() -> None:
    quote = "De politie krijgt 12 nieuwe boten, die voor het \neind van het jaar varen."
    said = answer("Twaalf [1], en meer [2].", cite(1, quote), cite(2, "De stal blijft."), short="12")
    copied = plain_text(Exchange("Hoeveel boten?", said))
    assert copied.startswith("Vraag: Hoeveel boten?\n\nAntwoord: 12\nTwaalf [1], en meer [2].\n\nBronnen:\n")
    assert (
        "[1] Korte terugkoppeling LOVP 3 mei 2021 (3 mei 2021, Voertuigen en <b>banden</b>, pagina 1): "
        "“De politie krijgt 12 nieuwe boten, die voor het eind van het jaar varen.”\n"
    ) in copied
    assert "[2] Korte terugkoppeling LOVP 3 mei 2021 (3 mei 2021, Honden en paarden, pagina 2): “De stal" in copied
