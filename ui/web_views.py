"""The parts of the page, of which one is shown at a time: a list to which others can be added.

They are links to a part of the one page and not pages of their own, so that a conversation is still there when one comes
back to it. The report of the evaluation stands in a frame: it is a document with its own style and its own policy, that is
also a page by itself, to print or to keep.
"""

from dataclasses import dataclass

from markupsafe import Markup

from ui import web_text
from ui.web_quality import PATH


@dataclass(frozen=True, slots=True)
class View:
    """A part of the page: its name in the address, and the Dutch words of the link to it."""

    name: str
    label: str


VIEWS = (View("chat", web_text.CHAT), View("kwaliteit", web_text.QUALITY))


def view(name: str) -> list[str]:
    """The CSS classes of what belongs to a view; web.js shows it with that view alone."""
    if name not in {one.name for one in VIEWS}:
        raise ValueError(f"no view {name}")
    return ["view", f"view-{name}"]


def navigation() -> Markup:
    """The links to the views, the first of which is shown at first."""
    links = Markup("").join(
        Markup('<li><a href="#{}" aria-current="{}">{}</a></li>').format(one.name, "false" if n else "page", one.label)
        for n, one in enumerate(VIEWS)
    )
    return Markup('<nav class="views" aria-label="{}"><ul>{}</ul></nav>').format(web_text.VIEWS, links)


def quality_html() -> Markup:
    """The newest evaluation report, in a frame that is filled when the view is first shown."""
    return Markup(
        '<section aria-labelledby="quality-title"><h2 class="unseen" id="quality-title">{}</h2><p>{} '
        '<a href="{}" target="_blank" rel="noopener">{}</a></p><iframe title="{}" data-src="{}"></iframe></section>'
    ).format(web_text.QUALITY, web_text.QUALITY_ABOUT, PATH, web_text.QUALITY_APART, web_text.QUALITY_FRAME, PATH)
