"""The templates of the pages, and what they may call. Every value is escaped; an undefined one is an error."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from fastapi import Request
from fastapi.responses import Response
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from web import drafts, ladder, places, rendering, sharing
from web.access import ANYBODY
from web.callers import Caller, Role

HERE = Path(__file__).parent
HEADINGS = {
    401: "You need a token",
    403: "You may not open this",
    404: "Page not found",
    429: "Too many questions for now",
    500: "Something went wrong",
    503: "Not available for now",
}


def templates() -> Jinja2Templates:
    """The templates of every page."""
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(
        announcement=rendering.announcement,
        answer_html=rendering.answer_html,
        citation_label=rendering.citation_label,
        citation_url=places.citation_url,
        cited_url=places.cited_url,
        document_url=places.document_url,
        draft=drafts.draft,
        has_token=has_token,
        headings=HEADINGS,
        is_operator=is_operator,
        is_repeated=rendering.is_repeated,
        ladder=ladder.ladder,
        longest=drafts.LONGEST,
        outcomes=rendering.OUTCOMES,
        prefilled=drafts.prefilled,
        quoted_words=rendering.quoted_words,
        sentence_of=ladder.sentence_of,
        shared=sharing.shared,
        shortened=drafts.WORDING["shortened"],
        static=_static_addresses(HERE / "static").__getitem__,
    )
    env.filters["ago"] = ago
    env.filters["day_and_time"] = day_and_time
    return Jinja2Templates(env=env)


def page(request: Request, template: str, status: int = 200, **context: object) -> Response:
    """A template as a reply."""
    made: Jinja2Templates = request.app.state.templates
    return made.TemplateResponse(request, template, context, status_code=status)


def is_operator(request: Request) -> bool:
    """Whether whoever asks may see the pages for operators."""
    return _caller(request).role is Role.ADMIN


def has_token(request: Request) -> bool:
    """Whether whoever asks has a token, to which their conversations belong."""
    return _caller(request).id is not None


def _caller(request: Request) -> Caller:
    """Who asks; somebody unknown, who was turned away, is shown what anybody may see."""
    caller: Caller = getattr(request.state, "caller", ANYBODY)
    return caller


def day_and_time(moment: datetime) -> str:
    """A time as people write it, in UTC."""
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"


def ago(moment: datetime, now: datetime | None = None) -> str:
    """How long since a time, as people say it."""
    seconds = ((now or datetime.now(UTC)) - moment).total_seconds()
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        count = int(seconds // length)
        if count > 0:
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return "just now"


def _static_addresses(folder: Path) -> Mapping[str, str]:
    """The address of each static file, with a digest of it, so that browsers may keep it for good."""
    return {
        path.name: f"/static/{path.name}?v={hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"
        for path in folder.iterdir()
    }
