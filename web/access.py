"""Says who calls, and turns away whoever may not do what they ask for."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from web.callers import LOCAL, Caller, Role
from web.permissions import allows, door
from web.problems import PROGRAMS, problem, problem_response
from web.tokens import PREFIX, Tokens

THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
ANYBODY = Caller("anybody", Role.ASK)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may call. ``stranger`` is who somebody without a token is, None where one is needed; ``names`` are those by
    which a stranger may call this server, None for any: a page elsewhere can lead a browser here under its own name."""

    tokens: Tokens | None = None
    stranger: Caller | None = LOCAL
    names: frozenset[str] | None = None


class Doorkeeper:
    """Puts the caller into ``request.state`` or answers 401 or 403."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        need = door(scope["method"], scope["path"]).need
        caller = scope.get("state", {}).get("caller") or self._caller(headers)  # one whom a signature has shown
        if allows(need, caller):
            scope.setdefault("state", {})["caller"] = caller
            await self.app(scope, receive, send)
        elif caller is None:
            program = scope["path"].startswith(PROGRAMS)
            said = problem(401, self._told(headers, program))
            challenge = "Bearer" if program else 'Basic realm="token as the password"'
            await problem_response(Request(scope), said, {"WWW-Authenticate": challenge})(scope, receive, send)
        else:
            said = problem(403, "This needs a token of the role admin: 'assistant token make NAME --role admin'.")
            await problem_response(Request(scope), said)(scope, receive, send)

    def _caller(self, headers: Headers) -> Caller | None:
        """What is no token of ours is none at all: OpenAI's clients send something even where nothing is needed."""
        presented = _presented(headers.get("authorization", ""))
        if presented.startswith(PREFIX):
            return self.access.tokens.caller(presented) if self.access.tokens else None
        return self.access.stranger if self._called_by_name(headers) else None

    def _called_by_name(self, headers: Headers) -> bool:
        names = self.access.names
        return names is None or urlsplit(f"//{headers.get('host', '')}").hostname in names

    def _told(self, headers: Headers, program: bool) -> str:
        if self.access.stranger and not _presented(headers.get("authorization", "")).startswith(PREFIX):
            return f"Without a token this server is called by {' or '.join(sorted(self.access.names or ()))} only."
        how = "send 'Authorization: Bearer TOKEN'" if program else "load the page again and enter it as the password"
        return f"This needs a token: {how}. 'assistant token make NAME' makes one."


def _presented(authorization: str) -> str:
    """The token in the header: as a bearer's, or as the password that a browser asks for; empty where there is none."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return ""
