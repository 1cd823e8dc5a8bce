"""What every store of vectors promises, tried on FAISS, exact and by cells, and on Milvus, in process and served.

``MILVUS=host:port make test TESTS=tests/index/test_vector_stores.py`` tries a real server too.
"""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from index.building import build
from index.generations import KEPT, State
from index.places import VectorsUnreachable, place_of
from index.vectors import InFiles, VectorPlace, VectorStore

NAME = "20261123T160305Z-71804f"
SERVER = ["a Milvus server"] if "MILVUS" in os.environ else []
STORES = ["faiss", "faiss by cells", "milvus", "milvus by graph", "milvus served", *SERVER]


def unit_rows(count: int, dimensions: int = 32, seed: int = 7) -> NDArray[np.float32]:
    """Vectors in clusters, as those of passages are."""
    chance = np.random.default_rng(seed)
    middles = chance.normal(size=(max(1, count // 25), dimensions))
    rows = middles[chance.integers(len(middles), size=count)] + 0.6 * chance.normal(size=(count, dimensions))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def questions(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """As near to some vectors as questions are to passages."""
    chance = np.random.default_rng(9)
    near = rows[chance.integers(len(rows), size=200)]
    near = near + chance.normal(scale=1.2 / np.sqrt(near.shape[1]), size=near.shape)
    return np.asarray(near / np.linalg.norm(near, axis=1, keepdims=True), dtype=np.float32)


ROWS = unit_rows(3_000)
QUESTIONS = questions(ROWS)


@pytest.fixture(scope="module", params=STORES)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[VectorPlace]:
    if request.param.startswith("faiss"):
        yield InFiles(exact=200 if "cells" in request.param else 200_000)
        return
    milvus = pytest.importorskip("index.milvus", reason="pymilvus is missing: install the extra milvus")
    with ExitStack() as stack:
        if "served" in request.param:
            address = stack.enter_context(served(tmp_path_factory.mktemp("served")))
        elif "server" in request.param:
            address = f"milvus://{os.environ['MILVUS']}"
        else:
            address = f"milvus://{tmp_path_factory.mktemp('milvus') / 'vectors.db'}"
        made: Any = milvus.InMilvus(address, exact=200 if "graph" in request.param else 200_000)
        yield made
        made.forget([])
        made.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """milvus-lite as a server of its own process, on a free port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    command = [sys.executable, "-u", "-m", "milvus_lite", "server", "--data-dir", folder, "--host", "127.0.0.1"]
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        assert process.stdout
        ready, _, _ = select.select([process.stdout], [], [], 60)
        assert ready, (folder / "log").read_text()
        assert "listening" in process.stdout.readline()
        yield f"milvus://127.0.0.1:{port}/tried"
        process.terminate()


@pytest.fixture(scope="module")
def folder(place: VectorPlace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generation")
    place.keep(folder, NAME, ROWS)
    return folder


@pytest.fixture(scope="module")
def store(place: VectorPlace, folder: Path) -> VectorStore:
    return place.open(folder, NAME)


def exact(question: NDArray[np.float32], limit: int) -> list[int]:
    return [int(position) for position in np.argsort(-(ROWS @ question), kind="stable")[:limit]]


def test_it_tells_how_many_there_are_and_how_long_each_is(store: VectorStore) -> None:
    assert (len(store), store.dimensions) == (3_000, 32)


def test_the_ten_nearest_are_the_exact_ones_in_99_of_100(store: VectorStore) -> None:
    shares = [len({*exact(q, 10)} & {position for position, _ in store.nearest(q, 10)}) / 10 for q in QUESTIONS]
    assert np.mean(shares) >= 0.99


def test_its_recall_is_stated(store: VectorStore) -> None:
    assert 0.99 <= store.recall <= 1


def test_the_nearest_come_first(store: VectorStore) -> None:
    for question in QUESTIONS[:10]:
        cosines = [cosine for _, cosine in store.nearest(question, 20)]
        assert cosines == sorted(cosines, reverse=True)


def test_the_cosines_are_those_of_the_vectors(store: VectorStore) -> None:
    for question in QUESTIONS[:10]:
        for position, cosine in store.nearest(question, 5):
            assert cosine == pytest.approx(float(ROWS[position] @ question), abs=1e-5)


@pytest.mark.parametrize("position", [0, 17, 2_999])
def test_a_vector_is_nearest_to_itself(store: VectorStore, position: int) -> None:
    assert store.nearest(ROWS[position], 1) == ((position, pytest.approx(1, abs=1e-5)),)


@pytest.mark.parametrize("limit", [1, 10, 50])
def test_as_many_are_found_as_are_asked_for(store: VectorStore, limit: int) -> None:
    found = [position for position, _ in store.nearest(QUESTIONS[0], limit)]
    assert len(found) == len({*found}) == limit


def test_none_are_found_where_none_are_asked_for(store: VectorStore) -> None:
    assert store.nearest(QUESTIONS[0], 0) == ()


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_a_question_that_is_not_a_number_is_refused(store: VectorStore, wrong: float) -> None:
    with pytest.raises(ValueError, match="must be of numbers"):
        store.nearest(np.full(32, wrong, dtype=np.float32), 1)


def test_cosines_are_told_for_chosen_positions_in_their_order(store: VectorStore) -> None:
    positions = [2_999, 5, 3, 5]
    wanted = [float(ROWS[position] @ QUESTIONS[0]) for position in positions]
    assert store.cosines(QUESTIONS[0], positions) == pytest.approx(wanted, abs=1e-5)


def test_cosines_of_no_positions_are_none(store: VectorStore) -> None:
    assert store.cosines(QUESTIONS[0], []) == ()


def test_the_same_question_is_answered_the_same(store: VectorStore) -> None:
    assert store.nearest(QUESTIONS[3], 10) == store.nearest(QUESTIONS[3], 10)


def test_what_is_opened_again_answers_the_same(place: VectorPlace, folder: Path, store: VectorStore) -> None:
    again = place.open(folder, NAME)
    assert (len(again), again.dimensions, again.recall) == (len(store), store.dimensions, store.recall)
    assert again.nearest(QUESTIONS[1], 10) == store.nearest(QUESTIONS[1], 10)


def test_generations_do_not_mix(place: VectorPlace, store: VectorStore, tmp_path: Path) -> None:
    before = store.nearest(QUESTIONS[2], 5)
    place.keep(tmp_path, "20261123T160306Z-000001", -ROWS[:300])
    assert store.nearest(QUESTIONS[2], 5) == before
    other = place.open(tmp_path, "20261123T160306Z-000001")
    assert len(other) == 300
    assert other.nearest(-ROWS[7], 1)[0][0] == 7


def test_a_generation_may_be_kept_anew(place: VectorPlace, tmp_path: Path) -> None:
    place.keep(tmp_path, "20261123T160307Z-000001", ROWS[:50])
    place.keep(tmp_path, "20261123T160307Z-000001", ROWS[:30])
    assert len(place.open(tmp_path, "20261123T160307Z-000001")) == 30


def test_no_more_are_found_than_there_are(place: VectorPlace, tmp_path: Path) -> None:
    place.keep(tmp_path, "20261123T160308Z-000001", ROWS[:3])
    assert len(place.open(tmp_path, "20261123T160308Z-000001").nearest(ROWS[0], 10)) == 3


def test_a_generation_without_passages_has_none(place: VectorPlace, tmp_path: Path) -> None:
    place.keep(tmp_path, "20261123T160309Z-000001", ROWS[:0])
    store = place.open(tmp_path, "20261123T160309Z-000001")
    assert (len(store), store.dimensions, store.nearest(ROWS[0], 5)) == (0, 32, ())


def test_equal_vectors_are_all_found(place: VectorPlace, tmp_path: Path) -> None:
    place.keep(tmp_path, "20261123T160310Z-000001", np.repeat(ROWS[:2], 5, axis=0))
    found = place.open(tmp_path, "20261123T160310Z-000001").nearest(ROWS[1], 5)
    assert {position for position, _ in found} == {5, 6, 7, 8, 9}


@pytest.mark.parametrize("wrong", [np.nan, np.inf, 0.0], ids=["not a number", "infinite", "zero"])
def test_a_row_that_is_no_unit_vector_is_refused(place: VectorPlace, tmp_path: Path, wrong: float) -> None:
    rows = ROWS[:10].copy()
    rows[3] = wrong
    with pytest.raises(ValueError, match="of length 1"):
        place.keep(tmp_path, "20261123T160311Z-000001", rows)


def test_what_was_never_kept_cannot_be_opened(place: VectorPlace, tmp_path: Path) -> None:
    with pytest.raises((ValueError, OSError)):
        place.open(tmp_path, "20261123T160312Z-000001")


def test_a_file_of_another_generation_is_not_opened_as_this_one(place: VectorPlace, tmp_path: Path) -> None:
    place.keep(tmp_path, "20261123T160313Z-000001", ROWS[:5])
    place.forget([NAME])
    if not isinstance(place, InFiles):
        with pytest.raises(ValueError, match="no collection"):
            place.open(tmp_path, "20261123T160313Z-000001")
        with pytest.raises(ValueError, match="another collection"):
            place.open(tmp_path, NAME)


def test_forgetting_others_leaves_what_is_kept(place: VectorPlace, folder: Path) -> None:
    place.forget([NAME])
    assert len(place.open(folder, NAME)) == 3_000


def test_threads_may_ask_at_once(store: VectorStore) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda question: store.nearest(question, 5), QUESTIONS[:40]))
    assert answers == [store.nearest(question, 5) for question in QUESTIONS[:40]]


def test_an_index_finds_the_same_wherever_its_vectors_are(place: VectorPlace, hashing: Any, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    states = State(tmp_path / "files", hashing), State(tmp_path / "state", hashing, place)
    for number in range(KEPT + 2):
        (corpus / "rooms.md").write_text("".join(f"Room {n} has {n + number} windows.\n\n" for n in range(30)))
        for state in states:
            build(corpus, state, hashing)
    one, other = (state.current() for state in states)
    assert one.passages == other.passages
    for question in ("How many windows has room 7?", "windows", "Room 29"):
        assert [hit.passage for hit in one.search(question, 5)] == [hit.passage for hit in other.search(question, 5)]
    went_back = states[1].rollback()
    assert states[1].current().id == went_back.id != other.id
    assert len(states[1].current().vectors) == 30
    assert states[1].verify() == ()


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(VectorsUnreachable, match="start it, or unset vectors"):
        place_of("milvus://127.0.0.1:1")
