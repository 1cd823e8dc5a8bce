"""Several processes that serve together bound, pause, repeat and count as one."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from index.building import build
from index.embedding import OnnxEmbedder
from index.generations import State
from web.callers import Role
from web.switch import Switch
from web.tokens import Tokens

ROOT = Path(__file__).parents[2]
QUESTION = {"question": "Who renews TLS certificates?"}
RATE, AT_ONCE = 30, 3
Ask = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def state(embedder: OnnxEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("together")
    build(ROOT / "corpus", State(folder, embedder), embedder)
    return folder


@pytest.fixture(scope="module")
def address(state: Path) -> Iterator[str]:
    """A server of two processes."""
    command = [sys.executable, "-c", "from web.cli import main; main()", "serve", "--port", "0", "--no-watch"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "ASSISTANT_AT_ONCE": str(AT_ONCE)}
    with (state / "log").open("w") as log:
        process = subprocess.Popen(
            [*command, "--workers", "2", "--state", state],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    assert process.stdout
    ready, _, _ = select.select([process.stdout], [], [], 60)
    found = re.search(r"http://\S+", process.stdout.readline() if ready else "")
    try:
        assert found, (state / "log").read_text()
        yield found[0]
    finally:
        process.terminate()
        process.wait(40)
        process.stdout.close()


@pytest.fixture
def ask(address: str, state: Path, request: pytest.FixtureRequest) -> Ask:
    """Asks with a token of the test's own, on a connection of its own, so that either process may answer."""
    token = Tokens(state / "tokens.json").make(request.node.name[:60].rstrip("[]"), Role.ADMIN, RATE)

    def ask(path: str = "/api/v1/ask", **headers: str) -> httpx.Response:
        headers |= {"Authorization": f"Bearer {token}"}
        if path == "/api/v1/ask":
            return httpx.post(address + path, json=QUESTION, headers=headers, timeout=30)
        return httpx.get(address + path, headers=headers, timeout=30)

    return ask


def test_a_rate_is_that_of_both_processes_together(ask: Ask) -> None:
    began = time.monotonic()
    replies = [ask("/api/v1/index") for _ in range(2 * RATE)]
    gained = RATE * (time.monotonic() - began) / 60
    statuses = Counter(reply.status_code for reply in replies)
    assert set(statuses) == {200, 429}
    assert RATE <= statuses[200] <= RATE + gained + 1
    assert all("retry-after" in reply.headers for reply in replies if reply.status_code == 429)


def test_so_are_the_requests_under_way(ask: Ask) -> None:
    with ThreadPoolExecutor(20) as crowd:
        replies = list(crowd.map(lambda _: ask(), range(RATE)))
    refused = [reply.json()["detail"] for reply in replies if reply.status_code == 429]
    assert refused
    assert all(f"{AT_ONCE} of your requests are under way" in detail for detail in refused)
    assert ask("/api/v1/index").status_code in (200, 429), "and none is left behind"


def test_a_key_sent_to_both_at_once_is_done_once(ask: Ask, state: Path) -> None:
    with ThreadPoolExecutor(2) as crowd:
        replies = list(crowd.map(lambda _: ask(**{"Idempotency-Key": "together"}), range(8)))
    done = [reply for reply in replies if reply.status_code == 200]
    assert {reply.status_code for reply in replies} <= {200, 409}
    assert len({reply.json()["conversation_id"] for reply in done}) == 1


def test_a_pause_holds_for_both(ask: Ask, state: Path) -> None:
    switch = Switch(state / "paused")
    switch.pause("wrong")
    try:
        assert {ask("/api/v1/index").status_code for _ in range(10)} == {503}
    finally:
        switch.resume()
    assert {ask("/api/v1/index").status_code for _ in range(10)} == {200}


def test_the_metrics_of_either_are_those_of_both(ask: Ask) -> None:
    def answers() -> int:
        page = ask("/metrics").text
        return int(sum(float(each) for each in re.findall(r"^assistant_answers_total\S* (\S+)$", page, re.MULTILINE)))

    before = answers()
    for _ in range(10):
        assert ask().status_code == 200
    assert {answers() - before for _ in range(6)} == {10}
