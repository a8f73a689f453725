"""Submissions of which nothing was sent: never said later to have made a cluster, perhaps."""

import pytest

from wizard.sandbox import RunningSandbox
from wizard.storage import locations
from wizard.storage.journal import Journal

from .driver import SECRET, Run, clusters


def test_what_was_never_sent_is_never_said_to_exist(
    run: Run, send: Run, closed_port: str, sandbox: RunningSandbox
) -> None:
    submit = ["submit", "smallest", "--yes", "--endpoint", closed_port, "--timeout", "1"]
    for _ in range(2):
        ran = run(*submit)
        assert ran.code == 4
        assert "No cluster was created" in ran.err
        for words in ("not known", "may exist", "unsettled", "earlier attempts"):
            assert words not in ran.err
        assert run("submissions", "list", "--format", "json").json == []
    ran = send("smallest")
    assert ran.code == 0
    for words in ("not known", "may exist", "unsettled", "earlier attempts"):
        assert words not in ran.err
    assert len(clusters(sandbox)) == 1
    assert Journal(locations.journal_folder()).pending() == []


@pytest.mark.parametrize("options", [["--new"], ["--token", "mine"]])
def test_another_one_is_not_said_to_exist_beside_what_was_never_sent(
    run: Run, send: Run, closed_port: str, options: list[str]
) -> None:
    run("submit", "smallest", "--yes", "--endpoint", closed_port, "--timeout", "1")
    ran = send("smallest", *options)
    assert ran.code == 0
    assert "may exist" not in ran.err


def test_what_may_have_been_sent_later_may_exist(run: Run, closed_port: str) -> None:
    submit = ["submit", "smallest", "--yes", "--endpoint", closed_port, "--timeout", "1"]
    run(*submit)
    journal = Journal(locations.journal_folder())
    [left] = journal.pending()
    journal.resume(left.token, left.target)  # by a run that ended in the middle
    assert "may or may not exist" in run(*submit).err
    assert len(run("submissions", "list", "--format", "json").json) == 1


def test_a_socks_proxy_without_its_library_is_named_and_tried_once(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAI4Fxxxxxxxxxxyyyy")
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", SECRET)
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
    ran = run("submit", "smallest", "--yes", "--region", "cn-beijing")
    assert (ran.code, ran.out) == (4, b"")
    assert "ALL_PROXY" in ran.err and "PySocks" in ran.err
    assert "attempts: 1)" in ran.err and "Retrying" not in ran.err
