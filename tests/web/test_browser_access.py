"""What axe finds on every page and in every state, and what the first page weighs."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, Response, expect

from web.access import Access
from web.app import create_app
from web.callers import Role
from web.conduct import Conduct
from web.tokens import Tokens

ANSWER = "Who renews TLS certificates?"
LADDER = "We've spoken to our tech lead, who's next?"
CARD = "2nd Line told us to escalate this to Platform Engineering, what do we do?"
EMPTY = "What is the weather on Mars?"
BUDGET = 100_000  # bytes of the first page, without fonts and images

OpenPage = Callable[..., Page]
Ask = Callable[[Page, str], None]

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
needs_axe = pytest.mark.skipif(
    importlib.util.find_spec("axe_playwright_python") is None,
    reason="axe is missing: run 'pip install axe-playwright-python'",
)


def check(page: Page, what: str) -> None:
    """No violation of WCAG 2.2 A and AA, nor of axe's own advice."""
    from axe_playwright_python.sync_playwright import Axe

    wanted = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]}
    found = Axe().run(page, options=wanted).response["violations"]
    told = [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found]
    assert told == [], what


@needs_axe
@pytest.mark.parametrize("kind", ["wide", "dark", "narrow"])
def test_axe_finds_nothing_in_a_conversation(site: Any, opened: OpenPage, ask: Ask, kind: str) -> None:
    page = opened(kind, site.address)
    check(page, "first visit")
    for question in (ANSWER, LADDER, CARD, EMPTY, LADDER):
        ask(page, question)
    for summary in page.locator("summary:visible").all():
        summary.click()
    page.locator("#question").press("Enter")
    expect(page.locator("#question-mistake")).to_be_visible()
    check(page, "an answer, a ladder, a card, an empty answer, everything unfolded, a mistake")
    page.locator(".said .marker").first.click()
    expect(page.locator("#cited")).to_be_in_viewport()
    check(page, "a source")
    page.goto(site.address)
    check(page, "first page with earlier conversations")


@needs_axe
@pytest.mark.parametrize("kind", ["wide", "dark"])
def test_axe_finds_nothing_on_the_other_pages(own_site: Callable[..., Any], opened: OpenPage, kind: str) -> None:
    order = "If you cannot resolve a fault, you should escalate it through, in order:\n\n1. The porter\n2. The {}\n"
    own = own_site({"a.md": "# Faults\n\n" + order.format("warden")})
    own.write({"a.md": "# Faults\n\n" + order.format("bishop"), "b.md": "---\na: [\n---\n# B\n\nB.\n", "c.pdf": "x"})
    page = opened(kind, own.address)
    for path in (
        "/rules",
        "/rules/changes",
        "/index",
        "/gaps",
        "/documents",
        "/documents/a.md?start=0&end=9999",
        "/documents/nowhere.md",
        "/?conversation=gone",
    ):
        page.goto(own.address + path)
        check(page, path)
    page.goto(f"{own.address}/index")
    page.get_by_role("button", name="Check every file").click()
    check(page, "the index, checked")


@needs_axe
@pytest.mark.parametrize("kind", ["wide", "dark"])
def test_axe_finds_nothing_where_something_is_wrong(
    app: FastAPI, serve_site: Callable[[FastAPI], Any], opened: OpenPage, tmp_path: Path, kind: str
) -> None:
    """A question that cannot be asked, sent without the script; a page turned away, not allowed, not found."""
    tokens = Tokens(tmp_path / "tokens.json")
    guarded = serve_site(create_app(app.state.assistant, conduct=Conduct(access=Access(tokens, None))))
    page = opened(kind, http_credentials={"username": "a", "password": tokens.make("somebody", Role.ASK)})
    page.goto(guarded.address)
    page.evaluate("HTMLFormElement.prototype.submit.call(document.getElementById('ask'))")
    expect(page.get_by_role("alert")).to_contain_text("Enter a question")
    check(page, "a question that cannot be asked")
    for path, heading in (("/rules", "You may not open this"), ("/nowhere", "Page not found")):
        page.goto(guarded.address + path)
        expect(page.locator("h1")).to_have_text(heading)
        check(page, path)
    page = opened(kind, http_credentials={"username": "a", "password": "asst_none"})
    page.goto(guarded.address)
    expect(page.locator("h1")).to_have_text("You need a token")
    check(page, "no token")


def heard_and_focused(page: Page) -> tuple[list[str], list[str]]:
    """The live regions and the focused element, as the browser's accessibility tree has them."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in tree}

    def words(node: dict[str, Any]) -> str:
        own = node.get("name", {}).get("value", "") if node.get("role", {}).get("value") == "StaticText" else ""
        return own + "".join(words(by_id[child]) for child in node.get("childIds", []) if child in by_id)

    def has(node: dict[str, Any], name: str, value: object) -> bool:
        return any(each["name"] == name and each["value"]["value"] == value for each in node.get("properties", []))

    live = [words(node) for node in tree if has(node, "live", "polite") or has(node, "live", "assertive")]
    focused = [node["name"]["value"] for node in tree if has(node, "focused", True) and "name" in node]
    return live, focused


def test_the_accessibility_tree_holds_one_announcement_and_the_focus_stays(
    site: Any, opened: OpenPage, ask: Ask
) -> None:
    page = opened("wide", site.address)
    assert heard_and_focused(page)[0] == [""]
    for question, told in ((ANSWER, "Answer from the documents. "), (LADDER, "Step of an escalation order. Next is ")):
        ask(page, question)
        page.wait_for_timeout(100)
        live, focused = heard_and_focused(page)
        assert len(live) == 1
        assert live[0].startswith(told)
        assert not set("[]*`") & set(live[0])
        assert focused[-1] == "Ask a follow-up, or say what you have tried"
    page.locator(".share summary").last.click()
    ask_again = page.get_by_role("button", name="Copy link")
    ask_again.focus()
    ask_again.press("Enter")
    expect(page.get_by_role("button", name="Copied")).to_be_focused()
    page.wait_for_timeout(100)
    assert heard_and_focused(page)[0] == ["Copied: link"]


def test_the_first_page_keeps_to_its_budget(site: Any, opened: OpenPage) -> None:
    page = opened("wide")
    replies: list[Response] = []

    def heard(reply: Response) -> None:
        replies.append(reply)

    page.on("response", heard)
    page.goto(site.address, wait_until="networkidle")
    assert all(reply.url.startswith(site.address) for reply in replies)
    kinds = {reply.request.resource_type for reply in replies}
    assert {"document", "stylesheet", "script"} <= kinds
    assert "font" not in kinds
    weight = sum(
        reply.request.sizes()["responseBodySize"] + reply.request.sizes()["responseHeadersSize"]
        for reply in replies
        if reply.request.resource_type not in ("image", "font")
    )
    assert 10_000 < weight < BUDGET
    policy = replies[0].headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_the_first_page_is_there_at_once(site: Any, opened: OpenPage) -> None:
    page = opened("wide", site.address)
    page.reload()
    shifts = """() => new Promise((done) => { let total = 0;
        new PerformanceObserver((list) => { for (const each of list.getEntries()) total += each.value; })
          .observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done(total), 300); })"""
    assert page.evaluate(shifts) < 0.1
    painted = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    assert page.evaluate(painted) < 3_000
    assert page.evaluate("document.querySelectorAll('*').length") < 800
