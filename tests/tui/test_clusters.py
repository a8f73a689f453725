"""The clusters created here: their state, what is billed, resizing, opening and deleting."""

from dataclasses import replace
from threading import Event
from typing import Any

from wizard.core.actions.clusters import ClusterStatus
from wizard.core.confirmation import GroupState
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.errors import BcwError, NotFoundError

from .application import REQUEST, MemoryAccounts, ago, fill_in, retype, type_into
from .person import Person, wizard

OLD = ClusterStatus("cls-old", "nightly", "prod · cn-beijing", ago(days=5, hours=3))
NEW = ClusterStatus("cls-new", "fresh[/]", "work · cn-hangzhou", ago(minutes=12))
FREE = ClusterStatus("cls-free", "toy", "sandbox (local, free)", ago(days=9), is_free=True)
GROUPS = (GroupState("head", 1, 1), GroupState("workers [/]", 8, 6))
LOG = ("2024-05-01T12:00:00 Cluster is created.", "2024-05-01T12:00:09 workers Instance is running.")
STATE = ClusterStatus("", "", "", None, "Active", running=7, starting=2, groups=GROUPS, log=LOG)


def accounts(*clusters: ClusterStatus, **parts: Any) -> MemoryAccounts:
    states = {each.id: STATE for each in clusters}
    return MemoryAccounts(clusters=list(clusters), states={**states}, **parts)


async def listed(person: Person) -> None:
    await person.press(":clusters")
    await person.until(lambda: person.asked)


async def test_the_state_age_and_log_of_each_are_shown() -> None:
    new = replace(NEW, created=ago(minutes=12, seconds=1))  # of this moment: the tests before took some time
    async with wizard(accounts=accounts(new, OLD)) as person:
        await listed(person)
        await person.until(lambda: person.shows("6 of 8  workers [/]"))
        for text in ("fresh[/]", "nightly", "5 days 3 h", "cls-new", "12 min ago", "1 of 1  head", "7/9"):
            assert person.shows(text), text
        full, part = (line for line in person.screen.split("\n") if "█" in line)
        assert full.count("█") == 20 and part.count("█") == 15, "6 of 8 are three quarters"
        assert person.screen.index("Instance is running.") < person.screen.index("Cluster is created.")


async def test_billed_clusters_are_counted_and_old_ones_marked() -> None:
    running = [replace(NEW, state="Active", running=3), replace(OLD, state="Active", running=9)]
    mine = accounts(*running, FREE)
    async with wizard(accounts=mine) as person:
        await person.until(lambda: "1 cluster created here may still be billed" in person.told)
        assert "nightly, 5 days 3 h" in person.told, "at the start, without new and free ones"
        await listed(person)
        await person.until(lambda: person.shows("2 clusters are billed until deleted."))
        assert person.shows("Oldest: nightly (5 days 3 h).")
        [old] = [line for line in person.screen.split("\n") if "nightly" in line and "/" in line]
        [toy] = [line for line in person.screen.split("\n") if "toy" in line and "9 days" in line]
        assert "!" in old and "!" not in toy, "the sandbox is not billed"
        assert not person.shows("Older than a day")
        await person.press("down")
        assert person.shows("Older than a day. Delete it if you no longer need it.")
    async with wizard(accounts=accounts(FREE)) as person:
        await listed(person)
        await person.until(lambda: person.shows("Sandbox clusters are not billed"))
        assert "may still be billed" not in person.told


async def test_deleted_clusters_leave_the_list_and_the_cursor_stays_on_its_cluster() -> None:
    mine = accounts(FREE, NEW, OLD, remote=[replace(NEW, state="Active"), replace(OLD, state="Deleting")])
    mine.states["cls-old"] = replace(STATE, state="Deleting")
    async with wizard(accounts=mine) as person:
        await listed(person)
        await person.until(lambda: not person.shows("toy"))
        await person.press("down")
        await person.until(lambda: person.shows("cls-old"))
        await person.push("Refresh")
        await person.until(lambda: person.shows("Deleting"))
        assert person.shows("cls-old")
        mine.clusters = mine.remote = [NEW]
        mine.states["cls-old"] = NotFoundError("cls-old is gone [/].")
        person.app.screen.query_one("RowTable").focus()
        await person.press("up", "down")
        await person.until(lambda: person.shows("cls-old is gone [/]."))
        assert not person.shows("nightly") and person.shows("1 cluster is billed")


async def test_an_unknown_state_is_shown_as_such_and_nothing_is_changed() -> None:
    mine = accounts(NEW, remote=[replace(NEW, problem="its target did not answer within 15 s.")])
    mine.states = {"cls-new": BcwError("No answer came [/].")}
    async with wizard(accounts=mine) as person:
        await listed(person)
        await person.until(lambda: person.shows("State unknown: No answer came [/]."))
        for button in ("Resize…", "Delete cluster…"):
            await person.push(button)
            await person.until(lambda: person.screen.count("No answer came [/].") == 2)
        assert mine.done == []


