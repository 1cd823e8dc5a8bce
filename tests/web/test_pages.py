"""The pages without a script: what they show, where their links lead, what they never let through."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from markupsafe import escape

from assistant.answers import Answer, Citation, Escalation, Outcome
from assistant.rulebook.rules import EscalationOrder, Responsibility, Rulebook
from index.documents import Quote
from index.generations import Generation
from web.examples import Examples, example_questions
from web.ladder import ladder
from web.places import fingerprint
from web.rendering import OUTCOMES, Links, answer_html, quoted_words

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
ORGANISATIONS = sorted((ROOT / "tests" / "data" / "organisations").iterdir())
STATIC = ROOT / "web" / "static"
Write = Callable[[Mapping[str, str]], TestClient]


class Seen(HTMLParser):
    """What a page holds: its links, its tags, the words marked, the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[str] = []
        self.text = ""
        self.marked = ""
        self._marking = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._marking = self._marking or tag == "mark"
        self.links.extend(value or "" for name, value in attrs if name in ("href", "src", "action"))

    def handle_endtag(self, tag: str) -> None:
        self._marking = self._marking and tag != "mark"

    def handle_data(self, data: str) -> None:
        self.text += data
        self.marked += data if self._marking else ""


def cited(client: TestClient, path: str, text: str, words: str) -> str:
    start = text.index(words)
    reply = client.get(f"/documents/{path}", params={"start": start, "end": start + len(words)})
    assert reply.status_code == 200
    return reply.text


def test_a_question_sent_by_the_form_is_answered_after_a_redirect(client: TestClient) -> None:
    sent = client.post("/", data={"question": "Who renews TLS certificates?", "conversation": ""})
    assert sent.status_code == 303
    place = urlsplit(sent.headers["location"])
    assert place.fragment == "turn-1"
    assert parse_qs(place.query)["conversation"]
    assert "TLS" not in sent.headers["location"]
    page = client.get(f"{place.path}?{place.query}").text
    assert "Who renews TLS certificates?" in page
    assert "Answer from the documents" in page
    assert "obtains and renews TLS certificates" in page


def test_a_follow_up_stays_in_its_conversation(client: TestClient) -> None:
    first = client.post("/", data={"question": "Our team can't fix a technical problem, who do we escalate to?"})
    conversation = parse_qs(urlsplit(first.headers["location"]).query)["conversation"][0]
    data = {"question": "We've spoken to our tech lead, who's next?", "conversation": conversation}
    second = client.post("/", data=data)
    assert second.headers["location"] == f"/?conversation={conversation}#turn-2"


@pytest.mark.parametrize(
    ("question", "message"),
    [("   ", "Enter a question"), ("x" * 4001, "The question must be 4,000 characters or fewer")],
    ids=["blank", "too long"],
)
def test_a_question_that_cannot_be_asked_is_kept_in_the_box(client: TestClient, question: str, message: str) -> None:
    page = client.post("/", data={"question": question})
    assert page.status_code == 422
    assert message in page.text
    assert "There is a problem" in page.text
    assert question.strip() in page.text
    assert message in client.post("/turns", data={"question": question}).json()["detail"]


def test_the_marker_of_an_answer_leads_to_the_quoted_words(client: TestClient) -> None:
    piece = client.post("/turns", data={"question": "Who renews TLS certificates?"}).text
    address = next(link for link in Seen(piece).links if link.startswith("/documents/"))
    assert address.endswith("#cited")
    assert "TLS certificates" in Seen(client.get(address).text).marked


def test_a_ladder_says_in_words_what_is_done_next_and_later(client: TestClient) -> None:
    piece = Seen(client.post("/turns", data={"question": "We've spoken to our tech lead, who's next?"}).text)
    assert piece.text.index("Done") < piece.text.index("The Lead Architect")
    assert "Next" in piece.text
    assert "Later" in piece.text


def test_a_step_tried_out_of_order_is_done_all_the_same() -> None:
    escalation = Escalation(order=("one", "two", "three"), tried=("two",), next="one", citation=1)
    assert [step.state for step in ladder(escalation)] == ["next", "done", "later"]


def test_every_outcome_has_its_words_and_no_other() -> None:
    assert set(OUTCOMES) == set(Outcome)


