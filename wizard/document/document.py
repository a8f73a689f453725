"""The request being edited: its tree, undo and redo, and change events."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from wizard.document.tree import (
    MISSING,
    Path,
    apply_patch,
    diff,
    from_pointer,
    get,
    has,
    insert_in,
    move_in,
    remove_in,
    rename_in,
    set_in,
)
from wizard.models.cluster import find_spec


@dataclass(frozen=True, slots=True)
class Change:
    """A change event.

    Attributes:
        kind: ``set``, ``remove``, ``add``, ``rename``, ``move``, ``patch``, ``replace``, ``undo``, ``redo``.
        path: What was changed; ``()`` for the whole document.
    """

    kind: str
    path: Path


@dataclass(slots=True)
class _Step:
    """A state to return to, and the change that led away from it.

    Successive edits with the same run, such as typing in one field, are one step.
    """

    tree: Any
    imported: Any
    change: Change
    run: object


class Document:
    """A request being edited.

    :attr:`tree` is never changed in place: it is a new object after every edit, and shares the unchanged
    subtrees with the one before.

    A field that is cleared is absent, unless the imported document had it blank, as ``""``, ``[]`` or ``{}``;
    an object that loses its last attribute that way is removed too, unless it was imported. So the same
    answers produce the same bytes in any order. Entries keep what was imported when they are renamed or
    moved; what is removed as a whole does not.
    """

    def __init__(self, tree: Any = MISSING) -> None:
        self.opened: Any = {} if tree is MISSING else tree
        self.tree: Any = self.opened
        self._imported: Any = self.opened
        """What was imported, its entries where they are in the tree now; ``None``: removed or added since."""
        self._saved: Any = self.tree
        self._undo: list[_Step] = []
        self._redo: list[_Step] = []
        self.on_change: Callable[[Change], object] = lambda change: None
        """Is called after every change."""

    @property
    def is_modified(self) -> bool:
        """Whether there are unsaved changes."""
        return not is_same(self.tree, self._saved)

    def mark_saved(self) -> None:
        """Record the present state as saved. A run ends: undo leads back to what was saved."""
        self._saved = self.tree
        self.end_run()

    def mark_unsaved(self) -> None:
        """Record that no state is saved anywhere: the document was pasted, or is a draft."""
        self._saved = MISSING

    def get(self, path: Path, default: Any = None) -> Any:
        """Return the value at a path, or the default."""
        return get(self.tree, path, default)

    def has(self, path: Path) -> bool:
        """Return whether there is a value at a path, ``null`` included."""
        return has(self.tree, path)

    def set(self, path: Path, value: Any, *, run: object = None) -> None:
        """Set the value at a path.

        A value of a wrong type on the way, such as a string instead of an object, is replaced.

        Args:
            path: The path; missing objects are created, in the order of the API reference. A field of the
                imported document returns to its position there.
            value: The JSON value.
            run: Successive edits with the same run become one undo step.
        """
        tree = self.tree
        for end in range(len(path)):
            wanted = list if isinstance(path[end], int) else dict
            if not isinstance(get(tree, path[:end], wanted()), wanted):
                tree = set_in(tree, path[:end], wanted())
                break
        self._edit(set_in(tree, path, value, like=self._imported), Change("set", path), run)

    def clear(self, path: Path, *, run: object = None) -> None:
        """Clear a field: remove it with the objects that become empty; a field imported blank stays blank."""
        spec = find_spec(path)
        blanks: dict[str, Any] = {"list": [], "map": {}, "object": {}}
        blank = blanks.get(spec.kind if spec is not None else "", "")
        if is_same(get(self._imported, path), blank):
            self.set(path, blank, run=run)
        else:
            self._edit(self._prune(path), Change("remove", path), run)

    def remove(self, path: Path) -> None:
        """Remove a value as a whole, with the objects that become empty, unless they were imported."""
        imported = _remove_imported(self._imported, self.tree, path)
        self._edit(self._prune(path), Change("remove", path), imported=imported)

    def add(self, path: Path, value: Any) -> None:
        """Insert an item before the one at a path into a list, or add an entry of a map."""
        imported = _align(self._imported, self.tree, path)
        if isinstance(get(imported, path[:-1]), list):
            imported = insert_in(imported, path, None)
        self._edit(insert_in(self.tree, path, value), Change("add", path), imported=imported)

    def rename(self, path: Path, name: str, *, run: object = None) -> Path:
        """Rename the key at the end of a path, in its position; return the new path.

        Raises:
            KeyError: There is no such key, or the new name is taken.
        """
        tree, imported = rename_in(self.tree, path, name), _rename_imported(self._imported, path, name)
        self._edit(tree, Change("rename", path), run, imported=imported)
        return (*path[:-1], name)

    def move(self, path: Path, position: int) -> None:
        """Move an entry to a position (from 0) among its siblings.

        Raises:
            KeyError: There is no such entry.
        """
        imported = _align(self._imported, self.tree, path)
        if has(imported, path):
            imported = move_in(imported, path, position)
        self._edit(move_in(self.tree, path, position), Change("move", path), imported=imported)

    def patch(self, operations: Iterable[dict[str, Any]], path: Path = ()) -> None:
        """Apply operations of a JSON Patch, as :func:`apply_patch` does, as one step."""
        tree, imported = self.tree, self._imported
        for operation in operations:
            before, tree = tree, apply_patch(tree, [operation])
            imported = _patch_imported(imported, before, operation)
        self._edit(tree, Change("patch", path), imported=imported)

    def replace(self, tree: Any) -> None:
        """Replace the whole document, as one step; from now on the new one counts as imported."""
        self._edit(tree, Change("replace", ()), imported=tree)

    def change_all(self, change: Callable[[Any], Any]) -> None:
        """Change this state and those that undo and redo lead to; undo does not revert the change."""
        self.tree, self._imported = change(self.tree), change(self._imported)
        for step in (*self._undo, *self._redo):
            step.tree, step.imported = change(step.tree), change(step.imported)
        self.on_change(Change("replace", ()))

    def _prune(self, path: Path) -> Any:
        """Return the tree without a path, and without parents that become empty and were not imported."""
        tree = remove_in(self.tree, path)
        for end in range(len(path) - 1, 0, -1):
            parent = path[:end]
            is_entry = isinstance(get(tree, parent[:-1]), list) or parent[:-1] == ("Groups",)
            if get(tree, parent) not in ({}, []) or is_entry or get(self._imported, parent) is not None:
                break
            tree = remove_in(tree, parent)
        return tree

    def _edit(self, tree: Any, change: Change, run: object = None, *, imported: Any = MISSING) -> None:
        if is_same(tree, self.tree):
            return
        if not (run is not None and self._undo and self._undo[-1].run == run):
            self._undo.append(_Step(self.tree, self._imported, change, run))
        self._redo.clear()
        self.tree = tree
        if imported is not MISSING:
            self._imported = imported
        self.on_change(change)

    def end_run(self) -> None:
        """End a run: the next edit is a step of its own, as it is after undo."""
        if self._undo:
            self._undo[-1].run = None

    @property
    def undoable(self) -> Change | None:
        """The change that undo would revert, or ``None``."""
        return self._undo[-1].change if self._undo else None

    @property
    def redoable(self) -> Change | None:
        """The change that redo would apply again, or ``None``."""
        return self._redo[-1].change if self._redo else None

    def undo(self) -> Change | None:
        """Revert the last step and return its change, or ``None``."""
        return self._restore(self._undo, self._redo, "undo")

    def redo(self) -> Change | None:
        """Apply the last reverted step again and return its change, or ``None``."""
        return self._restore(self._redo, self._undo, "redo")

    def _restore(self, source: list[_Step], target: list[_Step], kind: str) -> Change | None:
        if not source:
            return None
        step = source.pop()
        target.append(_Step(self.tree, self._imported, step.change, None))
        self.tree, self._imported = step.tree, step.imported
        self.end_run()
        self.on_change(Change(kind, step.change.path))
        return step.change


def _align(imported: Any, tree: Any, path: Path) -> Any:
    """Return what was imported, with the list around a path as long as it is in the tree."""
    items, present = get(imported, path[:-1]), get(tree, path[:-1])
    if not path or not isinstance(items, list) or not isinstance(present, list):
        return imported
    return set_in(imported, path[:-1], [*items, *[None] * (len(present) - len(items))])


def _remove_imported(imported: Any, tree: Any, path: Path) -> Any:
    if path and isinstance(path[-1], int):
        return remove_in(_align(imported, tree, path), path)
    return set_in(imported, path, None) if path and has(imported, path) else imported


def _rename_imported(imported: Any, path: Path, name: str) -> Any:
    if name != path[-1]:
        imported = remove_in(imported, (*path[:-1], name))
    return rename_in(imported, path, name) if has(imported, path) else imported


def _patch_imported(imported: Any, tree: Any, operation: dict[str, Any]) -> Any:
    """Return what was imported, its entries moved as an operation of a JSON Patch moves those of the tree."""
    path = from_pointer(operation["path"], tree)
    if operation["op"] == "remove":
        return _remove_imported(imported, tree, path)
    if operation["op"] == "move":
        return _rename_imported(imported, from_pointer(operation["from"], tree), str(path[-1]))
    return imported


def is_same(one: Any, other: Any) -> bool:
    """Return whether two trees are the same JSON: ``1``, ``1.0`` and ``true`` are equal only to Python."""
    return next(diff(one, other), None) is None


def find_free_name(taken: Iterable[str], wanted: str) -> str:
    """Return a name like the wanted one that is not taken, with the number at its end counted up."""
    names = set(taken)
    stem = wanted.rstrip("0123456789")
    number = int(wanted[len(stem) :] or 1)
    while wanted in names:
        number += 1
        wanted = f"{stem}{number}"
    return wanted
