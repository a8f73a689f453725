"""The language of the command line: where it comes from, and that click's own messages follow it."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo

from wizard.i18n import detect_language
from wizard.storage import locations
from wizard.storage.settings import SettingsFile

from .driver import EXAMPLE, Ran

PROGRAM = """
import sys
from pathlib import Path
from wizard import i18n
i18n.LOCALE_DIR = Path(sys.argv.pop(1))
from wizard.cli.main import main
sys.exit(main(sys.argv[1:]))
"""
CHINESE = {
    "Usage:": "用法：",
    "Options": "选项",
    "Check files for errors, warnings and notes.": "检查文件。",
    "Missing argument": "缺少参数",
    "Must not be empty.": "不能为空。",
    "error": "错误",
}


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


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small Chinese catalog."""
    folder = tmp_path_factory.mktemp("locale")
    messages = Catalog(locale="zh_CN", domain="wizard")
    for english, chinese in CHINESE.items():
        messages.add(english, chinese)
    (folder / "zh_CN/LC_MESSAGES").mkdir(parents=True)
    with (folder / "zh_CN/LC_MESSAGES/wizard.mo").open("wb") as file:
        write_mo(file, messages)
    return folder


def bcw(catalog: Path, *arguments: str | Path, **environ: str) -> Ran:
    command = [sys.executable, "-c", PROGRAM, catalog, *arguments]
    env = {"HOME": str(catalog), "PYTHONIOENCODING": "utf-8", **environ}
    ran = subprocess.run(command, capture_output=True, check=False, env=env, timeout=60)
    return Ran(ran.returncode, ran.stdout, ran.stderr.decode())


@pytest.mark.parametrize(
    ("before", "after", "environ", "is_chinese"),
    [
        ((), (), {}, False),
        ((), (), {"LANG": "zh_CN.UTF-8"}, True),
        (("--lang", "zh_CN"), (), {}, True),
        (("--lang=zh",), (), {}, True),
        ((), ("--lang", "zh_CN"), {"LANG": "en_US"}, True),
        ((), ("--lang=en",), {"LANG": "zh_CN.UTF-8"}, False),
    ],
)
def test_help_and_errors_are_in_the_language(
    catalog: Path, before: tuple[str, ...], after: tuple[str, ...], environ: dict[str, str], is_chinese: bool
) -> None:
    shown = bcw(catalog, *before, "--help", *after, **environ).text
    for word in ("Usage:", "Options", "Check files for errors, warnings and notes."):
        assert (CHINESE if is_chinese else {word: word})[word] in shown
    missing = bcw(catalog, *before, "check", *after, **environ)
    assert missing.code == 2
    assert ("缺少参数" if is_chinese else "Missing argument") in missing.err


def test_the_settings_go_before_the_locale(catalog: Path, empty_home: Path) -> None:
    SettingsFile(locations.settings_file()).change(language="zh_CN")
    home = {"HOME": str(empty_home), "LANG": "en_US"}
    assert "用法：" in bcw(catalog, "--help", **home).text
    assert "Usage:" in bcw(catalog, "--lang", "en", "--help", **home).text
    locations.settings_file().write_text('{"language": ["zh"]')
    assert "Usage:" in bcw(catalog, "--help", **home).text


def test_a_language_that_there_is_not(catalog: Path) -> None:
    for arguments in (("--lang", "fr", "schema"), ("schema", "--lang", "fr"), ("--lang=", "schema")):
        ran = bcw(catalog, *arguments)
        assert (ran.code, ran.out) == (2, b"")
        assert "'en', 'zh_CN'" in ran.err


def test_json_for_programs_is_english_unless_the_language_is_named(catalog: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps({**json.loads(EXAMPLE.read_text()), "Name": ""}))
    chinese = {"LANG": "zh_CN.UTF-8"}

    def why(*options: str) -> str:
        ran = bcw(catalog, *options, "check", file, "--format", "json", **chinese)
        return str(ran.json[0]["findings"][0]["why"])

    assert why().startswith("Must not be empty.")
    assert why("--lang", "zh_CN").startswith("不能为空。")
    assert "  错误" in bcw(catalog, "check", file, **chinese).text
