"""Where the files of the user and of the installation are. Nothing is created or read here.

Each location is a function because the environment is read when it is used.
"""

from functools import partial
from pathlib import Path
from typing import Literal

import wizard
from wizard.errors import StorageError
from wizard.i18n import _
from wizard.text import format_path

NAME = "batchcompute-wizard"

Kind = Literal["config", "data", "state", "cache"]

NOWHERE = Path("/dev/null/no-home")
"""The folder of a user without a home folder: nothing is there, and nothing can be created there."""


def home_folder() -> Path:
    """Return the user's home folder; :data:`NOWHERE` without one."""
    try:
        home = Path.home()
    except RuntimeError:  # neither HOME nor a passwd entry, as in a container with an arbitrary user id
        return NOWHERE
    return home if home.is_absolute() else NOWHERE


def builtin_folder(kind: Literal["presets", "themes"]) -> Path:
    """Return the folder of the built-in presets or themes.

    A wheel has it inside the package; a checkout, and so an editable install, has it beside the package.
    Raises StorageError: it is in neither place: the installation is damaged.
    """
    package = Path(wizard.__file__).parent
    for folder in (package / kind, package.parent / kind):
        if folder.is_dir():
            return folder
    message = _(
        "The built-in {kind} were not found beside {path}. Install bcw again: "
        "pip install --force-reinstall batchcompute-wizard"
    )
    raise StorageError(message.format(kind=kind, path=format_path(package)))


def user_folder(kind: Kind) -> Path:
    """Return a folder of the user; ``cache`` is the one of what can be fetched again."""
    import platformdirs

    try:
        folder = Path(getattr(platformdirs, f"user_{kind}_dir")(NAME, appauthor=False))
    except RuntimeError:  # as in `home_folder`; older versions give "~/…" instead
        return NOWHERE
    return folder if folder.is_absolute() else NOWHERE


def _locate(kind: Kind, name: str) -> Path:
    return user_folder(kind) / name


settings_file = partial(_locate, "config", "settings.json")
profiles_file = partial(_locate, "config", "targets.json")  # as version 0.1.0 named it
themes_folder = partial(_locate, "config", "themes")
presets_folder = partial(_locate, "data", "presets")
sandbox_file = partial(_locate, "data", "sandbox.sqlite3")
drafts_folder = partial(_locate, "state", "drafts")
journal_folder = partial(_locate, "state", "journal")
recent_file = partial(_locate, "state", "recent.json")
accounts_folder = partial(_locate, "cache", "accounts")  # the accounts' own lists
