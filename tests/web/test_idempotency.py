"""The same request sent twice with one Idempotency-Key is done once."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from web.idempotency import SECONDS, Kept, Replies

BODY = {"question": "Who renews TLS certificates?", "conversation_id": "retried"}


def test_the_same_key_and_body_get_the_same_reply_once(client: TestClient) -> None:
    headers = {"idempotency-key": "retry-1"}
    first, second = (client.post("/api/v1/ask", json=BODY, headers=headers) for _ in range(2))
    assert first.json() == second.json()
    assert second.headers["idempotent-replayed"] == "true"
    assert len(client.get("/api/v1/conversations/retried").json()["turns"]) == 1


def test_another_body_under_the_same_key_is_refused(client: TestClient) -> None:
    headers = {"idempotency-key": "retry-2"}
    assert client.post("/api/v1/ask", json=BODY, headers=headers).status_code == 200
    reply = client.post("/api/v1/ask", json=BODY | {"question": "Who handles DNS?"}, headers=headers)
    assert reply.status_code == 409


def test_a_stream_is_repeated_to_the_letter(client: TestClient) -> None:
    headers = {"idempotency-key": "retry-3", "accept": "text/event-stream"}
    first, second = (client.post("/api/v1/ask", json=BODY, headers=headers) for _ in range(2))
    assert first.text == second.text
    assert second.headers["content-type"].startswith("text/event-stream")


def test_what_cannot_be_asked_is_refused_the_same_way_again(client: TestClient) -> None:
    headers = {"idempotency-key": "retry-4"}
    statuses = [client.post("/api/v1/ask", json={}, headers=headers).status_code for _ in range(2)]
    assert statuses == [422, 422]


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, "é"])
def test_a_key_that_is_none_is_refused(client: TestClient, key: str) -> None:
    reply = client.post("/api/v1/ask", json=BODY, headers={"idempotency-key": key.encode("latin-1")})  # type: ignore[dict-item]
    assert reply.status_code == 400


def test_erasing_a_conversation_forgets_the_replies_that_repeat_it(client: TestClient) -> None:
    headers = {"idempotency-key": "retry-5"}
    client.post("/api/v1/ask", json=BODY | {"conversation_id": "erased"}, headers=headers)
    client.delete("/api/v1/conversations/erased")
    again = client.post("/api/v1/ask", json=BODY | {"conversation_id": "erased"}, headers=headers)
    assert "idempotent-replayed" not in again.headers


def test_replies_outlive_the_process_and_not_their_day(tmp_path: Path) -> None:
    now = [1_000.0]
    kept = Kept("digest", 200, [("content-type", "application/json")], b"{}")
    replies = Replies(tmp_path / "replies.sqlite3", clock=lambda: now[0])
    replies.keep("key", "", kept)
    replies.close()
    later = Replies(tmp_path / "replies.sqlite3", clock=lambda: now[0])
    assert later.find("key") == kept
    now[0] += SECONDS
    assert later.find("key") is None
    later.close()
