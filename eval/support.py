"""Whether the quotes that a statement cites bear it out, decided in code and by nobody's opinion.

ALCE (arXiv:2305.14627) asks a language model whether cited passages entail a sentence. This is a proxy that can be read: what a
statement puts in quotation marks is literal in one of the quotes; every number, date and capitalised name of it stands in
them; most of its other words do; and what it denies is denied there. What introduces a quote ("In het LOVP van ..., onder ...:")
is laid beside the meeting, title, topic and speaker of each cited passage instead.

The proxy can't see that right words were put together wrongly, nor that a quote denies what a statement affirms.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.answer import Answer, Citation
from eval.facts import collapsed
from eval.tokens import stands, told
from index.sentences import sentences

ENOUGH_WORDS = 0.5  # share of a statement's own words that the quotes must have; a paraphrase keeps its nouns

_GROUP = re.compile(r"\[\d+\](?:\s*\[\d+\])*")
_NUMBER = re.compile(r"\[(\d+)\]")
_QUOTED = re.compile(r"“([^”]*)”|\"([^\"]*)\"|«([^»]*)»")
_NAMED = re.compile(r"‘(.+?)’(?=[\s,.:;)]|$)")  # a topic or title may have an apostrophe
_FILLER = "x"  # stands for what was quoted, so that nothing inside a quote is read as ours
_OURS = frozenset({"lovp"})  # what an introduction may call the meeting, whatever its title


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that an answer says, with what it rests on.

    `introduction` is what stands before its quote and ends in a colon ("" when nothing does), `own` the rest that isn't
    quoted, `quoted` what is. `markers` are the numbers of its citations, in order, each once.
    """

    introduction: str
    own: str
    quoted: tuple[str, ...]
    markers: tuple[int, ...]


def statements(answer: Answer) -> list[Statement]:
    """What an answer says, cut at its groups of markers and at its sentences; [] for an answer that declines.

    A marker stands behind what it goes with, before or after the full stop. A sentence without quote or marker is one all the
    same, but not in an extractive answer: there it is a fixed phrase that tells what was searched, or what follows.

    The direct answer on top is a statement too, unless it is "Ja" or "Nee", which no word of a quote can bear out. It goes with
    the citation in which it is marked, else with all.
    """
    if not answer.answered:
        return []
    every = [statement for line in answer.text.split("\n") for statement in _of_line(line, answer.citations)]
    phrased = answer.composer == "extractive"
    found = [statement for statement in every if statement.markers or statement.quoted or not phrased]
    if answer.short is not None and told(answer.short).any:
        marked = (answer.mark.n,) if answer.mark is not None else tuple(citation.n for citation in answer.citations)
        found.insert(0, Statement("", answer.short, (), marked))
    return found


def _of_line(line: str, citations: Sequence[Citation]) -> list[Statement]:
    masked, quotes = _masked(line, citations)
    found: list[Statement] = []
    introduction = ""
    for start, end in _pieces(_without_names(masked, citations)):
        piece = masked[start:end]
        markers = tuple(dict.fromkeys(int(n) for n in _NUMBER.findall(piece)))
        inside = tuple(text for at, text in quotes if start <= at < end)
        own = collapsed(_GROUP.sub(" ", re.sub(f"{_FILLER}{{3,}}", " ", piece)))
        first = next((at - start for at, _ in quotes if start <= at < end), None)
        before = collapsed(piece[:first]) if first is not None else ""
        if before.endswith(":"):
            introduction, own = before, own.removeprefix(before).strip()
        if markers or inside or re.search(r"\w", own):
            found.append(Statement(introduction if inside else "", own, inside, markers))
    return found


def _masked(line: str, citations: Sequence[Citation]) -> tuple[str, list[tuple[int, str]]]:
    """A line with its quotes filled up, and the quotes with where they stand.

    A quote of a citation is taken whole, even when it has quotation marks or something like "[3]" inside.
    """
    quotes: list[tuple[int, str]] = []
    whole = sorted({collapsed(citation.quote) for citation in citations} - {""}, key=len, reverse=True)

    def fill(match: re.Match[str]) -> str:
        text = match[0]
        quotes.append((match.start(), text[1:-1]))
        return _FILLER * len(text)

    for text in whole:  # the longest first: one quote may hold another
        line = re.sub(rf"“{re.escape(text)}”", fill, line)
    return _QUOTED.sub(fill, line), sorted(quotes)


