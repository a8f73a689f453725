"""After a session with secrets in which everything went wrong, no secret is shown or stored."""

import subprocess
from pathlib import Path

import pytest
from terminal import converse

from wizard.core.application import Application
from wizard.core.documents import DocumentSource
from wizard.sandbox import RunningSandbox
from wizard.storage import locations
from wizard.storage.profiles import ProfileStore

from .accounts import everything_below, let_in
from .driver import Creations, Run, Write, process

KEY, OSS, TOKEN = "Typed-AccessKeySecret-1", "Typed-OSS-Secret-2", "Typed-Security-Token-3"


def test_no_secret_is_shown_or_stored(
    run: Run,
    sandbox: RunningSandbox,
    creations: Creations,
    request_file: Write,
    empty_home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    let_in(monkeypatch, "LTAI-typed", KEY)
    shown = []

    def bcw(*arguments: str | Path) -> int:
        ran = run(*arguments)
        shown.append(ran.text + ran.err)
        return ran.code

    # Typed: the key of the account on a terminal, the secret of OSS into a request that is not below home.
    add = f"profiles add prod --region cn-beijing --endpoint {sandbox.url} --key-id LTAI-typed"
    code, seen = converse(add.split(), ("AccessKey secret", f"{KEY}\n"))
    assert code == 0
    shown.append(seen)
    oss = {"AccessKeyId": "id", "AccessKeySecret": OSS, "SecurityToken": "${env:MY_TOKEN}"}
    file = request_file(Configs={"Mounts": {"OSS": oss}})
    kept = ProfileStore(locations.profiles_file()).credentials
    assert KEY in kept.read_text()  # the one place, as there is no keyring

    # Submitted, in every format, with and without success.
    submit = ["submit", file, "--yes", "--profile", "prod"]
    run("submit", file, "--dry-run", "--profile", "prod").ends(0, "MY_TOKEN is not set")
    run(*submit).fails(2, "MY_TOKEN", "/Configs/Mounts/OSS/SecurityToken")
    assert not locations.journal_folder().exists()
    monkeypatch.setenv("MY_TOKEN", TOKEN)
    for line in (
        *("submit FILE --yes --profile prod", "submit FILE --dry-run --profile prod"),
        *("check FILE", "check FILE --format json", "export FILE --as json", "export FILE --as curl"),
        *("export FILE --as bcs", "export FILE --as python", "profiles list", "profiles list --format json"),
        *("profiles test", "clusters list --format json"),
    ):
        assert bcw(*(file if word == "FILE" else word for word in line.split())) == 0
    bad = request_file("bad.json", Name="a b", Configs={"Mounts": {"OSS": oss}})
    assert bcw("submit", bad, "--yes", "--profile", "prod") == 1

    # Refused: the service knows another secret now, and repeats the string that it signed.
    let_in(monkeypatch, "LTAI-typed", "changed")
    assert bcw(*submit, "--new") == 3
    let_in(monkeypatch, "LTAI-typed", KEY)

    # Killed on the way, with a look at the process list meanwhile.
    creations.hold_next = True
    with process(*submit, "--new") as started:
        assert creations.held.wait(60)
        listed = subprocess.run(["ps", "-ef", "ww"], capture_output=True, text=True, check=True).stdout
        assert "wizard.cli.main" in listed
        shown.append(listed)
        started.kill()
        out, err = started.communicate(timeout=60)
        shown.append((out + err).decode())
    assert bcw("submissions", "list", "--format", "json") == 0
    assert bcw("submissions", "resume", "--yes", "--endpoint", sandbox.url, "--timeout", "0.5") in (2, 3, 4)

    # Crashed.
    def crash(*args: object, **kwargs: object) -> None:
        raise RuntimeError(repr((args, kwargs)))

    with monkeypatch.context() as patch:
        patch.setattr("wizard.cli.submit.print_outcome", crash)
        assert bcw(*submit, "--new") == 70

    # Saved from a wizard: as a preset, as a draft.
    application = Application()
    loaded = application.library.open_file(str(file))
    application.library.save_preset("mine", {"title": "Mine"}, loaded.tree, overwrite=False)
    application.drafts.write(loaded.tree, DocumentSource(), "mounts")
    shown.append(repr(application.profiles.current) + repr(application.profiles.choices()))

    for secret in (KEY, OSS, TOKEN):
        assert not [text for text in shown if secret in text]
        holding = [path for path, data in everything_below(empty_home).items() if secret.encode() in data]
        assert holding == ([kept] if secret == KEY else [])
    assert len(list(locations.journal_folder().iterdir())) >= 4
    run("profiles", "remove", "prod", "--yes").ends(0)
    assert not [path for path, data in everything_below(empty_home).items() if KEY.encode() in data]
    database = sandbox.data_file.read_bytes() + Path(f"{sandbox.data_file}-wal").read_bytes()
    assert b"a-cluster" in database
    for secret in (KEY, OSS, TOKEN):
        assert secret.encode() not in database
