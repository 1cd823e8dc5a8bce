"""The pages in a real Chromium, as people use them; what they look like is kept in artefacts/."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

ROOT = Path(__file__).parents[2]
ARTEFACTS = ROOT / "artefacts"
RENEWS = "Who renews TLS certificates?"
NEXT = "We've spoken to our tech lead, who's next?"
TICKET = "2nd Line told us to escalate this to Platform Engineering, what do we do?"
UNKNOWN = "What is the weather on Mars?"

SIZES: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 640}},
    "zoomed": {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
    "forced": {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active", "reduced_motion": "reduce"},
    "scriptless": {"viewport": {"width": 1280, "height": 900}, "java_script_enabled": False},
}

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page of a kind named in SIZES; errors of its scripts and of its policy fail the test."""
    contexts = []
    complaints: list[str] = []

    def open_page(kind: str = "wide", address: str = "about:blank") -> Page:
        context = browser.new_context(**SIZES[kind], permissions=["clipboard-read", "clipboard-write"])
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said) else None)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _is_complaint(said: ConsoleMessage) -> bool:
    """Whether the browser complains of more than a reply that is an error."""
    return said.type == "error" and not said.text.startswith("Failed to load resource")


def ask(page: Page, question: str) -> None:
    """Type a question and wait for its answer."""
    turns = page.locator(".turn").count()
    page.get_by_role("textbox", name="question").or_(page.get_by_label("Ask a follow-up")).fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".turn")).to_have_count(turns + 1)


