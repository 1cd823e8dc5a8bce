"""Vectors in Milvus, for more passages than one machine holds: one collection for each generation."""

from __future__ import annotations

import errno
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pymilvus import DataType, MilvusClient, MilvusException

from index.vectors import EXACT, Trial, VectorStore, checked

FILE = "vectors.milvus.json"
PREFIX = "assistant"  # of the collections, where the address gives no other
AT_ONCE = 2_000  # vectors sent together
METRIC = "IP"
SEARCHED = 256  # candidates looked at where the search is not exact


class MilvusUnreachable(OSError):
    """The server does not answer, or refuses."""


@dataclass(frozen=True, slots=True)
class MilvusVectors:
    """The vectors of one collection, by their position."""

    _client: Any
    _collection: str
    _count: int
    dimensions: int
    recall: float

    def __len__(self) -> int:
        return self._count

    def nearest(self, vector: NDArray[np.float32], limit: int) -> tuple[tuple[int, float], ...]:
        """Positions and cosines of the ``limit`` vectors nearest to a unit vector, nearest first."""
        if not np.isfinite(vector).all():
            raise ValueError("a vector to search for must be of numbers")
        limit = min(limit, self._count)
        if limit < 1:
            return ()
        params = {"metric_type": METRIC, "params": {"ef": max(SEARCHED, limit)}}
        with _reached():
            (hits,) = self._client.search(
                self._collection, [vector.tolist()], limit=limit, search_params=params, output_fields=["position"]
            )
        return tuple((int(hit["position"]), float(hit["distance"])) for hit in hits)

    def cosines(self, vector: NDArray[np.float32], positions: Sequence[int]) -> tuple[float, ...]:
        """The cosines of a unit vector to the vectors at some positions."""
        if not positions:
            return ()
        with _reached():
            rows = self._client.query(
                self._collection, ids=sorted({*map(int, positions)}), output_fields=["position", "vector"]
            )
        found = {row["position"]: float(np.asarray(row["vector"], dtype=np.float32) @ vector) for row in rows}
        return tuple(found[position] for position in positions)


class InMilvus:
    """Vectors in a Milvus server, at ``milvus://host:port``, or in a file of milvus-lite, at ``milvus:///path.db``.

    ``milvus://host:port/name`` tells the collections of one state folder from those of another on the same server.
    Searched exactly up to ``exact`` of them, beyond by HNSW. The generation's folder says which collection is its own.
    """

    def __init__(self, address: str, exact: int = EXACT) -> None:
        where, _, name = address.removeprefix("milvus://").partition("/")
        with _reached():
            self._client: Any = MilvusClient(uri=f"http://{where}" if where else f"/{name}")
        self._prefix = f"{name if where and name else PREFIX}_"
        self._exact = exact

    def keep(self, folder: Path, name: str, rows: NDArray[np.float32]) -> None:
        """Make the collection of a generation."""
        checked(rows)
        collection = self._collection(name)
        count, dimensions = rows.shape
        with _reached():
            if self._client.has_collection(collection):
                self._client.drop_collection(collection)
            if count:
                self._fill(collection, rows)
        said = {"collection": collection, "count": count, "dimensions": dimensions, "rows": _digest(rows)}
        said["recall"] = 1.0 if count <= self._exact else self._recall(collection, rows)
        (folder / FILE).write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")

    def open(self, folder: Path, name: str) -> VectorStore:
        """The collection of a generation; ValueError where it is not there or holds another number of vectors."""
        said = json.loads((folder / FILE).read_text(encoding="utf-8"))
        collection, count = self._collection(name), int(said["count"])
        if said["collection"] != collection:
            raise ValueError(f"{FILE} names another collection than its generation")
        with _reached():
            if count:
                if not self._client.has_collection(collection):
                    raise ValueError(f"Milvus holds no collection {collection}")
                self._client.load_collection(collection)
                (found,) = self._client.query(collection, filter="", output_fields=["count(*)"])
                if found["count(*)"] != count:
                    raise ValueError(f"collection {collection} of Milvus holds {found['count(*)']} of {count} vectors")
        return MilvusVectors(self._client, collection, count, int(said["dimensions"]), float(said["recall"]))

    def forget(self, kept: Sequence[str]) -> None:
        """Drop the collections of every generation but these."""
        names = {*map(self._collection, kept)}
        with _reached():
            for collection in self._client.list_collections():
                if collection.startswith(self._prefix) and collection not in names:
                    self._client.drop_collection(collection)

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def _collection(self, name: str) -> str:
        return self._prefix + re.sub(r"\W", "_", name)

    def _recall(self, collection: str, rows: NDArray[np.float32]) -> float:
        store = MilvusVectors(self._client, collection, len(rows), rows.shape[1], 1.0)
        return Trial.on(rows).recall(lambda question: [position for position, _ in store.nearest(question, 10)])

    def _fill(self, collection: str, rows: NDArray[np.float32]) -> None:
        schema = self._client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("position", DataType.INT64, is_primary=True)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=rows.shape[1])
        index = self._client.prepare_index_params()
        if len(rows) <= self._exact:
            index.add_index("vector", index_type="FLAT", metric_type=METRIC)
        else:
            graph = {"M": 32, "efConstruction": 200}
            index.add_index("vector", index_type="HNSW", metric_type=METRIC, params=graph)
        self._client.create_collection(collection, schema=schema, index_params=index, consistency_level="Strong")
        for start in range(0, len(rows), AT_ONCE):
            batch = enumerate(rows[start : start + AT_ONCE].tolist(), start)
            self._client.insert(collection, [{"position": position, "vector": row} for position, row in batch])
        self._client.flush(collection)
        self._client.load_collection(collection)


def _digest(rows: NDArray[np.float32]) -> str:
    return hashlib.sha256(np.ascontiguousarray(rows, dtype="<f4").tobytes()).hexdigest()


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except MilvusException as error:
        raise MilvusUnreachable(errno.EIO, f"Milvus does not do what it is asked: {error.message}") from error
