"""Long things, in a real Chromium at 320 CSS pixels: nothing is wider than the screen, and all of it can be reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
Ask = Callable[[Page, str], None]
Keep = Callable[..., None]

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 5
ROWS = "".join(f"| {' | '.join(f'cell {row} {column}' for column in range(30))} |\n" for row in range(12))
TABLE = f"| {' | '.join(f'Column {column}' for column in range(30))} |\n|{' --- |' * 30}\n{ROWS}"
RULES = (
    f"If you cannot repair a crane, escalate it through, in order:\n\n1. The {WORD}\n2. The warden of {'a' * 90}\n\n"
    f"If the keeper instructs you to escalate something to Locks, raise a ticket on Desk and assign it to the "
    f"`{'Queue--' * 12}` queue.\n"
)
NAME = f"{'long-name-' * 15}.md"
LINES = "".join(f"Line {line}.\n" + "\n" * (line % 10 == 0) for line in range(5_000))
LONG = (
    f"# Cranes {WORD}\n\nThe crane {WORD} is green.\n\n## Table\n\n{TABLE}\n## Code\n\n```\nrun {'--it ' * 400}\n```\n"
    f"\n## Rules\n\n{RULES}\n## Lines\n\n{LINES}"
)
FIVE = "".join(f"## Anchor {name}\n\nThe anchor chain is checked by {name} at noon.\n\n" for name in "ABCDE")


@dataclass(frozen=True)
class Cranes:
    """A site of long documents."""

    address: str
    app: FastAPI


@pytest.fixture(scope="module")
def cranes(
    make_app: Callable[[Path], FastAPI], serve_site: Callable[[FastAPI], Any], tmp_path_factory: pytest.TempPathFactory
) -> Cranes:
    folder = tmp_path_factory.mktemp("cranes")
    (folder / NAME).write_text(LONG, encoding="utf-8")
    (folder / "anchors.md").write_text(f"# Anchors\n\n{FIVE}", encoding="utf-8")
    app = make_app(folder)
    return Cranes(serve_site(app).address, app)


def fits(page: Page, what: str) -> None:
    """Neither the page nor anything in it that does not scroll by itself is wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, what
    outside = """() => [...document.querySelectorAll("main *, footer *")].filter((each) => each.checkVisibility()
        && !each.closest(".scroll, pre, .unseen, textarea") && each.getBoundingClientRect().right > 320.5)
      .map((each) => each.outerHTML.slice(0, 90))"""
    assert page.evaluate(outside) == [], what


def test_nothing_long_is_wider_than_a_narrow_screen(cranes: Cranes, opened: OpenPage, ask: Ask, keep: Keep) -> None:
    page = opened("narrow", cranes.address)
    fits(page, "first page")
    for question in (
        f"Which crane is green? {'w' * 3_970}"[:4_000],
        "Which crane is green?",
        "We cannot repair a crane, who do we escalate it to?",
        "The keeper told us to escalate this to Locks, what do we do?",
        "Who checks the anchor chain?",
        "What is the weather on Mars?",
    ):
        ask(page, question)
    assert page.locator(".ladder").count() >= 1
    assert page.locator(".card").count() >= 1
    for summary in page.locator("summary:visible").all():
        summary.click()
    fits(page, "conversation")
    keep(page, "long-narrow")
    for path in ("/documents", "/rules", "/index", "/gaps"):
        page.goto(cranes.address + path)
        fits(page, path)


def test_a_long_document_opens_at_the_quoted_words(cranes: Cranes, opened: OpenPage, keep: Keep) -> None:
    words = "Line 4990."
    start = LONG.index(words)
    page = opened("narrow", f"{cranes.address}/documents/{NAME}?start={start}&end={start + len(words)}#cited")
    assert page.locator("mark").inner_text() == words
    expect(page.locator("#cited")).to_be_in_viewport()
    fits(page, "document")
    keep(page, "long-document-narrow", whole=False)
    table = page.get_by_role("group", name="Table")
    table.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    expect(table).to_be_focused()
    assert table.evaluate("(each) => each.scrollWidth > each.clientWidth")


def test_a_long_conversation_is_there_at_once_and_stays_usable(
    cranes: Cranes, opened: OpenPage, ask: Ask, keep: Keep
) -> None:
    client = TestClient(cranes.app)
    for _ in range(60):
        asked = {"question": "Who checks the anchor chain?", "conversation_id": "long"}
        assert client.post("/api/v1/ask", json=asked).status_code == 200
    page = opened("narrow", f"{cranes.address}/?conversation=long#turn-60")
    expect(page.locator(".turn")).to_have_count(60)
    expect(page.locator("#turn-60 .said")).to_be_in_viewport()
    assert page.locator("#turn-60 .sources li").count() >= 4
    fits(page, "conversation")
    ask(page, "Which crane is green?")
    expect(page.locator("#turn-61 .said")).to_be_in_viewport()
    keep(page, "sixty-turns-narrow", whole=False)
