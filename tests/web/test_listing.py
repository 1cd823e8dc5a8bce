"""Telling whether documents have changed reads them only where the folder's listing has."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from index.errors import CorpusMissing
from web.listing import fingerprint


def test_a_folder_is_read_again_only_when_its_listing_changes(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"{number}.md").write_text(f"# Page {number}\n\n" + "Some words to read. " * 50)
    first = fingerprint(tmp_path)
    began = time.perf_counter()
    assert fingerprint(tmp_path) == first
    assert time.perf_counter() - began < 0.1
    (tmp_path / "0.md").write_text("# Page 0\n\nOther words.\n")
    assert fingerprint(tmp_path) != first


def test_a_file_of_the_same_size_written_later_counts(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("# A\n\nNoon.\n")
    first = fingerprint(tmp_path)
    page.write_text("# A\n\nFour.\n")
    os.utime(page, ns=(page.stat().st_atime_ns, page.stat().st_mtime_ns + 1))
    assert fingerprint(tmp_path) != first


def test_a_folder_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(CorpusMissing):
        fingerprint(tmp_path / "gone")
