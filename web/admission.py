"""Admits a request to the work: not while paused, not over its caller's bounds, not when there is too much to do."""

from __future__ import annotations

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import Fault
from web.callers import Caller
from web.limits import Bounds, Overloaded, Rates, Slots, Standing, TooMuch, UnderWay
from web.metrics import Metrics
from web.permissions import door
from web.problems import fault_response
from web.switch import Paused, Switch


class Admission:
    """Stands before everything that ``permissions.DOORS`` counts as bounded."""

    def __init__(self, app: ASGIApp, bounds: Bounds, switch: Switch, metrics: Metrics) -> None:
        self.app = app
        self._bounds = bounds
        self._switch = switch
        self._metrics = metrics
        self._rates = Rates()
        self._under_way = UnderWay()
        self._slots = Slots(bounds)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not door(scope["method"], scope["path"]).bounded:
            await self.app(scope, receive, send)
            return
        caller: Caller = scope["state"]["caller"]
        key = caller.id or f"{caller.name} {(scope.get('client') or ('',))[0]}"
        try:
            self._switch.check()
            standing = self._standing(caller, key)
            with self._under_way.one(key, caller.at_once or self._bounds.at_once if caller.bounded else None):
                async with self._slots.one():
                    await self.app(scope, receive, _telling(send, standing))
        except (Paused, TooMuch, Overloaded) as refusal:
            self._metrics.refused(type(refusal).__name__.lower())
            await self._refuse(refusal, scope, receive, send)

    def _standing(self, caller: Caller, key: str) -> Standing | None:
        limit = caller.rate or self._bounds.rate
        if limit is None or not caller.bounded:
            return None
        standing = self._rates.take(key, limit)
        if not standing.allowed:
            raise TooMuch(f"you may ask {limit} times a minute", standing.seconds)
        return standing

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
