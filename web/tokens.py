"""Tokens: who may call from elsewhere. The file holds digests only; a token itself is shown once, when it is made."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from pydantic import TypeAdapter, ValidationError

from index.errors import Fault
from web.callers import Caller, Role

NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
PREFIX = "asst_"  # so that scanners for leaked secrets can know one
_NOBODY = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is kept: ``digest`` is its SHA-256. ``rate`` (a minute) and ``at_once`` bound it where given."""

    id: str
    name: str
    role: Role
    digest: str
    made_at: float
    rate: int | None = None
    at_once: int | None = None


class TokensUnusable(Fault):
    """The file of tokens cannot be read, or the token named is not to be made or revoked."""


_TOKENS = TypeAdapter(tuple[Token, ...])


class Tokens:
    """The tokens of a state folder. What another process makes or revokes holds from the next request on."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._seen: tuple[int, int, int] | None = None
        self._kept: tuple[Token, ...] = ()

    def all(self) -> tuple[Token, ...]:
        """Every token, oldest first. Raises TokensUnusable."""
        with self._lock:
            seen = self._standing()
            if seen != self._seen:
                self._kept, self._seen = self._read(), seen
            return self._kept

    def make(self, name: str, role: Role, rate: int | None = None, at_once: int | None = None) -> str:
        """A new token, to be handed to whoever it is for; it cannot be shown again. Raises TokensUnusable."""
        with self._changing():
            kept = self._read()
            if any(token.name == name for token in kept):
                raise TokensUnusable(f"there is a token named {name}: revoke it with 'assistant token revoke {name}'")
            id = secrets.token_hex(4)
            text = f"{PREFIX}{id}_{secrets.token_urlsafe(32)}"
            self._write((*kept, Token(id, name, role, _digest(text), time.time(), rate, at_once)))
        return text

    def revoke(self, name: str) -> None:
        """Refuse a token from now on. Raises TokensUnusable where there is none of that name."""
        with self._changing():
            kept = self._read()
            left = tuple(token for token in kept if token.name != name)
            if left == kept:
                raise TokensUnusable(f"there is no token named {name}: see 'assistant token list'")
            self._write(left)

    def caller(self, presented: str) -> Caller | None:
        """Who presents a token; None where it is none of ours. An unknown one takes the time that a wrong one takes."""
        id = presented.removeprefix(PREFIX).partition("_")[0]
        named = next((token for token in self.all() if token.id == id), None)
        right = hmac.compare_digest(_digest(presented), named.digest if named else _NOBODY)
        if named is None or not right:
            return None
        return Caller(named.name, named.role, named.id, named.rate, named.at_once)

    def _standing(self) -> tuple[int, int, int] | None:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino

    def _read(self) -> tuple[Token, ...]:
        try:
            return _TOKENS.validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return ()
        except (ValidationError, OSError) as error:
            raise TokensUnusable(
                f"the tokens in {self._path} cannot be read: put the file aside and make new ones with"
                " 'assistant token make NAME'"
            ) from error

    def _write(self, tokens: tuple[Token, ...]) -> None:
        beside = self._path.with_name(self._path.name + ".new")
        beside.touch(mode=0o600)
        beside.write_bytes(_TOKENS.dump_json(tokens, indent=1))
        beside.replace(self._path)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """One process at a time changes the file."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.with_name(self._path.name + ".lock").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield


def named(name: str) -> bool:
    """Whether a token may have this name."""
    return NAME.fullmatch(name) is not None


def _digest(text: str) -> str:
    """Plain SHA-256 will do: a token holds 256 random bits, so that no list of likely ones exists."""
    return hashlib.sha256(text.encode()).hexdigest()