def _without_names(masked: str, citations: Sequence[Citation]) -> str:
    """The line with topics and titles filled up: the full stop of "3. Brandweer" ends no sentence of ours."""
    for name in {name for c in citations for name in (c.passage.topic, c.passage.title) if name.strip()}:
        whole = f"‘{collapsed(name)}’"
        masked = masked.replace(whole, _FILLER * len(whole))
    return _NAMED.sub(lambda match: _FILLER * len(match[0]), masked)


def _pieces(masked: str) -> list[tuple[int, int]]:
    """Where the statements of a masked line stand: sentences, each cut behind every group of markers."""
    cuts: list[int] = []
    ends = [span.end for span in sentences(masked)]
    groups = list(_GROUP.finditer(masked))
    for group in groups:
        behind = re.match(r"[.!?…,;]*", masked[group.end() :])
        cuts.append(group.end() + (behind.end() if behind else 0))
    for end in ends:  # "... geregeld. [1]": those markers still belong to the sentence before
        if not any(re.fullmatch(r"\s*", masked[end : group.start()]) for group in groups if group.start() >= end):
            cuts.append(end)
    edges = sorted({0, *cuts, len(masked)})
    return [(start, end) for start, end in pairwise(edges) if masked[start:end].strip(" .,;")]


def supports(statement: Statement, citations: Sequence[Citation]) -> bool:
    """Whether these citations together bear out a statement; none never do."""
    if not citations:
        return False
    quotes = [collapsed(citation.quote) for citation in citations]
    if not all(any(_plain(text) in _plain(quote) for quote in quotes) for text in statement.quoted):
        return False
    if not all(_introduces(statement.introduction, citation) for citation in citations):
        return False
    said, borne = told(statement.own), told(" ".join(quotes))
    days = {(day.day, day.month, day.year) for citation in citations if (day := citation.passage.date)}
    years = {day.year for citation in citations if (day := citation.passage.date)}
    return (
        said.numbers <= borne.numbers
        and all(stands(one, borne.dates, years) or one in days for one in said.dates)
        and said.names <= borne.words
        and len(said.content & borne.stems) >= ENOUGH_WORDS * len(said.content)
        and (borne.denies or not said.denies)
    )


def _introduces(introduction: str, citation: Citation) -> bool:
    """Whether an introduction names the meeting and topic of a passage: what it puts in single quotes, its dates and names."""
    passage = citation.passage
    known = f"{passage.title} {passage.topic} {citation.speaker or passage.speaker or ''}"
    named = _NAMED.findall(introduction)
    headings = (_plain(passage.topic), _plain(passage.title))
    if not all(any(f" {heading}".endswith(f" {_plain(name)}") for heading in headings) for name in named):
        return False  # a heading may be named without its number
    said, borne = told(_NAMED.sub(" ", introduction)), told(known)
    own_day = passage.date and (passage.date.day, passage.date.month, passage.date.year)
    return (
        all(one == own_day or one in borne.dates for one in said.dates)
        and said.numbers <= borne.numbers
        and said.names <= borne.words | _OURS
    )


def _plain(text: str) -> str:
    return collapsed(text).translate(_TYPOGRAPHIC)


_TYPOGRAPHIC = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "\u00ad": None, "–": "-"})


@dataclass(frozen=True, slots=True)
class Support:
    """How well an answer is cited, as counts: statements and those supported, citations and those that count."""

    statements: int
    supported: int
    cited: int
    precise: int


def support(answer: Answer, sound: Collection[int] | None = None) -> Support:
    """Citation recall and precision of ALCE, as counts.

    A statement without a marker, or with one that no citation has, isn't supported. A citation counts when all of its
    statement support it and either it does so alone, or the others don't without it.

    Args:
        answer: one that declines has nothing to count.
        sound: the numbers of the citations whose quotes are literal, see `eval.measures.is_faithful`; the others bear
            out nothing. All of them when None.
    """
    by_number = {c.n: c for c in answer.citations if sound is None or c.n in sound}
    supported = cited = precise = 0
    found = statements(answer)
    for statement in found:
        cited += len(statement.markers)
        if not statement.markers or not set(statement.markers) <= by_number.keys():
            continue
        rests_on = [by_number[n] for n in statement.markers]
        if not supports(statement, rests_on):
            continue
        supported += 1
        precise += sum(
            supports(statement, [one]) or not supports(statement, [c for c in rests_on if c is not one])
            for one in rests_on
        )
    return Support(len(found), supported, cited, precise)
