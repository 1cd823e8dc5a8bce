"""The same answer on every transport: each question, asked in each way, gets the identical answer and citations.

The long run asks 200: LONG_TESTS=1 .venv/bin/python -m pytest tests/web/test_transports.py
"""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import anyio
import httpx
import pytest
from mcp import Client
from openai import OpenAI

from web.limits import Bounds
from web.openai_api import MODEL

MOST = 200 if "LONG_TESTS" in os.environ else 40
DATA = Path(__file__).parents[1] / "data"
Answer = tuple[str, str, list[dict[str, Any]]]  # outcome, text, citations


def questions() -> list[str]:
    """Labelled turns, each asked for itself."""
    found = dict.fromkeys(
        turn["ask"].strip()
        for name in ("ask_for_help_unseen.jsonl", "developer_docs_unseen.jsonl")
        for line in (DATA / name).read_text("utf-8").splitlines()
        for turn in json.loads(line)["turns"]
        if turn["ask"].strip()
    )
    every = len(found) // MOST
    return list(found)[:: max(every, 1)][:MOST]


@pytest.fixture(scope="module")
def by_json(site: Any) -> list[Answer]:
    with httpx.Client(base_url=site.address) as client:
        return [told(client.post("/api/v1/ask", json={"question": each}).json()) for each in questions()]


def told(reply: dict[str, Any]) -> Answer:
    return reply["outcome"], reply["answer"], reply["citations"]


def test_there_are_many_questions_and_every_kind_of_outcome(by_json: list[Answer]) -> None:
    assert len(by_json) == MOST
    assert len({outcome for outcome, _, _ in by_json}) >= 4


def test_server_sent_events_bring_the_same(site: Any, by_json: list[Answer]) -> None:
    def ask(client: httpx.Client, question: str) -> Answer:
        reply = client.post("/api/v1/ask", json={"question": question}, headers={"accept": "text/event-stream"})
        events = [json.loads(line.removeprefix("data: ")) for line in reply.text.split("\n") if line[:5] == "data:"]
        text = "".join(event.get("text", "") for event in events)
        return events[0]["outcome"], text, events[1]["citations"]

    with httpx.Client(base_url=site.address) as client:
        assert [ask(client, each) for each in questions()] == by_json


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_openais_client_brings_the_same(site: Any, by_json: list[Answer], stream: bool) -> None:
    def parts(bot: OpenAI, question: str) -> Iterator[tuple[str, dict[str, Any]]]:
        messages: Any = [{"role": "user", "content": question}]
        if stream:
            for chunk in bot.chat.completions.create(model=MODEL, messages=messages, stream=True):
                yield chunk.choices[0].delta.content or "", chunk.model_extra or {}
        else:
            completion = bot.chat.completions.create(model=MODEL, messages=messages)
            yield completion.choices[0].message.content or "", completion.model_extra or {}

    def ask(bot: OpenAI, question: str) -> Answer:
        found = list(parts(bot, question))
        text, extra = "".join(text for text, _ in found), found[0][1]
        answer = text.partition("\n\nSources:\n\n")[0] if extra["citations"] else text
        return extra["reply"]["outcome"], answer, extra["citations"]

    with OpenAI(base_url=f"{site.address}/v1", api_key="none", max_retries=0) as bot:
        assert [ask(bot, each) for each in questions()] == by_json


@pytest.mark.parametrize("way", ["http", "stdio"])
def test_the_mcp_client_brings_the_same(site: Any, mcp_command: Any, by_json: list[Answer], way: str) -> None:
    async def ask() -> list[Answer]:
        async with Client(f"{site.address}/mcp" if way == "http" else mcp_command) as client:
            calls = [await client.call_tool("ask", {"question": each}) for each in questions()]
        return [told(call.structured_content) for call in calls]

    assert anyio.run(ask) == by_json


def test_slack_brings_the_same(slack: Callable[..., Any], by_json: list[Answer]) -> None:
    """Its links are the citations, and its words those of the answer: what differs is markup."""
    bot = slack(Bounds(user_rate=10_000))
    for number, (question, (_, answer, citations)) in enumerate(zip(questions(), by_json, strict=True)):
        text = question.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        bot.send({"type": "app_mention", "user": "U1", "text": f"<@U0BOT> {text}", "ts": f"{number}.7", "channel": "C"})
        said = bot.says()["text"]
        links = re.findall(
            r"^<[^|]*/documents/(.*?)\?start=(\d+)&amp;end=(\d+)&amp;words=\w+#cited\|\[(\d+)\]", said, re.MULTILINE
        )
        found = [(unquote(path), int(start), int(end), int(marker)) for path, start, end, marker in links]
        assert found == [(each["document"], each["start"], each["end"], each["marker"]) for each in citations], question
        shown = html.unescape(said.partition("\n\n<https://docs.example/")[0])
        assert words(shown) == words(answer), question


def words(text: str) -> list[str]:
    """The words and numbers of an answer, whatever its markup."""
    return re.findall(r"\w+", re.sub(r"\]\(<?[^)]*\)|[*_`]", " ", text))
