"""`bcw check` for services of continuous integration: folders, annotations, test reports, many files."""

import errno
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from wizard.cli import check
from wizard.core.actions.opening import Source
from wizard.validation import Report

from .driver import Run, Write, process

NASTY = "a%b\n::error::x,\x1b[2J\x00\ufffe😀]]>&\"'<x/>"


def test_a_folder(run: Run, request_file: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("check", tmp_path).ends(2, "contain no *.json.")
    for name in ("b.json", "sub/a.json", "sub/deep/c.json", ".hidden/x.json", "sub/.x.json", "a.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        request_file(name)
    ran = run("check", tmp_path, "--format", "json").ends(0)
    found = [Path(each["file"]).relative_to(tmp_path).as_posix() for each in ran.json]
    assert found == ["b.json", "sub/a.json", "sub/deep/c.json"]
    scandir = os.scandir

    def denied(path: str) -> object:  # the tests may run as root, who can read everything
        if path == str(tmp_path / "sub"):
            raise PermissionError(errno.EACCES, "denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", denied)
    fine, closed = run("check", tmp_path, "--format", "json").ends(2).json
    assert (fine["file"], closed["file"]) == (str(tmp_path / "b.json"), str(tmp_path / "sub"))
    assert "permission" in closed["error"]


def test_annotations(run: Run, request_file: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sub").mkdir()
    groups = {"g": {"DesiredVMCount": "3", "ResourceType": "OnDemand"}}
    text = request_file("sub/a.json", Name="1 bad", Groups=groups).read_text().splitlines()
    monkeypatch.chdir(tmp_path)
    lines = run("check --format github sub/a.json").ends(1).text.splitlines()
    for line, field in zip(lines, ('"Name"', '"DesiredVMCount"'), strict=True):
        match = re.match(r"::error file=sub/a\.json,line=(\d+),col=(\d+),.*::Specified parameter", line)
        assert match and text[int(match[1]) - 1][int(match[2]) - 1 :].startswith(field)
    # GitHub marks nothing for a path that begins with a dot, or with the folder that a step works in.
    files = {".": "sub/a.json", "sub": "a.json", "x": "./sub/a.json", "": "sub/a.json"}
    for workspace, file in files.items():
        monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / workspace) if workspace else "")
        for given in ("./sub/a.json", "./sub"):
            assert run("check --format github", given).text.startswith(f"::error file={file},line=2,")
    assert "file=-," in run("check --format github -", data=b"x").text


def test_no_file_forges_annotations_or_breaks_reports(run: Run, request_file: Write, tmp_path: Path) -> None:
    file = request_file('a,b:c%&<".json', Name="", UserData={NASTY: 3}, ImageId=NASTY)
    ran = run("check --format github", file, tmp_path / "gone.json").ends(2)
    first, *_, last = lines = ran.text.splitlines()
    assert len(lines) == 4 and all(line.startswith(("::error ", "::warning ")) for line in lines)
    assert "a%2Cb%3Ac%25" in first and "does not exist" in last
    assert "a%25b\\n" in ran.text and not {"\x1b", "\x00"} & set(ran.text)
    text = "".join(ElementTree.fromstring(run("check --format junit", file).ends(1).out).itertext())
    assert "😀" in text and "\\x1b" in text


def test_a_test_report(run: Run, real: Run, request_file: Write, tmp_path: Path) -> None:
    bad = request_file("bad.json", Name="", Configs={"Disks": {"SystemDisk": {"Size": 9}}})
    fine, gone = request_file("fine.json"), tmp_path / "gone.json"
    top = ElementTree.fromstring(run("check --format junit", bad, fine, gone).ends(2).out)
    assert top.tag == "testsuites"
    assert (top.get("tests"), top.get("failures"), top.get("errors")) == ("4", "1", "1")
    suites = {suite.get("name"): suite for suite in top}
    error, warning = suites[str(bad)].findall("testcase")
    assert (error.get("name"), warning.get("name")) == ("InvalidName", "system-disk-size")
    assert "Its length must be in" in (error.findtext("failure") or "")
    assert warning.find("failure") is suites[str(fine)].find(".//failure") is None
    assert suites[str(gone)].find(".//error") is not None
    strict = ElementTree.fromstring(run("check --format junit --strict", bad).out)
    assert strict.get("failures") == "2"
    bad = request_file(UserData={"渲染": 3})
    assert "渲染" in real("check --format junit", bad, LC_ALL="C", PYTHONIOENCODING="ascii").text


NUMBER = 400  # so many files that several processes check them


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
        many = real("check", folder, *options, "--format", output)
        assert "Traceback" not in many.err
        check = ["check", *options, "--format", output]
        halves = [run(*check, *half).ends(1) for half in (files[: NUMBER // 2], files[NUMBER // 2 :])]
        if output == "text":
            assert many.ends(1).out == b"".join(half.out for half in halves)
        else:
            assert many.ends(1).json == [each for half in halves for each in half.json]
            assert all(found["findings"] for found in many.json), "the option applies to every file"


def test_an_interruption_ends_it_at_once(folder: Path) -> None:
    with process("check", *[folder] * 40, stdout=subprocess.PIPE, start_new_session=True) as started:
        started.stdout.readline()
        os.killpg(started.pid, signal.SIGINT)
        _, err = started.communicate(timeout=60)
    assert started.returncode == 130
    assert b"Traceback" not in err


def test_an_error_in_a_process_is_reported(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = check.check_source

    def check_source(source: Source, *others: Any) -> Report:
        if source.name.endswith("333.json"):
            raise RuntimeError
        return whole(source, *others)

    monkeypatch.setattr(check, "check_source", check_source)
    run("check", folder, "--format", "json").fails(70, "RuntimeError")
