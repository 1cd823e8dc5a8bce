"""Every request has an id, in its reply and in the log, and nothing that is sent can forge a line of the log."""

from __future__ import annotations

import json
import logging
import socket
import time
from typing import Any

import pytest
from fastapi.testclient import TestClient

from web.logs import JsonLines, Lines


def logged(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [record.fields for record in caplog.records if record.name == "web.logs"]  # type: ignore[attr-defined]


def test_the_callers_request_id_is_kept_and_one_is_made_where_there_is_none(client: TestClient) -> None:
    assert client.get("/healthz", headers={"x-request-id": "trace-1"}).headers["x-request-id"] == "trace-1"
    made = [client.get("/healthz").headers["x-request-id"] for _ in range(2)]
    assert len(set(made)) == 2


@pytest.mark.parametrize("forged", ["a b", "x" * 65, '"},{', "a\tb"])
def test_an_id_that_could_confuse_a_log_is_replaced(client: TestClient, forged: str) -> None:
    assert client.get("/healthz", headers={"x-request-id": forged}).headers["x-request-id"] != forged


def test_each_request_is_logged_by_its_route_and_not_by_its_address(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "web.logs"):
        client.get("/api/v1/conversations/zebra")
        client.get("/zebra%0d%0aforged")
        client.request("ZEBRA", "/")
    assert [each["status"] for each in logged(caplog)] == [404, 404, 405]
    assert logged(caplog)[0]["route"] == "/api/v1/conversations/{conversation_id}"
    assert "zebra" not in json.dumps(logged(caplog)).lower()


def test_a_caller_who_goes_before_the_reply_is_no_fault_of_ours(site: Any, caplog: pytest.LogCaptureFixture) -> None:
    host, port = site.address.removeprefix("http://").split(":")
    with caplog.at_level(logging.INFO, "web.logs"):
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            connection.sendall(b"POST /api/v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 50\r\n\r\n{")
        end = time.monotonic() + 10
        while not logged(caplog) and time.monotonic() < end:
            time.sleep(0.05)
    assert [each["status"] for each in logged(caplog)] == [499]


@pytest.mark.parametrize("text", ["two\nlines", "back\r\nto the start", "line\u2028separator", "\x1b[2Jcleared"])
def test_a_record_is_one_line_of_json_whatever_it_says(text: str) -> None:
    record = logging.LogRecord("web", logging.ERROR, __file__, 1, "%s", (text,), None)
    line = JsonLines().format(record)
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line
    assert json.loads(line)["message"] == text


def test_a_person_at_a_terminal_reads_the_fields_after_the_message() -> None:
    record = logging.LogRecord("web", logging.INFO, __file__, 1, "request", (), None)
    record.fields = {"status": 200}
    assert Lines("%(message)s").format(record) == "request status=200"
