"""Claims of alerts that nobody took: who is paged and does not acknowledge it was consulted."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.claims.clauses import Clause
from assistant.claims.consulting import claimed
from assistant.claims.lexicon import SETS, Tag
from assistant.claims.referents import Scene, people
from assistant.claims.values import Claim, ClaimKind

ALERTS = frozenset(SETS["ALERT"].split())
WRITTEN = frozenset("message messages email mail dm slack text chat note voicemail asked messaged emailed".split())
PASSED = frozenset("gone went going passed escalated rolled fell".split())


def unacknowledged(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "@0 has not acknowledged the alert", "the page timed out on @1", "(we paged @0,) no acknowledgement"."""
    if is_unacknowledged(clause, scene):
        named = people(clause, scene)
        yield from claimed(ClaimKind.CONSULTED, named or scene.last, clause, scene)


def is_unacknowledged(clause: Clause, scene: Scene) -> bool:
    """Is it told that an alert was not taken, rather than a message not yet answered?"""
    if not clause.asserted or not (clause.has(Tag.UNACKNOWLEDGED) or _neither_took(clause)):
        return False
    words = set(clause.words) | set(scene.before.words if scene.before else ())
    alerted = bool(ALERTS & words) or bool({"past", "through"} & words and PASSED & words)
    planned = any(clause.within(Tag.PLANNED, 0, span.end) for span in clause.all(Tag.UNACKNOWLEDGED))
    return alerted and not WRITTEN & words and not planned and "yet" not in words


def _neither_took(clause: Clause) -> bool:
    """ "Neither @0 nor @1 acknowledged it", "nobody picked it up"."""
    takes = {"acknowledged", "acked", "picked", "answered", "responded"} & set(clause.words)
    return clause.words[0] in {"neither", "nobody", "none"} and bool(takes)
