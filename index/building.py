"""From a folder of documents to a published generation, embedding only what was not embedded before."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np

from index.corpus import Reader, read_corpus
from index.documents import Corpus, Document, Skipped
from index.embedding import READINGS, Embedder, Reading
from index.errors import CorpusMissing, CorpusShrunk, GenerationDamaged, GenerationMissing, StateUnwritable
from index.generations import WRITABLE, Cuts, Draft, Generation, Judge, State
from index.passages import Passage, cut
from index.projection import CHECKSUM, NARROW

LIBRARIES = ("bm25s", "faiss-cpu", "markdown-it-py", "numpy", "onnxruntime", "snowballstemmer", "tokenizers")
AT_ONCE = 256  # texts embedded, and kept, between two reports of progress
SHRUNK, SHRUNK_TEXT = 1 / 2, 1 / 4  # less than these shares of the documents, of their text: refused unless forced
STUB = 10_000  # characters; where there were fewer, only documents are counted
EMBEDDINGS = "embeddings.sqlite3"
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)  # the last: another table
BUILDS_KEPT = 20  # a text that no build of the last 20 has used is embedded again

Progress = Callable[[int, int], None]  # how many of how many texts are embedded


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. ``unchanged``: the documents, and the code that reads them, are those of the current
    generation, which stays. ``embedded`` and ``reused`` count passages; ``withheld`` says why the new generation is not
    in service, ``rules`` what became of the rules, where whoever builds reads them; the rest are paths."""

    generation: str
    documents: int
    passages: int
    embedded: int
    reused: int
    skipped: tuple[Skipped, ...]
    seconds: float
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    unchanged: bool = False
    withheld: str | None = None
    rules: tuple[str, ...] = ()


def build(
    corpus: Path,
    state: State,
    embedder: Embedder,
    *,
    full: bool = False,
    force: bool = False,
    asked: bool = True,
    judge: Judge | None = None,
    progress: Progress | None = None,
) -> Report:
    """Read, cut, embed and publish a folder of documents.

    One build runs at a time, others wait. ``full`` makes everything anew; ``force`` also takes a corpus that has lost
    most of its documents. A build that nobody ``asked`` for does not undo a rollback while the documents stay as they
    are. Where ``judge`` objects, the new generation is kept but the current one stays. Raises CorpusMissing,
    CorpusShrunk, ReadingFailed, BuildUnderWay or StateUnwritable; where it fails, the current generation stays.
    """
    started = time.monotonic()
    with state.building():
        before = _current(state)
        read = _read(corpus, before, state.reader, force=force)
        if before is not None and not full and not _is_wanted(state, before, read, embedder, asked=asked):
            return Report(
                generation=before.id,
                documents=len(before.texts),
                passages=len(before.passages),
                embedded=0,
                reused=len(before.passages),
                skipped=read.skipped,
                seconds=time.monotonic() - started,
                unchanged=True,
            )
        state.reader.forget(document.path for document in read.documents)
        passages = cut_all(read.documents, embedder, state.passages)
        contexts = [passage.context for passage in passages]
        readings, embedded = _read_through(state.root / EMBEDDINGS, contexts, embedder, progress, full=full)
        code, libraries = code_fingerprint(), {name: version(name) for name in LIBRARIES}
        generation = state.publish(
            Draft(read.documents, passages, readings, read.skipped, corpus_fingerprint(read), code, libraries),
            judge,
        )
    old = before.texts if before is not None else {}
    new = generation.texts
    return Report(
        generation=generation.id,
        documents=len(new),
        passages=len(passages),
        embedded=embedded,
        reused=len(passages) - embedded,
        skipped=read.skipped,
        seconds=time.monotonic() - started,
        added=tuple(path for path in new if path not in old),
        changed=tuple(path for path in new if path in old and old[path] != new[path]),
        gone=tuple(path for path in old if path not in new),
        withheld=generation.notice,
    )


