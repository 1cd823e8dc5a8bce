"""A queue is given for the subject that it is documented for, and for no other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answers import Answer, Outcome
from assistant.assistant import Assistant
from assistant.conversations import Conversations
from index.building import build
from index.embedding import OnnxEmbedder
from index.generations import State

PORT = Path(__file__).parents[1] / "data" / "organisations" / "port"

Converse = Callable[..., Answer]


@pytest.fixture(scope="module")
def converse(conversing_over: Callable[[Path], Converse]) -> Converse:
    return conversing_over(PORT)


def queue_of(answer: Answer) -> str | None:
    return answer.ticket.queue if answer.ticket else None


@pytest.mark.parametrize(
    ("question", "queue"),
    [
        ("Which queue does a customs message that was rejected go to?", "EDI-Customs"),
        ("customs bounced our message, queue?", "EDI-Customs"),
        ("driver's quay pass has snapped in two. I have a ticket for it, where to?", "Gatehouse"),
        ("someone lost their pass, which queue", "Gatehouse"),
        ("ticket says a ship's arrival time is wrong. queue?", "Marine-Data-L2"),
        ("I've a ticket about the weighbridge being out of tolerance, which queue?", "Gate-Repairs"),
    ],
)
def test_a_subject_in_other_words_is_the_same_subject(converse: Converse, question: str, queue: str) -> None:
    assert queue_of(converse(question)) == queue


@pytest.mark.parametrize(
    "question",
    [
        "which queue for a crane ticket",
        "payroll ticket, which queue?",
        "which queue for a printer ticket",
        "the pass printer is out of ink, queue?",
        "queue for a leaking roof?",
        "which queue for a broken camera?",
        "ticket about the radio on the tug, queue?",
        "which queue for a vessel tracker outage?",
        "which queue is for office moves?",
    ],
)
def test_another_subject_gets_no_queue(converse: Converse, question: str) -> None:
    assert queue_of(converse(question)) is None


def test_a_matter_that_an_instruction_is_for_is_asked_back(converse: Converse) -> None:
    answer = converse("which queue for a crane ticket")
    assert answer.outcome is Outcome.NEEDS_CLARIFICATION
    assert "duty controller" in answer.text


def test_a_ticket_may_turn_out_to_be_about_something_else(converse: Converse) -> None:
    first = "Which queue does a customs message that was rejected go to?"
    assert queue_of(converse(first, "Sorry, wrong ticket, this one is a lost quay pass.")) == "Gatehouse"
    assert queue_of(converse(first, "What is a quay pass valid for?")) is None


def test_a_queue_that_is_named_gets_nothing_that_is_for_another(converse: Converse) -> None:
    assert queue_of(converse("my customs ticket, should it go to the Gate-Repairs queue?")) is None


def test_whoever_cannot_tell_gets_the_queue_for_that(converse: Converse) -> None:
    assert queue_of(converse("not a clue where this ticket belongs")) == "Desk-Inbox"


def test_what_somebody_has_to_rule_is_no_subject(embedder: OnnxEmbedder, tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "jobs.md").write_text(
        "# Jobs\n\nWhen the Night Steward has told you that a leak cannot wait, log a job in Planon and assign it to"
        " the `Urgent Works` queue.\n"
    )
    state = State(tmp_path / "state", embedder)
    build(tmp_path / "house", state, embedder)
    assistant = Assistant(state, embedder, Conversations(None))
    asked = assistant.ask("A leak that cannot wait, we think. Which Planon queue?", "one").answer
    assert queue_of(asked) is None
    assert "has told you that a leak cannot wait" in asked.text
