"""Where the files of the user and of the installation are. Nothing is created or read here.

Each location is a function because the environment is read when it is used.
"""

from pathlib import Path
from typing import Literal

import wizard
from wizard.errors import StorageError
from wizard.i18n import _
from wizard.text import format_path

NAME = "batchcompute-wizard"

NOWHERE = Path("/dev/null/no-home")
"""The folder of a user without a home folder: nothing is there, and nothing can be created there."""


def home_folder() -> Path:
    """Return the user's home folder; :data:`NOWHERE` without one."""
    try:
        home = Path.home()
    except RuntimeError:  # neither HOME nor a passwd entry, as in a container with an arbitrary user id
        return NOWHERE
    return home if home.is_absolute() else NOWHERE


def settings_file() -> Path:
    return user_folder("config") / "settings.json"


def profiles_file() -> Path:
    """Return the file of the saved profiles, which version 0.1.0 called targets."""
    return user_folder("config") / "targets.json"


def themes_folder() -> Path:
    return user_folder("config") / "themes"


def presets_folder() -> Path:
    return user_folder("data") / "presets"


def sandbox_file() -> Path:
    return user_folder("data") / "sandbox.sqlite3"


def drafts_folder() -> Path:
    return user_folder("state") / "drafts"


def journal_folder() -> Path:
    return user_folder("state") / "journal"


def recent_file() -> Path:
    return user_folder("state") / "recent.json"


def accounts_folder() -> Path:
    """Return the folder of the accounts' own lists."""
    return user_folder("cache") / "accounts"


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


def user_folder(kind: Literal["config", "data", "state", "cache"]) -> Path:
    """Return a folder of the user; ``cache`` is the one of what can be fetched again."""
    import platformdirs

    try:
        folder = Path(getattr(platformdirs, f"user_{kind}_dir")(NAME, appauthor=False))
    except RuntimeError:  # as in `home_folder`; older versions give "~/…" instead
        return NOWHERE
    return folder if folder.is_absolute() else NOWHERE
