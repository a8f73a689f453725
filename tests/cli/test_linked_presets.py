"""Presets that are symbolic links, as people who keep them in a repository of their own have them."""

import json
import os
from pathlib import Path

import pytest

from wizard.storage import locations

from .driver import TREE, Run


def preset(name: str) -> str:
    """The text of a preset file."""
    return json.dumps({"preset": {"name": name, "title": f"Title of {name}", "format": 1}, "request": TREE})


@pytest.fixture(params=["absolute", "relative"])
def target(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A file of the user's; the preset `mine` is a link to it."""
    folder = locations.presets_folder()
    folder.mkdir(parents=True)
    file = tmp_path / "repository" / "farm.json"
    file.parent.mkdir()
    file.write_text(preset("farm"))
    link = file if request.param == "absolute" else Path(os.path.relpath(file, folder))
    (folder / "mine.json").symlink_to(link)
    return file


def leads_to(name: str, target: Path) -> bool:
    """Whether a preset is a link to a file, whose content is still there."""
    path = locations.presets_folder() / f"{name}.json"
    return path.is_symlink() and path.samefile(target) and target.read_text() == preset("farm")


def test_a_linked_preset_is_renamed_as_a_link(run: Run, target: Path) -> None:
    assert run("presets", "rename", "mine", "yours").code == 0
    assert leads_to("yours", target)
    assert run("presets", "show", "mine").code == 2
    assert json.loads(run("export", "yours").out) == TREE


def test_a_linked_preset_is_deleted_and_restored_as_a_link(run: Run, target: Path) -> None:
    assert run("presets", "delete", "mine", "--yes").code == 0
    assert target.read_text() == preset("farm")
    assert run("presets", "show", "mine").code == 2
    assert run("presets", "restore", "mine").code == 0
    assert leads_to("mine", target)
    assert json.loads(run("export", "mine").out) == TREE


def test_a_link_to_nowhere_is_deleted_and_restored(run: Run, target: Path) -> None:
    target.rename(target.with_name("away.json"))
    assert run("presets", "delete", "mine", "--yes").code == 0
    assert run("presets", "restore", "mine").code == 0
    target.with_name("away.json").rename(target)
    assert leads_to("mine", target)


def test_what_has_the_name_already_is_not_replaced_by_a_link_unasked(run: Run, target: Path) -> None:
    other = locations.presets_folder() / "other.json"
    other.write_text(preset("other"))
    assert run("presets", "rename", "mine", "other").code == 2
    assert other.read_text() == preset("other")
    assert leads_to("mine", target)
    assert run("presets", "delete", "mine", "--yes").code == 0
    other.rename(locations.presets_folder() / "mine.json")
    assert run("presets", "restore", "mine").code == 2
    assert (locations.presets_folder() / "mine.json").read_text() == preset("other")


def test_a_preset_that_a_link_of_the_new_name_leads_to_is_not_lost(run: Run, tmp_path: Path) -> None:
    folder = locations.presets_folder()
    folder.mkdir(parents=True)
    (folder / "old.json").write_text(preset("old"))
    (folder / "new.json").symlink_to("old.json")
    assert run("presets", "rename", "old", "new", "--replace").code == 0
    assert json.loads(run("export", "new").out) == TREE


def test_a_linked_preset_is_described_where_the_link_leads(run: Run, target: Path) -> None:
    assert run("presets", "set", "mine", "--title", "Another").code == 0
    assert (locations.presets_folder() / "mine.json").is_symlink()
    assert json.loads(target.read_text())["preset"]["title"] == "Another"
