"""A run of the suite as one page that people read: the verdict, the figures, the pictures, and every question that failed.

The page stands on its own. It has no script and asks for nothing, and its policy forbids the browser to do so: an answer that
holds a tag stays text, and would have nothing to load if it didn't.
"""

import hashlib
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import resources
from typing import Any

from markupsafe import Markup

from assistant.plain import plain_line
from eval import report_questions
from eval.report_history import TITLE as HISTORY
from eval.report_history import Past, past
from eval.report_measures import Line, lines, table, told
from eval.report_outcomes import outcomes
from eval.report_plots import Plot, curve_plot, latency_plot, percent
from eval.report_tags import by_tag, tag_plot
from index.dates import written as written_day

TITLE = "Kwaliteit van de antwoorden"
KINDS = {
    "test": (
        "toetsvragen",
        "De assistent is op deze vragen niet bijgesteld. De cijfers zeggen dus hoe hij het doet op vragen die hij niet kent.",
    ),
    "development": (
        "ontwikkelvragen",
        "De makers kenden deze vragen en hebben de assistent ermee verbeterd. Op nieuwe vragen kan hij het minder goed doen.",
    ),
}
_INTERVAL = (
    "Het 95%-interval zegt hoe zeker een cijfer is: met andere verslagen was het waarschijnlijk ergens daarbinnen uitgekomen. "
    "N.v.t. zijn vragen waarvoor een maat niet geldt."
)


def report_html(run: Mapping[str, Any], history: Sequence[Mapping[str, Any]] = (), *, reveal: bool = False) -> str:
    """A run as a whole HTML page, in Dutch.

    Args:
        run: a run file, as it was read.
        history: earlier run files, in any order; those of another composer or encoder don't count.
        reveal: show the questions of test sets too, with their answers; otherwise only their ids and reasons.
    """
    style = resources.files("eval").joinpath("report.css").read_text("utf-8")
    day, moment = _moment(run["at"])
    sets = [(f"s{number}", one, lines(one)) for number, one in enumerate(run["sets"], 1)]
    body = Markup("").join(
        [
            _top(run, day, sets),
            Markup('<main id="inhoud">{}</main>').format(
                Markup("").join(_set(name, one, found, run, history, reveal) for name, one, found in sets)
                or Markup("<p>In deze meting zijn geen vragen gesteld.</p>")
            ),
            _origin(run, moment),
        ]
    )
    return str(
        Markup(
            '<!doctype html>\n<html lang="nl"><head><meta charset="utf-8">'
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'; "
            "base-uri 'none'; form-action 'none'\">"
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">'
            "<title>{}, {} – LOVP-assistent</title><style>{}</style></head>\n"
            '<body><a class="skip" href="#inhoud">Naar de inhoud</a>{}</body></html>\n'
        ).format(_digest(style), TITLE, day, Markup(style), body)  # noqa: S704 - our own style sheet
    )


def _digest(style: str) -> str:
    return b64encode(hashlib.sha256(style.encode()).digest()).decode()


def _moment(at: object) -> tuple[str, str]:
    """The day and the time in words; a time that can't be read stands as it was written."""
    try:
        when = datetime.fromisoformat(str(at)).astimezone(UTC)
    except ValueError:
        return plain_line(str(at)), plain_line(str(at))
    return written_day(when.date()), f"{written_day(when.date())} om {when:%H:%M} uur (UTC)"


def _top(run: Mapping[str, Any], day: str, sets: Sequence[tuple[str, Mapping[str, Any], Sequence[Line]]]) -> Markup:
    """The title, the verdict in one sentence, what isn't reached, and the sets with a link to each."""
    kind, sentence = _verdict(run, [found for _, _, found in sets])
    failing = sorted(sets, key=lambda each: not any(line.missed for line in each[2]))
    items = Markup("").join(
        Markup('<li><a href="#{}">{}</a><span class="quiet">{}</span><span>{}</span><span>{}</span>{}</li>').format(
            name, _title(one), _kind(one), _score(name, one), _limits(found), _missed(found)
        )
        for name, one, found in failing
    )
    notices = Markup("").join(Markup("<p>{}</p>").format(plain_line(str(line))) for line in _extra(run, sets))
    return Markup(
        '<header class="top"><p class="brand">LOVP-assistent</p><h1>{}<span class="day">{}</span></h1>'
        '<p class="run">{}. <a href="#meting">Hoe dit is gemeten</a></p>'
        '<p class="verdict {}"><span class="sign" aria-hidden="true">{}</span><span>{}</span></p>{}'
        '<nav aria-label="Vragen in dit rapport"><ul class="sets">{}</ul></nav></header>'
    ).format(
        TITLE,
        day,
        _brief(run),
        kind,
        {"good": "✓", "bad": "!", "none": "–"}[kind],
        sentence,
        Markup('<div class="notices">{}</div>').format(notices) if notices else "",
        items,
    )


