"""What Prometheus is told, and where traces go."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from assistant.assistant import Assistant
from assistant.conversations import Conversations
from index.embedding import OnnxEmbedder
from index.generations import State
from web.app import create_app
from web.conduct import Conduct
from web.tracing import Traces

QUESTION = {"question": "Who renews TLS certificates?"}


def figure(page: str, name: str) -> float:
    return next(float(line.rpartition(" ")[2]) for line in page.splitlines() if line.startswith(name))


def test_stages_outcomes_refusals_age_and_passages_are_told(client: TestClient) -> None:
    before = client.get("/metrics").text
    client.post("/api/v1/ask", json=QUESTION)
    client.post("/api/v1/ask", json={"question": "What is the capital of Mongolia?"})
    page = client.get("/metrics").text
    for name, more in (
        ("assistant_answer_seconds_count", 2),
        ('assistant_stage_seconds_count{stage="evidence"}', 2),
        ('assistant_stage_seconds_count{stage="keeping"}', 2),
        ("assistant_refusals_total", 1),
        ('assistant_answers_total{outcome="answered"}', 1),
    ):
        assert figure(page, name) - figure(before, name) == more, name
    assert figure(page, "assistant_passages") > 20
    assert 0 <= figure(page, "assistant_generation_age_seconds") < 3_600


def test_metrics_are_told_where_nothing_can_be_answered(embedder: OnnxEmbedder, tmp_path: Path) -> None:
    with Conversations() as conversations:
        client = TestClient(create_app(Assistant(State(tmp_path, embedder), embedder, conversations)))
        assert client.get("/readyz").status_code == 503
        assert figure(client.get("/metrics").text, 'http_request_seconds_count{method="GET",route="/readyz"') == 1


class Collector(ThreadingHTTPServer):
    """A stand-in of a collector: it remembers the spans that it is sent."""

    spans: list[Span]


class _Collects(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        sent = ExportTraceServiceRequest.FromString(self.rfile.read(int(self.headers["content-length"])))
        assert isinstance(self.server, Collector)
        for resource in sent.resource_spans:
            for scope in resource.scope_spans:
                self.server.spans.extend(scope.spans)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def collector() -> Iterator[Collector]:
    server = Collector(("127.0.0.1", 0), _Collects)
    server.spans = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_traces_tell_the_stages_of_an_answer_within_its_request(assistant: Assistant, collector: Collector) -> None:
    traces = Traces(f"http://127.0.0.1:{collector.server_port}/v1/traces")
    client = TestClient(create_app(assistant, conduct=Conduct(span=traces.span)))
    trace = "0af7651916cd43dd8448eb211c80319c"
    client.post("/api/v1/ask", json=QUESTION, headers={"traceparent": f"00-{trace}-b7ad6b7169203331-01"})
    traces.close()
    spans = {span.name: span for span in collector.spans}
    assert {"request", "claims", "evidence", "rules", "answer"} <= set(spans)
    assert {span.trace_id.hex() for span in spans.values()} == {trace}
    assert spans["rules"].parent_span_id == spans["request"].span_id
    assert "TLS" not in str(collector.spans)
