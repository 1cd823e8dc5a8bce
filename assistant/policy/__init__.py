"""The policy: an ordered tuple of rules, read top to bottom. The first that has something to say decides."""

from __future__ import annotations

from assistant.policy.escalations import escalation
from assistant.policy.passages import documented, undocumented
from assistant.policy.rulings import Matter, Rule, Ruling
from assistant.policy.talk import again, pleasantry, settled
from assistant.policy.teams import compared, duties, reach, roster
from assistant.policy.tickets import no_queue, ticket

POLICY: tuple[Rule, ...] = (
    pleasantry,
    again,
    settled,
    ticket,
    escalation,
    duties,
    reach,
    compared,
    roster,
    no_queue,
    documented,
    undocumented,
)


def decide(matter: Matter) -> Ruling:
    """The ruling of the first rule that decides; the last one always does."""
    for rule in POLICY:
        ruling = rule(matter)
        if ruling:
            return ruling
    raise AssertionError("the last rule of the policy always decides")
