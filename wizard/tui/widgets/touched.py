"""Which findings are shown: never those of untouched fields."""

from collections.abc import Sequence

from wizard.core.session import ValidationResult
from wizard.document.tree import Path
from wizard.validation import Finding


class TouchedFields:
    """The fields that were left.

    The findings of a field are shown when it is left and hidden while it is edited; on Review and in an opened
    document all are shown. A new entry shows those of its fields when they, or the step, are left.
    """

    def __init__(self, *, everything: bool = False) -> None:
        self._everything = everything
        self._left: set[Path] = set()
        self.typing: Path | None = None
        """The field that is being edited."""
        self.new: Path | None = None
        """The entry that was added last and has yet to be filled in."""

    def added(self, entry: Path) -> None:
        """An entry was added."""
        self.new = entry
        self._left = {path for path in self._left if path[: len(entry)] != entry}

    def left(self, path: Path) -> None:
        """A field, or the part of a step, was left."""
        self._left.add(path)
        self.typing = None
        if self.new is not None and self.new[: len(path)] == path:
            self.new = None

    def all(self) -> None:
        """Show all findings."""
        self._everything = True
        self.typing = self.new = None

    def sees(self, path: Path) -> bool:
        """Return whether findings at a path are shown."""
        if self.typing is not None and path[: len(self.typing)] == self.typing:
            return False
        if self.new is not None and path[: len(self.new)] == self.new:
            return any(path[: len(left)] == left for left in self._left if len(left) > len(self.new))
        return self._everything or any(path[: len(left)] == left for left in self._left)

    def of_field(self, result: ValidationResult, path: Path, *, deep: bool) -> Sequence[Finding]:
        """Return the findings to show at a path, with ``deep`` also those below it."""
        found = result.below(path) if deep else result.at(path)
        return [finding for finding in found if self.sees(finding.path)]

    def of(self, result: ValidationResult) -> list[Finding]:
        """Return all findings to show."""
        return [finding for finding in result.findings if self.sees(finding.path)]
