"""Settings, profiles, where the user's files are stored, and the files of version 0.1.0."""

import json
import shutil
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from wizard.errors import StorageError
from wizard.models.draft import DraftSource
from wizard.models.profile import SavedProfile, Secret
from wizard.models.settings import Settings
from wizard.storage.drafts import list_drafts
from wizard.storage.journal import Journal
from wizard.storage.presets import PresetLibrary
from wizard.storage.profiles import ProfileStore
from wizard.storage.settings import SettingsFile

# -- settings

FILES = Path(__file__).with_name("version_0_1_0")


@pytest.fixture
def settings_file(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "settings.json")


def test_defaults_and_changes(settings_file: SettingsFile) -> None:
    settings, problems = settings_file.load()
    assert problems == []
    assert (settings.theme, settings.ignore, settings.keymap) == ("dark", [], {})
    assert not settings_file.path.exists()
    values = {"theme": "light", "ignore": ["disk-types-differ"], "keymap": {"submit": "f9,ctrl+s"}}
    changed = settings_file.change(**values)
    assert changed == settings_file.load()[0] == Settings(**values)  # type: ignore[arg-type]
    assert json.loads(settings_file.path.read_bytes()) == values
    others = {"theme": "dark", "ignore": [], "keymap": {"save": "f5"}, "language": "en"}
    with ThreadPoolExecutor(4) as pool:  # each of them changes one setting
        list(pool.map(lambda name: SettingsFile(settings_file.path).change(**{name: others[name]}), others))
    assert json.loads(settings_file.path.read_bytes()) == others


def test_only_what_was_changed_is_written(settings_file: SettingsFile) -> None:
    kept = {"future": {"b": 1.0, "a": "团"}, "theme": 3, "keymap": {}}
    settings_file.path.write_text(json.dumps(kept))
    settings_file.change(ignore=["name-short"])
    assert repr(json.loads(settings_file.path.read_bytes())) == repr({**kept, "ignore": ["name-short"]})


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("theme", 3, '"theme" must be text'),
        ("ignore", "name-short", '"ignore" must be a list'),
        ("silenced", "name-short", '"silenced" must be a list'),
        ("keymap", [], '"keymap" must be an object'),
        ("keymap", {"submit": 1}, '"keymap.submit" must be text'),
        ("them", "light", '"them" is not a known key. Did you mean "theme"?'),
        ("zzzz", 1, '"zzzz" is not a known key. Remove it.'),
    ],
)
def test_an_invalid_setting_is_reported(
    settings_file: SettingsFile, key: str, value: Any, message: str
) -> None:
    right = {"theme": "light", "ignore": ["a"], "keymap": {"a": "b"}}
    if key == "silenced":
        del right["ignore"]
    settings_file.path.write_text(json.dumps({**right, key: value}))
    settings, (problem,) = settings_file.load()
    assert message in problem and str(settings_file.path) in problem
    assert settings == Settings(**{name: each for name, each in right.items() if name != key})  # type: ignore[arg-type]


def test_a_broken_file_is_reported_and_none_is_ever_lost(settings_file: SettingsFile) -> None:
    broken = ["", "{", "[]", "3", '{"theme": "light",}', "[" * 100_000]
    for content in broken:
        settings_file.path.write_text(content)
        settings, problems = settings_file.load()
        assert settings == Settings()
        assert "settings.json.broken" in problems[0]
        assert settings_file.path.read_text() == content
        assert settings_file.change(theme="light").theme == "light"
        assert json.loads(settings_file.path.read_bytes()) == {"theme": "light"}
    kept = [path.read_text() for path in settings_file.path.parent.glob("settings.json.broken*")]
    assert sorted(kept) == sorted(broken)


def test_what_cannot_be_read_is_refused(settings_file: SettingsFile) -> None:
    settings_file.path.mkdir()
    settings, problems = settings_file.load()
    assert settings == Settings()
    assert "is a folder" in problems[0]


# -- profiles

PROD = SavedProfile(name="prod", region="cn-beijing", endpoint="", access_key_id="LTAI-prod", keep="file")


@pytest.fixture
def file(tmp_path: Path) -> ProfileStore:
    """A file of profiles in a folder that does not exist yet."""
    return ProfileStore(tmp_path / "config" / "targets.json")


def test_secrets_are_in_their_own_private_file_and_removed_with_their_profile(file: ProfileStore) -> None:
    assert "aaa" not in repr(Secret(secret="aaa", token="aaa"))
    file.set_secret("prod", Secret(secret="very-secret", token="token"))
    file.add(PROD)
    assert "very-secret" not in file.path.read_text()
    for path in (file.path, file.credentials):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    file.set_secret("other", Secret(secret="another"))
    assert file.get_secret("prod") == Secret(secret="very-secret", token="token")
    content = file.credentials.read_bytes()
    file.credentials.write_bytes(content[:-9])
    with pytest.raises(StorageError):
        file.remove("prod")
    file.credentials.write_bytes(content)
    (file.path.parent / ".credentials.json.01ab.tmp").write_text("very-secret")  # of a killed process
    assert file.remove("prod") == PROD
    assert file.current() is None
    assert not any("very-secret" in path.read_text() for path in file.path.parent.iterdir())
    assert file.get_secret("other") == Secret(secret="another")


