"""Quoted words as their reader sees them."""

from __future__ import annotations

import pytest

from assistant.quoting import as_read
from index.corpus import read_document

CASES = {
    "a paragraph with a link and code": (
        "a.md",
        "Ask [the desk](https://example.org) for `X--Y` *now*.",
        "> Ask the desk for `X--Y` now.",
    ),
    "a list with its lead": ("a.md", "Do this:\n\n- one\n- two", "> Do this:\n>\n> - one\n> - two"),
    "numbered items": ("a.md", "1. The lead\n1. The head", "> 1. The lead\n> 2. The head"),
    "tags of a page are not shown": (
        "a.html",
        "<p>Call <b>the lodge</b>:</p><ul><li>keys</li></ul>",
        "> Call the lodge:\n>\n> - keys",
    ),
    "a command is kept whole": ("a.md", "```\nrm *.log\n```", "> ```\n> rm *.log\n> ```"),
    "a number in brackets is no marker": ("a.txt", "See [12] there.", "> See \\[12\\] there."),
    "nor within code": ("a.md", "Run `t[500]` now:\n\n    t[500]", "> Run t\\[500\\] now:\n>\n> t\\[500\\]"),
    "words that look like markup are shown as they are": ("a.txt", "Use * and <b>.", "> Use \\* and \\<b\\>."),
}  # fmt: skip


@pytest.mark.parametrize(("path", "text", "shown"), CASES.values(), ids=CASES)
def test_a_quote_is_shown_as_its_reader_sees_it(path: str, text: str, shown: str) -> None:
    document, _ = read_document(path, text)
    whole = document.quote(document.blocks[0].start, document.blocks[-1].end)
    assert as_read(document, whole) == shown
