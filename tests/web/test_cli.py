"""The command line: every command, its exit status, and the one line that says what to run next."""

import json
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from web.cli import main
from web.settings import Settings, bundled_corpus

PAGE = (
    "# House\n\nThe Garden team (#garden):\n\n- waters the ferns in the hall\n- sharpens the shears\n\n"
    "If you cannot find a plant, escalate it through, in order:\n\n"
    "1. The Head Gardener\n2. The Estate Manager\n\nThe kitchen opens at noon.\n"
)


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line in an empty working directory."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv("ASSISTANT_" + name.upper(), raising=False)

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["assistant", *map(str, arguments)])
        capfd.readouterr()
        try:
            main()
            status = 0
        except SystemExit as ended:
            status = int(ended.code or 0)
        return Ran(status, *capfd.readouterr())

    return run


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "house.md").write_text(PAGE)
    return folder


@pytest.fixture
def built(run: Run, corpus: Path) -> Run:
    """The same, in a working directory whose ./var holds an index of the house."""
    assert run("index", "build", "--corpus", corpus).status == 0
    return run


def test_help_names_every_command(run: Run) -> None:
    shown = run("--help").out
    assert all(
        re.search(rf"^  {name} ", shown, re.MULTILINE)
        for name in ("serve", "ask", "eval", "index", "rules", "token", "pause")
    )


@pytest.mark.parametrize(
    ("arguments", "flags"),
    [
        ("serve", "--host --port --corpus --state --no-watch --open"),
        ("ask", "--conversation --json --why"),
        ("index build", "--corpus --state --full --json"),
        ("index status", "--state"),
        ("index list", "--state"),
        ("index verify", "GENERATION --state"),
        ("index rollback", "GENERATION --state"),
        ("rules", "--json diff"),
        ("rules diff", "--json"),
        ("eval", "CASES --json"),
    ],
)
def test_help_of_a_command_names_what_it_takes(arguments: str, flags: str, run: Run) -> None:
    shown = run(*arguments.split(), "--help")
    assert (shown.status, [flag for flag in flags.split() if flag not in shown.out]) == (0, [])


def test_a_build_says_what_changed(run: Run, corpus: Path) -> None:
    first = run("index", "build", "--corpus", corpus, "--json").json
    (corpus / "house.md").write_text(PAGE.replace("ferns in the hall", "palms").replace("Estate Manager", "Duke"))
    (corpus / "cellar.txt").write_text("The cellar is locked at night.")
    second = run("index", "build", "--corpus", corpus, "--json").json
    assert (first["added"], first["documents"], first["embedded"] > 0) == (["house.md"], 1, True)
    assert (second["added"], second["changed"], second["reused"] > 0) == (["cellar.txt"], ["house.md"], True)
    assert "The Duke" in json.dumps(second["rules"]["changed"])
    assert any("palms" in json.dumps(rule) for rule in second["rules"]["added"])
    assert any("ferns" in json.dumps(rule) for rule in second["rules"]["gone"])


def test_a_build_without_changes_stays_with_its_generation(built: Run, corpus: Path) -> None:
    again = built("index", "build", "--corpus", corpus)
    assert again.out.startswith("Nothing changed")
    assert len(built("index", "list", "--json").json) == 1


def test_a_build_in_a_pipe_writes_nothing_but_its_report(run: Run, corpus: Path) -> None:
    ran = run("index", "build", "--corpus", corpus)
    assert (ran.status, ran.err) == (0, "")
    assert "1 added" in ran.out


def test_what_could_not_be_read_is_told(run: Run, corpus: Path) -> None:
    (corpus / "torn.md").write_bytes(b"\xff\xfe\x00bin\x00")
    assert "torn.md: " in run("index", "build", "--corpus", corpus).out
    assert "torn.md: " in run("index", "status", "--corpus", corpus).out


def test_status_tells_when_documents_have_changed_since(built: Run, corpus: Path) -> None:
    assert "as indexed" in built("index", "status", "--corpus", corpus).out
    (corpus / "house.md").write_text(PAGE + "\nThe attic is dusty.\n")
    assert "run 'assistant index build'" in built("index", "status", "--corpus", corpus).out
    assert built("index", "status", "--corpus", corpus, "--json").json["corpus_state"] == "behind"
    shutil.rmtree(corpus)
    assert built("index", "status", "--corpus", corpus, "--json").json["corpus_state"] == "missing"


