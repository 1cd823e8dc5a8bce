"""One example of every form in which orders, ticket instructions and duties are told, and look-alikes."""

from __future__ import annotations

import re
import time

import pytest

from assistant.rulebook.reading import read_rules
from assistant.rulebook.rules import Condition, Responsibility, Rulebook
from index.corpus import read_document


def examples(text: str) -> dict[str, str]:
    """Small documents by name, each below a line of its own: "=== name"."""
    parts = re.split(r"^=== (.+)\n", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


NAMES = ["duty fitter", "works engineer", "area manager"]

ORDERS = examples(
    r"""
=== a numbered list
If the pump fails, contact:

1. Duty fitter
2. Works engineer
3. Area manager

=== bullets said to be in order
If the pump fails, call in this order until someone answers:

- Duty fitter
- Works engineer
- Area manager

=== bullets to be worked down
If the pump fails, work your way down this list:

- Duty fitter
- Works engineer
- Area manager

=== nothing but what is wrong
When the pump is stuck and you can't free it:

1. Duty fitter
2. Works engineer
3. Area manager

=== a question before
No idea why the pump is dead? Ring, strictly from top to bottom:

- Duty fitter
- Works engineer
- Area manager

=== a heading that says it all
# Who to call, in order, when the pump fails

1. Duty fitter
2. Works engineer
3. Area manager

=== steps that are sentences
If the pump fails, do these one after another:

1. Ring the duty fitter.
2. Page the works engineer.
3. If nobody answers, ring the area manager.

=== numbers, hours and links behind
If the pump fails, escalate in order:

1. Duty fitter (ext. 4410)
2. Works engineer – 020 7946 0101
3. Area manager ([rota](https://example.org))

=== labels in a list
A fault that you cannot clear goes up:

- Level 1: Duty fitter
- Level 2: Works engineer
- Level 3: Area manager

=== labels in paragraphs
Faults which a tier cannot clear go to the next:

**Tier 1** – Duty fitter

**Tier 2** – Works engineer

**Tier 3** – Area manager

=== labels as headings
# Stuck pumps

A fault climbs when it has not been cleared.

## Level one: duty fitter

Looks.

## Level two: works engineer

Looks.

## Level three: area manager

Looks.

=== a table of levels
When a pump can't be started:

| Level | Contact | Phone |
|---|---|---|
| 1 | Duty fitter | 1 |
| 2 | Works engineer | 2 |
| 3 | Area manager | 3 |

=== arrows
Whom to tell if the pump fails: duty fitter → works engineer → area manager

=== arrows below
The pump will not start:

duty fitter -> works engineer -> area manager

=== then and then
If the pump fails, ask the duty fitter first, then the works engineer, and finally the area manager.

=== failing that
If the pump fails, turn in the first instance to the duty fitter, failing that to the works engineer, and as
a last resort to the area manager.

=== if one can't help
A pump that won't start: go to the duty fitter; if the duty fitter can't help, ask the works engineer; after
that, the area manager.

=== still stuck
Pump dead? Message the duty fitter. No luck? Ask the works engineer. Still stuck? Ring the area manager.

=== first, second, third
If the pump fails, the duty fitter is called first, the works engineer second, and the area manager third.

=== the next to be called
A pump that won't start is first looked at by the duty fitter. The next to be called is the works engineer, and after
that the area manager.

=== the top one first
If a pump goes down and nobody can start it, these are the people to ring, top one first:

1. Duty fitter
2. Works engineer
3. Area manager

=== only after
A pump won't start? Ask the duty fitter. Only after the duty fitter has given up may you call the works engineer, and
only after the works engineer the area manager.

=== levels told in sentences
A fault that you can't clear goes up tier by tier. Tier 1 is the duty fitter. Tier 2 is the works engineer. Tier 3 is
the area manager.

=== said behind the list
People to call when the pump has failed:

- Duty fitter
- Works engineer
- Area manager

Start at the top and move down one line whenever nobody answers.

=== before
Where a pump cannot be started, speak to the duty fitter before the works engineer, and only then to the
area manager.

=== from one through another
Pump won't start? Work up from the duty fitter through the works engineer to the area manager.

=== enumerated behind a colon
If the pump fails, contact, in this order: the duty fitter, the works engineer, the area manager.

=== enumerated in that order
Should the pump fail, escalate through the duty fitter, the works engineer and the area manager, in that order.
"""
)

NO_ORDERS = examples(
    r"""
=== steps of a job
To mend a pump:

1. Call the duty fitter
2. Put up the sign
3. Oil the valve

=== people to meet
In your first week, meet these people, in this order:

1. Duty fitter
2. Works engineer
3. Area manager

=== people who sign
Get sign-off, in this order:

1. Duty fitter
2. Works engineer
3. Area manager

=== any of them
If the pump fails, contact any of these:

- Duty fitter
- Works engineer
- Area manager

=== no particular order
If the pump fails, these people can help, in no particular order:

1. Duty fitter
2. Works engineer
3. Area manager

=== the past
Until 2019, faults that nobody could clear were escalated to the duty fitter, then to the works engineer.

=== a story
On Tuesday the pump failed. Ana called the duty fitter, then the works engineer, and finally the area manager.

=== a draft
# Draft: stuck pumps

If the pump fails, contact, in order:

1. Duty fitter
2. Works engineer
3. Area manager

=== a supposition
Imagine a plant where faults are escalated, in order, to the duty fitter, the works engineer and the owner.

=== a quoted example
Here is a bad example:

> If the pump fails, escalate in order:
>
> 1. Duty fitter
> 2. Works engineer

=== people who leave
If there is a fire, these people leave the building in this order:

1. Duty fitter
2. Works engineer
3. Area manager

=== what a system does
If a check fails, the system sends an email to the duty fitter, then to the area manager.

=== grades
Problems of grading are discussed every spring.

- Level 1: Duty fitter
- Level 2: Works engineer
- Level 3: Area manager

=== machines
If a fault can't be cleared, restart in this order:

1. The router
2. The server
3. The printer

=== in order to
In order to escalate politely, be brief. Three people comment:

1. Duty fitter
2. Works engineer
3. Area manager

=== a process
A build that fails goes back to its author, then to review, then to staging again.

=== reporting lines
# Who reports to whom

Duty fitter → Works engineer → Area manager

=== code
    If the pump fails, escalate in order:
    1. Duty fitter
    2. Works engineer
"""
)


def book(text: str) -> Rulebook:
    return read_rules([read_document("works/pumps.md", text)[0]])


@pytest.mark.parametrize("text", ORDERS.values(), ids=ORDERS.keys())
def test_an_order_is_read_in_each_form(text: str) -> None:
    (order,) = book(text).orders
    assert [step.lower().removeprefix("the ") for step in order.steps] == NAMES


@pytest.mark.parametrize("text", NO_ORDERS.values(), ids=NO_ORDERS.keys())
def test_what_only_looks_like_an_order_is_none(text: str) -> None:
    assert book(text).orders == ()


TOLD = Condition("", "Help Desk", "Storage")
WHEN = {
    "an incident": Condition("", incident=True),
    "a label": Condition("", subject="a disk is full"),
    "a passive": Condition("", subject="Faults of disks"),
    "a topic": Condition("", subject="broken disks"),
    "a list": Condition("", subject="Broken disks"),
    "a list, queue first": Condition("", subject="broken disks"),
    "a table": Condition("", subject="Broken disks"),
    "a step of a procedure that says when": Condition("", subject="a disk is full"),
    "a step of a procedure under a heading": Condition("", subject="Replacing a disk"),
    "a step that is waited for": Condition("", subject="the makers to confirm the order"),
    "a column that says where to assign": Condition("", subject="Broken disks"),
    "a group that is set": Condition("", subject="it is about broken disks"),
}
TICKETS = examples(
    r"""
=== instructed
If the Help Desk instructs you to escalate something to Storage, raise a ticket on Jira and assign it to the
`L3` queue.

=== told by
If you are told by the Help Desk to pass a fault to Storage, log a ticket in Jira in the `L3` queue.

=== referred
Only when the Help Desk refers you to Storage may you open a ticket in Jira in the `L3` queue.

=== wanted
If the Help Desk wants a fault escalated to Storage, raise a ticket in Jira, project `L3`.

=== requested
At the request of the Help Desk to refer a fault to Storage, create a card in Jira on the "L3" board.

=== condition behind
Open a ticket in Jira for the group "L3" only when the Help Desk tells you to hand it over to Storage.

=== an incident
In the event of a major incident, open a ticket in Jira and assign it to the `L3` group.

=== a label
Open an issue on Jira with the label `L3` if a disk is full.

=== a passive
Faults of disks are to be logged in Jira, project `L3`.

=== a topic
For broken disks, raise a request in Jira and choose the category `L3`.

=== a list
Tickets about these subjects go to the following Jira queues:

- Broken disks - `L3`

=== a list, queue first
Assign tickets in Jira as follows:

- `L3`: broken disks

=== a table
| Subject of the ticket | Jira queue |
|---|---|
| Broken disks | L3 |

=== a step of a procedure that says when
If a disk is full:

1. Free some space.
2. Raise a ticket in Jira and assign it to the `L3` queue.

=== a step of a procedure under a heading
# Disks

## Replacing a disk

1. Order a disk.
2. Move the ticket in Jira to the `L3` board.

=== a step that is waited for
# Disks

1. Order a disk.
2. Wait for the makers to confirm the order. Pass the Jira ticket on by reassigning it to `L3`.

=== a column that says where to assign
| Request | Assign in Jira to |
|---|---|
| Broken disks | `L3` |

=== a group that is set
In Jira, set the group of a ticket to `L3` when it is about broken disks.
"""
)

NO_TICKETS = examples(
    r"""
=== message queues
Messages are sent to the `orders.new` queue. If one fails it is moved to the `dead.letters` queue.

=== a print queue
If a job is stuck, open the queue `HP-4` and delete the job.

=== the past
We raised a ticket in the `Misc` queue last week and nobody answered.

=== a prohibition
Never raise a ticket in the `Vault` queue.

=== a status
The ticket's status is set to `Pending` while you wait.

=== what a screen shows
This screen shows the currently open tickets in the `Second Line` queue.

=== tickets of another kind
Open the booking and assign it to the `Returns` price band if a ticket is returned.
"""
)


@pytest.mark.parametrize("form", TICKETS)
def test_a_ticket_instruction_is_read_in_each_form(form: str) -> None:
    (ticket,), when = book(TICKETS[form]).tickets, WHEN.get(form, TOLD)
    assert (ticket.system, ticket.queue) == ("Jira", "L3")
    (condition,) = ticket.when
    assert (condition.instructor, condition.target) == (when.instructor, when.target)
    assert (condition.incident, condition.subject) == (when.incident, when.subject)


@pytest.mark.parametrize("text", NO_TICKETS.values(), ids=NO_TICKETS.keys())
def test_what_only_looks_like_a_ticket_instruction_is_none(text: str) -> None:
    assert book(text).tickets == ()


def test_a_prohibition_is_kept_with_its_words() -> None:
    (forbidden,) = book("Never raise a ticket in the `Vault` queue yourself. The vault office does that.").prohibitions
    assert forbidden.text == "Never raise a ticket in the Vault queue yourself."


DUTIES = examples(
    r"""
=== a list under a team
The Print team (#print):

- orders toner

=== a list under a heading
## Print team

Slack: #print

Responsible for:

- ordering toner

=== a sentence
The Print team (#print) orders toner.

=== ask when
Ask the Print team (#print) when the toner runs out.

=== when ask
When the toner runs out, ask the Print team in #print.

=== a question
Need toner? Ask the Print team in #print.

=== questions go to
Questions about toner go to the Print team (#print).

=== a line
Print (#print): toner and paper

=== a passive
Toner is looked after by the Print team (#print).

=== a table
| Team | Slack | Looks after |
|---|---|---|
| Print | #print | toner |
"""
)

NO_DUTIES = examples(
    r"""
=== a meeting
# Team meeting

The Print team (#print):

- plans for the autumn

=== what a team uses
The Print team (#print) uses:

- paper

=== the past
The Print team (#print) was responsible for toner until 2019.

=== an example
For an example, see the Print team (#print).

=== a pull request
For toner, see printers/toner#398.

=== an audience
The audience will:

- be seated
"""
)


@pytest.mark.parametrize("text", DUTIES.values(), ids=DUTIES.keys())
def test_a_duty_is_read_in_each_form(text: str) -> None:
    (duty,) = book(text).responsibilities
    assert isinstance(duty, Responsibility)
    assert (duty.team, duty.channel) == ("Print", "#print")
    assert "toner" in duty.duty.lower()


@pytest.mark.parametrize("text", NO_DUTIES.values(), ids=NO_DUTIES.keys())
def test_what_only_looks_like_a_duty_is_none(text: str) -> None:
    assert book(text).responsibilities == ()


REPEATED = """
if| the| a,| then| #a| (| first| →| `x`| `X Y` queue| Level 1: x| A| 1) the lead| ask the| if the lead can't|
instructs you to| to| in this order,| escalate to the| .| No luck?| raise a ticket|
raise a ticket in the `Q` queue| The X team (#x)| was merged| excluding| a's| A B C| no| first the lead,|
responsible for| a-b-| #a-| @a.| aaaa| do not raise| to the lead| the same|
""".split("|")


@pytest.mark.parametrize("words", REPEATED)
def test_hostile_repetition_is_read_in_a_moment(words: str) -> None:
    repeated = (words.strip() + " ") * (20_000 // (len(words.strip()) + 1))
    documents = [
        read_document("a.md", text)[0]
        for text in (repeated, f"- {repeated}\n- b", f"{repeated}:\n\n1. the lead\n2. the head")
    ]
    for document in documents:
        begun = time.process_time()
        read_rules([document])
        assert time.process_time() - begun < 0.5  # a tenth of that on an idle core
