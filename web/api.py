"""The HTTP API of CONTRACT.md. Routes that compute are plain functions: they run in the pool of threads."""

from __future__ import annotations

from asyncio import shield, wrap_future
from pathlib import Path as Folder
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.exceptions import HTTPException

from assistant.assistant import Assistant
from index.errors import CorpusMissing, Fault, GenerationMissing
from index.generations import Generation
from web.callers import TheCaller
from web.desk import TheDesk
from web.jobs import Job
from web.listing import fingerprint
from web.metrics import TheMetrics
from web.problems import problems
from web.schemas import (
    AskReply,
    AskRequest,
    ConversationId,
    ConversationReply,
    CorpusState,
    Health,
    HitReply,
    IndexReply,
    JobReply,
    QueryText,
    Readiness,
    RulesReply,
    SearchReply,
    TurnReply,
)
from web.streaming import EVENT_SCHEMA, MEDIA_TYPE, event_stream, wants_events
from web.wiring import TheAssistant, TheCorpus, TheJobs

routes = APIRouter()

JobId = Annotated[str, Path(pattern="^[0-9a-f]{16}$", description="as the rebuild's reply gave it")]
Owner = Annotated[
    str | None,
    Query(
        pattern=r"^([0-9a-f]{8}|local)$",
        description="Whose conversation, where it is not one's own: a token's id, or local. Needs the role admin.",
    ),
]
_AT_JOB = {"Location": {"schema": {"type": "string"}, "description": "Where the job tells how far it is."}}
AConversation = Annotated[ConversationId, Path()]


@routes.post(
    "/api/v1/ask",
    tags=["ask"],
    summary="Ask a question",
    response_model=AskReply,
    responses=problems(400, 403, 409, 413, 422, 500, 503)
    | {
        200: {
            "content": {MEDIA_TYPE: {"schema": EVENT_SCHEMA}},
            "description": "The answer; as server-sent events where Accept names text/event-stream",
        }
    },
)
def ask(request: Request, asked: AskRequest, desk: TheDesk, caller: TheCaller) -> AskReply | Response:
    """A cited answer that keeps to the documented rules, given what was said before in the conversation.

    With `Accept: text/event-stream` it comes as the events `decision`, `citations`, `text` (several) and `done`.
    """
    reply = AskReply.of(desk.ask(caller, asked.question, asked.conversation_id, asked.user))
    return event_stream(reply) if wants_events(request) else reply


@routes.get(
    "/api/v1/rules",
    tags=["index"],
    summary="The rules in force",
    response_model=RulesReply,
    responses=problems(500, 503),
)
def rules(assistant: TheAssistant) -> RulesReply:
    """Every rule that the documents state, with the words that state it, and what contradicts it."""
    edition = assistant.edition()
    return RulesReply.of(edition.generation.id, edition.rulebook)


@routes.get(
    "/api/v1/search",
    tags=["index"],
    summary="Search passages",
    response_model=SearchReply,
    responses=problems(422, 500, 503),
)
def search(
    assistant: TheAssistant, q: Annotated[QueryText, Query()], limit: Annotated[int, Query(ge=1, le=50)] = 10
) -> SearchReply:
    """Passages with their scores, best first; no rules applied."""
    generation = assistant.generation()
    return SearchReply(generation=generation.id, hits=[HitReply.of(hit) for hit in generation.search(q, limit)])


@routes.get(
    "/api/v1/index",
    tags=["index"],
    summary="The generation that answers",
    response_model=IndexReply,
    responses=problems(500, 503),
)
def index(assistant: TheAssistant, corpus: TheCorpus) -> IndexReply:
    """When it was built, of what, and whether the documents have changed since."""
    generation = assistant.generation()
    return IndexReply.of(generation, _corpus_state(generation, corpus))


@routes.post(
    "/api/v1/index/rebuild",
    tags=["index"],
    summary="Rebuild the index",
    status_code=202,
    response_model=JobReply,
    responses=problems(403, 422, 500, 503)
    | {
        200: {"model": JobReply, "description": "Published, or failed (wait=true)", "headers": _AT_JOB},
        202: {"description": "Asked for", "headers": _AT_JOB},
    },
)
async def rebuild(response: Response, jobs: TheJobs, wait: bool = False) -> JobReply:
    """Starts a build and answers with its job; with wait=true, when it is published. Answers go on meanwhile."""
    if jobs is None:
        raise HTTPException(503, "This server does not build its index: run 'assistant index build'.")
    job, ended = jobs.request()
    if wait:
        job = await shield(wrap_future(ended))
        response.status_code = 200
    response.headers["Location"] = f"/api/v1/index/jobs/{job.id}"
    return JobReply.of(job)


