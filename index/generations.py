"""The state folder: immutable generations of an index, one of them current.

``generations/ID/`` holds what was read and what was made of it, ``manifest.json`` in it the checksum of every file;
``current`` names the generation that answers and is replaced by one rename.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import numpy as np

from index.corpus import Reader
from index.documents import Document, Skipped
from index.embedding import Embedder, OnnxEmbedder, Reading
from index.errors import (
    BuildUnderWay,
    GenerationDamaged,
    GenerationMissing,
    ReadingFailed,
    StateUnwritable,
    starved,
)
from index.late import Late
from index.lexical import Lexical, passage_terms
from index.passages import Hit, Passage
from index.records import Records, naming, write_records
from index.search import ALL, Stages, search
from index.vectors import InFiles, VectorPlace, VectorStore

FORMAT = 2
KEPT = 5
CURRENT, WITHHELD = "current", "withheld"
BESIDE = ".making-"
PATIENCE = 600.0  # seconds that one waits for another's build
WRITABLE = "make room, or name another folder with --state, and run 'assistant index build'"
REBUILD = "run 'assistant index build --full'"
VECTORS, LEXICAL, LATE, MANIFEST = "vectors.faiss", "lexical", "late", "manifest.json"
_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says of itself. ``files`` maps each file to its SHA-256, ``corpus`` is the fingerprint of the
    documents read and ``code`` that of the code that read them."""

    id: str
    format: int
    created: datetime
    model: str
    checksum: str
    corpus: str
    code: str
    documents: int
    passages: int
    skipped: tuple[Skipped, ...]
    libraries: Mapping[str, str]
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Generation:
    """One whole build of the index, held in memory: its folder may go while it answers.

    ``notice`` says what was wrong where another generation should have been served.
    """

    manifest: Manifest
    passages: tuple[Passage, ...]
    vectors: VectorStore = field(repr=False)
    lexical: Lexical = field(repr=False)
    late: Late = field(repr=False)
    embedder: Embedder = field(repr=False)
    texts: Mapping[str, str] = field(repr=False)  # of the documents, by path
    notice: str | None = None
    reader: Reader = field(default_factory=Reader, repr=False, compare=False)
    _parsed: dict[str, Document] = field(default_factory=dict, repr=False, compare=False)

    @property
    def id(self) -> str:
        """Its name, which starts with the time it was made."""
        return self.manifest.id

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every document, in the order of their paths."""
        return tuple(self.document(path) for path in self.texts)

    def document(self, path: str) -> Document:
        """One document, parsed from its text as it was read; KeyError where there is none of that path."""
        if path not in self._parsed:
            self._parsed[path] = self.reader.read(path, self.texts[path])[0]
        return self._parsed[path]

    def search(
        self, question: str, limit: int = 10, stages: Stages = ALL, reading: Reading | None = None
    ) -> tuple[Hit, ...]:
        """The ``limit`` best passages for a question, best first; ``reading`` is its own, where it is at hand."""
        return search(self, question, limit, stages, reading)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a new generation is made of; ``readings`` are those of the passages, in their order."""

    documents: Sequence[Document]
    passages: Sequence[Passage]
    readings: Sequence[Reading]
    skipped: tuple[Skipped, ...]
    corpus: str
    code: str
    libraries: Mapping[str, str]


Cuts = dict[str, tuple[Document, tuple[Passage, ...]]]  # by path
Judge = Callable[[Generation], str | None]  # what stands against putting a new generation in service


