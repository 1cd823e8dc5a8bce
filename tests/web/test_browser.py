"""The pages in a real Chromium, as people use them; what they look like is kept in artefacts/."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from web.access import Access
from web.app import create_app
from web.callers import Role
from web.conduct import Conduct
from web.tokens import Tokens

RENEWS = "Who renews TLS certificates?"
NEXT = "We've spoken to our tech lead, who's next?"
TICKET = "2nd Line told us to escalate this to Platform Engineering, what do we do?"
UNKNOWN = "What is the weather on Mars?"
ASK_BACK = "Should we raise a ticket?"
SCRIPTED = ["wide", "scriptless"]

OpenPage = Callable[..., Page]
Ask = Callable[[Page, str], None]
Keep = Callable[..., None]

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def test_an_answer_appears_without_a_reload_and_the_focus_stays(site: Any, opened: OpenPage, ask: Ask) -> None:
    page = opened("wide", site.address)
    page.evaluate("window.unloaded = false; addEventListener('pagehide', () => { window.unloaded = true; })")
    ask(page, RENEWS)
    ask(page, NEXT)
    assert page.evaluate("window.unloaded") is False
    expect(page.locator("#question")).to_be_focused()
    assert page.locator("#question").input_value() == ""
    expect(page.locator(".turn").nth(1)).to_be_in_viewport()
    page.reload()
    expect(page.locator(".turn")).to_have_count(2)


def test_nothing_moves_while_an_answer_arrives(site: Any, opened: OpenPage, ask: Ask, keep: Keep) -> None:
    """The question stands at once where its answer will be; neither it nor the box to ask in moves after that."""
    page = opened("wide", site.address)
    page.emulate_media(reduced_motion="reduce")
    page.route("**/turns", lambda route: (page.wait_for_timeout(700), route.continue_()))
    for turn, question in enumerate([RENEWS, NEXT, TICKET]):
        page.locator("#question").fill(question)
        page.locator("#question").press("Enter")
        expect(page.locator(".waiting .question")).to_have_text(question)
        assert page.locator("#question").input_value() == ""
        page.evaluate(
            """() => { window.tops = []; const see = () => {
                 window.tops.push([".turns > :last-child", ".composer"].map(
                   (each) => Math.round(document.querySelector(each).getBoundingClientRect().top)).join());
                 window.seeing = requestAnimationFrame(see); }; see(); }"""
        )
        expect(page.get_by_text("Looking in the documents")).to_be_visible()
        expect(page.locator(".turn")).to_have_count(turn + 1)
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        page.evaluate("cancelAnimationFrame(window.seeing)")
        assert len(set(page.evaluate("window.tops"))) == 1, question
    keep(page, "arrived-wide", whole=False)


def test_what_is_typed_while_an_answer_is_awaited_is_kept(site: Any, opened: OpenPage) -> None:
    page = opened("wide", site.address)
    page.route("**/turns", lambda route: (page.wait_for_timeout(300), route.abort()))
    page.keyboard.type(RENEWS)
    page.keyboard.press("Enter")
    page.keyboard.type("And")
    expect(page.locator("#question-mistake")).to_contain_text("could not be reached")
    assert page.locator("#question").input_value() == f"{RENEWS}\nAnd"
    expect(page.locator(".waiting")).to_have_count(0)
    expect(page.locator(".example").first).to_be_visible()


def test_the_keyboard_on_a_screen_makes_room_for_the_answer(site: Any, opened: OpenPage, ask: Ask) -> None:
    page = opened("narrow", site.address)
    page.locator("#question").tap()
    ask(page, NEXT)
    expect(page.locator("#question")).not_to_be_focused()
    page.locator(".ladder .next button").tap()
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator("#question")).not_to_be_focused()
    expect(page.locator(".turn").last.locator(".said")).to_be_in_viewport()


def test_each_answer_is_announced_once_and_politely(site: Any, opened: OpenPage, ask: Ask) -> None:
    page = opened("wide", site.address)
    page.evaluate(
        """() => { window.said = []; new MutationObserver(() => {
             const words = document.getElementById("announcement").textContent;
             if (words) window.said.push(words);
           }).observe(document.getElementById("announcement"), { childList: true }); }"""
    )
    assert page.locator("#announcement").get_attribute("aria-live") == "polite"
    ask(page, RENEWS)
    page.locator(".said .marker").first.click()
    expect(page.locator("#source")).to_be_visible()
    page.wait_for_timeout(200)
    said = page.evaluate("window.said")
    assert len(said) == 1
    assert said[0].startswith("Answer from the documents")
    assert page.locator("[aria-live], [role=status], [role=alert]").count() == 1


@pytest.mark.parametrize("kind", ["wide", "narrow", "scriptless"])
def test_two_actions_lead_from_the_first_page_to_a_marked_source(
    site: Any, opened: OpenPage, keep: Keep, kind: str
) -> None:
    page = opened(kind, site.address)
    page.locator(".example").first.click()
    page.locator(".said .marker").first.click()
    expect(page.locator("#cited")).to_be_in_viewport()
    keep(page, f"two-actions-{kind}", whole=False)


@pytest.mark.parametrize("kind", SCRIPTED)
def test_what_was_done_is_said_beside_each_step_and_taken_back(
    site: Any, opened: OpenPage, ask: Ask, keep: Keep, kind: str
) -> None:
    page = opened(kind, site.address)
    ask(page, NEXT)
    steps = page.locator(".turn").last.locator(".ladder li")
    states = steps.locator(".state")
    expect(states).to_have_text(["Done", "Next", "Later"])
    steps.nth(1).get_by_role("button", name=re.compile("I’ve done this")).click()
    expect(page.locator(".question").last).to_contain_text("The Lead Developer", ignore_case=True)
    expect(states).to_have_text(["Done", "Done", "Next"])
    steps.nth(0).get_by_role("button", name=re.compile("Undo")).click()
    expect(states).to_have_text(["Next", "Done", "Later"])
    assert page.locator(".turn").count() == 3
    assert page.locator(".ladder form").locator("visible=true").count() == 3
    keep(page, f"ladder-{kind}", whole=False)


def test_the_ticket_card_gives_a_draft_to_be_edited(site: Any, opened: OpenPage, ask: Ask, keep: Keep) -> None:
    page = opened("wide", site.address)
    ask(page, NEXT)
    ask(page, TICKET)
    page.get_by_text("What to write").click()
    description = page.get_by_label("Description")
    assert NEXT in description.input_value()
    description.fill("Our own words")
    page.get_by_role("button", name="Copy description").click()
    expect(page.get_by_role("button", name="Copied").last).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "Our own words"
    keep(page, "card-wide", whole=False)


def test_a_draft_too_long_for_the_forms_address_says_so(
    own_site: Callable[..., Any], opened: OpenPage, ask: Ask
) -> None:
    rule = (
        "If the warden instructs you to escalate something to Locks, raise a ticket and assign it to the Doors queue."
    )
    own = own_site({"doors.md": f"# Doors\n\n{rule}\n"})
    own.app.state.ticket_url = "https://desk.example/new?form=7"
    page = opened("wide", own.address)
    ask(page, "The warden told us to escalate it to Locks")
    page.get_by_text("What to write").click()
    form, told = page.get_by_role("link", name="Open the form"), page.get_by_text("can carry the beginning only")
    written = page.get_by_label("Description").input_value()
    expect(told).to_be_hidden()
    for text in ("字 & + é\n" * 900, "Short & +"):
        page.get_by_label("Description").fill(text)
        address = str(form.get_attribute("href"))
        expect(told).to_be_visible(visible=len(text) > 100)
        filled = parse_qs(urlsplit(address).query)
        assert 7_000 < len(address) <= 7_500 or len(text) < 100
        assert text.startswith(filled["tf_description"][0].partition("\n\n[Shortened")[0])
        assert ("[Shortened" in address or "%5BShortened" in address) == (len(text) > 100)
        assert filled["form"] == ["7"]
    assert written != text


@pytest.mark.parametrize("allowed", [True, False], ids=["with a clipboard", "without one"])
def test_the_queue_is_copied_in_one_press(site: Any, opened: OpenPage, ask: Ask, allowed: bool) -> None:
    page = opened("wide", site.address)
    if not allowed:
        page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
        page.evaluate("document.addEventListener('copy', () => { window.taken = String(getSelection()); })")
    ask(page, TICKET)
    page.get_by_role("button", name="Copy queue").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    taken = "navigator.clipboard.readText()" if allowed else "window.taken"
    assert page.evaluate(taken) == "3rd Line--GDS Reliability Engineering"
    expect(page.get_by_role("button", name="Copy queue")).to_be_visible()


def test_an_answer_is_copied_with_its_citations_and_shared_by_a_link(site: Any, opened: OpenPage, ask: Ask) -> None:
    page = opened("wide", site.address)
    ask(page, RENEWS)
    ask(page, NEXT)
    shared = page.locator(".share").first
    shared.get_by_text("Copy or share").click()
    for name, sign in (("Markdown", "**"), ("Slack", "*GOV.UK")):
        shared.get_by_role("button", name=f"Copy for {name}").click()
        expect(shared.get_by_role("button", name="Copied").last).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert sign in copied
        assert f"{site.address}/documents/ask-for-help.md?start=" in copied
    expect(shared).to_contain_text("whoever has it can read this conversation")
    link = shared.get_by_label("Link to this answer").input_value()
    other = opened("wide", link)
    expect(other.locator("#turn-1")).to_be_in_viewport()
    assert link.endswith("#turn-1")


def test_earlier_conversations_are_listed_in_this_browser_alone(
    site: Any, opened: OpenPage, ask: Ask, keep: Keep
) -> None:
    page = opened("wide", site.address)
    expect(page.locator("[data-earlier]")).to_be_hidden()
    ask(page, RENEWS)
    page.get_by_role("link", name="New conversation").click()
    ask(page, TICKET)
    page.get_by_role("link", name="Earlier conversations").click()
    listed = page.locator(".earlier a")
    expect(listed).to_have_text([TICKET, RENEWS])
    keep(page, "earlier-wide")
    listed.nth(1).click()
    expect(page.locator(".question")).to_have_text([RENEWS])
    page.get_by_text("Erase", exact=True).click()
    page.get_by_role("button", name="Erase this conversation").click()
    expect(page.locator(".earlier a")).to_have_text([TICKET])
    page.get_by_role("button", name="Forget: " + TICKET).click()
    expect(page.locator("[data-earlier]")).to_be_hidden()
    expect(page.locator("#question")).to_be_focused()
    assert opened("wide", site.address).locator(".earlier a").count() == 0


def test_an_address_whose_conversation_is_gone_says_so(site: Any, opened: OpenPage, ask: Ask, keep: Keep) -> None:
    page = opened("wide", f"{site.address}/?conversation=never-begun")
    expect(page.locator(".inset")).to_contain_text("Nothing is kept")
    keep(page, "gone-wide", whole=False)
    ask(page, RENEWS)
    expect(page.locator(".inset")).to_have_count(0)


def test_a_browser_that_keeps_nothing_still_answers(site: Any, opened: OpenPage, ask: Ask) -> None:
    page = opened("wide", site.address)
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } })")
    page.reload()
    ask(page, RENEWS)


def test_everything_works_without_a_script(site: Any, opened: OpenPage, ask: Ask, keep: Keep) -> None:
    page = opened("scriptless", site.address)
    for question in (RENEWS, NEXT, TICKET, UNKNOWN):
        ask(page, question)
    assert page.get_by_role("button", name=re.compile("^Copy")).count() == 0
    expect(page.get_by_text("address of this page leads back")).to_be_visible()
    for summary in page.locator("summary").all():
        summary.click()
    assert "[1] " in page.locator("textarea[id^=Slack]").first.input_value()
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a question")
    keep(page, "conversation-scriptless")
    page.get_by_text("Erase", exact=True).click()
    page.get_by_role("button", name="Erase this conversation").click()
    expect(page.locator(".turn")).to_have_count(0)


def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    """Press a key until the focus is on what the selector names."""
    for _ in range(60):
        page.keyboard.press(key)
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by the keyboard")


def test_everything_works_from_the_keyboard(site: Any, opened: OpenPage, keep: Keep) -> None:
    page = opened("wide", site.address)
    page.keyboard.type(NEXT)
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(1)
    page.keyboard.type("a line")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("another")
    assert page.locator("#question").input_value() == "a line\nanother"
    tab_to(page, ".ladder .next button", "Shift+Tab")
    keep(page, "focus-wide", whole=False)
    tab_to(page, ".said .marker", "Shift+Tab")
    place = page.evaluate("document.activeElement.getBoundingClientRect().bottom")
    assert place < page.locator("#ask").bounding_box()["y"]  # type: ignore[index]
    page.keyboard.press("Enter")
    expect(page.locator("#cited")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".said .marker")).to_be_focused()
    tab_to(page, ".ladder .next button")
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator("#question")).to_be_focused()
    tab_to(page, ".share summary", "Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(page, "[data-copy^=Slack]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copied")).to_be_focused()


def test_a_problem_is_told_beside_the_box_and_the_question_is_kept(site: Any, opened: OpenPage, keep: Keep) -> None:
    page = opened("wide", site.address)
    page.locator("#question").press("Enter")
    expect(page.locator("#question-mistake")).to_have_text("Enter a question")
    page.route("**/turns", lambda route: route.abort())
    page.locator("#question").fill(RENEWS)
    page.locator("#question").press("Enter")
    expect(page.locator("#question-mistake")).to_contain_text("could not be reached")
    assert page.locator("#question").input_value() == RENEWS
    keep(page, "mistake-wide", whole=False)


def test_a_printed_conversation_is_its_questions_answers_and_sources(
    site: Any, opened: OpenPage, ask: Ask, keep: Keep
) -> None:
    page = opened("dark", site.address)
    for question in (NEXT, TICKET):
        ask(page, question)
    page.locator(".said .marker").first.click()
    expect(page.locator("#source")).to_be_visible()
    page.set_viewport_size({"width": 720, "height": 900})
    page.emulate_media(media="print", color_scheme="light")
    for hidden in (".composer", "#source", "summary", ".ladder form", "nav"):
        assert not page.locator(hidden).first.is_visible(), hidden
    for shown in (".question", ".said", ".ladder .state", ".card dl", ".sources li"):
        assert page.locator(shown).first.is_visible(), shown
    keep(page, "printed")


def test_nothing_moves_for_people_who_want_that(site: Any, opened: OpenPage) -> None:
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    assert opened("forced", site.address).evaluate(behaviour) == "auto"
    assert opened("wide", site.address).evaluate(behaviour) == "smooth"


@pytest.mark.parametrize("kind", ["wide", "dark", "narrow", "zoomed", "forced"])
def test_nothing_is_wider_than_the_screen(site: Any, opened: OpenPage, ask: Ask, keep: Keep, kind: str) -> None:
    page = opened(kind, site.address)
    keep(page, f"first-{kind}")
    for question in (RENEWS, NEXT, TICKET, UNKNOWN, "x" * 400, ASK_BACK):
        ask(page, question)
    for summary in (".draft summary", ".share summary"):
        page.locator(summary).first.click()
    width = page.viewport_size["width"]  # type: ignore[index]
    keep(page, f"conversation-{kind}")
    addresses = [
        "",
        "/rules",
        "/rules/changes",
        "/index",
        "/documents",
        "/documents/ask-for-help.md?start=1478&end=1696",
    ]
    for path in addresses:
        if path:
            page.goto(site.address + path)
            keep(page, f"{path.partition('?')[0].strip('/').replace('/', '-')}-{kind}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("role", [Role.ADMIN, Role.ASK, None])
def test_where_tokens_are_on_each_role_sees_its_own_pages(
    app: FastAPI,
    serve_site: Callable[[FastAPI], Any],
    opened: OpenPage,
    ask: Ask,
    keep: Keep,
    tmp_path: Path,
    role: Role | None,
) -> None:
    """The token is the password that the browser asks for; the page's script and its forms send it as well."""
    tokens = Tokens(tmp_path / "tokens.json")
    guarded = serve_site(create_app(app.state.assistant, conduct=Conduct(access=Access(tokens, None))))
    secret = tokens.make("somebody", role) if role else "asst_none"
    page = opened("wide", http_credentials={"username": "anything", "password": secret})
    if role is None:
        assert page.goto(guarded.address).status == 401  # type: ignore[union-attr]
        expect(page.locator("main")).to_contain_text("enter it as the password")
        keep(page, "no-token-wide")
        return
    page.goto(guarded.address)
    ask(page, NEXT)
    page.get_by_role("button", name=re.compile("I’ve done this")).first.click()
    expect(page.locator(".turn")).to_have_count(2)
    page.locator(".share summary").last.click()
    expect(page.locator(".share").last).to_contain_text("opens with your own token only")
    pages = page.get_by_role("navigation", name="Pages").get_by_role("link")
    expect(pages).to_have_text(
        ["Ask", "Documents", "Rules", "Index", "Gaps"] if role is Role.ADMIN else ["Ask", "Documents"]
    )
    for path in ("/rules", "/rules/changes", "/index", "/gaps"):
        status = page.goto(guarded.address + path).status  # type: ignore[union-attr]
        assert status == (200 if role is Role.ADMIN else 403), path
    keep(page, f"gaps-{role}-wide")


