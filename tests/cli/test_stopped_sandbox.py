"""Clusters of a sandbox that is not running: how they stand is unknown, and none is said to be deleted."""

from collections.abc import Callable
from pathlib import Path

import pytest

from wizard.core.application import Application
from wizard.errors import BcwError, NotFoundError
from wizard.sandbox import start

from .driver import Run

Write = Callable[..., Path]


@pytest.fixture
def stopped(run: Run, tmp_path: Path, request_file: Write) -> str:
    """The id of a cluster in a sandbox that has been stopped."""
    with start(tmp_path / "other.sqlite3") as sandbox:
        ran = run("submit", request_file(), "--yes", "--endpoint", sandbox.url)
    assert ran.code == 0
    return ran.text.strip()


def test_it_stays_in_the_list(run: Run, stopped: str) -> None:
    ran = run("clusters", "list")
    assert ran.code == 0
    assert stopped in ran.text and "unknown" in ran.text
    assert "is not running" in ran.err
    assert "no longer exist" not in ran.err
    [each] = run("clusters", "list", "--format", "json").json
    assert (each["id"], each["state"]) == (stopped, None)


def test_it_stays_while_another_sandbox_is_the_target(run: Run, stopped: str, tmp_path: Path) -> None:
    with start(tmp_path / "third.sqlite3") as other:
        ran = run("clusters", "list", "--endpoint", other.url)
    assert stopped in ran.text
    assert "no longer exist" not in ran.err


@pytest.mark.parametrize("verb", ["show", "watch"])
def test_asked_for_it_is_not_said_to_be_gone(run: Run, stopped: str, verb: str) -> None:
    ran = run("clusters", verb, stopped)
    assert ran.code == 4
    assert "is not running" in ran.err
    assert "NotFound" not in ran.err


def test_a_wizard_keeps_it_in_its_list(stopped: str) -> None:
    clusters = Application({}).clusters
    [each] = clusters.statuses()
    assert (each.id, each.state) == (stopped, "")
    assert "is not running" in each.problem
    with pytest.raises(BcwError, match="is not running") as caught:
        clusters.state(stopped)
    assert not isinstance(caught.value, NotFoundError)


def test_one_of_a_wizard_with_another_data_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = run("submit", "smallest", "--yes").text.strip()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))
    ran = run("clusters", "list")
    assert made in ran.text
    assert "no longer exist" not in ran.err


def test_one_that_its_sandbox_no_longer_has_is_gone(run: Run, tmp_path: Path) -> None:
    with start(tmp_path / "fast.sqlite3", speed=float("inf")) as sandbox:
        made = run("submit", "smallest", "--yes", "--endpoint", sandbox.url).text.strip()
        assert run("clusters", "delete", made, "--yes").code == 0
        ran = run("clusters", "list")
    assert ran.text == ""
    assert "1 cluster no longer exists" in ran.err
