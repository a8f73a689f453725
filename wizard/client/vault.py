"""Where the secrets of saved targets are: the system's keyring, or a file that nobody else can read.

A keyring may want to be unlocked, or may never answer at all: it is asked in a thread of its own, and waited
for no longer than agreed. The library for it is imported in that thread, when it is needed.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from wizard.client.bounded import OutOfTime, run_bounded
from wizard.client.errors import BadCredentials
from wizard.client.texts import Sentence
from wizard.errors import StorageError
from wizard.models.profile import SavedProfile, Secret, SecretPlace
from wizard.storage.profiles import ProfileStore

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

__all__ = ["PATIENCE", "Kept", "NoKeyring", "Vault"]

PATIENCE = 10.0
"""Seconds that a keyring has to answer: enough to type the password that unlocks it."""

_SERVICE = "batchcompute-wizard"
_RECOMMENDED = 1
"""From this priority on the library itself recommends a backend; below it are those that encrypt nothing."""

_Result = TypeVar("_Result")


class NoKeyring(Exception):
    """There is no keyring that can be used.

    Attributes:
        sentence: why.
    """

    def __init__(self, sentence_id: str, **values: object) -> None:
        super().__init__(sentence_id)
        self.sentence = Sentence(sentence_id, values)


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a secret was put.

    Attributes:
        keep: in the keyring, or in the file.
        sentence: the same in words, with the reason where it is not the keyring.
    """

    keep: SecretPlace
    sentence: Sentence


class Vault:
    """The secrets of saved targets.

    Args:
        file: the saved targets.
        seconds: how long a keyring is waited for.
    """

    def __init__(self, file: ProfileStore, *, seconds: float = PATIENCE) -> None:
        self._file, self._seconds = file, seconds

    def keep(self, name: str, secret: Secret, *, where: SecretPlace | None = None) -> Kept:
        """Keeps the secret of a target; without `where` in the keyring, if there is one, else in the file.

        Raises:
            NoKeyring: the keyring was asked for, and there is none.
            StorageError: the file cannot be written.
        """
        reason: Sentence | None = None
        if where != "file":
            try:
                self._ask(lambda: _put(name, secret))
            except NoKeyring as error:
                if where == "keyring":
                    raise
                reason = error.sentence
            else:
                return Kept("keyring", Sentence("vault.keyring"))
        self._file.set_secret(name, secret)
        values: dict[str, object] = {"path": str(self._file.credentials), "reason": reason or ""}
        return Kept("file", Sentence("vault.file_because" if reason else "vault.file", values))

    def fetch(self, target: SavedProfile) -> Secret:
        """The secret of a saved target.

        Raises:
            BadCredentials: it cannot be had.
        """
        try:
            if target.keep == "keyring":
                found = self._ask(lambda: _get(target.name))
            else:
                found = self._file.get_secret(target.name)
        except NoKeyring as error:
            raise BadCredentials("credentials.locked", name=target.name, reason=error.sentence) from None
        except StorageError as error:
            raise BadCredentials("credentials.unreadable", name=target.name, reason=str(error)) from None
        if found is None:
            raise BadCredentials("credentials.gone", name=target.name)
        return found

    def forget(self, target: SavedProfile) -> Sentence | None:
        """Forgets the secret of a target that is gone; what could not be forgotten is said."""
        if target.keep != "keyring":
            return None
        try:
            self._ask(lambda: _drop(target.name))
        except NoKeyring as error:
            return Sentence("vault.left", {"name": target.name, "reason": error.sentence})
        return None

    def _ask(self, work: Callable[[], _Result]) -> _Result:
        def asked() -> _Result:
            try:
                return work()
            except NoKeyring:
                raise
            except Exception as error:
                # Backends raise whatever their system does. Its text might hold what was to be kept.
                raise NoKeyring("vault.failed", kind=type(error).__name__) from None

        try:
            return run_bounded(asked, seconds=self._seconds)
        except OutOfTime:
            raise NoKeyring("vault.slow", seconds=f"{self._seconds:g}") from None


def _put(name: str, secret: Secret) -> None:
    keyring = _usable()
    keyring.set_password(_SERVICE, name, secret.model_dump_json())
    if _get(name) != secret:
        raise NoKeyring("vault.forgetful")


def _get(name: str) -> Secret | None:
    kept = _usable().get_password(_SERVICE, name)
    try:
        return None if kept is None else Secret.parse(json.loads(kept))
    except (ValueError, RecursionError):  # not what `_put` wrote
        return None


def _drop(name: str) -> None:
    keyring = _usable()
    if keyring.get_password(_SERVICE, name) is not None:
        keyring.delete_password(_SERVICE, name)


def _usable() -> "KeyringBackend":
    try:
        import keyring
    except ImportError:
        raise NoKeyring("vault.none") from None
    backend = keyring.get_keyring()
    if backend.priority < _RECOMMENDED:
        raise NoKeyring("vault.none")
    return backend
