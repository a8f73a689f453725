"""`bcw check`: the contract that other programs rely on."""

import json
import os
import pty
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wizard.document.tree import apply_patch

from .driver import EXAMPLE, Run, process

BAD_NAME = "1 bad/name"
KEYS = ["rule", "severity", "path", "line", "column", "message", "why", "fix"]


def test_the_example_of_the_reference_passes(run: Run) -> None:
    ran = run("check", EXAMPLE)
    assert ran.code == 0
    assert " error" not in ran.text


def test_a_name_that_the_service_refuses(run: Run, request_file: Callable[..., Path]) -> None:
    file = request_file(Name=BAD_NAME)
    ran = run("check", file, "--format", "json")
    assert ran.code == 1
    assert ran.err == ""
    [found] = ran.json
    assert list(found) == ["file", "findings"]
    assert found["file"] == str(file)
    [finding] = [each for each in found["findings"] if each["severity"] == "error"]
    assert list(finding) == KEYS
    assert finding["rule"] == "InvalidName"
    assert finding["path"] == "/Name"
    assert (finding["line"], finding["column"]) == (2, 3)
    assert finding["message"] == (
        "Specified parameter Name is not valid. It must only contain characters within [a-zA-Z0-9_-], and "
        "must not start with [0-9]."
    )
    assert "https://help.aliyun.com/document_detail/44738.html" in finding["why"]
    assert list(finding["fix"]) == ["label", "edits"]
    mended = apply_patch(json.loads(file.read_text()), finding["fix"]["edits"])
    file.write_text(json.dumps(mended))
    assert run("check", file).code == 0


def test_text_for_people(run: Run, request_file: Callable[..., Path]) -> None:
    file = request_file(Name=BAD_NAME)
    ran = run("check", file)
    assert ran.code == 1
    why = 'Name: Contains a space, "/". Use letters, digits, _ or -, and do not start with a digit.'
    indent = " " * len(f"{file}:2:3")
    assert ran.text == f"{file}:2:3  error    {why}  InvalidName\n{indent}  fix      Rename to c1-bad-name\n"
    assert ran.err == "1 error; 1 fixable with --fix\n"
    verbose = run("check", file, "-v").text
    assert verbose.startswith(ran.text)
    assert f"{indent}  reason   Specified parameter Name is not valid." in verbose
    assert f"{indent}  source   CreateCluster, error codes, https://help.aliyun.com/" in verbose


def test_a_finding_without_a_fix(run: Run, request_file: Callable[..., Path]) -> None:
    [found] = run("check", request_file(ImageId=""), "--format", "json").json
    finding = found["findings"][0]
    assert (finding["rule"], finding["fix"]) == ("InvalidImageId", None)


def test_many_files_in_the_order_given(run: Run, request_file: Callable[..., Path], tmp_path: Path) -> None:
    fine = request_file("fine.json")
    bad = request_file("bad.json", Groups={})
    gone, folder = tmp_path / "gone.json", tmp_path / "folder.json"
    folder.mkdir()
    ran = run("check", bad, gone, "--format", "json", fine, folder)
    assert ran.code == 2
    assert [each["file"] for each in ran.json] == [str(bad), str(gone), str(fine), str(folder)]
    assert [each["rule"] for each in ran.json[0]["findings"]] == ["InvalidGroups"]
    assert ran.json[1] == {
        "file": str(gone),
        "findings": [],
        "error": f"{gone} does not exist. Check the name and the folder.",
    }
    assert ran.json[2] == {"file": str(fine), "findings": []}
    assert "folder" in ran.json[3]["error"]
    assert run("check", bad, fine).code == 1


