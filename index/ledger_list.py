"""The rows of lists of actions and decisions: tables, bullets and check boxes, each with who, what, by when and its state."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index import ledger_who as whose
from index.records import Section, SectionKind, Span

ITEM = re.compile(r"^(?:[-–—•·▪◦*\uf0b7]|\(?\d{1,2}[.)]|[a-z][.)])\s+")
BLANK = re.compile(r"\n[^\S\n]*\n")
_LINE = re.compile(r"[^\n]+")
_COLUMNS = {
    "what": re.compile(r"^(?:actie(?:punt)?(?:en)?|toezegging(?:en)?|afspra(?:ak|ken)|besluit(?:en)?|omschrijving|"
        r"wat|onderwerp)$", re.IGNORECASE),
    "who": re.compile(r"^(?:wie|eigenaar|actiehouder|trekker|verantwoordelijke?|door|houder|portefeuillehouder)$", re.IGNORECASE),
    "when": re.compile(r"^(?:wanneer|gereed|deadline|termijn|datum|(?:af)?gereed voor|planning|voor)$", re.IGNORECASE),
    "status": re.compile(r"^(?:status|stand(?: van zaken)?|voortgang)$", re.IGNORECASE),
}  # fmt: skip
_DECIDES = re.compile(r"^(?:besluit(?:en)?|afspra(?:ak|ken))$", re.IGNORECASE)
_BOX = re.compile(r"^(?:[-*]\s*)?(?P<box>\[[ xX]?\]|☐|☑|☒)\s+")
_DONE = re.compile(
    r"\b(?:gereed|afgerond|afgehandeld|afgedaan|uitgevoerd|gedaan|voldaan|klaar|verstuurd|verzonden)\b|^[Gg]$",
    re.IGNORECASE,
)
_NOT_YET = re.compile(r"\b(?:niet|nog|bijna|deels|gedeeltelijk|moet|zodra|uiterlijk|voor)\b|\?", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:open|openstaand|loopt|lopend|onderhanden|in\s+behandeling)\b|^[Oo]$", re.IGNORECASE)
_END_STATE = re.compile(r"[,;:–—(-]\s*(?P<state>[^,;:()]{1,60})\)?\.?$")
_LABEL_WHO = re.compile(r"^(?P<who>[A-Z][\w’'./ &-]{1,40}?)\s*:\s+(?=\S)")
_END_WHO = re.compile(r"\s*\((?P<who>[^,()\d]{2,40})(?P<rest>,[^()]*)?\)\.?$")
_ACTION = re.compile(r"^(?:Actie(?:punt)?|Toezegging|Nr\.?)\s*(?P<rest>[\w’' -]{0,40})$", re.IGNORECASE)
_VERB = re.compile(r"\s+(?!niet\b|met\b|uit\b)(?:\w{2,}t|zal|zullen|\w+en\s+(?:de|het|een))\b")
_NOTHING = re.compile(r"^(?:geen|n\.?v\.?t\.?|er zijn geen|-+|nihil)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list, its places in the record's text; `done` and `open` are what the list says, both False when it doesn't."""

    span: Span
    who: Span | None
    what: Span | None
    by_when: Span | None
    done: bool = False
    open: bool = False
    decision: bool = False


def rows_of(text: str, section: Section) -> list[Row]:
    """The rows of the tables in a section that name actions or decisions; with a list of actions, its items too."""
    lines = [
        Span(line.start(), line.end())
        for line in _LINE.finditer(text, section.span.start, section.span.end)
        if line[0].strip()
    ]
    rows: list[Row] = []
    header: dict[str, int] | None = None
    decision = False
    for line in lines:
        cells = _cells(text, line)
        if len(cells) > 1:
            named = _columns([cell.of(text) for cell in cells])
            if named:
                header = named
                decision = bool(_DECIDES.match(cells[named["what"]].of(text).strip(" *")))
            elif header is not None and header["what"] < len(cells):
                rows += _table_row(text, line, cells, header, decision)
            continue
        header = None
        if section.kind is SectionKind.ACTIONS:
            rows += _item(text, line)
    return rows


def _cells(text: str, line: Span) -> list[Span]:
    """The cells of a line, without the white space around them; one when it is no row of a table."""
    found: list[Span] = []
    start = line.start
    for piece in re.split(r"(\|)", line.of(text)):
        if piece != "|":
            inner = piece.strip()
            found.append(
                Span(start + (piece.index(inner[0]) if inner else 0), start + (len(piece.rstrip()) if inner else 0))
            )
        start += len(piece)
    return found


