"""What a folder holds, cheaply: enough to see that something has changed, and to read only then."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from index.building import corpus_fingerprint
from index.corpus import read_corpus

Listing = dict[str, tuple[int, int, int]]  # of each file its time, size and inode


def listing(folder: Path) -> Listing:
    """Every file below a folder with its time, size and inode; empty where the folder is gone."""
    found = {}
    for path in folder.rglob("*"):
        try:
            status = path.stat()
        except OSError:
            continue
        found[str(path)] = status.st_mtime_ns, status.st_size, status.st_ino
    return found


def fingerprint(folder: Path) -> str:
    """The fingerprint of the documents of a folder, read anew where its listing has changed. Raises CorpusMissing."""
    return _fingerprint(folder, tuple(sorted(listing(folder).items())))


@lru_cache(maxsize=4)
def _fingerprint(folder: Path, _listed: tuple[tuple[str, tuple[int, int, int]], ...]) -> str:
    return corpus_fingerprint(read_corpus(folder))
