"""The parts of the page, of which one is shown at a time: a list to which others can be added.

They are links to a part of the one page and not pages of their own, so that a conversation is still there when one comes
back to it. The report of the evaluation stands in a frame: it is a document with its own style and its own policy, that is
also a page by itself, to print or to keep.
"""

from dataclasses import dataclass

from markupsafe import Markup

from ui import web_text, web_text_access
from ui.access import SIGN_OUT
from ui.web_quality import PATH


@dataclass(frozen=True, slots=True)
class View:
    """A part of the page.

    `name` is what it is called in the address, `label` the Dutch words of the link to it, `path` where it is as a page of its own,
    `rooms` the first parts of the paths that are shown in it, and `hidden` whether it is there for some only.
    """

    name: str
    label: str
    path: str
    rooms: tuple[str, ...] = ()
    hidden: bool = False

    def holds(self, path: str) -> bool:
        """Whether a page with this path belongs to it."""
        return path == self.path or path.split("/")[1] in self.rooms


VIEWS = (
    View("chat", web_text.CHAT, "/"),
    View("verslagen", web_text.RECORDS, "/verslagen", ("verslagen", "verslag")),
    View("toezeggingen", web_text.LEDGER, "/toezeggingen", ("toezeggingen",)),
    View("tijdlijn", web_text.TIMELINE, "/tijdlijn", ("tijdlijn",)),
    View("vergelijk", web_text.COMPARE, "/vergelijk", ("vergelijk",)),
    View("kwaliteit", web_text.QUALITY, PATH),
    View("over", web_text.OVER, "/over", ("over",)),
    View("beheer", web_text.MANAGE, "/beheer", ("beheer",), hidden=True),
)


def view(name: str) -> list[str]:
    """The CSS classes of what belongs to a view; web_views.js shows it with that view alone."""
    if name not in {one.name for one in VIEWS}:
        raise ValueError(f"no view {name}")
    return ["view", f"view-{name}"]


def navigation(way_out: str = SIGN_OUT) -> Markup:
    """The links to the views, the first of which is shown at first."""
    links = Markup("").join(
        Markup('<li{}><a href="#{}" data-rooms="{}" aria-current="{}">{}</a></li>').format(
            Markup(" hidden") if one.hidden else "",
            one.name,
            " ".join(one.rooms),
            "false" if n else "page",
            one.label,
        )
        for n, one in enumerate(VIEWS)
    )
    return Markup("{}{}").format(links_between(links), _signed_in(way_out))


def links_between(items: Markup) -> Markup:
    """The list of links to the views; on a narrow screen behind a button that web_menu.js opens."""
    return Markup(
        '<nav class="views" aria-label="{}"><button type="button" class="menu" aria-expanded="false">{}</button><ul>{}</ul></nav>'
    ).format(web_text.VIEWS, web_text.MENU, items)


def _signed_in(way_out: str) -> Markup:
    """The way out, which web_views.js shows with the name of who signed in."""
    from ui.web_sign_in import sign_out_button

    return Markup(
        '<form class="signed-in" method="post" action="{}" data-name="{}" hidden><span></span> {}</form>'
    ).format(SIGN_OUT, web_text_access.SIGNED_IN, sign_out_button(way_out))


def rooms_html() -> Markup:
    """Where the pages of the views are put; web_views.js fetches them when a view is first shown."""
    places = Markup("").join(
        Markup('<div class="view view-{} fetched" data-path="{}" aria-busy="false"></div>').format(one.name, one.path)
        for one in VIEWS
        if one.rooms
    )
    return Markup('<div data-failed="{}" data-busy="{}">{}</div>').format(web_text.SORRY, web_text.BUSY, places)


def quality_html() -> Markup:
    """The newest evaluation report, in a frame that is filled when the view is first shown."""
    return Markup(
        '<section aria-labelledby="quality-title"><h2 id="quality-title" tabindex="-1">{}</h2><p>{} '
        '<a href="{}" target="_blank" rel="noopener">{}</a></p><iframe title="{}" data-src="{}"></iframe></section>'
    ).format(web_text.QUALITY, web_text.QUALITY_ABOUT, PATH, web_text.QUALITY_APART, web_text.QUALITY_FRAME, PATH)