def test_erasing_a_conversation_forgets_it(client: TestClient) -> None:
    client.post("/", data={"question": "Who renews TLS certificates?", "conversation": "gone"})
    assert client.post("/erase", data={"conversation": "gone"}).headers["location"] == "/"
    assert client.get("/api/v1/conversations/gone").status_code == 404


def test_the_first_page_says_what_it_can_answer_from(client: TestClient) -> None:
    page = client.get("/").text
    assert "Ask for help" in page
    assert "Read " in page


def test_the_questions_offered_are_answered(client: TestClient) -> None:
    questions = Examples().of(client.app.state.assistant)  # type: ignore[attr-defined]
    assert len(questions) == 5
    for question in questions:
        assert escape(question) in client.get("/").text
    replies = [client.post("/api/v1/ask", json={"question": question}).json() for question in questions]
    assert {reply["outcome"] for reply in replies} == {"answered", "escalation", "ticket"}
    assert all(reply["citations"] for reply in replies)


@pytest.mark.parametrize("folder", [CORPUS, *ORGANISATIONS], ids=lambda folder: folder.name)
def test_every_organisation_is_offered_five_questions_that_it_answers(
    make_app: Callable[[Path], FastAPI], folder: Path
) -> None:
    """As a person would ask them: a sentence without markup, with no word said twice."""
    assistant = make_app(folder).state.assistant
    questions = Examples().of(assistant)
    assert len(set(questions)) == 5
    for question in questions:
        assert re.fullmatch(r"[A-Z0-9][^*`\[\]#|<>]{10,88}\?", question)
        assert not re.search(r"\b(\w+) \1\b|  |\beach other\b", question)
        answer = assistant.answer(question, (), "example").answer
        assert answer.outcome not in (Outcome.NOT_DOCUMENTED, Outcome.NEEDS_CLARIFICATION), question
        assert answer.citations


def test_trying_questions_out_keeps_no_conversation(client: TestClient) -> None:
    client.get("/")
    assert client.get("/api/v1/conversations/example").status_code == 404


def test_questions_are_made_of_whatever_rules_there_are(page_generation: Generation) -> None:
    quote = Quote("a.md", 0, 1, 1, "x")
    book = Rulebook(
        orders=(EscalationOrder("1", "In order:", (), ("The night porter", "The warden"), (quote,)),),
        responsibilities=(
            Responsibility("2", "Kitchen", None, "bakes the bread.", None, (), (quote,)),
            Responsibility("3", "Kitchen", None, "responsible for bread", None, (), (quote,)),
            Responsibility("4", "Kitchen", None, "claims to insurers", None, (), (quote,)),
            Responsibility("5", "Bakers", None, "helps each other with the dough", None, (), (quote,)),
        ),
    )
    assert example_questions(book, ()) == (
        "Who bakes the bread?",
        "We have spoken to the night porter. Who is next?",
        "Who helps us with the dough?",
    )


def test_headings_that_ask_or_say_how_become_questions(written: Write) -> None:
    sections = ("Why is it flat?", "Clean the oven", "About the house")
    text = "".join(f"\n## {heading}\n\nSome words.\n" for heading in sections)
    client = written({"a.md": f"# How to bake bread\n\nKnead it.\n{text}"})
    generation = client.app.state.assistant.generation()  # type: ignore[attr-defined]
    assert example_questions(Rulebook(), generation.passages) == (
        "How do I bake bread?",
        "Why is it flat?",
        "How do I clean the oven?",
        "What do the documents say about the house?",
    )


def test_a_question_that_is_not_answered_is_not_offered(written: Write) -> None:
    client = written({"a.md": "# Where is the moon?\n\nBread is baked at dawn.\n"})
    offered = Examples().of(client.app.state.assistant)  # type: ignore[attr-defined]
    replies = [client.post("/api/v1/ask", json={"question": question}).json() for question in offered]
    assert "not_documented" not in [reply["outcome"] for reply in replies]


def test_the_rules_page_shows_each_rule_with_a_link_to_its_words(client: TestClient) -> None:
    page = Seen(client.get("/rules").text)
    rules = client.get("/api/v1/rules").json()["rules"]
    for rule in rules:
        first = rule["evidence"][0]
        place = f"/documents/{first['document']}?start={first['start']}&end={first['end']}"
        assert f"{place}&words={fingerprint(first['quote'])}#cited" in page.links
    assert "In force" in page.text


