"""Secrets: they come in, and stand nowhere."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from wizard.sandbox import start

from .driver import Driver, FakeClock, request

SECRET = "s3cr3t-0f-0ss"
TOKEN = "s3cr3t-t0k3n"


def with_account(**account: Any) -> dict[str, Any]:
    return request(Configs={"Mounts": {"OSS": {"AccessKeyId": "LTAI", **account}}})


def test_no_secret_reaches_the_file_an_answer_or_the_log(
    data_file: Path, clock: FakeClock, capfd: pytest.CaptureFixture[str]
) -> None:
    with start(data_file, clock=clock, verbose=True) as sandbox:
        api = Driver(sandbox, clock)
        cluster = api.created(with_account(AccessKeySecret=SECRET, SecurityToken=TOKEN), "t")
        misspelt = {"AccessKeySecert": SECRET, "SecurityToken": f"[{TOKEN}]"}
        api.created(with_account(**misspelt) | {"AccessKeySecret": SECRET})
        for wrong in ([SECRET], {"a": SECRET}):
            reply = api.create(with_account(AccessKeySecret=wrong))
            assert reply.error == (400, "InvalidConfigs.Mounts.OSS.AccessKeySecret")
            assert SECRET.encode() not in reply.body
        mounts = with_account(AccessKeySecret=SECRET, SecurityToken=TOKEN)["Configs"]
        assert api.send("PUT", f"/clusters/{cluster}", {"Configs": mounts}).status == 200
        found = api.get(f"/clusters/{cluster}")
        assert "OSS" not in found["Configs"]["Mounts"]
        api.send("GET", "/jobs", security_token=TOKEN)
        answers = api.send("GET", "/clusters").body + api.send("GET", f"/clusters/{cluster}").body
        files = [file.read_bytes() for file in data_file.parent.iterdir()]
    files += [file.read_bytes() for file in data_file.parent.iterdir()]
    noted = capfd.readouterr()
    for place in (*files, answers, noted.out.encode(), noted.err.encode()):
        assert SECRET.encode() not in place and TOKEN.encode() not in place


def test_a_secret_is_part_of_what_a_token_stands_for(api: Driver) -> None:
    first = api.created(with_account(AccessKeySecret=SECRET), "t")
    assert api.created(with_account(AccessKeySecret=SECRET), "t") == first
    assert api.create(with_account(AccessKeySecret="other"), "t").error == (400, "IdempotentTokenMismatch")


def test_the_file_is_for_its_owner_only(data_file: Path, clock: FakeClock) -> None:
    with start(data_file, clock=clock) as sandbox:
        Driver(sandbox, clock).created(request())
        assert {file.stat().st_mode & 0o777 for file in data_file.parent.iterdir()} == {0o600}


def test_importing_the_sandbox_brings_in_neither_server_nor_database() -> None:
    heavy = "{'werkzeug', 'sqlite3', 'pydantic_core', 'requests', 'http.server'}"
    code = f"import sys, wizard.sandbox; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
