"""Where every transport asks: one way in, so that each answer is bounded, timed, counted and written down alike."""

from __future__ import annotations

import hashlib
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
from web.conduct import Conduct
from web.limits import Rates, TooMuch, UnderWay
from web.metrics import Metrics
from web.threads import Threads


class Desk:
    """Asks the assistant on a caller's behalf. Safe to share between threads."""

    def __init__(self, assistant: Assistant, metrics: Metrics, conduct: Conduct) -> None:
        self.assistant = assistant
        self._metrics = metrics
        self._conduct = conduct
        self._threads = Threads()
        self._rates = Rates()
        self._under_way = UnderWay()

    def ask(self, caller: Caller, question: str, conversation_id: str | None = None, user: str | None = None) -> Turn:
        """The answer to the next turn of a conversation that is kept here."""
        kept = caller.own(conversation_id) if conversation_id else caller.own(uuid.uuid4().hex)
        with self._bounded(caller, user):
            return self._noted(caller, lambda: self.assistant.ask(question, kept))

    def reply(self, caller: Caller, questions: Sequence[str], user: str | None = None) -> Turn:
        """The answer to the last of a conversation's questions, where the caller keeps the conversation."""

        def answer(question: str, turns: Sequence[Turn], conversation: str) -> Turn:
            return self._noted(caller, lambda: self.assistant.answer(question, turns, conversation))

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
        gone = self.assistant.conversations.erase(owner.own(conversation_id))
        if gone:
            self._conduct.replies.forget(owner.own(""))
        return gone

    @contextmanager
    def _bounded(self, caller: Caller, user: str | None) -> Iterator[None]:
        """Within the bounds of an end user; raises TooMuch."""
        if user is None:
            yield
            return
        bounds, key = self._conduct.bounds, digest(caller, user)
        with self._under_way.one(key, bounds.user_at_once):
            standing = self._rates.take(key, bounds.user_rate) if bounds.user_rate else None
            if standing and not standing.allowed:
                raise TooMuch(f"one end user may ask {standing.limit} times a minute", standing.seconds)
            yield

    def _noted(self, caller: Caller, answer: Callable[[], Turn]) -> Turn:
        watch = Stopwatch()
        began = perf_counter()
        with heard_by(watch.stage):
            turn = answer()
        self._metrics.answered(turn.answer.outcome, perf_counter() - began, watch.seconds)
        return caller.shown(turn)


def digest(caller: Caller, user: str) -> str:
    """An end user of a caller, as a name that does not tell who it is."""
    return hashlib.sha256(f"{caller.own('')}{user}".encode()).hexdigest()[:16]


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
