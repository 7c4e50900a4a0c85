"""A page without any script, for what comes before the chat: signing in, and why something is refused.

It brings its own style, and a policy under which nothing else is fetched or run.
"""

import base64
import hashlib
from pathlib import Path

from markupsafe import Markup

from ui import web_text, web_text_access

_STYLE = """
:root {
  --on-accent: light-dark(#ffffff, #0e1a29); --accent-hover: light-dark(#0d2f55, #b4d0f3);
  --wrong: light-dark(#a4262c, #ff9a97);
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 1.25rem 1.5rem 3rem; background: var(--paper); color: var(--ink); overflow-wrap: break-word;
  font: 1.0625rem/1.55 var(--sans);
}
header, main { max-width: 26rem; margin-inline: auto; }
header { padding-bottom: 0.75rem; border-bottom: 1px solid var(--line); }
header p { margin: 0; font-size: 1.375rem; font-weight: 700; line-height: 1.2; letter-spacing: -0.01em; color: var(--accent); }
main { padding-top: 6vh; }
h1 { margin: 0 0 0.5rem; font-size: 1.625rem; font-weight: 650; line-height: 1.25; letter-spacing: -0.015em; }
p { margin: 0 0 1rem; }
.about, .forgotten { color: var(--muted); font-size: 0.9375rem; line-height: 1.5; }
.wrong {
  padding: 0.75rem 1rem; background: var(--surface); border: 1px solid var(--line); border-left: 4px solid var(--wrong);
  border-radius: 3px 10px 10px 3px;
}
label { display: block; margin-top: 1rem; font-size: 0.9375rem; font-weight: 600; }
input {
  display: block; width: 100%; min-height: 2.75rem; margin-top: 0.25rem; padding: 0.5rem 0.75rem; font: inherit; color: var(--ink);
  background: var(--surface); border: 1px solid var(--edge); border-radius: 8px;
}
button {
  min-height: 2.75rem; margin: 1.5rem 0; padding: 0.5rem 1.25rem; font: inherit; font-weight: 600; color: var(--on-accent);
  background: var(--accent); border: 1px solid transparent; border-radius: 8px; cursor: pointer;
}
button:hover { background: var(--accent-hover); }
a { color: var(--accent); text-underline-offset: 0.2em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
"""
_STYLE = Path(__file__).with_name("web_colours.css").read_text("utf-8") + _STYLE
_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": (
        f"default-src 'none'; style-src 'sha256-{_DIGEST}'; img-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    # not no-referrer: under that a browser sends the origin "null" with the form, as a hostile page would
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}


def plain_page(heading: str, inside: Markup, title: str = "") -> str:
    """A whole page with this heading, which is its title too unless another is given, and `inside` under it."""
    return str(
        Markup(
            '<!doctype html><html lang="nl"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{} - {}</title><style>{}</style>'
            '<link rel="icon" type="image/svg+xml" href="/favicon.ico"></head>'
            '<body class="alone"><header><p>{}</p></header><main><h1>{}</h1>{}</main></body></html>'
        ).format(title or heading, web_text.NAME, Markup(_STYLE), web_text.NAME, heading, inside)  # noqa: S704  # our own style sheet
    )


def refusal_page(why: str) -> str:
    """A page that says why something is refused."""
    inside = Markup('<p>{}</p><p><a href="/">{}</a></p>').format(why, web_text_access.TO_START)
    return plain_page(web_text_access.REFUSED, inside)
