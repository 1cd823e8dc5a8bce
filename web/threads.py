"""Conversations that the caller keeps: the questions sent are the conversation, and are answered in their order."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock

from assistant.conversations import Turn

KEPT = 500  # conversations whose turns are remembered, so that each request answers one question only

Answer = Callable[[str, Sequence[Turn], str], Turn]  # a question, the turns before it, the conversation's id


class Threads:
    """Answers a list of questions as one conversation. Safe to share between threads.

    Nothing but the questions counts: what a caller says that the assistant answered is never read.
    """

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._lock = Lock()
        self._turns: OrderedDict[tuple[str, ...], tuple[Turn, ...]] = OrderedDict()

    def reply(self, owner: str, questions: Sequence[str], answer: Answer) -> Turn:
        """The answer to the last of the questions; those before it that are not remembered are answered anew."""
        turns = self._longest(owner, tuple(questions[:-1]))
        conversation = turns[0].conversation_id if turns else uuid.uuid4().hex
        for question in questions[len(turns) :]:
            turns = (*turns, answer(question, turns, conversation))
        self._remember((owner, *questions), turns)
        return turns[-1]

    def _longest(self, owner: str, questions: tuple[str, ...]) -> tuple[Turn, ...]:
        with self._lock:
            for length in range(len(questions), 0, -1):
                turns = self._turns.get((owner, *questions[:length]))
                if turns:
                    return turns
        return ()

    def _remember(self, key: tuple[str, ...], turns: tuple[Turn, ...]) -> None:
        with self._lock:
            self._turns.pop(key[:-1], None)
            self._turns[key] = turns
            while len(self._turns) > self._kept:
                self._turns.popitem(last=False)
