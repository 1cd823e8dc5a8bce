"""What stands before every request: a bounded body, and no writing on behalf of another site."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.problems import problem, problem_response

BODY_LIMIT = 64 * 1024  # bytes
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


class BodyLimit:
    """Refuses a request body longer than ``BODY_LIMIT`` bytes, declared or counted, with 413."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > BODY_LIMIT or (declared.isdecimal() and int(declared) > BODY_LIMIT):
                raise HTTPException(413, f"The request body may have {BODY_LIMIT:,} bytes. Send a shorter question.")
            return message

        await self.app(scope, counted, send)


class SameSite:
    """Refuses, with 403, what another site makes a person's browser send; other programs are not concerned."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in _READING and _foreign(Headers(scope=scope)):
            said = problem(403, "Another site sent this request. Ask on the assistant's own page.")
            await problem_response(Request(scope), said)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _foreign(headers: Headers) -> bool:
    """Browsers say where a request comes from; an origin of "null" is what our own no-referrer form sends."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin", "null")
    return origin != "null" and urlsplit(origin).netloc != headers.get("host")
