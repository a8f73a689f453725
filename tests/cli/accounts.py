"""A billed account, which is a sandbox that accepts another key than its own."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from wizard.client.api import Client
from wizard.client.credentials import Credentials, Profile, make_sandbox_profile
from wizard.models.profile import SavedProfile, Secret
from wizard.sandbox import RunningSandbox
from wizard.sandbox.app import KEYS
from wizard.storage import locations
from wizard.storage.profiles import ProfileStore

KEY_ID, KEY_SECRET = "LTAI-prod", "very-secret-key"
ACCOUNT = Credentials(KEY_ID, KEY_SECRET)
BILLED = "Account and region: prod · cn-beijing", "Billed until deleted."  # in every confirmation
ALIYUN_PROFILE = {
    "name": "default",
    "mode": "AK",
    "access_key_id": "LTAI-aliyun",
    "access_key_secret": "very-secret-too",
    "region_id": "cn-hangzhou",
}


def let_in(monkeypatch: pytest.MonkeyPatch, key: str = KEY_ID, secret: str = KEY_SECRET) -> None:
    """Let sandboxes accept the account's key."""
    monkeypatch.setitem(KEYS, key, secret)


def save(name: str, endpoint: str = "", *, region: str = "cn-beijing", key: str = KEY_ID) -> ProfileStore:
    file = ProfileStore(locations.profiles_file())
    file.set_secret(name, Secret(secret=KEY_SECRET))
    file.add(SavedProfile(name=name, region=region, endpoint=endpoint, access_key_id=key, keep="file"))
    return file


def save_aliyun(*profiles: dict[str, Any]) -> Path:
    """Save profiles as `aliyun` does, the current one first; each is the default one with changes."""
    saved = [{**ALIYUN_PROFILE, **each} for each in profiles]
    file = Path.home() / ".aliyun" / "config.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({"current": saved[0]["name"], "profiles": saved}))
    file.chmod(0o600)
    return file


def everything_below(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def client(sandbox: RunningSandbox, credentials: Credentials | None = None) -> Client:
    """Return a client of a sandbox, by default with the sandbox's own credentials."""
    profile = credentials and Profile("", sandbox.url, "cn-beijing", credentials)
    return Client(profile or make_sandbox_profile(sandbox.url))


def ids(sandbox: RunningSandbox, credentials: Credentials | None = None) -> list[str]:
    return [each["Id"] for each in client(sandbox, credentials).iter_clusters()]


@contextmanager
def stopped(sandbox: RunningSandbox) -> Iterator[None]:
    """Stop a sandbox, and keep its port so that no other test gets it meanwhile."""
    sandbox.stop()
    with socket.socket() as kept:
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        kept.bind(("127.0.0.1", urlsplit(sandbox.url).port))
        yield
