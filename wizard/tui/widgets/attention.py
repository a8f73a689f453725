"""Which findings a person is to see at the fields: never those of a field that nobody has been in yet."""

from collections.abc import Sequence

from wizard.document.pointer import Path
from wizard.rules import Finding
from wizard.steps.session import Verdict


class Attention:
    """What has been looked at.

    A field is judged when it is left, is let off while it is typed in, and everything is judged on the
    review and in a request that was opened.
    """

    def __init__(self, *, everything: bool = False) -> None:
        self._everything = everything
        self._left: set[Path] = set()
        self._typing: Path | None = None

    def left(self, path: Path) -> None:
        """A field was left."""
        self._left.add(path)
        self._typing = None

    def typing(self, path: Path) -> None:
        """A field is being typed in."""
        self._typing = path

    def all(self) -> None:
        """Everything is to be judged."""
        self._everything = True
        self._typing = None

    def calm(self) -> None:
        """Nothing is being typed any more."""
        self._typing = None

    def sees(self, path: Path) -> bool:
        """Whether findings about a path are to be seen."""
        if self._typing is not None and path[: len(self._typing)] == self._typing:
            return False
        return self._everything or any(path[: len(left)] == left for left in self._left)

    def of_field(self, verdict: Verdict, path: Path, *, deep: bool) -> Sequence[Finding]:
        """The findings to be seen at a field; with those below it where the field shows all that is below."""
        found = verdict.below(path) if deep else verdict.at(path)
        return [finding for finding in found if self.sees(finding.path)]

    def of(self, verdict: Verdict) -> list[Finding]:
        """All findings to be seen."""
        return [finding for finding in verdict.findings if self.sees(finding.path)]
