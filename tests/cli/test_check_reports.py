"""`bcw check` for services of continuous integration: folders, annotations, test reports, many files."""

import errno
import json
import os
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

from .driver import EXAMPLE, Run, Write, process

NASTY = "a%b\n::error::x,\x1b[2J\x00\ufffe😀]]>&\"'<x/>"


def test_a_folder_stands_for_all_its_json_files(
    run: Run, request_file: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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


def test_annotations_have_file_line_and_column(run: Run, request_file: Write) -> None:
    file = request_file(Name="1 bad", Groups={"g": {"DesiredVMCount": "3", "ResourceType": "OnDemand"}})
    text = file.read_text().splitlines()
    lines = run("check", "--format", "github", file).ends(1).text.splitlines()
    for line, field in zip(lines, ('"Name"', '"DesiredVMCount"'), strict=True):
        _, command, message = line.split("::", 2)
        values = dict(part.split("=", 1) for part in command.removeprefix("error ").split(","))
        assert command.startswith("error ") and values["file"] == str(file)
        assert text[int(values["line"]) - 1][int(values["col"]) - 1 :].startswith(field)
        assert message.startswith("Specified parameter")


def test_annotations_name_files_relative_to_the_workspace(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GitHub marks nothing for a path that begins with a dot, or with the folder that a step works in."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.json").write_text("x")
    monkeypatch.chdir(tmp_path)
    for workspace, file in (
        ("", "sub/a.json"),
        (".", "sub/a.json"),
        ("sub", "a.json"),
        ("x", "./sub/a.json"),
    ):
        monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / workspace) if workspace else "")
        for given in ("./sub/a.json", "./sub"):
            assert run("check", "--format", "github", given).text.startswith(f"::error file={file},line=1,")
        assert "file=-," in run("check", "--format", "github", "-", data=b"x").text


def test_no_file_can_forge_annotations_or_break_reports(
    run: Run, request_file: Write, tmp_path: Path
) -> None:
    file = request_file('a,b:c%&<".json', Name="", UserData={NASTY: 3}, ImageId=NASTY)
    ran = run("check", "--format", "github", file, tmp_path / "gone.json").ends(2)
    first, *_, last = lines = ran.text.splitlines()
    assert len(lines) == 4 and all(line.startswith(("::error ", "::warning ")) for line in lines)
    assert "a%2Cb%3Ac%25" in first and "does not exist" in last
    assert "a%25b\\n" in ran.text and not {"\x1b", "\x00"} & set(ran.text)
    text = "".join(ElementTree.fromstring(run("check", "--format", "junit", file).ends(1).out).itertext())
    assert "😀" in text and "\\x1b" in text


def test_a_test_report(run: Run, request_file: Write, tmp_path: Path) -> None:
    bad = request_file("bad.json", Name="", Configs={"Disks": {"SystemDisk": {"Size": 9}}})
    fine, gone = request_file("fine.json"), tmp_path / "gone.json"
    top = ElementTree.fromstring(run("check", "--format", "junit", bad, fine, gone).ends(2).out)
    assert top.tag == "testsuites"
    assert (top.get("tests"), top.get("failures"), top.get("errors")) == ("4", "1", "1")
    suites = {suite.get("name"): suite for suite in top}
    error, warning = suites[str(bad)].findall("testcase")
    assert (error.get("name"), warning.get("name")) == ("InvalidName", "system-disk-size")
    assert "Its length must be in" in (error.findtext("failure") or "")
    assert warning.find("failure") is suites[str(fine)].find(".//failure") is None
    assert suites[str(gone)].find(".//error") is not None
    strict = ElementTree.fromstring(run("check", "--format", "junit", "--strict", bad).out)
    assert strict.get("failures") == "2"


def test_a_test_report_is_utf_8_in_any_locale(real: Run, request_file: Write) -> None:
    file = request_file(UserData={"渲染": 3})
    ran = real("check", "--format", "junit", file, LC_ALL="C", PYTHONIOENCODING="ascii")
    assert "渲染" in ran.out.decode("utf-8")


def test_a_preset_is_checked_with_its_defaults(run: Run, tmp_path: Path) -> None:
    file, request = tmp_path / "preset.json", json.loads(EXAMPLE.read_text())
    request["Groups"]["group1"]["DesiredVMCount"], request["Name"] = "${count}", "farm-${count}"

    def check(*options: str, **count: Any) -> list[dict[str, Any]]:
        about = {"parameters": {"count": {"type": "integer", **count}}}
        file.write_text(json.dumps({"preset": about, "request": request}, indent=1))
        found: list[dict[str, Any]] = run("check", file, *options, "--format", "json").json[0]["findings"]
        return found

    path = "/Groups/group1/DesiredVMCount"
    [error] = [each for each in check(default=70000) if each["severity"] == "error"]
    assert (error["rule"], error["path"]) == ("InvalidDesiredVMCount", path)
    assert '"DesiredVMCount"' in file.read_text().splitlines()[error["line"] - 1]
    assert "error" not in [each["severity"] for each in check("--set", "count=7", default=70000)]
    notes = [each for each in check() if each["rule"] == "parameter-missing"]
    assert [(each["path"], each["severity"]) for each in notes] == [("/Name", "note"), (path, "note")]
    assert all("--set count=" in each["why"] for each in notes)
    for options in (["--ignore", "parameter-missing"], ["--set", "count=2"]):
        assert "parameter-missing" not in [each["rule"] for each in check(*options)]
    assert path not in [each["path"] for each in check("--set", "Groups.group1.DesiredVMCount=2")]
    [broken] = [each for each in check(default="3") if each["rule"] == "preset-broken"]
    assert 'Parameter count: "default": It is not of' in broken["message"]
    assert "default" in file.read_text().splitlines()[broken["line"] - 1]


# -- so many files that several processes check them


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
    keys = {f"Nam{at}": at for at in range(2_000)}
    [checked] = run("check", request_file(**keys), "--format", "json").json
    found = [each for each in checked["findings"] if each["rule"] == "unknown-key"]
    assert [each["path"] for each in found] == [f"/{key}" for key in keys]
    assert "Did you mean Name" in found[0]["why"], "for the first ones only, as that is slow"
