"""The saved profiles, and the file with the secrets that no keyring stores."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from wizard.errors import AlreadyExistsError, NotFoundError, StorageError
from wizard.models.profile import SavedProfile, Secret
from wizard.storage.profiles import ProfileStore, check_name

PROD = SavedProfile(name="prod", region="cn-beijing", endpoint="", access_key_id="LTAI-prod", keep="file")
TEST = SavedProfile(
    name="test", region="us-west-1", endpoint="https://example.com", access_key_id="LTAI-test", keep="keyring"
)


@pytest.fixture
def file(tmp_path: Path) -> ProfileStore:
    """A file of profiles in a folder that does not exist yet."""
    return ProfileStore(tmp_path / "config" / "targets.json")


def test_profiles_keep_their_order_and_the_first_is_the_default(file: ProfileStore) -> None:
    assert file.all() == {}
    assert file.current() is None
    file.add(TEST)
    file.add(PROD)
    again = ProfileStore(file.path)
    assert list(again.all().values()) == [TEST, PROD]
    assert again.current() == "test"
    again.choose("prod")
    assert file.current() == "prod"


def test_the_default_is_kept_and_nothing_overwritten_without_asking(file: ProfileStore) -> None:
    file.choose("sandbox")
    file.add(PROD)
    assert file.current() == "sandbox"
    other = PROD.model_copy(update={"access_key_id": "LTAI-other"})
    with pytest.raises(AlreadyExistsError, match="prod"):
        file.add(other)
    assert file.all()["prod"] == PROD
    file.add(other, overwrite=True)
    assert file.all()["prod"] == other


def test_secrets_are_in_their_own_private_file_and_removed_with_their_profile(file: ProfileStore) -> None:
    assert "aaa" not in repr(Secret(secret="aaa", token="aaa"))
    file.set_secret("prod", Secret(secret="very-secret", token="token"))
    file.add(PROD)
    assert "very-secret" not in file.path.read_text()
    for path in (file.path, file.credentials):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    file.credentials.chmod(0o644)
    file.set_secret("other", Secret(secret="another"))
    assert stat.S_IMODE(file.credentials.stat().st_mode) == 0o600
    assert file.get_secret("prod") == Secret(secret="very-secret", token="token")
    assert file.remove("prod") == PROD
    assert file.current() is None
    assert "very-secret" not in file.credentials.read_text()
    assert file.get_secret("prod") is None
    assert file.get_secret("other") == Secret(secret="another")
    with pytest.raises(NotFoundError):
        file.remove("prod")


def test_a_broken_file_is_an_error_and_not_changed(file: ProfileStore) -> None:
    file.path.parent.mkdir()
    valid = Path(__file__).with_name("version_0_1_0").joinpath("targets.json").read_text()
    endpiont = r'"targets\.prod\.endpiont" is not a known key.*"endpoint"'
    broken = ["", "{", "[]", "[" * 100_000, '{"format": 2}', '{"format": true}', '{"targets": []}']
    broken += ['{"targets": {"a": 1}}', '{"targets": {"a": {"region": "x"}}}', valid.replace('"file"', '"x"')]
    for content, words in (
        *((text, "") for text in broken),
        (valid.replace('"keep"', '"colour": "red",\n      "keep"'), "colour"),
        (valid.replace('"endpoint"', '"endpiont"'), endpiont),
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
            check_name(name)
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
