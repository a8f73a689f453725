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

from wizard.core.actions.library import PresetTitle
from wizard.core.application import Application
from wizard.core.documents import OpenedDocument
from wizard.core.order import STEPS
from wizard.errors import BcwError
from wizard.tui.commands import COMMANDS, Command
from wizard.tui.keeper import DraftKeeper
from wizard.tui.submission import Submission
from wizard.tui.texts import say
from wizard.tui.widgets.bars import ExplanationBar, HeaderBar, KeyBar
from wizard.tui.widgets.start import StartPane
from wizard.tui.widgets.step_list import StepList

if TYPE_CHECKING:
    from wizard.tui.desk import Desk
    from wizard.tui.widgets.collection import CollectionForm
    from wizard.tui.widgets.field import FieldRow
    from wizard.tui.widgets.form import Refresh, Remove
    from wizard.tui.widgets.preview import Preview
    from wizard.tui.widgets.review import ReviewPane


_ACTS: dict[str, Callable[["Desk"], Any]] = {
    "explain": lambda desk: desk.explain(),
    "preview": lambda desk: desk.screen.swap_preview(),
    "back": lambda desk: desk.go_by(-1),
    "next": lambda desk: desk.go_by(1),
    "save": lambda desk: desk.flows.save(),
    "mend": lambda desk: desk.mend(),
    "reveal": lambda desk: desk.reveal(),
    "next-finding": lambda desk: desk.go_to_finding(1),
    "previous-finding": lambda desk: desk.go_to_finding(-1),
    "review": lambda desk: desk.go("review"),
    "submit": lambda desk: desk.flows.submit(),
    "undo": lambda desk: desk.undo(),
    "redo": lambda desk: desk.redo(),
    "save-as": lambda desk: desk.flows.save_as(),
    "save-file": lambda desk: desk.flows.save_file(),
    "find": lambda desk: desk.flows.view("find_field"),
    "remove": lambda desk: desk.flows.view("remove"),
    "discard-draft": lambda desk: desk.flows.view("discard_draft", always=True),
    "edit-text": lambda desk: desk.flows.view("edit_text"),
    "compare": lambda desk: desk.display.compare(),
    "target": lambda desk: desk.flows.view("choose_target", always=True),
    "clusters": lambda desk: desk.flows.view("list_clusters", always=True),
    "unsettled": lambda desk: desk.flows.view("list_unsettled", always=True),
    "presets": lambda desk: desk.flows.view("look_through_presets", always=True),
    "parameters": lambda desk: desk.flows.view("declare_parameters"),
    "export": lambda desk: desk.flows.view("export"),
    "theme": lambda desk: desk.flows.view("choose_theme", always=True),
    "palette": lambda desk: desk.screen.app.action_command_palette(),
}
"""What each command of the table does; ``quit`` has an action of its own, as it never waits."""


