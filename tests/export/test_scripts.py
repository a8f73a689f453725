"""All formats; the scripts with curl, requests and the SDK, run against a service that records what arrives."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from client.conftest import Faulty, Seen
from validation.cases import EXAMPLE

from wizard.client.api import Client
from wizard.client.credentials import make_sandbox_profile
from wizard.client.signing import is_valid_signature, list_signed_texts, parse_authorization
from wizard.document.serializer import to_bytes
from wizard.export import FORMATS, Destination, export
from wizard.i18n import use_language
from wizard.sandbox import start

from .conftest import SETTINGS, Run, all_documents, document, with_secret


@pytest.mark.parametrize("name", ["json", "curl", "bcs", "python", "requests"])
def test_references_replace_literal_secrets(name: str) -> None:
    oss = {"AccessKeyId": "id", "AccessKeySecret": "hidden", "SecurityToken": "hidden too"}
    exported = export({"Configs": {"Mounts": {"OSS": oss}}}, name)
    assert b"hidden" not in exported.data
    assert [(path[-1], variable) for path, variable in exported.references] == [
        ("AccessKeySecret", "OSS_ACCESS_KEY_SECRET"),
        ("SecurityToken", "OSS_SECURITY_TOKEN"),
    ]
    for _, variable in exported.references:
        assert (f"${{env:{variable}}}" if name == "json" else variable) in exported.data.decode()


def test_any_document_can_be_exported() -> None:
    for tree in (None, [1], 3, "x", {}, {"b": 1, "a": [1.0, True, None, {"z": "中😀", "y": {}}], "Name": ""}):
        assert export(tree, "json").data == to_bytes(tree) + b"\n"
        for name in FORMATS:
            assert export(tree, name).data


INJECTIONS = [
    'http://[::1%""";import os;os.system("touch pwned");"""]:9',
    "http://h'\"$(touch pwned)`touch pwned`",
    "x}; touch pwned; : ${y:-\n touch pwned\n",
    "'''\nimport os;os.system('touch pwned')\n\"\"\"\nimport os;os.system('touch pwned')\n\\",
    "\u2028touch pwned\rtouch pwned\x85",
]


@pytest.mark.parametrize("format_", ["curl", "bcs", "requests", "python"])
@pytest.mark.parametrize("text", INJECTIONS)
def test_no_part_of_a_request_or_url_is_run(tmp_path: Path, run_script: Run, format_: str, text: str) -> None:
    (tmp_path / "bin" / "bcs").write_text("#!/bin/sh\ncat > /dev/null\n")
    (tmp_path / "bin" / "bcs").chmod(0o755)
    request = {"Name": text, "Groups": {text: {text: text}}, "EnvVars": {text: text}, text: text}
    for place in (Destination(text, "cn-beijing"), Destination("", text)):
        ran = run_script(format_, request, place)
        assert ran.returncode == (0 if format_ == "bcs" else 2), ran.stderr
        assert b"SyntaxError" not in ran.stderr
        assert not (tmp_path / "pwned").exists()


# -- what arrives at the service

PRINTED = {"curl": b'{"Id": "cls-x"}\n', "requests": b"cls-x\n", "python": b"cls-x\n"}
TOKEN = {"IDEMPOTENT_TOKEN": "tok"}

every_format = pytest.mark.parametrize("format_", PRINTED)
every_python_format = pytest.mark.parametrize("format_", ["requests", "python"])


def is_signed(arrived: Seen, secret: str = "sandbox") -> bool:
    key_id, signature = parse_authorization(arrived.headers["authorization"]) or ("", "")
    strings = list_signed_texts("POST", arrived.target, arrived.headers)
    return bool(key_id) and is_valid_signature(secret, signature, strings)


@every_format
def test_the_request_arrives_unchanged_and_signed(listener: Faulty, run_script: Run, format_: str) -> None:
    tree, place = all_documents(), Destination(listener.url, "cn-qingdao")
    ran = run_script(format_, tree, place, ALIBABA_CLOUD_SECURITY_TOKEN="st+s/==")
    assert (ran.returncode, ran.stdout) == (0, PRINTED[format_]), ran.stderr
    [arrived] = listener.seen
    if format_ == "python":  # the SDK sends ASCII; repr tells 1 from 1.0 and true, and shows the order
        assert repr(json.loads(arrived.body)) == repr(with_secret(tree))
    else:
        assert arrived.body == to_bytes(with_secret(tree))
    assert arrived.headers["x-acs-security-token"] == "st+s/=="
    assert arrived.headers["x-acs-region-id"] == "cn-qingdao"
    assert is_signed(arrived)


@every_format
def test_a_large_and_deep_request_is_sent_compact(listener: Faulty, send: Run, format_: str) -> None:
    deep: Any = "bottom"
    for _level in range(190):
        deep = [deep]
    tree = {"UserData": {f"k{number}": "x" * 1000 for number in range(300)}, "Deep": deep}
    ran = send(format_, tree)
    assert ran.returncode == 0, ran.stderr
    assert listener.seen[0].body == to_bytes(tree)
    assert b"\n" not in listener.seen[0].body


@every_format
def test_the_sandbox_creates_one_cluster_per_token(tmp_path: Path, run_script: Run, format_: str) -> None:
    with start(tmp_path / "sandbox.sqlite3") as sandbox:
        place = Destination(sandbox.url, "cn-beijing")
        ran = run_script(format_, EXAMPLE, place, LC_ALL="C", **TOKEN)
        assert ran.returncode == 0, ran.stderr
        printed = ran.stdout.decode().strip()
        cluster_id = json.loads(printed)["Id"] if format_ == "curl" else printed
        cluster = Client(make_sandbox_profile(sandbox.url)).get_cluster(cluster_id)
        assert cluster["UserData"] == EXAMPLE["UserData"]
        assert cluster["Groups"]["group1"]["DesiredVMCount"] == 3
        assert run_script(format_, EXAMPLE, place, **TOKEN).stdout == ran.stdout
        refused = run_script(format_, {**EXAMPLE, "Name": "other"}, place, **TOKEN)
        assert (refused.returncode, refused.stdout) == (3, b"")
        assert b"IdempotentTokenMismatch" in refused.stderr


def test_credentials_may_contain_special_characters(listener: Faulty, send: Run) -> None:
    secret = "k'e\"y\\$`%s&é" + "x" * 40
    ran = send("curl", ALIBABA_CLOUD_ACCESS_KEY_ID='id"\\', ALIBABA_CLOUD_ACCESS_KEY_SECRET=secret)
    assert ran.returncode == 0, ran.stderr
    assert is_signed(listener.seen[0], secret)


ENDPOINT = "BATCHCOMPUTE_ENDPOINT"
REGION = "ALIBABA_CLOUD_REGION_ID"
KEY_ID, TOKEN_OF_KEY = "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_SECURITY_TOKEN"
# words of the message: (variable, invalid values)
INVALID_SETTINGS: dict[str, tuple[str, list[str]]] = {
    f"{REGION} is not set": (REGION, [""]),
    "Invalid region: ": (REGION, ["evil.com/"]),
    "地域无效：": (REGION, ["evil.com/"]),
    **{
        f"{name} is not set. Set it, then run this script again.\n": (name, [""])
        for name in SETTINGS
        if "ACCESS_KEY" in name
    },
    "Use https://, or http:// on this": (ENDPOINT, ["http://example.com", "http://127.0.0.1.example.com"]),
    f"Invalid {ENDPOINT}": (
        ENDPOINT,
        [
            *("https://a\nb", "https://[::1", "https://h:99999", "https://user:hidden@h"),
            *("https://h/path?x", "https://h?", "https://h%41", "http://[::1%25lo]:9"),
        ],
    ),
    "at most 64 letters, digits and underscores": ("IDEMPOTENT_TOKEN", ["a b", "a" * 65]),
    f"{KEY_ID} contains a control character": (KEY_ID, ["a\nhidden"]),
    f"{TOKEN_OF_KEY} contains a c": (TOKEN_OF_KEY, ["a\nhidden"]),
}


@pytest.mark.parametrize("format_", ["curl", "python"])  # the Python scripts share the code that reads them
@pytest.mark.parametrize("words", INVALID_SETTINGS)
def test_an_invalid_setting_is_explained(run_script: Run, format_: str, words: str) -> None:
    variable, values = INVALID_SETTINGS[words]
    for value in values:
        use_language("en" if words.isascii() else "zh_CN")
        ran = run_script(format_, document("x"), **{REGION: "x", variable: value})
        use_language("en")
        assert (ran.returncode, ran.stdout) == (2, b"")
        assert words in ran.stderr.decode()
        assert ran.stderr.count(b"\n") == 1
        assert b"hidden" not in ran.stderr


@every_format
@pytest.mark.parametrize(
    "answers",
    [
        [(502, b"<html>"), (201, b"<html>")],
        [(201, b'{"Id": ""}'), (201, b'{"Id": "cls-y"')],
        [(201, b"[1]"), (302, b"")],
        [(429, b"{}"), (408, b"")],
    ],
    ids=range(4),
)
def test_retries_send_the_same_token_with_a_fresh_signature(
    listener: Faulty, send: Run, format_: str, answers: list[tuple[int, bytes]]
) -> None:
    failures = ({"status": status, "body": body} for status, body in answers)
    listener.behaviours = (*failures, *listener.behaviours)
    ran = send(format_)
    assert (ran.returncode, ran.stdout) == (0, PRINTED[format_]), ran.stderr
    assert len({each.target for each in listener.seen}) == 1
    assert len({each.headers["x-acs-signature-nonce"] for each in listener.seen}) == 3
    assert all(map(is_signed, listener.seen))


@every_format
def test_without_a_response_it_says_how_to_find_out(listener: Faulty, send: Run, format_: str) -> None:
    listener.behaviours = ({"status": 500, "body": b"<html>"},)
    ran = send(format_, **TOKEN)
    assert (ran.returncode, ran.stdout) == (4, b"")
    assert ran.stderr.splitlines()[-1].startswith(b"No response: the cluster may or may not exist.")
    assert b"run this script again with IDEMPOTENT_TOKEN=tok" in ran.stderr
    assert len(listener.seen) == 3
    interrupt = "kill -INT $$" if format_ == "curl" else "__import__('signal').raise_signal(2)"
    ran = send(format_, pause=interrupt, **TOKEN)
    assert (ran.returncode, ran.stdout) == (130, b"")
    assert ran.stderr.splitlines()[-1].startswith(b"Interrupted: the cluster may or may not exist.")
    assert b"IDEMPOTENT_TOKEN=tok" in ran.stderr
    assert b"Traceback" not in ran.stderr


CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069]")
HOSTILE = "no\x1b]52;c;eA==\x07\x9b2J\x7f\u202e\u2066\u2028e 集群"


@every_format
@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (201, json.dumps({"Id": HOSTILE, "Message": HOSTILE}, ensure_ascii=False), 0),
        (400, json.dumps({"Code": HOSTILE, "Message": HOSTILE}, ensure_ascii=False), 3),
        (403, HOSTILE, 3),
    ],
)
def test_a_response_never_controls_the_terminal_and_a_rejection_is_final(
    listener: Faulty, send: Run, format_: str, status: int, body: str, code: int
) -> None:
    listener.behaviours = ({"status": status, "body": body.encode()},)
    ran = send(format_, EXAMPLE)
    assert ran.returncode == code
    assert len(listener.seen) == 1
    printed = (ran.stdout + ran.stderr).decode()
    assert "no" in printed
    assert CONTROLS.findall(printed) == []


def test_no_secret_is_an_argument_of_a_program(listener: Faulty, send: Run, tmp_path: Path) -> None:
    arguments = tmp_path / "arguments"
    for program in ("curl", "openssl"):
        wrapper = tmp_path / "bin" / program
        text = f'#!/bin/bash\nprintf "%s\\n" "$@" >> {arguments}\nexec {shutil.which(program)} "$@"\n'
        wrapper.write_text(text)
        wrapper.chmod(0o755)
    names = ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN", "OSS_ACCESS_KEY_SECRET")
    ran = send("curl", document("x"), **dict.fromkeys(names, "hidden"))
    assert ran.returncode == 0, ran.stderr
    assert "clusters?IdempotentToken=" in arguments.read_text()
    assert "hidden" not in arguments.read_text()


@every_python_format
@pytest.mark.parametrize("name", ["requests", "batchcompute", "json"])
def test_a_script_may_have_any_name_and_files_beside_it_are_not_run(
    send: Run, tmp_path: Path, format_: str, name: str
) -> None:
    for module in ("requests", "batchcompute", "json", "hmac", "uuid", "http", "urllib3"):
        (tmp_path / f"{module}.py").write_text("raise SystemExit('run')")
    ran = send(format_, name=name)
    assert (ran.returncode, ran.stdout, ran.stderr.count(b"\n")) == (0, b"cls-x\n", 1), ran.stderr


@every_python_format
@pytest.mark.parametrize("option", ["-P", "-I"])
def test_a_script_runs_in_the_safe_modes_of_python(run_script: Run, format_: str, option: str) -> None:
    ran = run_script(format_, {}, options=(option,))
    assert ran.returncode == 2
    assert b"is not set" in ran.stderr or b"is not installed" in ran.stderr


@pytest.mark.parametrize(("format_", "library"), [("requests", "requests"), ("python", "batchcompute")])
def test_a_missing_library_is_named(run_script: Run, tmp_path: Path, format_: str, library: str) -> None:
    (tmp_path / "libraries" / library).mkdir(parents=True)
    (tmp_path / "libraries" / library / "__init__.py").write_text("raise ImportError")
    ran = run_script(format_, {}, PYTHONPATH=str(tmp_path / "libraries"))
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.count(b"\n") == 1
    assert f"pip install {library}".encode() in ran.stderr


def test_what_the_sdk_would_drop_is_listed() -> None:
    request = {"Name": "a", "Descripton": "x", "Groups": {"g": {"Extra": {"a": 1}}}, 'k"""\\\x1b': 1}
    text = export(request, "python").data.decode()
    head = text[: text.index("import json")]
    assert "/Descripton, /Groups/g/Extra, /k" in head
    assert "\x1b" not in head
    compile(text, "exported", "exec")
    assert "would drop:" not in export(EXAMPLE, "python").data.decode()


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="shellcheck is not installed")
@pytest.mark.parametrize("format_", ["curl", "bcs"])
def test_shellcheck_finds_nothing(tmp_path: Path, format_: str) -> None:
    for number, tree in enumerate([EXAMPLE, document("x"), {"Name": "a"}]):
        file = tmp_path / f"{format_}-{number}.sh"
        file.write_bytes(export(tree, format_).data)
        assert subprocess.run(["shellcheck", file], capture_output=True, check=False).stdout == b""
