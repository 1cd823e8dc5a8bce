"""What became of the rules between two generations."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.rulebook.rules import Rule, Rulebook


@dataclass(frozen=True, slots=True)
class Changes:
    """Rules that one rulebook has more, has less, and tells otherwise (each as it was and as it is)."""

    added: tuple[Rule, ...]
    changed: tuple[tuple[Rule, Rule], ...]
    gone: tuple[Rule, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)


def changes(before: Rulebook, after: Rulebook) -> Changes:
    """What distinguishes two rulebooks. A rule that only stands elsewhere in its document is the same."""
    old = {rule.id: rule for rule in before.rules}
    new = {rule.id: rule for rule in after.rules}
    return Changes(
        added=tuple(rule for rule in after.rules if rule.id not in old),
        changed=tuple(
            (old[rule.id], rule) for rule in after.rules if rule.id in old and _told(rule) != _told(old[rule.id])
        ),
        gone=tuple(rule for rule in before.rules if rule.id not in new),
    )


def _told(rule: Rule) -> Rule:
    """The rule without its place."""
    return replace(rule, section=(), evidence=())
