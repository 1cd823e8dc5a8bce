"""Rebuilding while it serves: gate, signed calls, watching of every kind, several processes, swaps under questions."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from assistant.conversations import Conversations
from index.building import Progress, Report, build
from index.embedding import OnnxEmbedder
from index.generations import State
from web import keeping
from web.app import create_app
from web.builds import Builder, BuildFailed
from web.conduct import Conduct
from web.keeping import Keeper, kept
from web.listing import listing
from web.settings import Settings, bundled_corpus

SWAPS = int(os.environ.get("SWAPS", "3"))
SECRET = "a secret of sixteen signs and more"
PAGE = "# House\n\nThe Garden team (#garden):\n\n- waters the ferns in the hall\n- sharpens the shears\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "house.md").write_text(PAGE)
    for number in range(8):
        (folder / f"room-{number}.md").write_text(f"# Room {number}\n\nRoom {number} has {number + 2} windows.\n")
    return folder


@dataclass(frozen=True)
class Server:
    """A server of its own process."""

    process: subprocess.Popen[str]
    address: str
    log: Path

    def get(self, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        with urllib.request.urlopen(urllib.request.Request(self.address + path, data, headers), timeout=30) as reply:
            return json.load(reply)

    @property
    def generation(self) -> str:
        return str(self.get("/readyz")["generation"])


@contextmanager
def served(corpus: Path, folder: Path, *arguments: str, **settings: str) -> Iterator[Server]:
    command = [sys.executable, "-c", "from web.cli import main; main()", "serve", "--port", "0", *arguments]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ASSISTANT_")}
    environment |= {"PYTHONPATH": str(bundled_corpus().parent), "ASSISTANT_CORPUS": str(corpus)}
    environment |= {f"ASSISTANT_{name.upper()}": value for name, value in settings.items()}
    with (folder / "log").open("a") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
    assert process.stdout
    ready, _, _ = select.select([process.stdout], [], [], 60)
    found = re.search(r"http://\S+", process.stdout.readline() if ready else "")
    try:
        assert found, (folder / "log").read_text()
        yield Server(process, found[0], folder / "log")
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


def until(holds: Callable[[], bool], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < end:
        time.sleep(0.05)
    return held


def test_a_server_follows_every_way_in_which_documents_change(corpus: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    (tmp_path / "one").mkdir()
    shutil.copytree(corpus, tmp_path / "two")
    link.symlink_to(corpus)
    with served(link, tmp_path) as server:
        shown = server.generation

        def follows(told: str) -> bool:
            """Whether another generation answers, one that holds some words."""
            nonlocal shown
            before = shown
            if not until(lambda: server.generation != before):
                return False
            shown = server.generation
            return any(told in hit["quote"] for hit in server.get(f"/api/v1/search?q={told}")["hits"])

        beside = corpus / "house.md.tmp"
        beside.write_text(PAGE + "\nThe attic is dusty.\n")
        beside.replace(corpus / "house.md")
        assert follows("attic"), "a file replaced by rename"

        (tmp_path / "two" / "cellar.md").write_text("The cellar is locked.\n")
        other = tmp_path / "link.new"
        other.symlink_to(tmp_path / "two")
        other.replace(link)
        assert follows("cellar"), "a link switched"

        (tmp_path / "two").rename(tmp_path / "old")
        shutil.copytree(tmp_path / "old", tmp_path / "three")
        (tmp_path / "three" / "hall.md").write_text("The hall is cold.\n")
        (tmp_path / "three").rename(tmp_path / "two")
        assert follows("hall"), "a whole folder swapped"

        (tmp_path / "two" / ".hall.md.swp").write_text("The hall is hot.\n")
        (tmp_path / "two" / "hall.md~").write_text("The hall is hot.\n")
        (tmp_path / "two").rename(tmp_path / "away")
        assert until(lambda: "stays as it is" in server.log.read_text())
        (tmp_path / "away").rename(tmp_path / "two")
        time.sleep(2)
        assert server.generation == shown, "a folder gone for a moment, and editors' temporary files"
        assert not [hit for hit in server.get("/api/v1/search?q=hot")["hits"] if "hot" in hit["quote"]]

        went_back = server.get("/api/v1/index")["generation"]
        state = State(tmp_path / "var", OnnxEmbedder.load())
        earlier = state.rollback().id
        assert until(lambda: server.generation == earlier)
        (tmp_path / "two" / "hall.md").touch()
        assert until(lambda: "none changed" in server.log.read_text())
        assert server.generation == earlier != went_back, "a rollback is not undone by a touch"
        (tmp_path / "two" / "hall.md").write_text("The hall is draughty.\n")
        shown = earlier
        assert follows("draughty"), "but by a change"
    log = server.log.read_text()
    assert re.search(r"documents changed: 0 added, 1 changed, 0 gone, 1 of \d+ passages embedded", log)


def test_a_start_does_not_undo_a_rollback_and_serves_without_its_documents(corpus: Path, tmp_path: Path) -> None:
    state = State(tmp_path / "var", embedder := OnnxEmbedder.load())
    first = build(corpus, state, embedder).generation
    (corpus / "house.md").write_text(PAGE + "\nThe attic is dusty.\n")
    build(corpus, state, embedder)
    state.rollback()
    with served(corpus, tmp_path) as server:
        assert server.generation == first
    shutil.rmtree(corpus)
    with served(corpus, tmp_path) as server:
        assert server.generation == first
        assert "the index stays as it is" in server.log.read_text()


def test_a_gate_keeps_the_generation_that_answers_better(
    corpus: Path, tmp_path: Path, run_command: Callable[..., Any]
) -> None:
    case = {"id": "1", "turns": [{"ask": "Who waters the ferns?", "expect": {"cites": ["ferns"]}}]}
    (tmp_path / "cases.jsonl").write_text(json.dumps(case))
    build_ = ("index", "build", "--corpus", corpus)
    gate = {"gate": str(tmp_path / "cases.jsonl")}
    assert run_command(*build_, **gate).returncode == 0
    first = json.loads(run_command("index", "list", "--json").stdout)[0]["generation"]
    (corpus / "house.md").write_text(PAGE.replace("waters the ferns in the hall", "paints the doors"))
    kept = run_command(*build_, **gate)
    assert kept.returncode == 1
    assert "Who waters the ferns?" in kept.stderr
    assert "assistant index publish --force" in kept.stderr
    assert "made and kept, but not in service" in kept.stdout
    listed = json.loads(run_command("index", "list", "--json").stdout)
    assert [each["current"] for each in listed] == [True, False]
    refused = run_command("index", "publish", **gate)
    assert (refused.returncode, "stays out of service" in refused.stderr) == (1, True)
    assert listed[1]["generation"] in run_command("index", "publish", "--force", **gate).stdout
    assert first in run_command("index", "rollback").stdout
    assert run_command(*build_, gate_margin="1.0", **gate).returncode == 0


def test_a_generation_is_carried_to_another_state_folder(
    corpus: Path, tmp_path: Path, run_command: Callable[..., Any]
) -> None:
    assert run_command("index", "build", "--corpus", corpus).returncode == 0
    digest = run_command("index", "export", "index.tar").stdout.split()[-1]
    there = ("--state", tmp_path / "there")
    assert run_command("index", "import", "index.tar", "--sha256", "0" * 64, *there).returncode == 1
    assert "answers now" in run_command("index", "import", "index.tar", "--sha256", digest, *there).stdout
    assert "[1] house.md" in run_command("ask", "Who waters the ferns?", *there).stdout


@pytest.fixture
def run_command(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the command line with settings of the environment."""

    def run(*arguments: object, **settings: str) -> subprocess.CompletedProcess[str]:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("ASSISTANT_")}
        environment |= {"PYTHONPATH": str(bundled_corpus().parent)}
        environment |= {f"ASSISTANT_{name.upper()}": value for name, value in settings.items()}
        command = [sys.executable, "-c", "from web.cli import main; main()", *map(str, arguments)]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    return run


