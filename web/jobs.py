"""Rebuilding the index, one run at a time, and what became of the last runs."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from enum import StrEnum
from threading import Lock
from typing import Any

from index.building import Report
from index.errors import Fault

KEPT = 32  # jobs remembered


class State(StrEnum):
    """How far a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """One rebuild; times are seconds since the epoch, ``report`` what the build reported, ``problem`` why it failed."""

    id: str
    state: State
    requested_at: float
    started_at: float | None = None
    finished_at: float | None = None
    report: Report | None = None
    problem: str | None = None


@dataclass(slots=True)
class _Run:
    job: Job
    future: Future[Job] = field(default_factory=Future)


class Jobs:
    """Runs ``rebuild`` in a thread of its own and remembers ``KEPT`` jobs; a request made while one waits joins it."""

    def __init__(self, rebuild: Callable[[], Report]) -> None:
        self._rebuild = rebuild
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="rebuild")
        self._lock = Lock()
        self._runs: OrderedDict[str, _Run] = OrderedDict()

    def request(self) -> tuple[Job, Future[Job]]:
        """A job that starts after now, and the future that holds it when it has ended."""
        with self._lock:
            for run in self._runs.values():
                if run.job.state is State.QUEUED:
                    return run.job, run.future
            run = _Run(Job(secrets.token_hex(8), State.QUEUED, time.time()))
            self._runs[run.job.id] = run
            while len(self._runs) > KEPT:
                self._runs.popitem(last=False)
        self._pool.submit(self._work, run)
        return run.job, run.future

    def get(self, job_id: str) -> Job | None:
        """The job as it stands, None where it is not among those remembered."""
        with self._lock:
            run = self._runs.get(job_id)
            return run.job if run else None

    def close(self) -> None:
        """Finishes the run that has begun and starts no other."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _work(self, run: _Run) -> None:
        self._now(run, State.RUNNING, started_at=time.time())
        try:
            report = self._rebuild()
        except (Fault, OSError) as error:
            self._now(run, State.FAILED, problem=str(error), finished_at=time.time())
        else:
            self._now(run, State.DONE, report=report, finished_at=time.time())
        finally:
            if run.job.state is State.RUNNING:
                unforeseen = "the rebuild stopped on an unforeseen error; the server's log has the details"
                self._now(run, State.FAILED, problem=unforeseen, finished_at=time.time())
            run.future.set_result(run.job)

    def _now(self, run: _Run, state: State, **changes: Any) -> None:
        with self._lock:
            run.job = replace(run.job, state=state, **changes)
