"""What each caller has asked of late and has under way, counted once for all the processes that serve together."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.store import Store
from web.limits import TooMuch

_MINUTE = 60.0  # seconds
_TABLES = """
CREATE TABLE IF NOT EXISTS rates (key TEXT PRIMARY KEY, due REAL NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS rates_by_due ON rates (due);
CREATE TABLE IF NOT EXISTS under_way (id INTEGER PRIMARY KEY, key TEXT NOT NULL, worker INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS under_way_by_key ON under_way (key, worker);
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a caller stands to their rate: how much is left of ``limit`` a minute, and the seconds until one more is."""

    limit: int
    left: int
    seconds: int
    allowed: bool

    @property
    def headers(self) -> dict[str, str]:
        """RateLimit and RateLimit-Policy, as the IETF's draft of them has it."""
        return {
            "RateLimit-Policy": f'"minute";q={self.limit};w=60',
            "RateLimit": f'"minute";r={self.left};t={self.seconds}',
        }


class Counts:
    """The counts in the file ``path``, which the processes that serve together share, or with None in memory.

    ``worker`` is the number of this process among them: what one of that number left when it was killed is forgotten.
    Safe to share between threads.
    """

    def __init__(self, path: Path | None = None, worker: int = 0, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = Store(path, mark=0x4341434F, format=1, tables=_TABLES)
        self._worker = worker
        self._clock = clock
        self._store.write(("DELETE FROM under_way WHERE worker = ?", (worker,)))

    def take(self, key: str, limit: int) -> Standing:
        """Count one more request of a caller, where they are within ``limit`` a minute.

        That many may come at once, then one each ``60 / limit`` seconds (the generic cell rate algorithm): ``due`` is
        when the last one counted would have come had they come evenly.
        """
        now, apart = self._clock(), _MINUTE / limit
        latest = now + _MINUTE - 0.999 * apart  # the rest is for rounding
        allowed = self._store.write(
            (
                "INSERT INTO rates VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET due = max(due, ?) + ?"
                " WHERE max(due, ?) <= ?",
                (key, now + apart, now, apart, now, latest),
            ),
            ("DELETE FROM rates WHERE due <= ?", (now,)),
        )
        ((due,),) = self._store.rows("SELECT due FROM rates WHERE key = ?", (key,))
        left = int((latest - due) / apart + 1)
        return Standing(limit, left, 0 if left else math.ceil(due - latest), bool(allowed))

    @contextmanager
    def under_way(self, key: str, most: int) -> Iterator[None]:
        """One more of this caller's is under way meanwhile; raises TooMuch where they have ``most`` already."""
        begun = self._store.write(
            (
                "INSERT INTO under_way (key, worker) SELECT ?, ?"
                " WHERE (SELECT count(*) FROM under_way WHERE key = ?) < ?",
                (key, self._worker, key, most),
            )
        )
        if not begun:
            raise TooMuch(f"{most} of your requests are under way, as many as may be", 1)
        try:
            yield
        finally:
            self._store.write(
                (
                    "DELETE FROM under_way WHERE id = (SELECT min(id) FROM under_way WHERE key = ? AND worker = ?)",
                    (key, self._worker),
                )
            )

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()
