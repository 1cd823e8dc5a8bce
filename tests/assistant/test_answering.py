"""What is quoted, and what a refusal offers."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from assistant.answers import Answer, Outcome
from assistant.assistant import Assistant
from assistant.conversations import Conversations
from index.building import build
from index.embedding import OnnxEmbedder
from index.generations import State

KILN = """# Kiln alarms

## High draught in flue two

The fan turns faster than the damper can follow. Close the damper by a third and wait ten minutes.

## Low gas

The regulator has tripped. Reset it at the meter.
"""
CHECKS = """# When a firing stops early

Look for these, in any order.

- Does the thermocouple still read on the panel beside the kiln? A firing that stops early does so
  most often because its thermocouple has burnt through.
- Is the door switch closed? A firing stops early when the door stands ajar by no more than a
  finger, and nothing on the panel says so.
- Does the contactor click? A firing that stops early without a click wants current, and the fuse
  behind the glaze store is the one to look at.
- Has the programme a last segment? A firing stops early when the last segment was left empty, which
  the panel takes for the end.
- Is there gas? A firing stops early without gas, and the meter outside tells more than the gauge on
  the wall beside the sink.
- Did somebody press stop? A firing stops early then too, and the log of the panel keeps the hour at
  which it was pressed.

What a firing costs is told on the notice beside the door.
"""

Ask = Callable[[str], Answer]


def asking(folder: Path, embedder: OnnxEmbedder, **documents: str) -> Ask:
    """Asks an assistant over some documents, each question in a conversation of its own."""
    (folder / "docs").mkdir()
    for name, text in documents.items():
        (folder / "docs" / f"{name}.md").write_text(text)
    state = State(folder / "state", embedder)
    build(folder / "docs", state, embedder)
    assistant = Assistant(state, embedder, Conversations(None))
    return lambda question: assistant.ask(question, uuid.uuid4().hex).answer


@pytest.fixture(scope="module")
def ask(embedder: OnnxEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    return asking(tmp_path_factory.mktemp("pottery"), embedder, kiln=KILN, checks=CHECKS)


@pytest.mark.parametrize(
    "question",
    [
        'What do I do about "High draught in flue two"?',
        "What do I do about 'High draught in flue two'?",
        "What do I do about this?\n```\nHigh draught in flue two\n```",
    ],
)
def test_a_message_that_a_question_quotes_is_searched_for(ask: Ask, question: str) -> None:
    assert "Close the damper by a third" in ask(question).text


def test_no_words_are_quoted_twice(ask: Ask) -> None:
    answer = ask("A firing stops early. What do I look for?")
    assert answer.outcome is Outcome.ANSWERED
    places = sorted((citation.document, citation.start, citation.end) for citation in answer.citations)
    for (document, _, end), (another, start, _) in pairwise(places):
        assert document != another or end <= start, answer.text


def test_a_refusal_offers_each_heading_once(ask: Ask) -> None:
    answer = ask("Who designed the contactor and the thermocouple of the panel, and in which year?")
    assert answer.outcome is Outcome.NOT_DOCUMENTED
    offered = [part.split("](")[0] for part in answer.text.split("[")[1:] if "](" in part]
    assert offered
    assert len(offered) == len(set(offered))


NIGHT = """# Fires

## Who to ring at night

If you can't put a firing right yourself, ring, in this order:

1. The kiln keeper
2. The head potter

Let it ring for two minutes before you go on to the next.
"""


@pytest.fixture(scope="module")
def ask_at_night(embedder: OnnxEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    return asking(tmp_path_factory.mktemp("night"), embedder, night=NIGHT, kiln=KILN)


@pytest.mark.parametrize("question", ["Whom do I ring at night?", "in which order do I ring people at night?"])
def test_a_question_whom_to_turn_to_follows_the_order(ask_at_night: Ask, question: str) -> None:
    answer = ask_at_night(question)
    assert answer.escalation
    assert answer.escalation.next == "The kiln keeper"


def test_a_refusal_in_trouble_names_the_first_step_and_no_other(ask_at_night: Ask) -> None:
    answer = ask_at_night("The website is down and the till throws errors, what do I do?")
    assert answer.outcome is Outcome.NOT_DOCUMENTED
    assert "The kiln keeper" in answer.text
    assert "The head potter" not in answer.text


SHOP = """# Who looks after what

The Payments team (#payments):

- handles card payments and refunds (excluding gift cards)
"""


@pytest.mark.parametrize(("question", "told"), [("Who does a gift card refund?", True), ("Who does refunds?", False)])
def test_what_a_duty_leaves_out_is_told_where_it_is_asked_about(
    question: str, told: bool, embedder: OnnxEmbedder, tmp_path: Path
) -> None:
    answer = asking(tmp_path, embedder, teams=SHOP)(question)
    assert ("That leaves out gift cards" in answer.text) is told, answer.text
