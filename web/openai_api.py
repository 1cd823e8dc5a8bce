"""What clients of OpenAI's chat completions call. The messages are the conversation; only the user's count."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StrictBool
from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse

from assistant.conversations import Turn
from web.callers import TheCaller
from web.desk import TheDesk
from web.problems import problems
from web.schemas import AskReply, CitationReply, EndUser, Plain, QuestionText
from web.streaming import EVENT_SCHEMA, MEDIA_TYPE, pieces

routes = APIRouter(prefix="/v1", tags=["openai"])

MODEL = "cited-assistant"
SINCE = 1_763_856_000  # seconds since the epoch; the models' list asks for a time
MOST_MESSAGES = 200


class TextPart(BaseModel):
    """A piece of a message's text."""

    type: Literal["text"]
    text: QuestionText


class UserMessage(BaseModel):
    """What the person said: a question, as one text or as parts that are joined."""

    role: Literal["user"]
    content: QuestionText | Annotated[list[TextPart], Field(min_length=1, max_length=8)]

    @property
    def question(self) -> str:
        """The parts as one question."""
        if isinstance(self.content, str):
            return self.content
        return "\n\n".join(part.text for part in self.content)


class OtherMessage(BaseModel):
    """What somebody else is said to have said. It is never read: instructions come from the documents alone."""

    role: Literal["system", "developer", "assistant", "tool", "function"]


Message = Annotated[UserMessage | OtherMessage, Field(discriminator="role")]
Messages = Annotated[
    list[Message],
    Field(
        min_length=1,
        max_length=MOST_MESSAGES,
        description="Oldest first, with at least one of the user's.",
        examples=[[{"role": "user", "content": "Who renews TLS certificates?"}]],
        json_schema_extra={"contains": {"$ref": "#/components/schemas/UserMessage"}},
    ),
]


class ChatRequest(BaseModel):
    """A conversation to go on with. Settings that shape a language model's wording are taken and change nothing."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"model": MODEL, "messages": [{"role": "user", "content": "Who renews TLS certificates?"}]}]
        }
    )

    model: str = Field(examples=[MODEL])
    messages: Messages
    stream: StrictBool | None = False
    user: EndUser | None = None
    n: Literal[1] | None = None

    @property
    def questions(self) -> tuple[str, ...]:
        """What the person said, oldest first."""
        return tuple(message.question for message in self.messages if isinstance(message, UserMessage))


class ReplyMessage(Plain):
    """The assistant's message: the answer, and under it where each citation stands."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None


class Choice(Plain):
    """The one answer there is."""

    index: Literal[0] = 0
    message: ReplyMessage
    finish_reason: Literal["stop"] = "stop"
    logprobs: None = None


class ChatReply(Plain):
    """A chat completion; beside OpenAI's own fields the citations and the reply as POST /api/v1/ask gives it."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str = MODEL
    choices: list[Choice]
    system_fingerprint: str = Field(description="the generation that answered")
    citations: list[CitationReply]
    reply: AskReply


class Model(Plain):
    """What can be named as ``model``."""

    id: str = MODEL
    object: Literal["model"] = "model"
    created: int = SINCE
    owned_by: str = "cited-assistant"


class Models(Plain):
    """Every model there is: one."""

    object: Literal["list"] = "list"
    data: list[Model]


@routes.get("/models", summary="The models", response_model=Models, responses=problems(500))
async def models() -> Models:
    """The one name that chat completions take."""
    return Models(data=[Model()])


@routes.get("/models/{model}", summary="A model", response_model=Model, responses=problems(404, 422, 500))
async def model(model: str) -> Model:
    """The model of that name."""
    return Model(id=_known(model))


@routes.post(
    "/chat/completions",
    summary="Go on with a conversation",
    response_model=ChatReply,
    responses=problems(400, 404, 422, 500, 503)
    | {200: {"content": {MEDIA_TYPE: {"schema": EVENT_SCHEMA}}, "description": "The answer"}},
)
def complete(request: ChatRequest, desk: TheDesk, caller: TheCaller) -> ChatReply | Response:
    """The answer to the last question of the conversation, whole or as a stream of chunks."""
    _known(request.model)
    if not request.questions:
        raise HTTPException(422, "There is no question: send at least one message of the role user.")
    turn = desk.reply(caller, request.questions, request.user)
    if request.stream:
        return StreamingResponse(_chunks(turn), media_type=MEDIA_TYPE)
    reply = AskReply.of(turn)
    return ChatReply(
        **_head(turn, reply),
        choices=[Choice(message=ReplyMessage(content=reply.answer + sources(reply)))],
        citations=reply.citations,
        reply=reply,
    )


def sources(reply: AskReply) -> str:
    """Where each citation stands, as a list to put under the answer."""
    lines = [
        f"[{each.marker}] {each.title}, {each.url or f'{each.document} line {each.line}'}" for each in reply.citations
    ]
    return "\n\nSources:\n\n" + "\n".join(f"- {line}" for line in lines) if lines else ""


def _known(model: str) -> str:
    if model != MODEL:
        raise HTTPException(404, f"There is no such model: name '{MODEL}', as GET /v1/models does.")
    return model


def _head(turn: Turn, reply: AskReply) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{reply.conversation_id}-{reply.turn}",
        "created": int(turn.at),
        "system_fingerprint": reply.generation,
    }


async def _chunks(turn: Turn) -> AsyncIterator[str]:
    """The citations and the reply with the first chunk, then the text, then the end."""
    reply = AskReply.of(turn)
    told = reply.model_dump(mode="json")
    head = _head(turn, reply) | {"object": "chat.completion.chunk", "model": MODEL}
    yield _chunk(head | {"citations": told["citations"], "reply": told}, {"role": "assistant", "content": ""})
    for piece in pieces(reply.answer + sources(reply)):
        yield _chunk(head, {"content": piece})
    yield _chunk(head, {}, "stop")
    yield "data: [DONE]\n\n"


def _chunk(head: dict[str, Any], delta: dict[str, str], finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
    return f"data: {json.dumps(head | {'choices': [choice]}, ensure_ascii=False)}\n\n"
