"""The request being edited: its tree, undo and redo, and word to whoever shows it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from wizard.document import tree as trees
from wizard.document.pointer import Path


@dataclass(frozen=True, slots=True)
class Change:
    """What is told to those who listen.

    Attributes:
        kind: What was done: ``set``, ``remove``, ``add``, ``rename``, ``move``, ``patch``, ``replace``,
            ``undo`` or ``redo``; interfaces have the words for it.
        path: What it was done to; ``()`` for the whole.
    """

    kind: str
    path: Path


@dataclass(slots=True)
class _Step:
    """A state that can be gone back to, and what led away from it."""

    tree: Any
    change: Change
    run: object
    """Edits with the same run, a person typing in one field, are undone together."""


class Document:
    """A request that is being edited.

    The tree is the truth. It is never changed in place: :attr:`tree` is a new object after every edit,
    and shares with the one before all that did not change.

    A field that is emptied is absent, unless the document had it blank when it was opened; an object that
    loses its last attribute that way goes with it, unless it was there when the document was opened. So the
    same answers give the same bytes, in whatever order they were given.
    """

    def __init__(self, tree: Any = trees.MISSING) -> None:
        self.opened: Any = {} if tree is trees.MISSING else tree
        self.tree: Any = self.opened
        self._undo: list[_Step] = []
        self._redo: list[_Step] = []
        self._listeners: list[Callable[[Change], None]] = []
        self._saved: Any = self.tree

    # -- listening

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Be told of every change; the answer ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @property
    def is_modified(self) -> bool:
        """Whether there is anything that has not been saved."""
        return not _same(self.tree, self._saved)

    def mark_saved(self) -> None:
        """Remember the present state as saved."""
        self._saved = self.tree

    def mark_unsaved(self) -> None:
        """No state of it stands anywhere: it was pasted, or is a draft that was left behind."""
        self._saved = trees.MISSING

    # -- reading

    def get(self, path: Path, default: Any = None) -> Any:
        """What stands at a path, or the default."""
        return trees.get(self.tree, path, default)

    def has(self, path: Path) -> bool:
        """Whether anything, ``null`` included, stands at a path."""
        return trees.has(self.tree, path)

    # -- editing

    def set(self, path: Path, value: Any, *, run: object = None) -> None:
        """Put a value at a path.

        What stands in the way, such as a text where the path needs an object, is replaced: only undo has it
        then.

        Args:
            path: The place; missing objects are made on the way, in the reference's order. What stood in the
                opened document goes back to its place there.
            value: The JSON value.
            run: Successive edits with the same run become one step of undo.
        """
        self._edit(_with(self.tree, path, value, self.opened), Change("set", path), run)

    def clear(self, path: Path, *, run: object = None) -> None:
        """Leave a field blank: it goes, with the objects that this empties; one opened blank stays blank."""
        if trees.get(self.opened, path) == "":
            self._edit(_with(self.tree, path, "", self.opened), Change("set", path), run)
        else:
            self._edit(self._pruned(path), Change("remove", path), run)

    def remove(self, path: Path) -> None:
        """Take away what stands at a path, with the objects that this empties."""
        self._edit(self._pruned(path), Change("remove", path))

    def add(self, path: Path, value: Any) -> None:
        """Insert an item before the one at a path into a list, or add an entry of a map."""
        self._edit(trees.inserted(self.tree, path, value), Change("add", path))

    def rename(self, path: Path, name: str, *, run: object = None) -> Path:
        """Rename the key at the end of a path, in its place; the answer is the new path.

        Raises:
            KeyError: Nothing stands there, or the new name is taken.
        """
        self._edit(trees.renamed(self.tree, path, name), Change("rename", path), run)
        return (*path[:-1], name)

    def move(self, path: Path, position: int) -> None:
        """Move an entry to a position (from 0) among its siblings.

        Raises:
            KeyError: Nothing stands there.
        """
        self._edit(trees.moved(self.tree, path, position), Change("move", path))

    def patch(self, operations: Iterable[dict[str, Any]], path: Path = ()) -> None:
        """Apply a JSON Patch as one step.

        Raises:
            KeyError: An operation does not fit the document.
            ValueError: An operation is none.
        """
        self._edit(trees.patched(self.tree, operations), Change("patch", path))

    def replace(self, tree: Any) -> None:
        """Put another document in place of this one, as one step."""
        self._edit(tree, Change("replace", ()))

    def _pruned(self, path: Path) -> Any:
        tree = trees.removed(self.tree, path)
        for end in range(len(path) - 1, 0, -1):
            parent = path[:end]
            entry = isinstance(trees.get(tree, parent[:-1]), list) or parent[:-1] == ("Groups",)
            if trees.get(tree, parent) not in ({}, []) or trees.has(self.opened, parent) or entry:
                break
            tree = trees.removed(tree, parent)
        return tree

    def _edit(self, tree: Any, change: Change, run: object = None) -> None:
        if _same(tree, self.tree):
            return
        if not (run is not None and self._undo and self._undo[-1].run == run):
            self._undo.append(_Step(self.tree, change, run))
        self._redo.clear()
        self.tree = tree
        self._tell(change)

    def _tell(self, change: Change) -> None:
        for listener in [*self._listeners]:
            listener(change)

    # -- undo and redo

    def end_run(self) -> None:
        """The person has left the field: what is typed next is a step of its own, as it is after undo."""
        if self._undo:
            self._undo[-1].run = None

    @property
    def undoable(self) -> Change | None:
        """The change that undo would take back, or ``None``."""
        return self._undo[-1].change if self._undo else None

    @property
    def redoable(self) -> Change | None:
        """The change that redo would make again, or ``None``."""
        return self._redo[-1].change if self._redo else None

    def undo(self) -> Change | None:
        """Take back the last step; the answer is what was taken back."""
        return self._go(self._undo, self._redo, "undo")

    def redo(self) -> Change | None:
        """Make the step again that was taken back last."""
        return self._go(self._redo, self._undo, "redo")

    def _go(self, source: list[_Step], target: list[_Step], kind: str) -> Change | None:
        if not source:
            return None
        step = source.pop()
        target.append(_Step(self.tree, step.change, None))
        self.tree = step.tree
        self.end_run()
        self._tell(Change(kind, step.change.path))
        return step.change


def _with(tree: Any, path: Path, value: Any, opened: Any) -> Any:
    """The tree with a value at a path, whatever stands in the way."""
    for end in range(len(path)):
        standing = trees.get(tree, path[:end], trees.MISSING)
        wanted = list if isinstance(path[end], int) else dict
        if standing is not trees.MISSING and not isinstance(standing, wanted):
            tree = trees.replaced(tree, path[:end], wanted())
            break
    return trees.replaced(tree, path, value, like=opened)


def _same(one: Any, other: Any) -> bool:
    """Whether two trees are the same text: ``1``, ``1.0`` and ``true`` are equal to Python, not to JSON."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, float):  # 0.0 and -0.0
        return repr(one) == repr(other)
    return bool(one == other)


_NATURAL = re.compile(r"(.*?)(\d*)")


def free_name(taken: Iterable[str], wanted: str) -> str:
    """A name like the wanted one that is not taken: the number at its end is counted up."""
    names = set(taken)
    match = _NATURAL.fullmatch(wanted)
    stem, number = (match[1], int(match[2] or 1)) if match else (wanted, 1)
    while wanted in names:
        number += 1
        wanted = f"{stem}{number}"
    return wanted
