"""`bcw explain`, `bcw schema`, `bcw help` and `bcw keys`."""

import re

import pytest
from jsonschema import Draft202012Validator
from terminal import converse

from wizard.core.guides import TOPICS
from wizard.models.cluster import fields_by_path
from wizard.storage import locations
from wizard.validation.error_codes import ERROR_CODES
from wizard.validation.rule import RULES

from .driver import Run

SHOWN = {
    "DesiredVMCount": ["Groups.NAME.DesiredVMCount — ", "Source: ", "InvalidDesiredVMCount"],
    "Instances": ["Groups.NAME.DesiredVMCount — "],
    "Configs.Mounts.Entries.3.Source": ["Configs.Mounts.Entries.0.Source — "],
    "CIDR block": ["Configs.Networks.VPC.CidrBlock — "],
    "/EnvVars/a.b~1c": ["EnvVars — "],
    "/Groups/a.b/SpotPriceLimit": ["Groups.NAME.SpotPriceLimit — "],
    "/Configs/Mounts/Entries/0": ["Configs.Mounts.Entries — "],
    "Size": ["Configs.Disks.SystemDisk.Size — ", "Configs.Disks.DataDisk.Size — "],
    "MissingName": ["MissingName", "Name is mandatory for this action.", "E4", "Fields: Name"],
    "InvalidName": ["InvalidName", "[1, 64]", "a-zA-Z0-9_-", "E8", "E9", "E10"],
    "InvalidUserData.k.value": ["InvalidUserData.{key}.value", "E19", "E20", "Fields: UserData"],
    "InvalidUserData.my.key": ["InvalidUserData.{key}", "E18"],
    "InvalidTimeStamp.Expired": ["InvalidTimeStamp.Expired", "clock", "15 minutes"],
    "Invalid{Parameter}": ["Invalid{parameter}", "E36", "Specified parameter"],
    "IdempotentToken": ["InvalidIdempotentToken", "64", "underscore"],
    "InvalidParameter.ImageId": ["InvalidImageId", "E14", "E15"],
}
"""Names, and what is shown of the fields or the code that they stand for, in its first line first."""


@pytest.mark.parametrize(("name", "words"), SHOWN.items())
def test_a_field_or_a_code(run: Run, name: str, words: list[str]) -> None:
    text = run("explain", name).ends(0).text
    assert text.startswith(words[0])
    assert [word for word in words if word not in text] == []


def test_every_row_of_the_error_table_rule_and_field(run: Run) -> None:
    for name, expected in {
        "DesiredVMCount": {"kind": "field", "type": "integer", "required": True, "unit": "instances"},
        "body-large": {"severity": "warning"},
        "AccessKeySecret": {"secret": "${env:OSS_ACCESS_KEY_SECRET}"},
    }.items():
        [found] = run("explain", name, "--format", "json").json
        assert expected.items() <= found.items()
    for number, row in enumerate(ERROR_CODES, 1):
        [found] = run("explain", f"E{number}", "--format", "json").json
        assert (found["code"], found["status"]) == (row.code, row.status)
        assert number in [each["row"] for each in found["rows"]]
    for rule in (*RULES, "duplicate-key", "parameter-missing", "preset-broken", "body-too-large"):
        assert run("explain", rule).ends(0).text.splitlines()[0] == rule
    for pattern, field in fields_by_path().items():
        if field.title and pattern:
            run("explain", ".".join(pattern).replace("*", "0")).ends(0)
    assert "Groups.NAME.DesiredVMCount" not in run("explain DesiredVmCont").err, "its name is enough"
    everything = run("explain --format json").json
    assert {each["kind"] for each in everything} == {"field", "code", "rule"}
    text = run("explain").ends(0).text
    assert all(
        f"\n  {word}" in text for word in ("Groups.NAME.Instan", "InvalidUserData.{key}", "disk-types")
    )
    assert "1 到 65,536 台\n" in run("--lang zh_CN explain DesiredVMCount").text


def test_the_schemas(run: Run) -> None:
    for arguments, title in (([], "Request"), (["request"], "Request"), (["preset"], "A preset")):
        ran = run("schema", *arguments).ends(0)
        Draft202012Validator.check_schema(ran.json)
        assert ran.json["title"].startswith(title)


def test_the_guides_are_listed_in_80_columns_and_printed_as_markdown(run: Run) -> None:
    ran = run("help").ends(0)
    heading, *lines = ran.text.splitlines()
    assert heading == "Guides:"
    assert [line.split()[0] for line in lines] == [*TOPICS]
    assert [line for line in lines if len(line) > 80 or not line.endswith(".")] == []
    for topic in TOPICS:
        ran = run("help", topic).ends(0)
        assert ran.text.startswith("# ") and "\033" not in ran.text and ran.err == ""
    assert run("--lang zh_CN help presets").text.startswith("# 模板")


def test_a_guide_is_rendered_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PAGER": "cat", "TERM": "xterm-256color", "COLUMNS": "80"}.items():
        monkeypatch.setenv(name, value)
    code, shown = converse(["help", "scripting"])
    assert code == 0
    assert "\033[1" in shown
    text = re.sub(r"\033\[[\d;]*m", "", shown)
    assert "```" not in text and "\n## " not in text
    assert "bcw help presets" in text and "presets.md" not in text and "https://docs.gitlab.com/ci" in text


def test_keys_are_listed_as_the_settings_map_them(run: Run) -> None:
    table = {each["id"]: each for each in run("keys --format json").json}
    assert "ctrl+s" in table["wizard.save"]["keys"]
    assert all(each["label"] and each["help"] for each in table.values())
    locations.user_folder("config").mkdir(parents=True)
    keymap = '{"wizard.save": "ctrl+w", "wizard.mend": "f2", "table.add": "n"}'
    locations.settings_file().write_text(f'{{"keymap": {keymap}}}')
    changed = {each["id"]: each["keys"] for each in run("keys --format json").json}
    assert (changed["wizard.fix"], changed["table.add"], changed["table.move-up"]) == ("f2", "n", "K")
    assert ["wizard.save", "ctrl+w"] in [line.split()[:2] for line in run("keys").text.splitlines()]


def test_keys_of_the_terminal_are_shown_until_q() -> None:
    keys = [("q or Ctrl+C ends", "\x1b[A"), ("up", "\x13"), ("ctrl+s", "渲"), ("\\xe6\\xb8\\xb2", "q")]
    code, seen = converse(["keys", "--test"], *keys)
    assert code == 0, seen
    for shown in ("\\x1b[A", "up", "\\x13", "ctrl+s"):
        assert shown in seen
