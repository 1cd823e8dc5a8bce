"""Whoever holds connections without using them holds nobody else up: slow heads, idle crowds, replies not read."""

from __future__ import annotations

import resource
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from assistant.assistant import Assistant
from web.app import create_app
from web.connections import Patience

Connect = Callable[..., socket.socket]
HEAD = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"
QUESTION = {"question": "Who renews TLS certificates?"}


@pytest.fixture(scope="module")
def impatient(assistant: Assistant, serve_site: Callable[..., Any]) -> Any:
    """A server that waits for a second."""
    return serve_site(create_app(assistant), Patience(head=1, reading=1))


@pytest.fixture(scope="module")
def crowded(assistant: Assistant, serve_site: Callable[..., Any]) -> Any:
    """A server that waits for a minute, but for 100 connections only."""
    return serve_site(create_app(assistant), Patience(head=60, owing=100))


@pytest.fixture
def connect(impatient: Any) -> Iterator[Connect]:
    """Opens connections that are closed with the test."""
    with ExitStack() as opened:

        def connect(site: Any = impatient) -> socket.socket:
            host, port = site.address.removeprefix("http://").split(":")
            return opened.enter_context(socket.create_connection((host, int(port)), timeout=10))

        yield connect


def ends(connection: socket.socket) -> bool:
    """Whether the server lets go of a connection before it has waited for ten seconds."""
    try:
        while connection.recv(65_536):
            pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True


def told(connection: socket.socket) -> bytes:
    """The reply about the process's health."""
    found = b""
    while not found.endswith(b'{"status":"up"}'):
        found += connection.recv(65_536)
    return found


def drip(connection: socket.socket, sent: bytes, seconds: float) -> float:
    """The seconds after which the server has let go of one that sends a byte at a time."""
    began = time.monotonic()
    try:
        for byte in sent * 100:
            connection.sendall(bytes([byte]))
            time.sleep(0.05)
            if time.monotonic() - began > seconds:
                break
    except (BrokenPipeError, ConnectionResetError):
        pass
    return time.monotonic() - began


@pytest.mark.parametrize("sent", [b"", b"G", HEAD, HEAD + b"X-Slow: "], ids=["nothing", "a letter", "lines", "a part"])
def test_a_head_that_does_not_come_ends_the_connection(connect: Connect, sent: bytes) -> None:
    connection = connect()
    connection.sendall(sent)
    assert ends(connection)


def test_a_head_that_comes_a_byte_at_a_time_is_not_waited_for(connect: Connect) -> None:
    assert drip(connect(), b"GET /healthz HTTP/1.1\r\nX-Slow: " + b"a" * 500, 8) < 4


def test_neither_is_the_second_head_of_a_connection(connect: Connect) -> None:
    connection = connect()
    connection.sendall(HEAD + b"\r\n")
    assert told(connection).startswith(b"HTTP/1.1 200")
    assert drip(connection, HEAD + b"X-Slow: " + b"a" * 500, 8) < 4


def test_a_connection_that_is_used_goes_on(connect: Connect) -> None:
    connection = connect()
    for _ in range(4):
        connection.sendall(HEAD + b"\r\n")
        assert told(connection).startswith(b"HTTP/1.1 200")
        time.sleep(0.5)


def test_a_reply_that_is_not_read_is_let_go_of(connect: Connect) -> None:
    connection = connect()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    connection.setblocking(False)
    request = b"GET /openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 20
    end, open_still = time.monotonic() + 15, True
    while open_still and time.monotonic() < end:
        try:
            connection.send(request)
        except BlockingIOError:
            time.sleep(0.1)
        except (BrokenPipeError, ConnectionResetError):
            open_still = False
    assert not open_still


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="idle"),
        pytest.param(HEAD, id="without the end of the head"),
        pytest.param(
            b"POST /api/v1/ask HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{",
            id="without the end of the body",
        ),
    ],
)
def test_thousands_of_connections_that_ask_nothing_stop_nobody(crowded: Any, connect: Connect, sent: bytes) -> None:
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < 5_000:
        pytest.skip("this system lets nobody open thousands of files: raise 'ulimit -Hn'")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(allowed, 5_000), most))
    opened = [connect(crowded) for _ in range(2_000)]
    for each in opened[-200:]:
        each.sendall(sent)
    asked = httpx.post(f"{crowded.address}/api/v1/ask", json=QUESTION, timeout=5)
    assert asked.json()["outcome"] == "answered"
    assert all(ends(each) for each in opened[:1_800]), "the oldest make room"