def _brief(run: Mapping[str, Any]) -> str:
    """What was run, in half a line."""
    commit = (
        f"Commit {run['commit'][:7]}{', met wijzigingen' if run['changed'] else ''}"
        if run["commit"]
        else "Commit onbekend"
    )
    return plain_line(f"{commit}; {_composer(run)}")


def _verdict(run: Mapping[str, Any], found: Sequence[Sequence[Line]]) -> tuple[str, str]:
    """How it went: "good", "bad" or "none", and the sentence that says so."""
    limited = [line for every in found for line in every if line.word]
    missed = sum(line.missed for line in limited)
    code = run["gate"]["code"]
    if missed:
        reached = "is 1 niet gehaald" if missed == 1 else f"zijn er {missed} niet gehaald"
        return "bad", f"Niet goed genoeg: van de {len(limited)} grenzen {reached}."
    if code:
        return "bad", "Niet te beoordelen: de grenzen passen niet bij deze meting."
    if not limited:
        return "none", "Voor deze vragen zijn geen grenzen vastgelegd; dit rapport laat alleen zien hoe het ging."
    return "good", "De enige grens is gehaald." if len(
        limited
    ) == 1 else f"Goed: alle {len(limited)} grenzen zijn gehaald."


def _extra(run: Mapping[str, Any], sets: Sequence[tuple[str, Mapping[str, Any], Sequence[Line]]]) -> list[str]:
    """What the gate said that the limits below don't tell already."""
    known = {str(line) for _, one, _ in sets for line in one["below"]}
    return [str(line) for line in run["gate"]["told"] if str(line) not in known]


def _title(one: Mapping[str, Any]) -> str:
    return plain_line(str(one["title"] or one["name"]))


def _kind(one: Mapping[str, Any]) -> str:
    return KINDS.get(str(one["split"]), ("vragen", ""))[0]


def _score(name: str, one: Mapping[str, Any]) -> Markup:
    """How many questions came out right, with a link to those that didn't."""
    verdicts = Counter(row["verdict"] for row in one["rows"])
    scored = verdicts["right"] + verdicts["wrong"]
    if not scored:
        return Markup("geen vraag beoordeeld")
    wrong = Markup(', <a href="#{}-fout">{} niet</a>').format(name, verdicts["wrong"]) if verdicts["wrong"] else ""
    share = percent(verdicts["right"] / scored)
    return Markup("{} van de {} goed ({}){}").format(verdicts["right"], scored, share, wrong)


def _limits(found: Sequence[Line]) -> str:
    limited = [line for line in found if line.word]
    missed = sum(line.missed for line in limited)
    if not limited:
        return "geen grenzen"
    return f"{missed} van de {len(limited)} grenzen niet gehaald" if missed else f"alle {len(limited)} grenzen gehaald"


def _missed(found: Sequence[Line]) -> Markup:
    items = Markup("").join(Markup("<li>{}</li>").format(told(line)) for line in found if line.missed)
    return Markup('<ul class="missed">{}</ul>').format(items) if items else Markup("")


def _set(
    name: str,
    one: Mapping[str, Any],
    found: Sequence[Line],
    run: Mapping[str, Any],
    history: Sequence[Mapping[str, Any]],
    reveal: bool,
) -> Markup:
    """One set of questions: what it is, how it came out, its figures and pictures, and what failed."""
    title, rows = _title(one), one["rows"]
    plots = [
        tag_plot(f"{name}-soort", by_tag(rows)),
        curve_plot(f"{name}-risico", one["curve"]),
        latency_plot(f"{name}-tijd", rows),
    ]
    return Markup(
        '<section class="set" id="{0}" aria-labelledby="{0}-kop"><h2 id="{0}-kop">{1} <span class="quiet">{2}</span></h2>'
        '<p class="lead">{3}</p>{4}<h3>Cijfers</h3>{5}<p class="note">{6}</p><div class="plots">{7}</div>{8}'
        '<div class="misses"><h3 id="{0}-fout">Vragen die niet goed gingen</h3>{9}'
        "</div></section>"
    ).format(
        name,
        title,
        _kind(one),
        KINDS.get(str(one["split"]), ("", ""))[1],
        outcomes(rows),
        table(title, found),
        _INTERVAL,
        Markup("").join(_figure(plot, title) for plot in plots),
        _history(past(f"{name}-verloop", one["name"], run, history), title),
        _misses(name, title, one, reveal),
    )


