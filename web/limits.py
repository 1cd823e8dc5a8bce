"""How much one caller, one end user and all together may ask; what is over is refused, with when to come again."""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from threading import Lock

from index.errors import Fault

REMEMBERED = 10_000  # callers and users whose rate is known


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds of a server. Rates are requests a minute, None where there is none; ``longest`` is in seconds.

    ``rate`` and ``at_once`` hold for each token that has none of its own, ``user_rate`` and ``user_at_once`` for each
    end user that a program names. ``slots`` requests are worked on together, ``waiting`` more wait for their turn.
    """

    rate: int | None = None
    at_once: int | None = None
    user_rate: int | None = 60
    user_at_once: int | None = 4
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


@dataclass(frozen=True, slots=True)
class Standing:
    """How a caller stands to their rate: how much is left of ``limit`` a minute, and the seconds until one more is."""

    limit: int
    left: int
    seconds: int
    allowed: bool

    @property
    def headers(self) -> dict[str, str]:
        """RateLimit and RateLimit-Policy, as the IETF's draft of them has it."""
        return {
            "RateLimit-Policy": f'"minute";q={self.limit};w=60',
            "RateLimit": f'"minute";r={self.left};t={self.seconds}',
        }


class Rates:
    """A bucket for each caller: it holds a minute's requests and fills evenly. Safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # what is left, and when that was so

    def take(self, key: str, limit: int) -> Standing:
        """Take one request out of a caller's bucket, where there is one left."""
        now = self._clock()
        with self._lock:
            left, since = self._buckets.pop(key, (float(limit), now))
            left = min(limit, left + (now - since) * limit / 60)
            allowed = left >= 1
            self._buckets[key] = (left - allowed, now)
            while len(self._buckets) > REMEMBERED:
                self._buckets.popitem(last=False)
        left -= allowed
        seconds = 0 if left >= 1 else math.ceil((1 - left) * 60 / limit)
        return Standing(limit, int(left), seconds, allowed)


class UnderWay:
    """How many requests each caller has under way. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: Counter[str] = Counter()

    @contextmanager
    def one(self, key: str, most: int | None) -> Iterator[None]:
        """One more of this caller's; raises TooMuch where they have ``most`` already."""
        with self._lock:
            if most is not None and self._counts[key] >= most:
                raise TooMuch(f"{most} of your requests are under way, as many as may be", 1)
            self._counts[key] += 1
        try:
            yield
        finally:
            with self._lock:
                self._counts[key] -= 1
                if not self._counts[key]:
                    del self._counts[key]


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
