"""Variables that hold secrets, and what they may not hold: bytes that are not UTF-8, quotation marks."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from .driver import Run

Write = Callable[..., Path]
VARIABLE = "MY_OSS_SECRET"
BYTES = os.fsdecode(b"\xd6\xd0secret")
QUOTED = ['"very-secret"', "'very-secret'", "“very-secret”", ' "very-secret" ']
ACCOUNT = ("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN")


@pytest.fixture
def with_secret(request_file: Write) -> Path:
    """A request whose OSS secret is in a variable."""
    mounts = {
        "OSS": {"AccessKeyId": "id", "AccessKeySecret": f"${{env:{VARIABLE}}}"},
        "Entries": [{"Source": "oss://bucket/", "Destination": "/mnt/in/", "WriteSupport": False}],
    }
    return request_file("secret.json", Configs={"Mounts": mounts})


@pytest.mark.parametrize("value", [BYTES, *QUOTED])
def test_a_secret_of_the_request(
    run: Run, with_secret: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv(VARIABLE, value)
    words = "not UTF-8" if value == BYTES else "enclosed in quotation marks"
    ran = run("submit", with_secret, "--yes")
    assert (ran.code, ran.out) == (2, b"")
    assert VARIABLE in ran.err
    assert words in ran.err
    assert "secret-" not in ran.err and "very-secret" not in ran.err
    ran = run("submit", with_secret, "--dry-run")
    assert ran.code == 0
    assert words in ran.err


@pytest.mark.parametrize("variable", ACCOUNT)
@pytest.mark.parametrize("value", [BYTES, *QUOTED])
def test_a_key_of_the_account(run: Run, monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    for name in ACCOUNT:
        monkeypatch.setenv(name, "usable")
    monkeypatch.setenv(variable, value)
    ran = run("submit", "smallest", "--yes", "--region", "cn-beijing")
    assert (ran.code, ran.out) == (2, b"")
    assert ("invalid character" if value == BYTES else "enclosed in quotation marks") in ran.err
    assert "very-secret" not in ran.err


@pytest.mark.parametrize("member", ["access_key_id", "access_key_secret"])
def test_a_key_in_the_configuration_of_aliyun(run: Run, empty_home: Path, member: str) -> None:
    profile = {"name": "default", "access_key_id": "id", "access_key_secret": "s", "region_id": "cn-beijing"}
    (empty_home / ".aliyun").mkdir()
    content = {"current": "default", "profiles": [{**profile, member: '"very-secret"'}]}
    (empty_home / ".aliyun/config.json").write_text(json.dumps(content))
    ran = run("submit", "smallest", "--yes")
    assert (ran.code, ran.out) == (2, b"")
    assert "enclosed in quotation marks" in ran.err
    assert "very-secret" not in ran.err


def test_a_key_that_is_typed(run: Run) -> None:
    ran = run("profiles", "add", "prod", "--region", "cn-a", "--key-id", '"LTAI"')
    assert ran.code == 2
    assert "AccessKey ID is enclosed in quotation marks" in ran.err
