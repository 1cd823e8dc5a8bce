"""The description at /openapi.json, made true where FastAPI's own says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI

from web.permissions import Need, door
from web.problems import MEDIA_TYPE, PROGRAMS
from web.schemas import EXAMPLE_REPLY

_BODY = (400, 408, 409, 413, 415)  # what a body, or its Idempotency-Key, may be refused with


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
        return corrected

    app.openapi = described  # type: ignore[method-assign]


def _guard(schema: dict[str, Any], security: list[dict[str, list[str]]]) -> None:
    """What the guards before every route may answer, by the table of permissions."""
    told = {"type": "http", "scheme": "bearer", "description": "A token of 'assistant token make NAME'."}
    schema["components"]["securitySchemes"] = {"token": told}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            met = door(method.upper(), path)
            statuses = (431, *_BODY) if method == "post" else (431,)
            if met.need is not Need.NOTHING:
                operation["security"] = security
                statuses = (*statuses, 401, 403)
            if met.bounded:
                statuses = (*statuses, 429, 503)
            for status in statuses:
                operation["responses"].setdefault(str(status), {"description": HTTPStatus(status).phrase})
            operation["responses"] = dict(sorted(operation["responses"].items()))


def _correct(schema: dict[str, Any]) -> None:
    for path, response in _errors(schema):
        page = {} if path.startswith(PROGRAMS) else {"text/html": {"schema": {"type": "string"}}}
        response["content"] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}} | page
    for path in ("/", "/turns"):
        schema["paths"][path]["post"]["requestBody"]["required"] = True
    schemas = schema["components"]["schemas"]
    schemas["AskReply"]["examples"] = [EXAMPLE_REPLY]  # FastAPI leaves out the nulls of an example
    for form in (each for name, each in schemas.items() if name.startswith("Body_")):
        if form["properties"].get("question", {}).pop("default", None) is not None:
            form["required"] = ["question"]  # the page itself says what to do where it is missing


def _errors(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            yield from ((path, response) for status, response in operation["responses"].items() if status >= "400")
