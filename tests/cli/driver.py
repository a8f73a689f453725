"""Running `bcw`, and what came of it."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
EXAMPLE = HERE / "example.json"
"""The example of the CreateCluster reference, as it stands there."""

SECRET = "s3cr3t-of-mine"
TREE: dict[str, Any] = {
    "Name": "a",
    "ImageId": "img-ubuntu-vpc",
    "InstanceType": "ecs.sn1ne.large",
    "Groups": {"g": {"DesiredVMCount": 2, "ResourceType": "OnDemand"}},
}
"""A request that is fine."""


@dataclass(frozen=True)
class Ran:
    """How a `bcw` ended."""

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


Run = Callable[..., Ran]


class Process(subprocess.Popen[bytes]):
    """A process that does not outlive a test that fails."""

    def __exit__(self, kind: type[BaseException] | None, *rest: Any) -> None:
        if kind is not None:
            self.kill()
        super().__exit__(kind, *rest)


def process(*arguments: str | Path, **options: Any) -> "subprocess.Popen[bytes]":
    """Start a real `bcw`."""
    command = [sys.executable, "-m", "wizard.cli.main", *map(str, arguments)]
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return Process(command, **{**streams, **options})


def with_secret(secret: str) -> dict[str, Any]:
    """The request with a secret."""
    return {**TREE, "Configs": {"Mounts": {"OSS": {"AccessKeyId": "id", "AccessKeySecret": secret}}}}
