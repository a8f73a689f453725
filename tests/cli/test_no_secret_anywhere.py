"""After a session that typed two secrets and went wrong in every way, neither stands anywhere."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from wizard.sandbox import RunningSandbox
from wizard.storage import locations
from wizard.storage.profiles import ProfileStore

from .accounts import everything_below, let_in, talk
from .driver import Run, process
from .gate import Gate

Write = Callable[..., Path]
KEY, OSS, TOKEN = "Typed-AccessKeySecret-1", "Typed-OSS-Secret-2", "Typed-Security-Token-3"
CRASH = """
import sys
from wizard.cli import main, submit
def crash(*args, **kwargs):
    raise RuntimeError(repr((args, kwargs)))
submit.print_outcome = crash
sys.exit(main.main(sys.argv[1:]))
"""


def test_neither_secret_is_anywhere(
    run: Run,
    sandbox: RunningSandbox,
    request_file: Write,
    tmp_path: Path,
    empty_home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    let_in(monkeypatch, "LTAI-typed", KEY)
    said = []
    work = empty_home / "work"
    work.mkdir()

    def bcw(*arguments: str | Path) -> int:
        ran = run(*arguments)
        said.append(ran.text + ran.err)
        return ran.code

    def both(arguments: list[str], answers: list[tuple[str, str]]) -> int:
        code, seen = talk(arguments, answers, work)
        said.append(seen)
        return code

    # Typed: the key of the account on a terminal, the secret of OSS into a request that is never below home.
    answers = [("AccessKey secret", KEY)]
    add = [
        "profiles",
        "add",
        "prod",
        "--region",
        "cn-beijing",
        "--endpoint",
        sandbox.url,
        "--key-id",
        "LTAI-typed",
    ]
    assert both(add, answers) == 0
    oss = {"AccessKeyId": "id", "AccessKeySecret": OSS, "SecurityToken": TOKEN}
    file = request_file(Configs={"Mounts": {"OSS": oss}})
    kept = ProfileStore(locations.profiles_file()).credentials
    assert KEY in kept.read_text()  # there is no keyring: the one place, which was said, and is closed

    # Submitted, in every format, with and without success.
    assert bcw("submit", file, "--yes", "--profile", "prod") == 0
    assert bcw("submit", file, "--dry-run", "--profile", "prod") == 0
    assert bcw("check", file) == 0
    assert bcw("check", file, "--format", "json") == 0
    for name in ("json", "curl", "bcs", "python"):
        bcw("export", file, "--as", name)
    assert bcw("profiles", "list") == bcw("profiles", "list", "--format", "json") == 0
    assert bcw("profiles", "test") == 0
    assert bcw("clusters", "list", "--format", "json") == 0
    bad = request_file("bad.json", Name="a b", Configs={"Mounts": {"OSS": oss}})
    assert bcw("submit", bad, "--yes", "--profile", "prod") == 1

    # Refused: the service knows another secret now, and repeats the string that it signed.
    let_in(monkeypatch, "LTAI-typed", "changed")
    assert bcw("submit", file, "--yes", "--new", "--profile", "prod") == 3
    let_in(monkeypatch, "LTAI-typed", KEY)

    # Killed on the way, with a look at the process list meanwhile.
    gate = Gate(sandbox.port)
    with process("submit", file, "--yes", "--new", "--profile", "prod", "--endpoint", gate.url) as started:
        assert gate.passed.wait(60)
        listed = subprocess.run(["ps", "-ef", "ww"], capture_output=True, text=True, check=True).stdout
        assert "wizard.cli.main" in listed
        said.append(listed)
        started.kill()
        out, err = started.communicate(timeout=60)
        said.append((out + err).decode())
    gate.close()
    assert bcw("submissions", "list", "--format", "json") == 0
    assert bcw("submissions", "resume", "--yes", "--endpoint", sandbox.url, "--timeout", "0.5") in (2, 3, 4)

    # Crashed, where the traceback holds everything that was in hand.
    for debug in ({}, {"BCW_DEBUG": "1"}):
        command = [sys.executable, "-c", CRASH, "submit", str(file), "--yes", "--new", "--profile", "prod"]
        ran = subprocess.run(
            command, capture_output=True, text=True, env={**os.environ, **debug}, check=False
        )
        assert ran.returncode == 70
        if not debug:
            said.append(ran.stdout + ran.stderr)

    # Saved from a wizard: as a preset, as a draft.
    from wizard.core.application import Application
    from wizard.core.documents import DocumentSource

    application = Application()
    loaded = application.library.open_file(str(file))
    application.library.save_preset("mine", "Mine", "", loaded.tree, overwrite=False)
    application.drafts.write(loaded.tree, DocumentSource(), "mounts")
    said.append(repr(application.profiles.current) + repr(application.profiles.choices()))

    for secret in (KEY, OSS, TOKEN):
        assert not [text for text in said if secret in text]
        holding = [path for path, data in everything_below(empty_home).items() if secret.encode() in data]
        assert holding == ([kept] if secret == KEY else [])
    assert len(list(locations.journal_folder().iterdir())) >= 4
    assert run("profiles", "remove", "prod", "--yes").code == 0
    assert not [path for path, data in everything_below(empty_home).items() if KEY.encode() in data]
    database = sandbox.data_file.read_bytes() + Path(f"{sandbox.data_file}-wal").read_bytes()
    assert b"a-cluster" in database
    for secret in (KEY, OSS, TOKEN):
        assert secret.encode() not in database
