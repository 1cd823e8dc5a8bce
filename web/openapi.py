"""The description at /openapi.json, made true where FastAPI's own says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI

from web.permissions import Need, door
from web.problems import MEDIA_TYPE, PROGRAMS
from web.showing import FORMS, PARAMETERS, REPLIES, error, reply_text

_BODY = (400, 408, 409, 413, 415)  # what a body, or its Idempotency-Key, may be refused with
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key and body get the same reply once more; another body gets 409. Kept for a day.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
    "example": "5f1c0a52",
}
_TEXT: dict[str, Any] = {"schema": {"type": "string"}}
_HEADERS = {
    "X-Request-ID": _TEXT | {"description": "The request's id in the server's log; the caller's own, if any."},
    "RateLimit-Policy": _TEXT | {"description": 'The rate: "minute";q=600;w=60 is 600 requests in 60 seconds.'},
    "RateLimit": _TEXT | {"description": 'How it stands: "minute";r=599;t=0 is 599 left, the next in 0 seconds.'},
    "Retry-After": {
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
        "description": "Seconds to wait.",
        "required": True,
    },
    "WWW-Authenticate": _TEXT | {"description": "Bearer, or Basic with the token as the password.", "required": True},
}
_BOUNDED = ("RateLimit-Policy", "RateLimit")
_BY_STATUS = {"401": ["WWW-Authenticate"], "429": ["Retry-After"], "503": ["Retry-After"]}


def describe(app: FastAPI, *, open_to_strangers: bool) -> None:
    """Makes the application's description say of its errors, and of who may call, what stands around its routes."""
    own = app.openapi
    corrected: dict[str, Any] = {}

    def described() -> dict[str, Any]:
        nonlocal corrected
        if own() is not corrected:  # FastAPI makes it anew when a route has come
            corrected = own()
            _guard(corrected, [{}, {"token": []}] if open_to_strangers else [{"token": []}])
            _correct(corrected)
            _show(corrected)
        return corrected

    app.openapi = described  # type: ignore[method-assign]


def _guard(schema: dict[str, Any], security: list[dict[str, list[str]]]) -> None:
    """What the guards before every route may take and answer, by the table of permissions."""
    told = {"type": "http", "scheme": "bearer", "description": "A token of 'assistant token make NAME'."}
    schema["components"] |= {"securitySchemes": {"token": told}, "headers": _HEADERS}
    for path, method, operation in _operations(schema):
        met = door(method.upper(), path)
        statuses = (431, *_BODY) if method == "post" else (431,)
        if met.need is not Need.NOTHING:
            operation["security"] = security
            statuses = (*statuses, 401, 403)
        if met.bounded:
            statuses = (*statuses, 429, 503)
        if method == "post" and path.startswith(PROGRAMS):
            operation.setdefault("parameters", []).append(_KEY)
        for status in statuses:
            operation["responses"].setdefault(str(status), {"description": HTTPStatus(status).phrase})
        operation["responses"] = dict(sorted(operation["responses"].items()))
        for status, response in operation["responses"].items():
            named = [*_BOUNDED] if met.bounded else []
            named += _BY_STATUS.get(status, [])
            response["headers"] = {
                name: {"$ref": f"#/components/headers/{name}"} for name in ("X-Request-ID", *named)
            } | response.get("headers", {})


def _correct(schema: dict[str, Any]) -> None:
    schemas = schema["components"]["schemas"]
    for path in ("/", "/turns"):
        schema["paths"][path]["post"]["requestBody"]["required"] = True
    for form in (each for name, each in schemas.items() if name.startswith("Body_")):
        if form["properties"].get("question", {}).pop("default", None) is not None:
            form["required"] = ["question"]  # the page itself says what to do where it is missing


def _show(schema: dict[str, Any]) -> None:
    """Gives every parameter, reply and error its example, and every reply words of its own."""
    schemas = schema["components"]["schemas"]
    for name, example in REPLIES.items():
        schemas[name]["examples"] = [example]
    for path, _, operation in _operations(schema):
        for form in _forms(schemas, operation):
            form["examples"] = [{name: FORMS[name] for name in form["properties"] if name in FORMS}]
        for parameter in operation.get("parameters", ()):
            parameter.setdefault("example", PARAMETERS.get(parameter["name"]))
        for status, response in operation["responses"].items():
            _show_response(path, int(status), response, operation["summary"])


def _show_response(path: str, status: int, response: dict[str, Any], summary: str) -> None:
    if status >= 400:
        response["content"] = _problem(path, status)
        return
    if response["description"] == "Successful Response":
        response["description"] = summary
    for kind, content in response.get("content", {}).items():
        if kind.startswith("text/"):
            content["example"] = reply_text(path, kind)


def _problem(path: str, status: int) -> dict[str, Any]:
    """The content of an error: what programs read and, where people look, a page."""
    told = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": error(path, status)}
    page = {"schema": {"type": "string"}, "example": reply_text(path, "text/html")}
    return {MEDIA_TYPE: told} | ({} if path.startswith(PROGRAMS) else {"text/html": page})


def _forms(schemas: dict[str, Any], operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The forms that pages send to an operation."""
    for kind, content in operation.get("requestBody", {"content": {}})["content"].items():
        if kind == "application/x-www-form-urlencoded":
            yield schemas[content["schema"]["$ref"].rpartition("/")[2]]


def _operations(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, operations in schema["paths"].items():
        yield from ((path, method, operation) for method, operation in operations.items())
