"""Takes colours, type scale, spacing and focus style out of govuk-frontend's stylesheet: ``make styles``.

The crown and the typeface are not ours to use, and nothing of them is taken. ``python -m web.design FILE`` writes
``static/govuk.css`` from the package's ``dist/govuk/govuk-frontend.min.css``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent / "static" / "govuk.css"
TABLET = "40.0625em"  # from here on the larger sizes hold
TYPE = ("heading-l", "heading-m", "heading-s", "body-l", "body-m", "body-s")
SPACES = range(1, 10)
FOCUSED = "a:focus-visible, summary:focus-visible, button.link:focus-visible, button.example:focus-visible"

_ROOT = re.compile(r":root\{([^}]*--govuk-frontend-version[^}]*)\}")
_VERSION = re.compile(r'--govuk-frontend-version:"([^"]+)"')
_FOCUS = re.compile(r"\.govuk-link:focus\{([^}]*background-color[^}]*)\}")


class NotTheStylesheet(ValueError):
    """The file is not govuk-frontend's stylesheet, or another release lays it out otherwise."""


def tokens(stylesheet: str) -> str:
    """The design as a stylesheet of custom properties and one rule. Raises NotTheStylesheet."""
    root, version = _first(_ROOT, stylesheet), _first(_VERSION, stylesheet)
    colours = [each for each in root.split(";") if re.match(r"--govuk-[a-z-]+-colour:", each)]
    small = [*colours, *_type(stylesheet, 0), *_spaces(stylesheet, 0)]
    large = [*_type(stylesheet, 1), *_spaces(stylesheet, 1)]
    return (
        f"/* Colours, type scale, spacing and focus style of govuk-frontend {version} (MIT); by 'make styles'. */\n"
        f"{_rule(':root', small)}@media (min-width: {TABLET}) {{\n{_rule(':root', large)}}}\n"
        f"{_rule(FOCUSED, _first(_FOCUS, stylesheet).split(';'))}"
    )


def _type(stylesheet: str, screen: int) -> Iterator[str]:
    """Size and line height of each style on small (0) and large (1) screens."""
    for name in TYPE:
        pattern = rf"\.govuk-{name}[^{{}}]*\{{(?:[^}}]*;)?font-size:([\d.]+rem);line-height:([\d.]+)"
        size, line = _at(re.findall(pattern, stylesheet), screen, name)
        yield f"--govuk-{name}-size:{size}"
        yield f"--govuk-{name}-line:{float(line):.4g}"


def _spaces(stylesheet: str, screen: int) -> Iterator[str]:
    """The spaces, in rem so that they grow with the person's text."""
    for step in SPACES:
        found = re.findall(rf"\.govuk-\\!-margin-{step}\{{margin:(\d+)px", stylesheet)
        yield f"--govuk-space-{step}:{int(_at(found, screen, f'space {step}')) / 16:g}rem"


def _at(found: Sequence[Any], screen: int, what: str) -> Any:
    if not found:
        raise NotTheStylesheet(f"there is no {what} in it: name dist/govuk/govuk-frontend.min.css of release 6")
    return found[min(screen, len(found) - 1)]


def _first(pattern: re.Pattern[str], text: str) -> str:
    return str(_at(pattern.findall(text), 0, pattern.pattern))


def _rule(selector: str, declarations: Sequence[str]) -> str:
    return f"{selector} {{\n" + "".join(f"  {each.replace(':', ': ', 1)};\n" for each in declarations if each) + "}\n"


if __name__ == "__main__":
    TARGET.write_text(tokens(Path(sys.argv[1]).read_text(encoding="utf-8")), encoding="utf-8")
