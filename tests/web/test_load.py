"""Many clients at once: nothing but answers and documented refusals, and memory that stays where it is.

The long run has 64 clients for 60 seconds: LONG_TESTS=1 .venv/bin/python -m pytest -s tests/web/test_load.py
It sends to this machine's own address only, and stops by itself.
"""

from __future__ import annotations

import asyncio
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from index.building import build
from index.embedding import OnnxEmbedder
from index.generations import State

ROOT = Path(__file__).parents[2]
LONG = "LONG_TESTS" in os.environ
CLIENTS, SECONDS, SETTLED = (64, 60.0, 10.0) if LONG else (16, 3.0, 1.0)
QUESTIONS = ("Who renews TLS certificates?", "We've spoken to our tech lead, who's next?", "What is for lunch?")


@pytest.fixture
def server(embedder: OnnxEmbedder, tmp_path: Path) -> Iterator[tuple[int, str]]:
    """A server of its own process: its id and address."""
    build(ROOT / "corpus", State(tmp_path / "state", embedder), embedder)
    command = [sys.executable, "-c", "from web.cli import main; main()", "serve", "--port", "0", "--no-watch"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [*command, "--state", tmp_path / "state"], env=environment, stdout=subprocess.PIPE, stderr=log, text=True
        )
    assert process.stdout
    ready, _, _ = select.select([process.stdout], [], [], 60)
    found = re.search(r"http://\S+", process.stdout.readline() if ready else "")
    try:
        assert found, (tmp_path / "log").read_text()
        yield process.pid, found[0]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(40)
        process.stdout.close()


def resident(process: int) -> float:
    """The memory of a process in MiB."""
    status = Path(f"/proc/{process}/status")
    found = re.search(r"VmRSS:\s+(\d+)", status.read_text()) if status.exists() else None
    if found is None:
        pytest.skip("this system does not tell a process's memory in /proc")
    return int(found[1]) / 1_024


def test_many_clients_get_answers_or_documented_refusals_in_steady_memory(server: tuple[int, str]) -> None:
    process, address = server
    statuses: Counter[int | str] = Counter()
    memory: list[float] = []

    async def ask(client: httpx.AsyncClient, number: int, end: float) -> None:
        while time.monotonic() < end:
            body = {"question": QUESTIONS[number % len(QUESTIONS)]}
            try:
                statuses[(await client.post("/api/v1/ask", json=body)).status_code] += 1
            except httpx.HTTPError as error:
                statuses[repr(error)] += 1
            number += 1

    async def watch(end: float) -> None:
        await asyncio.sleep(SETTLED)
        while time.monotonic() < end:
            memory.append(resident(process))
            await asyncio.sleep(0.5)

    async def crowd() -> None:
        end = time.monotonic() + SECONDS
        limits = httpx.Limits(max_connections=CLIENTS, max_keepalive_connections=CLIENTS)
        async with httpx.AsyncClient(base_url=address, limits=limits, timeout=30) as client:
            await asyncio.gather(watch(end), *(ask(client, number, end) for number in range(CLIENTS)))

    asyncio.run(crowd())
    print(f"{dict(statuses)}; memory {memory[0]:.0f} to {max(memory):.0f} MiB, last {memory[-1]:.0f}")
    assert set(statuses) <= {200, 429, 503}
    assert statuses[200] > 0
    assert max(memory) <= 1.1 * memory[0]
