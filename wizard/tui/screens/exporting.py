"""The request for other tools: the text of a format, to be looked at, copied, or saved in a file."""

from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from wizard.core.actions.export import Exported
from wizard.core.documents import suggest_file_name
from wizard.core.formatting import counted
from wizard.core.suggestions import format_bytes
from wizard.errors import AlreadyExistsError, BcwError
from wizard.i18n import _
from wizard.tui.escaping import fill
from wizard.tui.screens.asking import ask_values
from wizard.tui.screens.dialogs import (
    ChoiceDialog,
    Dialog,
    Entry,
    ask_until_done,
    path_missing,
    visible_lines,
)
from wizard.tui.widgets.choice import Choice, Option
from wizard.tui.widgets.text_area import PlainTextArea
from wizard.validation import Severity

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController


async def export(controller: "WizardController") -> None:
    """Show the request in another format; a preset's values are asked for first."""
    session = controller.session
    tree, remarks = session.document.tree, []
    if session.parameters:
        if not await ask_values(controller, "export"):
            return
        tree = session.filled(session.values).tree
    errors = session.validate(tree).count(Severity.ERROR)
    if errors:
        remarks.append(
            fill(
                _("✗ The service would refuse this request ({count}); it is exported as it stands."),
                count=counted(errors, "error"),
            )
        )
    await controller.screen.app.push_screen_wait(ExportScreen(controller, tree, remarks))


class ExportScreen(Dialog[None]):
    """A request in one of the formats."""

    CSS_PATH = "exporting.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "copy_export", "Copy", priority=True, id="export.copy"),
        Binding("f5,ctrl+s", "save", "Save as file", priority=True, id="export.save"),
    ]

    def __init__(self, controller: "WizardController", tree: Any, remarks: list[str]) -> None:
        """Create the screen.

        Args:
            controller: The controller.
            tree: The request, with its parameters filled in.
            remarks: What there is to say about it in any format.
        """
        super().__init__()
        self._controller, self._tree, self._remarks = controller, tree, remarks
        self._exports = controller.screen.application.exports
        self._formats = {each.name: each for each in self._exports.formats()}
        first = (
            controller.exported_as if controller.exported_as in self._formats else next(iter(self._formats))
        )
        self._choice = Choice([Option(name, name) for name in self._formats], first)
        self._about = Static(classes="about", markup=False)
        self._area = PlainTextArea(
            "", read_only=True, soft_wrap=False, compact=True, show_line_numbers=True, tab_behavior="focus"
        )
        self._remark = Static(classes="remark", markup=False)
        self._said = Static(classes="said", markup=False)
        self._exported: Exported | None = None

    def compose(self) -> ComposeResult:
        """The formats above the text, what there is to say about it, and the buttons."""
        with Vertical(classes="box") as box:
            box.border_title = _("Export")
            box.border_subtitle = _("F2 copies, F5 saves in a file, Escape goes back.")
            yield self._choice
            yield self._about
            yield self._area
            yield self._remark
            yield self._said
            yield Horizontal(
                Button(_("Copy"), compact=True, name="copy"),
                Button(_("Save as file…"), compact=True, name="file"),
                Button(_("Close"), compact=True, name="close"),
                classes="buttons",
            )

    def on_mount(self) -> None:
        """The formats have the focus."""
        self._said.display = False
        self._show()
        self._choice.focus()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Show another format."""
        event.stop()
        self._show()

    def _show(self) -> None:
        name = str(self._choice.value)
        self._controller.exported_as = name
        self._say("")
        self._about.update(self._formats[name].title)
        remarks = [*self._remarks]
        try:
            self._exported = self._exports.export(self._tree, name)
        except BcwError as error:
            self._exported = None
            self._area.text = ""
            self._say(str(error), "error")
        else:
            self._area.text = self._exported.text
            remarks += self._exported.remarks
        self._area.scroll_home(animate=False)
        self._remark.update(visible_lines("\n".join(remarks)))
        self._remark.display = bool(remarks)

    def _say(self, text: str, kind: str = "done") -> None:
        self._said.set_classes(f"said -{kind}")
        self._said.update(visible_lines(text))
        self._said.display = bool(text)

    def action_copy_export(self) -> None:
        """Put the text on the clipboard; whether it gets there, the terminal does not say."""
        if self._exported is not None:
            text = self._exported.text
            self.app.copy_to_clipboard(text)
            self._say(
                fill(
                    _(
                        "Copied ({size}), if this terminal lets programs use the clipboard. Some do not, and some take no large text; F5 saves it in a file instead."
                    ),
                    size=format_bytes(len(text.encode())),
                )
            )

    def action_save(self) -> None:
        """Save the text in a file."""
        if self._exported is not None:
            self.run_worker(self._save(self._exported), group="save", exclusive=True)

    async def _save(self, exported: Exported) -> None:
        path = Entry("path", _("Path"), suggest_file_name(self._tree, exported.format.ending))
        title, button = _("Save the export"), _("Save")
        await ask_until_done(
            self.app,
            title,
            [path],
            button,
            lambda typed: self._is_written(typed["path"], exported),
            check=path_missing,
        )

    async def _is_written(self, path: str, exported: Exported, *, overwrite: bool = False) -> bool:
        try:
            written = self._exports.write(path, exported, overwrite=overwrite)
        except AlreadyExistsError:
            answers = [("no", _("Cancel")), ("yes", _("Replace"))]
            text = fill(_("{what} is there already. Replace it with this export?"), what=path)
            if await self.app.push_screen_wait(ChoiceDialog(_("Replace it?"), text, answers)) != "yes":
                return False
            return await self._is_written(path, exported, overwrite=True)
        self._say(
            fill(
                _("Saved, and can be run: {path}") if exported.format.runs else _("Saved: {path}"),
                path=written,
            )
        )
        return True

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        event.stop()
        match event.button.name:
            case "copy":
                self.action_copy_export()
            case "file":
                self.action_save()
            case _:
                self.dismiss(None)
