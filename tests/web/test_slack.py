"""The Slack app against a stand-in of Slack's API: what it hears, what it says, and that only Slack is heard."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.assistant import Assistant
from web.conduct import Conduct
from web.desk import Desk
from web.limits import Bounds
from web.metrics import Metrics
from web.slack import LONGEST, SlackRefuses, parts, question, slack_app

Slack = Any  # sends events as Slack does, and hears what the bot says: see conftest


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
        slack_app(desk, token="xoxb-1", signing_secret="s", site="", api="http://127.0.0.1:9/")


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
        pytest.param(said("Who handles DNS?", "4.5", channel_type="im", subtype="message_deleted"), id="a removal"),
        pytest.param(said("<@U0BOT> Who handles DNS?", "4.6"), id="a mention, which comes apart"),
        pytest.param(mention("Who handles DNS?", "4.7") | {"bot_id": "B0OTHER"}, id="another bot's mention"),
    ],
)
def test_what_is_not_said_to_the_bot_is_passed_over(slack: Callable[..., Slack], event: dict[str, Any]) -> None:
    bot = slack()
    assert bot.send(event) == 200
    assert bot.is_silent()


def test_an_event_that_slack_sends_again_is_answered_once(slack: Callable[..., Slack]) -> None:
    bot = slack()
    for retry in range(4):
        assert bot.send(mention("Who handles DNS?", "5.1"), id="EvSame", retry=retry) == 200
    bot.says()
    assert bot.is_silent()


def test_a_message_that_is_edited_or_told_of_twice_is_answered_once(slack: Callable[..., Slack]) -> None:
    bot = slack()
    bot.send(mention("Who handles DNS?", "5.2"))
    bot.says()
    bot.send(mention("Who handles DNS, please?", "5.2") | {"edited": {"user": "U1", "ts": "5.3"}})
    bot.send(said("<@U0BOT> Who handles DNS?", "5.2", thread_ts="5.2"))
    assert bot.is_silent()


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(
            said("<@U0BOT> Who handles DNS?", "5.4", channel="D1", channel_type="im"), id="a mention in private"
        ),
        pytest.param(mention("Who handles DNS?", "5.5") | {"subtype": "file_share"}, id="with a file"),
    ],
)
def test_what_people_say_is_answered_however_they_say_it(slack: Callable[..., Slack], event: dict[str, Any]) -> None:
    bot = slack()
    bot.send(event)
    assert "DNS" in bot.says()["text"]


def test_somebody_elses_name_in_a_thread_stops_no_answer(slack: Callable[..., Slack]) -> None:
    bot = slack()
    bot.send(mention("We've spoken to our tech lead, who's next?", "5.6"))
    bot.says()
    bot.send(said("The lead developer <@U7ANN> could not help, who now?", "5.7", thread_ts="5.6"))
    assert "Lead Architect" in bot.says()["text"]


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        ("<@U0BOT> who owns <#C1|records>?", "who owns #records?"),
        ("<@U0BOT> who owns <https://a.example/x|a.example/x>?", "who owns a.example/x?"),
        ("The lead <@U7ANN|ann> and the owner <@U8BOB> are away", "The lead and the owner are away"),
        ("<!here> and <!subteam^S1|@records>: a &lt; b &amp;amp; c", "@here and @records: a < b &amp; c"),
    ],
)
def test_a_question_is_what_people_see(sent: str, seen: str) -> None:
    assert question(sent) == seen


@given(st.lists(st.sampled_from(["word ", "&amp;", "x" * 700, "\n", "a&lt;b", "é" * 3_999]), max_size=40).map("".join))
def test_a_long_answer_comes_in_messages_that_slack_takes_whole(text: str) -> None:
    told = list(parts(text))
    assert all(len(part) <= LONGEST for part in told)
    assert re.sub(r"\s", "", "".join(told)) == re.sub(r"\s", "", text)
    assert not any(re.search(r"&[a-z]*$", part) for part in told[:-1]), "no code is cut in two"


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
