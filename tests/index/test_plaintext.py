"""Plain text is read by how its lines look, whatever copying or wrapping has done to them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.corpus import read_document
from index.documents import Block, Kind

COPIED = """Harbour office handbook
Who does what
The Berthing desk (ext. 4410):
• assigns berths and moorings
• collects harbour dues, except for
HMS/NAVY
vessels (but not
their.tenders
) • keeps the tide tables
Pilotage (pilots@harbour.example):
• advises on weather windows, i.e. when to wait
Escalation
If the duty officer does not answer within 15 minutes, call in this order:
1) Watch Supervisor
2) Deputy Harbour Master
3) Harbour Master
Spillages
Log every spill in
SpillTrack
and assign it to the
ENV-Response
queue. Do this before you call anyone. You may also phone the coastguard.
Further questions go to the front desk."""

WRAPPED = """LIBRARY SERVICE DESK
====================

This page tells branch staff whom to ask when something breaks. It has been
wrapped at seventy-two columns by an editor, as people used to do. The
Systems team looks after the catalogue.

WHO TO ASK

The Systems team (systems@library.example):

  - restarts the catalogue server and everything which depends on it, even
    at weekends
  - resets passwords
      a. for staff
      b. for volunteers

Escalating
----------

1. Ask the branch manager.

2. Ask the area librarian.
   Say what you have tried.

   They will want the ticket number.

3. Ask the head of service.

To restart the self-service machine run:

    sudo systemctl restart kiosk
      --now

Then wait five minutes.
"""

BARE = """School IT support

The Network team:
looks after the wireless network
replaces broken switches
The Devices team:
repairs laptops
lends out chargers to pupils who have forgotten theirs
If nobody helps, ask, in order:
The class teacher
The head of year
The IT manager
Never unplug a switch yourself. Ask first.
"""


def blocks(text: str) -> tuple[Block, ...]:
    return read_document("page.txt", text)[0].blocks


def told(text: str) -> list[str]:
    """Each block as its kind's first letter, its number and its text, after those that introduce it."""
    found = blocks(text)
    return [
        " < ".join(
            [f"{block.kind.value[0]}{block.number or ''} {block.text}", *(found[lead].text for lead in block.leads)]
        )
        for block in found
    ]


def test_text_copied_off_the_web_is_put_together_again() -> None:
    assert told(COPIED) == [
        "h Harbour office handbook",
        "h Who does what",
        "p The Berthing desk (ext. 4410):",
        "i assigns berths and moorings < The Berthing desk (ext. 4410):",
        "i collects harbour dues, except for HMS/NAVY vessels (but not their.tenders) < The Berthing desk (ext. 4410):",
        "i keeps the tide tables < The Berthing desk (ext. 4410):",
        "p Pilotage (pilots@harbour.example):",
        "i advises on weather windows, i.e. when to wait < Pilotage (pilots@harbour.example):",
        "h Escalation",
        "p If the duty officer does not answer within 15 minutes, call in this order:",
        *(
            f"i{number} {name} < If the duty officer does not answer within 15 minutes, call in this order:"
            for number, name in enumerate(["Watch Supervisor", "Deputy Harbour Master", "Harbour Master"], 1)
        ),
        "h Spillages",
        "p Log every spill in SpillTrack and assign it to the ENV-Response queue. Do this before you call anyone. "
        "You may also phone the coastguard.",
        "p Further questions go to the front desk.",
    ]


def test_the_bundled_page_copied_off_the_web_reads_as_the_page_itself() -> None:
    copied = read_document("page.txt", (Path(__file__).parent / "data/ask-for-help-copied.txt").read_text())[0]
    page = read_document("page.md", (ROOT / "corpus/ask-for-help.md").read_text())[0]
    body = [block for block in copied.blocks if block.kind is not Kind.HEADING]

    def seen(block: Block) -> tuple[Kind, str, int, int]:
        """What both have: copying takes ordinals, the shape of quotes, and a blank before code."""
        return block.kind, block.text.replace("’", "'").replace(" *", "*"), len(block.leads), block.level

    assert copied.title == page.title
    assert [seen(block) for block in body] == [seen(block) for block in page.blocks]


