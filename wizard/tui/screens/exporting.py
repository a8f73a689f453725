"""Export: the request in the format of another tool, copied or saved in a file."""

from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from wizard.core.actions.export import Exported
from wizard.core.documents import suggest_file_name
from wizard.core.suggestions import format_bytes
from wizard.errors import AlreadyExistsError, BcwError
from wizard.i18n import _, ngettext
from wizard.text import escape_lines
from wizard.tui.escaping import fill
from wizard.tui.screens.dialogs import (
    Dialog,
    Entry,
    ask_until_done,
    button,
    confirm_overwrite,
    path_missing,
)
from wizard.tui.screens.values import ask_values
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
    if errors := session.validate(tree).count(Severity.ERROR):
        said = ngettext(
            "✗ The request has {count} error. It is exported unchanged.",
            "✗ The request has {count} errors. It is exported unchanged.",
            errors,
        )
        remarks.append(said.format(count=f"{errors:,}"))
    await controller.screen.app.push_screen_wait(ExportScreen(controller, tree, remarks))


class ExportScreen(Dialog[None]):
    """The request in one of the formats."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5,ctrl+s", "save", "Save file", priority=True, id="export.save"),
    ]

    def __init__(self, controller: "WizardController", tree: Any, remarks: list[str]) -> None:
        """Create the screen.

        Args:
            controller: The controller.
            tree: The request, with its parameters filled in.
            remarks: What to know about it in any format.
        """
        buttons = [button("close", _("Close")), button("copy", _("Copy")), button("file", _("Save as file…"))]
        super().__init__(_("Export"), buttons)
        self._controller, self._tree, self._remarks = controller, tree, remarks
        self._exports = controller.screen.application.exports
        self._formats = {each.name: each for each in self._exports.formats()}
        first = (
            controller.exported_as if controller.exported_as in self._formats else next(iter(self._formats))
        )
        self._choice = Choice([Option(name, name) for name in self._formats], first)
        self._about = Static(classes="help", markup=False)
        self._area = PlainTextArea(
            "", read_only=True, soft_wrap=False, compact=True, show_line_numbers=True, tab_behavior="focus"
        )
        self._remark = Static(classes="warnings", markup=False)
        self._said = Static(classes="said", markup=False)
        self._exported: Exported | None = None

    def content(self) -> ComposeResult:
        """The formats above the text, what to know about it, and the outcome."""
        yield self._choice
        yield self._about
        yield self._area
        yield self._remark
        yield self._said

    def on_mount(self) -> None:
        """The formats have the focus."""
        self._show()
        self._choice.focus()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Show another format."""
        event.stop()
        self._show()

    def _show(self) -> None:
        chosen = self._formats[str(self._choice.value)]
        self._controller.exported_as = chosen.name
        self._say("")
        self._about.update(chosen.title)
        remarks = [*self._remarks]
        try:
            self._exported = self._exports.export(self._tree, chosen.name)
        except BcwError as error:
            self._exported = None
            self._area.text = ""
            self._say(str(error), "error")
        else:
            self._area.text = self._exported.text
            remarks += self._exported.remarks
        self._area.scroll_home(animate=False)
        self._remark.update(escape_lines("\n".join(remarks)))
        self._remark.display = bool(remarks)

    def _say(self, text: str, kind: str = "done") -> None:
        self._said.set_classes(f"said -{kind}")
        self._said.update(escape_lines(text))
        self._said.display = bool(text)

    def answer(self, name: str) -> None:
        """Copy, or save."""
        if name == "file":
            self.action_save()
        elif self._exported is not None:
            text = self._exported.text
            self.app.copy_to_clipboard(text)
            # Whether it arrives, the terminal does not say; some take no large text.
            said = _("Copied {size} to the clipboard, if the terminal allows it.")
            self._say(said.format(size=format_bytes(len(text.encode()))))

    def action_save(self) -> None:
        """Save the text in a file."""
        if self._exported is not None:
            self.run_worker(self._save(self._exported), group="save", exclusive=True)

    async def _save(self, exported: Exported) -> None:
        async def save(typed: dict[str, str]) -> bool:
            path = typed["path"]
            try:
                written = self._exports.write(path, exported)
            except AlreadyExistsError:
                if not await confirm_overwrite(self.app, path):
                    return False
                written = self._exports.write(path, exported, overwrite=True)
            said = _("Saved executable script: {path}") if exported.format.runs else _("Saved: {path}")
            self._say(fill(said, path=written))
            return True

        path = suggest_file_name(self._tree, exported.format.ending)
        entries = [Entry("path", _("Path"), path, is_path=True)]
        title, label = _("Save export"), _("Save file")
        await ask_until_done(self.app, title, entries, label, save, check=path_missing)
