"""The clusters created here: their state, what is billed, resizing, opening and deleting."""

from collections.abc import Callable
from dataclasses import replace
from threading import Event
from typing import Any

import pytest
from sandbox.driver import groups as make_groups

from wizard.core.actions.clusters import Clusters, ClusterStatus
from wizard.core.application import Application
from wizard.core.confirmation import GroupState
from wizard.errors import BcwError
from wizard.sandbox import RunningSandbox

from .application import REQUEST, ago, client
from .person import wizard

OLD = ClusterStatus("cls-old", "nightly", "prod · cn-beijing", ago(days=5, hours=3), "Active", 9)
NEW = ClusterStatus("cls-new", "fresh[/]", "work · cn-hangzhou", ago(minutes=12), "Active", 3)
FREE = ClusterStatus("cls-free", "toy", "sandbox (local, free)", ago(days=9), is_free=True)
GROUPS = (GroupState("head", 1, 1), GroupState("workers [/]", 8, 6))
LOG = ("2024-05-01T12:00:00 Cluster is created.", "2024-05-01T12:00:09 workers Instance is running.")
STATE = ClusterStatus("", "", "", None, "Active", running=7, starting=2, groups=GROUPS, log=LOG)

Show = Callable[..., None]


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch) -> Show:
    """Let the services report some clusters, or what a method does instead."""

    def set_up(*clusters: ClusterStatus, **methods: Callable[..., Any]) -> None:
        known = {"created": lambda _: clusters, "statuses": lambda _: clusters, "state": lambda *_: STATE}
        for name, method in {**known, **methods}.items():
            monkeypatch.setattr(Clusters, name, method)

    return set_up


def create(name: str = "fresh", **groups: int) -> Application:
    """An application that has created a cluster with groups of some sizes."""
    application = Application({})
    request = {**REQUEST, "Name": name, "Groups": make_groups(**groups or {"g": 2})}
    made = application.submissions.submit(request, f"token_{name}", on_progress=print, stop=Event())
    assert made.kind == "created"
    return application


async def test_state_age_and_log_are_shown_billed_clusters_counted_and_old_ones_marked(show: Show) -> None:
    new = replace(NEW, created=ago(minutes=12, seconds=1))  # of this moment: the tests before took some time
    show(new, OLD, FREE)
    async with wizard() as person:
        await person.until(lambda: "1 cluster created here may still be billed" in person.told)
        assert "nightly, 5 days 3 h" in person.told, "at the start, without new and free ones"
        await person.press(":clusters", shows="Clusters created here")
        await person.see("6 of 8  workers [/]")
        person.expect("fresh[/]", "nightly", "5 days 3 h", "cls-new", "12 min ago", "1 of 1  head", "7/9")
        person.expect("2 clusters are billed until deleted.", "Oldest: nightly (5 days 3 h).")
        full, part = (line for line in person.screen.split("\n") if "█" in line)
        assert full.count("█") == 20 and part.count("█") == 15, "6 of 8 are three quarters"
        assert person.screen.index("Instance is running.") < person.screen.index("Cluster is created.")
        [old] = [line for line in person.screen.split("\n") if "nightly" in line and "/" in line]
        [toy] = [line for line in person.screen.split("\n") if "toy" in line and "9 days" in line]
        assert "!" in old and "!" not in toy, "the sandbox is not billed"
        assert not person.shows("Older than a day")
        await person.press("down", shows="Older than a day. Delete it if you no longer need it.")


async def test_deleted_clusters_leave_the_list_and_the_cursor_stays(account: RunningSandbox) -> None:
    for name in ("nightly", "fresh", "toy"):
        create(name)
    async with wizard() as person:
        await person.press(":clusters", shows="Clusters created here")
        await person.see("2/2")
        await person.press("down", shows="cls-prod0002")
        client(account.url).delete_cluster("cls-prod0003")
        await person.push("Refresh")
        await person.until(lambda: not person.shows("toy"))
        assert person.shows("cls-prod0002")
        client(account.url).delete_cluster("cls-prod0001")
        person.app.screen.query_one("RowTable").focus()
        await person.press("down", shows="Cluster cls-prod0001 no longer exists.")
        await person.until(lambda: not person.shows("nightly") and person.shows("1 cluster is billed"))


@pytest.mark.usefixtures("account")
async def test_errors_are_shown_in_the_list_and_nothing_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> Any:
        raise BcwError("No answer came [/].")

    async with wizard(application=create()) as person:
        await person.press(":clusters", shows="Clusters created here")
        for method in ("delete", "open", "state"):
            monkeypatch.setattr(Clusters, method, refuse)
        await person.push("Open as new", shows="No answer came [/].")
        await person.push("Refresh", shows="State unknown: No answer came [/].")
        for button in ("Resize…", "Delete cluster…"):
            await person.push(button)
            await person.until(lambda: person.screen.count("No answer came [/].") == 2)
        monkeypatch.setattr(Clusters, "state", lambda *_: STATE)
        await person.push("Delete cluster…", shows="This cannot be undone.")
        await person.push("Delete cluster", shows="No answer came [/].")
        assert person.asked, "the list stays"
        hold = Event()
        monkeypatch.setattr(Clusters, "delete", lambda *_: hold.wait(10) and refuse())
        await person.push("Delete cluster…", shows="This cannot be undone.")
        await person.push("Delete cluster", "escape")
        assert not person.asked and not person.told.count("No answer came")
        hold.set()
        await person.until(lambda: "No answer came [/]." in person.told)