class WizardScreen(Screen[None]):
    """The wizard.

    The way of a keystroke is one way: a field tells what was typed, the document takes it, the key is echoed;
    after the refresh, once for the latest state, the rules judge it and whoever shows something is handed the
    outcome. No widget asks another.

    The first frame shows the first step and needs nothing that is slow to import; the rest, which is what
    stands on the :class:`~wizard.tui.desk.Desk`, comes right behind it.
    """

    BINDINGS = [command.binding for command in COMMANDS]
    AUTO_FOCUS = ""

    step = reactive("start", init=False, repaint=False)
    """The id of the step that is shown."""
    # Both are drawn by the widgets that they concern; Textual's own draws the whole screen for each Tab.
    focused = Reactive(None, repaint=False)

    def __init__(self, ports: Application, loaded: OpenedDocument | None = None) -> None:
        super().__init__()
        self.ports = ports
        self._loaded = loaded
        self.is_opening = loaded is not None
        """Whether the request that the wizard was started with has yet to be shown."""
        self.desk: Desk | None = None
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
                pane = self._panes["start"] = StartPane()
                yield pane
            yield Vertical(id="preview-box")
        yield ExplanationBar(id="explanation", markup=False)
        yield KeyBar(self.ports.settings.keymap, id="keys")
        yield Static(id="too-small", markup=False)

    @property
    def start(self) -> StartPane:
        """The first step."""
        return self.query_one(StartPane)

    @property
    def keeper(self) -> DraftKeeper:
        """Who writes the draft."""
        return self._keeper

    def on_mount(self) -> None:
        """Draw first; import behind the first frame."""
        self._keeper = DraftKeeper(self.app, self.ports.drafts)
        self._fit(self.app.size)
        self.query_one(HeaderBar).request = say("header.blank")
        self.explain(STEPS[0].help)
        self.start.focus_first()
        self.call_after_refresh(self._prepare)

    def _fit(self, size: Size) -> None:
        """Take the classes of the size of the terminal, which Textual gives only when all is drawn once."""
        widths, heights = self.app.HORIZONTAL_BREAKPOINTS, self.app.VERTICAL_BREAKPOINTS
        for cells, breakpoints in ((size.width, widths), (size.height, heights)):
            self.add_class(max((least, name) for least, name in breakpoints or () if least <= cells)[1])

    # -- the desk: what is imported behind the first frame

    def _prepare(self) -> None:
        self.show_beginnings("")
        self.show_target()
        threading.Thread(target=self._import, daemon=True, name="imports").start()

    def show_target(self) -> None:
        """Say in the header where requests go."""
        self.query_one(HeaderBar).target = self.ports.profiles.current.title

    def show_beginnings(self, current: str) -> None:
        """Show on the first step what there is to begin with; ``current`` names the request that is open."""
        library, drafts = self.ports.library, self.ports.drafts
        presets: Sequence[PresetTitle] = ()
        try:
            presets = library.presets()
        except BcwError as error:
            self.notify(str(error), severity="error", timeout=10, markup=False)
        self.start.show(presets, drafts.left(), self.ports.submissions.pending(), library.recent(), current)

    def _import(self) -> None:
        try:
            from wizard.tui.desk import Desk  # everything that the forms and the rules need
        except ImportError as error:
            self.app.call_from_thread(self._is_broken, error)
        else:
            self.app.call_from_thread(self._is_ready, Desk)

    def _is_broken(self, error: ImportError) -> None:
        raise error

    def _is_ready(self, desk: Callable[["WizardScreen"], "Desk"]) -> None:
        self.desk = desk(self)
        self._preview = self.desk.display.preview
        self.query_one("#preview-box").mount(
            Static(id="preview-title", markup=False), self._preview, self.desk.display.changes
        )
        if self._loaded is not None:
            self.desk.flows.open_loaded(self._loaded)
        else:
            self.desk.preview_beginning(self.start.highlighted)
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()

    def when_ready(self, act: Callable[[], object]) -> None:
        """Do something as soon as the forms and the rules are there."""
        if self.desk is None:
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
        if self.desk is not None:
            self.desk.show()

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
        self.query_one("#too-small", Static).update(say("size.small", width=width, height=height))
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
        assert self.desk is not None
        await self.desk.go(step, focus=enter)

    @on(StartPane.Chosen)
    def _begin(self, event: StartPane.Chosen) -> None:
        self.when_ready(lambda: self._desk.flows.begin(event.beginning))

    @on(StartPane.Highlighted)
    def _highlight(self, event: StartPane.Highlighted) -> None:
        self.when_ready(lambda: self._desk.preview_beginning(event.beginning))

    @on(StartPane.Discarded)
    def _discard(self, event: StartPane.Discarded) -> None:
        self.when_ready(lambda: self._desk.flows.discard(event.draft))

    @on(KeyBar.Pressed)
    async def _key_pressed(self, event: KeyBar.Pressed) -> None:
        await self.run_action(event.action)

    @property
    def _desk(self) -> "Desk":
        assert self.desk is not None
        return self.desk

    def on_field_row_changed(self, event: "FieldRow.Changed") -> None:
        """A person changed a field."""
        self._desk.typed(event.row, event.value)

    def on_field_row_focused(self, event: "FieldRow.Focused") -> None:
        """A field was entered."""
        self._desk.entered(event.row)

    def on_field_row_left(self, event: "FieldRow.Left") -> None:
        """A field was left."""
        self._desk.left(event.row)

    async def on_field_row_finished(self, event: "FieldRow.Finished") -> None:
        """Enter goes on to the next field."""
        await self._desk.go_on(event.row)

    def on_collection_form_act(self, event: "CollectionForm.Act") -> None:
        """A person wants something done with the entries of a collection."""
        from wizard.tui.entries import act

        act(self._desk, event)

    def on_remove(self, event: "Remove") -> None:
        """A button that removes an object was pressed."""
        self._desk.remove(event.path)
        self.show_now()
        event.form.focus_first()

    def on_refresh(self, event: "Refresh") -> None:
        """A form wants to be shown anew."""
        self.schedule()

    async def on_preview_chosen(self, event: "Preview.Chosen") -> None:
        """A line of the preview was chosen: go to its field."""
        if self._desk.is_open:
            await self._desk.go_to(event.path)

    async def on_review_pane_go_to(self, event: "ReviewPane.GoTo") -> None:
        """A finding was chosen: go to its field."""
        await self._desk.go_to(event.path)

    async def on_review_pane_act(self, event: "ReviewPane.Act") -> None:
        """A button of the review was pressed."""
        self.action_command(event.act)

    def on_review_pane_token_changed(self, event: "ReviewPane.TokenChanged") -> None:
        """Another token was typed, or a new one is wanted."""
        self._desk.session.token = self.ports.submissions.new_token() if event.token is None else event.token
        self.schedule()

    # -- commands

    def action_command(self, name: str) -> None:
        """Do what a command of the table says, as soon as the forms and the rules are there."""
        act = _ACTS[name]
        self.when_ready(lambda: self.app.call_later(act, self._desk))

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
            self._desk.focus_back()
        self.schedule()

    def action_quit(self) -> None:
        """Leave the wizard."""
        if self.desk is None:
            self.app.exit(0)
        else:
            self.desk.flows.quit()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Ctrl-C copies only where something is selected; else it leaves."""
        if action == "copy_text":
            return bool(self.get_selected_text())
        return True

    def what_it_does(self, command: Command) -> str:
        """What a command would do now: undo and redo name the change that they are about."""
        document = self.desk.session.document if self.desk is not None else None
        changes = {} if document is None else {"undo": document.undoable, "redo": document.redoable}
        change = changes.get(command.id)
        if change is None or self.desk is None:
            return command.help
        return say(f"palette.{command.id}", what=self.desk.in_words(change))

    # -- the end

    def leave_at_once(self) -> None:
        """Write the draft; nothing is asked and nothing waited for."""
        if self.desk is not None and self.desk.is_open:
            self._keeper.write_now()
        if self.submission is not None:
            self.submission.stop()

    def farewell(self) -> tuple[str, ...]:
        """What is to be said when the wizard has left the screen."""
        lines = []
        outcome = self.submission.outcome if self.submission is not None else None
        if outcome is not None:
            lines += [text for text in (outcome.text, outcome.cluster_id, outcome.advice) if text]
        elif self.submission is not None:
            left = {each.token for each in self.ports.submissions.pending()}
            is_open = self.submission.is_begun or self.submission.token in left
            lines.append(say("bye.submission" if is_open else "bye.unsent", token=self.submission.token))
        if self._keeper.is_kept:
            lines.append(say("bye.draft"))
        return tuple(lines)
