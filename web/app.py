"""Puts the application together: what it is given, its routes, what stands around them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from assistant.assistant import Assistant
from index.building import Report
from web import api, openai_api, operators, pages
from web.desk import Desk
from web.examples import Examples
from web.guards import BodyLimit, SameSite
from web.headers import StrictHeaders
from web.jobs import Jobs
from web.metrics import Measured, Metrics
from web.openapi import describe
from web.problems import answer_errors
from web.templating import templates

HERE = Path(__file__).parent


def create_app(
    assistant: Assistant,
    *,
    corpus: Path | None = None,
    rebuild: Callable[[], Report] | None = None,
    ticket_url: str | None = None,
) -> FastAPI:
    """The web application that asks ``assistant``.

    ``corpus`` is the folder of documents, to tell whether the index is behind it; ``rebuild`` builds a new generation
    and makes the assistant answer from it. Without them the one is not told and the other is refused. ``ticket_url`` is
    the address of the form for a new ticket, which the page links to with a draft.
    """
    app = FastAPI(
        title="Cited assistant",
        summary="Answers support questions from documents, with exact quotes, and keeps to their rules",
        version="1",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.assistant = assistant
    app.state.corpus = corpus
    app.state.jobs = Jobs(rebuild) if rebuild else None
    app.state.metrics = Metrics()
    app.state.desk = Desk(assistant, app.state.metrics)
    app.state.templates = templates()
    app.state.examples = Examples()
    app.state.ticket_url = ticket_url
    app.include_router(api.routes)
    app.include_router(openai_api.routes)
    app.include_router(pages.routes)
    app.include_router(operators.routes)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    answer_errors(app)
    describe(app)
    for guard in (BodyLimit, SameSite, StrictHeaders):  # the last stands outermost
        app.add_middleware(guard)
    app.add_middleware(Measured, metrics=app.state.metrics)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    if app.state.jobs:
        app.state.jobs.close()
