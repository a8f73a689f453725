"""The form of the values of a preset's parameters."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from textual.binding import Binding

from wizard.core.parameters import (
    describe_type,
    find_blamed_parameters,
    format_initial_value,
    parse_parameter,
)
from wizard.core.steps import describe_location
from wizard.document.presets import format_value
from wizard.document.tree import MISSING
from wizard.i18n import _, join_sentences
from wizard.models.preset import Parameter
from wizard.text import escape_text, format_escaped
from wizard.tui.screens.dialogs import Form, FormRow, make_button
from wizard.tui.widgets.choice import Choice, Option
from wizard.tui.widgets.text_input import TextInput
from wizard.validation import Severity

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController

Check = Callable[[Mapping[str, Any]], Mapping[str, str]]
"""Returns the problems of values by the parameter's name, other problems by ``""``."""
EDIT = "edit"
"""The answer to edit the preset itself."""


async def ask_values(
    controller: "WizardController", title: str, text: str, label: str, check: Check = lambda values: {}
) -> bool:
    """Ask for the values of the open preset and store them in the session; return ``False`` on Cancel."""
    session = controller.session
    dialog = ValuesDialog(title, text, label, session.parameters, session.values, check=check)
    answer = await controller.screen.app.push_screen_wait(dialog)
    if not isinstance(answer, dict):
        return False
    session.values = answer
    return True


def find_problems(controller: "WizardController", values: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the errors of the request for these values by the parameter, other errors by ``""``."""
    session = controller.session
    findings = session.validate(session.fill_parameters(values)).findings
    errors = [each for each in findings if each.severity is Severity.ERROR]
    blamed = find_blamed_parameters(errors, session.document.tree, session.parameters)
    found = {name: join_sentences(each.message, each.why) for name, each in blamed.items()}
    if errors and not blamed:
        place = describe_location(errors[0].path)
        message = _("The preset has another error. {place}: {why}")
        found[""] = format_escaped(message, place=place, why=errors[0].message)
    return found


class ValueRow(FormRow):
    """The value of a parameter, checked when the input loses the focus."""

    def __init__(self, parameter: Parameter, given: Mapping[str, Any]) -> None:
        name, title, first = parameter.name, parameter.label, format_initial_value(parameter, given)
        shown = _("{title} · {type}") if title == name else _("{title} (${{{name}}}) · {type}")
        editor: TextInput | Choice
        if parameter.type == "boolean":
            options = [Option(value, format_value(value)) for value in (True, False)]
            editor = Choice(options, next((each.value for each in options if each.label == first), MISSING))
        else:
            default = ""
            if parameter.has_default:
                default = format_escaped(_("default: {value}"), value=format_value(parameter.default))
            editor = TextInput(first, placeholder=default, numbers=parameter.type in ("integer", "number"))
            editor.select_on_focus = True  # typing replaces a default
        type_ = describe_type(parameter.type)
        super().__init__(format_escaped(shown, title=escape_text(title), name=name, type=type_), editor)
        self._parameter = parameter

    def parse(self) -> Any:
        """Return the value. Raises ValueError."""
        value = self.editor.value
        if isinstance(value, bool):
            return value
        return parse_parameter(self._parameter, "" if value is MISSING else value)

    def on_input_blurred(self) -> None:
        if not self.has_class("-error"):  # other problems stay until the value is edited
            try:
                self.parse()
            except ValueError as error:
                self.show_problem(str(error))


class ValuesDialog(Form[dict[str, Any] | str]):
    """The parameters of a preset; the answer is their values by name, or :data:`EDIT`."""

    BINDINGS = [Binding("f4,f10", "submit", "Continue", priority=True, id="values.answer")]

    def __init__(
        self,
        title: str,
        text: str,
        label: str,
        parameters: Mapping[str, Parameter],
        given: Mapping[str, Any],
        *,
        edit: str = "",
        check: Check = lambda values: {},
    ) -> None:
        """Create the dialog.

        Args:
            given: The previous values; the others are the defaults.
            edit: The label of the button that edits the preset itself; ``""`` for none.
            check: Returns the problems of the request with the values.
        """
        buttons = [
            make_button("dismiss", _("Cancel")),
            *([make_button(f"dismiss('{EDIT}')", edit)] if edit else []),
        ]
        self._values = {name: ValueRow(each, given) for name, each in parameters.items()}
        super().__init__(title, [*buttons, make_button("submit", label, primary=True)], self._values, text)
        self._check = check

    def action_submit(self) -> None:
        values, found = {}, {}
        for name, row in self._values.items():
            try:
                values[name] = row.parse()
            except ValueError as error:
                found[name] = str(error)
        if not self.show_problems(found or self._check(values)):
            self.dismiss(values)
