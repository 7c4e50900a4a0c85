"""What a web page carries around its article: menus, cookie notices, share links, hidden text, subscription sentences."""

import re

from bs4 import BeautifulSoup, Tag

_TAGS = frozenset(
    "nav header footer aside form script style noscript template button iframe svg select textarea object audio video "
    "canvas math".split()
)
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog", "menu"})
_NAMES = re.compile(
    r"(?:^|[-_\s])(?:cookies?|cookiebar|breadcrumbs?|kruimelpad|share|sharing|delen|social|skip|skiplinks?|pagination|"
    r"sr-only|visually-hidden|screen-reader-text|noprint|print-only|sidebar|newsletter-signup)(?:$|[-_\s])",
    re.IGNORECASE,
)
_MOST = 0.4  # of the page's text; what holds more is no furniture, whatever it is called
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|"
    r"font-size\s*:\s*(?:0|[01](?:\.\d+)?\s*(?:px|pt))\s*(?:[a-z%]*)\s*(?:;|!|$)|text-indent\s*:\s*-\d{3,}|"
    r"(?:left|top)\s*:\s*-\d{4,}",
    re.IGNORECASE,
)
_WHITE = re.compile(
    r"(?:^|;)\s*color\s*:\s*(?:white|#fff(?:fff)?|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))\s*(?:;|!|$)", re.I
)
_LINE = re.compile(
    r"(?:"
    r"lees (?:meer|verder)(?: (?:over|in) .{1,80})?|meer (?:lezen|informatie)|terug(?: naar .{1,60})?|terug naar boven|"
    r"naar boven|naar (?:de )?(?:hoofd)?inhoud|"
    r"(?:ga|spring|direct|skip|meteen) (?:naar|to) (?:de |het |main )?(?:hoofd)?(?:inhoud|content|navigatie|menu|zoeken)|"
    r"(?:print|deel|e-?mail|mail|bewaar) (?:deze|dit) (?:pagina|artikel|bericht)(?: .{1,60})?|"
    r"(?:print|afdrukken|delen|deel|menu|sluiten|zoeken|vorige|volgende|home|cookies?|facebook|twitter|x|linkedin|whatsapp)|"
    r"de(?:el|len) (?:via|op|dit|met) .{1,60}|"
    r"(?:deze pagina is |pagina )?(?:afgedrukt|geprint) op:? .{1,60}|afdrukdatum:? .{1,40}|"
    r"(?:u bent hier|je bent hier|kruimelpad)\b.{0,200}|home\s*(?:[>»›/|]\s*[^>»›/|]{1,80}){1,8}|"
    r"(?:deze|onze|de) (?:web)?site (?:gebruikt|maakt gebruik van) .{0,60}cookies\b.{0,400}|"
    r"(?:wij|we) (?:gebruiken|plaatsen|maken gebruik van) .{0,60}cookies\b.{0,400}|"
    r"(?:cookies )?(?:accepteren|weigeren|alle cookies accepteren|cookie-?instellingen.{0,40})|"
    r"u ontvangt deze (?:nieuwsbrief|e-?mail) .{0,300}|"
    r"(?:wilt u|wil je|klik hier|meld (?:u|je)|schrijf (?:u|je)).{0,120}(?:aanmelden|afmelden|abonneren|uitschrijven|inschrijven|"
    r"aan te melden|af te melden|nieuwsbrief)\b.{0,160}|"
    r"(?:aanmelden|afmelden|uitschrijven|inschrijven|abonneren)(?: (?:voor|op|van) (?:de|deze|onze) nieuwsbrief)?|"
    r"(?:bekijk|lees) (?:deze|de) nieuwsbrief (?:in (?:uw|je) browser|online)"
    r")\s*[.…!?»›>]*",
    re.IGNORECASE | re.DOTALL,
)


def is_furniture_line(block: str) -> bool:
    """Whether a block of text is nothing but what a site says on every page."""
    return len(block) <= 600 and bool(_LINE.fullmatch(block))


def remove_furniture(soup: BeautifulSoup) -> bool:
    """Takes out of a page what isn't its article or isn't seen; tells whether hidden words were among it."""
    whole = max(len(soup.get_text()), 1)
    hidden = False
    for tag in soup.find_all(True):
        if tag.decomposed or tag.name in {"html", "body", "main", "article", "h1"}:
            continue
        unseen = _is_unseen(tag)
        if not unseen and not _is_furniture(tag, whole):
            continue
        hidden = hidden or (unseen and len(tag.get_text(strip=True)) > 1 and tag.name not in _TAGS)
        tag.decompose()
    return hidden


def _is_furniture(tag: Tag, whole: int) -> bool:
    if tag.name in _TAGS or tag.get("role") in _ROLES:
        return not (tag.name in {"header", "form"} and tag.find(["h1", "article", "main"]))
    named = tag.get("class")
    names = f"{' '.join(named) if isinstance(named, list) else named or ''} {tag.get('id') or ''}"
    if not names.strip() or not _NAMES.search(names):
        return False
    return tag.find(["h1", "article", "main"]) is None and len(tag.get_text()) < _MOST * whole


def _is_unseen(tag: Tag) -> bool:
    """Whether a browser doesn't show it, or shows it white on white or in no size."""
    if (
        tag.has_attr("hidden")
        or tag.get("aria-hidden") == "true"
        or (tag.name == "dialog" and not tag.has_attr("open"))
    ):
        return True
    style = tag.get("style")
    if not isinstance(style, str):
        return tag.name == "font" and str(tag.get("color")).lower() in {"white", "#ffffff", "#fff"}
    return bool(_HIDDEN.search(style)) or bool(_WHITE.search(style) and "background" not in style.lower())
