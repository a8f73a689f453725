"""The Textual application: themes, signals, and the wizard's main screen."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import constants, events
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.command import CommandPalette
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen

from wizard.core.application import Application, ExitResult
from wizard.core.documents import OpenedDocument
from wizard.i18n import _
from wizard.text import escape_lines, format_escaped
from wizard.tui.commands import Command, find_keymap_problems, use_keymap
from wizard.tui.escaping import OutputFilter
from wizard.tui.screens.wizard import WizardScreen
from wizard.tui.themes import load_themes
from wizard.tui.typeahead import TypeAheadApp

if TYPE_CHECKING:
    from wizard.tui.driver import InputClosed  # only on POSIX

INTERRUPTED = 130
"""The exit code after Ctrl-C, and of :data:`signal.SIGINT`."""

_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class ColorRemover(LineFilter):
    """Removes colors. Text whose background differs from that of the line, such as a cursor, is reversed."""

    CONTRAST: ClassVar = 0.12
    """The least difference in brightness between two backgrounds that are told apart."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line without colors."""
        return [
            Segment(text, style and self._remove_color(style, background), control)
            for text, style, control in segments
        ]

    def _remove_color(self, style: Style, background: Color) -> Style:
        plain, own = style.without_color, style.bgcolor
        if own is None or own.is_default:
            return plain
        contrast = abs(Color(*own.get_truecolor()).brightness - background.brightness)
        return plain + Style(reverse=True) if contrast > self.CONTRAST else plain


_COLOR_REMOVER = ColorRemover()


