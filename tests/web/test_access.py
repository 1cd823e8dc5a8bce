"""Who may ask: tokens and their roles, strangers on this machine, and whose a conversation is."""

from __future__ import annotations

import base64
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from web.access import ANYBODY, THIS_MACHINE, Access
from web.app import create_app
from web.callers import LOCAL, Role
from web.conduct import Conduct
from web.tokens import Tokens, TokensUnusable

Calls = Callable[..., TestClient]
QUESTION = {"question": "Who renews TLS certificates?", "conversation_id": "mine"}


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(tmp_path / "tokens.json")


@pytest.fixture
def calls(assistant: Assistant, tokens: Tokens) -> Calls:
    """Makes a client of an application that needs tokens, unless told otherwise."""

    def make(token: str | None = None, access: Access | None = None, host: str = "assistant.example") -> TestClient:
        app = create_app(assistant, conduct=Conduct(access=access or Access(tokens, None)))
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return TestClient(app, base_url=f"http://{host}", headers=headers, raise_server_exceptions=False)

    return make


ADDRESSES = ["/", "/rules", "/documents", "/api/v1/rules", "/api/v1/search?q=x", "/v1/models", "/metrics", "/nowhere"]


@pytest.mark.parametrize("path", ADDRESSES)
def test_without_a_token_nothing_is_told_but_that_one_is_needed(calls: Calls, path: str) -> None:
    reply = calls().get(path)
    assert reply.status_code == 401
    assert reply.headers["www-authenticate"].split()[0] in ("Bearer", "Basic")
    assert "assistant token make" in reply.json()["detail"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/openapi.json", "/static/site.css"])
def test_health_and_the_description_need_no_token(calls: Calls, path: str) -> None:
    assert calls().get(path).status_code == 200


def test_a_token_may_ask_as_a_bearers_or_as_a_browsers_password(calls: Calls, tokens: Tokens) -> None:
    token = tokens.make("bot", Role.ASK)
    assert calls(token).post("/api/v1/ask", json=QUESTION).status_code == 200
    basic = base64.b64encode(f"anyone:{token}".encode()).decode()
    assert calls().get("/", headers={"authorization": f"Basic {basic}"}).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/v1/index/rebuild"),
        ("POST", "/api/v1/index/rollback"),
        ("POST", "/index/rollback"),
        ("GET", "/api/v1/log"),
        ("GET", "/api/v1/gaps"),
        ("GET", "/gaps"),
        ("GET", "/metrics"),
        ("DELETE", "/api/v1/conversations/mine?of=local"),
        ("GET", "/api/v1/conversations/mine?of=0a1b2c3d"),
    ],
)
def test_what_looks_after_the_assistant_needs_the_role_admin(
    calls: Calls, tokens: Tokens, method: str, path: str
) -> None:
    asks, looks_after = tokens.make("asks", Role.ASK), tokens.make("looks-after", Role.ADMIN)
    assert calls(asks).request(method, path).status_code == 403
    assert calls(looks_after).request(method, path).status_code != 403


def test_a_conversation_belongs_to_the_token_that_began_it(calls: Calls, tokens: Tokens) -> None:
    mine, theirs = calls(tokens.make("mine", Role.ASK)), calls(tokens.make("theirs", Role.ASK))
    assert mine.post("/api/v1/ask", json=QUESTION).json()["conversation_id"] == "mine"
    assert theirs.get("/api/v1/conversations/mine").status_code == 404
    assert theirs.delete("/api/v1/conversations/mine").status_code == 404
    assert theirs.post("/api/v1/ask", json=QUESTION).json()["turn"] == 1
    assert len(mine.get("/api/v1/conversations/mine").json()["turns"]) == 1


def test_an_admin_reads_and_erases_the_conversations_of_others(calls: Calls, tokens: Tokens) -> None:
    asks, looks_after = calls(tokens.make("asks", Role.ASK)), calls(tokens.make("admin", Role.ADMIN))
    asks.post("/api/v1/ask", json=QUESTION)
    of = {"of": tokens.all()[0].id}
    assert looks_after.get("/api/v1/conversations/mine", params=of).json()["conversation_id"] == "mine"
    assert looks_after.delete("/api/v1/conversations/mine", params=of).status_code == 204
    assert asks.get("/api/v1/conversations/mine").status_code == 404


