"""Every error is a problem (RFC 9457) that says what to do, and repeats nothing of what was sent."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from index.errors import GenerationMissing
from web.headers import SECURITY_HEADERS


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/api/v1/nowhere", 404),
        ("GET", "/documents/nowhere.md", 404),
        ("GET", "/documents/%2e%2e/pyproject.toml", 404),
        ("GET", "/documents//etc/passwd", 404),
        ("GET", "/static/nowhere.css", 404),
        ("GET", "/static/%2e%2e/app.py", 404),
        ("GET", "/api/v1/index/jobs/0000000000000000", 404),
        ("GET", "/api/v1/index/jobs/no-job", 422),
        ("GET", "/api/v1/conversations/unknown", 404),
        ("GET", "/api/v1/conversations/a%20b", 422),
        ("GET", "/documents/ask-for-help.md?start=-1", 422),
        ("GET", "/?conversation=%00", 422),
        ("GET", "/api/v1/ask", 405),
        ("PUT", "/", 405),
        ("DELETE", "/healthz", 405),
    ],
)
def test_an_error_is_a_problem(client: TestClient, method: str, path: str, status: int) -> None:
    reply = client.request(method, path)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    problem = reply.json()
    assert (problem["status"], problem["type"]) == (status, "about:blank")
    assert problem["title"]
    assert problem["detail"]


def test_a_method_not_taken_is_told_those_that_are(client: TestClient) -> None:
    assert client.put("/").headers["allow"] == "GET, POST"
    assert client.put("/api/v1/conversations/x").headers["allow"] == "DELETE, GET"
    assert client.post("/static/site.css").headers["allow"] == "GET"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b'{"question": ', id="cut off"),
        pytest.param(b"question=Who?", id="a form"),
        pytest.param(b'\xff\xfe{"question": "Who?"}', id="not UTF-8"),
        pytest.param(b'{"question": "\\ud800"}', id="half a character"),
        pytest.param(b"[" * 30_000, id="nested deep"),
        pytest.param(b'{"question": NaN}', id="no number"),
    ],
)
def test_a_body_that_is_no_question_is_a_problem(client: TestClient, body: bytes) -> None:
    reply = client.post("/api/v1/ask", content=body, headers={"content-type": "application/json"})
    assert reply.status_code in (400, 422)
    assert reply.headers["content-type"] == "application/problem+json"


def test_a_body_of_another_kind_is_a_problem(client: TestClient) -> None:
    reply = client.post("/api/v1/ask", content=b'{"question": "Who?"}', headers={"content-type": "text/plain"})
    assert reply.status_code == 422


@pytest.mark.parametrize("path", ["/api/v1/ask", "/", "/turns"])
def test_a_body_over_the_limit_is_refused_unread(client: TestClient, path: str) -> None:
    kind = "application/json" if path.startswith("/api") else "application/x-www-form-urlencoded"
    reply = client.post(path, content=b"x" * 65_537, headers={"content-type": kind})
    assert reply.status_code == 413
    assert reply.headers["content-type"] == "application/problem+json"


def test_a_body_of_undeclared_length_is_counted(client: TestClient) -> None:
    pieces = (b" " * 8_192 for _ in range(9))
    reply = client.post("/api/v1/ask", content=pieces, headers={"content-type": "application/json"})
    assert reply.status_code == 413


def test_a_problem_repeats_nothing_of_what_was_sent(client: TestClient) -> None:
    reply = client.post("/api/v1/ask", json={"question": {"secret": "hunter2"}, "conversation_id": "hunter2 !"})
    assert reply.status_code == 422
    assert "hunter2" not in reply.text


def test_another_site_cannot_ask_or_rebuild(client: TestClient) -> None:
    for headers in ({"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}):
        for path in ("/api/v1/index/rebuild", "/", "/erase"):
            reply = client.post(path, headers=headers)
            assert reply.status_code == 403
            assert reply.headers["content-type"] == "application/problem+json"
    assert client.get("/healthz", headers={"sec-fetch-site": "cross-site"}).status_code == 200


def test_a_fault_of_the_index_names_the_next_command(client: TestClient) -> None:
    @client.app.get("/faulty")  # type: ignore[attr-defined,untyped-decorator]
    def faulty() -> None:
        raise GenerationMissing("no index in var: run 'assistant index build'")

    reply = client.get("/faulty")
    assert reply.status_code == 503
    assert reply.headers["retry-after"]
    assert reply.json()["detail"] == "no index in var: run 'assistant index build'"


def test_a_fault_nobody_foresaw_tells_nothing_of_itself(client: TestClient) -> None:
    @client.app.get("/broken")  # type: ignore[attr-defined,untyped-decorator]
    def broken() -> None:
        raise ZeroDivisionError("secret")

    reply = client.get("/broken")
    assert reply.status_code == 500
    assert reply.headers["content-type"] == "application/problem+json"
    assert "secret" not in reply.text
    assert reply.headers["content-security-policy"] == SECURITY_HEADERS["Content-Security-Policy"]


def test_a_browser_gets_the_same_words_as_a_page(client: TestClient) -> None:
    reply = client.get("/documents/nowhere.md", headers={"accept": "text/html,*/*;q=0.8"})
    assert reply.status_code == 404
    assert reply.headers["content-type"].startswith("text/html")
    assert client.get("/documents/nowhere.md").json()["detail"] in reply.text


@pytest.mark.parametrize("path", ["/", "/rules", "/documents/ask-for-help.md", "/api/v1/rules", "/nowhere", "/metrics"])
def test_every_reply_carries_the_strict_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    for name, value in SECURITY_HEADERS.items():
        assert headers[name] == value
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
