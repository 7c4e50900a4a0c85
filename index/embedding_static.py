"""Static encoders as `index.training` makes them: a vector a word or part of a compound, and a text is their mean.

A folder of one loads in model2vec and in sentence-transformers too (tests hold the three to the same vectors). Here a text in
ordinary letters is cut into words and those into pieces without the library `tokenizers`, which takes longer to load than to
answer a question; other texts go to it, and a test holds the two to the same pieces. Rows are int8 with one scale each, in the
tensors "embeddings" and "weights".
"""

import hashlib
import json
import re
import threading
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_KEPT = 100_000  # words whose pieces are remembered


def _bare_letters() -> dict[int, str]:
    """Accented letters of Latin script, each with the plain small letters that the tokenizer makes of it."""
    found = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        plain = "".join(c for c in unicodedata.normalize("NFKD", chr(code)) if unicodedata.category(c) != "Mn").lower()
        if plain.isascii() and plain.isalpha():
            found[code] = plain
    return found


_BARE = _bare_letters()
_BETWEEN = "\xa0«»–—“”„‘’…•€·§"  # they stand between words, like a space
_LETTER = "A-Za-z" + "".join(map(chr, _BARE))
_UNUSUAL = re.compile(rf"[^\x00-\x7f{_BETWEEN}{''.join(map(chr, _BARE))}]")
_CUT = re.compile(r"-[ \t]*\r?\n")  # a word that goes on after a line end
_APOSTROPHE = re.compile(rf"(?<=[{_LETTER}])['’‘`](?:s\b|(?=[{_LETTER}]))")
_WORD = re.compile(r"[a-z0-9]+")


class Unigram:
    """The most likely pieces of a word (Kudo 2018), as the model "Unigram" of the library `tokenizers` finds them."""

    def __init__(self, model: Mapping[str, Any]) -> None:
        """Takes the part "model" of a tokenizer.json.

        Raises:
            KeyError, TypeError, ValueError: it is no Unigram model.
        """
        self._numbered = {str(piece): (n, float(score)) for n, (piece, score) in enumerate(model["vocab"])}
        self._longest = max(map(len, self._numbered))
        scores = [score for _, score in self._numbered.values()]
        self._unknown = int(model["unk_id"]), min(scores) - 10.0
        self._best_of_two = 2 * min(0.0, max(scores))

    def pieces(self, word: str) -> list[int]:
        """The numbers of its pieces, in order; what no piece covers is one unknown piece, however long."""
        numbered, unknown = self._numbered, self._unknown
        whole = numbered.get(word)
        if whole is not None and whole[1] > self._best_of_two:
            return [whole[0]]
        ends: list[tuple[float, int, int] | None] = [(0.0, 0, -1), *([None] * len(word))]  # score, start, piece
        for start in range(len(word)):
            before = ends[start]
            if before is None:
                continue
            for end in range(start + 1, min(len(word), start + self._longest) + 1):
                found = numbered.get(word[start:end], unknown if end == start + 1 else None)
                if found is not None:
                    score, held = before[0] + found[1], ends[end]
                    if held is None or score > held[0]:
                        ends[end] = (score, start, found[0])
        found_from_end: list[int] = []
        end = len(word)
        while end and (last := ends[end]) is not None:
            _, end, piece = last
            if piece != unknown[0] or found_from_end[-1:] != [piece]:
                found_from_end.append(piece)
        return found_from_end[::-1]


class StaticEncoder:
    """A static encoder from a folder; it is read when the first text comes, and texts without words give zeros."""

    weight = (
        0.5  # of .1, .25, .5 and 1 the best on questions in other words that costs nothing on those in the record's own
    )
    noise = 0.2  # unrelated questions over the example records: nearest passage 0.05 to 0.24
    alike = (
        0.25  # the nearest sentence of three in four questions in other words, and of one in nine about something else
    )

    def __init__(self, folder: Path, setting: str = "") -> None:
        self.setting = setting or str(folder)
        self._folder = folder
        config = json.loads((folder / "config.json").read_text("utf-8"))
        self.dimension = int(config["hidden_dim"])
        self.name = f"statisch-{self.dimension}@{config['revision']}"
        self._lock = threading.Lock()
        self._known: dict[str, list[int]] = {}

    @cached_property
    def _opened(self) -> tuple[Unigram, NDArray[np.int8], NDArray[np.float32]]:
        tensors = load_file(self._folder / "model.safetensors")
        made = json.loads((self._folder / "tokenizer.json").read_text("utf-8"))
        return Unigram(made["model"]), tensors["embeddings"], tensors["weights"]

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self._folder / "tokenizer.json"))

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions: float32 (n, dimension), rows of length 1."""
        return self._vectors(texts)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages: float32 (n, dimension), rows of length 1."""
        return self._vectors(texts)

    def _vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        with self._lock:
            _, rows, scales = self._opened
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            ids = self.pieces(text)
            if ids:
                at = np.array(ids)
                vector[:] = scales.take(at) @ rows.take(at, 0).astype(np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(lengths > 0, lengths, 1), np.float32)

    def pieces(self, text: str) -> list[int]:
        """The numbers of a text's pieces, as the tokenizer of the model cuts it."""
        with self._lock:
            unigram, _, _ = self._opened
        if (not text.isascii() and _UNUSUAL.search(text)) or _CUT.search(text):
            whole = text.encode("utf-8", "replace").decode("utf-8")  # half a character is no text for a tokenizer
            with self._lock:
                tokenizer = self._tokenizer
            return list(tokenizer.encode(whole, add_special_tokens=False).ids)
        plain = _APOSTROPHE.sub("", text) if "'" in text or "’" in text or "‘" in text or "`" in text else text
        words = _WORD.findall((plain if plain.isascii() else plain.translate(_BARE)).lower())
        known = self._known
        try:
            return list(chain.from_iterable(map(known.__getitem__, words)))
        except KeyError:
            pass
        if len(known) > _KEPT:
            known = self._known = {}  # others may still be reading the old one
        for word in words:
            if word not in known:
                known[word] = unigram.pieces(word)
        return list(chain.from_iterable(map(known.__getitem__, words)))


def rows_to_int8(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Rows as int8 (n, dimension) and a scale for each, float32 (n,); an error of at most half a scale a number."""
    scales = np.abs(table).max(axis=1) / 127
    whole = np.rint(table / np.where(scales > 0, scales, 1)[:, None])
    return whole.astype(np.int8), scales.astype(np.float32)


def write_model(folder: Path, tokenizer: "Tokenizer", table: NDArray[np.float32]) -> None:
    """Writes a model: the tokenizer, the int8 rows of `table` (float32, a row per piece), and what loaders want to know."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, scales = rows_to_int8(table)
    save_file({"embeddings": rows, "weights": scales}, folder / "model.safetensors")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes() + (folder / "tokenizer.json").read_bytes())
    config = {
        "model_type": "model2vec",
        "architectures": ["StaticModel"],
        "hidden_dim": table.shape[1],
        "normalize": True,
        "max_length": None,
        "embedding_dtype": "int8",
        "revision": digest.hexdigest()[:8],
    }
    modules = [("0", ".", "StaticEmbedding"), ("1", "1_Normalize", "Normalize")]
    listed = [
        {"idx": n, "name": name, "path": path, "type": f"sentence_transformers.models.{kind}"}
        for n, (name, path, kind) in enumerate(modules)
    ]
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", "utf-8")
    (folder / "modules.json").write_text(json.dumps(listed, indent=2) + "\n", "utf-8")
