"""Exporting the request in the format of another tool, to the clipboard or a file."""

from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from wizard.core.documents import suggest_file_name
from wizard.core.values import format_bytes
from wizard.errors import AlreadyExistsError, BcwError
from wizard.export import FORMATS, Export
from wizard.i18n import _, ngettext
from wizard.text import format_escaped
from wizard.tui.screens.dialogs import Dialog, Line, ask_path, confirm_overwrite, make_button
from wizard.tui.screens.values import ask_values
from wizard.tui.widgets.choice import Choice, Option
from wizard.tui.widgets.text_area import PlainTextArea
from wizard.validation import Severity

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController


async def export(controller: "WizardController") -> None:
    """Show the request in another format; ask for the values of a preset first."""
    session = controller.session
    tree, remarks = session.document.tree, []
    if session.parameters:
        text = _(
            "The open configuration is a preset. The export gets these values; the preset stays unchanged."
        )
        if not await ask_values(controller, _("Values for this export"), text, _("Export")):
            return
        tree = session.fill_parameters(session.values)
    if errors := session.validate(tree).count(Severity.ERROR):
        message = ngettext(
            "✗ The request has {count} error. It is exported unchanged.",
            "✗ The request has {count} errors. It is exported unchanged.",
            errors,
        )
        remarks.append(message.format(count=f"{errors:,}"))
    await controller.screen.app.push_screen_wait(ExportScreen(controller, tree, remarks))


class ExportScreen(Dialog[None]):
    """The request in one of the formats."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5,ctrl+s", "save", "Save file", priority=True, id="export.save"),
    ]

    def __init__(self, controller: "WizardController", tree: Any, remarks: list[str]) -> None:
        """Create the screen of a request, with remarks that apply to all formats."""
        buttons = [
            make_button("dismiss", _("Close")),
            make_button("copy", _("Copy")),
            make_button("save", _("Save as file…")),
        ]
        super().__init__(_("Export"), buttons)
        self._controller, self._tree, self._remarks = controller, tree, remarks
        self._exports = controller.screen.application.exports
        first = controller.exported_as or next(iter(FORMATS))
        self._choice = Choice([Option(name, name) for name in FORMATS], first)
        self._about = Static(classes="help", markup=False)
        self._area = PlainTextArea(
            "", read_only=True, soft_wrap=False, compact=True, show_line_numbers=True, tab_behavior="focus"
        )
        self._remark = Line("warnings")
        self._status = Line("status")
        self._exported: Export | None = None

    def compose_content(self) -> ComposeResult:
        yield self._choice
        yield self._about
        yield self._area
        yield self._remark
        yield self._status

    def on_mount(self) -> None:
        self._show()
        self._choice.focus()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        event.stop()
        self._show()

    def _show(self) -> None:
        chosen = FORMATS[str(self._choice.value)]
        self._controller.exported_as = chosen.name
        self._status.show("")
        self._about.update(chosen.title)
        remarks = [*self._remarks]
        try:
            self._exported = self._exports.export(self._tree, chosen.name)
        except BcwError as error:
            self._exported = None
            self._area.text = ""
            self._status.show(str(error), "error")
        else:
            self._area.text = self._exported.text
            remarks += self._exported.remarks
        self._area.scroll_home(animate=False)
        self._remark.show("\n".join(remarks))

    def action_copy(self) -> None:
        if self._exported is not None:
            text = self._exported.text
            self.app.copy_to_clipboard(text)
            # The terminal does not report whether it accepts the text.
            message = _("Copied {size} to the clipboard, if the terminal allows it.")
            self._status.show(message.format(size=format_bytes(len(text.encode()))), "done")

    @work(group="save", exclusive=True)
    async def action_save(self) -> None:
        exported = self._exported
        if exported is None:
            return

        async def save(path: str) -> bool:
            try:
                written = self._exports.write(path, exported)
            except AlreadyExistsError:
                if not await confirm_overwrite(self.app, path):
                    return False
                written = self._exports.write(path, exported, overwrite=True)
            message = (
                _("Saved executable script: {path}") if exported.format.is_script else _("Saved: {path}")
            )
            self._status.show(format_escaped(message, path=written), "done")
            return True

        path = suggest_file_name(self._tree, exported.format.ending)
        await ask_path(self.app, _("Save export"), _("Save file"), save, path)
