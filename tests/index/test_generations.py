"""The state folder: what is kept, what is checked, and what is refused."""

from __future__ import annotations

import hashlib
import json
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.building import build
from index.embedding import OnnxEmbedder
from index.errors import Fault, GenerationDamaged, GenerationMissing, StateUnwritable
from index.generations import KEPT, Generation, State


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "vans.md").write_text("# Vans\n\nThe fleet team mends “vans”.\r\n\n- by day\n- by night\n", newline="")
    return folder


@pytest.fixture
def state(tmp_path: Path, embedder: OnnxEmbedder) -> State:
    return State(tmp_path / "state", embedder)


@pytest.fixture
def make(state: State, corpus: Path, embedder: OnnxEmbedder) -> Callable[[], str]:
    """Builds a generation that differs from those before; its name."""
    count = iter(range(100))

    def once() -> str:
        (corpus / "count.md").write_text(f"Van number {next(count)} is white.\n")
        return build(corpus, state, embedder).generation

    return once


def folder(state: State, generation: str) -> Path:
    return state.root / "generations" / generation


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_a_missing_index_says_how_to_build_it(state: State) -> None:
    with pytest.raises(GenerationMissing, match="run 'assistant index build'"):
        state.current()
    assert state.list() == ()
    assert not state.root.exists()


def test_a_generation_holds_what_was_read(state: State, make: Callable[[], str], corpus: Path) -> None:
    make()
    generation = state.current()
    assert [document.path for document in generation.documents] == ["count.md", "vans.md"]
    text = generation.document("vans.md").text
    assert text == (corpus / "vans.md").read_text(encoding="utf-8")
    for passage in generation.passages:
        for quote in (passage.quote, *passage.leads, *passage.sentences):
            document = generation.document(quote.document)
            assert quote == document.quote(quote.start, quote.end)
    with pytest.raises(KeyError):
        generation.document("other.md")


def test_a_generation_opened_is_the_one_published(state: State, make: Callable[[], str]) -> None:
    name = make()
    one, other = state.open(name), state.current()
    assert (one.id, one.manifest, one.passages, one.texts) == (other.id, other.manifest, other.passages, other.texts)
    assert one.search("vans") == other.search("vans")


def test_a_manifest_says_what_the_generation_is(state: State, make: Callable[[], str], embedder: OnnxEmbedder) -> None:
    name = make()
    (manifest,) = state.list()
    assert manifest.id == name == f"{manifest.created:%Y%m%dT%H%M%SZ}-{name[-6:]}"
    assert (manifest.model, manifest.checksum) == (embedder.name, embedder.checksum)
    assert (manifest.documents, manifest.passages) == (2, 4)
    assert {"faiss-cpu", "bm25s", "onnxruntime"} <= manifest.libraries.keys()
    for file, checksum in manifest.files.items():
        assert hashlib.sha256((folder(state, name) / file).read_bytes()).hexdigest() == checksum


def test_a_generation_answers_when_its_folder_is_gone(state: State, make: Callable[[], str]) -> None:
    make()
    generation = state.current()
    shutil.rmtree(state.root)
    assert generation.search("who mends vans")[0].passage.text == "The fleet team mends “vans”."
    assert len(generation.documents) == 2


def test_nothing_kept_is_a_pickle(state: State, make: Callable[[], str]) -> None:
    for path in folder(state, make()).rglob("*.npy"):
        assert b"|O" not in path.read_bytes()[:128]


FILES = [
    "documents.jsonl",
    "passages.jsonl",
    "vectors.faiss",
    "lexical/vocab.index.json",
    "lexical/data.csc.index.npy",
    "late/pieces.npy",
]


@pytest.mark.parametrize("file", [*FILES, "manifest.json"])
def test_one_flipped_byte_is_named_and_not_served(state: State, make: Callable[[], str], file: str) -> None:
    path = folder(state, make()) / file
    flip(path)
    with pytest.raises(GenerationDamaged, match=rf"{path.name} .*run 'assistant index build --full'"):
        state.current()
    assert len(state.verify()) == 1
    assert file in state.verify()[0]


