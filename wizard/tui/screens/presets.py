"""The library of presets: look through them, open one, and change one's own."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Mount
from textual.widgets import Button, Input

from wizard.core.documents import DocumentSource, after_description, after_rename, parse_tags
from wizard.core.suggestions import matches
from wizard.errors import AlreadyExistsError, BcwError
from wizard.i18n import _
from wizard.storage.preset_files import Preset
from wizard.tui.escaping import fill
from wizard.tui.screens.dialogs import ChoiceDialog, Entry, ask_until_done, path_missing
from wizard.tui.screens.differences import DifferencesScreen
from wizard.tui.screens.listing import ListScreen
from wizard.tui.screens.pick import Pick
from wizard.tui.texts import say
from wizard.tui.widgets.row_table import Column
from wizard.tui.widgets.text_input import TextInput

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController

_OF_ONE = ("open", "rename", "describe", "compare", "delete")
_OF_ALL = ("import", "restore", "close")


async def look_through(controller: "WizardController") -> None:
    """Show the presets; what is chosen to be opened is begun with."""
    chosen = await controller.screen.app.push_screen_wait(PresetsScreen(controller))
    controller.flows.show_beginnings()
    if chosen is not None:
        await controller.flows.use_preset(chosen.name, chosen.title or chosen.name)


class PresetsScreen(ListScreen[Preset]):
    """All presets; the answer is the one to be opened."""

    CSS_PATH = "presets.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "undo", "Undo", priority=True, show=False, id="presets.undo"),
        Binding("up", "move(-1)", "Up", show=False, id="presets.up"),
        Binding("down", "move(1)", "Down", show=False, id="presets.down"),
    ]

    def __init__(self, controller: "WizardController") -> None:
        labels = {name: say(f"presets.{name}") for name in (*_OF_ONE, *_OF_ALL[:-1])}
        labels["close"] = _("Close")
        columns = [
            Column(_("Name"), 22),
            Column(_("Title")),
            Column(_("Tags"), 18),
            Column(_("Whose"), 7),
        ]
        super().__init__(_("Presets"), columns, [*labels.items()], empty=_("No preset fits."))
        self._controller = controller
        self._library = controller.screen.application.library
        self._search = TextInput(placeholder=_("words of its name, title, description or tags"))
        self._undo = Button(_("Undo (Ctrl+Z)"), compact=True, variant="primary", name="undo")
        self._all: list[Preset] = []
        self._shown: list[Preset] = []
        self._deleted = ""
        """The preset that was deleted last, for as long as that can be undone here."""

    def compose(self) -> ComposeResult:
        """From the search down to the buttons."""
        with Vertical(classes="box") as box:
            box.border_title = _("Presets")
            yield self._search
            yield self._table
            yield VerticalScroll(self._about)
            yield Horizontal(self._said, self._undo, classes="outcome")
            yield Horizontal(*self._buttons[: len(_OF_ONE)], classes="buttons of-one")
            yield Horizontal(*self._buttons[len(_OF_ONE) :], classes="buttons")

    def on_mount(self, event: Mount | None = None) -> None:
        """The cursor is on the preset that is open; typing searches."""
        if event is not None:
            event.prevent_default()  # else the list, too, would take the focus
        super().on_mount()
        self._undo.display = False
        origin = self._controller.session.origin
        if self._controller.is_open and origin.kind == "preset":
            self._go_to(origin.name)
        self._search.focus()

    # -- showing

    def show(self) -> None:
        """Show the presets as they are now."""
        try:
            self._all = [*self._library.presets()]
        except BcwError as error:
            self._all = []
            self.say(str(error), "error")
        self._narrow()

    def _narrow(self) -> None:
        words = self._search.value
        self._shown = [each for each in self._all if matches(words, each.name, _searched(each))]
        rows = [
            (
                each.name,
                each.title,
                ", ".join(each.tags),
                (_("shipped") if each.is_builtin else _("yours")),
            )
            for each in self._shown
        ]
        self._table.show(rows, {at: "error" for at, each in enumerate(self._shown) if each.problem})
        self.tell()

    def about(self, at: int) -> str:
        """All that is known of a preset."""
        each = self._shown[at]
        origin = self._controller.session.origin
        is_open = self._controller.is_open and origin.kind == "preset" and origin.name == each.name
        lines = [
            each.description,
            fill(_("Tags: {tags}"), tags=", ".join(each.tags)) if each.tags else "",
            _("It is the one that is open.") if is_open else "",
            _("Comes with the wizard and stays as it is. To change it, open it and save a copy with F5.")
            if each.is_builtin
            else "",
            _(
                "Stands over the one of the same name that comes with the wizard, until it is renamed or deleted."
            )
            if each.overrides_builtin
            else "",
        ]
        if each.problem:
            lines += [
                fill(_("✗ Cannot be opened: {problem}"), problem=each.problem),
                _("Correct its file, or delete it here; it can be restored."),
            ]
        return "\n".join(line for line in lines if line)

    def _go_to(self, name: str) -> None:
        at = next((at for at, each in enumerate(self._shown) if each.name == name), None)
        if at is not None:
            self._table.cursor = at
        self.tell()

    def say(self, text: str, kind: str = "done") -> None:
        """Say what came of what was done last; a deletion can be undone for as long as that stands there."""
        super().say(text, kind)
        self._deleted = ""
        self._undo.display = False

    # -- acting

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        event.stop()
        self._narrow()
        self._table.cursor = 0
        self.tell()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Open the preset under the cursor."""
        event.stop()
        self._act("open")

    def action_move(self, by: int) -> None:
        """Move the cursor while the search keeps the focus."""
        if self.focused is self._search:
            self._table.action_move(by)
        elif by < 0:
            self.focus_previous()
        else:
            self.focus_next()

    def action_undo(self) -> None:
        """Bring back what was deleted last."""
        if self._deleted:
            self.run_worker(self._restore(self._deleted), group="act", exclusive=True)

    def _act(self, name: str | None) -> None:
        if name == "undo":
            self.action_undo()
        else:
            super()._act("import" if name == "add" else name)

    def act(self, name: str, at: int | None) -> None:
        """Do what a button says."""
        chosen = None if at is None else self._shown[at]
        if name == "import":
            self.run_worker(self._import(), group="act", exclusive=True)
        elif name == "restore":
            self.run_worker(self._pick_deleted(), group="act", exclusive=True)
        elif chosen is None:
            return
        elif chosen.problem and name != "delete":
            self.say(fill(_("✗ Cannot be opened: {problem}"), problem=chosen.problem), "error")
        elif chosen.is_builtin and name in ("rename", "describe", "delete"):
            self.say(
                fill(
                    _(
                        "{name} comes with the wizard and stays as it is. Open it, and F5 saves a copy under a name of your own."
                    ),
                    name=chosen.name,
                ),
                "error",
            )
        elif name == "open":
            self._open(chosen)
        elif name == "delete":
            self._delete(chosen)
        else:
            flows = {"rename": self._rename, "describe": self._describe, "compare": self._compare}
            self.run_worker(flows[name](chosen), group="act", exclusive=True)

    def _open(self, chosen: Preset) -> None:
        """Leave the list for a preset, if that is still there."""
        try:
            self._library.preview_preset(chosen.name)
        except BcwError as error:
            self._failed(error)
        else:
            self.dismiss(chosen)

    async def _done(self, work: Callable[..., Any]) -> Any:
        """Do something that may put a preset in the place of another.

        Args:
            work: Does it; takes whether to overwrite.

        Returns:
            What came of it; ``False`` where it was not to be.

        Raises:
            BcwError: It could not be done.
        """
        try:
            return work(overwrite=False)
        except AlreadyExistsError as error:
            answers = [("no", _("Cancel")), ("yes", _("Replace"))]
            question = ChoiceDialog(_("Replace it?"), str(error), answers)
            if await self.app.push_screen_wait(question) != "yes":
                return False
        return work(overwrite=True)

    def _failed(self, error: BcwError) -> None:
        """It could not be done: somebody else may have changed the presets, so they are shown anew."""
        self.show()
        self.say(str(error), "error")

    def _is_gone(self, name: str, error: BcwError) -> bool:
        """Whether a change failed as the preset is there no more; if so, that is said in the list."""
        self.show()
        if any(each.name == name for each in self._all):
            return False
        self.say(str(error), "error")
        return True

    def _shows(self, name: str, text: str) -> None:
        """Show what has become of the presets, with the cursor on one."""
        self.show()
        if all(each.name != name for each in self._shown):
            self._search.set_text("")
            self._narrow()
        self._go_to(name)
        self.say(text)

    async def _rename(self, chosen: Preset) -> None:
        async def rename(typed: dict[str, str]) -> bool:
            name = typed["name"]
            if name == chosen.name:
                self.say(_("Nothing was changed."))
                return True
            try:
                if await self._done(partial(self._library.rename_preset, chosen.name, name)) is False:
                    return False
            except BcwError as error:
                if self._is_gone(chosen.name, error):
                    return True
                raise
            self._belongs(after_rename(self._controller.session.origin, chosen.name, name))
            self._shows(name, fill(_("{old} is called {new} now."), old=chosen.name, new=name))
            return True

        entries = [
            Entry(
                "name",
                _("Name"),
                chosen.name,
                _("a-z, 0-9, . _ and -; bcw new --preset NAME begins with it."),
            )
        ]
        title, button = fill(_("Rename {name}"), name=chosen.name), _("Rename")
        await ask_until_done(self.app, title, entries, button, rename)

    async def _describe(self, chosen: Preset) -> None:
        before = {"title": chosen.title, "description": chosen.description, "tags": [*chosen.tags]}

        async def describe(typed: dict[str, str]) -> bool:
            said: dict[str, Any] = {**typed, "tags": parse_tags(typed["tags"])}
            # Only what was changed here: what somebody else changes meanwhile stays.
            changed = {key: value for key, value in said.items() if value != before[key]}
            if not changed:
                self.say(_("Nothing was changed."))
                return True
            try:
                self._library.describe_preset(chosen.name, changed)
            except BcwError as error:
                if self._is_gone(chosen.name, error):
                    return True
                raise
            self._belongs(after_description(self._controller.session.origin, chosen.name, changed))
            self._shows(chosen.name, fill(_("{name}: what it says of itself is changed."), name=chosen.name))
            return True

        entries = [
            Entry("title", _("Title"), chosen.title),
            Entry("description", _("Description"), chosen.description),
            Entry("tags", _("Tags"), ", ".join(chosen.tags), _("Words to find it by, with commas between.")),
        ]
        title = fill(_("Describe {name}"), name=chosen.name)
        await ask_until_done(self.app, title, entries, _("Save"), describe)

    def _belongs(self, origin: DocumentSource) -> None:
        """The request that is open goes back to its preset also when that was changed here."""
        if self._controller.is_open:
            self._controller.session.origin = origin
            self._controller.screen.schedule()

    def _delete(self, chosen: Preset) -> None:
        try:
            self._library.delete_preset(chosen.name)
        except BcwError as error:
            self._failed(error)
            return
        self.show()
        text = fill(_("{name} is deleted."), name=chosen.name)
        if any(each.name == chosen.name for each in self._all):
            text = f"{text} {say('presets.uncovered')}"
        self.say(text)
        self._deleted = chosen.name
        self._undo.display = True

    async def _restore(self, name: str) -> None:
        try:
            if await self._done(partial(self._library.restore_preset, name)) is not False:
                self._shows(name, fill(_("{name} is back."), name=name))
        except BcwError as error:
            self._failed(error)

    async def _pick_deleted(self) -> None:
        names = [*self._library.deleted_presets()]
        if not names:
            self.say(_("No preset was deleted that could be restored."))
            return
        shown = [*names]

        def rows(words: str) -> list[tuple[str]]:
            shown[:] = [each for each in names if matches(words, each, "")]
            return [(each,) for each in shown]

        dialog = Pick(
            _("Restore a preset"),
            [Column(_("Name"))],
            rows,
            placeholder=_("words of its name, title, description or tags"),
            empty=_("No preset fits."),
            about=lambda at: _("Enter brings back the last one of that name that was deleted."),
        )
        at = await self.app.push_screen_wait(dialog)
        if at is not None:
            await self._restore(shown[at])

    async def _import(self) -> None:
        async def import_file(typed: dict[str, str]) -> Any:
            return await self._done(partial(self._library.import_file, typed["path"], typed["name"]))

        entries = [
            Entry("path", _("Path")),
            Entry(
                "name",
                _("Name, if it is to have another than it says itself or its file has"),
                help=_("a-z, 0-9, . _ and -; bcw new --preset NAME begins with it."),
            ),
        ]
        title, button = _("Import a preset"), _("Import")
        made = await ask_until_done(self.app, title, entries, button, import_file, check=path_missing)
        if made is not None:
            self._shows(made, fill(_("Imported as {name}."), name=made))

    async def _compare(self, chosen: Preset) -> None:
        others = [each for each in self._all if each.name != chosen.name and not each.problem]
        shown: list[Preset | None] = []

        def rows(words: str) -> list[tuple[str, str]]:
            shown[:] = [None, *(each for each in others if matches(words, each.name, _searched(each)))]
            return [(_("A file…"), "") if each is None else (each.name, each.title) for each in shown]

        dialog = Pick(
            fill(_("Compare {name} with"), name=chosen.name),
            [Column(_("Name"), 26), Column(_("Title"))],
            rows,
            placeholder=_("words of its name, title, description or tags"),
            empty=_("No preset fits."),
            at=min(1, len(others)),
        )
        at = await self.app.push_screen_wait(dialog)
        if at is None:
            return
        picked = shown[at]
        if picked is None:
            compared = await self._compared_with_file(chosen)
        else:
            try:
                compared = self._compared_with(chosen, picked.name)
            except BcwError as error:
                self._failed(error)
                return
        if compared is not None:
            await self.app.push_screen_wait(compared)

    def _compared_with(self, chosen: Preset, other: str) -> DifferencesScreen:
        return DifferencesScreen(chosen.name, other, self._library.differences(chosen.name, other))

    async def _compared_with_file(self, chosen: Preset) -> DifferencesScreen | None:
        async def compare(typed: dict[str, str]) -> DifferencesScreen:
            path = typed["path"]
            return self._compared_with(chosen, path if "/" in path or path.endswith(".json") else f"./{path}")

        entries = [Entry("path", _("Path"))]
        title, button = _("Open a file"), _("Compare")
        return await ask_until_done(self.app, title, entries, button, compare, check=path_missing)


def _searched(preset: Preset) -> str:
    whose = _("shipped") if preset.is_builtin else _("yours")
    return f"{preset.title} {preset.description} {' '.join(preset.tags)} {whose}"
