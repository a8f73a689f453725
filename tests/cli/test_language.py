"""The language of the command line: where it comes from, and that click's own messages follow it."""

from collections.abc import Mapping

import pytest

from wizard.i18n import detect_language
from wizard.storage import locations
from wizard.storage.settings import SettingsFile

from .driver import Run, Write


@pytest.mark.parametrize(
    ("environ", "language"),
    [
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
    ],
)
def test_the_language_of_the_locale(environ: Mapping[str, str], language: str) -> None:
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
    file = request_file(Name="")

    def why(*options: str) -> str:
        ran = real(*options, "check", file, "--format", "json", LANG="zh_CN.UTF-8")
        return str(ran.json[0]["findings"][0]["why"])

    assert why().startswith("Must not be empty.")
    assert why("--lang", "zh_CN").startswith("不能为空。")
    assert "  错误" in real("check", file, LANG="zh_CN.UTF-8").text