def _read(corpus: Path, before: Generation | None, reader: Reader, *, force: bool) -> Corpus:
    """The documents, where they are not suddenly few beside those of the generation before; raises CorpusShrunk."""
    remedy = "put them back, or run 'assistant index build --force' where it is meant"
    try:
        read = read_corpus(corpus, reader)
    except CorpusMissing as fault:
        if before is None or not corpus.is_dir():
            raise
        if force:
            return Corpus(str(corpus), (), ())
        raise CorpusShrunk(f"{fault}; the current generation has {len(before.texts)} documents: {remedy}") from fault
    if before is None or force:
        return read
    documents, signs = len(read.documents), sum(len(document.text) for document in read.documents)
    signs_before = sum(map(len, before.texts.values()))
    if documents < SHRUNK * len(before.texts) or (signs_before > STUB and signs < SHRUNK_TEXT * signs_before):
        raise CorpusShrunk(
            f"{corpus} holds {documents} documents of {signs:,} characters, the current generation "
            f"{len(before.texts)} of {signs_before:,}: {remedy}"
        )
    return read


def cut_all(documents: Sequence[Document], embedder: Embedder, known: Cuts) -> list[Passage]:
    """The passages of all documents in their order; what was cut before is taken from ``known``, which then holds what
    was cut now."""
    cuts = {
        document.path: known[document.path]
        if document.path in known and known[document.path][0] is document
        else (document, tuple(cut(document, embedder.pieces, embedder.longest)))
        for document in documents
    }
    known.clear()
    known.update(cuts)
    return [passage for _, passages in cuts.values() for passage in passages]


def current_is_behind(corpus: Path, state: State) -> bool:
    """Whether a build would make a new generation; raises CorpusMissing."""
    current = _current(state)
    return current is None or _is_behind(current, read_corpus(corpus), current.embedder)


def corpus_fingerprint(corpus: Corpus) -> str:
    """A digest of the documents of a corpus and of what was skipped."""
    read = [[document.path, document.text] for document in corpus.documents]
    skipped = [[skipped.path, skipped.reason] for skipped in corpus.skipped]
    return hashlib.sha256(json.dumps([read, skipped]).encode()).hexdigest()


