"""Several processes that answer on one address, and one that looks after them."""

from __future__ import annotations

import json
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable

from web.settings import Settings

LONGEST_START, LONGEST_STOP = 60, 40  # seconds; a worker lets requests end for 30
BREATH = 1.0  # seconds between two starts of a worker that ends again and again

log = logging.getLogger(__name__)


class Workers:
    """Starts the workers, starts another where one ends, and ends them all when told to stop."""

    def __init__(self, settings: Settings, listener: socket.socket) -> None:
        self._settings = settings
        self._listener = listener
        self._stopping = threading.Event()
        self._running: list[subprocess.Popen[str]] = []
        self._shared = tempfile.TemporaryDirectory(prefix="assistant-")  # what they count together

    def run(self, ready: Callable[[], None]) -> None:
        """Until SIGTERM or SIGINT; ``ready`` is called when all of them answer."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stopping.set())
        try:
            self._running = [self._started(number) for number in range(self._settings.workers)]
            if all(map(_answers, self._running)):
                ready()
            while not self._stopping.wait(BREATH):
                self._replace_ended()
        finally:
            self._end()
            self._shared.cleanup()
        log.info("stopped")

    def _started(self, number: int) -> subprocess.Popen[str]:
        place = self._listener.fileno()
        worker = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "web.worker", str(place), str(number), self._shared.name],
            env=os.environ | {"PROMETHEUS_MULTIPROC_DIR": self._shared.name},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            pass_fds=[place],
            start_new_session=True,  # a Ctrl-C at the terminal is told to this process, which tells the workers
        )
        assert worker.stdin
        secret = self._settings.webhook_secret
        told = self._settings.model_dump(mode="json", exclude_none=True)
        told |= {"webhook_secret": secret.get_secret_value()} if secret else {}
        print(json.dumps(told), file=worker.stdin, flush=True)  # stays open: its end ends the worker
        return worker

    def _replace_ended(self) -> None:
        for number, worker in enumerate(self._running):
            if worker.poll() is not None:
                log.error("a process that answers ended with status %s: another takes its place", worker.returncode)
                self._running[number] = self._started(number)

    def _end(self) -> None:
        for worker in self._running:
            worker.terminate()
        end = time.monotonic() + LONGEST_STOP
        for worker in self._running:
            try:
                worker.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                worker.kill()


def _answers(worker: subprocess.Popen[str]) -> bool:
    """Whether a worker says that it is ready before it has taken too long."""
    assert worker.stdout
    said, _, _ = select.select([worker.stdout], [], [], LONGEST_START)
    return bool(said and worker.stdout.readline())
