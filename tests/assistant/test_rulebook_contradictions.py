"""What goes against a rule, told in another document, and what only sounds like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.conversations import Conversations
from assistant.rulebook.reading import read_rules
from assistant.rulebook.rules import Status
from index.building import build
from index.corpus import read_document
from index.embedding import OnnxEmbedder
from index.generations import State

HELP = """# Help

If the Front Desk instructs you to escalate a fault to Cabling, raise a ticket on Jira and assign it to the
`Cabling--Level 3` queue.

If a panel stays dark and you can't light it, escalate in order:

1. Panel fitter
2. Site warden
3. Estates director

The Heating team (#heating):

- services boilers
"""
AGAIN = (
    "If the {0} Desk instructs you to escalate a fault to {1}, raise a ticket on Jira and assign it to the `{2}` queue."
)
ORDER = "If {0} it, escalate in order:\n\n1. {1}\n2. Estates director\n"
AGAINST = {
    "queue renamed": "The `Cabling--Level 3` queue has been renamed `Cabling--Site`.",
    "queue merged, plain": "Since May, Cabling--Level 3 has been merged into Cabling--Site.",
    "queue closed by us": "We closed the `Cabling--Level 3` queue in March.",
    "queue replaced": "`Cabling--Site` replaces `Cabling--Level 3`.",
    "queue no longer monitored": "Nobody looks at the `Cabling--Level 3` queue any more.",
    "queue no longer": "The `Cabling--Level 3` queue is no longer monitored.",
    "queue not used": "Please don't use the `Cabling--Level 3` queue.",
    "queue does not exist": "The `Cabling--Level 3` queue does not exist any more.",
    "queue gone": "The `Cabling--Level 3` queue was deleted last week.",
    "use instead": "Use the `Cabling--Site` queue instead of `Cabling--Level 3`.",
    "formerly": "The `Cabling--Site` queue (formerly `Cabling--Level 3`) takes cables.",
    "other queue same condition": AGAIN.format("Front", "Cabling", "Cabling--Site"),
    "other order same scope": ORDER.format("a panel stays dark and you can't light", "Panel fitter"),
    "role abolished": "There is no Site warden any more: the post was abolished.",
    "role abolished 2": "The role of Site warden has been abolished.",
    "team merged": "The Heating team has merged with the Plumbing team.",
    "team renamed": "The Heating team is now called Warmth.",
    "team became": "The Heating team has become the Comfort team.",
    "team known": "The Comfort team was previously known as the Heating team.",
    "channel archived": "#heating has been archived; use #warmth.",
    "channel moved": "The channel #heating was replaced by #warmth.",
    "team wound up": "In June the Heating team was wound up.",
    "duty passed on": "The Heating team no longer services boilers.",
}
COMPATIBLE = {
    "other queue": "The `Cabling--Level 2` queue has been merged into `Cabling--Level 1`.",
    "merged into ours": "The `Ducts` queue has been merged into `Cabling--Level 3`.",
    "temporarily": "The `Cabling--Level 3` queue was closed temporarily on Monday and has been reopened.",
    "might": "We might merge `Cabling--Level 3` into another queue.",
    "ticket closed": "When the cable is laid, the ticket in `Cabling--Level 3` is closed.",
    "same said twice": AGAIN.format("Front", "Cabling", "Cabling--Level 3"),
    "other target": AGAIN.format("Front", "Roofing", "Roofing"),
    "other instructor": AGAIN.format("Night", "Cabling", "Cabling--Night"),
    "other scope": ORDER.format("a lift stays stuck and you can't free", "Lift fitter"),
    "team has": "The Heating team has replaced the old boiler.",
    "team renamed something": "The Heating team renamed the valves.",
    "boilers heating": "Heating is no longer needed in May.",
    "was closed for": "The Heating office is closed on Sundays.",
    "channel topic": "#heating has a new topic. #heating-old has been archived.",
    "question": "Was the Heating team disbanded? No.",
    "negated": "The Heating team has not been disbanded.",
    "closed tickets": "Closed tickets stay in `Cabling--Level 3` for a year.",
    "the role": "The Panel fitter was replaced by an agency worker last week while on leave.",
    "moved room": "The Site warden has moved to room 4.",
    "future": "The `Cabling--Level 3` queue will be renamed next year.",
    "hypothetical": "If the `Cabling--Level 3` queue were closed, we would tell you.",
    "other doc's example": "For example, if the `Cabling--Level 3` queue is full, wait.",
}


@pytest.mark.parametrize("news", AGAINST.values(), ids=AGAINST.keys())
def test_what_goes_against_a_rule_is_shown_beside_it(news: str) -> None:
    book = read_rules([read_document("help.md", HELP)[0], read_document("news.md", f"# News\n\n{news}\n")[0]])
    assert book.contradictions
    disputed = {contradiction.rule for contradiction in book.contradictions}
    assert {rule.id for rule in book.rules if rule.status is Status.CONFLICTED} == disputed
    assert "news.md" in {contradiction.evidence.document for contradiction in book.contradictions}


@pytest.mark.parametrize("news", COMPATIBLE.values(), ids=COMPATIBLE.keys())
def test_what_can_be_true_beside_a_rule_is_no_contradiction(news: str) -> None:
    book = read_rules([read_document("help.md", HELP)[0], read_document("news.md", f"# News\n\n{news}\n")[0]])
    assert book.contradictions == ()
    assert all(rule.status is Status.IN_FORCE for rule in book.rules)


def test_an_answer_gives_the_instruction_first_and_then_what_goes_against_it(
    tmp_path: Path, embedder: OnnxEmbedder
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "help.md").write_text(HELP, "utf-8")
    renamed = "The `Cabling--Level 3` queue has been renamed `Cabling--Site`."
    (tmp_path / "docs" / "news.md").write_text(f"# News\n\n{renamed}\n", "utf-8")
    state = State(tmp_path / "state", embedder)
    build(tmp_path / "docs", state, embedder)
    assistant = Assistant(state, embedder, Conversations(None))
    answer = assistant.ask("The Front Desk instructed us to escalate a fault to Cabling. What now?").answer
    assert answer.ticket is not None
    assert answer.ticket.queue == "Cabling--Level 3"
    (conflict,) = answer.conflicts
    said, against = (answer.citations[marker - 1] for marker in (answer.ticket.citation, conflict.citation))
    assert said.document == "help.md"
    assert against.quote == renamed
    assert answer.text.index(f"[{answer.ticket.citation}]") < answer.text.index(f"[{conflict.citation}]")