@routes.post(
    "/api/v1/index/rollback",
    tags=["index"],
    summary="Answer from an earlier generation again",
    response_model=Readiness,
    responses=problems(409, 422, 500, 503),
)
def rollback(
    assistant: TheAssistant, generation: Annotated[str | None, Query(pattern=r"^\d{8}T\d{6}Z-[0-9a-f]{6}$")] = None
) -> Readiness:
    """Goes back to the generation before, or to the one named, which is checked first."""
    go_back(assistant, generation)
    return Readiness(generation=assistant.generation().id)


@routes.get(
    "/api/v1/index/jobs/{job_id}",
    tags=["index"],
    summary="How far a rebuild is",
    response_model=JobReply,
    responses=problems(404, 422, 500, 503),
)
async def job(job_id: JobId, jobs: TheJobs) -> JobReply:
    """The job as it stands; the last ones are remembered."""
    found: Job | None = jobs.get(job_id) if jobs else None
    if found is None:
        raise HTTPException(404, "No such job is remembered: POST /api/v1/index/rebuild starts one.")
    return JobReply.of(found)


@routes.get(
    "/api/v1/conversations/{conversation_id}",
    tags=["ask"],
    summary="What was said",
    response_model=ConversationReply,
    responses=problems(404, 422, 500, 503),
)
def conversation(
    conversation_id: AConversation, desk: TheDesk, caller: TheCaller, of: Owner = None
) -> ConversationReply:
    """The turns of a conversation, oldest first."""
    turns = desk.turns(caller, conversation_id, of)
    if not turns:
        raise HTTPException(404, "No such conversation is kept: POST /api/v1/ask starts one.")
    return ConversationReply(conversation_id=conversation_id, turns=[TurnReply.of(turn) for turn in turns])


@routes.delete(
    "/api/v1/conversations/{conversation_id}",
    tags=["ask"],
    summary="Erase a conversation",
    status_code=204,
    response_class=Response,
    responses=problems(403, 404, 422, 500, 503),
)
def erase(conversation_id: AConversation, desk: TheDesk, caller: TheCaller, of: Owner = None) -> Response:
    """Forgets what was said, on the disk too."""
    if not desk.erase(caller, conversation_id, of):
        raise HTTPException(404, "No such conversation is kept: there is nothing to erase.")
    return Response(status_code=204)


@routes.get("/healthz", tags=["operating"], summary="Process up", response_model=Health)
async def healthz() -> Health:
    """The process is up."""
    return Health()


@routes.get(
    "/readyz",
    tags=["operating"],
    summary="Able to answer",
    response_model=Readiness,
    responses=problems(500, 503),
)
def readyz(assistant: TheAssistant) -> Readiness:
    """The index is loaded and able to answer."""
    return Readiness(generation=assistant.generation().id)


@routes.get(
    "/metrics",
    tags=["operating"],
    summary="Prometheus metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "Metrics"}},
)
def metrics(metrics: TheMetrics, assistant: TheAssistant) -> Response:
    """Counts and timings; nothing of what was asked."""
    try:
        generation = assistant.generation()
    except Fault:
        generation = None  # what is told of requests matters most when nothing can be answered
    return Response(metrics.page(generation), headers={"Content-Type": CONTENT_TYPE_LATEST})


def go_back(assistant: Assistant, generation: str | None) -> None:
    """Make an earlier generation answer again; 409 where there is no such one."""
    try:
        assistant.state.rollback(generation)
    except GenerationMissing as error:
        raise HTTPException(409, f"{error}") from error


def _corpus_state(generation: Generation, corpus: Folder | None) -> CorpusState:
    if corpus is None:
        return "unknown"
    try:
        now = fingerprint(corpus)
    except CorpusMissing:
        return "missing"
    return "current" if now == generation.manifest.corpus else "behind"
