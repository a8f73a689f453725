"""The targets that the user added, and their secrets where the system has no keyring for them.

Two files, both closed to others: `targets.json` says where to and as whom, and holds no secret;
`credentials.json` beside it holds the secrets of those targets that no keyring keeps.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from wizard.storage.errors import AlreadyThere, NotThere, StoreError, say
from wizard.storage.files import PRIVATE, make_folder, read_bytes, write_atomically
from wizard.storage.locks import PATIENCE, acquire

FORMAT = 1
LONGEST_NAME = 64
RESERVED = ("sandbox", "environment", "bcs", "aliyun")
"""Names that other places go by."""

Keep = Literal["keyring", "file"]
KEEPS: tuple[Keep, ...] = ("keyring", "file")

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class SavedTarget:
    """A target as it is kept: everything but its secret.

    Attributes:
        name: What the user calls it.
        region: Its region.
        endpoint: An address of its own, or ``""`` for the region's public one.
        access_key_id: Names the key; no secret.
        keep: Where the secret is: in the system's keyring, or in a file beside this one.
    """

    name: str
    region: str
    endpoint: str
    access_key_id: str
    keep: Keep


@dataclass(frozen=True, slots=True)
class Secret:
    """The secret half of a key; a representation never shows it.

    Attributes:
        secret: Signs.
        token: That of temporary (STS) credentials, or ``""``.
    """

    secret: str = field(repr=False)
    token: str = field(default="", repr=False)

    def to_text(self) -> str:
        """Both as one text, as a keyring keeps it."""
        return json.dumps({"secret": self.secret, "token": self.token})

    @classmethod
    def from_text(cls, text: str) -> "Secret | None":
        """What `to_text` made; None where the text is something else."""
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return None
        return _secret(found)


def check_name(name: str) -> None:
    """Judges the name of a target.

    Raises:
        StoreError: It cannot be one; the message says what can.
    """
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME or name.lower() in RESERVED:
        raise StoreError("target-name", name=name, longest=LONGEST_NAME, reserved=", ".join(RESERVED))


class TargetsFile:
    """The saved targets. Reading never changes anything; several processes may write.

    Args:
        path: The file; neither it nor its folder needs to exist.
        patience: Seconds to wait for another process that changes it.
    """

    def __init__(self, path: Path, *, patience: float = PATIENCE) -> None:
        self._patience = patience
        self.path = path

    @property
    def credentials(self) -> Path:
        """The file of the secrets that no keyring keeps."""
        return self.path.with_name("credentials.json")

    def all(self) -> dict[str, SavedTarget]:
        """The targets by name, in the order in which they were added.

        Raises:
            StoreError: The file cannot be read, or is none of ours.
        """
        return _targets(self._tree(), self.path)

    def current(self) -> str | None:
        """The name of the target that was chosen, which may be one of another place; None before that.

        Raises:
            StoreError: The file cannot be read, or is none of ours.
        """
        chosen = self._tree().get("current")
        return chosen if isinstance(chosen, str) and chosen else None

    def add(self, target: SavedTarget, *, overwrite: bool = False) -> None:
        """Keeps a target; the first one is chosen by that, where nothing was chosen before.

        Raises:
            AlreadyThere: There is one of that name, and `overwrite` is false.
            StoreError: The name cannot be one, or the file cannot be read or written.
        """
        check_name(target.name)

        def change(tree: dict[str, Any]) -> None:
            known = _targets(tree, self.path)
            if target.name in known and not overwrite:
                raise AlreadyThere("target-exists", name=target.name)
            if not known and not tree.get("current"):
                tree["current"] = target.name
            before = tree.get("targets", {}).get(target.name, {})
            tree["targets"] = {**tree.get("targets", {}), target.name: {**before, **_record(target)}}

        self._change(change)

    def choose(self, name: str | None) -> None:
        """Chooses the target that is used where none is named; None chooses nothing.

        Raises:
            StoreError: The file cannot be read or written.
        """
        self._change(lambda tree: tree.update(current=name))

    def remove(self, name: str) -> SavedTarget:
        """Forgets a target, and its secret where that is in the file; what it was is returned.

        Raises:
            NotThere: There is none of that name.
            StoreError: A file cannot be read or written.
        """

        def change(tree: dict[str, Any]) -> SavedTarget:
            known = _targets(tree, self.path)
            if name not in known:
                raise NotThere("target-missing", name=name)
            tree["targets"] = {key: value for key, value in tree["targets"].items() if key != name}
            if tree.get("current") == name:
                tree["current"] = None
            return known[name]

        removed = self._change(change)
        self.forget_secret(name)
        return removed

    def secret(self, name: str) -> Secret | None:
        """The secret of a target, from the file; None where it is not there.

        Raises:
            StoreError: The file cannot be read, or is none of ours.
        """
        return _secret(_read(self.credentials).get("secrets", {}).get(name))

    def keep_secret(self, name: str, secret: Secret) -> None:
        """Keeps the secret of a target in the file.

        Raises:
            StoreError: The file cannot be read or written.
        """
        record = {"secret": secret.secret, **({"token": secret.token} if secret.token else {})}
        with self._turn():
            tree = _read(self.credentials)
            tree["secrets"] = {**tree.get("secrets", {}), name: record}
            _write(self.credentials, tree)

    def forget_secret(self, name: str) -> None:
        """Takes the secret of a target out of the file.

        Raises:
            StoreError: The file cannot be read or written.
        """
        with self._turn():
            tree = _read(self.credentials)
            if name in tree.get("secrets", {}):
                tree["secrets"] = {key: value for key, value in tree["secrets"].items() if key != name}
                _write(self.credentials, tree)

    def _tree(self) -> dict[str, Any]:
        return _read(self.path)

    def _change(self, change: Callable[[dict[str, Any]], _Result]) -> _Result:
        with self._turn():
            tree = self._tree()
            result = change(tree)
            _write(self.path, tree)
            return result

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Nobody else changes the files meanwhile."""
        make_folder(self.path.parent)
        lock = acquire(self.path.with_name(f".{self.path.name}.lock"), patience=self._patience)
        try:
            yield
        finally:
            lock.release()


