"""`bcw check` of so many files that several processes check them."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from .driver import Run, process

NUMBER = 400


@pytest.fixture
def folder(tmp_path: Path, request_file: Callable[..., Path]) -> Path:
    """A folder of requests: the name of every third is misspelt, one is not JSON."""
    fine, wrong = request_file("fine.json"), request_file("wrong.json", Name="a cluster")
    folder = tmp_path / "many"
    folder.mkdir()
    for at in range(NUMBER):
        shutil.copy(wrong if at % 3 == 0 else fine, folder / f"{at:03}.json")
    (folder / "100.json").write_bytes(b'{"Name": \xff}')
    return folder


def test_the_files_are_in_order_and_have_their_own_findings(real: Run, folder: Path) -> None:
    ran = real("check", folder, "--format", "json")
    assert ran.code == 1
    assert [Path(each["file"]).name for each in ran.json] == [f"{at:03}.json" for at in range(NUMBER)]
    rules = [[found["rule"] for found in each["findings"]] for each in ran.json]
    expected = [["InvalidName"] if at % 3 == 0 else [] for at in range(NUMBER)]
    assert [each[:1] for each in rules[:100]] == expected[:100]
    assert rules[100] == ["InvalidJsonFormat"]
    assert [each[:1] for each in rules[101:]] == expected[101:]


@pytest.mark.parametrize("output", ["text", "json", "github", "junit"])
def test_each_file_is_reported_as_when_it_is_checked_alone(real: Run, folder: Path, output: str) -> None:
    many = real("check", folder, "--format", output)
    some = real("check", *sorted(folder.iterdir())[:3], "--format", output)
    start = 0 if output != "junit" else some.out.index(b"<testsuite ")
    end = (
        -len(b"\n]\n")
        if output == "json"
        else len(some.out)
        if output != "junit"
        else -len(b"\n</testsuites>\n")
    )
    assert some.out[start:end] in many.out


def test_settings_and_strictness_count_for_every_file(real: Run, folder: Path) -> None:
    (folder / "100.json").unlink()
    assert real("check", folder, "--set", "Name=renamed").code == 0
    assert (
        real(
            "check",
            folder,
            "--set",
            "Name=renamed",
            "--set",
            "Configs.Networks.VPC.CidrBlock=192.168.0.1/24",
            "--strict",
        ).code
        == 1
    )


def test_an_interruption_ends_it_at_once(folder: Path) -> None:
    with process("check", *[folder] * 40, stdout=subprocess.PIPE, start_new_session=True) as started:
        assert started.stdout is not None
        started.stdout.readline()
        os.killpg(started.pid, signal.SIGINT)
        _, err = started.communicate(timeout=60)
    assert started.returncode == 130
    assert b"Traceback" not in err


def test_an_error_in_one_of_the_processes_is_reported(folder: Path) -> None:
    program = (
        "import sys\n"
        "from wizard.cli import check, main\n"
        "whole = check.check_source\n"
        "def check_source(source, *others):\n"
        "    if source.name.endswith('333.json'):\n"
        "        raise RuntimeError\n"
        "    return whole(source, *others)\n"
        "check.check_source = check_source\n"
        "sys.exit(main.main(sys.argv[1:]))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, "check", folder, "--format", "json"], capture_output=True, timeout=60
    )
    assert ran.returncode == 70
    assert b"RuntimeError" in ran.stderr
    assert ran.stdout == b""


def test_unknown_keys_without_number_are_all_reported(run: Run, request_file: Callable[..., Path]) -> None:
    """Similar names are only looked for at first, as that is slow."""
    keys = {f"Nam{at}": at for at in range(2_000)}
    (checked,) = run("check", request_file(**keys), "--format", "json").json
    found = [each for each in checked["findings"] if each["rule"] == "unknown-key"]
    assert [each["path"] for each in found] == [f"/{key}" for key in keys]
    assert "Did you mean Name" in found[0]["why"]
