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


class StoreUnusable(Fault):
    """A file is damaged, of another program or release, or cannot be written."""


class Store:
    """The rows in the file ``path`` or, with None, in memory. Threads may share it, and processes the file.

    ``mark`` tells our files from others', ``format`` one release's tables from another's; ``tables`` makes them where
    the file is new. What is written outlasts the process and, where ``durable``, the machine; what is deleted is
    overwritten. Raises StoreUnusable.
    """

    def __init__(self, path: Path | None, mark: int, format: int, tables: str, durable: bool = False) -> None:  # noqa: A002
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
                self._prepare(mark, format, tables, "FULL" if durable else "NORMAL")
            except BaseException:
                self._connection.close()
                raise

    def rows(self, query: str, values: Sequence[Value] = ()) -> list[tuple[Any, ...]]:
        """What a query finds."""
        with self._lock, self._faults():
            return self._connection.execute(query, values).fetchall()

    def write(self, *statements: tuple[str, Sequence[Value]]) -> int:
        """Run statements as one; how many rows the first of them touched.

        Raises sqlite3.IntegrityError, and writes nothing, where a row goes against the tables.
        """
        with self._lock, self._faults(), self._transaction():
            touched = [self._connection.execute(text, values).rowcount for text, values in statements]
        return touched[0]

    def damaged(self, reason: object) -> StoreUnusable:
        """What to raise where a row is not what it should be."""
        return StoreUnusable(
            f"{self._path} is damaged or not ours ({reason}): put the file aside with"
            f" 'mv {self._path} {self._path}.aside' and start again"
        )

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

    def _prepare(self, mark: int, form: int, tables: str, synchronous: str) -> None:
        run: Callable[[str], sqlite3.Cursor] = self._connection.execute
        found = [run(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
        empty = run("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
        if found != [mark, form] and not (empty and found == [0, 0]):
            raise sqlite3.DatabaseError("another program or another release wrote it")
        for pragma in ("journal_mode = WAL", f"synchronous = {synchronous}", "foreign_keys = ON", "secure_delete = ON"):
            run(f"PRAGMA {pragma}")
        self._connection.executescript(
            f"BEGIN IMMEDIATE; {tables} PRAGMA application_id = {mark}; PRAGMA user_version = {form}; COMMIT;"
        )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except (sqlite3.OperationalError, OSError) as error:
            raise StoreUnusable(
                f"{self._path} cannot be used ({error}): free the file or its disk,"
                " or give another folder with 'assistant serve --state DIR'"
            ) from error
        except sqlite3.DatabaseError as error:
            raise self.damaged(error) from error
