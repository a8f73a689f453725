"""The values of a preset's parameters: a row for each, checked when it is left."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input

from wizard.core.parameters import (
    describe_type,
    find_blamed_parameters,
    format_initial_value,
    parse_parameter,
)
from wizard.core.steps import describe_path
from wizard.document.presets import format_value
from wizard.i18n import _
from wizard.models.preset import Parameter
from wizard.text import escape_text
from wizard.tui.escaping import fill
from wizard.tui.screens.dialogs import Dialog, Line, button
from wizard.tui.widgets.choice import UNSET, Choice, Option
from wizard.tui.widgets.text_input import TextInput
from wizard.validation import Severity

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController

Check = Callable[[Mapping[str, Any]], Mapping[str, str]]
"""Returns what is wrong with values, by the parameter's name; by ``""`` any other problem."""
Purpose = Literal["use", "submit", "export"]
EDIT = "edit"
"""The answer that the preset itself is to be edited."""


async def ask_values(controller: "WizardController", purpose: Purpose) -> bool:
    """Ask for the values of the open preset and keep them in the session; return whether there are any.

    Values to be submitted have to be valid; those to be exported need not be.
    """
    session = controller.session
    check = (lambda values: find_problems(controller, values)) if purpose == "submit" else None
    dialog = ValuesDialog(purpose, session.parameters, session.values, check=check)
    answer = await controller.screen.app.push_screen_wait(dialog)
    if not isinstance(answer, dict):
        return False
    session.values = answer
    return True


def find_problems(controller: "WizardController", values: Mapping[str, Any]) -> Mapping[str, str]:
    """Return what the service would reject for these values, by the parameter; by ``""`` anything else."""
    session = controller.session
    findings = session.validate(session.filled(values).tree).findings
    errors = [each for each in findings if each.severity is Severity.ERROR]
    blamed = find_blamed_parameters(errors, session.document.tree, session.parameters)
    found = {name: f"{each.message} {each.why}".strip() for name, each in blamed.items()}
    if errors and not blamed:
        place = describe_path(errors[0].path) or _("the whole request")
        found[""] = fill(
            _("The preset has another error. {place}: {why}"), place=place, why=errors[0].message
        )
    return found


class ValueRow(Vertical):
    """A parameter: its title, its value, and what is wrong with that."""

    def __init__(self, parameter: Parameter, given: Mapping[str, Any]) -> None:
        super().__init__()
        self.parameter = parameter
        self.editor: TextInput | Choice
        first = format_initial_value(parameter, given)
        if parameter.type == "boolean":
            options = [Option(value, format_value(value)) for value in (True, False)]
            chosen = next((each.value for each in options if each.label == first), UNSET)
            self.editor = Choice(options, chosen)
        else:
            default = ""
            if parameter.has_default:
                default = fill(_("default: {value}"), value=format_value(parameter.default))
            numbers = parameter.type in ("integer", "number")
            self.editor = TextInput(first, placeholder=default, numbers=numbers)
        self._problem = Line("problem")
        self._is_rejected = False

    def compose(self) -> ComposeResult:
        name, title = self.parameter.name, self.parameter.label
        shown = _("{title} · {type}") if title == name else _("{title} (${{{name}}}) · {type}")
        kind = describe_type(self.parameter.type)
        yield Line("title", fill(shown, title=escape_text(title), name=name, type=kind))
        yield self.editor
        yield self._problem

    def value(self) -> Any:
        """Return the value. Raises `ValueError` if there is none, or if it is invalid."""
        value = self.editor.value
        if isinstance(value, bool):
            return value
        return parse_parameter(self.parameter, value if isinstance(value, str) else "")

    def check(self) -> bool:
        """Show what is wrong; return whether nothing is."""
        try:
            self.value()
        except ValueError as error:
            self._show(str(error))
            return False
        self._show("")
        return True

    def reject(self, problem: str) -> None:
        """Show what the service would reject this value for, until another one is entered."""
        self._is_rejected = bool(problem)
        self._show(problem)

    def _show(self, problem: str) -> None:
        self.set_class(bool(problem), "-error")
        self._problem.say(problem and f"✗ {problem}")

    def on_descendant_focus(self) -> None:
        """Show the whole row, not only its value."""
        self.scroll_visible(animate=False)

    @on(Input.Changed)
    @on(Choice.Changed)
    def _change(self, event: Input.Changed | Choice.Changed) -> None:
        """What is being typed is not checked."""
        event.stop()
        self.reject("")

    def on_input_blurred(self, event: Input.Blurred) -> None:
        event.stop()
        if not self._is_rejected:
            self.check()


class ValuesDialog(Dialog[dict[str, Any] | str]):
    """The parameters of a preset; the answer is their values by name, or :data:`EDIT`."""

    BINDINGS = [Binding("f4,f10", "submit", "Continue", priority=True, id="values.answer")]

    def __init__(
        self,
        purpose: Purpose,
        parameters: Mapping[str, Parameter],
        given: Mapping[str, Any],
        *,
        title: str = "",
        edit: str = "",
        check: Check | None = None,
    ) -> None:
        """Create the dialog.

        Args:
            purpose: What the values are for.
            parameters: The parameters by name.
            given: The values that were given before; else the defaults are shown.
            title: The title of the preset, if it is known.
            edit: The label of the button that edits the preset itself; ``""``: there is none.
            check: Returns what is wrong with the request that results from the values.
        """
        heading, self._help, label = {
            "use": (
                fill(_("New cluster from “{title}”"), title=title) if title else _("Values of the preset"),
                _("This preset asks for values. It creates a new configuration and stays unchanged."),
                _("Continue"),
            ),
            "submit": (
                _("Values for this cluster"),
                _(
                    "The open configuration is a preset. The cluster gets these values; the preset stays unchanged."
                ),
                _("Create cluster…"),
            ),
            "export": (
                _("Values for this export"),
                _(
                    "The open configuration is a preset. The export gets these values; the preset stays unchanged."
                ),
                _("Export"),
            ),
        }[purpose]
        buttons = [button("cancel", _("Cancel")), *([button(EDIT, edit)] if edit else [])]
        super().__init__(heading, [*buttons, button("submit", label, primary=True)])
        self._rows = {name: ValueRow(each, given) for name, each in parameters.items()}
        self._check = check
        self._problem = Line("problem")

    def content(self) -> ComposeResult:
        yield Line("text", self._help)
        yield VerticalScroll(*self._rows.values(), can_focus=False)
        yield self._problem

    def on_mount(self) -> None:
        next(iter(self._rows.values())).editor.focus()

    def on_resize(self) -> None:
        """The rows scroll if they do not all fit."""
        self.query_one(VerticalScroll).styles.max_height = max(self.size.height * 9 // 10 - 7, 4)

    def action_submit(self) -> None:
        """Answer; if something is wrong, show it at each row and go to the first."""
        wrong = [row for row in self._rows.values() if not row.check()]
        self._problem.say("")
        if not wrong:
            values = {name: row.value() for name, row in self._rows.items()}
            problems = self._check(values) if self._check is not None else {}
            if not problems:
                self.dismiss(values)
                return
            for name, row in self._rows.items():
                row.reject(problems.get(name, ""))
            wrong = [row for name, row in self._rows.items() if problems.get(name)]
            self._problem.say(problems.get("", ""))
        if wrong:
            wrong[0].editor.focus()
            self.call_after_refresh(wrong[0].scroll_visible, animate=False)

    def answer(self, name: str) -> None:
        if name == EDIT:
            self.dismiss(EDIT)
        else:
            self.action_submit()
