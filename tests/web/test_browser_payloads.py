"""Scripts as questions, documents, titles and file names, in a real Chromium: none runs, none calls elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, Request, expect
from playwright.sync_api import Error as PlaywrightError

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

RUNS = "window.ran=1"
ELSEWHERE = "https://elsewhere.example/leak"

HANDLERS = [
    "onload",
    "onerror",
    "onfocus autofocus tabindex=1",
    "onmouseover",
    "ontoggle",
    "onanimationstart",
    "onbegin",
]
ELEMENTS = ["img src=x", "svg", "body", "input", "details open", "video src=x", "iframe", "a href=#", "x-y", "math"]
WHOLE = [
    f"<script>{RUNS}</script>",
    f"<ScRiPt >{RUNS}</sCrIpT >",
    f"<script src={ELSEWHERE}.js></script>",
    f"<script type=module>{RUNS}</script>",
    f"<svg><script>{RUNS}</script></svg>",
    f"<iframe srcdoc='<script>parent.{RUNS}</script>'></iframe>",
    f"<iframe src='javascript:parent.{RUNS}'></iframe>",
    f"<object data='javascript:{RUNS}'></object>",
    f"<embed src='{ELSEWHERE}.swf'>",
    f"<a href='javascript:{RUNS}'>click</a>",
    f"<a href='jav&#x09;ascript:{RUNS}'>click</a>",
    f"<a href=' &#14; javascript:{RUNS}'>click</a>",
    f"<form action='javascript:{RUNS}'><button autofocus>click</button></form>",
    f"<button formaction='javascript:{RUNS}'>click</button>",
    f"<img src='{ELSEWHERE}.png'>",
    f"<img srcset='{ELSEWHERE}.png 1x'>",
    f"<link rel=stylesheet href='{ELSEWHERE}.css'>",
    f"<style>@import '{ELSEWHERE}.css';</style>",
    f"<div style='background:url({ELSEWHERE}.png)'>x</div>",
    f"<meta http-equiv=refresh content='0;url={ELSEWHERE}'>",
    f"<base href='{ELSEWHERE}/'>",
    f"<video poster='{ELSEWHERE}.png'></video>",
    f"<audio src='{ELSEWHERE}.ogg'></audio>",
    f"<math><mtext><table><mglyph><style><img src=x onerror='{RUNS}'>",
    f"<noscript><p title='</noscript><img src=x onerror={RUNS}>'>",
    f"<template><script>{RUNS}</script></template>",
    f"<!--><img src=x onerror={RUNS}>-->",
    f"<![CDATA[><script>{RUNS}</script>]]>",
    f"<svg><animate onbegin='{RUNS}' attributeName=x dur=1s></svg>",
    f"<svg><use href='data:image/svg+xml,<svg id=x onload={RUNS}>#x'></use></svg>",
]
MARKDOWN = [
    f"[click](javascript:{RUNS})",
    f"[click](JaVaScRiPt:{RUNS})",
    f"[click](data:text/html,<script>{RUNS}</script>)",
    f"[click](vbscript:{RUNS})",
    f"[click](<java\tscript:{RUNS}>)",
    f"![x]({ELSEWHERE}.png)",
    f"![x](x.png \"' onerror='{RUNS}\")",
    f'[x](/ "\\" onmouseover=\\"{RUNS}")',
    f"<javascript:{RUNS}>",
    f"[1](javascript:{RUNS}) [1]",
    f"`<script>{RUNS}</script>`",
    f"[x]: javascript:{RUNS}\n[x]",
    "{{ 7*7 }}{% raw %}${{7*7}}#{{7*7}}",
    f"&lt;script&gt;{RUNS}&lt;/script&gt;",
    f"\u202e<script>{RUNS}</script>\u202c",
]
BREAKS = ["{}", '">{}', "'>{}", "</textarea>{}", "</title>{}", "</script>{}", "--></style>{}", "\\x3c{}", "`{}`"]


def payloads() -> Sequence[str]:
    """Every handler on every element, every whole payload out of every place that it might stand in, and Markdown."""
    handled = [
        f"<{element} {handler.partition(' ')[0]}={RUNS} {handler.partition(' ')[2]}>"
        for element, handler in product(ELEMENTS, HANDLERS)
    ]
    broken = [place.format(whole) for place, whole in product(BREAKS, [*WHOLE, handled[1]])]
    return [*handled, *broken, *MARKDOWN]


FOUND = r"""() => {
  const script = /^\s*(javascript|data|vbscript):/i;
  const leading = /^(href|src|action|formaction|data)$/;
  const made = /^(img|svg|iframe|object|embed|base|math|audio|video|style|template|x-y)$/i;
  const foreign = (each) => each.localName === "script" && new URL(each.src, location).pathname !== "/static/chat.js";
  const armed = (a) => /^on/i.test(a.name) || a.name === "style" || (script.test(a.value) && leading.test(a.name));
  const ours = document.getElementById("waiting");
  const bad = [...document.querySelectorAll("*")].filter((each) => each !== ours).filter(
    (each) => made.test(each.localName) || foreign(each) || [...each.attributes].some(armed));
  return [window.ran ? "ran" : "", ...bad.map((each) => each.outerHTML.slice(0, 80))].filter(Boolean);
}"""


@contextmanager
def watched(page: Page, address: str) -> Iterator[list[str]]:
    """What a page asks of other hosts, opens to the person, or holds when it is left; the browser reaches no other."""
    seen: list[str] = []

    def heard(request: Request) -> None:
        if not request.url.startswith((address, "about:", "data:")):
            seen.append(request.url)

    page.context.on("request", heard)
    page.on("dialog", lambda dialog: (seen.append("dialog"), dialog.dismiss()))
    yield seen
    page.wait_for_timeout(60)
    try:
        seen += page.evaluate(FOUND)
    except PlaywrightError as error:  # the page has led elsewhere meanwhile
        seen.append(str(error))
    page.context.remove_listener("request", heard)


def test_there_are_several_hundred_payloads() -> None:
    assert len(set(payloads())) > 350


def test_no_payload_asked_as_a_question_runs(site: Any, app: FastAPI, opened: OpenPage) -> None:
    """Each is asked, and every conversation opened; some are asked in the browser, where the script shows them."""
    client = TestClient(app)
    every = payloads()
    for number, payload in enumerate(every):
        reply = client.post("/api/v1/ask", json={"question": payload, "conversation_id": f"payloads-{number // 90}"})
        assert reply.status_code == 200, payload
    page = opened("wide", site.address)
    with watched(page, site.address) as seen:
        shown = 0
        for number in range(len(every) // 90 + 1):
            page.goto(f"{site.address}/?conversation=payloads-{number}")
            assert page.evaluate(FOUND) == []
            shown += page.locator(".turn").count()
        assert shown == len(every)
        page.goto(site.address)
        for turns, payload in enumerate(every[:: len(every) // 25], 1):
            page.locator("#question").fill(payload)
            page.locator("#ask button").click()
            expect(page.locator(".turn")).to_have_count(turns)
        assert page.evaluate(FOUND) == []
        page.goto(site.address)
        expect(page.locator(".earlier a").first).to_be_visible()
    assert seen == []


def as_name(payload: str, number: int, ending: str = "md") -> str:
    """A payload as the name of a file."""
    printed = "".join(sign for sign in f"{number} {payload}" if sign.isprintable())
    return printed[:120].replace("/", "\u2215") + f".{ending}"


def as_document(payload: str, number: int) -> str:
    """A payload as all that a document's front matter says, a heading and words; now and then a table and code."""
    line = payload.replace("\n", " ")
    quoted = line.replace("'", "''").replace("\t", " ")
    head = f"---\ntitle: '{quoted}'\nowner: '{quoted}'\nurl: '{quoted}'\n---\n\n"
    body = f"## {line}\n\nThe zebra {number} {payload}\n"
    more = f"\n| a | b |\n| --- | --- |\n| {line} | x |\n\n```\n{line}\n```\n\n- {line}\n\n> {line}\n"
    return head + body + (more if number % 10 == 0 else "")


