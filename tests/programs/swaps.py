"""How long a reply takes while the index is swapped: clients ask without pause, documents change, all of it real.

``python tests/programs/swaps.py --corpus DOCS --swaps 50`` prints the figures as JSON; ``tests/web/test_rebuilding.py``
runs it with few swaps.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
UNBOUND = {"ASSISTANT_RATE": "1000000", "ASSISTANT_USER_RATE": "1000000", "PYTHONPATH": str(ROOT)}
LONGEST = 300  # seconds that a change may take to answer: the building process gives way to those who are asked
PATIENCE = 60  # seconds that a client waits for a reply
QUIET = 1.0  # seconds between a swap and the next change: replies then are the ones to hold the others against


@dataclass(frozen=True)
class Reply:
    """One reply: when it was asked for, how long it took, and which quotes it gave of which documents."""

    began: float
    took: float
    quotes: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Swap:
    """One change: when it was written, when it was published and when it answered."""

    written: float
    published: float
    answers: float


async def ask(client: httpx.AsyncClient, questions: Sequence[str], stop: asyncio.Event) -> list[Reply]:
    """Ask one question after the other until ``stop``; anything but an answer is raised."""
    replies, number = [], 0
    while not stop.is_set():
        began = time.monotonic()
        reply = await client.post("/api/v1/ask", json={"question": questions[number % len(questions)]})
        took = time.monotonic() - began
        quotes = [(each["document"], each["quote"]) for each in reply.raise_for_status().json()["citations"]]
        replies.append(Reply(began, took, quotes))
        number += 1
    return replies


async def change(client: httpx.AsyncClient, page: Path, current: Path, number: int) -> Swap:
    """Add a sentence to a page, and wait until it answers."""
    before = current.read_text()
    with page.open("a") as file:
        file.write(f"\nSwap number {number} was written here.\n")
    written, published = time.monotonic(), 0.0
    while time.monotonic() < written + LONGEST:
        await asyncio.sleep(0.02)
        if not published and current.read_text() != before:
            published = time.monotonic()
        if published and (await client.get("/readyz")).json()["generation"] == current.read_text().strip():
            return Swap(written, published, time.monotonic())
    raise TimeoutError(f"the change of {page} does not answer after {LONGEST} s")


async def swapped(address: str, corpus: Path, state: Path, swaps: int, clients: int) -> tuple[list[Reply], list[Swap]]:
    """What ``clients`` were answered while so many changes were made."""
    pages = sorted(corpus.rglob("*.md"))
    words = re.findall(r"[A-Za-z][\w ,'’-]{25,120}", "\n".join(page.read_text() for page in pages))
    questions = words[:: max(1, len(words) // 200)]
    stop = asyncio.Event()
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE) as client, asyncio.TaskGroup() as group:
        asked = [
            group.create_task(ask(client, questions[number:] + questions[:number], stop)) for number in range(clients)
        ]
        await asyncio.sleep(2 * QUIET)
        done = []
        for number in range(swaps):
            done.append(await change(client, pages[number % len(pages)], state / "current", number))
            await asyncio.sleep(QUIET)
        stop.set()
    return [reply for each in asked for reply in each.result()], done


def figures(replies: Sequence[Reply], swaps: Sequence[Swap], corpus: Path) -> dict[str, float]:
    """Times in milliseconds. A reply is during a swap where it overlaps the time from the write until it answers."""
    texts = {str(page.relative_to(corpus)): page.read_text() for page in corpus.rglob("*") if page.is_file()}
    wrong = sum(quote not in texts[document] for reply in replies for document, quote in reply.quotes)
    during = [
        reply.took
        for reply in replies
        if any(reply.began < swap.answers and reply.began + reply.took > swap.written for swap in swaps)
    ]
    median, longest = statistics.median(reply.took for reply in replies), max(during)
    return {
        "replies": len(replies),
        "wrong": wrong,
        "swaps": len(swaps),
        "median_ms": round(1000 * median, 1),
        "longest_ms": round(1000 * longest, 1),
        "limit_ms": round(1000 * max(3 * median, 0.1), 1),
        "p99_during_ms": round(1000 * statistics.quantiles(during, n=100)[-1], 1),
        "longest_apart_ms": round(1000 * max((r.took for r in replies if r.took not in during), default=0), 1),
        "published_s": round(max(swap.published - swap.written for swap in swaps), 2),
        "answers_s": round(max(swap.answers - swap.written for swap in swaps), 2),
    }


def main() -> None:
    """Serve a copy of some documents and change it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus")
    parser.add_argument("--swaps", type=int, default=50)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--state", type=Path, help="a state folder that may be written, instead of an empty one")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(given.corpus, folder / "docs")
        state = given.state or folder / "var"
        command = [sys.executable, "-c", "from web.cli import main; main()", "serve", "--port", "0"]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("ASSISTANT_")} | UNBOUND
        with (
            (folder / "log").open("w") as log,
            subprocess.Popen(
                [*command, "--corpus", str(folder / "docs"), "--state", str(state)],
                cwd=folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            ) as server,
        ):
            assert server.stdout
            try:
                address = re.search(r"http://\S+", server.stdout.readline())
                assert address, (folder / "log").read_text()
                replies, swaps = asyncio.run(swapped(address[0], folder / "docs", state, given.swaps, given.clients))
            finally:
                server.terminate()
        print(json.dumps(figures(replies, swaps, folder / "docs")))


if __name__ == "__main__":
    main()
