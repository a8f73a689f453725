"""The application: the themes, the signals, and the wizard's one screen."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import constants
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.command import CommandPalette
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen

from wizard.core.application import Application, ExitResult
from wizard.core.documents import OpenedDocument
from wizard.i18n import _
from wizard.text import escape_lines
from wizard.tui.commands import Command, use_keymap
from wizard.tui.escaping import OutputFilter, format_escaped
from wizard.tui.screens.wizard import WizardScreen
from wizard.tui.themes import load_themes
from wizard.tui.typeahead import TypeAheadApp

if TYPE_CHECKING:
    from wizard.tui.driver import InputClosed  # only on POSIX

INTERRUPTED = 130
"""The exit code after Ctrl-C, and of :data:`signal.SIGINT`."""

_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class ColorRemover(LineFilter):
    """Replaces colors: what has another background than its surroundings, such as a cursor, is reversed."""

    CONTRAST: ClassVar = 0.12
    """The difference of brightness from which on a background is another one."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line without colors."""
        return [
            Segment(text, style and self._plain(style, background), control)
            for text, style, control in segments
        ]

    def _plain(self, style: Style, background: Color) -> Style:
        own = style.bgcolor
        if own is None or own.is_default:
            return style.without_color
        brightness = Color(*own.get_truecolor()).brightness
        is_other = abs(brightness - background.brightness) > self.CONTRAST
        return style.without_color + Style(reverse=True) if is_other else style.without_color


_COLOR_REMOVER = ColorRemover()


class WizardApp(TypeAheadApp[int]):
    """The wizard as an application."""

    TITLE = "bcw"
    CSS_PATH = Path(__file__).parent / "screens" / "wizard.tcss"
    CSS = """
    /* Notifications take the place of the help line: buttons and input stay visible. */
    ToastRack { margin: 0 0 1 0; max-height: 3; overflow: hidden; }
    ModalScreen ToastRack { dock: top; align: right top; margin: 0; }
    Toast { width: 100%; max-width: 100%; margin: 0; padding: 0 1; }
    Button { &.-textual-compact { text-style: none; &:focus { text-style: bold reverse; } } }
    Button:ansi { text-style: underline; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", "Quit", show=False, system=True, id="wizard.interrupt")
    ]
    HORIZONTAL_BREAKPOINTS = [
        (0, "-cramped"),
        (80, "-narrow"),
        (110, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]

    def __init__(
        self, application: Application, *, loaded: OpenedDocument | None = None, themes: Iterable[Path] = ()
    ) -> None:
        """Create the wizard.

        Args:
            application: Presets, drafts, settings and the service.
            loaded: The request to begin with; without one, the first step asks.
            themes: Folders of theme files; a later one wins.
        """
        super().__init__(driver_class=_driver_class())
        self._output_filter = OutputFilter()
        self.application = application
        self._loaded = loaded
        found, self._theme_problems = load_themes(themes)
        for theme in found.values():
            self.register_theme(theme)
        wanted = application.settings.theme
        if wanted in self.available_themes:
            self.theme = wanted
        self.wizard = WizardScreen(application, loaded)

    def get_default_screen(self) -> Screen[None]:
        """The wizard's screen."""
        return self.wizard

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The filter of what is drawn: nothing of it steers the terminal.

        Textual's own for ``NO_COLOR`` sends shades of grey.
        """
        others = [_COLOR_REMOVER] if self.no_color else super().get_line_filters()
        if others != self._output_filter.others:
            self._output_filter = OutputFilter(others)
        return [self._output_filter]

    @property
    def is_preparing(self) -> bool:
        """Whether the first document is not open yet, or the menu still searches for what was typed."""
        return self.wizard.is_preparing or (
            isinstance(self.screen, CommandPalette)
            and any(worker.node is self.screen and not worker.is_finished for worker in self.workers)
        )

    def on_mount(self) -> None:
        """Listen to signals, and to the theme being chosen."""
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            with contextlib.suppress(NotImplementedError):  # Windows
                loop.add_signal_handler(number, self._exit_on_signal, number)
        self.set_keymap(use_keymap(self.application.settings.keymap))
        for problem in self._theme_problems:
            self.notify(
                format_escaped(_("Theme ignored: {problem}"), problem=problem),
                severity="warning",
                timeout=10,
            )

    def on_input_closed(self, event: "InputClosed") -> None:
        """The terminal is gone, or reading it failed."""
        if event.error is not None:
            raise event.error
        self._exit_on_signal(signal.SIGHUP)

    def _exit_on_signal(self, number: int) -> None:
        """A signal: the draft is written, the terminal given back as it was."""
        self.wizard.prepare_exit()
        self.exit(128 + number)

    def save_before_crash(self) -> None:
        """Write the draft."""
        self.wizard.prepare_exit()

    def notify(self, message: str, *, title: str = "", markup: bool = False, **options: Any) -> None:
        """Show a notification, never as markup: what it says may come from anywhere."""
        super().notify(escape_lines(message), title=escape_lines(title), markup=False, **options)

    async def action_interrupt(self) -> None:
        """Ask to quit; when that is asked already, quit at once and keep the draft."""
        controller = self.wizard.controller
        if controller is not None and not controller.flows.is_quitting:
            await self.action_quit()
        else:
            self.wizard.prepare_exit()
            self.exit(INTERRUPTED)

    def action_press(self) -> None:
        """Press the button in focus."""
        from textual.widgets import Button  # not needed for the first frame

        if isinstance(self.focused, Button):
            self.focused.press()

    async def action_quit(self) -> None:
        """Ctrl-Q, from wherever it is pressed: what is not saved is asked about."""
        while self.screen is not self.wizard:
            await self.pop_screen()
        self.wizard.action_quit()

    # -- the menu

    def action_command_palette(self) -> None:
        """Open the menu."""
        from wizard.tui.menu import MenuProvider

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette([MenuProvider], placeholder=_("Search commands…")))

    def run_command(self, action: str) -> Callable[[], Awaitable[None]]:
        """Return what runs an action of the wizard's screen."""

        async def run() -> None:
            await self.wizard.run_action(action)

        return run

    def describe_command(self, command: Command) -> str:
        """Return what a command would do now; undo and redo name the change."""
        controller = self.wizard.controller
        document = controller.session.document if controller is not None else None
        changes = {} if document is None else {"undo": document.undoable, "redo": document.redoable}
        if (change := changes.get(command.id)) is not None:
            from wizard.tui.display import describe_change

            return format_escaped(_("Change: {what}"), what=describe_change(change))
        return _(command.help)


def _driver_class() -> type[Driver] | None:
    """Return our driver for the terminal, or ``None`` where Textual chooses one."""
    if os.name != "posix" or constants.DRIVER is not None:
        return None
    from wizard.tui.driver import TerminalDriver

    return TerminalDriver


def run(
    application: Application, *, loaded: OpenedDocument | None = None, themes: Sequence[Path] = ()
) -> ExitResult:
    """Run the wizard in the terminal until it is left.

    Args:
        application: Presets, drafts, settings and the service.
        loaded: The request to begin with; without one, the first step asks.
        themes: Folders of theme files; a later one wins.
    """
    # Empty is the same as unset (https://no-color.org), which Textual does not heed.
    if os.environ.get("NO_COLOR") == "":
        del os.environ["NO_COLOR"]
    app = WizardApp(application, loaded=loaded, themes=themes)
    code = app.run()
    lines = app.wizard.exit_messages()
    return ExitResult(app.return_code or code or 0, lines, app.crash)
