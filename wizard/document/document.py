"""The request being edited: its tree, undo and redo, and word to whoever shows it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from wizard.document import tree as trees
from wizard.document.tree import Path, from_pointer
from wizard.models.cluster import find_spec


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
    imported: Any
    change: Change
    run: object
    """Edits with the same run, a person typing in one field, are undone together."""


class Document:
    """A request that is being edited.

    The tree is the truth. It is never changed in place: :attr:`tree` is a new object after every edit,
    and shares with the one before all that did not change.

    A field that is emptied is absent, unless the imported document had it blank, as ``""``, ``[]`` or
    ``{}``; an object that loses its last attribute that way goes with it, unless it was imported. So the same
    answers give the same bytes, in whatever order they were given. Entries that get another name or place
    keep that memory; what is removed as a whole does not.
    """

    def __init__(self, tree: Any = trees.MISSING) -> None:
        self.opened: Any = {} if tree is trees.MISSING else tree
        self.tree: Any = self.opened
        self._imported: Any = self.opened
        """What was imported, its entries where they are in the tree now; ``None``: removed or added since."""
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
        self._edit(_with(self.tree, path, value, self._imported), Change("set", path), run)

    def clear(self, path: Path, *, run: object = None) -> None:
        """Leave a field blank: it goes, with the objects that this empties; one imported blank stays."""
        blank = _blank(path)
        if _same(trees.get(self._imported, path), blank):
            self._edit(_with(self.tree, path, blank, self._imported), Change("set", path), run)
        else:
            self._edit(self._pruned(path), Change("remove", path), run)

    def remove(self, path: Path) -> None:
        """Remove anything as a whole, with the objects that this empties, unless they were imported."""
        imported = _removed(self._imported, self.tree, path)
        self._edit(self._pruned(path), Change("remove", path), imported=imported)

    def add(self, path: Path, value: Any) -> None:
        """Insert an item before the one at a path into a list, or add an entry of a map."""
        imported = _aligned(self._imported, self.tree, path)
        if isinstance(trees.get(imported, path[:-1]), list):
            imported = trees.insert_in(imported, path, None)
        self._edit(trees.insert_in(self.tree, path, value), Change("add", path), imported=imported)

    def rename(self, path: Path, name: str, *, run: object = None) -> Path:
        """Rename the key at the end of a path, in its place; the answer is the new path.

        Raises:
            KeyError: Nothing stands there, or the new name is taken.
        """
        tree, imported = trees.rename_in(self.tree, path, name), _renamed(self._imported, path, name)
        self._edit(tree, Change("rename", path), run, imported=imported)
        return (*path[:-1], name)

    def move(self, path: Path, position: int) -> None:
        """Move an entry to a position (from 0) among its siblings.

        Raises:
            KeyError: Nothing stands there.
        """
        imported = _aligned(self._imported, self.tree, path)
        if trees.has(imported, path):
            imported = trees.move_in(imported, path, position)
        self._edit(trees.move_in(self.tree, path, position), Change("move", path), imported=imported)

    def patch(self, operations: Iterable[dict[str, Any]], path: Path = ()) -> None:
        """Apply a JSON Patch as one step.

        Raises:
            KeyError: An operation does not fit the document.
            ValueError: An operation is none.
        """
        tree, imported = self.tree, self._imported
        for operation in operations:
            before, tree = tree, trees.apply_patch(tree, [operation])
            imported = _followed(imported, before, operation)
        self._edit(tree, Change("patch", path), imported=imported)

    def replace(self, tree: Any) -> None:
        """Put another document in place of this one, as one step: it is what was imported from now on."""
        self._edit(tree, Change("replace", ()), imported=tree)

    def _pruned(self, path: Path) -> Any:
        tree = trees.remove_in(self.tree, path)
        for end in range(len(path) - 1, 0, -1):
            parent = path[:end]
            entry = isinstance(trees.get(tree, parent[:-1]), list) or parent[:-1] == ("Groups",)
            if trees.get(tree, parent) not in ({}, []) or entry:
                break
            if trees.get(self._imported, parent) is not None:
                break
            tree = trees.remove_in(tree, parent)
        return tree

    def _edit(self, tree: Any, change: Change, run: object = None, *, imported: Any = trees.MISSING) -> None:
        if _same(tree, self.tree):
            return
        if not (run is not None and self._undo and self._undo[-1].run == run):
            self._undo.append(_Step(self.tree, self._imported, change, run))
        self._redo.clear()
        self.tree = tree
        if imported is not trees.MISSING:
            self._imported = imported
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
        target.append(_Step(self.tree, self._imported, step.change, None))
        self.tree, self._imported = step.tree, step.imported
        self.end_run()
        self._tell(Change(kind, step.change.path))
        return step.change


def _with(tree: Any, path: Path, value: Any, opened: Any) -> Any:
    """The tree with a value at a path, whatever stands in the way."""
    for end in range(len(path)):
        standing = trees.get(tree, path[:end], trees.MISSING)
        wanted = list if isinstance(path[end], int) else dict
        if standing is not trees.MISSING and not isinstance(standing, wanted):
            tree = trees.set_in(tree, path[:end], wanted())
            break
    return trees.set_in(tree, path, value, like=opened)


def _blank(path: Path) -> Any:
    """The value that is shown as a field left blank."""
    node = find_spec(path)
    match node.kind if node is not None else "":
        case "list":
            return []
        case "map" | "object":
            return {}
    return ""


def _aligned(imported: Any, tree: Any, path: Path) -> Any:
    """What was imported, with the list that a path leads into as long as it is in the tree."""
    items, present = trees.get(imported, path[:-1]), trees.get(tree, path[:-1])
    if not path or not isinstance(items, list) or not isinstance(present, list):
        return imported
    return trees.set_in(imported, path[:-1], [*items, *[None] * (len(present) - len(items))])


def _removed(imported: Any, tree: Any, path: Path) -> Any:
    if path and isinstance(path[-1], int):
        return trees.remove_in(_aligned(imported, tree, path), path)
    return trees.set_in(imported, path, None) if path and trees.has(imported, path) else imported


def _renamed(imported: Any, path: Path, name: str) -> Any:
    if name != path[-1]:
        imported = trees.remove_in(imported, (*path[:-1], name))
    return trees.rename_in(imported, path, name) if trees.has(imported, path) else imported


def _followed(imported: Any, tree: Any, operation: dict[str, Any]) -> Any:
    """What was imported, with its entries where they are after an operation of a JSON Patch on the tree."""
    path = from_pointer(operation["path"], tree)
    if operation["op"] == "remove":
        return _removed(imported, tree, path)
    if operation["op"] == "move":
        source = from_pointer(operation["from"], tree)
        if source[:-1] == path[:-1] and isinstance(path[-1], str):
            return _renamed(imported, source, path[-1])
    return imported


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


def find_free_name(taken: Iterable[str], wanted: str) -> str:
    """A name like the wanted one that is not taken: the number at its end is counted up."""
    names = set(taken)
    match = _NATURAL.fullmatch(wanted)
    stem, number = (match[1], int(match[2] or 1)) if match else (wanted, 1)
    while wanted in names:
        number += 1
        wanted = f"{stem}{number}"
    return wanted
