"""A file of rows is opened safely, and its troubles say what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from assistant.store import Store, StoreUnusable

TABLES = "CREATE TABLE IF NOT EXISTS words (word TEXT PRIMARY KEY);"


def opened(path: Path | None, mark: int = 7) -> Store:
    return Store(path, mark, 1, TABLES)


def test_what_is_written_is_there_when_opened_again(tmp_path: Path) -> None:
    with opened(tmp_path / "rows") as store:
        assert store.write(("INSERT INTO words VALUES (?)", ("fern",))) == 1
    with opened(tmp_path / "rows") as store:
        assert store.rows("SELECT word FROM words") == [("fern",)]
    assert (tmp_path / "rows").stat().st_mode & 0o077 == 0


def test_statements_are_done_together_or_not_at_all() -> None:
    with opened(None) as store:
        one = ("INSERT INTO words VALUES (?)", ("fern",))
        with pytest.raises(sqlite3.IntegrityError):
            store.write(one, one)
        assert store.rows("SELECT word FROM words") == []


@pytest.mark.parametrize("content", [b"not a database, but long enough to be looked at" * 100, None])
def test_a_file_of_another_kind_is_left_alone_and_the_remedy_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "rows"
    if content is None:
        opened(path, mark=8).close()
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(StoreUnusable, match=r"mv .*rows"):
        opened(path)
    assert path.read_bytes() == before