DOCUMENT = """---
title: Baking & <b>more</b>
url: https://docs.example/bread/baking.html
owner: Kitchen
---

# Baking

Use **strong `flour`** and [the _good_ oven](../ovens.md#big-one), or [this](https://oven.example/a?b=1&c=2).

1. Mix
   - flour & water
   - salt

     A pinch is enough.
2. Bake

> Never open the oven.

| Bread | Minutes |
| --- | ---: |
| Rye | `50` |
| Oat | 40 |

```
bake --hot <now>
```

[bad](javascript:alert(1)) [data](data:text/html,x) [live](other.html) [top](/index.html)
"""


@pytest.fixture
def bakery(written: Write) -> TestClient:
    return written({"bread/baking.md": DOCUMENT, "ovens.md": "# Ovens\n\n## Big one\n\nIt is hot.\n"})


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Use **strong `flour`** and", "Use strong flour and"),
        ("`flour`** and [the _good_", "flour and the good"),
        ("flour & water\n   - salt", "flour & watersalt"),
        ("A pinch is enough.", "A pinch is enough."),
        ("Never open the oven.", "Never open the oven."),
        ("| Rye | `50` |", "Rye50"),
        ("bake --hot <now>", "bake --hot <now>"),
        ("# Baking", "Baking"),
    ],
)
def test_the_cited_words_are_marked_across_markup(bakery: TestClient, words: str, shown: str) -> None:
    page = cited(bakery, "bread/baking.md", DOCUMENT, words)
    assert Seen(page).marked == shown
    assert page.count('id="cited"') == 1


def test_a_document_is_shown_as_people_read_it(bakery: TestClient) -> None:
    page = bakery.get("/documents/bread/baking.md").text
    assert "<h1>Baking &amp; &lt;b&gt;more&lt;/b&gt;</h1>" in page
    assert "<strong>strong <code>flour</code></strong>" in page
    assert '<ol start="1"><li>Mix<ul><li>flour &amp; water</li><li>salt<p>A pinch is enough.</p></li></ul></li>' in page
    assert "<blockquote><p>Never open the oven.</p></blockquote>" in page
    assert '<th scope="col">Minutes</th>' in page
    assert "<td><code>50</code></td>" in page
    assert "bake --hot &lt;now&gt;" in page
    assert "<mark" not in page


def test_links_of_a_document_lead_only_where_it_is_safe(bakery: TestClient) -> None:
    links = Seen(bakery.get("/documents/bread/baking.md").text).links
    assert "/documents/ovens.md#in-big-one" in links
    assert "https://oven.example/a?b=1&c=2" in links
    assert "https://docs.example/bread/other.html" in links
    assert not [link for link in links if link.startswith(("javascript:", "data:"))]
    assert 'id="in-big-one"' in bakery.get("/documents/ovens.md").text


def test_words_outside_what_is_shown_are_told_apart(bakery: TestClient) -> None:
    page = cited(bakery, "bread/baking.md", DOCUMENT, "owner: Kitchen")
    assert Seen(page).marked == "owner: Kitchen"
    assert "not in what is shown of it" in page


def test_a_link_to_words_that_have_moved_says_so(bakery: TestClient) -> None:
    page = bakery.get("/documents/bread/baking.md?start=100000&end=100010")
    assert page.status_code == 200
    assert "has changed since it was quoted" in page.text


PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</textarea><script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "![x](https://elsewhere.example/x.png)",
    "<a href='jav&#x09;ascript:alert(1)'>x</a>",
    "{{ 7*7 }}<style>*{display:none}</style>",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_of_a_question_is_markup(client: TestClient, payload: str) -> None:
    piece = Seen(client.post("/turns", data={"question": payload}).text)
    assert payload in piece.text
    assert not {"script", "img", "svg", "style", "iframe"} & set(piece.tags)
    assert not [link for link in piece.links if not link.startswith("/") or link.startswith("//")]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_of_a_document_is_a_script_or_an_image(written: Write, payload: str) -> None:
    text = (
        f"---\ntitle: {payload!r}\n---\n\n# {payload}\n\n- {payload}\n\n| {payload} |\n| --- |\n| x |\n\n`{payload}`\n"
    )
    client = written({"payload.md": text})
    for path in ("/", "/documents", "/documents/payload.md", "/rules"):
        page = Seen(client.get(path).text)
        assert page.tags.count("script") == (1 if path == "/" else 0)
        assert not {"img", "svg", "style", "iframe"} & set(page.tags)
        assert not [link for link in page.links if link.startswith(("javascript:", "https://elsewhere"))]


