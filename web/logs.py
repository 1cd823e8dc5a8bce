"""The server's log: one line an event, with the id of the request it belongs to; never what was asked."""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.metrics import Metrics
from web.tracing import Span, no_span

HEADER = "X-Request-ID"
_METHODS = frozenset({"GET", "HEAD", "POST", "DELETE", "OPTIONS", "PUT", "PATCH"})
_ID = re.compile(r"[A-Za-z0-9._:\-]{1,64}")
_request: ContextVar[str | None] = ContextVar("request", default=None)

log = logging.getLogger(__name__)


class JsonLines(logging.Formatter):
    """Each record as one JSON object on one line; nothing in it can begin another."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": _request.get(),
        }
        told |= getattr(record, "fields", {})
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps({key: value for key, value in told.items() if value is not None}, ensure_ascii=True)


class Lines(logging.Formatter):
    """The same for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        told = super().format(record)
        fields = " ".join(f"{key}={value}" for key, value in getattr(record, "fields", {}).items())
        return f"{told} {fields}".rstrip()


def log_to_terminal() -> None:
    """Log to standard error: lines for people on a terminal, JSON everywhere else."""
    handler = logging.StreamHandler()
    person = sys.stderr.isatty()
    handler.setFormatter(Lines("%(asctime)s %(levelname)s %(message)s") if person else JsonLines())
    handler.setLevel(logging.INFO)  # some libraries' loggers let everything through
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    logging.getLogger("web").setLevel(logging.INFO)


class Logged:
    """Gives every request an id, or takes the caller's own, tells it in the reply, and logs and counts what became of
    it: 499 where its caller had gone before there was a reply."""

    def __init__(self, app: ASGIApp, metrics: Metrics, span: Span = no_span) -> None:
        self.app = app
        self._metrics = metrics
        self._span = span

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get(HEADER, "")
        id = given if _ID.fullmatch(given) else secrets.token_hex(8)
        _request.set(id)  # for this request's task alone, and what it calls
        began, status = perf_counter(), 499

        async def telling(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = id
            await send(message)

        try:
            with self._span("request", headers):
                await self.app(scope, receive, telling)
        except BaseException:
            status = 500
            raise
        finally:
            seconds = perf_counter() - began
            fields = _fields(scope, status, seconds)
            self._metrics.served(fields["method"], fields["route"], status, seconds)
            log.info("request", extra={"fields": fields})


def _fields(scope: Scope, status: int, seconds: float) -> dict[str, Any]:
    """What is told of a request: the pattern of its route, never the address that was asked for."""
    caller = scope.get("state", {}).get("caller")
    return {
        "method": scope["method"] if scope["method"] in _METHODS else "other",
        "route": getattr(scope.get("route"), "path", "unmatched"),
        "status": status,
        "ms": round(1_000 * seconds, 1),
        "caller": caller.name if caller else None,
    }
