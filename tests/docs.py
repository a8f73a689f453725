"""The examples of the README and the guides: fenced blocks, and what the comment above each says of it.

A comment ``<!-- not run: REASON -->`` excludes a block, and ``<!-- file: NAME -->`` names the file that the block
shows, which the examples below it use.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parent.parent
GUIDES = PROJECT / "wizard" / "docs"
DOCUMENTS = [PROJECT / "README.md", *sorted(GUIDES.glob("*.md"))]
"""The English ones."""

_BLOCK = re.compile(
    r"(?:^<!-- (?P<note>[\w ]+)(?:: (?P<value>[^\n]*))? -->\n\n)?^```(?P<kind>\w+)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """A fenced block with the comment above it.

    Attributes:
        line: The number of its first line in the document.
        kind: Its language.
        text: Its lines.
        note: ``not run``, ``file`` or ``""``.
        value: What the comment says behind that.
    """

    line: int
    kind: str
    text: str
    note: str
    value: str


def iter_blocks(document: Path) -> Iterator[Block]:
    """Yield the fenced blocks of a document."""
    text = document.read_text(encoding="utf-8")
    for match in _BLOCK.finditer(text):
        line = text.count("\n", 0, match.start("text")) + 1
        yield Block(line, match["kind"], match["text"], match["note"] or "", match["value"] or "")


def table_commands(document: Path) -> list[str]:
    """Return the commands in the second column of a table."""
    return re.findall(r"^\|[^|]*\| `(bcw .*?)` \|", document.read_text(encoding="utf-8"), re.MULTILINE)
