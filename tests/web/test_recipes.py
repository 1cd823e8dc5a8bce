"""Each recipe of web/RECIPES.md is run as it stands there, against the served application."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import httpx
import pytest

from index.building import build
from index.embedding import OnnxEmbedder
from index.generations import State

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "web" / "RECIPES.md").read_text("utf-8")
RECIPES = [
    pytest.param(language, code, id=f"{section} {number}")
    for section, text in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    for number, (language, code) in enumerate(re.findall(r"^```(\w+)\n(.*?)^```", text, re.MULTILINE | re.DOTALL), 1)
    if "assistant slack" not in code
]
PROGRAMS = {"sh": "sh", "python": sys.executable, "js": "node"}


@pytest.mark.parametrize(("language", "code"), RECIPES)
def test_a_recipe_does_what_it_shows(site: Any, tmp_path: Path, language: str, code: str) -> None:
    program = shutil.which(PROGRAMS[language])
    if program is None or ("curl" in code and not shutil.which("curl")):
        pytest.skip(f"{PROGRAMS[language]} or curl is missing: install it to run this recipe")
    asked = {"question": "Who renews TLS certificates?", "conversation_id": "recipe-curl"}  # what feedback is about
    httpx.post(f"{site.address}/api/v1/ask", json=asked).raise_for_status()
    recipe = tmp_path / ("recipe.mjs" if language == "js" else "recipe")
    recipe.write_text(code.replace("http://127.0.0.1:8000", site.address), "utf-8")
    ran = subprocess.run([program, recipe], capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "obtains and renews TLS certificates" in ran.stdout or ran.stdout == "204"


def test_every_way_of_asking_has_its_recipe() -> None:
    assert re.findall(r"^## (.+)$", PAGE, re.MULTILINE) == [
        "curl",
        "Python",
        "JavaScript",
        "A client of OpenAI's chat completions",
        "A client of the Model Context Protocol",
        "Slack",
    ]


def test_the_slack_recipe_starts_what_slack_sends_its_events_to(
    embedder: OnnxEmbedder, slack_api: Any, tmp_path: Path
) -> None:
    build(ROOT / "corpus", State(tmp_path / "var", embedder), embedder)
    (line,) = [line for line in PAGE.splitlines() if "assistant slack" in line]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = line.replace("assistant slack", f"exec {sys.executable} -c 'from web.cli import main; main()' slack")
    process = subprocess.Popen(
        ["sh", "-c", command.replace("3000", str(port))],
        cwd=tmp_path,
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join(sys.path), "SLACK_API_URL": f"http://127.0.0.1:{slack_api.server_port}/"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout
        assert f":{port}/slack/events" in process.stdout.readline()
        unsigned = urllib.request.Request(
            f"http://127.0.0.1:{port}/slack/events", json.dumps({"type": "url_verification"}).encode()
        )
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(unsigned, timeout=20)
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()
