"""Nothing is called over the network, and nothing is written but in the state folder: seen from outside, by strace."""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from web.settings import bundled_corpus

CALLS = "connect,sendto,sendmsg,sendmmsg,open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,symlink,link"
WRITES = re.compile(r"\d+ +(open\w*\(.*O_(WRONLY|RDWR|CREAT)|creat|mkdir|rename|symlink|link)")
QUESTION = "Who renews TLS certificates?"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    return home


def traced(folder: Path, home: Path, *arguments: object) -> list[str]:
    """The command that runs the assistant in ``folder``, as somebody whose home is empty, and notes what it calls."""
    python = [sys.executable, "-B", "-c", "from web.cli import main; main()"]
    tidy = ["env", "-u", "XDG_CACHE_HOME", f"HOME={home}", f"PYTHONPATH={bundled_corpus().parent}"]
    notes = ["strace", "-f", "-qq", "-y", "-s", "4096", "-o", str(folder / "trace"), "-e", f"trace={CALLS}"]
    return [*notes, *tidy, *python, *map(str, arguments), "--state", str(folder / "state")]


def assert_kept_to_itself(folder: Path, home: Path) -> None:
    """It called no other machine, and wrote only below its state folder."""
    calls = (folder / "trace").read_text("utf-8", "replace").splitlines()
    called = [call for call in calls if re.search(r"sa_family=AF_INET6?\b", call) and "127.0.0.1" not in call]
    assert called == []
    names = [re.findall(r'"([^"]*)"', call)[-1] for call in calls if WRITES.match(call) and "EEXIST" not in call]
    allowed = str(folder / "state"), "/dev/"  # a terminal, and semaphores in memory
    assert [name for name in names if name.startswith("/") and not name.startswith(allowed)] == []
    assert any(name.startswith(str(folder / "state")) for name in names), "the trace tells what is written"
    assert [*home.iterdir()] == []


def test_building_and_answering_call_nobody_and_write_only_their_state(
    strace: None, tmp_path: Path, home: Path
) -> None:
    for command in (("index", "build"), ("ask", QUESTION)):
        done = subprocess.run(
            traced(tmp_path, home, *command), cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stderr
        assert_kept_to_itself(tmp_path, home)


def test_serving_calls_nobody_and_writes_only_its_state(strace: None, tmp_path: Path, home: Path) -> None:
    corpus = tmp_path / "docs"
    corpus.mkdir()
    (corpus / "house.md").write_text("# House\n\nThe ferns are watered by night.\n")
    command = traced(tmp_path, home, "serve", "--port", "0", "--corpus", corpus)
    with (
        (tmp_path / "log").open("w") as log,
        subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        assert process.stdout
        ready, _, _ = select.select([process.stdout], [], [], 60)
        address = re.search(r"http://\S+", process.stdout.readline() if ready else "")
        try:
            assert address, (tmp_path / "log").read_text()
            (corpus / "more.md").write_text("The shears are sharp.\n")
            for path, body in (("index/rebuild?wait=true", {}), ("ask", {"question": "When are the ferns watered?"})):
                data, headers = json.dumps(body).encode(), {"Content-Type": "application/json"}
                asked = urllib.request.Request(f"{address[0]}/api/v1/{path}", data, headers)
                with urllib.request.urlopen(asked, timeout=60) as reply:
                    assert reply.status == 200
        finally:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            for child in children:
                os.kill(int(child), 15)
            process.wait(30)
    assert_kept_to_itself(tmp_path, home)