async def test_adding_instances_is_confirmed_and_a_typed_size_replaces_the_old_one() -> None:
    mine = accounts(NEW)
    async with wizard(accounts=mine) as person:
        await listed(person)
        await person.press("r")
        await person.until(lambda: person.shows("Resize which group of fresh[/]?"))
        await person.press("down", "enter")
        assert person.shows("Desired 8, running 6. 0 to 65,536.")
        for wrong in ("65537", "3.5", "-1", "٣", "many"):
            await retype(person, wrong, "enter")
            assert person.shows("Enter a whole number from 0 to 65,536"), wrong
        await person.press("escape")
        for is_meant in (False, True):
            await person.push("Resize…")
            await person.until(lambda: person.shows("Resize which group of fresh[/]?"))
            await person.press("down", "enter")
            await fill_in(person, "12")
            await person.until(lambda: person.shows("Billed until deleted"))
            for named in ("workers [/]", "8 → 12 ×", "4 instances", "work · cn-hangzhou"):
                assert person.shows(named), named
            await person.press(*["tab"] * is_meant, "enter")
            assert is_meant or mine.done == [], "Cancel is the default"
        await person.until(lambda: mine.done == [("resize", "cls-new", "workers [/]", 12)])
        await person.until(lambda: person.shows("workers [/]: 8 → 12 instances."))


async def test_the_only_group_is_resized_without_choosing_it() -> None:
    mine = accounts(FREE)
    mine.states["cls-free"] = replace(FREE, state="Active", running=2, groups=(GroupState("g", 2, 2),))
    async with wizard(accounts=mine) as person:
        await listed(person)
        await person.push("Resize…")
        await person.until(lambda: person.shows("Resize g"))
        await fill_in(person, "5")
        await person.until(lambda: person.shows("3 instances") and person.shows("Not billed"))
        await person.press("enter")
        await person.until(lambda: person.shows("2 → 5 instances."))
        await person.push("Resize…")
        await person.until(lambda: person.shows("Resize g"))
        await fill_in(person, "0")
        await person.until(lambda: person.shows("2 → 0 instances."))  # fewer need no confirmation
        assert mine.done == [("resize", "cls-free", "g", 5), ("resize", "cls-free", "g", 0)]


async def test_a_cluster_is_deleted_only_after_a_confirmation() -> None:
    mine = accounts(OLD)
    groups = tuple(GroupState(f"group{number}", 2, 2) for number in range(64))
    mine.states["cls-old"] = replace(OLD, state="Active", running=128, groups=groups)
    async with wizard(accounts=mine) as person:
        await listed(person)
        for is_meant in (False, True):
            person.app.screen.query_one("RowTable").focus()
            await person.press("delete")
            await person.until(lambda: person.shows("This cannot be undone."))
            for named in ("“nightly”", "cls-old", "prod · cn-beijing", "128 running", "and 59 more groups"):
                assert person.shows(named), named
            if is_meant:
                await person.push("Delete cluster")
            else:
                await person.press("enter")
                assert mine.done == [], "Cancel is the default"
        await person.until(lambda: mine.done == [("delete", "cls-old")])
        await person.until(lambda: person.shows("Deleting cls-old."))


async def test_a_running_cluster_is_opened_as_a_new_configuration() -> None:
    opened = OpenedDocument(REQUEST, DocumentSource(), ("This is cls-old.",))
    mine = accounts(OLD, requests={"cls-old": opened})
    async with wizard({**REQUEST, "Name": "other"}, accounts=mine) as person:
        await type_into(person, ("Description",), "unsaved")
        await listed(person)
        await person.push("Open as new")
        await person.until(lambda: person.shows("Discard unsaved changes?"))
        assert person.document["Name"] == "other"
        await person.push("Discard changes")
        await person.until(lambda: person.document == REQUEST)
        assert "This is cls-old." in person.told


async def test_errors_are_shown_in_the_list() -> None:
    problems = iter(("It cannot be opened [/].", "It cannot be deleted [/]."))

    def refused(*_: Any) -> Any:
        raise BcwError(next(problems))

    mine = accounts(OLD)
    mine.open = mine.delete = refused  # type: ignore[method-assign]
    async with wizard(accounts=mine) as person:
        await listed(person)
        await person.push("Open as new")
        await person.until(lambda: person.shows("It cannot be opened [/]."))
        await person.push("Delete cluster…")
        await person.until(lambda: person.shows("This cannot be undone."))
        await person.push("Delete cluster")
        await person.until(lambda: person.shows("It cannot be deleted [/]."))
        assert person.asked, "the list stays"
    async with wizard(accounts=accounts()) as person:
        await listed(person)
        await person.until(lambda: person.shows("No clusters."))
        await person.press("enter", "delete", "r")
        await person.push("Resize…")
        await person.press("escape")
        assert not person.asked


async def test_a_silent_profile_holds_up_nothing() -> None:
    hold, mine = Event(), accounts(OLD)

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
        await person.until(lambda: person.shows("No clusters."))


async def test_requests_to_a_silent_profile_do_not_pile_up() -> None:
    hold, asked = Event(), list[str]()
    mine = accounts(*(replace(FREE, id=f"cls-{number}") for number in range(8)))

    def silent(cluster_id: str) -> ClusterStatus:
        asked.append(cluster_id)
        hold.wait(10)
        return STATE

    mine.state = silent  # type: ignore[method-assign]
    async with wizard(accounts=mine) as person:
        await listed(person)
        await person.until(lambda: bool(asked))
        await person.press(*["down", "up"] * 6)
        assert sorted(set(asked)) == sorted(asked), "one request for a cluster at a time"
        await person.press(*["down"] * 7)
        assert len(asked) <= 4
        hold.set()
        await person.until(lambda: person.shows("6 of 8  workers [/]"))
