"""What was learnt from labelled questions, kept as arrays: ``python -m assistant.fitting`` writes ``schooled.npz``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).with_name("schooled.npz")


@dataclass(frozen=True, slots=True)
class Schooled:
    """``sorts`` are the weights that tell what sort of answer a question wants; ``network`` those of the comparison."""

    sorts: NDArray[np.float32]
    network: Mapping[str, NDArray[np.float32]]

    @classmethod
    def load(cls, path: Path) -> Schooled:
        """The arrays as saved."""
        with np.load(path, allow_pickle=False) as kept:
            arrays = {name: np.asarray(kept[name], dtype=np.float32) for name in kept.files}
        return cls(arrays.pop("sorts"), arrays)

    def save(self, path: Path) -> None:
        """Write them as one file, in half precision."""
        arrays: dict[str, Any] = {"sorts": self.sorts, **self.network}
        np.savez_compressed(path, **{name: each.astype(np.float16) for name, each in arrays.items()})


@lru_cache(maxsize=1)
def schooled() -> Schooled:
    """What is kept beside this module."""
    return Schooled.load(FILE)
