"""The official mcp client, unmodified, over streamable HTTP and over standard streams."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from fastapi.testclient import TestClient
from mcp import Client, StdioServerParameters

ROOT = Path(__file__).parents[2]
NO_ID = {"conversation_id": "a b"}
Work = Callable[[Client], Awaitable[Any]]


@pytest.fixture(params=["http", "stdio"])
def within(request: pytest.FixtureRequest, site: Any, mcp_command: StdioServerParameters) -> Callable[[Work], Any]:
    """Does some work with a client that is connected in either way."""

    def run(work: Work) -> Any:
        async def connected() -> Any:
            async with Client(f"{site.address}/mcp" if request.param == "http" else mcp_command) as client:
                return await work(client)

        return anyio.run(connected)

    return run


def test_three_tools_are_told_with_what_they_take_and_give(within: Callable[[Work], Any]) -> None:
    tools = {tool.name: tool for tool in within(lambda client: client.list_tools()).tools}
    assert set(tools) == {"ask", "search", "rules"}
    assert set(tools["ask"].input_schema["properties"]) == {"question", "conversation_id", "user"}
    assert "citations" in tools["ask"].output_schema["properties"]


def test_what_the_tools_give_is_what_the_api_gives(within: Callable[[Work], Any], client: TestClient) -> None:
    async def call(mcp: Client) -> list[Any]:
        question = {"question": "Who renews TLS certificates?", "conversation_id": "by-mcp"}
        calls = (("ask", question), ("search", {"query": "TLS certificates", "limit": 2}), ("rules", {}))
        return [await mcp.call_tool(name, given) for name, given in calls]

    answered, found, ruled = within(call)
    by_api = [
        client.post("/api/v1/ask", json={"question": "Who renews TLS certificates?"}).json(),
        client.get("/api/v1/search", params={"q": "TLS certificates", "limit": 2}).json(),
        client.get("/api/v1/rules").json(),
    ]
    apart = {"generation": "", "conversation_id": "", "turn": 0}
    for told, expected in zip((answered, found, ruled), by_api, strict=True):
        assert not told.is_error
        assert told.structured_content | apart == expected | apart
    assert answered.content[0].text.startswith(by_api[0]["answer"])


def test_a_conversation_goes_on_over_calls(within: Callable[[Work], Any]) -> None:
    async def call(mcp: Client) -> Any:
        for question in ("We've spoken to our tech lead, who's next?", "The lead developer could not help, who now?"):
            told = await mcp.call_tool("ask", {"question": question, "conversation_id": "escalating"})
        return told

    assert within(call).structured_content["escalation"]["next"] == "The Lead Architect"


def test_what_cannot_be_asked_is_an_error_that_says_so(within: Callable[[Work], Any]) -> None:
    async def call(mcp: Client) -> list[Any]:
        return [await mcp.call_tool("ask", given) for given in ({"question": " "}, {"question": "Who?", **NO_ID}, {})]

    assert [told.is_error for told in within(call)] == [True] * 3


def test_another_sites_page_cannot_call_the_tools(site: Any) -> None:
    called = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    headers = {"origin": "https://elsewhere.example", "accept": "application/json, text/event-stream"}
    assert httpx.post(f"{site.address}/mcp", json=called, headers=headers).status_code == 403
