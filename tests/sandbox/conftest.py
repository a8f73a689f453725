"""Each test has its own sandbox."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from wizard.sandbox import RunningSandbox, start

from .driver import Driver, FakeClock


@pytest.fixture
def data_file(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "sandbox.sqlite3"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def sandbox(data_file: Path, clock: FakeClock) -> Iterator[RunningSandbox]:
    with start(data_file, clock=clock) as running:
        yield running


@pytest.fixture
def api(sandbox: RunningSandbox, clock: FakeClock) -> Driver:
    return Driver(sandbox, clock)
