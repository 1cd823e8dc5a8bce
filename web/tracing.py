"""Traces of requests and of the stages of an answer, sent to a collector (OpenTelemetry) where one is configured."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext

from index.errors import Fault

Span = Callable[..., AbstractContextManager[object]]  # of a name and, for a request, its headers


class TracesUnavailable(Fault):
    """Traces are configured, and what sends them is not installed."""


def no_span(_name: str, _headers: Mapping[str, str] | None = None) -> AbstractContextManager[object]:
    """Where no collector is configured."""
    return nullcontext()


class Traces:
    """Sends spans to the collector at ``endpoint`` (OTLP over HTTP, its address for traces), in batches, in a thread.

    Names and durations only: nothing of what was asked. Raises TracesUnavailable.
    """

    def __init__(self, endpoint: str) -> None:
        try:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
            from opentelemetry.sdk.resources import Resource
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.export import BatchSpanProcessor
        except ImportError as error:
            raise TracesUnavailable(
                "sending traces needs more packages: pip install 'cited-assistant[traces]', or leave out 'traces'"
            ) from error
        self._provider = TracerProvider(resource=Resource.create({"service.name": "cited-assistant"}))
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint)))
        self._tracer = self._provider.get_tracer("assistant")

    @contextmanager
    def span(self, name: str, headers: Mapping[str, str] | None = None) -> Iterator[None]:
        """What is done within it is a span; a request goes on with the trace that its ``traceparent`` names."""
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        context = TraceContextTextMapPropagator().extract(dict(headers)) if headers else None
        with self._tracer.start_as_current_span(name, context=context, record_exception=False):
            yield

    def close(self) -> None:
        """Send what is left."""
        self._provider.shutdown()
