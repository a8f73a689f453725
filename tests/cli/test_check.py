"""`bcw check`: the contract that other programs rely on."""

import json
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from wizard.document.tree import apply_patch
from wizard.storage import locations

from .driver import EXAMPLE, Ran, Run, Write

BAD_NAME = "1 bad/name"
KEYS = ["rule", "severity", "path", "line", "column", "message", "why", "fix"]


def rules(ran: Ran) -> set[str]:
    return {each["rule"] for each in ran.json[0]["findings"]}


# -- output


def test_the_example_of_the_reference_has_no_error(run: Run) -> None:
    ran = run("check", EXAMPLE).ends(0)
    assert " error" not in ran.text


def test_json_of_a_name_that_the_service_rejects(run: Run, request_file: Write) -> None:
    file = request_file(Name=BAD_NAME)
    ran = run("check", file, "--format", "json").ends(1)
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
    fixed = apply_patch(json.loads(file.read_text()), finding["fix"]["edits"])
    file.write_text(json.dumps(fixed))
    run("check", file).ends(0)
    [found] = run("check", request_file(ImageId=""), "--format", "json").json
    assert (found["findings"][0]["rule"], found["findings"][0]["fix"]) == ("InvalidImageId", None)


def test_json_is_ascii(run: Run, request_file: Write) -> None:
    file = request_file("集群.json", Name="渲染😀")
    ran = run("check", file, "--format", "json")  # `json` decodes it as ASCII
    assert ran.json[0]["file"] == str(file)
    assert "渲" in ran.json[0]["findings"][0]["why"]


def test_text(run: Run, request_file: Write) -> None:
    file = request_file("渲.json", Name=BAD_NAME)
    ran = run("check", file).ends(1)
    why = 'Name: Contains a space, "/". Use letters, digits, _ or -, and do not start with a digit.'
    indent = " " * cell_len(f"{file}:2:3")
    assert ran.text == f"{file}:2:3  error    {why}  InvalidName\n{indent}  fix      Rename to c1-bad-name\n"
    assert ran.err == "1 error; 1 fixable with --fix\n"
    verbose = run("check", file, "-v").text
    assert verbose.startswith(ran.text)
    assert f"{indent}  reason   Specified parameter Name is not valid." in verbose
    assert f"{indent}  source   CreateCluster, error codes, https://help.aliyun.com/" in verbose


