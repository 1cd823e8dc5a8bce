"""What sort of answer a question wants, and whether a text holds something of that sort."""

from __future__ import annotations

import pytest

from assistant.wants import Want, holds, sort_of, want_of


@pytest.mark.parametrize(
    ("question", "want"),
    [
        ("What does a licence cost?", Want.MONEY),
        ("What does Example.org pay its printers?", Want.MONEY),
        ("how much are you paid for a night?", Want.MONEY),
        ("how long does a change take?", Want.DURATION),
        ("When was the guild founded?", Want.DATE),
        ("when does the shift swap happen?", Want.TIME),
        ("What hours does the desk work?", Want.HOURS),
        ("how many scanners do we own?", Want.COUNT),
        ("how tall is crane 3?", Want.MEASURE),
        ("Who's the head nurse at the moment? I need a name", Want.PERSON),
        ("who invented the smoke tests?", Want.PERSON),
        ("who renews certificates?", Want.OWNER),
        ("our certificate runs out on Friday, which team?", Want.OWNER),
        ("What's the phone number of the desk?", Want.REACH),
        ("what is the wifi password", Want.SECRET),
        ("Which command restarts it?", Want.COMMAND),
        ("how do I roll back?", Want.WAY),
        ("why is it red?", Want.REASON),
        ("Which cloud provider is it on?", Want.KIND),
        ("it is broken", Want.OTHER),
    ],
)
def test_a_question_wants_the_most_particular_sort_that_its_words_tell(question: str, want: Want) -> None:
    assert want_of(question) is want


@pytest.mark.parametrize(
    ("want", "text", "question", "does"),
    [
        (Want.MONEY, "A pass costs £4.", "", True),
        (Want.MONEY, "You are paid for the whole night.", "", False),
        (Want.MONEY, "It is free software.", "", False),
        (Want.OWNER, "Ask the porters at the gate.", "", True),
        (Want.OWNER, "You can restart it yourself.", "", False),
        (Want.DATE, "The guild was founded in 1998.", "", True),
        (Want.DATE, "The guild is at #guild.", "", False),
        (Want.HOURS, "The desk opens at 08:00.", "", True),
        (Want.HOURS, "The 2nd line triages issues.", "", False),
        (Want.DURATION, "It takes two working days.", "", True),
        (Want.DURATION, "It takes patience.", "", False),
        (Want.COUNT, "There are two scanners at the back.", "how many scanners do we own?", True),
        (
            Want.COUNT,
            "Three rooms; all else, such as the cabinets, the shelves and scanners.",
            "how many nurses work?",
            False,
        ),
        (Want.PERSON, "The head nurse is Ada Byron.", "who is the head nurse?", True),
        (Want.PERSON, "Head Nurse", "who is the Head Nurse?", False),
        (Want.KIND, "They run on Hetzner in Falkenstein.", "which cloud provider is it on?", True),
        (Want.KIND, "opens extra regions before a launch", "which regions are the servers in?", False),
        (Want.OTHER, "anything", "", True),
    ],
)
def test_a_text_holds_what_is_wanted_or_not(want: Want, text: str, question: str, does: bool) -> None:
    assert holds(want, text, question) is does


def test_the_sort_to_be_named_is_told_by_its_terms() -> None:
    assert sort_of("Which cloud provider is our platform on?") == ("cloud", "provid")
    assert sort_of("who renews it?") == ()


@pytest.mark.parametrize(
    ("question", "want"),
    [
        ("who is the CTO of the trust?", Want.PERSON),
        ("how much is the season ticket?", Want.MONEY),
        ("how much memory does it use?", Want.MEASURE),
    ],
)
def test_a_title_asks_for_a_person_and_how_much_a_thing_is_for_its_price(question: str, want: Want) -> None:
    assert want_of(question) is want
