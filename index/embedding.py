"""Texts in, unit vectors out: what every embedder promises, and the ONNX form of the model that answers."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.errors import ModelUnavailable
from index.projection import CHECKSUM, COMMON, DIRECTIONS

if TYPE_CHECKING:
    import onnxruntime

MODEL = "all-MiniLM-L6-v2"
WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # SHA-256 of its model.safetensors
FORMAT = 2  # of the model folder
MAKE = "run 'python -m index.reference'"
GRAPH, TOKENIZER, MANIFEST = "model.onnx", "tokenizer.json", "model.json"

SPECIAL = frozenset(("[CLS]", "[SEP]", "[PAD]"))
FUNCTION_WORDS = frozenset(  # what a text is about is said by its other words
    """a an the this that these those and or but if so as of to in on at for by with from into about than then is are am
    was were be been being do does did doing done have has had having will would shall should can could may might must
    not no i me my mine we us our ours you your yours he him his he she her hers it its they them their theirs who whom
    whose what which when where why how there here please thanks thank hi hello hey s t re ve ll d m don doesn didn isn
    aren wasn weren won wouldn couldn shouldn just also very too any some""".split()
)
READINGS = 3  # which pieces a reading has; another number where that changes
TINY = 1e-6  # a length from which a vector has a direction
STEP = 127  # a piece's vector is kept in steps of 1/127

BATCH_TEXTS = 32
BATCH_PIECES = 2_048  # padding included: larger batches fall out of the processor's cache


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the model reads it: a unit vector for the whole and one for each of its word pieces.

    ``vector`` has the model's dimensions. ``pieces`` are the vectors, where they stand, of the pieces that say what the
    text is about (neither punctuation nor function words), each projected to 62 dimensions, of length 1 again and kept
    in steps of 1/127: pieces × 62. ``ids`` says which entry of the model's vocabulary each of them is.
    """

    vector: NDArray[np.float32]
    pieces: NDArray[np.int8]
    ids: NDArray[np.uint16]

    @property
    def rows(self) -> NDArray[np.float32]:
        """The vectors of its pieces, of length about 1: pieces × 62."""
        return self.pieces.astype(np.float32) / np.float32(STEP)


