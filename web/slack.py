"""The assistant in Slack: it answers mentions, direct messages and what follows in a thread, its conversation."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from pydantic import ValidationError
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import SlackRequestHandler
from slack_bolt.error import BoltError
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assistant.answers import Citation
from assistant.conversations import Turn
from index.errors import Fault
from web.callers import Caller, Role
from web.desk import Desk
from web.guards import WholeBody
from web.places import shared_url
from web.rendering import answer_tokens
from web.schemas import AskRequest
from web.text import slack_text


class SlackRefuses(Fault):
    """Slack cannot be reached, or does not know the bot."""


SLACK = Caller("slack", Role.ASK, id="slack")
REMEMBERED = 1_000  # events, since Slack sends one again that it did not hear of in time
_MENTION = re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>")
_ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))

Say = Callable[..., object]


def slack_app(desk: Desk, *, token: str, signing_secret: str, site: str, api: str | None = None) -> Starlette:
    """What Slack sends its events to, at /slack/events; what it did not sign is refused.

    ``token`` is the bot's, ``site`` the address at which people open the documents, ``api`` where Slack's own API is.
    Raises SlackRefuses.
    """
    client = WebClient(token=token, base_url=api) if api else WebClient(token=token)
    try:
        bolt = App(client=client, signing_secret=signing_secret)
    except (BoltError, OSError) as error:
        raise SlackRefuses(f"Slack does not take the bot's token ({error}): see to SLACK_BOT_TOKEN") from error
    Answering(desk, site.rstrip("/")).listen(bolt)
    handler = SlackRequestHandler(bolt)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    app = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])
    app.add_middleware(WholeBody)
    return app


class Answering:
    """Answers in threads."""

    def __init__(self, desk: Desk, site: str) -> None:
        self._desk = desk
        self._site = site
        self._lock = Lock()
        self._seen: OrderedDict[str, None] = OrderedDict()

    def listen(self, bolt: App) -> None:
        """Hear mentions and messages."""
        bolt.event("app_mention")(self.mentioned)
        bolt.event("message")(self.told)

    def mentioned(self, event: dict[str, Any], body: dict[str, Any], say: Say) -> None:
        """Somebody spoke to the bot."""
        if self._first(body):
            self._answer(event, say)

    def told(self, event: dict[str, Any], body: dict[str, Any], say: Say) -> None:
        """Somebody said something: it is answered in a direct message, or in a thread where the bot answered before.
        A mention comes as an event of its own; what bots say is passed over."""
        if event.get("bot_id") or event.get("subtype") or _MENTION.search(event.get("text", "")):
            return
        ours = event.get("channel_type") == "im" or ("thread_ts" in event and self._knows(event))
        if ours and self._first(body):
            self._answer(event, say)

    def _answer(self, event: dict[str, Any], say: Say) -> None:
        thread = event.get("thread_ts") or event["ts"]
        try:
            asked = AskRequest(question=question(event.get("text", "")), conversation_id=_conversation(event))
            turn = self._desk.ask(SLACK, asked.question, asked.conversation_id, event.get("user"))
        except ValidationError:
            say(text="Ask a question of 1 to 4,000 characters.", thread_ts=thread)
        except Fault as fault:
            say(text=escaped(f"That cannot be answered now: {fault}."), thread_ts=thread)
        else:
            say(text=message(turn, self._site), thread_ts=thread, unfurl_links=False, unfurl_media=False)

    def _knows(self, event: dict[str, Any]) -> bool:
        return bool(self._desk.turns(SLACK, _conversation(event)))

    def _first(self, body: dict[str, Any]) -> bool:
        """Whether an event comes for the first time."""
        id = str(body.get("event_id"))
        with self._lock:
            if id in self._seen:
                return False
            self._seen[id] = None
            while len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
        return True


def question(text: str) -> str:
    """What somebody wrote, without the mention, as they wrote it."""
    text = _MENTION.sub("", text)
    for code, character in _ESCAPED:
        text = text.replace(code, character)
    return text.strip()


def message(turn: Turn, site: str) -> str:
    """An answer in Slack's own markup, each citation a link under it."""
    answer = "\n".join(_line(line) for line in slack_text(answer_tokens(turn.answer)).split("\n"))
    return "\n\n".join(
        part for part in (answer, "\n".join(_link(each, site) for each in turn.answer.citations)) if part
    )


def escaped(text: str) -> str:
    """Text that Slack shows as it is: nobody is notified, nothing becomes a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _line(line: str) -> str:
    return f"> {escaped(line[2:])}" if line.startswith("> ") else escaped(line)


def _link(citation: Citation, site: str) -> str:
    address = shared_url(citation, site).replace("|", "%7C")
    label = f"[{citation.marker}] {citation.title}, line {citation.line}".replace("|", "¦")
    return f"<{escaped(address)}|{escaped(label)}>"


def _conversation(event: dict[str, Any]) -> str:
    return f"{event['channel']}:{event.get('thread_ts') or event['ts']}"