def _read(path: Path) -> dict[str, Any]:
    """The object in a file; empty where there is no file."""
    try:
        tree = json.loads(read_bytes(path))
    except NotThere:
        return {}
    except (ValueError, RecursionError) as error:
        raise StoreError("targets-broken", path=path) from error
    if not isinstance(tree, dict):
        raise StoreError("targets-broken", path=path)
    number = tree.get("format", FORMAT)
    if type(number) is not int or number != FORMAT:
        raise StoreError("targets-format", path=path, format=ascii(number), known=FORMAT)
    for member in ("targets", "secrets"):
        if not isinstance(tree.get(member, {}), dict):
            raise StoreError("targets-broken", path=path)
    return tree


def _write(path: Path, tree: Mapping[str, Any]) -> None:
    data = json.dumps({"format": FORMAT, **tree}, indent=2) + "\n"
    write_atomically(path, data.encode(), mode=PRIVATE)


def _targets(tree: Mapping[str, Any], path: Path) -> dict[str, SavedTarget]:
    return {name: _target(name, record, path) for name, record in tree.get("targets", {}).items()}


def _target(name: str, record: Any, path: Path) -> SavedTarget:
    members = ("region", "endpoint", "access_key_id", "keep")
    found = [record.get(member) for member in members] if isinstance(record, dict) else []
    texts = [each for each in found if isinstance(each, str)]
    if len(texts) < len(members) or texts[-1] not in KEEPS:
        raise StoreError("targets-member", path=path, member=say("targets-entry", name=name))
    region, endpoint, key, keep = texts
    return SavedTarget(name, region, endpoint, key, cast(Keep, keep))


def _record(target: SavedTarget) -> dict[str, str]:
    return {
        "region": target.region,
        "endpoint": target.endpoint,
        "access_key_id": target.access_key_id,
        "keep": target.keep,
    }


def _secret(found: Any) -> Secret | None:
    if not isinstance(found, dict):
        return None
    secret, token = found.get("secret"), found.get("token", "")
    if not isinstance(secret, str) or not secret or not isinstance(token, str):
        return None
    return Secret(secret, token)
