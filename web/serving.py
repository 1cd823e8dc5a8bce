"""Serving: one process that answers, and keeps its index to the documents while it does."""

from __future__ import annotations

import ipaddress
import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
import watchfiles

from assistant.assistant import Assistant
from assistant.conversations import Conversations
from assistant.log import LOG, Log
from index.building import Progress, Report, build
from index.embedding import OnnxEmbedder
from index.errors import Fault
from index.generations import State
from web.access import ANYBODY, THIS_MACHINE, Access
from web.app import create_app
from web.callers import LOCAL
from web.conduct import Conduct
from web.desk import Desk
from web.idempotency import Replies
from web.limits import Bounds
from web.listing import listing
from web.logs import log_to_terminal
from web.settings import Settings
from web.switch import Switch
from web.tokens import Tokens
from web.tracing import Span, Traces, no_span

TICK = 1_000  # milliseconds between two looks at the folders, where nothing is reported
SETTLED = 500  # milliseconds of quiet before a change is looked at
LONGEST_STOP = 30  # seconds that requests under way have to end

log = logging.getLogger(__name__)


class CannotListen(Fault):
    """The address is taken, not ours, or not to be used."""


class SlackUnavailable(Fault):
    """What speaks to Slack is not installed."""


class Unguarded(Fault):
    """The address can be reached by others, and nothing says who of them may ask."""


class Keeper:
    """Keeps the assistant to the newest index of one folder of documents. Safe to share between threads."""

    def __init__(self, assistant: Assistant, corpus: Path, state: State) -> None:
        self._assistant = assistant
        self._corpus = corpus
        self._state = state
        self._lock = threading.Lock()
        self._seen = state.current_id()

    def rebuild(self) -> Report:
        """Build what is behind and answer from it. Raises Fault, and then answers as before."""
        with self._lock:
            report = build(self._corpus, self._state, self._state.embedder)
            self._follow()
        return report

    def follow(self) -> None:
        """Answer from the generation that is current now, whoever built it or went back to it."""
        with self._lock:
            self._follow()

    def keep(self, stop: threading.Event, *, watch: bool) -> None:
        """Until ``stop``: follow the state folder and, where ``watch``, rebuild when a document has changed.

        What watchfiles reports is a reason to look at once; what decides is the listing of the folder, so that changes
        that no system reports (network folders, links) are seen too, and in the end the documents' content.
        """
        seen = listing(self._corpus) if watch else {}
        for _ in _ticks(self._corpus, stop, watch=watch):
            now = listing(self._corpus) if watch else {}
            try:
                if now != seen:
                    log.info("documents changed: generation %s answers", self.rebuild().generation)
                else:
                    self.follow()
            except (Fault, OSError) as fault:
                log.error("the index stays as it is: %s", fault)
            seen = now

    def _follow(self) -> None:
        current = self._state.current_id()
        if current != self._seen:
            self._assistant.edition()
            self._seen = current


def serve(settings: Settings, progress: Progress | None, told: Callable[[str], None]) -> None:
    """Build the index where it is missing or behind, then answer until told to stop; ``told`` hears the address."""
    log_to_terminal()
    with closing(_listening(settings.host, settings.port)) as listener:
        access = guarded(listener, settings)
        traces = Traces(settings.traces) if settings.traces else None
        embedder = OnnxEmbedder.load(settings.model)
        state = State(settings.state, embedder)
        build(settings.corpus, state, embedder, progress=progress)
        with Conversations(settings.state / "conversations.sqlite3") as conversations:
            assistant = Assistant(state, embedder, conversations)
            assistant.edition()  # read before the first question comes
            keeper = Keeper(assistant, settings.corpus, state)
            app = create_app(
                assistant,
                corpus=settings.corpus,
                rebuild=keeper.rebuild,
                ticket_url=settings.ticket_url,
                conduct=conduct(settings, access, traces.span if traces else no_span),
            )
            config = uvicorn.Config(
                app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=LONGEST_STOP
            )
            with _kept(keeper, watch=settings.watch):
                _Server(config, lambda: told(address(listener))).run(sockets=[listener])
            if traces:
                traces.close()


