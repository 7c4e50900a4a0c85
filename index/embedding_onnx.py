"""Models as ONNX files, run by ONNX Runtime: with numbers of eight bits two to four times as fast on a processor.

sentence-transformers runs ONNX through Optimum, whose newest release (optimum-onnx 0.1.0) asks for an older transformers than
sentence-transformers 6 does, so the two can't be installed together. All that is needed of it is to run one file, which is what
this does; everything around it (the tokenizer, pooling, normalising) stays with sentence-transformers.
"""

import json
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import Transformer
from sentence_transformers.util import load_dir_path, load_file_path

_OUTPUTS = ("last_hidden_state", "token_embeddings")
# Files with numbers of eight bits, as Optimum and sentence-transformers name them; all run everywhere, some faster here.
_EIGHT_BITS = {
    "x86": ("qint8_avx512_vnni", "qint8_avx512", "quint8_avx2", "int8", "quantized", "qint8", "uint8", "qint8_arm64"),
    "arm": ("qint8_arm64", "int8", "quantized", "qint8", "uint8", "quint8_avx2", "qint8_avx512", "qint8_avx512_vnni"),
}


class NoOnnxError(Exception):
    """The model has no ONNX file."""


def load_onnx(name: str, *, local_files_only: bool) -> tuple[SentenceTransformer, Path]:
    """The model with its ONNX file in place of PyTorch's weights, and that file.

    Raises:
        NoOnnxError: the model has none.
    """
    listed = load_file_path(name, "modules.json", local_files_only=local_files_only)
    folder = load_dir_path(name, "onnx", local_files_only=local_files_only)
    path = onnx_file([Path(place) for place in (folder, Path(name)) if place is not None])
    if listed is None or path is None:
        raise NoOnnxError(name)
    first = json.loads(Path(listed).read_text("utf-8"))[0]["type"]
    # the one way in to have one module replaced and the others loaded as they are
    model = SentenceTransformer._load_with_module_classes(
        name,
        {first: OnnxTransformer},
        device="cpu",
        trust_remote_code=False,
        local_files_only=local_files_only,
        model_kwargs={"file_name": str(path)},
    )
    return model, path


def onnx_file(folders: list[Path]) -> Path | None:
    """The ONNX file to run: one with numbers of eight bits when there is, then the plain one; None when there is none."""
    found = {
        path.stem.removeprefix("model").strip("_"): path for folder in folders for path in folder.glob("model*.onnx")
    }
    wanted = _EIGHT_BITS["arm" if platform.machine().lower() in {"arm64", "aarch64"} else "x86"]
    return next((found[ending] for ending in (*wanted, "") if ending in found), None)


class OnnxTransformer(Transformer):
    """The transformer of a model, run by ONNX Runtime."""

    def _load_model(self, name: str, task: Any, config: Any, *_: Any, file_name: str = "", **__: Any) -> Any:  # type: ignore[override]  # what PyTorch alone needs is left out
        return _Session(Path(file_name), config)


class _Session:
    """An open ONNX file with the face of a transformer of PyTorch."""

    def __init__(self, path: Path, config: Any) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3  # errors
        self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self._inputs = {known.name for known in self._session.get_inputs()}
        outputs = [known.name for known in self._session.get_outputs()]
        self._output = next((name for name in _OUTPUTS if name in outputs), outputs[0])
        self.config = config

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        token_type_ids: torch.Tensor | None = None,
        **_: Any,
    ) -> Mapping[str, torch.Tensor]:
        """A vector a token: float32 (texts, tokens, dimension)."""
        given = {"input_ids": input_ids, "attention_mask": attention_mask, "token_type_ids": token_type_ids}
        if given["token_type_ids"] is None:
            given["token_type_ids"] = torch.zeros_like(input_ids)
        feed = {
            name: value.cpu().numpy() for name, value in given.items() if value is not None and name in self._inputs
        }
        (states,) = self._session.run([self._output], feed)
        return {"last_hidden_state": torch.from_numpy(states)}
