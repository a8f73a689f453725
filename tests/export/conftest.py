"""A service that records requests, and a way to run an exported script."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from client.conftest import Faulty
from client.conftest import serve as serve

from wizard.export import FORMATS, Place, export

from .documents import SECRET

HERE = Path(__file__).parent
SETTINGS = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "sandbox",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "sandbox",
    "OSS_ACCESS_KEY_SECRET": SECRET,
    "PYTHONPATH": str(HERE / "stand_in"),
    "PYTHONDONTWRITEBYTECODE": "1",
}


@pytest.fixture
def listener(serve: Callable[..., Faulty]) -> Faulty:
    """A service that records requests and creates a cluster for each."""
    return serve({"status": 201, "json": {"Id": "cls-x"}})


RunScript = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def run_script(tmp_path: Path) -> RunScript:
    """Run an exported script in a folder of its own, without pauses between attempts."""
    programs = tmp_path / "bin"
    programs.mkdir()

    def run(
        format_: str,
        tree: Any,
        place: Place | None = None,
        *,
        name: str = "exported",
        pause: str = "",
        **environ: str,
    ) -> "subprocess.CompletedProcess[bytes]":
        ending = FORMATS[format_].ending
        pauses = {".sh": ('sleep "$pause"', pause or ":"), ".py": ("time.sleep(pause)", pause or "pass")}
        before, after = pauses[ending]
        file = tmp_path / f"{name}{ending}"
        file.write_bytes(export(tree, format_, place).data.replace(before.encode(), after.encode()))
        return subprocess.run(
            ["bash" if ending == ".sh" else sys.executable, file],
            env={**os.environ, **SETTINGS, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", **environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd=tmp_path,
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def send(listener: Faulty, run_script: RunScript) -> RunScript:
    """Run an exported script that sends its request to the listener."""

    def send(format_: str, tree: Any = None, **options: str) -> "subprocess.CompletedProcess[bytes]":
        return run_script(format_, {} if tree is None else tree, Place(listener.url), **options)

    return send