def test_a_broken_file_is_an_error_and_not_changed(file: ProfileStore) -> None:
    file.path.parent.mkdir()
    valid = (FILES / "targets.json").read_text()
    broken = ["", "{", "[]", "[" * 100_000, '{"format": true}', '{"targets": []}']
    broken += ['{"targets": {"a": 1}}', '{"targets": {"a": {"region": "x"}}}', valid.replace('"file"', '"x"')]
    for content, words in (
        *((text, "") for text in broken),
        (valid.replace('"keep"', '"colour": "red",\n      "keep"'), "colour"),
        (valid.replace('"endpoint"', '"endpiont"'), r'"targets\.prod\.endpiont" is not a known.*"endpoint"'),
        ('{"format": 2, "future": 1}', "Update bcw"),
    ):
        file.path.write_text(content)
        with pytest.raises(StorageError, match=rf"targets\.json(?s:.*){words}"):
            file.all()
        with pytest.raises(StorageError):
            file.add(PROD)
        assert file.path.read_text() == content


def test_invalid_names(file: ProfileStore) -> None:
    reserved = ["sandbox", "Environment", "bcs", "aliyun", "aliyun:x"]
    for name in ("", " ", "a b", "-a", "a/b", "x" * 65, "é", *reserved):
        with pytest.raises(StorageError):
            file.add(PROD.model_copy(update={"name": name}))
    assert not file.path.exists()


def test_concurrent_changes_are_all_kept(file: ProfileStore) -> None:
    def add(name: str) -> None:
        mine = ProfileStore(file.path)
        mine.set_secret(name, Secret(secret=name))
        mine.add(PROD.model_copy(update={"name": name}))

    names = [f"t{number}" for number in range(12)]
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(add, names))
    assert set(file.all()) == set(names)
    assert [file.get_secret(name) for name in names] == [Secret(secret=name) for name in names]


# -- files that version 0.1.0 wrote are read, and written again in the same format


def copy(name: str, folder: Path) -> Path:
    """Copy a file into a folder of the user."""
    folder.mkdir(exist_ok=True)
    return shutil.copy(FILES / name, folder / name)


def test_settings_of_version_0_1_0(tmp_path: Path) -> None:
    file = SettingsFile(copy("settings.json", tmp_path))
    settings, problems = file.load()
    assert problems == []
    assert (settings.theme, settings.ignore, settings.keymap) == ("light", ["name-short"], {"save": "f5"})
    file.change(ignore=["disk-types-differ"])
    assert file.load() == (settings.model_copy(update={"ignore": ["disk-types-differ"]}), [])


def test_profiles_of_version_0_1_0(tmp_path: Path) -> None:
    store = ProfileStore(copy("targets.json", tmp_path))
    copy("credentials.json", tmp_path)
    assert (store.all(), store.current()) == ({"prod": PROD}, "prod")
    assert store.get_secret("prod") == Secret(secret="very-secret", token="sts")
    assert store.get_secret("test") == Secret(secret="other")
    store.choose("prod")
    assert store.path.read_bytes() == (FILES / "targets.json").read_bytes()


def test_a_preset_of_version_0_1_0(tmp_path: Path) -> None:
    path, library = copy("nightly.json", tmp_path / "presets"), PresetLibrary(tmp_path / "presets", tmp_path)
    loaded = library.load("nightly")
    parameters = {"count": {"type": "integer", "default": 2}}
    assert (loaded.title, loaded.header.parameters) == ("Nightly", parameters)
    library.save("nightly", loaded.document["preset"], loaded.document["request"], overwrite=True)
    assert path.read_bytes() == (FILES / "nightly.json").read_bytes()


def test_a_draft_of_version_0_1_0(tmp_path: Path) -> None:
    copy("draft-12-0123456789ab.json", tmp_path).with_suffix(".lock").touch()
    [draft] = [each.draft for each in list_drafts(tmp_path)]
    assert draft.request == {"Name": "a", "Configs": {"Mounts": {"OSS": {}}}}
    assert draft.origin == DraftSource(kind="file", name="/srv/cluster.json", digest="ab12")
    assert (draft.secrets, draft.step) == (["/Configs/Mounts/OSS/AccessKeySecret"], "groups")
    assert draft.written_at == datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


def test_a_pending_submission_of_version_0_1_0(tmp_path: Path) -> None:
    content = json.loads(copy("01772368200000000000-0123abcd.open.json", tmp_path).read_bytes())
    journal = Journal(tmp_path)
    [submission] = journal.pending()
    assert submission.model_dump(exclude_unset=True) == content
    assert journal.resume(submission) == 2
    journal.finish(submission, {"outcome": "created", "id": "cls-1"})
    journal.annotate(submission, gone="2026-03-02")
    [entry] = Journal(tmp_path).all()
    outcome = {"outcome": "created", "id": "cls-1", "gone": "2026-03-02"}
    assert entry.model_dump(exclude_unset=True) == {**content, "runs": 2, "outcome": outcome}
