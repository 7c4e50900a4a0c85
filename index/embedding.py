"""Encoders behind one seam of two verbs, because a good model treats questions and passages differently.

Vectors are made by sentence-transformers, whatever the model. Only static encoders, such as the built-in one in `index/model`,
and letter sequences take a short cut: their arithmetic is plain numpy, so nobody waits five seconds for PyTorch to ask a question
or read a file in (tests hold the short cuts and sentence-transformers to the same vectors).
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedding_loading import folder_revision, is_static, offline, silence
from index.embedding_models import folder_claims, hub_claims, known_model, prefixes, recognised
from index.embedding_ngrams import DIMENSION, texts_to_vectors
from index.errors import UserError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUILT_IN = "ingebouwd"
LETTERS = "letterreeksen"  # built in before there was a model; indexes that were made with it stay usable
_MODEL = Path(__file__).with_name("model")
_NGRAMS = f"{LETTERS}-{DIMENSION}-v1"  # the name and revision that the recipe keeps
_BATCH = 32  # texts at a time
_OPTIONS = re.compile(r"(?P<name>.+?)#(?P<options>[^/#]*)")  # "naam#256,onnx"


class EncoderError(UserError):
    """The encoder that was asked for can't be used; the message is Dutch and says what to do."""


class Encoder(Protocol):
    """Makes vectors; those of two encoders can't be compared."""

    @property
    def name(self) -> str:
        """Name and revision, as the recipe keeps it."""

    @property
    def dimension(self) -> int:
        """Numbers a vector."""

    @property
    def weight(self) -> float:
        """What likeness, a cosine, counts beside a score by words of 0 to about 2."""

    @property
    def noise(self) -> float:
        """The cosine similarity up to which two texts may be alike by chance."""

    @property
    def alike(self) -> float:
        """The cosine similarity from which a sentence may well be about what is asked, whatever its words; above 1: never."""

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions: float32 (n, dimension), rows of length 1."""

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages: float32 (n, dimension), rows of length 1."""


def open_encoder(name: str) -> Encoder:
    """The encoder that the setting names: the built-in one, letter sequences, or a sentence-transformers model by name or folder.

    Nothing is loaded yet, except what is needed to know a model's dimension.

    Raises:
        EncoderError: the model isn't there or can't be loaded.
    """
    if name == LETTERS:
        return NgramEncoder()
    folder = _MODEL if name == BUILT_IN else Path(name).expanduser()
    if name == BUILT_IN or is_static(folder):
        from index.embedding_static import StaticEncoder

        return StaticEncoder(folder, name)
    return ModelEncoder(name)


def model_folder() -> Path:
    """Where the built-in model lies."""
    return _MODEL


class NgramEncoder:
    """Words as bags of letter sequences: spelling without meaning, see `index.embedding_ngrams`."""

    setting = LETTERS
    name = _NGRAMS
    dimension = DIMENSION
    weight = 0.1  # .05 to .1 changed no place on the known facts, .25 and more cost some
    noise = 0.1  # unrelated words over the example records: nearest passage 0.04 to 0.15, the thirtieth below 0.02
    alike = 2.0  # what is spelled alike need not be about the same

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions: float32 (n, dimension), rows of length 1."""
        return texts_to_vectors(texts)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages: float32 (n, dimension), rows of length 1."""
        return texts_to_vectors(texts)


class ModelEncoder:
    """Any sentence-transformers model; it is loaded at once, because the index must know its dimension."""

    weight = 0.5  # meaning counts, but words decide; not measured for want of a model, so measure yours
    noise = 0.0  # differs by model; a model's own space has no floor that we know
    alike = 2.0  # nor is it known what is near in it

    def __init__(self, setting: str) -> None:
        """Loads the model that the setting names, with what stands behind a "#": "naam#256" cuts vectors off, "naam#onnx"
        runs its ONNX file, "naam#256,onnx" both.

        Raises:
            EncoderError: the model isn't there, can't be loaded, or is not what its name says.
        """
        self.setting = setting
        name, cut, onnx = _setting_to_parts(setting)
        local = Path(name).expanduser()
        folder = local.resolve() if local.is_dir() else None
        self._model = _load(name, str(local) if folder else name, onnx=onnx)
        whole = self._model.get_embedding_dimension()
        if not whole:
            raise EncoderError(f"Het model {name!r} zegt niet hoe lang zijn vectoren zijn; kies een ander model.")
        prompts = {key: prompt or "" for key, prompt in self._model.prompts.items()}
        claims = folder_claims(folder, prompts) if folder else hub_claims(name, prompts)
        self.known = recognised(claims, whole)
        namesake = known_model(name)
        if folder is None and namesake is not None and self.known is None:
            raise EncoderError(
                f"Het model {name!r} hoort {namesake.dimension} getallen per passage te geven, maar geeft er {whole}. "
                "Het is beschadigd of een ander model; haal het opnieuw op."
            )
        if cut is not None and not 1 <= cut <= whole:
            raise EncoderError(f"Het model {name!r} geeft {whole} getallen per passage; {cut} kan niet.")
        self.prefixes = prefixes(claims, self.known)
        self.licence = self.known.licence if self.known else claims.licence
        self.tokens = self._model.get_max_seq_length()
        self.dimension = cut or whole
        plain, revision = (folder.name, folder_revision(folder)) if folder else (name, _hub_revision(self._model))
        options = ",".join([*([str(cut)] if cut else []), *(["onnx"] if onnx else [])])
        self.name = f"{plain}@{revision}" + (f"#{options}" if options else "")

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions: float32 (n, dimension), rows of length 1."""
        return self._encode(texts, self.prefixes.query)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages: float32 (n, dimension), rows of length 1."""
        return self._encode(texts, self.prefixes.passage)

    def _encode(self, texts: Sequence[str], prefix: str) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        vectors = self._model.encode(  # sorts by length itself, so that a batch has little to fill up
            list(texts),
            prompt=prefix,  # "" too: without it a model's own default goes before questions and passages alike
            batch_size=_BATCH,
            truncate_dim=self.dimension,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, np.float32)


