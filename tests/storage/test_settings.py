"""Settings: what the user set is kept, what is broken is passed over and said so."""

import json
from pathlib import Path
from typing import Any

import pytest

from wizard.storage.errors import StoreError
from wizard.storage.settings import Settings, SettingsFile


@pytest.fixture
def file(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "config" / "settings.json")


def write(file: SettingsFile, content: str) -> None:
    file.path.parent.mkdir(parents=True, exist_ok=True)
    file.path.write_text(content)


def test_without_a_file_there_are_defaults(file: SettingsFile) -> None:
    loaded = file.load()
    assert loaded.problems == ()
    assert loaded.settings == Settings()
    assert loaded.settings.theme == "dark"
    assert (loaded.settings.silenced, dict(loaded.settings.keymap), loaded.settings.last_target) == (
        frozenset(),
        {},
        None,
    )
    assert not file.path.parent.exists()


def test_what_is_set_is_read_back(file: SettingsFile) -> None:
    changed = file.change(
        theme="light",
        silenced={"name-short", "disk-types-differ"},
        keymap={"submit": "f9,ctrl+s"},
        last_target="work",
    )
    assert changed == file.load().settings
    assert changed == Settings(
        "light", frozenset({"name-short", "disk-types-differ"}), {"submit": "f9,ctrl+s"}, "work"
    )
    assert json.loads(file.path.read_bytes()) == {
        "theme": "light",
        "silenced": ["disk-types-differ", "name-short"],
        "keymap": {"submit": "f9,ctrl+s"},
        "last_target": "work",
    }


def test_only_what_was_changed_is_written(file: SettingsFile) -> None:
    write(file, '{"future": {"b": 1.0, "a": "团"}, "theme": 3, "last_target": "work"}')
    file.change(silenced=["name-short"])
    content = json.loads(file.path.read_bytes())
    assert content == {
        "future": {"b": 1.0, "a": "团"},
        "theme": 3,
        "last_target": "work",
        "silenced": ["name-short"],
    }
    assert list(content) == ["future", "theme", "last_target", "silenced"]


def test_two_wizards_do_not_undo_each_others_settings(file: SettingsFile) -> None:
    one, other = SettingsFile(file.path), SettingsFile(file.path)
    one.load(), other.load()
    one.change(theme="light")
    other.change(last_target="work")
    assert (file.load().settings.theme, file.load().settings.last_target) == ("light", "work")


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("theme", 3),
        ("theme", None),
        ("silenced", "name-short"),
        ("silenced", [1]),
        ("keymap", []),
        ("keymap", {"submit": 1}),
        ("last_target", False),
    ],
)
def test_one_wrong_setting_is_passed_over_and_the_rest_counts(
    file: SettingsFile, member: str, value: Any
) -> None:
    right = {"theme": "light", "silenced": ["a"], "keymap": {"a": "b"}, "last_target": "work"}
    write(file, json.dumps({**right, member: value}))
    before = file.path.read_bytes()
    loaded = file.load()
    (problem,) = loaded.problems
    assert member in problem and str(file.path) in problem
    assert getattr(loaded.settings, member) == getattr(Settings(), member)
    others = {"theme": "light", "silenced": frozenset({"a"}), "keymap": {"a": "b"}, "last_target": "work"}
    assert all(getattr(loaded.settings, name) == wanted for name, wanted in others.items() if name != member)
    assert file.path.read_bytes() == before


@pytest.mark.parametrize("content", ["", "{", "[]", "3", '{"theme": "light",}', "[" * 100_000])
def test_a_broken_file_is_reported_and_kept_beside_the_new_one(file: SettingsFile, content: str) -> None:
    write(file, content)
    loaded = file.load()
    assert loaded.settings == Settings()
    assert "settings.json.broken" in loaded.problems[0]
    assert file.path.read_text() == content
    assert file.change(theme="light").theme == "light"
    assert file.path.with_name("settings.json.broken").read_text() == content
    assert json.loads(file.path.read_bytes()) == {"theme": "light"}


def test_no_broken_file_is_ever_lost(file: SettingsFile) -> None:
    for content in ("first", "second", "third"):
        write(file, content)
        file.change(theme="light")
    kept = sorted(path.read_text() for path in file.path.parent.glob("*.broken*"))
    assert kept == ["first", "second", "third"]


def test_what_cannot_be_read_is_reported_and_not_overwritten(file: SettingsFile) -> None:
    file.path.mkdir(parents=True)
    loaded = file.load()
    assert loaded.settings == Settings()
    assert "is a folder" in loaded.problems[0]
    with pytest.raises(StoreError):
        file.change(theme="light")


@pytest.mark.parametrize("changes", [{"colour": "red"}, {"theme": 3}, {"keymap": {"a": None}}])
def test_what_is_no_setting_is_refused(file: SettingsFile, changes: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        file.change(**changes)
    assert not file.path.exists()


def test_settings_that_are_a_link_stay_one(file: SettingsFile, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.json"
    real.write_text('{"theme": "dark"}')
    file.path.parent.mkdir(parents=True)
    file.path.symlink_to(real)
    file.change(theme="light")
    assert file.path.is_symlink() and json.loads(real.read_bytes()) == {"theme": "light"}
