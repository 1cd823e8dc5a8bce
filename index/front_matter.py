"""The front matter of a document: what stands between two lines of dashes at its head, as plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

LARGEST = 64_000  # characters
_DEEPEST = 10
_FENCED = re.compile(r"\ufeff?---[ \t]*\n(?P<yaml>(?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Front matter: its values as text, where the body begins, and what was wrong with it."""

    values: tuple[tuple[str, str], ...] = ()
    end: int = 0
    fault: str | None = None


class _Unreadable(Exception):
    """Front matter that is YAML but not a plain list of values."""


def front_matter(text: str) -> FrontMatter:
    """The front matter at the head of a text, after a byte order mark if there is one."""
    fenced = _FENCED.match(text[: LARGEST + 10])
    if not fenced:
        return FrontMatter(end=1 if text.startswith("\ufeff") else 0)
    try:
        values = _values(fenced["yaml"])
    except _Unreadable as why:
        return FrontMatter(end=fenced.end(), fault=f"its front matter could not be read: {why}")
    except (yaml.YAMLError, ValueError, OverflowError) as why:
        return FrontMatter(end=fenced.end(), fault=f"its front matter could not be read: {_plain(why)}")
    return FrontMatter(values, fenced.end())


def _plain(why: Exception) -> str:
    """The parser's complaint on one line."""
    mark = getattr(why, "problem_mark", None)
    problem = getattr(why, "problem", None) or "it is not YAML"
    return f"{problem} (line {mark.line + 2})" if mark else str(problem)


def _values(source: str) -> tuple[tuple[str, str], ...]:
    """Key and value of every entry of the top level; lists and mappings as their words, joined by commas."""
    values: dict[str, list[str]] = {}
    key: str | None = None
    depth = 0
    for event in yaml.parse(source, Loader=yaml.SafeLoader):
        _check(event, depth)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            key = None if depth == 1 else key
        elif isinstance(event, yaml.ScalarEvent) and key is None:
            key = event.value
            if key in values:
                raise _Unreadable(f"the key {key[:40]!r} stands there twice")
            values[key] = []
        elif isinstance(event, yaml.ScalarEvent) and key is not None:
            values[key].append(event.value)
            key = None if depth == 1 else key
    return tuple((name, ", ".join(part for part in parts if part)) for name, parts in values.items())


def _check(event: yaml.Event, depth: int) -> None:
    """Refuse what front matter has no use for: repetition by reference, depth, anything but keys and values."""
    if isinstance(event, yaml.AliasEvent):
        raise _Unreadable("it repeats parts of itself (YAML aliases)")
    if depth == 0 and isinstance(event, yaml.ScalarEvent | yaml.SequenceStartEvent):
        raise _Unreadable("it is not a list of keys and values")
    if depth == _DEEPEST and isinstance(event, yaml.CollectionStartEvent):
        raise _Unreadable("it is nested too deep")
