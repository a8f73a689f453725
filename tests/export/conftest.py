"""What the tests of the exports work with: a service that keeps what arrives, and a way to run a script."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "cli" / "example.json"


@dataclass
class Arrived:
    """A request as it arrived."""

    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Listener:
    """A service that keeps what arrives and answers what it is told, the last answer ever again."""

    url: str
    arrived: list[Arrived] = field(default_factory=list)
    answers: list[tuple[int, bytes]] = field(default_factory=lambda: [(201, b'{"Id": "cls-x"}')])


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A service on a free port of this computer."""

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


Script = Callable[..., "subprocess.CompletedProcess[bytes]"]

KEY = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "sandbox", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "sandbox"}


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """Run an exported script as it is: in bash or in an interpreter, in a folder of its own."""

    def call(
        data: bytes, language: str, name: str = "exported", **environ: str
    ) -> "subprocess.CompletedProcess[bytes]":
        file = tmp_path / f"{name}.{language}"
        file.write_bytes(data)
        program = {"sh": "bash", "py": sys.executable}[language]
        # A pause between two attempts is no business of a test.
        pauses = tmp_path / "bin"
        pauses.mkdir(exist_ok=True)
        (pauses / "sleep").write_text("#!/bin/sh\n")
        (pauses / "sleep").chmod(0o755)
        path = f"{pauses}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            [program, file],
            env={**os.environ, "PATH": path, "PYTHONDONTWRITEBYTECODE": "1", **environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd=tmp_path,
            timeout=60,
            check=False,
        )

    return call
