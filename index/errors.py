"""What can go wrong with an index. Every message ends with what to run next.

Fault
├── CorpusMissing        the folder of documents is not there, or holds none that can be read
├── ModelUnavailable     the embedding model is not installed, not made, or not the one named
├── GenerationMissing    nothing has been built yet, or not the generation named
├── GenerationDamaged    a file of a generation is not what its manifest says, or of another format or model
└── StateUnwritable      the state folder cannot be written
"""

from __future__ import annotations


class Fault(Exception):
    """A fault of the index; its text says what is wrong and the next command."""


class CorpusMissing(Fault):
    """The folder of documents is missing or empty."""


class ModelUnavailable(Fault):
    """The embedding model cannot be used."""


class GenerationMissing(Fault):
    """There is no such generation."""


class GenerationDamaged(Fault):
    """A generation's files are not what its manifest says."""


class StateUnwritable(Fault):
    """The state folder cannot be written."""