@pytest.mark.parametrize("file", [*FILES, "manifest.json"])
def test_a_missing_file_is_named_and_not_served(state: State, make: Callable[[], str], file: str) -> None:
    (folder(state, make()) / file).unlink()
    with pytest.raises(GenerationDamaged, match=r"cannot be read .*run 'assistant index build --full'"):
        state.current()
    assert file in state.verify()[0]


@pytest.mark.parametrize("file", [*FILES, "manifest.json"])
@pytest.mark.parametrize("content", [b"", b"\x80\x04.", b"[]"], ids=["empty", "pickle", "JSON"])
def test_a_foreign_file_is_refused(state: State, make: Callable[[], str], file: str, content: bytes) -> None:
    (folder(state, make()) / file).write_bytes(content)
    with pytest.raises(GenerationDamaged, match="run 'assistant index build --full'"):
        state.current()


def forge(path: Path, **changes: object) -> None:
    """Change a manifest and seal it anew, as another version of the product would have written it."""
    record = {key: value for key, value in json.loads(path.read_text()).items() if key != "seal"} | changes
    seal = hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()
    path.write_text(json.dumps(record | {"seal": seal}, indent=1, sort_keys=True) + "\n")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"format": 99}, "is of format 99, not 2"),
        ({"checksum": "0" * 64, "model": "another"}, r"names another model \(another\)"),
        ({"passages": 5}, "holds another number of passages"),
        ({"id": "20200101T000000Z-abcdef"}, "is that of another generation"),
        ({"unknown": 1}, "is not a manifest"),
        ({"created": "yesterday"}, "is not a manifest"),
    ],
    ids=["format", "model", "counts", "name", "field", "time"],
)
def test_a_generation_of_another_kind_is_refused(
    state: State, make: Callable[[], str], changes: dict[str, object], says: str
) -> None:
    forge(folder(state, make()) / "manifest.json", **changes)
    with pytest.raises(GenerationDamaged, match=rf"{says}.*run 'assistant index build --full'"):
        state.current()


def test_a_file_that_passes_its_checksum_but_cannot_be_read_is_refused(state: State, make: Callable[[], str]) -> None:
    path = folder(state, make())
    (path / "vectors.faiss").write_bytes(b"other")
    files = dict(state.list()[0].files) | {"vectors.faiss": hashlib.sha256(b"other").hexdigest()}
    forge(path / "manifest.json", files=files)
    with pytest.raises(GenerationDamaged, match=r"vectors\.faiss is no FAISS index"):
        state.current()


def test_a_damaged_generation_gives_way_to_the_one_before_and_says_so(state: State, make: Callable[[], str]) -> None:
    oldest, before, current = make(), make(), make()
    flip(folder(state, current) / "vectors.faiss")
    flip(folder(state, before) / "passages.jsonl")
    generation = state.current()
    assert generation.id == oldest
    assert generation.notice is not None
    assert "vectors.faiss is not what its manifest says: run 'assistant index build --full'" in generation.notice
    assert oldest in generation.notice


def test_a_whole_generation_carries_no_notice(state: State, make: Callable[[], str]) -> None:
    make()
    assert state.current().notice is None


@pytest.mark.parametrize("content", ["", "nonsense", "../../etc", "20200101T000000Z-abcdef"], ids=repr)
def test_a_current_file_that_names_nothing_is_noticed(state: State, make: Callable[[], str], content: str) -> None:
    make()
    newest = make()
    (state.root / "current").write_text(content)
    assert state.verify() == (f"{state.root / 'current'} names no generation kept",)
    if content.startswith("2020"):  # older than any: nothing is before it
        with pytest.raises(GenerationDamaged):
            state.current()
    else:
        assert state.current().id == newest


def test_going_back_takes_the_generation_before(state: State, make: Callable[[], str]) -> None:
    first, second, third = make(), make(), make()
    assert state.rollback().id == second == state.current().id
    assert state.rollback().id == first == state.current().id
    with pytest.raises(GenerationMissing, match="no earlier generation"):
        state.rollback()
    assert state.rollback(third).id == third == state.current().id


def test_going_back_to_a_damaged_generation_is_refused(state: State, make: Callable[[], str]) -> None:
    first, second = make(), make()
    flip(folder(state, first) / "passages.jsonl")
    with pytest.raises(GenerationDamaged):
        state.rollback()
    assert state.current().id == second


