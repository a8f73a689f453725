"""The widgets that choose one, or several, of a few values."""

from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.containers import Container

from wizard.document.tree import MISSING
from wizard.tui.widgets.choice import Checklist, Choice, Option

KINDS = [Option("OnDemand", "OnDemand"), Option("Spot", "Spot [/]"), Option(MISSING, "not set")]
FLAGS = [Option(True, "yes"), Option(False, "no")]
EVENTS = [Option("A", "A one"), Option("B", "B two"), Option("C", "C three")]


class Host(App[None]):
    """A widget, and what it posted."""

    CSS = "Container { height: auto; }"

    def __init__(self, widget: Choice | Checklist, width: int = 60) -> None:
        super().__init__()
        self.widget = widget
        self.width = width
        self.posted: list[Any] = []

    def compose(self) -> ComposeResult:
        with Container() as box:
            box.styles.width = self.width
            yield self.widget

    def on_choice_changed(self, event: Choice.Changed) -> None:
        self.posted.append(event.value)

    def on_checklist_changed(self, event: Checklist.Changed) -> None:
        self.posted.append(event.values)


def lines(widget: Choice | Checklist) -> list[str]:
    """What is visible of the widget, line by line."""
    return [widget.render_line(y).text.strip() for y in range(widget.size.height)]


@pytest.mark.parametrize(
    ("keys", "posted"),
    [
        (["right"], ["Spot"]),
        (["right", "right", "right"], ["Spot", MISSING]),
        (["left"], []),
        (["end", "home"], [MISSING, "OnDemand"]),
        (["space", "space", "space"], ["Spot", MISSING, "OnDemand"]),
        (["n"], [MISSING]),
        (["S"], ["Spot"]),
        (["x", "o"], []),
    ],
)
async def test_keys_choose(keys: list[str], posted: list[Any]) -> None:
    app = Host(Choice(KINDS, "OnDemand"))
    async with app.run_test() as pilot:
        await pilot.press(*keys)
        assert app.posted == posted


async def test_a_click_chooses_and_a_value_set_by_the_program_posts_nothing() -> None:
    app = Host(choice := Choice(KINDS, "OnDemand"))
    async with app.run_test() as pilot:
        await pilot.click(choice, offset=(16, 0))
        await pilot.click(choice, offset=(18, 0))
        assert (app.posted, lines(choice)) == (["Spot"], ["( ) OnDemand  (•) Spot [/]  ( ) not set"])
        choice.set_value("OnDemand")
        await pilot.pause()
        assert (choice.value, app.posted) == ("OnDemand", ["Spot"])


async def test_an_unknown_value_can_be_chosen_again() -> None:
    app = Host(choice := Choice(KINDS, "spot"))
    async with app.run_test() as pilot:
        assert lines(choice) == ['( ) OnDemand  ( ) Spot [/]  ( ) not set  (•) "spot"']
        await pilot.press("home", "end")
        assert app.posted == ["OnDemand", "spot"]
    other = Choice(KINDS, "spot")
    other.set_value("OnDemand")
    assert [option.value for option in other.options] == ["OnDemand", "Spot", MISSING], (
        "that of another request"
    )


@pytest.mark.parametrize("value", [1, 1.0, "true", None, [True], {"a": 1}])
async def test_a_value_of_another_type_is_an_option_of_its_own(value: Any) -> None:
    choice = Choice(FLAGS, value)
    assert len(choice.options) == 3 and choice.value == value


async def test_options_are_below_each_other_where_there_is_no_room() -> None:
    app = Host(Choice(KINDS, "OnDemand"), width=30)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert lines(app.widget) == ["(•) OnDemand", "( ) Spot [/]", "( ) not set"]
        await pilot.click(app.widget, offset=(5, 2))
        assert app.posted == [MISSING]


async def test_a_choice_may_have_no_value() -> None:
    app = Host(Choice(FLAGS))
    async with app.run_test() as pilot:
        assert lines(app.widget) == ["( ) yes  ( ) no"]
        await pilot.press("right")
        assert app.posted == [True]


async def test_a_checklist_keeps_the_order_and_appends() -> None:
    app = Host(checklist := Checklist(EVENTS, ["C", "x[/]", "A"]))
    async with app.run_test() as pilot:
        assert lines(checklist) == ["[✓] A one", "[ ] B two", "[✓] C three", '[✓] "x[/]"']
        await pilot.press("down", "space", "home", "enter")
        assert app.posted == [["C", "x[/]", "A", "B"], ["C", "x[/]", "B"]]
        await pilot.press("end", "space", "space")
        assert app.posted[2:] == [["C", "B"], ["C", "B", "x[/]"]], "an unknown entry can be checked again"
        await pilot.click(checklist, offset=(30, 1))
        assert app.posted[4:] == [["C", "x[/]"]]
        checklist.set_values(["B", "y"])
        await pilot.pause()
        assert (checklist.values, len(app.posted)) == (["B", "y"], 5), "the program posts nothing"
        assert lines(checklist)[3] == '[✓] "y"'