class State:
    """The state folder; the model that embeds questions is loaded when it is first needed, unless given."""

    def __init__(self, root: Path, embedder: Embedder | None = None, vectors: VectorPlace | None = None) -> None:
        """``vectors`` is where those of the generations are kept: in their own folders, unless given."""
        self.root = root
        self.vectors = vectors or InFiles()
        self.reader = Reader()  # what its generations have in common is read once
        self.passages: Cuts = {}  # as cut by the last build
        self._records = Records()
        self._embedder = embedder

    @property
    def embedder(self) -> Embedder:
        """The model that questions are embedded with."""
        if self._embedder is None:
            self._embedder = OnnxEmbedder.load()
        return self._embedder

    def current(self) -> Generation:
        """The generation that answers. Where it is damaged, the newest whole earlier one, with a notice saying so.

        Raises GenerationMissing where nothing was built, GenerationDamaged where nothing whole is left.
        """
        chosen = self.current_id()
        try:
            return self.open(chosen)
        except (GenerationDamaged, GenerationMissing) as fault:
            if self.current_id() != chosen:  # replaced, and the old one cleared away, meanwhile
                return self.current()
            for manifest in self._before(chosen):
                with suppress(GenerationDamaged):
                    notice = f"{fault}; until then generation {manifest.id} answers"
                    return replace(self.open(manifest.id), notice=notice)
            raise GenerationDamaged(str(fault)) from fault

    def current_id(self) -> str:
        """The name of the generation that answers; raises GenerationMissing where nothing was built."""
        try:
            return (self.root / CURRENT).read_text(encoding="utf-8", errors="replace").strip()
        except FileNotFoundError:
            raise GenerationMissing(f"no index in {self.root}: run 'assistant index build'") from None
        except OSError as error:
            raise _unreadable(self.root / CURRENT, error) from error

    def open(self, id: str) -> Generation:
        """A generation, every file checked; raises GenerationMissing or GenerationDamaged."""
        folder = self._folder(id)
        manifest = _read_manifest(folder)
        _refuse_foreign(folder, manifest, self.embedder)
        for problem in _problems(folder, manifest):
            raise GenerationDamaged(f"{problem}: {REBUILD}")
        return self._loaded(folder, manifest)

    def newest(self) -> Manifest:
        """The generation made last, in service or not; raises GenerationMissing where there is none."""
        kept = self.list()
        if not kept:
            raise GenerationMissing(f"no index in {self.root}: run 'assistant index build'")
        return kept[-1]

    def withheld(self) -> tuple[str, ...]:
        """The generations that were made and never put in service."""
        try:
            return tuple((self.root / WITHHELD).read_text(encoding="utf-8", errors="replace").split())
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise _unreadable(self.root / WITHHELD, error) from error

    def list(self) -> tuple[Manifest, ...]:
        """The generations kept, oldest first; without those whose manifest cannot be read."""
        found = []
        for folder in self._folders():
            with suppress(GenerationDamaged):
                found.append(_read_manifest(folder))
        return tuple(sorted(found, key=lambda manifest: manifest.created))

    def verify(self, id: str | None = None) -> tuple[str, ...]:
        """What is wrong with a generation, or with all that are kept: nothing, where every file is what it was."""
        folders = [self._folder(id)] if id else self._folders()
        problems = [problem for folder in folders for problem in _all_problems(folder)]
        if id is None and self.current_id() not in {folder.name for folder in folders}:
            problems.append(f"{self.root / CURRENT} names no generation kept")
        return tuple(problems)

    def rollback(self, id: str | None = None) -> Manifest:
        """Make a generation current again, the one before the current unless named; it is checked first."""
        with self.building():
            if id is None:
                earlier = next(self._before(self.current_id()), None)
                if earlier is None:
                    raise GenerationMissing("no earlier generation to go back to: see 'assistant index list'")
                id = earlier.id
            return self.put_in_service(id)

    def put_in_service(self, id: str) -> Manifest:
        """Make a generation current, withheld before or not; it is checked first. The caller holds ``building()``."""
        manifest = self.open(id).manifest
        self._withhold(other for other in self.withheld() if other != id)
        self._switch(id)
        return manifest

    def publish(self, draft: Draft, judge: Judge | None = None) -> Generation:
        """Write a generation beside, check it, and make it current by one rename; the last five are kept.

        Where ``judge`` objects it is kept but not made current, with the objection as its notice. The caller holds
        ``building()``. On a failure nothing of it stays and the current generation is as before.
        """
        created = self._next_moment()
        id = f"{created:%Y%m%dT%H%M%SZ}-{created.microsecond:06x}"
        beside = self._generations / f"{BESIDE}{id}"
        beside.mkdir(parents=True)
        try:
            _write(beside, _manifest(id, created, draft, self.embedder), draft, self.embedder.dimensions, self.vectors)
            generation = self._loaded(beside, _read_manifest(beside))
            objection = judge(generation) if judge else None
            if objection:
                self._withhold((*(other for other in self.withheld() if (self._generations / other).is_dir()), id))
            beside.rename(self._generations / id)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        try:
            _sync(self._generations)
            if not objection:
                self._switch(id)
        except OSError:
            shutil.rmtree(self._generations / id, ignore_errors=True)
            raise
        with suppress(OSError, ReadingFailed):  # what is left goes with the next
            self._prune()
        return replace(generation, notice=objection)

    def take_in(self, folder: Path, id: str) -> Manifest:
        """Keep a generation that lies beside, as another machine made it, withheld until it is put in service.

        It is checked first: raises GenerationDamaged. The caller holds ``building()``."""
        if not _ID.fullmatch(id):
            raise GenerationDamaged(f"{id!r} is no generation's name: {REBUILD}")
        beside = folder.rename(self._generations / f"{BESIDE}{id}")
        try:
            manifest = _read_manifest(beside)
            _refuse_foreign(beside, manifest, self.embedder)
            for problem in (*_problems(beside, manifest), *_strangers(beside, manifest)):
                raise GenerationDamaged(f"{problem}: {REBUILD}")
            self._loaded(beside, manifest)
            shutil.rmtree(self._generations / id, ignore_errors=True)
            self._withhold((*(other for other in self.withheld() if (self._generations / other).is_dir()), id))
            beside.rename(self._generations / id)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        _sync(self._generations)
        return manifest

    @contextmanager
    def building(self, patience: float = PATIENCE) -> Iterator[None]:
        """Wait for, then hold, the only right to change this folder; it ends with the process at the latest.

        Raises BuildUnderWay after ``patience`` seconds, StateUnwritable where the folder cannot be written, then or
        later."""
        try:
            self._generations.mkdir(parents=True, exist_ok=True)
            with (self.root / "lock").open("a+") as lock:
                _take(lock, patience)
                for left in self._generations.glob(f"{BESIDE}*"):  # by a build that was cut off
                    shutil.rmtree(left, ignore_errors=True)
                yield
        except OSError as error:
            raise StateUnwritable(f"{self.root} cannot be written ({error}): {WRITABLE}") from error

    @property
    def _generations(self) -> Path:
        return self.root / "generations"

    def _folders(self) -> Sequence[Path]:
        if not self._generations.is_dir():
            return []
        return sorted(folder for folder in self._generations.iterdir() if _ID.fullmatch(folder.name))

    def _folder(self, id: str) -> Path:
        folder = self._generations / id
        if not _ID.fullmatch(id) or not folder.is_dir():
            raise GenerationMissing(f"no generation {id!r} in {self.root}: see 'assistant index list'")
        return folder

    def _before(self, id: str) -> Iterator[Manifest]:
        """The generations made before one, newest first; all of them where it is no generation's name."""
        kept = self.list()
        names = [manifest.id for manifest in kept]
        if id in names:
            kept = kept[: names.index(id)]
        elif _ID.fullmatch(id):
            kept = tuple(manifest for manifest in kept if manifest.id < id)
        withheld = self.withheld()
        return (manifest for manifest in reversed(kept) if manifest.id not in withheld)

    def _loaded(self, folder: Path, manifest: Manifest) -> Generation:
        """A generation from its files; raises GenerationDamaged where they are not its."""
        try:
            texts, passages = self._records.read(folder)
            vectors = self.vectors.open(folder, manifest.id)
            lexical = Lexical.load(folder / LEXICAL)
            late = Late.load(folder / LATE)
        except (OSError, ValueError, KeyError, TypeError) as error:
            if isinstance(error, OSError) and starved(error):
                raise ReadingFailed.of(error.filename or folder, error) from error
            raise GenerationDamaged(f"{folder} cannot be loaded ({error}): {REBUILD}") from error
        count = manifest.passages
        found = len(texts), len(passages), len(vectors), len(lexical), len(late), vectors.dimensions
        said = manifest.documents, count, count, max(1, count), count, self.embedder.dimensions
        if found != said:
            raise GenerationDamaged(f"{folder} holds another number of passages than its manifest says: {REBUILD}")
        return Generation(manifest, passages, vectors, lexical, late, self.embedder, texts, reader=self.reader)

    def _next_moment(self) -> datetime:
        """Now, or just after the newest generation where the clock was set back: names stay in the order of making."""
        now = datetime.now(UTC)
        folders = self._folders()
        return max(now, _moment(folders[-1].name) + timedelta(microseconds=1)) if folders else now

    def _switch(self, id: str) -> None:
        """Name another generation as current; where the disk does not take it, the one before is named again."""
        before = self.current_id() if (self.root / CURRENT).exists() else None
        self._replace(CURRENT, id)
        try:
            _sync(self.root)
        except OSError:
            if before:
                self._replace(CURRENT, before)
            else:
                (self.root / CURRENT).unlink()
            raise

    def _withhold(self, ids: Iterable[str]) -> None:
        names = tuple(ids)
        if names != self.withheld():
            self._replace(WITHHELD, "\n".join(names))
            _sync(self.root)

    def _replace(self, name: str, content: str) -> None:
        beside = self.root / f"{BESIDE}{name}"
        with naming(beside):
            beside.write_text(f"{content}\n", encoding="utf-8")
            _sync(beside)
            beside.replace(self.root / name)

    def _prune(self) -> None:
        """Let go of all but the last; a generation leaves the list before its files go."""
        kept = [manifest.id for manifest in self.list()][-KEPT:]
        for folder in self._folders():
            if folder.name not in (*kept, self.current_id()):
                gone = folder.with_name(f"{BESIDE}{folder.name}")
                with suppress(OSError):  # it stays, and goes with the next
                    folder.rename(gone)
                shutil.rmtree(gone, ignore_errors=True)
        self.vectors.forget([folder.name for folder in self._folders()])


