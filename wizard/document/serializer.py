"""The text of a request, as the preview shows it and the service receives it, and its lines."""

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from json.encoder import encode_basestring
from typing import Any

from wizard.document.tree import Path
from wizard.text import escape_json

LARGEST_INDENTED = 256 * 1024
"""Bytes up to which a request is sent indented: the service's own header for the size of a body knows no
larger one (https://help.aliyun.com/document_detail/44728.html)."""


_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def to_text(tree: Any) -> str:
    r"""A tree as JSON, indented by two, without a newline at the end.

    What cannot be seen, or changes how other text is seen, is written as ``\uXXXX``; the rest as it is.
    """
    return escape_json(json.dumps(tree, ensure_ascii=False, indent=2))


def encode_string(text: str) -> str:
    """A string as :func:`to_text` writes it."""
    return escape_json(encode_basestring(text))


def to_compact_text(tree: Any) -> str:
    """A tree as JSON on one line, without spaces."""
    return escape_json(_COMPACT.encode(tree))


def strip_schema(tree: Any) -> Any:
    """The request as it is sent: without a ``$schema`` at its top, which is for editors of the file."""
    if not isinstance(tree, dict) or "$schema" not in tree:
        return tree
    return {key: value for key, value in tree.items() if key != "$schema"}


def is_compact(tree: Any) -> bool:
    """Whether the request is so large that it is sent without indentation."""
    return len(to_text(tree).encode("utf-8", "surrogatepass")) > LARGEST_INDENTED


def to_bytes(tree: Any) -> bytes:
    """The bytes that are sent: UTF-8, indented by two, no final newline; over 256 KB compact.

    Raises:
        UnicodeEncodeError: A string holds an unpaired surrogate, which UTF-8 cannot say.
    """
    body = to_text(tree).encode()
    return body if len(body) <= LARGEST_INDENTED else to_compact_text(tree).encode()


INDENT = "  "


class Block:
    """A laid-out value: how many lines it takes, and the blocks below it.

    What takes one line has no block of its own: a request has four times as many of these as of others.
    """

    __slots__ = ("children", "height", "keys", "size", "starts", "value", "width")

    def __init__(self, value: Any, before: "Block | None" = None) -> None:
        """Lay out a value.

        Args:
            value: The value.
            before: The block that stood in its place: what it shares with this one is not laid out again.
        """
        self.value = value
        self.keys: Sequence[str | int] = ()
        self.children: Sequence[Block | None] = ()
        """The block of each value below; ``None`` for one that takes one line."""
        self.starts: Sequence[int] = ()
        """The line of each of these, counted from this block's first."""
        self.height = 1
        if _is_one_line(value):
            text = _one_line(value)
            self.width, self.size = _cells(text), _bytes(text)
        elif isinstance(value, dict):
            self.keys = list(value)
            self._lay(value.values(), before)
        else:
            self.keys = range(len(value))
            self._lay(value, before)

    def _lay(self, values: Iterable[Any], before: "Block | None") -> None:
        line, widest = 1, 0
        same: dict[int, Block] = {}
        standing: dict[str | int, Block | None] = {}
        if before is not None:
            same = {id(block.value): block for block in before.children if block is not None}
            standing = dict(zip(before.keys, before.children, strict=True))
        children: list[Block | None] = []
        starts: list[int] = []
        size = len("{\n}") + len(self.keys) - 1  # the brackets on their lines, and the commas
        for key, value in zip(self.keys, values, strict=True):
            label = 0 if isinstance(key, int) else _cells(key) + len('"": ')
            starts.append(line)
            if _is_one_line(value):
                block, text = None, _one_line(value)
                height, length, width = 1, _bytes(text), label + _cells(text) + len(",")
            else:
                block = same.get(id(value)) or Block(value, standing.get(key))
                height, length, width = block.height, block.size, max(block.width, label + len("{"))
            children.append(block)
            line += height
            widest = max(widest, width)
            size += len("\n") + length + len(INDENT) * height
            size += 0 if isinstance(key, int) else _bytes(encode_string(key)) + len(": ")
        self.children, self.starts = children, starts
        self.height = line + 1
        self.width = len(INDENT) + widest
        self.size = size

    def index(self, key: str | int) -> int | None:
        """The place of a key among the values below."""
        if isinstance(self.value, list):
            return key if isinstance(key, int) and 0 <= key < len(self.children) else None
        return self.keys.index(key) if key in self.keys else None


def _cells(text: str) -> int:
    """About how many cells of a terminal a text takes, rather too many than too few."""
    return len(text) if text.isascii() else 2 * len(text)


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def _is_one_line(value: Any) -> bool:
    return not (isinstance(value, dict | list) and value)


def _one_line(value: Any) -> str:
    match value:
        case str():
            return encode_string(value)
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


class LineMap:
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
        block: Block | None = self._root
        line = 0
        for key in path:
            index = None if block is None else block.index(key)
            if block is None or index is None:
                return range(line, line + 1)
            line += block.starts[index]
            block = block.children[index]
        return range(line, line + (1 if block is None else block.height))

    def path_at(self, line: int) -> Path:
        """The path whose first line, or whose closing bracket, is on a line (from 0)."""
        block: Block | None = self._root
        path: list[str | int] = []
        while block is not None and line > 0 and line < block.height - 1:
            index = bisect_right(block.starts, line) - 1
            line -= block.starts[index]
            path.append(block.keys[index])
            block = block.children[index]
        return tuple(path)

    def text_at(self, line: int) -> str:
        """The text of a line (from 0)."""
        block: Block | None = self._root
        value, depth, key, comma = self._root.value, 0, "", ""
        while block is not None and line > 0 and line < block.height - 1:
            index = bisect_right(block.starts, line) - 1
            line -= block.starts[index]
            name = block.keys[index]
            key = f"{encode_string(name)}: " if isinstance(name, str) else ""
            comma = "" if index == len(block.children) - 1 else ","
            value, depth = block.value[name], depth + 1
            block = block.children[index]
        if _is_one_line(value):
            return f"{INDENT * depth}{key}{_one_line(value)}{comma}"
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        return f"{INDENT * depth}{key}{opening}" if line == 0 else f"{INDENT * depth}{closing}{comma}"
