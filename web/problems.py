"""Every error leaves as a problem (RFC 9457); a person's browser gets the same words as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from assistant.conversations import TurnTaken
from index.errors import Fault
from web.callers import NotTheirs
from web.headers import SECURITY_HEADERS
from web.limits import TooMuch

MEDIA_TYPE = "application/problem+json"
PROGRAMS = ("/api/", "/v1/", "/mcp", "/slack/")  # addresses that only programs call


class FieldError(BaseModel):
    """One part of a request that cannot be used. What was sent is not repeated: it may be confidential."""

    at: str
    message: str


class Problem(BaseModel):
    """What went wrong, in the words of RFC 9457; ``detail`` says what to do next where something can be done."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Service Unavailable",
                    "status": 503,
                    "detail": "no index in var: run 'assistant index build'",
                }
            ]
        }
    )

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = None
    error: dict[str, str | None] | None = Field(
        default=None, description="the same below /v1, as OpenAI's clients read it"
    )


_DETAILS = {
    400: "The request body cannot be read. Send JSON in UTF-8.",
    404: "There is nothing at this address. GET /openapi.json describes what there is.",
    405: "This address does not take that method. GET /openapi.json describes what it takes.",
}


def problem(status: int, detail: str, errors: Sequence[FieldError] = ()) -> Problem:
    """A problem whose title is the status' own phrase."""
    return Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=list(errors) or None)


def problem_response(request: Request, said: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """The problem as JSON, or as a page where a person's browser asked for one."""
    headers = dict(headers or {}) | ({"Retry-After": "30"} if said.status == 503 else {})
    if wants_page(request):
        page: Response = request.app.state.templates.TemplateResponse(
            request, "problem.html", {"problem": said}, status_code=said.status, headers=headers
        )
        return page
    told = said.model_dump(exclude_none=True)
    if request.url.path.startswith("/v1/"):  # where OpenAI's clients look for it
        told["error"] = {"message": said.detail, "type": said.title, "param": None, "code": str(said.status)}
    return JSONResponse(told, said.status, headers, media_type=MEDIA_TYPE)


def wants_page(request: Request) -> bool:
    """Whether a browser asks for something that people look at."""
    return not request.url.path.startswith(PROGRAMS) and "text/html" in request.headers.get("accept", "")


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route declares of its problems in OpenAPI."""
    return {status: {"description": HTTPStatus(status).phrase, "model": Problem} for status in statuses}


def answer_errors(app: FastAPI) -> None:
    """Turns every error of the application into a problem."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Fault, _fault)
    app.add_exception_handler(Exception, _unforeseen)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    told = error.detail if error.detail != HTTPStatus(error.status_code).phrase else ""
    if error.status_code == 400:
        told = ""  # the parser's own words add nothing
    detail = told or _DETAILS.get(error.status_code, HTTPStatus(error.status_code).description)
    headers = {"Allow": _methods(request)} if error.status_code == 405 else error.headers
    return problem_response(request, problem(error.status_code, detail), headers)


def _methods(request: Request) -> str:
    """The methods that an address takes, whichever of its routes takes them."""
    path = getattr(request.scope.get("route"), "path_format", request.url.path)
    return ", ".join(sorted(method.upper() for method in request.app.openapi()["paths"].get(path, {"get": None})))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = [
        FieldError(at=".".join(str(part) for part in each["loc"]), message=str(each["msg"]))
        for each in error.errors()[:20]
    ]
    told = "; ".join(f"{each.at}: {each.message}" for each in errors[:3])
    return problem_response(request, problem(422, f"The request cannot be used. {told}", errors))


async def _fault(request: Request, error: Exception) -> Response:
    assert isinstance(error, Fault)
    return fault_response(request, error)


def fault_response(request: Request, fault: Fault) -> Response:
    """A fault as a problem: whose it is decides the status."""
    match fault:
        case TurnTaken():
            return problem_response(request, problem(409, str(fault)))
        case TooMuch():
            return problem_response(request, problem(429, str(fault)), {"Retry-After": str(fault.seconds)})
        case NotTheirs():
            return problem_response(request, problem(403, str(fault)))
        case _:
            return problem_response(request, problem(503, str(fault)))


async def _unforeseen(request: Request, _error: Exception) -> Response:
    said = problem(500, "Something went wrong that was not foreseen. The server's log has the details.")
    return problem_response(request, said, SECURITY_HEADERS)
