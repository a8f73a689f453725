"""The screen of the wizard: the steps at the left, the form in the middle, the preview at the right."""

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.geometry import Size
from textual.reactive import Reactive, reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from wizard.core.actions.drafts import DraftAutosaver
from wizard.core.application import Application
from wizard.core.documents import OpenedDocument
from wizard.core.steps import STEPS
from wizard.errors import BcwError
from wizard.i18n import _
from wizard.storage.preset_files import Preset
from wizard.tui.commands import COMMANDS, Command
from wizard.tui.escaping import fill
from wizard.tui.submission import Submission
from wizard.tui.texts import say
from wizard.tui.widgets.bars import ExplanationBar, HeaderBar, KeyBar
from wizard.tui.widgets.start import StartView
from wizard.tui.widgets.step_list import StepList

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController
    from wizard.tui.widgets.collection import CollectionForm
    from wizard.tui.widgets.field import FieldRow
    from wizard.tui.widgets.form import Refresh, Remove
    from wizard.tui.widgets.preview import Preview
    from wizard.tui.widgets.review import ReviewView


_ACTS: dict[str, Callable[["WizardController"], Any]] = {
    "explain": lambda controller: controller.explain(),
    "preview": lambda controller: controller.screen.swap_preview(),
    "back": lambda controller: controller.go_by(-1),
    "next": lambda controller: controller.go_by(1),
    "save": lambda controller: controller.flows.save(),
    "mend": lambda controller: controller.mend(),
    "reveal": lambda controller: controller.reveal(),
    "next-finding": lambda controller: controller.go_to_finding(1),
    "previous-finding": lambda controller: controller.go_to_finding(-1),
    "review": lambda controller: controller.go("review"),
    "submit": lambda controller: controller.flows.submit(),
    "undo": lambda controller: controller.undo(),
    "redo": lambda controller: controller.redo(),
    "save-as": lambda controller: controller.flows.save_as(),
    "save-file": lambda controller: controller.flows.save_file(),
    "find": lambda controller: controller.flows.view("find_field"),
    "remove": lambda controller: controller.flows.view("remove"),
    "discard-draft": lambda controller: controller.flows.view("discard_draft", always=True),
    "edit-text": lambda controller: controller.flows.view("edit_text"),
    "compare": lambda controller: controller.display.compare(),
    "target": lambda controller: controller.flows.view("choose_target", always=True),
    "clusters": lambda controller: controller.flows.view("list_clusters", always=True),
    "unsettled": lambda controller: controller.flows.view("list_unsettled", always=True),
    "presets": lambda controller: controller.flows.view("look_through_presets", always=True),
    "parameters": lambda controller: controller.flows.view("declare_parameters"),
    "export": lambda controller: controller.flows.view("export"),
    "theme": lambda controller: controller.flows.view("choose_theme", always=True),
    "palette": lambda controller: controller.screen.app.action_command_palette(),
}
"""What each command of the table does; ``quit`` has an action of its own, as it never waits."""


