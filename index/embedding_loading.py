"""How models are loaded: without a network, without telemetry, without code of their own."""

import hashlib
import json
import os
from pathlib import Path


def silence() -> None:
    """No telemetry, no progress bars of a library, no threads that fork warns about; to be called before a model is loaded."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("HF_HUB_OFFLINE", "1" if offline() else "0")
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # it has no types


def offline() -> bool:
    """A model must open without a network; fetching one is asked for with HF_HUB_OFFLINE=0.

    Huggingface's library reads that variable when it is first imported, by whatever comes first, so each call says it too.
    """
    return os.environ.get("HF_HUB_OFFLINE", "1").upper() in {"1", "ON", "YES", "TRUE"}


def is_static(folder: Path) -> bool:
    """Whether a folder holds an encoder that `index.training` made, so that PyTorch isn't needed to run it."""
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    made = isinstance(config, dict) and {"revision", "hidden_dim"} <= config.keys()
    return made and config.get("embedding_dtype") == "int8" and config.get("model_type") == "model2vec"


def folder_revision(folder: Path) -> str:
    """What tells one model from another under the same name: a hash over its files' names, sizes and first megabytes."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()} {path.stat().st_size}\n".encode())
        with path.open("rb") as opened:
            digest.update(opened.read(1 << 20))
    return digest.hexdigest()[:8]
