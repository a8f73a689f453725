"""The application: what every front end works with."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from wizard.core.actions.clusters import Clusters
from wizard.core.actions.context import ProfileContext
from wizard.core.actions.drafts import Drafts
from wizard.core.actions.export import Exports
from wizard.core.actions.library import Library
from wizard.core.actions.profiles import Profiles
from wizard.core.actions.submissions import Submissions
from wizard.errors import StorageError
from wizard.storage import locations
from wizard.storage.settings import SettingsFile


class Settings:
    """The user's settings."""

    def __init__(self) -> None:
        self._file = SettingsFile(locations.settings_file())
        settings, self.problems = self._file.load()
        self.theme = settings.theme
        self.language = settings.language
        self.ignored = frozenset(settings.ignore)
        self.keymap: Mapping[str, str] = settings.keymap

    def remember(self, name: Literal["theme", "language"], value: str) -> None:
        """Store a setting; that it cannot be stored is added to the problems."""
        setattr(self, name, value)
        try:
            self._file.change(**{name: value})
        except StorageError as error:
            self.problems.append(str(error))


class Application:
    """The actions of the application. Only the settings are read, and nothing is written, to create it."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        context = ProfileContext(os.environ if environ is None else environ)
        self.library = Library()
        self.drafts = Drafts(self.library.digests)
        self.settings = Settings()
        self.profiles = Profiles(context)
        self.submissions = Submissions(context)
        self.clusters = Clusters(context)
        self.exports = Exports(context)


@dataclass(frozen=True, slots=True)
class ExitResult:
    """The wizard's exit code and the messages to print after it.

    Attributes:
        mistake: The error in the wizard that ended it, or ``None``. Its message may contain a secret.
    """

    code: int
    lines: tuple[str, ...] = ()
    mistake: Exception | None = field(default=None, repr=False)


def theme_folders() -> list[Path]:
    """Return the folders of themes: the built-in ones, then the user's own."""
    try:
        shipped = [locations.builtin_folder("themes")]
    except StorageError:  # a wizard in plain colours is better than none
        shipped = []
    return [*shipped, locations.themes_folder()]
