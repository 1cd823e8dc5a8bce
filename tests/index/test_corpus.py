"""A folder is read in order, front matter and all, and what cannot be read is named with the reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.corpus import read_corpus, read_document
from index.errors import CorpusMissing

ROOT = Path(__file__).parents[2]


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_documents_are_read_in_the_order_of_their_paths(tmp_path: Path) -> None:
    write(tmp_path, b_md="b", a_txt="a", sub__c_html="<p>c", sub__d_htm="<p>d", e_markdown="e", f_md_erb="f")
    assert [document.path for document in read_corpus(tmp_path).documents] == [
        "a.txt",
        "b.md",
        "e.markdown",
        "f.md.erb",
        "sub/c.html",
        "sub/d.htm",
    ]


def test_hidden_folders_and_editors_temporaries_are_passed_over_in_silence(tmp_path: Path) -> None:
    write(tmp_path, a_md="a")
    for name in (".git/x.md", ".hidden.md", "a.md~", ".a.md.swp", "#a.md#", "~$b.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    corpus = read_corpus(tmp_path)
    assert [document.path for document in corpus.documents] == ["a.md"]
    assert corpus.skipped == ()


def test_a_file_of_another_kind_is_named(tmp_path: Path) -> None:
    write(tmp_path, a_md="a", b_docx="b")
    skipped = read_corpus(tmp_path).skipped
    assert [(one.path, "by its name" in one.reason) for one in skipped] == [("b.docx", True)]


@pytest.mark.parametrize("empty", [False, True], ids=["missing", "empty"])
def test_a_folder_without_documents_says_what_to_do(tmp_path: Path, empty: bool) -> None:
    folder = tmp_path / "docs"
    if empty:
        folder.mkdir()
    with pytest.raises(CorpusMissing, match="--corpus DIR"):
        read_corpus(folder)


def test_a_folder_in_which_nothing_can_be_read_names_the_first_reason(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xff\xfea\0")
    with pytest.raises(CorpusMissing, match=r"a\.md: it is UTF-16"):
        read_corpus(tmp_path)


def test_a_link_within_the_folder_is_followed_and_one_that_leads_out_is_not(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "a.md").write_text("text")
    (tmp_path / "secret.md").write_text("secret")
    (docs / "b.md").symlink_to("a.md")
    (docs / "c.md").symlink_to(tmp_path / "secret.md")
    (docs / "d").symlink_to(tmp_path)
    corpus = read_corpus(docs)
    assert [document.path for document in corpus.documents] == ["a.md", "b.md"]
    assert [(one.path, "outside" in one.reason) for one in corpus.skipped] == [("c.md", True), ("d", True)]


def test_front_matter_gives_title_url_owner_and_the_rest_as_text() -> None:
    text = (
        "---\ntitle: A page\nurl: https://a.example/p\nowner_team: '#team'\ntags: [x, y]\non: 2020-01-02\n---\nBody\n"
    )
    document, lost = read_document("p.md", text)
    assert (document.title, document.url, document.owner, lost) == ("A page", "https://a.example/p", "#team", ())
    assert ("tags", "x, y") in document.meta
    assert ("on", "2020-01-02") in document.meta
    assert [block.text for block in document.blocks] == ["Body"]


def test_front_matter_after_a_byte_order_mark_is_front_matter() -> None:
    text = "\ufeff---\ntitle: T\n---\nBody\n"
    document, _ = read_document("p.md", text)
    assert document.title == "T"
    assert text[document.blocks[0].start : document.blocks[0].end] == "Body"


@pytest.mark.parametrize(
    ("yaml", "reason"),
    [
        ("title: A: b", "mapping values"),
        ("title: A\ntitle: B", "twice"),
        ("a: &a [x]\nb: *a", "aliases"),
        ("- a\n- b", "keys and values"),
        ("a: " + "[" * 50, "nested too deep"),
        ("a: 'open", "front matter"),
        ('a: "\\UFFFFFFFF"', "front matter"),
        ("a: \x01", "front matter"),
    ],
    ids=["broken", "duplicate", "alias", "list", "deep", "open quote", "bad escape", "control"],
)
def test_front_matter_that_cannot_be_read_is_named_and_the_body_is_read(yaml: str, reason: str) -> None:
    document, lost = read_document("p.md", f"---\n{yaml}\n---\nBody\n")
    assert [block.text for block in document.blocks] == ["Body"]
    assert [one.path for one in lost] == ["p.md"]
    assert reason in lost[0].reason


def test_dashes_that_are_never_closed_are_no_front_matter() -> None:
    document, lost = read_document("p.md", "---\n\nBody: text\n")
    assert [block.text for block in document.blocks] == ["Body: text"]
    assert lost == ()


@pytest.mark.parametrize(
    ("path", "text", "title"),
    [
        ("p.md", "---\ntitle: Front\n---\n# Head\n", "Front"),
        ("p.md", "text\n\n## Head\n", "Head"),
        ("a/how-to_ask.html.md", "text", "how to ask"),
    ],
    ids=["front matter", "heading", "name"],
)
def test_a_title_is_found(path: str, text: str, title: str) -> None:
    assert read_document(path, text)[0].title == title


def test_a_url_that_is_no_web_address_is_not_taken() -> None:
    assert read_document("p.md", "---\nurl: 'javascript:alert(1)'\n---\nx")[0].url is None


def test_offsets_count_code_points_and_lines_count_from_one(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("\ufeffé\U0001f600\r\n\r\nzwei\rdrei".encode())
    document = read_corpus(tmp_path).documents[0]
    assert document.text == "\ufeffé\U0001f600\n\nzwei\ndrei"
    quote = document.quote(document.blocks[1].start, document.blocks[1].end)
    assert (quote.text, quote.start, quote.line) == ("zwei\ndrei", 5, 3)


def test_reading_a_document_again_from_its_text_gives_the_same_document(tmp_path: Path) -> None:
    for document in read_corpus(ROOT / "corpus").documents:
        assert read_document(document.path, document.text)[0] == document


@pytest.mark.skipif(os.geteuid() == 0, reason="everything may be read by root")
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    write(tmp_path, a_md="a", b_md="b")
    (tmp_path / "b.md").chmod(0)
    assert [one.path for one in read_corpus(tmp_path).skipped] == ["b.md"]
