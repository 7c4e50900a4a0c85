"""A reader of numbered sources that is no language model: it copies the sentences that say most of the question's words.

It stands in for a model in another system's pipeline, so that what is measured is the pipeline and no model's knowledge. Its rules,
all on the side of that pipeline:

1. It gets the prompt as the pipeline made it, and nothing else: never the facts, never the records.
2. Sentences are cut by our own rules, which know Dutch abbreviations, and words are compared by our own Dutch stems and lemmas.
   Words that say nothing by themselves don't count.
3. It takes the `MOST` sentences with most of the question's words; a word counts for more the fewer sentences have it, and of
   equals the one that stands first goes before. A heading comes after every sentence.
4. It copies literally, and puts the number of the source behind every sentence: it invents no words and no numbers.
5. It declines only when no source has any of the question's words.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence

from index.dutch import is_content, stems, tokens
from index.sentences import sentences

CANNOT = "Dat staat niet in de bronnen."
MOST = 3  # sentences: about as many words as our answers have, and of 1, 2 and 3 what the pipeline scores best with
_PROMPT = re.compile(r"\n-{6}\n(?P<sources>.*)\n-{6}\nQuery: (?P<query>.*)\nAnswer: ?$", re.DOTALL)
_ENDED = re.compile(r"[.!?…][\"'”’»)]*$")  # what a heading isn't
_SOURCE = re.compile(r"^Source (\d+):\n", re.MULTILINE)


class PromptError(ValueError):
    """A prompt without sources and a query: the pipeline has another template than this was made for."""


def completion(prompt: str) -> str:
    """What the reader writes on a prompt of LlamaIndex's CitationQueryEngine.

    Raises:
        PromptError: it isn't one.
    """
    query, sources = read_prompt(prompt)
    copied = chosen(query, sources)
    return " ".join(f"{' '.join(text.split())} [{n}]" for n, text in copied) or CANNOT


def read_prompt(prompt: str) -> tuple[str, list[tuple[int, str]]]:
    """The query and the numbered sources of a prompt; the example in it is none of them.

    Raises:
        PromptError: there are none.
    """
    found = _PROMPT.search(prompt)
    pieces = _SOURCE.split(found["sources"]) if found else []
    if found is None or len(pieces) < 3:
        raise PromptError("no numbered sources and query where CitationQueryEngine puts them")
    numbered = zip(pieces[1::2], pieces[2::2], strict=True)
    return found["query"], [(int(n), text.strip()) for n, text in numbered]


def chosen(query: str, sources: Sequence[tuple[int, str]], most: int = MOST) -> list[tuple[int, str]]:
    """The sentences that are copied, each with the number of its source, best first; [] when none has a word of the query."""
    asked = content(query)
    shared: dict[str, tuple[int, frozenset[frozenset[str]]]] = {}  # pieces overlap: a sentence counts once
    for n, text in sources:
        for span in sentences(text):
            sentence = span.of(text)
            shared.setdefault(sentence, (n, _shared(asked, sentence)))
    holders = Counter(word for _, words in shared.values() for word in words)
    weights = {word: math.log(1 + len(shared) / count) for word, count in holders.items()}
    totals = {sentence: math.fsum(weights[word] for word in words) for sentence, (_, words) in shared.items() if words}
    best = sorted(totals, key=lambda one: (_ENDED.search(one) is None, -totals[one]))[
        :most
    ]  # stable: the first of equals
    return [(shared[sentence][0], sentence) for sentence in best]


def content(text: str) -> frozenset[frozenset[str]]:
    """The words of a text that say something by themselves, each as all of its forms."""
    return frozenset(stems(token.folded) for token in tokens(text) if is_content(token.folded))


def covered(query: str, text: str) -> float:
    """The share (0 to 1) of the query's words that a text has; 0 for a query without any."""
    asked = content(query)
    return len(_shared(asked, text)) / len(asked) if asked else 0.0


def _shared(asked: frozenset[frozenset[str]], text: str) -> frozenset[frozenset[str]]:
    forms = frozenset(form for word in content(text) for form in word)
    return frozenset(word for word in asked if not word.isdisjoint(forms))