def setting_of(encoder: Encoder) -> str:
    """The setting that this encoder was opened with, "" when it isn't known."""
    return getattr(encoder, "setting", "")


def described(encoder: Encoder) -> list[str]:
    """What is good to know of an encoder, a line each (Dutch)."""
    told = [f"encoder {encoder.name}, {encoder.dimension} getallen per passage"]
    if setting_of(encoder) == BUILT_IN:
        told[0] += "; licentie CC BY-SA 4.0, zie index/model/README.md"
    if isinstance(encoder, ModelEncoder):
        told[0] += f", leest {encoder.tokens} tokens" if encoder.tokens else ""
        told[0] += f"; licentie {encoder.licence or 'onbekend'}"
        asked = encoder.prefixes
        told.append(
            f'voor een vraag zet de encoder "{asked.query}", voor een passage "{asked.passage}" ({asked.source})'
            if asked.query or asked.passage
            else f"deze encoder krijgt vragen en passages zonder voorvoegsel ({asked.source})"
            if asked.source
            else "let op: van deze encoder is niet bekend of hij een voorvoegsel nodig heeft; hij krijgt er geen. "
            "Zet het zo nodig in zijn config_sentence_transformers.json (prompts: query en document)"
        )
    return told


def _setting_to_parts(setting: str) -> tuple[str, int | None, bool]:
    """The name or folder, after how many numbers vectors are cut off (None: not), and whether its ONNX file is run."""
    found = _OPTIONS.fullmatch(setting)
    if found is None or Path(setting).expanduser().is_dir():
        return setting, None, False
    cut, onnx = None, False
    for option in found["options"].split(","):
        if option.strip() == "onnx":
            onnx = True
        elif option.strip().isdecimal():
            cut = int(option)
        else:
            raise EncoderError(
                f"LOVP_ENCODER: {option!r} achter # is onbekend. Schrijf NAAM#onnx, NAAM#256 (getallen per passage) of "
                "NAAM#256,onnx."
            )
    return found["name"], cut, onnx


def _load(name: str, place: str, *, onnx: bool) -> "SentenceTransformer":
    silence()
    from sentence_transformers import SentenceTransformer

    try:
        if onnx:
            from index.embedding_onnx import NoOnnxError, load_onnx

            try:
                return load_onnx(place, local_files_only=offline())[0]
            except NoOnnxError as error:
                raise EncoderError(
                    f"Het model {name!r} heeft geen ONNX-bestand (onnx/model.onnx, of een met int8). Laat #onnx weg, of kies een "
                    "model dat er een heeft."
                ) from error
        # never code from a model's own folder: a model is data; and 32 bits whatever it was saved in, for equal vectors
        return SentenceTransformer(
            place, trust_remote_code=False, local_files_only=offline(), model_kwargs={"dtype": "float32"}
        )
    except EncoderError:
        raise
    except Exception as error:  # huggingface_hub and transformers raise some twenty kinds; all mean the same here
        known = known_model(name)
        if known is not None and known.own_code:
            raise EncoderError(
                f"Het model {name!r} kan niet worden geladen: het brengt eigen programmacode mee, en die wordt hier nooit "
                "uitgevoerd. Kies een ander model (LOVP_ENCODER)."
            ) from error
        raise EncoderError(
            f"Het model {name!r} kan niet worden geladen. Geef een map met een sentence-transformers-model, of de naam van "
            f"een model dat op deze computer staat. Of zet LOVP_ENCODER={BUILT_IN}."
        ) from error


def _hub_revision(model: "SentenceTransformer") -> str:
    """The commit of a model that came from a hub; "onbekend" when it doesn't tell."""
    config = getattr(getattr(model[0], "auto_model", None), "config", None)
    return str(getattr(config, "_commit_hash", None) or "onbekend")[:8]
