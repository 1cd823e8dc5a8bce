"""Conversations kept in SQLite: what was said, what it claimed and what was answered."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import TypeAdapter, ValidationError

from assistant.answers import Answer
from assistant.claims import Claim
from assistant.store import Store
from index.errors import Fault


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and its answer. ``number`` counts from 1; ``at`` is seconds since the epoch."""

    conversation_id: str
    number: int
    question: str
    claims: tuple[Claim, ...]
    answer: Answer
    at: float


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is kept: past any of these the oldest goes. ``seconds`` count from a conversation's latest turn."""

    conversations: int = 5_000
    turns: int = 100
    seconds: float = 30 * 86_400


class TurnTaken(Fault):
    """Another question of the same conversation was answered in the meantime."""


MARK, FORMAT = 0x43415353, 1  # of the file
TABLES = """
CREATE TABLE IF NOT EXISTS conversations (id TEXT PRIMARY KEY, latest REAL NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_latest ON conversations (latest);
CREATE TABLE IF NOT EXISTS turns (
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    turn TEXT NOT NULL,
    PRIMARY KEY (conversation, number)
) WITHOUT ROWID;
"""


class Conversations:
    """The turns of every conversation, in the file ``path`` or, with None, in memory.

    Safe to share between threads, and the file between processes. A turn that ``append`` took is on the disk.
    Raises StoreUnusable where the file is damaged or belongs to another program.
    """

    def __init__(
        self, path: Path | None = None, bounds: Bounds | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        self._store = Store(path, MARK, FORMAT, TABLES, durable=True)
        self._bounds = bounds or Bounds()
        self._clock = clock
        self._turn = TypeAdapter(Turn)

    def turns(self, conversation_id: str) -> tuple[Turn, ...]:
        """What was said in a conversation, oldest turn first; nothing where it is unknown or too old."""
        rows = self._store.rows(
            "SELECT turn FROM turns JOIN conversations ON id = conversation"
            " WHERE conversation = ? AND latest >= ? ORDER BY number",
            (conversation_id, self._since()),
        )
        try:
            return tuple(self._turn.validate_json(row[0]) for row in rows)
        except ValidationError as error:
            raise self._store.damaged("a turn is not as this release writes it") from error

    def append(self, turn: Turn) -> None:
        """Keep a turn, and let go of what is past the bounds. Raises TurnTaken where its number was used already."""
        id, words = turn.conversation_id, self._turn.dump_json(turn).decode()
        try:
            self._store.write(
                ("DELETE FROM conversations WHERE latest < ?", (self._since(),)),
                (_TOUCH, (id, turn.at)),
                ("INSERT INTO turns VALUES (?, ?, ?)", (id, turn.number, words)),
                (_LET_GO_OF_TURNS, (id, id, self._bounds.turns)),
                (_LET_GO_OF_CONVERSATIONS, (id, self._bounds.conversations - 1)),
            )
        except sqlite3.IntegrityError as error:
            raise TurnTaken(
                f"turn {turn.number} of conversation {id} was answered in the meantime: ask again"
            ) from error

    def erase(self, conversation_id: str) -> bool:
        """Forget a conversation, on the disk too; False where it was not known."""
        gone = self._store.write(("DELETE FROM conversations WHERE id = ?", (conversation_id,)))
        self._store.scrub()
        return gone > 0

    def _since(self) -> float:
        return self._clock() - self._bounds.seconds

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


_TOUCH = "INSERT INTO conversations VALUES (?, ?) ON CONFLICT DO UPDATE SET latest = max(latest, excluded.latest)"
_LET_GO_OF_TURNS = (
    "DELETE FROM turns WHERE conversation = ? AND number <= (SELECT max(number) FROM turns WHERE conversation = ?) - ?"
)
_LET_GO_OF_CONVERSATIONS = (
    "DELETE FROM conversations WHERE id IN"
    " (SELECT id FROM conversations WHERE id <> ? ORDER BY latest DESC LIMIT -1 OFFSET ?)"
)