def test_after_going_back_a_damaged_generation_does_not_give_way_to_a_later_one(
    state: State, make: Callable[[], str]
) -> None:
    first = make()
    make()
    state.rollback()
    flip(folder(state, first) / "passages.jsonl")
    with pytest.raises(GenerationDamaged):
        state.current()


@pytest.mark.parametrize("name", ["", "..", "20200101T000000Z-abcdef", "../generations"], ids=repr)
def test_a_generation_that_is_not_there_is_missing(state: State, make: Callable[[], str], name: str) -> None:
    make()
    with pytest.raises(GenerationMissing, match="see 'assistant index list'"):
        state.open(name)


def test_the_last_five_and_the_current_are_kept(state: State, make: Callable[[], str]) -> None:
    names = [make() for _ in range(KEPT + 1)]
    assert [manifest.id for manifest in state.list()] == names[1:]
    state.rollback(names[1])
    assert state.current().id == names[1]
    made = [make(), make()]
    assert [manifest.id for manifest in state.list()] == [*names[3:], *made]


def test_all_kept_are_verified_or_the_one_named(state: State, make: Callable[[], str]) -> None:
    first, second = make(), make()
    assert state.verify() == ()
    flip(folder(state, first) / "vectors.faiss")
    assert len(state.verify()) == len(state.verify(first)) == 1
    assert state.verify(second) == ()


def test_what_a_build_cut_off_has_left_is_cleared_away(state: State, make: Callable[[], str]) -> None:
    name = make()
    left = state.root / "generations" / ".making-20200101T000000Z-abcdef"
    left.mkdir()
    (left / "vectors.faiss").touch()
    assert state.current().id == name
    make()
    assert not left.exists()


def test_a_state_folder_that_cannot_be_written_says_what_to_do(
    tmp_path: Path, embedder: OnnxEmbedder, corpus: Path
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StateUnwritable, match="name another folder with --state"):
        build(corpus, State(tmp_path / "file" / "state", embedder), embedder)


def test_a_failed_publication_leaves_everything_as_it_was(
    state: State, make: Callable[[], str], corpus: Path, embedder: OnnxEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = make()

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(StateUnwritable, match="No space left on device"):
        make()
    assert state.current().id == name
    assert [path.name for path in (state.root / "generations").iterdir()] == [name]


def test_one_at_a_time_may_change_the_folder(state: State) -> None:
    order: list[str] = []

    def second() -> None:
        with state.building():
            order.append("second")

    with state.building():
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.2)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_readers_see_one_whole_generation_while_others_are_made(state: State, make: Callable[[], str]) -> None:
    names = [make()]
    seen: list[Generation] = []
    faults: list[Fault] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                seen.append(state.current())
            except Fault as fault:
                faults.append(fault)

    reader = threading.Thread(target=read)
    reader.start()
    names += [make() for _ in range(2 * KEPT)]
    done.set()
    reader.join()
    assert faults == []
    assert {generation.id for generation in seen} <= set(names)
    assert all(generation.notice is None for generation in seen)


def test_the_model_is_loaded_when_it_is_first_needed(state: State, make: Callable[[], str]) -> None:
    make()
    assert State(state.root).current().search("who mends vans")[0].passage.document == "vans.md"


def test_a_model_of_other_weights_is_not_used_with_this_index(
    state: State, make: Callable[[], str], embedder: OnnxEmbedder
) -> None:
    make()
    other = replace(embedder, name="another", checksum="0" * 64)
    with pytest.raises(GenerationDamaged, match="names another model"):
        State(state.root, other).current()


def test_what_stands_is_shared_with_the_generation_before_and_nothing_else(
    state: State, corpus: Path, embedder: OnnxEmbedder
) -> None:
    (corpus / "marked.md").write_text("Vans are *white* here.\n")
    build(corpus, state, embedder)
    one = state.current()
    (corpus / "marked.md").write_text("Vans are _white_ here.\n")  # reads the same, and stands at the same places
    build(corpus, state, embedder)
    other, afresh = state.current(), State(state.root, embedder).current()
    assert (other.passages, other.texts) == (afresh.passages, afresh.texts)
    shared = {passage.document for passage in other.passages if any(passage is each for each in one.passages)}
    assert shared == {"vans.md"}
    assert [p.quote.text for p in other.passages if p.document == "marked.md"] == ["Vans are _white_ here."]
