"""Output: lists on a terminal, the keys that it sends, and the language."""

import json

import pytest
from terminal import converse

from wizard.i18n import detect_language
from wizard.storage import locations
from wizard.storage.settings import SettingsFile

from .accounts import save
from .driver import TREE, Run, Write


def test_lists_have_headers_and_colours(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    save("prod", "https://example.com")
    for name, title in (("mine", "渲染 [bold]"), ("yours", "x\x1b[2J")):
        preset = json.dumps({"preset": {"title": title, "format": 1}, "request": TREE})
        run("presets", "import", "-", "--name", name, data=preset.encode()).ends(0)
    made = run("submit", "smallest", "--yes", "--profile", "sandbox").text.strip()
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "100")
    for name, value, is_coloured in (
        ("TERM", "xterm-256color", True),
        ("NO_COLOR", "", True),
        ("TERM", "dumb", False),
        ("TERM", "xterm", True),
        ("NO_COLOR", "1", False),
    ):
        monkeypatch.setenv(name, value)
        assert ("\x1b[2m" in run("presets", "list").text) is is_coloured
        assert ("\x1b[31merror" in run("check", "-", data=b"{}").text) is is_coloured
    header, mine, yours = run("presets", "list", "--own").text.splitlines()
    assert header.split() == ["Name", "Origin", "Title"]
    assert mine[header.index("Title") :].rstrip() == "渲染 [bold]"
    assert "x\\x1b[2J" in yours
    header, prod, *_folded, sandbox = run("profiles", "list").text.splitlines()
    assert prod.startswith("*  prod") and sandbox.startswith("   sandbox")
    assert prod[header.index("AccessKey ID") :].startswith("LTAI-prod")
    header, cluster = run("clusters", "list").text.splitlines()
    assert cluster.startswith(made)
    assert cluster[header.index("Instances") :][1:3] == "/1"


# -- keys


def test_keys_are_listed_as_the_settings_map_them(run: Run) -> None:
    table = {each["id"]: each for each in run("keys", "--format", "json").json}
    assert "ctrl+s" in table["wizard.save"]["keys"]
    assert all(each["label"] and each["help"] for each in table.values())
    locations.user_folder("config").mkdir(parents=True)
    locations.settings_file().write_text('{"keymap": {"wizard.save": "ctrl+w", "wizard.mend": "f2"}}')
    changed = {each["id"]: each["keys"] for each in run("keys", "--format", "json").json}
    assert (changed["wizard.save"], changed["wizard.fix"]) == ("ctrl+w", "f2"), "an old ID works too"
    assert ["wizard.save", "ctrl+w"] in [line.split()[:2] for line in run("keys").text.splitlines()]


def test_keys_of_the_terminal_are_shown_until_q() -> None:
    keys = [("q or Ctrl+C ends", "\x1b[A"), ("up", "\x13"), ("ctrl+s", "渲"), ("\\xe6\\xb8\\xb2", "q")]
    code, seen = converse(["keys", "--test"], *keys)
    assert code == 0, seen
    for shown in ("\\x1b[A", "up", "\\x13", "ctrl+s"):
        assert shown in seen


# -- the language: where it comes from; click's own messages follow it


def test_the_language_of_the_locale() -> None:
    for environ, language in (
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_TW"}, "zh_CN"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_CN", "LANG": "en_US"}, "zh_CN"),
        ({"LC_ALL": "C", "LC_MESSAGES": "zh_CN", "LANG": "zh_CN"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN"}, "zh_CN"),
        ({"LANGUAGE": "zh_CN:en"}, "en"),
        ({"LANGUAGE": "zh_CN:en", "LANG": "C"}, "en"),
        ({"LANGUAGE": "zh_CN:en", "LC_ALL": "POSIX"}, "en"),
        ({"LANGUAGE": "fr:zh_CN", "LANG": "en_US.UTF-8"}, "zh_CN"),
        ({"LANGUAGE": "fr:en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANGUAGE": "fr", "LANG": "zh_CN.UTF-8"}, "zh_CN"),
    ):
        assert detect_language(environ) == language


@pytest.mark.parametrize(
    ("options", "setting", "locale", "is_chinese"),
    [
        ([], None, "zh_CN.UTF-8", True),
        ([], "zh_CN", "en_US", True),
        (["--lang=zh"], None, "en_US", True),
        (["--lang", "zh_CN"], "en", "en_US", True),
        (["--lang=en"], "zh_CN", "zh_CN.UTF-8", False),
    ],
)
def test_help_and_messages_of_click_are_in_the_language(
    real: Run, options: list[str], setting: str | None, locale: str, is_chinese: bool
) -> None:
    SettingsFile(locations.settings_file()).change(language=setting)
    ran = real("check", *options, LANG=locale).fails(2)
    shown = real(*options, "--help", LANG=locale).text
    for text, english, chinese in (
        (ran.err, "Usage:", "用法："),
        (ran.err, "Missing argument", "缺少参数"),
        (shown, "Options", "选项"),
        (shown, "Check files for errors, warnings and notes.", "校验文件中的错误、警告和提示。"),
    ):
        assert (chinese if is_chinese else english) in text
    locations.settings_file().write_text('{"language": ["zh"]')
    assert "Usage:" in real("--help", LANG="en_US").text


def test_json_for_programs_is_english_unless_the_language_is_given(real: Run, request_file: Write) -> None:
    check = ["check", request_file(Name="")]
    for options, why in (([], "Must not be empty."), (["--lang", "zh_CN"], "不能为空。")):
        ran = real(*check, "--format", "json", *options, LANG="zh_CN.UTF-8")
        assert ran.json[0]["findings"][0]["why"].startswith(why)
    assert "  错误" in real(*check, LANG="zh_CN.UTF-8").text
