"""The commands of those who look after a running assistant."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from web.callers import Role
from web.cli import main
from web.tokens import Tokens

PAGE = "# House\n\nThe Garden team (#garden):\n\n- waters the ferns in the hall\n- sharpens the shears\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line in an empty working directory: its status, output and errors."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["assistant", *arguments])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            sys.exit(main())
        return int(ended.value.code or 0), *capfd.readouterr()

    return run


def test_a_token_is_printed_once_and_lets_its_bearer_in(run: Run) -> None:
    status, out, _ = run("token", "make", "bot", "--role", "admin", "--rate", "30")
    caller = Tokens(Path("var/tokens.json")).caller(out.strip())
    assert (status, caller and (caller.name, caller.role, caller.rate)) == (0, ("bot", Role.ADMIN, 30))
    _, listed, _ = run("token", "list")
    assert "bot  admin" in listed
    assert out.strip() not in listed
    assert "digest" not in json.loads(run("token", "list", "--json")[1])[0]


def test_a_revoked_token_is_gone(run: Run) -> None:
    token = run("token", "make", "bot")[1].strip()
    assert run("token", "revoke", "bot")[0] == 0
    assert Tokens(Path("var/tokens.json")).caller(token) is None
    status, _, err = run("token", "revoke", "bot")
    assert (status, "assistant token list" in err) == (1, True)


@pytest.mark.parametrize("arguments", [("make", "a b"), ("make", ""), ("make", "bot", "--role", "king")])
def test_a_token_that_cannot_be_is_wrong_usage(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("token", *arguments)[0] == 2


def test_pausing_and_resuming_say_what_they_did(run: Run) -> None:
    assert "assistant resume" in run("pause", "--reason", "wrong queue")[1]
    assert Path("var/paused").read_text() == "wrong queue"
    assert "answered again" in run("resume")[1]
    assert "Nothing was paused" in run("resume")[1]


def test_serving_others_needs_a_token_or_the_word_that_all_may_ask(run: Run) -> None:
    status, _, err = run("serve", "--host", "0.0.0.0", "--port", "0")
    assert status == 1
    assert "assistant token make" in err
    assert "--open" in err
    assert not Path("var/generations").exists()


def test_the_log_is_shown_replayed_and_searched_for_gaps(run: Run, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "house.md").write_text(PAGE)
    run("index", "build", "--corpus", "docs")
    run("ask", "Who waters the ferns?")
    run("ask", "Who mends the roof?")
    assert "Who waters the ferns?" in run("log")[1]
    assert [entry["caller"] for entry in json.loads(run("log", "--json")[1])] == ["terminal"] * 2
    status, out, _ = run("log", "replay", "--json")
    assert (status, json.loads(out)["identical"], json.loads(out)["different"]) == (0, 2, 0)
    (tmp_path / "docs" / "house.md").write_text(PAGE.replace("Garden team (#garden)", "Plants team (#plants)"))
    run("index", "build", "--corpus", "docs")
    candidate = json.loads(run("index", "list", "--json")[1])[-1]["generation"]
    told = json.loads(run("log", "replay", candidate, "--json")[1])
    assert [each["question"] for each in told["changed"]] == ["Who waters the ferns?"]
    assert "#plants" in run("log", "replay", candidate)[1]
    assert "Who mends the roof?" in run("gaps")[1]
    assert json.loads(run("gaps", "--json")[1])[0]["document"] == "house.md"
