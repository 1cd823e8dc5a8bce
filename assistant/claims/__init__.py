"""What a person's turn claims, read out of their own words.

Own words are parted into sentences and clauses; names stand in them as marks, so that no phrase knows a name. The tables
of the lexicon tag what the phrases of a clause do and how the clause is meant, and small readers make claims of what is
asserted. A question, a supposition, a plan, another's affair and quoted words claim nothing.
"""

from assistant.claims.reading import read_claims
from assistant.claims.speech import own_words
from assistant.claims.values import Claim, ClaimKind, Context

__all__ = ["Claim", "ClaimKind", "Context", "own_words", "read_claims"]
