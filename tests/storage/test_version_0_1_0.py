"""Files that version 0.1.0 wrote are read, and written again in the same format."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

from wizard.models.draft import DraftSource
from wizard.models.profile import SavedProfile, Secret
from wizard.storage.drafts import list_drafts
from wizard.storage.journal import Journal
from wizard.storage.presets import PresetLibrary
from wizard.storage.profiles import ProfileStore
from wizard.storage.settings import SettingsFile

FILES = Path(__file__).with_name("version_0_1_0")


def copy(name: str, folder: Path) -> Path:
    """Copy a file into a folder of the user."""
    folder.mkdir(exist_ok=True)
    return shutil.copy(FILES / name, folder / name)


def test_settings(tmp_path: Path) -> None:
    file = SettingsFile(copy("settings.json", tmp_path))
    settings, problems = file.load()
    assert problems == []
    assert (settings.theme, settings.ignore, settings.keymap) == ("light", ["name-short"], {"save": "f5"})
    file.change(ignore=["disk-types-differ"])
    assert file.load() == (settings.model_copy(update={"ignore": ["disk-types-differ"]}), [])


def test_profiles(tmp_path: Path) -> None:
    store = ProfileStore(copy("targets.json", tmp_path))
    copy("credentials.json", tmp_path)
    prod = SavedProfile(name="prod", region="cn-beijing", endpoint="", access_key_id="LTAI-prod", keep="file")
    assert (store.all(), store.current()) == ({"prod": prod}, "prod")
    assert store.get_secret("prod") == Secret(secret="very-secret", token="sts")
    assert store.get_secret("test") == Secret(secret="other")
    store.choose("prod")
    assert store.path.read_bytes() == (FILES / "targets.json").read_bytes()


def test_a_preset(tmp_path: Path) -> None:
    path, library = copy("nightly.json", tmp_path / "presets"), PresetLibrary(tmp_path / "presets", tmp_path)
    loaded = library.load("nightly")
    parameters = {"count": {"type": "integer", "default": 2}}
    assert (loaded.title, loaded.header.parameters) == ("Nightly", parameters)
    library.save("nightly", loaded.document["preset"], loaded.document["request"], overwrite=True)
    assert path.read_bytes() == (FILES / "nightly.json").read_bytes()


def test_a_draft(tmp_path: Path) -> None:
    copy("draft-12-0123456789ab.json", tmp_path).with_suffix(".lock").touch()
    [draft] = [each.draft for each in list_drafts(tmp_path)]
    assert draft.request == {"Name": "a", "Configs": {"Mounts": {"OSS": {}}}}
    assert draft.origin == DraftSource(kind="file", name="/srv/cluster.json", digest="ab12")
    assert (draft.secrets, draft.step) == (["/Configs/Mounts/OSS/AccessKeySecret"], "groups")
    assert draft.written_at == datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


def test_a_pending_submission(tmp_path: Path) -> None:
    content = json.loads(copy("01772368200000000000-0123abcd.open.json", tmp_path).read_bytes())
    journal = Journal(tmp_path)
    assert [each.model_dump(exclude_unset=True) for each in journal.pending()] == [content]
    assert journal.resume("abc1", content["target"]) == 2
    journal.finish("abc1", content["target"], {"outcome": "created", "id": "cls-1"})
    journal.annotate("abc1", content["target"], gone="2026-03-02")
    [entry] = Journal(tmp_path).all()
    outcome = {"outcome": "created", "id": "cls-1", "gone": "2026-03-02"}
    assert entry.model_dump(exclude_unset=True) == {**content, "runs": 2, "outcome": outcome}
    assert journal.pending() == []
