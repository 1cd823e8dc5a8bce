"""Connections that nobody can hold without using them: heads come in time, replies are read, idle ones make room."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a caller is waited for: ``head`` seconds for the head of a request, ``reading`` for a reply to be read.

    ``owing`` connections may be open whose request is not whole; past that the oldest of them is closed.
    """

    head: float = 10
    reading: float = 60
    owing: int = 1_000


class Connection(H11Protocol):
    """A connection of a server. How long bodies may take is settled where they are read (``guards.WholeBody``)."""

    patience: ClassVar[Patience]
    owing: ClassVar[dict[Connection, None]]  # whose request is not whole, the oldest first

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._head = _Clock(self.loop, self.patience.head, transport.abort)
        self._unread = _Clock(self.loop, self.patience.reading, transport.abort)
        super().connection_made(transport)
        self._look()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.transport.is_closing():
            self._unread.start()
        else:
            self._look()

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        self._unread.start()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread.start()

    def resume_writing(self) -> None:
        super().resume_writing()
        if not self.transport.is_closing():
            self._unread.stop()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.owing.pop(self, None)
        self._head.stop()
        self._unread.stop()

    def _look(self) -> None:
        """What the caller owes now: a head, for which the clock runs from its beginning on, a body, or nothing."""
        state = self.conn.their_state
        if state is not h11.IDLE:
            self._head.stop()
        elif self.timeout_keep_alive_task is None:
            self._head.start()
        if state not in (h11.IDLE, h11.SEND_BODY):
            self.owing.pop(self, None)
            return
        self.owing.setdefault(self)
        if len(self.owing) > self.patience.owing:
            oldest = next(iter(self.owing))
            del self.owing[oldest]
            oldest.transport.abort()


def connections(patience: Patience) -> type[Connection]:
    """The connections of one server."""
    return type("ServerConnection", (Connection,), {"patience": patience, "owing": {}})


class _Clock:
    """Acts when it has run for some seconds without being stopped."""

    def __init__(self, loop: asyncio.AbstractEventLoop, seconds: float, act: Callable[[], None]) -> None:
        self._run = partial(loop.call_later, seconds, act)
        self._running: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Run, or go on running."""
        self._running = self._running or self._run()

    def stop(self) -> None:
        """Begin anew when it is started next."""
        if self._running:
            self._running.cancel()
        self._running = None
