"""The same request sent twice is done once: a POST with an Idempotency-Key gets the reply that it got before."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.concurrency import contextmanager_in_threadpool, run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.store import Store
from web.callers import Caller
from web.counts import Counts
from web.limits import TooMuch
from web.problems import PROGRAMS, problem, problem_response

KEY = re.compile(r"[\x21-\x7e]{1,255}")
SECONDS = 24 * 3_600  # that a reply is kept
REPLIES = 10_000  # replies kept
_PASSING = frozenset({401, 403, 408, 409, 429})  # refusals that may be another time
_TABLES = """
CREATE TABLE IF NOT EXISTS replies (
    key TEXT PRIMARY KEY, owner TEXT NOT NULL, body TEXT NOT NULL, at REAL NOT NULL,
    status INTEGER NOT NULL, headers TEXT NOT NULL, reply BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS replies_by_time ON replies (at);
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A reply as it was given, and the digest of the body that it answered."""

    body: str
    status: int
    headers: list[tuple[str, str]]
    reply: bytes


class Replies:
    """The replies given to requests with a key, in a file or, with None, in memory."""

    def __init__(self, path: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        self._store = Store(path, mark=0x43415250, format=1, tables=_TABLES)
        self._clock = clock

    def find(self, key: str) -> Kept | None:
        """What was replied under a key; None where nothing was, or long ago."""
        since = self._clock() - SECONDS
        rows = self._store.rows(
            "SELECT body, status, headers, reply FROM replies WHERE key = ? AND at > ?", (key, since)
        )
        for body, status, headers, reply in rows:
            return Kept(body, status, [(name, value) for name, value in json.loads(headers)], reply)
        return None

    def keep(self, key: str, owner: str, kept: Kept) -> None:
        """Keep a reply, and let go of the oldest past the bounds."""
        now = self._clock()
        row = (key, owner, kept.body, now, kept.status, json.dumps(kept.headers), kept.reply)
        self._store.write(
            ("INSERT OR REPLACE INTO replies VALUES (?, ?, ?, ?, ?, ?, ?)", row),
            ("DELETE FROM replies WHERE at <= ?", (now - SECONDS,)),
            (
                "DELETE FROM replies WHERE key IN (SELECT key FROM replies ORDER BY at DESC LIMIT -1 OFFSET ?)",
                (REPLIES,),
            ),
        )

    def forget(self, owner: str) -> None:
        """Forget what a caller was replied: they have erased something that it may repeat."""
        self._store.write(("DELETE FROM replies WHERE owner = ?", (owner,)))
        self._store.scrub()

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()


class Idempotency:
    """Replies as before to a key seen before; 409 where the body differs, or the first request is still under way."""

    def __init__(self, app: ASGIApp, replies: Replies, counts: Counts) -> None:
        self.app = app
        self.replies = replies
        self._counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = Headers(scope=scope).get("idempotency-key") if scope["type"] == "http" else None
        if given is None or scope["method"] != "POST" or not scope["path"].startswith(PROGRAMS):
            await self.app(scope, receive, send)
            return
        if not KEY.fullmatch(given):
            said = problem(400, "An Idempotency-Key has 1 to 255 visible characters.")
            await problem_response(Request(scope), said)(scope, receive, send)
            return
        caller: Caller = scope["state"]["caller"]
        key = _digest(caller.own("").encode(), given.encode(), scope["path"].encode())
        try:
            async with contextmanager_in_threadpool(self._counts.under_way(key, 1)):
                await self._once(key, caller.own(""), scope, receive, send)
        except TooMuch:
            said = problem(409, "A request with this Idempotency-Key is under way: ask again when it has ended.")
            await problem_response(Request(scope), said)(scope, receive, send)

    async def _once(self, key: str, owner: str, scope: Scope, receive: Receive, send: Send) -> None:
        first = await receive()
        wanted = Headers(scope=scope).get("accept", "").encode()
        body = _digest(first.get("body", b""), scope.get("query_string", b""), wanted)
        kept = await run_in_threadpool(self.replies.find, key)
        if kept is None:
            heard = _Heard(send)
            await self.app(scope, _beginning_with(first, receive), heard)
            if heard.whole:
                await run_in_threadpool(self.replies.keep, key, owner, heard.kept(body))
        elif kept.body != body:
            said = problem(409, "Another request had this Idempotency-Key: send a key of its own with each request.")
            await problem_response(Request(scope), said)(scope, receive, send)
        else:
            reply = Response(kept.reply, kept.status, dict(kept.headers) | {"Idempotent-Replayed": "true"})
            await reply(scope, receive, send)


@dataclass(slots=True)
class _Heard:
    """Passes a reply on and remembers it."""

    send: Send
    start: dict[str, Any] = field(default_factory=dict)
    body: bytearray = field(default_factory=bytearray)
    ended: bool = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = dict(message)
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")
            self.ended = not message.get("more_body")
        await self.send(message)

    @property
    def whole(self) -> bool:
        """Whether this is the reply that the request gets for good."""
        return self.ended and self.start["status"] < 500 and self.start["status"] not in _PASSING

    def kept(self, body: str) -> Kept:
        """The reply, for the body of that digest."""
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in self.start["headers"]]
        return Kept(body, self.start["status"], headers, bytes(self.body))


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def _beginning_with(first: Message, receive: Receive) -> Receive:
    waiting = [first]

    async def each() -> Message:
        return waiting.pop() if waiting else await receive()

    return each
