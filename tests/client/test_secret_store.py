"""Where the secrets of saved profiles are stored, and keyrings that do not work."""

import stat
import threading
from collections.abc import Iterator
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from wizard.client.errors import ProfileError
from wizard.client.secret_store import NoKeyring, SecretStore
from wizard.models.profile import SavedProfile, Secret
from wizard.storage import locations
from wizard.storage.profiles import ProfileStore

SECRET = Secret(secret="very-secret", token="very-secret-token")


class FakeKeyring(KeyringBackend):
    """A keyring in memory that can be locked, never answer, or store nothing."""

    priority = 5  # type: ignore[assignment]

    def __init__(self, fault: str = "") -> None:
        super().__init__()
        self.fault, self.over = fault, threading.Event()
        self.stored: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        self._fail()
        return self.stored.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._fail(password)
        if self.fault != "forgetful":
            self.stored[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.stored[service, username]

    def _fail(self, password: str = "very-secret") -> None:
        if self.fault == "locked":
            raise KeyringLocked(password)
        if self.fault == "silent":
            self.over.wait(60)


class PlainTextKeyring(FakeKeyring):
    """A keyring that does not encrypt."""

    priority = 0.5  # type: ignore[assignment]


@pytest.fixture
def use() -> Iterator[Any]:
    """Use a keyring: `use(FakeKeyring())`."""
    usual, used = keyring.get_keyring(), list[FakeKeyring]()

    def use_it(backend: FakeKeyring) -> FakeKeyring:
        keyring.set_keyring(backend)
        used.append(backend)
        return backend

    yield use_it
    keyring.set_keyring(usual)
    for backend in used:
        backend.over.set()


@pytest.fixture
def file() -> ProfileStore:
    return ProfileStore(locations.profiles_file())


def saved(keep: Any) -> SavedProfile:
    return SavedProfile(name="prod", region="cn-beijing", endpoint="", access_key_id="LTAI-prod", keep=keep)


def test_a_secret_is_stored_in_the_keyring_and_in_no_file(use: Any, file: ProfileStore) -> None:
    backend, store = use(FakeKeyring()), SecretStore(file)
    keep, message = store.set("prod", SECRET)
    assert keep == "keyring" and "keyring" in message
    assert not file.credentials.exists()
    assert store.get(saved("keyring")) == SECRET
    assert store.delete(saved("keyring")) == ""
    assert backend.stored == {}
    with pytest.raises(ProfileError, match="Enter it again"):
        store.get(saved("keyring"))
    assert store.delete(saved("keyring")) == ""
    backend.stored["batchcompute-wizard", "prod"] = "not ours"
    with pytest.raises(ProfileError):
        store.get(saved("keyring"))
    assert store.set("prod", SECRET, where="file")[0] == "file"
    assert store.get(saved("file")) == SECRET


def test_without_a_keyring_a_secret_is_stored_in_a_private_file(file: ProfileStore) -> None:
    store = SecretStore(file)
    keep, message = store.set("prod", SECRET)
    assert keep == "file"
    assert str(file.credentials) in message and "no usable keyring" in message
    assert stat.S_IMODE(file.credentials.stat().st_mode) == 0o600
    assert store.get(saved("file")) == SECRET
    with pytest.raises(NoKeyring, match="no usable keyring"):
        store.set("prod", SECRET, where="keyring")


@pytest.mark.parametrize(
    ("backend", "words"),
    [
        (FakeKeyring("locked"), "KeyringLocked"),
        (FakeKeyring("silent"), "did not answer within 0.05 s"),
        (FakeKeyring("forgetful"), "does not return"),
        (PlainTextKeyring(), "no usable keyring"),
    ],
)
def test_an_unusable_keyring(use: Any, file: ProfileStore, backend: Any, words: str) -> None:
    use(backend)
    store = SecretStore(file, seconds=0.05)
    keep, message = store.set("prod", SECRET)
    assert keep == "file"
    assert words in message and "very-secret" not in message
    if backend.fault in ("locked", "silent"):
        with pytest.raises(ProfileError, match="keyring") as caught:
            store.get(saved("keyring"))
        assert "very-secret" not in str(caught.value)
        assert "may still be in" in store.delete(saved("keyring"))
