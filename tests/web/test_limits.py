"""Nobody may ask without end: rates and numbers under way, for each token and end user, and for all together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from web.access import Access
from web.app import create_app
from web.callers import Role
from web.conduct import Conduct
from web.counts import Counts
from web.limits import Bounds, Overloaded, Slots, TooMuch
from web.switch import Switch
from web.tokens import Tokens

QUESTION = {"question": "Who handles DNS?"}


@pytest.fixture
def bounded(assistant: Assistant, tmp_path: Path) -> Callable[..., TestClient]:
    """Makes a client with a token of its own, of an application with these bounds."""
    tokens = Tokens(tmp_path / "tokens.json")

    def make(bounds: Bounds, rate: int | None = None) -> TestClient:
        app = create_app(assistant, conduct=Conduct(Access(tokens, None), bounds, Switch(tmp_path / "paused")))
        token = tokens.make(f"bot-{len(tokens.all())}", Role.ASK, rate)
        return TestClient(app, headers={"authorization": f"Bearer {token}"}, raise_server_exceptions=False)

    return make


def test_a_bucket_empties_and_fills_evenly() -> None:
    now = [0.0]
    rates = Counts(clock=lambda: now[0])
    assert [rates.take("a", 2).allowed for _ in range(3)] == [True, True, False]
    assert rates.take("a", 2).seconds == 30
    assert rates.take("b", 2).allowed
    now[0] = 30
    assert [rates.take("a", 2).allowed for _ in range(2)] == [True, False]


def test_a_token_over_its_rate_is_told_when_to_come_again(bounded: Callable[..., TestClient]) -> None:
    client = bounded(Bounds(rate=2))
    replies = [client.get("/api/v1/rules") for _ in range(3)]
    assert [reply.status_code for reply in replies] == [200, 200, 429]
    assert replies[0].headers["ratelimit-policy"] == '"minute";q=2;w=60'
    assert replies[0].headers["ratelimit"].startswith('"minute";r=1;t=')
    assert 1 <= int(replies[2].headers["retry-after"]) <= 30
    assert replies[2].headers["content-type"] == "application/problem+json"


def test_a_token_may_have_a_rate_of_its_own(bounded: Callable[..., TestClient]) -> None:
    client = bounded(Bounds(rate=1), rate=3)
    assert [client.get("/api/v1/rules").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_health_is_told_whatever_the_rate(bounded: Callable[..., TestClient]) -> None:
    client = bounded(Bounds(rate=1))
    assert [client.get("/healthz").status_code for _ in range(3)] == [200] * 3


@pytest.mark.parametrize("path", ["/api/v1/ask", "/v1/chat/completions"])
def test_each_end_user_of_a_program_is_bounded_apart(bounded: Callable[..., TestClient], path: str) -> None:
    client = bounded(Bounds(user_rate=1))
    chat = {"model": "cited-assistant", "messages": [{"role": "user", "content": "Who handles DNS?"}]}

    def ask(user: str) -> httpx.Response | object:
        return client.post(path, json=(chat if path.startswith("/v1/") else QUESTION) | {"user": user})

    assert [ask(user).status_code for user in ("ann", "ann", "bob")] == [200, 429, 200]  # type: ignore[attr-defined]
    assert "retry-after" in ask("ann").headers  # type: ignore[attr-defined]


def test_no_more_than_so_many_are_under_way_for_one_caller() -> None:
    counts = Counts()
    with counts.under_way("a", 1):
        with pytest.raises(TooMuch), counts.under_way("a", 1):
            pass
        with counts.under_way("b", 1):
            pass
    with counts.under_way("a", 1):
        pass


def test_processes_that_serve_together_count_together_and_forget_what_a_killed_one_left(tmp_path: Path) -> None:
    first, second = (Counts(tmp_path / "counts", number) for number in range(2))
    assert [counts.take("a", 2).allowed for counts in (first, second, first, second)] == [True, True, False, False]
    with first.under_way("a", 2), second.under_way("a", 2):
        for counts in (first, second):
            with pytest.raises(TooMuch), counts.under_way("a", 2):
                pass
        again = Counts(tmp_path / "counts", 1)  # in place of the second
        with again.under_way("a", 2), pytest.raises(TooMuch), first.under_way("a", 2):
            pass


@pytest.mark.parametrize("limit", [1, 7, 59, 600, 100_000])
def test_no_more_than_the_rate_comes_through_in_any_minute_and_as_much_does(limit: int) -> None:
    now = [1_000_000.0]
    counts = Counts(clock=lambda: now[0])
    asked = min(limit, 700)
    assert all(counts.take("a", limit).allowed for _ in range(asked))
    if asked == limit:
        assert not counts.take("a", limit).allowed
    now[0] += 61
    assert counts.take("a", limit).left == limit - 1


def test_what_cannot_be_answered_in_time_is_turned_away_at_once_or_after_a_while() -> None:
    async def crowd() -> list[str]:
        slots = Slots(Bounds(slots=1, waiting=1, longest=0.05))

        async def one(seconds: float) -> str:
            try:
                async with slots.one():
                    await asyncio.sleep(seconds)
            except Overloaded as refusal:
                return str(refusal)
            return "done"

        return await asyncio.gather(*(one(0.2) for _ in range(3)))

    first, second, third = asyncio.run(crowd())
    assert first == "done"
    assert "in time" in second
    assert "ask again" in third


def test_overload_is_503_with_when_to_come_again(assistant: Assistant) -> None:
    async def crowd() -> list[httpx.Response]:
        app = create_app(assistant, conduct=Conduct(bounds=Bounds(slots=1, waiting=0)))
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await asyncio.gather(*(client.post("/api/v1/ask", json=QUESTION) for _ in range(8)))

    replies = asyncio.run(crowd())
    statuses = {reply.status_code for reply in replies}
    assert statuses == {200, 503}
    assert all("retry-after" in reply.headers for reply in replies if reply.status_code == 503)


def test_while_paused_every_question_gets_503_with_the_reason(
    bounded: Callable[..., TestClient], tmp_path: Path
) -> None:
    client, switch = bounded(Bounds()), Switch(tmp_path / "paused")
    switch.pause("wrong queue\nin the handbook")
    for reply in (client.post("/api/v1/ask", json=QUESTION), client.get("/"), client.get("/v1/models")):
        assert reply.status_code == 503
        assert "wrong queue in the handbook" in reply.json()["detail"]
        assert "retry-after" in reply.headers
    assert client.get("/healthz").status_code == 200
    assert switch.resume()
    assert client.post("/api/v1/ask", json=QUESTION).status_code == 200
    assert not switch.resume()
