"""What is wrong with what was filled in: told above the form, tied to the fields it is about, while all that was typed stays."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from index.errors import UsageError
from ui import web_text_rooms

_FOCUS = Markup(' data-focus=""')  # web_views.js goes there when the page is drawn inside the one page


class FieldError(UsageError):
    """What a form asks can't be done; `names` are the fields that it is about."""

    def __init__(self, told: str, *names: str) -> None:
        super().__init__(told)
        self.names = names


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a form, in words, and the names of the fields it is about; nothing when `told` is ""."""

    told: str = ""
    names: tuple[str, ...] = ()


def wrong_from(error: UsageError) -> Wrong:
    """What an error says of a form."""
    return Wrong(str(error), error.names if isinstance(error, FieldError) else ())


def notice_above(wrong: Wrong, form: str) -> Markup:
    """The words that stand above a form, `form` by name; nothing when all is well."""
    if not wrong.told:
        return Markup("")
    by_itself = Markup("") if wrong.names else _FOCUS
    return Markup('<p class="notice" role="alert" id="{}-fout" tabindex="-1"{}>{}</p>').format(
        form, by_itself, wrong.told
    )


def tied(wrong: Wrong, form: str, name: str, described: str = "") -> Markup:
    """The attributes of a field: what describes it, and whether it is wrong; the first that is gets the focus."""
    if name not in wrong.names:
        return Markup(' aria-describedby="{}"').format(described) if described else Markup("")
    first = _FOCUS if name == wrong.names[0] else Markup("")
    return Markup(' aria-invalid="true" aria-describedby="{}"{}').format(f"{form}-fout {described}".strip(), first)


def day_fields(filled: Mapping[str, str], since: str, until: str, wrong: Wrong, form: str) -> Markup:
    """The two fields of a period in a form, with their labels; not of the kind that a browser shows in its own language."""
    return Markup("").join(
        Markup(
            '<div class="day"><label>{}<input name="{}" value="{}" placeholder="{}" autocomplete="off"{}></label></div>'
        ).format(label, name, filled.get(name, ""), web_text_rooms.A_DAY, tied(wrong, form, name))
        for label, name in ((since, "van"), (until, "tot"))
    )
