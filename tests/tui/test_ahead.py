"""The form of the next step is made ready while nobody types, and nobody can tell but by the clock."""

import asyncio
import gc
from collections.abc import Iterator

import pytest
from textual.widget import Widget

from wizard.core.order import STEPS
from wizard.tui import ahead
from wizard.tui.ahead import Ahead
from wizard.tui.widgets.field import FieldRow

from .person import Person, wizard

REQUEST = {
    "Name": "first",
    "InstanceType": "ecs.sn1ne.large",
    "ImageId": "img-ubuntu-vpc",
    "Groups": {"g": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}},
    "Configs": {"Mounts": {"Entries": [{"Source": "oss://a/", "Destination": "/a/", "WriteSupport": False}]}},
}
FORMS = [step.id for step in STEPS[1:-1]]


class Gate:
    """Lets so many pieces be made ready."""

    def __init__(self) -> None:
        self._pieces = asyncio.Semaphore(0)

    async def rested(self, _: Ahead) -> bool:
        await self._pieces.acquire()
        return True

    def let(self, pieces: int) -> None:
        for _ in range(pieces):
            self._pieces.release()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate()
    monkeypatch.setattr(Ahead, "_rested", lambda self: made.rested(self))
    yield made


def rows(person: Person, step: str) -> int:
    """How many fields of a step are mounted; -1 where it has no form yet."""
    pane = person.app.wizard.pane(step)
    return -1 if pane is None else len(pane.query(FieldRow))


def shapes(pane: Widget | None) -> list[str]:
    """The widgets of a form, from the top down."""
    assert pane is not None
    return [f"{type(each).__name__} {each.display}" for each in pane.walk_children()]


async def test_a_form_that_was_made_ready_is_the_one_that_would_have_been_made(gate: Gate) -> None:
    async with wizard(REQUEST, size=(120, 36)) as person:
        wanted = {}
        for step in FORMS:
            wanted[step] = (person.screen, shapes(person.app.wizard.pane(step)))
            await person.press("f4")
    async with wizard(REQUEST, size=(120, 36), ahead=True) as person:
        for step, following in zip(FORMS, [*FORMS[1:], ""], strict=True):
            before = person.screen
            gate.let(20)
            await person.settle()
            assert person.screen == before, "what is made ready is not to be seen"
            assert not following or rows(person, following) > 0
            assert (before, shapes(person.app.wizard.pane(step))) == wanted[step]
            await person.press("f4")


async def test_a_step_that_is_half_ready_is_shown_whole(gate: Gate) -> None:
    async with wizard(REQUEST, size=(120, 36), ahead=True) as person:
        await person.go("disks")
        gate.let(3)  # one of them is for the groups, which nobody wants any more
        await person.settle()
        assert rows(person, "mounts") > 0
        half = rows(person, "mounts")
        await person.press("f4")
        assert rows(person, "mounts") > half
        assert person.shows("oss://a/") and person.shows("Total cache size")


async def test_nothing_is_made_ready_while_keys_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "REST", 1e6)
    async with wizard(REQUEST, ahead=True) as person:
        await person.type("abc")
        assert rows(person, "groups") == -1
        await person.press("f4")
        assert rows(person, "groups") > 0 and rows(person, "disks") == -1


async def test_what_was_begun_for_another_step_is_left_as_it_is(gate: Gate) -> None:
    async with wizard(REQUEST, size=(120, 36), ahead=True) as person:
        await person.go("disks")
        gate.let(3)  # one of them is for the groups, which nobody wants any more
        await person.settle()
        half = rows(person, "mounts")
        await person.go("networks")
        gate.let(20)
        await person.settle()
        assert rows(person, "mounts") == half and rows(person, "notifications") > 0
        await person.press("f3")
        assert person.step == "mounts" and rows(person, "mounts") > half


async def test_forms_that_stay_are_not_looked_through_for_garbage(gate: Gate) -> None:
    async with wizard(REQUEST, ahead=True) as person:
        before = gc.get_freeze_count()
        gate.let(20)
        await person.settle()
        assert rows(person, "groups") > 0
        form = person.app.wizard.pane("groups")
        assert gc.get_freeze_count() > before and not any(each is form for each in gc.get_objects())
