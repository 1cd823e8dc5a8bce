"""The assistant: from a question to an answer, as a few stages on one screen."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Sequence
from pathlib import Path

from assistant.answers import Outcome
from assistant.claims import Context, read_claims, turning_to
from assistant.composing import compose
from assistant.conversations import Conversations, Turn
from assistant.edition import Edition
from assistant.follow_ups import completed, evidence_for, parts_of
from assistant.policy import decide
from assistant.policy.rulings import Matter
from assistant.policy.talk import AGAIN
from assistant.questions import read_question
from assistant.remits import remit_of
from assistant.replies import replied
from assistant.rulebook.approvals import read_approvals
from assistant.rulebook.reading import Known
from assistant.rulebook.rules import Rulebook
from assistant.situation import Situation, claimed, situation
from assistant.stages import stage
from index.embedding import Embedder
from index.generations import Generation, State
from index.passages import Hit


class Assistant:
    """Answers questions from the current generation of a state folder."""

    def __init__(
        self, state: State, embedder: Embedder, conversations: Conversations, approvals: Path | None = None
    ) -> None:
        """``approvals`` names the file of approved rules; without one, every rule that is read out is in force."""
        self.state = state
        self.embedder = embedder
        self.conversations = conversations
        self.approvals = approvals
        self.kept = False  # whether somebody else calls take_up when another generation has become current
        self._taking = threading.Lock()
        self._stated: Known = {}  # what the documents were found to state, for the next generation
        self._edition: Edition | None = None
        self._read: object = None  # what the edition was read from: the current generation and the approvals

    def ask(self, question: str, conversation_id: str | None = None) -> Turn:
        """The answer to one turn of a conversation, kept in it. An id not seen before starts a conversation."""
        conversation = conversation_id or uuid.uuid4().hex
        with stage("conversation"):
            turns = self.conversations.turns(conversation)
        turn = self.answer(question, turns, conversation)
        with stage("keeping"):
            self.conversations.append(turn)
        return turn

    def answer(
        self, question: str, turns: Sequence[Turn], conversation_id: str, edition: Edition | None = None
    ) -> Turn:
        """The turn that follows ``turns``, kept nowhere; from the current generation unless another is given."""
        edition = edition or self.edition()
        matter = matter_of(question, turns, edition)
        with stage("rules"):
            ruling = decide(matter)
        with stage("answer"):
            answer = compose(ruling, matter.evidence, edition)
        number = turns[-1].number + 1 if turns else 1
        return Turn(conversation_id, number, question, matter.question.claims, answer, time.time())

    def edition(self) -> Edition:
        """The current generation with its rules; read anew when another has become current, unless somebody else keeps
        it: then nobody who asks has to wait for that."""
        held = self._edition
        return held if held is not None and self.kept else self.take_up()

    def take_up(self) -> Edition:
        """Answer from the generation that is current now, and the rules approved now."""
        with self._taking:
            return self._take_up()

    def _take_up(self) -> Edition:
        approved = read_approvals(self.approvals) if self.approvals else None
        current = self.state.current_id(), approved
        if self._edition is None or self._read != current:
            self._edition, self._read = Edition.of(self.state.current(), approved, self._stated), current
        return self._edition

    def generation(self) -> Generation:
        return self.edition().generation

    def rulebook(self) -> Rulebook:
        """Every rule that was read out, those that wait for approval included."""
        return self.edition().read

    def search(self, question: str, limit: int = 10) -> tuple[Hit, ...]:
        """Passages with scores; no rules applied."""
        return self.edition().generation.search(question, limit)


def matter_of(question: str, turns: Sequence[Turn], edition: Edition) -> Matter:
    """What is to be decided when a question follows some turns."""
    with stage("claims"):
        before = situation(turns, edition.names)
        claims = replied(question, before, edition)
        claims += read_claims(question, edition.names, context(before, edition))
    with stage("question"):
        asked = completed(read_question(question, claims, edition.names), before, edition)
    with stage("evidence"):
        evidence = evidence_for(asked, before, edition)
        remit = remit_of(parts_of(asked, evidence, before, edition), edition.duties, edition.vocabulary)
    return Matter(asked, claimed(before, claims), evidence, edition, remit)


def context(now: Situation, edition: Edition) -> Context:
    """What a turn can point back to: the order in hand, or the only one there is, and the names of the turn before.

    "Tried that" means the step that was due, unless the last answer was about something else.
    """
    orders = edition.rulebook.orders
    order = edition.order(now.order) or (orders[0] if len(orders) == 1 else None)
    aside = now.last is not None and now.last.outcome in {Outcome.ANSWERED, Outcome.TICKET} and now.governed != AGAIN
    recent = edition.names.find(now.last_question or "")
    return Context(
        steps=order.steps if order else (),
        due=None if aside else now.due,
        named=now.named,
        consulted=now.consulted,
        instructed=tuple(who for who, _ in now.instructed),
        waiting=now.waiting,
        incident=now.incident,
        turning=turning_to(now.last_question or "", edition.names),
        recent=tuple(mention.name for mention in recent if len(mention.names) == 1),
    )