def test_operators_check_the_index_and_go_back_in_the_browser(
    own_site: Callable[..., Any], opened: OpenPage, keep: Keep
) -> None:
    site = own_site({"a.md": "# Oven\n\nThe oven is hot.\n"})
    site.write({"a.md": "# Oven\n\nThe oven is cold.\n"})
    page = opened("wide", f"{site.address}/index")
    page.get_by_role("button", name="Check every file").click()
    expect(page.get_by_role("status")).to_contain_text("is what it was")
    keep(page, "index-checked-wide")
    page.get_by_role("button", name=re.compile("Go back to it")).click()
    expect(page.get_by_role("button", name=re.compile("Go forward to it"))).to_be_visible()
    page.goto(f"{site.address}/documents/a.md")
    expect(page.locator("article")).to_contain_text("The oven is hot.")


def test_whether_an_answer_was_helpful_is_asked_and_why_not(
    own_site: Callable[..., Any], opened: OpenPage, ask: Ask, keep: Keep
) -> None:
    site = own_site({"a.md": "# Oven\n\nThe oven is hot.\n"})
    page = opened("wide", site.address)
    ask(page, "Is the oven hot?")
    asked = page.locator(".helpful")
    asked.get_by_role("button", name="No").click()
    page.get_by_label("What was missing or wrong?").fill("How hot?")
    keep(page, "helpful-wide", whole=False)
    asked.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Thank you")).to_be_focused()
    page.goto(f"{site.address}/gaps")
    expect(page.locator("main")).to_contain_text("Is the oven hot?")
    expect(page.locator("main")).to_contain_text("How hot?")
    keep(page, "gaps-wide")


def test_feedback_is_taken_without_a_script(own_site: Callable[..., Any], opened: OpenPage, ask: Ask) -> None:
    site = own_site({"a.md": "# Oven\n\nThe oven is hot.\n"})
    page = opened("scriptless", site.address)
    ask(page, "Is the oven hot?")
    page.get_by_text("Say why").click()
    page.get_by_label("What was missing or wrong?").fill("How hot?")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".turn")).to_have_count(1)
    page.goto(f"{site.address}/gaps")
    expect(page.locator("main")).to_contain_text("How hot?")
