"""Each built-in preset is valid and asks only for what only the user can know."""

import re
from pathlib import Path
from typing import Any

import pytest

from wizard.catalog import load_builtin
from wizard.storage.locations import builtin_folder
from wizard.storage.presets import PresetLibrary
from wizard.validation import Context, check

PLACEHOLDER = re.compile(r"\[[A-Za-z][A-Za-z -]*\]")
ASKED = {
    "smallest": set(),
    "spot-farm": set(),
    "genomics": {"[your-bucket]"},
    "data-processing": {"[your-bucket]", "[your-mount-target]", "[region]", "[Your vpc id]"},
    "windows-rendering": {"[your-bucket]", "[your-mount-target]", "[region]", "[Your vpc id]"},
    "several-groups": {"[your-topic]", "[your-account-id]", "[region]", "[Your vpc id]"},
}
"""The placeholders of the presets."""
NAMES = sorted(path.stem for path in builtin_folder("presets").iterdir())


@pytest.fixture
def library(tmp_path: Path) -> PresetLibrary:
    return PresetLibrary(tmp_path / "user", builtin_folder("presets"))


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for below in value.values() for text in texts(below)]
    if isinstance(value, list):
        return [text for below in value for text in texts(below)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("name", NAMES)
def test_a_built_in_preset(library: PresetLibrary, name: str) -> None:
    preset, catalog = library.load(name), load_builtin()
    assert preset.document["preset"]["name"] == name
    assert 0 < len(preset.title) <= 40
    assert 40 <= len(preset.header.description) <= 200 and preset.header.description.endswith(".")
    assert preset.header.tags and all(re.fullmatch(r"[a-z]+", tag) for tag in preset.header.tags)
    request = preset.document["request"]
    assert request["ImageId"] in catalog.images
    types = {request["InstanceType"], *(group.get("InstanceType") for group in request["Groups"].values())}
    assert types - {None, ""} <= set(catalog.instance_types)
    marks = {mark for text in texts(request) for mark in PLACEHOLDER.findall(text)}
    assert name not in ASKED or marks == ASKED[name]
    copy = library.save(name, preset.document["preset"], request)
    assert copy.read_bytes() == preset.path.read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_only_placeholders_are_left_to_fill_in(library: PresetLibrary, name: str) -> None:
    request = library.load(name).document["request"]
    for region in (None, *load_builtin().regions):
        findings = check(request, Context(region=region))
        assert {finding.rule for finding in findings} <= {"placeholder-left"}
        assert len(findings) == sum(bool(PLACEHOLDER.search(text)) for text in texts(request))


def test_the_presets(library: PresetLibrary) -> None:
    assert [entry.name for entry in library.list_all() if not entry.problem] == NAMES
    assert {*ASKED, "every-attribute"} <= set(NAMES)
