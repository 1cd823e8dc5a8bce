"""What every test may share: the packaged model, and one generation of the bundled page."""

from __future__ import annotations

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
