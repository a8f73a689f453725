"""Opening documents, discarding drafts and quitting, with the questions that they ask."""

from collections.abc import Coroutine
from functools import partial
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from wizard.core.actions.library import is_custom
from wizard.core.actions.opening import InvalidJsonError, open_document
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.core.entries import make_request
from wizard.core.formatting import format_moment
from wizard.core.parameters import fill_in_document, use_preset
from wizard.errors import BcwError
from wizard.i18n import _, join_names
from wizard.storage.drafts import RecoverableDraft
from wizard.text import format_escaped
from wizard.tui import screens
from wizard.tui.screens import saving
from wizard.tui.screens.dialogs import ConfirmDialog, ask_path, confirm
from wizard.tui.screens.submitting import resume
from wizard.tui.screens.text_edit import open_text
from wizard.tui.screens.values import ValuesDialog
from wizard.tui.widgets.start import StartOption
from wizard.validation import check

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController


class Flows:
    """Actions that ask questions. Each runs as a worker of the screen, one at a time."""

    def __init__(self, controller: "WizardController") -> None:
        self._controller = controller
        self._screen = controller.screen
        self._application = controller.screen.application
        self.is_quitting = False
        """Whether the user is being asked whether to quit."""

    def _run(self, flow: Coroutine[Any, Any, object]) -> None:
        self._screen.run_worker(self._show_errors(flow), group="flow", exclusive=True)

    async def _show_errors(self, flow: Coroutine[Any, Any, object]) -> None:
        try:
            await flow
        except BcwError as error:
            self.show_error(error)

    def show_error(self, error: BcwError) -> None:
        self._screen.notify(str(error), severity="error", timeout=10)

    # -- opening

    def create_blank(self) -> OpenedDocument:
        return OpenedDocument(make_request(), DocumentSource())

    def show_start_options(self) -> None:
        """Update the options of the first step."""
        self._screen.show_start_options(self._controller.session.title if self._controller.is_open else "")

    def start(self, option: StartOption) -> None:
        self._run(self.start_from(option))

    def start_with(self, kind: str) -> None:
        self.start(StartOption(kind, "", ""))

    async def start_from(self, option: StartOption) -> None:
        """Open the document of an option, unless the user keeps unsaved changes of the open one."""
        if option.kind == "continue":
            await self._controller.go("basics")
            return
        if option.problem:
            self._screen.notify(option.help, severity="error")
            return
        if option.kind == "presets":
            self.run_flow("presets:list_presets", always=True)
            return
        if not await self._confirm_discard():
            return
        app = self._screen.app
        match option.kind:
            case "preset":
                await self._start_preset(option.name, option.title)
            case "draft" if option.draft is not None:
                loaded, step = self._controller.autosaver.adopt(option.draft)
                self._controller.open(loaded, step=step, is_draft=True)
                self._controller.session.document.mark_unsaved()
            case "pending":
                await resume(self._controller, option.name)
            case "recent":
                await self._open(await self._read(option.name))
            case "file":
                await self._open(await ask_path(app, _("Open a file"), _("Open"), self._read))
            case "paste":
                opener = self._application.library.open_text
                await self._open(await open_text(app, _("Paste JSON"), option.name, opener))
            case _:
                await self._open(self.create_blank())

    def discard(self, draft: RecoverableDraft) -> None:
        self._run(self.discard_draft(draft))

    async def discard_draft(self, draft: RecoverableDraft) -> None:
        """Delete a draft permanently, after a confirmation."""
        name, when = draft.name or _("new cluster"), format_moment(draft.draft.written_at)
        text = format_escaped(_("{name}, {when}. This cannot be undone."), name=name, when=when)
        if not await confirm(self._screen.app, _("Discard this draft?"), text, _("Discard draft")):
            return
        try:
            self._application.drafts.delete(draft)
            self._screen.notify(format_escaped(_("Discarded draft {name}."), name=name))
        finally:
            self.show_start_options()

    async def _start_preset(self, name: str, title: str) -> None:
        """Create a configuration from a preset; a preset with parameters can be edited itself instead."""
        loaded = self._application.library.open_preset(name)
        edit = _("Edit the preset itself")
        if not is_custom(name):
            edit = _("Edit a copy of the preset")
        await self._open(use_preset(loaded), preset=loaded, edit=edit, title=title)

    async def _confirm_discard(self) -> bool:
        text = _("The open configuration has unsaved changes.")
        return not self._controller.is_unsaved or await confirm(
            self._screen.app, _("Discard unsaved changes?"), text, _("Discard changes")
        )

    async def _read(self, path: str) -> OpenedDocument:
        try:
            return self._application.library.open_file(path)
        except InvalidJsonError as error:
            return error.document

    async def _open(
        self,
        loaded: OpenedDocument | None,
        *,
        preset: OpenedDocument | None = None,
        edit: str = "",
        title: str = "",
    ) -> None:
        """Open a document, unless it is ``None``; ask for its parameters first.

        Args:
            loaded: The document.
            preset: The preset that the document is created from, if it can be edited instead.
            edit: The label of the button that edits the preset.
            title: The title of the preset.
        """
        if loaded is None:
            return
        if loaded.invalid_text:
            origin = loaded.origin
            heading = format_escaped(_("Not valid JSON: {name}"), name=origin.name or _("the text"))
            opener = partial(open_document, name=origin.name, origin=origin)
            corrected = await open_text(self._screen.app, heading, loaded.invalid_text, opener)
            if corrected is not None:
                await self._open_filled(corrected)
            return
        if loaded.parameters:
            heading = (
                format_escaped(_("New cluster from “{title}”"), title=title)
                if title
                else _("Values of the preset")
            )
            text = _("This preset asks for values. It creates a new configuration and stays unchanged.")
            dialog = ValuesDialog(heading, text, _("Continue"), loaded.parameters, {}, edit=edit)
            answer = await self._screen.app.push_screen_wait(dialog)
            if answer is None:
                return
            if isinstance(answer, dict):
                await self._open_filled(fill_in_document(loaded, answer))
                return
            loaded = preset or loaded
        await self._open_request(loaded)

    async def _open_filled(self, loaded: OpenedDocument) -> None:
        """Open a configuration with entered values as unsaved, so that quitting asks about them."""
        await self._open_request(loaded)
        self._controller.session.document.mark_unsaved()
        self._controller.update_draft()

    async def _open_request(self, loaded: OpenedDocument) -> None:
        read_only = [each for each in check(loaded.tree) if each.rule == "read-only-key"]
        keys = list(dict.fromkeys(str(each.path[-1]) for each in read_only))
        self._controller.open(loaded, is_touched=loaded.tree != make_request())
        if len(keys) < 2:
            return  # a single key may be a mistake: the warning at its place is enough
        message = _("This describes an existing cluster: the service sets {keys} itself.")
        answer = await self._ask(
            _("Remove read-only keys?"),
            format_escaped(message, keys=join_names(keys)),
            ("remove", _("Remove keys")),
            ("cancel", _("Keep keys")),
        )
        if answer == "remove":
            edits = [edit for each in reversed(read_only) if each.fix is not None for edit in each.fix.edits]
            self._controller.session.document.patch(edits)

    def open_loaded(self, loaded: OpenedDocument) -> None:
        """Open the document that the wizard was started with."""
        self._run(self._open_first(loaded))

    async def _open_first(self, loaded: OpenedDocument) -> None:
        try:
            await self._open(loaded)
        finally:
            if not self._controller.is_open:  # no values were given for its parameters
                self._screen.is_opening = False

    async def open_confirmed(self, loaded: OpenedDocument) -> None:
        """Open a document, unless the user keeps unsaved changes of the open one."""
        if await self._confirm_discard():
            await self._open(loaded)

    # -- flows of other modules

    def run_flow(self, name: str, *, always: bool = False) -> None:
        """Import and run a flow.

        Args:
            name: The module in `screens` and the function, such as ``views:find_field``.
            always: Whether it works without a document.
        """
        if always or self._controller.is_open:
            self._run(resolve_name(f"{screens.__name__}.{name}")(self._controller))
        else:
            self._screen.notify(_("Open a preset or a file first, or create a new cluster."))

    # -- quitting

    def quit(self) -> None:
        """Quit, after a question if there are unsaved changes or a submission is running."""
        controller, submission = self._controller, self._screen.submission
        is_sending = submission is not None and submission.is_running
        is_created = (
            submission is not None
            and bool(submission.cluster_id)
            and submission.document is controller.session.document.tree
        )
        is_unsaved = controller.is_unsaved and not is_created
        if is_sending or is_unsaved or controller.unfinished_text is not None:
            self.is_quitting = True
            self._run(self._quit(is_sending=is_sending))
        else:
            self._exit(keep=False)

    async def _quit(self, *, is_sending: bool) -> None:
        keep, save = ("keep", _("Keep draft")), ("save", _("Save…"))
        discard, cancel = ("discard", _("Discard changes")), ("cancel", _("Cancel"))
        title, answers = _("Quit without saving?"), [keep, save, discard, cancel]
        if is_sending:
            title, answers = _("Quit while the cluster is being created?"), [cancel, ("keep", _("Quit"))]
            text = _("The service may still create the cluster. Start bcw again to find out.")
        elif self._controller.unfinished_text is not None:
            text = _("The edited text is not valid JSON yet. A draft does not contain it.")
            answers = [cancel, keep, discard]
        else:
            text = _("Unsaved changes. A draft is kept, without secrets.")
        try:
            answer = await self._ask(title, text, *answers)
        finally:
            self.is_quitting = False
        if answer in ("keep", "discard"):
            self._exit(keep=answer == "keep")
        elif answer == "save":
            await saving.save(self._controller)

    async def _ask(self, title: str, text: str, *answers: tuple[str, str]) -> str | None:
        return await self._screen.app.push_screen_wait(ConfirmDialog(title, text, *answers))

    def _exit(self, *, keep: bool) -> None:
        """Quit, unless the draft to keep cannot be written."""
        autosaver = self._controller.autosaver
        if keep:
            autosaver.flush()
        elif self._controller.is_open:
            autosaver.discard()
        if autosaver.error:
            self._screen.notify(autosaver.error, severity="error", timeout=10)
        else:
            self._screen.prepare_exit()
            self._screen.app.exit(0)
