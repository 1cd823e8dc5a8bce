"""What became of each rule between two rulebooks, told so that a person can judge it.

Wrapping, markup, link targets, the grammar of the sentence around a rule and the names of pages are no change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from assistant.rulebook.identity import condition_of, content, plain
from assistant.rulebook.language import pattern
from assistant.rulebook.rules import EscalationOrder, Responsibility, Rule, Rulebook, TicketInstruction
from index.documents import Quote

ALIKE = 0.45  # the share of their words that two rules have in common, from which on one is the other reworded
FRAME = pattern(r"(?:is|are)\s+(?:\w+\s+)?(?:responsible\s+for|in\s+charge\s+of)\s+")


class ChangeKind(StrEnum):
    """What became of a rule."""

    ADDED = "added"
    CHANGED = "changed"
    GONE = "gone"


class RuleKind(StrEnum):
    """Which kind of rule it is."""

    ORDER = "escalation_order"
    TICKET = "ticket"
    RESPONSIBILITY = "responsibility"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one rule: ``before`` is None where it is added, ``after`` where it is gone.

    ``parts`` names what differs: steps and scope of an order; queue, system, instructor, target, conditions and
    permission of a ticket instruction; team, channel, duty and exception of a responsibility. Only a changed rule has
    any.
    """

    kind: ChangeKind
    rule: RuleKind
    id: str
    parts: tuple[str, ...]
    before: Rule | None
    after: Rule | None

    @property
    def quotes(self) -> tuple[Quote | None, Quote | None]:
        """The words that stated the rule before, and those that state it now."""
        return (self.before.evidence[0] if self.before else None, self.after.evidence[0] if self.after else None)


def compare(before: Rulebook, after: Rulebook) -> tuple[Change, ...]:
    """What became of each rule that is not as it was, in the order of the rulebook's kinds; gone ones last in each."""
    return (
        *_changes(RuleKind.ORDER, before.orders, after.orders),
        *_changes(RuleKind.TICKET, before.tickets, after.tickets),
        *_changes(RuleKind.RESPONSIBILITY, before.responsibilities, after.responsibilities),
    )


def describe(change: Change) -> str:
    """A change in plain words, with the words of the documents before and after."""
    name = NAMES[change.rule]
    old, new = change.quotes
    if change.kind is ChangeKind.ADDED:
        return f"A new {name}.\n{_quoted('Now', new)}"
    if change.kind is ChangeKind.GONE:
        return f"A {name} is gone.\n{_quoted('Before', old)}"
    assert change.before is not None
    assert change.after is not None
    was, now = _parts(change.before), _parts(change.after)
    told = "; ".join(f"{part} from {was[part] or 'none'} to {now[part] or 'none'}" for part in change.parts)
    return f"A {name} has changed: {told}.\n{_quoted('Before', old)}\n{_quoted('Now', new)}"


NAMES = {
    RuleKind.ORDER: "documented escalation order",
    RuleKind.TICKET: "ticket instruction",
    RuleKind.RESPONSIBILITY: "responsibility",
}


def _quoted(when: str, quote: Quote | None) -> str:
    assert quote is not None
    return f"{when} ({quote.document}, line {quote.line}): “{' '.join(quote.text.split())}”"


def _changes(kind: RuleKind, before: Sequence[Rule], after: Sequence[Rule]) -> Iterator[Change]:
    """The changes of one kind: rules are the same by id, else by likeness."""
    pairs = _pairs(before, after)
    old = {new.id: old for old, new in pairs}
    for new in after:
        if new.id not in old:
            yield Change(ChangeKind.ADDED, kind, new.id, (), None, new)
        elif parts := _differing(old[new.id], new):
            yield Change(ChangeKind.CHANGED, kind, new.id, parts, old[new.id], new)
    kept = {rule.id for rule, _ in pairs}
    for rule in before:
        if rule.id not in kept:
            yield Change(ChangeKind.GONE, kind, rule.id, (), rule, None)


