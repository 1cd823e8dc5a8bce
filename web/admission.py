"""Admits a request to the work: not while paused, not over its caller's bounds, not when there is too much to do."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, nullcontext

from fastapi import Request
from fastapi.concurrency import contextmanager_in_threadpool, run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import Fault
from web.callers import Caller
from web.conduct import Conduct
from web.counts import Standing
from web.limits import Overloaded, Slots, TooMuch
from web.metrics import Metrics
from web.permissions import door
from web.problems import fault_response
from web.switch import Paused


class Admission:
    """Stands before everything that ``permissions.DOORS`` counts as bounded."""

    def __init__(self, app: ASGIApp, conduct: Conduct, metrics: Metrics) -> None:
        self.app = app
        self._conduct = conduct
        self._metrics = metrics
        self._slots = Slots(conduct.bounds)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not door(scope["method"], scope["path"]).bounded:
            await self.app(scope, receive, send)
            return
        caller: Caller = scope["state"]["caller"]
        key = caller.id or f"{caller.name} {(scope.get('client') or ('',))[0]}"
        try:
            self._conduct.switch.check()
            standing = await self._standing(caller, key)
            async with self._under_way(caller, key), self._slots.one():
                await self.app(scope, receive, _telling(send, standing))
        except (Paused, TooMuch, Overloaded) as refusal:
            self._metrics.refused(type(refusal).__name__.lower())
            await self._refuse(refusal, scope, receive, send)

    async def _standing(self, caller: Caller, key: str) -> Standing | None:
        limit = caller.rate or self._conduct.bounds.rate
        if limit is None or not caller.bounded:
            return None
        standing = await run_in_threadpool(self._conduct.counts.take, key, limit)
        if not standing.allowed:
            raise TooMuch(f"you may ask {limit} times a minute", standing.seconds)
        return standing

    def _under_way(self, caller: Caller, key: str) -> AbstractAsyncContextManager[None]:
        most = caller.at_once or self._conduct.bounds.at_once
        if most is None or not caller.bounded:
            return nullcontext()
        return contextmanager_in_threadpool(self._conduct.counts.under_way(key, most))

    async def _refuse(self, refusal: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        await fault_response(Request(scope), refusal)(scope, receive, send)


def _telling(send: Send, standing: Standing | None) -> Send:
    """Says with every reply how the caller stands to their rate."""
    if standing is None:
        return send

    async def telling(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(standing.headers)
        await send(message)

    return telling
