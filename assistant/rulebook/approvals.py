"""Rules that somebody has approved, kept as lines of text that can be versioned with the documents.

Where rules are reviewed, one that is new or changed waits: it is shown and quoted, and governs nothing until it is
approved. An approval is of a rule as its evidence says it; when those words change or go, it lapses.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from assistant.rulebook.rules import Rule, Rulebook, Status
from assistant.words import tokens

HEADING = "# Approved rules: id, digest of the evidence, its first words. Written by 'assistant rules approve ID'.\n"
FIRST_WORDS = 100  # characters


def read_approvals(path: Path) -> Mapping[str, str]:
    """The digest of the evidence that was approved, by rule id; nothing where there is no such file."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return {}
    parted = (line.split(maxsplit=2) for line in lines if line.strip() and not line.startswith("#"))
    return {parts[0]: parts[1] for parts in parted if len(parts) > 1}


def reviewed(book: Rulebook, approved: Mapping[str, str]) -> Rulebook:
    """The rulebook with every rule pending whose words nobody has approved."""

    def pending(rule: Rule) -> bool:
        return approved.get(rule.id) != digest(rule)

    return replace(
        book,
        orders=tuple(replace(r, status=Status.PENDING) if pending(r) else r for r in book.orders),
        tickets=tuple(replace(r, status=Status.PENDING) if pending(r) else r for r in book.tickets),
        responsibilities=tuple(replace(r, status=Status.PENDING) if pending(r) else r for r in book.responsibilities),
    )


def in_force(book: Rulebook) -> Rulebook:
    """The rules that govern answers: all that are not pending, and what contradicts these."""
    orders = tuple(rule for rule in book.orders if rule.status is not Status.PENDING)
    tickets = tuple(rule for rule in book.tickets if rule.status is not Status.PENDING)
    duties = tuple(rule for rule in book.responsibilities if rule.status is not Status.PENDING)
    ids = {rule.id for kind in (orders, tickets, duties) for rule in kind}
    against = tuple(contradiction for contradiction in book.contradictions if contradiction.rule in ids)
    return replace(book, orders=orders, tickets=tickets, responsibilities=duties, contradictions=against)


def approve(path: Path, rules: Collection[Rule]) -> None:
    """Add approvals to the file, in place of earlier ones of the same rules; the file is replaced as a whole."""
    kept = {rule_id: (value, "") for rule_id, value in read_approvals(path).items()}
    if path.exists():
        for line in path.read_text("utf-8").splitlines():
            parts = line.split(maxsplit=2)
            if len(parts) == 3 and parts[0] in kept:
                kept[parts[0]] = parts[1], parts[2]
    for rule in rules:
        kept[rule.id] = digest(rule), " ".join(rule.evidence[0].text.split())[:FIRST_WORDS]
    lines = "".join(f"{rule_id} {value} {words}".rstrip() + "\n" for rule_id, (value, words) in sorted(kept.items()))
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(HEADING + lines, "utf-8")
    beside.replace(path)


def digest(rule: Rule) -> str:
    """A digest of the words of a rule's evidence; their markup and wrapping do not count."""
    words = " ".join(token.folded for quote in rule.evidence for token in tokens(quote.text))
    return hashlib.sha256(words.encode()).hexdigest()[:16]
