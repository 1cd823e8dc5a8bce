"""Who may do what, as one table read from the top; what stands in no line needs a token that may ask."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from web.callers import Caller, Role


class Need(StrEnum):
    """What a request needs of its caller."""

    NOTHING = "nothing"
    ASK = "ask"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Door:
    """Which requests it is about, what they need, and whether they count against the bounds.

    ``path`` is an address, or the beginning of one where it ends in ``*``; ``methods`` are all where there are none.
    """

    path: str
    need: Need
    methods: tuple[str, ...] = ()
    bounded: bool = False


DOORS = (
    Door("/healthz", Need.NOTHING),
    Door("/readyz", Need.NOTHING),
    Door("/openapi.json", Need.NOTHING),
    Door("/static/*", Need.NOTHING),
    Door("/metrics", Need.ADMIN),
    Door("/api/v1/log", Need.ADMIN),
    Door("/api/v1/gaps", Need.ADMIN),
    Door("/gaps", Need.ADMIN),
    Door("/rules", Need.ADMIN),
    Door("/rules/*", Need.ADMIN),
    Door("/api/v1/index/rebuild", Need.ADMIN),
    Door("/api/v1/index/rollback", Need.ADMIN),
    Door("/api/v1/index/jobs/*", Need.ADMIN),
    Door("/index", Need.ADMIN),
    Door("/index/*", Need.ADMIN),
    Door("/mcp", Need.ASK, ("GET", "DELETE")),  # a stream that stays open; what it asks comes by POST
    Door("*", Need.ASK, bounded=True),
)


def door(method: str, path: str) -> Door:
    """The first line that a request meets."""
    return next(each for each in DOORS if _meets(each, method, path))


def allows(need: Need, caller: Caller | None) -> bool:
    """Whether a caller, None for one unknown, may do what needs that."""
    if need is Need.NOTHING:
        return True
    return caller is not None and (need is Need.ASK or caller.role is Role.ADMIN)


def _meets(each: Door, method: str, path: str) -> bool:
    stem = each.path.removesuffix("*")
    return (not each.methods or method in each.methods) and (
        path.startswith(stem) if stem != each.path else path == stem
    )