class Embedder(Protocol):
    """Maps texts to unit vectors whose inner product says how near two texts are in meaning.

    ``checksum`` is the SHA-256 of the weights: vectors of two embedders may be compared only where it is the same.
    ``longest`` is how many word pieces of a text are read, special ones apart; the rest is ignored.
    """

    @property
    def name(self) -> str: ...

    @property
    def checksum(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    @property
    def longest(self) -> int: ...

    def pieces(self, text: str) -> int:
        """How many word pieces a text has, special ones apart and however long it is."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit row for each text, in their order: n × dimensions."""

    def read(self, texts: Sequence[str]) -> tuple[Reading, ...]:
        """Each text with the vectors of its pieces, in their order."""

    def places(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where in a text, as ``(start, end)``, the pieces of its reading stand."""


@dataclass(frozen=True, slots=True)
class OnnxEmbedder:
    """all-MiniLM-L6-v2 run by onnxruntime: starts in half a second and needs neither torch nor transformers."""

    name: str
    checksum: str
    dimensions: int
    longest: int
    _session: onnxruntime.InferenceSession
    _tokenizer: Tokenizer
    _silent: frozenset[int]  # pieces that readings pass over

    @classmethod
    def load(cls, folder: Path | None = None, threads: int = 1) -> OnnxEmbedder:
        """The model made at set-up in ``folder``; ``threads`` work on one batch.

        Raises ModelUnavailable where it was not made, is damaged or is not the model named here.
        """
        folder = folder or model_folder()
        manifest = read_manifest(folder)
        tokenizer = _tokenizer(_checked(folder / TOKENIZER, manifest["files"]), manifest["longest"])
        return cls(
            name=MODEL,
            checksum=WEIGHTS,
            dimensions=manifest["dimensions"],
            longest=manifest["longest"],
            _session=_session(_checked(folder / GRAPH, manifest["files"]), threads),
            _tokenizer=tokenizer,
            _silent=silent(tokenizer.get_vocab()),
        )

    def pieces(self, text: str) -> int:
        """How many word pieces a text has, special ones apart and however long it is."""
        encoding = self._tokenizer.encode(_encodable(text), add_special_tokens=False)
        return len(encoding) + sum(len(rest) for rest in encoding.overflowing)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit row for each text, in their order: n × dimensions."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        encodings = [self._tokenizer.encode(_encodable(text)) for text in texts]
        for batch in _batches(encodings):
            (vectors[batch],) = self._run(["vectors"], [encodings[i] for i in batch])
        return _finite(vectors)

    def read(self, texts: Sequence[str]) -> tuple[Reading, ...]:
        """Each text with the vectors of its pieces, in their order."""
        encodings = [self._tokenizer.encode(_encodable(text)) for text in texts]
        readings: dict[int, Reading] = {}
        for batch in _batches(encodings):
            vectors, pieces = self._run(["vectors", "pieces"], [encodings[i] for i in batch])
            for row, i in enumerate(batch):
                ids = encodings[i].ids
                readings[i] = reading(_finite(vectors[row]), _finite(pieces[row, : len(ids)]), ids, self._silent)
        return tuple(readings[i] for i in range(len(texts)))

    def places(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where in a text, as ``(start, end)``, the pieces of its reading stand."""
        encoding = self._tokenizer.encode(_encodable(text))
        return tuple(place for id, place in zip(encoding.ids, encoding.offsets, strict=True) if id not in self._silent)

    def _run(self, wanted: list[str], encodings: list[Encoding]) -> list[NDArray[np.float32]]:
        ids = np.zeros((len(encodings), max(len(encoding) for encoding in encodings)), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding)] = encoding.ids
            mask[row, : len(encoding)] = 1
        found = self._session.run(wanted, {"input_ids": ids, "attention_mask": mask})
        return [np.asarray(each, dtype=np.float32) for each in found]


def reading(
    vector: NDArray[np.float32], pieces: NDArray[np.float32], ids: Sequence[int], passed_over: frozenset[int]
) -> Reading:
    """A text read from its projected ``pieces``, without those to pass over and the directions that all share."""
    kept = [at for at, id in enumerate(ids) if id not in passed_over]
    narrow = pieces[kept].reshape(-1, DIRECTIONS)[:, COMMON:]
    narrow = narrow / np.maximum(np.linalg.norm(narrow, axis=1, keepdims=True), TINY)
    steps = np.rint(narrow * STEP).astype(np.int8)
    return Reading(vector, steps, np.array([ids[at] for at in kept], dtype=np.uint16))


def silent(vocabulary: Mapping[str, int]) -> frozenset[int]:
    """The pieces of a vocabulary that readings pass over: special ones, punctuation, function words."""
    passed_over = SPECIAL | FUNCTION_WORDS
    return frozenset(id for piece, id in vocabulary.items() if piece in passed_over or not any(map(str.isalnum, piece)))


def _finite(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    if not np.isfinite(vectors).all():
        raise ModelUnavailable(f"{MODEL} gave a vector that is not a number: {MAKE} again")
    return vectors


def model_folder() -> Path:
    """Where set-up puts the model: in the virtual environment, unless ASSISTANT_MODEL names another folder."""
    return Path(os.environ.get("ASSISTANT_MODEL") or Path(sys.prefix) / "share" / "assistant-model")


def read_manifest(folder: Path) -> dict[str, Any]:
    """What the model in a folder says of itself; raises ModelUnavailable where it is not the one named here."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        found = manifest["format"], manifest["name"], manifest["weights"], manifest["projection"]
    except FileNotFoundError:
        raise ModelUnavailable(f"no embedding model in {folder}: {MAKE}") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelUnavailable(f"{folder / MANIFEST} cannot be read ({error}): {MAKE}") from error
    if found != (FORMAT, MODEL, WEIGHTS, CHECKSUM):
        raise ModelUnavailable(f"{folder} holds another model than {MODEL}: {MAKE}")
    return dict(manifest)


def _checked(path: Path, checksums: dict[str, str]) -> Path:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelUnavailable(f"{path} cannot be read ({error.strerror}): {MAKE}") from error
    if found != checksums.get(path.name):
        raise ModelUnavailable(f"{path} is not what its manifest says: {MAKE}")
    return path


def _session(graph: Path, threads: int) -> onnxruntime.InferenceSession:
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # or it reports to its maker; looked at once, when it is imported
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


def _tokenizer(definition: Path, longest: int) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(definition))
    tokenizer.no_padding()  # as packaged it pads and truncates to 128
    tokenizer.enable_truncation(longest + 2)  # the first and the last piece are special
    return tokenizer


def _encodable(text: str) -> str:
    """The text with lone surrogates, which no tokenizer takes, replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _batches(encodings: Sequence[Encoding]) -> Iterator[list[int]]:
    """Positions in batches of about equal length, longest first, so that little is spent on padding."""
    order = sorted(range(len(encodings)), key=lambda i: -len(encodings[i]))
    while order:
        size = max(1, min(BATCH_TEXTS, BATCH_PIECES // len(encodings[order[0]])))
        yield order[:size]
        order = order[size:]
