"""What can go wrong with an index. Every message ends with what to run next.

Fault
├── CorpusMissing        the folder of documents is not there, or holds none that can be read
│   └── CorpusShrunk     most of the documents are gone at once, and nobody said that they should be
├── ModelUnavailable     the embedding model is not installed, not made, or not the one named
├── GenerationMissing    nothing has been built yet, or not the generation named
├── GenerationDamaged    a file of a generation is not what its manifest says, or of another format or model
├── StateUnwritable      the state folder cannot be written
├── ReadingFailed        files are there but the system could not read them: too many open, an error of the disk
└── BuildUnderWay        another process has been building for longer than one waits
"""

from __future__ import annotations

import errno

STARVED = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO, errno.ESTALE})


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


class ReadingFailed(Fault):
    """Files are there, but the system could not read them just now: they are neither missing nor damaged."""

    @classmethod
    def of(cls, path: object, error: OSError) -> ReadingFailed:
        """The fault of one path."""
        return cls(
            f"{path} cannot be read just now ({error.strerror}): "
            "see to the disk or the limit of open files, and run the command again"
        )


class CorpusShrunk(CorpusMissing):
    """Most of the documents are gone at once."""


class BuildUnderWay(Fault):
    """Another process is building."""


def starved(error: OSError) -> bool:
    """Whether an error tells of the system's state and not of the file's: the file may be whole."""
    return error.errno in STARVED
