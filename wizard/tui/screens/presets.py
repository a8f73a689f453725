"""The presets: opening, renaming, describing, comparing, deleting, restoring and importing them."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from wizard.core.documents import apply_preset_change, parse_tags
from wizard.core.steps import describe_location
from wizard.core.values import matches
from wizard.document.tree import Difference
from wizard.errors import AlreadyExistsError, BcwError
from wizard.i18n import N_, _, join_label, join_names, ngettext, pgettext
from wizard.storage.presets import Preset
from wizard.text import format_escaped
from wizard.tui import changes
from wizard.tui.screens.dialogs import (
    FormDialog,
    FormRow,
    ask_path,
    confirm,
    make_button,
    make_path_row,
    make_text_row,
)
from wizard.tui.screens.listing import Action, ListScreen, PickDialog, make_bindings
from wizard.tui.screens.saving import get_name_help, make_description_rows
from wizard.tui.widgets.row_table import Column
from wizard.tui.widgets.start import StartOption, describe_preset_source

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController

_KEYS = {
    "title": N_("title"),
    "description": N_("description"),
    "tags": N_("tags"),
    "parameters": N_("parameters"),
}


async def list_presets(controller: "WizardController") -> None:
    """Show the presets; open the chosen one."""
    chosen = await controller.screen.app.push_screen_wait(PresetsScreen(controller))
    controller.flows.show_start_options()
    if chosen is not None:
        option = StartOption("preset", chosen.title or chosen.name, "", name=chosen.name)
        await controller.flows.start_from(option)


class PresetsScreen(ListScreen[Preset]):
    """All presets; the answer is the one to open."""

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
        *make_bindings("presets", ACTIONS),
        Binding("ctrl+z", "undo", "Undo", priority=True, show=False, id="presets.undo"),
        Binding("up", "move(-1)", "Up", show=False, id="presets.up"),
        Binding("down", "move(1)", "Down", show=False, id="presets.down"),
    ]

    def __init__(self, controller: "WizardController") -> None:
        columns = [Column(_("Name")), Column(_("Title")), Column(pgettext("of a preset", "Source"))]
        search = _("Type to search: name, title, description or tags")
        super().__init__(_("Presets"), columns, empty=_("No match."), search=search)
        self._controller = controller
        self._library = controller.screen.application.library
        self._undo = make_button("undo", _("Undo"), primary=True)
        self._undo.display = False
        self._buttons.append(self._undo)
        self._primary = "act('open')"
        self._deleted = ""
        """The preset that was deleted last, while the deletion can be undone."""

    def on_shown(self) -> None:
        self.go_to(self._is_open)

    def _is_open(self, preset: Preset) -> bool:
        origin = self._controller.session.origin
        return self._controller.is_open and origin.kind == "preset" and origin.name == preset.name

    # -- display

    def load(self) -> Sequence[Preset]:
        return self._library.presets()

    def find(self, words: str) -> Sequence[Preset]:
        return [each for each in self.all if matches(words, each.name, _get_search_text(each))]

    def get_row(self, item: Preset) -> tuple[str, str, str]:
        return item.name, item.title, describe_preset_source(item)

    def get_mark(self, item: Preset) -> str:
        return "error" if item.problem else ""

    def get_details(self, item: Preset) -> Sequence[str]:
        lines = [
            item.description,
            format_escaped(_("Tags: {tags}"), tags=join_names(item.tags)) if item.tags else "",
            _("This preset is open.") if self._is_open(item) else "",
            _("Built-in, cannot be changed. Open it and save a copy.") if item.is_builtin else "",
            _("Overrides the built-in preset of the same name.") if item.overrides_builtin else "",
        ]
        if item.problem:
            lines += [_describe_problem(item), _("Correct its file, or delete it; it can be restored.")]
        return lines

    def show_status(self, text: str, kind: str = "done") -> None:
        """Show the status of the last action; only until then the last deletion can be undone."""
        super().show_status(text, kind)
        self._deleted = ""
        self._undo.display = False

    def show_error(self, error: BcwError) -> None:
        """Show an error, and reload the presets, as another program may have changed them."""
        self.show()
        super().show_error(error)

    # -- actions

    def action_undo(self) -> None:
        if self._deleted:
            self.run_worker(self.run_flow(self._restore(self._deleted)), group="act", exclusive=True)

    def action_act(self, name: str) -> None:
        """Run an action by its name, if the preset allows it."""
        chosen = self.item
        if chosen is None or name in ("import", "restore"):
            super().action_act(name)
        elif chosen.problem and name != "delete":
            self.show_status(_describe_problem(chosen), "error")
        elif chosen.is_builtin and name in ("rename", "describe", "delete"):
            message = _("{name} is built-in and cannot be changed. Open it and save a copy.")
            self.show_status(format_escaped(message, name=chosen.name), "error")
        else:
            super().action_act(name)

    def do_open(self, chosen: Preset) -> None:
        self._library.open_preset(chosen.name, is_preview=True)  # check that it still exists
        self.dismiss(chosen)

    async def _run_overwriting(self, call: Callable[..., Any]) -> Any:
        """Call a function that may replace a preset, after a confirmation; return ``False`` on Cancel."""
        try:
            return call(overwrite=False)
        except AlreadyExistsError as error:
            if not await confirm(self.app, _("Replace?"), str(error), _("Replace")):
                return False
        return call(overwrite=True)

    def _show_changed(self, name: str, text: str) -> None:
        """Reload the presets after a change of one, with the cursor on it."""
        self.show()
        if all(each.name != name for each in self.items):
            self._search.set_text("")
            self.filter_items()
        self.go_to(lambda each: each.name == name)
        self.show_status(text)

    async def do_rename(self, chosen: Preset) -> None:
        rows = {"name": make_text_row(_("Name"), chosen.name, get_name_help())}
        message = _("Renamed {old} to {new}.")
        await self._change(chosen, _("Rename {name}"), rows, _("Rename preset"), message)

    async def do_describe(self, chosen: Preset) -> None:
        rows = make_description_rows(chosen.title, chosen.description, chosen.tags)
        message = _("Changed the description of {name}.")
        await self._change(chosen, _("Describe {name}"), rows, _("Save description"), message)

    async def _change(
        self, chosen: Preset, title: str, rows: Mapping[str, FormRow], label: str, message: str
    ) -> None:
        """Ask for the new name or description of a preset, and change it."""
        before = {name: row.editor.value for name, row in rows.items()}

        async def change(texts: dict[str, str]) -> bool:
            # Only what changed here, to keep changes by other programs.
            changes: dict[str, Any] = {key: text for key, text in texts.items() if text != before[key]}
            if "tags" in changes:
                changes["tags"] = parse_tags(texts["tags"])
            if not changes:
                self.show_status(_("Not changed."))
                return True
            name = changes.get("name", chosen.name)
            try:
                if "name" not in changes:
                    self._library.describe_preset(chosen.name, changes)
                elif (
                    await self._run_overwriting(partial(self._library.rename_preset, chosen.name, name))
                    is False
                ):
                    return False
            except BcwError as error:
                self.show()
                if any(each.name == chosen.name for each in self.all):
                    raise
                self.show_status(str(error), "error")  # the preset is deleted: close the form
                return True
            if self._controller.is_open:  # saving still writes to the preset
                session = self._controller.session
                session.origin = apply_preset_change(session.origin, chosen.name, changes)
                if session.document.is_modified:
                    self._controller.update_draft()
                self._controller.screen.schedule_update()
            self._show_changed(name, format_escaped(message, old=chosen.name, new=name, name=name))
            return True

        title = format_escaped(title, name=chosen.name)
        await self.app.push_screen_wait(FormDialog(title, rows, label, change))

    def do_delete(self, chosen: Preset) -> None:
        self._library.delete_preset(chosen.name)
        self.show()
        message = _("Deleted {name}.")
        if any(each.name == chosen.name for each in self.all):
            message = _("Deleted {name}. The built-in preset of the same name is available again.")
        self.show_status(format_escaped(message, name=chosen.name))
        self._deleted = chosen.name
        self._undo.display = True

    async def _restore(self, name: str) -> None:
        if await self._run_overwriting(partial(self._library.restore_preset, name)) is not False:
            self._show_changed(name, format_escaped(_("Restored {name}."), name=name))

    async def do_restore(self) -> None:
        names = [*self._library.deleted_presets()]
        if not names:
            self.show_status(_("There are no deleted presets."))
            return
        columns, label = [Column(_("Name"))], _("Restore preset")
        dialog = PickDialog(_("Restore a preset"), columns, names, lambda name: (name,), label=label)
        name = await self.app.push_screen_wait(dialog)
        if name is not None:
            await self._restore(name)

    async def do_import(self) -> None:
        async def import_file(texts: dict[str, str]) -> Any:
            call = partial(self._library.import_file, texts["path"], texts["name"])
            return await self._run_overwriting(call)

        rows = {
            "path": make_path_row(),
            "name": make_text_row(_("Name, if not the one in the file"), "", get_name_help()),
        }
        form = FormDialog(_("Import a preset"), rows, _("Import preset"), import_file)
        made = await self.app.push_screen_wait(form)
        if made is not None:
            self._show_changed(made, format_escaped(_("Imported {name}."), name=made))

    async def do_compare(self, chosen: Preset) -> None:
        others = [each for each in self.all if each.name != chosen.name and not each.problem]
        rows = {"": (_("A file…"), ""), **{each.name: (each.name, each.title) for each in others}}
        dialog = PickDialog(
            format_escaped(_("Compare {name} with"), name=chosen.name),
            [Column(_("Name")), Column(_("Title"))],
            [*rows],
            rows.__getitem__,
            start=min(1, len(others)),
            label=_("Compare"),
        )
        picked = await self.app.push_screen_wait(dialog)
        if picked is None:
            return

        async def compare(other: str) -> DifferencesScreen:
            return DifferencesScreen(chosen.name, other, self._library.differences(chosen.name, other))

        async def compare_file(path: str) -> DifferencesScreen:
            return await compare(path if "/" in path or path.endswith(".json") else f"./{path}")

        title = format_escaped(_("Compare {name} with a file"), name=chosen.name)
        if picked:
            compared: DifferencesScreen | None = await compare(picked)
        else:
            compared = await ask_path(self.app, title, _("Compare"), compare_file)
        if compared is not None:
            await self.app.push_screen_wait(compared)


def _get_search_text(preset: Preset) -> str:
    return f"{preset.title} {preset.description} {' '.join(preset.tags)} {describe_preset_source(preset)}"


def _describe_problem(preset: Preset) -> str:
    return format_escaped(_("✗ Cannot be opened: {problem}"), problem=preset.problem)


class DifferencesScreen(ListScreen[None]):
    """The differences between two documents."""

    def __init__(self, one: str, other: str, differences: Sequence[Difference]) -> None:
        """Create the screen; paths of differences between presets begin with ``request`` or ``preset``."""
        count = ngettext("{count} difference", "{count} differences", len(differences))
        title = f"{one} → {other}: {count.format(count=f'{len(differences):,}')}"
        columns = [Column("", 1), Column(_("Where")), Column(one), Column(other)]
        super().__init__(title, columns, empty=_("No differences, secrets aside."))
        self._one, self._other, self._differences = one, other, differences

    def load(self) -> Sequence[Difference]:
        return self._differences

    def get_row(self, item: Difference) -> tuple[str, str, str, str]:
        return changes.make_row(item, describe_position(item))

    def get_details(self, item: Difference) -> Sequence[str]:
        if item.kind == "moved":
            return [describe_position(item), _("The keys are in another order.")]
        before, after = (changes.format_cell(value) or "–" for value in (item.before, item.after))
        return [describe_position(item), join_label(self._one, before), join_label(self._other, after)]


def describe_position(difference: Difference) -> str:
    """Return the description of the path of a difference."""
    path = difference.path
    if path[:1] == ("preset",):
        keys = [_(_KEYS[key]) if key in _KEYS else str(key) for key in path[1:2]]
        keys += [str(key + 1) if isinstance(key, int) else key for key in path[2:]]
        return format_escaped(_("preset › {field}"), field=" › ".join(keys))
    inner = path[1:] if path[:1] == ("request",) else path
    return describe_location(inner)
