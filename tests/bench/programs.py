"""The programs that are measured, the environment they run in, and the requests they are given."""

import json
import os
import subprocess
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "tests" / "cli" / "example.json"
"""The example of the CreateCluster reference; four placeholders in it are warnings."""
PLACEHOLDERS = {
    "[UserId]": "1234567890",
    "[Region]": "cn-hangzhou",
    "[OSS Access Key Id]": "LTAIexample",
    "[OSS Access Key Id Secret]": "${env:OSS_ACCESS_KEY_SECRET}",
    "[Your vpc id]": "vpc-8vbabcdefghij",
}
SECONDS_TO_INSTALL = 300


class Bench:
    """What the parts of a benchmark share: a temporary folder with a home directory, requests and tools."""

    def __init__(self, folder: Path, tools: Path, *, quick: bool) -> None:
        self.folder, self.quick, self._tools = folder, quick, tools
        self.not_available: list[str] = []  # tools for comparison that could not be installed
        home = folder / "home"
        home.mkdir()
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL")}
        terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self.environ = {**kept, **terminal, "HOME": str(home), "PYTHONPATH": str(ROOT)}
        example = EXAMPLE.read_text(encoding="utf-8").replace("test-cluster", "bench")
        clean = example
        for placeholder, value in PLACEHOLDERS.items():
            clean = clean.replace(placeholder, value)
        texts = {"example": example, "clean": clean, "large": json.dumps(make_large(), indent=2)}
        self.files = {name: folder / f"{name}.json" for name in texts}
        for name, text in texts.items():
            self.files[name].write_text(text, encoding="utf-8")

    def bcw(self, *arguments: str) -> list[str]:
        """Return the command line of `bcw`, started as its console script starts it."""
        start = "import sys; from wizard.cli.main import main; sys.exit(main())"
        return [sys.executable, "-c", start, *arguments]

    def bare(self) -> list[str]:
        """Return the command line of the bare Textual app."""
        return [sys.executable, str(Path(__file__).with_name("bare.py"))]

    # -- tools for comparison, installed when one is first asked for; ``None`` if one cannot be installed

    @cached_property
    def bcs(self) -> Path | None:
        """The vendor's command-line client, whose ``setup.py`` needs an old setuptools."""
        return self._install_with_pip(
            "bcs",
            "setuptools<58 wheel packaging",
            "--no-build-isolation batchcompute==2.1.7 batchcompute-cli==1.7.7 oss2 terminal==0.4.0"
            " blessings==1.7 drawille==0.2.0",
        )

    @cached_property
    def check_jsonschema(self) -> Path | None:
        """A validator for JSON Schema, written in Python."""
        return self._install_with_pip("check-jsonschema", "check-jsonschema")

    @cached_property
    def ajv(self) -> Path | None:
        """A validator for JSON Schema, written in JavaScript."""
        folder = self._tools / "ajv"
        program = folder / "node_modules" / ".bin" / "ajv"
        return self._install("ajv-cli", program, f"npm install --silent --prefix {folder} ajv-cli@5")

    def _install_with_pip(self, name: str, *packages: str) -> Path | None:
        folder = self._tools / name
        pip = (f"{folder}/bin/pip install --quiet {group}" for group in packages)
        return self._install(name, folder / "bin" / name, f"{sys.executable} -m venv --clear {folder}", *pip)

    def _install(self, name: str, program: Path, *commands: str) -> Path | None:
        """Run commands one after the other, until one fails, unless a program is there already."""
        try:
            for command in () if program.exists() else commands:
                report(f"installing: {command}")
                subprocess.run(command.split(), capture_output=True, check=True, timeout=SECONDS_TO_INSTALL)
        except (OSError, subprocess.SubprocessError):
            report(f"not installed: {name}")
        if program.exists():
            return program
        self.not_available.append(name)
        return None


def report(text: str) -> None:
    """Print progress on stderr."""
    print(text, file=sys.stderr, flush=True)


def make_large() -> dict[str, Any]:
    """Return a request of 300 groups and 1,000 mounts, about the largest one that the service accepts."""
    return {
        "Name": "bench",
        "Description": "a large request",
        "InstanceType": "ecs.sn1ne.large",
        "ImageId": "img-ubuntu-vpc",
        "UserData": {"key1": "value1", "key2": "value2"},
        "EnvVars": {"LANG": "C.UTF-8"},
        "Groups": {
            f"group{number}": {
                "DesiredVMCount": 1 + number % 3,
                "InstanceType": ("ecs.sn1ne.large", "ecs.sn2ne.xlarge")[number % 2],
                "ResourceType": "OnDemand",
                "HostnamePrefix": f"worker{number}",
            }
            for number in range(300)
        },
        "Configs": {
            "Disks": {"SystemDisk": {"Type": "cloud_efficiency", "Size": 50}},
            "Mounts": {
                "Locale": "UTF-8",
                "Entries": [
                    {
                        "Source": f"oss://bucket-{number}/input/",
                        "Destination": f"/home/admin/input/{number}/",
                        "WriteSupport": False,
                    }
                    for number in range(1_000)
                ],
            },
            "Networks": {"VPC": {"CidrBlock": "192.168.0.0/16"}},
        },
    }