def _manifest(id: str, created: datetime, draft: Draft, embedder: Embedder) -> Manifest:
    return Manifest(
        id=id,
        format=FORMAT,
        created=created,
        model=embedder.name,
        checksum=embedder.checksum,
        corpus=draft.corpus,
        code=draft.code,
        documents=len(draft.documents),
        passages=len(draft.passages),
        skipped=draft.skipped,
        libraries=draft.libraries,
        files={},
    )


def _take(lock: IO[str], patience: float) -> None:
    """Hold the lock, and write into it who does; raises BuildUnderWay."""
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if time.monotonic() > end:
                lock.seek(0)
                raise BuildUnderWay(
                    f"another process ({lock.read().strip() or 'unknown'}) has been building for more than "
                    f"{patience:.0f} s: wait for it or end it, and run the command again"
                ) from None
            time.sleep(0.05)
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()


def _moment(id: str) -> datetime:
    """When a generation was made, as its name tells it."""
    second, part = id.split("-")
    return datetime.strptime(second, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) + timedelta(microseconds=int(part, 16))


def _write(folder: Path, manifest: Manifest, draft: Draft, dimensions: int, place: VectorPlace) -> None:
    write_records(folder, draft.documents, draft.passages)
    rows = np.array([reading.vector for reading in draft.readings], dtype=np.float32)
    with naming(folder / VECTORS):
        place.keep(folder, manifest.id, rows.reshape(len(draft.readings), dimensions))
    with naming(folder / LEXICAL):
        Lexical.of([passage_terms(passage) for passage in draft.passages]).save(folder / LEXICAL)
    with naming(folder / LATE):
        Late.of(draft.readings).save(folder / LATE)
    files = {name: _checksum(folder / name) for name in _files(folder)}
    record = asdict(replace(manifest, files=files)) | {"created": manifest.created.isoformat()}
    with naming(folder / MANIFEST):
        (folder / MANIFEST).write_bytes(_sealed(record))
    for name in (*files, MANIFEST):
        _sync(folder / name)
    for name in (LEXICAL, LATE):
        _sync(folder / name)
    _sync(folder)


