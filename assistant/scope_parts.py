"""The parts of a question's scope besides its period: whose words, what kind of act, under which topic; and reading without them.

Leaving a part out gives a question that is still Dutch: "Wat zei de PG over X?" without its speaker is "Wat is er gezegd over
X?", "Welke toezeggingen zijn er gedaan over X?" without its kind is that too.
"""

import re
from collections.abc import Mapping, Sequence

from assistant.answer import PartKind, ScopePart
from assistant.phrases_meetings import heading
from assistant.roles import SPEAKS
from assistant.wanted import act, question_to_wanted
from index.concepts import Concept
from index.dutch import is_content, tokens
from index.glossary import Entry, glossary
from index.records import Span

ANNOUNCED = "agendapunt"
_LABELS = {"toezegging": "toezeggingen", "afspraak": "afspraken en besluiten", ANNOUNCED: "aangekondigde agendapunten"}
_ANNOUNCED_ASKED = re.compile(
    r"\b(?:aangekondigde?\b.*\bagendapunten|agendapunten\b.*\baangekondigd|(?:komt|komen|staat|staan)\b.*\bop\s+de\s+(?:volgende\s+)?agenda\b"
    r".*\b(?:volgende?|komende?|toekomst\w*)|(?:volgende?|komende?)\s+(?:keer|lovp|overleg|vergadering)\b.*\bagenda)\b",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    r"\b(?:(?:volgende?|komende?)\s+(?:lovp|overleg|vergadering|bijeenkomst|keer)|(?:komt|komen|kwam)\b.*\bterug\b|terugkom\w+|terugkeren|"
    r"geagendeerd|agenderen|(?:wordt|worden|zal|zullen)\b.*\b(?:besproken|op\s+de\s+agenda|behandeld))\b",
    re.IGNORECASE,
)
_ENDS_TOPIC = re.compile(
    r"[?!.;:,]|\s+(?:over|gezegd|besproken|afgesproken|besloten|genoemd|toegezegd|gemeld|in\s+het|in\s+de|in\s+(?:19|20)\d\d|sinds|vanaf|op\s+\d|van\s+het\s+lovp)\b",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"\b(?:(?:onder|bij|in|over)\s+(?:het\s+)?agendapunt|(?:onder|bij)\s+(?:het\s+)?(?:onderwerp|kopje|onderdeel)|onder\s+(?:het\s+)?punt)\s+"
    r"(?:(?P<open>[‘’'\"“„«])(?P<quoted>[^‘’'\"“”„»]+)[‘’'\"”“»]|(?P<rest>\S[^?!]*))",
    re.IGNORECASE,
)
_ACT_NOUNS = re.compile(
    r"\bwelke\s+(?:\w+\s+)?(?:toezeggingen|beloften|afspraken|besluiten)\s+(?:(?:zijn|werden|is|heeft|hebben)\s+)?(?:er\s+)?"
    r"(?P<rest>.*?)\s*(?:\b(?:gedaan|gemaakt|genomen|gegeven)\b\s*)?(?P<tail>[^?]*)",
    re.IGNORECASE,
)
_ACT_VERBS = re.compile(
    r"\b(?:toegezegd|beloofd|afgesproken|besloten|overeengekomen|vastgesteld|goedgekeurd)\b", re.IGNORECASE
)
_NOTHING = ""


def announces(text: str) -> bool:
    """Whether a sentence of the records says what comes on the agenda later."""
    return bool(_ANNOUNCES.search(text))


def act_part(text: str) -> ScopePart | None:
    """The kind of act that a question asks for; None when it asks for no kind."""
    found = _ANNOUNCED_ASKED.search(text)
    if found:
        return ScopePart(PartKind.ACT, ANNOUNCED, _LABELS[ANNOUNCED], found[0])
    kind = act(text)
    if kind is None:
        return None
    words = next((word for word in re.findall(r"[\w’'-]+", text) if act(word) == kind), text)
    return ScopePart(PartKind.ACT, kind, _LABELS[kind], words)


def speaker_part(text: str, concepts: Sequence[Concept]) -> ScopePart | None:
    """Whose words or views a question asks for; None when it is open to anybody's."""
    wanted = question_to_wanted(text, concepts)
    who = wanted.speaker if wanted.speaker is not None else wanted.doer
    if who is None:
        return None
    name = concepts[who].asked
    return ScopePart(PartKind.SPEAKER, name, f"spreker: {name}", name)


