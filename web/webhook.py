"""Calls for a rebuild that GitHub has signed: who knows the secret may ask for that one thing, without a token."""

from __future__ import annotations

import asyncio
import hashlib
import hmac

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.callers import Caller, Role
from web.guards import BODY_SECONDS
from web.problems import problem, problem_response

REBUILD = "/api/v1/index/rebuild"
LARGEST = 25 * 1024 * 1024  # bytes; GitHub sends no more
SENDER = Caller("webhook", Role.ADMIN)


class Webhook:
    """Checks ``X-Hub-Signature-256`` on calls for a rebuild that carry one: 401 where it is wrong."""

    def __init__(self, app: ASGIApp, secret: str | None) -> None:
        self.app = app
        self._secret = secret.encode() if secret else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        signature = _signature(scope)
        if signature is None or self._secret is None:
            await self.app(scope, receive, send)
            return
        digest = hmac.new(self._secret, digestmod=hashlib.sha256)
        if await _digested(receive, digest) and hmac.compare_digest(f"sha256={digest.hexdigest()}", signature):
            await self.app(_trusted(scope), _nothing, send)
            return
        said = problem(401, "The signature is not that of the secret set here: set webhook_secret as in GitHub.")
        await problem_response(Request(scope), said)(scope, receive, send)


def _signature(scope: Scope) -> str | None:
    """The signature of a call for a rebuild, printable for sure; None where there is none."""
    if scope["type"] != "http" or scope["method"] != "POST" or scope["path"] != REBUILD:
        return None
    signature = Headers(scope=scope).get("x-hub-signature-256")
    return signature.encode("ascii", "replace").decode() if signature is not None else None


async def _digested(receive: Receive, digest: hmac.HMAC) -> bool:
    """Read the body into a digest; False where it is too long, broken off or too slow."""
    taken, more = 0, True
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while more:
                message = await receive()
                body = message.get("body", b"")
                taken += len(body)
                if message["type"] != "http.request" or taken > LARGEST:
                    return False
                digest.update(body)
                more = message.get("more_body", False)
    except TimeoutError:
        return False
    return True


def _trusted(scope: Scope) -> Scope:
    """The request as it goes on: from the one who signed it, without the body that has been read."""
    gone = (b"content-length", b"content-type", b"transfer-encoding", b"authorization")
    headers = [(name, value) for name, value in scope["headers"] if name not in gone]
    return {**scope, "headers": headers, "state": {**scope.get("state", {}), "caller": SENDER}}


async def _nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}