@pytest.fixture
def settings(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in Settings.model_fields:
        monkeypatch.delenv("ASSISTANT_" + name.upper(), raising=False)
    monkeypatch.setenv("PYTHONPATH", str(bundled_corpus().parent))
    return Settings(corpus=corpus, state=tmp_path / "var")


def test_a_build_beside_tells_how_far_it_is_and_what_it_did(settings: Settings) -> None:
    told: list[tuple[int, int]] = []
    with Builder(settings) as builder:
        report = builder.build(lambda *done: told.append(done))
    assert told == [(report.embedded, report.embedded)]
    assert State(settings.state).current_id() == report.generation
    assert len(report.rules) == 2
    assert any("waters the ferns" in change for change in report.rules)
    (settings.corpus / "house.md").write_text(PAGE.replace("ferns", "palms"))
    with Builder(settings) as builder:
        again = builder.build()
    assert again.changed == ("house.md",)
    assert any("palms" in change for change in again.rules)


def test_a_build_beside_remembers_what_it_has_read(settings: Settings) -> None:
    with Builder(settings) as builder:
        first = builder.build()
        builder.warm()
        (settings.corpus / "house.md").write_text(PAGE.replace("ferns", "palms"))
        second = builder.build()
        assert (second.changed, second.embedded) == (("house.md",), 1)
        assert len(second.rules) == 1
        (settings.corpus / "house.md").write_text(PAGE)
        third = builder.build()
        assert builder.build().unchanged
    state = State(settings.state)
    one, other = state.open(first.generation), state.open(third.generation)
    assert one.manifest.files == other.manifest.files, "what is remembered is what would be read"


def test_a_build_beside_that_fails_says_why(settings: Settings) -> None:
    shutil.rmtree(settings.corpus)
    with Builder(settings) as builder, pytest.raises(BuildFailed, match="no folder of documents"):
        builder.build()


def test_a_build_beside_that_is_stopped_leaves_nothing_behind(settings: Settings, embedder: OnnxEmbedder) -> None:
    for number in range(300):
        (settings.corpus / f"many-{number}.md").write_text(
            f"# Shelf {number}\n\nShelf {number} holds {number} books.\n"
        )
    builder = Builder(settings)
    thread = threading.Thread(target=lambda: until((settings.state / "lock").exists) and builder.stop())
    thread.start()
    with pytest.raises(BuildFailed, match="run 'assistant index build'"):
        builder.build()
    thread.join()
    with State(settings.state, embedder).building(patience=0):
        pass


def test_a_build_that_failed_is_tried_again_though_no_document_changes(
    settings: Settings, embedder: OnnxEmbedder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(keeping, "AGAIN", 0.1)
    state = State(settings.state, embedder)
    first = build(settings.corpus, state, embedder).generation
    store = settings.state / "embeddings.sqlite3"
    store.rename(settings.state / "aside")
    store.mkdir()
    with Conversations() as conversations, Builder(settings) as builder:
        assistant = Assistant(state, embedder, conversations)
        keeper = Keeper(assistant, settings.corpus, state, builder, listing(settings.corpus))
        with kept(keeper, builder, watch=True):
            (settings.corpus / "house.md").write_text(PAGE.replace("ferns", "palms"))
            assert until(lambda: "embeddings.sqlite3 cannot be" in caplog.text)
            time.sleep(2)
            store.rmdir()
            assert until(lambda: assistant.edition().generation.id != first)
    assert caplog.text.count("the index stays as it is") == 1


@pytest.fixture
def client(corpus: Path, tmp_path: Path, embedder: OnnxEmbedder) -> Iterator[TestClient]:
    """An application that rebuilds on signed calls."""
    state = State(tmp_path / "var", embedder)
    build(corpus, state, embedder)

    def rebuild(progress: Progress) -> Report:
        return build(corpus, state, embedder, progress=progress)

    with Conversations() as conversations:
        assistant = Assistant(state, embedder, conversations)
        conduct = Conduct(webhook_secret=SECRET)
        app = create_app(assistant, corpus=corpus, rebuild=rebuild, conduct=conduct)
        with TestClient(app, raise_server_exceptions=False) as client:
            yield client


def signed(body: bytes, secret: str = SECRET) -> dict[str, str]:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={digest}", "Content-Type": "application/json", "X-GitHub-Event": "push"}


def test_a_call_signed_by_github_rebuilds(client: TestClient, corpus: Path) -> None:
    (corpus / "new.md").write_text("The attic is dusty.\n")
    body = json.dumps({"commits": ["x" * 200_000]}).encode()  # more than a question may have
    reply = client.post("/api/v1/index/rebuild?wait=true", content=body, headers=signed(body))
    assert reply.status_code == 200
    assert reply.json()["report"]["added"] == ["new.md"]


@pytest.mark.parametrize(
    "headers",
    [
        signed(b"{}", "another secret of many signs"),
        signed(b"{} "),
        {"X-Hub-Signature-256": ""},
        {"X-Hub-Signature-256": "sha256="},
        {"X-Hub-Signature-256": hmac.new(SECRET.encode(), b"{}", hashlib.sha256).hexdigest()},
        {"X-Hub-Signature-256": "sha256=\u00e9"},
    ],
    ids=["another secret", "another body", "empty", "no digest", "no scheme", "not ASCII"],
)
def test_a_wrong_signature_is_turned_away(client: TestClient, headers: dict[str, str]) -> None:
    encoded = {name: value.encode("latin-1") for name, value in headers.items()}
    reply = client.post("/api/v1/index/rebuild", content=b"{}", headers=encoded)
    assert (reply.status_code, reply.headers["content-type"]) == (401, "application/problem+json")


def test_a_signature_opens_nothing_else(corpus: Path, tmp_path: Path, run_command: Callable[..., Any]) -> None:
    token = run_command("token", "make", "asker").stdout.strip()
    assert token
    with served(corpus, tmp_path, webhook_secret=SECRET) as server:
        body = b"{}"
        bearer = {"Authorization": f"Bearer {token}"}

        def post(path: str, headers: dict[str, str]) -> int:
            try:
                asked = urllib.request.Request(server.address + path, body, bearer | headers)
                return int(urllib.request.urlopen(asked, timeout=30).status)
            except urllib.error.HTTPError as error:
                return error.code

        assert post("/api/v1/index/rebuild", {}) == 403
        assert post("/api/v1/index/rebuild", signed(body)) == 202
        assert post("/index/verify", signed(body)) == 403


def test_several_processes_answer_and_all_switch_within_a_second(corpus: Path, tmp_path: Path) -> None:
    with served(corpus, tmp_path, "--workers", "2") as server:
        before = server.generation
        (corpus / "house.md").write_text(PAGE + "\nThe attic is dusty.\n")
        current = tmp_path / "var" / "current"
        assert until(lambda: current.read_text().strip() != before)
        switched, after = time.monotonic(), current.read_text().strip()
        last_old = switched
        while time.monotonic() < switched + 3:
            if server.generation == before:
                last_old = time.monotonic()
        assert last_old - switched < 1.5  # a second, and what the reply took
        assert server.generation == after

        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
        assert len(children) == 2
        os.kill(int(children[0]), signal.SIGKILL)
        assert until(lambda: "another takes its place" in server.log.read_text())
        (corpus / "house.md").write_text(PAGE + "\nThe attic is clean.\n")
        assert until(lambda: current.read_text().strip() != after), "the lock of the killed one was not left behind"
        assert len(list((tmp_path / "var" / "generations").iterdir())) == 3, "one of them builds"


def test_swaps_under_questions_cost_no_reply(corpus: Path) -> None:
    """8 clients ask without pause while documents change; ``SWAPS=50`` for as many changes."""
    measure = Path(__file__).parents[1] / "programs" / "swaps.py"
    command = [sys.executable, measure, "--corpus", corpus, "--swaps", str(SWAPS)]
    measured = subprocess.run(command, capture_output=True, text=True, check=False)
    assert measured.returncode == 0, measured.stderr
    print(measured.stdout)
    figures = json.loads(measured.stdout)
    assert (figures["swaps"], figures["wrong"]) == (SWAPS, 0)
    assert figures["replies"] > 0
