"""Every sentence in the assistant's own voice. Names and quotes are filled in; nothing else is said."""

from __future__ import annotations

from collections.abc import Mapping

WORDING: Mapping[str, str] = {
    "next": "Next is **{step}**.",
    "not_yet": "Not yet: the documents give an order, and **{asked}** comes later in it. Next is **{step}**.",
    "after": "After **{before}** comes **{step}**.",
    "last_step": "**{before}** is the last step that the documents give.",
    "order": "The documents give this order:\n\n{steps}",
    "exhausted": "You have been through every step that the documents give. They name nobody after **{last}**.",
    "first_among_yourselves": "The order is for what you and your colleagues cannot resolve yourselves:",
    "waiting": "You are still waiting for **{step}**: a step counts as tried once it could not help.",
    "ticket": "Raise a ticket{system} and assign it to the **{queue}** queue.",
    "ticket_because": "The condition that holds: {condition}.",
    "also": "Also allowed: {permission}.",
    "no_ticket": "No ticket: the documents ask for one only under a condition, and none of theirs holds here.",
    "missing": "Not the case here: {condition}.",
    "ask_condition": "That depends on one thing: is it the case that {conditions}?",
    "ask_subject": "What is the ticket about?",
    "ask_target": "Did {instructor} tell you to escalate it to **{target}**?",
    "conflict": "Another passage goes against this:",
    "duty": "**{team}**{channel} {duty}",
    "duty_when": "Ask **{team}**{channel} {duty}",
    "duty_of": "**{team}**{channel}: {duty}",
    "contact": "**{team}** is at {channel}.",
    "team": "**{team}**{channel}",
    "excluded": "That leaves out {exception}: the documents exclude it here and don't say more.",
    "stale": "The page **{title}** calls itself out of date:",
    "not_documented": "The documents don't say.",
    "looked_for": "I looked for: {content}.",
    "nearest": "The nearest headings, which may not answer it: {headings}.",
    "first_step": "If you can't resolve it yourselves, the documents name **{step}** first.",
    "ask_there": "You can ask **{team}** ({channel}).",
    "greeting": "Hello. What would you like to know from the documents?",
    "thanks": "You're welcome. Is there anything else to look up?",
    "settled": "Good that it is solved. Is there anything else to look up?",
    "nothing": "What would you like to know?",
    "again": "That rests on these words:",
    "changed": "The documented order has changed since you were last told it. It was: {before}. It is now: {after}.",
}


def say(key: str, **words: str) -> str:
    """The wording of a key, filled in."""
    return WORDING[key].format(**words)
