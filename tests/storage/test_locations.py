"""The user's files are in the folders of the platform; asking for a path creates nothing."""

from pathlib import Path

import pytest

import wizard
from wizard.errors import StorageError
from wizard.storage import locations
from wizard.storage.locations import builtin_folder


def test_each_file_has_its_place_in_the_home_folder(empty_home: Path) -> None:
    files = [locations.settings_file(), locations.profiles_file(), locations.sandbox_file()]
    folders = [locations.themes_folder(), locations.presets_folder(), locations.drafts_folder()]
    places = [*files, *folders, locations.journal_folder(), locations.accounts_folder()]
    assert all(place.is_relative_to(empty_home) for place in places)
    assert all("batchcompute-wizard" in place.parts for place in places)
    assert len(set(places)) == len(places)
    assert list(empty_home.iterdir()) == []


def test_the_folders_of_built_in_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "wizard"
    package.mkdir()
    for kind in ("presets", "themes"):
        assert list(builtin_folder(kind).iterdir())  # type: ignore[arg-type]
    monkeypatch.setattr(wizard, "__file__", str(package / "__init__.py"))
    with pytest.raises(StorageError, match="Install bcw again"):
        builtin_folder("themes")
    (tmp_path / "themes").mkdir()
    assert builtin_folder("themes") == tmp_path / "themes"
    (package / "themes").mkdir()
    assert builtin_folder("themes") == package / "themes"
