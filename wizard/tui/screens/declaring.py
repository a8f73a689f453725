"""The parameters that the open preset declares: a table, and a form for one of them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args

from textual.binding import Binding
from textual.widgets import Input

from wizard.core.documents import DocumentSource
from wizard.core.parameters import (
    check_declaration,
    declare_parameter,
    remove_parameter,
    rename_placeholder,
)
from wizard.core.steps import describe_location
from wizard.document.presets import find_placeholders, format_value, get_declarations, read_parameters
from wizard.i18n import N_, _, join_names
from wizard.models.preset import Parameter, ParameterType
from wizard.text import format_escaped
from wizard.tui.screens.dialogs import Form, FormRow, make_button
from wizard.tui.screens.listing import Action, ListScreen, make_bindings
from wizard.tui.widgets.choice import Choice, Option
from wizard.tui.widgets.row_table import Column
from wizard.tui.widgets.text_input import TextInput

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController


async def list_parameters(controller: "WizardController") -> None:
    """Show the parameters of the open preset."""
    await controller.screen.app.push_screen_wait(ParametersScreen(controller))


class ParametersScreen(ListScreen[None]):
    """The parameters. Changes apply immediately, and are saved with the preset."""

    ACTIONS = (
        Action("change", N_("Change…"), "enter"),
        Action("add", N_("Add…"), "insert", needs_row=False),
        Action("remove", N_("Remove parameter"), "delete"),
    )
    BINDINGS = make_bindings("parameters", ACTIONS)

    def __init__(self, controller: "WizardController") -> None:
        columns = [Column(_("Name")), Column(_("Title")), Column(_("Type")), Column(_("Default"))]
        super().__init__(_("Parameters of this preset"), columns, empty=_("No parameters."))
        self._controller = controller
        self._session = controller.session
        self._known: Mapping[str, Parameter] = {}

    def load(self) -> Sequence[str]:
        self._known = read_parameters(self._session.origin.preset)
        return [*get_declarations(self._session.origin.preset)]

    def get_heading(self) -> str:
        return _(
            "${{name}} in a field stands for a value that is asked for when the preset is used."
        ).format()

    def get_row(self, item: str) -> tuple[str, str, str, str]:
        parameter = self._known.get(item)
        if parameter is None:
            return item, _("invalid"), "", ""
        default = format_value(parameter.default) if parameter.has_default else "–"
        return item, parameter.title, parameter.type, default

    def get_mark(self, item: str) -> str:
        return "" if item in self._known else "error"

    def get_details(self, item: str) -> Sequence[str]:
        if places := self._describe_places(item):
            return [format_escaped(_("${{{name}}} is used in: {places}"), name=item, places=places)]
        return [format_escaped(_("Not used yet. Enter ${{{name}}} into a field."), name=item)]

    def _describe_places(self, name: str) -> str:
        found = find_placeholders(self._session.document.tree, {name: Parameter(name=name)})
        return join_names(describe_location(path) for path in found.get(name, ()))

    async def do_add(self) -> None:
        await self.do_change("")

    async def do_change(self, name: str) -> None:
        answer = await self.app.push_screen_wait(ParameterDialog(self._session.origin, name))
        if answer is None:
            return
        new, origin = answer
        self._set_origin(origin)
        message = format_escaped(_("Declared {name}."), name=new)
        if name and new != name:
            self._session.document.change_all(lambda tree: rename_placeholder(tree, name, new))
            message = format_escaped(_("Renamed {old} to {new}, also where it is used."), old=name, new=new)
        self.show()
        self.go_to(lambda each: each == new)
        self.show_status(message)
        self._table.focus()

    def do_remove(self, name: str) -> None:
        places = self._describe_places(name)
        self._set_origin(remove_parameter(self._session.origin, name))
        self.show()
        message = _("Removed {name}.")
        if places:
            message = _("Removed {name}. ${{{name}}} is now plain text in: {places}")
        self.show_status(format_escaped(message, name=name, places=places))

    def _set_origin(self, origin: DocumentSource) -> None:
        """Change the declarations, which are part of the preset, in the document and its draft."""
        self._session.origin = origin
        self._session.document.mark_unsaved()
        self._controller.update_draft()
        self._controller.screen.schedule_update()


class ParameterDialog(Form[tuple[str, DocumentSource]]):
    """The form of one parameter; the answer is its name and the source that declares it."""

    BINDINGS = [
        Binding("f4", "submit", "Save", priority=True, id="declaration.answer"),
        Binding("enter", "app.focus_next", "Next", show=False, id="declaration.next"),
    ]

    def __init__(self, origin: DocumentSource, name: str) -> None:
        """Create the form of a declared parameter, or of a new one if the name is ``""``."""
        self._origin, self._before = origin, name
        parameter = read_parameters(origin.preset).get(name, Parameter(name=name))
        options = [Option(False, _("No default")), Option(True, _("Default value:"))]
        self._has_default = Choice(options, parameter.has_default)
        self._default = TextInput(format_value(parameter.default) if parameter.has_default else "")
        types = Choice([Option(each, each) for each in get_args(ParameterType)], parameter.type)
        label = _("Save parameter") if name else _("Add parameter")
        super().__init__(
            _("Parameter"),
            [make_button("dismiss", _("Cancel")), make_button("submit", label, primary=True)],
            {
                "name": FormRow(_("Name, as in ${{name}}").format(), TextInput(name)),
                "title": FormRow(_("Title, shown when the value is asked for"), TextInput(parameter.title)),
                "type": FormRow(_("Type"), types),
                "has_default": FormRow("", self._has_default),
                "default": FormRow("", self._default),
            },
        )

    def on_input_changed(self, event: Input.Changed) -> None:
        """Select `Default value` when a default is typed."""
        if event.input is self._default and event.value:
            self._has_default.set_value(True)
        self.show_problems({})

    def action_submit(self) -> None:
        name, title = (self.rows[each].editor.value.strip() for each in ("name", "title"))
        kind: Any = self.rows["type"].editor.value
        default = self._default.value if self._has_default.value is True else None
        found = check_declaration(self._origin, name, kind, default, instead_of=self._before)
        if not self.show_problems(found):
            origin = declare_parameter(self._origin, name, title, kind, default, instead_of=self._before)
            self.dismiss((name, origin))
