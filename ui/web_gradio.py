"""Gradio, imported without the stub files that it writes beside its own code at every import.

Gradio reads and rewrites a `.pyi` for each of its 76 components whenever it is imported: about 2.5 of 6 seconds here, and nothing
that a program needs; where its folder is read-only the work is done and thrown away. It leaves it for a class whose file can't be
told, so for the time of the import that is what it hears of its own components.
"""

import gc
import inspect
import os
import threading
from typing import Any

_lock = threading.Lock()
_OWN = ("gradio.components.", "gradio.templates", "gradio.layouts.", "gradio._simple_templates.")


def load_gradio() -> None:
    """Imports Gradio; quick, and without telling anyone that it runs."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when it is imported
    with _lock:
        told = inspect.getfile

        def untold(thing: Any) -> str:
            if isinstance(thing, type) and thing.__module__.startswith(_OWN):
                raise OSError(f"the file of {thing.__module__} is not told")
            return told(thing)

        inspect.getfile = untold  # type: ignore[assignment]  # it takes whatever the other takes
        gc.disable()  # nothing of what is loaded is ever thrown away, so looking for rubbish in it is lost time
        try:
            import gradio  # noqa: F401 - so that it is there for who needs it
        finally:
            inspect.getfile = told
            gc.freeze()
            gc.enable()
