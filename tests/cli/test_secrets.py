"""A secret is never written; what only looks like one is never sent."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from terminal import converse

from wizard.sandbox import RunningSandbox
from wizard.storage import locations
from wizard.storage.profiles import ProfileStore

from .accounts import everything_below, ids, let_in, save_aliyun
from .driver import SECRET, TREE, Creations, Run, process, with_secret

Write = Callable[[Any], Path]

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


def mounts(**fields: Any) -> dict[str, Any]:
    return {**TREE, "Name": "a-cluster", "Configs": {"Mounts": fields}}


def oss(**fields: Any) -> dict[str, Any]:
    return mounts(OSS={"AccessKeyId": "LTAI", **fields})


def preset(request: Any, **parameters: Any) -> dict[str, Any]:
    return {"preset": {"name": "p", "title": "", "parameters": parameters, "format": 1}, "request": request}


def found(run: Run, file: Path) -> list[tuple[str, str, str]]:
    [checked] = run("check", file, "--format", "json").json
    return [(each["severity"], each["rule"], each["path"]) for each in checked["findings"]]


UNUSABLE = [
    *("${k}", "x${k}", "${env:OSS-KEY}", "${env:}", "${env:A} ", "$env:OSS_KEY", "$OSS_KEY", "%OSS_KEY%"),
    *("••••••••", "****", "LTAI******"),
]
MOUNTS = "/Configs/Mounts"
ERRORS: dict[str, list[tuple[Any, str]]] = {
    "secret-unusable": [(oss(AccessKeySecret=each), f"{MOUNTS}/OSS/AccessKeySecret") for each in UNUSABLE],
    "secret-misplaced": [
        (oss(AccesKeySecret=SECRET), f"{MOUNTS}/OSS/AccesKeySecret"),
        (oss(SecurtyToken=SECRET), f"{MOUNTS}/OSS/SecurtyToken"),
        (oss(access_key_secret=SECRET), f"{MOUNTS}/OSS/access_key_secret"),
        (mounts(Oss={"AccessKeySecret": SECRET}), f"{MOUNTS}/Oss/AccessKeySecret"),
        (mounts(AccessKeySecret=SECRET), f"{MOUNTS}/AccessKeySecret"),
        ({**TREE, "AccessKeySecret": SECRET}, "/AccessKeySecret"),
    ],
    "parameter-secret": [
        (preset(oss(AccessKeySecret="${k}"), k={"default": SECRET}), ""),
        (preset(oss(AccesKeySecret="${k}"), k={"default": SECRET}), f"{MOUNTS}/OSS/AccesKeySecret"),
        (preset({**TREE, "UserData": {"x": "${oss_secret}"}}, oss_secret={"default": SECRET}), "/UserData/x"),
        (preset(TREE, AccessKeySecret={"title": "Secret", "default": SECRET}), ""),
    ],
}


@pytest.mark.parametrize(
    ("rule", "document", "path"), [(rule, *case) for rule, cases in ERRORS.items() for case in cases]
)
def test_a_wrong_secret_is_neither_sent_nor_shown_nor_written(
    run: Run, write: Write, sandbox: RunningSandbox, empty_home: Path, rule: str, document: Any, path: str
) -> None:
    file = write(document)
    assert ("error", rule, path) in found(run, file)
    said = [run("submit", file, "--yes", "--endpoint", sandbox.url).ends(1), run("check", file).ends(1)]
    assert ids(sandbox) == []
    if rule != "parameter-secret":  # a default is visible where it is used
        said += [run("export", file, "--as", name) for name in ("json", "curl", "requests")]
    said += [run("submit", file, "--dry-run"), run("presets import", file, "--name", "mine").ends(0)]
    said += [run("presets rename mine other").ends(0), run("presets show other").ends(0)]
    for secret in UNUSABLE if rule == "secret-unusable" else [SECRET]:
        assert not [each for each in said if secret in each.text + each.err]
        assert not [place for place, data in everything_below(empty_home).items() if secret.encode() in data]


def test_other_values_and_defaults_are_no_error(run: Run, write: Write) -> None:
    for value in (SECRET, "${env:OSS_ACCESS_KEY_SECRET}", "[secret]", "", "a$b", "x%y"):
        assert not [each for each in found(run, write(with_secret(value))) if each[0] == "error"]
    parameters = {"name": {"default": "c1"}, "token_count": {"default": "3"}}
    file = write(preset({**TREE, "Name": "${name}"}, **parameters))
    run("presets import", file, "--name", "mine").ends(0)
    assert run("presets show mine").json["preset"]["parameters"] == parameters


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

    words = "invalid character" if value == NOT_UTF_8 else words
    submit = ["submit", "smallest", "--yes", "--region", "cn-beijing"]
    for variable in ACCOUNT:
        with monkeypatch.context() as patch:
            for name in ACCOUNT:
                patch.setenv(name, value if name == variable else "usable")
            assert "very-secret" not in run(*submit).fails(2, words).err
    for member in ("access_key_id", "access_key_secret"):
        save_aliyun({member: value})
        assert "very-secret" not in run(*submit).fails(2, words).err


def test_a_secret_of_a_wrong_type_is_not_repeated(run: Run, write: Write) -> None:
    file = write(oss(AccessKeySecret=987654321, SecurityToken=["987654321"]))
    for ran in (run("check", file, "-v"), run("check", file, "--format", "json")):
        assert "AccessKeySecret" in ran.ends(1).text
        assert "987654321" not in ran.text + ran.err


def test_placeholders_in_presets(run: Run, write: Write) -> None:
    asked = {**TREE, "Name": "a-cluster", "UserData": {"bucket": "[your bucket]"}}
    assert ("warning", "placeholder-left", "/UserData/bucket") in found(run, write(asked))
    file = write(preset(asked))
    assert ("note", "placeholder-left", "/UserData/bucket") in found(run, file)
    run("submit", file, "--dry-run").ends(0, "warning", "placeholder-left")
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
    secret, values = KEYS_OF_SECRETS.split(), ["", "true", "[token]", "/run/a/b"]
    keys = {f"A{number}_TOKEN": value for number, value in enumerate(values)}
    for key in (*secret, *HARMLESS_KEYS.split()):
        keys[key] = "s3cr3t-value"
    file = write({**TREE, field: keys})
    warned = [path for _, rule, path in found(run, file) if rule == "secret-in-plain-text"]
    assert warned == [f"/{field}/{key.replace('/', '~1')}" for key in secret]
    assert "s3cr3t-value" not in run("check", file).text


KEY, OSS, TOKEN = "Typed-AccessKeySecret-1", "Typed-OSS-Secret-2", "Typed-Security-Token-3"


def test_after_a_session_in_which_everything_went_wrong_no_secret_is_shown_or_stored(
    run: Run,
    sandbox: RunningSandbox,
    creations: Creations,
    request_file: Callable[..., Path],
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

    for secret in (KEY, OSS, TOKEN):
        assert not [text for text in shown if secret in text]
        holding = [path for path, data in everything_below(empty_home).items() if secret.encode() in data]
        assert holding == ([kept] if secret == KEY else [])
    assert len(list(locations.journal_folder().iterdir())) >= 4
    run("profiles remove prod --yes").ends(0)
    assert not [path for path, data in everything_below(empty_home).items() if KEY.encode() in data]
    database = sandbox.data_file.read_bytes() + Path(f"{sandbox.data_file}-wal").read_bytes()
    assert b"a-cluster" in database
    for secret in (KEY, OSS, TOKEN):
        assert secret.encode() not in database
