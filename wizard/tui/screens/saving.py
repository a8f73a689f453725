"""Saving where the request came from, as a preset, or in a file; nothing is overwritten unasked."""

from typing import TYPE_CHECKING

from wizard.core.ports import Origin, WizardError, WouldOverwrite
from wizard.core.saving import about, file_name, of_file, of_preset, stands_for_another, tags_from, tags_of
from wizard.document.secrets import find_secrets
from wizard.tui.screens.dialogs import Entry, ask_until_done, path_missing
from wizard.tui.texts import say

if TYPE_CHECKING:
    from wizard.tui.desk import Desk
    from wizard.tui.screens.flows import Flows


class Saving:
    """Saves the request."""

    def __init__(self, flows: "Flows", desk: "Desk") -> None:
        self._flows = flows
        self._desk = desk
        self._screen = desk.screen
        self._ports = desk.screen.ports

    async def save(self) -> None:
        """Save where it came from; a shipped preset, a new or a pasted request asks for a name."""
        origin = self._desk.session.origin
        try:
            if origin.kind == "file":
                await self._to_file(origin.name, overwrite=False)
            elif origin.kind == "preset" and self.is_own(origin.name):
                meta = dict(origin.preset or {})
                title, description = str(meta.get("title", "")), str(meta.get("description", ""))
                await self._to_preset(origin.name, title, description, tags_of(origin), overwrite=False)
            else:
                await self.save_as()
        except WizardError as error:
            self._flows.complain(error)

    def is_own(self, name: str) -> bool:
        """Whether a name is that of one of the user's own presets."""
        return any(each.name == name and not each.shipped for each in self._ports.library.presets())

    async def save_as(self) -> None:
        """Save as a preset of a name that is asked for."""
        origin = self._desk.session.origin
        meta = dict(origin.preset or {})
        name = origin.name if origin.kind == "preset" else self._flows.title().lower().replace(" ", "-")
        entries = [
            Entry("name", say("dialog.save.name"), name, say("dialog.save.name.help")),
            Entry("title", say("dialog.save.heading"), str(meta.get("title", ""))),
            Entry("description", say("dialog.save.description"), str(meta.get("description", ""))),
            Entry("tags", say("tags.title"), ", ".join(tags_of(origin)), say("tags.help")),
        ]

        async def save(typed: dict[str, str]) -> bool:
            title, description, tags = typed["title"], typed["description"], tags_from(typed["tags"])
            return await self._to_preset(typed["name"], title, description, tags, overwrite=False)

        title, button = say("dialog.save.title"), say("dialog.save")
        await ask_until_done(self._screen.app, title, entries, button, save)

    async def _to_preset(
        self, name: str, title: str, description: str, tags: list[str], *, overwrite: bool
    ) -> bool:
        session, library = self._desk.session, self._ports.library
        said = about(session.origin, tags=tags)
        try:
            if not overwrite and stands_for_another(session.origin, name, library.presets()):
                raise WouldOverwrite(name)
            tree = session.document.tree
            path = library.save_preset(name, title, description, tree, overwrite=overwrite, about=said)
        except WouldOverwrite:
            if await self._may_overwrite(name):
                return await self._to_preset(name, title, description, tags, overwrite=True)
            return False
        self._saved(path, of_preset(session.origin, name, title=title, description=description, tags=tags))
        return True

    async def _may_overwrite(self, what: str) -> bool:
        answer = await self._flows.ask(
            say("dialog.overwrite.title"),
            say("dialog.overwrite", what=what),
            ("no", say("dialog.cancel")),
            ("yes", say("dialog.overwrite.yes")),
        )
        return answer == "yes"

    async def save_file(self) -> None:
        """Save in a file whose path is asked for."""
        origin = self._desk.session.origin
        tree = self._desk.session.document.tree
        path = origin.name if origin.kind == "file" else file_name(tree, ".json")
        title, button = say("dialog.file.title"), say("dialog.save")
        await ask_until_done(
            self._screen.app,
            title,
            [Entry("path", say("dialog.open.path"), path)],
            button,
            lambda typed: self._to_file(typed["path"], overwrite=False),
            check=path_missing,
        )

    async def _to_file(self, path: str, *, overwrite: bool) -> bool:
        session = self._desk.session
        try:
            tree, library = session.document.tree, self._ports.library
            written = library.save_file(path, tree, session.origin, overwrite=overwrite)
        except WouldOverwrite:
            return await self._may_overwrite(path) and await self._to_file(path, overwrite=True)
        self._saved(written, of_file(session.origin, path))
        return True

    def _saved(self, path: str, origin: Origin) -> None:
        session = self._desk.session
        session.origin = origin
        session.document.mark_saved()
        self._screen.keeper.forget()
        self._screen.notify(say("dialog.saved", path=path), markup=False)
        for _, variable in find_secrets(session.document.tree):
            self._screen.notify(say("dialog.secret", name=variable), markup=False)
        self._screen.schedule()
