"""The tables of phrases, by what they are about."""

from __future__ import annotations

from assistant.claims.lexicon import Tag
from assistant.claims.tables.meaning import MEANING
from assistant.claims.tables.outcomes import OUTCOMES
from assistant.claims.tables.turning import TURNING

PHRASES: dict[Tag, str] = TURNING | OUTCOMES | MEANING
