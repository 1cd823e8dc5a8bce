"""What the tests of conversations share."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.conversations import Conversations
from index.building import build
from index.embedding import OnnxEmbedder
from index.generations import State


@pytest.fixture(scope="session")
def conversing_over(
    embedder: OnnxEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Path], Callable[..., Answer]]:
    """Over a folder of documents: the answer to the last of some turns, said one after the other."""

    def over(corpus: Path) -> Callable[..., Answer]:
        state = State(tmp_path_factory.mktemp("conversing"), embedder)
        build(corpus, state, embedder)
        assistant = Assistant(state, embedder, Conversations(None))

        def last(*turns: str) -> Answer:
            conversation = uuid.uuid4().hex
            return [assistant.ask(turn, conversation).answer for turn in turns][-1]

        return last

    return over
