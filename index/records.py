"""Documents and passages as lines of JSON, in the folder of a generation."""

from __future__ import annotations

import errno
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.documents import Document, Kind, Quote
from index.passages import Passage

DOCUMENTS, PASSAGES = "documents.jsonl", "passages.jsonl"


class Records:
    """Reads the documents and passages of one generation after the other: what stands as it stood in the one before
    is not made again, so that the next is there quickly and shares its memory. Safe to share between threads."""

    def __init__(self) -> None:
        self._last: tuple[Mapping[str, str], Mapping[bytes, Passage]] = {}, {}

    def read(self, folder: Path) -> tuple[dict[str, str], tuple[Passage, ...]]:
        """The texts of the documents, by path, and the passages in their order; OSError, ValueError, KeyError or
        TypeError where the folder does not hold them."""
        known_texts, known = self._last
        texts = {record["path"]: record["text"] for record in map(json.loads, _lines(folder / DOCUMENTS))}
        stands = {path for path, text in texts.items() if known_texts.get(path) == text}
        texts |= {path: known_texts[path] for path in stands}
        passages: dict[bytes, Passage] = {}
        for line in _lines(folder / PASSAGES):
            digest = hashlib.sha256(line).digest()
            passage = known.get(digest)
            if passage is None or passage.document not in stands:
                passage = _passage(json.loads(line), texts)
            passages[digest] = passage
        self._last = texts, passages
        return texts, tuple(passages.values())


def write_records(folder: Path, documents: Iterable[Document], passages: Iterable[Passage]) -> None:
    """Write what ``Records`` reads; OSError where that fails, with the file's name."""
    _write_lines(folder / DOCUMENTS, ({"path": document.path, "text": document.text} for document in documents))
    _write_lines(folder / PASSAGES, map(_record, passages))


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Have an error of writing name its file, which the system leaves out."""
    try:
        yield
    except OSError as error:
        if error.filename:
            raise
        raise OSError(error.errno or errno.EIO, error.strerror or str(error), str(path)) from error


def _write_lines(path: Path, records: Iterable[Mapping[str, object]]) -> None:
    with naming(path), path.open("w", encoding="utf-8", newline="\n") as file:
        for record in records:
            file.write(json.dumps(record) + "\n")


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file


def _record(passage: Passage) -> dict[str, object]:
    return {
        "id": passage.id,
        "document": passage.document,
        "title": passage.title,
        "section": passage.section,
        "kind": passage.kind,
        "quote": _place(passage.quote),
        "text": passage.text,
        "leads": [_place(lead) for lead in passage.leads],
        "introduction": passage.introduction,
        "sentences": [_place(sentence) for sentence in passage.sentences],
        "context": passage.context,
        "url": passage.url,
    }


def _passage(record: dict[str, Any], texts: Mapping[str, str]) -> Passage:
    path = record["document"]
    text = texts[path]

    def quote(place: Sequence[int]) -> Quote:
        start, end, line = place
        return Quote(path, start, end, line, text[start:end])

    return Passage(
        id=record["id"],
        document=path,
        title=record["title"],
        section=tuple(record["section"]),
        kind=Kind(record["kind"]),
        quote=quote(record["quote"]),
        text=record["text"],
        leads=tuple(map(quote, record["leads"])),
        introduction=record["introduction"],
        sentences=tuple(map(quote, record["sentences"])),
        context=record["context"],
        url=record["url"],
    )


def _place(quote: Quote) -> tuple[int, int, int]:
    return quote.start, quote.end, quote.line
