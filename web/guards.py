"""What stands before every request: a body that is bounded and whole, no writing on behalf of another site."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import Fault
from web.problems import fault_response, problem, problem_response

BODY_LIMITS = (("/v1/", 256 * 1024), ("/", 64 * 1024))  # bytes, by the beginning of the address; the first counts
BODY_SECONDS = 10.0
HEAD_LIMIT = 32 * 1024  # bytes
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


class ShortHead:
    """Refuses, with 431, a request whose address and headers are longer than any client's need be."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _head(scope) > HEAD_LIMIT:
            said = problem(431, f"The address and headers of a request may have {HEAD_LIMIT:,} bytes.")
            await problem_response(Request(scope), said)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _head(scope: Scope) -> int:
    """The bytes of a request before its body."""
    sent = sum(len(name) + len(value) for name, value in scope["headers"])
    return sent + len(scope.get("raw_path") or b"") + len(scope["query_string"])


class WholeBody:
    """Reads the body of a request before anything is done for it: 413 where it is longer than it may be, 408 where it
    does not come in time, 415 where it is compressed (a few bytes could become gigabytes)."""

    def __init__(self, app: ASGIApp, seconds: float = BODY_SECONDS) -> None:
        self.app = app
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        if not {"content-length", "transfer-encoding"} & set(headers):
            await self.app(scope, receive, send)
            return
        try:
            body = await self._read(headers, body_limit(scope["path"]), receive)
        except HTTPException as refusal:
            said = problem(refusal.status_code, refusal.detail)
            await problem_response(Request(scope), said, {"Connection": "close"})(scope, receive, send)
            return
        if body is not None:
            await self.app(scope, _replayed(body, receive), send)

    async def _read(self, headers: Headers, limit: int, receive: Receive) -> bytes | None:
        """The body; None where the sender has gone."""
        declared = headers.get("content-length", "0")
        too_long = HTTPException(413, f"The request body may have {limit:,} bytes. Send a shorter question.")
        if headers.get("content-encoding", "identity") != "identity":
            raise HTTPException(415, "The request body is compressed. Send it as it is.")
        if declared.isdecimal() and int(declared) > limit:
            raise too_long
        body = bytearray()
        try:
            async with asyncio.timeout(self.seconds):
                while True:
                    message = await receive()
                    if message["type"] != "http.request":
                        return None
                    body += message.get("body", b"")
                    if len(body) > limit:
                        raise too_long
                    if not message.get("more_body"):
                        return bytes(body)
        except TimeoutError:
            raise HTTPException(
                408, f"The request body did not come within {self.seconds:g} s. Send it again."
            ) from None


def body_limit(path: str) -> int:
    """The bytes that the body of a request to this address may have."""
    return next(limit for start, limit in BODY_LIMITS if path.startswith(start))


def _replayed(body: bytes, receive: Receive) -> Receive:
    """What has been read, once more, and then what else comes."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


class FaultsTold:
    """Tells a fault of the other guards as a problem, as the application does of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.app(scope, receive, send)
        except Fault as fault:
            await fault_response(Request(scope), fault)(scope, receive, send)


class SameSite:
    """Refuses, with 403, what another site makes a person's browser send; other programs are not concerned.

    ``origins`` are sites that may, as ``scheme://host[:port]``.
    """

    def __init__(self, app: ASGIApp, origins: tuple[str, ...] = ()) -> None:
        self.app = app
        self.origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        welcome = headers.get("origin") in self.origins
        if not welcome and scope.get("method", "GET") not in _READING and _foreign(headers):
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
