"""What is learnt from being asked: feedback, the decision log, the gaps. None of it changes an answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from starlette.exceptions import HTTPException

from assistant.gaps import gaps
from web.callers import TheCaller
from web.desk import TheDesk
from web.log_schemas import EntryReply, GapReply, GapsReply, LogReply
from web.metrics import TheMetrics
from web.problems import problems
from web.schemas import FeedbackRequest
from web.wiring import TheAssistant, TheLog

routes = APIRouter(prefix="/api/v1", tags=["learning"])


@routes.post(
    "/feedback",
    summary="Say whether an answer helped",
    status_code=204,
    response_class=Response,
    responses=problems(404, 422, 500, 503),
)
def feedback(said: FeedbackRequest, desk: TheDesk, caller: TheCaller, metrics: TheMetrics) -> Response:
    """Kept beside the answer, in place of what was said of it before; ranking and rules stay as they are."""
    if not desk.note(caller, said.conversation_id, said.turn, said.helpful, said.why):
        raise HTTPException(404, "No such answer is kept: give conversation_id and turn as the reply had them.")
    metrics.judged(said.helpful)
    return Response(status_code=204)


@routes.get("/log", summary="The decision log", response_model=LogReply, responses=problems(422, 500, 503))
def log(
    log: TheLog,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    before: Annotated[int | None, Query(ge=1, le=2**31)] = None,
) -> LogReply:
    """The latest answers, with the rules that fired and those that did not; or those before an entry."""
    entries = log.entries(limit, before)
    return LogReply(entries=[EntryReply.of(each) for each in entries], before=entries[0].id if entries else None)


@routes.get("/gaps", summary="What the documents should say", response_model=GapsReply, responses=problems(500, 503))
def missing(log: TheLog, assistant: TheAssistant) -> GapsReply:
    """Questions refused, or answered to no help, gathered by likeness."""
    found = gaps(log.entries(), log.feedback(), assistant.generation())
    return GapsReply(gaps=[GapReply.model_validate(gap) for gap in found])
