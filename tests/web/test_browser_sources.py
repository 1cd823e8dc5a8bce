"""Sources in sight, in a real Chromium: a passage beside the conversation, or as a page where there is no room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

RENEWS = "Who renews TLS certificates?"
NEXT = "We've spoken to our tech lead, who's next?"

OpenPage = Callable[..., Page]
Ask = Callable[[Page, str], None]
Keep = Callable[..., None]

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

RICH = """---
title: Moving house
owner_slack: "#removals"
last_reviewed_on: 2026-02-01
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

### The piano

The piano is carried by four removers at dawn. See [Before](#before) and [the list](list.html).

## Rooms

| Room | Boxes |
| --- | --- |
| Cellar | `4` |

```
pack --all
```

> Label every box.
"""


@pytest.fixture
def removals(own_site: Callable[..., Any]) -> Any:
    return own_site({"moving.md": RICH + "\nMore words.\n" * 80})


def open_first(page: Page) -> None:
    page.locator(".said .marker").first.click()
    expect(page.locator("#cited")).to_be_in_viewport()


def test_a_source_opens_beside_the_conversation(removals: Any, opened: OpenPage, ask: Ask, keep: Keep) -> None:
    page = opened("wide", removals.address)
    ask(page, "Who carries the piano?")
    top = page.locator(".said .marker").first.bounding_box()["y"]  # type: ignore[index]
    open_first(page)
    panel = page.get_by_role("region", name="Moving house")
    for told in ("Rooms", "The piano", "#removals", "1 February 2026", "just now"):
        expect(panel.locator(".source-about")).to_contain_text(told)
    expect(panel.get_by_role("link", name="https://docs.example/moving.html")).to_be_visible()
    expect(panel.locator("mark").first).to_contain_text("The piano is carried by four removers")
    expect(page.locator(".turn .said")).to_be_in_viewport()
    assert abs(page.locator(".said .marker").first.bounding_box()["y"] - top) < 60  # type: ignore[index]
    assert "/documents/" not in page.url
    keep(page, "source-wide", whole=False)


def test_a_source_opened_after_a_rebuild_still_marks_its_words_or_says_they_are_gone(
    own_site: Callable[..., Any], opened: OpenPage, ask: Ask, keep: Keep
) -> None:
    own = own_site({"oven.md": "# Oven\n\nThe oven is hot.\n"})
    page = opened("wide", own.address)
    ask(page, "Is the oven hot?")
    own.write({"oven.md": "# Oven\n\nBefore you bake, wash your hands.\n\nThe oven is hot.\n"})
    open_first(page)
    assert page.locator("#source mark").all_inner_texts() == ["The oven is hot."]
    own.write({"oven.md": "# Oven\n\nBefore you bake, wash your hands.\n\nThe oven is off.\n"})
    page.locator(".sources a").first.click()
    expect(page.locator("#source")).to_contain_text("The document has changed since it was quoted")
    expect(page.locator("#source mark")).to_have_count(0)
    keep(page, "source-changed-wide", whole=False)
    page.reload()
    expect(page.locator(".said")).to_contain_text("The oven is hot.")
    (own.folder / "oven.md").unlink()
    own.write({"other.md": "# Other\n\nOther.\n"})
    page.locator(".said .marker").first.click()
    expect(page.locator("main")).to_contain_text("No document of this name is read, or no longer")


def test_escape_closes_a_source_and_gives_the_focus_back(site: Any, opened: OpenPage, ask: Ask) -> None:
    page = opened("wide", site.address)
    ask(page, RENEWS)
    second = page.locator(".sources a").nth(1)
    open_first(page)
    expect(page.locator("#cited")).to_be_focused()
    second.click()
    expect(page.locator("#cited")).to_contain_text("GOV.UK Platform Engineering team")
    page.keyboard.press("Escape")
    expect(page.locator("#source")).to_be_hidden()
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#source")).to_be_visible()


def test_a_source_is_opened_and_closed_by_touch(site: Any, opened: OpenPage, ask: Ask, keep: Keep) -> None:
    page = opened("touch", site.address)
    ask(page, RENEWS)
    page.locator(".said .marker").first.tap()
    expect(page.locator("#cited")).to_be_in_viewport()
    keep(page, "source-touch", whole=False)
    page.get_by_role("button", name="Close the source").tap()
    expect(page.locator("#source")).to_be_hidden()


def test_links_within_a_source_are_followed_beside_the_conversation(removals: Any, opened: OpenPage, ask: Ask) -> None:
    page = opened("wide", removals.address)
    ask(page, "Who carries the piano?")
    open_first(page)
    page.locator(".source-body").get_by_role("link", name="Before").click()
    expect(page.locator("#in-before")).to_be_in_viewport()
    expect(page.locator(".turn")).to_have_count(1)
    page.get_by_role("link", name="Open as a page").click()
    expect(page.locator("h1")).to_have_text("Moving house")


@pytest.mark.parametrize("kind", ["narrow", "zoomed", "scriptless"])
def test_where_there_is_no_room_or_no_script_a_source_is_a_page(
    site: Any, opened: OpenPage, ask: Ask, keep: Keep, kind: str
) -> None:
    page = opened(kind, site.address)
    ask(page, RENEWS)
    page.locator(".said .marker").first.click()
    page.wait_for_url("**/documents/ask-for-help.md*")
    assert "".join(page.locator("mark").all_inner_texts()) == "obtains and renews TLS certificates"
    expect(page.locator("#cited")).to_be_in_viewport()
    keep(page, f"document-{kind}", whole=False)
    page.go_back()
    expect(page.locator(".turn")).to_have_count(1)


def test_a_source_that_cannot_be_reached_is_told(site: Any, opened: OpenPage, ask: Ask) -> None:
    page = opened("wide", site.address)
    ask(page, RENEWS)
    page.route("**/documents/**", lambda route: route.abort())
    page.locator(".said .marker").first.click()
    expect(page.locator("#question-mistake")).to_contain_text("could not be reached")


@pytest.mark.parametrize("kind", ["dark", "narrow"])
def test_a_document_with_everything_in_it(removals: Any, opened: OpenPage, keep: Keep, kind: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    start = RICH.index("Attic")
    page = opened(kind, f"{removals.address}/documents/moving.md?start={start}&end={start + 5}#cited")
    assert page.locator("mark").inner_text() == "Attic"
    assert [each["id"] for each in axe.run(page).response["violations"]] == []
    keep(page, f"rich-{kind}")
