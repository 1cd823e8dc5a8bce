"""Puts the application together: what it is given, its routes, what stands around them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.assistant import Assistant
from web import api, learning, openai_api, operators, pages
from web.access import Doorkeeper
from web.admission import Admission
from web.builds import Rebuild
from web.conduct import Conduct
from web.desk import Desk
from web.examples import Examples
from web.guards import FaultsTold, SameSite, ShortHead, WholeBody
from web.headers import StrictHeaders
from web.idempotency import Idempotency
from web.jobs import Jobs
from web.logs import Logged
from web.metrics import Metrics
from web.openapi import describe
from web.problems import answer_errors
from web.templating import templates
from web.webhook import Webhook

HERE = Path(__file__).parent


def create_app(
    assistant: Assistant,
    *,
    corpus: Path | None = None,
    rebuild: Rebuild | None = None,
    ticket_url: str | None = None,
    conduct: Conduct | None = None,
) -> FastAPI:
    """The web application that asks ``assistant``.

    ``corpus`` is the folder of documents, to tell whether the index is behind it; ``rebuild`` builds a new generation
    and makes the assistant answer from it. Without them the one is not told and the other is refused. ``ticket_url`` is
    the address of the form for a new ticket, which the page links to with a draft.
    ``conduct`` says who may call, and how much; without it, anybody.
    """
    conduct = conduct or Conduct()
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
    app.state.jobs = Jobs(rebuild, assistant.state.root / "jobs") if rebuild else None
    app.state.metrics = Metrics()
    app.state.desk = Desk(assistant, app.state.metrics, conduct)
    app.state.conduct = conduct
    app.state.templates = templates()
    app.state.examples = Examples()
    app.state.ticket_url = ticket_url
    app.include_router(api.routes)
    app.include_router(learning.routes)
    app.include_router(openai_api.routes)
    app.include_router(pages.routes)
    app.include_router(operators.routes)
    app.router.routes.append(Route("/mcp", _Mcp()))
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    answer_errors(app)
    describe(app, open_to_strangers=conduct.access.stranger is not None)
    _guard(app, conduct)
    return app


class _Mcp:
    """Hands a request to the server of the Model Context Protocol, which is there while the application is served."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        serving: ASGIApp | None = getattr(scope["app"].state, "mcp", None)
        if serving is None:
            raise HTTPException(503, "The server is starting or stopping: ask again in a moment.")
        await serving(scope, receive, send)


def _guard(app: FastAPI, conduct: Conduct) -> None:
    """Puts what every request passes around the application: the last is met first."""
    metrics: Metrics = app.state.metrics
    app.add_middleware(Admission, conduct=conduct, metrics=metrics)
    app.add_middleware(Idempotency, replies=conduct.replies, counts=conduct.counts)
    app.add_middleware(WholeBody)
    app.add_middleware(ShortHead)
    app.add_middleware(Doorkeeper, access=conduct.access)
    app.add_middleware(SameSite, origins=conduct.origins)
    if conduct.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=conduct.origins,
            allow_methods=("GET", "POST", "DELETE"),
            allow_headers=("Authorization", "Content-Type", "Idempotency-Key"),
            expose_headers=("RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-ID"),
        )
    app.add_middleware(Webhook, secret=conduct.webhook_secret)
    app.add_middleware(FaultsTold)
    app.add_middleware(StrictHeaders)
    app.add_middleware(Logged, metrics=metrics, span=conduct.span)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    from web.mcp_server import serving_mcp  # takes a second to import, which other uses of the application need not

    async with serving_mcp(app.state.desk) as app.state.mcp:
        yield
    if app.state.jobs:
        app.state.jobs.close()
    app.state.conduct.replies.close()
    app.state.conduct.log.close()
    app.state.conduct.counts.close()
