"""The parameters that the preset at hand declares: a small table, and a form for one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, Static

from wizard.core.documents import DocumentSource
from wizard.core.parameters import (
    check_declaration,
    declare_parameter,
    get_declarations,
    remove_parameter,
    rename_placeholder,
)
from wizard.core.steps import describe_path
from wizard.document.presets import find_placeholders, format_value, read_parameters
from wizard.i18n import _
from wizard.models.preset import Parameter, ParameterType
from wizard.tui.escaping import fill
from wizard.tui.screens.dialogs import Dialog, visible_lines
from wizard.tui.screens.listing import ListScreen
from wizard.tui.texts import say
from wizard.tui.widgets.choice import Choice, Option
from wizard.tui.widgets.row_table import Column
from wizard.tui.widgets.text_input import TextInput

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController


async def declare(controller: "WizardController") -> None:
    """Show the parameters of the preset at hand."""
    await controller.screen.app.push_screen_wait(ParametersScreen(controller))


@dataclass(frozen=True, slots=True)
class Typed:
    """A declaration as it was typed; the default is ``None`` where there is to be none."""

    name: str
    title: str
    type: ParameterType
    default: str | None


class ParametersScreen(ListScreen[None]):
    """The parameters. Whatever is done here is kept at once, and saved with the preset."""

    def __init__(self, controller: "WizardController") -> None:
        buttons = [(name, say(f"declare.{name}")) for name in ("change", "add", "remove")]
        columns = [
            Column(_("Name"), 20),
            Column(_("Title")),
            Column(_("Type"), 8),
            Column(_("Default")),
        ]
        last = ("close", _("Close"))
        super().__init__(
            _("Parameters of this preset"),
            columns,
            [*buttons, last],
            empty=_("None yet. Insert, or the button Add, declares one."),
        )
        self._controller = controller
        self._session = controller.session
        self._names: list[str] = []

    def show(self) -> None:
        """Show what is declared now."""
        self._head.update(
            _(
                "${{name}} in a field stands for a value that is asked for whenever the preset is used. F5 saves what is declared here with the preset."
            )
        )
        known = read_parameters(self._session.origin.preset)
        self._names = [*get_declarations(self._session.origin)]
        self._table.show(
            [_row(name, known.get(name)) for name in self._names],
            {at: "error" for at, name in enumerate(self._names) if name not in known},
        )
        self.tell()

    def about(self, at: int) -> str:
        """Where a parameter stands."""
        name = self._names[at]
        where = self._where(name)
        return (
            fill(_("${{{name}}} stands in: {places}"), name=name, places=where)
            if where
            else fill(_("It stands nowhere yet: type ${{{name}}} into a field."), name=name)
        )

    def _where(self, name: str) -> str:
        found = find_placeholders(self._session.document.tree, {name: Parameter(name=name)})
        return ", ".join(describe_path(path) or _("the whole request") for path in found.get(name, ()))

    def act(self, name: str, at: int | None) -> None:
        """Do what a button, or a key of the table, says."""
        chosen = "" if at is None else self._names[at]
        if name == "add" or (name == "change" and not chosen):
            self.run_worker(self._change(""), group="act", exclusive=True)
        elif name == "change":
            self.run_worker(self._change(chosen), group="act", exclusive=True)
        elif chosen:
            self._remove(chosen)

    def _act(self, name: str | None) -> None:
        super()._act("remove" if name == "delete" else name)

    async def _change(self, name: str) -> None:
        origin = self._session.origin
        answer = await self.app.push_screen_wait(DeclarationDialog(origin, name))
        if answer is None:
            return
        self._keep(
            declare_parameter(origin, answer.name, answer.title, answer.type, answer.default, instead_of=name)
        )
        renamed = bool(name) and answer.name != name
        if renamed:
            document = self._session.document
            document.replace(rename_placeholder(document.tree, name, answer.name))
        self.show()
        self._table.cursor = self._names.index(answer.name)
        self.tell()
        sentence = "declare.renamed" if renamed else "declare.kept"
        self.say(say(sentence, name=answer.name, old=name, new=answer.name))
        self._table.focus()

    def _remove(self, name: str) -> None:
        where = self._where(name)
        self._keep(remove_parameter(self._session.origin, name))
        self.show()
        sentence = "declare.removed.left" if where else "declare.removed"
        self.say(say(sentence, name=name, places=where))

    def _keep(self, origin: DocumentSource) -> None:
        """What is declared is part of the preset: it is judged by, kept in the draft, and saved with F5."""
        self._session.origin = origin
        self._session.document.mark_unsaved()
        self._controller.keep_draft()
        self._controller.screen.schedule()


def _row(name: str, parameter: Parameter | None) -> tuple[str, str, str, str]:
    if parameter is None:
        return name, _("declares none"), "", ""
    default = format_value(parameter.default) if parameter.has_default else "–"
    return name, parameter.title, parameter.type, default


class DeclarationDialog(Dialog[Typed]):
    """The form of one parameter; what is wrong stands at its row."""

    CSS_PATH = "declaring.tcss"
    BINDINGS = [
        Binding("f4,ctrl+s", "answer", "Keep", priority=True, id="declaration.answer"),
        Binding("enter", "app.focus_next", "Next", show=False, id="declaration.next"),
    ]

    def __init__(self, origin: DocumentSource, name: str) -> None:
        """Create the form.

        Args:
            origin: Where the request came from, with what its preset declares.
            name: The parameter; ``""`` for a new one.
        """
        super().__init__()
        self._origin, self._before = origin, name
        parameter = read_parameters(origin.preset).get(name, Parameter(name=name))
        default = parameter.default
        self._name_line = TextInput(name)
        self._title_line = TextInput(parameter.title)
        self._type = Choice([Option(kind, kind) for kind in get_args(ParameterType)], parameter.type)
        kinds = [Option(False, _("none, it has to be given")), Option(True, _("this:"))]
        self._has_default = Choice(kinds, parameter.has_default)
        self._default_line = TextInput(format_value(default) if parameter.has_default else "")
        self._problems = {key: Static(classes="problem", markup=False) for key in ("name", "default")}

    def compose(self) -> ComposeResult:
        """Name, title, type, default."""
        with Vertical(classes="box") as box:
            box.border_title = _("A parameter")
            yield Static(_("Name; ${{name}} stands for it"), classes="title", markup=False)
            yield self._name_line
            yield self._problems["name"]
            yield Static(_("Title: what it is asked for by"), classes="title", markup=False)
            yield self._title_line
            yield Static(_("Type"), classes="title", markup=False)
            yield self._type
            yield Static(_("Default"), classes="title", markup=False)
            yield self._has_default
            yield self._default_line
            yield self._problems["default"]
            yield Horizontal(
                Button(_("Cancel"), compact=True, name="cancel"),
                Button(_("Keep"), compact=True, variant="primary", name="answer"),
                classes="buttons",
            )

    def on_input_changed(self, event: Input.Changed) -> None:
        """Whoever types a default wants one; what is being typed is not judged."""
        event.stop()
        if event.input is self._default_line and event.value:
            self._has_default.set_value(True)
        self._complain({})

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Another type may take the default."""
        event.stop()
        self._complain({})

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on, and answers on the last line."""
        event.stop()
        if event.input is self._default_line:
            self.action_answer()
        else:
            self.focus_next()

    def _complain(self, found: Mapping[str, str]) -> None:
        for key, widget in self._problems.items():
            widget.update(visible_lines(f"✗ {found[key]}") if key in found else "")
            widget.display = key in found

    def action_answer(self) -> None:
        """Answer; where something is wrong, say so and go there."""
        kind: Any = self._type.value
        default = self._default_line.value if self._has_default.value is True else None
        typed = Typed(self._name_line.value.strip(), self._title_line.value.strip(), kind, default)
        found = check_declaration(
            self._origin, typed.name, typed.type, typed.default, instead_of=self._before
        )
        self._complain(found)
        if not found:
            self.dismiss(typed)
        elif "name" in found:
            self._name_line.focus()
        else:
            self._default_line.focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer, or go back."""
        event.stop()
        if event.button.name == "answer":
            self.action_answer()
        else:
            self.dismiss(None)
