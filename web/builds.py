"""A build with everything around it: the gate, what became of the rules, and a background process to do it in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from queue import Queue
from typing import NoReturn

from pydantic import TypeAdapter

from assistant.assistant import Assistant
from assistant.conversations import Conversations
from assistant.edition import Edition
from assistant.gate import Gate, Objected
from assistant.rulebook.approvals import read_approvals
from assistant.rulebook.comparing import compare, describe
from assistant.rulebook.reading import Known, read_rules
from assistant.rulebook.rules import Rulebook
from index.building import Progress, Report, build, cut_all
from index.corpus import read_corpus
from index.embedding import OnnxEmbedder
from index.errors import Fault, GenerationDamaged, GenerationMissing
from index.generations import Generation, Judge, Manifest, State
from index.lexical import passage_terms
from web.settings import Settings

NICER = 10  # by how much a background build leaves the processor to those who answer
_REPORT = TypeAdapter(Report)


class BuildFailed(Fault):
    """A build in a process of its own has failed; the text is what that process said."""


@dataclass(slots=True)
class Memory:
    """What builds of one process have in common: the rulebooks read, by generation, and what each document states."""

    books: dict[str, Rulebook] = field(default_factory=dict)
    stated: Known = field(default_factory=dict)

    def book(self, generation: Generation) -> Rulebook:
        """The rules of a generation, read once."""
        if generation.id not in self.books:
            self.books = dict([*self.books.items()][-1:])
            self.books[generation.id] = read_rules(generation.documents, self.stated)
        return self.books[generation.id]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did, and the rules before and after it."""

    report: Report
    before: Rulebook
    after: Rulebook


def build_index(
    settings: Settings,
    state: State,
    *,
    full: bool = False,
    force: bool = False,
    asked: bool = True,
    progress: Progress | None = None,
    memory: Memory | None = None,
) -> Built:
    """Build, let the new generation through the gate where there is one, and tell what became of the rules.

    ``force`` passes the gate by and takes a corpus that has lost most of its documents. Raises Fault.
    """
    current, memory = _current(state), memory or Memory()
    before = memory.book(current) if current else Rulebook()
    made: list[Generation] = []
    object_to = None if force else gate_of(settings, state)

    def judge(generation: Generation) -> str | None:
        made.append(generation)
        return object_to(generation) if object_to else None

    report = build(
        settings.corpus, state, state.embedder, full=full, force=force, asked=asked, judge=judge, progress=progress
    )
    after = memory.book(made[-1]) if made else before
    return Built(replace(report, rules=tuple(map(describe, compare(before, after)))), before, after)


def gate_of(settings: Settings, state: State) -> Judge | None:
    """What holds a new generation against the one in service; None where no cases are configured or nothing serves."""
    current = _current(state) if settings.gate else None
    if settings.gate is None or current is None:
        return None
    approved = read_approvals(settings.approved) if settings.approved else None
    gate, serving = Gate(settings.gate, settings.gate_margin), Edition.of(current, approved)

    def judge(generation: Generation) -> str | None:
        with Conversations() as conversations:
            assistant = Assistant(state, state.embedder, conversations, settings.approved)
            return gate.objection(assistant, serving, Edition.of(generation, approved))

    return judge


def publish_generation(settings: Settings, state: State, id: str | None = None, *, force: bool = False) -> Manifest:
    """Put a generation that is kept in service, the newest unless named; through the gate unless forced.

    Raises Objected, GenerationMissing or GenerationDamaged."""
    with state.building():
        id = id or state.newest().id
        judge = None if force else gate_of(settings, state)
        objection = judge(state.open(id)) if judge else None
        if objection:
            raise Objected(f"generation {id} stays out of service: {objection}")
        return state.put_in_service(id)


class Builder:
    """Builds in a process of its own, one that gives way to those who answer. It stays, since it remembers what it has
    read: the next build then reads only what has changed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process: subprocess.Popen[str] | None = None
        self._one_at_a_time = threading.Lock()

    def build(self, progress: Progress | None = None, *, asked: bool = True) -> Report:
        """What ``build_index`` reports. Raises BuildFailed."""
        with self._one_at_a_time:
            return self._build(self._started(), progress, asked=asked)

    def warm(self) -> None:
        """Have the process read what there is, so that the first change is as quick as the next."""
        with self._one_at_a_time:
            self._started()

    def stop(self) -> None:
        """End the process, and the build under way; the generation in service stays."""
        if self._process:
            self._process.kill()
        with self._one_at_a_time:
            if self._process:
                _ended(self._process)
            self._process = None

    def __enter__(self) -> Builder:
        return self

    def __exit__(self, *ended: object) -> None:
        self.stop()

    def _started(self) -> subprocess.Popen[str]:
        if self._process is not None and self._process.poll() is not None:
            _ended(self._process)
            self._process = None
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "web.builds"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            assert self._process.stdin
            told = self._settings.model_dump(mode="json", include=_NEEDED)
            with suppress(BrokenPipeError):
                print(json.dumps(told), file=self._process.stdin, flush=True)
        return self._process

    def _build(self, process: subprocess.Popen[str], progress: Progress | None, *, asked: bool) -> Report:
        assert process.stdin
        assert process.stdout
        with suppress(BrokenPipeError):
            print(json.dumps({"asked": asked}), file=process.stdin, flush=True)
        for line in process.stdout:
            told = json.loads(line)
            if "report" in told:
                return _REPORT.validate_python(told["report"])
            if "fault" in told:
                raise BuildFailed(told["fault"])
            if progress:
                progress(*told["embedded"])
        raise BuildFailed(
            f"the building process ended with status {process.wait()}: run 'assistant index build' to see why"
        )


_NEEDED = {"corpus", "state", "model", "rules", "approvals", "gate", "gate_margin"}


def main() -> None:
    """The background process: the settings on standard input, then a request for each build; on standard output how far
    it is and in the end a report or a fault. It ends with its standard input, in the midst of a build too."""
    os.nice(NICER)
    requests: Queue[str] = Queue()
    settings = Settings(**{name: value for name, value in json.loads(sys.stdin.readline()).items() if value})
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    state, memory = State(settings.state, OnnxEmbedder.load(settings.model)), Memory()
    with suppress(Fault, OSError):  # told when it is asked to build
        _warm(settings, state, memory)
    while True:
        asked = json.loads(requests.get())["asked"]
        try:
            built = build_index(settings, state, asked=asked, progress=_tell_progress, memory=memory)
            _tell("report", _REPORT.dump_python(built.report, mode="json"))
        except (Fault, OSError) as fault:
            _tell("fault", str(fault))


def _warm(settings: Settings, state: State, memory: Memory) -> None:
    """Read the documents, the passages and the rules that the next build will mostly find unchanged."""
    memory.book(state.current())
    for passage in cut_all(read_corpus(settings.corpus, state.reader).documents, state.embedder, state.passages):
        passage_terms(passage)


def _listen(requests: Queue[str]) -> NoReturn:
    for line in sys.stdin:
        requests.put(line)
    os._exit(1)  # a build that nobody waits for any more is cut off; what it has left goes with the next


def _tell_progress(done: int, of: int) -> None:
    _tell("embedded", (done, of))


def _tell(name: str, value: object) -> None:
    print(json.dumps({name: value}), flush=True)  # noqa: T201


def _current(state: State) -> Generation | None:
    with suppress(GenerationMissing, GenerationDamaged):
        return state.current()
    return None


def _ended(process: subprocess.Popen[str]) -> None:
    """Wait for a process, and close what leads to it."""
    with process:
        pass


Rebuild = Callable[[Progress], Report]

if __name__ == "__main__":
    main()
