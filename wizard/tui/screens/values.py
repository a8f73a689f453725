"""Asking for the values of a preset's parameters: a row for each, judged when it is left."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from wizard.core.parameters import (
    describe_type,
    format_initial_value,
    parse_parameter,
)
from wizard.document.presets import format_value
from wizard.i18n import _
from wizard.models.preset import Parameter
from wizard.tui.escaping import fill
from wizard.tui.screens.dialogs import Dialog, visible_lines
from wizard.tui.texts import say
from wizard.tui.widgets.cells import visible
from wizard.tui.widgets.choice import UNSET, Choice, Option
from wizard.tui.widgets.text_input import TextInput

Judge = Callable[[Mapping[str, Any]], Mapping[str, str]]
"""Says what is wrong with values, by the parameter's name; by ``""`` what is wrong besides."""
Purpose = Literal["use", "submit", "export"]
EDIT = "edit"
"""The answer that the preset itself is to be edited."""


class ValueRow(Vertical):
    """A parameter: what it is called, its value, and what is wrong with that."""

    DEFAULT_CSS = """
    ValueRow {
        height: auto;
        margin: 0 0 1 0;
        & > .title { height: auto; color: $foreground 75%; }
        & > TextInput.-textual-compact { background: $panel; }
        & > .problem { height: auto; color: $text-error; display: none; }
        &.-error > .title { color: $text-error; text-style: bold; }
        &.-error > .problem { display: block; }
    }
    """

    def __init__(self, parameter: Parameter, given: Mapping[str, Any]) -> None:
        super().__init__()
        self.parameter = parameter
        first = format_initial_value(parameter, given)
        self.editor: TextInput | Choice
        if parameter.type == "boolean":
            options = [Option(value, format_value(value)) for value in (True, False)]
            value = given.get(parameter.name, parameter.default if parameter.has_default else UNSET)
            self.editor = Choice(options, value)
        else:
            shown = (
                fill(_("default: {value}"), value=format_value(parameter.default))
                if parameter.has_default
                else ""
            )
            self.editor = TextInput(first, placeholder=shown, numbers=parameter.type in ("integer", "number"))
        self._problem = Static(classes="problem", markup=False)
        self._is_refused = False

    def compose(self) -> ComposeResult:
        """Title, value, problem."""
        name, title = self.parameter.name, self.parameter.label
        line = "values.line" if title == name else "values.line.named"
        shown = say(line, title=title, name=name, wanted=describe_type(self.parameter.type))
        yield Static(visible(shown), classes="title", markup=False)
        yield self.editor
        yield self._problem

    def value(self) -> Any:
        """The value that is meant.

        Raises:
            ValueError: There is none.
        """
        if isinstance(self.editor, Choice):
            return parse_parameter(self.parameter, "") if self.editor.value is UNSET else self.editor.value
        return parse_parameter(self.parameter, self.editor.value)

    def judge(self) -> bool:
        """Say what is wrong, and whether nothing is."""
        try:
            self.value()
        except ValueError as error:
            self._complain(str(error))
            return False
        self._complain("")
        return True

    def refuse(self, problem: str) -> None:
        """Say what the service would refuse this value for; that stands until another one is typed."""
        self._is_refused = bool(problem)
        self._complain(problem)

    def _complain(self, problem: str) -> None:
        self.set_class(bool(problem), "-error")
        self._problem.update(visible_lines(f"✗ {problem}" if problem else ""))

    def on_descendant_focus(self) -> None:
        """All of the row is to be seen, not its value alone."""
        self.scroll_visible(animate=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is being typed is not judged."""
        event.stop()
        self.refuse("")

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """A choice is a value."""
        event.stop()
        self.refuse("")

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """The line was left: now it is judged."""
        event.stop()
        if not self._is_refused:
            self.judge()


class ValuesDialog(Dialog[dict[str, Any] | str]):
    """The parameters of a preset; the answer is their values by name, or :data:`EDIT`."""

    BINDINGS = [
        Binding("f4,f10,ctrl+s", "answer", "Go on", priority=True, id="values.answer"),
        Binding("enter", "go_on", "Next", show=False, id="values.next"),
    ]
    DEFAULT_CSS = """
    ValuesDialog > .box {
        width: 78;
        & > VerticalScroll { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
        & > .buttons { margin: 0; }
    }
    """

    def __init__(
        self,
        purpose: Purpose,
        parameters: Mapping[str, Parameter],
        given: Mapping[str, Any],
        *,
        title: str = "",
        edit: str = "",
        judge: Judge | None = None,
    ) -> None:
        """Create the dialog.

        Args:
            purpose: What the values are for.
            parameters: What is asked for, by name.
            given: The values that were given before; else the defaults stand there.
            title: What the preset is called, where it is used; ``""`` where that is not known.
            edit: The label of the button that edits the preset itself; ``""``: there is none.
            judge: Says what the request that comes of the values is refused for.
        """
        super().__init__()
        self._purpose = purpose
        is_nameless = purpose == "use" and not title
        self._heading = say("values.title.any" if is_nameless else f"values.title.{purpose}", title=title)
        self._rows = {name: ValueRow(each, given) for name, each in parameters.items()}
        self._edit = edit
        self._judge = judge
        self._problem = Static(classes="problem", markup=False)

    def compose(self) -> ComposeResult:
        """A word of help, the rows, the buttons."""
        with Vertical(classes="box") as box:
            box.border_title = Content(visible(self._heading))
            yield Static(say(f"values.help.{self._purpose}"), classes="text", markup=False)
            yield VerticalScroll(*self._rows.values(), can_focus=False)
            yield self._problem
            buttons = [Button(_("Cancel"), compact=True, name="cancel")]
            if self._edit:
                buttons.append(Button(self._edit, compact=True, name=EDIT))
            label = say(f"values.{self._purpose}")
            buttons.append(Button(label, compact=True, variant="primary", name="answer"))
            yield Horizontal(*buttons, classes="buttons")

    def on_mount(self) -> None:
        """The first row has the focus."""
        self._editors()[0].focus()

    def on_resize(self) -> None:
        """The rows scroll where they do not all fit."""
        scroll = self.query_one(VerticalScroll)
        scroll.styles.max_height = max(self.size.height * 9 // 10 - 7, 4)

    def _editors(self) -> list[Widget]:
        return [row.editor for row in self._rows.values()]

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next row, and answers on the last."""
        event.stop()
        self.action_go_on()

    def action_go_on(self) -> None:
        """Go on to the next row; answer on the last."""
        editors = self._editors()
        place = next((i for i, each in enumerate(editors) if each is self.focused), -1)
        if place + 1 < len(editors):
            editors[place + 1].focus()
        else:
            self.action_answer()

    def action_answer(self) -> None:
        """Answer; where something is wrong, say so at each row and go to the first."""
        wrong = [row for row in self._rows.values() if not row.judge()]
        self._problem.display = False
        if not wrong:
            values = {name: row.value() for name, row in self._rows.items()}
            problems = self._judge(values) if self._judge is not None else {}
            if not problems:
                self.dismiss(values)
                return
            for name, row in self._rows.items():
                row.refuse(problems.get(name, ""))
            wrong = [row for name, row in self._rows.items() if problems.get(name)]
            self._problem.update(visible_lines(problems.get("", "")))
            self._problem.display = bool(problems.get(""))
        if wrong:
            wrong[0].editor.focus()
            self.call_after_refresh(wrong[0].scroll_visible, animate=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer, or go back."""
        event.stop()
        match event.button.name:
            case "answer":
                self.action_answer()
            case "edit":
                self.dismiss(EDIT)
            case _:
                self.dismiss(None)
