"""Running `bcw` and checking its result."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from wizard.cli.app import bcw
from wizard.client.api import Client
from wizard.client.credentials import Credentials, Profile, sandbox_profile
from wizard.core.actions.journal import user_journal
from wizard.sandbox import RunningSandbox
from wizard.sandbox.messages import Request

EXAMPLE = Path(__file__).with_name("example.json")
"""The example of the CreateCluster reference, unchanged."""

SECRET = "s3cr3t-of-mine"
TREE: dict[str, Any] = {
    "Name": "a",
    "ImageId": "img-ubuntu-vpc",
    "InstanceType": "ecs.sn1ne.large",
    "Groups": {"g": {"DesiredVMCount": 2, "ResourceType": "OnDemand"}},
}
"""A valid request."""


@dataclass(frozen=True)
class Ran:
    """The exit code and the output of a `bcw`."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """Standard output as text."""
        return self.out.decode()

    @property
    def json(self) -> Any:
        """Standard output, which has to be JSON in ASCII."""
        return json.loads(self.out.decode("ascii"))

    def ends(self, code: int, *words: str) -> "Ran":
        """Check the exit code, and that standard error contains words; return self."""
        assert self.code == code, self
        assert [word for word in words if word not in self.err] == [], self.err
        return self

    def fails(self, code: int, *words: str) -> "Ran":
        """Check as `ends` does, and that standard output is empty; return self."""
        assert self.out == b"", self
        return self.ends(code, *words)


Run = Callable[..., Ran]
Write = Callable[..., Path]


@dataclass
class Creations:
    """The requests that sandboxes received to create a cluster."""

    requests: list[Request] = field(default_factory=list)
    hold_next: bool = False  # whether to create the next cluster, but never respond
    held: threading.Event = field(default_factory=threading.Event)  # set when that cluster was created


@contextmanager
def process(*arguments: str | Path, **options: Any) -> "Iterator[subprocess.Popen[bytes]]":
    """Start a real `bcw`; it is killed when its test fails."""
    command = [sys.executable, "-m", "wizard.cli.main", *map(str, arguments)]
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **{**streams, **options}) as started:
        try:
            yield started
        except BaseException:
            started.kill()
            raise


def with_secret(secret: str) -> dict[str, Any]:
    """Return the request with a secret."""
    return {**TREE, "Configs": {"Mounts": {"OSS": {"AccessKeyId": "id", "AccessKeySecret": secret}}}}


def iter_commands(
    group: click.Group | None = None, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its name, such as ``presets list``."""
    group = group or bcw
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield " ".join((*path, name)), command
        if isinstance(command, click.Group):
            yield from iter_commands(command, (*path, name))


def examples(command: click.Command) -> list[str]:
    """Return the command lines in the help of a command."""
    lines = (command.epilog or "").splitlines()
    return [line.partition("  # ")[0].strip() for line in lines if line.startswith("  ")]


def client(sandbox: RunningSandbox, credentials: Credentials | None = None) -> Client:
    """Return a client of a sandbox, by default with the sandbox's own credentials."""
    if credentials is None:
        return Client(sandbox_profile(sandbox.url))
    return Client(Profile("", sandbox.url, "cn-beijing", credentials))


def clusters(sandbox: RunningSandbox, credentials: Credentials | None = None) -> list[dict[str, Any]]:
    """Return the clusters that a sandbox lists."""
    return [*client(sandbox, credentials).iter_clusters()]


def lose_response(cluster_id: str) -> None:
    """Leave the journal as it is when a cluster was created, but the response was lost."""
    [entry] = [each for each in user_journal().all() if each.cluster_id == cluster_id]
    user_journal().start(entry.model_copy(update={"outcome": None}))
