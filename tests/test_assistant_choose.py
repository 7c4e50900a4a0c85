"""Which sentences may answer: one that has what a question is about, not only the kind of act that it asks for."""

from assistant.choose import choose, ranked
from assistant.evidence import Sentence, hits_to_sentences
from assistant.wanted import question_to_wanted
from index.concepts import Concept, question_concepts
from index.records import Hit, Passage, Span
from index.vocabulary import Vocabulary

TEXT = "De minister deed een toezegging over boten. Aan het strand is niets toegezegd. Het strand is breed."
WORDS = "minister deed toegezegd toezegging boten komen strand niets breed".split()


def found(question: str) -> tuple[list[Concept], list[Sentence]]:
    concepts = question_concepts(question, Vocabulary.of(20, dict.fromkeys(WORDS, 1)))
    passage = Passage("a:0-1", "a", "Verslag", None, "Overig", None, None, Span(0, len(TEXT)), TEXT)
    return concepts, hits_to_sentences([Hit(passage, 1.0)], concepts)


def chosen(question: str) -> list[str]:
    concepts, sentences = found(question)
    return [sentence.text for sentence in choose(question_to_wanted(question, concepts), concepts, sentences)]


def test_a_promise_must_be_about_what_was_asked() -> None:
    assert chosen("Welke toezegging is er gedaan over boten?") == ["De minister deed een toezegging over boten."]
    assert chosen("Welke toezegging is er gedaan door zeppelins?") == []


def test_what_was_not_promised_answers_only_whether_it_was() -> None:
    assert chosen("Welke toezegging is er gedaan over het strand?") == []
    assert chosen("Is er iets over het strand toegezegd?")[0] == "Aan het strand is niets toegezegd."


def test_all_sentences_are_ranked_those_that_answer_first() -> None:
    concepts, sentences = found("Welke toezegging is er gedaan over boten?")
    order = [sentence.text for sentence in ranked("Welke toezegging is er gedaan over boten?", concepts, sentences)]
    assert order[0] == "De minister deed een toezegging over boten."
    assert len(order) == len(sentences) == 3
