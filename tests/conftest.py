"""What every test may share: the packaged model, one generation of the bundled page, and strace."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from index.building import build
from index.embedding import OnnxEmbedder
from index.generations import Generation, State

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def embedder() -> OnnxEmbedder:
    """The model that answers, as set-up made it."""
    return OnnxEmbedder.load()


@pytest.fixture(scope="session")
def page_generation(embedder: OnnxEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """A generation of the bundled corpus."""
    state = State(tmp_path_factory.mktemp("state"), embedder)
    build(ROOT / "corpus", state, embedder)
    return state.current()


@pytest.fixture(scope="session")
def strace() -> None:
    """Debian's strace, allowed to trace."""
    if not shutil.which("strace"):
        pytest.skip("strace is missing: run 'apt-get install strace'")
    if subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody trace a process")
