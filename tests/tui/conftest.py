"""What every test of the screens starts from: cursors that do not blink."""

import pytest
from textual.widgets import Input, TextArea


@pytest.fixture(autouse=True)
def still_cursors(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is on the screen does not depend on when one looks."""
    monkeypatch.setattr(Input, "cursor_blink", False)
    monkeypatch.setattr(TextArea, "cursor_blink", False)
