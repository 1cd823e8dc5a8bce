"""What a person's turn claims, read out of their own words.

Own words (speech) become plain words (plain) and clauses (parts, clauses), in which names are marks, so that no phrase
knows a name (persons: nor anybody's own one), once asides are dropped (asides) and roundabout denials said straight
(roundabout). Tables of words (lexicon, tables) tag what the phrases of a clause do and how the clause is meant. Small
readers (consulting, outcomes, troubles, tickets, findings, directives, corrections) make claims of what is asserted.
What no reader places is weighed by the company that a name keeps (leanings, fitted to labelled turns). Of all that,
reading keeps what the rest of the turn does not undo. A question, a supposition, a plan, another's affair and quoted
words claim nothing.
"""

from assistant.claims.reading import read_claims
from assistant.claims.speech import about, own_words
from assistant.claims.turning import turning_to
from assistant.claims.values import Claim, ClaimKind, Context

__all__ = ["Claim", "ClaimKind", "Context", "about", "own_words", "read_claims", "turning_to"]
