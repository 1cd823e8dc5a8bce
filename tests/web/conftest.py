"""The application over the real index of a folder of documents, in process and in a real browser."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, sync_playwright

from assistant.assistant import Assistant
from assistant.conversations import Conversations
from index.building import Report, build
from index.embedding import OnnxEmbedder
from index.generations import State
from web.app import create_app

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")

MakeApp = Callable[[Path], FastAPI]


@pytest.fixture(scope="session")
def make_app(embedder: OnnxEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeApp]:
    """Makes the application over a folder of documents, with a state folder of its own."""
    opened: list[Conversations] = []

    def make(corpus: Path) -> FastAPI:
        state = State(tmp_path_factory.mktemp("served"), embedder)
        build(corpus, state, embedder)
        opened.append(Conversations())
        assistant = Assistant(state, embedder, opened[-1])

        def rebuild() -> Report:
            return build(corpus, state, embedder, full=True)

        return create_app(assistant, corpus=corpus, rebuild=rebuild)

    yield make
    for conversations in opened:
        conversations.close()


@pytest.fixture(scope="session")
def app(make_app: MakeApp) -> FastAPI:
    """The application over the bundled page."""
    return make_app(ROOT / "corpus")


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A program that talks to the application; faults come back as replies."""
    client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
    yield client
    client.close()


@pytest.fixture
def written(make_app: MakeApp, tmp_path: Path) -> Iterator[Callable[[Mapping[str, str]], TestClient]]:
    """Makes a client over documents written by the test."""
    clients: list[TestClient] = []

    def write(documents: Mapping[str, str]) -> TestClient:
        for name, text in documents.items():
            path = tmp_path / "documents" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        clients.append(TestClient(make_app(tmp_path / "documents"), raise_server_exceptions=False))
        return clients[-1]

    yield write
    for client in clients:
        client.close()


@dataclass(frozen=True)
class Site:
    """An application served on a free port of the loopback address."""

    address: str


@pytest.fixture(scope="session")
def serve_site() -> Iterator[Callable[[FastAPI], Site]]:
    """Serves applications until the tests end."""
    running: list[tuple[uvicorn.Server, threading.Thread, socket.socket]] = []

    def serve(app: FastAPI) -> Site:
        listener = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        running.append((server, thread, listener))
        return Site(f"http://127.0.0.1:{listener.getsockname()[1]}")

    yield serve
    for server, thread, listener in running:
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()


@pytest.fixture(scope="session")
def site(app: FastAPI, serve_site: Callable[[FastAPI], Site]) -> Site:
    """The application over the bundled page, served."""
    return serve_site(app)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is missing: run 'apt-get install chromium'")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
