"""What can be removed from a request as a whole: every object, list, entry and field that it has."""

from dataclasses import dataclass
from typing import Any

from wizard.core.answers import as_text
from wizard.core.known import fits
from wizard.core.words import place_in_words
from wizard.document.secrets import mask_secrets
from wizard.document.tree import Path, walk

LONGEST = 200
"""Letters of a value that are shown."""


@dataclass(frozen=True, slots=True)
class Removable:
    """Something that can be removed.

    Attributes:
        path: Its path.
        title: Its path in words.
        value: Its value, without secrets.
    """

    path: Path
    title: str
    value: str

    def fits(self, words: str) -> bool:
        """Whether every word occurs in the title or the key."""
        return fits(words, str(self.path[-1]), self.title)

    def is_called(self, name: str) -> bool:
        """Whether a name is its title, the last part of that, or its key."""
        names = (self.title, self.title.rpartition(" › ")[2], str(self.path[-1]))
        return name.casefold() in [each.casefold() for each in names]


def removable(tree: Any) -> list[Removable]:
    """Everything that can be removed, in the document's order."""
    return [
        Removable(path, place_in_words(path), as_text(value)[:LONGEST])
        for path, value in walk(mask_secrets(tree))
        if path
    ]
