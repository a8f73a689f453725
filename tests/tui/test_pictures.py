"""The appearance: few pictures, which are those of the README as well.

``pytest tests/tui/test_pictures.py --snapshot-update`` draws them anew.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from textual.pilot import Pilot

from wizard.core.actions.clusters import ClusterStatus
from wizard.core.actions.submissions import SubmissionResult
from wizard.core.application import Application
from wizard.core.confirmation import GroupState

from .application import Service
from .person import THEMES, ObservedApp, Person

Compare = Callable[..., bool]
CREATED = SubmissionResult("created", "The cluster is created.", cluster_id="cls-test0001")
STATE = ClusterStatus("", "", "", None, "Active", running=1, groups=(GroupState("group1", 1, 1),))


def options(
    act: Callable[[Person], Awaitable[None]], size: tuple[int, int], preset: str | None = None
) -> dict[str, Any]:
    """The options of a comparison: a wizard, what is done before, and a preset that is opened."""
    application = Application({})
    Service(CREATED).watch(application.submissions)
    application.clusters.state = lambda _id: STATE  # type: ignore[method-assign]
    loaded = None if preset is None else application.library.open_preset(preset)
    app = ObservedApp(application, loaded=loaded, themes=[THEMES])

    async def run_before(pilot: Pilot[Any]) -> None:
        app.animation_level = "none"
        person = Person(app, pilot)
        await person.until(lambda: app.wizard.controller is not None and app.wizard.query("Preview"))
        await person.until(lambda: loaded is None or person.step == "basics")
        await act(person)
        await person.settle()

    return {"app": app, "run_before": run_before, "terminal_size": size}


def test_start(snap_compare: Compare) -> None:
    assert snap_compare(**options(lambda person: person.press(*["down"] * 4), (80, 24)))


def test_basics_with_an_error(snap_compare: Compare) -> None:
    async def act(person: Person) -> None:
        await person.press("enter")
        await person.fill_in("1 bad/name", "nightly rendering")
        await person.type("sn1ne")

    assert snap_compare(**options(act, (80, 24)))


def test_groups(snap_compare: Compare) -> None:
    async def act(person: Person) -> None:
        await person.choose_row(2, "groups")

    assert snap_compare(**options(act, (120, 36), "several-groups"))


def test_review(snap_compare: Compare) -> None:
    assert snap_compare(**options(lambda person: person.press("f9"), (120, 36), "several-groups"))


def test_created(snap_compare: Compare) -> None:
    async def act(person: Person) -> None:
        await person.press("f10")
        await person.confirm(shows="1 of 1 running")

    assert snap_compare(**options(act, (120, 36), "smallest"))