def test_a_revoked_token_is_refused_from_the_next_request_on(calls: Calls, tokens: Tokens, tmp_path: Path) -> None:
    client = calls(tokens.make("bot", Role.ASK))
    assert client.get("/api/v1/rules").status_code == 200
    Tokens(tmp_path / "tokens.json").revoke("bot")  # as another process does it
    assert client.get("/api/v1/rules").status_code == 401


def test_on_this_machine_no_token_is_needed_and_a_wrong_one_is_refused(calls: Calls, tokens: Tokens) -> None:
    local = Access(tokens, LOCAL, THIS_MACHINE)
    assert calls(access=local, host="127.0.0.1:8000").post("/api/v1/ask", json=QUESTION).status_code == 200
    assert calls("asst_0a1b2c3d_guessed", local, "localhost").get("/api/v1/rules").status_code == 401


def test_a_page_that_leads_a_browser_here_under_its_own_name_is_refused(calls: Calls, tokens: Tokens) -> None:
    reply = calls(access=Access(tokens, LOCAL, THIS_MACHINE), host="rebound.example").get("/api/v1/rules")
    assert reply.status_code == 401
    assert "127.0.0.1" in reply.json()["detail"]


def test_open_to_all_lets_anybody_ask_and_nobody_look_after(calls: Calls, tokens: Tokens) -> None:
    client = calls(access=Access(tokens, ANYBODY))
    assert client.post("/api/v1/ask", json=QUESTION).status_code == 200
    assert client.post("/api/v1/index/rebuild").status_code == 403


def test_a_token_is_kept_as_a_digest_only_for_its_owners_eyes(tokens: Tokens, tmp_path: Path) -> None:
    token = tokens.make("bot", Role.ASK)
    kept = (tmp_path / "tokens.json").read_text()
    assert token not in kept
    assert token.split("_")[2] not in kept
    assert (tmp_path / "tokens.json").stat().st_mode & 0o077 == 0


def test_two_tokens_of_one_name_are_not_made_and_an_unknown_one_is_not_revoked(tokens: Tokens) -> None:
    tokens.make("bot", Role.ASK)
    with pytest.raises(TokensUnusable, match="assistant token revoke bot"):
        tokens.make("bot", Role.ASK)
    with pytest.raises(TokensUnusable, match="assistant token list"):
        tokens.revoke("robot")


def test_a_damaged_file_of_tokens_lets_nobody_in_and_says_what_to_do(
    calls: Calls, tokens: Tokens, tmp_path: Path
) -> None:
    token = tokens.make("bot", Role.ASK)
    (tmp_path / "tokens.json").write_text("[{]")
    reply = calls(token).get("/api/v1/rules")
    assert reply.status_code == 503
    assert "assistant token make" in reply.json()["detail"]


def test_guessing_takes_as_long_for_an_unknown_token_as_for_a_wrong_one(tokens: Tokens) -> None:
    """No more than the noise of the machine apart: the same digest is made and compared either way."""
    known = tokens.make("bot", Role.ASK)
    wrong = known[:-6] + "AAAAAA"
    unknown = "asst_00000000_" + known.split("_", 2)[2]

    def median(token: str) -> float:
        times = []
        for _ in range(400):
            began = time.perf_counter()
            assert tokens.caller(token) is None
            times.append(time.perf_counter() - began)
        return statistics.median(times)

    assert 0.5 < median(wrong) / median(unknown) < 2


def test_other_sites_pages_may_call_only_where_they_are_named(assistant: Assistant) -> None:
    named = {"origin": "https://intranet.example"}
    closed = TestClient(create_app(assistant))
    opened = TestClient(create_app(assistant, conduct=Conduct(origins=("https://intranet.example",))))
    assert closed.post("/api/v1/ask", json=QUESTION, headers=named).status_code == 403
    assert "access-control-allow-origin" not in closed.get("/healthz", headers=named).headers
    reply = opened.post("/api/v1/ask", json=QUESTION, headers=named)
    assert (reply.status_code, reply.headers["access-control-allow-origin"]) == (200, "https://intranet.example")
    assert opened.post("/api/v1/ask", json=QUESTION, headers={"origin": "https://elsewhere.example"}).status_code == 403
