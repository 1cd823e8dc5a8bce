"""An embedder that costs nothing: words are hashed to vectors. It keeps an embedder's contract, without meaning."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.embedding import Reading, reading
from index.lexical import terms
from index.projection import DIRECTIONS

VOCABULARY = 5_000


@dataclass(frozen=True, slots=True)
class Hashing:
    """Texts that share words are near."""

    name: str = "hashing"
    checksum: str = "of no weights"
    dimensions: int = 32
    longest: int = 254

    def pieces(self, text: str) -> int:
        """Its words."""
        return len(terms(text))

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows: the sum of the words' own vectors."""
        rows = [self._vector(terms(text)[: self.longest]) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), self.dimensions)

    def read(self, texts: Sequence[str]) -> tuple[Reading, ...]:
        """Each word a piece."""
        return tuple(self._reading(text) for text in texts)

    def places(self, text: str) -> tuple[tuple[int, int], ...]:
        """Each piece is taken to be the whole text."""
        return ((0, len(text)),) * len(terms(text)[: self.longest])

    def _reading(self, text: str) -> Reading:
        words = terms(text)[: self.longest]
        pieces = np.array([_word(word, DIRECTIONS) for word in words], dtype=np.float32).reshape(-1, DIRECTIONS)
        return reading(self._vector(words), pieces, [_number(word) % VOCABULARY for word in words], frozenset())

    def _vector(self, words: Sequence[str]) -> NDArray[np.float32]:
        total = np.sum([_word(word, self.dimensions) for word in ("", *words)], axis=0)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)


@lru_cache(maxsize=20_000)
def _word(word: str, dimensions: int) -> NDArray[np.float32]:
    row = np.random.default_rng(_number(word)).normal(size=dimensions)
    return np.asarray(row / np.linalg.norm(row), dtype=np.float32)


def _number(word: str) -> int:
    return int.from_bytes(hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()[:8])
