"""Names as people write them, over organisations that nobody wrote the code for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pytest

from assistant.names import Names, abbreviations
from assistant.rulebook.rules import Condition, EscalationOrder, Responsibility, Rulebook, TicketInstruction
from index.corpus import read_document


@dataclass(frozen=True)
class Organisation:
    """Its orders, its teams with their channels, who instructs whom to escalate, and the abbreviations it explains."""

    orders: tuple[tuple[str, ...], ...]
    teams: dict[str, str | None]
    instructor: str
    target: str
    short: dict[str, str]


ORGANISATIONS = {
    "harbour": Organisation(
        (("The Technical Lead on the quay", "The Lead Engineer for the port", "The Lead Surveyor"),),
        {
            "HAR Technical 2nd Line": "#har-2ndline",
            "HAR Platform Tooling": "#har-platform",
            "HAR Platform Safety": None,
        },
        "Technical 2nd Line",
        "HAR Platform Tooling",
        {},
    ),
    "orchestra": Organisation(
        (
            ("The section leader", "The orchestra manager", "The head of concerts"),
            ("The stage hand", "The stage manager"),
        ),
        {"Music Library": "#library", "Box Office": "#box-office", "Stage Crew": None},
        "Box Office",
        "Music Library",
        {"hoc": "head of concerts"},
    ),
    "works": Organisation(
        (("The Technical Lead on the team", "The Technical Lead for the team's objective", "The Lead Architect"),),
        {"Example 2nd Line": None, "Reliability Engineering": "#reliability"},
        "2nd Line",
        "Reliability Engineering",
        {"sre": "Reliability Engineering"},
    ),
    "museum": Organisation(
        (("Duty curator", "Head of collections", "Director"),),
        {"Conservation team": "#conservation", "Stores": "#stores", "Visitor Services": "#visitors"},
        "Visitor Services",
        "Conservation team",
        {},
    ),
}

LEAD, ENGINEER, SURVEYOR = ORGANISATIONS["harbour"].orders[0]
LINE, TOOLING, SAFETY = ORGANISATIONS["harbour"].teams
LEADER, MANAGER, CONCERTS = ORGANISATIONS["orchestra"].orders[0]
HAND, STAGE = ORGANISATIONS["orchestra"].orders[1]
LIBRARY, BOX, CREW = ORGANISATIONS["orchestra"].teams
FIRST, SECOND, ARCHITECT = ORGANISATIONS["works"].orders[0]
EXAMPLE, RELIABILITY = ORGANISATIONS["works"].teams
CURATOR, COLLECTIONS, DIRECTOR = ORGANISATIONS["museum"].orders[0]
CONSERVATION, STORES, VISITORS = ORGANISATIONS["museum"].teams

# Organisation, what is said, and for each mention the names that it may stand for.
CASES: list[tuple[str, str, list[set[str]]]] = [
    # in full, and nearly
    ("harbour", "I asked the technical lead on the quay", [{LEAD}]),
    ("harbour", "the Technical Lead", [{LEAD}]),
    ("harbour", "our lead engineer", [{ENGINEER}]),
    ("harbour", "the port lead engineer", [{ENGINEER}]),
    ("harbour", "The Lead Surveyor shrugged", [{SURVEYOR}]),
    ("harbour", "HAR Technical 2nd Line", [{LINE}]),
    ("harbour", "Technical 2nd Line told me", [{LINE}]),
    ("harbour", "har platform tooling", [{TOOLING}]),
    ("orchestra", "the head of concerts", [{CONCERTS}]),
    ("orchestra", "Box Office and the Music Library", [{BOX}, {LIBRARY}]),
    ("works", "the lead architect", [{ARCHITECT}]),
    ("museum", "head of collections", [{COLLECTIONS}]),
    ("museum", "the conservation team", [{CONSERVATION}]),
    # shortened words
    ("harbour", "tech lead", [{LEAD}]),
    ("harbour", "tech-lead", [{LEAD}]),
    ("harbour", "our lead eng", [{ENGINEER}]),
    ("harbour", "tech 2nd line", [{LINE}]),
    ("harbour", "plat tooling", [{TOOLING}]),
    ("orchestra", "orchestra mgr", [{MANAGER}]),
    ("orchestra", "stage mgr", [{STAGE}]),
    ("orchestra", "section lead", [{LEADER}]),
    ("museum", "head of coll", [{COLLECTIONS}]),
    ("museum", "visitor svcs", [{VISITORS}]),
    ("museum", "cons team", []),
    # ordinals
    ("harbour", "second line", [{LINE}]),
    ("harbour", "2nd line", [{LINE}]),
    ("harbour", "2ndline", [{LINE}]),
    ("harbour", "2nd-line", [{LINE}]),
    ("harbour", "secnd line", [{LINE}]),
    ("works", "second line said so", [{EXAMPLE}]),
    # initials
    ("harbour", "TL", [{LEAD}]),
    ("harbour", "the tl", [{LEAD}]),
    ("harbour", "LE and LS", [{ENGINEER}, {SURVEYOR}]),
    ("harbour", "our ls", [{SURVEYOR}]),
    ("harbour", "2L told me", [{LINE}]),
    ("harbour", "PT", [{TOOLING}]),
    ("orchestra", "BO told us", [{BOX}]),
    ("orchestra", "the om", [{MANAGER}]),
    ("orchestra", "HOC", [{CONCERTS}]),
    ("orchestra", "hoc", [{CONCERTS}]),
    ("works", "SRE", [{RELIABILITY}]),
    ("works", "ask sre", [{RELIABILITY}]),
    ("museum", "DC", [{CURATOR}]),
    ("museum", "VS said", [{VISITORS}]),
    # typing slips
    ("harbour", "tehcnical lead", [{LEAD}]),
    ("harbour", "technical laed", [{LEAD}]),
    ("harbour", "lead enginer", [{ENGINEER}]),
    ("harbour", "lead suveyor", [{SURVEYOR}]),
    ("harbour", "platfrom tooling", [{TOOLING}]),
    ("orchestra", "orchestra manger", [{MANAGER}]),
    ("orchestra", "musik library", [{LIBRARY}]),
    ("orchestra", "head of concerst", [{CONCERTS}]),
    ("museum", "duty curater", [{CURATOR}]),
    ("museum", "vistor services", [{VISITORS}]),
    # run together
    ("harbour", "techlead", [{LEAD}]),
    ("orchestra", "boxoffice", [{BOX}]),
    ("orchestra", "stagemanager", [{STAGE}]),
    ("museum", "dutycurator", [{CURATOR}]),
    # the other way round
    ("harbour", "the engineer lead", [{ENGINEER}]),
    ("works", "the architect lead", [{ARCHITECT}]),
    # channels
    ("harbour", "#har-2ndline", [{LINE}]),
    ("harbour", "I posted in #har-platform", [{TOOLING}]),
    ("orchestra", "#box-office", [{BOX}]),
    ("museum", "#visitors", [{VISITORS}]),
    ("museum", "asked in #conservaton", [{CONSERVATION}]),
    ("harbour", "#random", []),
    # one word, where it tells
    ("harbour", "the surveyor", [{SURVEYOR}]),
    ("harbour", "surveyor couldn't help", [{SURVEYOR}]),
    ("harbour", "asked surveyor", [{SURVEYOR}]),
    ("works", "our architect", [{ARCHITECT}]),
    ("museum", "the curator", [{CURATOR}]),
    ("museum", "the director", [{DIRECTOR}]),
    ("museum", "Stores", [{STORES}]),
    ("museum", "ask stores", [{STORES}]),
    # what can't be told apart
    ("harbour", "the lead", [{LEAD, ENGINEER, SURVEYOR}]),
    ("harbour", "the platform team", [{TOOLING, SAFETY}]),
    ("orchestra", "the manager", [{MANAGER, STAGE}]),
    ("works", "our technical lead", [{FIRST, SECOND}]),
    ("works", "TL", [{FIRST, SECOND}]),
    ("works", "the technical lead on the team", [{FIRST}]),
    ("works", "the technical lead for the objective", [{SECOND}]),
    ("works", "the TL for our objective", [{SECOND}]),
    # a person and the role
    ("harbour", "Sam who's on 2nd line", [{LINE}]),
    ("harbour", "our technical lead Priya", [{LEAD}]),
    ("orchestra", "Jo from the box office", [{BOX}]),
    # several
    ("harbour", "TL, lead eng & surveyor", [{LEAD}, {ENGINEER}, {SURVEYOR}]),
    ("orchestra", "section leader or stage hand?", [{LEADER}, {HAND}]),
    # no names at all
    ("harbour", "the other engineers", []),
    ("harbour", "all technical leads", []),
    ("harbour", "the technical people on call", []),
    ("harbour", "lead is a toxic metal", []),
    ("harbour", "a deputy surveyor-general", []),
    ("harbour", "hold the line please", []),
    ("orchestra", "at this stage I have no idea", []),
    ("orchestra", "the music stopped", []),
    ("orchestra", "she said no", []),
    ("orchestra", "go on, be so kind", []),
    ("works", "is it reliable engineering?", []),
    ("works", "my example is a line of code", []),
    ("museum", "the visitors complained", []),
    ("museum", "it stores the file", []),
    ("museum", "I AM NOT IN", []),
]  # fmt: skip


@cache
def names(organisation: str) -> Names:
    told = ORGANISATIONS[organisation]
    orders = tuple(EscalationOrder(f"order-{at}", "", (), steps, ()) for at, steps in enumerate(told.orders))
    condition = Condition("", told.instructor, told.target)
    teams = tuple(Responsibility(team, team, channel, "", None, (), ()) for team, channel in told.teams.items())
    return Names.of(
        Rulebook(orders, (TicketInstruction("ticket", None, "Q", (condition,), (), ()),), teams), told.short
    )


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 80


@pytest.mark.parametrize(("organisation", "said", "meant"), CASES, ids=[f"{who}: {said}" for who, said, _ in CASES])
def test_names_are_found_as_people_write_them(organisation: str, said: str, meant: list[set[str]]) -> None:
    assert [set(mention.names) for mention in names(organisation).find(said)] == meant


def test_a_mention_has_its_place_in_the_text() -> None:
    text = "Then we asked our tech lead team, no luck"
    (mention,) = names("harbour").find(text)
    assert text[mention.start : mention.end] == "tech lead team"


def test_documented_spellings_of_one_name_are_the_same() -> None:
    assert names("harbour").same("Technical 2nd Line", "HAR Technical 2nd Line")
    assert names("museum").same("Conservation", "Conservation team")
    assert not names("works").same(FIRST, SECOND)
    assert not names("works").same(None, FIRST)


def test_the_channel_of_a_name_is_found_by_any_of_its_spellings() -> None:
    assert names("harbour").channel("Technical 2nd Line") == "#har-2ndline"
    assert names("harbour").channel(SAFETY) is None


def test_steps_and_instructors_are_known_apart() -> None:
    assert names("harbour").steps == {LEAD, ENGINEER, SURVEYOR}
    assert names("harbour").instructors == {LINE}


def test_abbreviations_are_those_that_documents_explain() -> None:
    text = (
        "Ask a Site Reliability Engineer (SRE) first. The HoC (Head of Concerts) decides. See the wiki (WIP) or the"
        " list of exceptions (see below)."
    )
    document, _ = read_document("page.md", text)
    assert abbreviations([document]) == {"sre": "Site Reliability Engineer", "hoc": "Head of Concerts"}


@pytest.mark.parametrize("said", ["I've got a guest here", "we’ve all looked", "who do I hand her to?", "they'd know"])
def test_initials_are_not_found_in_the_ends_of_words_nor_behind_her(said: str) -> None:
    order = EscalationOrder("order", "", (), ("The Doorkeeper", "The Head of Visitor Experience"), ())
    office = Responsibility("office", "Ticket Office", None, "sells tickets", None, (), ())
    names = Names.of(Rulebook((order,), (), (office,)))
    assert names.find(said) == ()
    assert [mention.name for mention in names.find("ask VE, then TO")] == [order.steps[1], "Ticket Office"]