@pytest.fixture
def links(bakery: TestClient) -> Links:
    return Links(bakery.app.state.assistant.generation())  # type: ignore[attr-defined]


def answered(text: str, links: Links, *documents: str) -> str:
    citations = [Citation(number, path, "A", ("B",), "x", 3, 4, 1) for number, path in enumerate(documents, 1)]
    return answer_html(Answer(Outcome.ANSWERED, text, "g", tuple(citations)), links)


def test_an_answer_keeps_only_plain_markup(links: Links) -> None:
    html = answered("**Bold** `code` <b>raw</b> ![an _oven_ & <x>](x.png) [go](javascript:x) [1]", links, "a b.md")
    assert "<strong>Bold</strong> <code>code</code> &lt;b&gt;raw&lt;/b&gt; an oven &amp; &lt;x&gt; " in html
    assert Seen(html).links == [f"/documents/a%20b.md?start=3&end=4&words={fingerprint('x')}#cited"]


def test_only_the_numbers_of_citations_are_markers(links: Links) -> None:
    html = answered("[1](https://elsewhere.example) [2] `[1]` [01]", links, "a.md")
    assert html.count("/documents/a.md") == 1
    assert "elsewhere.example)" in html
    assert 'href="https://elsewhere' not in html
    assert "[2] <code>[1]</code>" in html


def test_a_link_that_is_quoted_leads_where_it_does_in_its_document(links: Links) -> None:
    text = "> [ovens](../ovens.md) [other](other.html) [1]\n\n> [other](other.html) [web](https://oven.example) [2]"
    assert [
        link for link in Seen(answered(text, links, "bread/baking.md", "gone.md")).links if "start=" not in link
    ] == [
        "/documents/ovens.md",
        "https://docs.example/bread/other.html",
        "https://oven.example",
    ]


def test_an_answer_links_to_the_passages_that_it_names(links: Links) -> None:
    html = answered("[Ovens](/documents/ovens.md?start=3&end=8) [out](/index) [gone](/documents/gone.md)", links)
    assert Seen(html).links == ["/documents/ovens.md?start=3&end=8#cited"]


def test_the_nearest_headings_are_told_once_each_and_lead_there(client: TestClient) -> None:
    piece = client.post("/turns", data={"question": "What is the weather on Mars?"}).text
    said = piece[piece.index('class="said"') : piece.index("Source</h3>")]
    assert said.count("Ask for help</a>") == 1
    near = next(link for link in Seen(said).links if link.startswith("/documents/") and "words=" not in link)
    assert Seen(client.get(near).text).marked


def test_a_source_is_told_as_people_read_it(links: Links) -> None:
    start = DOCUMENT.index("Use **strong")
    end = DOCUMENT.index("2. Bake")
    citation = Citation(1, "bread/baking.md", "A", (), DOCUMENT[start:end], start, end, 1)
    assert quoted_words(citation, links).splitlines()[:2] == ["Use strong flour and the good oven, or this.", "Mix"]
    assert quoted_words(replace(citation, quote="as it was"), links) == "as it was"
    assert quoted_words(replace(citation, document="gone.md", quote="as it was"), links) == "as it was"


def test_the_first_page_is_light_and_asks_no_other_host(client: TestClient) -> None:
    page = client.get("/")
    weight = len(page.content)
    for link in Seen(page.text).links:
        assert link.startswith(("/", "#"))
        if link.startswith("/static/"):
            reply = client.get(link)
            assert reply.status_code == 200
            assert "immutable" in reply.headers["cache-control"]
            weight += len(reply.content)
    assert weight < 60_000


def test_static_files_name_no_other_host() -> None:
    for path in (*STATIC.glob("*.css"), *STATIC.glob("*.js"), *STATIC.glob("*.svg")):
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http" not in text, path
        assert "url(" not in text, path