class WizardScreen(Screen[None]):
    """The wizard.

    The way of a keystroke is one way: a field tells what was typed, the document takes it, the key is echoed;
    after the refresh, once for the latest state, the rules judge it and whoever shows something is handed the
    outcome. No widget asks another.

    The first frame shows the first step and needs nothing that is slow to import; the rest, which is what
    stands on the :class:`~wizard.tui.controller.WizardController`, comes right behind it.
    """

    BINDINGS = [command.binding for command in COMMANDS]
    AUTO_FOCUS = ""

    step = reactive("start", init=False, repaint=False)
    """The id of the step that is shown."""
    # Both are drawn by the widgets that they concern; Textual's own draws the whole screen for each Tab.
    focused = Reactive(None, repaint=False)

    def __init__(self, application: Application, loaded: OpenedDocument | None = None) -> None:
        super().__init__()
        self.application = application
        self._loaded = loaded
        self.is_opening = loaded is not None
        """Whether the request that the wizard was started with has yet to be shown."""
        self.controller: WizardController | None = None
        self.submission: Submission | None = None
        self._panes: dict[str, Widget] = {}
        self._waiting: list[Callable[[], object]] = []
        self._is_refreshing = False
        self._preview: Preview | None = None

    def compose(self) -> ComposeResult:
        """What the first frame shows."""
        yield HeaderBar(id="header")
        with Horizontal(id="body"):
            yield StepList(id="steps")
            with Container(id="form"):
                pane = self._panes["start"] = StartView()
                yield pane
            yield Vertical(id="preview-box")
        yield ExplanationBar(id="explanation", markup=False)
        yield KeyBar(self.application.settings.keymap, id="keys")
        yield Static(id="too-small", markup=False)

    @property
    def start(self) -> StartView:
        """The first step."""
        return self.query_one(StartView)

    @property
    def autosaver(self) -> DraftAutosaver:
        """Autosaves the draft."""
        return self._autosaver

    def on_mount(self) -> None:
        """Draw first; import behind the first frame."""
        self._autosaver = DraftAutosaver(self.application.drafts, self._show_draft_error)
        self._fit(self.app.size)
        self.query_one(HeaderBar).request = _("new request")
        self.explain(STEPS[0].help)
        self.start.focus_first()
        self.call_after_refresh(self._prepare)

    def _fit(self, size: Size) -> None:
        """Take the classes of the size of the terminal, which Textual gives only when all is drawn once."""
        widths, heights = self.app.HORIZONTAL_BREAKPOINTS, self.app.VERTICAL_BREAKPOINTS
        for cells, breakpoints in ((size.width, widths), (size.height, heights)):
            self.add_class(max((least, name) for least, name in breakpoints or () if least <= cells)[1])

    # -- the controller: what is imported behind the first frame

    def _prepare(self) -> None:
        self.show_beginnings("")
        self.show_target()
        threading.Thread(target=self._import, daemon=True, name="imports").start()

    def show_target(self) -> None:
        """Say in the header where requests go."""
        self.query_one(HeaderBar).target = self.application.profiles.current.title

    def show_beginnings(self, current: str) -> None:
        """Show on the first step what there is to begin with; ``current`` names the request that is open."""
        library, drafts = self.application.library, self.application.drafts
        presets: Sequence[Preset] = ()
        try:
            presets = library.presets()
        except BcwError as error:
            self.notify(str(error), severity="error", timeout=10, markup=False)
        self.start.show(
            presets,
            drafts.list_recoverable(),
            self.application.submissions.pending(),
            library.recent(),
            current,
        )

    def _import(self) -> None:
        try:
            from wizard.tui.controller import WizardController  # everything that the forms and the rules need
        except ImportError as error:
            self.app.call_from_thread(self._is_broken, error)
        else:
            self.app.call_from_thread(self._is_ready, WizardController)

    def _is_broken(self, error: ImportError) -> None:
        raise error

    def _is_ready(self, controller: Callable[["WizardScreen"], "WizardController"]) -> None:
        self.controller = controller(self)
        self._preview = self.controller.display.preview
        self.query_one("#preview-box").mount(
            Static(id="preview-title", markup=False), self._preview, self.controller.display.changes
        )
        if self._loaded is not None:
            self.controller.flows.open_loaded(self._loaded)
        else:
            self.controller.preview_beginning(self.start.highlighted)
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()

    def when_ready(self, act: Callable[[], object]) -> None:
        """Do something as soon as the forms and the rules are there."""
        if self.controller is None:
            self._waiting.append(act)
        else:
            act()

    @property
    def is_preparing(self) -> bool:
        """Whether something waits for the forms and the rules, as the request named at the start does."""
        return bool(self._waiting) or (self.is_opening and self.app.screen is self)

    # -- showing

    def explain(self, text: str) -> None:
        """Put a few words into the explanation bar."""
        self.query_one(ExplanationBar).update(text, layout=False)

    def schedule(self) -> None:
        """Show the latest state after the refresh, once."""
        if not self._is_refreshing:
            self._is_refreshing = True
            self.call_after_refresh(self.show_now)

    def show_now(self) -> None:
        """Show the latest state."""
        self._is_refreshing = False
        if self.controller is not None:
            self.controller.show()

    def pane(self, step: str) -> Widget | None:
        """The form of a step, if it was ever shown."""
        return self._panes.get(step)

    async def show_pane(self, step: str, make: Callable[[], Widget]) -> Widget:
        """Show the form of a step; it is made when it is first shown, and kept."""
        pane = self._panes.get(step)
        if pane is None:
            pane = self._panes[step] = make()
            await self.query_one("#form").mount(pane)
        for name, each in self._panes.items():
            each.display = name == step
        self.step = step
        self.is_opening = False
        return pane

    def watch_step(self, step: str) -> None:
        """Mark the step in the list."""
        self.query_one(StepList).current = step

    @property
    def shows_preview(self) -> bool:
        """Whether the preview, or what stands in its place, is in sight."""
        return self.query_one("#preview-box").region.area > 0

    def on_resize(self, event: events.Resize) -> None:
        """Say when the terminal is too small; show what has come into sight."""
        width, height = event.size
        self.query_one("#too-small", Static).update(
            fill(
                _(
                    "This terminal is {width}×{height}.\nThe wizard needs 80×24.\n\nMake it larger; nothing is lost."
                ),
                width=width,
                height=height,
            )
        )
        self.schedule()

    def on_screen_suspend(self) -> None:
        """A dialog is in front: what is said on the side is said there."""
        self._show_toasts(False)

    def on_screen_resume(self) -> None:
        """A dialog was closed."""
        self._show_toasts(True)
        self.schedule()

    def _show_toasts(self, is_shown: bool) -> None:
        for rack in self.query_children("ToastRack"):
            rack.display = is_shown

    # -- what the widgets tell

    @on(StepList.Chosen)
    def _step_chosen(self, event: StepList.Chosen) -> None:
        self.when_ready(lambda: self.app.call_later(self._go, event.step, event.enter))

    async def _go(self, step: str, enter: bool) -> None:
        assert self.controller is not None
        await self.controller.go(step, focus=enter)

    @on(StartView.Chosen)
    def _begin(self, event: StartView.Chosen) -> None:
        self.when_ready(lambda: self._controller.flows.begin(event.beginning))

    @on(StartView.Highlighted)
    def _highlight(self, event: StartView.Highlighted) -> None:
        self.when_ready(lambda: self._controller.preview_beginning(event.beginning))

    @on(StartView.Discarded)
    def _discard(self, event: StartView.Discarded) -> None:
        self.when_ready(lambda: self._controller.flows.discard(event.draft))

    @on(KeyBar.Pressed)
    async def _key_pressed(self, event: KeyBar.Pressed) -> None:
        await self.run_action(event.action)

    @property
    def _controller(self) -> "WizardController":
        assert self.controller is not None
        return self.controller

    def on_field_row_changed(self, event: "FieldRow.Changed") -> None:
        """A person changed a field."""
        self._controller.typed(event.row, event.value)

    def on_field_row_focused(self, event: "FieldRow.Focused") -> None:
        """A field was entered."""
        self._controller.entered(event.row)

    def on_field_row_left(self, event: "FieldRow.Left") -> None:
        """A field was left."""
        self._controller.left(event.row)

    async def on_field_row_finished(self, event: "FieldRow.Finished") -> None:
        """Enter goes on to the next field."""
        await self._controller.go_on(event.row)

    def on_collection_form_act(self, event: "CollectionForm.Act") -> None:
        """A person wants something done with the entries of a collection."""
        from wizard.tui.entries import act

        act(self._controller, event)

    def on_remove(self, event: "Remove") -> None:
        """A button that removes an object was pressed."""
        self._controller.remove(event.path)
        self.show_now()
        event.form.focus_first()

    def on_refresh(self, event: "Refresh") -> None:
        """A form wants to be shown anew."""
        self.schedule()

    async def on_preview_chosen(self, event: "Preview.Chosen") -> None:
        """A line of the preview was chosen: go to its field."""
        if self._controller.is_open:
            await self._controller.go_to(event.path)

    async def on_review_view_go_to(self, event: "ReviewView.GoTo") -> None:
        """A finding was chosen: go to its field."""
        await self._controller.go_to(event.path)

    async def on_review_view_act(self, event: "ReviewView.Act") -> None:
        """A button of the review was pressed."""
        self.action_command(event.act)

    def on_review_view_token_changed(self, event: "ReviewView.TokenChanged") -> None:
        """Another token was typed, or a new one is wanted."""
        self._controller.session.token = (
            self.application.submissions.new_token() if event.token is None else event.token
        )
        self.schedule()

    # -- commands

    def action_command(self, name: str) -> None:
        """Do what a command of the table says, as soon as the forms and the rules are there."""
        act = _ACTS[name]
        self.when_ready(lambda: self.app.call_later(act, self._controller))

    def swap_preview(self, show: bool | None = None) -> None:
        """Go to the preview, or back to the form."""
        preview = self._preview
        if preview is None:
            return
        show = not preview.has_focus if show is None else show
        self.set_class(show, "-preview")
        if show:
            preview.focus()
        else:
            self._controller.focus_back()
        self.schedule()

    def action_quit(self) -> None:
        """Leave the wizard."""
        if self.controller is None:
            self.app.exit(0)
        else:
            self.controller.flows.quit()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Ctrl-C copies only where something is selected; else it leaves."""
        if action == "copy_text":
            return bool(self.get_selected_text())
        return True

    def what_it_does(self, command: Command) -> str:
        """What a command would do now: undo and redo name the change that they are about."""
        document = self.controller.session.document if self.controller is not None else None
        changes = {} if document is None else {"undo": document.undoable, "redo": document.redoable}
        change = changes.get(command.id)
        if change is None or self.controller is None:
            return command.help
        return say(f"palette.{command.id}", what=self.controller.in_words(change))

    def _show_draft_error(self, message: str) -> None:
        self.app.notify(message, severity="warning", timeout=10, markup=False)

    # -- the end

    def leave_at_once(self) -> None:
        """Write the draft; nothing is asked and nothing waited for."""
        if self.controller is not None and self.controller.is_open:
            self._autosaver.flush()
        if self.submission is not None:
            self.submission.stop()

    def exit_messages(self) -> tuple[str, ...]:
        """What is to be said when the wizard has left the screen."""
        lines = []
        outcome = self.submission.outcome if self.submission is not None else None
        if outcome is not None:
            lines += [text for text in (outcome.text, outcome.cluster_id, outcome.advice) if text]
        elif self.submission is not None:
            left = {each.token for each in self.application.submissions.pending()}
            is_open = self.submission.is_begun or self.submission.token in left
            lines.append(
                fill(
                    _("Whether a cluster was created is not known; its token is {token}.")
                    if is_open
                    else _("Nothing was sent: the submission was left before its first attempt."),
                    token=self.submission.token,
                )
            )
        if self._autosaver.has_draft:
            lines.append(_("The draft is kept: bcw offers it when it starts again."))
        return tuple(lines)
