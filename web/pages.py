"""The pages for people. They work without JavaScript; a script makes answers appear without a reload."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from assistant.answers import Escalation, Outcome
from assistant.conversations import Turn
from assistant.rulebook.rules import Contradiction, Responsibility
from index.generations import Generation
from web.examples import example_questions
from web.metrics import Metrics, TheMetrics
from web.problems import problem, problem_response, problems
from web.rendering import Links, answer_html, document_html, live_page
from web.schemas import AskRequest, ConversationId
from web.wiring import TheAssistant

routes = APIRouter(default_response_class=HTMLResponse, tags=["pages"])

OUTCOMES = {
    Outcome.ANSWERED: "Answer from the documents",
    Outcome.ESCALATION: "Step of an escalation order",
    Outcome.TICKET: "Ticket instruction",
    Outcome.NOT_DOCUMENTED: "Not in the documents",
    Outcome.NEEDS_CLARIFICATION: "Question back to you",
}
_LISTED = 8  # documents named on the first page
_Question = Annotated[
    str,
    Form(
        description="1 to 4,000 characters after trimming.",
        json_schema_extra={"minLength": 1, "maxLength": 4000, "pattern": r"\S"},
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


@routes.get("/", summary="The chat page", responses=problems(422, 500, 503))
def chat(request: Request, assistant: TheAssistant, conversation: _Address = None) -> Response:
    """The conversation so far and a box to ask in; on a first visit, what can be asked."""
    turns = assistant.conversations.turns(conversation) if conversation else ()
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
    metrics: TheMetrics,
    question: _Question = "",
    conversation: _Conversation = "",
) -> Response:
    """Answers, then leads back to the page, so that a reload asks nothing again."""
    try:
        turn = _turn(assistant, metrics, question, conversation)
    except ValidationError as error:
        turns = assistant.conversations.turns(conversation) if conversation else ()
        return _chat(request, assistant, turns, conversation or None, Mistake(question, _mistake(error)))
    return RedirectResponse(f"/?conversation={turn.conversation_id}#turn-{turn.number}", status_code=303)


@routes.post("/turns", summary="Ask, for the page's script", responses=problems(400, 403, 409, 413, 422, 500, 503))
def fragment(
    request: Request,
    assistant: TheAssistant,
    metrics: TheMetrics,
    question: _Question = "",
    conversation: _Conversation = "",
) -> Response:
    """One question and its answer as a piece of the page."""
    try:
        turn = _turn(assistant, metrics, question, conversation)
    except ValidationError as error:
        return problem_response(request, problem(422, _mistake(error)))
    return _page(request, "turn.html", turn=turn, links=Links(assistant.generation()))


@routes.post(
    "/erase",
    summary="Erase a conversation on the page",
    status_code=303,
    response_class=RedirectResponse,
    responses=problems(403, 422, 500, 503),
)
def erase(assistant: TheAssistant, conversation: Annotated[ConversationId, Form()]) -> Response:
    """Forgets the conversation and starts anew."""
    assistant.conversations.erase(conversation)
    return RedirectResponse("/", status_code=303)


@routes.get("/rules", summary="The rules in force, for people", responses=problems(500, 503))
def rules(request: Request, assistant: TheAssistant) -> Response:
    """Each rule with the words that state it, and what goes against it."""
    edition = assistant.edition()
    book = edition.rulebook
    against: dict[str, list[Contradiction]] = {}
    for each in book.contradictions:
        against.setdefault(each.rule, []).append(each)
    teams: dict[str, list[Responsibility]] = {}
    for rule in book.responsibilities:
        teams.setdefault(rule.team, []).append(rule)
    return _page(request, "rules.html", book=book, teams=teams, against=against, titles=titles(edition.generation))


@routes.get("/documents", summary="The documents", responses=problems(500, 503))
def documents(request: Request, assistant: TheAssistant) -> Response:
    """Every document that is read, and what was skipped."""
    generation = assistant.generation()
    return _page(request, "documents.html", generation=generation, titles=titles(generation))


@routes.get("/documents/{path:path}", summary="A document as people read it", responses=problems(404, 422, 500, 503))
def document(
    request: Request, assistant: TheAssistant, path: str, start: _Offset = None, end: _Offset = None
) -> Response:
    """The document with the words between two offsets marked."""
    generation = assistant.generation()
    try:
        found = generation.document(path)
    except KeyError:
        raise HTTPException(404, "No such document was read: GET /documents lists those that were.") from None
    cited = range(start or 0, end or 0)
    shown = document_html(found, Links(generation), cited)
    quote = found.quote(cited.start, cited.stop) if cited and cited.stop <= len(found.text) else None
    return _page(
        request,
        "document.html",
        generation=generation,
        document=found,
        live=live_page(found),
        shown=shown,
        quote=quote,
        cited=cited,
    )


@dataclass(frozen=True, slots=True)
class Mistake:
    """A question that cannot be asked, and why."""

    question: str
    message: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an escalation order and how it stands: done, next or later."""

    text: str
    state: str


def ladder(escalation: Escalation) -> tuple[Step, ...]:
    """The steps of an order as they stand."""
    return tuple(Step(step, _state(step, escalation)) for step in escalation.order)


def titles(generation: Generation) -> dict[str, str]:
    """The title of every document, by path; its path where nothing of it can be cited."""
    named = {passage.document: passage.title for passage in generation.passages}
    return {path: named.get(path, path) for path in generation.texts}


def day_and_time(moment: datetime) -> str:
    """A time as people write it, in UTC."""
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"


def announcement(turn: Turn, links: Links) -> str:
    """What a screen reader says once when an answer appears."""
    spoken = answer_html(turn.answer, links).striptags()
    return f"{OUTCOMES[turn.answer.outcome]}. {spoken}"


def _state(step: str, escalation: Escalation) -> str:
    if step == escalation.next:
        return "next"
    return "done" if step in escalation.tried else "later"


def _turn(assistant: TheAssistant, metrics: Metrics, question: str, conversation: str) -> Turn:
    """Ask what a form sent; raises ValidationError where it cannot be asked."""
    asked = AskRequest(question=question, conversation_id=conversation or secrets.token_urlsafe(12))
    with metrics.answering():
        turn = assistant.ask(asked.question, asked.conversation_id)
    metrics.answered(turn.answer.outcome)
    return turn


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
    edition = assistant.edition()
    generation = edition.generation
    named = titles(generation)
    return _page(
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
        examples=() if turns else example_questions(edition.rulebook, generation.passages),
    )


def _page(request: Request, template: str, status: int = 200, **context: object) -> Response:
    page: Response = request.app.state.templates.TemplateResponse(request, template, context, status_code=status)
    return page
