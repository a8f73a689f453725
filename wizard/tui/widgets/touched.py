"""Decides which findings are shown: never those of untouched fields."""

from collections.abc import Sequence

from wizard.core.session import ValidationResult
from wizard.document.tree import Path
from wizard.validation import Finding


class TouchedFields:
    """The fields that the user has left.

    The findings of a field are shown when it loses the focus and hidden while it is edited. On Review and in an
    opened document all are shown. The findings of a new entry are shown when its fields or the step are left.
    """

    def __init__(self, *, all_fields: bool = False) -> None:
        self._all_fields = all_fields
        self._touched: set[Path] = set()
        self.edited_path: Path | None = None
        """The field that is being edited."""
        self.new_entry: Path | None = None
        """The entry that was added last and is not filled in yet."""

    def add_entry(self, entry: Path) -> None:
        """Hide the findings of an added entry."""
        self.new_entry = entry
        self._touched = {path for path in self._touched if path[: len(entry)] != entry}

    def touch(self, path: Path) -> None:
        """Show the findings at a path: a field, or the part of a step, was left."""
        self._touched.add(path)
        self.edited_path = None
        if self.new_entry is not None and self.new_entry[: len(path)] == path:
            self.new_entry = None

    def touch_all(self) -> None:
        """Show all findings."""
        self._all_fields = True
        self.edited_path = self.new_entry = None

    def shows(self, path: Path) -> bool:
        """Return whether findings at a path are shown."""
        if self.edited_path is not None and path[: len(self.edited_path)] == self.edited_path:
            return False
        if self.new_entry is not None and path[: len(self.new_entry)] == self.new_entry:
            return any(path[: len(left)] == left for left in self._touched if len(left) > len(self.new_entry))
        return self._all_fields or any(path[: len(left)] == left for left in self._touched)

    def select_at(self, result: ValidationResult, path: Path, *, deep: bool) -> Sequence[Finding]:
        """Return the findings to show at a path, with ``deep`` also those below it."""
        found = result.below(path) if deep else result.at(path)
        return [finding for finding in found if self.shows(finding.path)]

    def select(self, result: ValidationResult) -> list[Finding]:
        """Return all findings to show."""
        return [finding for finding in result.findings if self.shows(finding.path)]
