"""What the tests of the screens work with is used here too: both wizards are handed the same."""

import pytest


@pytest.fixture(autouse=True)
def no_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's own editor opens in the middle of a test."""
    monkeypatch.setenv("EDITOR", "false")
    monkeypatch.delenv("VISUAL", raising=False)
