"""`bcw check`: the contract that other programs rely on."""

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from wizard.document.serializer import to_text
from wizard.document.tree import apply_patch
from wizard.storage import locations

from .driver import EXAMPLE, SECRET, TREE, Ran, Run, Write, with_secret

BAD_NAME = "1 bad/name"


def rules(ran: Ran) -> set[str]:
    return {each["rule"] for each in ran.json[0]["findings"]}


def test_json_of_a_name_that_the_service_rejects(run: Run, request_file: Write) -> None:
    file = request_file(Name=BAD_NAME)
    ran = run("check", file, "--format", "json").ends(1)
    assert ran.err == ""
    [found] = ran.json
    assert list(found) == ["file", "findings"] and found["file"] == str(file)
    [finding] = [each for each in found["findings"] if each["severity"] == "error"]
    assert list(finding) == ["rule", "severity", "path", "line", "column", "message", "why", "fix"]
    assert (finding["rule"], finding["path"]) == ("InvalidName", "/Name")
    assert (finding["line"], finding["column"]) == (2, 3)
    assert finding["message"] == (
        "Specified parameter Name is not valid. It must only contain characters within [a-zA-Z0-9_-], and "
        "must not start with [0-9]."
    )
    assert "https://help.aliyun.com/document_detail/44738.html" in finding["why"]
    assert list(finding["fix"]) == ["label", "edits"]
    file.write_text(json.dumps(apply_patch(json.loads(file.read_text()), finding["fix"]["edits"])))
    run("check", file).ends(0)
    [found] = run("check", request_file(ImageId=""), "--format", "json").json
    assert (found["findings"][0]["rule"], found["findings"][0]["fix"]) == ("InvalidImageId", None)


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


def test_many_files_in_the_order_given(run: Run, request_file: Write, tmp_path: Path) -> None:
    fine, bad = request_file("fine.json"), request_file("bad.json", Groups={})
    gone, folder = tmp_path / "gone.json", tmp_path / "folder.json"
    folder.mkdir()
    names, data = [str(each) for each in (bad, gone, fine, folder, "-")], b'{\n "Name": NaN}'
    ran = run("check --format json", *names, data=data).ends(2)
    assert [each["file"] for each in ran.json] == names
    assert rules(ran) == {"InvalidGroups"}
    message = f"{gone} does not exist. Check the name and the folder."
    assert ran.json[1] == {"file": str(gone), "findings": [], "error": message}
    assert ran.json[2] == {"file": str(fine), "findings": []}
    assert "folder" in ran.json[3]["error"]
    [finding] = ran.json[4]["findings"]
    assert (finding["rule"], finding["path"]) == ("InvalidJsonFormat", "")
    assert (finding["line"], finding["column"]) == (2, 10)
    run("check", bad, fine).ends(1)
    ran = run("check", gone, EXAMPLE).ends(2, message)
    assert ran.err.endswith("4 warnings; 0 fixable with --fix\n")


