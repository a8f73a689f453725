"""Where everything of the user's lies. Nothing is made or read here; whoever writes makes the folder.

Each is a function, not a constant: the environment decides, and it is asked at the moment of use.
"""

from pathlib import Path
from typing import Literal

NAME = "batchcompute-wizard"

NOWHERE = Path("/dev/null/no-home")
"""The folder of a user without a home folder: nothing is there, and nothing can be made there."""


def home_folder() -> Path:
    """The user's home folder, where other programs keep their files; :data:`NOWHERE` without one."""
    try:
        home = Path.home()
    except RuntimeError:  # neither HOME nor a passwd entry, as in a container with an arbitrary user id
        return NOWHERE
    return home if home.is_absolute() else NOWHERE


def config_folder() -> Path:
    """What the user sets up: settings, targets, themes of their own."""
    return _folder("config")


def data_folder() -> Path:
    """What the user makes and keeps: presets, the clusters of the sandbox."""
    return _folder("data")


def state_folder() -> Path:
    """What goes with this machine: drafts, the journal."""
    return _folder("state")


def cache_folder() -> Path:
    """What can be fetched again: lists of accounts."""
    return _folder("cache")


def settings_file() -> Path:
    """The user's settings."""
    return config_folder() / "settings.json"


def targets_file() -> Path:
    """Accounts, regions and endpoints that the user added."""
    return config_folder() / "targets.json"


def themes_folder() -> Path:
    """Themes of the user's own."""
    return config_folder() / "themes"


def presets_folder() -> Path:
    """Presets of the user's own."""
    return data_folder() / "presets"


def sandbox_file() -> Path:
    """The database of the sandbox."""
    return data_folder() / "sandbox.sqlite3"


def drafts_folder() -> Path:
    """Drafts of wizards that run, or that did not end as they should."""
    return state_folder() / "drafts"


def journal_folder() -> Path:
    """What was sent, and what came of it."""
    return state_folder() / "journal"


def accounts_folder() -> Path:
    """What accounts can choose from, as their targets said it."""
    return cache_folder() / "accounts"


def _folder(kind: Literal["config", "data", "state", "cache"]) -> Path:
    import platformdirs

    try:
        folder = Path(getattr(platformdirs, f"user_{kind}_dir")(NAME, appauthor=False))
    except RuntimeError:  # as in `home_folder`; older versions give "~/…" instead
        return NOWHERE
    return folder if folder.is_absolute() else NOWHERE