def test_text_wrapped_at_a_width_is_put_together_again() -> None:
    assert told(WRAPPED) == [
        "h LIBRARY SERVICE DESK",
        "p This page tells branch staff whom to ask when something breaks. It has been wrapped at seventy-two columns "
        "by an editor, as people used to do. The Systems team looks after the catalogue.",
        "h WHO TO ASK",
        "p The Systems team (systems@library.example):",
        "i restarts the catalogue server and everything which depends on it, even at weekends"
        " < The Systems team (systems@library.example):",
        "i resets passwords < The Systems team (systems@library.example):",
        "i1 for staff < The Systems team (systems@library.example): < resets passwords",
        "i2 for volunteers < The Systems team (systems@library.example): < resets passwords",
        "h Escalating",
        "i1 Ask the branch manager.",
        "i2 Ask the area librarian. Say what you have tried.",
        "p They will want the ticket number. < Ask the area librarian. Say what you have tried.",
        "i3 Ask the head of service.",
        "p To restart the self-service machine run:",
        "c sudo systemctl restart kiosk\n  --now < To restart the self-service machine run:",
        "p Then wait five minutes.",
    ]
    items = [block for block in blocks(WRAPPED) if block.kind is Kind.ITEM and block.section == ("Escalating",)]
    assert len({block.group for block in items}) == 1


def test_lists_that_lost_their_bullets_are_lists() -> None:
    assert told(BARE) == [
        "h School IT support",
        "p The Network team:",
        "i looks after the wireless network < The Network team:",
        "i replaces broken switches < The Network team:",
        "p The Devices team:",
        "i repairs laptops < The Devices team:",
        "i lends out chargers to pupils who have forgotten theirs < The Devices team:",
        "p If nobody helps, ask, in order:",
        "i The class teacher < If nobody helps, ask, in order:",
        "i The head of year < If nobody helps, ask, in order:",
        "i The IT manager < If nobody helps, ask, in order:",
        "p Never unplug a switch yourself. Ask first.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.", ["p One.", "p Two."]),
        (
            "The rota is in\nrota/a.csv\nand on\n#rota\nsince May.",
            ["p The rota is in rota/a.csv and on #rota since May."],
        ),
        ("Ask the\nFront Desk Team\nfirst.", ["p Ask the Front Desk Team first."]),
        ("Call us (not\nOn Sundays\n) early.", ["p Call us (not On Sundays) early."]),
        ("A well-\nknown fact is this.", ["p A well-known fact is this."]),
        ("– one thing – or two\n– another", ["i one thing – or two", "i another"]),
        ("We met in\n2019. It rained.", ["p We met in 2019. It rained."]),
        ("* a\n  * b\n* c", ["i a", "i b < a", "i c"]),
        ("Name\tTel\nAnn\t12\n", ["h Name | Tel", "r Ann | 12 < Name | Tel"]),
        ("Run:\n```\na\n  b\n```\nDone.", ["p Run:", "c a\n  b < Run:", "p Done."]),
        ("a) one\nb) two", ["i1 one", "i2 two"]),
        ("Do this. Then\nthat.\nA new line of thought.", ["p Do this. Then that.", "p A new line of thought."]),
        ("i. one\nii. two\niii. three", ["i1 one", "i2 two", "i3 three"]),
        ("\n".join(f"{letter}) x" for letter in "abcdefghij"), [f"i{number} x" for number in range(1, 11)]),
        ('One.\n\nAssign it to the "Indoor\nLeaks" queue.', ["p One.", 'p Assign it to the "Indoor Leaks" queue.']),
        (
            "The first of two paragraphs.\n\nThe second is put into the tray of Customs\nClearance Europe.",
            [
                "p The first of two paragraphs.",
                "p The second is put into the tray of Customs Clearance Europe.",
            ],
        ),
        (
            "One.\n\nIf Ann tells you to go to Great\nYarmouth, go there.",
            ["p One.", "p If Ann tells you to go to Great Yarmouth, go there."],
        ),
        ("1. One\n2. Two\n10. Ten", ["i1 One", "i2 Two", "i10 Ten"]),
        ("\ufeffRota\n\nAnn is on call.", ["h Rota", "p Ann is on call."]),
        ("<% x %>Text here.", ["p Text here."]),
    ],
)
def test_lines_are_joined_and_parted_as_a_reader_would(text: str, expected: list[str]) -> None:
    assert told(text) == expected


ROOT = Path(__file__).parents[2]
LINES = (
    "The team:",
    "- a thing",
    "  - b (open",
    ") - c",
    "1. one",
    "2) two",
    "a. x",
    "Title",
    "CAPITALS HERE",
    "====",
    "lower case line",
    "foo_bar.baz",
    "    code",
    "\tx\ty",
    "a\tb",
    "```",
    "Ends.",
    "",
    "",
    ", and on",
    "\ufeff",
    "•glued",
    "—",
    "- ",
    "-",
    "(",
    "# head",
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=30).map("\n".join))
def test_every_character_of_any_text_is_found_at_its_place(text: str) -> None:
    document = read_document("page.txt", text)[0]
    for block in document.blocks:
        places = list(block.places)
        assert places == sorted(places)
        assert block.start <= places[0] <= places[-1] < block.end <= len(text)
        for letter, place in zip(block.text, places, strict=True):
            assert letter.isspace() or letter == "|" or text[place] == letter
