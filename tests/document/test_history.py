"""Undo and redo: a list of states and a position in it, whatever the edits and their order."""

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from wizard.document.document import Change, Document

from .trees import exact, example

FIELDS = ["Name", "Description", "ImageId", "Zone"]
VALUES = st.sampled_from(["", "a", "b", 1, 1.0, True, None])


class History(RuleBasedStateMachine):
    """The document, and as its model a list of the texts of its states with a position in it."""

    def __init__(self) -> None:
        super().__init__()
        self.document = Document({"Name": "a", "Zone": "z"})
        self.answers: dict[str, Any] = {"Name": "a", "Zone": "z"}
        self.states = [exact(self.document.tree)]
        self.place = 0
        self.saved = self.states[0]
        self.run: object = None
        self.changes: list[Change] = []
        self.expected: list[str] = []
        self.document.on_change = self.changes.append

    def edited(self, kind: str, run: object) -> None:
        """Record the state after an edit, if it is a new one."""
        state = exact(self.document.tree)
        if state == self.states[self.place]:
            return
        self.expected.append(kind)
        del self.states[self.place + 1 :]
        if run is not None and run == self.run:
            self.states[-1] = state
        else:
            self.states.append(state)
            self.place += 1
        self.run = run

    @rule(field=st.sampled_from(FIELDS), value=VALUES, typing=st.booleans())
    def set(self, field: str, value: Any, typing: bool) -> None:
        run = ("field", field) if typing else None
        self.document.set((field,), value, run=run)
        assert exact(self.document.get((field,))) == exact(value)
        self.edited("set", run)

    @rule(field=st.sampled_from(FIELDS), typing=st.booleans())
    def clear(self, field: str, typing: bool) -> None:
        run = ("field", field) if typing else None
        self.document.clear((field,), run=run)
        assert not self.document.has((field,))
        self.edited("remove", run)

    @rule(count=st.integers(1, 3))
    def patch(self, count: int) -> None:
        if not isinstance(self.document.tree, dict):
            return
        operations = [{"op": "add", "path": f"/p{index}", "value": index} for index in range(count)]
        self.document.patch(operations)
        self.edited("patch", None)

    @rule(tree=st.sampled_from([{}, {"Name": "a"}, [], None]))
    def replace(self, tree: Any) -> None:
        self.document.replace(tree)
        self.edited("replace", None)

    @rule()
    def end_run(self) -> None:
        self.document.end_run()
        self.run = None

    def step(self, kind: str, places: int) -> None:
        change = self.document.undo() if kind == "undo" else self.document.redo()
        is_possible = 0 <= self.place + places < len(self.states)
        assert (change is not None) == is_possible
        if is_possible:
            self.place += places
            self.run = None
            self.expected.append(kind)

    @rule()
    def undo(self) -> None:
        self.step("undo", -1)

    @rule()
    def redo(self) -> None:
        self.step("redo", 1)

    @rule()
    def save(self) -> None:
        self.document.mark_saved()
        self.saved = self.states[self.place]
        self.run = None

    @invariant()
    def the_state_is_that_of_the_list(self) -> None:
        assert exact(self.document.tree) == self.states[self.place]
        assert (self.document.undoable is not None) == (self.place > 0)
        assert (self.document.redoable is not None) == (self.place + 1 < len(self.states))

    @invariant()
    def another_state_than_the_saved_one_is_modified(self) -> None:
        assert self.document.is_modified == (self.states[self.place] != self.saved)

    @invariant()
    def each_change_is_announced_once(self) -> None:
        assert [change.kind for change in self.changes] == self.expected


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=30, stateful_step_count=15, deadline=None)


def test_an_edit_without_effect_or_with_an_error_is_not_a_step() -> None:
    document = Document(example())
    changes: list[Change] = []
    document.on_change = changes.append
    document.remove(("Nothing",))
    document.rename(("Groups", "group1"), "group1")
    document.move(("Groups", "group1"), 0)
    with pytest.raises(KeyError):
        document.rename(("Configs", "Disks"), "Mounts")
    with pytest.raises(KeyError):
        document.move(("Groups", "none"), 0)
    with pytest.raises(KeyError):
        document.patch(
            [{"op": "add", "path": "/Name", "value": 1}, {"op": "move", "from": "/x", "path": "/y"}]
        )
    assert exact(document.tree) == exact(example())
    assert (changes, document.undoable, document.is_modified) == ([], None, False)


def test_values_that_are_equal_only_in_python_are_changes() -> None:
    for before, after in (
        (0, False),
        (0.0, -0.0),
        ([], {}),
        ([1], [True]),
        ({"x": 1, "y": 2}, {"y": 2, "x": 1}),
    ):
        document = Document({"X": before})
        document.set(("X",), after)
        assert document.is_modified
        assert exact(document.get(("X",))) == exact(after)
        document.set(("X",), before)
        assert not document.is_modified
