"""The widgets that choose one, or several, of a few values."""

from typing import Any

import pytest

from wizard.document.tree import MISSING
from wizard.tui.widgets.choice import Checklist, Choice, Option

from .host import Host, lines

KINDS = [Option("OnDemand", "OnDemand"), Option("Spot", "Spot [/]"), Option(MISSING, "not set")]
FLAGS = [Option(True, "yes"), Option(False, "no")]
EVENTS = [Option("A", "A one"), Option("B", "B two"), Option("C", "C three")]


@pytest.mark.parametrize(
    ("keys", "posted"),
    [
        (["right"], ["Spot"]),
        (["right", "right", "right"], ["Spot", MISSING]),
        (["left"], []),
        (["end", "home"], [MISSING, "OnDemand"]),
        (["space", "space", "space"], ["Spot", MISSING, "OnDemand"]),
        (["n", "S"], [MISSING, "Spot"]),
        (["x", "o"], []),
    ],
)
async def test_keys_choose(keys: list[str], posted: list[Any]) -> None:
    app = Host(Choice(KINDS, "OnDemand"))
    async with app.run_test() as pilot:
        await pilot.press(*keys)
        assert app.values(Choice.Changed) == posted


async def test_a_click_chooses_and_a_value_set_by_the_program_posts_nothing() -> None:
    app = Host(choice := Choice(KINDS, "OnDemand"))
    async with app.run_test() as pilot:
        await pilot.click(choice, offset=(16, 0))
        await pilot.click(choice, offset=(18, 0))
        assert lines(choice) == ["( ) OnDemand  (•) Spot [/]  ( ) not set"]
        choice.set_value("OnDemand")
        await pilot.pause()
        assert (choice.value, app.values(Choice.Changed)) == ("OnDemand", ["Spot"])


async def test_an_unknown_value_can_be_chosen_again() -> None:
    app = Host(choice := Choice(KINDS, "spot"))
    async with app.run_test() as pilot:
        assert lines(choice) == ['( ) OnDemand  ( ) Spot [/]  ( ) not set  (•) "spot"']
        await pilot.press("home", "end")
        assert app.values(Choice.Changed) == ["OnDemand", "spot"]
    other = Choice(KINDS, "spot")
    other.set_value("OnDemand")
    assert [option.value for option in other.options] == ["OnDemand", "Spot", MISSING], "of another request"


@pytest.mark.parametrize("value", [1, 1.0, "true", None, [True], {"a": 1}])
async def test_a_value_of_another_type_is_an_option_of_its_own(value: Any) -> None:
    choice = Choice(FLAGS, value)
    assert len(choice.options) == 3 and choice.value == value


async def test_options_are_below_each_other_where_there_is_no_room() -> None:
    app = Host(choice := Choice(KINDS, "OnDemand"), width=30)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert lines(choice) == ["(•) OnDemand", "( ) Spot [/]", "( ) not set"]
        await pilot.click(choice, offset=(5, 2))
        assert app.values(Choice.Changed) == [MISSING]


async def test_a_choice_may_have_no_value() -> None:
    app = Host(choice := Choice(FLAGS))
    async with app.run_test() as pilot:
        assert lines(choice) == ["( ) yes  ( ) no"]
        await pilot.press("right")
        assert app.values(Choice.Changed) == [True]


async def test_a_checklist_keeps_the_order_and_appends() -> None:
    app = Host(checklist := Checklist(EVENTS, ["C", "x[/]", "A"]))
    async with app.run_test() as pilot:
        assert lines(checklist) == ["[✓] A one", "[ ] B two", "[✓] C three", '[✓] "x[/]"']
        await pilot.press("down", "space", "home", "enter", "end", "space", "space")
        await pilot.click(checklist, offset=(30, 1))
        assert app.values(Checklist.Changed, "values") == [
            ["C", "x[/]", "A", "B"],
            ["C", "x[/]", "B"],
            ["C", "B"],
            ["C", "B", "x[/]"],  # an unknown entry can be checked again
            ["C", "x[/]"],
        ]
        checklist.set_values(["B", "y"])
        await pilot.pause()
        assert (checklist.values, len(app.posted)) == (["B", "y"], 5), "the program posts nothing"
        assert lines(checklist)[3] == '[✓] "y"'
