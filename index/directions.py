"""Finds the directions of index.projection anew, from the model's vocabulary and the bundled documents.

``python -m index.directions corpus`` writes the file beside that module. They are the leading right singular vectors of
the pieces' vectors (not centred).
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.corpus import read_corpus
from index.projection import DIRECTIONS, FILE
from index.reference import ReferenceEmbedder

WORDS_A_LINE = 24


def fit(*sources: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """The leading directions of unit vectors of pieces, given by text, each source counting the same in all."""
    total = sum(_second_moment(np.concatenate(source)) for source in sources)
    _, directions = np.linalg.eigh(total)
    leading = directions[:, ::-1][:, :DIRECTIONS]
    greatest = np.abs(leading).argmax(axis=0)
    signs = np.sign(leading[greatest, np.arange(DIRECTIONS)])  # an eigenvector has no sign of its own
    return np.asarray(leading * signs, dtype=np.float32)


def _second_moment(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.asarray(rows.T.astype(np.float64) @ rows / len(rows))


def lines_of(vocabulary: Sequence[str]) -> list[str]:
    """The plain words of a vocabulary as lines of text, in a fixed order without meaning."""
    words = sorted(word for word in vocabulary if word.isascii() and word.isalpha() and len(word) >= 3)
    random.Random(0).shuffle(words)  # noqa: S311
    return [" ".join(words[at : at + WORDS_A_LINE]) for at in range(0, len(words), WORDS_A_LINE)]


def main() -> int:
    """Find the projection and write it; says its checksum, which belongs in index.projection."""
    reference = ReferenceEmbedder.load()
    blocks = [block.text for document in read_corpus(Path(sys.argv[1])).documents for block in document.blocks]
    found = fit(reference.words(lines_of(reference.vocabulary())), reference.words(blocks))
    np.save(FILE, found.astype(np.float16))
    sys.stdout.write(f"{FILE.name}: {hashlib.sha256(FILE.read_bytes()).hexdigest()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
