"""One page rewritten six times while a server answers from it: each edition governs, each edit is told."""

from __future__ import annotations

import html
import json
import os
import re
import select
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from web.settings import bundled_corpus

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
REVISIONS: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "data" / "revisions.yaml").read_text("utf-8")
)
PAGE = "ask-for-help.md"
KINDS = {
    "documented escalation order": "escalation_order",
    "ticket instruction": "ticket",
    "responsibility": "responsibility",
}
COMMAND = (sys.executable, "-c", "from web.cli import main; main()")


@dataclass(frozen=True)
class Server:
    """A server in a process of its own, watching a folder with the one page."""

    folder: Path
    address: str
    environment: dict[str, str]

    def swap(self, text: str) -> str:
        """Write another edition; gives the generation that answers once it is taken up."""
        page, before = self.folder / "docs" / PAGE, self.generation
        if page.read_text("utf-8") == text:
            return before
        page.write_text(text, "utf-8")
        end = time.monotonic() + 60
        while self.generation == before and time.monotonic() < end:
            time.sleep(0.05)
        assert self.generation != before
        return self.generation

    @property
    def generation(self) -> str:
        return str(self.get("/readyz")["generation"])

    def text(self, path: str, body: object = None) -> str:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as reply:
            return str(reply.read().decode())

    def get(self, path: str) -> Any:
        return json.loads(self.text(path))

    def ask(self, question: str) -> Any:
        return json.loads(self.text("/api/v1/ask", {"question": question}))

    def changes(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """What the page tells of the last changes: what became of which kind of rule, and the parts that differ."""
        told = [html.unescape(each) for each in re.findall(r"<h2>(.*?)</h2>", self.text("/rules/changes"), re.DOTALL)]
        return [self.change(each) for each in told if each.startswith("A ")]

    def change(self, told: str) -> tuple[str, str, tuple[str, ...]]:
        found = re.match(
            r"A (?P<new>new )?(?P<rule>.+?)(?:\.| is (?P<gone>gone)\.| has changed: (?P<parts>.*)\.)$", told
        )
        assert found, told
        parts = re.findall(r"(?:^|; )(\w+) from ", found["parts"] or "")
        return "added" if found["new"] else "gone" if found["gone"] else "changed", KINDS[found["rule"]], tuple(parts)

    def diff(self, before: str, after: str) -> str:
        """What 'assistant rules diff' tells of two generations."""
        command = [*COMMAND, "rules", "diff", before, after]
        return subprocess.run(
            command, env=self.environment, cwd=self.folder, capture_output=True, text=True, check=True
        ).stdout


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("watched")
    (folder / "docs").mkdir()
    (folder / "docs" / PAGE).write_text(edition(next(iter(REVISIONS))), "utf-8")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ASSISTANT_")}
    environment |= {"PYTHONPATH": str(bundled_corpus().parent), "ASSISTANT_CORPUS": str(folder / "docs")}
    command = [*COMMAND, "serve", "--port", "0"]
    with (folder / "log").open("a") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
    assert process.stdout
    try:
        ready, _, _ = select.select([process.stdout], [], [], 60)
        found = re.search(r"http://\S+", process.stdout.readline() if ready else "")
        assert found, (folder / "log").read_text()
        yield Server(folder, found[0], environment)
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


def edition(name: str) -> str:
    path = CORPORA / "ask-for-help-revisions" / name / PAGE
    if not path.is_file():
        pytest.skip(f"no page at {path}: it is not part of the repository")
    return path.read_text("utf-8")


def test_each_edition_governs_the_answers_as_soon_as_it_is_taken_up(server: Server) -> None:
    for number, (name, expected) in enumerate(REVISIONS.items()):
        server.swap(edition(name))
        steps = expected["steps"]
        for tried, step in zip((None, *steps), (*steps, None), strict=True):
            question = "We can't resolve a technical problem. "
            asked = steps[: steps.index(tried) + 1] if tried else ()
            question += " ".join(f"We asked {each} already." for each in asked)
            escalation = server.ask(question + " Who do we escalate to next?")["escalation"]
            assert (escalation["order"], escalation["next"]) == (steps, step), question
        reply = server.ask(f"{expected['instructor']} instructed us to escalate this to {expected['target']}.")
        assert (reply["ticket"]["system"], reply["ticket"]["queue"]) == ("Zendesk", expected["queue"])
        (ticket,) = [rule for rule in server.get("/api/v1/rules")["rules"] if rule["kind"] == "ticket"]
        assert ticket["queue"] == expected["queue"]
        assert ticket["when"][0].startswith(f"{expected['instructor']} instruct")
        assert ticket["when"][0].endswith(f" to {expected['target']}")
        if number:
            assert sorted(server.changes()) == sorted(
                (what, rule, tuple(parts)) for what, rule, parts, _ in expected["changes"]
            )


def test_wrapping_and_markup_are_taken_up_as_no_change_of_a_rule(server: Server) -> None:
    last = [*REVISIONS][-1]
    first = server.swap(edition(last))
    told = edition(last).replace("1. The Technical Lead", "1. **The Technical Lead**")
    told = told.replace("`3rd Line--GDS Reliability Engineering`", "`3rd Line--GDS\nReliability Engineering`")
    told = told.replace("you should escalate it through", "you\nshould escalate it through")
    second = server.swap(told)
    assert server.diff(first, second) == "No rule changed.\n"
    assert "the rules are the same" not in server.text("/rules/changes")
    assert server.ask("Who do I escalate a technical problem to?")["escalation"]["order"] == REVISIONS[last]["steps"]