async def test_adding_instances_is_confirmed_by_group_and_size(account: RunningSandbox) -> None:
    def size() -> int:
        return client(account.url).get_cluster("cls-prod0001")["Groups"]["workers"]["DesiredVMCount"]

    async with wizard(application=create(head=1, workers=8)) as person:
        await person.press(":clusters", shows="Clusters created here")
        await person.press("r", shows="Resize which group of fresh?")
        await person.press("down", "enter", shows="Desired 8, running 8. 0 to 65,536.")
        for wrong in ("65537", "3.5", "-1", "٣", "many"):
            await person.retype(wrong, "enter")
            assert person.shows("Enter a whole number from 0 to 65,536"), wrong
        await person.press("escape")
        for is_meant in (False, True):
            await person.push("Resize…", shows="Resize which group of fresh?")
            await person.press("down", "enter")
            await person.fill_in("12", shows="Billed until deleted")
            person.expect("workers", "8 → 12 ×", "4 instances", "prod · cn-beijing")
            await person.press(*["tab"] * is_meant, "enter")
            assert is_meant or size() == 8, "Cancel is the default"
        await person.see("workers: 8 → 12 instances.")
        assert size() == 12


async def test_the_only_group_is_resized_without_choosing_it() -> None:
    async with wizard(application=create()) as person:
        await person.press(":clusters", shows="Clusters created here")
        await person.see("Sandbox clusters are not billed")
        assert "may still be billed" not in person.told
        await person.push("Resize…", shows="Resize g")
        await person.fill_in("5")
        await person.until(lambda: person.shows("3 instances") and person.shows("Not billed"))
        await person.press("enter", shows="2 → 5 instances.")
        await person.push("Resize…", shows="Resize g")
        await person.fill_in("0")
        await person.see("5 → 0 instances.")  # fewer need no confirmation


async def test_a_cluster_is_deleted_only_after_a_confirmation(account: RunningSandbox) -> None:
    async with wizard(application=create("nightly", **{f"group{at}": 2 for at in range(64)})) as person:
        await person.press(":clusters", shows="Clusters created here")
        await person.press("delete", shows="This cannot be undone.")
        person.expect("“nightly”", "cls-prod0001", "prod · cn-beijing", "128 running", "and 59 more groups")
        await person.press("enter")
        assert [*client(account.url).iter_clusters()], "Cancel is the default"
        await person.push("Delete cluster…", shows="This cannot be undone.")
        await person.push("Delete cluster")
        # The second is said as soon as the list is requested again.
        said = ("Deleting cls-prod0001.", "Cluster cls-prod0001 no longer exists.")
        await person.until(lambda: any(map(person.shows, said)))
        assert [*client(account.url).iter_clusters()] == []
        await person.see("No clusters.")
        await person.press("enter", "delete", "r")
        await person.push("Resize…", "escape")
        assert not person.asked


@pytest.mark.usefixtures("account")
async def test_a_running_cluster_is_opened_as_a_new_configuration() -> None:
    async with wizard({**REQUEST, "Name": "other"}, application=create()) as person:
        await person.type_into(("Description",), "unsaved")
        await person.press(":clusters", shows="Clusters created here")
        await person.push("Open as new", shows="Discard unsaved changes?")
        assert person.document["Name"] == "other"
        await person.push("Discard changes")
        await person.until(lambda: person.document["Name"] == "fresh")
        assert "Copied from cluster cls-prod0001." in person.told


async def test_a_silent_profile_holds_up_nothing_and_is_asked_once(show: Show) -> None:
    hold, asked = Event(), list[str]()

    def silent(_: Clusters, cluster_id: str) -> ClusterStatus:
        asked.append(cluster_id)
        hold.wait(10)
        return STATE

    show(NEW, FREE, statuses=lambda _: hold.wait(10) and (NEW, FREE), state=silent)
    async with wizard(REQUEST) as person:
        await person.press(":clusters", shows="fresh[/]")
        assert person.shows("…")
        await person.press("escape")
        assert not person.asked
        await person.press(":clusters", *["down", "up"] * 6, "down")
        assert asked.count("cls-free") == 1, "requests do not pile up"
        hold.set()
        workers = person.app.screen.workers
        await person.until(lambda: all(each.is_finished for each in workers if each.group == "all"))
        assert person.shows("cls-free"), "the cursor stays where it went"