def test_colours_on_terminals_only(run: Run, request_file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    file = request_file(Name="")

    def is_coloured(**environ: str) -> bool:
        with monkeypatch.context() as patch:
            for name, value in {"TERM": "xterm", **environ}.items():
                patch.setenv(name, value)
            return "\x1b[31merror  \x1b[0m" in run("check", file).text

    assert not is_coloured()
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert is_coloured() and is_coloured(NO_COLOR="")
    assert not is_coloured(NO_COLOR="1") and not is_coloured(TERM="dumb")


@pytest.mark.parametrize("format_", ["text", "json"])
def test_a_secret_of_a_wrong_type_is_not_repeated(run: Run, request_file: Write, format_: str) -> None:
    oss = {"AccessKeyId": "id", "AccessKeySecret": 987654321, "SecurityToken": ["987654321"]}
    ran = run("check", request_file(Configs={"Mounts": {"OSS": oss}}), "--format", format_).ends(1)
    assert "AccessKeySecret" in ran.text
    assert "987654321" not in ran.text + ran.err


# -- files


def test_many_files_in_the_order_given(run: Run, request_file: Write, tmp_path: Path) -> None:
    fine, bad = request_file("fine.json"), request_file("bad.json", Groups={})
    gone, folder = tmp_path / "gone.json", tmp_path / "folder.json"
    folder.mkdir()
    ran = run("check", bad, gone, "--format", "json", fine, folder).ends(2)
    assert [each["file"] for each in ran.json] == [str(bad), str(gone), str(fine), str(folder)]
    assert rules(ran) == {"InvalidGroups"}
    message = f"{gone} does not exist. Check the name and the folder."
    assert ran.json[1] == {"file": str(gone), "findings": [], "error": message}
    assert ran.json[2] == {"file": str(fine), "findings": []}
    assert "folder" in ran.json[3]["error"]
    run("check", bad, fine).ends(1)
    ran = run("check", gone, EXAMPLE).ends(2, message)
    assert ran.err.endswith("4 warnings; 0 fixable with --fix\n")


def test_standard_input(run: Run, request_file: Write) -> None:
    data = request_file(Name=BAD_NAME).read_bytes()
    ran = run("check", "-", "--format", "json", data=data).ends(1)
    assert ran.json[0]["file"] == "-"
    assert rules(ran) == {"InvalidName"}


@pytest.mark.parametrize(
    ("data", "rule", "place"),
    [
        (b"", "InvalidJsonFormat", (1, 1)),
        (b'{\n "Name": NaN}', "InvalidJsonFormat", (2, 10)),
        (b'{"Name": "\xff"}', "InvalidJsonFormat", (1, 11)),
        ("\ufeff{}".encode(), "InvalidJsonFormat", (1, 1)),
        (b'{"Name": "\\ud800"}', "InvalidJsonFormat", (1, 10)),
        (b"[" * 100_000, "InvalidJsonFormat", (1, 201)),
        (b"[]", "InvalidHttpBody", (1, 1)),
    ],
    ids=range(7),
)
def test_invalid_json(run: Run, tmp_path: Path, data: bytes, rule: str, place: tuple[int, int]) -> None:
    file = tmp_path / "broken.json"
    file.write_bytes(data)
    ran = run("check", file, "--format", "json").ends(1)
    [finding] = ran.json[0]["findings"]
    assert (finding["rule"], finding["path"]) == (rule, "")
    assert (finding["line"], finding["column"]) == place


@pytest.mark.parametrize("name", ["./dotted.json", "odd\nname.json", "odd\udcff.json"])
def test_file_names_as_given(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("check", name, "--format", "json").json[0]["file"] == name.replace("\udcff", "�")
    Path(name).write_text("{}")
    assert run("check", name, "--format", "json").json[0]["file"] == name.replace("\udcff", "�")
    ran = run("check", name)
    assert ran.err.count("\n") == 1


def test_arguments_after_two_dashes(run: Run, monkeypatch: pytest.MonkeyPatch, request_file: Write) -> None:
    fine = request_file("fine.json")
    monkeypatch.chdir(fine.parent)
    Path("--strict.json").write_text("{}")
    run("check", "--strict.json").ends(2)
    ran = run("check", fine, "--format", "json", "--", "--strict.json", fine)
    assert [each["file"] for each in ran.json] == [str(fine), "--strict.json", str(fine)]
    assert run("export", "--as", "json", "--", "--strict.json").json == {}
    run("check", "--", "-gone.json").ends(2, "-gone.json does not exist. Check the name and the folder.")


def test_names_of_no_file_and_no_preset(run: Run, tmp_path: Path) -> None:
    run("check", "smalest").ends(2, "no file or preset named smalest.", "Did you mean: smallest")
    for command in ("check", "export", "submit"):
        run(command, "").ends(2, "The name is empty. Name a file or a preset.")
    long = "x" * 300
    ran = run("check", "nul\0byte.json", "nul\0byte", tmp_path / f"{long}.json", long, "", ".", "x/").ends(2)
    assert "Traceback" not in ran.err


# -- presets


def test_presets_are_checked_by_their_requests(run: Run, tmp_path: Path) -> None:
    request = json.loads(EXAMPLE.read_text())
    request["Groups"]["group1"]["DesiredVMCount"] = "3"
    file = tmp_path / "mine.json"
    file.write_text(json.dumps({"preset": {"title": "Mine", "format": 1}, "request": request}, indent=1))
    ran = run("check", file, "--format", "json").ends(1)
    finding = ran.json[0]["findings"][0]
    assert finding["path"] == "/Groups/group1/DesiredVMCount"
    line = file.read_text().splitlines()[finding["line"] - 1]
    assert line[finding["column"] - 1 :].startswith('"DesiredVMCount": "3"')
    folder = locations.presets_folder()
    folder.mkdir(parents=True)
    (folder / "torn.json").write_text('{"preset": {},\n "request": }')
    (folder / "newer.json").write_text('{"preset": {"format": 2}, "request": {}}')
    ran = run("check", "smallest", "torn", "newer", "--format", "json").ends(2)
    builtin, torn, newer = ran.json
    assert builtin["file"] == "smallest"
    [finding] = torn["findings"]
    assert (finding["rule"], finding["line"], finding["column"]) == ("InvalidJsonFormat", 2, 13)
    assert "format 2" in newer["error"]


def test_of_a_preset_the_size_of_the_request_counts(run: Run, tmp_path: Path) -> None:
    file, request = tmp_path / "preset.json", json.loads(EXAMPLE.read_text())
    file.write_text(json.dumps({"preset": {"description": "x" * (4 * 1024 * 1024)}, "request": request}))
    run("check", file).ends(0)
    request["Bootstrap"] = "x" * (4 * 1024 * 1024)
    file.write_text(json.dumps({"preset": {"parameters": {"a": {"default": "b"}}}, "request": request}))
    ran = run("check", file, "--format", "json")
    found = [each["rule"] for each in ran.json[0]["findings"]]
    assert found[0] == "body-too-large" and found.count("body-too-large") == 1


# -- ignored rules


def test_warnings_are_ignored_by_option_and_settings(run: Run, request_file: Write) -> None:
    disks = {
        "SystemDisk": {"Type": "cloud_ssd", "Size": 9},
        "DataDisk": {"Type": "cloud_efficiency", "Size": 9},
    }
    check = ["check", request_file(Configs={"Disks": disks}), "--format", "json"]
    everything = rules(run(*check))
    assert {"disk-types-differ", "system-disk-size", "data-disk-size"} < everything
    first, second = "disk-types-differ", "data-disk-size"
    assert rules(run(*check, "--ignore", first)) == everything - {first}
    assert rules(run(*check, "--ignore", f"{first}, {second}")) == everything - {first, second}
    repeated = run(*check, "--ignore", first, "--ignore", second)
    assert rules(repeated) == everything - {first, second}
    locations.settings_file().parent.mkdir(parents=True)
    locations.settings_file().write_text(json.dumps({"silenced": [first]}))
    assert rules(run(*check)) == everything - {first}
    locations.settings_file().write_text("{")
    ran = run(*check)
    assert rules(ran) == everything
    assert "settings.json" in ran.err


def test_a_preset_ignores_warnings_and_notes_but_no_errors(run: Run, tmp_path: Path) -> None:
    request = json.loads(EXAMPLE.read_text())
    request["Name"], request["Configs"]["Disks"]["SystemDisk"]["Size"] = "9 lives", 9
    both = {"InvalidName", "system-disk-size"}
    file = tmp_path / "preset.json"
    for ignored, expected in (
        ([], both),
        (["system-disk-size", "InvalidName"], {"InvalidName"}),
        (["system-disk-size", "unknown"], {"InvalidName"}),
    ):
        for parameters in ({}, {"size": {"type": "integer"}}):
            header = {"ignore": ignored, "parameters": parameters}
            file.write_text(json.dumps({"preset": header, "request": request}))
            assert rules(run("check", file, "--format", "json")) & both == expected
        refused = run("submit", file, "--yes", "--set", "size=1", "--dry-run")
        assert refused.code == 1
        assert ("system-disk-size" in refused.err) == ("system-disk-size" in expected)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--ignore", "duplicate-kee"], "duplicate-key"),
        (["--ignore", "InvalidName"], "Errors cannot be ignored"),
        (["--ignore", "secret-unusable"], "Errors cannot be ignored"),
        (["--ignore", "xyzzy"], "no warning or note"),
        (["--region", "Beijing!"], "cn-hangzhou"),
        (["--profile", "nowhere"], "nowhere"),
    ],
)
def test_invalid_options(run: Run, arguments: list[str], words: str) -> None:
    run("check", EXAMPLE, *arguments).ends(2, words)


def test_duplicate_keys_are_warnings(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "twice.json"
    file.write_text(EXAMPLE.read_text().replace('"Name": "test-cluster",', '"Name": "x",\n"Name": "y",'))
    found: list[dict[str, Any]] = run("check", file, "--profile", "sandbox", "--format", "json").json[0][
        "findings"
    ]
    assert ("duplicate-key", "warning", "/Name") in [
        (each["rule"], each["severity"], each["path"]) for each in found
    ]
