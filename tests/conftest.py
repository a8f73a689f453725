"""Every test starts with an empty home folder and without the developer's own environment."""

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

from wizard.i18n import use_language

# A slow machine is no failure. In continuous integration the same examples are tried each time, so that its
# answer is about the change; on a developer's machine new ones are.
settings.register_profile("unhurried", deadline=None)
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable" if os.environ.get("CI") else "unhurried")

# The commands under test are started hundreds of times: each would compile the whole package again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Tests use the helpers of other folders, such as those of tests/tui.
sys.path.append(str(Path(__file__).parent))

# The collector traverses all collected tests again and again: a fifth of the time of the TUI tests.
gc.set_threshold(50_000, 20, 20)

# A shell ignores SIGINT in a background job, and nohup SIGHUP: the commands under test would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

LEAKING = ("ALIBABA_CLOUD_", "ALIBABACLOUD_", "ALICLOUD_", "BATCHCOMPUTE_", "OSS_", "XDG_", "BCW_")
LEAKING_NAMES = {
    *("ACCESSIBLE", "NO_COLOR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"),
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
}


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """New paths for home folders. `mktemp` is slow with thousands: each call lists those that exist."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def empty_home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder; every folder of the user lies below it, and there is no keyring."""
    home = next(homes)
    home.mkdir()
    for name in list(os.environ):
        if name.startswith(LEAKING) or name.upper() in LEAKING_NAMES:
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    for variable, folder in {
        "XDG_CONFIG_HOME": ".config",
        "XDG_DATA_HOME": ".local/share",
        "XDG_STATE_HOME": ".local/state",
        "XDG_CACHE_HOME": ".cache",
        "XDG_RUNTIME_DIR": ".run",
    }.items():
        monkeypatch.setenv(variable, str(home / folder))
    return home


@pytest.fixture
def in_chinese() -> Iterator[None]:
    use_language("zh_CN")
    yield
    use_language("en")


CLIENT = """#!{python} -SsE
import json, os, socket, sys

server = socket.socket(socket.AF_UNIX)
server.connect({address!r})
request = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
socket.send_fds(server, [request], [0, 1, 2])
os._exit(server.recv(1)[0])
"""
SERVER = """
import json, os, signal, socket, sys
from wizard.cli import check, clusters, export, presets, profiles, submit
from wizard.cli.main import main

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
listener = socket.socket(socket.AF_UNIX)
listener.bind(sys.argv[1])
listener.listen()
print("ready", flush=True)
while True:
    connection, _ = listener.accept()
    request, streams, *_ = socket.recv_fds(connection, 1 << 20, 3)
    if os.fork() == 0:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w", buffering=1)
        arguments, folder, environ = json.loads(request)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environ)
        connection.send(bytes([main(arguments)]))
        os._exit(0)
    for stream in streams:
        os.close(stream)
    connection.close()
"""


@pytest.fixture(scope="session")
def programs() -> Iterator[Path]:
    """A folder with a `bcw` that starts in a tenth of the time: a fork of a process that has the imports."""
    with TemporaryDirectory(dir="/tmp") as folder:  # the address of a socket has at most 104 bytes on macOS
        program, address = Path(folder, "bcw"), f"{folder}/socket"
        program.write_text(CLIENT.format(python=sys.executable, address=address))
        program.chmod(0o755)
        with subprocess.Popen([sys.executable, "-c", SERVER, address], stdout=subprocess.PIPE) as server:
            assert server.stdout is not None and server.stdout.readline() == b"ready\n"
            yield program.parent
            server.kill()
