"""One generation as one file, for machines that load what another has built.

The archive is a plain tar of the generation's own files. Nothing of it is believed: the names in it must be exactly
those that its manifest gives, the files no larger together than is allowed, and all of it is checked before it counts.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from index.errors import Fault
from index.generations import BESIDE, MANIFEST, Manifest, State

LARGEST = 64 * 1024**3  # bytes of all files together
MOST_FILES = 100
CHUNK = 1024 * 1024


class ArchiveRefused(Fault):
    """A file is no archive of a generation, or not one to be trusted."""


def export_generation(state: State, file: Path, id: str | None = None) -> str:
    """Write a generation, the one in service unless named, as one file; its SHA-256. It is checked first.

    Raises GenerationMissing, GenerationDamaged, or OSError where the file cannot be written.
    """
    generation = state.open(id or state.current_id())
    folder = state.root / "generations" / generation.id
    beside = file.with_name(f".{file.name}.making")
    try:
        with tarfile.open(beside, "w", format=tarfile.PAX_FORMAT) as archive:
            for name in (MANIFEST, *sorted(generation.manifest.files)):
                archive.add(folder / name, f"{generation.id}/{name}", recursive=False, filter=_plain)
        with beside.open("rb") as written:
            os.fsync(written.fileno())
            digest = hashlib.file_digest(written, "sha256").hexdigest()
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    return digest


def import_generation(state: State, file: Path, sha256: str | None = None) -> Manifest:
    """Add the generation of an archive to those kept, without putting it in service.

    ``sha256`` refuses any other file. Raises ArchiveRefused where the file is not what ``export_generation`` writes,
    GenerationDamaged where what it holds is not whole or of another model.
    """
    if not file.is_file():
        raise ArchiveRefused(f"no archive at {file}: 'assistant index export FILE' writes one")
    with file.open("rb") as stream:
        if sha256 and hashlib.file_digest(stream, "sha256").hexdigest() != sha256.lower():
            raise ArchiveRefused(f"{file} is not the file of that SHA-256: fetch it again")
        stream.seek(0)
        with state.building():
            return _take_in(state, file, stream)


def _take_in(state: State, file: Path, stream: IO[bytes]) -> Manifest:
    beside = state.root / "generations" / f"{BESIDE}import"
    try:
        id = _unpack(file, stream, beside)
        for have in state.list():
            if have.id == id and not state.verify(id):
                return have  # taken in before
        return state.take_in(beside, id)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _unpack(file: Path, stream: IO[bytes], folder: Path) -> str:
    """Write the files of an archive into a folder; the generation's name."""
    id, left = "", LARGEST
    try:
        with tarfile.open(fileobj=stream, mode="r:") as archive:
            for member, name in _members(file, archive):
                id = id or name.parts[0]
                left -= member.size
                if name.parts[0] != id or left < 0:
                    raise ArchiveRefused(f"{file} holds more than one generation: {_EXPORT}")
                content = archive.extractfile(member)
                assert content
                target = folder.joinpath(*name.parts[1:])
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as out:
                    shutil.copyfileobj(content, out, CHUNK)
                    out.flush()
                    os.fsync(out.fileno())
    except (tarfile.TarError, EOFError, FileExistsError, NotADirectoryError, ValueError) as error:
        raise ArchiveRefused(f"{file} is no archive of a generation ({error}): {_EXPORT}") from error
    if not id:
        raise ArchiveRefused(f"{file} is empty: {_EXPORT}")
    return id


def _members(file: Path, archive: tarfile.TarFile) -> Iterator[tuple[tarfile.TarInfo, PurePosixPath]]:
    """Each file of an archive with its name: ordinary files only, below one folder, few of them."""
    for number, member in enumerate(archive):
        name = PurePosixPath(member.name)
        parts = name.parts
        plain = not name.is_absolute() and 2 <= len(parts) <= 3 and not any(part.startswith(".") for part in parts)
        if not member.isreg() or not plain or str(name) != member.name or number >= MOST_FILES or member.issparse():
            raise ArchiveRefused(f"{file} holds {member.name!r}, which no generation has: {_EXPORT}")
        yield member, name


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the owner and the time: the same generation makes the same file."""
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    member.mode = 0o644
    return member


_EXPORT = "fetch it again, or write another with 'assistant index export FILE'"
