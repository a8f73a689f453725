"""The text of a request, as the preview shows it and the service receives it, and its lines."""

import json
from collections.abc import Iterator
from typing import Any

from wizard.document.tree import Path
from wizard.text import escape_json

LARGEST_INDENTED = 256 * 1024
"""Bytes up to which a request is sent indented: the service's header for the size of a body knows no larger
one (https://help.aliyun.com/document_detail/44728.html)."""

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def to_text(tree: Any) -> str:
    r"""Return a tree as JSON, indented by two, without a final newline.

    Characters that are invisible or change how other text is displayed are written as ``\uXXXX``.
    """
    return escape_json(json.dumps(tree, ensure_ascii=False, indent=2))


def to_compact_text(tree: Any) -> str:
    """Return a tree as JSON on one line, without spaces."""
    return escape_json(_COMPACT.encode(tree))


def strip_schema(tree: Any) -> Any:
    """Return the request as it is sent: without a top-level ``$schema``, which is for editors of the file."""
    if not isinstance(tree, dict) or "$schema" not in tree:
        return tree
    return {key: value for key, value in tree.items() if key != "$schema"}


def is_compact(tree: Any) -> bool:
    """Return whether the request is so large that it is sent without indentation."""
    return len(to_text(tree).encode("utf-8", "surrogatepass")) > LARGEST_INDENTED


def to_bytes(tree: Any) -> bytes:
    """Return the bytes to be sent: UTF-8, indented by two, no final newline; above 256 KB compact.

    Raises:
        UnicodeEncodeError: A string contains an unpaired surrogate, which UTF-8 cannot represent.
    """
    body = to_text(tree).encode()
    return body if len(body) <= LARGEST_INDENTED else to_compact_text(tree).encode()


class LineMap:
    """The lines of a tree's text, and the path of each.

    Attributes:
        size: The bytes of the text in UTF-8.
        width: About how many cells the longest line takes, rather too many than too few.
    """

    def __init__(self, tree: Any) -> None:
        text = to_text(tree)
        self.tree = tree
        self.lines = text.split("\n")
        self.size = len(text.encode("utf-8", "surrogatepass"))
        self.width = max(len(line) if line.isascii() else 2 * len(line) for line in self.lines)
        self._ends: list[int] = []
        """The line after each value that begins on a line; 0 for a line with a closing bracket."""
        self._add(tree)

    def _add(self, value: Any) -> None:
        # Numbers only: a path for each line would be thousands of objects after each key press.
        ends = self._ends
        start = len(ends)
        ends.append(start + 1)
        if isinstance(value, (dict, list)) and value:
            for below in value.values() if isinstance(value, dict) else value:
                self._add(below)
            ends.append(0)
            ends[start] = len(ends)

    def _iter_children(self, value: Any, line: int) -> Iterator[tuple[str | int, Any, int]]:
        """Yield the keys and values in a value that begins on a line, each with its own line."""
        at = line + 1
        is_list = isinstance(value, list)
        for key, below in enumerate(value) if is_list else value.items() if isinstance(value, dict) else ():
            yield key, below, at
            at = self._ends[at]

    def get_lines(self, path: Path) -> range:
        """Return the lines (from 0) of a path; for something missing, the first of its nearest parent."""
        value, line = self.tree, 0
        for key in path:
            children = self._iter_children(value, line)
            found = next(((below, at) for each, below, at in children if each == key), None)
            if found is None:
                return range(line, line + 1)
            value, line = found
        return range(line, self._ends[line])

    def get_path(self, line: int) -> Path:
        """Return the path that begins on a line (from 0), or whose closing bracket is there."""
        path: Path = ()
        value, start = self.tree, 0
        while start < line < self._ends[start] - 1:
            children = self._iter_children(value, start)
            key, value, start = next(each for each in children if line < self._ends[each[2]])
            path = (*path, key)
        return path
