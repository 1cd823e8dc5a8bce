"""Bad files: each is named with the reason or read as far as it can be, the good one beside it is read, in bounds."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index.corpus import read_corpus
from index.documents import Kind
from index.passages import cut

SECONDS = 20
MEBIBYTES = 400  # more than before


def lines(count: int, line: str) -> str:
    return f"{line}\n" * count


# What must be said of the file: part of the reason, or None where it is read whole.
FILES: dict[str, tuple[bytes | str, str | None]] = {
    "latin.md": ("Grüße".encode("latin-1"), "not UTF-8"),
    "utf16-le.md": ("text".encode("utf-16"), "UTF-16"),
    "utf16-be.txt": (b"\xfe\xff" + "text".encode("utf-16-be"), "UTF-16"),
    "utf32.md": ("text".encode("utf-32"), "UTF-32"),
    "utf16-no-mark.md": ("text".encode("utf-16-le"), "zero bytes"),
    "bom.md": (b"\xef\xbb\xbf# Head\n\ntext", None),
    "cut-short.md": ("text é".encode()[:-1], "not UTF-8"),
    "surrogate.md": (b"a\xed\xa0\x80b", "not UTF-8"),
    "binary.md": (bytes(range(256)) * 40, "zero bytes"),
    "picture.html": (b"\x89PNG\r\n\x1a\n\x00\x00", "zero bytes"),
    "empty.md": ("", "no text"),
    "blank.txt": (lines(1000, "   "), "no text"),
    "only-comment.md": ("<!-- nothing -->", "no text"),
    "only-front-matter.md": ("---\ntitle: x\n---\n", "no text"),
    "50-mb.md": (b"word " * 10_000_000, "larger"),
    "line-of-10-mb.md": (b"x" * 10_000_000, "larger"),
    "line-of-1-mb.md": ("word " * 200_000, "bare words"),
    "line-of-1-mb.txt": ("word " * 200_000, None),
    "line-of-1-mb.html": ("word " * 200_000, None),
    "word-of-1-mb.md": ("x" * 1_000_000, "bare words"),
    "nested-2000.md": ("\n".join("  " * depth + "- x" for depth in range(900)), "nested"),
    "nested-in-line.md": ("- " * 2000 + "x", "nested"),
    "quotes.md": (lines(20, "> " * 2000 + "x"), "nested"),
    "nested-2000.html": ("<ul><li>x" * 2000, "nested"),
    "nested-tables.html": ("<table><tr><td>" * 2000 + "x", "nested"),
    "nested-2000.txt": ("\n".join("  " * depth + "- x" for depth in range(900)), None),
    "columns-200.md": (
        "|".join("a" * 200) + "\n" + "|".join("-" * 200) + "\n" + lines(500, "|".join("b" * 200)),
        "bare",
    ),
    "columns-90.md": ("|".join("a" * 90) + "\n" + "|".join("-" * 90) + "\n" + lines(20, "|".join("b" * 90)), None),
    "rows-short.md": ("|".join("a" * 90) + "\n" + "|".join("-" * 90) + "\n" + lines(20_000, "b|"), "bare"),
    "brackets.md": ("[" * 50_000, "bare words"),
    "links-open.md": (lines(30, "[a](" * 150 + "\n"), None),
    "stars.md": ("**a " * 50_000, "bare words"),
    "emphasis.md": (lines(50, "*a **b _c " * 20 + "\n"), None),
    "ticks.md": ("".join("`" * run + " " for run in range(1, 190)), None),
    "entities.md": (lines(100, "&amp;&#x41;&nope;" * 30 + "\n"), None),
    "references.md": (lines(20_000, "[a]: b") + "[a] " * 200, None),
    "image-in-image.md": ("![" * 300 + "a" + "](b)" * 300, None),
    "tags-open.md": ("<a " * 6000, None),
    "template-open.md": (lines(200, "<% " * 90 + "\n"), None),
    "tags-open.html": ("<a " * 100_000 + "x", "not closed"),
    "comments-open.html": ("<p>good</p>" + "<!--x>" * 100_000, None),
    "quotes-open.html": ('<a x="' * 50_000, "not closed"),
    "less-than.html": ("<" * 100_000, "not closed"),
    "script-open.html": ("<p>a</p><script>" + "</" * 50_000 + ">", "not closed"),
    "attributes.html": ("<p " + "x=y " * 100_000 + ">text", None),
    "entities.html": ("&amp;&#99999999;&#0;&nope" * 5_000, None),
    "countdown.html": ("<ol reversed start=99999999999999999999><li>a" * 90, "nested"),
    "front-matter-broken.md": ("---\ntitle: [\n---\ntext", "front matter"),
    "front-matter-twice.md": ("---\na: 1\na: 2\n---\ntext", "front matter"),
    "front-matter-exploding.md": (
        "---\na: &a [x, x]\n"
        + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
        None,
    ),
    "front-matter-exploding-closed.md": (
        "---\na: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\ntext",
        "front matter",
    ),
    "front-matter-deep.md": ("---\na: " + "[" * 20_000 + "\n---\ntext", "front matter"),
    "front-matter-open.md": ("---\n" + lines(10_000, "a: b"), "bare words"),
    "brackets.txt": ("(" * 1000 + "\n" + lines(20_000, "x"), None),
    "bullets-within.txt": ("- a\n" + lines(5_000, ") - b"), None),
    "dots.txt": ("." * 100_000, None),
    "tabs.txt": (lines(50, "a\t" * 1000), None),
    "direction.md": ("\u202e" * 1000 + "text" + "\u200b" * 1000, None),
    "newlines.md": ("\r\r\n\n\r" * 10_000 + "text\x0b\x0c\x85\u2028", None),
}


def write(folder: Path, name: str) -> None:
    content = FILES[name][0]
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)


def peak() -> int:
    """The most memory this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def pieces(text: str) -> int:
    return len(text) // 3 + 1


