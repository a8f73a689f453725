"""What every test starts from: an empty home folder, and nothing of the developer's own environment."""

import gc
import os
import signal
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

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

# A shell starts a background job with SIGINT ignored, and the commands under test would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

LEAKING = ("ALIBABA_CLOUD_", "ALIBABACLOUD_", "ALICLOUD_", "BATCHCOMPUTE_", "OSS_", "XDG_", "BCW_")
LEAKING_NAMES = {
    "ACCESSIBLE",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "NO_COLOR",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
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
