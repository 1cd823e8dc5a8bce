"""Feedback, the decision log and the gaps over HTTP, and that none of them changes an answer."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from web.callers import LOCAL


def ask(client: TestClient, question: str, conversation: str, **more: str) -> dict[str, Any]:
    body = {"question": question, "conversation_id": conversation} | more
    return dict(client.post("/api/v1/ask", json=body).json())


def test_feedback_is_kept_and_changes_neither_ranking_nor_rules(client: TestClient) -> None:
    before = ask(client, "Who triages technical issues?", "judged")
    told = {"conversation_id": "judged", "turn": 1, "helpful": False, "why": "wrong team"}
    assert client.post("/api/v1/feedback", json=told).status_code == 204
    after = ask(client, "Who triages technical issues?", "judged-after")
    assert before | {"conversation_id": ""} == after | {"conversation_id": ""}
    (gap,) = [each for each in client.get("/api/v1/gaps").json()["gaps"] if each["why"] == ["wrong team"]]
    assert gap["document"] == "ask-for-help.md"
    assert 'assistant_feedback_total{helpful="no"}' in client.get("/metrics").text


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"conversation_id": "begun-by-nobody", "turn": 1, "helpful": True}, 404),
        ({"conversation_id": "judged", "turn": 0, "helpful": True}, 422),
        ({"conversation_id": "judged", "turn": 1}, 422),
        ({"conversation_id": "judged", "turn": 1, "helpful": True, "why": "x" * 1001}, 422),
        ({"conversation_id": "judged", "turn": 1, "helpful": True, "rank": 1}, 422),
    ],
)
def test_feedback_about_nothing_is_refused(client: TestClient, told: dict[str, Any], status: int) -> None:
    assert client.post("/api/v1/feedback", json=told).status_code == status


def test_the_log_tells_how_each_answer_came_about(client: TestClient) -> None:
    reply = ask(client, "We've spoken to our tech lead, who's next?", "logged", user="ann@example.org")
    entry = client.get("/api/v1/log", params={"limit": 1}).json()["entries"][0]
    assert entry["reply"] == reply
    assert entry["fired"] == [each["rule"] for each in reply["decisions"]]
    assert entry["silent"]
    assert [claim["kind"] for claim in entry["claims"]] == ["consulted"]
    assert {"claims", "evidence", "rules", "answer"} <= set(entry["seconds"])
    assert entry["caller"] == LOCAL.name
    assert "ann" not in entry["user"]


def test_the_log_is_read_backwards_in_pages(client: TestClient) -> None:
    for number in range(3):
        ask(client, f"Who handles DNS? {number}", "paged")
    latest = client.get("/api/v1/log", params={"limit": 2}).json()
    earlier = client.get("/api/v1/log", params={"limit": 1, "before": latest["before"]}).json()
    questions = [entry["question"] for entry in earlier["entries"] + latest["entries"]]
    assert questions == [f"Who handles DNS? {number}" for number in range(3)]


def test_erasing_a_conversation_erases_it_from_the_log(client: TestClient) -> None:
    ask(client, "Who handles DNS?", "forgotten")
    client.delete("/api/v1/conversations/forgotten")
    entries = client.get("/api/v1/log", params={"limit": 500}).json()["entries"]
    assert "forgotten" not in {entry["reply"]["conversation_id"] for entry in entries}