def code_fingerprint() -> str:
    """A digest of this package's own code: another version of it may read the same documents otherwise."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _read_through(
    file: Path, texts: Sequence[str], embedder: Embedder, progress: Progress | None, *, full: bool
) -> tuple[list[Reading], int]:
    """The reading of each text, kept in ``file`` or embedded now, and how many were; a damaged file is made anew.

    Raises StateUnwritable where the system fails in reading or writing it.
    """

    def read() -> tuple[list[Reading], int]:
        with closing(Embeddings(file, f"{embedder.checksum}/{CHECKSUM}/{READINGS}")) as kept:
            if full:
                kept.forget()
            found = kept.read(texts, embedder, progress)
            kept.forget_unused()
        return found

    try:
        try:
            return read()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode not in DAMAGED or not _is_damaged(file):
                raise
            for name in (f"{file.name}-journal", file.name):
                file.with_name(name).unlink(missing_ok=True)
            return read()
    except sqlite3.Error as error:
        raise StateUnwritable(f"{file} cannot be read or written ({error}): {WRITABLE}") from error


def _is_damaged(file: Path) -> bool:
    """Whether a second look finds it damaged too: SQLite says so as well of what the disk failed to give just once."""
    with closing(sqlite3.connect(file)) as database:
        try:
            database.execute("SELECT model, text, reading, seal, build FROM embeddings LIMIT 1")
            return bool(database.execute("PRAGMA integrity_check").fetchone() != ("ok",))
        except sqlite3.DatabaseError as error:
            return error.sqlite_errorcode in DAMAGED


class Embeddings:
    """Texts embedded before, by model and text, in one SQLite file. All of it raises sqlite3.DatabaseError."""

    def __init__(self, path: Path, model: str) -> None:
        self._model = model
        self._database = sqlite3.connect(path)
        try:
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS embeddings (model TEXT, text BLOB, reading BLOB, seal BLOB, build INTEGER, "
                "PRIMARY KEY (model, text))"
            )
            (self._build,) = self._database.execute("SELECT coalesce(max(build), 0) + 1 FROM embeddings").fetchone()
        except sqlite3.DatabaseError:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def forget(self) -> None:
        """Let go of every vector."""
        with self._database:
            self._database.execute("DELETE FROM embeddings")

    def forget_unused(self) -> None:
        """Let go of what no recent build has used."""
        with self._database:
            self._database.execute("DELETE FROM embeddings WHERE build <= ?", (self._build - BUILDS_KEPT,))

    def read(
        self, texts: Sequence[str], embedder: Embedder, progress: Progress | None = None
    ) -> tuple[list[Reading], int]:
        """The reading of each text, and how many of the texts had to be embedded now."""
        digests = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in texts]
        known = self._known(set(digests), embedder.dimensions)
        missing = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in known}
        embedded = sum(digest in missing for digest in digests)
        for done, batch in _batches(missing, AT_ONCE):
            readings = dict(zip(batch, embedder.read(list(batch.values())), strict=True))
            self._keep(readings)
            known |= readings
            if progress:
                progress(done, len(missing))
        return [known[digest] for digest in digests], embedded

    def _known(self, wanted: set[bytes], dimensions: int) -> dict[bytes, Reading]:
        """The readings kept of those wanted, marked as used; one that is not what was written counts as unknown."""
        known = {}
        rows = self._database.execute("SELECT text, reading, seal FROM embeddings WHERE model = ?", (self._model,))
        for digest, packed, seal in rows:
            if digest in wanted and seal == hashlib.sha256(packed).digest():
                known[digest] = _unpacked(packed, dimensions)
        with self._database:
            self._database.executemany(
                "UPDATE embeddings SET build = ? WHERE model = ? AND text = ?",
                ((self._build, self._model, digest) for digest in known),
            )
        return known

    def _keep(self, readings: Mapping[bytes, Reading]) -> None:
        packed = {digest: _packed(reading) for digest, reading in readings.items()}
        with self._database:
            self._database.executemany(
                "INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?, ?, ?)",
                ((self._model, d, p, hashlib.sha256(p).digest(), self._build) for d, p in packed.items()),
            )


def _packed(reading: Reading) -> bytes:
    return reading.vector.astype("<f4").tobytes() + reading.ids.astype("<u2").tobytes() + reading.pieces.tobytes()


def _unpacked(packed: bytes, dimensions: int) -> Reading:
    vector = np.frombuffer(packed, dtype="<f4", count=dimensions)
    count = (len(packed) - 4 * dimensions) // (2 + NARROW)
    ids = np.frombuffer(packed, dtype="<u2", count=count, offset=4 * dimensions)
    pieces = np.frombuffer(packed, dtype=np.int8, offset=4 * dimensions + 2 * count)
    return Reading(vector, pieces.reshape(count, NARROW), ids)


def _batches(texts: Mapping[bytes, str], size: int) -> Iterator[tuple[int, dict[bytes, str]]]:
    """The texts in batches, longest first so that the time left is not underrated, each with how many are then done."""
    items = sorted(texts.items(), key=lambda item: -len(item[1]))
    for start in range(0, len(items), size):
        yield min(start + size, len(items)), dict(items[start : start + size])


def _current(state: State) -> Generation | None:
    """The current generation, where there is a whole one to compare with."""
    with suppress(GenerationMissing, GenerationDamaged):
        generation = state.current()
        return generation if generation.notice is None else None
    return None


def _is_wanted(state: State, current: Generation, corpus: Corpus, embedder: Embedder, *, asked: bool) -> bool:
    """Whether to build: not where these very documents are those of a later generation, which somebody went back from
    or which was withheld, unless asked."""
    if not _is_behind(current, corpus, embedder):
        return False
    wanted = corpus_fingerprint(corpus), code_fingerprint(), embedder.checksum
    later = (made for made in state.list() if made.created > current.manifest.created)
    return asked or all((made.corpus, made.code, made.checksum) != wanted for made in later)


def _is_behind(generation: Generation, corpus: Corpus, embedder: Embedder) -> bool:
    made = generation.manifest
    wanted = corpus_fingerprint(corpus), code_fingerprint(), embedder.checksum
    return (made.corpus, made.code, made.checksum) != wanted
