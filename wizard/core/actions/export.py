"""Export the request for other tools."""

import os
from pathlib import Path
from typing import Any

from wizard.client.endpoints import get_public_endpoint
from wizard.client.errors import ProfileError
from wizard.core.actions.context import ProfileContext
from wizard.errors import BcwError
from wizard.export import Destination, Export, export
from wizard.i18n import _
from wizard.storage.files import PUBLIC, write_atomically
from wizard.text import format_path

EXECUTABLE = 0o755


class Exports:
    """The request in other formats."""

    def __init__(self, context: ProfileContext) -> None:
        self._context = context

    def export(self, tree: Any, name: str) -> Export:
        """Export a request, valid or not. Raises `BcwError`."""
        try:
            return export(tree, name, self._find_destination())
        except UnicodeEncodeError as error:
            text = _(
                "Cannot export: a text in the request contains half of a surrogate pair. Type it again, then "
                "export."
            )
            raise BcwError(text) from error

    def write(self, path: str, exported: Export, *, overwrite: bool = False) -> str:
        """Write an export into a file, executable where it is a program, and return its path.

        Raises AlreadyExistsError: the file exists.
        """
        place = Path(os.path.expanduser(path))  # Path.expanduser raises where there is no home folder
        mode = EXECUTABLE if exported.format.is_script else PUBLIC
        write_atomically(place, exported.data, mode=mode, overwrite=overwrite)
        return format_path(place)

    def _find_destination(self) -> Destination:
        """Return the profile's region and, unless it is the region's public one, its endpoint.

        The sandbox in this process has another address in the next run, so exports read it from variables.
        """
        try:
            known = self._context.profile
        except ProfileError:
            return Destination()
        if self._context.is_own_sandbox:
            return Destination()
        region = known.region or ""
        is_public = bool(region) and known.endpoint == get_public_endpoint(region)
        return Destination("" if is_public else known.endpoint, region)
