"""`bcw check` of so many files that several processes check them."""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from wizard.cli import check
from wizard.core.actions.opening import Source
from wizard.validation import Report

from .driver import Run, Write, process

NUMBER = 400


@pytest.fixture
def folder(tmp_path: Path, request_file: Write) -> Path:
    """A folder of requests: every third has an invalid name, one is not JSON."""
    fine, wrong = request_file("fine.json"), request_file("wrong.json", Name="a cluster")
    folder = tmp_path / "many"
    folder.mkdir()
    for at in range(NUMBER):
        shutil.copy(wrong if at % 3 == 0 else fine, folder / f"{at:03}.json")
    (folder / "100.json").write_bytes(b'{"Name": \xff}')
    return folder


def test_several_processes_report_files_as_one_process_does(run: Run, real: Run, folder: Path) -> None:
    files = sorted(folder.iterdir())
    options = ["--strict", "--set", "Configs.Networks.VPC.CidrBlock=192.168.0.1/24"]
    for output in ("text", "json"):
        many = real("check", folder, *options, "--format", output).ends(1)
        first, second = (
            run("check", *files[at : at + NUMBER // 2], *options, "--format", output).ends(1)
            for at in (0, NUMBER // 2)
        )
        if output == "text":
            assert many.out == first.out + second.out
        else:
            assert many.json == first.json + second.json
            assert [each["file"] for each in many.json] == [str(file) for file in files]
            assert all(found["findings"] for found in many.json), "the option applies to every file"


def test_an_interruption_ends_it_at_once(folder: Path) -> None:
    with process("check", *[folder] * 40, stdout=subprocess.PIPE, start_new_session=True) as started:
        assert started.stdout is not None
        started.stdout.readline()
        os.killpg(started.pid, signal.SIGINT)
        _, err = started.communicate(timeout=60)
    assert started.returncode == 130
    assert b"Traceback" not in err


def test_an_error_in_one_of_the_processes_is_reported(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = check.check_source

    def check_source(source: Source, *others: Any) -> Report:
        if source.name.endswith("333.json"):
            raise RuntimeError
        return whole(source, *others)

    monkeypatch.setattr(check, "check_source", check_source)
    run("check", folder, "--format", "json").fails(70, "RuntimeError")


def test_thousands_of_unknown_keys_are_all_reported(run: Run, request_file: Write) -> None:
    """Similar keys are suggested for the first ones only, as that is slow."""
    keys = {f"Nam{at}": at for at in range(2_000)}
    (checked,) = run("check", request_file(**keys), "--format", "json").json
    found = [each for each in checked["findings"] if each["rule"] == "unknown-key"]
    assert [each["path"] for each in found] == [f"/{key}" for key in keys]
    assert "Did you mean Name" in found[0]["why"]
