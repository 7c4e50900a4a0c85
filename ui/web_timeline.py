"""A topic over the meetings: a picture with its figures, and of each meeting the literal words that say most about it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from markupsafe import Markup

from assistant.about import Bounds
from assistant.answer import Question
from assistant.contradictions import changed_since, contradiction_answer, contradictions
from assistant.evidence import Sentence
from assistant.meetings import meetings
from assistant.phrases_meetings import changed, heading
from assistant.places import Place, place_of
from assistant.renamed import Followed, followed
from assistant.several import said_on, topic_concepts
from assistant.telling import is_formal, telling
from assistant.timeline import Moment, Timeline, central_to, introduced, timeline_answer, timeline_of
from index.dates import written
from index.errors import UsageError
from index.records import Scope
from index.search import Index
from ui import web_text, web_text_rooms
from ui.web_desk import Desk
from ui.web_fields import FieldError, Wrong, day_fields, notice_above, tied, wrong_from
from ui.web_pages import Asked, Draw, Page
from ui.web_plot import Point, Speaks, sign_svg, timeline_svg
from ui.web_quote import linked_topics, period, quoted

PATH = "/tijdlijn"
_LONGEST = 200  # characters of a topic
_NAME = "tijdlijn"  # of the form
_WELL = Wrong()
_SHOWN, _OFFERED = 12, 200  # topics at hand that are links, and that the box offers while one types
_COMPARED = 60  # sentences that are laid side by side for values that differ


@dataclass(frozen=True, slots=True)
class _Told:
    """What there is of a topic: the line itself, and of every meeting in view what it has to do with it.

    `central` are the sentences about it, less those of records that stand behind a better one; `uncounted` the meetings of which
    none was read.
    """

    line: Timeline
    followed: Followed
    central: tuple[Sentence, ...]
    points: tuple[Point, ...]
    uncounted: frozenset[date]


def timeline_page(desk: Desk) -> Draw:
    """Draws the timeline of what is asked (onderwerp, van, tot); without a topic the topics that there are."""

    def draw(asked: Asked) -> Page:
        index = desk.index
        if not index.snapshot().records:
            return _page(Markup('<p class="notice">{}</p>').format(web_text_rooms.EMPTY))
        topics = topics_at_hand(index)
        try:
            topic, scope = _topic(asked), period(asked)
        except UsageError as error:
            wrong = wrong_from(error)
            return _page(notice_above(wrong, _NAME) + _form(asked, topics, wrong), status=400)
        inside = _found(index, topic, scope, topics) if topic else linked_topics(web_text_rooms.TOPICS, topics[:_SHOWN])
        return _page(_form(asked, topics) + inside, topic)

    return draw


def _topic(asked: Asked) -> str:
    topic = " ".join(asked.get("onderwerp").split())
    if len(topic) > _LONGEST:
        raise FieldError(web_text_rooms.topic_too_long(_LONGEST), "onderwerp")
    return topic


def _page(inside: Markup, topic: str = "", status: int = 200) -> Page:
    body = Markup('<section class="room timeline"><h2 tabindex="-1">{}</h2><p class="lead">{}</p>{}</section>')
    title = f"{web_text.TIMELINE}: {topic}" if topic else web_text.TIMELINE
    return Page(title, body.format(web_text.TIMELINE, web_text_rooms.TIMELINE_ABOUT, inside), status)


def topics_at_hand(index: Index) -> tuple[str, ...]:
    """The topics of the records without their numbers, those of most meetings first, then the newest; formal ones left out."""
    snapshot = index.snapshot()
    days: dict[str, set[int]] = defaultdict(set)
    names: dict[str, str] = {}
    together = np.stack([snapshot.topic_of, snapshot.days[:, 0]], axis=1)
    for place, day in np.unique(together, axis=0).tolist():
        plain = " ".join(heading(snapshot.topics[place]).split())
        if plain and len(plain) <= _LONGEST:
            names.setdefault(plain.casefold(), plain)
            days[plain.casefold()].add(day)
    ranked = sorted(names, key=lambda key: (-len(days[key]), -max(days[key]), key))
    return tuple([names[key] for key in ranked if not is_formal(names[key])][:_OFFERED])


def _form(asked: Asked, topics: Sequence[str], wrong: Wrong = _WELL) -> Markup:
    """The form, with what was filled in, right or wrong."""
    return Markup(
        '<form class="filter" method="get" action="{}"><div class="word"><label>{}'
        '<input name="onderwerp" value="{}" list="onderwerpen" required maxlength="{}" autocomplete="off"{}></label>'
        '<datalist id="onderwerpen">{}</datalist></div>{}'
        '<div class="actions"><button class="first">{}</button></div></form>'
    ).format(
        PATH,
        web_text_rooms.TOPIC,
        asked.get("onderwerp"),
        _LONGEST,
        tied(wrong, _NAME, "onderwerp"),
        Markup("").join(Markup('<option value="{}">').format(one) for one in topics),
        day_fields(asked.values, web_text_rooms.SINCE, web_text_rooms.UNTIL, wrong, _NAME),
        web_text_rooms.SHOW,
    )


def _found(index: Index, topic: str, scope: Scope, topics: Sequence[str]) -> Markup:
    bounds = Bounds(((scope.since, scope.until),))
    told = _told(index, topic, bounds)
    bounded = scope.since is not None or scope.until is not None
    answer = timeline_answer(Question(topic), told.line, said_on(index), bounded=bounded)
    opening = answer.text.split("\n\n")[0]
    if not told.line.moments:
        notice = Markup('<p class="notice" tabindex="-1" data-focus="">{}</p>').format(opening)
        return notice + linked_topics(web_text_rooms.TOPICS, topics[:_SHOWN])
    names = (
        Markup('<p class="small">{}</p>').format(web_text_rooms.also_called(told.line.names)) if told.line.names else ""
    )
    return Markup("").join(
        [
            Markup('<p class="opening" tabindex="-1" data-focus="">{}</p>{}').format(
                opening.removesuffix(":") + ".", names
            ),
            _figure(topic, told),
            _lines(told),
            _others(told),
        ]
    )


def _told(index: Index, topic: str, bounds: Bounds) -> _Told:
    one, there = followed(index, topic, topic_concepts(index, topic), bounds), meetings(index)
    line = timeline_of(index, topic, one, bounds)
    own = [s for s in one.told.sentences if s.passage.date and s.passage.record_id not in there.behind]
    central = central_to(one.concepts, own)
    amounts = Counter(s.passage.date for s in central if s.passage.date)
    about = {*amounts, *(moment.day for moment in line.moments), *line.left_out}
    points = [
        _point(day, amounts[day], day in about, day in one.told.mentioned) for day in there.held if bounds.has(day)
    ]
    # reading records for meetings that they speak of takes long when there are many; then those of the line are all that is known
    gaps = line.missing if there.missing is None else [gap for gap in there.missing if gap.day and bounds.has(gap.day)]
    points += [Point(gap.day, gap.until or gap.day, Speaks.MISSING) for gap in gaps if gap.day]
    uncounted = frozenset(point.day for point in points if point.speaks is Speaks.ABOUT and not amounts[point.day])
    return _Told(line, one, tuple(central), tuple(sorted(points, key=lambda one: (one.day, one.until))), uncounted)


def _point(day: date, amount: int, about: bool, mentioned: bool) -> Point:
    if about:
        return Point(day, day, Speaks.ABOUT, max(amount, 1))
    return Point(day, day, Speaks.ASIDE if mentioned else Speaks.SILENT)


def _figure(topic: str, told: _Told) -> Markup:
    """The picture with the explanation of its signs, and the same figures as a table."""
    counts = Counter(point.speaks for point in told.points)
    title = web_text_rooms.plot_title(topic)
    says = web_text_rooms.plot_says(
        counts[Speaks.ABOUT], counts[Speaks.ASIDE], counts[Speaks.SILENT], counts[Speaks.MISSING]
    )
    legend = Markup("").join(
        Markup("<li>{}{}</li>").format(sign_svg(speaks), web_text_rooms.SIGNS[speaks])
        for speaks in Speaks
        if counts[speaks]
    )
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}</th><td>{}</td><td class="number">{}</td></tr>').format(
            web_text_rooms.days(point.day, point.until),
            web_text_rooms.STATES_OF_TOPIC[point.speaks],
            _amount(point, told),
        )
        for point in told.points
    )
    return Markup(
        '<figure><div class="axes">{}</div><ul class="legend">{}</ul><figcaption>{}</figcaption></figure>'
        '<details class="figures"><summary>{}</summary><div class="scroll" tabindex="0" role="region" aria-label="{}"><table>'
        '<thead><tr><th scope="col">{}</th><th scope="col">{}</th><th scope="col" class="number">{}</th></tr></thead>'
        "<tbody>{}</tbody></table></div></details>"
    ).format(
        timeline_svg("tijdlijn-beeld", title, told.points, web_text_rooms.SENTENCES),
        legend,
        says,
        web_text_rooms.AS_TABLE,
        title,
        web_text_rooms.MEETING,
        web_text_rooms.ABOUT_TOPIC,
        web_text_rooms.SENTENCES,
        rows,
    )


def _amount(point: Point, told: _Told) -> str:
    if point.speaks is not Speaks.ABOUT:
        return "–" if point.speaks is Speaks.MISSING else "0"
    return web_text_rooms.NOT_COUNTED if point.day in told.uncounted else str(point.height)


def _lines(told: _Told) -> Markup:
    """Of each meeting its words, with what a later one says otherwise; and before them, when values differ, that they do."""
    best = sorted(told.central, key=lambda s: (-round(telling(s), 6), s.passage.record_id, s.span.start))[:_COMPARED]
    differing = [contradiction_answer(Question(""), one, told.followed.told.sentences) for one in contradictions(best)]
    notices = Markup("").join(
        Markup('<div class="notice differ"><p>{}</p><ul>{}</ul></div>').format(
            answer.text.split("\n\n")[0],
            Markup("").join(
                Markup("<li>{}</li>").format(_quote(Place(c.passage, c.span, c.speaker), dated=True))
                for c in answer.citations
            ),
        )
        for answer in differing
    )
    items = Markup("").join(
        Markup('<li><p class="when">{}</p>{}{}</li>').format(
            introduced(moment),
            Markup("").join(Markup("<p>{}</p>").format(_quote(place)) for place in moment.places),
            _changes(moment, told),
        )
        for moment in told.line.moments
    )
    return Markup('<h3>{}</h3>{}<ol class="moments">{}</ol>').format(web_text_rooms.LINES, notices, items)


def _quote(place: Place, *, dated: bool = False) -> Markup:
    """The words of a place; `dated`: the link names the meeting, where nothing before it does."""
    passage = place.passage
    day = written(passage.date) if passage.date else passage.title
    about = web_text_rooms.place(day, passage.topic, passage.page)
    link = f"{web_text_rooms.READ}{web_text_rooms.of_day(day)}" if dated else web_text_rooms.READ
    return quoted(
        passage.record_id,
        place.span,
        place.quote,
        link,
        about.removeprefix(web_text_rooms.of_day(day)) if dated else about,
    )


def _changes(moment: Moment, told: _Told) -> Markup:
    """The newest words of later meetings that give another value for what this one says."""
    every = told.followed.told.sentences
    later = [s for s in told.central if s.passage.date is not None and s.passage.date > moment.day]
    return Markup("").join(
        Markup('<p class="changed"><strong>{}</strong> {}</p>').format(
            changed(s.passage.date, s.passage.title, s.passage.topic, value=True), _quote(place_of(s, every))
        )
        for s in changed_since(moment.sentences, later)
    )


def _others(told: _Told) -> Markup:
    """The other meetings by name: those that tell less, name it by the way or not at all, and those without a record."""
    by_kind: dict[Speaks, list[date]] = defaultdict(list)
    for point in told.points:
        by_kind[point.speaks].append(point.day)
    listed = [
        (web_text_rooms.LEFT_OUT, told.line.left_out),
        (web_text_rooms.ASIDE, by_kind[Speaks.ASIDE]),
        (web_text_rooms.SILENT, by_kind[Speaks.SILENT]),
    ]
    items = [
        Markup("<dt>{}</dt><dd>{}</dd>").format(words, "; ".join(map(written, days))) for words, days in listed if days
    ]
    gaps = [point for point in told.points if point.speaks is Speaks.MISSING]
    if gaps:
        days = "; ".join(web_text_rooms.days(point.day, point.until) for point in gaps)
        items.append(Markup("<dt>{}</dt><dd>{}</dd>").format(web_text_rooms.MISSING, days))
    return (
        Markup("<h3>{}</h3><dl>{}</dl>").format(web_text_rooms.OTHERS, Markup("").join(items)) if items else Markup("")
    )
