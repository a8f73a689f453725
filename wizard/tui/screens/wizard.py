"""The main screen: the list of steps, the form, and the preview."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.geometry import Size
from textual.reactive import Reactive, reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from wizard.core.application import Application
from wizard.core.documents import OpenedDocument
from wizard.core.steps import STEPS
from wizard.errors import BcwError
from wizard.i18n import _
from wizard.text import format_escaped
from wizard.tui.commands import ACTIONS, COMMANDS, OLD_IDS
from wizard.tui.widgets.bars import ActionBar, HeaderBar, HelpLine, KeyBar
from wizard.tui.widgets.start import StartView
from wizard.tui.widgets.step_list import StepList

if TYPE_CHECKING:
    from wizard.storage.presets import Preset
    from wizard.tui.controller import WizardController
    from wizard.tui.screens.submission import Submission
    from wizard.tui.widgets.collection import CollectionForm
    from wizard.tui.widgets.field import FieldRow
    from wizard.tui.widgets.form import Refresh, Remove, StepForm
    from wizard.tui.widgets.preview import GoTo
    from wizard.tui.widgets.review import ReviewView

    Pane = StartView | StepForm | ReviewView


ECHO_TIME = 0.001
"""Seconds for Textual's writer thread to echo a key before the document is validated."""


