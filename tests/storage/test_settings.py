"""Settings: what the user set is kept; what is invalid is reported and left alone."""

import json
from pathlib import Path
from typing import Any

import pytest

from wizard.errors import StorageError
from wizard.models.settings import Settings
from wizard.storage.settings import SettingsFile


@pytest.fixture
def file(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "config" / "settings.json")


def write(file: SettingsFile, content: str) -> None:
    file.path.parent.mkdir(parents=True, exist_ok=True)
    file.path.write_text(content)


def test_defaults_and_changes(file: SettingsFile) -> None:
    settings, problems = file.load()
    assert problems == []
    assert (settings.theme, settings.ignore, settings.keymap) == ("dark", [], {})
    assert not file.path.parent.exists()
    values = {"theme": "light", "ignore": ["disk-types-differ"], "keymap": {"submit": "f9,ctrl+s"}}
    changed = file.change(**values)
    assert changed == file.load()[0] == Settings(**values)  # type: ignore[arg-type]
    assert json.loads(file.path.read_bytes()) == values


def test_only_what_was_changed_is_written(file: SettingsFile) -> None:
    write(file, '{"future": {"b": 1.0, "a": "团"}, "theme": 3, "keymap": {}}')
    file.change(ignore=["name-short"])
    content = json.loads(file.path.read_bytes())
    kept = {"future": {"b": 1.0, "a": "团"}, "theme": 3, "keymap": {}}
    assert content == {**kept, "ignore": ["name-short"]}
    assert list(content) == ["future", "theme", "keymap", "ignore"]


def test_concurrent_changes_of_settings(file: SettingsFile) -> None:
    one, other = SettingsFile(file.path), SettingsFile(file.path)
    one.load(), other.load()
    one.change(theme="light")
    other.change(keymap={"save": "f5"})
    assert (file.load()[0].theme, file.load()[0].keymap) == ("light", {"save": "f5"})


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("theme", 3, '"theme" must be text'),
        ("theme", None, '"theme" must be text'),
        ("ignore", "name-short", '"ignore" must be a list'),
        ("ignore", [1], '"ignore.0" must be text'),
        ("silenced", "name-short", '"silenced" must be a list'),
        ("keymap", [], '"keymap" must be an object'),
        ("keymap", {"submit": 1}, '"keymap.submit" must be text'),
        ("them", "light", '"them" is not a known key. Did you mean "theme"?'),
        ("ignored", ["a"], '"ignored" is not a known key. Did you mean "ignore"?'),
        ("zzzz", 1, '"zzzz" is not a known key. Remove it.'),
    ],
)
def test_an_invalid_setting_is_reported(file: SettingsFile, key: str, value: Any, message: str) -> None:
    right = {"theme": "light", "ignore": ["a"], "keymap": {"a": "b"}}
    if key == "silenced":
        del right["ignore"]
    write(file, json.dumps({**right, key: value}))
    before = file.path.read_bytes()
    settings, (problem,) = file.load()
    assert message in problem and str(file.path) in problem
    assert settings == Settings(**{name: each for name, each in right.items() if name != key})  # type: ignore[arg-type]
    assert file.path.read_bytes() == before


def test_a_broken_file_is_reported_and_none_is_ever_lost(file: SettingsFile) -> None:
    broken = ["", "{", "[]", "3", '{"theme": "light",}', "[" * 100_000]
    for content in broken:
        write(file, content)
        settings, problems = file.load()
        assert settings == Settings()
        assert "settings.json.broken" in problems[0]
        assert file.path.read_text() == content
        assert file.change(theme="light").theme == "light"
        assert json.loads(file.path.read_bytes()) == {"theme": "light"}
    kept = [path.read_text() for path in file.path.parent.glob("settings.json.broken*")]
    assert sorted(kept) == sorted(broken)


def test_what_cannot_be_read_is_reported_and_not_overwritten(file: SettingsFile) -> None:
    file.path.mkdir(parents=True)
    settings, problems = file.load()
    assert settings == Settings()
    assert "is a folder" in problems[0]
    with pytest.raises(StorageError):
        file.change(theme="light")


def test_what_is_not_a_setting_is_refused(file: SettingsFile) -> None:
    for changes in ({"colour": "red"}, {"theme": 3}, {"keymap": {"a": None}}):
        with pytest.raises(ValueError):
            file.change(**changes)
    assert not file.path.exists()
