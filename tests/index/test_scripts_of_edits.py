"""Edits, renames, moves and deletions, one after the other: the index of few changes equals a whole build.

``EDIT_SCRIPTS=300 make test TESTS=tests/index/test_scripts_of_edits.py`` tries more scripts.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from index.building import build
from index.embedding import Embedder
from index.generations import State

SCRIPTS = int(os.environ.get("EDIT_SCRIPTS", "4"))
WORDS = "vans cats rooms are white cold mended washed by night day noon the".split()
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=2, max_size=7).map(lambda words: f"{' '.join(words).title()}.")
TEXTS = st.lists(st.one_of(SENTENCES, SENTENCES.map(lambda s: f"# {s}"), SENTENCES.map(lambda s: f"- {s}")), min_size=1)
NAMES = st.builds(
    "{}{}.{}".format,
    st.sampled_from(["", "sub/", "sub/deeper/", "ünï/"]),
    st.sampled_from("abcdefgh"),
    st.sampled_from(["md", "txt", "html"]),
)


class Site(RuleBasedStateMachine):
    """A folder of documents that somebody works on; after each step it is built from what was embedded before."""

    pages = Bundle("pages")
    hashing: Embedder

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.corpus = self.folder / "corpus"
        self.corpus.mkdir()
        self.state = State(self.folder / "state", self.hashing)

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @initialize(target=pages, texts=st.lists(TEXTS, min_size=1, max_size=4))
    def begin(self, texts: list[list[str]]) -> Any:
        names = [f"page-{number}.md" for number, _ in enumerate(texts)]
        for name, text in zip(names, texts, strict=True):
            self.put(name, text)
        return multiple(*names)

    @rule(target=pages, name=NAMES, text=TEXTS)
    def write(self, name: str, text: list[str]) -> str:
        self.put(name, text)
        return name

    @rule(name=pages, text=TEXTS)
    def append(self, name: str, text: list[str]) -> None:
        if (self.corpus / name).exists():
            self.put(name, [(self.corpus / name).read_text("utf-8"), *text])

    @rule(name=pages)
    def space_out(self, name: str) -> None:
        """White space is no change of any passage."""
        path = self.corpus / name
        if path.exists():
            before = self.embedded()
            path.write_text(path.read_text("utf-8").replace("\n\n", "\n\n\n") + "\n\n", "utf-8")
            assert self.build().embedded == 0
            assert self.embedded() == before

    @rule(target=pages, name=consumes(pages), to=NAMES)
    def move(self, name: str, to: str) -> str:
        if not (self.corpus / name).exists() or (self.corpus / to).exists():
            return name
        (self.corpus / to).parent.mkdir(parents=True, exist_ok=True)
        (self.corpus / name).rename(self.corpus / to)
        return to

    @rule(name=consumes(pages))
    def delete(self, name: str) -> None:
        (self.corpus / name).unlink(missing_ok=True)

    @rule(name=pages, other=pages)
    def swap(self, name: str, other: str) -> None:
        one, two = self.corpus / name, self.corpus / other
        if one.exists() and two.exists():
            first, second = one.read_bytes(), two.read_bytes()
            one.write_bytes(second)
            two.write_bytes(first)

    @rule()
    def go_back(self) -> None:
        if len(self.state.list()) > 1 and self.state.current_id() != self.state.list()[0].id:
            self.state.rollback()

    @invariant()
    def equals_a_whole_build(self) -> None:
        if not self.corpus.exists() or not any(path.is_file() for path in self.corpus.rglob("*")):
            return
        self.build()
        whole = State(Path(tempfile.mkdtemp(dir=self.folder)), self.hashing)
        build(self.corpus, whole, self.hashing, full=True)
        few, every = self.state.current(), whole.current()
        assert few.passages == every.passages
        assert few.texts == every.texts
        assert few.manifest.corpus == every.manifest.corpus
        for name in ("vectors.faiss", "passages.jsonl", "documents.jsonl"):
            assert few.manifest.files[name] == every.manifest.files[name]
        assert {k: v for k, v in few.manifest.files.items() if k != "manifest.json"} == dict(every.manifest.files)
        for question in ("white vans", "cold rooms by night", "the"):
            assert few.search(question) == every.search(question)
            for hit in few.search(question):
                assert (self.corpus / hit.passage.document).is_file()

    def put(self, name: str, text: list[str]) -> None:
        path = self.corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n\n".join(text) + "\n", "utf-8")

    def build(self) -> Any:
        return build(self.corpus, self.state, self.hashing, force=True)

    def embedded(self) -> int:
        return len(self.state.current().passages)


@pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")
def test_after_any_script_of_edits_the_index_equals_a_whole_build(hashing: Embedder) -> None:
    Site.hashing = hashing
    run_state_machine_as_test(
        Site,
        settings=settings(
            max_examples=SCRIPTS, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