def topic_words(text: str) -> tuple[str, Span] | None:
    """The topic under which a question looks ("onder het agendapunt bodycams"), and where that stands; None for none."""
    match = _TOPIC.search(text)
    if match is None:
        return None
    if match["quoted"]:
        return match["quoted"].strip(), Span(*match.span())
    end = _ENDS_TOPIC.search(match["rest"])
    name = match["rest"][: end.start()] if end else match["rest"]
    name = name.strip()
    if not name or not tokens(name):
        return None
    return name, Span(match.start(), match.start("rest") + len(match["rest"][: end.start()] if end else match["rest"]))


def matching_topics(words: str, topics: Sequence[str]) -> tuple[str, ...]:
    """The topics that are called so, or else have all those words in their name, or other names of the same things; () for none."""
    asked = [token.keys for token in tokens(words) if is_content(token.folded)] or [
        token.keys for token in tokens(words)
    ]
    if not asked:
        return ()
    plain = _plain(words)
    same = tuple(topic for topic in dict.fromkeys(topics) if _plain(topic) == plain)
    if same:
        return same
    names = {topic: [token.keys for token in tokens(topic)] for topic in dict.fromkeys(topics)}
    worded = {topic for topic, keys in names.items() if all(any(one & key for key in keys) for one in asked)}
    meant = _meaning_the_same(words, names)
    return tuple(topic for topic in names if topic in worded or topic in meant)


def _meaning_the_same(words: str, names: Mapping[str, Sequence[frozenset[str]]]) -> tuple[str, ...]:
    """The topics that have all of it in their name when a thing may bear its other names too; () when it has none."""
    spoken = [token for token in tokens(words) if not token.loose]
    uses = glossary().uses(words)
    things: list[tuple[set[Entry], frozenset[str]]] = []
    end = 0
    for i, token in enumerate(spoken):
        here = [use for use in uses if use.first == i >= end]
        if here:
            end = max(use.end for use in here)
            things.append(({use.entry for use in here if use.end == end}, frozenset()))
        elif i >= end and is_content(token.folded):
            things.append((set(), token.keys))
    if not any(entries for entries, _ in things):
        return ()
    meant = {topic: {use.entry for use in glossary().uses(topic)} for topic in names}
    return tuple(
        topic
        for topic, keys in names.items()
        if all(entries & meant[topic] or any(one & key for key in keys) for entries, one in things)
    )


def _plain(topic: str) -> str:
    """A topic as it is compared: without its number, as "3. Explosies" and "5. Explosies" are one."""
    return " ".join(heading(topic).split()).casefold()


def without_speaker(text: str, name: str) -> str:
    """A question that asks what anybody said, where it asked for one's words."""
    title = r"(?:(?:de|het|burgemeester|mevrouw|meneer|de\s+heer|minister|staatssecretaris)\s+)*"
    who = rf"{title}{re.escape(name)}"
    for pattern, instead in (
        (
            rf"^(?:en\s+)?wat\s+(?:{SPEAKS})\s+(?:er\s+)?{who}\s+(?=(?:in|op|tijdens|sinds|vanaf|onder|bij)\b)",
            "Wat is er gezegd ",
        ),
        (rf"^(?:en\s+)?wat\s+(?:{SPEAKS})\s+(?:er\s+)?{who}\s*(?:van|over)?\s*(?=\S)", "Wat is er gezegd over "),
        (rf"^wat\s+(?:heeft|hebben|had)\s+{who}\s+", "Wat is er "),
        (rf"^wat\s+(?:is|was)\s+(?:de|het)\s+\w+\s+van\s+{who}\s+(?:op|over|van)\s+", "Wat is er gezegd over "),
        (rf"\bvolgens\s+{who}\s*", _NOTHING),
        (rf"\bvan\s+{who}\s*", _NOTHING),
        (rf"\b{who}\s*", _NOTHING),
    ):
        found = re.sub(pattern, instead, text, count=1, flags=re.IGNORECASE)
        if found != text:
            return tidy(found)
    return text


def without_act(text: str) -> str:
    """A question that asks what was said, where it asked for promises or agreements."""
    plain = _ACT_VERBS.sub("gezegd", text)
    match = _ACT_NOUNS.match(plain)
    if match:
        rest = " ".join(f"{match['rest']} {match['tail']}".split())
        rest = re.sub(r"\s*\b(?:gedaan|gemaakt|genomen|gegeven)\b", "", rest)
        plain = f"Wat is er gezegd {rest}?"
    plain = re.sub(r"\b(?:toezegging(?:en)?|beloften?|afspra(?:ak|ken)|besluit(?:en)?)\b", "uitspraken", plain)
    return tidy(plain)


def tidy(text: str) -> str:
    """A question from which words were taken, with single spaces, none before its sign, and a capital in front."""
    text = re.sub(r"\s+([?!.,])", r"\1", " ".join(text.split()))
    text = re.sub(r"^[,;\s]+", "", text)
    return text[:1].upper() + text[1:]
