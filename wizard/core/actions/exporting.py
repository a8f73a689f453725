"""The request for other tools, as a wizard is handed it. Heavy things are imported when they are used."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wizard.client.errors import ProfileError
from wizard.core.actions.destination import Destination
from wizard.core.actions.texts import text
from wizard.core.ports import Exported, ExportFormat, WizardError, WouldOverwrite
from wizard.errors import AlreadyExistsError, StorageError
from wizard.text import format_path

if TYPE_CHECKING:
    from wizard.export import Export, Place

PROGRAM = 0o755
"""Permissions of a new file that can be run, as far as the umask lets them: its first line says how."""


class ExportsOfTheUser:
    """Implements :class:`wizard.core.ports.Exports`.

    Args:
        destination: The target of this run, where scripts send the request unless a variable says otherwise.
    """

    def __init__(self, destination: Destination) -> None:
        self._destination = destination

    def formats(self) -> Sequence[ExportFormat]:
        """All formats. Raises nothing."""
        from wizard.export import FORMATS

        return [ExportFormat(each.name, each.title, each.ending, each.runs) for each in FORMATS.values()]

    def export(self, tree: Any, name: str) -> Exported:
        """A request in a format, valid or not."""
        from wizard.export import export

        try:
            exported = export(tree, name, self._place())
        except UnicodeEncodeError as error:
            raise WizardError(text("export.surrogate")) from error
        found = next(each for each in self.formats() if each.name == name)
        return Exported(found, exported.data.decode(), tuple(said_of(exported)))

    def write(self, path: str, exported: Exported, *, overwrite: bool = False) -> str:
        """Write it into a file; the answer is its path."""
        from pathlib import Path

        from wizard.storage.files import PUBLIC, write_atomically

        place = Path(os.path.expanduser(path))  # Path.expanduser raises where there is no home folder
        mode = PROGRAM if exported.format.runs else PUBLIC
        try:
            write_atomically(place, exported.text.encode(), mode=mode, overwrite=overwrite)
        except AlreadyExistsError as error:
            raise WouldOverwrite(str(error)) from error
        except StorageError as error:
            raise WizardError(str(error)) from error
        return format_path(place)

    def _place(self) -> "Place":
        """The target's region and, where it is not the public one of that region, its endpoint.

        The sandbox in this process has another address in the next run: variables have to name the place.
        """
        from wizard.client.endpoints import public_endpoint
        from wizard.export import Place

        try:
            known = self._destination.known
        except ProfileError:
            return Place()
        if known is None:
            return Place()
        region = known.region or ""
        is_public = bool(region) and known.endpoint == public_endpoint(region)
        return Place("" if is_public else known.endpoint, region)


def said_of(exported: "Export") -> list[str]:
    """Which variable stands for each secret that is not in an export."""
    from wizard.document.tree import to_pointer

    return [
        text("export.secret", path=to_pointer(path), reference=f"${{env:{variable}}}")
        for path, variable in exported.references
    ]