def test_rules_are_told_with_their_place(built: Run) -> None:
    shown = built("rules").out
    assert "1. The Head Gardener" in shown
    assert "house.md, line 5" in shown
    kinds = {rule["kind"] for rule in built("rules", "--json").json["rules"]}
    assert kinds == {"escalation_order", "responsibility"}


def test_going_back_answers_from_the_generation_before(built: Run, corpus: Path) -> None:
    (corpus / "house.md").write_text(PAGE.replace("Head Gardener", "Under-Gardener"))
    built("index", "build", "--corpus", corpus)
    old, new = (each["generation"] for each in built("index", "list", "--json").json)
    difference = built("rules", "diff", old, new).out
    assert "-     1. The Head Gardener" in difference
    assert "+     1. The Under-Gardener" in difference
    assert old in built("index", "rollback").out
    assert "Head Gardener" in built("rules").out
    built("index", "rollback", new)
    assert "Under-Gardener" in built("rules").out


def test_verify_finds_a_flipped_byte(built: Run) -> None:
    assert built("index", "verify").status == 0
    (path,) = Path("var").rglob("vectors.faiss")
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    ran = built("index", "verify")
    assert (ran.status, "vectors.faiss" in ran.out) == (1, True)
    assert "assistant index build" in ran.err


def test_an_answer_names_its_source(built: Run) -> None:
    ran = built("ask", "Who waters the ferns?")
    assert ran.status == 0
    assert "[1] house.md, line 5" in ran.out


def test_the_reason_for_an_answer_is_told(built: Run) -> None:
    shown = built("ask", "We have asked the head gardener, who is next?", "--why").out
    headings = ["Outcome: escalation", "Rules consulted:", "Evidence kept:", "Evidence rejected:"]
    assert [heading for heading in headings if heading not in shown] == []


def test_a_conversation_goes_on_from_one_command_to_the_next(built: Run) -> None:
    first = built("ask", "I cannot find a plant. Who do I ask?", "--conversation", "c1", "--json").json
    second = built("ask", "I asked the Head Gardener, no luck.", "--conversation", "c1", "--json").json
    assert (first["turn"], second["turn"], second["conversation_id"]) == (1, 2, "c1")
    assert "Estate Manager" in second["escalation"]["next"]


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        pytest.param(("ask", "Who?"), "assistant index build", id="ask without index"),
        pytest.param(("rules",), "assistant index build", id="rules without index"),
        pytest.param(("index", "status"), "assistant index build", id="status without index"),
        pytest.param(("index", "list"), "assistant index build", id="list without index"),
        pytest.param(("index", "verify"), "assistant index build", id="verify without index"),
        pytest.param(("index", "rollback"), "assistant index build", id="rollback without index"),
        pytest.param(("index", "build", "--corpus", "nowhere"), "--corpus", id="no corpus"),
        pytest.param(("serve", "--corpus", "nowhere", "--port", "0"), "--corpus", id="serve without corpus"),
        pytest.param(("serve", "--host", "256.0.0.1"), "assistant serve --host", id="no address"),
        pytest.param(("eval", "nothing.jsonl"), "assistant eval", id="no cases"),
        pytest.param(("index", "build", "--state", "/dev/null/var"), "--state", id="no state folder"),
    ],
)
def test_a_failure_is_one_line_that_says_what_to_run(arguments: tuple[str, ...], remedy: str, run: Run) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert remedy in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("index", "demolish"), id="no such command"),
        pytest.param(("serve", "--port", "99999"), id="no such port"),
        pytest.param(("serve", "--port", "http"), id="port not a number"),
        pytest.param(("ask",), id="no question"),
        pytest.param(("ask", "  "), id="blank question"),
        pytest.param(("ask", "x" * 4_001), id="question too long"),
        pytest.param(("ask", "Who?", "--conversation", "a b"), id="wrong id of a conversation"),
        pytest.param(("eval",), id="no cases"),
    ],
)
def test_wrong_usage_is_told_apart_from_failure(arguments: tuple[str, ...], built: Run) -> None:
    ran = built(*arguments)
    assert (ran.status, ran.out) == (2, "")


