"""A sandbox of each test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from wizard.sandbox import RunningSandbox, start

from .driver import Driver, FakeClock


@pytest.fixture
def data_file(tmp_path: Path) -> Path:
    """Where the sandbox keeps its clusters; not there yet."""
    return tmp_path / "new folder" / "sandbox.sqlite3"


@pytest.fixture
def clock() -> FakeClock:
    """The sandbox's clock."""
    return FakeClock()


@pytest.fixture
def sandbox(data_file: Path, clock: FakeClock) -> Iterator[RunningSandbox]:
    """A running sandbox."""
    with start(data_file, clock=clock) as running:
        yield running


@pytest.fixture
def api(sandbox: RunningSandbox, clock: FakeClock) -> Driver:
    """Its client."""
    return Driver(sandbox, clock)
