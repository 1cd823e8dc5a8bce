"""Puts the application together: what it is given, its routes, what stands around them."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.assistant import Assistant
from index.building import Report
from web import api, pages, rendering
from web.guards import BodyLimit, SameSite
from web.headers import StrictHeaders
from web.jobs import Jobs
from web.metrics import Measured, Metrics
from web.openapi import describe
from web.problems import answer_errors

HERE = Path(__file__).parent


def create_app(
    assistant: Assistant, *, corpus: Path | None = None, rebuild: Callable[[], Report] | None = None
) -> FastAPI:
    """The web application that asks ``assistant``.

    ``corpus`` is the folder of documents, to tell whether the index is behind it; ``rebuild`` builds a new generation
    and makes the assistant answer from it. Without them the one is not told and the other is refused.
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
    app.state.templates = Jinja2Templates(env=_templates())
    app.include_router(api.routes)
    app.include_router(pages.routes)
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


def _templates() -> Environment:
    """The templates, with what they call; every value is escaped, an undefined one is an error."""
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(
        announcement=pages.announcement,
        answer_html=rendering.answer_html,
        citation_label=rendering.citation_label,
        cited_url=rendering.cited_url,
        document_url=rendering.document_url,
        ladder=pages.ladder,
        outcomes=pages.OUTCOMES,
        quoted_words=rendering.quoted_words,
        static=_static_addresses(HERE / "static").__getitem__,
    )
    env.filters["day_and_time"] = pages.day_and_time
    return env


def _static_addresses(folder: Path) -> dict[str, str]:
    """The address of each static file, with a digest of it, so that browsers may keep it for good."""
    return {
        path.name: f"/static/{path.name}?v={hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"
        for path in folder.iterdir()
    }
