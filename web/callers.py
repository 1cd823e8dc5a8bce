"""Who asks: everything that a request may do follows from this one value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, Request

from assistant.conversations import Turn
from index.errors import Fault


class Role(StrEnum):
    """What somebody may do: ask, or look after the assistant as well."""

    ASK = "ask"
    ADMIN = "admin"


class NotTheirs(Fault):
    """A caller asked for what belongs to another."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request. ``id`` is their token's, None for those who need none; ``rate`` (requests a minute) and
    ``at_once`` (requests under way) bound them where they are not None."""

    name: str
    role: Role
    id: str | None = None
    rate: int | None = None
    at_once: int | None = None

    @property
    def bounded(self) -> bool:
        """Whether rates hold for them: not for somebody on this machine, who has no token."""
        return self != LOCAL

    def own(self, conversation_id: str) -> str:
        """The name under which a conversation of this caller is kept: no other caller can say it."""
        return f"{self.id}/{conversation_id}" if self.id else conversation_id

    def owner(self, of: str | None) -> Caller:
        """Whoever's conversations are meant: this caller's or, for those who may, those of the token of that id."""
        if of is None:
            return self
        if self.role is not Role.ADMIN:
            raise NotTheirs("the conversations of others need a token of the role admin: leave out 'of'")
        return LOCAL if of == LOCAL.name else replace(self, id=of)

    def shown(self, turn: Turn) -> Turn:
        """A turn of this caller with the conversation's name as they gave it."""
        return replace(turn, conversation_id=turn.conversation_id.rpartition("/")[2])


LOCAL = Caller("local", Role.ADMIN)  # somebody on this machine


async def _caller(request: Request) -> Caller:
    found: Caller = request.state.caller
    return found


TheCaller = Annotated[Caller, Depends(_caller)]
