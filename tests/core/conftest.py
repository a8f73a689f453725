"""The application of a wizard, and a sandbox for each test."""

import pytest
from cli.conftest import account, sandbox

from wizard.core.application import Application

__all__ = ["account", "sandbox"]


@pytest.fixture
def application() -> Application:
    """The application of a wizard on a fresh machine."""
    return Application({})
