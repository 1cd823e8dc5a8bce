"""Rules that wait for approval."""

from __future__ import annotations

from pathlib import Path

from assistant.assistant import Assistant
from assistant.conversations import Conversations
from assistant.rulebook.approvals import approve
from assistant.rulebook.rules import Status
from index.building import build
from index.embedding import OnnxEmbedder
from index.generations import State

PAGE = """# Help

If you can't fix a fault, escalate it through, in order:

1. The shift lead
2. The duty manager
"""
QUESTION = "We can't fix a fault. Who do we escalate it to?"


def assistant_over(text: str, folder: Path, embedder: OnnxEmbedder) -> Assistant:
    (folder / "corpus").mkdir(exist_ok=True)
    (folder / "corpus" / "help.md").write_text(text, "utf-8")
    state = State(folder / "state", embedder)
    build(folder / "corpus", state, embedder)
    return Assistant(state, embedder, Conversations(None), approvals=folder / "approved.txt")


def test_a_rule_waits_visibly_until_it_is_approved(tmp_path: Path, embedder: OnnxEmbedder) -> None:
    assistant = assistant_over(PAGE, tmp_path, embedder)
    (order,) = assistant.rulebook().orders
    assert order.status is Status.PENDING
    assert assistant.ask(QUESTION).answer.escalation is None
    approve(tmp_path / "approved.txt", [order])
    answer = assistant.ask(QUESTION).answer
    assert answer.escalation
    assert answer.escalation.next == "The shift lead"


def test_an_approval_lapses_with_the_words_that_it_was_given_for(tmp_path: Path, embedder: OnnxEmbedder) -> None:
    assistant = assistant_over(PAGE, tmp_path, embedder)
    approve(tmp_path / "approved.txt", assistant.rulebook().orders)
    assistant = assistant_over(PAGE.replace("duty manager", "night manager"), tmp_path, embedder)
    assert assistant.rulebook().orders[0].status is Status.PENDING


def test_an_approval_outlives_wrapping_and_changes_elsewhere(tmp_path: Path, embedder: OnnxEmbedder) -> None:
    assistant = assistant_over(PAGE, tmp_path, embedder)
    approve(tmp_path / "approved.txt", assistant.rulebook().orders)
    wrapped = PAGE.replace("escalate it through", "escalate it\nthrough") + "\nAnother paragraph about parking.\n"
    assistant = assistant_over(wrapped, tmp_path, embedder)
    assert assistant.rulebook().orders[0].status is Status.IN_FORCE
