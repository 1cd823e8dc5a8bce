"""The stages of an answer by name, for whoever times them: the stages themselves do not know who listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from time import perf_counter

STAGES = ("conversation", "claims", "question", "evidence", "rules", "answer", "keeping")

Listener = Callable[[str], AbstractContextManager[object]]
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def stage(name: str) -> AbstractContextManager[object]:
    """What is done within it is the stage of that name, one of STAGES."""
    listener = _listener.get()
    return listener(name) if listener else nullcontext()


class Stopwatch:
    """The seconds that each stage took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Times what is done within it."""
        began = perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = perf_counter() - began


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Every stage run within it, in this thread, is wrapped in what ``listener`` makes of its name."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
