"""What README promises: the commands, flags, settings, paths and the reply it shows."""

import json
import re
import shlex
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.assistant import Assistant
from assistant.conversations import Conversations
from index.building import build
from index.embedding import OnnxEmbedder
from index.generations import State
from web.app import create_app
from web.cli import main
from web.settings import Settings, bundled_corpus

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
CONSOLE = "\n".join(re.findall(r"^```console\n(.*?)^```", README, re.MULTILINE | re.DOTALL)).replace("\\\n", " ")
COMMANDS = [line[2:] for line in CONSOLE.splitlines() if line.startswith("$ ")]


def words(command: str) -> list[str]:
    return shlex.split(command, comments=True)


def called(program: str) -> list[list[str]]:
    return [words(command)[1:] for command in COMMANDS if words(command)[0] == program]


@pytest.mark.parametrize("arguments", called("make"), ids=" ".join)
def test_every_make_command_is_a_target_with_known_settings(arguments: list[str]) -> None:
    target, *settings = arguments
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    assert {setting.partition("=")[0] for setting in settings} <= {"HOST", "PORT", "CORPUS", "STATE"}


def test_every_assistant_command_does_what_it_is_shown_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the order of the page, where ``make serve`` has built the index of the bundled document before."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "house.md").write_text("# House\n\nThe kitchen opens at noon.\n")
    (tmp_path / "cases.jsonl").write_text('{"id": "1", "turns": [{"ask": "When does the kitchen open?"}]}')

    def run(arguments: list[str]) -> int:
        monkeypatch.setattr(sys, "argv", ["assistant", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0)

    assert run(["index", "build"]) == 0
    for arguments in called(".venv/bin/assistant"):
        ids = dict(zip("AB", (each.id for each in State(Path("var")).list()), strict=False))
        status = run([ids.get(each, each.replace("~", str(tmp_path))) for each in arguments])
        assert (status, arguments, capsys.readouterr().err) == (0, arguments, "")


def test_the_settings_table_is_complete() -> None:
    rows = re.findall(r"^\| (.*?) \| `ASSISTANT_(\w+)` \| `(\w+)` \|", README, re.MULTILINE)
    assert [(variable.lower(), name) for _, variable, name in rows] == [(name, name) for name in Settings.model_fields]


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:index|assistant|web|corpus|\.ci)/[\w./-]*)`|\((web/[^)]+)\)", README)))
)
def test_every_path_exists(path: tuple[str, str]) -> None:
    assert (ROOT / (path[0] or path[1])).exists()


def test_the_sections_come_in_the_order_of_a_newcomers_questions() -> None:
    assert re.findall(r"^## (.+)$", README, re.MULTILINE) == [
        "Two commands",
        "Asking",
        "Your own documents",
        "For other programs and other people",
        "Vocabulary",
        "How an answer comes about",
        "Limits",
        "Changing it",
    ]


def test_the_reply_shown_is_the_reply_given(tmp_path: Path) -> None:
    """Word for word, apart from the generation's name."""
    (curl,) = (command for command in COMMANDS if command.startswith("curl "))
    arguments = words(curl)
    shown = json.loads(re.search(r"^```json\n(.*?)^```", README, re.MULTILINE | re.DOTALL)[1])
    embedder = OnnxEmbedder.load()
    state = State(tmp_path, embedder)
    build(bundled_corpus(), state, embedder)
    with Conversations() as conversations, TestClient(create_app(Assistant(state, embedder, conversations))) as client:
        path = next(word for word in arguments if word.startswith("http")).removeprefix("http://127.0.0.1:8000")
        reply = client.post(path, json=json.loads(arguments[arguments.index("-d") + 1]))
    given = reply.json() | {"generation": shown["generation"]}
    assert given == shown, f"README must show {json.dumps(given, ensure_ascii=False)}"
