"""A row of a form: a title, what is edited beside it, and what there is to say of that below."""

from typing import ClassVar, Literal, get_args

from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget
from textual.widgets import Static

from wizard.tui.widgets.cells import Mark, visible

Kind = Literal[Mark, "hint"]
"""What is said: a finding, by its mark, or a hint."""


class TitledRow(Widget):
    """A row that draws its title itself, and mounts what is said below once there is something to say.

    A widget takes about 25 KB: those of the titles would be a sixth of all that the wizard has.
    """

    TITLE_WIDTH: ClassVar[int] = 20
    """Cells for the title; what stands beside it begins behind them."""

    DEFAULT_CSS = """
    TitledRow {
        height: auto;
        & > * { margin: 0 0 0 20; }
        & > .note { margin: 0; padding: 0 0 0 21; height: auto; display: none; }
        &.-noted > .note { display: block; }
        &.-error > .note { color: $text-error; }
        &.-warning > .note { color: $text-warning; }
        &.-note > .note { color: $text-muted; }
        &.-hint > .note { color: $text-muted; }
    }
    """

    def __init__(self, title: Content, editor: Widget) -> None:
        """Make a row.

        Args:
            title: Its title, of one line; text without a colour of its own takes that of the row's state.
            editor: What is edited beside it.
        """
        super().__init__()
        self.title = title
        self.editor = editor
        self._note: Static | None = None
        self._said = ("", "hint")
        self._is_composed = False
        self._is_entered = False

    def compose(self) -> ComposeResult:
        """What is edited, and the note below it."""
        yield self.editor
        if self._note is not None:
            yield self._note
        self._is_composed = True

    def render(self) -> Content:
        """The title."""
        return self.title.stylize_before("bold $accent" if self._is_entered else "$foreground 85%")

    def tell(self, text: str, kind: Kind = "error") -> None:
        """Say something below; ``""`` takes it back."""
        if (text, kind) == self._said:
            return
        self._said = (text, kind)
        if self._note is None:
            self._note = Static(classes="note", markup=False)
            if self._is_composed:
                self.mount(self._note)
        self._note.update("\n".join(map(visible, text.split("\n"))))
        kinds = {f"-{name}": bool(text) and kind == name for name in get_args(Kind)}
        self.update_classes({"-noted": bool(text), **kinds})  # at once: each change styles the row anew

    def on_descendant_focus(self) -> None:
        """The row was entered."""
        self._enter(True)

    def on_descendant_blur(self) -> None:
        """The row was left."""
        self._enter(False)

    def _enter(self, is_entered: bool) -> None:
        self._is_entered = is_entered
        self.refresh(Region(0, 0, self.TITLE_WIDTH, 1))