def test_names_of_files(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("./dotted.json", "odd\nname.json", "odd\udcff.json", "集群.json"):
        for content in ("", '{"Name": "渲染😀"}'):
            if content:
                Path(name).write_text(content, encoding="utf-8")
            ran = run("check", name, "--format", "json")  # `json` decodes it as ASCII
            assert ran.json[0]["file"] == name.replace("\udcff", "�")
            assert run("check", name).err.count("\n") == 1
        assert "渲" in ran.json[0]["findings"][0]["why"]
    Path("--strict.json").write_text("{}")
    run("check --strict.json").ends(2)
    assert run("export --as json -- --strict.json").json == {}
    run("check -- -gone.json").ends(2, "-gone.json does not exist. Check the name and the folder.")
    for command in ("check", "export", "submit", "edit", "presets import", "presets delete"):
        run(command, "").ends(2, "The name is empty. Name a file or a preset.")
    long = "x" * 300
    ran = run("check", "nul\0byte.json", "nul\0byte", f"{long}.json", long, "", ".", "x/").ends(2)
    assert "Traceback" not in ran.err


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
    line = file.read_text().splitlines()[error["line"] - 1]
    assert line[error["column"] - 1 :].startswith('"DesiredVMCount"')
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


def test_a_preset_that_is_torn_newer_or_large(run: Run, tmp_path: Path) -> None:
    folder = locations.presets_folder()
    folder.mkdir(parents=True)
    (folder / "torn.json").write_text('{"preset": {},\n "request": }')
    (folder / "newer.json").write_text('{"preset": {"format": 2}, "request": {}}')
    builtin, torn, newer = run("check smallest torn newer --format json").ends(2).json
    assert builtin["file"] == "smallest"
    [finding] = torn["findings"]
    assert (finding["rule"], finding["line"], finding["column"]) == ("InvalidJsonFormat", 2, 13)
    assert "format 2" in newer["error"]
    large, file = "x" * (4 * 1024 * 1024), tmp_path / "large.json"
    header = {"description": large, "parameters": {"a": {"default": "b"}}}
    for changes in ({}, {"Bootstrap": large}):
        file.write_text(json.dumps({"preset": header, "request": {**TREE, **changes}}))
        found = rules(run("check", file, "--format", "json"))
        assert ("body-too-large" in found) is bool(changes), "only the request is sent"


def test_warnings_are_ignored_by_option_settings_and_preset(run: Run, request_file: Write) -> None:
    disks = {
        "SystemDisk": {"Type": "cloud_ssd", "Size": 9},
        "DataDisk": {"Type": "cloud_efficiency", "Size": 9},
    }
    file = request_file(Configs={"Disks": disks})
    check = ["check", file, "--format", "json"]
    everything = rules(run(*check).ends(0))
    run(*check, "--strict").ends(1)
    run(*check, "--strict", "--ignore", ",".join(everything)).ends(0)
    run("check", request_file("note.json", Name="x"), "--strict").ends(0)
    first, second = "disk-types-differ", "data-disk-size"
    assert {first, second, "system-disk-size"} < everything
    for options in (["--ignore", f"{first}, {second}"], ["--ignore", first, "--ignore", second]):
        assert rules(run(*check, *options)) == everything - {first, second}
    locations.settings_file().parent.mkdir(parents=True)
    locations.settings_file().write_text(json.dumps({"silenced": [first]}))
    assert rules(run(*check)) == everything - {first}
    locations.settings_file().write_text("{")
    assert rules(run(*check).ends(0, "settings.json")) == everything
    request = {**json.loads(file.read_text()), "Name": "9 lives"}
    for ignored, missing in (([], set()), ([first, "InvalidName", "x"], {first})):
        for parameters in ({}, {"size": {"type": "integer"}}):
            header = {"ignore": ignored, "parameters": parameters}
            file.write_text(json.dumps({"preset": header, "request": request}))
            assert rules(run(*check)) == {"InvalidName", *everything} - missing, "errors are not ignored"
        refused = run("submit", file, "--yes", "--set", "size=1", "--dry-run").ends(1)
        assert (first in refused.err) is (not missing)


# -- --fix: what follows from the user's own values is written back, and nothing else

BROKEN: dict[str, Any] = {
    "zzz": None,
    "Name": "3 a",
    "ImageId": "img-ubuntu-vpc",
    "InstanceType": "ecs.sn1ne.large",
    "Groups": {"b": {"DesiredVMCount": "2", "ResourceType": "spot"}, "a": {"DesiredVMCount": 1.0}},
    "Descripton": "two words",
    "UserData": {},
}
FIXED = to_text(BROKEN)
for before, after in {'"3 a"': '"c3-a"', '"2"': "2", "1.0": "1", "Descripton": "Description"}.items():
    FIXED = FIXED.replace(before, after)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    file = tmp_path / "broken.json"
    file.write_text(json.dumps(BROKEN))
    return file


def test_only_what_follows_from_the_users_values_is_fixed(run: Run, broken: Path) -> None:
    assert run("check", broken).ends(1).err == "5 errors, 2 warnings; 4 fixable with --fix\n"
    broken.chmod(0o640)
    ran = run("check --fix", broken).ends(1)
    assert broken.read_text() == FIXED
    assert stat.S_IMODE(broken.stat().st_mode) == 0o640
    *fixed, summary = ran.err.splitlines()
    assert [line.partition("  fixed  ")[2] for line in fixed] == [
        "Name: Rename to c3-a  InvalidName",
        "Groups › b › Instances: Convert to 2  InvalidDesiredVMCount",
        "Groups › a › Instances: Convert to 1  InvalidDesiredVMCount",
        "Descripton: Rename to Description  unknown-key",
    ]
    assert fixed[0].startswith(f"{broken}:1:15  ")
    assert summary == "2 errors, 1 warning; 0 fixable with --fix"
    assert "Change to Spot" in ran.text and "Set to OnDemand" in ran.text  # shown, not applied
    run("check --fix", broken).ends(1)
    assert broken.read_text() == FIXED


def test_folders_presets_and_files_without_a_final_newline(run: Run, tmp_path: Path) -> None:
    preset = {"preset": {"title": "T", "own": [1], "format": 1}, "request": {**TREE, "Name": "a b"}, "x": 1}
    fixed = {**preset, "request": {**TREE, "Name": "a-b"}}
    folder, mine = tmp_path / "folder", locations.presets_folder() / "mine.json"
    folder.mkdir()
    mine.parent.mkdir(parents=True)
    for file in (mine, folder / "preset.json"):
        file.write_text(json.dumps(preset) + "\n")
    (folder / "request.json").write_text(json.dumps({**TREE, "Name": "c d"}))
    (folder / "fine.json").write_text('{ "Name" : "x" }')
    ran = run("check --fix mine --format json").ends(0)
    assert (ran.json[0]["findings"], ran.err.count("  fixed  ")) == ([], 1), "the report is of what remains"
    run("check --fix", folder).ends(1)
    for file in (mine, folder / "preset.json"):
        assert file.read_text() == to_text(fixed) + "\n"
    assert (folder / "request.json").read_text() == to_text({**TREE, "Name": "c-d"})
    assert (folder / "fine.json").read_text() == '{ "Name" : "x" }', "without a fix it is not even formatted"


def test_parameters_literal_secrets_and_what_fits_no_field_stay(run: Run, broken: Path) -> None:
    groups = {"g": {"DesiredVMCount": "${count}", "ResourceType": "OnDemand"}}
    header = {"parameters": {"name": {"default": "a b"}, "count": {"default": "3"}}, "format": 1}
    preset = {"preset": header, "request": {**TREE, "Name": "${name}", "Groups": groups}}
    request = {**with_secret(SECRET), "Name": "a b"}
    odd = [{"Name": "集群"}, {"Name": "a" * 65}, {"Cnfigs": []}, {"Groups": {"g": {"Instances": 1}}}]
    kept = [{**TREE, **each} for each in (*odd, {"Destination": "x"})]  # similar to Description
    for before, after in ((request, {**request, "Name": "a-b"}), *((each, each) for each in (preset, *kept))):
        broken.write_text(json.dumps(before))
        ran = run("check --fix", broken)
        assert json.loads(broken.read_text()) == after
        assert SECRET not in ran.text + ran.err


def test_what_cannot_be_fixed_is_not_changed(run: Run, broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def check_refused(source: str | Path, words: str) -> None:
        before = broken.read_bytes()
        ran = run("check --fix", source).ends(2, words)
        assert "InvalidName" in ran.text, "findings are reported nevertheless"
        assert "  fixed  " not in ran.err and broken.read_bytes() == before

    broken.write_text(json.dumps({"preset": {"format": 1}, "request": BROKEN}))
    access = os.access
    for words, source, target, replacement in (
        ("write-protected", broken, "os.access", lambda path, mode: mode != os.W_OK and access(path, mode)),
        ("was changed in the meantime", broken, "wizard.cli.check.read_bytes", lambda path: b"{}"),
        ("built-in", broken.stem, "wizard.storage.locations.builtin_folder", lambda kind: broken.parent),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(target, replacement)
            check_refused(source, words)
    read, write = os.pipe()
    os.write(write, broken.read_bytes())
    os.close(write)
    check_refused(f"/dev/fd/{read}", "not a regular file")
    broken.write_text('{"Name": "a b", "UserData": {"k": "1", "k": "2"}}')
    check_refused(broken, "duplicate keys")
