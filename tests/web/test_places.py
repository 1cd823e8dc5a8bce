"""Where words are shown: links that still lead to them after their document has changed, or say that it has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import Citation
from index.documents import Document
from web.places import citation_url, cited_url, fingerprint, found_again, shared_url, web_address

Write = Callable[[Mapping[str, str]], TestClient]

BEFORE = "# Oven\n\nThe oven is hot.\n\nThe door is shut.\n"
CITED = Citation(1, "a b.md", "Oven", ("Oven",), "The oven is hot.", 8, 24, 3)


def read(text: str) -> Document:
    return cast(Document, SimpleNamespace(text=text))


@given(before=st.text(), words=st.text(min_size=1, max_size=40), after=st.text())
def test_words_are_found_wherever_they_stand_now(before: str, words: str, after: str) -> None:
    text = before + words + after
    place = found_again(read(text), range(len(before), len(before) + len(words)), fingerprint(words))
    assert place == range(len(before), len(before) + len(words))
    moved = found_again(read(text), range(len(words)), fingerprint(words))
    assert moved is not None
    assert text[moved.start : moved.stop] == words


@given(text=st.text(alphabet="ab ", max_size=60), words=st.text(alphabet="ab ", min_size=1, max_size=8))
def test_words_are_found_only_where_they_stand(text: str, words: str) -> None:
    place = found_again(read(text), range(3, 3 + len(words)), fingerprint(words))
    assert (place is None) == (words not in text)


def test_of_the_same_words_the_nearest_are_found() -> None:
    assert found_again(read("ox. ox. ox. ox."), range(9, 12), fingerprint("ox.")) == range(8, 11)


def linked(client: TestClient, folder: Path, now: str) -> str:
    """The page that a link to BEFORE's sentence leads to, once the document reads otherwise."""
    (folder / "documents" / "oven.md").write_text(now, encoding="utf-8")
    assert client.post("/api/v1/index/rebuild?wait=true").status_code == 200
    start = BEFORE.index("The oven")
    return unescape(client.get(cited_url("oven.md", start, start + 16, "The oven is hot.")).text)


@pytest.mark.parametrize(
    ("now", "marked", "told"),
    [
        (BEFORE, True, "on line 3. They are marked below.</p>"),
        (
            "# Oven\n\nNew words above.\n\nThe oven is hot.\n",
            True,
            "on line 5. They are marked below. The doc",
        ),
        ("# Oven\n\nThe oven is off.\n\nThe door is shut.\n", False, "the quoted words are not in it any more"),
        ("# Oven\n\nOff.\n", False, "the quoted words are not in it any more"),
    ],
    ids=["as it was", "moved", "other words in their place", "shorter than that"],
)
def test_an_old_link_opens_its_passage_or_says_that_it_is_gone(
    written: Write, tmp_path: Path, now: str, marked: bool, told: str
) -> None:
    page = linked(written({"oven.md": BEFORE}), tmp_path, now)
    assert ('<mark id="cited" tabindex="-1">The oven is hot.</mark>' in page) == marked
    assert ("<mark" in page) == marked
    assert told in page


def test_a_document_that_is_gone_says_so(written: Write, tmp_path: Path) -> None:
    client = written({"oven.md": BEFORE, "b.md": "# B\n\nB.\n"})
    (tmp_path / "documents" / "oven.md").unlink()
    client.post("/api/v1/index/rebuild?wait=true")
    reply = client.get("/documents/oven.md?start=0&end=3", headers={"Accept": "text/html"})
    assert reply.status_code == 404
    assert "No document of this name is read, or no longer" in reply.text


@pytest.mark.parametrize("words", ["", "xyz", "0" * 15, "g" * 16])
def test_what_is_no_fingerprint_is_refused(client: TestClient, words: str) -> None:
    assert client.get(f"/documents/ask-for-help.md?start=0&end=5&words={words}").status_code == 422


def test_a_citation_leads_to_its_words() -> None:
    assert citation_url(CITED) == f"/documents/a%20b.md?start=8&end=24&words={fingerprint(CITED.quote)}#cited"


@pytest.mark.parametrize("url", ["https://docs.example/a", "http://docs.example"])
def test_others_are_sent_to_the_live_page(url: str) -> None:
    assert shared_url(_with(url), "http://here") == url


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "//docs.example", "https://[", "mailto:a@b.example"])
def test_others_are_sent_here_where_there_is_no_live_page(url: str | None) -> None:
    assert shared_url(_with(url), "http://here") == "http://here" + citation_url(CITED)
    assert web_address(url) is None


def _with(url: Any) -> Citation:
    return Citation(1, "a b.md", "Oven", ("Oven",), "The oven is hot.", 8, 24, 3, url)
