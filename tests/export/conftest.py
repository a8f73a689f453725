"""A service that records requests, a way to run an exported script, and texts that are hard to quote."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from client.conftest import Faulty
from client.conftest import serve as serve

from wizard.document.tree import set_in
from wizard.export import FORMATS, Destination, export

SECRET = """s'e"c$r`e\\t& %s ${HOME} 中 #!"""
"""A secret that is hard to quote."""
SETTINGS = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "sandbox",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "sandbox",
    "OSS_ACCESS_KEY_SECRET": SECRET,
    "PYTHONPATH": str(Path(__file__).with_name("stand_in")),
    "PYTHONDONTWRITEBYTECODE": "1",
}


@pytest.fixture
def listener(serve: Callable[..., Faulty]) -> Faulty:
    """A service that records requests and creates a cluster for each."""
    return serve({"status": 201, "json": {"Id": "cls-x"}})


Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def run_script(tmp_path: Path) -> Run:
    """Run an exported script in a folder of its own, without pauses between attempts."""
    programs = tmp_path / "bin"
    programs.mkdir()

    def run(
        format_: str,
        tree: Any,
        place: Destination | None = None,
        *,
        name: str = "exported",
        pause: str = "",
        options: tuple[str, ...] = (),
        **environ: str,
    ) -> "subprocess.CompletedProcess[bytes]":
        ending = FORMATS[format_].ending
        pauses = {".sh": ('sleep "$pause"', pause or ":"), ".py": ("time.sleep(pause)", pause or "pass")}
        before, after = pauses[ending]
        file = tmp_path / f"{name}{ending}"
        file.write_bytes(export(tree, format_, place).data.replace(before.encode(), after.encode()))
        return subprocess.run(
            ["bash" if ending == ".sh" else sys.executable, *options, file],
            env={**os.environ, **SETTINGS, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", **environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd=tmp_path,
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def send(listener: Faulty, run_script: Run) -> Run:
    """Run an exported script that sends its request to the listener."""

    def send(format_: str, tree: Any = None, **options: str) -> "subprocess.CompletedProcess[bytes]":
        return run_script(format_, {} if tree is None else tree, Destination(listener.url), **options)

    return send


TEXTS: dict[str, str] = {
    "quotes": """it's ''quoted'' ' say "hello" "" r""" + "'''\"\"\"",
    "newlines and tabs": "first\nsecond\r\n\tthird\n\n",
    "dollars and backticks": "$HOME ${HOME} $(date) $$ $1 ${env:HOME} $'x' `date` ``",
    "a reference in a field that is no secret": "${env:OSS_ACCESS_KEY_SECRET}",
    "backslashes": "C:\\dir\\new\\ \\\\ \\n \\",
    "leading dashes": "-rf --output=/dev/null -",
    "other scripts and emoji": "渲染集群。é ß Å \N{COMBINING ACUTE ACCENT} \ufffd 🚀👩‍🚀 and 🇨🇳",
    "exclamation and percent signs": "!! !$ hello! #!/bin/bash %s %d %% %n {} {{0}} %(name)s",
    "here documents": "<<EOF\nEOF\n<<'END'\nEND",
    "globs and operators": "* ? [a-z] ~ ~root {a,b} ; | & && || > /dev/null < x # comment",
    "control characters": "\x00\x01\x07\x1b[31m\x7f\x80\x9f",
    "line separators": "\u2028\u2029\u0085\ufeff\u200b\u202e",
    "our own marks": "@@BODY@@ @@REGION@@ secret-0 secret-- BODY need('X')",
    "ends of everything": "\\'\"; exit 0; #')\n]}",
    "a file for curl, and returns": "@/etc/passwd\r\r",
}


def document(text: str) -> dict[str, Any]:
    """Return a request with a text in every place."""
    return {
        "Name": "-a_cluster",
        "Description": text,
        "InstanceType": "ecs.sn1ne.large",
        "ImageId": f"img-{text}",
        "Bootstrap": f"echo {text}",
        "UserData": {text: text, "plain": ""},
        "EnvVars": {text: text},
        "Groups": {
            text[:60]: {"DesiredVMCount": 1, "ResourceType": "Spot", "SpotPriceLimit": 0.10, "Mode": text}
        },
        "Configs": {
            "Mounts": {
                "OSS": {"AccessKeyId": text, "AccessKeySecret": "${env:OSS_ACCESS_KEY_SECRET}"},
                "Entries": [{"Source": f"oss://b/{text}", "Destination": f"/{text}", "WriteSupport": False}],
            },
            "Networks": {"VPC": {"CidrBlock": "192.168.0.0/24"}},
        },
        text: {"unknown": [text, "secret-0", 1, 1.0, 10**20, 1e-7, True, None, [], {}]},
    }


def all_documents() -> dict[str, Any]:
    """Return a request with all the texts."""
    marks = "our own marks"  # below an unknown field, a key with "secret" in it marks a secret
    more = [document(text) for name, text in TEXTS.items() if name != marks]
    return {**document(TEXTS[marks]), "More": more}


def with_secret(tree: dict[str, Any]) -> Any:
    """Return the request as it has to arrive: the secret replaces its reference."""
    return set_in(tree, ("Configs", "Mounts", "OSS", "AccessKeySecret"), SECRET)
