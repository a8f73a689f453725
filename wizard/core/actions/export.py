"""Export the request for other tools."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wizard.client.endpoints import public_endpoint
from wizard.client.errors import ProfileError
from wizard.core.actions.context import ProfileContext
from wizard.document.tree import to_pointer
from wizard.errors import BcwError
from wizard.export import FORMATS, Export, Format, Place, export
from wizard.i18n import _
from wizard.storage.files import PUBLIC, write_atomically
from wizard.text import escape_text, format_path

EXECUTABLE = 0o755


@dataclass(frozen=True, slots=True)
class Exported:
    """A request in another format."""

    format: Format
    text: str  # the content of the file, without secrets
    remarks: tuple[str, ...] = ()  # the variables that replace secrets


class Exports:
    """The request in other formats."""

    def __init__(self, context: ProfileContext) -> None:
        self._context = context

    def formats(self) -> Sequence[Format]:
        return [*FORMATS.values()]

    def export(self, tree: Any, name: str) -> Exported:
        """Export a request, valid or not. Raises `BcwError`."""
        try:
            exported = export(tree, name, self._place())
        except UnicodeEncodeError as error:
            text = _(
                "Cannot export: a text in the request contains half of a surrogate pair. Type it again, then "
                "export."
            )
            raise BcwError(text) from error
        return Exported(FORMATS[name], exported.data.decode(), tuple(describe_references(exported)))

    def write(self, path: str, exported: Exported, *, overwrite: bool = False) -> str:
        """Write an export into a file, executable where it is a program, and return its path.

        Raises AlreadyExistsError: the file exists.
        """
        place = Path(os.path.expanduser(path))  # Path.expanduser raises where there is no home folder
        mode = EXECUTABLE if exported.format.runs else PUBLIC
        write_atomically(place, exported.text.encode(), mode=mode, overwrite=overwrite)
        return format_path(place)

    def _place(self) -> Place:
        """Return the profile's region and, unless it is the region's public one, its endpoint.

        The sandbox in this process has another address in the next run: variables have to name the place.
        """
        try:
            known = self._context.profile
        except ProfileError:
            known = None
        if known is None:
            return Place()
        region = known.region or ""
        is_public = bool(region) and known.endpoint == public_endpoint(region)
        return Place("" if is_public else known.endpoint, region)


def describe_references(exported: Export) -> list[str]:
    """Return a sentence for each secret that an export replaces by a reference."""
    text = _("{path}: the output contains {reference} instead of the secret.")
    return [
        text.format(path=escape_text(to_pointer(path)), reference=f"${{env:{variable}}}")
        for path, variable in exported.references
    ]
