"""An answer or a conversation as a file: what stands in it, whatever kind of file it is."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from boats import RECORD, answer, cite

from assistant.answer import (
    Answer,
    Citation,
    Explanation,
    Fault,
    PartKind,
    Question,
    Refusal,
    ScopePart,
    Withheld,
)
from assistant.ask import ask
from index.errors import UserError
from index.records import Span
from index.search import Index
from ui import web_text, web_text_export
from ui.export import MOST_EXCHANGES, Document, ExportError, Format, document, exported
from ui.web_chat import Exchange, history

NOW = datetime(2026, 11, 29, 13, 5, tzinfo=UTC)
QUOTE = "De politie krijgt 12 nieuwe boten, die voor het \neind van het jaar varen."
HOSTILE = [
    "![x](http://evil.nl)",
    "[x](http://evil.nl)",
    "<img src=x onerror=alert(1)>",
    "<http://evil.nl>",
    "[a]: http://evil.nl",
    "zie [a] en [a][] en [^1]",
    "http://evil.nl en https://www.evil.nl/a?b=c&d",
    "www.evil.nl, //evil.nl en iemand@evil.nl",
    "`code` ``meer`` ```",
    "~~~ hek",
    "| a | b |",
    "1. een",
    "1) een",
    "# kop",
    "- lijst",
    "+ lijst",
    "* lijst *nadruk* **vet** __vet__ _schuin_",
    "> citaat",
    "===",
    "---",
    "***",
    "&lt;b&gt; &amp; &#35; &copy;",
    "slot\\",
    "~~weg~~ ==merk== $x$ :smile: (c) (tm) +- ...... --- \"x\" 'y'",
    "<!-- weg --> <?php ?> <![CDATA[x]]>",
    "12. 13. BOA's kosten o.a. 5.000 euro (art. 3:4)",
]


def link(citation: Citation) -> str:
    return f"https://lovp.example/verslag/{citation.passage.record_id}?a=1&b=2#{citation.span.start}"


def everything() -> tuple[Exchange, ...]:
    """A conversation in which every field of an exchange and of an answer says something."""
    part = ScopePart(PartKind.PERIOD, "2021", "LOVP in 2021", "in 2021")
    asked = Question("Hoeveel boten krijgt de politie?", parts=(part,), note="Gelezen als vraag naar boten.")
    full = replace(
        answer(
            "Twaalf [1].\n\n- Ook honden: “Er komen vier honden” [2].\n- Zie [7].", cite(1, QUOTE), cite(2, "De stal")
        ),
        short="12",
        question=asked,
        composer="llm:model",
        explanations=(Explanation(1, "eind van het jaar", "eind 2021"),),
        notice="Het taalmodel was traag.",
        withheld=(Withheld("Verzonnen zin.", Fault.INVENTED, "staat er niet"),),
    )
    declined = Answer("Dat vind ik niet.", (), False, None, Question("Koeien?"), refusal=Refusal.MENTIONED)
    return (
        Exchange("En hoeveel dan?", full, removed=(replace(part, label="spreker: de minister"),)),
        Exchange("Koeien?", replace(declined, nearest=(cite(1, "De stal blijft."),))),
        Exchange("Te lang", notice="Maak de vraag korter.", refused=True),
        Exchange("Onderweg", draft="Ongezien concept."),
    )


def real(index: Index) -> tuple[Exchange, ...]:
    """A conversation with the assistant itself: found, narrowed, declined, of a whole meeting, and followed up."""
    exchanges: tuple[Exchange, ...] = ()
    for asked in (
        "Voor welke jaren is de financiering van de taser geregeld?",
        "Wat is er afgesproken over het stroomstootwapen in 2019?",
        "Welke toezeggingen zijn gedaan door de minister?",
        "Wat is er besproken in het LOVP van 28 oktober 2019?",
        "En over BOA's?",
    ):
        exchanges = (*exchanges, Exchange(asked, ask(index, asked, history(exchanges)), at=NOW))
    return exchanges


def quotes(exchanges: tuple[Exchange, ...]) -> list[str]:
    """The literal words of every source, with each run of white space as one space."""
    found = [one.answer.citations or one.answer.nearest for one in exchanges if one.answer]
    return [" ".join(citation.quote.split()) for citations in found for citation in citations]


def filled_with(text: str) -> tuple[Exchange, ...]:
    """A conversation in which everything that others wrote is this text."""
    record = replace(RECORD, text=text, title=text, sections=(replace(RECORD.sections[0], topic=text, speaker=text),))
    part = ScopePart(PartKind.TOPIC, text, text, text)
    asked = Question(f"{text} zo", parts=(part,), note=text)
    said = answer(f"Zo: {text}\n\n- {text} [1]", replace(cite(1, text, record), span=Span(0, 1)))
    whole = replace(said, short=text, question=asked, notice=text)
    return Exchange(text, whole, removed=(part,)), Exchange(text, notice=text)


def made(*exchanges: Exchange) -> Document:
    return document(exchanges, link=link, now=NOW)


@pytest.mark.parametrize(
    ("now", "name", "said"),
    [
        (NOW, "2026-11-29-1405", "Gemaakt op 29 november 2026 om 14.05 uur"),
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "2026-07-02-0030", "Gemaakt op 2 juli 2026 om 00.30 uur"),
    ],
)
def test_a_file_is_named_and_dated_in_dutch_time(now: datetime, name: str, said: str) -> None:
    one = exported(everything()[:1], Format.MARKDOWN, link=None, now=now)
    whole = exported(everything(), Format.MARKDOWN, link=None, now=now)
    assert (one.name, whole.name) == (f"lovp-antwoord-{name}.md", f"lovp-gesprek-{name}.md")
    assert said in whole.data.decode()


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        exported(everything(), Format.MARKDOWN, link=None, now=datetime(2026, 11, 29))  # noqa: DTZ001 - what is refused


def test_nothing_and_too_much_are_told_in_dutch() -> None:
    with pytest.raises(ExportError, match="Stel eerst een vraag"):
        made()
    with pytest.raises(UserError, match="101 vragen en er passen er 100 in"):
        made(*[Exchange("x", notice="y")] * (MOST_EXCHANGES + 1))
    assert len(made(*[Exchange("x", notice="y")] * MOST_EXCHANGES).parts) == MOST_EXCHANGES


def test_what_stands_beside_an_answer_is_named_and_in_order() -> None:
    part = made(*everything()).parts[0]
    assert part.heading == "Vraag 1: En hoeveel dan?"
    assert [(one.label, one.text) for one in part.before] == [
        ("Gevraagd zonder:", "spreker: de minister"),
        ("Begrepen als:", "Hoeveel boten krijgt de politie?"),
        ("Let op:", "Gelezen als vraag naar boten."),
        ("Beperkt tot:", "LOVP in 2021"),
    ]
    assert part.short == "12"
    assert [(one.label, one.text) for one in part.after] == [
        ("Toelichting van ons, niet uit het verslag:", "‘eind van het jaar’ [1] betekent hier: eind 2021."),
        ("Let op:", "Het taalmodel was traag."),
        ("Let op:", web_text_export.MODEL),
    ]


def test_markers_are_only_those_with_a_source() -> None:
    blocks = made(*everything()).parts[0].blocks
    assert [block.item for block in blocks] == [False, True, True]
    assert [[words.text for words in block.words if words.n] for block in blocks] == [["[1]"], ["[2]"], []]
    assert "".join(words.text for words in blocks[2].words) == "Zie [7]."


def test_a_marker_of_the_record_itself_stays_text() -> None:
    record = replace(RECORD, text=RECORD.text.replace("De stal blijft.", "De stal [1] blijft."))
    said = answer("Zo: “De stal [1] blijft.” [1]", cite(1, "De stal [1] blijft.", record))
    words = made(Exchange("x", said)).parts[0].blocks[0].words
    assert [(one.text, one.n) for one in words] == [("Zo: “De stal [1] blijft.”\N{NO-BREAK SPACE}", None), ("[1]", 1)]


def test_a_source_tells_date_topic_speaker_page_title_and_literal_words() -> None:
    said = answer("Twaalf [1].", replace(cite(1, QUOTE), speaker="de korpschef"))
    [source] = made(Exchange("x", said)).parts[0].sources
    assert source.place == "3 mei 2021 · Voertuigen en <b>banden</b> · de korpschef · pagina 1"
    assert source.title == RECORD.title
    assert source.quote == "De politie krijgt 12 nieuwe boten, die voor het eind van het jaar varen."
    assert source.link == link(said.citations[0])


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "/verslag/a",
        "javascript:alert(1)",
        "https://x.nl",
        "https://x.nl/a b",
        "https://x.nl/a\nb",
        "https://x.nl/>(b)",
        'https://x.nl/"a"',
        "https://wie@x.nl/a",
        "file:///etc/passwd",
        "https://x.nl/" + "a" * 2_000,
    ],
)
def test_only_whole_addresses_of_pages_become_links(address: str | None) -> None:
    [part] = document([Exchange("x", answer("Ja [1].", cite(1, "De stal")))], link=lambda _: address, now=NOW).parts
    assert part.sources[0].link is None


def test_what_did_not_pass_and_what_was_not_checked_is_in_no_file() -> None:
    shown = str(made(*everything()))
    assert "Verzonnen" not in shown
    assert "Ongezien" not in shown


def test_a_decline_shows_the_nearest_places() -> None:
    part = made(*everything()).parts[1]
    assert (part.sources_title, [source.quote for source in part.sources]) == (web_text.NEAREST, ["De stal blijft."])


def test_a_question_without_an_answer_says_so() -> None:
    refused, pending = made(*everything()).parts[2:]
    assert [(one.label, one.text) for one in refused.before] == [("Geen antwoord:", "Maak de vraag korter.")]
    assert [(one.label, one.text) for one in pending.before] == [("Geen antwoord:", web_text_export.PENDING)]


def test_a_long_question_has_a_short_heading_and_stands_whole_below() -> None:
    long = "woord " * 300
    [part] = made(Exchange(long, answer("Niets.", asked=long))).parts
    assert len(part.heading) < 180
    assert part.before[0].text == long.strip()
    [refused] = made(Exchange(long, notice="Te lang.", refused=True)).parts
    assert [one.label for one in refused.before] == ["Geen antwoord:"]


def test_characters_that_steer_a_screen_are_gone() -> None:
    steering = "vraag\x1b[31m\u202e\x00 \u200bhier"
    assert made(Exchange(steering, answer(steering))).parts[0].heading == "Vraag: vraag[31m hier"


def test_an_answer_of_another_day_tells_its_day() -> None:
    earlier = Exchange("x", answer("Niets.", asked="x"), at=datetime(2026, 11, 28, 9, tzinfo=UTC))
    assert [one.text for one in made(earlier).parts[0].before] == ["28 november 2026 om 10.00 uur"]
    assert made(replace(earlier, at=NOW)).parts[0].before == ()