class WizardScreen(Screen[None]):
    """The wizard.

    Data flows in one direction: a field posts a change, the document stores it, and after the refresh, which
    echoes the key, the latest state is validated and the widgets are updated.

    The first frame shows the first step and imports little; the controller is imported after it.
    """

    BINDINGS = [
        *(command.binding for command in COMMANDS),
        Binding("escape", "command('menu')", "Menu", show=False, id="wizard.menu-escape"),
    ]
    AUTO_FOCUS = ""

    step = reactive("start", init=False, repaint=False)
    """The id of the step that is shown."""
    # Textual's own reactive redraws the whole screen for each Tab; the affected widgets redraw themselves.
    focused = Reactive(None, repaint=False)

    def __init__(self, application: Application, loaded: OpenedDocument | None = None) -> None:
        super().__init__()
        self.application = application
        self._loaded = loaded
        self.is_opening = loaded is not None
        """Whether the document that the wizard was started with is not shown yet."""
        self.controller: WizardController | None = None
        self.submission: Submission | None = None
        self._panes: dict[str, Pane] = {}
        self._mounting = asyncio.Lock()
        self._ready_callbacks: list[Callable[[], object]] = []
        self._is_update_scheduled = False

    def compose(self) -> ComposeResult:
        """Yield the widgets of the first frame."""
        yield HeaderBar(id="header")
        yield StepList(id="steps")
        self._panes = {}
        yield self._add_pane("start", StartView())
        yield ActionBar(id="actions")  # here, so that Tab moves to it from the last field
        yield Widget(id="preview-space", classes="preview")
        yield HelpLine(id="help", markup=False)
        yield KeyBar(id="keys")
        yield Static(id="too-small", markup=False)

    @property
    def start(self) -> StartView:
        """The view of the first step."""
        return self.query_one(StartView)

    def on_mount(self) -> None:
        """Prepare the first frame; the controller is imported after it."""
        self._set_size_classes(self.app.size)
        self.query_one(HeaderBar).request = _("new cluster")
        self.watch_step(self.step)
        self.show_help(STEPS[0].help)
        self.start.focus_first()
        self.call_after_refresh(self._prepare)

    def _set_size_classes(self, size: Size) -> None:
        """Add the classes for the terminal's size, which Textual adds only after the first frame."""
        widths, heights = self.app.HORIZONTAL_BREAKPOINTS, self.app.VERTICAL_BREAKPOINTS
        for cells, breakpoints in ((size.width, widths), (size.height, heights)):
            self.add_class(max((least, name) for least, name in breakpoints or () if least <= cells)[1])

    # -- the controller, which is imported after the first frame

    def _prepare(self) -> None:
        self.query_one(ActionBar).create_buttons(self.step)
        self.run_worker(self._import, group="imports", thread=True)

    def show_profile(self) -> None:
        """Show the profile in the header."""
        self.query_one(HeaderBar).profile = self.application.profiles.current.title

    def show_start_options(self, current: str) -> None:
        """Update the options of the first step; ``current`` is the name of the open document, or ``""``."""
        library, drafts = self.application.library, self.application.drafts
        presets: Sequence[Preset] = ()
        try:
            presets = library.presets()
        except BcwError as error:
            self.notify(str(error), severity="error", timeout=10)
        self.start.show(
            presets,
            drafts.list_recoverable(),
            self.application.submissions.pending(),
            library.recent(),
            current,
        )

    def _import(self) -> None:
        application = self.application
        _actions = application.profiles, application.drafts, application.submissions  # created here, once
        self.app.call_from_thread(self._show_start)
        from wizard.tui.controller import WizardController  # everything that forms and rules need

        self.app.call_from_thread(self._on_imported, WizardController)

    def _show_start(self) -> None:
        self.show_start_options("")
        self.show_profile()

    def _on_imported(self, controller: Callable[["WizardScreen"], "WizardController"]) -> None:
        self.controller = controller(self)
        self._show_preview(self.controller.preview)
        if self._loaded is not None:
            self.controller.flows.open_loaded(self._loaded)
        else:
            self.controller.preview_option(self.start.highlighted)
        waiting, self._ready_callbacks = self._ready_callbacks, []
        for callback in waiting:
            callback()

    def call_when_ready(self, callback: Callable[[], object]) -> None:
        """Call a function as soon as the controller exists."""
        if self.controller is None:
            self._ready_callbacks.append(callback)
        else:
            callback()

    @property
    def is_preparing(self) -> bool:
        """Whether a callback waits for the controller, or the first document is being opened."""
        return bool(self._ready_callbacks) or (self.is_opening and self.app.screen is self)

    def _show_preview(self, preview: Widget) -> None:
        """Replace the placeholder of the first frame by the preview."""
        with self.app.batch_update():
            self.mount(preview, before="#preview-space")
            self.query_one("#preview-space").remove()

    async def rebuild(self, preview: Widget) -> None:
        """Recompose the screen in another language."""
        async with self._mounting:
            await self.recompose()
        self._show_preview(preview)
        self.show_profile()
        self.query_one(ActionBar).create_buttons(self.step)
        self.watch_step(self.step)

    # -- display

    def show_help(self, text: str) -> None:
        """Show a sentence in the help line."""
        line = self.query_one(HelpLine)
        if text != line.content:
            line.update(text, layout=False)

    def schedule_update(self) -> None:
        """Update the widgets once after the next refresh."""
        if not self._is_update_scheduled:
            self._is_update_scheduled = True
            self.call_after_refresh(self._update_later)

    def _update_later(self) -> None:
        time.sleep(ECHO_TIME)
        self.update_now()

    def update_now(self) -> None:
        self._is_update_scheduled = False
        if self.controller is not None and self.app.return_code is None:  # nothing is mounted after `exit`
            self.controller.update_screen()

    def get_pane(self, step: str) -> "Pane | None":
        """Return the form of a step, or ``None`` if it is not created yet."""
        return self._panes.get(step)

    @property
    def current_pane(self) -> "Pane | None":
        """The form of the current step; ``None`` until it is created."""
        return self.get_pane(self.step)

    def _add_pane(self, step: str, pane: "Pane") -> "Pane":
        number, title = next((index, each.title) for index, each in enumerate(STEPS) if each.id == step)
        pane.border_title = f"{number}/{len(STEPS) - 1} {title}" if number else title
        # "-focused", as it will probably be shown: it is styled once.
        self._panes[step] = pane.add_class("pane", "-focused")
        return pane

    async def prepare_pane(self, step: str, create: Callable[[], "Pane"]) -> "Pane":
        """Return the form of a step; mount it hidden if it does not exist yet."""
        async with self._mounting:
            if step not in self._panes:
                pane = self._add_pane(step, create())
                pane.styles.display = "none"
                actions = self.query_one(ActionBar)
                # `mount` of the screen would redraw all of it.
                await actions.mount(pane, before=actions)
        return self._panes[step]

    async def show_pane(self, step: str, create: Callable[[], "Pane"], *, focus: bool) -> "Pane":
        """Show the form of a step instead of the others or of the preview; return it."""
        pane = await self.prepare_pane(step, create)
        self.set_class(False, "-preview")
        pane.set_class(focus, "-focused")
        for name, each in self._panes.items():
            # `None` rather than "block": the style sheet can show the preview instead.
            each.styles.display = None if name == step else "none"
        self.step = step
        self.is_opening = False
        return pane

    def watch_step(self, step: str) -> None:
        """Show the current step in the list, and its buttons."""
        self.query_one(StepList).current = step
        self.query_one(ActionBar).show(step)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Mark the focused panel; `:focus-within` would restyle all widgets for each Tab."""
        focused = event.widget.ancestors_with_self
        for panel in self.query_children(".pane, .preview"):
            if panel.display:
                panel.set_class(panel in focused, "-focused")
        if any(pane in focused for pane in self._panes.values()):
            self.set_class(False, "-preview")  # the form is shown wherever it has the focus
        if self.controller is not None:
            self.controller.show_field(event.widget)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Show the problems of the field that lost the focus."""
        if self.controller is not None:
            self.controller.leave_field(event.widget)

    def on_resize(self, event: events.Resize) -> None:
        """Update the message for small terminals, and widgets that have become visible."""
        (width, height), label = event.size, self.query_one("#too-small", Static)
        text = _(
            "This terminal is {width}×{height}.\nThe wizard needs 80×24.\n\nEnlarge it; nothing is lost."
        )
        label.update(text.format(width=width, height=height))
        self.schedule_update()

    def on_screen_suspend(self) -> None:
        """Hide notifications and activity: the dialog in front shows them."""
        self.query_children("ToastRack").set(display=False)
        self.query_one(HeaderBar).activity = ""

    def on_screen_resume(self) -> None:
        self.query_children("ToastRack").set(display=True)
        self.schedule_update()

    # -- messages of the widgets

    @on(StepList.Chosen)
    def _choose_step(self, event: StepList.Chosen) -> None:
        self.call_when_ready(lambda: self.app.call_later(self._go, event))

    async def _go(self, event: StepList.Chosen) -> None:
        if event.problem:
            await self._controller.go_to_first_problem(event.step)
        else:
            await self._controller.go(event.step, focus=event.enter)

    @on(StartView.Chosen)
    def _choose_option(self, event: StartView.Chosen) -> None:
        self.call_when_ready(lambda: self._controller.flows.start(event.option))

    @on(StartView.Highlighted)
    def _highlight(self, event: StartView.Highlighted) -> None:
        self.call_when_ready(lambda: self._controller.preview_option(event.option))

    @on(StartView.Discarded)
    def _discard(self, event: StartView.Discarded) -> None:
        self.call_when_ready(lambda: self._controller.flows.discard(event.draft))

    @property
    def _controller(self) -> "WizardController":
        assert self.controller is not None
        return self.controller

    def on_field_row_changed(self, event: "FieldRow.Changed") -> None:
        self._controller.change_field(event.row, event.value, event.path)

    def on_collection_form_action_requested(self, event: "CollectionForm.ActionRequested") -> None:
        from wizard.tui.entries import apply_action

        apply_action(self._controller, event)

    def on_remove(self, event: "Remove") -> None:
        self._controller.remove(event.path)
        self.update_now()
        event.form.focus_first()

    def on_refresh(self, event: "Refresh") -> None:
        self.schedule_update()

    async def on_go_to(self, event: "GoTo") -> None:
        """Go to the field of a line of the preview or of a problem."""
        if self._controller.is_open:
            await self._controller.go_to(event.path)

    def on_review_view_token_changed(self, event: "ReviewView.TokenChanged") -> None:
        """Use another token, or a new one."""
        self._controller.session.token = (
            self.application.submissions.new_token() if event.token is None else event.token
        )
        self.schedule_update()

    # -- commands

    def action_command(self, name: str) -> None:
        run = ACTIONS[OLD_IDS.get(name, name)]
        self.call_when_ready(lambda: self.app.call_later(run, self._controller))

    def toggle_preview(self) -> None:
        """Move the focus to the preview, or back to the form."""
        preview = self._controller.shown_preview
        show = not preview.has_focus
        self.set_class(show, "-preview")
        if show:
            preview.focus()
        else:
            self._controller.focus_back()
        self.schedule_update()

    async def action_go(self, step: str) -> None:
        self.call_when_ready(lambda: self.app.call_later(self._controller.go, step))

    def action_quit(self) -> None:
        if self.controller is None:
            self.app.exit(0)
        else:
            self.controller.flows.quit()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable copying only if text is selected; otherwise Ctrl+C asks to quit."""
        if action == "copy_text":
            return bool(self.get_selected_text())
        return True

    # -- exit

    def prepare_exit(self) -> None:
        """Write the draft and stop the submission, without asking."""
        if self.controller is not None and self.controller.is_open:
            self.controller.autosaver.flush()
        if self.submission is not None:
            self.submission.stop()

    def exit_messages(self) -> tuple[str, ...]:
        """Return the messages to print after the wizard has ended."""
        lines, submission = [], self.submission
        if submission is not None and (outcome := submission.outcome) is not None:
            lines += [text for text in (outcome.text, outcome.cluster_id, outcome.advice) if text]
        elif submission is not None:
            pending = {each.token for each in self.application.submissions.pending()}
            message = _("Nothing was sent: the submission was stopped before its first attempt.")
            if submission.has_attempts or submission.token in pending:
                message = _(
                    "No response: the cluster may or may not exist. Its idempotency token is {token}."
                )
            lines.append(format_escaped(message, token=submission.token))
        if self.controller is not None and self.controller.autosaver.error:
            lines.append(self.controller.autosaver.error)
        elif self.controller is not None and self.controller.autosaver.has_draft:
            lines.append(_("An unsaved draft is kept. Start bcw again to continue it."))
        return tuple(lines)
