"""An embedder that costs nothing, and a process whose system calls can be made to fail."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest

from index.embedding import Embedder

CALL = re.compile(r"^\d+ +(\w+)\((.*)", re.MULTILINE)
PROGRAMS = Path(__file__).parents[1] / "programs"


@pytest.fixture(scope="session")
def hashing() -> Embedder:
    """An embedder that hashes words."""
    spec = importlib.util.spec_from_file_location("hashing", PROGRAMS / "hashing.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["hashing"] = module  # dataclasses look it up
    spec.loader.exec_module(module)
    made: Embedder = module.Hashing()
    return made


@dataclass(frozen=True)
class Point:
    """The ``number``-th call of one kind that a command makes, and what it is called with."""

    call: str
    number: int
    about: str


@dataclass(frozen=True)
class Ended:
    """What a command left behind: its exit status, negative where a signal ended it, and what it printed."""

    status: int
    said: str


class Workshop:
    """Runs commands in one folder, whole or with one system call made to fail."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        assert process.stdin
        assert process.stdout
        self._in: IO[str] = process.stdin
        self._out: IO[str] = process.stdout
        self._folder = folder

    def run(self, *arguments: object, trace: Sequence[str] = (), kill_after: float | None = None) -> Ended:
        """A command, traced with these options of strace where there are any, or killed after so many seconds."""
        output = self._folder / "output"
        request = {"arguments": [*map(str, arguments)], "folder": str(self._folder), "output": str(output)}
        print(json.dumps(request), file=self._in, flush=True)
        child = int(self._out.readline())
        tracer = self._attach(child, trace) if trace else None
        print(file=self._in, flush=True)
        if kill_after is not None:
            time.sleep(kill_after)
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        status = int(self._out.readline())
        if tracer:
            tracer.communicate(timeout=30)
        return Ended(status, output.read_text("utf-8") if output.exists() else "")

    def points(self, calls: str, *arguments: object) -> list[Point]:
        """The calls of these kinds that a command makes, in their order, apart from what it prints."""
        log = self._folder / "trace"
        self.run(*arguments, trace=["-y", "-o", str(log), "-e", f"trace={_set(calls)}"])
        count = Counter[str]()
        points = []
        for call, about in CALL.findall(log.read_text("utf-8", "replace")):
            count[call] += 1
            if not (re.match(r"[12]<|\d+<pipe:", about) or f'"{self._folder}/output"' in about):
                points.append(Point(call, count[call], about))
        return points

    def fail(self, point: Point, how: str, *arguments: object) -> Ended:
        """A command that is killed (``signal=KILL``) or refused (``error=ENOSPC``) at one point."""
        log = self._folder / "trace"
        inject = f"inject={point.call}:{how}:when={point.number}"
        ended = self.run(*arguments, trace=["-y", "-o", str(log), "-e", f"trace={point.call}", "-e", inject])
        if injected := re.search(r"^\d+ +\w+\((.*)INJECTED", log.read_text("utf-8", "replace"), re.MULTILINE):
            assert _paths(injected[1]) == _paths(point.about), "another call than the one meant"
        return ended

    def _attach(self, child: int, trace: Sequence[str]) -> subprocess.Popen[str]:
        tracer = subprocess.Popen(["strace", "-f", "-p", str(child), *trace], stderr=subprocess.PIPE, text=True)
        assert tracer.stderr
        said = tracer.stderr.readline()
        assert "attached" in said, said
        return tracer


@pytest.fixture(scope="module")
def workshop(strace: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """A process that runs commands with the embedder that hashes words."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ASSISTANT_")}
    process = subprocess.Popen(
        [sys.executable, PROGRAMS / "workshop.py"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment
        | {
            "PYTHONPATH": str(PROGRAMS.parents[1]),
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "PYTHONUTF8": "1",
        },
    )
    yield Workshop(process, tmp_path_factory.mktemp("workshop"))
    assert process.stdin
    assert process.stdout
    process.stdin.close()
    process.wait(10)
    process.stdout.close()


def _set(calls: str) -> str:
    return ",".join(f"?{call}" for call in calls.split())


def _paths(about: str) -> list[str]:
    """The files that a call is about, whichever generation they are of."""
    known = re.sub(r"\d{8}T\d{6}Z-[0-9a-f]{6}", "GENERATION", about.partition(") = ")[0])
    return re.findall(r'[<"](/[^>"]*)', known)
