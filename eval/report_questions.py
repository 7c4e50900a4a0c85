"""The questions that went wrong, each with what was expected beside what was answered; the worst kind of question first.

Every question stands once, under the worst of its tags. Of a set that nobody may tune on, only the ids and the reasons are shown,
unless somebody asks for more.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from assistant.plain import plain, plain_line
from eval.labels import written
from eval.report_outcomes import outcome
from eval.report_tags import Tag, by_tag, tags_of
from index.dates import written as written_day

HIDDEN = (
    "Dit zijn toetsvragen. Wie leest wat er misging, kan de assistent erop bijstellen, en dan toetsen ze niets meer. "
    "Daarom staan hier alleen het kenmerk en de reden."
)
_BUDGET = 200_000  # characters of running text for all questions of a set: a page that people open must stay light
_SHORT, _LONG = 300, 2000  # the least and the most of that for one text
_TIGHT = 700  # with less room than this a question shows few places
_FEW, _MANY = 3, 10  # places that are shown of what was wanted and of what was cited; more are counted
_SEEN = 10
_COUNTED = {"support": "Beweringen die de bron dekt", "details": "Getallen, datums en namen in de bron"}
_WEIGHED = "Gewogen passages, beste eerst"
_MARKER = re.compile(r"\[(\d{1,4})\]")


@dataclass(frozen=True, slots=True)
class Group:
    """The questions that went wrong under one tag, each with the id that it has on the page."""

    tag: Tag
    rows: tuple[tuple[str, Mapping[str, Any]], ...]


def groups(name: str, rows: Sequence[Mapping[str, Any]]) -> list[Group]:
    """The questions that went wrong by their worst tag, worst tag first, in the order in which they were asked.

    Args:
        name: the prefix of the ids on the page.
        rows: all questions of a set; the right ones tell which tag is worst.
    """
    tags = by_tag(rows)
    found: dict[str, list[tuple[str, Mapping[str, Any]]]] = {tag.name: [] for tag in tags}
    taken: set[str] = set()
    for number, row in enumerate(rows):
        if row["verdict"] == "wrong":
            place = f"{name}-{re.sub(r'[^A-Za-z0-9-]+', '-', str(row['id']))[:80]}"
            place = f"{place}-{number}" if place in taken else place
            taken.add(place)
            own = set(tags_of(row))
            found[next(tag.name for tag in tags if tag.name in own)].append((place, row))
    return [Group(tag, tuple(found[tag.name])) for tag in tags if found[tag.name]]


def contents(name: str, title: str, found: Sequence[Group]) -> Markup:
    """Links to the questions, by tag."""
    items = Markup("").join(
        Markup('<li><a href="#{}-soort-{}">{}</a> <span class="quiet">({})</span><ol>{}</ol></li>').format(
            name,
            number,
            group.tag.name,
            len(group.rows),
            Markup("").join(
                Markup('<li><a href="#{}">{}</a></li>').format(place, plain_line(str(row["question"])))
                for place, row in group.rows
            ),
        )
        for number, group in enumerate(found)
    )
    label = f"Vragen die niet goed gingen: {title}"
    total = sum(len(group.rows) for group in found)
    return Markup(
        '<nav class="toc" aria-label="{}"><details{}><summary>Overzicht</summary><ul>{}</ul></details></nav>'
    ).format(label, Markup(" open") if total <= 30 else "", items)


def whole(name: str, found: Sequence[Group]) -> Markup:
    """Every question that went wrong, with its answer beside the evidence."""
    total = sum(len(group.rows) for group in found)
    room = max(_SHORT, min(_LONG, _BUDGET // max(1, total)))
    return Markup("").join(
        Markup('<div class="kind"><h4 id="{0}-soort-{1}">{2} {3}</h4>{4}</div>').format(
            name,
            number,
            group.tag.name,
            Markup('<span class="quiet">{} van {} goed</span>').format(group.tag.right, group.tag.total),
            Markup("").join(_question(place, row, room) for place, row in group.rows),
        )
        for number, group in enumerate(found)
    )


def hidden(title: str, rows: Sequence[Mapping[str, Any]]) -> Markup:
    """The ids and the reasons of the questions that went wrong, and nothing else of them."""
    items = Markup("").join(
        Markup('<tr><th scope="row"><code>{}</code></th><td>{}</td></tr>').format(
            plain_line(str(row["id"])), reasons(row)
        )
        for row in rows
        if row["verdict"] == "wrong"
    )
    return Markup(
        '<p class="note">{}</p><div class="scroll" role="region" tabindex="0" aria-label="Vragen die niet goed gingen: {}">'
        '<table><caption class="unseen">Kenmerk en reden</caption><thead><tr><th scope="col">Kenmerk</th>'
        '<th scope="col">Reden</th></tr></thead><tbody>{}</tbody></table></div>'
    ).format(HIDDEN, title, items)


def reasons(row: Mapping[str, Any]) -> str:
    """Why a question went wrong, as one line that starts with a capital."""
    line = plain_line("; ".join(map(str, row["reasons"]))) or "niet goed"
    return line[0].upper() + line[1:]


def _question(place: str, row: Mapping[str, Any], room: int) -> Markup:
    history = Markup("").join(Markup("<li>{}</li>").format(_cut(plain_line(str(one)), room)) for one in row["history"])
    return Markup(
        '<article class="miss" id="{0}" aria-labelledby="{0}-v"><h5 id="{0}-v">{1}</h5>{2}'
        '<p class="why"><i class="sq {9}" aria-hidden="true"></i><span>{3}</span></p>'
        '<p class="meta"><code>{4}</code>{5}</p><div class="pair"><div class="wanted"><h6>Verwacht</h6>{6}</div>'
        '<div class="given"><h6>Gegeven</h6>{7}</div></div>{8}</article>'
    ).format(
        place,
        _cut(plain_line(str(row["question"])), room),
        Markup('<div class="before"><p>Eerder in dit gesprek gevraagd:</p><ol>{}</ol></div>').format(history)
        if history
        else "",
        reasons(row),
        plain_line(str(row["id"])),
        Markup("").join(Markup(' <span class="tag">{}</span>').format(tag) for tag in tags_of(row)),
        _wanted(row, room),
        _given(place, row, room),
        _figures(row),
        outcome(row),
    )


def _wanted(row: Mapping[str, Any], room: int) -> Markup:
    """What an answer should have rested on."""
    if row["abstain"]:
        return Markup(
            "<p><strong>De verslagen zeggen dit niet.</strong></p>"
            "<p>Een goed antwoord zegt dat het niet te vinden is, en haalt niets aan.</p>"
        )
    places = row["wanted"]
    if not places:
        return Markup("<p>Van deze vraag is geen vindplaats vastgelegd.</p>")
    shown = Markup("").join(
        Markup('<blockquote class="record"><p>{}</p></blockquote><p class="place">{}</p>').format(
            _cut(plain_line(str(one["text"])), room), _place(one)
        )
        for one in places[: _places(room)]
    )
    return shown + _more(len(places) - _places(room))


def _places(room: int) -> int:
    return _FEW if room < _TIGHT else _MANY


def _more(places: int) -> Markup:
    if places < 1:
        return Markup("")
    return Markup('<p class="place">En nog {} {}.</p>').format(places, "plaats" if places == 1 else "plaatsen")


def _given(place: str, row: Mapping[str, Any], room: int) -> Markup:
    """The answer as it was given, with what it cites."""
    if row["answer"] is None:
        return Markup(
            '<p><strong>Vastgelopen: er kwam geen antwoord.</strong></p><p class="error"><code>{}</code></p>'
        ).format(_cut(plain_line(str(row["error"] or "zonder melding")), room))
    sources = row["citations"][: _places(room)]
    cited = {int(one["n"]) for one in sources}
    parts = [Markup("<p><strong>Niet beantwoord.</strong> De assistent zei:</p>")] if not row["answered"] else []
    if row["short"]:
        parts.append(Markup('<p class="short">{}</p>').format(_cut(plain_line(str(row["short"])), room)))
    answer = _cut(plain(str(row["answer"])).strip(), room)
    parts += [
        Markup("<p>{}</p>").format(_linked(place, " ".join(paragraph.split()), cited))
        for paragraph in re.split(r"\n\s*\n", answer)
    ]
    if cited:
        items = Markup("").join(_source(place, one, str(row["answer"]), room) for one in sources)
        parts.append(Markup('<ol class="sources">{}</ol>').format(items))
        parts.append(_more(len(row["citations"]) - len(sources)))
    return Markup("").join(parts)


def _linked(place: str, text: str, cited: set[int]) -> Markup:
    """Text whose markers lead to their source; brackets without one stay text."""
    parts: list[Markup | str] = []
    done = 0
    for match in _MARKER.finditer(text):
        if (number := int(match[1])) in cited:
            parts += [
                text[done : match.start()],
                Markup('<a href="#{}-bron-{}">[{}]</a>').format(place, number, number),
            ]
            done = match.end()
    return Markup("").join([*parts, text[done:]])


def _source(place: str, one: Mapping[str, Any], answer: str, room: int) -> Markup:
    """Where a citation stands; its words too when the answer doesn't say them literally."""
    quote = plain_line(str(one["quote"]))
    said = quote in plain_line(answer)
    return Markup('<li id="{}-bron-{}"><span class="n">[{}]</span> {}{}</li>').format(
        place,
        int(one["n"]),
        int(one["n"]),
        _place(one),
        "" if said else Markup('<q class="record">{}</q>').format(_cut(quote, room)),
    )