def _pairs(before: Sequence[Rule], after: Sequence[Rule]) -> list[tuple[Rule, Rule]]:
    """Each rule with what it has become: first by id, then the likest first."""
    by_id = {rule.id: rule for rule in before}
    pairs = [(by_id[rule.id], rule) for rule in after if rule.id in by_id]
    known = {rule.id for _, rule in pairs}
    left = [rule for rule in before if rule.id not in known]
    new = [rule for rule in after if rule.id not in known]
    scored = [(_likeness(one, other), one, other) for one, other in product(left, new)]
    for score, one, other in sorted(scored, key=lambda each: -each[0]):
        if score >= ALIKE and one in left and other in new:
            pairs.append((one, other))
            left.remove(one)
            new.remove(other)
    return pairs


def _likeness(one: Rule, other: Rule) -> float:
    """How far two rules of a kind say the same, 0 to 1 and more: shared words, and what names them."""
    if isinstance(one, EscalationOrder) and isinstance(other, EscalationOrder):
        return max(_shared(one.scope, other.scope), _shared(" ".join(one.steps), " ".join(other.steps)))
    if isinstance(one, TicketInstruction) and isinstance(other, TicketInstruction):
        told, tells = (" ".join(condition.text for condition in rule.when) for rule in (one, other))
        return _shared(told, tells) + (0.25 if plain(one.queue) == plain(other.queue) else 0)
    if isinstance(one, Responsibility) and isinstance(other, Responsibility):
        return max(_shared(*pair) for pair in _frames(one.duty, other.duty)) + (0.1 if one.team == other.team else 0)
    return 0


def _differing(one: Rule, other: Rule) -> tuple[str, ...]:
    """The parts in which two readings of a rule differ."""
    was, now = _compared(one), _compared(other)
    return tuple(part for part in was if not SAME.get(part, _same_name)(was[part], now[part]))


def _compared(rule: Rule) -> dict[str, str]:
    """The parts of a rule, as they are compared: steps told within the scope of an order are no part of it."""
    parts = _parts(rule)
    return parts | {"scope": condition_of(rule.scope, rule.steps)} if isinstance(rule, EscalationOrder) else parts


def _parts(rule: Rule) -> dict[str, str]:
    """The parts of a rule, as they are told."""
    if isinstance(rule, EscalationOrder):
        return {"steps": " > ".join(rule.steps), "scope": rule.scope}
    if isinstance(rule, Responsibility):
        return {"team": rule.team, "channel": rule.channel or "", "duty": rule.duty, "exception": rule.exception or ""}
    others = [condition.text for condition in rule.when if not condition.instructor]
    return {
        "queue": rule.queue,
        "system": rule.system or "",
        "instructor": ", ".join(condition.instructor for condition in rule.when if condition.instructor),
        "target": ", ".join(condition.target for condition in rule.when if condition.target),
        "conditions": "; ".join(others),
        "permission": rule.permission or "",
    }


def _same_name(one: str, other: str) -> bool:
    """Are two names the same but for case, markup and white space?"""
    return plain(one) == plain(other)


def _same_meaning(one: str, other: str) -> bool:
    """Are two wordings the same but for their grammar: "will monitor" and "monitors"?"""
    return any(content(a) == content(b) for a, b in _frames(one, other))


SAME: dict[str, Callable[[str, str], bool]] = dict.fromkeys(
    ("scope", "duty", "conditions", "permission", "exception"), _same_meaning
)


def _frames(one: str, other: str) -> tuple[tuple[str, str], ...]:
    """Two wordings; where one only is "are responsible for X", also X and the other without its verb."""
    framed, also = FRAME.match(one), FRAME.match(other)
    if framed and not also:
        return (one, other), (one[framed.end() :], other), (one[framed.end() :], other.partition(" ")[2])
    if also and not framed:
        return (one, other), (one, other[also.end() :]), (one.partition(" ")[2], other[also.end() :])
    return ((one, other),)


def _shared(one: str, other: str) -> float:
    """The share of the words of two texts that both have."""
    left, right = content(one), content(other)
    return len(left & right) / len(left | right) if left | right else 1.0
