"""The clusters that were created here: how they stand, what they cost, and what can be done with them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from threading import Event
from typing import Any

import pytest

from wizard.core.actions.clusters import ClusterState, ClusterStatus, GroupState
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.errors import BcwError, NotFoundError

from .application import MemoryAccounts, ago
from .person import Person, wizard
from .test_submitting import REQUEST

OLD = ClusterStatus("cls-old", "nightly", "prod · cn-beijing", ago(days=5, hours=3))
NEW = ClusterStatus("cls-new", "fresh[/]", "work · cn-hangzhou", ago(minutes=12))
FREE = ClusterStatus("cls-free", "toy", "sandbox (local, free)", ago(days=9), is_free=True)
GROUPS = (GroupState("head", 1, 1), GroupState("workers [/]", 8, 6))
LOG = ("2024-05-01T12:00:00 Cluster is created.", "2024-05-01T12:00:09 workers Instance is running.")
STATE = ClusterState("Active", running=7, starting=2, groups=GROUPS, log=LOG)


def accounts(*clusters: ClusterStatus, **parts: Any) -> MemoryAccounts:
    states = {each.id: STATE for each in clusters}
    return MemoryAccounts(clusters=list(clusters), states={**states}, **parts)


async def listed(person: Person) -> None:
    await person.press(":clusters")
    await person.until(lambda: person.asked)


@asynccontextmanager
async def resizing() -> AsyncIterator[tuple[Person, MemoryAccounts]]:
    """Somebody who is asked for the size of the only group of a cluster, of two machines."""
    mine = accounts(FREE)
    mine.states["cls-free"] = ClusterState("Active", running=2, groups=(GroupState("g", 2, 2),))
    async with wizard(accounts=mine) as person:
        await listed(person)
        await person.push("Resize…")
        await person.until(lambda: person.shows("Resize g"))
        yield person, mine


async def test_what_each_does_and_for_how_long_is_in_sight() -> None:
    new = replace(NEW, created=ago(minutes=12, seconds=1))  # of this moment: the tests before took some time
    async with wizard(accounts=accounts(new, OLD)) as person:
        await listed(person)
        await person.until(lambda: person.shows("6 of 8 workers [/]"))
        for text in ("fresh[/]", "nightly", "prod", "5 days 3 h", "12 min"):
            assert person.shows(text)
        for text in ("cls-new", "for 12 min", "1 of 1 head", "7/9"):
            assert person.shows(text)
        full, part = (line for line in person.screen.split("\n") if "█" in line)
        assert full.count("█") == 20 and part.count("█") == 15, "6 of 8 are three quarters"
        assert person.screen.index("Instance is running.") < person.screen.index("Cluster is created.")


async def test_the_bill_is_spoken_of() -> None:
    running = [replace(NEW, state="Active", running=3), replace(OLD, state="Active", running=9)]
    async with wizard(accounts=accounts(*running, FREE)) as person:
        await listed(person)
        await person.until(lambda: person.shows("2 clusters may cost money"))
        assert person.shows("the longest for 5 days 3 h (nightly)")
        [old] = [line for line in person.screen.split("\n") if "nightly" in line and "/" in line]
        assert "!" in old, "it may have been forgotten"
        assert not person.shows("Delete it if nobody needs it any more.")
        await person.press("down")
        assert person.shows("Delete it if nobody needs it any more.")
        [toy] = [line for line in person.screen.split("\n") if "toy" in line and "9 days" in line]
        assert "!" not in toy, "nothing runs in the sandbox"


async def test_the_sandbox_alone_costs_nothing() -> None:
    async with wizard(accounts=accounts(FREE)) as person:
        await listed(person)
        assert person.shows("1 cluster in the sandbox: no machine runs, and nothing costs money.")


async def test_those_that_are_gone_leave_the_list_and_the_cursor_stays_on_its_cluster() -> None:
    mine = accounts(FREE, NEW, OLD, stands=[replace(NEW, state="Active"), replace(OLD, state="Deleting")])
    mine.states["cls-old"] = replace(STATE, state="Deleting")
    async with wizard(accounts=mine) as person:
        await listed(person)
        await person.until(lambda: not person.shows("toy"))
        await person.press("down")
        await person.until(lambda: person.shows("cls-old"))
        await person.push("Ask again")
        await person.until(lambda: person.shows("Deleting"))
        assert person.shows("cls-old")


async def test_one_that_goes_while_it_is_looked_at_leaves_the_list_and_that_is_said() -> None:
    mine = accounts(NEW, OLD)
    async with wizard(accounts=mine) as person:
        await listed(person)
        await person.until(lambda: person.shows("6 of 8 workers [/]"))
        mine.clusters = mine.stands = [OLD]
        mine.states["cls-new"] = NotFoundError("cls-new is gone [/].")
        await person.press("down", "up")
        await person.until(lambda: person.shows("cls-new is gone [/]."))
        assert not person.shows("fresh[/]") and not person.shows("not known")
        assert person.shows("nightly") and person.shows("1 cluster may cost money")


async def test_a_new_size_takes_the_place_of_the_old_one() -> None:
    async with resizing() as (person, mine):
        await person.type("5")
        await person.press("enter")
        assert person.shows("Added: 3 instances") and person.shows("Not billed") and mine.done == []
        await person.press("enter")
        await person.until(lambda: mine.done == [("resize", "cls-free", "g", 5)])


async def test_a_group_is_shrunk_to_nothing() -> None:
    async with resizing() as (person, mine):
        await person.type("0")
        await person.press("enter")
        await person.until(lambda: mine.done == [("resize", "cls-free", "g", 0)])


async def test_one_that_nobody_answers_for_is_said_to_be_unknown() -> None:
    mine = accounts(NEW, stands=[replace(NEW, trouble="its target did not answer within 15 s.")])
    mine.states = {"cls-new": "No answer came [/]."}
    async with wizard(accounts=mine) as person:
        await listed(person)
        await person.until(lambda: person.shows("How it stands is not known: No answer came [/]."))
        assert person.shows("not known")
        for button in ("Resize…", "Delete…"):
            await person.push(button)
            await person.until(lambda: person.screen.count("No answer came [/].") == 2)
        assert mine.done == []


async def test_a_group_is_resized() -> None:
    mine = accounts(NEW)
    async with wizard(accounts=mine) as person:
        await listed(person)
        await person.push("Resize…")
        await person.until(lambda: person.shows("Resize which group of fresh[/]?"))
        await person.press("down", "enter")
        assert person.shows("8 wanted now, 6 there. From 0 to 65,536.")
        for wrong in ("", "65537", "3.5", "-1", "٣", "many"):
            await person.clear()
            await person.type(wrong)
            await person.press("enter")
            assert person.shows("A whole number from 0 to 65,536"), wrong
        await person.clear()
        await person.type("12")
        await person.press("enter")
        for named in (
            "workers [/]: 8 → 12 instances",
            "Added: 4 instances",
            "work · cn-hangzhou",
            "Billed until",
        ):
            assert person.shows(named), named
        await person.press("enter")
        assert mine.done == [], "cancel is the first answer"
        await person.push("Resize…")
        await person.press("down", "enter")
        await person.clear()
        await person.type("12")
        await person.press("enter", "tab", "enter")
        await person.until(lambda: mine.done == [("resize", "cls-new", "workers [/]", 12)])
        await person.until(lambda: person.shows("workers [/]: 8 → 12 machines."))
        assert person.shows("Each of them costs money.")


async def test_the_only_group_needs_no_choosing() -> None:
    async with resizing() as (person, mine):
        await person.press("escape")
        assert mine.done == []
        await person.push("Resize…")
        await person.until(lambda: person.shows("Resize g"))
        await person.clear()
        await person.type("3")
        await person.push("Resize")
        await person.push("Add 1 instance")
        await person.until(lambda: mine.done == [("resize", "cls-free", "g", 3)])
        await person.until(lambda: person.shows("2 → 3 machines"))
        assert not person.shows("Each of them costs money.")


async def test_a_cluster_is_deleted_only_when_that_is_meant() -> None:
    mine = accounts(OLD)
    async with wizard(accounts=mine) as person:
        for is_meant in (False, True):
            await listed(person)
            await person.press("delete")
            await person.until(lambda: person.shows("This cannot be undone."))
            for named in ("cls-old", "nightly", "prod · cn-beijing", "7 machines", "6 of 8 workers [/]"):
                assert person.shows(named)
            if is_meant:
                await person.push("Delete")
                await person.until(lambda: mine.done == [("delete", "cls-old")])
                await person.until(lambda: person.shows("cls-old is being deleted"))
            else:
                await person.press("enter")
                assert mine.done == [], "no is the first answer"
                await person.press("escape")


async def test_the_question_stays_on_the_screen_with_many_groups() -> None:
    mine = accounts(OLD)
    groups = tuple(GroupState(f"group{number}", 2, 2) for number in range(64))
    mine.states["cls-old"] = ClusterState("Active", running=128, groups=groups)
    async with wizard(accounts=mine) as person:
        await listed(person)
        await person.push("Delete…")
        await person.until(lambda: person.shows("and 59 groups more"))
        assert person.shows("Cancel")


async def test_a_running_cluster_is_opened_as_a_new_request() -> None:
    mine = accounts(
        OLD,
        requests={"cls-old": OpenedDocument(REQUEST, DocumentSource(), ("This is cls-old as it stands.",))},
    )
    async with wizard({**REQUEST, "Name": "other"}, accounts=mine) as person:
        await person.enter(("Description",))
        await person.type("unsaved")
        await listed(person)
        await person.push("Open as new request")
        await person.until(lambda: person.shows("Discard unsaved changes?"))
        assert person.document["Name"] == "other", "what is not saved is not dropped unasked"
        await person.push("Discard changes")
        await person.until(lambda: person.document == REQUEST)
        assert "This is cls-old as it stands." in person.told


@pytest.mark.parametrize(
    ("button", "method", "confirm"),
    [("Open as new request", "open", ""), ("Delete…", "delete", "Delete")],
)
async def test_what_the_service_refuses_is_said_in_the_list(button: str, method: str, confirm: str) -> None:
    def refused(*_: Any) -> Any:
        raise BcwError("It is not there any more [/].")

    mine = accounts(OLD)
    setattr(mine, method, refused)
    async with wizard(accounts=mine) as person:
        await listed(person)
        await person.push(button)
        if confirm:
            await person.until(lambda: person.shows("This cannot be undone."))
            await person.push(confirm)
        await person.until(lambda: person.shows("It is not there any more [/]."))
        assert person.asked, "the list stays"


async def test_without_clusters_nothing_can_be_done() -> None:
    async with wizard(accounts=accounts()) as person:
        await listed(person)
        assert person.shows("None was created here yet, or all are gone.")
        await person.press("enter", "delete")
        await person.push("Resize…")
        await person.press("escape")
        assert not person.asked


async def test_the_list_is_left_and_come_back_to_while_a_target_is_silent() -> None:
    hold = Event()
    mine = accounts(OLD)

    def silent() -> list[ClusterStatus]:
        hold.wait(10)
        return []

    mine.statuses = silent  # type: ignore[method-assign]
    async with wizard(REQUEST, accounts=mine) as person:
        await listed(person)
        assert person.shows("nightly") and person.shows("…")
        await person.press("escape")
        assert not person.asked
        await listed(person)
        hold.set()
        await person.until(lambda: person.shows("None was created here yet"))


async def test_what_may_have_been_forgotten_is_said_at_the_start() -> None:
    async with wizard(accounts=accounts(NEW, OLD, FREE)) as person:
        await person.until(lambda: "1 cluster made here may still cost money" in person.told)
        assert "5 days 3 h (nightly)" in person.told


async def test_nothing_is_said_of_what_is_new_or_free() -> None:
    async with wizard(accounts=accounts(NEW, FREE)) as person:
        await listed(person)
        await person.until(lambda: person.shows("6 of 8"))
        assert "may still cost money" not in person.told


async def test_looks_at_a_silent_target_do_not_pile_up() -> None:
    hold, looked = Event(), list[str]()
    many = [replace(FREE, id=f"cls-{number}") for number in range(8)]
    mine = accounts(*many)

    def silent(cluster_id: str) -> ClusterState:
        looked.append(cluster_id)
        hold.wait(10)
        return STATE

    mine.state = silent  # type: ignore[method-assign]
    async with wizard(accounts=mine) as person:
        await listed(person)
        await person.until(lambda: bool(looked))
        await person.press(*["down", "up"] * 6)
        assert sorted(set(looked)) == sorted(looked), "one look at a cluster at a time"
        await person.press(*["down"] * 7)
        assert len(looked) <= 4
        hold.set()
        await person.until(lambda: person.shows("6 of 8 workers [/]"))