def keep(page: Page, name: str) -> None:
    """Take a picture of the whole page."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)


def test_an_answer_appears_without_a_reload_and_the_focus_stays(site: Any, opened: Callable[..., Page]) -> None:
    page = opened("wide", site.address)
    page.evaluate("window.unloaded = false; addEventListener('pagehide', () => { window.unloaded = true; })")
    ask(page, RENEWS)
    ask(page, NEXT)
    assert page.evaluate("window.unloaded") is False
    assert page.evaluate("document.activeElement.id") == "question"
    assert page.locator("#question").input_value() == ""
    expect(page.locator(".turn").nth(1)).to_be_in_viewport()
    page.reload()
    expect(page.locator(".turn")).to_have_count(2)


def test_each_answer_is_announced_once_and_politely(site: Any, opened: Callable[..., Page]) -> None:
    page = opened("wide", site.address)
    page.evaluate(
        """() => { window.said = []; new MutationObserver(() => {
             const words = document.getElementById("announcement").textContent;
             if (words) window.said.push(words);
           }).observe(document.getElementById("announcement"), { childList: true }); }"""
    )
    assert page.locator("#announcement").get_attribute("aria-live") == "polite"
    ask(page, RENEWS)
    page.wait_for_timeout(200)
    said = page.evaluate("window.said")
    assert len(said) == 1
    assert said[0].startswith("Answer from the documents")


def test_two_actions_lead_from_the_first_page_to_a_marked_source(site: Any, opened: Callable[..., Page]) -> None:
    page = opened("wide", site.address)
    keep(page, "first-wide")
    page.locator(".example").first.click()
    page.locator(".said .marker").first.click()
    expect(page.locator("#cited")).to_be_in_viewport()
    keep(page, "document-wide")


@pytest.mark.parametrize("kind", ["wide", "scriptless"])
def test_a_citation_opens_at_exactly_the_quoted_words(site: Any, opened: Callable[..., Page], kind: str) -> None:
    page = opened(kind, site.address)
    ask(page, RENEWS)
    quote = page.locator(".sources blockquote").first.inner_text()
    page.locator(".said .marker").first.click()
    assert "".join(page.locator("mark").all_inner_texts()) == quote
    expect(page.locator("#cited")).to_be_in_viewport()


def test_everything_works_without_a_script(site: Any, opened: Callable[..., Page]) -> None:
    page = opened("scriptless", site.address)
    for question in (RENEWS, NEXT, TICKET, UNKNOWN):
        ask(page, question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a question")
    keep(page, "conversation-scriptless")
    page.get_by_role("button", name="Erase this conversation").click()
    expect(page.locator(".turn")).to_have_count(0)


def test_everything_works_from_the_keyboard(site: Any, opened: Callable[..., Page]) -> None:
    page = opened("wide", site.address)
    page.keyboard.type(RENEWS)
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(1)
    page.keyboard.type("a line")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("another")
    assert page.locator("#question").input_value() == "a line\nanother"
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.said .marker')"):
            break
    place = page.evaluate("document.activeElement.getBoundingClientRect().bottom")
    assert place < page.locator("#ask").bounding_box()["y"]  # type: ignore[index]
    keep(page, "focus-wide")
    page.keyboard.press("Enter")
    expect(page.locator("#cited")).to_be_in_viewport()


def test_a_problem_is_told_beside_the_box_and_the_question_is_kept(site: Any, opened: Callable[..., Page]) -> None:
    page = opened("wide", site.address)
    page.locator("#question").press("Enter")
    expect(page.locator("#question-mistake")).to_have_text("Enter a question")
    page.route("**/turns", lambda route: route.abort())
    page.locator("#question").fill(RENEWS)
    page.locator("#question").press("Enter")
    expect(page.locator("#question-mistake")).to_contain_text("could not be reached")
    assert page.locator("#question").input_value() == RENEWS


def test_the_queue_can_be_copied(site: Any, opened: Callable[..., Page]) -> None:
    page = opened("wide", site.address)
    ask(page, TICKET)
    page.get_by_role("button", name="Copy queue").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "3rd Line--GDS Reliability Engineering"


@pytest.mark.parametrize("kind", ["wide", "dark", "narrow", "zoomed", "forced"])
def test_nothing_is_wider_than_the_screen(site: Any, opened: Callable[..., Page], kind: str) -> None:
    page = opened(kind, site.address)
    keep(page, f"first-{kind}")
    for question in (RENEWS, NEXT, TICKET, UNKNOWN, "x" * 400):
        ask(page, question)
    page.locator("summary").first.click()
    keep(page, f"conversation-{kind}")
    pages = [
        page.url,
        f"{site.address}/rules",
        f"{site.address}/documents",
        f"{site.address}/documents/ask-for-help.md",
    ]
    for number, address in enumerate(pages):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[kind]["viewport"]["width"], address
        if number:
            keep(page, f"{address.rsplit('/', 1)[-1]}-{kind}")


@pytest.mark.skipif(
    importlib.util.find_spec("axe_playwright_python") is None,
    reason="axe is missing: run 'pip install axe-playwright-python'",
)
@pytest.mark.parametrize("kind", ["wide", "dark", "narrow"])
def test_axe_finds_nothing(site: Any, opened: Callable[..., Page], kind: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    wanted = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

    def check(page: Page, what: str) -> None:
        found = Axe().run(page, options=wanted).response["violations"]
        told = [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found]
        assert told == [], what

    page = opened(kind, site.address)
    check(page, "first visit")
    for question in (RENEWS, NEXT, TICKET, UNKNOWN):
        ask(page, question)
    for summary in page.locator("summary").all():
        summary.click()
    page.locator("#question").press("Enter")
    check(page, "conversation with a ladder, a card and a mistake")
    page.locator(".said .marker").first.click()
    check(page, "document")
    for address in ("/rules", "/documents"):
        page.goto(site.address + address)
        check(page, address)


RICH = """---
title: Moving house
owner: Removals
url: https://docs.example/moving.html
---

# Before

1. Pack
   - books
   - cups

     Wrap them.

## Rooms

| Room | Boxes |
| --- | --- |
| Attic | 12 |

## Rooms

| Room | Boxes |
| --- | --- |
| Cellar | `4` |

```
pack --all
```

