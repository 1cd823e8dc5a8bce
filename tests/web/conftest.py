"""The application over the real index of a folder of documents, in process and in a real browser."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue
from typing import Any
from urllib.parse import parse_qs

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from mcp import StdioServerParameters
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from assistant.assistant import Assistant
from assistant.conversations import Conversations
from index.building import Progress, Report, build
from index.embedding import OnnxEmbedder
from index.generations import State
from web.app import create_app
from web.conduct import Conduct
from web.connections import Patience
from web.desk import Desk
from web.limits import Bounds
from web.metrics import Metrics
from web.serving import server_config
from web.slack import slack_app

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

        def rebuild(progress: Progress) -> Report:
            return build(corpus, state, embedder, full=True, progress=progress)

        return create_app(assistant, corpus=corpus, rebuild=rebuild)

    yield make
    for conversations in opened:
        conversations.close()


@pytest.fixture(scope="session")
def app(make_app: MakeApp) -> FastAPI:
    """The application over the bundled page."""
    return make_app(ROOT / "corpus")


@pytest.fixture(scope="session")
def assistant(app: FastAPI) -> Assistant:
    """The assistant that the application asks."""
    found: Assistant = app.state.assistant
    return found


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
def serve_site() -> Iterator[Callable[..., Site]]:
    """Serves applications until the tests end."""
    running: list[tuple[uvicorn.Server, threading.Thread, socket.socket]] = []

    def serve(app: FastAPI, patience: Patience | None = None) -> Site:
        listener = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(server_config(app, patience))
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


@dataclass(frozen=True)
class OwnSite(Site):
    """An application over documents written by the test, served."""

    folder: Path
    app: FastAPI

    def write(self, documents: Mapping[str, str]) -> None:
        """Write documents over those there are, and build the index anew."""
        for name, text in documents.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        self.app.state.jobs.request()[1].result(timeout=60)


@pytest.fixture
def own_site(
    make_app: MakeApp, serve_site: Callable[[FastAPI], Site], tmp_path: Path
) -> Callable[[Mapping[str, str]], OwnSite]:
    """Serves documents written by the test."""

    def own(documents: Mapping[str, str]) -> OwnSite:
        for name, text in documents.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        app = make_app(tmp_path)
        return OwnSite(serve_site(app).address, tmp_path, app)

    return own


class SlackApi(ThreadingHTTPServer):
    """A stand-in of Slack's API as far as a bot needs it: it says who the bot is and takes messages."""

    said: Queue[dict[str, str]]


class _SlackApi(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        if self.path.endswith("/auth.test"):
            reply = {
                "ok": True,
                "user_id": "U0BOT",
                "bot_id": "B0BOT",
                "team_id": "T1",
                "team": "t",
                "url": "u",
                "user": "b",
            }
        else:
            reply = {"ok": True, "ts": "9.9", "channel": "C1"}
            sent = (
                json.loads(body) if body.startswith("{") else {key: value[0] for key, value in parse_qs(body).items()}
            )
            assert isinstance(self.server, SlackApi)
            self.server.said.put(sent | {"method": self.path.rpartition("/")[2]})
        data = json.dumps(reply).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def slack_api() -> Iterator[SlackApi]:
    """Slack's API on a free port of the loopback address."""
    server = SlackApi(("127.0.0.1", 0), _SlackApi)
    server.said = Queue()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


SLACK_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


@dataclass
class Slack:
    """Sends events as Slack does, and hears what the bot says."""

    client: TestClient
    api: Any
    sent: int = field(default=0)

    def send(
        self, event: dict[str, Any], *, secret: str = SLACK_SECRET, age: int = 0, id: str | None = None, retry: int = 0
    ) -> int:
        self.sent += 1
        body = json.dumps(
            {
                "type": "event_callback",
                "team_id": "T1",
                "api_app_id": "A1",
                "event_id": id or f"Ev{self.sent}",
                "event": event,
            }
        )
        at = str(int(time.time()) - age)
        signature = hmac.new(secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
        headers = {
            "content-type": "application/json",
            "x-slack-request-timestamp": at,
            "x-slack-signature": f"v0={signature}",
        } | ({"x-slack-retry-num": str(retry), "x-slack-retry-reason": "http_timeout"} if retry else {})
        return self.client.post("/slack/events", content=body, headers=headers).status_code

    def says(self, seconds: float = 10) -> dict[str, str]:
        said: dict[str, str] = self.api.said.get(timeout=seconds)
        return said

    def is_silent(self) -> bool:
        with pytest.raises(Empty):
            self.says(0.5)
        return True


@pytest.fixture
def slack(assistant: Assistant, slack_api: Any) -> Callable[..., Slack]:
    """Makes the bot over the bundled page."""

    def make(bounds: Bounds | None = None) -> Slack:
        desk = Desk(assistant, Metrics(), Conduct(bounds=bounds or Bounds()))
        app = slack_app(
            desk,
            token="xoxb-1",
            signing_secret=SLACK_SECRET,
            site="https://docs.example/",
            api=f"http://127.0.0.1:{slack_api.server_port}/",
        )
        return Slack(TestClient(app), slack_api)

    return make


@pytest.fixture(scope="session")
def mcp_command(embedder: OnnxEmbedder, tmp_path_factory: pytest.TempPathFactory) -> StdioServerParameters:
    """The command that a host of tools starts, over the bundled page."""
    state = tmp_path_factory.mktemp("state")
    build(ROOT / "corpus", State(state, embedder), embedder)
    command = ["-c", "from web.cli import main; main()", "mcp", "--state", str(state)]
    return StdioServerParameters(
        command=sys.executable, args=command, env=dict(os.environ) | {"PYTHONPATH": os.pathsep.join(sys.path)}
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; closed with its module, since its loop would be in the way of other modules' own."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is missing: run 'apt-get install chromium'")
    with sync_playwright() as playwright:
        alone = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"  # whatever a page tries, nothing leaves
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", alone])
        yield browser
        browser.close()


ARTEFACTS = ROOT / "artefacts"
SCREENS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 640}, "has_touch": True},
    "touch": {"viewport": {"width": 1180, "height": 820}, "has_touch": True},
    "zoomed": {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
    "forced": {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active", "reduced_motion": "reduce"},
    "scriptless": {"viewport": {"width": 1280, "height": 900}, "java_script_enabled": False},
}

OpenPage = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser) -> Iterator[OpenPage]:
    """Opens a page on a screen named in SCREENS; an error of its scripts or of its policy fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def heard(said: ConsoleMessage) -> None:
        if said.type == "error" and not said.text.startswith("Failed to load resource"):
            complaints.append(said.text)

    def open_page(kind: str = "wide", address: str = "about:blank", **more: Any) -> Page:
        context = browser.new_context(**SCREENS[kind], permissions=["clipboard-read", "clipboard-write"], **more)
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", heard)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def ask() -> Callable[[Page, str], None]:
    """Types a question and waits for its answer."""

    def ask(page: Page, question: str) -> None:
        turns = page.locator(".turn").count()
        page.locator("#question").fill(question)
        page.get_by_role("button", name="Ask", exact=True).click()
        expect(page.locator(".turn")).to_have_count(turns + 1, timeout=15_000)

    return ask


@pytest.fixture(scope="session")
def keep() -> Callable[..., None]:
    """Keeps a picture of a page, to be looked at."""

    def keep(page: Page, name: str, *, whole: bool = True) -> None:
        ARTEFACTS.mkdir(exist_ok=True)
        if not whole:
            page.wait_for_timeout(300)  # until it has been scrolled
        page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=whole)

    return keep