def _place(one: Mapping[str, Any]) -> str:
    """The meeting and the topic, as far as they are known."""
    parts = [_day(one.get("date")) or one.get("title"), one.get("topic")]
    return " · ".join(plain_line(str(part)) for part in parts if part) or "plaats onbekend"


def _day(day: object) -> str | None:
    try:
        return written_day(date.fromisoformat(str(day)))
    except ValueError:
        return None


def _figures(row: Mapping[str, Any]) -> Markup:
    """The figures behind a verdict, for who mends the assistant."""
    pairs = Markup("").join(
        Markup("<div{}><dt>{}</dt><dd>{}</dd></div>").format(
            Markup(' class="seen"') if name == _WEIGHED else "", name, value
        )
        for name, value in _pairs(row)
    )
    return Markup('<details class="figures"><summary>Cijfers bij deze vraag</summary><dl>{}</dl></details>').format(
        pairs
    )


def _pairs(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if row.get("confidence") is not None:
        yield "Zekerheid", f"{row['confidence']:.3f}".replace(".", ",")
    if row.get("elapsed_ms") is not None:
        yield "Antwoordtijd", written("latency_p50_ms", row["elapsed_ms"])
    if row.get("recall") is not None:
        yield "Feiten gevonden", written("right", row["recall"])
    if row.get("quotes"):
        yield "Citaten", f"{row['quotes']}, letterlijk {row['faithful']}, raak {row['on_target']}"
    for name, words, of in (("support", "supported", "statements"), ("details", "borne", "said")):
        counts = row.get(name) or {}
        if counts.get(of):
            yield _COUNTED[name], f"{counts.get(words, 0)} van {counts[of]}"
    for name, value in (row.get("ranking") or {}).items():
        yield plain_line(str(name)), f"{value:.2f}".replace(".", ",")
    if seen := row.get("seen"):
        more = f" en nog {len(seen) - _SEEN}" if len(seen) > _SEEN else ""
        yield _WEIGHED, ", ".join(plain_line(str(one)) for one in seen[:_SEEN]) + more


def _cut(text: str, room: int) -> str:
    """The text, or its beginning with a word that it goes on."""
    return text if len(text) <= room else f"{text[:room].rstrip()} … (ingekort)"
