"""An answer as server-sent events holds what the JSON reply holds, and what was decided comes first."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from web.streaming import pieces


def events(text: str) -> list[tuple[str, dict[str, Any]]]:
    """The events of a stream: the name and the data of each."""
    found = []
    for block in text.removesuffix("\n\n").split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def streamed(client: TestClient, body: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    reply = client.post("/api/v1/ask", json=body, headers={"accept": "text/event-stream"})
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/event-stream")
    return events(reply.text)


@pytest.mark.parametrize(
    "question", ["Who renews TLS certificates?", "We've spoken to our tech lead, who's next?", "What is for lunch?"]
)
def test_the_events_together_are_the_reply(client: TestClient, question: str) -> None:
    told = streamed(client, {"question": question})
    plain = client.post("/api/v1/ask", json={"question": question}).json()
    joined = {key: value for _, data in told for key, value in data.items()}
    joined["answer"] = "".join(data["text"] for name, data in told if name == "text")
    joined.pop("text")
    assert joined | {"conversation_id": ""} == plain | {"conversation_id": ""}


def test_decision_and_citations_come_before_the_text_and_done_last(client: TestClient) -> None:
    names = [name for name, _ in streamed(client, {"question": "Who renews TLS certificates?"})]
    assert names[:3] == ["decision", "citations", "text"]
    assert names[-1] == "done"
    assert set(names[2:-1]) == {"text"}


def test_what_cannot_be_asked_fails_with_its_own_status_before_any_event(client: TestClient) -> None:
    reply = client.post("/api/v1/ask", json={"question": " "}, headers={"accept": "text/event-stream"})
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html,*/*;q=0.8"])
def test_whoever_does_not_ask_for_events_gets_json(client: TestClient, accept: str) -> None:
    reply = client.post("/api/v1/ask", json={"question": "Who handles DNS?"}, headers={"accept": accept})
    assert reply.headers["content-type"] == "application/json"


@given(st.text(max_size=500))
def test_pieces_joined_are_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text
