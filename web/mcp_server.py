"""The assistant as tools of the Model Context Protocol (ask, search, rules) over HTTP and standard streams."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Any, TypeVar

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp

from index.errors import Fault
from web.callers import LOCAL, Caller
from web.desk import Desk
from web.openai_api import sources
from web.schemas import AskReply, ConversationId, EndUser, HitReply, QueryText, QuestionText, RulesReply, SearchReply

INSTRUCTIONS = (
    "Answers support questions from the organisation's own documents, with exact quotes, and keeps to their escalation"
    " order and ticket queue. Ask in the person's own words, and give every question of one conversation the same"
    " conversation_id. Pass the answer on as it is: its [n] markers name the citations."
)
_READING = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_Done = TypeVar("_Done")


def mcp_server(desk: Desk) -> MCPServer:
    """The tools, asking at ``desk``. Over HTTP the caller is whoever sent the request, otherwise somebody here."""
    server = MCPServer("cited-assistant", title="Cited assistant", instructions=INSTRUCTIONS, log_level="ERROR")

    async def ask(
        question: QuestionText,
        context: Context[Any, Any],
        conversation_id: ConversationId | None = None,
        user: EndUser | None = None,
    ) -> Annotated[CallToolResult, AskReply]:
        """Answers a question from the documents, with citations, keeping to their rules."""
        turn = await _done(lambda: desk.ask(_caller(context), question, conversation_id, user))
        reply = AskReply.of(turn)
        text = TextContent(type="text", text=reply.answer + sources(reply))
        return CallToolResult(content=[text], structured_content=reply.model_dump(mode="json"))

    async def search(query: QueryText, limit: Annotated[int, Field(ge=1, le=50)] = 10) -> SearchReply:
        """Finds passages of the documents with their scores, best first; no rules applied."""
        generation = await _done(desk.assistant.generation)
        hits = await _done(lambda: generation.search(query, limit))
        return SearchReply(generation=generation.id, hits=[HitReply.of(hit) for hit in hits])

    async def rules() -> Annotated[CallToolResult, RulesReply]:
        """Tells every rule that the documents state, with the words that state it."""
        edition = await _done(desk.assistant.edition)
        reply = RulesReply.of(edition.generation.id, edition.rulebook)
        told = reply.model_dump(mode="json", by_alias=True)
        text = TextContent(type="text", text=reply.model_dump_json(by_alias=True))
        return CallToolResult(content=[text], structured_content=told)

    server.add_tool(ask, annotations=ToolAnnotations(read_only_hint=False, destructive_hint=False))
    server.add_tool(search, annotations=_READING)
    server.add_tool(rules, annotations=_READING)
    return server


@asynccontextmanager
async def serving_mcp(desk: Desk) -> AsyncIterator[ASGIApp]:
    """What answers at /mcp, while within it. No session is kept: each request stands for itself.

    Who may call, and by which name, has been settled by the guards of the application.
    """
    server = mcp_server(desk)
    settled = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    app = server.streamable_http_app(stateless_http=True, json_response=True, transport_security=settled)
    async with server.session_manager.run():
        yield app


def _caller(context: Context[Any, Any]) -> Caller:
    request = context.request_context.request
    caller: Caller = request.state.caller if request is not None else LOCAL
    return caller


async def _done(work: Callable[[], _Done]) -> _Done:
    """Works in a thread; a fault is told to whoever called the tool."""
    try:
        return await run_in_threadpool(work)
    except Fault as fault:
        raise ToolError(str(fault)) from fault
