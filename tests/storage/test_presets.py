"""The library: presets are listed, loaded, saved, renamed and deleted, and nothing is lost."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from wizard.errors import StorageError
from wizard.storage.presets import PresetLibrary

REQUEST = {"Name": "nightly", "ImageId": "img-ubuntu"}


@pytest.fixture
def library(tmp_path: Path) -> PresetLibrary:
    return PresetLibrary(tmp_path / "user" / "presets", tmp_path / "built-in")


def test_values_and_unknown_keys_survive_a_rewrite(library: PresetLibrary) -> None:
    path = library.user_folder / "team.json"
    preset = {"owner": "团队", "format": 1, "title": "Old", "reviewed": [1, 2.0]}
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"$schema": "x.json", "preset": preset, "request": {"Name": "a"}}))
    request = {"Description": "夜间 🎉", "a": 1, "b": 1.0, "c": 0.125, "d": [None, True, {}]}
    library.save("team", {"title": "New"}, request, overwrite=True)
    assert "夜间 🎉" in path.read_text()
    content = json.loads(path.read_bytes())
    assert content["$schema"] == "x.json"
    assert {**preset, "title": "New"}.items() <= content["preset"].items()
    assert content["request"] == library.load("team").document["request"] == request
    assert [type(value) for value in content["request"].values()] == [str, int, float, float, list]
    with pytest.raises(StorageError, match="unpaired surrogate"):
        library.save("team", {"title": "New"}, {"Name": "\ud800"}, overwrite=True)
    assert json.loads(path.read_bytes()) == content


def test_names(library: PresetLibrary) -> None:
    for name in ("a", "0", "a.b", "spot-farm_2", "x" * 100):
        library.save(name, {}, REQUEST)
        assert library.load(name).name == name
        assert library.rename(name, name).name == f"{name}.json"
    assert json.loads(library.rename("a", "b").read_bytes())["preset"]["name"] == "b"
    hidden, foreign = (".a", "_a", "-a", "../a", "a.json"), ("é", "团", "A", "a b", "a/b", "a\n", "a\0")
    for name in ("", "x" * 101, *hidden, *foreign):
        for action in (library.load, library.delete, lambda name: library.save(name, {}, REQUEST)):
            with pytest.raises(StorageError):
                action(name)
    with pytest.raises(StorageError, match="a-z, 0-9, dot, underscore and hyphen"):
        library.load("A")


BROKEN: list[tuple[Any, str]] = [
    (b"\xff\xfe", "JSON"),
    (b'{"preset": {}, "request": {"a": "\xff"}}', "JSON"),
    (b"[" * 99_999, "JSON"),
    (b"", "not valid JSON"),
    (b'{"preset": {},\n "request": {x}}', "line 2"),
    ({}, "must be a JSON object"),
    ({"Name": "a", "Groups": {}}, "request without a preset"),
    ({"preset": {}}, '"request" is missing'),
    ({"request": {}}, '"preset" is missing'),
    ({"preset": [], "request": {}}, '"preset" must be an object'),
    ({"preset": {}, "request": []}, '"request" must be an object'),
    ({"preset": {"format": 2}, "request": {}}, '"preset.format": 2 is not supported'),
    ({"preset": {"format": True}, "request": {}}, "format"),
    ({"preset": {"title": 3}, "request": {}}, '"preset.title" must be text'),
    ({"preset": {"tags": ["linux", 3]}, "request": {}}, '"preset.tags.1" must be text'),
    ({"preset": {"parameters": []}, "request": {}}, '"preset.parameters" must be an object'),
]


def test_a_broken_file_is_listed_and_not_changed(library: PresetLibrary) -> None:
    path = library.user_folder / "odd.json"
    path.parent.mkdir(parents=True)
    good = library.save("good", {}, REQUEST)
    for content, reason in BROKEN:
        before = content if isinstance(content, bytes) else json.dumps(content).encode()
        path.write_bytes(before)
        entry = library.list_all()[1]
        assert (entry.name, entry.origin, entry.path) == ("odd", "user", path)
        assert reason in entry.problem
        for action in (
            lambda: library.load("odd"),
            lambda: library.save("odd", {}, REQUEST),
            lambda: library.save("odd", {}, REQUEST, overwrite=True),
            lambda: library.rename("odd", "even"),
            lambda: library.rename("good", "odd", overwrite=True),
        ):
            with pytest.raises(StorageError):
                action()
        assert path.read_bytes() == before
        assert good.exists()
        library.delete("odd")
        assert not path.exists()


def test_what_cannot_be_read_is_reported(library: PresetLibrary) -> None:
    (library.user_folder / "folder.json").mkdir(parents=True)
    (library.user_folder / "nowhere.json").symlink_to("none")
    (library.user_folder / "Upper Case.json").write_text("{}")
    (library.user_folder / "readme.txt").write_text("not looked at")
    (library.user_folder / ".nightly.json.0123.tmp").write_text("not looked at")
    broken = {entry.name: entry for entry in library.list_all() if entry.problem}
    assert set(broken) == {"folder", "nowhere", "Upper Case"}
    assert "is a folder" in broken["folder"].problem
    assert "does not exist" in broken["nowhere"].problem
    assert "a-z" in broken["Upper Case"].problem


def test_concurrent_changes_are_all_kept(library: PresetLibrary) -> None:
    library.save("nightly", {}, REQUEST)
    tags = [f"t{number}" for number in range(12)]

    def add(tag: str) -> None:  # with a library of its own, as if it were a process of its own
        PresetLibrary(library.user_folder, library.builtin_folder).describe("nightly", add_tags=[tag])

    with ThreadPoolExecutor(8) as pool:
        assert len([*pool.map(add, tags)]) == len(tags)
    assert sorted(library.load("nightly").header.tags) == sorted(tags)
