"""Where vectors are kept, by the address that a setting gives."""

from __future__ import annotations

from index.errors import Fault
from index.vectors import InFiles, VectorPlace


class VectorsUnreachable(Fault):
    """The server that keeps the vectors cannot be used."""


def place_of(address: str | None) -> VectorPlace:
    """The generations' own folders, or the Milvus server at ``milvus://host:port``. Raises VectorsUnreachable."""
    if address is None:
        return InFiles()
    try:
        from index.milvus import InMilvus
    except ImportError as error:
        raise VectorsUnreachable(
            f"vectors = {address} needs pymilvus: install the extra milvus with \"pip install '.[milvus]'\""
        ) from error
    try:
        return InMilvus(address)
    except OSError as error:
        raise VectorsUnreachable(f"{address} cannot be used ({error}): start it, or unset vectors") from error
