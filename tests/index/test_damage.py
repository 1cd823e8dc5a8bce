"""Single flipped bytes and truncations anywhere in a generation: each is found, and the one before answers.

``DAMAGE_FLIPS=1000 DAMAGE_CUTS=100 make test TESTS=tests/index/test_damage.py`` tries more.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from index.building import build
from index.embedding import Embedder, OnnxEmbedder
from index.generations import State
from index.places import place_of
from index.vectors import InFiles

FLIPS = int(os.environ.get("DAMAGE_FLIPS", "120"))
CUTS = int(os.environ.get("DAMAGE_CUTS", "25"))
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def state(hashing: Embedder, tmp_path_factory: pytest.TempPathFactory) -> State:
    """Two generations of the bundled page."""
    corpus = tmp_path_factory.mktemp("corpus")
    state = State(tmp_path_factory.mktemp("state"), hashing)
    (corpus / "page.md").write_text((ROOT / "corpus" / "ask-for-help.md").read_text("utf-8"), "utf-8")
    for number in range(2):
        (corpus / "count.md").write_text(f"Number {number} counts.\n")
        build(corpus, state, hashing)
    return state


def assert_found(state: State, path: Path, before: str) -> None:
    served = state.current()
    assert served.id == before
    assert served.notice is not None
    assert path.name in served.notice
    assert "run 'assistant index build --full'" in served.notice
    assert any(path.name in problem for problem in state.verify())


def places(state: State, count: int) -> list[tuple[Path, int]]:
    """Files of the current generation and places in them, every file at least once."""
    chance = random.Random(6)
    folder = state.root / "generations" / state.current_id()
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)
    by_size = chance.choices(files, [path.stat().st_size for path in files], k=max(0, count - len(files)))
    return [(path, chance.randrange(path.stat().st_size)) for path in (*files, *by_size)]


def test_every_flipped_byte_is_found_and_the_generation_before_answers(state: State) -> None:
    chance = random.Random(7)
    before = state.list()[0].id
    for path, place in places(state, FLIPS):
        whole = path.read_bytes()
        other = chance.choice([byte for byte in range(256) if byte != whole[place]])
        path.write_bytes(whole[:place] + bytes([other]) + whole[place + 1 :])
        assert_found(state, path, before)
        path.write_bytes(whole)
    assert state.current().notice is None


def test_every_flipped_bit_of_white_space_in_a_manifest_is_found(state: State) -> None:
    path = state.root / "generations" / state.current_id() / "manifest.json"
    whole = path.read_bytes()
    blanks = [place for place, byte in enumerate(whole) if byte in b" \n"]
    for place in (*blanks[:5], blanks[-1]):
        path.write_bytes(whole[:place] + b"\t" + whole[place + 1 :])
        assert_found(state, path, state.list()[0].id)
    path.write_bytes(whole)


def test_every_truncation_is_found_and_the_generation_before_answers(state: State) -> None:
    before = state.list()[0].id
    for path, place in places(state, CUTS):
        whole = path.read_bytes()
        path.write_bytes(whole[:place])
        assert_found(state, path, before)
        path.write_bytes(whole[:-1])
        assert_found(state, path, before)
        path.write_bytes(whole)


@pytest.mark.parametrize("name", ["vectors.recall", "vectors.milvus.json"])
def test_every_flipped_byte_of_what_other_stores_keep_is_found(tmp_path: Path, hashing: Embedder, name: str) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    lite = f"milvus://{tmp_path / 'vectors.db'}"
    state = State(tmp_path / "state", hashing, place_of(lite) if "milvus" in name else InFiles(exact=20))
    for number in range(2):
        (corpus / "rooms.md").write_text("".join(f"Room {n} has {n + number} windows.\n\n" for n in range(80)))
        build(corpus, state, hashing)
    before = state.list()[0].id
    path = state.root / "generations" / state.current_id() / name
    whole = path.read_bytes()
    for place in range(0, len(whole), max(1, 10 * len(whole) // FLIPS)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert_found(state, path, before)
    for end in (0, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:end])
        assert_found(state, path, before)


def test_the_real_model_gives_way_to_the_generation_before_too(tmp_path: Path, embedder: OnnxEmbedder) -> None:
    corpus, state = tmp_path / "corpus", State(tmp_path / "state", embedder)
    corpus.mkdir()
    for number in range(2):
        (corpus / "count.md").write_text(f"Number {number} counts.\n")
        build(corpus, state, embedder)
    before = state.list()[0].id
    for path, place in places(state, 0):
        whole = path.read_bytes()
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert_found(state, path, before)
        path.write_bytes(whole)
