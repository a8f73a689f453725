"""What the user has set once and for all, as verbs use it."""

from wizard.cli.output import complain
from wizard.storage import locations
from wizard.storage.settings import SettingsFile


def silenced_by_settings() -> frozenset[str]:
    """The rules that the settings silence; what is wrong with the settings is said, and passed over."""
    settings, problems = SettingsFile(locations.settings_file()).load()
    for problem in problems:
        complain(problem)
    return frozenset(settings.ignore)