class WizardApp(TypeAheadApp[int]):
    """The wizard."""

    TITLE = "bcw"
    CSS_PATH = Path(__file__).parent / "screens" / "wizard.tcss"
    CSS = """
    /* Notifications cover the help line only, so that buttons and inputs stay visible. The rack is visible so
       that Textual can scroll it to the newest. */
    ToastRack { visibility: visible; margin: 0 0 1 0; max-height: 2; overflow: hidden; }
    ModalScreen ToastRack { dock: top; align: right top; margin: 0; }
    Toast { width: 100%; max-width: 100%; max-height: 2; margin: 0; padding: 0 1; }
    Button { &.-textual-compact { text-style: none; &:focus { text-style: bold reverse; } } }
    Button:ansi { text-style: underline; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", "Quit", show=False, system=True, id="wizard.interrupt")
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-cramped"), (80, "-narrow"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]

    def __init__(
        self, application: Application, *, loaded: OpenedDocument | None = None, themes: Iterable[Path] = ()
    ) -> None:
        """Create the wizard.

        Args:
            application: Presets, drafts, settings and the service.
            loaded: The document to open; without one, the first step is shown.
            themes: Folders of theme files; a later one overrides an earlier one.
        """
        super().__init__(driver_class=_get_driver_class())
        self._output_filter = OutputFilter()
        self.application = application
        found, self._theme_problems = load_themes(themes)
        for theme in found.values():
            self.register_theme(theme)
        if application.settings.theme in self.available_themes:
            self.theme = application.settings.theme
        else:
            problem = _("there is no theme {name}.").format(name=application.settings.theme)
            self._theme_problems.append(problem)
        self.wizard = WizardScreen(application, loaded)

    def get_default_screen(self) -> Screen[None]:
        """Return the wizard's screen."""
        return self.wizard

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return one filter, which keeps control characters from the terminal and applies all other filters.

        For ``NO_COLOR``, Textual's own filter would send shades of grey.
        """
        others = [_COLOR_REMOVER] if self.no_color else super().get_line_filters()
        if others != self._output_filter.others:
            self._output_filter = OutputFilter(others)
        return [self._output_filter]

    @property
    def is_preparing(self) -> bool:
        """Whether the first document is still being opened, or the menu is searching."""
        return self.wizard.is_preparing or (
            isinstance(self.screen, CommandPalette)
            and any(worker.node is self.screen and not worker.is_finished for worker in self.workers)
        )

    async def on_event(self, event: events.Event) -> None:
        """Handle an event, except a click on a widget that was just removed, which Textual does not expect."""
        if isinstance(event, events.MouseDown) and not event.is_forwarded:
            widget, _offset = self.screen.get_widget_and_offset_at(event.x, event.y)
            if widget is not None and not widget.is_attached:
                return
        await super().on_event(event)

    def on_mount(self) -> None:
        """Handle signals, apply the keymap, and report invalid themes."""
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        loop = asyncio.get_running_loop()
        for signum in _SIGNALS:
            with contextlib.suppress(NotImplementedError):  # Windows
                loop.add_signal_handler(signum, self._exit_on_signal, signum)
        self.set_keymap(use_keymap(self.application.settings.keymap))
        themes = (
            format_escaped(_("Theme ignored: {problem}"), problem=each) for each in self._theme_problems
        )
        for problem in (*themes, *find_keymap_problems(self.application.settings.keymap)):
            self.notify(problem, severity="warning", timeout=10)

    def on_input_closed(self, event: "InputClosed") -> None:
        """Exit as after SIGHUP if the terminal is gone; raise the error if reading it failed."""
        if event.error is not None:
            raise event.error
        self._exit_on_signal(signal.SIGHUP)

    def _exit_on_signal(self, signum: int) -> None:
        self.wizard.prepare_exit()
        self.exit(128 + signum)

    def save_before_crash(self) -> None:
        """Write the draft."""
        self.wizard.prepare_exit()

    def notify(self, message: str, *, title: str = "", markup: bool = False, **options: Any) -> None:
        """Show a notification, escaped and without markup, as it may contain external text."""
        super().notify(escape_lines(message), title=escape_lines(title), markup=False, **options)

    async def action_interrupt(self) -> None:
        """Ask to quit; if the question is already shown, exit immediately and keep the draft."""
        controller = self.wizard.controller
        if controller is not None and not controller.flows.is_quitting:
            await self.action_quit()
        else:
            self.wizard.prepare_exit()
            self.exit(INTERRUPTED)

    def action_press(self) -> None:
        from textual.widgets import Button  # not needed for the first frame

        if isinstance(self.focused, Button):
            self.focused.press()

    async def action_quit(self) -> None:
        """Close all dialogs and quit, after a question if there are unsaved changes."""
        while self.screen is not self.wizard:
            await self.pop_screen()
        self.wizard.action_quit()

    # -- the menu

    def action_command_palette(self) -> None:
        from wizard.tui.menu import Menu

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(Menu())

    def run_command(self, action: str) -> Callable[[], Awaitable[object]]:
        """Return a callback that runs an action of the wizard's screen."""
        return partial(self.wizard.run_action, action)

    def describe_command(self, command: Command) -> str:
        """Return the help of a command; for undo and redo, the change that would be affected."""
        controller = self.wizard.controller
        document = controller.session.document if controller is not None else None
        changes = {} if document is None else {"undo": document.undoable, "redo": document.redoable}
        if (change := changes.get(command.id)) is not None:
            from wizard.tui.display import describe_change

            return format_escaped(_("Change: {what}"), what=describe_change(change))
        return _(command.help)


def _get_driver_class() -> type[Driver] | None:
    """Return our driver, or ``None`` if Textual chooses one: not on POSIX, or ``TEXTUAL_DRIVER`` is set."""
    if os.name != "posix" or constants.DRIVER is not None:
        return None
    from wizard.tui.driver import TerminalDriver

    return TerminalDriver


def run(
    application: Application, *, loaded: OpenedDocument | None = None, themes: Sequence[Path] = ()
) -> ExitResult:
    """Run the wizard in the terminal.

    Args:
        application: Presets, drafts, settings and the service.
        loaded: The document to open; without one, the first step is shown.
        themes: Folders of theme files; a later one overrides an earlier one.

    Returns:
        The exit code, the messages to print, and the exception that ended the app, if any.
    """
    # https://no-color.org: an empty NO_COLOR is the same as an unset one. Textual does not support that.
    if os.environ.get("NO_COLOR") == "":
        del os.environ["NO_COLOR"]
    app = WizardApp(application, loaded=loaded, themes=themes)
    code = app.run()
    return ExitResult(app.return_code or code or 0, app.wizard.exit_messages(), app.crash)
