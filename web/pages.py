"""The pages for people. They work without JavaScript; a script makes answers appear without a reload."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import Field, ValidationError
from starlette.exceptions import HTTPException

from assistant.conversations import Turn
from index.corpus import is_document
from index.documents import Skipped
from index.generations import Generation
from web.callers import Caller, TheCaller
from web.desk import Desk, TheDesk
from web.examples import Examples
from web.learning import feedback as take_feedback
from web.metrics import TheMetrics
from web.places import found_again, web_address
from web.problems import problem, problem_response, problems
from web.rendering import Links, dates, document_html, headings_above, titles
from web.schemas import MORE_THAN_BLANKS, AskRequest, ConversationId, FeedbackRequest, Strict
from web.templating import page
from web.wiring import TheAssistant

routes = APIRouter(default_response_class=HTMLResponse, tags=["pages"])

_LISTED = 8  # documents named on the first page
_Question = Annotated[
    str,
    Form(
        description="1 to 4,000 characters after trimming.",
        json_schema_extra={"minLength": 1, "pattern": MORE_THAN_BLANKS},
    ),
]
_Conversation = Annotated[
    str,
    Form(
        description="As the page's hidden field gives it; empty for a new one.",
        json_schema_extra={"pattern": r"^[A-Za-z0-9._:\-]{0,128}$"},
    ),
]
_Address = Annotated[ConversationId | None, Query()]
_Offset = Annotated[int | None, Query(ge=0, description="offset in the document, in code points")]
_Fingerprint = Annotated[
    str | None, Query(pattern="^[0-9a-f]{16}$", description="of the words cited: they are found where they stand now")
]


class Feedback(Strict):
    """What the form beside an answer sends."""

    conversation: ConversationId
    turn: Annotated[int, Field(ge=1, le=2**31)]
    helpful: Literal["true", "false"]
    why: Annotated[str, Field(max_length=1000)] = ""


@routes.get("/", summary="The chat page", responses=problems(422, 500, 503))
def chat(
    request: Request, assistant: TheAssistant, desk: TheDesk, caller: TheCaller, conversation: _Address = None
) -> Response:
    """The conversation so far and a box to ask in; on a first visit, what can be asked."""
    turns = desk.turns(caller, conversation) if conversation else ()
    return _chat(request, assistant, turns, conversation)


@routes.post(
    "/",
    summary="Ask on the page",
    status_code=303,
    response_class=RedirectResponse,
    responses=problems(400, 403, 409, 413, 422, 500, 503),
)
def ask(
    request: Request,
    assistant: TheAssistant,
    desk: TheDesk,
    caller: TheCaller,
    question: _Question = "",
    conversation: _Conversation = "",
) -> Response:
    """Answers, then leads back to the page, so that a reload asks nothing again."""
    try:
        turn = _turn(desk, caller, question, conversation)
    except ValidationError as error:
        turns = desk.turns(caller, conversation) if conversation else ()
        return _chat(request, assistant, turns, conversation or None, Mistake(question, _mistake(error)))
    return RedirectResponse(f"/?conversation={turn.conversation_id}#turn-{turn.number}", status_code=303)


@routes.post("/turns", summary="Ask, for the page's script", responses=problems(400, 403, 409, 413, 422, 500, 503))
def fragment(
    request: Request,
    assistant: TheAssistant,
    desk: TheDesk,
    caller: TheCaller,
    question: _Question = "",
    conversation: _Conversation = "",
) -> Response:
    """One question and its answer as a piece of the page."""
    try:
        turn = _turn(desk, caller, question, conversation)
    except ValidationError as error:
        return problem_response(request, problem(422, _mistake(error)))
    turns = desk.turns(caller, turn.conversation_id)
    return page(request, "turn.html", turn=turn, turns=turns, links=Links(assistant.generation()))


@routes.post(
    "/erase",
    summary="Erase a conversation on the page",
    status_code=303,
    response_class=RedirectResponse,
    responses=problems(403, 422, 500, 503),
)
def erase(desk: TheDesk, caller: TheCaller, conversation: Annotated[ConversationId, Form()]) -> Response:
    """Forgets the conversation and starts anew."""
    desk.erase(caller, conversation)
    return RedirectResponse("/", status_code=303)


@routes.post(
    "/feedback",
    summary="Say on the page whether an answer helped",
    status_code=303,
    response_class=RedirectResponse,
    responses=problems(403, 404, 422, 500, 503),
)
def feedback(desk: TheDesk, caller: TheCaller, metrics: TheMetrics, said: Annotated[Feedback, Form()]) -> Response:
    """Keeps it beside the answer and leads back there."""
    thought = FeedbackRequest(
        conversation_id=said.conversation, turn=said.turn, helpful=said.helpful == "true", why=said.why or None
    )
    take_feedback(thought, desk, caller, metrics)
    return RedirectResponse(f"/?conversation={said.conversation}#turn-{said.turn}", status_code=303)


@routes.get("/documents", summary="The documents", responses=problems(500, 503))
def documents(request: Request, assistant: TheAssistant) -> Response:
    """Every document that is read, and what was skipped."""
    generation = assistant.generation()
    return page(request, "documents.html", generation=generation, titles=titles(generation), unread=unread(generation))


@routes.get("/documents/{path:path}", summary="A document as people read it", responses=problems(404, 422, 500, 503))
def document(
    request: Request,
    assistant: TheAssistant,
    path: str,
    start: _Offset = None,
    end: _Offset = None,
    words: _Fingerprint = None,
) -> Response:
    """The document with the words between two offsets marked; those of the fingerprint, where it is given."""
    generation = assistant.generation()
    try:
        found = generation.document(path)
    except KeyError:
        told = "No document of this name is read, or no longer: /documents lists those that are."
        raise HTTPException(404, told) from None
    asked = range(start or 0, end or 0)
    there = (found_again(found, asked, words) if words and asked else asked) or range(0)
    shown = document_html(found, Links(generation), there)
    return page(
        request,
        "document.html",
        generation=generation,
        document=found,
        live=web_address(found.url),
        dates=dates(found),
        headings=headings_above(found, there.start) if there else (),
        shown=shown,
        quote=found.quote(there.start, there.stop) if there and there.stop <= len(found.text) else None,
        moved=there != asked,
        asked=asked,
    )


def unread(generation: Generation) -> tuple[Skipped, ...]:
    """What a reader would miss: documents, or parts of them, that could not be read. Other files are no loss."""
    return tuple(each for each in generation.manifest.skipped if is_document(each.path))


@dataclass(frozen=True, slots=True)
class Mistake:
    """A question that cannot be asked, and why."""

    question: str
    message: str


def _turn(desk: Desk, caller: Caller, question: str, conversation: str) -> Turn:
    """Ask what a form sent; raises ValidationError where it cannot be asked."""
    asked = AskRequest(question=question, conversation_id=conversation or secrets.token_urlsafe(12))
    return desk.ask(caller, asked.question, asked.conversation_id)


def _mistake(error: ValidationError) -> str:
    """What to do about a question that cannot be asked."""
    kinds = {each["type"] for each in error.errors() if each["loc"] == ("question",)}
    if "string_too_short" in kinds:
        return "Enter a question"
    if "string_too_long" in kinds:
        return "The question must be 4,000 characters or fewer"
    return "The question cannot be read: enter it again" if kinds else "Start a new conversation"


def _chat(
    request: Request,
    assistant: TheAssistant,
    turns: tuple[Turn, ...],
    conversation: str | None,
    mistake: Mistake | None = None,
) -> Response:
    generation = assistant.generation()
    named = titles(generation)
    examples: Examples = request.app.state.examples
    return page(
        request,
        "chat.html",
        status=422 if mistake else 200,
        turns=turns,
        conversation=conversation or "",
        mistake=mistake,
        generation=generation,
        links=Links(generation),
        titles=dict(list(named.items())[:_LISTED]),
        more=max(len(named) - _LISTED, 0),
        unread=unread(generation),
        examples=() if turns else examples.of(assistant),
    )