def test_unreadable_files_as_text(run: Run, tmp_path: Path) -> None:
    ran = run("check", tmp_path / "gone.json", EXAMPLE)
    assert ran.code == 2
    assert f"{tmp_path / 'gone.json'} does not exist" in ran.err
    assert ran.err.endswith("4 warnings; 0 fixable with --fix\n")


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"", (1, 1)),
        (b'{"Name": ', (1, 10)),
        (b'{\n "Name": NaN}', (2, 10)),
        (b'{"Name": "\xff"}', (1, 11)),
        ("\ufeff{}".encode(), (1, 1)),
        (b'{"Name": "\\ud800"}', (1, 10)),
        (b"{} {}", (1, 4)),
        (b"[" * 100_000, (1, 201)),
    ],
)
def test_what_is_no_json_is_a_finding(run: Run, tmp_path: Path, data: bytes, place: tuple[int, int]) -> None:
    file = tmp_path / "broken.json"
    file.write_bytes(data)
    ran = run("check", file, "--format", "json")
    assert ran.code == 1
    [finding] = ran.json[0]["findings"]
    assert finding["rule"] == "InvalidJsonFormat"
    assert finding["path"] == ""
    assert (finding["line"], finding["column"]) == place


def test_json_that_is_no_object(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text("[]")
    [finding] = run("check", file, "--format", "json").json[0]["findings"]
    assert (finding["rule"], finding["path"]) == ("InvalidHttpBody", "")


@pytest.mark.parametrize("name", ["./dotted.json", "odd\nname.json", "odd\udcff.json"])
def test_a_file_is_named_as_it_was_given(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("check", name, "--format", "json").json[0]["file"] == name.replace("\udcff", "�")
    Path(name).write_text("{}")
    assert run("check", name, "--format", "json").json[0]["file"] == name.replace("\udcff", "�")
    ran = run("check", name)
    assert ran.err.count("\n") == 1


def test_what_follows_two_dashes_is_no_option(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request_file: Callable[..., Path]
) -> None:
    monkeypatch.chdir(tmp_path)
    fine = request_file("fine.json")
    Path("--strict.json").write_text("{}")
    ran = run("check", fine, "--format", "json", "--", "--strict.json", fine)
    assert [each["file"] for each in ran.json] == [str(fine), "--strict.json", str(fine)]
    assert run("export", "--as", "json", "--", "--strict.json").json == {}
    ran = run("check", "--", "-gone.json")
    assert ran.code == 2
    assert "-gone.json does not exist. Check the name and the folder." in ran.err


@pytest.mark.parametrize("arguments", [("check",), ("export", "--as", "json"), ("submit", "--yes")])
def test_an_empty_name_is_told(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments, "")
    assert ran.code == 2
    assert "The name is empty. Name a file or a preset." in ran.err


def test_a_body_that_the_service_does_not_even_judge(run: Run, request_file: Callable[..., Path]) -> None:
    file = request_file()
    text = file.read_text()
    file.write_text(text + " " * (4 * 1024 * 1024 - len(text)))
    assert run("check", file).code == 0
    file.write_text(text + " " * (4 * 1024 * 1024 - len(text) + 1))
    ran = run("check", file, "--format", "json")
    assert ran.code == 1
    [finding] = ran.json[0]["findings"]
    assert (finding["rule"], finding["path"], finding["fix"]) == ("body-too-large", "", None)
    assert finding["message"] == "The request is too large for the service."
    assert "413" in finding["why"] and "4,194,305" in finding["why"]


def test_of_a_preset_the_request_counts_and_not_the_file(run: Run, tmp_path: Path) -> None:
    file, request = tmp_path / "preset.json", json.loads(EXAMPLE.read_text())
    file.write_text(json.dumps({"preset": {"description": "x" * (4 * 1024 * 1024)}, "request": request}))
    assert run("check", file).code == 0
    request["Bootstrap"] = "x" * (4 * 1024 * 1024)
    file.write_text(json.dumps({"preset": {"parameters": {"a": {"default": "b"}}}, "request": request}))
    ran = run("check", file, "--format", "json")
    assert [each["rule"] for each in ran.json[0]["findings"]].count("body-too-large") == 1
    assert ran.json[0]["findings"][0]["rule"] == "body-too-large"


def test_the_output_is_ascii(run: Run, request_file: Callable[..., Path]) -> None:
    file = request_file("集群.json", Name="渲染😀")
    ran = run("check", file, "--format", "json")
    assert ran.json[0]["file"] == str(file)
    assert "渲" in ran.json[0]["findings"][0]["why"]


def test_standard_input(real: Run, request_file: Callable[..., Path]) -> None:
    data = request_file(Name=BAD_NAME).read_bytes()
    ran = real("check", "-", "--format", "json", data=data)
    assert ran.code == 1
    assert ran.json[0]["file"] == "-"
    assert ran.json[0]["findings"][0]["rule"] == "InvalidName"


def test_a_preset_file_is_judged_by_its_request(run: Run, tmp_path: Path) -> None:
    request = json.loads(EXAMPLE.read_text())
    request["Groups"]["group1"]["DesiredVMCount"] = "3"
    file = tmp_path / "mine.json"
    file.write_text(json.dumps({"preset": {"title": "Mine", "format": 1}, "request": request}, indent=1))
    ran = run("check", file, "--format", "json")
    assert ran.code == 1
    finding = ran.json[0]["findings"][0]
    assert finding["path"] == "/Groups/group1/DesiredVMCount"
    line = file.read_text().splitlines()[finding["line"] - 1]
    assert line[finding["column"] - 1 :].startswith('"DesiredVMCount": "3"')


def test_a_preset_of_a_later_format_is_not_guessed_at(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "later.json"
    file.write_text('{"preset": {"format": 2}, "request": {}}')
    ran = run("check", file, "--format", "json")
    assert ran.code == 2
    assert "format 2" in ran.json[0]["error"]


def test_a_preset_by_its_name(run: Run) -> None:
    ran = run("check", "smallest", "--format", "json")
    assert (ran.code, ran.json[0]["file"]) == (0, "smallest")


def test_a_key_that_occurs_twice_is_a_warning_of_the_last(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "twice.json"
    file.write_text(EXAMPLE.read_text().replace('"Name": "test-cluster",', '"Name": "x",\n"Name": "y",'))
    findings = run("check", file, "--format", "json").json[0]["findings"]
    assert ("duplicate-key", "warning", "/Name") in [
        (each["rule"], each["severity"], each["path"]) for each in findings
    ]


def _rules(ran: Any) -> set[str]:
    return {each["rule"] for each in ran.json[0]["findings"]}


def test_warnings_are_silenced_by_rule(run: Run, request_file: Callable[..., Path]) -> None:
    disks = {
        "SystemDisk": {"Type": "cloud_ssd", "Size": 9},
        "DataDisk": {"Type": "cloud_efficiency", "Size": 9},
    }
    check = ["check", request_file(Configs={"Disks": disks}), "--format", "json"]
    everything = _rules(run(*check))
    assert {"disk-types-differ", "system-disk-size", "data-disk-size"} < everything
    first, second = "disk-types-differ", "data-disk-size"
    assert _rules(run(*check, "--ignore", first)) == everything - {first}
    assert _rules(run(*check, "--ignore", f"{first}, {second}")) == everything - {first, second}
    repeated = run(*check, "--ignore", first, "--ignore", second)
    assert _rules(repeated) == everything - {first, second}


def test_a_preset_ignores_warnings_and_notes_but_no_errors(run: Run, tmp_path: Path) -> None:
    request = json.loads(EXAMPLE.read_text())
    request["Name"], request["Configs"]["Disks"]["SystemDisk"]["Size"] = "9 lives", 9
    everything = {"InvalidName", "system-disk-size"}
    for rules, expected in (
        ([], everything),
        (["system-disk-size", "InvalidName"], {"InvalidName"}),
        (["system-disk-size", "unknown"], {"InvalidName"}),
    ):
        file = tmp_path / "preset.json"
        for parameters in ({}, {"size": {"type": "integer"}}):
            header = {"ignore": rules, "parameters": parameters}
            file.write_text(json.dumps({"preset": header, "request": request}))
            assert _rules(run("check", file, "--format", "json")) & everything == expected
        refused = run("submit", file, "--yes", "--set", "size=1", "--dry-run")
        assert refused.code == 1
        assert ("system-disk-size" in refused.err) == ("system-disk-size" in expected)


def test_the_settings_silence_as_well(run: Run, empty_home: Path) -> None:
    rule = sorted(_rules(run("check", EXAMPLE, "--format", "json")))[0]
    settings = empty_home / ".config/batchcompute-wizard/settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"silenced": [rule]}))
    assert rule not in _rules(run("check", EXAMPLE, "--format", "json"))


def test_broken_settings_are_told_and_passed_over(run: Run, empty_home: Path) -> None:
    settings = empty_home / ".config/batchcompute-wizard/settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text("{")
    ran = run("check", EXAMPLE)
    assert ran.code == 0
    assert "settings.json" in ran.err


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("duplicate-kee", ["duplicate-key"]),
        ("InvalidName", ["Errors cannot be ignored"]),
        ("xyzzy", ["no warning or note"]),
    ],
)
def test_what_cannot_be_silenced(run: Run, rule: str, words: list[str]) -> None:
    ran = run("check", EXAMPLE, "--ignore", rule)
    assert ran.code == 2
    for word in words:
        assert word in ran.err


def test_a_region_that_is_none(run: Run) -> None:
    ran = run("check", EXAMPLE, "--region", "Beijing!")
    assert ran.code == 2
    assert "cn-hangzhou" in ran.err


def test_what_a_file_says_does_not_steer_the_terminal(run: Run, request_file: Callable[..., Path]) -> None:
    ran = run("check", request_file(ImageId="\x1b[2Jx", DependencyIsvService="\x9b31m\x07"))
    assert "\\x1b[2J" in ran.text
    assert not {"\x1b", "\x9b", "\x07"} & set(ran.text)


@pytest.mark.parametrize(
    ("environ", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False), ({"NO_COLOR": ""}, True)],
)
def test_colour_is_for_terminals(
    request_file: Callable[..., Path], environ: dict[str, str], coloured: bool
) -> None:
    leader, follower = pty.openpty()
    everything = {**os.environ, "TERM": "xterm", **environ}
    with process("check", request_file(Name=""), stdout=follower, env=everything) as started:
        os.close(follower)
        assert started.wait(timeout=60) == 1
    assert (b"\x1b[31merror  \x1b[0m" in os.read(leader, 65536)) is coloured
    os.close(leader)


@pytest.mark.parametrize("format_", ["text", "json"])
def test_a_secret_of_a_wrong_type_is_not_repeated(
    run: Run, request_file: Callable[..., Path], format_: str
) -> None:
    oss = {"AccessKeyId": "id", "AccessKeySecret": 987654321, "SecurityToken": ["987654321"]}
    ran = run("check", request_file(Configs={"Mounts": {"OSS": oss}}), "--format", format_)
    assert ran.code == 1
    assert "AccessKeySecret" in ran.text
    assert "987654321" not in ran.text + ran.err


def test_no_file_brings_a_traceback(run: Run, tmp_path: Path) -> None:
    ran = run(
        "check", "nul\0byte.json", "nul\0byte", tmp_path / ("x" * 300 + ".json"), "x" * 300, "", ".", "x/"
    )
    assert ran.code == 2
    assert "Traceback" not in ran.err


def test_a_target_that_there_is_not_is_named_and_nothing_is_judged(
    run: Run, request_file: Callable[..., Path]
) -> None:
    ran = run("check", "--profile", "nowhere", request_file())
    assert ran.code == 2 and ran.text == "" and "nowhere" in ran.err


def test_the_sandbox_as_the_target_judges_by_the_shipped_lists(
    run: Run, request_file: Callable[..., Path]
) -> None:
    ran = run("check", "--profile", "sandbox", request_file(Name=BAD_NAME))
    assert ran.code == 1 and "InvalidName" in ran.text


def test_a_preset_that_is_broken_is_judged_where_it_is(run: Run, empty_home: Path) -> None:
    folder = empty_home / ".local/share/batchcompute-wizard/presets"
    folder.mkdir(parents=True)
    (folder / "torn.json").write_text('{"preset": {},\n "request": }')
    (folder / "newer.json").write_text('{"preset": {"format": 2}, "request": {}}')
    ran = run("check", "torn", "newer", "--format", "json")
    assert ran.code == 2
    [torn, newer] = ran.json
    [finding] = torn["findings"]
    assert (finding["rule"], finding["line"], finding["column"]) == ("InvalidJsonFormat", 2, 13)
    assert "format 2" in newer["error"]


def test_a_name_that_is_neither_a_file_nor_a_preset(run: Run) -> None:
    ran = run("check", "smalest")
    assert ran.code == 2
    assert "no file or preset named smalest." in ran.err and "Did you mean: smallest" in ran.err
