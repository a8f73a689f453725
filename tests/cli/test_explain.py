"""`bcw explain` and `bcw schema`."""

import pytest
from jsonschema import Draft202012Validator

from wizard.models.cluster import fields_by_path
from wizard.validation.error_codes import ERROR_CODES
from wizard.validation.rule import RULES

from .driver import Run


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("DesiredVMCount", "Groups.NAME.DesiredVMCount"),
        ("Groups.workers.DesiredVMCount", "Groups.NAME.DesiredVMCount"),
        ("/Groups/a/DesiredVMCount", "Groups.NAME.DesiredVMCount"),
        ("Instances", "Groups.NAME.DesiredVMCount"),
        ("Configs.Mounts.Entries.3.Source", "Configs.Mounts.Entries.0.Source"),
        ("CIDR block", "Configs.Networks.VPC.CidrBlock"),
        ("UserData.key1", "UserData"),
        ("/EnvVars/a.b~1c", "EnvVars"),
        ("/Groups/a.b/SpotPriceLimit", "Groups.NAME.SpotPriceLimit"),
        ("/Configs/Mounts/Entries/0", "Configs.Mounts.Entries"),
        ("Notification.Topic.Events.2", "Notification.Topic.Events"),
    ],
)
def test_a_field(run: Run, name: str, path: str) -> None:
    ran = run("explain", name).ends(0)
    assert any(line.startswith(f"{path} — ") for line in ran.text.splitlines())
    assert "Source: " in ran.text


def test_fields_as_json(run: Run) -> None:
    found = run("explain", "Size", "--format", "json").json
    assert [each["path"] for each in found] == [
        "Configs.Disks.SystemDisk.Size",
        "Configs.Disks.DataDisk.Size",
    ]
    [found] = run("explain", "DesiredVMCount", "--format", "json").json
    assert found["kind"] == "field"
    assert found["type"] == "integer"
    assert found["required"] is True
    assert found["example"] == 3
    assert found["unit"] == "instances"
    assert "InvalidDesiredVMCount" in found["codes"]
    [secret] = run("explain", "AccessKeySecret", "--format", "json").json
    assert secret["secret"] == "${env:OSS_ACCESS_KEY_SECRET}"


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("MissingName", "MissingName", ["Name is mandatory for this action.", "E4", "Fields: Name"]),
        ("InvalidName", "InvalidName", ["[1, 64]", "a-zA-Z0-9_-", "E8", "E9", "E10"]),
        ("InvalidUserData.k.value", "InvalidUserData.{key}.value", ["E19", "E20", "Fields: UserData"]),
        ("InvalidUserData.my.key", "InvalidUserData.{key}", ["E18"]),
        (
            "InvalidConfigs.Disks.SystemDisk.Size",
            "InvalidConfigs.Disks.SystemDisk.Size",
            ["Specified parameter Configs.Disks.SystemDisk.Size is not valid."],
        ),
        ("SignatureDoesNotMatch", "SignatureDoesNotMatch", ["AccessKey secret"]),
        ("InvalidTimeStamp.Expired", "InvalidTimeStamp.Expired", ["clock", "15 minutes"]),
        ("MissingGroups", "MissingGroups", ["Add at least one instance group"]),
        ("E27", "InvalidCidrBlock", ["CidrBlock"]),
        ("Invalid{Parameter}", "Invalid{parameter}", ["E36", "Specified parameter"]),
        ("InvalidIdempotentToken", "InvalidIdempotentToken", ["64", "underscore"]),
    ],
)
def test_a_code(run: Run, name: str, code: str, words: list[str]) -> None:
    ran = run("explain", name).ends(0)
    assert ran.text.splitlines()[0] == code
    for word in words:
        assert word in ran.text


def test_every_row_of_the_error_table_rule_and_field(run: Run) -> None:
    for number, row in enumerate(ERROR_CODES, 1):
        [found] = run("explain", f"E{number}", "--format", "json").json
        assert (found["code"], found["status"]) == (row.code, row.status)
        assert number in [each["row"] for each in found["rows"]]
    for rule in (*RULES, "duplicate-key", "parameter-missing", "preset-broken", "body-too-large"):
        ran = run("explain", rule)
        assert (ran.code, ran.text.splitlines()[0]) == (0, rule)
    for pattern, field in fields_by_path().items():
        if field.title and pattern:
            run("explain", ".".join(pattern).replace("*", "0")).ends(0)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("DesiredVmCont", ["DesiredVMCount"]),
        ("disk-type-differ", ["disk-types-differ"]),
        ("xyzzy", ["No field, error code or rule", "bcw explain"]),
        ("\x1b[2J", ["\\x1b"]),
    ],
)
def test_unknown_names(run: Run, name: str, words: list[str]) -> None:
    run("explain", name).fails(2, *words)


def test_a_similar_field_is_suggested_once(run: Run) -> None:
    assert "Groups.NAME.DesiredVMCount" not in run("explain", "DesiredVmCont").err
    assert "Configs.Disks.SystemDisk.Type" in run("explain", "disktype").err, "two fields are named Type"


def test_without_a_name_everything_is_listed(run: Run) -> None:
    ran = run("explain").ends(0)
    for word in ("Groups.NAME.DesiredVMCount", "InvalidUserData.{key}.value", "disk-types-differ"):
        assert word in ran.text
    everything = run("explain", "--format", "json").json
    assert {each["kind"] for each in everything} == {"field", "code", "rule"}


def test_the_schemas(run: Run) -> None:
    for arguments, title in (([], "Request"), (["request"], "Request"), (["preset"], "A preset")):
        ran = run("schema", *arguments).ends(0)
        Draft202012Validator.check_schema(ran.json)
        assert ran.json["title"].startswith(title)
