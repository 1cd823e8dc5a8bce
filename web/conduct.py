"""How an application conducts itself: who may call it, how much, and what it keeps of that."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.log import Log
from web.access import Access
from web.counts import Counts
from web.idempotency import Replies
from web.limits import Bounds
from web.switch import Switch
from web.tracing import Span, no_span


@dataclass(frozen=True, slots=True)
class Conduct:
    """Without any of it an application answers whoever calls and keeps what it answered in memory only.

    ``origins`` are the sites whose pages may call it from a browser; ``webhook_secret`` is what GitHub signs its calls
    for a rebuild with.
    """

    access: Access = field(default_factory=Access)
    bounds: Bounds = field(default_factory=Bounds)
    switch: Switch = field(default_factory=Switch)
    counts: Counts = field(default_factory=Counts)
    log: Log = field(default_factory=Log)
    replies: Replies = field(default_factory=Replies)
    origins: tuple[str, ...] = ()
    webhook_secret: str | None = None
    span: Span = no_span
