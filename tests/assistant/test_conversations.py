"""Conversations: kept, kept apart, bounded, erased, and never read from a file that is not theirs."""

import sqlite3
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answers import Answer, Citation, Decision, Escalation, Exhibit, Outcome
from assistant.claims import Claim, ClaimKind
from assistant.conversations import Bounds, Conversations, Turn, TurnTaken
from assistant.store import StoreUnusable

NOW = 1_800_000_000.0


def turn(
    conversation_id: str = "a", number: int = 1, question: str = "Who waters the plants?", at: float = NOW
) -> Turn:
    answer = Answer(
        outcome=Outcome.ESCALATION,
        text="Next is **the gardener** … [1]",
        generation="g1",
        citations=(Citation(1, "plants.md", "Plants", ("Water",), "the gardener", 3, 15, 1),),
        escalation=Escalation(("a neighbour", "the gardener"), ("a neighbour",), "the gardener", 1),
        decisions=(Decision("order", "next step", "a neighbour was asked"),),
        evidence=(Exhibit("plants.md", 3, 15, 1, "the gardener", 0.9, True, "it says so"),),
    )
    return Turn(
        conversation_id, number, question, (Claim(ClaimKind.CONSULTED, "asked her", "a neighbour"),), answer, at
    )


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["file", "memory"])
def conversations(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Conversations]:
    path = tmp_path / "var" / "conversations.sqlite3" if request.param == "file" else None
    with Conversations(path, Bounds(conversations=3, turns=4, seconds=100), clock) as opened:
        yield opened


def test_a_turn_comes_back_as_it_was_said(conversations: Conversations) -> None:
    said = [turn(number=1), turn(number=2, question="And „Umlaute“ – 🌱?")]
    for each in said:
        conversations.append(each)
    assert conversations.turns("a") == tuple(said)


def test_an_unknown_conversation_is_empty(conversations: Conversations) -> None:
    assert conversations.turns("never seen") == ()


def test_two_conversations_never_mix(conversations: Conversations) -> None:
    for each in (turn("a"), turn("A"), turn("a", 2), turn("a:1")):
        conversations.append(each)
    assert [t.number for t in conversations.turns("a")] == [1, 2]
    assert conversations.turns("A") == (turn("A"),)


def test_the_oldest_turns_of_a_long_conversation_go(conversations: Conversations) -> None:
    for number in range(1, 8):
        conversations.append(turn(number=number))
    assert [t.number for t in conversations.turns("a")] == [4, 5, 6, 7]


def test_the_conversation_that_was_quiet_for_longest_goes(conversations: Conversations) -> None:
    for at, name in enumerate(["a", "b", "c"]):
        conversations.append(turn(name, at=NOW + at))
    conversations.append(turn("a", 2, at=NOW + 3))
    conversations.append(turn("d", at=NOW + 4))
    assert [name for name in "abcd" if conversations.turns(name)] == ["a", "c", "d"]


def test_a_new_conversation_stays_even_when_its_clock_is_behind(conversations: Conversations) -> None:
    for name in ["b", "c", "d"]:
        conversations.append(turn(name))
    conversations.append(turn("a", at=NOW - 50))
    assert conversations.turns("a")


def test_an_old_conversation_is_no_longer_told_and_may_begin_again(conversations: Conversations, clock: Clock) -> None:
    conversations.append(turn())
    clock.now = NOW + 101
    assert conversations.turns("a") == ()
    again = turn(at=clock.now)
    conversations.append(again)
    assert conversations.turns("a") == (again,)


def test_erasing_forgets_one_conversation_and_says_whether_it_was_known(conversations: Conversations) -> None:
    conversations.append(turn("a"))
    conversations.append(turn("b"))
    assert conversations.erase("a") is True
    assert conversations.erase("a") is False
    assert (conversations.turns("a"), len(conversations.turns("b"))) == ((), 1)


def test_a_turn_number_is_taken_once(conversations: Conversations) -> None:
    conversations.append(turn())
    with pytest.raises(TurnTaken, match="ask again"):
        conversations.append(turn(question="something else"))
    assert conversations.turns("a") == (turn(),)


def test_threads_may_share_the_conversations(tmp_path: Path) -> None:
    with Conversations(tmp_path / "c.sqlite3", clock=lambda: NOW) as conversations:

        def talk(name: str) -> None:
            for number in range(1, 6):
                conversations.append(turn(name, number))
                assert len(conversations.turns(name)) == number

        threads = [threading.Thread(target=talk, args=(f"thread-{n}",)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert all(len(conversations.turns(f"thread-{n}")) == 5 for n in range(8))


def test_what_was_said_is_there_after_a_restart_and_for_another_process(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite3"
    with Conversations(path, clock=lambda: NOW) as one, Conversations(path, clock=lambda: NOW) as other:
        one.append(turn())
        other.append(turn(number=2))
        assert len(one.turns("a")) == 2
    with Conversations(path, clock=lambda: NOW) as later:
        assert len(later.turns("a")) == 2


def test_erased_words_are_on_the_disk_no_more(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite3"
    with Conversations(path, clock=lambda: NOW) as conversations:
        conversations.append(turn(question="the secret word is rhubarb"))
        conversations.erase("a")
        kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"rhubarb" not in kept


def test_only_their_owner_may_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite3"
    with Conversations(path, clock=lambda: NOW) as conversations:
        conversations.append(turn())
        assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}


def damage_nothing_sqlite(path: Path) -> None:
    path.write_bytes(b"these are not the bytes of a database" * 100)


def belong_to_another_program(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE turns (id)")
    connection.close()


def come_from_another_release(path: Path) -> None:
    Conversations(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def hold_a_turn_in_another_form(path: Path) -> None:
    with Conversations(path, clock=lambda: NOW) as conversations:
        conversations.append(turn())
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE turns SET turn = '{}'")
    connection.close()


def have_a_hole(path: Path) -> None:
    with Conversations(path, clock=lambda: NOW) as conversations:
        for number in range(1, 40):
            conversations.append(turn(number=number, question="word " * 200))
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))


@pytest.mark.parametrize(
    "spoil",
    [
        damage_nothing_sqlite,
        belong_to_another_program,
        come_from_another_release,
        hold_a_turn_in_another_form,
        have_a_hole,
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_with_what_to_run(spoil, tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite3"
    spoil(path)

    def use() -> None:
        with Conversations(path, clock=lambda: NOW) as conversations:
            conversations.turns("a")

    with pytest.raises(StoreUnusable, match=r"'mv .*c\.sqlite3 .*aside'"):
        use()


def test_a_file_that_cannot_be_opened_is_refused_with_what_to_run(tmp_path: Path) -> None:
    (tmp_path / "c.sqlite3").mkdir()
    with pytest.raises(StoreUnusable, match="--state"):
        Conversations(tmp_path / "c.sqlite3")
