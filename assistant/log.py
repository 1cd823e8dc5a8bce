"""The decision log: what was answered, from which generation, by which rules, and what people thought of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.answers import Answer, Outcome
from assistant.conversations import Turn
from assistant.masking import masked
from assistant.store import Store

LOG = "decisions.sqlite3"  # its name in the state folder
MARK, FORMAT = 0x43414C47, 1
TABLES = """
CREATE TABLE IF NOT EXISTS entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, conversation TEXT NOT NULL, turn INTEGER NOT NULL, at REAL NOT NULL,
    entry TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS entries_by_turn ON entries (conversation, turn);
CREATE INDEX IF NOT EXISTS entries_by_time ON entries (at);
CREATE TABLE IF NOT EXISTS rules (generation TEXT PRIMARY KEY, at REAL NOT NULL, ids TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS feedback (
    conversation TEXT NOT NULL, turn INTEGER NOT NULL, at REAL NOT NULL, helpful INTEGER NOT NULL, why TEXT,
    PRIMARY KEY (conversation, turn)
) WITHOUT ROWID;
"""

_ENTRIES = (
    "SELECT id, entry, ids FROM entries LEFT JOIN rules ON generation = json_extract(entry, '$.turn.answer.generation')"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer as it is logged. Words of the person are masked; ``user`` is a digest; ``seconds`` are by stage.

    ``fired`` are the rules that decided or spoke, ``silent`` the other rules of the generation. ``plain`` says that
    nothing had to be masked, so that the question is the one that was answered.
    """

    turn: Turn
    caller: str
    user: str | None
    fired: tuple[str, ...]
    silent: tuple[str, ...]
    seconds: Mapping[str, float]
    plain: bool
    id: int = 0

    @property
    def answer(self) -> Answer:
        return self.turn.answer


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody thought of one answer; ``why`` is masked."""

    conversation_id: str
    turn: int
    helpful: bool
    why: str | None
    at: float


@dataclass(frozen=True, slots=True)
class Retention:
    """How much is kept: past either the oldest goes. ``seconds`` count from the answer."""

    entries: int = 20_000
    seconds: float = 90 * 86_400


class Log:
    """The decision log in the file ``path`` or, with None, in memory. Safe to share between threads and processes."""

    def __init__(
        self, path: Path | None = None, retention: Retention | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        self._store = Store(path, MARK, FORMAT, TABLES)
        self._retention = retention or Retention()
        self._clock = clock
        self._entry = TypeAdapter(Entry)

    def keep(self, entry: Entry) -> None:
        """Write an answer down, and let go of the oldest past the bounds."""
        turn, since = entry.turn, self._clock() - self._retention.seconds
        row = (turn.conversation_id, turn.number, turn.at, self._entry.dump_json(replace(entry, silent=())).decode())
        rules = " ".join((*entry.fired, *entry.silent))
        self._store.write(
            ("INSERT INTO entries (conversation, turn, at, entry) VALUES (?, ?, ?, ?)", row),
            ("INSERT OR REPLACE INTO rules VALUES (?, ?, ?)", (turn.answer.generation, turn.at, rules)),
            ("DELETE FROM entries WHERE at < ?", (since,)),
            ("DELETE FROM rules WHERE at < ?", (since,)),
            ("DELETE FROM entries WHERE id <= (SELECT max(id) FROM entries) - ?", (self._retention.entries,)),
            ("DELETE FROM feedback WHERE at < ?", (since,)),
        )

    def entries(self, limit: int | None = None, before: int | None = None) -> tuple[Entry, ...]:
        """What was answered, oldest first: all of it, or the ``limit`` latest with ids below ``before``."""
        rows = self._store.rows(
            f"{_ENTRIES} WHERE id < ? AND entries.at >= ? ORDER BY id DESC LIMIT ?",
            (before or 2**62, self._clock() - self._retention.seconds, -1 if limit is None else limit),
        )
        return tuple(self._read(*row) for row in reversed(rows))

    def entry(self, conversation_id: str, turn: int) -> Entry | None:
        """One answer; None where it is not kept."""
        query = f"{_ENTRIES} WHERE conversation = ? AND turn = ? ORDER BY id DESC LIMIT 1"
        return next((self._read(*row) for row in self._store.rows(query, (conversation_id, turn))), None)

    def note(self, conversation_id: str, turn: int, helpful: bool, why: str | None = None) -> bool:
        """Keep what somebody thought of an answer, in place of what was thought before; False where it is not kept."""
        if self.entry(conversation_id, turn) is None:
            return False
        row = (conversation_id, turn, self._clock(), int(helpful), masked(why) if why else None)
        self._store.write(("INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?, ?)", row))
        return True

    def feedback(self) -> tuple[Feedback, ...]:
        """What people thought, oldest first."""
        rows = self._store.rows("SELECT conversation, turn, helpful, why, at FROM feedback ORDER BY at")
        return tuple(Feedback(id, turn, bool(helpful), why, at) for id, turn, helpful, why, at in rows)

    def erase(self, conversation_id: str) -> bool:
        """Forget a conversation, on the disk too; False where nothing of it is kept."""
        gone = self._store.write(
            ("DELETE FROM entries WHERE conversation = ?", (conversation_id,)),
            ("DELETE FROM feedback WHERE conversation = ?", (conversation_id,)),
        )
        self._store.scrub()
        return gone > 0

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    def _read(self, id: int, text: str, rules: str | None) -> Entry:
        try:
            entry = self._entry.validate_json(text)
            silent = tuple(rule for rule in (rules or "").split() if rule not in entry.fired)
            return replace(entry, id=id, silent=silent)
        except ValidationError as error:
            raise self._store.damaged("an entry is not as this release writes it") from error


def entry_of(turn: Turn, caller: str, user: str | None, rules: Sequence[str], seconds: Mapping[str, float]) -> Entry:
    """An answer as it is logged; ``rules`` are the ids of all of the generation's. The evidence is left out: it can be
    found again."""
    question = masked(turn.question)
    claims = tuple(replace(claim, words=masked(claim.words)) for claim in turn.claims)
    fired = tuple(decision.rule for decision in turn.answer.decisions)
    return Entry(
        turn=replace(turn, question=question, claims=claims, answer=replace(turn.answer, evidence=())),
        caller=caller,
        user=user,
        fired=fired,
        silent=tuple(rule for rule in rules if rule not in fired),
        seconds={name: round(taken, 6) for name, taken in seconds.items()},
        plain=question == turn.question,
    )


def refused(entry: Entry) -> bool:
    """Whether the documents did not say what was asked."""
    return entry.answer.outcome is Outcome.NOT_DOCUMENTED