@dataclass(frozen=True, slots=True)
class SlackAccount:
    """What a Slack app is known by there; ``api`` is where Slack's own API is, where it is not at its usual place."""

    token: str
    signing_secret: str
    api: str | None = None


def serve_slack(
    desk: Desk, account: SlackAccount, site: str, listen: tuple[str, int], told: Callable[[str], None]
) -> None:
    """Answer Slack's events until told to stop; ``told`` hears where they are to be sent. Raises SlackUnavailable."""
    try:
        from web.slack import slack_app
    except ImportError as error:
        raise SlackUnavailable("Slack needs more packages: pip install 'cited-assistant[slack]'") from error
    log_to_terminal()
    with closing(_listening(*listen)) as listener:
        app = slack_app(desk, token=account.token, signing_secret=account.signing_secret, site=site, api=account.api)
        config = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=LONGEST_STOP
        )
        ready = f"Slack's events are answered on {address(listener)}/slack/events"
        _Server(config, lambda: told(ready)).run(sockets=[listener])


def guarded(listener: socket.socket, settings: Settings) -> Access:
    """Who may call at the address listened on: on this machine anybody, elsewhere whoever has a token. Raises Unguarded
    where nobody has."""
    tokens = Tokens(settings.state / "tokens.json")
    host = listener.getsockname()[0]
    if ipaddress.ip_address(host.partition("%")[0]).is_loopback:
        return Access(tokens, LOCAL, THIS_MACHINE | {host})
    if settings.open:
        return Access(tokens, ANYBODY)
    if not tokens.all():
        raise Unguarded(
            f"{settings.host} can be reached from other machines, and nobody has a token yet: make one with"
            " 'assistant token make NAME', or let anybody ask with 'assistant serve --open'"
        )
    return Access(tokens, None)


def conduct(settings: Settings, access: Access, span: Span) -> Conduct:
    """How the application conducts itself by the settings."""
    bounds = Bounds(
        rate=settings.rate,
        at_once=settings.at_once,
        user_rate=settings.user_rate,
        user_at_once=settings.user_at_once,
        slots=settings.slots,
        waiting=settings.waiting,
    )
    return Conduct(
        access=access,
        bounds=bounds,
        switch=Switch(settings.state / "paused"),
        log=Log(settings.state / LOG),
        replies=Replies(settings.state / "replies.sqlite3"),
        origins=settings.origins,
        span=span,
    )


def address(listener: socket.socket) -> str:
    """The address to open in a browser."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _Server(uvicorn.Server):
    """A server that says when it is ready, and ends quietly when told to stop."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # uvicorn raises the signal again when it has stopped
        try:
            super().run(sockets)
        except KeyboardInterrupt:
            log.info("stopped")


@contextmanager
def _kept(keeper: Keeper, *, watch: bool) -> Iterator[None]:
    """Keep the index in a thread of its own meanwhile."""
    stop = threading.Event()
    thread = threading.Thread(target=keeper.keep, args=(stop,), kwargs={"watch": watch}, name="keeper", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=LONGEST_STOP)


def _ticks(corpus: Path, stop: threading.Event, *, watch: bool) -> Iterator[None]:
    """Once every TICK and, where ``watch``, as soon as a change in the corpus has settled."""
    if not watch:
        while not stop.wait(TICK / 1_000):
            yield
        return
    reported = watchfiles.watch(
        corpus,
        stop_event=stop,
        debounce=SETTLED,
        rust_timeout=TICK,
        yield_on_timeout=True,
        raise_interrupt=False,
        ignore_permission_denied=True,
    )
    for _ in reported:
        yield


def _listening(host: str, port: int) -> socket.socket:
    """A socket bound to the address, before anything slow is done; raises CannotListen."""
    remedy = "give another with 'assistant serve --host HOST --port PORT'"
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise CannotListen(f"{host} is no address of this machine ({error.strerror}): {remedy}") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
    except OSError as error:
        listener.close()
        raise CannotListen(f"cannot serve on {host} port {port} ({error.strerror}): {remedy}") from error
    return listener
