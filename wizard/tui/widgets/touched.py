"""Which findings a person is to see at the fields: never those of a field that nobody has been in yet."""

from collections.abc import Sequence

from wizard.core.session import ValidationResult
from wizard.document.tree import Path
from wizard.validation import Finding


class TouchedFields:
    """What has been looked at.

    A field is judged when it is left, is let off while it is typed in, and everything is judged on the
    review and in a request that was opened. An entry that was just added is not judged for what it lacks
    until its fields, or its step, are left.
    """

    def __init__(self, *, everything: bool = False) -> None:
        self._everything = everything
        self._left: set[Path] = set()
        self._typing: Path | None = None
        self._new: Path | None = None

    def added(self, entry: Path) -> None:
        """A new entry is about to be filled in."""
        self._new = entry
        self._left = {path for path in self._left if path[: len(entry)] != entry}

    def settled(self) -> None:
        """No entry is new any more."""
        self._new = None

    def left(self, path: Path) -> None:
        """A field, or a part of the request, was left."""
        self._left.add(path)
        self._typing = None
        if self._new is not None and self._new[: len(path)] == path:
            self._new = None

    def typing(self, path: Path) -> None:
        """A field is being typed in."""
        self._typing = path

    def all(self) -> None:
        """Everything is to be judged."""
        self._everything = True
        self._typing = None
        self._new = None

    def calm(self) -> None:
        """Nothing is being typed any more."""
        self._typing = None

    def sees(self, path: Path) -> bool:
        """Whether findings about a path are to be seen."""
        if self._typing is not None and path[: len(self._typing)] == self._typing:
            return False
        if self._new is not None and path[: len(self._new)] == self._new:
            return any(path[: len(left)] == left for left in self._left if len(left) > len(self._new))
        return self._everything or any(path[: len(left)] == left for left in self._left)

    def of_field(self, result: ValidationResult, path: Path, *, deep: bool) -> Sequence[Finding]:
        """The findings to be seen at a field; with those below it where the field shows all that is below."""
        found = result.below(path) if deep else result.at(path)
        return [finding for finding in found if self.sees(finding.path)]

    def of(self, result: ValidationResult) -> list[Finding]:
        """All findings to be seen."""
        return [finding for finding in result.findings if self.sees(finding.path)]
