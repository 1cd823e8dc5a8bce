"""The assistant in Slack: it answers mentions, direct messages and what follows in a thread, its conversation."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator
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
REMEMBERED = 1_000  # messages: Slack tells of one again where it heard no reply in time, and of one that was edited
LONGEST = 3_900  # characters of a message; from 4,000 on Slack cuts it in two where it likes
_OF_PEOPLE = frozenset({None, "thread_broadcast", "file_share"})  # kinds of messages that people write
_PERSON = re.compile(r" ?<@[^<>]*>")
_MARKUP = re.compile(r"<([#!]?)([^<>|]*)(?:\|([^<>]*))?>")
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

    def mentioned(self, event: dict[str, Any], say: Say) -> None:
        """Somebody spoke to the bot."""
        if _by_a_person(event) and self._first(event):
            self._answer(event, say)

    def told(self, event: dict[str, Any], say: Say) -> None:
        """Somebody said something: it is answered in a direct message, or in a thread where the bot answered before."""
        if not _by_a_person(event):
            return
        ours = event.get("channel_type") == "im" or ("thread_ts" in event and self._knows(event))
        if ours and self._first(event):
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
            for part in parts(message(turn, self._site)):
                say(text=part, thread_ts=thread, unfurl_links=False, unfurl_media=False)

    def _knows(self, event: dict[str, Any]) -> bool:
        return bool(self._desk.turns(SLACK, _conversation(event)))

    def _first(self, event: dict[str, Any]) -> bool:
        """Whether a message is told of for the first time, by whatever event."""
        message = f"{event['channel']}:{event['ts']}"
        with self._lock:
            if message in self._seen:
                return False
            self._seen[message] = None
            while len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
        return True


def question(text: str) -> str:
    """What somebody wrote, as they saw it, without the bot and other people that it mentions: by their ids there,
    which say nothing here."""
    text = _PERSON.sub("", text)
    text = _MARKUP.sub(lambda found: _seen(*found.groups()), text)
    for code, character in _ESCAPED:
        text = text.replace(code, character)
    return text.strip()


def _seen(sign: str, what: str, label: str | None) -> str:
    """What people see of a channel (#), a group (!) or a link."""
    return f"#{label or what}" if sign == "#" else label or sign.replace("!", "@") + what


def message(turn: Turn, site: str) -> str:
    """An answer in Slack's own markup, each citation a link under it."""
    answer = "\n".join(_line(line) for line in slack_text(answer_tokens(turn.answer)).split("\n"))
    return "\n\n".join(
        part for part in (answer, "\n".join(_link(each, site) for each in turn.answer.citations)) if part
    )


def parts(text: str) -> Iterator[str]:
    """A message as several that Slack takes whole, cut between lines, otherwise between words or signs."""
    while len(text) > LONGEST:
        cut = next(at for at in (text.rfind(sign, 1, LONGEST) for sign in ("\n", " ", "&", "")) if at > 0)
        yield text[:cut]
        text = text[cut:].lstrip("\n ")
    yield text


def escaped(text: str) -> str:
    """Text that Slack shows as it is: nobody is notified, nothing becomes a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _line(line: str) -> str:
    return f"> {escaped(line[2:])}" if line.startswith("> ") else escaped(line)


def _link(citation: Citation, site: str) -> str:
    address = shared_url(citation, site).replace("|", "%7C")
    label = f"[{citation.marker}] {citation.title}, line {citation.line}".replace("|", "¦")
    return f"<{escaped(address)}|{escaped(label)}>"


def _by_a_person(event: dict[str, Any]) -> bool:
    """Whether it is no bot's, and not the news that something was changed or taken away."""
    return not event.get("bot_id") and event.get("subtype") in _OF_PEOPLE


def _conversation(event: dict[str, Any]) -> str:
    return f"{event['channel']}:{event.get('thread_ts') or event['ts']}"
