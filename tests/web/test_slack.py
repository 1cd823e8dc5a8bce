"""The Slack app against a stand-in of Slack's API: what it hears, what it says, and that only Slack is heard."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.assistant import Assistant
from web.conduct import Conduct
from web.desk import Desk
from web.limits import Bounds
from web.metrics import Metrics
from web.slack import SlackRefuses, slack_app

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


@dataclass
class Slack:
    """Sends events as Slack does, and hears what the bot says."""

    client: TestClient
    api: Any
    sent: int = field(default=0)

    def send(self, event: dict[str, Any], *, secret: str = SECRET, age: int = 0, id: str | None = None) -> int:
        self.sent += 1
        body = json.dumps(
            {
                "type": "event_callback",
                "team_id": "T1",
                "api_app_id": "A1",
                "event_id": id or f"Ev{self.sent}",
                "event": event,
            }
        )
        at = str(int(time.time()) - age)
        signature = hmac.new(secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
        headers = {
            "content-type": "application/json",
            "x-slack-request-timestamp": at,
            "x-slack-signature": f"v0={signature}",
        }
        return self.client.post("/slack/events", content=body, headers=headers).status_code

    def says(self, seconds: float = 10) -> dict[str, str]:
        said: dict[str, str] = self.api.said.get(timeout=seconds)
        return said

    def is_silent(self) -> bool:
        with pytest.raises(Empty):
            self.says(0.5)
        return True


@pytest.fixture
def slack(assistant: Assistant, slack_api: Any) -> Callable[..., Slack]:
    """Makes the bot over the bundled page."""

    def make(bounds: Bounds | None = None) -> Slack:
        desk = Desk(assistant, Metrics(), Conduct(bounds=bounds or Bounds()))
        app = slack_app(
            desk,
            token="xoxb-1",
            signing_secret=SECRET,
            site="https://docs.example/",
            api=f"http://127.0.0.1:{slack_api.server_port}/",
        )
        return Slack(TestClient(app), slack_api)

    return make


def mention(text: str, ts: str, thread: str | None = None) -> dict[str, Any]:
    event = {"type": "app_mention", "user": "U1", "text": f"<@U0BOT> {text}", "ts": ts, "channel": "C1"}
    return event | ({"thread_ts": thread} if thread else {})


def said(text: str, ts: str, **more: str) -> dict[str, Any]:
    return {"type": "message", "channel_type": "channel", "user": "U1", "text": text, "ts": ts, "channel": "C1"} | more


def test_a_mention_is_answered_in_its_thread_with_links_to_the_citations(slack: Callable[..., Slack]) -> None:
    bot = slack()
    assert bot.send(mention("who renews TLS certificates?", "1.1")) == 200
    told = bot.says()
    assert (told["method"], told["channel"], told["thread_ts"]) == ("chat.postMessage", "C1", "1.1")
    assert "obtains and renews TLS certificates" in told["text"]
    assert "<https://docs.example/documents/ask-for-help.md?start=1314&amp;end=1349" in told["text"]
    assert "|[1] Ask for help, line 32>" in told["text"]


def test_a_thread_is_a_conversation_that_goes_on_without_mentions(slack: Callable[..., Slack]) -> None:
    bot = slack()
    bot.send(mention("We've spoken to our tech lead, who's next?", "2.1"))
    assert "Lead Developer" in bot.says()["text"]
    bot.send(said("The lead developer could not help, who now?", "2.2", thread_ts="2.1"))
    assert "Lead Architect" in bot.says()["text"]


def test_a_token_that_slack_does_not_know_is_told_at_once(assistant: Assistant) -> None:
    desk = Desk(assistant, Metrics(), Conduct())
    with pytest.raises(SlackRefuses, match="SLACK_BOT_TOKEN"):
        slack_app(desk, token="xoxb-1", signing_secret=SECRET, site="", api="http://127.0.0.1:9/")


def test_direct_messages_are_answered(slack: Callable[..., Slack]) -> None:
    bot = slack()
    bot.send(said("Who handles DNS?", "3.1", channel="D1", channel_type="im"))
    assert bot.says()["channel"] == "D1"


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(said("Who handles DNS?", "4.1"), id="not in a thread"),
        pytest.param(said("Who handles DNS?", "4.2", thread_ts="4.0"), id="in a thread of others"),
        pytest.param(said("Who handles DNS?", "4.3", channel_type="im", bot_id="B0BOT"), id="its own words"),
        pytest.param(said("Who handles DNS?", "4.4", channel_type="im", subtype="message_changed"), id="an edit"),
        pytest.param(said("<@U0BOT> Who handles DNS?", "4.5", channel_type="im"), id="a mention, which comes apart"),
    ],
)
def test_what_is_not_said_to_the_bot_is_passed_over(slack: Callable[..., Slack], event: dict[str, Any]) -> None:
    bot = slack()
    assert bot.send(event) == 200
    assert bot.is_silent()


def test_an_event_that_slack_sends_again_is_answered_once(slack: Callable[..., Slack]) -> None:
    bot = slack()
    for _ in range(2):
        assert bot.send(mention("Who handles DNS?", "5.1"), id="EvSame") == 200
    bot.says()
    assert bot.is_silent()


@pytest.mark.parametrize("forged", [{"secret": "guessed"}, {"age": 600}], ids=["signed by another", "replayed later"])
def test_only_what_slack_signed_is_heard(slack: Callable[..., Slack], forged: dict[str, Any]) -> None:
    bot = slack()
    assert bot.send(mention("Who handles DNS?", "6.1"), **forged) == 401
    assert bot.is_silent()


def test_what_cannot_be_asked_and_who_asks_too_much_are_told_so(slack: Callable[..., Slack]) -> None:
    bot = slack(Bounds(user_rate=1))
    bot.send(mention("", "7.1"))
    assert "1 to 4,000 characters" in bot.says()["text"]
    for ts in ("7.2", "7.3"):
        bot.send(mention("Who handles DNS?", ts))
        told = bot.says()["text"]
    assert "ask again in" in told


def test_nothing_that_is_said_notifies_anybody_or_becomes_a_link(slack: Callable[..., Slack]) -> None:
    bot = slack()
    bot.send(mention("who renews TLS certificates &lt;!channel&gt; &lt;https://evil.example|click&gt;?", "8.1"))
    text = bot.says()["text"]
    assert "<!" not in text
    assert "<https://evil" not in text
