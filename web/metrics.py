"""What Prometheus is told: requests by route, answers by outcome, time to answer; nothing of what was asked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from time import time
from typing import Annotated

from fastapi import Depends, Request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from assistant.answers import Outcome
from assistant.stages import STAGES
from index.generations import Generation

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60)


class Metrics:
    """The figures of one application, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._answers = Counter("assistant_answers", "Answers given", ["outcome"], registry=self._registry)
        self._answering = Histogram(
            "assistant_answer_seconds", "From question to answer", buckets=_SECONDS, registry=self._registry
        )
        self._age = self._gauge("assistant_generation_age_seconds", "Since it was built")
        self._passages = self._gauge("assistant_passages", "Passages embedded")
        self._documents = self._gauge("assistant_documents", "Documents read")
        self._refusals = Counter("assistant_refusals", "Answers that say it is not documented", registry=self._registry)
        self._judged = Counter("assistant_feedback", "Answers judged", ["helpful"], registry=self._registry)
        self._refused = Counter("http_refused", "Requests turned away", ["why"], registry=self._registry)
        self._stages = Histogram(
            "assistant_stage_seconds", "Stages of an answer", ["stage"], buckets=_SECONDS, registry=self._registry
        )
        self._requests = Histogram(
            "http_request_seconds",
            "Requests by route",
            ["method", "route", "status"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        for outcome in Outcome:
            self._answers.labels(outcome.value)
        for name in STAGES:
            self._stages.labels(name)

    def _gauge(self, name: str, told: str) -> Gauge:
        return Gauge(name, told, registry=self._registry, multiprocess_mode="mostrecent")

    def answered(self, outcome: Outcome, seconds: float, stages: Mapping[str, float]) -> None:
        """Counts an answer that took so long, and each of its stages."""
        self._answers.labels(outcome.value).inc()
        if outcome is Outcome.NOT_DOCUMENTED:
            self._refusals.inc()
        self._answering.observe(seconds)
        for name, taken in stages.items():
            self._stages.labels(name).observe(taken)

    def judged(self, helpful: bool) -> None:
        """Counts what somebody thought of an answer."""
        self._judged.labels("yes" if helpful else "no").inc()

    def refused(self, why: str) -> None:
        """Counts a request turned away before any work: paused, toomuch, overloaded."""
        self._refused.labels(why).inc()

    def served(self, method: str, route: str, status: int, seconds: float) -> None:
        """Counts a request; ``method`` is a known one, ``route`` the pattern, never the address that was asked for."""
        self._requests.labels(method, route, str(status)).observe(seconds)

    def page(self, generation: Generation | None) -> bytes:
        """The figures in Prometheus' text format, with those of the generation that answers, where there is one."""
        if generation:
            self._age.set(max(0.0, time() - generation.manifest.created.timestamp()))
            self._passages.set(generation.manifest.passages)
            self._documents.set(generation.manifest.documents)
        return generate_latest(_of_all_processes() if "PROMETHEUS_MULTIPROC_DIR" in os.environ else self._registry)


def _of_all_processes() -> CollectorRegistry:
    """What all the processes that serve together have counted, in the folder that they share."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


async def _metrics(request: Request) -> Metrics:
    found: Metrics = request.app.state.metrics
    return found


TheMetrics = Annotated[Metrics, Depends(_metrics)]
