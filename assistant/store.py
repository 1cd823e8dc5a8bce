"""A file of rows (SQLite) of ours: opened safely, its troubles told in our own words."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from index.errors import Fault

Value = str | bytes | int | float | None


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is written within, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


class StoreUnusable(Fault):
    """A file is damaged, of another program or release, or cannot be written."""


class Store:
    """The rows in the file ``path`` or, with None, in memory. Threads may share it, and processes the file.

    ``mark`` tells our files from others', ``format`` one release's tables from another's; ``tables`` makes them where
    the file is new. What is written is on the disk, what is deleted is overwritten there. Raises StoreUnusable.
    """

    def __init__(self, path: Path | None, mark: int, format: int, tables: str) -> None:  # noqa: A002
        self._path = path
        self._lock = threading.Lock()
        with self._faults():
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch(mode=0o600)
            self._connection = sqlite3.connect(
                path or ":memory:", timeout=10, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare(mark, format, tables)
            except BaseException:
                self._connection.close()
                raise

    def rows(self, query: str, values: Sequence[Value] = ()) -> list[tuple[Any, ...]]:
        """What a query finds."""
        with self._lock, self._faults():
            return self._connection.execute(query, values).fetchall()

    def write(self, *statements: tuple[str, Sequence[Value]]) -> int:
        """Run statements as one; how many rows the first of them touched."""
        with self._lock, self._faults(), transaction(self._connection):
            touched = [self._connection.execute(text, values).rowcount for text, values in statements]
        return touched[0]

    def scrub(self) -> None:
        """Let nothing deleted linger in what is not yet copied into the file."""
        with self._lock, self._faults():
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

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

    def _prepare(self, mark: int, form: int, tables: str) -> None:
        run: Callable[[str], sqlite3.Cursor] = self._connection.execute
        found = [run(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
        empty = run("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
        if found != [mark, form] and not (empty and found == [0, 0]):
            raise sqlite3.DatabaseError("another program or another release wrote it")
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON"):
            run(f"PRAGMA {pragma}")
        self._connection.executescript(
            f"BEGIN IMMEDIATE; {tables} PRAGMA application_id = {mark}; PRAGMA user_version = {form}; COMMIT;"
        )

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.OperationalError, OSError) as error:
            raise StoreUnusable(
                f"{self._path} cannot be used ({error}): free the file or its disk,"
                " or give another folder with 'assistant serve --state DIR'"
            ) from error
        except sqlite3.DatabaseError as error:
            raise StoreUnusable(
                f"{self._path} is damaged or not ours ({error}): put the file aside with"
                f" 'mv {self._path} {self._path}.aside' and start again"
            ) from error
