"""The lines of a request as :func:`~wizard.document.writing.to_text` writes them, kept by subtree.

A keystroke changes one leaf: only the objects on the way to it are laid out anew, the lines of all
others are the ones from before. Which line a path stands on, and the other way round, is found by
walking down the layout; no map of every path is ever made.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from json.encoder import encode_basestring
from typing import Any

from wizard.document.pointer import Path

INDENT = "  "


class Block:
    """A laid-out value: how many lines it takes, and the blocks below it."""

    __slots__ = ("children", "closing", "height", "keys", "opening", "size", "starts", "value", "width")

    def __init__(self, value: Any, before: "Block | None" = None) -> None:
        """Lay out a value.

        Args:
            value: The value.
            before: The block that stood in its place: what it shares with this one is not laid out again.
        """
        self.value = value
        self.keys: Sequence[str | int] = ()
        self.children: Sequence[Block] = ()
        self.starts: Sequence[int] = ()
        """The line of each child, counted from this block's first."""
        self.height = 1
        self.closing = ""
        match value:
            case dict() if value:
                self.opening, self.closing = "{", "}"
                self.keys = list(value)
                self._lay(value.values(), before)
            case list() if value:
                self.opening, self.closing = "[", "]"
                self.keys = range(len(value))
                self._lay(value, before)
            case _:
                self.opening = _scalar(value)
                self.width = _cells(self.opening)
                self.size = _bytes(self.opening)

    def _lay(self, values: Iterable[Any], before: "Block | None") -> None:
        line, widest = 1, 0
        same: dict[int, Block] = {}
        standing: dict[str | int, Block] = {}
        if before is not None:
            same = {id(block.value): block for block in before.children}
            standing = dict(zip(before.keys, before.children, strict=True))
        children, starts = [], []
        size = len("{\n}") + len(self.keys) - 1  # the brackets on their lines, and the commas
        for key, value in zip(self.keys, values, strict=True):
            block = same.get(id(value))
            if block is None:
                block = Block(value, standing.get(key))
            children.append(block)
            starts.append(line)
            line += block.height
            size += len("\n") + block.size + len(INDENT) * block.height
            size += 0 if isinstance(key, int) else _bytes(encode_basestring(key)) + len(": ")
            label = 0 if isinstance(key, int) else _cells(key) + len('"": ')
            widest = max(widest, block.width, label + _cells(block.opening) + len(","))
        self.children, self.starts = children, starts
        self.height = line + 1
        self.width = len(INDENT) + widest
        self.size = size

    def index(self, key: str | int) -> int | None:
        """The place of a key among the children."""
        if isinstance(self.value, list):
            return key if isinstance(key, int) and 0 <= key < len(self.children) else None
        return self.keys.index(key) if key in self.keys else None


def _cells(text: str) -> int:
    """About how many cells of a terminal a text takes, rather too many than too few."""
    return len(text) if text.isascii() else 2 * len(text)


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def _scalar(value: Any) -> str:
    match value:
        case str():
            return encode_basestring(value)
        case True:
            return "true"
        case False:
            return "false"
        case None:
            return "null"
        case float():
            return float.__repr__(value)
        case int():
            return int.__repr__(value)
        case dict():
            return "{}"
    return "[]"


class Layout:
    """The lines of a tree.

    Usage: :meth:`show` a tree, then ask for its lines. Showing a tree that shares subtrees with the
    one before lays out only what is new.
    """

    def __init__(self, tree: Any = None) -> None:
        self._root = Block({} if tree is None else tree)

    def show(self, tree: Any) -> None:
        """Lay out a tree."""
        if tree is not self._root.value:
            self._root = Block(tree, self._root)

    @property
    def size(self) -> int:
        """How many bytes of UTF-8 the text of the tree takes."""
        return self._root.size

    @property
    def height(self) -> int:
        """How many lines there are."""
        return self._root.height

    @property
    def width(self) -> int:
        """About how many cells the longest line takes, rather too many than too few."""
        return self._root.width

    def line_of(self, path: Path) -> int:
        """The line (from 0) on which a path begins; of something missing, that of the nearest parent."""
        return self.lines_of(path)[0]

    def lines_of(self, path: Path) -> range:
        """The lines (from 0) that a path takes; of something missing, the first of the nearest parent."""
        block, line = self._root, 0
        for key in path:
            index = block.index(key)
            if index is None:
                return range(line, line + 1)
            block, line = block.children[index], line + block.starts[index]
        return range(line, line + block.height)

    def path_at(self, line: int) -> Path:
        """The path whose first line, or whose closing bracket, is on a line (from 0)."""
        block = self._root
        path: list[str | int] = []
        while line > 0 and line < block.height - 1:
            index = bisect_right(block.starts, line) - 1
            line -= block.starts[index]
            path.append(block.keys[index])
            block = block.children[index]
        return tuple(path)

    def text_at(self, line: int) -> str:
        """The text of a line (from 0)."""
        block, depth, key, comma = self._root, 0, "", ""
        while line > 0 and line < block.height - 1:
            index = bisect_right(block.starts, line) - 1
            line -= block.starts[index]
            key = f"{encode_basestring(str(block.keys[index]))}: " if isinstance(block.value, dict) else ""
            comma = "" if index == len(block.children) - 1 else ","
            block, depth = block.children[index], depth + 1
        if line == 0:
            ending = comma if block.height == 1 else ""
            return f"{INDENT * depth}{key}{block.opening}{ending}"
        return f"{INDENT * depth}{block.closing}{comma}"
