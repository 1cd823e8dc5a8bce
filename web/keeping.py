"""Keeping the index to the documents: watching them, building when they change, following what others build."""

from __future__ import annotations

import fcntl
import logging
import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import watchfiles

from assistant.assistant import Assistant
from index.building import Progress, Report
from index.errors import Fault
from index.generations import State
from web.builds import Builder
from web.listing import Listing, listing

TICK = 1_000  # milliseconds between two looks at the documents, where nothing is reported
SETTLED = 300  # milliseconds of quiet before a change is looked at
FOLLOWING = 0.2  # seconds between two looks at which generation is current
AGAIN = 10  # seconds after which a build that failed is tried again, though no document has changed
LONGEST_STOP = 5  # seconds that threads have to end

log = logging.getLogger(__name__)


class Keeper:
    """Keeps the assistant to the newest index of one folder of documents. Safe to share between threads.

    Of several processes with one state folder all follow, and one watches: who holds ``watching``, a lock that ends
    with its process.
    """

    def __init__(
        self, assistant: Assistant, corpus: Path, state: State, builder: Builder, seen: Listing | None = None
    ) -> None:
        """``seen`` is what the documents were like when they were last built."""
        self._assistant = assistant
        self._corpus = corpus
        self._state = state
        self._builder = builder
        self._lock = threading.Lock()
        self._seen = state.current_id()
        self._listed = seen
        self._failed = ""  # what the last build failed with
        assistant.kept = True

    def rebuild(self, progress: Progress | None = None, *, asked: bool = True) -> Report:
        """Build what is behind and answer from it. Raises Fault, and then answers as before."""
        with self._lock:
            report = self._builder.build(progress, asked=asked)
        self.follow()
        return report

    def follow(self) -> None:
        """Answer from the generation that is current now, whoever built it or went back to it."""
        generation = self._assistant.take_up().generation
        if generation.id != self._seen:
            log.info("generation %s answers%s", generation.id, f" ({generation.notice})" if generation.notice else "")
            self._seen = generation.id

    def keep_following(self, stop: threading.Event) -> None:
        """Until ``stop``: answer from what is current."""
        told = ""
        while not stop.wait(FOLLOWING):
            try:
                self.follow()
                told = ""
            except (Fault, OSError) as fault:
                if str(fault) != told:
                    log.error("generation %s goes on answering: %s", self._seen, fault)
                told = str(fault)

    def keep_watching(self, stop: threading.Event) -> None:
        """Until ``stop``: build when a document has changed.

        What watchfiles reports is a reason to look at once; what decides is the listing of the folder, so that changes
        that no system reports (network folders, links) are seen too, and in the end the documents' content.
        """
        with suppress(OSError), (self._state.root / "watching").open("w") as lock:
            seen, warm, again = self._listed, False, math.inf
            for _ in _ticks(self._corpus, stop):
                if not _held(lock):
                    continue
                if not warm:
                    self._builder.warm()
                    warm = True
                now = listing(self._corpus)
                if now != seen or time.monotonic() > again:
                    again = math.inf if self._built(told=seen is not None) else time.monotonic() + AGAIN
                seen = now

    def _built(self, *, told: bool) -> bool:
        """Whether the documents could be built; what became of it is logged, a failure once."""
        try:
            report = self.rebuild(asked=False)
        except (Fault, OSError) as fault:
            if str(fault) != self._failed:
                log.error("the index stays as it is: %s", fault)
            self._failed = str(fault)
            return False
        self._failed = ""
        if report.withheld:
            log.error("generation %s is withheld: %s", report.generation, report.withheld)
        elif not report.unchanged:
            log.info(
                "documents changed: %s added, %s changed, %s gone, %s of %s passages embedded in %.1f s; "
                "generation %s answers",
                *map(len, (report.added, report.changed, report.gone)),
                report.embedded,
                report.passages,
                report.seconds,
                report.generation,
            )
            for change in report.rules:
                log.info("rules: %s", " ".join(change.split()))
        elif told:
            log.info("documents touched, none changed: generation %s goes on answering", report.generation)
        return True


@contextmanager
def kept(keeper: Keeper, builder: Builder, *, watch: bool) -> Iterator[None]:
    """Follow and, where ``watch``, build in threads of their own meanwhile."""
    stop = threading.Event()
    work = (keeper.keep_following, keeper.keep_watching) if watch else (keeper.keep_following,)
    threads = [threading.Thread(target=each, args=(stop,), name=each.__name__, daemon=True) for each in work]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        builder.stop()
        for thread in threads:
            thread.join(timeout=LONGEST_STOP)


def _held(lock: IO[str]) -> bool:
    """Whether this process is the one that watches."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _ticks(corpus: Path, stop: threading.Event) -> Iterator[None]:
    """Once every TICK, and as soon as a change in the corpus has settled; also while the folder is gone."""
    while not stop.is_set():
        try:
            for _ in watchfiles.watch(
                corpus,
                stop_event=stop,
                debounce=SETTLED,
                rust_timeout=TICK,
                yield_on_timeout=True,
                raise_interrupt=False,
                ignore_permission_denied=True,
            ):
                yield
                if not corpus.is_dir():
                    break  # another folder may come in its place: that one is to be watched
        except (FileNotFoundError, RuntimeError):
            pass
        if not stop.wait(TICK / 1_000):
            yield
