"""The user's settings: one JSON file that can be edited by hand."""

import json
from pathlib import Path
from typing import Any

from wizard.errors import NotFoundError, StorageError
from wizard.i18n import _
from wizard.models.settings import Settings
from wizard.models.stored import InvalidContentError
from wizard.storage.files import acquire_lock, read_bytes, write_atomically
from wizard.text import format_path

_OLD_NAMES = {"ignore": "silenced", "last_profile": "last_target"}


class SettingsFile:
    """The file of the settings. Reading never changes it; unknown keys in it are reported and kept."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> tuple[Settings, list[str]]:
        """Return the settings, with defaults for invalid ones, and what is wrong with the file."""
        shown = format_path(self.path)
        try:
            tree = self._read()
        except StorageError as error:
            return Settings(), [str(error)]
        if tree is None:
            message = _(
                "{path} is not a JSON object, so its settings are not used. Correct it. "
                "If a setting is changed before, the file is kept as {kept}."
            )
            return Settings(), [message.format(path=shown, kept=self._find_free_name().name)]
        try:
            return Settings.parse(tree), []
        except InvalidContentError as error:
            invalid = {path[0] for path, _message in error.problems}
            message = _("{path}: {problem} This setting is not used.")
            problems = [message.format(path=shown, problem=each) for _path, each in error.problems]
            return Settings.parse({key: tree[key] for key in tree if key not in invalid}), problems

    def change(self, **changes: Any) -> Settings:
        """Change some settings and leave all others as they are in the file now.

        A file that is not a JSON object is kept beside the new one. Raises InvalidContentError: a name is not
        a setting, or a value is not of its type.
        """
        Settings.parse(changes)
        with acquire_lock(self.path.with_name(f".{self.path.name}.lock"), patience=1):
            tree = self._read()
            if tree is None:
                write_atomically(self._find_free_name(), read_bytes(self.path), overwrite=False)
                tree = {}
            replaced = {_OLD_NAMES.get(name) for name in changes}
            tree = {key: value for key, value in tree.items() if key not in replaced} | changes
            data = json.dumps(tree, ensure_ascii=False, indent=2) + "\n"
            write_atomically(self.path, data.encode(errors="surrogatepass"))
        return self.load()[0]

    def _read(self) -> dict[str, Any] | None:
        """Return the object in the file, ``{}`` if there is no file, ``None`` for anything else."""
        try:
            tree = json.loads(read_bytes(self.path))
        except NotFoundError:
            return {}
        except (ValueError, RecursionError):
            return None
        return tree if isinstance(tree, dict) else None

    def _find_free_name(self) -> Path:
        path, number = self.path.with_name(f"{self.path.name}.broken"), 1
        while path.exists() or path.is_symlink():
            number += 1
            path = self.path.with_name(f"{self.path.name}.broken-{number}")
        return path
