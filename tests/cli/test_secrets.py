"""A secret is never written; what only looks like one is never sent."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wizard.sandbox import RunningSandbox

from .accounts import everything_below
from .driver import SECRET, TREE, Run, with_secret

Write = Callable[[Any], Path]
UNUSABLE = [
    "${k}",
    "x${k}",
    "${env:OSS-KEY}",
    "${env:}",
    "${env:A} ",
    "$env:OSS_KEY",
    "$OSS_KEY",
    "%OSS_KEY%",
    "••••••••",
    "*",
    "****",
    "LTAI******",
]


NOT_UTF_8 = os.fsdecode(b"\xd6\xd0secret")
QUOTED = ['"very-secret"', "'very-secret'", "“very-secret”", ' "very-secret" ']
ACCOUNT = ("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(document: Any) -> Path:
        file = tmp_path / "document.json"
        file.write_text(json.dumps(document), encoding="utf-8")
        return file

    return write


def oss(**fields: Any) -> dict[str, Any]:
    return {**TREE, "Name": "a-cluster", "Configs": {"Mounts": {"OSS": {"AccessKeyId": "LTAI", **fields}}}}


def preset(request: Any, **parameters: Any) -> dict[str, Any]:
    return {"preset": {"name": "p", "title": "", "parameters": parameters, "format": 1}, "request": request}


def found(run: Run, file: Path, *options: str) -> list[tuple[str, str, str]]:
    [checked] = run("check", file, "--format", "json", *options).json
    return [(each["severity"], each["rule"], each["path"]) for each in checked["findings"]]


@pytest.mark.parametrize("value", UNUSABLE)
def test_values_that_are_no_secrets(run: Run, write: Write, sandbox: RunningSandbox, value: str) -> None:
    file = write(oss(AccessKeySecret=value))
    error = ("error", "secret-unusable", "/Configs/Mounts/OSS/AccessKeySecret")
    assert error in found(run, file)
    run("submit", file, "--yes", "--endpoint", sandbox.url).ends(1)
    for name in ("json", "curl", "requests"):
        assert value not in run("export", file, "--as", name).text or len(value) == 1


@pytest.mark.parametrize("value", [NOT_UTF_8, *QUOTED])
def test_unusable_variables(run: Run, write: Write, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("MY_SECRET", value)
    file = write(oss(AccessKeySecret="${env:MY_SECRET}"))
    words = "not UTF-8" if value == NOT_UTF_8 else "enclosed in quotation marks"
    ran = run("submit", file, "--yes").fails(2, "MY_SECRET", words)
    assert "secret-" not in ran.err and "very-secret" not in ran.err
    run("submit", file, "--dry-run").ends(0, words)
    monkeypatch.setenv("MY_SECRET", "********")
    run("submit", file, "--yes").fails(2, "is a mask")


@pytest.mark.parametrize("value", [NOT_UTF_8, *QUOTED])
def test_unusable_keys(run: Run, empty_home: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    words = "invalid character" if value == NOT_UTF_8 else "enclosed in quotation marks"

    def check_refused() -> None:
        ran = run("submit", "smallest", "--yes", "--region", "cn-beijing").fails(2)
        assert words in ran.err and "very-secret" not in ran.err

    for variable in ACCOUNT:
        with monkeypatch.context() as patch:
            for name in ACCOUNT:
                patch.setenv(name, value if name == variable else "usable")
            check_refused()
    file = empty_home / ".aliyun/config.json"
    file.parent.mkdir()
    profile = {"name": "default", "access_key_id": "id", "access_key_secret": "s"}
    for member in ("access_key_id", "access_key_secret"):
        file.write_text(json.dumps({"current": "default", "profiles": [{**profile, member: value}]}))
        check_refused()


@pytest.mark.parametrize("value", [SECRET, "${env:OSS_ACCESS_KEY_SECRET}", "[secret]", "", "a$b", "x%y"])
def test_secrets_references_and_placeholders_are_no_error(run: Run, write: Write, value: str) -> None:
    assert not [each for each in found(run, write(with_secret(value))) if each[0] == "error"]


MISPLACED = [
    ({"Configs": {"Mounts": {"OSS": {"AccesKeySecret": SECRET}}}}, "/Configs/Mounts/OSS/AccesKeySecret"),
    ({"Configs": {"Mounts": {"OSS": {"SecurtyToken": SECRET}}}}, "/Configs/Mounts/OSS/SecurtyToken"),
    (
        {"Configs": {"Mounts": {"OSS": {"access_key_secret": SECRET}}}},
        "/Configs/Mounts/OSS/access_key_secret",
    ),
    ({"Configs": {"Mounts": {"Oss": {"AccessKeySecret": SECRET}}}}, "/Configs/Mounts/Oss/AccessKeySecret"),
    ({"Configs": {"Mounts": {"AccessKeySecret": SECRET}}}, "/Configs/Mounts/AccessKeySecret"),
    ({"AccessKeySecret": SECRET}, "/AccessKeySecret"),
]


@pytest.mark.parametrize(("part", "path"), MISPLACED)
def test_a_secret_under_a_misspelt_key_is_an_error_and_is_written_nowhere(
    run: Run, write: Write, sandbox: RunningSandbox, empty_home: Path, part: Any, path: str
) -> None:
    file = write({**TREE, **part})
    assert ("error", "secret-misplaced", path) in found(run, file)
    said = [run("submit", file, "--yes", "--endpoint", sandbox.url), run("check", file)]
    assert [each.code for each in said] == [1, 1]
    said += [run("export", file, "--as", name) for name in ("json", "curl", "requests")]
    said += [run("submit", file, "--dry-run"), run("presets", "import", file, "--name", "mine")]
    said += [run("presets", "show", "mine")]
    assert not [each for each in said if SECRET in each.text + each.err]
    assert not [place for place, data in everything_below(empty_home).items() if SECRET.encode() in data]


SECRET_DEFAULTS = [
    preset(oss(AccessKeySecret="${k}"), k={"default": SECRET}),
    preset(oss(AccesKeySecret="${k}"), k={"default": SECRET}),
    preset({**TREE, "UserData": {"x": "${oss_secret}"}}, oss_secret={"default": SECRET}),
    preset(TREE, AccessKeySecret={"title": "Secret", "default": SECRET}),
]


@pytest.mark.parametrize("document", SECRET_DEFAULTS)
def test_secrets_as_defaults(run: Run, write: Write, empty_home: Path, document: Any) -> None:
    file = write(document)
    assert "parameter-secret" in [rule for severity, rule, _ in found(run, file) if severity == "error"]
    run("submit", file, "--yes").ends(1)
    run("presets", "import", file, "--name", "mine").ends(0)
    run("presets", "rename", "mine", "other").ends(0)
    assert SECRET not in run("presets", "show", "other").text
    assert not [place for place, data in everything_below(empty_home).items() if SECRET.encode() in data]


def test_other_defaults_are_kept(run: Run, write: Write) -> None:
    document = preset({**TREE, "Name": "${name}"}, name={"default": "c1"}, token_count={"default": "3"})
    run("presets", "import", write(document), "--name", "mine").ends(0)
    assert json.loads(run("presets", "show", "mine").out)["preset"]["parameters"] == {
        "name": {"default": "c1"},
        "token_count": {"default": "3"},
    }


def test_placeholders_in_presets(run: Run, write: Write, sandbox: RunningSandbox) -> None:
    asked = {**TREE, "Name": "a-cluster", "Configs": {"Networks": {"VPC": {"CidrBlock": "192.168.0.0/24"}}}}
    asked = {**asked, "UserData": {"bucket": "[your bucket]"}}
    file = write(preset(asked))
    assert found(run, file, "--strict") == [("note", "placeholder-left", "/UserData/bucket")]
    run("check", file, "--strict").ends(0)
    ran = run("submit", file, "--dry-run")
    assert "warning" in ran.err and "placeholder-left" in ran.err
    run("check", write(asked), "--strict").ends(1)
    run("check", Path(__file__).parents[2] / "presets", "--strict").ends(0)


KEYS_OF_SECRETS = """
SecurityCredentials/OssAccessKeySecret DB_PASSWORD db.password MYSQL_PWD SMTP_PASS GITHUB_TOKEN SecurityToken
SECRET_KEY AWS_SECRET_ACCESS_KEY dbpassword apiKey PRIVATE_KEY client-secret PASSWORD1 MY_SECRETS_JSON
数据库密码
"""
HARMLESS_KEYS = """
TOKENIZER TOKENIZERS_PARALLELISM PASSWORD_INHERIT MAX_TOKENS PWD SECRET_NAME TOKEN_FILE EOS_TOKEN AccessKeyId
OSS_ACCESS_KEY_ID PUBLIC_KEY RENDER_PASS KEYBOARD SECRETARY
"""


@pytest.mark.parametrize("field", ["UserData", "EnvVars"])
def test_secrets_in_plain_text_are_warned_about(run: Run, write: Write, field: str) -> None:
    secret, harmless = KEYS_OF_SECRETS.split(), HARMLESS_KEYS.split()
    file = write({**TREE, field: dict.fromkeys([*secret, *harmless], "s3cr3t-value")})
    warned = [path for severity, rule, path in found(run, file) if rule == "secret-in-plain-text"]
    assert warned == [f"/{field}/{key.replace('/', '~1')}" for key in secret]
    assert "s3cr3t-value" not in run("check", file).text
    file = write(
        {**TREE, field: {f"A{n}_TOKEN": v for n, v in enumerate(["", "true", "[token]", "/run/a/b"])}}
    )
    assert "secret-in-plain-text" not in [rule for _, rule, _ in found(run, file)]