def as_rules(payload: str, number: int) -> str:
    """A payload in a title, the steps of an order, a ticket's queue and a duty."""
    return (
        f"# Faults {payload}\n\nIf you cannot resolve a fault of kind {number}, escalate it through, in order:\n\n"
        f"1. The porter {payload}\n2. The warden {payload}\n\n"
        f"If the warden instructs you to escalate something to Locks {number}, raise a ticket on Desk and assign it to "
        f"the `Doors {payload}` queue.\n\nThe Locks {number} team (#locks-{number}):\n\n- repairs locks {payload}\n"
    )


def test_no_payload_in_a_document_its_title_or_its_name_runs(
    make_app: Callable[[Path], FastAPI],
    serve_site: Callable[[FastAPI], Any],
    opened: OpenPage,
    tmp_path: Path,
) -> None:
    every = payloads()
    for number, payload in enumerate(every):
        (tmp_path / as_name(payload, number)).write_text(as_document(payload, number), encoding="utf-8")
    site = serve_site(make_app(tmp_path))
    page = opened("wide", f"{site.address}/")
    with watched(page, site.address) as seen:
        page.locator("#question").fill("Where is the zebra 7?")
        page.locator("#ask button").click()
        expect(page.locator(".turn")).to_have_count(1)
        for link in page.locator(".turn .sources a").all():
            link.click()
            expect(page.locator("#source mark").first).to_be_visible()
            assert page.evaluate(FOUND) == []
        page.goto(f"{site.address}/documents")
        assert page.evaluate(FOUND) == []
        addresses = page.eval_on_selector_all(".listed a", "(links) => links.map((link) => link.href)")
        assert len(addresses) == len(every)
        for address in addresses:
            page.goto(f"{address}?start=0&end=9999", wait_until="domcontentloaded")
            assert page.evaluate(FOUND) == [], address
    assert seen == []


