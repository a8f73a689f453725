"""The user's settings: one JSON file that people may edit by hand."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from wizard.storage.errors import NotThere, StoreError, say
from wizard.storage.files import PUBLIC, make_folder, read_bytes, write_atomically
from wizard.storage.texts import WANTED


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user has set. Each has a default, so that a setting that is missing is none to worry about."""

    theme: str = "dark"
    """Name of the theme."""

    silenced: frozenset[str] = frozenset()
    """Rules whose warnings and notes are not shown."""

    keymap: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Keys of the user's own: the id of a binding and the keys for it, separated by commas."""

    last_target: str | None = None
    """Name of the target that was used last, or None."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings as they were read.

    Attributes:
        settings: The settings; defaults in place of what could not be read.
        problems: What was passed over and why, each a sentence for the user.
    """

    settings: Settings
    problems: tuple[str, ...] = ()


class SettingsFile:
    """The file of the settings. Reading never changes it; keys in it that this version does not know survive.

    Args:
        path: The file. Neither it nor its folder needs to exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> Loaded:
        """Reads the settings. Never raises: what is broken is passed over and reported."""
        try:
            tree = self._tree()
        except StoreError as error:
            return Loaded(Settings(), (str(error),))
        if tree is None:
            return Loaded(Settings(), (say("settings-broken", path=self.path, kept=self._aside().name),))
        values: dict[str, Any] = {}
        problems: list[str] = []
        for name, (wanted, is_right) in _MEMBERS.items():
            if name not in tree:
                continue
            if is_right(tree[name]):
                values[name] = tree[name]
            else:
                problems.append(say("settings-member", path=self.path, member=name, wanted=WANTED[wanted]))
        if "silenced" in values:
            values["silenced"] = frozenset(values["silenced"])
        if "keymap" in values:
            values["keymap"] = MappingProxyType(values["keymap"])
        return Loaded(Settings(**values), tuple(problems))

    def change(self, **changes: Any) -> Settings:
        """Changes some settings, and leaves all others as they stand in the file now.

        A file that is no JSON object is kept beside the new one.

        Args:
            changes: New values by the names of :class:`Settings`.

        Returns:
            The settings, as they are now.

        Raises:
            StoreError: The file cannot be read or written.
            TypeError: A name is no setting, or a value is not of its type.
        """
        written = {name: _plain(value) for name, value in changes.items()}
        for name, value in written.items():
            if name not in _MEMBERS or not _MEMBERS[name][1](value):
                raise TypeError(name)
        tree = self._tree()
        make_folder(self.path.parent)
        if tree is None:
            write_atomically(self._aside(), read_bytes(self.path), mode=PUBLIC, overwrite=False)
            tree = {}
        data = json.dumps({**tree, **written}, ensure_ascii=False, indent=2) + "\n"
        write_atomically(self.path, data.encode(errors="surrogatepass"), mode=PUBLIC)
        return self.load().settings

    def _tree(self) -> dict[str, Any] | None:
        """The object in the file: empty where there is no file, None where the file holds something else."""
        try:
            tree = json.loads(read_bytes(self.path))
        except NotThere:
            return {}
        except (ValueError, RecursionError):
            return None
        return tree if isinstance(tree, dict) else None

    def _aside(self) -> Path:
        """Where a broken file is kept: a name that is not taken."""
        path, number = self.path.with_name(f"{self.path.name}.broken"), 1
        while path.exists() or path.is_symlink():
            number += 1
            path = self.path.with_name(f"{self.path.name}.broken-{number}")
        return path


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, set | frozenset | tuple):
        return sorted(value)
    return dict(value) if isinstance(value, Mapping) else value


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_text_or_none(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _are_texts_by_name(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())


_MEMBERS = {
    "theme": ("text", _is_text),
    "silenced": ("texts", _are_texts),
    "keymap": ("texts-by-name", _are_texts_by_name),
    "last_target": ("text", _is_text_or_none),
}