def _misses(name: str, title: str, one: Mapping[str, Any], reveal: bool) -> Markup:
    rows = one["rows"]
    if not any(row["verdict"] == "wrong" for row in rows):
        return Markup("<p>Er zijn geen vragen die niet goed gingen.</p>")
    if one["split"] == "test" and not reveal:
        return report_questions.hidden(title, rows)
    found = report_questions.groups(f"{name}-v", rows)
    return report_questions.contents(f"{name}-v", title, found) + report_questions.whole(f"{name}-v", found)


def _figure(plot: Plot, title: str) -> Markup:
    drawn = Markup('<div class="canvas">{}</div>').format(plot.svg) if plot.svg else ""
    return Markup('<figure class="plot-card {}"><figcaption><h3>{}</h3><p>{}</p></figcaption>{}{}</figure>').format(
        plot.kind, plot.title, plot.says, drawn, _data(plot.title, title, plot.head, plot.rows)
    )


def _data(plot: str, title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Markup:
    """The figures of a picture as a table that opens."""
    if not rows:
        return Markup("")
    cells = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            row[0], Markup("").join(Markup("<td>{}</td>").format(cell) for cell in row[1:])
        )
        for row in rows
    )
    return Markup(
        '<details class="data"><summary>Toon als tabel</summary><div class="scroll" role="region" tabindex="0" '
        'aria-label="Tabel: {0}, {1}"><table><caption class="unseen">{0}, {1}</caption><thead><tr>{2}</tr></thead>'
        "<tbody>{3}</tbody></table></div></details>"
    ).format(plot, title, Markup("").join(Markup('<th scope="col">{}</th>').format(word) for word in head), cells)


def _history(found: Past, title: str) -> Markup:
    pictures = Markup("").join(
        Markup(
            '<figure class="plot-card"><figcaption><h4>{}</h4><p>{}</p></figcaption><div class="canvas">{}</div></figure>'
        ).format(plot.title, plot.says, plot.svg)
        for plot in found.pictures
    )
    return Markup(
        '<section class="past"><h3>{}</h3><p class="note">{}</p><div class="small">{}</div>{}</section>'
    ).format(HISTORY, found.says, pictures, _data(HISTORY, title, found.head, found.rows))


def _composer(run: Mapping[str, Any]) -> str:
    return (
        "zinnen uit de verslagen, zonder taalmodel"
        if run["composer"] == "extractive"
        else plain_line(str(run["composer"]))
    )


def _origin(run: Mapping[str, Any], moment: str) -> Markup:
    """What was run, on what, for who wants to do it again."""
    machine = run["machine"] or {}
    changed = ", met wijzigingen die nog niet zijn vastgelegd" if run["changed"] else ""
    seconds = f", in {run['seconds']:.0f} seconden" if run["seconds"] is not None else ""
    on = [str(machine.get("system") or "")]
    on += [f"{machine['cores']} processorkernen"] if machine.get("cores") else []
    on += [f"{machine['memory_mb'] / 1000:.0f} GB geheugen"] if machine.get("memory_mb") else []
    on += [f"{run['jobs']} {'proces' if run['jobs'] == 1 else 'processen'} tegelijk"] if run["jobs"] else []
    pairs = [
        ("Gemeten", moment + seconds),
        ("Programma", f"commit {run['commit'][:12]}{changed}" if run["commit"] else "commit onbekend"),
        ("Antwoorden", _composer(run)),
        ("Beoordelend model", run["judge"] or "geen"),
        ("Index", _listed(run["recipe"])),
        ("Machine", ", ".join(filter(None, on))),
        ("Versies", _listed(run["versions"])),
        *((_title(one), f"vragen {one['facts'][:12]}, verslagen {one['records'][:12]}") for one in run["sets"]),
    ]
    items = Markup("").join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(name, plain_line(str(value)))
        for name, value in pairs
        if value
    )
    return Markup('<footer class="origin" id="meting"><h2>Hoe dit is gemeten</h2><dl>{}</dl></footer>').format(items)


def _listed(values: Mapping[str, object] | None) -> str:
    return ", ".join(f"{key} {value}" for key, value in (values or {}).items() if value is not None)
