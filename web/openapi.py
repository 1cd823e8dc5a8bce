"""The description at /openapi.json, made true where FastAPI's own says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from web.problems import MEDIA_TYPE
from web.schemas import EXAMPLE_REPLY


def describe(app: FastAPI) -> None:
    """Makes the application's description say of its errors what ``web.problems`` does."""
    own = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            for path, response in _errors(own()):
                page = {} if path.startswith("/api/") else {"text/html": {"schema": {"type": "string"}}}
                response["content"] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}} | page
            schemas = own()["components"]["schemas"]  # FastAPI leaves nulls out of examples, where they are required
            schemas["AskReply"]["examples"] = [EXAMPLE_REPLY]
        return own()

    app.openapi = described  # type: ignore[method-assign]


def _errors(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            yield from ((path, response) for status, response in operation["responses"].items() if status >= "400")
