"""The presets: open them, and rename, describe, compare, delete, restore and import custom ones."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from wizard.core.documents import DocumentSource, after_change, parse_tags
from wizard.core.suggestions import matches
from wizard.errors import AlreadyExistsError, BcwError
from wizard.i18n import N_, _
from wizard.storage.preset_files import Preset
from wizard.tui.escaping import fill
from wizard.tui.screens.dialogs import ConfirmDialog, Entry, ask_until_done, button, path_missing
from wizard.tui.screens.differences import DifferencesScreen
from wizard.tui.screens.listing import Action, ListScreen, PickDialog, bindings
from wizard.tui.screens.saving import preset_name_help
from wizard.tui.widgets.row_table import Column
from wizard.tui.widgets.text_input import TextInput

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController


async def list_presets(controller: "WizardController") -> None:
    """Show the presets; start from the one that is opened."""
    chosen = await controller.screen.app.push_screen_wait(PresetsScreen(controller))
    controller.flows.show_beginnings()
    if chosen is not None:
        await controller.flows.use_preset(chosen.name, chosen.title or chosen.name)


class PresetsScreen(ListScreen[Preset]):
    """All presets; the answer is the one to be opened."""

    ACTIONS = (
        Action("open", N_("Open"), "enter"),
        Action("rename", N_("Rename…"), "r"),
        Action("describe", N_("Describe…"), "e"),
        Action("compare", N_("Compare…"), "c"),
        Action("delete", N_("Delete preset"), "delete"),
        Action("import", N_("Import…"), "insert", needs_row=False),
        Action("restore", N_("Restore…"), "u", needs_row=False),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("presets", ACTIONS),
        Binding("ctrl+z", "undo", "Undo", priority=True, show=False, id="presets.undo"),
        Binding("up", "move(-1)", "Up", show=False, id="presets.up"),
        Binding("down", "move(1)", "Down", show=False, id="presets.down"),
    ]

    def __init__(self, controller: "WizardController") -> None:
        columns = [Column(_("Name")), Column(_("Title")), Column(_("Source"))]
        super().__init__(_("Presets"), columns, empty=_("No match."))
        self._controller = controller
        self._library = controller.screen.application.library
        self._search = TextInput(placeholder=_("Type to search: name, title, description or tags"))
        self._undo = button("undo", _("Undo"), primary=True)
        self._undo.display = False
        self._buttons.append(self._undo)
        self._all: list[Preset] = []
        self._shown: list[Preset] = []
        self._deleted = ""
        """The preset that was deleted last, as long as that can be undone here."""

    def content(self) -> ComposeResult:
        """The search above the list."""
        yield self._search
        yield from super().content()

    def on_shown(self) -> None:
        """The cursor is on the preset that is open; typing searches."""
        origin = self._controller.session.origin
        if self._controller.is_open and origin.kind == "preset":
            self._go_to(origin.name)
        self._search.focus()

    # -- showing

    def show(self) -> None:
        """Show the presets."""
        try:
            self._all = [*self._library.presets()]
        except BcwError as error:
            self._all = []
            self.say(str(error), "error")
        self._narrow()

    def _narrow(self) -> None:
        words = self._search.value
        self._shown = [each for each in self._all if matches(words, each.name, _searched(each))]
        rows = [(each.name, each.title, _source(each)) for each in self._shown]
        self._table.show(rows, {at: "error" for at, each in enumerate(self._shown) if each.problem})
        self.describe()

    def about(self, index: int) -> str:
        """All that is known about a preset."""
        each = self._shown[index]
        origin = self._controller.session.origin
        is_open = self._controller.is_open and origin.kind == "preset" and origin.name == each.name
        lines = [
            each.description,
            fill(_("Tags: {tags}"), tags=", ".join(each.tags)) if each.tags else "",
            _("This preset is open.") if is_open else "",
            _("Built-in, cannot be changed. Open it and save a copy.") if each.is_builtin else "",
            _("Overrides the built-in preset of the same name.") if each.overrides_builtin else "",
        ]
        if each.problem:
            lines += [_describe_problem(each), _("Correct its file, or delete it; it can be restored.")]
        return "\n".join(line for line in lines if line)

    def _go_to(self, name: str) -> None:
        at = next((at for at, each in enumerate(self._shown) if each.name == name), None)
        if at is not None:
            self._table.cursor = at
        self.describe()

    def say(self, text: str, kind: str = "done") -> None:
        """Show the outcome of the last action; a deletion can be undone until the next one."""
        super().say(text, kind)
        self._deleted = ""
        self._undo.display = False

    # -- acting

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        event.stop()
        self._narrow()
        self._table.cursor = 0
        self.describe()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Open the preset under the cursor."""
        event.stop()
        self.answer("open")

    def action_move(self, by: int) -> None:
        """Move the cursor while the search keeps the focus."""
        if self.focused is self._search:
            self._table.action_move(by)
        elif by < 0:
            self.focus_previous()
        else:
            self.focus_next()

    def action_undo(self) -> None:
        """Restore the preset that was deleted last."""
        if self._deleted:
            self.run_worker(self._restore(self._deleted), group="act", exclusive=True)

    def answer(self, name: str) -> None:
        """Do what a button or a key says."""
        if name == "undo":
            self.action_undo()
        else:
            super().answer(name)

    def act(self, name: str, index: int) -> Coroutine[Any, Any, None] | None:
        """Do what a button says."""
        if name == "import":
            return self._import()
        if name == "restore":
            return self._pick_deleted()
        chosen = self._shown[index]
        if chosen.problem and name != "delete":
            self.say(_describe_problem(chosen), "error")
        elif chosen.is_builtin and name in ("rename", "describe", "delete"):
            said = _("{name} is built-in and cannot be changed. Open it and save a copy.")
            self.say(fill(said, name=chosen.name), "error")
        elif name == "open":
            self._open(chosen)
        elif name == "delete":
            self._delete(chosen)
        else:
            flows = {"rename": self._rename, "describe": self._describe, "compare": self._compare}
            return flows[name](chosen)
        return None

    def _open(self, chosen: Preset) -> None:
        """Close the list for a preset, if that still exists."""
        try:
            self._library.preview_preset(chosen.name)
        except BcwError as error:
            self._failed(error)
        else:
            self.dismiss(chosen)

    async def _overwriting(self, work: Callable[..., Any]) -> Any:
        """Do something that may replace a preset, after a confirmation; return ``False`` if it is cancelled."""
        try:
            return work(overwrite=False)
        except AlreadyExistsError as error:
            question = ConfirmDialog(_("Replace?"), str(error), ("yes", _("Replace")))
            if await self.app.push_screen_wait(question) != "yes":
                return False
        return work(overwrite=True)

    def _failed(self, error: BcwError) -> None:
        """Show an error, and the presets anew: another program may have changed them."""
        self.show()
        self.say(str(error), "error")

    def _is_gone(self, name: str, error: BcwError) -> bool:
        """Return whether a change failed because the preset no longer exists; if so, show that."""
        self.show()
        if any(each.name == name for each in self._all):
            return False
        self.say(str(error), "error")
        return True

    def _show_changed(self, name: str, text: str) -> None:
        """Show the presets after a change, the cursor on one."""
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
                self.say(_("Not changed."))
                return True
            try:
                if await self._overwriting(partial(self._library.rename_preset, chosen.name, name)) is False:
                    return False
            except BcwError as error:
                if self._is_gone(chosen.name, error):
                    return True
                raise
            self._set_origin(after_change(self._controller.session.origin, chosen.name, {"name": name}))
            self._show_changed(name, fill(_("Renamed {old} to {new}."), old=chosen.name, new=name))
            return True

        title = fill(_("Rename {name}"), name=chosen.name)
        entries = [Entry("name", _("Name"), chosen.name, preset_name_help())]
        await ask_until_done(self.app, title, entries, _("Rename preset"), rename)

    async def _describe(self, chosen: Preset) -> None:
        before = {"title": chosen.title, "description": chosen.description, "tags": [*chosen.tags]}

        async def describe(typed: dict[str, str]) -> bool:
            new: dict[str, Any] = {**typed, "tags": parse_tags(typed["tags"])}
            # Only what was changed here: what another program changes meanwhile stays.
            changed = {key: value for key, value in new.items() if value != before[key]}
            if not changed:
                self.say(_("Not changed."))
                return True
            try:
                self._library.describe_preset(chosen.name, changed)
            except BcwError as error:
                if self._is_gone(chosen.name, error):
                    return True
                raise
            self._set_origin(after_change(self._controller.session.origin, chosen.name, changed))
            self._show_changed(chosen.name, fill(_("Changed the description of {name}."), name=chosen.name))
            return True

        entries = [
            Entry("title", _("Title"), chosen.title),
            Entry("description", _("Description"), chosen.description),
            Entry("tags", _("Tags, separated by commas"), ", ".join(chosen.tags)),
        ]
        title = fill(_("Describe {name}"), name=chosen.name)
        await ask_until_done(self.app, title, entries, _("Save description"), describe)

    def _set_origin(self, origin: DocumentSource) -> None:
        """The open configuration is saved to its preset also after that was renamed here."""
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
        said = _("Deleted {name}.")
        if any(each.name == chosen.name for each in self._all):
            said = _("Deleted {name}. The built-in preset of the same name is available again.")
        self.say(fill(said, name=chosen.name))
        self._deleted = chosen.name
        self._undo.display = True

    async def _restore(self, name: str) -> None:
        try:
            if await self._overwriting(partial(self._library.restore_preset, name)) is not False:
                self._show_changed(name, fill(_("Restored {name}."), name=name))
        except BcwError as error:
            self._failed(error)

    async def _pick_deleted(self) -> None:
        names = [*self._library.deleted_presets()]
        if not names:
            self.say(_("There are no deleted presets."))
            return
        dialog = PickDialog(
            _("Restore a preset"), [Column(_("Name"))], [(each,) for each in names], label=_("Restore preset")
        )
        index = await self.app.push_screen_wait(dialog)
        if index is not None:
            await self._restore(names[index])

    async def _import(self) -> None:
        async def import_file(typed: dict[str, str]) -> Any:
            return await self._overwriting(partial(self._library.import_file, typed["path"], typed["name"]))

        entries = [
            Entry("path", _("Path"), is_path=True),
            Entry("name", _("Name, if not the one in the file"), help=preset_name_help()),
        ]
        title, label = _("Import a preset"), _("Import preset")
        made = await ask_until_done(self.app, title, entries, label, import_file, check=path_missing)
        if made is not None:
            self._show_changed(made, fill(_("Imported {name}."), name=made))

    async def _compare(self, chosen: Preset) -> None:
        others = [each for each in self._all if each.name != chosen.name and not each.problem]
        dialog = PickDialog(
            fill(_("Compare {name} with"), name=chosen.name),
            [Column(_("Name")), Column(_("Title"))],
            [(_("A file…"), ""), *((each.name, each.title) for each in others)],
            start=min(1, len(others)),
            label=_("Compare"),
        )
        index = await self.app.push_screen_wait(dialog)
        if index is None:
            return
        if index > 0:
            try:
                compared = self._differences(chosen, others[index - 1].name)
            except BcwError as error:
                self._failed(error)
                return
        else:
            found = await self._differences_to_file(chosen)
            if found is None:
                return
            compared = found
        await self.app.push_screen_wait(compared)

    def _differences(self, chosen: Preset, other: str) -> DifferencesScreen:
        return DifferencesScreen(chosen.name, other, self._library.differences(chosen.name, other))

    async def _differences_to_file(self, chosen: Preset) -> DifferencesScreen | None:
        async def compare(typed: dict[str, str]) -> DifferencesScreen:
            path = typed["path"]
            return self._differences(chosen, path if "/" in path or path.endswith(".json") else f"./{path}")

        entries = [Entry("path", _("Path"), is_path=True)]
        title, label = fill(_("Compare {name} with a file"), name=chosen.name), _("Compare")
        return await ask_until_done(self.app, title, entries, label, compare, check=path_missing)


def _source(preset: Preset) -> str:
    return _("built-in") if preset.is_builtin else _("custom")


def _searched(preset: Preset) -> str:
    return f"{preset.title} {preset.description} {' '.join(preset.tags)} {_source(preset)}"


def _describe_problem(preset: Preset) -> str:
    return fill(_("✗ Cannot be opened: {problem}"), problem=preset.problem)
