"""An answer as server-sent events: what was decided and the citations first, then the text, then that it is done."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

from fastapi import Request
from starlette.responses import StreamingResponse

from web.schemas import AskReply

MEDIA_TYPE = "text/event-stream"
EVENT_SCHEMA = {  # of each event
    "type": "object",
    "properties": {"event": {"type": "string"}, "data": {"type": "string", "contentMediaType": "application/json"}},
    "required": ["data"],
}
_PIECE = re.compile(r"\s*(?:\S+\s*){1,8}|\s+")  # a few words


def wants_events(request: Request) -> bool:
    """Whether a program asks for events rather than one JSON object."""
    return MEDIA_TYPE in request.headers.get("accept", "")


def event_stream(reply: AskReply) -> StreamingResponse:
    """The reply as events. The answer is whole before the first is sent: what fails, fails with its own status."""
    return StreamingResponse(_each(events(reply)), media_type=MEDIA_TYPE)


def events(reply: AskReply) -> Iterator[str]:
    """``decision``, ``citations``, any number of ``text``, ``done``: together everything that the reply holds."""
    told = reply.model_dump(mode="json")
    citations, answer = told.pop("citations"), told.pop("answer")
    yield _event("decision", told)
    yield _event("citations", {"citations": citations})
    for piece in pieces(answer):
        yield _event("text", {"text": piece})
    yield _event("done", {"turn": reply.turn})


def pieces(text: str) -> Iterator[str]:
    """The text in pieces of a few words; joined they are the text."""
    yield from _PIECE.findall(text)


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


async def _each(parts: Iterator[str]) -> AsyncIterator[str]:
    for part in parts:
        yield part
