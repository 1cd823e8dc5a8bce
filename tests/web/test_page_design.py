"""The design of the pages: what govuk-frontend's stylesheet says, taken over by a command, and nothing else of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from web.design import SPACES, TARGET, TYPE, NotTheStylesheet, tokens

STATIC = TARGET.parent
SMALL = (
    ':root{--govuk-frontend-version:"6.0.0";--govuk-breakpoint-tablet:40rem;--govuk-link-colour:#123456}'
    "@font-face{font-family:GDS Transport;src:url(x.woff2)}"
    + "".join(f".govuk-{name}{{font-weight:700;font-size:1rem;line-height:1.25}}" for name in TYPE)
    + "@media{.govuk-heading-l{font-size:2rem;line-height:1.1111111111}}"
    + "".join(f".govuk-\\!-margin-{step}{{margin:{step * 5}px!important}}" for step in SPACES)
    + "@media{.govuk-\\!-margin-9{margin:60px!important}}"
    ".govuk-link:focus{outline:3px solid transparent;background-color:var(--govuk-focus-colour,#fd0)}"
)


def test_the_figures_are_taken_out_of_the_stylesheet() -> None:
    made = tokens(SMALL)
    small, large = made.split("@media")
    assert "govuk-frontend 6.0.0" in small
    assert "--govuk-link-colour: #123456;" in small
    assert "--govuk-heading-l-size: 1rem;" in small
    assert "--govuk-heading-l-size: 2rem;" in large
    assert "--govuk-heading-l-line: 1.111;" in large
    assert "--govuk-space-9: 2.8125rem;" in small
    assert "--govuk-space-9: 3.75rem;" in large
    assert "a:focus-visible" in large


def test_neither_typeface_nor_crown_is_taken() -> None:
    assert "Transport" not in tokens(SMALL)
    for path in STATIC.glob("*.css"):
        assert not re.search(r"url\(|@font-face|@import|GDS Transport|crown(?! and typeface)", path.read_text("utf-8"))


def test_another_file_is_refused_with_the_one_to_name() -> None:
    with pytest.raises(NotTheStylesheet, match=r"govuk-frontend\.min\.css"):
        tokens("body{color:red}")


def test_the_pages_use_what_was_taken_and_nothing_that_was_not() -> None:
    defined = set(re.findall(r"(--govuk-[\w-]+):", TARGET.read_text("utf-8")))
    used = set(re.findall(r"var\((--govuk-[\w-]+)", (STATIC / "site.css").read_text("utf-8")))
    assert used <= defined
    assert {"--govuk-link-colour", "--govuk-focus-colour", "--govuk-heading-l-size", "--govuk-space-3"} <= used


def test_the_script_stays_small() -> None:
    assert Path(STATIC / "chat.js").stat().st_size < 15_000
