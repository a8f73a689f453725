"""What every test of the screens starts from: cursors that do not blink, and sandboxes of its own."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from cli.accounts import let_in, save
from textual.widgets import Input, TextArea

from wizard.core.actions import context
from wizard.sandbox import RunningSandbox, start


@pytest.fixture(autouse=True)
def still_cursors(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is on the screen does not depend on when one looks."""
    monkeypatch.setattr(Input, "cursor_blink", False)
    monkeypatch.setattr(TextArea, "cursor_blink", False)


@pytest.fixture(autouse=True)
def sandboxes(empty_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Sandboxes that end with the test, in which nothing takes time and clusters are numbered."""
    monkeypatch.chdir(empty_home)
    numbers = map("cls-test{:04}".format, count(1))

    @cache
    def start_quickly(file: Path) -> RunningSandbox:
        return stack.enter_context(start(file, speed="inf", new_id=lambda: next(numbers)))

    monkeypatch.setattr(context, "start", start_quickly)
    with ExitStack() as stack:
        yield


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningSandbox]:
    """A billed account, the profile `prod`, whose service is a sandbox."""
    let_in(monkeypatch)
    numbers = map("cls-prod{:04}".format, count(1))
    with start(tmp_path / "account.sqlite3", speed="inf", new_id=lambda: next(numbers)) as running:
        save("prod", running.url)
        yield running
