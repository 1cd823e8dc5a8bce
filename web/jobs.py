"""Rebuilding the index, one run at a time, and what became of the last runs."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from threading import Lock
from typing import Any

from pydantic import TypeAdapter, ValidationError

from index.building import Report
from index.errors import Fault
from web.builds import Rebuild

KEPT = 32  # jobs remembered


class State(StrEnum):
    """How far a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """One rebuild; times are seconds since the epoch, ``embedded`` of ``to_embed`` passages are done, ``report`` is
    what the build reported, ``problem`` why it failed."""

    id: str
    state: State
    requested_at: float
    started_at: float | None = None
    finished_at: float | None = None
    embedded: int = 0
    to_embed: int = 0
    report: Report | None = None
    problem: str | None = None


@dataclass(slots=True)
class _Run:
    job: Job
    future: Future[Job] = field(default_factory=Future)
    again: bool = False  # asked for once more since it began to read
    open: bool = True  # whether it can be asked for once more


class Jobs:
    """Runs ``rebuild`` in a thread of its own and remembers ``KEPT`` jobs, in ``folder`` for other processes too.

    A request made while one is under way joins it: the job then builds once more before it is done, since the documents
    may have changed after it read them.
    """

    def __init__(self, rebuild: Rebuild, folder: Path | None = None) -> None:
        self._rebuild = rebuild
        self._folder = folder
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="rebuild")
        self._lock = Lock()
        self._runs: OrderedDict[str, _Run] = OrderedDict()

    def request(self) -> tuple[Job, Future[Job]]:
        """A job that reads the documents after now, and the future that holds it when it has ended."""
        with self._lock:
            for run in self._runs.values():
                if run.open:
                    run.again = run.job.state is State.RUNNING
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
        return run.job if run else self._kept(job_id)

    def close(self) -> None:
        """Finishes the run that has begun and starts no other."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _work(self, run: _Run) -> None:
        self._now(run, State.RUNNING, started_at=time.time())
        try:
            report = self._built(run)
        except (Fault, OSError) as error:
            self._now(run, State.FAILED, problem=str(error), finished_at=time.time())
        else:
            self._now(run, State.DONE, report=report, finished_at=time.time())
        finally:
            run.open = False
            if run.job.state is State.RUNNING:
                unforeseen = "the rebuild stopped on an unforeseen error; the server's log has the details"
                self._now(run, State.FAILED, problem=unforeseen, finished_at=time.time())
            run.future.set_result(run.job)

    def _built(self, run: _Run) -> Report:
        """What the build reports, or the last one where it was asked for again meanwhile; the first that changed
        anything is told."""
        told: Report | None = None
        while True:
            report = self._rebuild(lambda done, of: self._now(run, State.RUNNING, embedded=done, to_embed=of))
            told = report if told is None or not report.unchanged else told
            with self._lock:
                run.open = run.again
                if not run.again:
                    return told
                run.again = False

    def _now(self, run: _Run, state: State, **changes: Any) -> None:
        with self._lock:
            run.job = replace(run.job, state=state, **changes)
        self._keep(run.job)

    def _keep(self, job: Job) -> None:
        """For the other processes that answer on this address; a disk that takes nothing does not stop the build."""
        if self._folder:
            with suppress(OSError):
                self._folder.mkdir(exist_ok=True)
                beside = self._folder / f".{job.id}"
                beside.write_bytes(_JOB.dump_json(job))
                beside.replace(self._folder / job.id)
                for old in sorted(self._folder.glob("[!.]*"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
                    old.unlink()

    def _kept(self, job_id: str) -> Job | None:
        try:
            return _JOB.validate_json((self._folder / job_id).read_bytes()) if self._folder else None
        except (OSError, ValidationError):
            return None


_JOB = TypeAdapter(Job)
