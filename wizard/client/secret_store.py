"""Secrets of saved profiles: in the system keyring, or in a file that only the user can read."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from wizard.client.errors import ProfileError, TimedOut
from wizard.client.transport import run_with_timeout
from wizard.errors import BcwError, StorageError
from wizard.i18n import _
from wizard.models.profile import SavedProfile, Secret, SecretPlace
from wizard.storage.profiles import ProfileStore

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

TIMEOUT = 10.0
"""Seconds for a keyring to answer: enough to type the password that unlocks it."""

_SERVICE = "batchcompute-wizard"
_MIN_PRIORITY = 1  # keyring's own recommendation; backends below it do not encrypt

_Result = TypeVar("_Result")


class NoKeyring(BcwError):
    """No keyring can be used; the message is a phrase that says why."""


class SecretStore:
    """The secrets of saved profiles."""

    def __init__(self, file: ProfileStore, *, seconds: float = TIMEOUT) -> None:
        self._file, self._seconds = file, seconds

    def set(self, name: str, secret: Secret, *, where: SecretPlace | None = None) -> tuple[SecretPlace, str]:
        """Store a secret, by default in the keyring if possible, and return where, as a value and in words.

        Raises NoKeyring: the keyring was requested, and there is none.
        """
        text = _("The secret is stored in {path}, which only you can read.")
        reason = ""
        if where != "file":
            try:
                self._ask(lambda: _set(name, secret))
                return "keyring", _("The secret is stored in the system keyring.")
            except NoKeyring as error:
                if where == "keyring":
                    raise
                reason = str(error)
                text = _("The secret is stored in {path}, which only you can read: {reason}.")
        self._file.set_secret(name, secret)
        return "file", text.format(path=self._file.credentials, reason=reason)

    def get(self, profile: SavedProfile) -> Secret:
        """Return the secret of a saved profile. Raises ProfileError: it cannot be read."""
        try:
            if profile.keep == "keyring":
                found = self._ask(lambda: _get(profile.name))
            else:
                found = self._file.get_secret(profile.name)
        except NoKeyring as error:
            text = _(
                "Cannot read the secret of profile {name} from the system keyring: {reason}. Unlock it and "
                "try again, or store the secret in a file: bcw profiles add {name} --replace --keep file"
            )
            raise ProfileError(text.format(name=profile.name, reason=error)) from None
        except StorageError as error:
            text = _("Cannot read the secret of profile {name}: {reason}")
            raise ProfileError(text.format(name=profile.name, reason=error)) from None
        if found is None:
            text = _(
                "The secret of profile {name} is gone. Enter it again: bcw profiles add {name} --replace"
            )
            raise ProfileError(text.format(name=profile.name))
        return found

    def delete(self, profile: SavedProfile) -> str:
        """Delete the secret of a removed profile from the keyring; return a message if that failed."""
        try:
            if profile.keep == "keyring":
                self._ask(lambda: _delete(profile.name))
        except NoKeyring as error:
            text = _("The secret of {name} may still be in the system keyring: {reason}.")
            return text.format(name=profile.name, reason=error)
        return ""

    def _ask(self, work: Callable[[], _Result]) -> _Result:
        def ask() -> _Result:
            try:
                return work()
            except NoKeyring:
                raise
            except Exception as error:
                # Backends raise anything; the text might contain the secret.
                text = _("the system keyring failed ({kind})")
                raise NoKeyring(text.format(kind=type(error).__name__)) from None

        try:
            return run_with_timeout(ask, seconds=self._seconds, host="")
        except TimedOut:
            text = _("the system keyring did not respond within {seconds} s")
            raise NoKeyring(text.format(seconds=f"{self._seconds:g}")) from None


def _set(name: str, secret: Secret) -> None:
    _get_backend().set_password(_SERVICE, name, secret.model_dump_json())
    if _get(name) != secret:
        raise NoKeyring(_("the system keyring does not return what was stored"))


def _get(name: str) -> Secret | None:
    stored = _get_backend().get_password(_SERVICE, name)
    try:
        return None if stored is None else Secret.parse(json.loads(stored))
    except (ValueError, RecursionError):  # not written by `_set`
        return None


def _delete(name: str) -> None:
    backend = _get_backend()
    if backend.get_password(_SERVICE, name) is not None:
        backend.delete_password(_SERVICE, name)


def _get_backend() -> "KeyringBackend":
    import keyring

    backend = keyring.get_keyring()
    if backend.priority < _MIN_PRIORITY:
        raise NoKeyring(_("this system has no usable keyring"))
    return backend