def _columns(cells: Sequence[str]) -> dict[str, int] | None:
    """Which column holds what, when the row is a header of actions or decisions; None when it isn't."""
    named: dict[str, int] = {}
    for n, cell in enumerate(cells):
        for name, pattern in _COLUMNS.items():
            if pattern.match(cell.strip(" *_.:")):
                named.setdefault(name, n)
    return named if "what" in named and len(named) > 1 else None


def _table_row(text: str, line: Span, cells: Sequence[Span], header: dict[str, int], decision: bool) -> Iterator[Row]:
    def at(name: str) -> Span | None:
        n = header.get(name)
        return cells[n] if n is not None and n < len(cells) and cells[n].of(text).strip("-– ") else None

    what = at("what")
    if what is None or set(line.of(text)) <= set("|-: ") or _NOTHING.match(what.of(text)):
        return
    states = [cell.of(text) for cell in (at("status"), at("when"), at("who")) if cell is not None]
    when = at("when")
    if when is not None and _DONE.search(when.of(text)):
        when = None
    trimmed = line.of(text)
    end = line.start + len(trimmed.rstrip())
    start = line.start + len(trimmed) - len(trimmed.lstrip())
    yield Row(
        Span(start, end), at("who"), what, when,
        done=any(_is_done(state) for state in states), open=any(_OPEN.search(state) for state in states), decision=decision,
    )  # fmt: skip


def _is_done(state: str) -> bool:
    return bool(_DONE.search(state)) and not _NOT_YET.search(state)


def _item(text: str, line: Span) -> Iterator[Row]:
    """An item of a list of actions that is no table."""
    words = line.of(text).rstrip()
    offset = len(words) - len(words.lstrip())
    words = words.lstrip()
    base = line.start + offset
    box = _BOX.match(words)
    mark = box or ITEM.match(words)
    body = words[mark.end() :] if mark else words
    begin = base + (mark.end() if mark else 0)
    label = _LABEL_WHO.match(body)
    if not (mark or label) or _NOTHING.match(body) or len(body.split()) < 2:
        return
    who: Span | None = None
    start = begin
    if label:
        start = begin + label.end()
        action = _ACTION.match(label["who"])
        named = action["rest"].strip() if action else label["who"]
        if named and not named.isdecimal():
            at = begin + label.start("who") + label["who"].index(named)
            who = Span(at, at + len(named))
    else:
        opening = whose.starts_with_who(body) or _name(body)
        closing = _END_WHO.search(body)
        if opening is not None:
            who = Span(begin + opening.start, begin + opening.end)
            start = who.end + 1
        elif closing is not None and _is_who(closing):
            who = Span(begin + closing.start("who"), begin + closing.end("who"))
            body = body if closing["rest"] and _DONE.search(closing["rest"]) else body[: closing.start()]
    state = _END_STATE.search(body)
    said = state["state"] if state else ""
    if not re.search(r"\w{2,}", text[start : begin + len(body)]):
        return
    when = whose.by_when(words[mark.end() :] if mark else words)
    told = state is not None and bool(_DONE.search(said) or _OPEN.search(said))
    end = state.start() if state is not None and told else len(body.rstrip(" ."))
    if begin + end <= start:
        end = len(body)
    done = _is_done(said) or bool(box and box["box"].strip("[]").lower() in ("x", "☑", "☒"))
    yield Row(
        Span(begin, base + len(words)), who, Span(start, begin + end),
        Span(begin + when.start, begin + when.end) if when else None,
        done=done, open=not done and bool(_OPEN.search(said) or (box and not done)),
    )  # fmt: skip


def _name(body: str) -> Span | None:
    """The bare name with which an item opens, when a verb follows it: "Peter zoekt uit", not "Notitie maken"."""
    name = whose.starts_with_name(body)
    return name if name and _VERB.match(body, name.end) else None


def _is_who(closing: re.Match[str]) -> bool:
    """Whether what stands in brackets behind an item is who does it: "(De Wit, najaar 2021)", not "(Q3 2024)" or "(gereed)"."""
    who = closing["who"]
    if whose.by_when(who) is not None or _DONE.search(who) or _OPEN.search(who):
        return False
    return who[0].isupper() or bool(closing["rest"] and whose.by_when(f"({closing['rest'][1:].strip()}"))
