"""Arrays in files, read so that an error of the disk is told: numpy's own reading passes over some."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def read_array(path: Path) -> NDArray[Any]:
    """The array of an ``.npy`` file; OSError where it cannot be read, ValueError or EOFError where it holds none."""
    return np.asarray(np.load(BytesIO(path.read_bytes()), allow_pickle=False))
