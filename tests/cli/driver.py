"""Running `bcw` and checking its result."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.driver import groups, request

from wizard.core.actions.journal import open_journal
from wizard.sandbox.messages import Request

EXAMPLE = Path(__file__).with_name("example.json")  # of the CreateCluster reference, unchanged
SECRET = "s3cr3t-of-mine"
TREE = request(Name="a", Groups=groups(g=2))


@dataclass(frozen=True)
class Ran:
    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
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


def to_arguments(line: str, *others: str | Path) -> list[str]:
    """Return the arguments of a command: the words of a line, and others that may contain anything."""
    return [*line.split(), *map(str, others)]


Run = Callable[..., Ran]
Write = Callable[..., Path]


@dataclass
class Creations:
    """The requests that sandboxes received to create a cluster."""

    requests: list[Request] = field(default_factory=list)
    hold_next: bool = False  # whether to create the next cluster, but never respond
    held: threading.Event = field(default_factory=threading.Event)  # set when that cluster was created


@contextmanager
def process(line: str, *others: str | Path, **options: Any) -> Iterator[Any]:
    """Start a real `bcw`; it is killed when its test fails."""
    command = [sys.executable, "-m", "wizard.cli.main", *to_arguments(line, *others)]
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **{**streams, **options}) as started:
        try:
            yield started
        except BaseException:
            started.kill()
            raise


def end(started: Any, number: int | None = signal.SIGTERM) -> tuple[int, bytes, bytes]:
    """Send a signal, unless there is none; return the exit code and the rest of both outputs."""
    if number is not None:
        started.send_signal(number)
    out, err = started.communicate(timeout=60)
    return started.returncode, out, err


@contextmanager
def closed_pipe() -> Iterator[int]:
    """A descriptor to write to, as in a pipeline whose other end has died."""
    reading, writing = os.pipe()
    os.close(reading)
    yield writing
    os.close(writing)


def with_secret(secret: str) -> dict[str, Any]:
    return {**TREE, "Configs": {"Mounts": {"OSS": {"AccessKeyId": "id", "AccessKeySecret": secret}}}}


def lose_response(cluster_id: str) -> None:
    """Leave the journal as it is when a cluster was created, but the response was lost."""
    [entry] = [each for each in open_journal().all() if each.cluster_id == cluster_id]
    open_journal().start(entry.model_copy(update={"outcome": None}))
