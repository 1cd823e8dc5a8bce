"""Whether an order or an instruction can tell what is asked; of a duty that is learnt by itself (``assistant.remits``).

An order tells whom to turn to, an instruction when to raise a ticket and where. A quantity, a place or somebody's own
name they do not tell, whatever they have in common with the question.
"""

from __future__ import annotations

from assistant.policy.rulings import Matter
from assistant.schooled import schooled
from assistant.sorts import QUANTITIES, Sort, sorts_of

UNTOLD = (*QUANTITIES, Sort.PLACE, Sort.PERSON)
LIKELY = 0.5  # from which a sort of answer is taken to be wanted


def tells(matter: Matter) -> bool:
    """Is what is asked of a sort that a rule can tell?"""
    words, reading = matter.evidence.parts[0]
    likely = sorts_of(words, reading.vector, schooled().sorts)
    return sum(likely[sort] for sort in UNTOLD) < LIKELY
