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
        if isinstance(event, yaml.AliasEvent):
            raise _Unreadable("it repeats parts of itself (YAML aliases)")
        opens = isinstance(event, yaml.CollectionStartEvent)
        if opens and depth == 0 and not isinstance(event, yaml.MappingStartEvent):
            raise _Unreadable("it is not a list of keys and values")
        if isinstance(event, yaml.ScalarEvent):
            if depth == 0:
                raise _Unreadable("it is not a list of keys and values")
            if depth == 1 and key is None:
                key = event.value
                if key in values:
                    raise _Unreadable(f"the key {key[:40]!r} stands there twice")
                values[key] = []
                continue
            values.setdefault(key or "", []).append(event.value)
        elif opens:
            depth += 1
            if depth > _DEEPEST:
                raise _Unreadable("it is nested too deep")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth == 1 and not (opens and key is None):
            key = None
    return tuple((name, ", ".join(part for part in parts if part)) for name, parts in values.items())
