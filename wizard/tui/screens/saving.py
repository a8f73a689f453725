"""Saving where the request came from, as a preset, or in a file; nothing is overwritten unasked."""

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
from wizard.tui.screens.dialogs import Entry, ask_until_done, path_missing

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController
    from wizard.tui.screens.flows import Flows


Save = Callable[[bool], Saved | ConfirmOverwrite | NeedName]
"""Saves the document; the argument is whether overwriting was confirmed."""


class Saving:
    """Saves the request."""

    def __init__(self, flows: "Flows", controller: "WizardController") -> None:
        self._flows = flows
        self._controller = controller
        self._screen = controller.screen
        self._application = controller.screen.application

    async def save(self) -> None:
        """Save where it came from; a built-in preset, a new or a pasted request asks for a name."""
        session, library = self._controller.session, self._application.library
        try:
            done = await self._save(lambda overwrite: save_session(session, library, overwrite=overwrite))
        except BcwError as error:
            self._flows.complain(error)
        else:
            if isinstance(done, NeedName):
                await self.save_as()

    def is_own(self, name: str) -> bool:
        """Whether a name is that of one of the user's own presets."""
        return is_custom_preset(self._application.library, name)

    async def _save(self, write: Save) -> Saved | ConfirmOverwrite | NeedName:
        """Save, after a confirmation where something would be overwritten."""
        done = write(False)
        if isinstance(done, ConfirmOverwrite) and await self._may_overwrite(done.name):
            done = write(True)
        if isinstance(done, Saved):
            self._screen.autosaver.discard()
            self._screen.notify(fill(_("Saved: {path}"), path=done.path), markup=False)
            for variable in done.variables:
                self._screen.notify(
                    fill(_("Its secret is not in the file: {name} stands for it there."), name=variable),
                    markup=False,
                )
            self._screen.schedule()
        return done

    async def save_as(self) -> None:
        """Save as a preset of a name that is asked for."""
        origin = self._controller.session.origin
        meta = dict(origin.preset or {})
        name = origin.name if origin.kind == "preset" else self._flows.title().lower().replace(" ", "-")
        entries = [
            Entry("name", _("Name"), name, _("a-z, 0-9, . _ and -; bcw new --preset NAME begins with it.")),
            Entry("title", _("Title"), str(meta.get("title", ""))),
            Entry("description", _("Description"), str(meta.get("description", ""))),
            Entry(
                "tags", _("Tags"), ", ".join(get_tags(origin)), _("Words to find it by, with commas between.")
            ),
        ]

        async def save(typed: dict[str, str]) -> bool:
            session, library, tags = (
                self._controller.session,
                self._application.library,
                parse_tags(typed["tags"]),
            )

            def to_preset(overwrite: bool) -> Saved | ConfirmOverwrite:
                name, title, description = typed["name"], typed["title"], typed["description"]
                return save_preset(session, library, name, title, description, tags, overwrite=overwrite)

            return isinstance(await self._save(to_preset), Saved)

        title, button = _("Save as preset"), _("Save")
        await ask_until_done(self._screen.app, title, entries, button, save)

    async def _may_overwrite(self, what: str) -> bool:
        answer = await self._flows.ask(
            _("Replace it?"),
            fill(_("{what} is there already. Replace it with this request?"), what=what),
            ("no", _("Cancel")),
            ("yes", _("Replace")),
        )
        return answer == "yes"

    async def save_file(self) -> None:
        """Save in a file whose path is asked for."""
        origin = self._controller.session.origin
        tree = self._controller.session.document.tree
        path = origin.name if origin.kind == "file" else suggest_file_name(tree, ".json")
        title, button = _("Save as file"), _("Save")
        await ask_until_done(
            self._screen.app,
            title,
            [Entry("path", _("Path"), path)],
            button,
            lambda typed: self._to_file(typed["path"]),
            check=path_missing,
        )

    async def _to_file(self, path: str) -> bool:
        session, library = self._controller.session, self._application.library
        done = await self._save(lambda overwrite: save_to_file(session, library, path, overwrite=overwrite))
        return isinstance(done, Saved)