def test_no_payload_runs_on_the_pages_for_operators(own_site: Callable[..., Any], opened: OpenPage) -> None:
    """As rules, their last change, files that are skipped, and what people found missing."""
    every = [payload for payload in [*WHOLE, *MARKDOWN] if "\n" not in payload and "\t" not in payload]
    rules = {f"{number}.md": as_rules(payload, number) for number, payload in enumerate(every)}
    own = own_site(rules | {as_name(payload, number, "pdf"): "x" for number, payload in enumerate(every)})
    own.write(
        {
            name: text.replace("repairs", "mends").replace("2. The warden", "2. The bishop")
            for name, text in rules.items()
        }
    )
    client = TestClient(own.app)
    for number, payload in enumerate(every):
        asked = {"question": f"Where is the moon {payload}?", "conversation_id": f"gap-{number}"}
        assert client.post("/api/v1/ask", json=asked).status_code == 200
        said = {"conversation_id": f"gap-{number}", "turn": 1, "helpful": False, "why": payload}
        assert client.post("/api/v1/feedback", json=said).status_code == 204
    page = opened("wide")
    with watched(page, own.address) as seen:
        for path, least in (("/rules", 10), ("/rules/changes", 10), ("/index", 20), ("/gaps", 10)):
            page.goto(own.address + path)
            assert page.evaluate(FOUND) == [], path
            found = page.locator("main").inner_text().count("window.ran")
            assert found >= least, path
        for summary in page.locator("summary").all():
            summary.click()
    assert seen == []


def test_a_page_without_protection_would_be_noticed(serve_site: Callable[[FastAPI], Any], browser: Browser) -> None:
    """The same payloads on a page that lets everything through: what this test looks for is there to be found."""
    control = FastAPI()
    sample = [payload for payload in payloads() if payload not in MARKDOWN][::11]

    @control.get("/{number}")
    def unprotected(number: int) -> HTMLResponse:
        return HTMLResponse(f"<!doctype html>{sample[number]}")

    site = serve_site(control)
    unnoticed = []
    context = browser.new_context()
    for number, payload in enumerate(sample):
        page = context.new_page()
        with watched(page, site.address) as seen:
            page.goto(f"{site.address}/{number}", wait_until="commit")
        if not seen:
            unnoticed.append(payload)
        page.close()
    context.close()
    assert len(unnoticed) < len(sample) // 10, unnoticed
