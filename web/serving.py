"""Serving: one process that answers, and keeps its index to the documents while it does."""

from __future__ import annotations

import gc
import ipaddress
import logging
import resource
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp

from assistant.assistant import Assistant
from assistant.conversations import Conversations
from assistant.log import LOG, Log
from index.building import Progress
from index.embedding import OnnxEmbedder
from index.errors import Fault
from index.generations import State
from index.places import place_of
from web.access import ANYBODY, THIS_MACHINE, Access
from web.app import create_app
from web.builds import Builder, build_index
from web.callers import LOCAL
from web.conduct import Conduct
from web.connections import Patience, connections
from web.counts import Counts
from web.desk import Desk
from web.idempotency import Replies
from web.keeping import Keeper, kept
from web.limits import Bounds
from web.listing import Listing, listing
from web.logs import log_to_terminal
from web.settings import Settings
from web.switch import Switch
from web.tokens import Tokens
from web.tracing import Span, Traces, no_span
from web.workers import Workers

GIVES_WAY = 0.001  # seconds that a thread goes on for while others wait
LONGEST_STOP = 30  # seconds that requests under way have to end
OPEN_FILES = 4_096

log = logging.getLogger(__name__)


class CannotListen(Fault):
    """The address is taken, not ours, or not to be used."""


class SlackUnavailable(Fault):
    """What speaks to Slack is not installed."""


class Unguarded(Fault):
    """The address can be reached by others, and nothing says who of them may ask."""


def serve(settings: Settings, progress: Progress | None, told: Callable[[str], None]) -> None:
    """Build the index where it is missing or behind, then answer until told to stop; ``told`` hears the address."""
    log_to_terminal()
    _allow_many_connections()
    with closing(_listening(settings.host, settings.port)) as listener:
        guarded(listener, settings)
        seen = listing(settings.corpus)
        state = State(settings.state, OnnxEmbedder.load(settings.model), place_of(settings.vectors))
        _brought_up(settings, state, progress)
        if settings.workers > 1:
            Workers(settings, listener).run(lambda: told(address(listener)))
        else:
            answer(settings, state, listener, lambda: told(address(listener)), seen)


def answer(
    settings: Settings,
    state: State,
    listener: socket.socket,
    ready: Callable[[], None],
    seen: Listing | None = None,
    counts: Counts | None = None,
) -> None:
    """Answer until told to stop; ``seen`` is what the documents were like when the index was last built, ``counts``
    what processes that serve together count."""
    traces = Traces(settings.traces) if settings.traces else None
    with Conversations(settings.state / "conversations.sqlite3") as conversations:
        assistant = Assistant(state, state.embedder, conversations, settings.approved)
        assistant.take_up()  # read before the first question comes
        builder = Builder(settings)
        keeper = Keeper(assistant, settings.corpus, state, builder, seen)
        app = create_app(
            assistant,
            corpus=settings.corpus,
            rebuild=keeper.rebuild,
            ticket_url=settings.ticket_url,
            conduct=conduct(
                settings, guarded(listener, settings), traces.span if traces else no_span, counts or Counts()
            ),
        )
        _steady()
        with kept(keeper, builder, watch=settings.watch):
            _Server(server_config(app), ready).run(sockets=[listener])
        if traces:
            traces.close()


def _steady() -> None:
    """Have who asks wait little for what is done beside: for the collector of garbage, which otherwise passes over all
    that is there from the start, and for another thread to give way."""
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(GIVES_WAY)


def _brought_up(settings: Settings, state: State, progress: Progress | None) -> None:
    """Build what is behind. Where that fails, the generation there is answers; raises Fault where there is none."""
    try:
        built = build_index(settings, state, asked=False, progress=progress)
        if built.report.withheld:
            log.error("generation %s is withheld: %s", built.report.generation, built.report.withheld)
    except Fault as fault:
        try:
            state.current()
        except Fault:
            raise fault from None
        log.error("the index stays as it is: %s", fault)


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
    _allow_many_connections()
    with closing(_listening(*listen)) as listener:
        app = slack_app(desk, token=account.token, signing_secret=account.signing_secret, site=site, api=account.api)
        ready = f"Slack's events are answered on {address(listener)}/slack/events"
        _Server(server_config(app), lambda: told(ready)).run(sockets=[listener])


def server_config(app: ASGIApp, patience: Patience | None = None) -> uvicorn.Config:
    """How every application of ours is served."""
    return uvicorn.Config(
        app,
        http=connections(patience or Patience()),
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=LONGEST_STOP,
    )


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


def conduct(settings: Settings, access: Access, span: Span, counts: Counts) -> Conduct:
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
        counts=counts,
        switch=Switch(settings.state / "paused"),
        log=Log(settings.state / LOG),
        replies=Replies(settings.state / "replies.sqlite3"),
        origins=settings.origins,
        webhook_secret=settings.webhook_secret.get_secret_value() if settings.webhook_secret else None,
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


def _allow_many_connections() -> None:
    """As many open files as the system lets us have, up to more than the bounds on connections can need."""
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if most == resource.RLIM_INFINITY else min(OPEN_FILES, most)
    if allowed != resource.RLIM_INFINITY and allowed < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


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
