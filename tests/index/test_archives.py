"""A generation as one file: what is exported is imported whole, and nothing else is."""

from __future__ import annotations

import io
import shutil
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.archives import ArchiveRefused, export_generation, import_generation
from index.building import build
from index.embedding import Embedder
from index.errors import GenerationDamaged
from index.generations import State


@pytest.fixture
def state(tmp_path: Path, hashing: Embedder) -> State:
    """A generation of two documents."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "vans.md").write_text("# Vans\n\nVans are white.\n")
    (corpus / "cats.md").write_text("# Cats\n\nCats sleep.\n")
    state = State(tmp_path / "here", hashing)
    build(corpus, state, hashing)
    return state


@pytest.fixture
def there(tmp_path: Path, hashing: Embedder) -> State:
    return State(tmp_path / "there", hashing)


@pytest.fixture
def archive(state: State, tmp_path: Path) -> Path:
    export_generation(state, tmp_path / "index.tar")
    return tmp_path / "index.tar"


def test_what_is_exported_is_imported_whole(state: State, there: State, archive: Path) -> None:
    manifest = import_generation(there, archive)
    assert there.withheld() == (manifest.id,)
    with there.building():
        there.put_in_service(manifest.id)
    one, other = state.current(), there.current()
    assert (one.id, one.manifest, one.passages, one.texts) == (other.id, other.manifest, other.passages, other.texts)
    assert one.search("white vans") == other.search("white vans")
    assert there.withheld() == ()


def test_the_same_generation_makes_the_same_file(state: State, tmp_path: Path, archive: Path) -> None:
    digest = export_generation(state, tmp_path / "again.tar")
    assert (tmp_path / "again.tar").read_bytes() == archive.read_bytes()
    assert len(digest) == 64
    assert not list(tmp_path.glob("*.making"))


def test_an_archive_taken_in_twice_is_one_generation(there: State, archive: Path) -> None:
    assert import_generation(there, archive) == import_generation(there, archive)
    assert len(there.list()) == 1


def test_a_damaged_generation_is_replaced_by_a_whole_one(state: State, archive: Path) -> None:
    path = state.root / "generations" / state.current_id() / "passages.jsonl"
    path.write_bytes(b"")
    import_generation(state, archive)
    assert state.verify() == ()
    assert state.current().notice is None


def test_a_damaged_generation_is_not_exported(state: State, tmp_path: Path) -> None:
    (state.root / "generations" / state.current_id() / "passages.jsonl").write_bytes(b"")
    with pytest.raises(GenerationDamaged, match="run 'assistant index build --full'"):
        export_generation(state, tmp_path / "index.tar")
    assert not (tmp_path / "index.tar").exists()


def test_only_the_file_of_a_given_digest_is_taken(state: State, there: State, tmp_path: Path) -> None:
    digest = export_generation(state, tmp_path / "index.tar")
    with pytest.raises(ArchiveRefused, match="not the file of that SHA-256"):
        import_generation(there, tmp_path / "index.tar", "0" * 64)
    assert import_generation(there, tmp_path / "index.tar", digest.upper())


def test_an_archive_of_another_model_is_refused(there: State, archive: Path, hashing: Any) -> None:
    other = State(there.root, replace(hashing, checksum="of other weights"))
    with pytest.raises(GenerationDamaged, match="names another model"):
        import_generation(other, archive)


def test_a_missing_archive_says_how_one_is_written(there: State, tmp_path: Path) -> None:
    with pytest.raises(ArchiveRefused, match="'assistant index export FILE'"):
        import_generation(there, tmp_path / "nothing.tar")


@pytest.mark.parametrize("place", range(0, 100, 7))
def test_no_flipped_byte_or_truncation_is_taken_in(there: State, archive: Path, place: int) -> None:
    """Apart from what a tar says of owner, time and padding, which is not taken over."""
    whole = archive.read_bytes()
    with tarfile.open(archive) as opened:
        content = [member for member in opened if member.size]
    member = content[place % len(content)]
    at = member.offset_data + place * member.size // 100
    for broken in (whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :], whole[:at]):
        archive.write_bytes(broken)
        with pytest.raises((ArchiveRefused, GenerationDamaged)):
            import_generation(there, archive)
        assert there.list() == ()
        assert list((there.root / "generations").iterdir()) == []


Change = Callable[[tarfile.TarInfo], Any]


def rewritten(archive: Path, name: str, change: Change) -> None:
    """Change one member of an archive."""
    out = io.BytesIO()
    with tarfile.open(archive) as old, tarfile.open(fileobj=out, mode="w") as new:
        for member in old:
            content = old.extractfile(member)
            if member.name.endswith(name):
                change(member)
            new.addfile(member, content if member.isreg() else None)
    archive.write_bytes(out.getvalue())


@pytest.mark.parametrize(
    "name", ["../evil", "/tmp/evil", "a/../../evil", "evil", "./x/evil", "x/.hidden", "x/y/z/evil", "x//evil", "x/\0e"]
)
def test_no_name_leads_out_of_the_folder(there: State, archive: Path, tmp_path: Path, name: str) -> None:
    rewritten(archive, "documents.jsonl", lambda member: setattr(member, "name", name))
    with pytest.raises((ArchiveRefused, GenerationDamaged)):
        import_generation(there, archive)
    assert there.list() == ()
    assert not [*tmp_path.rglob("*evil*"), *Path("/tmp").glob("evil")]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE])
def test_only_ordinary_files_are_taken(there: State, archive: Path, kind: bytes) -> None:
    def change(member: tarfile.TarInfo) -> None:
        member.type, member.linkname, member.size = kind, "/etc/passwd", 0

    rewritten(archive, "documents.jsonl", change)
    with pytest.raises(ArchiveRefused, match="which no generation has"):
        import_generation(there, archive)


def test_a_file_that_the_manifest_does_not_name_is_refused(there: State, archive: Path) -> None:
    with tarfile.open(archive, "a") as opened:
        member = tarfile.TarInfo(f"{opened.getmembers()[0].name.partition('/')[0]}/more")
        opened.addfile(member, io.BytesIO())
    with pytest.raises(GenerationDamaged, match="no file of this generation"):
        import_generation(there, archive)


@pytest.mark.parametrize("packed", ["gz", "xz"])
def test_what_is_packed_is_refused_so_that_little_cannot_become_much(there: State, archive: Path, packed: str) -> None:
    with tarfile.open(archive.with_suffix(".packed"), f"w:{packed}") as opened:
        member = tarfile.TarInfo("20261123T160305Z-71804f/documents.jsonl")
        member.size = 10_000_000
        opened.addfile(member, io.BytesIO(bytes(member.size)))
    with pytest.raises(ArchiveRefused, match="no archive of a generation"):
        import_generation(there, archive.with_suffix(".packed"))


def test_a_size_that_is_claimed_and_not_there_is_refused(there: State, archive: Path) -> None:
    out = io.BytesIO()
    member = tarfile.TarInfo("20261123T160305Z-71804f/documents.jsonl")
    member.size = 10 * 1024**4
    member_bytes = member.tobuf()
    out.write(member_bytes)
    archive.write_bytes(out.getvalue())
    with pytest.raises(ArchiveRefused):
        import_generation(there, archive)


def test_an_import_that_was_cut_off_leaves_nothing(state: State, there: State, archive: Path) -> None:
    left = there.root / "generations" / ".making-import"
    left.mkdir(parents=True)
    shutil.copy(archive, left / "manifest.json")
    import_generation(there, archive)
    assert [path.name for path in (there.root / "generations").iterdir()] == [state.current_id()]