def _read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation; raises GenerationDamaged where it is not whole or of another format."""
    path = folder / MANIFEST
    try:
        content = path.read_bytes()
        record = json.loads(content)
        form = record["format"]
        if form != FORMAT:
            raise GenerationDamaged(f"{path} is of format {form}, not {FORMAT}: {REBUILD}")
        del record["seal"]
        if content != _sealed(record):
            raise GenerationDamaged(f"{path} is not what it was when it was written: {REBUILD}")
        if record["id"] != folder.name.removeprefix(BESIDE):
            raise GenerationDamaged(f"{path} is that of another generation: {REBUILD}")
        created = datetime.fromisoformat(record.pop("created"))
        skipped = tuple(Skipped(**skipped) for skipped in record.pop("skipped"))
        return Manifest(created=created, skipped=skipped, **record)
    except OSError as error:
        raise _unreadable(path, error) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GenerationDamaged(f"{path} is not a manifest: {REBUILD}") from error


def _sealed(record: Mapping[str, object]) -> bytes:
    """A manifest as it is written, to the byte, with the digest of what it says."""
    seal = hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()
    return f"{json.dumps({**record, 'seal': seal}, indent=1, sort_keys=True)}\n".encode()


def _unreadable(path: Path, error: OSError) -> ReadingFailed | GenerationDamaged:
    """A file that cannot be read just now, or one that is no longer there to be read."""
    if starved(error):
        return ReadingFailed.of(path, error)
    return GenerationDamaged(f"{path} cannot be read ({error.strerror}): {REBUILD}")


def _refuse_foreign(folder: Path, manifest: Manifest, embedder: Embedder) -> None:
    if manifest.checksum != embedder.checksum:
        raise GenerationDamaged(
            f"{folder / MANIFEST} names another model ({manifest.model}) than the one in use "
            f"({embedder.name}): {REBUILD}"
        )


def _problems(folder: Path, manifest: Manifest) -> Iterator[str]:
    for name, checksum in manifest.files.items():
        try:
            if _checksum(folder / name) != checksum:
                yield f"{folder / name} is not what its manifest says"
        except OSError as error:
            if starved(error):
                raise ReadingFailed.of(folder / name, error) from error
            yield f"{folder / name} cannot be read ({error.strerror})"


def _strangers(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Files that a manifest does not name, or names outside its folder."""
    for name in {*_files(folder)} ^ {*manifest.files, MANIFEST}:
        yield f"{folder / name} is no file of this generation"


def _all_problems(folder: Path) -> Iterator[str]:
    try:
        yield from _problems(folder, _read_manifest(folder))
    except GenerationDamaged as fault:
        yield str(fault)


def _files(folder: Path) -> Sequence[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    """Have the disk hold a file, or a folder's list of names, before going on."""
    with naming(path):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
