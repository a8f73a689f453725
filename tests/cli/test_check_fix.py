"""`bcw check --fix`: writes back what follows from the user's own values, and nothing else."""

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from wizard.document.serializer import to_text
from wizard.storage import locations

from .driver import SECRET, TREE, Run, with_secret

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
    ran = run("check", "--fix", broken).ends(1)
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
    again = broken.read_bytes()
    run("check", "--fix", broken).ends(1)
    assert broken.read_bytes() == again


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
    ran = run("check", "--fix", "mine", "--format", "json").ends(0)
    assert (ran.json[0]["findings"], ran.err.count("  fixed  ")) == ([], 1), "the report is of what remains"
    run("check", "--fix", folder).ends(1)
    for file in (mine, folder / "preset.json"):
        assert file.read_text() == to_text(fixed) + "\n"
    assert (folder / "request.json").read_text() == to_text({**TREE, "Name": "c-d"})
    assert (folder / "fine.json").read_text() == '{ "Name" : "x" }', "without a fix it is not even formatted"


COUNT = {"g": {"DesiredVMCount": "${count}", "ResourceType": "OnDemand"}}
PARAMETERS = {"name": {"default": "a b"}, "count": {"default": "3"}}
WITH_PARAMETERS = {
    "preset": {"parameters": PARAMETERS, "format": 1},
    "request": {**TREE, "Name": "${name}", "Groups": COUNT},
}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (WITH_PARAMETERS, WITH_PARAMETERS),
        ({**with_secret(SECRET), "Name": "a b"}, {**with_secret(SECRET), "Name": "a-b"}),
    ],
)
def test_parameters_and_literal_secrets_stay(run: Run, tmp_path: Path, before: Any, after: Any) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps(before))
    ran = run("check", "--fix", file)
    assert json.loads(file.read_text()) == after
    assert SECRET not in ran.text + ran.err


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("read-only", "write-protected"),
        ("duplicate keys", "duplicate keys"),
        ("changed meanwhile", "was changed in the meantime"),
        ("built-in", "built-in preset"),
        ("pipe", "not a regular file"),
    ],
)
def test_a_file_that_cannot_be_fixed_is_unchanged_and_the_reason_is_given(
    run: Run, broken: Path, monkeypatch: pytest.MonkeyPatch, case: str, words: str
) -> None:
    source = str(broken)
    match case:
        case "read-only":
            access = os.access
            monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))
        case "duplicate keys":
            broken.write_text('{"Name": "a b", "UserData": {"k": "1", "k": "2"}}')
        case "changed meanwhile":
            monkeypatch.setattr("wizard.cli.check.read_bytes", lambda path: b"{}")
        case "built-in":
            broken.write_text(json.dumps({"preset": {"format": 1}, "request": BROKEN}))
            monkeypatch.setattr(locations, "builtin_folder", lambda kind: broken.parent)
            source = broken.stem
        case "pipe":
            read, write = os.pipe()
            os.write(write, broken.read_bytes())
            os.close(write)
            source = f"/dev/fd/{read}"
    before = broken.read_bytes()
    ran = run("check", "--fix", source).ends(2)
    assert words in ran.err and "  fixed  " not in ran.err
    assert "InvalidName" in ran.text, "findings are reported nevertheless"
    assert broken.read_bytes() == before
