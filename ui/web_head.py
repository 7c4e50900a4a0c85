"""What the page adds to the head of Gradio's document: our own styles and scripts, from beside this file."""

import json
from pathlib import Path

from ui import web_text
from ui.web_pages import STYLES

_HERE = Path(__file__).parent
_SCRIPTS = tuple(
    f"web{name}.js" for name in ("", "_box", "_source", "_menu", "_views", "_ask", "_feedback", "_history", "_manage")
)


def head() -> str:
    """What the page adds to the document's head: our own styles and scripts, from beside this file."""
    words = json.dumps(web_text.GRADIO_WORDS).replace("<", "\\u003c")
    style = "".join((_HERE / name).read_text("utf-8") for name in (*STYLES, "web.css", "web_history.css"))
    scripts = "".join(f"<script>{(_HERE / name).read_text('utf-8')}</script>" for name in _SCRIPTS)
    return f"<style>{style}</style><script>window.lovpWords = {words};</script>{scripts}"
