"""How much one caller, one end user and all together may ask; what is over is refused, with when to come again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from index.errors import Fault


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds of a server. Rates are requests a minute, None where tokens have none; ``longest`` is in seconds.

    ``rate`` and ``at_once`` hold for each token that has none of its own, ``user_rate`` and ``user_at_once`` for each
    end user that a program names. In each process ``slots`` requests are worked on together and ``waiting`` more wait.
    """

    rate: int | None = None
    at_once: int | None = None
    user_rate: int = 60
    user_at_once: int = 4
    slots: int = 16
    waiting: int = 256
    longest: float = 10


class TooMuch(Fault):
    """A caller or end user asked more than they may; ``seconds`` until there is room again."""

    def __init__(self, told: str, seconds: int) -> None:
        super().__init__(f"{told}: ask again in {seconds} s")
        self.seconds = seconds


class Overloaded(Fault):
    """More is asked than can be answered in time."""


class Slots:
    """How many requests are worked on together; some wait, for a while, the rest are turned away."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._free = asyncio.Semaphore(bounds.slots)
        self._waiting = 0

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Work within it; raises Overloaded where too many wait, or the wait was too long."""
        if self._free.locked() and self._waiting >= self._bounds.waiting:
            raise Overloaded("more is asked than can be answered: ask again in a moment")
        self._waiting += 1
        try:
            async with asyncio.timeout(self._bounds.longest):
                await self._free.acquire()
        except TimeoutError:
            raise Overloaded("more is asked than can be answered in time: ask again in a moment") from None
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._free.release()
