"""Rebuilding: one run at a time, those who ask meanwhile join it, the last are remembered."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.building import Progress, Report
from index.errors import CorpusMissing
from web.jobs import KEPT, Jobs, State

REPORT = Report(generation="g", documents=1, passages=2, embedded=2, reused=0, skipped=(), seconds=0.1)


class Works:
    """A rebuild that ends when it is let go."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.go = threading.Event()
        self.runs = 0

    def __call__(self, progress: Progress) -> Report:
        progress(1, 2)
        self.runs += 1
        self.begun.release()
        assert self.go.wait(10)
        return REPORT


@pytest.fixture
def works() -> Iterator[Works]:
    works = Works()
    yield works
    works.go.set()


def test_requests_made_while_one_runs_join_it_and_have_it_read_the_documents_again(works: Works) -> None:
    jobs = Jobs(works)
    first, _ = jobs.request()
    assert works.begun.acquire(timeout=10)
    under_way = jobs.get(first.id)
    assert under_way is not None
    assert (under_way.embedded, under_way.to_embed) == (1, 2)
    second, ended = jobs.request()
    third, _ = jobs.request()
    assert second.id == third.id == first.id
    works.go.set()
    assert ended.result(timeout=10).report == REPORT
    assert works.runs == 2
    jobs.close()


def test_a_fault_is_told_with_its_remedy() -> None:
    def fail(progress: Progress) -> Report:
        raise CorpusMissing("no documents in x: give another folder with 'assistant serve --corpus DIR'")

    jobs = Jobs(fail)
    job = jobs.request()[1].result(timeout=10)
    assert job.state is State.FAILED
    assert job.problem is not None
    assert "--corpus" in job.problem
    jobs.close()


def test_only_the_last_jobs_are_remembered() -> None:
    jobs = Jobs(lambda progress: REPORT)
    ids = []
    for _ in range(KEPT + 3):
        job, ended = jobs.request()
        ended.result(timeout=10)
        ids.append(job.id)
    assert jobs.get(ids[0]) is None
    last = jobs.get(ids[-1])
    assert last is not None
    assert last.state is State.DONE
    jobs.close()


def test_a_job_is_known_to_the_other_processes_of_a_folder(tmp_path: Path) -> None:
    one, other = Jobs(lambda progress: REPORT, tmp_path), Jobs(lambda progress: REPORT, tmp_path)
    job = one.request()[1].result(timeout=10)
    assert other.get(job.id) == job
    assert other.get("0" * 16) is None
    one.close()
    other.close()
