"""Saving: where the configuration came from, as a preset, or in a file; overwriting is confirmed."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from wizard.core.actions.save import ConfirmOverwrite, NeedName, Saved, save_preset
from wizard.core.actions.save import is_custom as is_custom_preset
from wizard.core.actions.save import save as save_session
from wizard.core.actions.save import save_file as save_to_file
from wizard.core.documents import get_tags, parse_tags, suggest_file_name
from wizard.errors import BcwError
from wizard.i18n import _
from wizard.tui.escaping import fill
from wizard.tui.screens.dialogs import Entry, ask_until_done, confirm_overwrite

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController
    from wizard.tui.screens.flows import Flows

Save = Callable[[bool], Saved | ConfirmOverwrite | NeedName]
"""Saves the document; the argument is whether overwriting was confirmed."""


def preset_name_help() -> str:
    """Return what a preset's name may be."""
    return _("a-z, 0-9, . _ and -. To start from it: bcw new --preset NAME")


class Saving:
    """Saves the configuration."""

    def __init__(self, flows: "Flows", controller: "WizardController") -> None:
        self._flows = flows
        self._controller = controller
        self._screen = controller.screen
        self._application = controller.screen.application

    async def save(self) -> None:
        """Save where it came from; a built-in preset, a new or a pasted configuration asks for a name."""
        session, library = self._controller.session, self._application.library
        try:
            done = await self._save(lambda overwrite: save_session(session, library, overwrite=overwrite))
        except BcwError as error:
            self._flows.show_error(error)
        else:
            if isinstance(done, NeedName):
                await self.save_as()

    def is_own(self, name: str) -> bool:
        """Return whether a name is that of a custom preset."""
        return is_custom_preset(self._application.library, name)

    async def _save(self, write: Save) -> Saved | ConfirmOverwrite | NeedName:
        """Save, after a confirmation where something would be overwritten."""
        done = write(False)
        if isinstance(done, ConfirmOverwrite) and await confirm_overwrite(self._screen.app, done.name):
            done = write(True)
        if isinstance(done, Saved):
            self._controller.autosaver.discard()
            self._screen.notify(fill(_("Saved: {path}"), path=done.path), markup=False)
            for variable in done.variables:
                self._screen.notify(
                    fill(_("The file contains ${{env:{name}}} in place of the secret."), name=variable),
                    markup=False,
                )
            self._screen.schedule()
        return done

    async def save_as(self) -> None:
        """Save as a preset whose name is asked for."""
        origin = self._controller.session.origin
        meta = dict(origin.preset or {})
        name = origin.name if origin.kind == "preset" else self._flows.title().lower().replace(" ", "-")
        entries = [
            Entry("name", _("Name"), name, preset_name_help()),
            Entry("title", _("Title"), str(meta.get("title", ""))),
            Entry("description", _("Description"), str(meta.get("description", ""))),
            Entry("tags", _("Tags, separated by commas"), ", ".join(get_tags(origin))),
        ]

        async def save(typed: dict[str, str]) -> bool:
            session, library = self._controller.session, self._application.library
            name, title, description = typed["name"], typed["title"], typed["description"]
            tags = parse_tags(typed["tags"])

            def to_preset(overwrite: bool) -> Saved | ConfirmOverwrite:
                return save_preset(session, library, name, title, description, tags, overwrite=overwrite)

            return isinstance(await self._save(to_preset), Saved)

        await ask_until_done(self._screen.app, _("Save as preset"), entries, _("Save preset"), save)

    async def save_file(self) -> None:
        """Save in a file whose path is asked for."""
        session, library = self._controller.session, self._application.library
        path = session.origin.name
        if session.origin.kind != "file":
            path = suggest_file_name(session.document.tree, ".json")

        async def save(typed: dict[str, str]) -> bool:
            path = typed["path"]
            return isinstance(
                await self._save(lambda overwrite: save_to_file(session, library, path, overwrite=overwrite)),
                Saved,
            )

        entries = [Entry("path", _("Path"), path, is_path=True)]
        app, title = self._screen.app, _("Save as file")
        await ask_until_done(app, title, entries, _("Save file"), save)