> Label every box. See [the list](list.html).
"""


@pytest.mark.parametrize("kind", ["dark", "narrow"])
def test_axe_finds_nothing_in_a_document_with_everything_in_it(
    make_app: Callable[[Path], FastAPI],
    serve_site: Callable[[FastAPI], Any],
    opened: Callable[..., Page],
    tmp_path: Path,
    kind: str,
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    (tmp_path / "moving.md").write_text(RICH, encoding="utf-8")
    site = serve_site(make_app(tmp_path))
    start = RICH.index("Attic")
    page = opened(kind, f"{site.address}/documents/moving.md?start={start}&end={start + 5}#cited")
    assert page.locator("mark").inner_text() == "Attic"
    assert [each["id"] for each in axe.run(page).response["violations"]] == []
    keep(page, f"rich-{kind}")
    page.goto(f"{site.address}/documents/nowhere.md")
    assert [each["id"] for each in axe.run(page).response["violations"]] == []


MARKERS = "window.ran = (window.ran || 0) + 1"
PAYLOADS = [
    "<script>{}</script>",
    "<img src=x onerror='{}'>",
    "<svg onload='{}'>",
    '"><script>{}</script>',
    "' autofocus onfocus='{}",
    "</textarea><script>{}</script>",
    "</title><script>{}</script>",
    "[click](javascript:{})",
    "<a href='javascript:{}'>click</a>",
    "<iframe srcdoc='<script>parent.{}</script>'></iframe>",
    "<math><mi//xlink:href='data:x,<script>{}</script>'>",
    "<details open ontoggle='{}'>",
    "`<script>{}</script>`",
    "<!--><script>{}</script>-->",
    "<img src='https://elsewhere.example/leak.png'>",
    "![x](https://elsewhere.example/leak.png)",
    "<link rel=stylesheet href='https://elsewhere.example/x.css'>",
    "<meta http-equiv=refresh content='0;url=https://elsewhere.example'>",
    "<form action='https://elsewhere.example'><button autofocus>x</button></form>",
]


@contextmanager
def watched(page: Page, address: str) -> Iterator[list[str]]:
    """What a page asks of other hosts, or runs that it should not."""
    seen: list[str] = []
    page.on("request", lambda request: None if request.url.startswith(address) else seen.append(request.url))
    page.on("dialog", lambda dialog: (seen.append("dialog"), dialog.dismiss()))
    yield seen
    page.wait_for_timeout(100)
    if page.evaluate("window.ran"):
        seen.append("ran")


def test_no_payload_of_a_question_runs(site: Any, opened: Callable[..., Page]) -> None:
    page = opened("wide", site.address)
    with watched(page, site.address) as seen:
        for payload in PAYLOADS:
            ask(page, payload.format(MARKERS))
            assert page.locator(".question").last.inner_text() == payload.format(MARKERS)
        conversation = page.url
        page.goto(conversation)
    assert seen == []


def test_no_payload_of_a_document_runs(
    make_app: Callable[[Path], FastAPI],
    serve_site: Callable[[FastAPI], Any],
    opened: Callable[..., Page],
    tmp_path: Path,
) -> None:
    for number, payload in enumerate(PAYLOADS):
        words = payload.format(MARKERS)
        quoted = words.replace("'", "''")
        body = [f"## {words}", words, f"- {words}", f"| {words} |\n| --- |\n| {words} |", "Text."]
        text = "\n\n".join([f"---\ntitle: '{quoted}'\n---", *body, ""])
        (tmp_path / f"p{number}.md").write_text(text, encoding="utf-8")
    (tmp_path / "<img src=x onerror=alert(1)>.md").write_text("# Zebra\n\nThe zebra sleeps here.\n", encoding="utf-8")
    site = serve_site(make_app(tmp_path))
    page = opened("wide", site.address)
    with watched(page, site.address) as seen:
        ask(page, "Where does the zebra sleep?")
        ask(page, "Who clicks the script window.ran?")
        page.goto(f"{site.address}/documents")
        addresses = [link.get_attribute("href") or "" for link in page.locator("main li a").all()]
        assert len(addresses) == len(PAYLOADS) + 1
        for address in addresses:
            page.goto(site.address + address + "?start=0&end=4000")
            page.wait_for_timeout(20)
            assert not page.evaluate("window.ran")
    assert seen == []


def test_a_page_without_protection_would_be_noticed(serve_site: Callable[[FastAPI], Any], browser: Browser) -> None:
    control = FastAPI()
    control.get("/")(
        lambda: HTMLResponse("".join(payload.format(MARKERS) for payload in PAYLOADS[:4] + PAYLOADS[14:15]))
    )
    site = serve_site(control)
    page = browser.new_page()
    with watched(page, site.address) as seen:
        page.goto(site.address)
    page.close()
    assert "ran" in seen
    assert "https://elsewhere.example/leak.png" in seen