def test_an_unknown_setting_is_wrong_usage(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CORPSE", "x")
    ran = run("index", "build")
    assert (ran.status, "ASSISTANT_CORPUS" in ran.err) == (2, True)


def test_a_port_in_use_is_told_before_anything_is_built(run: Run) -> None:

    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = run("serve", "--port", taken.getsockname()[1])
    assert (ran.status, ran.err.count("\n")) == (1, 1)
    assert "--port" in ran.err
    assert not Path("var").exists()


def test_documents_cannot_drive_the_terminal(run: Run, corpus: Path) -> None:
    (corpus / "house.md").write_text(PAGE.replace("ferns", "ferns \x1b[2J\x1b]0;owned\x07"))
    run("index", "build", "--corpus", corpus)
    assert "\x1b" not in run("ask", "Who waters the ferns?").out + run("rules").out


def test_evaluation_gives_figures_and_keeps_nothing(built: Run, corpus: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    case = {"id": "1", "kind": "k", "turns": [{"ask": "Who waters the ferns?", "expect": {"cites": ["ferns"]}}]}
    cases.write_text(json.dumps(case))
    assert "== cases.jsonl: 1/1 = 100.0%" in built("eval", cases, "--corpus", corpus).out
    (told,) = built("eval", cases, "--corpus", corpus, "--json").json
    assert (told["conversations"]["share"], told["broken"], told["failures"]) == (1.0, 0, [])
    assert not list(Path("var").glob("conversations*"))


CASES = [
    ("1", "plain", [("Who waters the ferns?", {"outcome": ["answered"], "cites": ["ferns"], "channel": "#garden"})]),
    ("2", "plain", [("When does the kitchen open?", {"cites_document": ["house.md"], "answer_has": [["noon", "12"]]})]),
    ("3", "plain", [("When does the kitchen open?", {"cites": ["midnight"], "answer_lacks": ["noon"]})]),
    ("4", "order", [("We asked the Head Gardener. Who is next?", {"next_step": "Estate Manager", "queue": None})]),
    ("5", "order", [("Who do I ask first?", {}), ("And then?", {"next_step": None, "queue": "Compost"})]),
    ("6", "unknown", [("What is the capital of Peru?", {"outcome": ["not_documented"]})]),
]
SCORE = Path(__file__).parents[3] / "shared" / "evaluation" / "score.py"


@pytest.mark.skipif(not SCORE.exists(), reason="the script that scores over HTTP lies beside some checkouts only")
def test_evaluation_in_process_gives_the_figures_of_the_script_over_http(
    server: "Server", run: Run, corpus: Path, tmp_path: Path
) -> None:
    cases = tmp_path / "cases.jsonl"
    told = [
        {"id": name, "kind": kind, "turns": [{"ask": ask, "expect": expect} for ask, expect in turns]}
        for name, kind, turns in CASES
    ]
    cases.write_text("\n".join(map(json.dumps, told)))
    scored = subprocess.run(
        [sys.executable, SCORE, "--url", server.address, "--corpus", corpus, cases],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    here = run("eval", cases, "--corpus", corpus).out.strip()
    without_intervals = re.sub(r" \(95% interval.*?\)", "", here)
    timeless = [[line for line in text.splitlines() if "time for" not in line] for text in (without_intervals, scored)]
    assert timeless[0] == timeless[1]


@dataclass(frozen=True)
class Server:
    """A server of its own process."""

    process: subprocess.Popen[str]
    address: str

    def get(self, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        with urllib.request.urlopen(urllib.request.Request(self.address + path, data, headers), timeout=30) as reply:
            return json.load(reply)


@pytest.fixture
def server(corpus: Path, tmp_path: Path) -> Iterator[Server]:
    command = [sys.executable, "-c", "from web.cli import main; main()", "serve", "--port", "0"]
    environment = os.environ | {"PYTHONPATH": str(bundled_corpus().parent), "ASSISTANT_CORPUS": str(corpus)}
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=log, text=True
        )
    assert process.stdout
    ready, _, _ = select.select([process.stdout], [], [], 60)
    line = process.stdout.readline() if ready else ""
    found = re.search(r"http://\S+", line)
    try:
        assert found, (tmp_path / "log").read_text()
        yield Server(process, found[0])
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


def until(holds: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < end:
        time.sleep(0.1)
    return held


def test_a_server_answers_follows_its_documents_and_stops_quietly(server: Server, corpus: Path, tmp_path: Path) -> None:
    reply = server.get("/api/v1/ask", {"question": "Who waters the ferns?", "conversation_id": "c1"})
    assert reply["citations"][0]["document"] == "house.md"

    (corpus / "house.md").write_text(PAGE.replace("ferns in the hall", "ferns on the roof"))
    assert until(lambda: server.get("/api/v1/index")["generation"] != reply["generation"])
    reply = server.get("/api/v1/ask", {"question": "Who waters the ferns?", "conversation_id": "c2"})
    assert "on the roof" in reply["answer"]

    (corpus / "house.md").unlink()
    assert until(lambda: "stays as it is" in (tmp_path / "log").read_text())
    assert server.get("/api/v1/index")["generation"] == reply["generation"]

    assert server.get("/api/v1/conversations/c1")["turns"][0]["question"] == "Who waters the ferns?"
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(20) == 0


@pytest.mark.parametrize("kind", ["application/json", "text/event-stream"])
def test_a_server_told_to_stop_finishes_what_it_began(server: Server, kind: str) -> None:
    body = json.dumps({"question": "Who waters the ferns?"}).encode()
    host, port = server.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as asking:
        head = f"POST /api/v1/ask HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nAccept: {kind}\r\n"
        asking.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body[:10])
        time.sleep(0.3)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        asking.sendall(body[10:])
        reply = b"".join(iter(lambda: asking.recv(65_536), b""))
    assert reply.startswith(b"HTTP/1.1 200")
    assert b"waters the ferns" in reply
    assert b"event: done" in reply or kind == "application/json"
    assert server.process.wait(20) == 0


def test_a_server_told_to_stop_finishes_a_build_that_somebody_waits_for(server: Server, corpus: Path) -> None:
    before = server.get("/readyz")["generation"]
    for number in range(60):
        (corpus / f"room-{number}.md").write_text(
            "".join(f"Window {n} of room {number} is clean.\n\n" for n in range(9))
        )
    with ThreadPoolExecutor(1) as waiting:
        built = waiting.submit(server.get, "/api/v1/index/rebuild?wait=true", {})
        time.sleep(0.5)
        server.process.send_signal(signal.SIGTERM)
        job = built.result(timeout=60)
    assert (job["state"], job["problem"]) == ("done", None)
    assert job["report"]["generation"] != before
    assert server.process.wait(20) == 0


def test_the_log_of_a_server_is_json_and_holds_nothing_of_what_was_asked(server: Server, tmp_path: Path) -> None:
    server.get("/api/v1/ask", {"question": "Who waters the zebra?", "conversation_id": "zebra"})
    assert until(lambda: "/api/v1/ask" in (tmp_path / "log").read_text())
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    (asked,) = [line for line in lines if line.get("route") == "/api/v1/ask"]
    assert (asked["status"], asked["method"], asked["caller"]) == (200, "POST", "local")
    assert asked["request_id"]
    assert "zebra" not in (tmp_path / "log").read_text()


def test_a_server_follows_a_generation_that_another_command_went_back_to(
    server: Server, corpus: Path, run: Run
) -> None:
    first = server.get("/readyz")["generation"]
    (corpus / "house.md").write_text(PAGE + "\nThe attic is dusty.\n")
    assert until(lambda: server.get("/readyz")["generation"] != first)
    assert run("index", "rollback").status == 0
    assert until(lambda: server.get("/readyz")["generation"] == first)


def test_a_reviewed_rule_waits_until_it_is_approved(built: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_RULES", "reviewed")
    question = "We can't fix a sick plant. Who do we escalate it to?"
    (order,) = (rule for rule in built("rules", "--json").json["rules"] if rule["kind"] == "escalation_order")
    assert order["status"] == "pending"
    assert built("ask", question, "--json").json["escalation"] is None
    assert order["id"] in built("rules", "approve", order["id"]).out
    assert built("ask", question, "--json").json["escalation"]


def test_rules_that_wait_are_told_as_such_and_can_be_approved_together(
    built: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_RULES", "reviewed")
    assert "Not in force: 3 of 3." in built("rules").out
    assert "(in_force)" not in built("index", "build", "--full").out
    assert "name the rules to approve" in built("rules", "approve").err
    built("rules", "approve", "--all")
    assert "Not in force" not in built("rules").out


def test_approving_where_rules_are_not_reviewed_says_how_to_review_them(built: Run) -> None:
    ran = built("rules", "approve", "escalation-1")
    assert ran.status == 1
    assert "ASSISTANT_RULES=reviewed" in ran.err
