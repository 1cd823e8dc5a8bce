"""Asks once more what was asked before: on its own generation nothing may differ, on a candidate the advice may."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.conversations import Turn
from assistant.edition import Edition
from assistant.log import Entry
from index.errors import Fault, GenerationDamaged, GenerationMissing
from index.generations import State


class ReplayDiffers(Fault):
    """The same questions on the same generations were answered otherwise."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What a person is led to do by an answer."""

    outcome: str
    next: str | None
    queue: str | None
    contacts: tuple[str, ...]
    quotes: tuple[str, ...]

    @classmethod
    def of(cls, answer: Answer) -> Advice:
        return cls(
            answer.outcome.value,
            answer.escalation.next if answer.escalation else None,
            answer.ticket.queue if answer.ticket else None,
            tuple(contact.channel for contact in answer.contacts),
            tuple(citation.quote for citation in answer.citations),
        )


@dataclass(frozen=True, slots=True)
class Replayed:
    """One logged answer beside the answer given now. ``answer`` is None where it could not be asked, and ``why`` says
    what stood in the way."""

    entry: Entry
    answer: Answer | None
    why: str = ""

    @property
    def identical(self) -> bool:
        """Whether every part of the two answers is the same, but for the generation that gave them."""
        before = self.entry.answer
        return self.answer is not None and replace(self.answer, evidence=(), generation=before.generation) == before

    @property
    def advice_changed(self) -> bool:
        """Whether a person would be led to do something else."""
        return self.answer is not None and Advice.of(self.answer) != Advice.of(self.entry.answer)


def replay(assistant: Assistant, entries: Iterable[Entry], generation: str | None = None) -> Iterator[Replayed]:
    """Each entry asked again after the turns before it: on the generation that answered it or, where one is named, on
    that. Raises GenerationMissing or GenerationDamaged where the one named cannot be opened."""
    editions = _Editions(assistant.state)
    if generation:
        editions.of(generation)
    for _, each in groupby(sorted(entries, key=_place), key=lambda entry: entry.turn.conversation_id):
        yield from _conversation(assistant, list(each), editions, generation)


def _conversation(
    assistant: Assistant, entries: list[Entry], editions: _Editions, generation: str | None
) -> Iterator[Replayed]:
    """The turns before are as logged, unless a candidate is tried: then as it answered them."""
    turns: tuple[Turn, ...] = ()
    for entry in entries:
        asked = entry.turn
        before = turns[: asked.number - 1]
        edition, why = _edition(entry, len(before), editions, generation)
        now = assistant.answer(asked.question, before, asked.conversation_id, edition) if edition else None
        turns = (*before, now if now and generation else asked)
        yield Replayed(entry, now.answer if now else None, why)


def _edition(entry: Entry, before: int, editions: _Editions, generation: str | None) -> tuple[Edition | None, str]:
    """What an entry is asked of; or none, and why."""
    if entry.turn.number != before + 1:
        return None, "the turns before it are no longer kept"
    if not entry.plain:
        return None, "its words were masked"
    try:
        return editions.of(generation or entry.answer.generation), ""
    except (GenerationMissing, GenerationDamaged):
        return None, "its generation is no longer kept"


class _Editions:
    """The generations that are asked, each read once."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._read: dict[str, Edition] = {}

    def of(self, generation: str) -> Edition:
        if generation not in self._read:
            self._read[generation] = Edition.of(self._state.open(generation))
        return self._read[generation]


def _place(entry: Entry) -> tuple[str, int, int]:
    return entry.turn.conversation_id, entry.turn.number, entry.id
