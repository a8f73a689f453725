"""The bash script: run in a real bash, against a service that keeps what arrives, and against the sandbox."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from wizard.client.client import Client
from wizard.client.signature import candidate_strings, parse_authorization, verifies
from wizard.client.targets import sandbox_target
from wizard.document.serializer import to_bytes
from wizard.export import Place, export
from wizard.sandbox import start

from .conftest import EXAMPLE, KEY, Arrived, Listener, Script
from .documents import SECRET, TEXTS, document, with_secret

REFERENCE: dict[str, Any] = json.loads(EXAMPLE.read_text(encoding="utf-8"))


def signed_by(arrived: Arrived, secret: str) -> bool:
    """Whether a request that arrived carries a good signature."""
    key_id, signature = parse_authorization(arrived.headers["Authorization"]) or ("", "")
    return bool(key_id) and verifies(
        secret, signature, candidate_strings("POST", arrived.target, arrived.headers)
    )


@pytest.mark.parametrize("name", TEXTS)
def test_what_arrives_are_the_very_bytes(listener: Listener, script: Script, name: str) -> None:
    tree = document(TEXTS[name])
    data = export(tree, "curl", Place(listener.url)).data
    ran = script(data, "sh", OSS_ACCESS_KEY_SECRET=SECRET, **KEY)
    assert (ran.returncode, ran.stdout) == (0, b'{"Id": "cls-x"}\n')
    [arrived] = listener.arrived
    assert arrived.body == to_bytes(with_secret(tree))
    assert signed_by(arrived, "sandbox")


def test_the_example_makes_a_cluster_in_the_sandbox(tmp_path: Path, script: Script) -> None:
    with start(tmp_path / "sandbox.sqlite3") as sandbox:
        data = export(REFERENCE, "curl", Place(sandbox.url, "cn-beijing")).data
        ran = script(data, "sh", IDEMPOTENT_TOKEN="mine_1", LC_ALL="C", **KEY)
        assert ran.returncode == 0, ran.stderr
        cluster = Client(sandbox_target(sandbox.url)).get_cluster(json.loads(ran.stdout)["Id"])
        assert cluster["UserData"] == REFERENCE["UserData"]
        assert cluster["Groups"]["group1"]["DesiredVMCount"] == 3
        again = script(data, "sh", IDEMPOTENT_TOKEN="mine_1", **KEY)
        assert again.stdout == ran.stdout
        other = export({**REFERENCE, "Name": "other"}, "curl", Place(sandbox.url)).data
        refused = script(other, "sh", IDEMPOTENT_TOKEN="mine_1", **KEY)
        assert (refused.returncode, refused.stdout) == (3, b"")
        assert b"IdempotentTokenMismatch" in refused.stderr


def test_the_key_that_signs_may_hold_anything(listener: Listener, script: Script) -> None:
    secret = "k'e\"y\\$`%s&é" + "x" * 40
    key = {"ALIBABA_CLOUD_ACCESS_KEY_ID": 'id"\\', "ALIBABA_CLOUD_ACCESS_KEY_SECRET": secret}
    data = export({}, "curl", Place(listener.url, "cn-hangzhou")).data
    ran = script(data, "sh", ALIBABA_CLOUD_SECURITY_TOKEN="st+s/==", **key)
    assert ran.returncode == 0, ran.stderr
    [arrived] = listener.arrived
    assert arrived.headers["x-acs-security-token"] == "st+s/=="
    assert arrived.headers["x-acs-region-id"] == "cn-hangzhou"
    assert signed_by(arrived, secret)


@pytest.mark.parametrize(
    "name", ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "OSS_ACCESS_KEY_SECRET"]
)
def test_a_variable_that_is_missing_is_named(listener: Listener, script: Script, name: str) -> None:
    data = export(document("x"), "curl", Place(listener.url)).data
    ran = script(data, "sh", **{**KEY, "OSS_ACCESS_KEY_SECRET": "x", name: ""})
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.startswith(f"{name} is not set".encode())
    assert listener.arrived == []


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({}, b"ALIBABA_CLOUD_REGION_ID is not set"),
        ({"ALIBABA_CLOUD_REGION_ID": "evil.com/"}, b"evil.com/ is no region"),
        ({"BATCHCOMPUTE_ENDPOINT": "http://example.com"}, b"requests go to https://"),
        ({"BATCHCOMPUTE_ENDPOINT": "http://127.0.0.1.example.com"}, b"requests go to https://"),
        ({"BATCHCOMPUTE_ENDPOINT": "https://a\nb"}, b"is no address"),
        ({"BATCHCOMPUTE_ENDPOINT": "https://[::1"}, b"is no address"),
        ({"BATCHCOMPUTE_ENDPOINT": "https://user:x@h"}, b"is no address"),
        ({"BATCHCOMPUTE_ENDPOINT": "https://h/path?x"}, b"is no address"),
        ({"BATCHCOMPUTE_ENDPOINT": "https://h%41"}, b"is no address"),
        ({"BATCHCOMPUTE_ENDPOINT": "http://[::1%25lo]:9"}, b"is no address"),
        ({"ALIBABA_CLOUD_REGION_ID": "x", "IDEMPOTENT_TOKEN": "a b"}, b"letters, digits and underscores"),
        ({"ALIBABA_CLOUD_REGION_ID": "x", "IDEMPOTENT_TOKEN": "a" * 65}, b"at most 64 letters"),
        ({"ALIBABA_CLOUD_REGION_ID": "x", "ALIBABA_CLOUD_SECURITY_TOKEN": "a\nb"}, b"control character"),
    ],
)
def test_what_cannot_be_sent_says_why(script: Script, environ: dict[str, str], words: bytes) -> None:
    ran = script(export({}, "curl").data, "sh", **{**KEY, **environ})
    assert ran.returncode == 2
    assert words in ran.stderr


def test_it_asks_again_under_the_same_token_with_a_nonce_of_its_own(
    listener: Listener, script: Script
) -> None:
    for answers in ([(502, b"<html>"), (201, b"<html>")], [(201, b'{"Id": ""}'), (201, b'{"Id": "cls-y"')]):
        listener.arrived.clear()
        listener.answers = [*answers, (201, b'{"Id": "cls-y"}')]
        ran = script(export({}, "curl", Place(listener.url)).data, "sh", **KEY)
        assert (ran.returncode, ran.stdout) == (0, b'{"Id": "cls-y"}\n')
        assert len({each.target for each in listener.arrived}) == 1
        assert len({each.headers["x-acs-signature-nonce"] for each in listener.arrived}) == 3
    assert all(signed_by(each, "sandbox") for each in listener.arrived)


def test_no_answer_is_told_with_the_way_to_find_out(listener: Listener, script: Script) -> None:
    listener.answers = [(500, b"{}")]
    ran = script(export({}, "curl", Place(listener.url)).data, "sh", IDEMPOTENT_TOKEN="tok", **KEY)
    assert (ran.returncode, ran.stdout) == (4, b"")
    assert b"IDEMPOTENT_TOKEN=tok" in ran.stderr
    assert len(listener.arrived) == 3


def test_no_secret_is_an_argument_of_a_program(listener: Listener, script: Script, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    (tmp_path / "bin").mkdir()
    for program in ("curl", "openssl"):
        real = subprocess.run(["which", program], capture_output=True, text=True, check=True).stdout.strip()
        wrapper = tmp_path / "bin" / program
        wrapper.write_text(f'#!/bin/bash\nprintf "%s\\n" "$@" >> {seen}\nexec {real} "$@"\n')
        wrapper.chmod(0o755)
    key = {**KEY, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "hidden-key", "OSS_ACCESS_KEY_SECRET": "hidden-secret"}
    data = export(document("x"), "curl", Place(listener.url)).data
    ran = script(data, "sh", ALIBABA_CLOUD_SECURITY_TOKEN="hidden-token", **key)
    assert ran.returncode == 0, ran.stderr
    assert "clusters?IdempotentToken=" in seen.read_text()
    assert "hidden" not in seen.read_text()


def test_interrupted_it_says_how_to_find_out(listener: Listener, script: Script) -> None:
    listener.answers = [(500, b"{}")]
    data = export({}, "curl", Place(listener.url)).data.replace(b'sleep "$pause"', b"kill -INT $$")
    ran = script(data, "sh", IDEMPOTENT_TOKEN="tok", **KEY)
    assert (ran.returncode, ran.stdout) == (130, b"")
    assert b"Interrupted: the cluster may exist." in ran.stderr
    assert b"IDEMPOTENT_TOKEN=tok" in ran.stderr


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="there is no shellcheck")
@pytest.mark.parametrize("format_", ["curl", "bcs"])
def test_shellcheck_has_nothing_to_say(tmp_path: Path, format_: str) -> None:
    for number, tree in enumerate([REFERENCE, document("x"), {"Name": "a"}]):
        file = tmp_path / f"{format_}-{number}.sh"
        file.write_bytes(export(tree, format_).data)
        assert subprocess.run(["shellcheck", file], capture_output=True, check=False).stdout == b""


def test_it_wants_bash() -> None:
    ran = subprocess.run(
        ["sh"],
        input=export({}, "curl").data,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 2


def test_a_large_request_goes_out_compact(listener: Listener, script: Script) -> None:
    tree = {"UserData": {f"k{number}": "x" * 1000 for number in range(300)}}
    ran = script(export(tree, "curl", Place(listener.url)).data, "sh", **KEY)
    assert ran.returncode == 0, ran.stderr
    assert listener.arrived[0].body == to_bytes(tree)
    assert b"\n" not in listener.arrived[0].body
