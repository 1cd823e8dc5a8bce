"""A ticket that waits for what somebody finds: theirs to say, said by them, said of just that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answers import Answer, Outcome

FAULTS = """# Faults on the site

Small faults are written on the yellow sheet beside the boiler.

When the Night Warden has told you that a fault cannot wait until Monday, raise a ticket in Nimbus and assign it to the
`Urgent Repairs` queue.

If the Chief Brewer has confirmed that a batch is spoiled, raise a ticket in Nimbus and assign it to the
`Batch Disposal` queue.

# Faults that stay

A fault that you cannot mend yourselves is passed on in the following order:

1. The Shift Lead
2. The Night Warden
3. The Site Engineer
"""
URGENT, SPOILED = "Urgent Repairs", "Batch Disposal"

Converse = Callable[..., Answer]


@pytest.fixture(scope="module")
def converse(conversing_over: Callable[[Path], Converse], tmp_path_factory: pytest.TempPathFactory) -> Converse:
    corpus = tmp_path_factory.mktemp("site")
    (corpus / "faults.md").write_text(FAULTS, encoding="utf-8")
    return conversing_over(corpus)


def queue_of(answer: Answer) -> str | None:
    return answer.ticket.queue if answer.ticket else None


@pytest.mark.parametrize(
    ("turns", "queue"),
    [
        (("The night warden has told me that the leaking valve cannot wait until Monday. What do I do?",), URGENT),
        (("night warden says it can't wait till monday, where does the ticket go",), URGENT),
        (("I've been told by the Night Warden that this fault can't wait. Which queue?",), URGENT),
        (("Do I need a ticket for a broken gate?", "yes, the night warden just said it can't wait"), URGENT),
        (("The Night Warden told us the gate couldn't wait until Monday. Do we log it?",), URGENT),
        (("Just spoke to the night warden. She told me that it can't wait until Monday.",), URGENT),
        (("The chief brewer has confirmed that batch 12 is spoiled. What now?",), SPOILED),
        (("chief brewer told us the whole batch is spoiled, queue for the ticket?",), SPOILED),
        (
            (
                "The night warden said the lamp can wait until Monday. Ticket?",
                "change of plan, she's told me now that it can't wait after all",
            ),
            URGENT,
        ),
        (("Ticket for a bad batch?", "the Chief Brewer confirmed it's spoiled"), SPOILED),
    ],
    ids=lambda given: given[-1][:40] if isinstance(given, tuple) else None,
)
def test_what_the_documented_person_found_gives_the_tickets_queue(
    converse: Converse, turns: tuple[str, ...], queue: str
) -> None:
    answer = converse(*turns)
    assert queue_of(answer) == queue
    assert any(queue in citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    "turns",
    [
        ("The shift lead told me that the valve cannot wait until Monday. Ticket?",),
        ("The Night Warden said the valve can wait until Monday. Ticket?",),
        ("Has the night warden told me that it can't wait until Monday?",),
        ("If the night warden tells me that it can't wait until Monday, is it a ticket?",),
        ("I'm sure the night warden will say it can't wait until Monday, so which queue?",),
        ("The night warden hasn't told me that it can't wait until Monday. Which queue?",),
        ("The night warden told me that I can't wait in the yard. Which queue?",),
        ("The night warden told me that the valve can't wait for the plumber's lunch. Which queue?",),
        ("The night warden told me to escalate the valve to the site engineer. Which queue is it?",),
        ("Night warden reckons it might not be able to wait until Monday, she'll decide later. Queue?",),
        ("The chief brewer has confirmed that it cannot wait until Monday. Which queue?",),
        ("The chief brewer confirmed that the batch isn't spoiled. Which queue?",),
        ("chief brewer is going to confirm that the batch is spoiled. ticket now?",),
        ("I think the batch is spoiled, the chief brewer is on her way. Which queue?",),
        ("It can't wait until Monday. Which queue?",),
        ("The night warden said it can't wait until Monday if it starts raining. Queue?",),
        (
            "The night warden told me it can't wait until Monday.",
            "correction: she said it can wait until Monday. ticket?",
        ),
    ],
    ids=lambda turns: turns[-1][:60],
)
def test_what_somebody_else_found_or_something_else_was_found_gives_no_queue(
    converse: Converse, turns: tuple[str, ...]
) -> None:
    assert queue_of(converse(*turns)) is None


def test_a_yes_to_the_finding_asked_about_gives_the_queue(converse: Converse) -> None:
    asked = converse("The valve leaks, do I raise a ticket in Urgent Repairs?")
    assert asked.outcome is Outcome.NEEDS_CLARIFICATION
    assert queue_of(converse("The valve leaks, do I raise a ticket in Urgent Repairs?", "yes")) == URGENT
