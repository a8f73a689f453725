"""Where everything of the user's lies. Nothing is made or read here; whoever writes makes the folder.

Each is a function, not a constant: the environment decides, and it is asked at the moment of use.
"""

from pathlib import Path

NAME = "batchcompute-wizard"


def config_folder() -> Path:
    """What the user sets up: settings, targets, themes of their own."""
    import platformdirs

    return Path(platformdirs.user_config_dir(NAME, appauthor=False))


def data_folder() -> Path:
    """What the user makes and keeps: presets, the clusters of the sandbox."""
    import platformdirs

    return Path(platformdirs.user_data_dir(NAME, appauthor=False))


def state_folder() -> Path:
    """What goes with this machine: drafts, the journal."""
    import platformdirs

    return Path(platformdirs.user_state_dir(NAME, appauthor=False))


def cache_folder() -> Path:
    """What can be fetched again: lists of accounts."""
    import platformdirs

    return Path(platformdirs.user_cache_dir(NAME, appauthor=False))


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