def test_there_are_forty_of_them() -> None:
    assert len(FILES) >= 40


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_bad_file_is_named_or_read_and_the_good_one_beside_it_is_read(tmp_path: Path, name: str) -> None:
    write(tmp_path, name)
    (tmp_path / "good.md").write_text("A good document.")
    began, before = time.process_time(), peak()
    corpus = read_corpus(tmp_path)
    for document in corpus.documents:
        for passage in cut(document, pieces):
            assert pieces(passage.context) <= 254
            assert passage.quote.text == document.text[passage.quote.start : passage.quote.end]
    assert time.process_time() - began < SECONDS
    assert peak() - before < MEBIBYTES
    assert "good.md" in [document.path for document in corpus.documents]
    expected = FILES[name][1]
    said = [one.reason for one in corpus.skipped if one.path == name]
    assert bool(said) == bool(expected)
    assert expected is None or expected in said[0]


def pipe(path: Path) -> None:
    os.mkfifo(path)


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def nowhere(path: Path) -> None:
    path.symlink_to("gone")


def outside(path: Path) -> None:
    path.symlink_to("/etc/hostname")


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def upwards(path: Path) -> None:
    path.symlink_to("..", target_is_directory=True)


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (pipe, "not an ordinary file"),
        (loop, "nowhere"),
        (nowhere, "nowhere"),
        (outside, "outside"),
        (device, "outside"),
        (upwards, "outside"),
        (folder, None),
    ],
    ids=["pipe", "loop", "nowhere", "outside", "device", "upwards", "folder"],
)
def test_what_is_no_ordinary_file_is_never_waited_for(
    tmp_path: Path, make: Callable[[Path], None], reason: str | None
) -> None:
    (tmp_path / "good.md").write_text("A good document.")
    make(tmp_path / "odd.md")
    corpus = read_corpus(tmp_path)
    assert [document.path for document in corpus.documents] == ["good.md"]
    assert [reason is not None and reason in one.reason for one in corpus.skipped] == [True] * bool(reason)


def test_a_name_that_is_not_utf_8_is_named_in_signs_that_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text("A good document.")
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xff.md"))).write_text("x")
    skipped = read_corpus(tmp_path).skipped
    assert len(skipped) == 1
    skipped[0].path.encode()


def test_a_corpus_of_two_thousand_bad_files_goes_through(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text("A good document.")
    small = [name for name, (content, _) in FILES.items() if len(content) < 3_000]
    for number in range(2000):
        name = small[number % len(small)]
        (tmp_path / f"{number}-{name}").write_bytes(
            content.encode() if isinstance(content := FILES[name][0], str) else content
        )
    began = time.process_time()
    corpus = read_corpus(tmp_path)
    assert time.process_time() - began < SECONDS
    assert len(corpus.skipped) > 1000
    good = corpus.documents[-1]
    assert [(block.kind, block.text) for block in good.blocks] == [(Kind.PARAGRAPH, "A good document.")]
