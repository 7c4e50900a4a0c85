"""Teaches a static encoder: headings find their paragraphs, Dutch finds the teacher's vector of its English.

Both are contrasts within a batch (InfoNCE, van den Oord et al. 2018) over means of piece vectors; besides, Dutch is drawn to the
teacher by its cosine. The losses are taken at 256, 128 and 64 dimensions (Matryoshka, Kusupati et al. 2022).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy, embedding_bag, normalize

_TEMPERATURE = 0.05
_BATCH = 512
_RATE = 0.005  # of Adam, on rows of length about 1
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Pairs:
    """What is learned from: (heading, paragraph), and (English, Dutch) of dictionary words and of sentences."""

    headings: Sequence[tuple[str, str]]
    words: Sequence[tuple[str, str]]
    sentences: Sequence[tuple[str, str]]


def teacher_vectors(folder: Path, texts: Sequence[str], dimension: int) -> NDArray[np.float32]:
    """The teacher's vectors of texts on their main axes: float32 (n, dimension), rows of length 1.

    Raises:
        OSError: there is no model in `folder`.
    """
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    model.max_seq_length = 24
    made = np.asarray(model.encode(list(texts), batch_size=256, show_progress_bar=False), np.float32)
    return on_main_axes(made, dimension)


def on_main_axes(vectors: NDArray[np.float32], dimension: int) -> NDArray[np.float32]:
    """Vectors less their mean, on their `dimension` main axes, at length 1."""
    centred = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    turned = centred @ axes[:, ::-1][:, :dimension]
    return np.asarray(turned / (np.linalg.norm(turned, axis=1, keepdims=True) + 1e-9), np.float32)


def train(
    tokenizer: Tokenizer,
    weights: NDArray[np.float32],
    pairs: Pairs,
    english: Mapping[str, NDArray[np.float32]],
    dimension: int,
    seed: int,
    epochs: int,
) -> NDArray[np.float32]:
    """The vector of each piece: float32 (pieces, dimension), whose lengths weigh.

    Args:
        tokenizer: text to pieces.
        weights: how much a piece counts to begin with: float32 (pieces,).
        pairs: what is learned from.
        english: the teacher's vectors of English words; {} to learn from headings alone.
        dimension: numbers a vector.
        seed: of all that is drawn.
        epochs: times through the headings.
    """
    torch.manual_seed(seed)
    first = _first(tokenizer, len(weights), pairs, english, dimension, seed)
    table = torch.nn.Parameter(torch.from_numpy(first * weights[:, None]))
    optimizer = torch.optim.SparseAdam([table], lr=_RATE)
    heads = _ids(tokenizer, [heading for heading, _ in pairs.headings])
    bodies = _ids(tokenizer, [paragraph for _, paragraph in pairs.headings])
    targets, dutch = _translations([*pairs.words, *pairs.sentences], english, dimension)
    translated = _ids(tokenizer, dutch)
    random = np.random.default_rng(seed)
    for _ in range(epochs):
        order = random.permutation(len(heads))
        others = random.permutation(len(translated))
        steps = max(1, -(-len(order) // _BATCH))
        for step in range(steps):
            batch = order[step * _BATCH : (step + 1) * _BATCH]
            loss = _contrast(_means(table, heads, batch), _means(table, bodies, batch))
            if len(others):
                other = np.take(others, range(step * 2 * _BATCH, (step + 1) * 2 * _BATCH), mode="wrap")
                made, wanted = _means(table, translated, other), torch.from_numpy(targets[other])
                alike = (normalize(made, dim=1) * wanted).sum(dim=1)
                loss = loss + 2 * (1 - alike).mean() + 0.3 * _contrast(made, wanted)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch gives it no types
            optimizer.step()  # type: ignore[no-untyped-call]  # nor this one
    trained = table.detach().numpy().copy()
    trained[0] = 0  # what no piece covers says nothing
    return np.asarray(trained, np.float32)


def _first(
    tokenizer: Tokenizer,
    pieces: int,
    pairs: Pairs,
    english: Mapping[str, NDArray[np.float32]],
    dimension: int,
    seed: int,
) -> NDArray[np.float32]:
    """First vectors at length 1: the mean of a word's translations; of parts, what they stand in; else drawn."""
    table = np.zeros((pieces, dimension), np.float32)
    known = [
        (english[word], ids)
        for (word, _), ids in zip(pairs.words, _ids(tokenizer, [d for _, d in pairs.words]), strict=True)
        if word in english
    ]
    for vector, ids in known:
        if len(ids) == 1:
            table[ids[0]] += vector
    table = _unit(table)
    missing = ~table.any(axis=1)
    if english:
        company = np.zeros_like(table)
        for vector, ids in known:
            if len(ids) > 1:
                company[ids] += vector
        table[missing] = _unit(company)[missing]
    drawn = np.random.default_rng(seed).standard_normal((pieces, dimension)).astype(np.float32)
    missing = ~table.any(axis=1)
    table[missing] = 0.5 * _unit(drawn)[missing]
    return table


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def _translations(
    rows: Sequence[tuple[str, str]], english: Mapping[str, NDArray[np.float32]], dimension: int
) -> tuple[NDArray[np.float32], list[str]]:
    """The teacher's vector of each English side, of its words when it isn't one itself, and the Dutch sides."""
    targets, dutch = [], []
    common = dict.fromkeys(("a", "an", "and", "by", "for", "in", "is", "of", "on", "or", "that", "the", "to", "with"))
    for said, translated in rows if english else ():
        whole = english.get(said)
        if whole is None:
            found = [english[word] for word in _WORD.findall(said.lower()) if word in english and word not in common]
            whole = np.sum(found, axis=0) if found else None
        if whole is not None:
            targets.append(whole)
            dutch.append(translated[:400])
    return _unit(np.array(targets, np.float32).reshape(-1, dimension)), dutch


def _ids(tokenizer: Tokenizer, texts: Sequence[str]) -> list[NDArray[np.int32]]:
    made: list[NDArray[np.int32]] = []
    for start in range(0, len(texts), 5000):
        batch = tokenizer.encode_batch_fast(list(texts[start : start + 5000]), add_special_tokens=False)
        made += [np.array(encoding.ids, np.int32) for encoding in batch]
    return made


def _means(table: torch.Tensor, ids: Sequence[NDArray[np.int32]], batch: NDArray[np.intp]) -> torch.Tensor:
    chosen = [ids[n] for n in batch]
    starts = np.cumsum([0, *(len(one) for one in chosen[:-1])])
    flat = torch.from_numpy(np.concatenate(chosen).astype(np.int64))
    return embedding_bag(flat, table, torch.from_numpy(starts.astype(np.int64)), mode="mean", sparse=True)


def _contrast(one: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
    places = torch.arange(len(one))
    losses = []
    for size in (one.shape[1], one.shape[1] // 2, one.shape[1] // 4):
        alike = normalize(one[:, :size], dim=1) @ normalize(other[:, :size], dim=1).T / _TEMPERATURE
        losses.append((cross_entropy(alike, places) + cross_entropy(alike.T, places)) / 2)
    return losses[0] + 0.3 * (losses[1] + losses[2])
