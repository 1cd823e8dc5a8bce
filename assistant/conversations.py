"""Conversations kept in SQLite: what was said, what it claimed and what was answered."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import TypeAdapter, ValidationError

from assistant.answers import Answer
from assistant.claims import Claim
from assistant.store import transaction
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


class ConversationsUnusable(Fault):
    """The file of conversations is damaged, not ours, or cannot be written."""


class TurnTaken(Fault):
    """Another question of the same conversation was answered in the meantime."""


APPLICATION = 0x43415353  # marks the file as ours, in SQLite's application_id
FORMAT = 1

SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS conversations (id TEXT PRIMARY KEY, latest REAL NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_latest ON conversations (latest);
CREATE TABLE IF NOT EXISTS turns (
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    turn TEXT NOT NULL,
    PRIMARY KEY (conversation, number)
) WITHOUT ROWID;
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {FORMAT};
COMMIT;
"""


class Conversations:
    """The turns of every conversation, in the file ``path`` or, with None, in memory.

    Safe to share between threads, and the file between processes. A turn that ``append`` took is on the disk.
    Raises ConversationsUnusable where the file is damaged or belongs to another program.
    """

    def __init__(
        self, path: Path | None = None, bounds: Bounds | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        self._path = path
        self._bounds = bounds or Bounds()
        self._clock = clock
        self._turn = TypeAdapter(Turn)
        self._lock = threading.Lock()
        with self._faults():
            self._connection = _open(path)

    def turns(self, conversation_id: str) -> tuple[Turn, ...]:
        """What was said in a conversation, oldest turn first; nothing where it is unknown or too old."""
        with self._lock, self._faults():
            rows = self._connection.execute(
                "SELECT turn FROM turns JOIN conversations ON id = conversation"
                " WHERE conversation = ? AND latest >= ? ORDER BY number",
                (conversation_id, self._clock() - self._bounds.seconds),
            ).fetchall()
            return tuple(self._turn.validate_json(row[0]) for row in rows)

    def append(self, turn: Turn) -> None:
        """Keep a turn, and let go of what is past the bounds. Raises TurnTaken where its number was used already."""
        with self._lock, self._faults(), transaction(self._connection):
            self._let_go_of_old()
            self._keep(turn)
            self._let_go_of_many(turn.conversation_id)

    def erase(self, conversation_id: str) -> bool:
        """Forget a conversation, on the disk too; False where it was not known."""
        with self._lock, self._faults():
            with transaction(self._connection):
                gone = self._connection.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,)).rowcount
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone > 0

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _keep(self, turn: Turn) -> None:
        self._connection.execute(
            "INSERT INTO conversations VALUES (?, ?) ON CONFLICT DO UPDATE SET latest = max(latest, excluded.latest)",
            (turn.conversation_id, turn.at),
        )
        try:
            self._connection.execute(
                "INSERT INTO turns VALUES (?, ?, ?)",
                (turn.conversation_id, turn.number, self._turn.dump_json(turn).decode()),
            )
        except sqlite3.IntegrityError as error:
            raise TurnTaken(
                f"turn {turn.number} of conversation {turn.conversation_id} was answered in the meantime: ask again"
            ) from error

    def _let_go_of_old(self) -> None:
        self._connection.execute("DELETE FROM conversations WHERE latest < ?", (self._clock() - self._bounds.seconds,))

    def _let_go_of_many(self, conversation_id: str) -> None:
        self._connection.execute(
            "DELETE FROM turns WHERE conversation = ? AND number <="
            " (SELECT max(number) FROM turns WHERE conversation = ?) - ?",
            (conversation_id, conversation_id, self._bounds.turns),
        )
        self._connection.execute(
            "DELETE FROM conversations WHERE id IN"
            " (SELECT id FROM conversations WHERE id <> ? ORDER BY latest DESC LIMIT -1 OFFSET ?)",
            (conversation_id, self._bounds.conversations - 1),
        )

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Say in our own words what SQLite, or the reading of a stored turn, complains of."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise ConversationsUnusable(
                f"the conversations in {self._path} cannot be used ({error}):"
                " free the file or its disk, or give another folder with 'assistant serve --state DIR'"
            ) from error
        except (sqlite3.DatabaseError, ValidationError) as error:
            reason = "a turn is not as this release writes it" if isinstance(error, ValidationError) else error
            raise ConversationsUnusable(
                f"the conversations in {self._path} are damaged or not ours ({reason}):"
                f" put the file aside with 'mv {self._path} {self._path}.aside' and start again"
            ) from error


def _open(path: Path | None) -> sqlite3.Connection:
    """A connection to the file, made where it is missing, for its owner's eyes only."""
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    connection = sqlite3.connect(path or ":memory:", timeout=10, isolation_level=None, check_same_thread=False)
    try:
        _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    """Check whose file it is, then lay the tables and ask for safe writes and real erasure."""
    mark = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
    empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if mark != [APPLICATION, FORMAT] and not (empty and mark == [0, 0]):
        raise sqlite3.DatabaseError("another program or another release wrote it")
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.executescript(SCHEMA)
