"""The directions in which word pieces are kept: few enough to store every piece, enough to tell which mean the same.

``python -m index.directions`` found them.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelUnavailable

DIRECTIONS = 64  # of the projection
COMMON = 2  # of them, the leading ones: what nearly all pieces share tells nothing of any (Mu and Viswanath, 2018)
NARROW = DIRECTIONS - COMMON  # dimensions of a piece as kept
CHECKSUM = "8b90869308748130ff65fa5ff943d4d96b6875f78c67106141ea25782b3658b9"  # SHA-256 of the file
FILE = Path(__file__).with_name("projection.npy")


def load() -> NDArray[np.float32]:
    """The projection, 384 × 64, leading directions first; raises ModelUnavailable where the file is another."""
    try:
        content = FILE.read_bytes()
    except OSError as error:
        raise ModelUnavailable(f"{FILE} cannot be read ({error.strerror}): install the assistant again") from error
    if hashlib.sha256(content).hexdigest() != CHECKSUM:
        raise ModelUnavailable(f"{FILE} is not the projection that this version uses: install the assistant again")
    return np.asarray(np.load(io.BytesIO(content), allow_pickle=False), dtype=np.float32)
