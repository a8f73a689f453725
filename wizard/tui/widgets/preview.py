"""The request body as JSON; only the visible lines are rendered."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Blur, Click, Focus, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from wizard.document.serializer import LineMap
from wizard.document.tree import Path
from wizard.text import escape_text
from wizard.tui.widgets.cells import ELLIPSIS, SYMBOLS, get_worse, remove_background

_STRING: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_CONSTANTS: Final = ("t", "f", "n")


def _get_value_class(value: str) -> str:
    if value.startswith('"'):
        return "string"
    if value.startswith(_CONSTANTS):
        return "constant"
    return "punctuation" if value[:1] in "{}[]" else "number"


def _tokenize(line: str) -> Iterator[tuple[str, str]]:
    """Yield the class and the text of each part of a line of JSON, which may be cropped anywhere."""
    body = line.lstrip(" ")
    yield "punctuation", line[: len(line) - len(body)]
    string = _STRING.match(body)
    if string is not None and body.startswith(": ", string.end()):
        yield "key", string.group()
        yield "punctuation", ": "
        body = body[string.end() + 2 :]
        string = _STRING.match(body)
    value = string.group() if string is not None else body if body.startswith('"') else body.removesuffix(",")
    yield _get_value_class(value), value
    yield "punctuation", body[len(value) :]


@dataclass
class GoTo(Message):
    """Posted to go to the field that edits a path."""

    path: Path


class Preview(ScrollView, can_focus=True):
    """The lines of a request body; lines with findings are marked, lines of the focused field are tinted.

    A `TextArea` highlights the whole text after each change, which is too slow for large requests.
    """

    ALLOW_SELECT = False
    MARGIN: ClassVar[int] = 3
    """Lines that stay visible above and below the focused field if there is room."""
    SIDEWAYS: ClassVar[int] = 8
    """Cells to scroll sideways per key press."""
    NUMBERED_FROM: ClassVar[int] = 50
    """The width from which lines are numbered."""
    WIDTH_STEP: ClassVar[int] = 16
    """The virtual width is a multiple of this, so that not every key press changes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="preview.up"),
        Binding("down", "move(1)", "Down", show=False, id="preview.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="preview.page-up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="preview.page-down"),
        Binding("home", "first", "First line", show=False, id="preview.first"),
        Binding("end", "last", "Last line", show=False, id="preview.last"),
        Binding("left", "sideways(-1)", "Scroll left", show=False, id="preview.left"),
        Binding("right", "sideways(1)", "Scroll right", show=False, id="preview.right"),
        Binding("enter", "choose", "Go to the field", id="preview.choose"),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"preview--{token}" for token in ("key", "string", "number", "constant", "punctuation")),
        *(f"preview--{part}" for part in ("line-number", "followed", "cursor", *SYMBOLS)),
    }

    DEFAULT_CSS = """
    Preview {
        scrollbar-size-horizontal: 0;
        scrollbar-size-vertical: 1;
        & > .preview--key { color: $text-primary; }
        & > .preview--string { color: $text-success; }
        & > .preview--number { color: $text-warning; }
        & > .preview--constant { color: $text-accent; text-style: italic; }
        & > .preview--punctuation { color: $foreground 70%; }
        & > .preview--line-number { color: $foreground 40%; }
        & > .preview--followed { background: $primary 20%; }
        & > .preview--error { color: $text-error; text-style: bold; }
        & > .preview--warning { color: $text-warning; text-style: bold; }
        & > .preview--note { color: $text-accent; }
        & > .preview--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
        &:focus { background-tint: $foreground 5%; }
        &:ansi > .preview--followed { background: ansi_default; }
        &:ansi > .preview--line-number { text-style: dim; }
        &:ansi > .preview--punctuation { text-style: dim; }
    }
    """

    cursor_line: reactive[int] = reactive(0, repaint=False)
    """The line (from 0) under the cursor; the cursor is shown while the preview has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = LineMap({})
        self._marks: dict[int, str] = {}
        """The most severe mark of each line."""
        self._followed: Path | None = None
        self._followed_lines = range(0)
        self._drawn_states: dict[int, tuple[Any, ...]] = {}

    def show(self, tree: Any, marks: Mapping[Path, str] | None = None) -> None:
        """Show a tree.

        Args:
            tree: A JSON value.
            marks: ``error``, ``warning`` or ``note`` by path, for the line where the value of the path or of its
                nearest existing parent begins. A line shows its most severe mark.
        """
        if tree is not self._lines.tree:
            self._lines = LineMap(tree)
        self._marks = {}
        for path, mark in (marks or {}).items():
            line = self._lines.get_lines(path).start
            self._marks[line] = get_worse(self._marks.get(line), mark)
        self._follow_lines()
        self._measure()
        self.cursor_line = self.cursor_line
        if self._followed is not None and not self.has_focus:
            self._scroll_to_lines(self._followed_lines, self.MARGIN)
        self._refresh_changed()

    def follow(self, path: Path | None) -> None:
        """Tint the lines of a field and keep them visible, also after changes of the tree."""
        self._followed = path
        self._follow_lines()
        if path is not None:
            self._scroll_to_lines(self._followed_lines, self.MARGIN)
        self._refresh_changed()

    def _follow_lines(self) -> None:
        self._followed_lines = range(0) if self._followed is None else self._lines.get_lines(self._followed)

    @property
    def size_in_bytes(self) -> int:
        """The size of the request body."""
        return self._lines.size

    # -- layout

    @property
    def _gutter_width(self) -> int:
        """The width of the mark, the line number and the cursor."""
        is_numbered = self.size.width >= self.NUMBERED_FROM
        return 2 + (1 + len(str(len(self._lines.lines))) if is_numbered else 0)

    def _measure(self) -> None:
        steps = -(-(self._gutter_width + self._lines.width) // self.WIDTH_STEP)
        width = steps * self.WIDTH_STEP
        self.virtual_size = Size(width if width > self.size.width else 0, len(self._lines.lines))

    def on_resize(self, event: Resize) -> None:
        """Update the virtual size, and keep the focused field visible."""
        self._measure()
        if self._followed is not None and not self.has_focus:
            self._scroll_to_lines(self._followed_lines, self.MARGIN)

    def _scroll_to_lines(self, lines: range, margin: int) -> None:
        """Scroll as little as necessary to make lines visible, or the first of them if there are too many."""
        (x, y), height = self.scroll_offset, self.scrollable_content_region.height
        if height <= 0 or (len(lines) > height and y <= lines.start < y + height):
            return
        margin = min(margin, max((height - len(lines)) // 2, 0))
        region = Region(x, lines.start - margin, 1, len(lines) + 2 * margin)
        self.scroll_to_region(region, animate=False, force=True, x_axis=False)

    # -- rendering

    def _get_line_state(self, y: int) -> tuple[Any, ...]:
        """Return everything that determines how a line of the screen is drawn."""
        line = self.scroll_offset.y + y
        if line >= len(self._lines.lines):
            return ()
        at_cursor = self.has_focus and line == self.cursor_line
        return (
            line,
            self._lines.lines[line],
            self._marks.get(line, ""),
            at_cursor,
            line in self._followed_lines,
            self._gutter_width,
        )

    def _refresh_changed(self) -> None:
        """Refresh the lines that differ from what is drawn."""
        width = self.size.width
        changed = [y for y in range(self.size.height) if self._drawn_states.get(y) != self._get_line_state(y)]
        if changed:
            self.refresh(*[Region(0, y, width, 1) for y in changed])

    def render_line(self, y: int) -> Strip:
        """Return a line: its mark, its number, the cursor and the text."""
        state = self._drawn_states[y] = self._get_line_state(y)
        width = self.scrollable_content_region.width
        if not state:
            return Strip.blank(width, self.rich_style)
        line, text, mark, at_cursor, is_followed, gutter = state
        base = self.rich_style
        cursor_style: Style | None = None
        if at_cursor:
            base = cursor_style = self.get_component_rich_style("preview--cursor")
        elif is_followed:
            base = base + self.get_component_rich_style("preview--followed")

        def get_style(name: str) -> Style:
            return cursor_style or remove_background(self.get_component_rich_style(f"preview--{name}"))

        number = f"{line + 1:>{gutter - 2}}" if gutter > 2 else ""
        segments = [
            Segment(SYMBOLS.get(mark, " "), get_style(mark) if mark in SYMBOLS else None),
            Segment(number, get_style("line-number")),
            Segment("▸" if at_cursor else "▌" if is_followed else " ", get_style("key")),
        ]
        room, left = width - gutter, self.scroll_offset.x
        reach = left + room + 1 if text.isascii() else 2 * (left + room + 1)
        body = Strip([Segment(escape_text(part), get_style(name)) for name, part in _tokenize(text[:reach])])
        dots = Segment(ELLIPSIS, get_style("line-number"))
        cut = body.crop(left, left + room)
        if left and not body.crop(0, left).text.isspace():
            cut = Strip([dots, *cut.crop(1)])
        if body.cell_length > left + room:
            cut = Strip([*cut.crop(0, room - 1), dots])
        return Strip([*segments, *cut]).adjust_cell_length(width).apply_style(base)

    def notify_style_update(self) -> None:
        """Discard the states of the drawn lines, whose colors have changed."""
        self._drawn_states.clear()
        super().notify_style_update()

    # -- keys and mouse

    def validate_cursor_line(self, line: int) -> int:
        return min(max(line, 0), len(self._lines.lines) - 1)

    def watch_cursor_line(self, line: int) -> None:
        if self.has_focus:
            self._scroll_to_lines(range(line, line + 1), 0)
        self._refresh_changed()

    def on_focus(self, event: Focus) -> None:
        """Move the cursor to the focused field if it is visible. Nothing scrolls, as the focus may be due to a click."""
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if self._followed_lines and top <= self._followed_lines.start < top + height:
            self.cursor_line = self._followed_lines.start
        elif not top <= self.cursor_line < top + height:
            self.cursor_line = top
        self.refresh()

    def on_blur(self, event: Blur) -> None:
        self.refresh()

    def action_move(self, by: int) -> None:
        self.cursor_line += by

    def action_page(self, by: int) -> None:
        self.cursor_line += by * max(self.scrollable_content_region.height - 1, 1)

    def action_first(self) -> None:
        self.cursor_line = 0

    def action_last(self) -> None:
        self.cursor_line = len(self._lines.lines) - 1

    def action_sideways(self, by: int) -> None:
        self.scroll_to(x=self.scroll_offset.x + by * self.SIDEWAYS, animate=False, force=True)

    def action_choose(self) -> None:
        self.post_message(GoTo(self._lines.get_path(self.cursor_line)))

    def on_click(self, event: Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        line = self.scroll_offset.y + offset.y
        if line < len(self._lines.lines):
            event.stop()
            self.cursor_line = line
            self.action_choose()
