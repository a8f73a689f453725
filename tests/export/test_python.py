"""The Python scripts, run in a real interpreter: against a service that keeps what arrives, and a sandbox."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from wizard.client.client import Client
from wizard.client.targets import sandbox_target
from wizard.document.serializer import to_bytes
from wizard.export import Place, export
from wizard.sandbox import start

from .conftest import EXAMPLE, HERE, KEY, Listener, Script
from .documents import SECRET, TEXTS, document, with_secret
from .test_curl import signed_by

REFERENCE: dict[str, Any] = json.loads(EXAMPLE.read_text(encoding="utf-8"))
STAND_IN = {"PYTHONPATH": str(HERE / "stand_in")}
FORMATS = ["requests", "python"]
SET = {"OSS_ACCESS_KEY_SECRET": SECRET, **KEY, **STAND_IN}


@pytest.mark.parametrize("name", TEXTS)
def test_with_requests_the_very_bytes_arrive(listener: Listener, script: Script, name: str) -> None:
    tree = document(TEXTS[name])
    ran = script(export(tree, "requests", Place(listener.url)).data, "py", **SET)
    assert (ran.returncode, ran.stdout) == (0, b"cls-x\n"), ran.stderr
    [arrived] = listener.arrived
    assert arrived.body == to_bytes(with_secret(tree))
    assert signed_by(arrived, "sandbox")


@pytest.mark.parametrize("name", TEXTS)
def test_with_the_sdk_everything_arrives(listener: Listener, script: Script, name: str) -> None:
    tree = document(TEXTS[name])
    ran = script(export(tree, "python", Place(listener.url)).data, "py", **SET)
    assert (ran.returncode, ran.stdout) == (0, b"cls-x\n"), ran.stderr
    [arrived] = listener.arrived
    # repr tells 1 from 1.0 and true, and shows the order of keys
    assert repr(json.loads(arrived.body)) == repr(with_secret(tree))
    assert signed_by(arrived, "sandbox")


@pytest.mark.parametrize("format_", FORMATS)
def test_the_example_makes_a_cluster_in_the_sandbox(tmp_path: Path, script: Script, format_: str) -> None:
    with start(tmp_path / "sandbox.sqlite3") as sandbox:
        data = export(REFERENCE, format_, Place(sandbox.url, "cn-beijing")).data
        ran = script(data, "py", IDEMPOTENT_TOKEN="mine_1", **SET)
        assert ran.returncode == 0, ran.stderr
        cluster = Client(sandbox_target(sandbox.url)).get_cluster(ran.stdout.decode().strip())
        assert cluster["EnvVars"] == REFERENCE["EnvVars"]
        assert script(data, "py", IDEMPOTENT_TOKEN="mine_1", **SET).stdout == ran.stdout
        other = export({**REFERENCE, "Name": "other"}, format_, Place(sandbox.url)).data
        refused = script(other, "py", IDEMPOTENT_TOKEN="mine_1", **SET)
        assert (refused.returncode, refused.stdout) == (3, b"")
        assert b"IdempotentTokenMismatch" in refused.stderr


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    "name", ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "OSS_ACCESS_KEY_SECRET"]
)
def test_a_variable_that_is_missing_is_named(
    listener: Listener, script: Script, format_: str, name: str
) -> None:
    data = export(document("x"), format_, Place(listener.url)).data
    ran = script(data, "py", **{**SET, name: ""})
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr == f"{name} is not set: the request cannot be sent without it.\n".encode()
    assert listener.arrived == []


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({}, b"ALIBABA_CLOUD_REGION_ID is not set"),
        ({"BATCHCOMPUTE_ENDPOINT": "http://example.com"}, b"requests go to https://"),
        ({"BATCHCOMPUTE_ENDPOINT": "http://127.0.0.1.example.com"}, b"requests go to https://"),
        ({"ALIBABA_CLOUD_REGION_ID": "x", "IDEMPOTENT_TOKEN": "a b"}, b"letters, digits and underscores"),
        ({"ALIBABA_CLOUD_REGION_ID": "x", "IDEMPOTENT_TOKEN": "a" * 65}, b"at most 64 letters"),
        ({"ALIBABA_CLOUD_REGION_ID": "evil.com/"}, b"is no region"),
        ({"BATCHCOMPUTE_ENDPOINT": "https://[::1"}, b"is no address"),
        ({"BATCHCOMPUTE_ENDPOINT": "https://h:99999999"}, b"is no address"),
        ({"BATCHCOMPUTE_ENDPOINT": "https://user:hidden@h"}, b"is no address"),
        ({"BATCHCOMPUTE_ENDPOINT": "https://h/path?x"}, b"is no address"),
        ({"BATCHCOMPUTE_ENDPOINT": "https://h?"}, b"is no address"),
        ({"BATCHCOMPUTE_ENDPOINT": "https://h%41"}, b"is no address"),
        ({"BATCHCOMPUTE_ENDPOINT": "http://[::1%25lo]:9"}, b"is no address"),
        ({"ALIBABA_CLOUD_ACCESS_KEY_ID": "a\nhidden"}, b"ACCESS_KEY_ID holds a control character"),
        (
            {"ALIBABA_CLOUD_SECURITY_TOKEN": "a\nhidden"},
            b"TOKEN holds a character that cannot be sent",
        ),
    ],
)
def test_what_cannot_be_sent_says_why(
    script: Script, format_: str, environ: dict[str, str], words: bytes
) -> None:
    ran = script(export({}, format_).data, "py", **{**SET, **environ})
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert words in ran.stderr
    assert ran.stderr.count(b"\n") == 1
    assert b"hidden" not in ran.stderr


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    "name",
    ["requests", "batchcompute", "json", "re", "os", "uuid", "http", "email", "urllib", "socket", "sys"],
)
def test_a_script_may_have_any_name(listener: Listener, script: Script, format_: str, name: str) -> None:
    ran = script(export({}, format_, Place(listener.url)).data, "py", name, **SET)
    assert (ran.returncode, ran.stdout, ran.stderr.count(b"\n")) == (0, b"cls-x\n", 1), ran.stderr


@pytest.mark.parametrize("format_", FORMATS)
def test_files_beside_a_script_are_not_run(
    listener: Listener, script: Script, tmp_path: Path, format_: str
) -> None:
    for name in ("requests", "batchcompute", "json", "hmac", "uuid", "http", "urllib3"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('run')")
    ran = script(export({}, format_, Place(listener.url)).data, "py", **SET)
    assert (ran.returncode, ran.stdout) == (0, b"cls-x\n"), ran.stderr


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("option", ["-P", "-I"])
def test_options_of_the_interpreter_do_no_harm(tmp_path: Path, format_: str, option: str) -> None:
    file = tmp_path / "exported.py"
    file.write_bytes(export({}, format_).data)
    ran = subprocess.run([sys.executable, option, file], capture_output=True, check=False, timeout=60)
    assert ran.returncode == 2
    assert b"is not set" in ran.stderr or b"is needed" in ran.stderr


def test_a_library_that_is_missing_is_named(script: Script, tmp_path: Path) -> None:
    for name in ("requests", "batchcompute"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise ImportError")
    for format_, words in (("requests", b"pip install requests"), ("python", b"pip install batchcompute")):
        ran = script(export({}, format_).data, "py", **{**KEY, "PYTHONPATH": str(tmp_path)})
        assert (ran.returncode, ran.stdout) == (2, b"")
        assert ran.stderr.count(b"\n") == 1
        assert words in ran.stderr


NO_ANSWERS = [
    [(502, b"<html>"), (201, b"<html>")],
    [(201, b"[1]"), (201, b'{"Id": ""}')],
    [(429, b"{}"), (302, b"")],
]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("answers", NO_ANSWERS, ids=range(len(NO_ANSWERS)))
def test_it_asks_again_under_the_same_token(
    listener: Listener, script: Script, format_: str, answers: list[tuple[int, bytes]]
) -> None:
    listener.answers = [*answers, (201, b'{"Id": "cls-y"}')]
    data = export({}, format_, Place(listener.url)).data.replace(b"time.sleep(pause)", b"pass")
    ran = script(data, "py", **SET)
    assert (ran.returncode, ran.stdout) == (0, b"cls-y\n"), ran.stderr
    assert len({each.target for each in listener.arrived}) == 1
    assert len({each.headers["x-acs-signature-nonce"] for each in listener.arrived}) == 3


@pytest.mark.parametrize("format_", FORMATS)
def test_a_refusal_is_final(listener: Listener, script: Script, format_: str) -> None:
    listener.answers = [(403, b"<html>denied")]
    ran = script(export({}, format_, Place(listener.url)).data, "py", **SET)
    assert (ran.returncode, ran.stdout) == (3, b"")
    assert b"denied" in ran.stderr
    assert len(listener.arrived) == 1


@pytest.mark.parametrize("format_", FORMATS)
def test_interrupted_it_says_how_to_find_out(listener: Listener, script: Script, format_: str) -> None:
    listener.answers = [(502, b"")]
    data = export({}, format_, Place(listener.url)).data
    data = data.replace(b"time.sleep(pause)", b"__import__('signal').raise_signal(2)")
    ran = script(data, "py", IDEMPOTENT_TOKEN="tok", **SET)
    assert (ran.returncode, ran.stdout) == (130, b"")
    assert ran.stderr.splitlines()[-1].startswith(b"Interrupted: the cluster may exist.")
    assert b"IDEMPOTENT_TOKEN=tok" in ran.stderr
    assert b"Traceback" not in ran.stderr


@pytest.mark.parametrize("format_", FORMATS)
def test_no_answer_is_told_with_the_way_to_find_out(listener: Listener, script: Script, format_: str) -> None:
    listener.answers = [(500, b"<html>")]
    data = export({}, format_, Place(listener.url)).data.replace(b"time.sleep(pause)", b"pass")
    ran = script(data, "py", IDEMPOTENT_TOKEN="tok", **SET)
    assert (ran.returncode, ran.stdout) == (4, b"")
    assert b"IDEMPOTENT_TOKEN=tok" in ran.stderr


@pytest.mark.parametrize("format_", FORMATS)
def test_a_request_that_is_as_deep_as_any(listener: Listener, script: Script, format_: str) -> None:
    deep: Any = "bottom"
    for _ in range(190):
        deep = [deep]
    tree = {**document("x"), "Deep": deep}
    ran = script(export(tree, format_, Place(listener.url)).data, "py", **SET)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(listener.arrived[0].body) == with_secret(tree)


def test_with_temporary_keys(listener: Listener, script: Script) -> None:
    for format_ in FORMATS:
        ran = script(
            export({}, format_, Place(listener.url, "cn-qingdao")).data,
            "py",
            ALIBABA_CLOUD_SECURITY_TOKEN="st+s/==",
            **SET,
        )
        assert ran.returncode == 0, ran.stderr
    for arrived in listener.arrived:
        assert arrived.headers["x-acs-security-token"] == "st+s/=="
        assert arrived.headers["x-acs-region-id"] == "cn-qingdao"
        assert signed_by(arrived, "sandbox")


def test_what_the_sdk_would_drop_is_said() -> None:
    request = {"Name": "a", "Descripton": "x", "Groups": {"g": {"Extra": {"a": 1}}}, 'k"""\\\x1b': 1}
    text = export(request, "python").data.decode()
    head = text[: text.index("import json")]
    assert "/Descripton, /Groups/g/Extra, /k" in head
    assert "\x1b" not in head
    compile(text, "exported", "exec")
    assert "would drop:" not in export(REFERENCE, "python").data.decode()


@pytest.mark.parametrize("format_", FORMATS)
def test_a_literal_secret_is_not_in_the_script(format_: str) -> None:
    oss = {"AccessKeyId": "id", "AccessKeySecret": "hidden", "SecurityToken": "hidden too"}
    text = export({"Configs": {"Mounts": {"OSS": oss}}}, format_).data.decode()
    assert "hidden" not in text
    assert "need('OSS_ACCESS_KEY_SECRET')" in text
    assert "OSS_SECURITY_TOKEN" in text
