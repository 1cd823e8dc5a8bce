"""The switch that stops all answering when something is wrong: one file in the state folder, its text the reason."""

from __future__ import annotations

from pathlib import Path

from index.errors import Fault


class Paused(Fault):
    """Somebody who looks after the assistant has stopped it; the text is their reason."""


class Switch:
    """The switch of a state folder; None is one that nobody can reach. It holds for every process that serves."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path

    def pause(self, reason: str) -> None:
        """Answer nothing from now on."""
        assert self._path, "a switch without a file cannot be used"
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(" ".join(reason.split()), encoding="utf-8")

    def resume(self) -> bool:
        """Answer again; False where nothing was paused."""
        was = self.reason() is not None
        if self._path:
            self._path.unlink(missing_ok=True)
        return was

    def reason(self) -> str | None:
        """Why nothing is answered; None while everything is."""
        if self._path is None:
            return None
        try:
            return self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def check(self) -> None:
        """Raises Paused where nothing is to be answered."""
        reason = self.reason()
        if reason is not None:
            raise Paused(f"the assistant is paused: {reason}")
