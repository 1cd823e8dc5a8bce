"""Every sentence in the assistant's own voice stands in one place, and none stands there unsaid."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from assistant.wording import WORDING

ASSISTANT = Path(__file__).parents[2] / "assistant"


def nodes() -> Iterator[ast.AST]:
    """Everything in the assistant's code, the wording itself apart."""
    for file in ASSISTANT.rglob("*.py"):
        if file.name != "wording.py":
            yield from ast.walk(ast.parse(file.read_text("utf-8")))


def test_no_wording_is_never_said() -> None:
    texts = {node.value for node in nodes() if isinstance(node, ast.Constant)}
    assert set(WORDING) - texts == set()


def test_nothing_is_said_that_has_no_wording() -> None:
    calls = [node for node in nodes() if isinstance(node, ast.Call) and ast.unparse(node.func) == "say"]
    keys = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    assert keys
    assert keys - set(WORDING) == set()
