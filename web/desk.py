"""Where every transport asks: one way in, so that each answer is bounded, timed, counted and written down alike."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from time import perf_counter
from typing import Annotated

from fastapi import Depends, Request

from assistant.assistant import Assistant
from assistant.conversations import Turn
from assistant.log import entry_of
from assistant.stages import Stopwatch, heard_by
from web.callers import Caller
from web.conduct import Conduct
from web.limits import TooMuch
from web.metrics import Metrics
from web.threads import Threads


class Desk:
    """Asks the assistant on a caller's behalf. Safe to share between threads."""

    def __init__(self, assistant: Assistant, metrics: Metrics, conduct: Conduct) -> None:
        self.assistant = assistant
        self._metrics = metrics
        self._conduct = conduct
        self._threads = Threads()

    def ask(self, caller: Caller, question: str, conversation_id: str | None = None, user: str | None = None) -> Turn:
        """The answer to the next turn of a conversation that is kept here."""
        kept = caller.own(conversation_id) if conversation_id else caller.own(uuid.uuid4().hex)
        with self._bounded(caller, user):
            return self._noted(caller, user, lambda: self.assistant.ask(question, kept))

    def reply(self, caller: Caller, questions: Sequence[str], user: str | None = None) -> Turn:
        """The answer to the last of a conversation's questions, where the caller keeps the conversation."""

        def answer(question: str, turns: Sequence[Turn], conversation: str) -> Turn:
            turns = [replace(turn, conversation_id=caller.own(turn.conversation_id)) for turn in turns]
            conversation = caller.own(conversation)
            return self._noted(caller, user, lambda: self.assistant.answer(question, turns, conversation))

        with self._bounded(caller, user):
            return self._threads.reply(caller.own(""), questions, answer)

    def turns(self, caller: Caller, conversation_id: str, of: str | None = None) -> tuple[Turn, ...]:
        """What was said in a conversation, oldest first; nothing where there is none. Raises NotTheirs.

        It is the caller's own, or with ``of`` that of the token of that id.
        """
        kept = self.assistant.conversations.turns(caller.owner(of).own(conversation_id))
        return tuple(caller.shown(turn) for turn in kept)

    def erase(self, caller: Caller, conversation_id: str, of: str | None = None) -> bool:
        """Forget a conversation as ``turns`` finds it; False where there was none."""
        owner = caller.owner(of)
        kept = owner.own(conversation_id)
        gone = [forget(kept) for forget in (self.assistant.conversations.erase, self._conduct.log.erase)]
        if any(gone):
            self._conduct.replies.forget(owner.own(""))
        return any(gone)

    @contextmanager
    def _bounded(self, caller: Caller, user: str | None) -> Iterator[None]:
        """Not while paused, and within the bounds of an end user; raises Paused, TooMuch."""
        self._conduct.switch.check()
        if user is None:
            yield
            return
        bounds, counts, key = self._conduct.bounds, self._conduct.counts, digest(caller, user)
        with counts.under_way(key, bounds.user_at_once):
            standing = counts.take(key, bounds.user_rate)
            if not standing.allowed:
                raise TooMuch(f"one end user may ask {standing.limit} times a minute", standing.seconds)
            yield

    def note(self, caller: Caller, conversation_id: str, turn: int, helpful: bool, why: str | None) -> bool:
        """Keep what somebody thought of an answer to this caller; False where it is not known. It changes no answer."""
        return self._conduct.log.note(caller.own(conversation_id), turn, helpful, why)

    def _noted(self, caller: Caller, user: str | None, answer: Callable[[], Turn]) -> Turn:
        watch = Stopwatch()
        began = perf_counter()

        @contextmanager
        def stage(name: str) -> Iterator[None]:
            with self._conduct.span(name), watch.stage(name):
                yield

        with heard_by(stage):
            turn = answer()
        self._metrics.answered(turn.answer.outcome, perf_counter() - began, watch.seconds)
        rules = [rule.id for rule in self.assistant.rulebook().rules]
        who = digest(caller, user) if user else None
        self._conduct.log.keep(entry_of(turn, caller.id or caller.name, who, rules, watch.seconds))
        return caller.shown(turn)


def digest(caller: Caller, user: str) -> str:
    """An end user of a caller, as a name that does not tell who it is."""
    return hashlib.sha256(f"{caller.own('')}{user}".encode()).hexdigest()[:16]


async def _desk(request: Request) -> Desk:
    found: Desk = request.app.state.desk
    return found


TheDesk = Annotated[Desk, Depends(_desk)]
