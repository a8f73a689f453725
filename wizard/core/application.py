"""The application: what every front end works with."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wizard.errors import StorageError
from wizard.storage import locations
from wizard.storage.settings import SettingsFile

if TYPE_CHECKING:
    from wizard.core.actions.clusters import Clusters
    from wizard.core.actions.context import ProfileContext
    from wizard.core.actions.drafts import Drafts
    from wizard.core.actions.export import Exports
    from wizard.core.actions.library import Library
    from wizard.core.actions.profiles import Profiles
    from wizard.core.actions.submissions import Submissions


def _lazy(target: str, *needed: str) -> Any:
    """Return a property that is created when it is first used, of attributes of the application."""

    def create(application: "Application") -> Any:
        from pkgutil import resolve_name  # not needed for the first frame

        create_actions = resolve_name(f"wizard.core.actions.{target}")
        return create_actions(*(attrgetter(each)(application) for each in needed))

    return cached_property(create)


class Application:
    """The actions of the application.

    Only the settings are read, and nothing is written, to create it. The actions are imported when they are
    first used: the first frame of the screens needs none.

    Attributes:
        settings: The user's settings.
        problems: What is wrong with their file.
    """

    _context: "ProfileContext" = _lazy("context:ProfileContext", "_environ")
    library: "Library" = _lazy("library:Library")
    drafts: "Drafts" = _lazy("drafts:Drafts", "library.digests")
    profiles: "Profiles" = _lazy("profiles:Profiles", "_context")
    submissions: "Submissions" = _lazy("submissions:Submissions", "_context")
    clusters: "Clusters" = _lazy("clusters:Clusters", "_context")
    exports: "Exports" = _lazy("export:Exports", "_context")

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self._environ = os.environ if environ is None else environ
        self._settings_file = SettingsFile(locations.settings_file())
        self.settings, self.problems = self._settings_file.load()

    def remember(self, **changes: str) -> None:
        """Store settings; an error in storing them is added to the problems."""
        self.settings = self.settings.model_copy(update=changes)
        try:
            self._settings_file.change(**changes)
        except StorageError as error:
            self.problems.append(str(error))


@dataclass(frozen=True, slots=True)
class ExitResult:
    """The wizard's exit code and the messages to print after it.

    Attributes:
        error: The unexpected error that ended the wizard; its message may contain a secret.
    """

    code: int
    lines: tuple[str, ...] = ()
    error: Exception | None = field(default=None, repr=False)


def list_theme_folders() -> list[Path]:
    """Return the folders of themes: the built-in ones, then the user's own."""
    try:
        shipped = [locations.builtin_folder("themes")]
    except StorageError:  # the wizard also works without themes
        shipped = []
    return [*shipped, locations.themes_folder()]
