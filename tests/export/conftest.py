"""A service that records requests, and a way to run an exported script."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

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


@dataclass
class Arrived:
    """A request that arrived."""

    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Listener:
    """A service that records requests and returns given answers, the last one repeatedly."""

    url: str
    arrived: list[Arrived] = field(default_factory=list)
    answers: list[tuple[int, bytes]] = field(default_factory=lambda: [(201, b'{"Id": "cls-x"}')])


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A service on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.arrived.append(Arrived(self.path, dict(self.headers), body))
            status, answer = service.answers[0] if len(service.answers) == 1 else service.answers.pop(0)
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = Listener(f"http://127.0.0.1:{server.server_port}")
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield service
    server.shutdown()
    server.server_close()


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
def send(listener: Listener, run_script: RunScript) -> RunScript:
    """Run an exported script that sends its request to the listener."""

    def send(format_: str, tree: Any = None, **options: str) -> "subprocess.CompletedProcess[bytes]":
        return run_script(format_, {} if tree is None else tree, Place(listener.url), **options)

    return send
