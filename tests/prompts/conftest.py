"""Settings of all tests of the plain questions."""

import pytest
from tui.conftest import account, sandboxes

__all__ = ["account", "sandboxes"]


@pytest.fixture(autouse=True)
def no_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never open the editor of the developer."""
    monkeypatch.setenv("EDITOR", "false")
    monkeypatch.delenv("VISUAL", raising=False)
