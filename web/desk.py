"""Where every transport asks: one way in, so that each answer is bounded, timed, counted and written down alike."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import Annotated

from fastapi import Depends, Request

from assistant.assistant import Assistant
from assistant.conversations import Turn
from assistant.stages import heard_by
from web.callers import Caller
from web.metrics import Metrics
from web.threads import Threads


class Desk:
    """Asks the assistant on a caller's behalf. Safe to share between threads."""

    def __init__(self, assistant: Assistant, metrics: Metrics) -> None:
        self.assistant = assistant
        self._metrics = metrics
        self._threads = Threads()

    def ask(self, caller: Caller, question: str, conversation_id: str | None = None, user: str | None = None) -> Turn:
        """The answer to the next turn of a conversation that is kept here."""
        kept = caller.own(conversation_id) if conversation_id else caller.own(uuid.uuid4().hex)
        return self._noted(caller, user, lambda: self.assistant.ask(question, kept))

    def reply(self, caller: Caller, questions: Sequence[str], user: str | None = None) -> Turn:
        """The answer to the last of a conversation's questions, where the caller keeps the conversation."""

        def answer(question: str, turns: Sequence[Turn], conversation: str) -> Turn:
            return self._noted(caller, user, lambda: self.assistant.answer(question, turns, conversation))

        return self._threads.reply(caller.own(""), questions, answer)

    def turns(self, caller: Caller, conversation_id: str) -> tuple[Turn, ...]:
        """What was said in a conversation of this caller's, oldest first; nothing where there is none."""
        kept = self.assistant.conversations.turns(caller.own(conversation_id))
        return tuple(caller.shown(turn) for turn in kept)

    def erase(self, caller: Caller, conversation_id: str) -> bool:
        """Forget a conversation of this caller's; False where there was none."""
        return self.assistant.conversations.erase(caller.own(conversation_id))

    def _noted(self, caller: Caller, user: str | None, answer: Callable[[], Turn]) -> Turn:
        watch = Stopwatch()
        began = perf_counter()
        with heard_by(watch.stage):
            turn = answer()
        self._metrics.answered(turn.answer.outcome, perf_counter() - began, watch.seconds)
        return caller.shown(turn)


class Stopwatch:
    """The seconds that each stage took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Times what is done within it."""
        began = perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = perf_counter() - began


async def _desk(request: Request) -> Desk:
    found: Desk = request.app.state.desk
    return found


TheDesk = Annotated[Desk, Depends(_desk)]
