"""What a wizard is handed, made of the store, the service and the sandbox."""

import os
from collections.abc import Mapping
from pathlib import Path

from wizard.core.actions.destination import Destination
from wizard.core.actions.exporting import ExportsOfTheUser
from wizard.core.actions.files import FilesOfTheUser
from wizard.core.actions.holdings import AccountsOfTheUser
from wizard.core.actions.keeping import DraftOfTheUser, SettingsOfTheUser
from wizard.core.actions.service import Lookout, ServiceOfTheUser
from wizard.core.ports import Ports
from wizard.errors import StorageError
from wizard.storage import locations
from wizard.storage.locations import builtin_folder


def ports(environ: Mapping[str, str] | None = None) -> Ports:
    """Everything that a wizard is handed. Nothing is read but the settings, and nothing is made.

    Args:
        environ: The environment variables; by default those of the process.
    """
    files = FilesOfTheUser()
    environ = os.environ if environ is None else environ
    destination = Destination(environ)
    lookout = Lookout(destination)
    return Ports(
        library=files,
        drafts=DraftOfTheUser(files.digests),
        settings=SettingsOfTheUser(),
        service=ServiceOfTheUser(environ, destination, lookout),
        accounts=AccountsOfTheUser(environ, destination, lookout),
        exports=ExportsOfTheUser(destination),
    )


def theme_folders() -> list[Path]:
    """The folders of themes: those that come with the wizard, then the user's own."""
    try:
        shipped = [builtin_folder("themes")]
    except StorageError:  # a wizard in plain colours is better than none
        shipped = []
    return [*shipped, locations.themes_folder()]
