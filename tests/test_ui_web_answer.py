"""What the page shows beside the words of an answer: the short answer in its quote, times explained, what comes nearest, drafts."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.answer import Answer, Citation, Explanation, Fault, Mark, Question, Refusal, Withheld
from index.records import Passage, Span
from ui.web_chat import Exchange
from ui.web_copied import plain_text
from ui.web_html import Overview, conversation_html, disclosure
from ui.web_place import place_of

TEXT = "De sluis is \nklaar eind dit jaar. De boten varen."
QUOTE = Span(0, TEXT.index(" De boten"))
PASSAGE = Passage("v:0-40", "v", "LOVP 3 mei 2021", date(2021, 5, 3), "Haven", None, None, Span(0, len(TEXT)), TEXT)
CITATION = Citation(1, PASSAGE, QUOTE, QUOTE.of(TEXT))
AT = TEXT.index("eind dit jaar")
ANSWER = Answer(
    "In het LOVP van 3 mei 2021, onder ‘Haven’: “De sluis is klaar eind dit jaar.” [1]",
    (CITATION,),
    True,
    "eind dit jaar",
    Question("Wanneer is de sluis klaar?"),
    mark=Mark(1, Span(AT, AT + len("eind dit jaar"))),
    explanations=(Explanation(1, "eind dit jaar", "eind 2021"),),
)
NOTHING = Overview(1, None, None)


def page(answer: Answer) -> str:
    return str(conversation_html((Exchange("Wanneer is de sluis klaar?", answer),)))


def test_the_short_answer_is_marked_in_its_quote() -> None:
    assert "“De sluis is klaar <mark>eind dit jaar</mark>.”" in page(ANSWER)
    assert page(ANSWER).count("<mark>") == 1


def test_without_a_mark_nothing_is_marked() -> None:
    assert "<mark>" not in page(replace(ANSWER, mark=None))


def test_a_number_in_brackets_inside_a_quote_is_marked_as_words_and_is_no_link() -> None:
    text = "De sluis [1] is klaar."
    passage = replace(PASSAGE, text=text, span=Span(0, len(text)))
    citation = Citation(1, passage, Span(0, len(text)), text)
    odd = replace(ANSWER, text=f"“{text}” [1]", citations=(citation,), mark=Mark(1, Span(0, 12)))
    assert "“<mark>De sluis [1]</mark> is klaar.”" in page(odd)


def test_signs_of_our_own_in_a_record_mark_nothing() -> None:
    assert "<mark>" not in page(replace(ANSWER, text="“\ue000De sluis\ue001” [1]", mark=None))


def test_a_time_is_explained_as_ours() -> None:
    assert "Toelichting van ons, niet uit het verslag: " in page(ANSWER)
    assert "‘eind dit jaar’ [1] betekent hier: eind 2021." in page(ANSWER)
    assert "eind 2021" in plain_text(Exchange("Wanneer is de sluis klaar?", ANSWER))


def test_a_decline_shows_what_comes_nearest_and_opens_it() -> None:
    declined = Answer(
        "Dat kan ik niet vinden in de verslagen.", (), False, None, Question("?"), refusal=Refusal.MENTIONED,
        nearest=(CITATION,),
    )  # fmt: skip
    assert "Dit komt er het dichtst bij" in page(declined)
    assert f'href="{place_of(CITATION).address}"' in page(declined)


def test_a_draft_is_called_unchecked_and_is_no_markup() -> None:
    shown = str(conversation_html((Exchange("Wanneer?", draft="De <b>sluis</b> [1]"),)))
    assert "Nog niet nagegaan in de verslagen: " in shown
    assert "De &lt;b&gt;sluis&lt;/b&gt; [1]" in shown
    assert "href" not in shown


def test_sentences_that_were_withheld_can_be_read_with_why() -> None:
    odd = Withheld("De sluis kost 3 miljoen <i>euro</i>. [1]", Fault.NUMBER, "In de bron staat niet: ‘3’.")
    shown = page(replace(ANSWER, composer="llm:proef", withheld=(odd,), notice="Het taalmodel was te langzaam."))
    assert "Weggelaten zinnen van het taalmodel: " in shown
    assert "getal niet in bron: In de bron staat niet: ‘3’." in shown
    assert "<i>" not in shown
    assert "Het taalmodel was te langzaam." in shown


def test_the_page_says_whether_a_model_writes() -> None:
    assert "taalmodel" in str(disclosure(replace(NOTHING, model=True)))
    assert "taalmodel" not in str(disclosure(NOTHING))


@pytest.mark.parametrize(("found", "told"), [(0, "Zoekt in"), (1, "Eén vindplaats"), (3, "3 vindplaatsen gevonden")])
def test_while_a_model_writes_it_says_how_many_places_were_found(found: int, told: str) -> None:
    assert told in str(conversation_html((Exchange("Wanneer?", found=found),)))
