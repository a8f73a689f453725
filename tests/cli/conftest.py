"""Fixtures of the command line's tests: `bcw` in this process or in its own, and a sandbox."""

import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from client.conftest import closed_port

from wizard.cli.main import main
from wizard.sandbox import RunningSandbox, start
from wizard.sandbox.app import OPERATIONS
from wizard.sandbox.clusters import create_cluster
from wizard.sandbox.messages import Request

from .accounts import let_in, save
from .driver import TREE, Creations, Ran, Run, Write, to_arguments

__all__ = ["closed_port"]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `bcw` in this process: without a terminal, or with one on which an answer is typed."""

    def call(line: str, *others: str | Path, data: bytes = b"", answer: str | None = None) -> Ran:
        typed = data if answer is None else answer.encode()
        with monkeypatch.context() as patch:
            patch.setenv("LANGUAGE", "")  # `bcw` sets it for click
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8"))
            if answer is not None:
                for stream in (sys.stdin, sys.stderr):
                    patch.setattr(stream, "isatty", lambda: True)
            code = main(to_arguments(line, *others))
        sys.stderr.flush()
        captured = capfdbinary.readouterr()
        return Ran(code, captured.out, captured.err.decode())

    return call


@pytest.fixture
def real(tmp_path: Path) -> Run:
    """Run a `bcw` process in an own folder until it ends."""

    def call(line: str, *others: str | Path, data: bytes = b"", **environ: str) -> Ran:
        command = [sys.executable, "-m", "wizard.cli.main", *to_arguments(line, *others)]
        env = {**os.environ, **environ}
        ran = subprocess.run(command, input=data, cwd=tmp_path, env=env, capture_output=True, timeout=60)
        return Ran(ran.returncode, ran.stdout, ran.stderr.decode())

    return call


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[RunningSandbox]:
    """A sandbox for this test."""
    with start(tmp_path / "sandbox.sqlite3") as running:
        yield running


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch, sandbox: RunningSandbox) -> RunningSandbox:
    """The test's sandbox as a billed account, which is the profile `prod`."""
    let_in(monkeypatch)
    save("prod", sandbox.url)
    return sandbox


@pytest.fixture
def creations(monkeypatch: pytest.MonkeyPatch, sandbox: RunningSandbox) -> Iterator[Creations]:
    """Observe the requests to create a cluster; a response that is held back is sent after the test."""
    creations, over = Creations(), threading.Event()

    def create(request: Request) -> dict[str, Any]:
        creations.requests.append(request)
        is_held, creations.hold_next = creations.hold_next, False
        created = create_cluster(request)
        if is_held:
            creations.held.set()
            over.wait(60)
        return created

    monkeypatch.setitem(OPERATIONS, ("POST", "/clusters"), create)
    yield creations
    over.set()


@pytest.fixture
def request_file(tmp_path: Path) -> Write:
    """Write a request into a file; it is valid unless it is changed."""

    def write(name: str = "request.json", **changes: Any) -> Path:
        request = {
            **TREE,
            "Name": "a-cluster",
            "Groups": {"workers": {"DesiredVMCount": 2, "ResourceType": "OnDemand"}},
            "Configs": {"Networks": {"VPC": {"CidrBlock": "192.168.0.0/24"}}},
            **changes,
        }
        path = tmp_path / name
        path.write_text(json.dumps(request, indent=2, ensure_ascii=False), encoding="utf-8")
        return path

    return write


@pytest.fixture
def send(run: Run, sandbox: RunningSandbox) -> Run:
    """Submit to the test's sandbox without a question."""

    def call(*arguments: str | Path, data: bytes = b"") -> Ran:
        return run("submit --yes --endpoint", sandbox.url, *arguments, data=data)

    return call
