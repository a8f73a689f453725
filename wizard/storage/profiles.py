"""The saved profiles, and their secrets where the system has no keyring.

Two files that only the user can read: ``targets.json`` holds the profiles without secrets;
``credentials.json`` beside it holds the secrets of those profiles that no keyring keeps.
"""

import json
import re
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

from wizard.errors import AlreadyExistsError, BrokenFileError, InvalidNameError, NotFoundError
from wizard.i18n import _, join_names
from wizard.models.profile import CredentialsContent, ProfilesContent, SavedProfile, Secret
from wizard.models.stored import InvalidContentError
from wizard.storage.files import (
    PATIENCE,
    PRIVATE,
    acquire_lock,
    delete_temporaries,
    read_bytes,
    write_atomically,
)
from wizard.text import format_path

LONGEST_NAME = 64
RESERVED = ("sandbox", "environment", "bcs", "aliyun")
"""Names of the profiles that come from elsewhere."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_Content = TypeVar("_Content", ProfilesContent, CredentialsContent)


def check_name(name: str) -> None:
    """Check the name of a profile. Raises InvalidNameError, whose message says which names are possible."""
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME or name.lower() in RESERVED:
        message = _(
            "{name} cannot be the name of a profile. Use at most {longest} letters, digits, dots, "
            "underscores and hyphens, and begin with a letter or a digit. Not available: {reserved}."
        )
        shown, reserved = ascii(name), join_names(RESERVED)
        raise InvalidNameError(message.format(name=shown, longest=LONGEST_NAME, reserved=reserved))


class ProfileStore:
    """The saved profiles. Reading never changes anything; several processes may write.

    Methods raise a StorageError if a file cannot be read or written, or if its content is invalid.
    """

    def __init__(self, path: Path, *, patience: float = PATIENCE) -> None:
        self.path = path
        self._patience = patience

    @property
    def credentials(self) -> Path:
        """The file of the secrets that no keyring keeps."""
        return self.path.with_name("credentials.json")

    def all(self) -> dict[str, SavedProfile]:
        """Return the profiles by name, in the order in which they were added."""
        saved = _read(self.path, ProfilesContent).targets
        return {name: each.model_copy(update={"name": name}) for name, each in saved.items()}

    def current(self) -> str | None:
        """Return the name of the default profile, which need not be a saved one; ``None`` for none."""
        return _read(self.path, ProfilesContent).current or None

    def check_available(self, name: str, *, overwrite: bool = False) -> None:
        """Check the name of a new profile."""
        check_name(name)
        if not overwrite and name in _read(self.path, ProfilesContent).targets:
            message = _("A profile named {name} already exists. Choose another name, or remove it first.")
            raise AlreadyExistsError(message.format(name=name))

    def add(self, profile: SavedProfile, *, overwrite: bool = False) -> None:
        """Save a profile; the first one becomes the default if there is none.

        Raises AlreadyExistsError: there is one of that name, and `overwrite` is false.
        """
        check_name(profile.name)
        with self._lock():
            self.check_available(profile.name, overwrite=overwrite)
            content = _read(self.path, ProfilesContent)
            current = content.current or (None if content.targets else profile.name)
            targets = {**content.targets, profile.name: profile}
            _write(self.path, ProfilesContent(current=current, targets=targets))

    def choose(self, name: str | None) -> None:
        """Set the default profile; ``None`` for none."""
        with self._lock():
            content = _read(self.path, ProfilesContent)
            _write(self.path, content.model_copy(update={"current": name}))

    def remove(self, name: str) -> SavedProfile:
        """Delete a profile, and its secret in the file. Raises NotFoundError: there is none of that name."""
        removed = self.all().get(name)
        if removed is None:
            message = _("There is no saved profile named {name}. bcw profiles list shows all profiles.")
            raise NotFoundError(message.format(name=name))
        self.delete_secret(name)  # first: a removal that fails halfway can be repeated
        with self._lock():
            content = _read(self.path, ProfilesContent)
            targets = {key: value for key, value in content.targets.items() if key != name}
            current = None if content.current == name else content.current
            _write(self.path, ProfilesContent(current=current, targets=targets))
        return removed

    def get_secret(self, name: str) -> Secret | None:
        return _read(self.credentials, CredentialsContent).secrets.get(name)

    def set_secret(self, name: str, secret: Secret) -> None:
        with self._lock():
            secrets = _read(self.credentials, CredentialsContent).secrets
            _write(self.credentials, CredentialsContent(secrets={**secrets, name: secret}))

    def delete_secret(self, name: str) -> None:
        with self._lock():
            secrets = _read(self.credentials, CredentialsContent).secrets
            if name in secrets:
                kept = {key: value for key, value in secrets.items() if key != name}
                _write(self.credentials, CredentialsContent(secrets=kept))

    def _lock(self) -> ExitStack:
        return acquire_lock(self.path.with_name(f".{self.path.name}.lock"), patience=self._patience)


def _read(path: Path, model: type[_Content]) -> _Content:
    """Return the content of a file; the model's defaults if there is no file."""
    try:
        return model.parse(json.loads(read_bytes(path)))
    except NotFoundError:
        return model()
    except InvalidContentError as error:
        message = _("{path}: {problem}")
        raise BrokenFileError(message.format(path=format_path(path), problem=error), path) from error
    except (ValueError, RecursionError) as error:
        message = _("{path} is not valid JSON. Correct it, or move it away and add the profiles again.")
        raise BrokenFileError(message.format(path=format_path(path)), path) from error


def _write(path: Path, content: _Content) -> None:
    """Write a file; the caller holds the lock."""
    delete_temporaries(path)  # they may contain secrets
    data = json.dumps(content.model_dump(), indent=2) + "\n"
    write_atomically(path, data.encode(), mode=PRIVATE)
